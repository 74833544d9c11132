//! Targets from CSV: `unit,period,people,number,date,note`; the period is a year or a term, `2026` or `2025-2030`.
//!
//! A row of another document is a further version, and one of the same document corrects its version.

use super::csv_rows::{Columns, Row, RowProblem};
use super::facts_csv::{self, Pending, Plan, Taken, required};
use super::fields::{self, Context, FieldError};
use crate::domain::{Target, Unit, UnitId};
use std::collections::BTreeSet;

const NAMES: [&str; 6] = ["unit", "period", "people", "number", "date", "note"];

/// The columns that a file of targets may have.
const COLUMNS: Columns = Columns { is_known: |column| NAMES.contains(&column), names: || NAMES.join(", ") };

/// Reads a file of targets against what the office has.
pub fn plan(bytes: &[u8], context: &Context) -> Plan {
    let mut seen = BTreeSet::new();
    facts_csv::plan(bytes, COLUMNS, |row, units| take(row, units, &mut seen, context))
}

fn take(
    row: &Row,
    units: &mut Pending<UnitId, Unit>,
    seen: &mut BTreeSet<String>,
    context: &Context,
) -> Result<Taken, RowProblem> {
    let id = (context.unit)(required(row, "unit")?).map_err(|error| row.problem("unit", error))?;
    let text = required(row, "period")?;
    let period = fields::period(text).ok_or_else(|| {
        row.problem("period", FieldError::NotOneOf(text.to_owned(), "2026, 2025-2030".to_owned()))
    })?;
    let people = fields::count(row.cell("people")).map_err(|error| row.problem("people", error))?;
    let people = people.ok_or_else(|| row.problem("people", FieldError::Missing))?;
    let text = |column: &str| fields::text(row.cell(column)).map_err(|error| row.problem(column, error));
    let date = fields::date(row.cell("date"), "date", &context.dates);
    let date = date.map_err(|error| row.problem("date", error))?;
    let target = Target { people, number: text("number")?, date, note: text("note")? };
    // Of two rows about one target neither is known to be the right one: the second is refused.
    if !seen.insert(format!("{id} {period:?} {} {:?}", target.number, target.date)) {
        return Err(row.problem("unit", FieldError::Twice));
    }
    let read = || context.register.unit_by_id(id).map(|entry| entry.whole());
    let unit = units.record(id, read).ok_or_else(|| row.problem("unit", FieldError::NoUnit(id.into())))?;
    let before = unit.targets.clone();
    unit.set_target(period, target);
    Ok(match unit.targets.len() > before.len() {
        true => Taken::New,
        false => Taken::of(Some(&before), &unit.targets),
    })
}
