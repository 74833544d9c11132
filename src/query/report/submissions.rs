//! Which units sent which report in which month of a year, which are late, and which are missing: units against months, as in
//! a calendar.

use super::columns::{self, InUnits};
use super::{Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::Submission;
use crate::domain::submission::{Delivery, Owed};
use crate::query::{Register, UnitEntry, UnitRow};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The units that owe a report.
pub struct Submissions<'r> {
    register: &'r Register,
    owed: Option<&'r Owed>,
    unit: Option<UnitRow>,
    year: i32,
    today: NaiveDate,
    rows: Vec<(UnitRow, BTreeMap<u32, Submission>)>,
}

/// A unit.
pub struct View<'r> {
    unit: Option<UnitEntry<'r>>,
    /// By month from 1; nothing where no period ends with it.
    months: Vec<Option<Delivery>>,
}

impl View<'_> {
    fn count(&self, is: fn(&Delivery) -> bool) -> u32 {
        self.months.iter().flatten().filter(|delivery| is(delivery)).count() as u32
    }
}

impl<'r> Submissions<'r> {
    /// Of a unit with all below it, in the year of a day.
    pub fn of(
        register: &'r Register,
        owed: Option<&'r Owed>,
        (unit, year, today): (Option<UnitRow>, i32, NaiveDate),
    ) -> Submissions<'r> {
        let owes = |entry: &UnitEntry| {
            owed.is_some_and(|owed| owed.of.iter().any(|kind| kind == entry.kind()))
                && !entry.is_closed(today.into())
        };
        let units = register.units_of(unit).filter_map(|row| register.unit(row)).filter(owes);
        let sent = |entry: UnitEntry| {
            let all = entry.whole().submissions.into_iter();
            let mine = all.filter(|((report, month), _)| {
                owed.is_some_and(|owed| owed.code == *report) && month.last().year() == year
            });
            (entry.row(), mine.map(|((_, month), sent)| (month.last().month(), sent)).collect())
        };
        let rows = units.map(sent).collect();
        Submissions { register, owed, unit, year, today, rows }
    }

    fn delivery(&self, sent: &BTreeMap<u32, Submission>, month: u32) -> Option<Delivery> {
        let owed = self.owed.filter(|owed| owed.every.months().contains(&month))?;
        Some(Delivery::of(sent.get(&month), owed.due(self.year, month)?, self.today))
    }
}

impl<'r> InUnits for Submissions<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for Submissions<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Submissions
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![columns::about_unit(), columns::unit_name().page(0)];
        columns.extend((1u32..=12).map(|month| {
            let column = Column::<Self>::new("", Kind::Word, |_, view, month| {
                let delivery = month.checked_sub(1).and_then(|at| view.months.get(at).copied().flatten());
                delivery.map_or(Cell::None, |delivery| Cell::Word(Word::Delivery(delivery)))
            });
            let column = column.coded(format!("months.{month:02}")).called(Title::Month(month));
            column.nth(month as usize).page(month as u8)
        }));
        columns.extend([
            Column::<Self>::new("missing", Kind::Count, |_, view, _| {
                Cell::Count(view.count(|delivery| matches!(delivery, Delivery::Overdue(_))))
            })
            .called(Title::Overdue)
            .page(14),
            Column::<Self>::new("late", Kind::Count, |_, view, _| {
                Cell::Count(view.count(|delivery| matches!(delivery, Delivery::Late(..))))
            })
            .called(Title::Late)
            .page(15),
        ]);
        columns
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (unit, sent) = self.rows.get(row)?;
        let months = (1..=12).map(|month| self.delivery(sent, month)).collect();
        Some(View { unit: self.register.unit(*unit), months })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::OfYear(self.year)]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
