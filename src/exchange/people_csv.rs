//! People from CSV: the field names of a person, one column per milestone date (`certificate`) and
//! number (`certificate_number`), `exit` and `exit_date`.
//!
//! Who is already there is recognised by code, else by identity number, else by name, birth date
//! and unit; such a row changes that record, so the same file twice adds nothing.

use super::fields::{self, Context, FieldError};
use crate::domain::person::{Leave, LeaveReason};
use crate::domain::text::fold;
use crate::domain::{Milestone, MilestoneKind, Person, PersonId, UnitId};
use std::collections::{HashMap, HashSet};

/// Largest number of columns that is read.
const MAX_COLUMNS: usize = 500;

/// What is wrong in a file, by row (the header is row 1) and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub row: usize,
    pub column: String,
    pub error: FieldError,
}

/// A CSV file with its header.
pub struct Table {
    columns: Vec<String>,
    pub rows: Vec<csv::StringRecord>,
}

impl Table {
    /// The text of a cell; empty where the file has no such column.
    pub fn cell(&self, row: usize, column: &str) -> &str {
        let place = self.columns.iter().position(|known| known == column);
        place.and_then(|place| self.rows.get(row)?.get(place)).unwrap_or_default()
    }

    /// The cells of a row with their columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (&str, &str)> {
        let cells = self.rows.get(row).into_iter().flat_map(csv::StringRecord::iter);
        self.columns.iter().map(String::as_str).zip(cells)
    }
}

/// Reads a CSV file with commas or semicolons, with or without byte-order mark.
pub fn table(bytes: &[u8], known: impl Fn(&str) -> bool) -> Result<Table, RowProblem> {
    let problem = |row, column: &str, error| RowProblem { row, column: column.to_owned(), error };
    let text = std::str::from_utf8(bytes).map_err(|_| problem(1, "", FieldError::WrongType("UTF-8")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|column| column.trim().to_lowercase()).collect(),
        Err(_) => return Err(problem(1, "", FieldError::WrongType("CSV"))),
    };
    if columns.len() > MAX_COLUMNS {
        return Err(problem(1, "", FieldError::WrongType("at most 500 columns")));
    }
    if let Some(column) = columns.iter().find(|column| !known(column)) {
        return Err(problem(1, column, FieldError::NoField));
    }
    let mut rows = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(|_| problem(rows.len() + 2, "", FieldError::WrongType("CSV")))?;
        if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            return Err(problem(rows.len() + 2, "", FieldError::ExtraCells));
        }
        rows.push(record);
    }
    Ok(Table { columns, rows })
}

/// What a file of people would change.
#[derive(Debug, Default)]
pub struct Plan {
    pub new: Vec<(PersonId, Person)>,
    /// People that are there already, as the file wants them.
    pub changed: Vec<(PersonId, Person)>,
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
}

/// The people that an office has, for recognising those of a file.
#[derive(Default)]
pub struct Known<'a> {
    by_code: HashMap<&'a str, PersonId>,
    by_identity: HashMap<&'a str, PersonId>,
    by_name: HashMap<(String, Option<String>, UnitId), Vec<PersonId>>,
    people: HashMap<PersonId, &'a Person>,
}

