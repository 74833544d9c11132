//! What an occasion asks of units: how many each is asked for, how many it named, and who has not answered in time.

use super::columns::{self, InUnits};
use super::tally::{Member, Tally};
use super::{Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::catalogue::Codes;
use crate::domain::{Catalogue, Date, Day, EnrolmentState, OccasionId, Quota};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::breakdown::Group;
use crate::query::register::OccasionEntry;
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use std::collections::HashMap;

/// What is counted: on the list, waiting, succeeded, not succeeded, absent.
const COUNTED: usize = 5;

/// The units that are asked, and those whose people are in it all the same.
pub struct Quotas<'r> {
    register: &'r Register,
    catalogue: &'r Catalogue,
    occasion: Option<OccasionEntry>,
    unit: Option<UnitRow>,
    today: Day,
    asked: HashMap<UnitRow, Quota>,
    tally: Tally<'r, COUNTED>,
}

/// A unit, or all.
pub struct View<'r> {
    unit: Option<UnitEntry<'r>>,
    quota: Option<Quota>,
    /// How many all units are asked for.
    all: Option<u32>,
    counts: [u32; COUNTED],
    /// Of a unit that has not answered, or was late: days.
    late: Option<u32>,
}

impl View<'_> {
    fn people(&self) -> Option<u32> {
        self.all.or(self.quota.as_ref().map(|quota| quota.people).filter(|people| *people > 0))
    }

    fn answered(&self) -> Option<Date> {
        self.quota.as_ref()?.answer.as_ref().map(|answer| answer.date)
    }
}

impl<'r> Quotas<'r> {
    /// Of an occasion, among the units of one with all below it.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        (occasion, unit, today): (Option<OccasionId>, Option<UnitRow>, Day),
        work: &Work,
    ) -> Result<Quotas<'r>, Stopped> {
        let units = register.units_of(unit);
        let mine = register.asked(&units).into_iter().filter(|asked| Some(asked.occasion) == occasion);
        let asked: HashMap<UnitRow, Quota> = mine.map(|asked| (asked.unit, asked.quota)).collect();
        let inside = match occasion {
            Some(id) => register.people_of(id, &units, work)?,
            None => Vec::new(),
        };
        let member = |(person, of): (PersonRow, crate::query::register::Enrolled)| {
            let here = register.unit_on(person, today)?;
            // The nearest unit that is asked, else the one whose book it is.
            let nearest = register.up_from(here).find(|row| asked.contains_key(row));
            let book = register.unit(here).and_then(|entry| register.unit_row(entry.book));
            let listed = u32::from(of.state != EnrolmentState::Waiting);
            let columns = match of.state {
                EnrolmentState::Waiting => 1 << 1,
                EnrolmentState::Passed | EnrolmentState::Admitted | EnrolmentState::Feasible => 1 << 2,
                EnrolmentState::Failed | EnrolmentState::NotFeasible => 1 << 3,
                EnrolmentState::Absent => 1 << 4,
                EnrolmentState::Listed => 0,
            };
            let unit = nearest.or(book).unwrap_or(here);
            Some(Member { person, groups: vec![Group::Unit(unit)], columns: columns | listed })
        };
        let members = inside.into_iter().filter_map(member).collect();
        let tally = Tally::of(members, asked.keys().map(|unit| Group::Unit(*unit)).collect());
        let occasion = occasion.and_then(|id| register.occasion(id));
        Ok(Quotas { register, catalogue, occasion, unit, today, asked, tally })
    }

    /// The day by which units answer.
    fn deadline(&self) -> Option<Day> {
        self.occasion.as_ref()?.occasion.until.map(|date| date.last_day())
    }

    fn late(&self, quota: &Quota) -> Option<u32> {
        let answered = quota.answer.as_ref().map_or(self.today, |answer| answer.date.last_day());
        let days = answered - self.deadline()?;
        u32::try_from(days).ok().filter(|days| *days > 0)
    }
}

impl<'r> InUnits for Quotas<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for Quotas<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Quotas
    }

    fn columns() -> Vec<Column<Self>> {
        let count = |code: &'static str, title: Title, n: usize, place: u8| {
            Column::<Self>::new(code, Kind::Count, |_, view, n| Cell::count(view.counts.get(n).copied()))
                .called(title)
                .nth(n)
                .behind(|of, view, n| {
                    let group = view.unit.map(|entry| Group::Unit(entry.row()));
                    of.tally.behind(group.as_ref(), n)
                })
                .page(place)
        };
        vec![
            columns::about_unit(),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| match &view.unit {
                Some(entry) => Cell::text(entry.name()),
                None => Cell::Word(Word::Total),
            })
            .called(Title::Field("unit"))
            .page(0),
            Column::<Self>::new("people", Kind::Count, |_, view, _| Cell::count(view.people()))
                .called(Title::Asked)
                .page(1),
            count("enrolled", Title::Enrolled, 0, 2),
            count("waiting", Title::Enrolment(EnrolmentState::Waiting), 1, 4),
            count("succeeded", Title::Succeeded, 2, 5),
            count("failed", Title::Failed, 3, 6),
            count("absent", Title::Enrolment(EnrolmentState::Absent), 4, 7),
            Column::<Self>::new("free", Kind::Count, |_, view, _| {
                let named = view.counts.first().copied().unwrap_or(0);
                Cell::count(view.people().map(|people| people.saturating_sub(named)))
            })
            .called(Title::FreePlaces)
            .page(3),
            Column::<Self>::new("answered", Kind::Date, |_, view, _| Cell::day(view.answered()))
                .called(Title::Answered)
                .page(8),
            Column::<Self>::new("late", Kind::Count, |_, view, _| Cell::count(view.late))
                .called(Title::DaysLate)
                .page(9),
            Column::<Self>::new("by", Kind::Text, |_, view, _| {
                let answer = view.quota.as_ref().and_then(|quota| quota.answer.as_ref());
                Cell::text(answer.map_or("", |answer| &answer.by))
            })
            .called(Title::AnsweredBy)
            .page(10),
            Column::<Self>::new("reason", Kind::Word, |of, view, _| {
                let answer = view.quota.as_ref().and_then(|quota| quota.answer.as_ref());
                let code = answer.map_or("", |answer| &answer.reason);
                let known = of.catalogue.codes(Codes::Reasons).into_iter().find(|(known, ..)| *known == code);
                match known {
                    Some((_, vi, en)) => Cell::Word(Word::Named(code, vi, en)),
                    None => Cell::text(code),
                }
            })
            .called(Title::Reason)
            .page(11),
        ]
    }

    fn count(&self) -> usize {
        self.tally.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (group, counts) = self.tally.row(row)?;
        let Some(Group::Unit(unit)) = group else {
            let all = self.asked.values().map(|quota| quota.people).sum();
            return Some(View { unit: None, quota: None, all: Some(all), counts, late: None });
        };
        let quota = self.asked.get(unit).cloned();
        let late = quota.as_ref().and_then(|quota| self.late(quota));
        Some(View { unit: self.register.unit(*unit), quota, all: None, counts, late })
    }

    fn subtotals(&self) -> usize {
        1
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.occasion.as_ref().map(|entry| entry.id)
    }

    fn notes(&self) -> Vec<Note> {
        let quotas = || self.asked.values();
        let answered = quotas().filter(|quota| quota.answer.is_some()).count();
        let late = quotas().filter(|quota| self.late(quota).is_some()).count();
        vec![Note::Answers { asked: self.asked.len(), answered, late }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
