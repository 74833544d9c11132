//! The list of a ceremony as it is checked while it is made: who is on it in order, with decision and receipt, the last day
//! for it, and what it would break or leave odd; behind them who could still be added, and who waits for a decision.

use super::columns::{self, InUnits, OfPeople};
use super::{Cell, Column, Kind, Listing, Name, Note, Records, Source, Title, Word};
use crate::domain::remark::{Remark, remarks};
use crate::domain::rules::Settle;
use crate::domain::{Date, Day, EnrolmentState, Milestone, MilestoneKind, OccasionId, Rulebook};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::register::OccasionEntry;
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use std::sync::Arc;

/// The people in their order.
pub struct Ceremony<'r> {
    register: &'r Register,
    rules: &'r Rulebook,
    unit: Option<UnitRow>,
    day: Day,
    occasion: Option<OccasionId>,
    rows: Vec<Arc<Row>>,
}

/// Somebody on the list, or who could be.
pub(super) struct Row {
    pub(super) person: PersonRow,
    order: u16,
    pub(super) place: Listing,
    pub(super) decision: Option<Milestone>,
    received: Option<Date>,
    /// The last day for the ceremony (294-QĐ/TW of 26/5/2025, 4.1).
    last: Option<Day>,
    pub(super) helpers: String,
    remarks: Vec<Remark>,
}

/// Somebody.
pub struct View<'r> {
    row: Arc<Row>,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Ceremony<'r> {
    /// Of an occasion, from a unit with all below it; nobody's where it is no ceremony. What is not in the register is
    /// looked up in the records of these people.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        rules: &'r Rulebook,
        (occasion, unit, today): (Option<OccasionEntry>, Option<UnitRow>, Day),
        records: Option<Records<'_>>,
        work: &Work,
    ) -> Result<Ceremony<'r>, Stopped> {
        let mut made = Ceremony { register, rules, unit, day: today, occasion: None, rows: Vec::new() };
        let Some(entry) = occasion else { return Ok(made) };
        made.occasion = Some(entry.id);
        let units = register.units_of(unit);
        let inside = register.people_of(entry.id, &units, work)?;
        let elsewhere = |row: PersonRow| {
            let mut listed = register.enrolled(row).filter_map(|of| register.occasion(of.occasion));
            listed.any(|other| other.occasion.kind == entry.occasion.kind)
        };
        let host = entry.occasion.unit.and_then(|unit| register.unit_row(unit));
        let below = register.units_of(host.or(unit));
        let has = |row, kind| register.has(row, kind, today);
        let waits = register.pick(&below, work, |row| {
            (has(row, MilestoneKind::Decision) || has(row, MilestoneKind::CellResolution))
                && !has(row, MilestoneKind::Ceremony)
                && register.leave_on(row, today).is_none()
                && !elsewhere(row)
        })?;
        let listed = inside.into_iter().map(|(row, of)| (row, of.order, Listing::Listed(of.state)));
        let others = waits.into_iter().map(|row| {
            let decided = has(row, MilestoneKind::Decision);
            (row, 0, if decided { Listing::CouldBeAdded } else { Listing::AwaitsDecision })
        });
        let mut people: Vec<(PersonRow, u16, Listing)> = listed.chain(others).collect();
        let group = |place: &Listing| match place {
            Listing::Listed(_) => 0,
            Listing::CouldBeAdded => 1,
            Listing::AwaitsDecision => 2,
        };
        people.sort_by_key(|(_, order, place)| (group(place), *order == 0, *order));
        for (person, order, place) in people {
            made.rows.push(Arc::new(made.row(person, order, place, &entry, records)));
        }
        Ok(made)
    }

    pub(super) fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// The unit of somebody.
    pub(super) fn unit_of(&self, row: &Row) -> Option<UnitEntry<'r>> {
        self.register.unit_on(row.person, self.day).and_then(|unit| self.register.unit(unit))
    }

    fn row(
        &self,
        person: PersonRow,
        order: u16,
        place: Listing,
        entry: &OccasionEntry,
        records: Option<Records<'_>>,
    ) -> Row {
        let (register, rules) = (self.register, self.rules);
        let ceremony = |due: &crate::domain::due::Due| {
            due.clock(rules)
                .is_some_and(|(_, clock)| clock.is.to.contains(&Settle::Milestone(MilestoneKind::Ceremony)))
        };
        let last = register.dues(person).filter(ceremony).map(|due| due.due).min();
        let mut row = Row {
            person,
            order,
            place,
            decision: None,
            received: None,
            last,
            helpers: String::new(),
            remarks: Vec::new(),
        };
        let record = register.id(person).zip(records).and_then(|(id, records)| records(id));
        let Some(record) = record else { return row };
        let known = &record.person;
        row.decision = known.current(MilestoneKind::Decision).map(|(_, step)| step.clone());
        row.received = known.current(MilestoneKind::DecisionReceived).map(|(_, step)| step.date);
        let names = known.all_helpers().into_iter().map(|(_, helper)| helper.name);
        row.helpers = names.collect::<Vec<_>>().join(", ");
        // Of who was admitted already, what would be said without it.
        let mut known = known.clone();
        if let Some((round, _)) = record.person.current(MilestoneKind::Ceremony) {
            known.milestones.remove(&(MilestoneKind::Ceremony, round));
        }
        if let Some(day) = entry.occasion.from {
            let today = self.day.date().unwrap_or(day.last());
            let standpoint = register.standpoint(known.unit(), rules, today);
            row.remarks = remarks(&known, MilestoneKind::Ceremony, day, &standpoint);
            // That there is no decision yet is what the row says.
            row.remarks.retain(|remark| {
                place != Listing::AwaitsDecision || !matches!(remark, Remark::Odd(_) | Remark::NoHelper)
            });
        }
        row
    }
}

