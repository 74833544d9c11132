//! A report as JSON, an array of objects: a block of rows at a time, so that a table larger than memory can leave.

use super::stretches::in_stretches;
use crate::domain::text::visible;
use crate::query::report::{Cell, Report};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::ops::Range;

/// Rows that are made in one go, and those that are made without help.
const BLOCK: usize = 2048;
const FEW: usize = 256;

/// Writes a report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(report: &dyn Report, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    let columns = report.data();
    let block = |rows: Range<usize>| {
        let rows = rows.filter_map(|row| object(report, row, &columns));
        rows.map(|row| serde_json::to_string_pretty(&row).map(|text| indented(&text))).collect::<Vec<_>>()
    };
    let mut first = true;
    in_stretches(report.count(), BLOCK, FEW, block, |rows| {
        for row in rows {
            out.write_all(if first { b"[\n" } else { b",\n" })?;
            out.write_all(row?.as_bytes())?;
            first = false;
        }
        Ok(())
    })?;
    out.write_all(if first { b"[]\n" } else { b"\n]\n" })
}

/// Every row of a short report.
pub fn rows(report: &dyn Report) -> impl Iterator<Item = Value> {
    let columns = report.data();
    (0..report.count()).filter_map(move |row| object(report, row, &columns))
}

/// No text of JSON has a line break in it.
fn indented(text: &str) -> String {
    format!("  {}", text.replace('\n', "\n  "))
}

fn object(report: &dyn Report, row: usize, columns: &[usize]) -> Option<Value> {
    let mut object = Map::new();
    let there = report.row(row, columns, &mut |about, cell| {
        let value = value(&cell);
        match about.code.split_once('.') {
            Some((group, code)) => {
                let group = object.entry(group).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(group) = group {
                    group.insert(code.to_owned(), value);
                }
            }
            None => drop(object.insert(about.code.to_string(), value)),
        }
    });
    there.then_some(Value::Object(object))
}

/// Nothing raw in texts, wherever they came from.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) | Cell::Below(_, text) => json!(visible(text)),
        Cell::Word(word) => match word.code() {
            code if code.is_empty() => Value::Null,
            code => json!(visible(&code)),
        },
        Cell::Count(n) => json!(n),
        Cell::Year(year) => json!(year),
        Cell::Difference(n) => json!(n),
        Cell::Share(n, of) => json!([n, of]),
        Cell::Percent(percent) => json!(f64::from(*percent) / 100.0),
        Cell::Day { day, .. } => json!(day.to_string()),
        Cell::DaysTo { day, today } => json!(*day - *today),
        Cell::Unit(id) => json!(id.to_string()),
        Cell::Person(id) => json!(id.to_string()),
        Cell::Occasion(id) => json!(id.to_string()),
        Cell::Yes(yes) => json!(yes),
    }
}
