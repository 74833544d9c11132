//! Change as data: one field of one record, with the value before and after.
//!
//! The value before must still be there when the edit is applied; that is how two people who
//! change one field notice each other, and why the inverse of an edit is the edit turned round.
//! An edit answers what a store asks of it (which right it needs, where it belongs, what it does to the tree), so
//! that a store knows no kind of record.

use super::access::Act;
use super::id::{OccasionId, PersonId, UnitId};
use super::occasion::{Occasion, OccasionFact};
use super::person::{Person, PersonFact};
use super::record::{Fact, Facts, TwoPlaces};
use super::unit::{Unit, UnitFact};
use serde::ser::SerializeTupleVariant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A change of one field of a record; no value on one side means that the field was or becomes empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<I, F> {
    pub id: I,
    pub old: Option<F>,
    pub new: Option<F>,
}

/// A change, by the kind of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Unit(Change<UnitId, UnitFact>),
    Person(Change<PersonId, PersonFact>),
    Occasion(Change<OccasionId, OccasionFact>),
}

impl<I: Copy, F: Fact> Change<I, F> {
    /// The place that it is about: that of either value.
    pub fn place(&self) -> Option<&F> {
        self.old.as_ref().or(self.new.as_ref())
    }

    fn inverse(&self) -> Change<I, F> {
        Change { id: self.id, old: self.new.clone(), new: self.old.clone() }
    }

    /// `None` where nobody may know of it who does not work on the record.
    fn masked(&self) -> Option<Change<I, F>> {
        let shown = |fact: &Option<F>| fact.as_ref().and_then(F::masked);
        let (old, new) = (shown(&self.old), shown(&self.new));
        (old.is_some() || new.is_some()).then_some(Change { id: self.id, old, new })
    }

    fn same_place(&self, other: &Change<I, F>) -> bool
    where
        I: PartialEq,
    {
        let places = self.place().zip(other.place());
        self.id == other.id && places.is_some_and(|(mine, theirs)| mine.same_place(theirs))
    }

    /// The record that it adds.
    fn added(&self) -> Option<&F::Record> {
        self.new.as_ref().filter(|_| self.old.is_none()).and_then(F::whole)
    }

    /// The record that it takes away.
    fn removed(&self) -> Option<&F::Record> {
        self.old.as_ref().filter(|_| self.new.is_none()).and_then(F::whole)
    }
}

/// A kind of record that edits are about.
pub trait Edited: Facts {
    type Id: Copy;
    /// A change of such a record.
    fn edit(change: Change<Self::Id, Self::Fact>) -> Edit;
}

impl Edited for Unit {
    type Id = UnitId;
    fn edit(change: Change<UnitId, UnitFact>) -> Edit {
        Edit::Unit(change)
    }
}

impl Edited for Person {
    type Id = PersonId;
    fn edit(change: Change<PersonId, PersonFact>) -> Edit {
        Edit::Person(change)
    }
}

impl Edited for Occasion {
    type Id = OccasionId;
    fn edit(change: Change<OccasionId, OccasionFact>) -> Edit {
        Edit::Occasion(change)
    }
}

/// In a log an edit is `Person("id", old, new)`.
impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        fn write<S: Serializer, I: Serialize, F: Serialize>(
            to: S,
            (index, name): (u32, &'static str),
            change: &Change<I, F>,
        ) -> Result<S::Ok, S::Error> {
            let mut edit = to.serialize_tuple_variant("Edit", index, name, 3)?;
            edit.serialize_field(&change.id)?;
            edit.serialize_field(&change.old)?;
            edit.serialize_field(&change.new)?;
            edit.end()
        }
        match self {
            Edit::Unit(change) => write(to, (0, "Unit"), change),
            Edit::Person(change) => write(to, (1, "Person"), change),
            Edit::Occasion(change) => write(to, (2, "Occasion"), change),
        }
    }
}

impl<'de> Deserialize<'de> for Edit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Edit, D::Error> {
        /// As it stands in a log.
        #[derive(Deserialize)]
        enum Logged {
            Unit(UnitId, Option<UnitFact>, Option<UnitFact>),
            Person(PersonId, Option<PersonFact>, Option<PersonFact>),
            Occasion(OccasionId, Option<OccasionFact>, Option<OccasionFact>),
        }
        Ok(match Logged::deserialize(from)? {
            Logged::Unit(id, old, new) => Edit::Unit(Change { id, old, new }),
            Logged::Person(id, old, new) => Edit::Person(Change { id, old, new }),
            Logged::Occasion(id, old, new) => Edit::Occasion(Change { id, old, new }),
        })
    }
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
    Occasion(OccasionId),
}

impl RecordId {
    /// The person, where it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            RecordId::Person(id) => Some(id),
            RecordId::Unit(_) | RecordId::Occasion(_) => None,
        }
    }
}

/// Where an edit belongs, as far as it can tell by itself.
#[derive(Clone, Copy, Debug)]
pub enum Home<'a> {
    /// A new unit: in a book of its own, or in that of the unit above it.
    NewUnit(UnitId, &'a Unit),
    /// In the book of a unit; nowhere without one.
    Unit(Option<UnitId>),
    /// In the book that holds a person's record.
    Person(PersonId),
    /// In the book that holds an occasion.
    Occasion(OccasionId),
}

