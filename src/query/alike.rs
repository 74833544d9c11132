//! Who of an office may be the person of a new record: everybody whom [`likeness`] does not call another.

use super::register::Register;
use super::rows::PersonRow;
use crate::domain::Day;
use crate::domain::likeness::{Likeness, Signs, likeness};
use crate::domain::text::fold;

/// The signs of a row.
pub fn signs(register: &Register, row: PersonRow) -> Signs<'_> {
    let (code, number) = register.numbers(row);
    let unit = register.unit_on(row, Day::NEVER).and_then(|unit| register.id_of_unit(unit));
    Signs { name: register.name(row), born: register.born(row), code, number, unit }
}

/// Everybody who may be meant, the surest first.
pub fn alike(register: &Register, new: &Signs) -> Vec<(PersonRow, Likeness)> {
    let code = fold(new.code);
    let mut rows = register.with_identity_number(new.number);
    if !code.is_empty() {
        rows.extend(register.numbers_with(&code));
    }
    rows.extend(register.namesakes(new.name));
    rows.sort_unstable();
    rows.dedup();
    let mut found: Vec<(PersonRow, Likeness)> =
        rows.into_iter().map(|row| (row, likeness(&signs(register, row), new))).collect();
    found.retain(|(_, likeness)| *likeness != Likeness::Other);
    let rank = |likeness: &Likeness| match likeness {
        Likeness::Same => 0,
        Likeness::InDoubt(_) => 1,
        Likeness::Namesake | Likeness::Other => 2,
    };
    found.sort_by_key(|(row, likeness)| (rank(likeness), register.order(*row)));
    found
}
