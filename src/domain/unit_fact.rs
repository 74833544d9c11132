//! One fact of a unit's record, the unit of change.
//!
//! A new field of a unit requires: 1 the field in `unit.rs`; 2 a variant here with its line in `at`
//! and `put`; 3 words; 4 a field in `ui/form/unit.rs` and `exchange/units_csv.rs`.

use super::date::Date;
use super::edit::{EditError, difference};
use super::id::UnitId;
use super::unit::{Period, Target, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A place in a record together with the value there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitFact {
    /// The record itself: from nothing it is an addition, to nothing a removal.
    Whole(Box<Unit>),
    Name(String),
    Kind(String),
    Parent(UnitId),
    Sector(String),
    Code(String),
    Order(u32),
    Flags(BTreeSet<String>),
    Aliases(BTreeSet<String>),
    ValidFrom(Date),
    ValidUntil(Date),
    Members(i32, u32),
    /// A book below, and what its unit was called then.
    Below(UnitId, String),
    Target(Period, u8, Target),
}

fn text(value: &str, make: fn(String) -> UnitFact) -> Option<UnitFact> {
    (!value.is_empty()).then(|| make(value.to_owned()))
}

impl Unit {
    /// What stands in the record at the place of `like`; its value does not matter.
    pub fn at(&self, like: &UnitFact) -> Option<UnitFact> {
        use UnitFact as F;
        match like {
            // What lies below was noted since, and is nobody's change of the record.
            F::Whole(like) if like.below.is_empty() => {
                Some(F::Whole(Box::new(Unit { below: Default::default(), ..self.clone() })))
            }
            F::Whole(_) => Some(F::Whole(Box::new(self.clone()))),
            F::Name(_) => text(&self.name, F::Name),
            F::Kind(_) => text(&self.kind, F::Kind),
            F::Parent(_) => self.parent.map(F::Parent),
            F::Sector(_) => text(&self.sector, F::Sector),
            F::Code(_) => text(&self.code, F::Code),
            F::Order(_) => (self.order > 0).then_some(F::Order(self.order)),
            F::Flags(_) => (!self.flags.is_empty()).then(|| F::Flags(self.flags.clone())),
            F::Aliases(_) => (!self.aliases.is_empty()).then(|| F::Aliases(self.aliases.clone())),
            F::ValidFrom(_) => self.valid_from.map(F::ValidFrom),
            F::ValidUntil(_) => self.valid_until.map(F::ValidUntil),
            F::Members(year, _) => self.members.get(year).map(|n| F::Members(*year, *n)),
            F::Below(id, _) => self.below.get(id).map(|name| F::Below(*id, name.clone())),
            F::Target(period, version, _) => {
                self.targets.get(&(*period, *version)).map(|t| F::Target(*period, *version, t.clone()))
            }
        }
    }

    /// Puts `new` at the place of `place`, or clears the place.
    pub(super) fn put(&mut self, place: &UnitFact, new: Option<&UnitFact>) -> Result<(), EditError> {
        use UnitFact as F;
        if new.is_some_and(|new| !same_place(place, new)) {
            return Err(EditError::TwoPlaces);
        }
        macro_rules! set {
            ($field:ident, $variant:ident) => {
                self.$field = match new {
                    Some(F::$variant(value)) => value.clone(),
                    _ => Default::default(),
                }
            };
        }
        macro_rules! set_option {
            ($field:ident, $variant:ident) => {
                self.$field = match new {
                    Some(F::$variant(value)) => Some(*value),
                    _ => None,
                }
            };
        }
        match (place, new) {
            (F::Whole(_), _) => return Err(EditError::TwoPlaces),
            (F::Name(_), _) => set!(name, Name),
            (F::Kind(_), _) => set!(kind, Kind),
            (F::Sector(_), _) => set!(sector, Sector),
            (F::Code(_), _) => set!(code, Code),
            (F::Order(_), _) => set!(order, Order),
            (F::Flags(_), _) => set!(flags, Flags),
            (F::Aliases(_), _) => set!(aliases, Aliases),
            (F::Parent(_), _) => set_option!(parent, Parent),
            (F::ValidFrom(_), _) => set_option!(valid_from, ValidFrom),
            (F::ValidUntil(_), _) => set_option!(valid_until, ValidUntil),
            (F::Members(year, _), Some(F::Members(_, n))) => {
                self.members.insert(*year, *n);
            }
            (F::Members(year, _), _) => {
                self.members.remove(year);
            }
            (F::Below(id, _), Some(F::Below(_, name))) => {
                self.below.insert(*id, name.clone());
            }
            (F::Below(id, _), _) => {
                self.below.remove(id);
            }
            (F::Target(period, version, _), Some(F::Target(_, _, target))) => {
                self.targets.insert((*period, *version), target.clone());
            }
            (F::Target(period, version, _), _) => {
                self.targets.remove(&(*period, *version));
            }
        }
        Ok(())
    }

    /// The edits `(old, new)` that turn this record into `wanted`, in the order of the fields.
    pub fn difference(&self, wanted: &Unit) -> Vec<(Option<UnitFact>, Option<UnitFact>)> {
        difference(self.facts(), wanted.facts(), same_place)
    }

    /// Every fact that the record holds, in the order of the fields.
    pub fn facts(&self) -> Vec<UnitFact> {
        use UnitFact as F;
        let mut facts: Vec<UnitFact> = [
            text(&self.name, F::Name),
            text(&self.kind, F::Kind),
            self.parent.map(F::Parent),
            text(&self.sector, F::Sector),
            text(&self.code, F::Code),
            (self.order > 0).then_some(F::Order(self.order)),
            (!self.flags.is_empty()).then(|| F::Flags(self.flags.clone())),
            (!self.aliases.is_empty()).then(|| F::Aliases(self.aliases.clone())),
            self.valid_from.map(F::ValidFrom),
            self.valid_until.map(F::ValidUntil),
        ]
        .into_iter()
        .flatten()
        .collect();
        facts.extend(self.members.iter().map(|(year, n)| F::Members(*year, *n)));
        facts.extend(self.below.iter().map(|(id, name)| F::Below(*id, name.clone())));
        facts.extend(self.targets.iter().map(|((p, v), t)| F::Target(*p, *v, t.clone())));
        facts
    }
}

/// True when both name the same field (and the same year, period and version).
pub fn same_place(a: &UnitFact, b: &UnitFact) -> bool {
    use UnitFact as F;
    match (a, b) {
        (F::Members(a, _), F::Members(b, _)) => a == b,
        (F::Below(a, _), F::Below(b, _)) => a == b,
        (F::Target(a, v, _), F::Target(b, w, _)) => a == b && v == w,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
