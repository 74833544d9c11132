//! A report as it stands on a screen: its titles, what people read in each cell, which rows there are and in which
//! order.
//!
//! Made once after every change: what is drawn is looked up here and nowhere else.

use crate::domain::edit::RecordId;
use crate::query::Register;
use crate::query::due::{DueRow, Urgency};
use crate::query::report::arranged::{Choice, order};
use crate::query::report::{Behind, Cell, Report, Title, Word};
use crate::ui::canvas::width;
use crate::ui::world::World;

/// So many rows of a list of people are shown: more are for a file, or for a smaller unit.
const MOST: usize = 5_000;

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its number in the report.
    pub number: usize,
    pub of: Title,
    pub title: String,
    /// Its cells stand to the right.
    pub is_number: bool,
    /// Cells of its longest text.
    pub longest: usize,
    /// Rows that have the same in it stand under a heading, once they are sorted by it.
    is_grouping: bool,
    /// It matters less than those that are none.
    pub is_spare: bool,
}

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    text: String,
    urgency: Option<Urgency>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the report.
    pub number: usize,
    /// The record that it is about.
    pub record: Option<RecordId>,
    /// What it asks for.
    pub due: Option<DueRow>,
    /// Levels below the first.
    level: usize,
    /// It sums up others.
    pub is_whole: bool,
    is_block: bool,
    cells: Vec<Shown>,
    /// What it stands under where nobody sorted the rows.
    group: String,
}

/// A line: a row, or the heading of those below it with how many they are.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Head(String, usize),
    Row(Row),
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    pub columns: Vec<Column>,
    lines: Vec<Line>,
    pub notes: Vec<String>,
    /// How many rows there are that are not shown: too many, or others than those that are wanted.
    pub hidden: usize,
    /// Its rows are people, and can be worked on.
    pub is_of_people: bool,
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
        let names =
            self.cells.iter().take(names).map(|cell| cell.text.as_str()).filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(" · ")
    }

    /// What stands in a column.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }

    /// How urgent that is.
    pub fn urgency(&self, column: usize) -> Option<Urgency> {
        self.cells.get(column).and_then(|cell| cell.urgency)
    }

    /// True for what another row of the same report may be as well, after a change.
    fn is(&self, other: &Row, names: usize) -> bool {
        let task = |row: &Row| row.due.map(|row| (row.due.rule, row.due.round));
        self.record == other.record
            && task(self) == task(other)
            && (self.record.is_some() || self.called(names) == other.called(names))
    }
}

impl Picture {
    /// Of a report that was stopped before it was counted.
    pub fn stopped() -> Picture {
        Picture { stopped: true, ..Picture::default() }
    }

    /// Of a report, with the rows that are wanted.
    pub fn of(report: &dyn Report, choice: &Choice, world: &World) -> Picture {
        let lang = world.lang;
        let (shown, spare): (Vec<usize>, Vec<usize>) =
            report.page().into_iter().partition(|n| !report.abouts(&[*n]).iter().any(|about| about.spare));
        let shown = [shown, spare].concat();
        let mut columns: Vec<Column> = report
            .abouts(&shown)
            .into_iter()
            .zip(&shown)
            .map(|(about, number)| Column {
                number: *number,
                of: about.title,
                title: lang.column(about.title),
                is_number: about.kind.is_number(),
                longest: 0,
                is_grouping: about.groups,
                is_spare: about.spare,
            })
            .collect();
        let is_of_people = report.people().is_some();
        let (count, group) = (report.count(), report.groups());
        let most = if is_of_people { MOST.min(count) } else { count };
        let made = |n: usize| row(report, n, &shown, group, world);
        let order = order(report, choice, most, &|about, cell| lang.cell_of(about, cell));
        // What sums up all rows says nothing of some of them.
        let subtotals = if choice.only.is_none() { report.subtotals() } else { 0 };
        let mut rows: Vec<Row> = order.into_iter().chain(count..count + subtotals).filter_map(made).collect();
        let all = count.max(rows.len());
        for row in &rows {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                column.longest = column.longest.max(width(&cell.text));
            }
        }
        // Where nothing stands in any row, nothing is asked for.
        let empty: Vec<bool> = columns.iter().map(|column| column.longest == 0).collect();
        let is_empty = |n: usize| empty.get(n).copied().unwrap_or(false);
        if !rows.is_empty() {
            keep(&mut columns, is_empty);
            rows.iter_mut().for_each(|row| keep(&mut row.cells, is_empty));
        }
        let hidden = all - rows.len();
        let totals = rows.split_off(rows.iter().position(|row| row.number >= count).unwrap_or(rows.len()));
        // Subtotals stand right below the whole, where there is one, else below all.
        let has_whole = rows.first().is_some_and(|row| row.is_whole);
        let place = if has_whole { 1 } else { rows.len() };
        rows.splice(place..place, totals);
        let at = |number: usize| columns.iter().position(|column| column.number == number);
        let by = choice.sort.and_then(|(number, _)| at(number));
        let heads = match by {
            None => group.is_some(),
            Some(at) => columns.get(at).is_some_and(|column| column.is_grouping),
        };
        let lines = if heads { under_heads(rows, by) } else { rows.into_iter().map(Line::Row).collect() };
        let notes = report.notes().into_iter().filter(|note| !note.is_foot());
        let notes = notes.map(|note| lang.report_note(note)).collect();
        Picture { columns, lines, notes, hidden, is_of_people, stopped: false }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line, from above.
    pub fn line(&self, at: usize) -> Option<&Line> {
        self.lines.get(at)
    }

