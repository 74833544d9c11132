//! People as a sheet: where each stands, and everything about a person that fits a cell. What has several
//! parts (votes, papers, helpers) is in JSON. The columns of the record are called as an import
//! reads them.
//!
//! A new column requires: 1 its name in [`columns`]; 2 its cell in [`fill`] or [`of_record`], in the
//! same place.

use super::sheet::{Row, cells};
use crate::domain::{Date, MilestoneKind, Person};
use crate::query::{PersonRow, Register};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The columns that say where a person stands.
const STANDING: [&str; 10] =
    ["id", "name", "born", "unit", "stage", "milestone", "since", "unit_id", "unit_code", "unit_path"];

/// Those of the record, with the last of the times a person left.
const RECORD: [&str; 14] = [
    "sex",
    "ethnicity",
    "religion",
    "occupation",
    "education",
    "tags",
    "identity_number",
    "residence_unit",
    "code",
    "enlists",
    "cases",
    "note",
    "exit",
    "exit_date",
];

/// All columns; of each milestone its day and the number of its document.
pub fn columns() -> Vec<String> {
    let milestones =
        MilestoneKind::ALL.map(|kind| [kind.name().to_owned(), format!("{}_number", kind.name())]);
    let fixed = STANDING.iter().chain(&RECORD).map(|name| (*name).to_owned());
    fixed.chain(milestones.into_iter().flatten()).collect()
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
    row.value(place.and_then(|place| NaiveDate::from_num_days_from_ce_opt(place.since)).map(Date::from));
    row.value(entry.as_ref().map(|entry| entry.id));
    row.text(entry.as_ref().map_or("", |entry| entry.code()));
    row.text(&unit.map_or(String::new(), |unit| register.path_of_unit(unit)));
    row.made(record);
    Some(())
}

/// The cells of a record: small, so that those of everybody can be kept where the books cannot.
pub fn of_record(record: &Person) -> Vec<u8> {
    let listed = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("; ");
    // Whoever came back has not left.
    let left = record.leaves.values().next_back().filter(|leave| leave.back.is_none());
    cells(|row| {
        row.word(record.sex.map(|sex| sex.name()));
        row.text(&record.ethnicity);
        row.text(&record.religion);
        row.text(&record.occupation);
        row.text(&record.education);
        row.text(&listed(&record.tags));
        row.text(&record.identity_number);
        row.value(record.residence_unit);
        row.text(&record.code);
        row.value(record.enlists);
        row.text(&listed(&record.cases));
        row.text(&record.note);
        row.word(left.map(|leave| leave.reason.name()));
        row.value(left.map(|leave| leave.date));
        for kind in MilestoneKind::ALL {
            let milestone = record.current(kind).map(|(_, milestone)| milestone);
            row.value(milestone.map(|milestone| milestone.date));
            row.text(milestone.map_or("", |milestone| &milestone.number));
        }
    })
}
