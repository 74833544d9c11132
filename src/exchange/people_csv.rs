//! People from CSV: the field names of a person, one column per milestone date (`certificate`) and
//! number (`certificate_number`), `exit` and `exit_date`.
//!
//! Who is already there is recognised by code, else by identity number, else by name, birth date
//! and unit; such a row changes that record, so the same file twice adds nothing.

use super::csv_rows::{Row, RowProblem};
use super::fields::{self, Context, FieldError};
use crate::domain::person::{Leave, LeaveReason};
use crate::domain::text::fold;
use crate::domain::{Milestone, MilestoneKind, Person, PersonId, UnitId};
use crate::query::{PersonRow, Register};
use std::collections::{HashMap, HashSet};

/// What a file of people would change.
#[derive(Debug, Default)]
pub struct Plan {
    pub new: Vec<(PersonId, Person)>,
    /// People that are there already, as the file wants them.
    pub changed: Vec<(PersonId, Person)>,
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
    /// Namesakes in one file are that many people: no record is taken twice.
    taken: HashSet<PersonId>,
}

impl Plan {
    /// Nothing of a file can be used.
    pub fn failed(problem: RowProblem) -> Plan {
        Plan { problems: vec![problem], ..Plan::default() }
    }

    /// Takes a row in. `id` is the person's who is not there yet.
    pub fn take(&mut self, row: usize, person: Person, id: PersonId, known: &Known) {
        let problem = |column: &str, error| RowProblem { row, column: column.to_owned(), error };
        let Some(id) = recognise(known, &person, &self.taken) else {
            self.new.push((id, person));
            return;
        };
        let Some(before) = known.people.get(&id) else { return };
        if !self.taken.insert(id) {
            self.problems.push(problem("name", FieldError::Twice));
        } else if before.unit() != person.unit() {
            let unit = before.unit().map(String::from).unwrap_or_default();
            self.problems.push(problem("unit", FieldError::Elsewhere(unit)));
        } else {
            let merged = merge(before, &person);
            if merged == **before {
                self.unchanged += 1;
            } else {
                self.changed.push((id, merged));
            }
        }
    }
}

/// Everybody of an office who has a code or an identity number.
pub struct Directory<'a> {
    register: &'a Register,
    /// By the folded code, then by the number.
    rows: [HashMap<&'a str, PersonRow>; 2],
}

