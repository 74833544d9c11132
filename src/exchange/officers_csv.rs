//! Committee members in charge from CSV: `unit,name,office,from,until,quota,cells,organisations,account`.
//!
//! A row with the name of somebody who is in charge already changes that one; of two of one name, `number` says which.

use super::csv_rows::{Columns, Row, RowProblem};
use super::facts_csv::{self, Pending, Plan, Taken, in_row, object, required};
use super::fields::{Context, FieldError};
use super::officer_json;
use crate::domain::text::{fold, same_key};
use crate::domain::{Officer, Unit, UnitId};

const NAMES: [&str; 10] =
    ["unit", "number", "name", "office", "from", "until", "quota", "cells", "organisations", "account"];

/// The columns that a file of officers may have.
const COLUMNS: Columns = Columns { is_known: |column| NAMES.contains(&column), names: || NAMES.join(", ") };

/// Reads a file of officers against what the office has.
pub fn plan(bytes: &[u8], context: &Context) -> Plan {
    facts_csv::plan(bytes, COLUMNS, |row, units| take(row, units, context))
}

fn take(row: &Row, units: &mut Pending<UnitId, Unit>, context: &Context) -> Result<Taken, RowProblem> {
    let id = (context.unit)(required(row, "unit")?).map_err(|error| row.problem("unit", error))?;
    let read = || context.register.unit_by_id(id).map(|entry| entry.whole());
    let unit = units.record(id, read).ok_or_else(|| row.problem("unit", FieldError::NoUnit(id.into())))?;
    let name = required(row, "name")?;
    let called = unit.officers.iter().filter(|(_, officer)| same_key(&officer.name) == same_key(name));
    let called: Vec<u8> = called.map(|(number, _)| *number).collect();
    let number = match (row.cell("number").trim(), called.as_slice()) {
        ("", []) => unit.next_officer(),
        ("", [one]) => Some(*one),
        ("", _) => return Err(row.problem("number", FieldError::ManyPeople(name.to_owned()))),
        (text, _) => text.parse().ok(),
    };
    let number =
        number.ok_or_else(|| row.problem("number", FieldError::Number(row.cell("number").to_owned())))?;
    let before = unit.officers.get(&number).cloned();
    let mut officer = before.clone().unwrap_or_else(Officer::default);
    let value = object(row, &["unit", "number"], &["cells", "organisations"]);
    // A cell of the officer's own unit comes before others of its name.
    let below = context.register.unit_row(id).map(|row| context.register.subtree(row));
    let cell = |text: &str| {
        let called = context.register.unit_rows_called(&fold(text)).into_iter();
        let mut own = called.filter(|row| below.as_ref().is_some_and(|below| below.contains(*row)));
        match (own.next().and_then(|row| context.register.id_of_unit(row)), own.next()) {
            (Some(one), None) => Ok(one),
            _ => (context.unit)(text),
        }
    };
    let here = Context { unit: &cell, ..*context };
    officer_json::apply(&mut officer, &value, &here).map_err(|error| in_row(row, error))?;
    let taken = Taken::of(before.as_ref(), &officer);
    unit.officers.insert(number, officer);
    Ok(taken)
}
