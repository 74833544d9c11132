//! Which of some units a text means: whoever bears the very name comes before whoever bears it without its
//! accents, and a present name before a former one. Must not choose where one step has several.
//!
//! A further step requires: 1 its test in `STEPS`; 2 a line in the test.

use super::register::UnitEntry;
use crate::domain::UnitId;
use crate::domain::text::{fold, same_key};

/// What a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    One(UnitId),
    Many,
    None,
}

/// A text, in the forms in which it is compared.
struct Wanted<'a> {
    text: &'a str,
    same: String,
    folded: String,
}

/// How a unit may be meant, the surest first.
const STEPS: [fn(&Wanted, &UnitEntry) -> bool; 5] = [
    |wanted, unit| unit.name() == wanted.text,
    |wanted, unit| same_key(unit.name()) == wanted.same,
    |wanted, unit| unit.folded().split('\n').next() == Some(&wanted.folded),
    |wanted, unit| unit.whole().aliases.iter().any(|alias| same_key(alias) == wanted.same),
    |wanted, unit| unit.folded().split('\n').skip(1).any(|alias| alias == wanted.folded),
];

/// The unit that `text` means among those that have it as a name or former name, folded.
pub fn named<'a>(text: &str, units: impl Iterator<Item = UnitEntry<'a>>) -> Named {
    let wanted = Wanted { text: text.trim(), same: same_key(text), folded: fold(text) };
    let all: Vec<UnitEntry> =
        units.filter(|unit| unit.folded().split('\n').any(|name| name == wanted.folded)).collect();
    let step = STEPS.iter().map(|fits| all.iter().filter(|unit| fits(&wanted, unit)).collect::<Vec<_>>());
    match step.into_iter().find(|fitting| !fitting.is_empty()).as_deref() {
        Some([only]) => Named::One(only.id),
        Some(_) => Named::Many,
        None => Named::None,
    }
}
