//! What files of facts have in common: rows that change one entry of a unit, of a person or an occasion, and what comes of
//! them. A row that cannot be taken is named with its column; the others go in.
//!
//! A new file of facts requires: 1 a file beside this one with its columns and what a row changes; 2 a variant of `What` in
//! `cli/import/asked.rs`; 3 its line in `cli/import.rs`.

use super::csv_rows::{Columns, Row, RowProblem, table};
use super::fields::FieldError;
use super::json_error::JsonError;
use crate::domain::Edit;
use crate::domain::edit::Edited;
use crate::query::enrolling::Unfit;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What a file of facts would change.
#[derive(Debug, Default)]
pub struct Plan {
    pub edits: Vec<Edit>,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
    /// No row was read.
    pub unread: bool,
    /// Rows that put somebody into an occasion who had better not be in it, and why.
    pub unfit: Vec<(usize, Unfit)>,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    New,
    Changed,
    Unchanged,
}

impl Taken {
    /// From what stood there to what is to stand there.
    pub fn of<T: PartialEq>(before: Option<&T>, after: &T) -> Taken {
        match before {
            None => Taken::New,
            Some(before) if before == after => Taken::Unchanged,
            Some(_) => Taken::Changed,
        }
    }
}

/// Records that several rows change, as they were and as they are to be.
pub(super) struct Pending<I, R>(BTreeMap<I, (R, R)>);

impl<I: Copy + Ord, R: Edited<Id = I>> Pending<I, R> {
    /// The record as the rows so far want it; `read` has it as it is.
    pub fn record(&mut self, id: I, read: impl FnOnce() -> Option<R>) -> Option<&mut R> {
        match self.0.entry(id) {
            Entry::Occupied(known) => Some(&mut known.into_mut().1),
            Entry::Vacant(place) => {
                let record = read()?;
                Some(&mut place.insert((record.clone(), record)).1)
            }
        }
    }

    /// The records that were looked at.
    pub fn all(&self) -> impl Iterator<Item = (I, &R)> {
        self.0.iter().map(|(id, (_, after))| (*id, after))
    }

    fn edits(&self) -> Vec<Edit> {
        self.0.iter().flat_map(|(id, (before, after))| Edit::between(*id, before, after)).collect()
    }
}

/// Reads a file row by row into the records that it changes.
pub(super) fn plan<I: Copy + Ord, R: Edited<Id = I>>(
    bytes: &[u8],
    columns: Columns,
    mut take: impl FnMut(&Row, &mut Pending<I, R>) -> Result<Taken, RowProblem>,
) -> Plan {
    let table = match table(bytes, columns) {
        Ok(table) => table,
        Err(problem) => return Plan { problems: vec![problem], unread: true, ..Plan::default() },
    };
    let (mut plan, mut records) = (Plan::default(), Pending(BTreeMap::new()));
    for row in table.rows() {
        match take(&row, &mut records) {
            Ok(Taken::New) => plan.new += 1,
            Ok(Taken::Changed) => plan.changed += 1,
            Ok(Taken::Unchanged) => plan.unchanged += 1,
            Err(problem) => plan.problems.push(problem),
        }
    }
    plan.edits = records.edits();
    plan
}

/// The cells of a row that are not empty as an object, but for some columns; those of `lists` as lists.
pub(super) fn object(row: &Row, except: &[&str], lists: &[&str]) -> Value {
    let given = row.cells().filter(|(column, text)| !except.contains(column) && !text.trim().is_empty());
    let value = |(column, text): (&str, &str)| {
        let items = || text.split(';').map(|item| Value::from(item.trim())).collect();
        let value = if lists.contains(&column) { Value::Array(items()) } else { Value::from(text.trim()) };
        (column.to_owned(), value)
    };
    Value::Object(given.map(value).collect::<Map<String, Value>>())
}

/// What is wrong in the object of a row, in the row.
pub(super) fn in_row(row: &Row, error: JsonError) -> RowProblem {
    let column = error.path.split('.').next().unwrap_or("").to_owned();
    row.problem(&column, error.error)
}

/// The text of a cell that must be there.
pub(super) fn required<'a>(row: &Row<'a>, column: &str) -> Result<&'a str, RowProblem> {
    match row.cell(column).trim() {
        "" => Err(row.problem(column, FieldError::Missing)),
        text => Ok(text),
    }
}