impl<'r> InUnits for Ceremony<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for Ceremony<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, view.row.person))
    }
}

impl<'r> Source for Ceremony<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Ceremony
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::<Self>::new("order", Kind::Count, |_, view, _| {
                Cell::count(Some(u32::from(view.row.order)).filter(|order| *order > 0))
            })
            .called(Title::Order)
            .page(0),
            columns::id().spare().page(11),
            columns::name().page(1),
            columns::born().page(2),
            columns::unit(),
            columns::unit_name(),
            columns::place().page_only(9),
            Column::<Self>::new("list", Kind::Word, |_, view, _| Cell::Word(Word::Listing(view.row.place)))
                .called(Title::EnrolmentState)
                .grouping()
                .page(10),
            Column::<Self>::new("decision_number", Kind::Text, |_, view, _| {
                Cell::text(view.row.decision.as_ref().map_or("", |decision| &decision.number))
            })
            .called(Title::NumberOf(MilestoneKind::Decision))
            .page(5),
            Column::<Self>::new("decision", Kind::Date, |_, view, _| {
                Cell::day(view.row.decision.as_ref().map(|decision| decision.date))
            })
            .called(Title::Milestone(MilestoneKind::Decision))
            .page(6),
            Column::<Self>::new("received", Kind::Date, |_, view, _| Cell::day(view.row.received))
                .called(Title::Milestone(MilestoneKind::DecisionReceived))
                .page(7),
            Column::<Self>::new("last_day", Kind::Day, |_, view, _| {
                Cell::day(view.row.last.and_then(Day::date).map(Date::from))
            })
            .called(Title::LastDay)
            .page(3),
            Column::<Self>::new("helpers", Kind::Text, |_, view, _| Cell::text(&view.row.helpers))
                .called(Title::Helpers)
                .page(8),
            Column::<Self>::new("remarks", Kind::Word, |of, view, _| match view.row.remarks.is_empty() {
                true => Cell::None,
                false => Cell::Word(Word::Remarks(&view.row.remarks, of.rules)),
            })
            .called(Title::Remarks)
            .page(4),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = self.rows.get(row)?.clone();
        Some(View { unit: self.unit_of(&row), row })
    }

    fn groups() -> Option<&'static str> {
        Some("list")
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.occasion
    }

    fn notes(&self) -> Vec<Note> {
        let listed =
            |row: &&Arc<Row>| matches!(row.place, Listing::Listed(state) if state != EnrolmentState::Waiting);
        let on = self.rows.iter().filter(listed);
        let odd = on.clone().filter(|row| !row.remarks.is_empty()).count();
        vec![Note::OnList { listed: on.count(), odd }]
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
