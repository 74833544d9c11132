//! Change as data: one field of one record, with the value before and after.
//!
//! The value before must still be there when the edit is applied; that is how two people who
//! change one field notice each other, and why the inverse of an edit is the edit turned round.

use super::id::{PersonId, UnitId};
use super::person::Person;
use super::person_fact::{self, PersonFact};
use super::unit::Unit;
use super::unit_fact::{self, UnitFact};
use serde::{Deserialize, Serialize};

/// `(record, old, new)`; no value on one side means the field was or becomes empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    Unit(UnitId, Option<UnitFact>, Option<UnitFact>),
    Person(PersonId, Option<PersonFact>, Option<PersonFact>),
}

/// A book that is to be made: the unit whose book it is, and the edits that fill it.
#[derive(Clone, Debug)]
pub struct NewBook {
    pub id: UnitId,
    pub unit: Unit,
    pub edits: Vec<Edit>,
}

/// Notes in each of some new books which of the others lie below it.
pub fn note_below(books: &mut [NewBook]) {
    let below: Vec<(Option<UnitId>, UnitId, String)> =
        books.iter().map(|book| (book.unit.parent, book.id, book.unit.name.clone())).collect();
    for book in books {
        let own = below.iter().filter(|(parent, ..)| *parent == Some(book.id));
        book.unit.below.extend(own.map(|(_, id, name)| (*id, name.clone())));
    }
}

/// The record that an edit changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordId {
    Unit(UnitId),
    Person(PersonId),
}

impl RecordId {
    /// The person, where it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            RecordId::Person(id) => Some(id),
            RecordId::Unit(_) => None,
        }
    }
}

/// A value of either kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Unit(UnitFact),
    Person(PersonFact),
}

/// Two people changed one field: what I want to write, and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub mine: Edit,
    pub present: Option<Fact>,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Old and new value are of different fields, or both are missing.
    #[error("an edit must have the old and the new value of one field")]
    TwoPlaces,
    /// The old value no longer stands there.
    #[error("the field has another value now")]
    Clash(Box<Clash>),
    /// There is no such record in this book.
    #[error("no such record: {0:?}")]
    NoRecord(RecordId),
    /// A person or unit without a name.
    #[error("a record must have a name")]
    NoName,
    /// A person without a unit, or with none in this book.
    #[error("a person must be followed in a unit of this book")]
    NoPost,
    /// A parent that is not in this book, or a second top unit.
    #[error("the parent unit is not in this book")]
    NoParent,
    /// The unit would come to lie below itself.
    #[error("a unit cannot lie below itself")]
    Loop,
    /// The unit still has people or units below it.
    #[error("the unit still has people or units below it")]
    InUse,
}

impl Edit {
    /// The edit that takes this one back.
    pub fn inverse(&self) -> Edit {
        match self {
            Edit::Unit(id, old, new) => Edit::Unit(*id, new.clone(), old.clone()),
            Edit::Person(id, old, new) => Edit::Person(*id, new.clone(), old.clone()),
        }
    }

    /// The edit without what only those who work on the record may see.
    pub fn masked(&self) -> Edit {
        match self {
            Edit::Unit(..) => self.clone(),
            Edit::Person(id, old, new) => Edit::Person(
                *id,
                old.as_ref().map(person_fact::masked),
                new.as_ref().map(person_fact::masked),
            ),
        }
    }

    /// The record that it changes.
    pub fn record(&self) -> RecordId {
        match self {
            Edit::Unit(id, ..) => RecordId::Unit(*id),
            Edit::Person(id, ..) => RecordId::Person(*id),
        }
    }

    /// True when both edits change the same field.
    pub fn same_place(&self, other: &Edit) -> bool {
        match (self, other) {
            (Edit::Unit(a, old, new), Edit::Unit(b, other_old, other_new)) => {
                a == b
                    && matches!((old.as_ref().or(new.as_ref()), other_old.as_ref().or(other_new.as_ref())),
                        (Some(x), Some(y)) if unit_fact::same_place(x, y))
            }
            (Edit::Person(a, old, new), Edit::Person(b, other_old, other_new)) => {
                a == b
                    && matches!((old.as_ref().or(new.as_ref()), other_old.as_ref().or(other_new.as_ref())),
                        (Some(x), Some(y)) if person_fact::same_place(x, y))
            }
            _ => false,
        }
    }
}

/// The edits `(old, new)` that turn a record with some facts into one with others, in their order.
pub(super) fn difference<F: Clone + PartialEq>(
    before: Vec<F>,
    after: Vec<F>,
    same_place: fn(&F, &F) -> bool,
) -> Vec<(Option<F>, Option<F>)> {
    let at = |facts: &[F], place: &F| facts.iter().find(|fact| same_place(fact, place)).cloned();
    let added = after.iter().filter(|fact| at(&before, fact).is_none());
    let places = before.iter().chain(added);
    places.map(|place| (at(&before, place), at(&after, place))).filter(|(old, new)| old != new).collect()
}

/// The edits that turn one record of a person into another.
pub fn person_edits(id: PersonId, before: &Person, after: &Person) -> Vec<Edit> {
    before.difference(after).into_iter().map(|(old, new)| Edit::Person(id, old, new)).collect()
}

/// The edits that turn one record of a unit into another.
pub fn unit_edits(id: UnitId, before: &Unit, after: &Unit) -> Vec<Edit> {
    before.difference(after).into_iter().map(|(old, new)| Edit::Unit(id, old, new)).collect()
}
