//! People as a sheet: where each stands, and everything about a person that fits a cell. What has several
//! parts (votes, papers, helpers) is in JSON. The columns of the record are called as an import
//! reads them.
//!
//! A new column requires: where an import reads it, its cell in [`of_record`]; else its name in [`STANDING`] and
//! its cell in [`fill`], in the same place.

use super::people_csv;
use super::sheet::{Row, cells};
use crate::domain::{Date, MilestoneKind, Person};
use crate::query::{PersonRow, Register};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The columns that say where a person stands.
const STANDING: [&str; 10] =
    ["id", "name", "born", "unit", "stage", "milestone", "since", "unit_id", "unit_code", "unit_path"];

/// Those of the record: what an import reads and does not stand among the others.
fn of_import() -> impl Iterator<Item = &'static str> {
    people_csv::record_columns().filter(|name| !STANDING.contains(name))
}

/// All columns.
pub fn columns() -> Vec<String> {
    let fixed = STANDING.into_iter().chain(of_import()).map(str::to_owned);
    fixed.chain(people_csv::milestone_columns()).collect()
}

/// Fills a row of the sheet, as of a day, with what [`of_record`] made of the record.
pub fn fill(register: &Register, person: PersonRow, record: &[u8], day: i32, row: &mut Row) -> Option<()> {
    let place = register.place(person, day);
    let unit = register.unit_on(person, day);
    let entry = unit.and_then(|unit| register.unit(unit));
    row.value(register.id(person));
    row.text(register.name(person));
    row.value(register.born(person));
    row.text(unit.map_or("", |unit| register.name_of_unit(unit)));
    row.word(place.map(|place| place.stage.name()));
    row.word(place.and_then(|place| place.furthest).map(|kind| kind.name()));
    let since = place.map(|place| place.since).or(register.leave_on(person, day).map(|(_, since)| since));
    row.value(since.and_then(NaiveDate::from_num_days_from_ce_opt).map(Date::from));
    row.value(entry.as_ref().map(|entry| entry.id));
    row.text(entry.as_ref().map_or("", |entry| entry.code()));
    row.text(&unit.map_or(String::new(), |unit| register.path_of_unit(unit)));
    row.made(record);
    Some(())
}

/// The cells of a record, as of a day: small, so that those of everybody can be kept where the books cannot.
pub fn of_record(record: &Person, day: i32) -> Vec<u8> {
    let listed = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("; ");
    let left = record.leave_on(day);
    let cell = |name: &str, row: &mut Row| match name {
        "sex" => row.word(record.sex.map(|sex| sex.name())),
        "ethnicity" => row.text(&record.ethnicity),
        "religion" => row.text(&record.religion),
        "occupation" => row.text(&record.occupation),
        "education" => row.text(&record.education),
        "tags" => row.text(&listed(&record.tags)),
        "identity_number" => row.text(&record.identity_number),
        "residence_unit" => row.value(record.residence_unit),
        "code" => row.text(&record.code),
        "enlists" => row.value(record.enlists),
        "cases" => row.text(&listed(&record.cases)),
        "note" => row.text(&record.note),
        "exit" => row.word(left.map(|leave| leave.reason.name())),
        "exit_date" => row.value(left.map(|leave| leave.date)),
        // A column that nobody fills still has its place.
        _ => row.word(None),
    };
    cells(|row| {
        of_import().for_each(|name| cell(name, row));
        for kind in MilestoneKind::ALL {
            let milestone = record.current(kind).map(|(_, milestone)| milestone);
            row.value(milestone.map(|milestone| milestone.date));
            row.text(milestone.map_or("", |milestone| &milestone.number));
        }
    })
}
