//! People from CSV: the field names of a person, one column per milestone date (`certificate`) and
//! number (`certificate_number`), `exit` and `exit_date`.
//!
//! Who is already there is recognised as everywhere ([`likeness`]); such a row changes that record, so the
//! same file twice adds nothing. Where the signs disagree the row is refused.

use super::csv_rows::{Columns, Row, RowProblem};
use super::fields::{self, Context, FieldError};
use crate::domain::likeness::{Doubt, Likeness, Signs, likeness};
use crate::domain::person::{Leave, LeaveReason, PersonPart};
use crate::domain::problem::{Problem, ahead};
use crate::domain::text::{fold, same_key};
use crate::domain::value::Value;
use crate::domain::{Facts, Milestone, MilestoneKind, Person, PersonField, PersonId, UnitId};
use crate::query::alike::signs;
use crate::query::{PersonRow, Register};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What a file of people would change.
#[derive(Debug, Default)]
pub struct Plan {
    pub new: Vec<(PersonId, Person)>,
    /// People that are there already, as the file wants them.
    pub changed: Vec<(PersonId, Person)>,
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
    /// Days ahead that come in with new and changed people, by row.
    pub ahead: Vec<(usize, Problem)>,
    /// Namesakes in one file are that many people: no record is taken twice.
    taken: HashSet<PersonId>,
}

/// How rows are judged.
#[derive(Clone, Copy, Debug)]
pub struct Judging {
    pub today: NaiveDate,
    /// Whoever has the same name in the same unit is the same person, although a birth is not known.
    pub by_name: bool,
}

impl Plan {
    /// Nothing of a file can be used.
    pub fn failed(problem: RowProblem) -> Plan {
        Plan { problems: vec![problem], ..Plan::default() }
    }

    /// Takes a row in. `id` is the person's who is not there yet.
    pub fn take(&mut self, row: usize, person: Person, id: PersonId, known: &Known, judging: Judging) {
        let problem = |column: &str, error| RowProblem { row, column: column.to_owned(), error };
        let same = match recognise(known, &person, &self.taken, judging) {
            Ok(same) => same,
            Err(doubt) => return self.problems.push(problem(column_of(&doubt), doubt)),
        };
        let Some(id) = same else {
            self.ahead.extend(ahead(&person, judging.today).into_iter().map(|problem| (row, problem)));
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
                let odd = ahead(before, judging.today);
                let new = ahead(&merged, judging.today).into_iter().filter(|problem| !odd.contains(problem));
                self.ahead.extend(new.map(|problem| (row, problem)));
                self.changed.push((id, merged));
            }
        }
    }
}

/// The column that a doubt is about.
fn column_of(doubt: &FieldError) -> &'static str {
    match doubt {
        FieldError::InDoubt(Doubt::UsedNumber | Doubt::OtherNumber, _) => "identity_number",
        FieldError::InDoubt(Doubt::UsedCode, _) => "code",
        FieldError::InDoubt(Doubt::NoBirth, _) => "born",
        _ => "name",
    }
}

