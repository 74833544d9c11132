//! The columns by which many reports say whose row it is: a unit, a person. Their codes and titles are the same everywhere;
//! where they stand on a page, and what else is behind them, is for the report.
//!
//! A report whose rows are people in units requires: 1 [`InUnits`]; 2 [`OfPeople`].

use super::{Behind, Cell, Column, Kind, Source, Title};
use crate::query::{PersonRow, Register, UnitEntry};

/// A report whose rows lie in units.
pub trait InUnits: Source {
    /// The unit of a row, and where it is looked up; nothing where it is not known, or all of them together are meant.
    fn unit_of<'a>(&'a self, view: &'a Self::View) -> Option<(&'a Register, UnitEntry<'a>)>;
}

/// A report whose rows are people.
pub trait OfPeople: Source {
    /// The person of a row, and where it is looked up.
    fn person_of(&self, view: &Self::View) -> Option<(&Register, PersonRow)>;
}

/// The id of the unit.
pub fn unit<S: InUnits>() -> Column<S> {
    Column::new("unit", Kind::Id, |of: &S, view, _| Cell::unit(of.unit_of(view).map(|(_, entry)| entry.id)))
}

/// The id of the unit, which is what the row is about.
pub fn about_unit<S: InUnits>() -> Column<S> {
    unit().behind(|of: &S, view, _| match of.unit_of(view) {
        Some((_, entry)) => Behind::Unit(entry.row()),
        None => Behind::Nobody,
    })
}

/// What the unit is called.
pub fn unit_name<S: InUnits>() -> Column<S> {
    let name = Column::new("unit_name", Kind::Text, |of: &S, view, _| match of.unit_of(view) {
        Some((_, entry)) => Cell::text(entry.name()),
        None => Cell::None,
    });
    name.called(Title::Field("unit"))
}

/// What it is called, with the one whose book it is in.
pub fn place<S: InUnits>() -> Column<S> {
    let place = Column::new("place", Kind::Text, |of: &S, view, _| match of.unit_of(view) {
        Some((register, entry)) => Cell::Text(register.name_in_book(&entry)),
        None => Cell::None,
    });
    place.called(Title::Field("unit"))
}

/// The id of the person.
pub fn id<S: OfPeople>() -> Column<S> {
    Column::new("id", Kind::Id, |of: &S, view, _| {
        Cell::person(of.person_of(view).and_then(|(register, person)| register.id(person)))
    })
}

/// The name of the person, who stands behind it.
pub fn name<S: OfPeople>() -> Column<S> {
    let name = Column::new("name", Kind::Name, |of: &S, view, _| match of.person_of(view) {
        Some((register, person)) => Cell::text(register.name(person)),
        None => Cell::None,
    });
    name.behind(|of, view, _| of.person_of(view).map_or(Behind::Nobody, |(_, person)| Behind::Person(person)))
}

/// The day of birth.
pub fn born<S: OfPeople>() -> Column<S> {
    Column::new("born", Kind::Date, |of: &S, view, _| {
        Cell::day(of.person_of(view).and_then(|(register, person)| register.born(person)))
    })
}
