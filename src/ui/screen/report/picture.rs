//! A report as it stands on a screen: its titles, what people read in each cell, and in which order its rows are.
//!
//! Made once after every change: what is drawn is looked up here and nowhere else.

use crate::domain::text::title_key;
use crate::query::report::{Cell, Report, Title, Word};
use crate::ui::canvas::width;
use crate::words::Lang;

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its number in the report.
    pub number: usize,
    pub title: String,
    /// Its cells stand to the right.
    pub is_number: bool,
    /// Cells of its longest text.
    pub longest: usize,
}

/// What a row is sorted by in a column: those without come first, then figures, then texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    None,
    Number(i64),
    Text(Box<[u8]>),
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the report.
    pub number: usize,
    /// Levels below the first.
    level: usize,
    /// It sums up others.
    pub is_whole: bool,
    is_block: bool,
    cells: Vec<String>,
    keys: Vec<SortKey>,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    pub columns: Vec<Column>,
    rows: Vec<Row>,
    pub notes: Vec<String>,
    /// It took long, and somebody stopped it.
    pub stopped: bool,
}

impl Row {
    /// What it is called, where it stands.
    pub fn name(&self, sigma: &str) -> String {
        let name = self.text(0);
        if self.is_block { format!("{sigma} {name}") } else { format!("{}{name}", "  ".repeat(self.level)) }
    }

    /// What its first cells say that it is.
    pub fn called(&self, names: usize) -> String {
        let names = self.cells.iter().take(names).filter(|name| !name.is_empty());
        names.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }

    /// What stands in a column.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Picture {
    /// Of a report whose rows are sorted by a column, the largest first or last.
    pub fn of(report: Option<&dyn Report>, sort: Option<(usize, bool)>, lang: Lang) -> Picture {
        let Some(report) = report else { return Picture { stopped: true, ..Picture::default() } };
        let shown = report.page();
        let mut columns: Vec<Column> = report
            .abouts(&shown)
            .into_iter()
            .zip(&shown)
            .map(|(about, number)| Column {
                number: *number,
                title: lang.column(about.title),
                is_number: about.kind.is_number(),
                longest: 0,
            })
            .collect();
        let count = report.count();
        let mut rows: Vec<Row> =
            (0..count + report.subtotals()).filter_map(|n| row(report, n, &shown, lang)).collect();
        for row in &rows {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                column.longest = column.longest.max(width(cell));
            }
        }
        // Where nothing stands in any row, nothing is asked for.
        let empty: Vec<bool> = columns.iter().map(|column| column.longest == 0).collect();
        let is_empty = |n: usize| empty.get(n).copied().unwrap_or(false);
        if !rows.is_empty() {
            keep(&mut columns, is_empty);
            for row in &mut rows {
                keep(&mut row.cells, is_empty);
                keep(&mut row.keys, is_empty);
            }
        }
        let totals = rows.split_off(rows.partition_point(|row| row.number < count));
        let mut rows = sorted(rows, sort);
        // Subtotals stand right below the whole, where there is one, else below all.
        let has_whole = rows.first().is_some_and(|row| row.is_whole);
        let place = if has_whole { 1 } else { rows.len() };
        rows.splice(place..place, totals);
        let notes = report.notes().into_iter().filter(|note| !note.is_foot());
        let notes = notes.map(|note| lang.report_note(note)).collect();
        Picture { columns, rows, notes, stopped: false }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row, from above.
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.rows.get(at)
    }

    /// Where a row of an earlier picture stands now; of several that are called so the one nearest to where it was.
    pub fn same(&self, row: &Row, was: usize) -> Option<usize> {
        let names = self.names();
        let called = row.called(names);
        let alike = self.rows.iter().enumerate().filter(|(_, now)| now.called(names) == called);
        alike.map(|(at, _)| at).min_by_key(|at| at.abs_diff(was))
    }

    /// How many columns from the left say what a row is.
    pub fn names(&self) -> usize {
        self.columns.iter().take_while(|column| !column.is_number).count().max(1)
    }

    /// The title of a column.
    pub fn title(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| &column.title)
    }
}

/// Leaves out the items of some places.
fn keep<T>(items: &mut Vec<T>, is_empty: impl Fn(usize) -> bool) {
    let mut n = 0;
    items.retain(|_| {
        n += 1;
        !is_empty(n - 1)
    });
}

fn row(report: &dyn Report, number: usize, shown: &[usize], lang: Lang) -> Option<Row> {
    let is_total = number >= report.count();
    let mut row =
        Row { number, level: 0, is_whole: is_total, is_block: false, cells: Vec::new(), keys: Vec::new() };
    let there = report.row(number, shown, &mut |about, cell| {
        match &cell {
            Cell::Below(level, _) => (row.level, row.is_whole) = (*level, is_total || *level == 0),
            Cell::Word(Word::Block { .. }) => row.is_block = true,
            _ => {}
        }
        let text = match &cell {
            // Beside the target whole percents are read.
            Cell::Percent(percent) if about.title == Title::Percent => lang.percent_short(*percent),
            Cell::Word(Word::Block { vi, en, units }) => format!("{} ({units})", lang.pick(vi, en)),
            cell => lang.cell(cell),
        };
        row.keys.push(key(&cell, &text));
        row.cells.push(text);
    });
    there.then_some(row)
}

fn key(cell: &Cell, text: &str) -> SortKey {
    match cell {
        Cell::None => SortKey::None,
        Cell::Count(n) | Cell::Share(n, _) | Cell::Percent(n) => SortKey::Number(i64::from(*n)),
        Cell::Day { day, .. } => SortKey::Number(i64::from(day.day_number())),
        Cell::DaysTo { day, today } => SortKey::Number(i64::from(*day) - i64::from(*today)),
        Cell::Yes(yes) => SortKey::Number(i64::from(*yes)),
        Cell::Text(_) | Cell::Below(..) | Cell::Word(_) | Cell::Unit(_) | Cell::Person(_) => {
            SortKey::Text(title_key(text))
        }
    }
}

/// Rows sorted among those that lie below the same one, each with those below it.
fn sorted(rows: Vec<Row>, sort: Option<(usize, bool)>) -> Vec<Row> {
    let Some((column, down)) = sort else { return rows };
    let top = rows.iter().map(|row| row.level).min().unwrap_or(0);
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if row.level > top => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
    groups.sort_by_cached_key(|group| group.first().and_then(|row| row.keys.get(column).cloned()));
    if down {
        groups.reverse();
    }
    let below = groups.into_iter().map(|mut group| {
        let rest = sorted(group.split_off(1), sort);
        group.extend(rest);
        group
    });
    below.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_below_their_parent_and_keep_what_lies_below_them() {
        let row = |number: usize, level: usize, key: i64| Row {
            number,
            level,
            is_whole: level == 0,
            is_block: false,
            cells: vec![number.to_string()],
            keys: vec![if key < 0 { SortKey::None } else { SortKey::Number(key) }],
        };
        let rows = vec![row(0, 0, 9), row(1, 1, 2), row(2, 2, 1), row(3, 2, 5), row(4, 1, 7), row(5, 1, -1)];
        let numbers = |sort| sorted(rows.clone(), sort).iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(numbers(Some((0, true))), [0, 4, 1, 3, 2, 5]);
        assert_eq!(numbers(Some((0, false))), [0, 5, 1, 2, 3, 4]);
        assert_eq!(numbers(None), [0, 1, 2, 3, 4, 5]);
    }
}