    /// A row, by its line.
    pub fn row(&self, at: usize) -> Option<&Row> {
        match self.lines.get(at)? {
            Line::Head(..) => None,
            Line::Row(row) => Some(row),
        }
    }

    /// Where the rows of a record stand, or the row that was one of an earlier picture; of several the one nearest to
    /// a line.
    pub fn find(&self, near: usize, is: impl Fn(&Row) -> bool) -> Option<usize> {
        let found = (0..self.len()).filter(|at| self.row(*at).is_some_and(&is));
        found.min_by_key(|at| at.abs_diff(near))
    }

    /// Where a row of an earlier picture stands now.
    pub fn same(&self, row: &Row, was: usize) -> Option<usize> {
        let names = self.names();
        self.find(was, |now| now.is(row, names))
    }

    /// How many columns from the left say what a row is.
    pub fn names(&self) -> usize {
        self.columns.iter().take_while(|column| !column.is_number).count().max(1)
    }

    /// How many columns there are up to the name of a person.
    pub fn named(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.of == Title::Field("name")).map(|place| place + 1)
    }

    /// The title of a column.
    pub fn title(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| &column.title)
    }

    /// Where a column of the report stands.
    pub fn place(&self, number: usize) -> Option<usize> {
        self.columns.iter().position(|column| column.number == number)
    }
}

/// Rows that lie beside each other and have the same in a column, or in what the report groups by, under one heading.
fn under_heads(rows: Vec<Row>, by: Option<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len() + 8);
    let mut head = usize::MAX;
    for row in rows {
        let of = by.map_or(row.group.as_str(), |column| row.text(column)).to_owned();
        match lines.get_mut(head) {
            Some(Line::Head(known, count)) if *known == of => *count += 1,
            _ => {
                head = lines.len();
                lines.push(Line::Head(of, 1));
            }
        }
        lines.push(Line::Row(row));
    }
    lines
}

/// Leaves out the items of some places.
fn keep<T>(items: &mut Vec<T>, is_empty: impl Fn(usize) -> bool) {
    let mut n = 0;
    items.retain(|_| {
        n += 1;
        !is_empty(n - 1)
    });
}

/// The record that a row is about.
fn record_of(behind: &Behind, register: &Register) -> Option<RecordId> {
    match behind {
        Behind::Unit(unit) => register.id_of_unit(*unit).map(RecordId::Unit),
        Behind::Person(person) => register.id(*person).map(RecordId::Person),
        Behind::Due(due) => register.id(due.person).map(RecordId::Person),
        Behind::Occasion(id) => Some(RecordId::Occasion(*id)),
        Behind::Nobody
        | Behind::Counted(..)
        | Behind::People(_)
        | Behind::Officer(..)
        | Behind::DueIn(_)
        | Behind::ChargeIn(_)
        | Behind::SubmissionsIn(_)
        | Behind::QuotasOf(_)
        | Behind::CountedBy { .. } => None,
    }
}

fn row(
    report: &dyn Report,
    number: usize,
    shown: &[usize],
    group: Option<usize>,
    world: &World,
) -> Option<Row> {
    let (lang, is_total) = (world.lang, number >= report.count());
    let is = report.is(number);
    let mut row = Row {
        number,
        record: record_of(&is, world.register),
        due: if let Behind::Due(due) = is { Some(due) } else { None },
        level: 0,
        is_whole: is_total,
        is_block: false,
        cells: Vec::with_capacity(shown.len()),
        group: String::new(),
    };
    let there = report.row(number, shown, &mut |about, cell| {
        match &cell {
            Cell::Below(level, _) => (row.level, row.is_whole) = (*level, is_total || *level == 0),
            Cell::Word(Word::Block { .. }) => row.is_block = true,
            _ => {}
        }
        let text = lang.cell_of(about, &cell);
        let urgency = match &cell {
            Cell::DaysTo { day, today } => Some(Urgency::of(*day - *today)),
            Cell::Word(Word::Urgency(urgency)) => Some(*urgency),
            _ => None,
        };
        row.cells.push(Shown { text, urgency });
    });
    if let Some(group) = group {
        report.row(number, &[group], &mut |_, cell| row.group = lang.cell(&cell));
    }
    there.then_some(row)
}
