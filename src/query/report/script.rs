//! The running order of an admission ceremony, to be printed: what is said and done, for each person in turn where it is
//! done for each (06-HD/TW of 9/6/2025, 3.8a: one is admitted after the other). The steps are data, `catalogue.ron`.

use super::ceremony::{Ceremony, Row};
use super::columns::{self, InUnits, OfPeople};
use super::{Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::catalogue::CeremonyStep;
use crate::domain::{Catalogue, EnrolmentState, MilestoneKind, OccasionId};
use crate::query::report::Listing;
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use std::sync::Arc;

/// The steps in their order.
pub struct Script<'r> {
    register: &'r Register,
    of: Ceremony<'r>,
    rows: Vec<(&'r CeremonyStep, Option<Arc<Row>>)>,
}

/// A step, and for whom it is.
pub struct View<'r> {
    number: u32,
    step: &'r CeremonyStep,
    row: Option<Arc<Row>>,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Script<'r> {
    /// Of those on the list of a ceremony, in their order; steps for each that follow each other are done for one person
    /// after the other.
    pub fn of(register: &'r Register, catalogue: &'r Catalogue, of: Ceremony<'r>) -> Script<'r> {
        let people: Vec<Arc<Row>> = of.rows().iter().filter(|row| is_on(row)).cloned().collect();
        let mut rows = Vec::new();
        for steps in catalogue.ceremony.chunk_by(|a, b| a.each == b.each) {
            let is_for_each = steps.first().is_some_and(|step| step.each);
            if is_for_each {
                for person in &people {
                    rows.extend(steps.iter().map(|step| (step, Some(person.clone()))));
                }
            } else {
                rows.extend(steps.iter().map(|step| (step, None)));
            }
        }
        Script { register, of, rows }
    }
}

fn is_on(row: &Row) -> bool {
    matches!(row.place, Listing::Listed(state) if !matches!(state, EnrolmentState::Waiting | EnrolmentState::Absent))
}

impl<'r> InUnits for Script<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for Script<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, view.row.as_ref()?.person))
    }
}

impl<'r> Source for Script<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Script
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::<Self>::new("number", Kind::Count, |_, view, _| Cell::Count(view.number))
                .called(Title::Order)
                .page(0),
            Column::<Self>::new("step", Kind::Word, |_, view, _| {
                Cell::Word(Word::Named(&view.step.code, &view.step.vi, &view.step.en))
            })
            .called(Title::ScriptStep)
            .page(1),
            columns::id(),
            columns::name().page(2),
            columns::unit(),
            Column::<Self>::new("unit_name", Kind::Text, |of, view, _| match &view.unit {
                Some(entry) => Cell::Text(of.register.name_in_book(entry)),
                None => Cell::None,
            })
            .called(Title::Field("unit"))
            .page(6),
            Column::<Self>::new("decision_number", Kind::Text, |_, view, _| {
                let decision = view.row.as_ref().and_then(|row| row.decision.as_ref());
                Cell::text(decision.map_or("", |decision| &decision.number))
            })
            .called(Title::NumberOf(MilestoneKind::Decision))
            .page(3),
            Column::<Self>::new("decision", Kind::Date, |_, view, _| {
                let decision = view.row.as_ref().and_then(|row| row.decision.as_ref());
                Cell::day(decision.map(|decision| decision.date))
            })
            .called(Title::Milestone(MilestoneKind::Decision))
            .page(4),
            Column::<Self>::new("helpers", Kind::Text, |_, view, _| {
                Cell::text(view.row.as_ref().map_or("", |row| &row.helpers))
            })
            .called(Title::Helpers)
            .page(5),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (step, person) = self.rows.get(row)?;
        let unit = person.as_ref().and_then(|of| self.of.unit_of(of));
        Some(View { number: row as u32 + 1, step, row: person.clone(), unit })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.of.unit()
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.of.occasion()
    }

    fn notes(&self) -> Vec<Note> {
        // What is to be looked at is for who makes the list, not for who reads it out.
        let listed = self.rows.iter().filter_map(|(_, row)| row.as_ref().map(|row| row.person));
        let listed = listed.collect::<std::collections::HashSet<_>>().len();
        vec![Note::OnList { listed, odd: 0 }]
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