impl<'a> Known<'a> {
    /// Takes the people of all books.
    pub fn of(people: impl IntoIterator<Item = (PersonId, &'a Person)>) -> Known<'a> {
        let mut known = Known::default();
        for (id, person) in people {
            if !person.code.is_empty() {
                known.by_code.insert(&person.code, id);
            }
            if !person.identity_number.is_empty() {
                known.by_identity.insert(&person.identity_number, id);
            }
            if let Some(key) = name_key(person) {
                known.by_name.entry(key).or_default().push(id);
            }
            known.people.insert(id, person);
        }
        known
    }
}

fn name_key(person: &Person) -> Option<(String, Option<String>, UnitId)> {
    Some((fold(&person.name), person.born.map(String::from), person.unit()?))
}

/// Reads a file of people against those that the office has.
pub fn plan(bytes: &[u8], known: &Known, context: &Context, mut new_id: impl FnMut() -> PersonId) -> Plan {
    let mut plan = Plan::default();
    let table = match table(bytes, known_column) {
        Ok(table) => table,
        Err(problem) => {
            plan.problems.push(problem);
            return plan;
        }
    };
    // Namesakes in one file are that many people: no record is taken twice.
    let mut taken: HashSet<PersonId> = HashSet::new();
    let mut new_codes: HashSet<String> = HashSet::new();
    for index in 0..table.rows.len() {
        let problem = |column: &str, error| RowProblem { row: index + 2, column: column.to_owned(), error };
        let person = match read_row(&table, index, context) {
            Ok(person) => person,
            Err(problem) => {
                plan.problems.push(problem);
                continue;
            }
        };
        let numbers = [("code", &person.code), ("identity_number", &person.identity_number)];
        let again = numbers.iter().find(|(_, number)| !number.is_empty() && new_codes.contains(*number));
        if let Some((column, _)) = again {
            plan.problems.push(problem(column, FieldError::Twice));
            continue;
        }
        let Some(id) = recognise(known, &person, &taken) else {
            new_codes.extend(numbers.iter().map(|(_, number)| (*number).clone()).filter(|n| !n.is_empty()));
            plan.new.push((new_id(), person));
            continue;
        };
        let Some(before) = known.people.get(&id) else { continue };
        if !taken.insert(id) {
            plan.problems.push(problem("name", FieldError::Twice));
        } else if before.unit() != person.unit() {
            let unit = before.unit().map(String::from).unwrap_or_default();
            plan.problems.push(problem("unit", FieldError::Elsewhere(unit)));
        } else {
            let merged = merge(before, &person);
            if merged == **before {
                plan.unchanged += 1;
            } else {
                plan.changed.push((id, merged));
            }
        }
    }
    plan
}

fn known_column(column: &str) -> bool {
    let kind = column.strip_suffix("_number").unwrap_or(column);
    fields::PERSON_FIELDS.contains(&column)
        || matches!(column, "note" | "exit" | "exit_date")
        || MilestoneKind::by_name(kind).is_some()
}

fn read_row(table: &Table, index: usize, context: &Context) -> Result<Person, RowProblem> {
    let problem = |column: &str, error| RowProblem { row: index + 2, column: column.to_owned(), error };
    let mut person = Person::new(String::new(), UnitId::from_bits(0));
    for field in ["name", "unit"] {
        let text = table.cell(index, field);
        if text.trim().is_empty() {
            return Err(problem(field, FieldError::Missing));
        }
        fields::set(&mut person, field, text, context).map_err(|error| problem(field, error))?;
    }
    for (column, text) in table.row(index) {
        if text.trim().is_empty() || matches!(column, "name" | "unit" | "exit" | "exit_date") {
            continue;
        }
        if let Some(kind) = MilestoneKind::by_name(column) {
            let date = fields::date(text, context.today).map_err(|error| problem(column, error))?;
            if let Some(date) = date {
                let mut milestone = Milestone::on(date);
                let number = format!("{column}_number");
                milestone.number =
                    fields::text(table.cell(index, &number)).map_err(|error| problem(&number, error))?;
                person.milestones.insert((kind, 1), milestone);
            }
        } else if let Some(kind) = column.strip_suffix("_number").and_then(MilestoneKind::by_name) {
            if table.cell(index, kind.name()).trim().is_empty() {
                // A document without a date is no milestone: say so instead of losing it.
                return Err(problem(kind.name(), FieldError::Missing));
            }
        } else {
            fields::set(&mut person, column, text, context).map_err(|error| problem(column, error))?;
        }
    }
    let exit = table.cell(index, "exit").trim();
    if !exit.is_empty() {
        let reason = LeaveReason::by_name(exit).ok_or_else(|| {
            let names = LeaveReason::ALL.map(LeaveReason::name).join(", ");
            problem("exit", FieldError::NotOneOf(exit.to_owned(), names))
        })?;
        let date = fields::date(table.cell(index, "exit_date"), context.today)
            .and_then(|date| date.ok_or(FieldError::Missing))
            .map_err(|error| problem("exit_date", error))?;
        let leave = Leave { date, reason, number: String::new(), note: String::new(), back: None };
        person.leaves.insert(1, leave);
    }
    Ok(person)
}

/// Who a row is: by code, else by identity number, else by name, birth date and unit. Among
/// namesakes one who is already as the row says, else one not yet taken by a row of this file; one
/// with another code is somebody else.
fn recognise(known: &Known, row: &Person, taken: &HashSet<PersonId>) -> Option<PersonId> {
    let by = |map: &HashMap<&str, PersonId>, text: &str| {
        if text.is_empty() { None } else { map.get(text).copied() }
    };
    let may_be = |id: &PersonId| {
        let code = known.people.get(id).map_or("", |person| person.code.as_str());
        row.code.is_empty() || code.is_empty() || code == row.code
    };
    if let Some(id) = by(&known.by_code, &row.code) {
        return Some(id);
    }
    if let Some(id) = by(&known.by_identity, &row.identity_number).filter(may_be) {
        return Some(id);
    }
    let namesakes = known.by_name.get(&name_key(row)?)?;
    let mut free = namesakes.iter().copied().filter(|id| may_be(id) && !taken.contains(id));
    let says_nothing_new =
        |id: &PersonId| known.people.get(id).is_some_and(|before| merge(before, row) == **before);
    free.clone().find(says_nothing_new).or_else(|| free.next())
}

/// The record as it is, with everything that the row says.
fn merge(before: &Person, row: &Person) -> Person {
    let mut person = before.clone();
    let set = |place: &mut String, text: &String| {
        if !text.is_empty() {
            place.clone_from(text);
        }
    };
    set(&mut person.name, &row.name);
    set(&mut person.ethnicity, &row.ethnicity);
    set(&mut person.religion, &row.religion);
    set(&mut person.occupation, &row.occupation);
    set(&mut person.education, &row.education);
    set(&mut person.identity_number, &row.identity_number);
    set(&mut person.code, &row.code);
    set(&mut person.note, &row.note);
    person.born = row.born.or(person.born);
    person.sex = row.sex.or(person.sex);
    person.residence_unit = row.residence_unit.or(person.residence_unit);
    person.tags.extend(row.tags.iter().cloned());
    for ((kind, _), milestone) in &row.milestones {
        // What is on record in any round, set aside or not, is no news.
        let known = |m: &Milestone| {
            m.date == milestone.date && (milestone.number.is_empty() || m.number == milestone.number)
        };
        if before.rounds(*kind).any(|(_, m)| known(m)) {
            continue;
        }
        let Some(round) = person.open_round(*kind) else { continue };
        let place = person.milestones.entry((*kind, round)).or_insert_with(|| Milestone::on(milestone.date));
        place.date = milestone.date;
        set(&mut place.number, &milestone.number);
    }
    for leave in row.leaves.values() {
        let known = |l: &Leave| l.date == leave.date && l.reason == leave.reason;
        if !before.leaves.values().any(known) {
            let key = person.leaves.keys().next_back().map_or(1, |last| last.saturating_add(1));
            person.leaves.insert(key, leave.clone());
        }
    }
    person
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, known: &Known) -> Plan {
        let context = Context {
            today: chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap(),
            unit: &|text| match text {
                "T1" => Ok(UnitId::from_bits(1)),
                _ => Err(FieldError::NoUnit(text.to_owned())),
            },
            rules: &crate::domain::Rulebook::default(),
        };
        let mut next = 0;
        plan(file.as_bytes(), known, &context, || {
            next += 1;
            PersonId::from_bits(next)
        })
    }

    const FILE: &str = "\u{feff}name,unit,born,sex,certificate,certificate_number,exit,exit_date\n\
        Lê Mẫu Ánh,T1,12/03/2004,nữ,19/5/2023,12-GCN,,\n\
        Lê Mẫu Ánh,T1,12/03/2004,,,,,\n\
        Vũ Mẫu Bình,T1,1999,nam,,,withdrawn,2023-06-01\n";

    #[test]
    fn the_same_file_twice_adds_nothing_and_namesakes_are_people_too() {
        let first = read(FILE, &Known::default());
        assert_eq!((first.new.len(), first.problems.len()), (3, 0));
        let known = Known::of(first.new.iter().map(|(id, person)| (*id, person)));
        let second = read(FILE, &known);
        assert_eq!((second.new.len(), second.changed.len(), second.unchanged), (0, 0, 3));
    }

    #[test]
    fn each_bad_row_is_named_by_row_and_column_and_the_others_go_in() {
        let plan = read(
            "name;unit;born;certificate;certificate_number\nA;T1;31/2/2000;;\nB;T9;;;\n;T1;;;\nD;T1;;;12-GCN\nE;T1;;4/2023;\n",
            &Known::default(),
        );
        let found: Vec<(usize, &str)> = plan.problems.iter().map(|p| (p.row, p.column.as_str())).collect();
        assert_eq!(found, [(2, "born"), (3, "unit"), (4, "name"), (5, "certificate")]);
        assert_eq!(plan.new.len(), 1);
    }

    #[test]
    fn a_code_that_comes_later_finds_the_person_that_was_typed_by_hand() {
        let first = read("name,unit,born\nLê Mẫu Ánh,T1,1999\n", &Known::default());
        let known = Known::of(first.new.iter().map(|(id, person)| (*id, person)));
        let second = read("code,name,unit,born\nA1,Lê Mẫu Ánh,T1,1999\nA1,Vũ Mẫu Bình,T1,\n", &known);
        assert_eq!((second.new.len(), second.changed.len()), (1, 1));
        assert_eq!(second.changed[0].1.code, "A1");
    }

    #[test]
    fn of_two_namesakes_the_one_who_is_as_the_row_says_is_meant() {
        let file = "name,unit,certificate\nLê Mẫu Ánh,T1,\nLê Mẫu Ánh,T1,19/5/2023\n";
        let first = read(file, &Known::default());
        // Whatever the order of the records, each row finds its own.
        let swapped = Known::of(first.new.iter().rev().map(|(id, person)| (*id, person)));
        let second = read("name,unit,certificate\nLê Mẫu Ánh,T1,19/5/2023\nLê Mẫu Ánh,T1,\n", &swapped);
        assert_eq!((second.new.len(), second.changed.len(), second.unchanged), (0, 0, 2));
    }

    #[test]
    fn a_row_with_more_cells_than_columns_is_not_cut_short_in_silence() {
        let plan = read("name,unit\nA,T1\nB,T1,x,y\n", &Known::default());
        assert_eq!((plan.problems[0].row, plan.new.len()), (3, 0));
    }

    #[test]
    fn a_later_file_fills_in_what_is_new() {
        let first = read(FILE, &Known::default());
        let known = Known::of(first.new.iter().map(|(id, person)| (*id, person)));
        let second = read("name,unit,born,ceremony\nVũ Mẫu Bình,T1,1999,3/2/2023\n", &known);
        assert_eq!((second.new.len(), second.changed.len()), (0, 1));
        assert!(second.changed[0].1.current(MilestoneKind::Ceremony).is_some());
        assert_eq!(second.changed[0].1.leaves.len(), 1);
    }
}
