//! The rows of a report that are wanted, in the order that is wanted: for what is looked at and what is saved alike.
//!
//! Must not know any language: what stands in a cell as it is read, and how that sorts, is handed in by who asks.

use super::{About, Behind, Cell, Name, Note, Report, UnitRow, Word};
use crate::domain::OccasionId;
use crate::domain::text::{name_key, title_key};
use crate::query::report::Kind;
use serde::{Deserialize, Serialize};

/// Which rows are wanted, and in which order. Columns are named by their numbers in the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Column and whether the largest comes first; `None` is the order of the report.
    pub sort: Option<(usize, bool)>,
    /// Only rows that have this text in this column.
    pub only: Option<(usize, String)>,
}

/// What a row is sorted by: those without come first, then figures, then texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    None,
    Number(i64),
    Text(Box<[u8]>),
}

/// How a cell is read.
pub type Reads<'a> = &'a dyn Fn(&About, &Cell) -> String;

fn key(about: &About, cell: &Cell, reads: Reads) -> SortKey {
    match cell {
        Cell::None => SortKey::None,
        Cell::Count(n) | Cell::Share(n, _) | Cell::Percent(n) => SortKey::Number(i64::from(*n)),
        Cell::Year(year) => SortKey::Number(i64::from(*year)),
        Cell::Difference(n) => SortKey::Number(*n),
        Cell::Day { day, .. } => SortKey::Number(i64::from(day.last_day().number())),
        Cell::DaysTo { day, today } => SortKey::Number(i64::from(*day - *today)),
        Cell::Yes(yes) => SortKey::Number(i64::from(*yes)),
        Cell::Word(Word::Urgency(urgency)) => SortKey::Number(urgency.index() as i64),
        // People go by their given names.
        Cell::Text(name) if about.kind == Kind::Name => SortKey::Text(name_key(name)),
        Cell::Text(_)
        | Cell::Below(..)
        | Cell::Word(_)
        | Cell::Unit(_)
        | Cell::Person(_)
        | Cell::Occasion(_) => SortKey::Text(title_key(&reads(about, cell))),
    }
}

/// A row with its level below the first and what it is sorted by.
type Sorted = (usize, usize, SortKey);

/// The numbers of the rows that are wanted among the first `most`, in their order; subtotals are for who asks to place.
pub fn order(report: &dyn Report, choice: &Choice, most: usize, reads: Reads) -> Vec<usize> {
    let wanted = |row: &usize| {
        let Some((column, text)) = &choice.only else { return true };
        let mut is = false;
        report.row(*row, &[*column], &mut |about, cell| is = reads(about, &cell) == *text);
        is
    };
    let rows = (0..most.min(report.count())).filter(wanted);
    let Some((column, down)) = choice.sort else { return rows.collect() };
    let level = report.page().first().copied();
    let sorted = |row: usize| {
        let (mut below, mut by) = (0, SortKey::None);
        report.row(row, &[column], &mut |about, cell| by = key(about, &cell, reads));
        report.row(row, level.as_slice(), &mut |_, cell| {
            if let Cell::Below(level, _) = cell {
                below = level;
            }
        });
        (row, below, by)
    };
    let rows: Vec<Sorted> = rows.map(sorted).collect();
    in_order(rows, down).into_iter().map(|(row, ..)| row).collect()
}

/// Rows sorted among those that lie below the same one, each with those below it.
fn in_order(rows: Vec<Sorted>, down: bool) -> Vec<Sorted> {
    let top = rows.iter().map(|(_, level, _)| *level).min().unwrap_or(0);
    let mut groups: Vec<Vec<Sorted>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if row.1 > top => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
    groups.sort_by(|a, b| a.first().map(|row| &row.2).cmp(&b.first().map(|row| &row.2)));
    if down {
        groups.reverse();
    }
    let below = groups.into_iter().map(|mut group| {
        let rest = in_order(group.split_off(1), down);
        group.extend(rest);
        group
    });
    below.flatten().collect()
}

/// A report of which only some rows are given, in their order. What sums up all rows stays away from some of them.
pub struct Arranged<'r> {
    report: Box<dyn Report + 'r>,
    rows: Vec<usize>,
}

impl<'r> Arranged<'r> {
    /// The rows of a report that are wanted.
    pub fn of(report: Box<dyn Report + 'r>, choice: &Choice, reads: Reads) -> Arranged<'r> {
        let rows = order(&*report, choice, usize::MAX, reads);
        Arranged { report, rows }
    }

    fn at(&self, row: usize) -> usize {
        let behind = row.saturating_sub(self.rows.len());
        self.rows.get(row).copied().unwrap_or(self.report.count() + behind)
    }
}

impl Report for Arranged<'_> {
    fn name(&self) -> Name {
        self.report.name()
    }

    fn columns(&self) -> Vec<&About> {
        self.report.columns()
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn subtotals(&self) -> usize {
        if self.rows.len() == self.report.count() { self.report.subtotals() } else { 0 }
    }

    fn row(&self, row: usize, columns: &[usize], take: &mut dyn FnMut(&About, Cell)) -> bool {
        row < self.count() + self.subtotals() && self.report.row(self.at(row), columns, take)
    }

    fn behind(&self, row: usize, column: usize) -> Behind {
        self.report.behind(self.at(row), column)
    }

    fn is(&self, row: usize) -> Behind {
        self.report.is(self.at(row))
    }

    fn groups(&self) -> Option<usize> {
        self.report.groups()
    }

    fn unit(&self) -> Option<UnitRow> {
        self.report.unit()
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.report.occasion()
    }

    fn notes(&self) -> Vec<Note> {
        self.report.notes()
    }

    fn people(&self) -> Option<usize> {
        self.report.people().map(|_| self.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_below_their_parent_and_keep_what_lies_below_them() {
        let row = |number: usize, level: usize, key: i64| {
            (number, level, if key < 0 { SortKey::None } else { SortKey::Number(key) })
        };
        let rows = vec![row(0, 0, 9), row(1, 1, 2), row(2, 2, 1), row(3, 2, 5), row(4, 1, 7), row(5, 1, -1)];
        let numbers =
            |down| in_order(rows.clone(), down).iter().map(|(number, ..)| *number).collect::<Vec<_>>();
        assert_eq!(numbers(true), [0, 4, 1, 3, 2, 5]);
        assert_eq!(numbers(false), [0, 5, 1, 2, 3, 4]);
    }
}
