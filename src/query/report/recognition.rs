//! Members on probation: when it ends, by when they are to be recognised, who is overdue, and of these whether the paper is
//! there that explains why.

use super::columns::{self, InUnits, OfPeople};
use super::{Cell, Column, Kind, Name, Note, Records, Source, Title};
use crate::domain::due::Due;
use crate::domain::rules::{ClockKind, Settle};
use crate::domain::{Date, Day, MilestoneKind, Rulebook};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::progress::Params;
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};

/// The paper that explains a late recognition, as rule sets call it.
const EXPLANATION: &str = "late_recognition";

/// The members, whose day comes first.
pub struct Recognition<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    today: Day,
    rows: Vec<Row>,
}

#[derive(Clone, Copy)]
struct Row {
    person: PersonRow,
    unit: UnitRow,
    ceremony: Option<Day>,
    /// The end of probation, and the last day for the recognition.
    ends: Option<Day>,
    due: Option<Day>,
    has_class: bool,
    /// Of who is overdue: whether it is explained.
    is_explained: Option<bool>,
}

/// A member.
pub struct View<'r> {
    row: Row,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Recognition<'r> {
    /// Of a unit with all below it, as of the day of the figures. Only the records of who is overdue are read.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        rules: &Rulebook,
        (unit, params): (Option<UnitRow>, Params),
        records: Option<Records<'_>>,
        work: &Work,
    ) -> Result<Recognition<'r>, Stopped> {
        use MilestoneKind::{CellReview, Ceremony, NewMemberClass, OfficialDecision};
        let (units, today) = (register.units_of(unit), Day::from(params.to));
        let is_on_probation = |row: PersonRow| {
            register.has(row, Ceremony, today)
                && !register.has(row, OfficialDecision, today)
                && register.leave_on(row, today).is_none()
                && register.unit_on(row, today).is_some_and(|unit| units.contains(unit))
        };
        let found = register.pick(&units, work, is_on_probation)?;
        let row = |person: PersonRow| {
            let unit = register.unit_on(person, today)?;
            let events =
                || register.events(person).filter(|(kind, from, _)| *kind == Ceremony && *from <= today);
            let leads = |due: &Due, kinds: &[MilestoneKind]| {
                due.clock(rules).is_some_and(|(_, clock)| {
                    kinds.iter().any(|kind| clock.is.to.contains(&Settle::Milestone(*kind)))
                })
            };
            let of = |kind: ClockKind, to: &'static [MilestoneKind]| {
                register.dues(person).filter(move |due| due.kind == kind && leads(due, to)).map(|due| due.due)
            };
            // The cell's review first, then the decision: what comes next is what is due.
            let due = of(ClockKind::Deadline, &[CellReview, OfficialDecision]).min();
            let ends = of(ClockKind::Notice, &[OfficialDecision]).min();
            let is_late = due.is_some_and(|due| due < today);
            let record = register.id(person).zip(records).filter(|_| is_late);
            let record = record.and_then(|(id, records)| records(id));
            let explained = record.map(|record| {
                record.person.papers.get(EXPLANATION).is_some_and(|paper| paper.state.is_there())
            });
            Some(Row {
                person,
                unit,
                ceremony: events().map(|(_, from, _)| from).max(),
                ends,
                due,
                has_class: register.has(person, NewMemberClass, today),
                is_explained: explained,
            })
        };
        let mut rows: Vec<Row> = found.into_iter().filter_map(row).collect();
        rows.sort_by_key(|row| (row.due.is_none(), row.due));
        Ok(Recognition { register, unit, today, rows })
    }
}

fn day(day: Option<Day>) -> Cell<'static> {
    Cell::day(day.and_then(Day::date).map(Date::from))
}

impl<'r> InUnits for Recognition<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for Recognition<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, view.row.person))
    }
}

impl<'r> Source for Recognition<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Recognition
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            columns::id().spare().page(9),
            columns::name().page(0),
            columns::born(),
            columns::unit(),
            columns::unit_name(),
            columns::place().grouping().page_only(4),
            Column::<Self>::new("ceremony", Kind::Date, |_, view, _| day(view.row.ceremony))
                .called(Title::Milestone(MilestoneKind::Ceremony))
                .page(5),
            Column::<Self>::new("probation_end", Kind::Date, |_, view, _| day(view.row.ends))
                .called(Title::ProbationEnd)
                .page(3),
            Column::<Self>::new("due", Kind::Date, |_, view, _| day(view.row.due))
                .called(Title::DueDay)
                .page(1),
            Column::<Self>::new("days", Kind::Days, |of, view, _| match view.row.due {
                Some(day) => Cell::DaysTo { day, today: of.today },
                None => Cell::None,
            })
            .called(Title::Field("days"))
            .page(2),
            Column::<Self>::new("new_member_class", Kind::Yes, |_, view, _| Cell::Yes(view.row.has_class))
                .called(Title::Milestone(MilestoneKind::NewMemberClass))
                .page(6),
            Column::<Self>::new("explained", Kind::Yes, |_, view, _| {
                view.row.is_explained.map_or(Cell::None, Cell::Yes)
            })
            .called(Title::Explained)
            .page(7),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = *self.rows.get(row)?;
        Some(View { row, unit: self.register.unit(row.unit) })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let late = self.rows.iter().filter(|row| row.due.is_some_and(|due| due < self.today)).count();
        let unexplained = self.rows.iter().filter(|row| row.is_explained == Some(false)).count();
        vec![Note::Probation { members: self.rows.len(), late, unexplained }]
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