/// A person in a sentence: the name, and the birth where it is known.
fn told(signs: &Signs) -> String {
    let born = signs.born.map(|born| format!(", {born}"));
    format!("{}{}", signs.name, born.unwrap_or_default())
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

    /// Why the person of a row of a file cannot go into its unit: followed in another one, or the number is
    /// that of somebody else.
    pub fn elsewhere(&self, person: &Person) -> Option<FieldError> {
        let [codes, numbers] = &self.rows;
        let rows = codes.get(&*fold(&person.code)).into_iter().chain(numbers.get(&*person.identity_number));
        rows.map(|row| signs(self.register, *row)).find_map(|known| {
            match likeness(&known, &Signs::of(person)) {
                Likeness::InDoubt(doubt) => Some(FieldError::InDoubt(doubt, told(&known))),
                Likeness::Same if known.unit != person.unit() => {
                    Some(FieldError::Elsewhere(known.unit?.into()))
                }
                _ => None,
            }
        })
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
    by_code: HashMap<String, PersonId>,
    by_number: HashMap<&'a str, PersonId>,
    by_name: HashMap<(String, UnitId), Vec<PersonId>>,
    people: HashMap<PersonId, &'a Person>,
}

impl<'a> Known<'a> {
    /// Takes the people of all books.
    pub fn of(people: impl IntoIterator<Item = (PersonId, &'a Person)>) -> Known<'a> {
        let mut known = Known::default();
        for (id, person) in people {
            if !person.code.is_empty() {
                known.by_code.insert(fold(&person.code), id);
            }
            if !person.identity_number.is_empty() {
                known.by_number.insert(&person.identity_number, id);
            }
            if let Some(unit) = person.unit() {
                known.by_name.entry((same_key(&person.name), unit)).or_default().push(id);
            }
            known.people.insert(id, person);
        }
        known
    }
}

/// The columns that a file of people may have.
pub const COLUMNS: Columns = Columns {
    is_known: |column| {
        let kind = column.strip_suffix("_number").unwrap_or(column);
        record_columns().any(|known| known == column) || MilestoneKind::by_name(kind).is_some()
    },
    names: || {
        let kinds = MilestoneKind::ALL.into_iter().map(MilestoneKind::name);
        let of_milestones = kinds.flat_map(|kind| [kind.to_owned(), format!("{kind}_number")]);
        record_columns().map(str::to_owned).chain(of_milestones).collect::<Vec<_>>().join(", ")
    },
};

/// Their names but for those of milestones.
fn record_columns() -> impl Iterator<Item = &'static str> {
    let fields = PersonField::ALL.map(PersonField::name);
    fields.into_iter().chain(["unit", "exit", "exit_date"])
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
            let date = fields::date(text, column, &context.dates).map_err(|error| problem(column, error))?;
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
        let date = fields::date(row.cell("exit_date"), "exit_date", &context.dates)
            .and_then(|date| date.ok_or(FieldError::Missing))
            .map_err(|error| problem("exit_date", error))?;
        let leave = Leave { date, reason, number: String::new(), note: String::new(), back: None };
        person.leaves.insert(1, leave);
    }
    Ok(person)
}

/// Who a row is, if anybody who is there. Of namesakes it is the one who is already as the row says, and of
/// several such the one of whom least is known.
fn recognise(
    known: &Known,
    row: &Person,
    taken: &HashSet<PersonId>,
    judging: Judging,
) -> Result<Option<PersonId>, FieldError> {
    let new = Signs::of(row);
    let judged = |id: &PersonId| {
        let person = *known.people.get(id)?;
        let likeness = match likeness(&Signs::of(person), &new) {
            Likeness::InDoubt(Doubt::NoBirth) if judging.by_name => Likeness::Same,
            other => other,
        };
        Some((*id, person, likeness))
    };
    let by_sign = [known.by_code.get(&fold(&row.code)), known.by_number.get(&*row.identity_number)];
    for (id, person, likeness) in by_sign.into_iter().flatten().filter_map(judged) {
        match likeness {
            Likeness::Same => return Ok(Some(id)),
            Likeness::InDoubt(doubt) => return Err(FieldError::InDoubt(doubt, told(&Signs::of(person)))),
            Likeness::Other | Likeness::Namesake => {}
        }
    }
    let Some(unit) = row.unit() else { return Ok(None) };
    let namesakes = known.by_name.get(&(same_key(&row.name), unit)).into_iter().flatten();
    let free = namesakes.filter(|id| !taken.contains(id)).filter_map(judged).collect::<Vec<_>>();
    let same: Vec<&Person> =
        free.iter().filter(|(.., like)| *like == Likeness::Same).map(|all| all.1).collect();
    let as_said =
        free.iter().filter(|(_, person, like)| *like == Likeness::Same && merge(person, row) == **person);
    if let Some((id, ..)) = as_said.min_by_key(|(_, person, _)| person.milestones.len()) {
        return Ok(Some(*id));
    }
    let doubt = free.iter().find_map(|(_, person, like)| match (like, same.as_slice()) {
        (Likeness::Same, [_, _, ..]) => Some((Doubt::Several, *person)),
        (Likeness::InDoubt(doubt), []) => Some((*doubt, *person)),
        _ => None,
    });
    if let Some((doubt, person)) = doubt {
        return Err(FieldError::InDoubt(doubt, told(&Signs::of(person))));
    }
    Ok(free.iter().find(|(.., like)| *like == Likeness::Same).map(|(id, ..)| *id))
}

/// The record as it is, with everything that the row says.
fn merge(before: &Person, row: &Person) -> Person {
    let mut person = before.clone();
    for fact in row.facts() {
        match fact.part() {
            PersonPart::Field(field, new) => {
                let value = match (field.get(before), new) {
                    // Words are added to those that are there.
                    (Some(Value::Words(there)), Value::Words(new)) => {
                        Value::Words(Cow::Owned(there.union(&new).cloned().collect()))
                    }
                    (_, new) => new,
                };
                // A field takes what it gives.
                let _ = field.set(&mut person, Some(value));
            }
            PersonPart::Former(former) => person.former = Some(former.clone()),
            PersonPart::Paper(code, paper) => drop(person.papers.insert(code.clone(), paper.clone())),
            PersonPart::Helper(n, helper) => drop(person.helpers.insert(*n, helper.clone())),
            PersonPart::Waiver(code, waiver) => drop(person.waivers.insert(code.clone(), waiver.clone())),
            PersonPart::Milestone(kind, _, milestone) => {
                merge_milestone(&mut person, before, *kind, milestone)
            }
            PersonPart::Leave(_, leave) => {
                let known = |l: &Leave| l.date == leave.date && l.reason == leave.reason;
                if !before.leaves.values().any(known) {
                    let key = person.leaves.keys().next_back().map_or(1, |last| last.saturating_add(1));
                    person.leaves.insert(key, leave.clone());
                }
            }
            PersonPart::Enrolment(occasion, enrolment) => {
                drop(person.enrolments.insert(*occasion, enrolment.clone()));
            }
            // A row moves nobody, and is no record by itself.
            PersonPart::Post(..) | PersonPart::Whole(_) => {}
        }
    }
    person
}

fn merge_milestone(person: &mut Person, before: &Person, kind: MilestoneKind, milestone: &Milestone) {
    // What is on record in any round, set aside or not, is no news.
    let known = |m: &Milestone| {
        m.date == milestone.date && (milestone.number.is_empty() || m.number == milestone.number)
    };
    if before.rounds(kind).any(|(_, m)| known(m)) {
        return;
    }
    let Some(round) = person.open_round(kind) else { return };
    let place = person.milestones.entry((kind, round)).or_insert_with(|| Milestone::on(milestone.date));
    place.date = milestone.date;
    if !milestone.number.is_empty() {
        place.number.clone_from(&milestone.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_reader::DateReader;
    use crate::exchange::csv_rows::Rows;

    fn read(file: &str, known: &Known) -> Plan {
        let today = NaiveDate::from_ymd_opt(2023, 7, 31).unwrap();
        let context = Context {
            dates: DateReader::written(today),
            unit: &|text| match text {
                "T1" => Ok(UnitId::from_bits(1)),
                _ => Err(FieldError::NoUnit(text.to_owned())),
            },
            rules: &crate::domain::Rulebook::default(),
            catalogue: &crate::domain::Catalogue::default(),
            register: &Register::default(),
        };
        let (mut plan, mut numbers) = (Plan::default(), Numbers::default());
        let mut rows = Rows::open(std::io::Cursor::new(file), COLUMNS).unwrap();
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
            plan.take(row, person, PersonId::from_bits(row as u64), known, Judging { today, by_name: false });
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

    fn known_of(plan: &Plan) -> Known<'_> {
        Known::of(plan.new.iter().map(|(id, person)| (*id, person)))
    }

    /// Twins Tú and Tư became one person; of Hoa, Hòa and Hóa without births one was left.
    #[test]
    fn twins_and_namesakes_by_a_tone_are_added_and_the_place_of_a_tone_is_none() {
        let first = read("name,unit,born\nLê Mẫu Tú,T1,12/5/2001\nLê Mẫu Hoà,T1,\n", &Known::default());
        let second = read(
            "name,unit,born,certificate\nLê Mẫu Tư,T1,12/5/2001,1/6/2023\nLê Mẫu Hòa,T1,,2/6/2023\nLê Mẫu Hoa,T1,,\n",
            &known_of(&first),
        );
        assert_eq!((second.new.len(), second.changed.len(), second.problems.len()), (2, 1, 0));
        assert_eq!(second.changed[0].1.name, "Lê Mẫu Hòa");
    }

    /// One digit of a number was mistyped, and a colleague's record was overwritten.
    #[test]
    fn a_number_or_code_of_somebody_else_is_refused_with_who_has_it() {
        let file = "code,name,unit,born,identity_number\nDV1,Lê Mẫu An,T1,12/5/1990,038090000001\n";
        let first = read(file, &Known::default());
        let row = |row: &str| {
            read(&file.replace("DV1,Lê Mẫu An,T1,12/5/1990,038090000001", row), &known_of(&first))
        };
        let refused = |plan: Plan| (plan.changed.len(), plan.new.len(), plan.problems[0].column.clone());
        let used = row(",Vũ Mẫu Bình,T1,1/9/1999,038090000001");
        assert!(
            matches!(&used.problems[0].error, FieldError::InDoubt(_, who) if who == "Lê Mẫu An, 1990-05-12")
        );
        assert_eq!(refused(used), (0, 0, "identity_number".into()));
        assert_eq!(refused(row("DV1,Vũ Mẫu Bình,T1,1/9/1999,")), (0, 0, "code".into()));
        assert_eq!(row(",Lê Thị Mẫu An,T1,12/5/1990,038090000001").changed.len(), 1, "a corrected name");
    }

    #[test]
    fn a_birth_that_comes_later_is_filled_in_only_when_told_to_go_by_the_name() {
        let first = read("name,unit\nLê Mẫu An,T1\n", &Known::default());
        let second = read("name,unit,born\nLê Mẫu An,T1,12/5/1990\n", &known_of(&first));
        assert_eq!((second.new.len(), second.changed.len()), (0, 0));
        assert!(matches!(second.problems[0].error, FieldError::InDoubt(Doubt::NoBirth, _)));
        let mut told = Plan::default();
        let person = Person { born: "1990-05-12".parse().ok(), ..first.new[0].1.clone() };
        let judging = Judging { today: NaiveDate::from_ymd_opt(2023, 7, 31).unwrap(), by_name: true };
        told.take(2, person, PersonId::from_bits(9), &known_of(&first), judging);
        assert_eq!(told.changed.len(), 1);
    }

    #[test]
    fn of_two_namesakes_who_are_both_not_as_the_row_says_nobody_is_chosen() {
        let first = read("name,unit\nLê Mẫu An,T1\nLê Mẫu An,T1\n", &Known::default());
        let second = read("name,unit,certificate\nLê Mẫu An,T1,1/6/2023\n", &known_of(&first));
        assert!(matches!(second.problems[0].error, FieldError::InDoubt(Doubt::Several, _)));
    }

    /// The columns of enlistment and special cases were lost for people who were there already.
    #[test]
    fn no_column_is_lost_for_somebody_who_is_there() {
        let first = read("name,unit,born\nLê Mẫu An,T1,1999\n", &Known::default());
        let second = read("name,unit,born,enlists\nLê Mẫu An,T1,1999,15/02/24\n", &known_of(&first));
        assert_eq!(second.changed[0].1.enlists, "2024-02-15".parse().ok());
    }

    /// Somebody was admitted in 2062, and nobody was told.
    #[test]
    fn days_ahead_are_told_by_row() {
        let plan = read(
            "name,unit,born,ceremony\nA,T1,12/5/2099,\nB,T1,,5/6/2062\nC,T1,,5/6/2023\n",
            &Known::default(),
        );
        let kind = MilestoneKind::Ceremony;
        assert_eq!(plan.ahead, [(2, Problem::BornInFuture), (3, Problem::InFuture(kind))]);
    }
}
