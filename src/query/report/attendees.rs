//! Who is in a class, a ceremony or a review, in the order of its list, and how they stand in it.

use super::columns::{self, InUnits, OfPeople};
use super::{Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::EnrolmentState;
use crate::domain::{Day, OccasionId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Position;
use crate::query::register::{Enrolled, OccasionEntry};
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};

/// The people of an occasion, in the order of its list, then by name.
pub struct Attendees<'r> {
    register: &'r Register,
    occasion: Option<OccasionEntry>,
    unit: Option<UnitRow>,
    day: Day,
    rows: Vec<(PersonRow, Enrolled)>,
}

/// Somebody in it.
pub struct View<'r> {
    row: PersonRow,
    enrolled: Enrolled,
    place: Option<Position>,
    left: bool,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Attendees<'r> {
    /// Of an occasion, from a unit with all below it, as of a day; nobody's where there is no such occasion.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        occasion: Option<OccasionId>,
        (unit, day): (Option<UnitRow>, Day),
        work: &Work,
    ) -> Result<Attendees<'r>, Stopped> {
        let units = register.units_of(unit);
        let rows = occasion.map_or(Ok(Vec::new()), |id| register.people_of(id, &units, work))?;
        let occasion = occasion.and_then(|id| register.occasion(id));
        Ok(Attendees { register, occasion, unit, day, rows })
    }
}

impl<'r> InUnits for Attendees<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for Attendees<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, view.row))
    }
}

impl<'r> Source for Attendees<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Attendees
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            columns::id().spare().page(6),
            columns::name().page(0),
            columns::born().page(1),
            columns::unit(),
            columns::unit_name(),
            columns::place().grouping().page_only(2),
            Column::<Self>::new("state", Kind::Word, |_, view, _| {
                let (vi, en) = view.enrolled.state.called();
                Cell::Word(Word::Named(view.enrolled.state.name(), vi, en))
            })
            .called(Title::EnrolmentState)
            .grouping()
            .page(3),
            Column::<Self>::new("order", Kind::Count, |_, view, _| {
                Cell::count(Some(u32::from(view.enrolled.order)).filter(|order| *order > 0))
            }),
            Column::<Self>::new("sessions", Kind::Count, |_, view, _| {
                Cell::count(Some(u32::from(view.enrolled.sessions)).filter(|sessions| *sessions > 0))
            })
            .called(Title::Sessions)
            .page(4),
            Column::<Self>::new("stage", Kind::Word, |_, view, _| {
                Cell::Word(Word::State(view.place, view.left))
            })
            .grouping()
            .page(5),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (row, enrolled) = *self.rows.get(row)?;
        let register = self.register;
        let unit = register.unit_on(row, self.day).and_then(|unit| register.unit(unit));
        let left = register.leave_on(row, self.day).is_some();
        Some(View { row, enrolled, place: register.place(row, self.day), left, unit })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.occasion.as_ref().map(|entry| entry.id)
    }

    fn notes(&self) -> Vec<Note> {
        let waiting = self.rows.iter().filter(|(_, of)| of.state == EnrolmentState::Waiting).count();
        let places = self.occasion.as_ref().map_or(0, |entry| entry.occasion.places);
        vec![Note::Enrolled { listed: self.rows.len() - waiting, waiting, places }]
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
