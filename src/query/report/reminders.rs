//! What units owe and have not sent: answers to reviews, and their reports, each with its day. What goes out as a reminder.

use super::columns::{self, InUnits};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::occasion::{OccasionKind, OccasionState};
use crate::domain::submission::{Delivery, Owed};
use crate::domain::{Catalogue, Date, Day, OccasionId};
use crate::query::{Register, UnitEntry, UnitRow};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashMap;

/// Days for which the December report of the year before is still asked for.
const OLD_YEAR: u64 = 60;

/// What is missing, what has waited longest first.
pub struct Reminders<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    today: Day,
    rows: Vec<Row<'r>>,
    /// What the occasions are called.
    names: HashMap<OccasionId, String>,
}

#[derive(Clone, Copy)]
struct Row<'r> {
    unit: UnitRow,
    what: What<'r>,
    due: Option<Day>,
}

#[derive(Clone, Copy)]
enum What<'r> {
    /// An answer, and how many people are asked for.
    Answer(OccasionId, u32),
    /// A report of the period that ends with the month; given back, where it came once.
    Report(&'r Owed, Date, bool),
}

impl Row<'_> {
    /// Where it is noted that it came.
    fn leads_to(&self) -> Behind {
        match self.what {
            What::Answer(id, _) => Behind::QuotasOf(id),
            What::Report(..) => Behind::SubmissionsIn(self.unit),
        }
    }
}

/// Something that a unit owes.
pub struct View<'r> {
    unit: Option<UnitEntry<'r>>,
    row: Row<'r>,
}

impl<'r> Reminders<'r> {
    /// Of a unit with all below it on a day; of one occasion alone, where one is given.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        (unit, today): (Option<UnitRow>, NaiveDate),
        occasion: Option<OccasionId>,
    ) -> Reminders<'r> {
        let units = register.units_of(unit);
        let mut made =
            Reminders { register, unit, today: today.into(), rows: Vec::new(), names: HashMap::new() };
        for asked in register.asked(&units) {
            if asked.quota.answer.is_some() || occasion.is_some_and(|only| only != asked.occasion) {
                continue;
            }
            let Some(entry) = register.occasion(asked.occasion) else { continue };
            let is_over = matches!(entry.occasion.state, OccasionState::Closed | OccasionState::Cancelled);
            // Only to a review units answer.
            if entry.occasion.kind != OccasionKind::Review || is_over {
                continue;
            }
            let due = entry.occasion.until.map(Date::last_day);
            made.names.insert(entry.id, entry.occasion.name);
            let what = What::Answer(asked.occasion, asked.quota.people);
            made.rows.push(Row { unit: asked.unit, what, due });
        }
        if occasion.is_none() {
            made.add_reports(&catalogue.submissions, today);
        }
        made.rows.sort_by_key(|row| (row.due.is_none(), row.due, row.unit));
        made
    }

    fn add_reports(&mut self, owed: &'r [Owed], today: NaiveDate) {
        let register = self.register;
        let new_year = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let oldest = today.checked_sub_days(Days::new(OLD_YEAR)).unwrap_or(today).min(new_year);
        let is_over = |month: Date| month.last() < today && month.last() >= oldest;
        let periods = owed.iter().flat_map(|owed| {
            let years = [today.year() - 1, today.year()].into_iter();
            let months = years.flat_map(|year| owed.every.months().iter().map(move |month| (year, *month)));
            months.filter_map(move |(year, month)| {
                let of = Date::new(year, Some(month), None).ok()?;
                Some((owed, of, owed.due(year, month)?))
            })
        });
        let periods: Vec<(&Owed, Date, NaiveDate)> =
            periods.filter(|(_, month, _)| is_over(*month)).collect();
        for entry in register.units_of(self.unit).filter_map(|row| register.unit(row)) {
            let mine = periods.iter().filter(|(owed, ..)| owed.of.iter().any(|kind| kind == entry.kind()));
            let mine: Vec<_> = if entry.is_closed(today.into()) { Vec::new() } else { mine.collect() };
            if mine.is_empty() {
                continue;
            }
            let sent = entry.whole().submissions;
            for (owed, month, due) in mine {
                let came = sent.get(&(owed.code.clone(), *month));
                let returned = match Delivery::of(came, *due, today) {
                    Delivery::Returned(_) => true,
                    Delivery::NotYet | Delivery::Overdue(_) => false,
                    Delivery::Sent(_) | Delivery::Late(..) => continue,
                };
                let what = What::Report(owed, *month, returned);
                self.rows.push(Row { unit: entry.row(), what, due: Some(Day::from(*due)) });
            }
        }
    }
}

impl<'r> InUnits for Reminders<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for Reminders<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Reminders
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            columns::about_unit(),
            columns::unit_name::<Self>().grouping().behind(|_, view, _| view.row.leads_to()).page(0),
            Column::<Self>::new("occasion", Kind::Id, |_, view, _| match view.row.what {
                What::Answer(id, _) => Cell::Occasion(id),
                What::Report(..) => Cell::None,
            }),
            Column::<Self>::new("what", Kind::Word, |of, view, _| match view.row.what {
                What::Answer(id, _) => Cell::text(of.names.get(&id).map_or("", |name| name)),
                What::Report(owed, ..) => Cell::Word(Word::Named(&owed.code, &owed.vi, &owed.en)),
            })
            .called(Title::Owed)
            .grouping()
            .behind(|_, view, _| view.row.leads_to())
            .page(1),
            Column::<Self>::new("month", Kind::Date, |_, view, _| match view.row.what {
                What::Report(_, month, _) => Cell::day(Some(month)),
                What::Answer(..) => Cell::None,
            })
            .called(Title::Period)
            .page(4),
            Column::<Self>::new("due", Kind::Day, |_, view, _| {
                Cell::day(view.row.due.and_then(Day::date).map(Date::from))
            })
            .called(Title::DueDay)
            .page(3),
            Column::<Self>::new("days", Kind::Days, |of, view, _| match view.row.due {
                Some(day) => Cell::DaysTo { day, today: of.today },
                None => Cell::None,
            })
            .called(Title::Field("days"))
            .page(2),
            Column::<Self>::new("people", Kind::Count, |_, view, _| match view.row.what {
                What::Answer(_, people) => Cell::count(Some(people).filter(|people| *people > 0)),
                What::Report(..) => Cell::None,
            })
            .called(Title::Asked)
            .page(5),
            Column::<Self>::new("returned", Kind::Yes, |_, view, _| match view.row.what {
                What::Report(_, _, returned) => Cell::Yes(returned),
                What::Answer(..) => Cell::Yes(false),
            })
            .called(Title::GivenBack)
            .page(6),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = *self.rows.get(row)?;
        Some(View { unit: self.register.unit(row.unit), row })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let is_late = |row: &&Row| row.due.is_some_and(|due| due < self.today);
        let mut units: Vec<UnitRow> = self.rows.iter().map(|row| row.unit).collect();
        units.sort_unstable();
        units.dedup();
        vec![Note::Owed { units: units.len(), late: self.rows.iter().filter(is_late).count() }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