/// What an edit does to the tree.
#[derive(Clone, Copy, Debug)]
pub enum Reshaped {
    Removed(UnitId),
    Moved { unit: UnitId, before: Option<UnitId>, after: UnitId },
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(transparent)]
    TwoPlaces(#[from] TwoPlaces),
    /// The old value of this edit no longer stands there.
    #[error("the field has another value now")]
    Clash(Box<Edit>),
    /// There is no such record in this book.
    #[error("no such record: {0:?}")]
    NoRecord(RecordId),
    /// A person or unit without a name.
    #[error("a record must have a name")]
    NoName,
    /// A person without a unit, or with none in this book.
    #[error("a person must be followed in a unit of this book")]
    NoPost,
    /// An occasion without a unit that holds it, or with none in this book.
    #[error("an occasion must be held by a unit of this book")]
    NoHost,
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
    /// The edit that adds a record.
    pub fn add<R: Edited>(id: R::Id, record: R) -> Edit {
        R::edit(Change { id, old: None, new: Some(R::Fact::of_whole(record)) })
    }

    /// The edit that takes a record away.
    pub fn remove<R: Edited>(id: R::Id, record: R) -> Edit {
        R::edit(Change { id, old: Some(R::Fact::of_whole(record)), new: None })
    }

    /// The edits that turn one record into another, in the order of the fields.
    pub fn between<R: Edited>(id: R::Id, before: &R, after: &R) -> Vec<Edit> {
        let changes = before.difference(after).into_iter();
        changes.map(|(old, new)| R::edit(Change { id, old, new })).collect()
    }

    /// The edit by which a book notes that another one lies below one of its units.
    pub fn note_below(unit: UnitId, below: UnitId, name: String) -> Edit {
        Edit::Unit(Change { id: unit, old: None, new: Some(UnitFact::Below(below, name)) })
    }

    /// The edit that takes this one back.
    pub fn inverse(&self) -> Edit {
        match self {
            Edit::Unit(change) => Edit::Unit(change.inverse()),
            Edit::Person(change) => Edit::Person(change.inverse()),
            Edit::Occasion(change) => Edit::Occasion(change.inverse()),
        }
    }

    /// The edit without what only those who work on the record may see; `None` where nobody else may know of it.
    pub fn masked(&self) -> Option<Edit> {
        match self {
            Edit::Unit(change) => change.masked().map(Edit::Unit),
            Edit::Person(change) => change.masked().map(Edit::Person),
            Edit::Occasion(change) => change.masked().map(Edit::Occasion),
        }
    }

    /// The record that it changes.
    pub fn record(&self) -> RecordId {
        match self {
            Edit::Unit(change) => RecordId::Unit(change.id),
            Edit::Person(change) => RecordId::Person(change.id),
            Edit::Occasion(change) => RecordId::Occasion(change.id),
        }
    }

    /// True when both edits change the same field.
    pub fn same_place(&self, other: &Edit) -> bool {
        match (self, other) {
            (Edit::Unit(a), Edit::Unit(b)) => a.same_place(b),
            (Edit::Person(a), Edit::Person(b)) => a.same_place(b),
            (Edit::Occasion(a), Edit::Occasion(b)) => a.same_place(b),
            (Edit::Unit(_) | Edit::Person(_) | Edit::Occasion(_), _) => false,
        }
    }

    /// True when it adds a record or takes one away.
    pub fn is_of_whole(&self) -> bool {
        match self {
            Edit::Unit(change) => change.place().is_some_and(|place| place.whole().is_some()),
            Edit::Person(change) => change.place().is_some_and(|place| place.whole().is_some()),
            Edit::Occasion(change) => change.place().is_some_and(|place| place.whole().is_some()),
        }
    }

    /// What somebody must be allowed to do who makes it.
    pub fn act(&self) -> Act {
        match self {
            // What a unit is asked and answers is work on people, not on the tree.
            Edit::Unit(change)
                if matches!(change.place(), Some(UnitFact::Quota(..) | UnitFact::Submission(..))) =>
            {
                Act::Edit
            }
            Edit::Unit(_) => Act::Manage,
            Edit::Person(_) | Edit::Occasion(_) => Act::Edit,
        }
    }

    /// Where it belongs.
    pub fn home(&self) -> Home<'_> {
        match self {
            Edit::Unit(change) => match change.added() {
                Some(unit) => Home::NewUnit(change.id, unit),
                None => Home::Unit(Some(change.id)),
            },
            Edit::Person(change) => match change.added() {
                Some(person) => Home::Unit(person.unit()),
                None => Home::Person(change.id),
            },
            Edit::Occasion(change) => match change.added() {
                Some(occasion) => Home::Unit(occasion.unit),
                None => Home::Occasion(change.id),
            },
        }
    }

    /// True when units change by it.
    pub fn changes_units(&self) -> bool {
        match self {
            Edit::Unit(_) => true,
            Edit::Person(_) | Edit::Occasion(_) => false,
        }
    }

    /// What it does to the tree, beside adding to it.
    pub fn reshapes(&self) -> Option<Reshaped> {
        let Edit::Unit(change) = self else { return None };
        match (change.removed(), &change.old, &change.new) {
            (Some(_), ..) => Some(Reshaped::Removed(change.id)),
            (None, before, Some(UnitFact::Parent(after))) => {
                let before = match before {
                    Some(UnitFact::Parent(before)) => Some(*before),
                    _ => None,
                };
                Some(Reshaped::Moved { unit: change.id, before, after: *after })
            }
            _ => None,
        }
    }
}