impl<'a> Directory<'a> {
    /// Takes everybody in.
    pub fn of(register: &'a Register) -> Directory<'a> {
        let mut rows = [HashMap::new(), HashMap::new()];
        for row in register.people() {
            let (code, number) = register.numbers(row);
            for (text, rows) in [code, number].into_iter().zip(&mut rows).filter(|(text, _)| !text.is_empty())
            {
                rows.insert(text, row);
            }
        }
        Directory { register, rows }
    }

    /// Where the person of a row of a file is followed, when that is in another unit than the row says.
    pub fn elsewhere(&self, person: &Person) -> Option<FieldError> {
        let [codes, numbers] = &self.rows;
        let code = fold(&person.code);
        let may_be = |row: &PersonRow| {
            let there = self.register.numbers(*row).0;
            code.is_empty() || there.is_empty() || there == code
        };
        let by_number = || numbers.get(&*person.identity_number).copied().filter(may_be);
        let row = codes.get(&*code).copied().or_else(by_number)?;
        let unit = self.register.unit_on(row, i32::MAX).and_then(|unit| self.register.id_of_unit(unit))?;
        (Some(unit) != person.unit()).then(|| FieldError::Elsewhere(unit.into()))
    }
}

/// The codes and identity numbers of a file: a second row with one of them is a mistake.
#[derive(Debug, Default)]
pub struct Numbers(HashSet<Box<str>>);

impl Numbers {
    /// Takes the numbers of a row in.
    ///
    /// # Errors
    /// When an earlier row has one of them.
    pub fn take(&mut self, row: usize, person: &Person) -> Result<(), RowProblem> {
        let numbers = [("code", &person.code), ("identity_number", &person.identity_number)];
        for (column, number) in numbers.into_iter().filter(|(_, number)| !number.is_empty()) {
            if !self.0.insert(format!("{column} {number}").into()) {
                return Err(RowProblem { row, column: column.to_owned(), error: FieldError::Twice });
            }
        }
        Ok(())
    }
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

/// True for a column that a file of people may have.
pub fn known_column(column: &str) -> bool {
    let kind = column.strip_suffix("_number").unwrap_or(column);
    fields::PERSON_FIELDS.contains(&column)
        || matches!(column, "note" | "exit" | "exit_date")
        || MilestoneKind::by_name(kind).is_some()
}

/// The person of a row.
pub fn read_row(row: &Row, context: &Context) -> Result<Person, RowProblem> {
    let problem = |column: &str, error| row.problem(column, error);
    let mut person = Person::new(String::new(), UnitId::from_bits(0));
    for field in ["name", "unit"] {
        let text = row.cell(field);
        if text.trim().is_empty() {
            return Err(problem(field, FieldError::Missing));
        }
        fields::set(&mut person, field, text, context).map_err(|error| problem(field, error))?;
    }
    for (column, text) in row.cells() {
        if text.trim().is_empty() || matches!(column, "name" | "unit" | "exit" | "exit_date") {
            continue;
        }
        if let Some(kind) = MilestoneKind::by_name(column) {
            let date = fields::date(text, context.today).map_err(|error| problem(column, error))?;
            if let Some(date) = date {
                let mut milestone = Milestone::on(date);
                let number = format!("{column}_number");
                milestone.number =
                    fields::text(row.cell(&number)).map_err(|error| problem(&number, error))?;
                person.milestones.insert((kind, 1), milestone);
            }
        } else if let Some(kind) = column.strip_suffix("_number").and_then(MilestoneKind::by_name) {
            if row.cell(kind.name()).trim().is_empty() {
                // A document without a date is no milestone: say so instead of losing it.
                return Err(problem(kind.name(), FieldError::Missing));
            }
        } else {
            fields::set(&mut person, column, text, context).map_err(|error| problem(column, error))?;
        }
    }
    let exit = row.cell("exit").trim();
    if !exit.is_empty() {
        let reason = LeaveReason::by_name(exit).ok_or_else(|| {
            let names = LeaveReason::ALL.map(LeaveReason::name).join(", ");
            problem("exit", FieldError::NotOneOf(exit.to_owned(), names))
        })?;
        let date = fields::date(row.cell("exit_date"), context.today)
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
    use crate::exchange::csv_rows::Rows;

    fn read(file: &str, known: &Known) -> Plan {
        let context = Context {
            today: chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap(),
            unit: &|text| match text {
                "T1" => Ok(UnitId::from_bits(1)),
                _ => Err(FieldError::NoUnit(text.to_owned())),
            },
            rules: &crate::domain::Rulebook::default(),
        };
        let (mut plan, mut numbers) = (Plan::default(), Numbers::default());
        let mut rows = Rows::open(std::io::Cursor::new(file), known_column).unwrap();
        let mut spots = Vec::new();
        while let Some((spot, person)) = rows.next_row(|row| read_row(row, &context)) {
            match person.and_then(|person| numbers.take(spot.row, &person)) {
                Ok(()) => spots.push(spot),
                Err(problem) => plan.problems.push(problem),
            }
        }
        // In whatever order rows are read again, each is what it was.
        let mut people: Vec<(usize, Person)> = spots
            .iter()
            .rev()
            .map(|spot| (spot.row, rows.again(spot, |row| read_row(row, &context)).unwrap()))
            .collect();
        people.reverse();
        for (row, person) in people {
            plan.take(row, person, PersonId::from_bits(row as u64), known);
        }
        plan
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
        assert_eq!((second.new.len(), second.changed.len()), (0, 1));
        assert_eq!(second.changed[0].1.code, "A1");
        // Two people with one code are a mistake.
        assert_eq!((second.problems[0].row, second.problems[0].column.as_str()), (3, "code"));
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
        assert_eq!((plan.problems[0].row, plan.new.len()), (3, 1));
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
