//! Who is in which class, ceremony or review, from CSV: `occasion` and the person by `id`, `code`, `identity_number` or by
//! `name`, `unit` and `born`; then `state,order,sessions,reason,note,date,number,grade`.
//!
//! A row says how somebody stands: done again it changes nothing. Nobody is guessed: of two of one name the row is
//! refused.

use super::csv_rows::{Columns, Row, RowProblem};
use super::facts_csv::{self, Pending, Plan, Taken, required};
use super::fields::{self, Context, FieldError};
use crate::domain::catalogue::Codes;
use crate::domain::enrol::{NotNoted, Proof, note_results};
use crate::domain::record::Facts;
use crate::domain::rules::Names;
use crate::domain::text::{fold, same_key};
use crate::domain::{
    Date, Day, Edit, Enrolment, EnrolmentState, FieldKind, Notice, OccasionId, Person, PersonId, UnitId,
};
use crate::query::enrolling::Unfit;
use crate::query::register::OccasionEntry;
use crate::query::{PersonRow, Register};
use std::collections::{HashMap, HashSet};

const NAMES: [&str; 14] = [
    "occasion",
    "id",
    "code",
    "identity_number",
    "name",
    "unit",
    "born",
    "state",
    "order",
    "sessions",
    "reason",
    "note",
    "date",
    "number",
];

/// The columns that a file of enrolments may have.
const COLUMNS: Columns = Columns {
    is_known: |column| NAMES.contains(&column) || column == "grade",
    names: || NAMES.join(", ") + ", grade",
};

/// Looks up the record of a person.
pub type Records<'a> = &'a dyn Fn(PersonId) -> Option<Person>;

/// Reads a file of enrolments against what the office has.
pub fn plan(bytes: &[u8], context: &Context, records: Records, today: Date) -> Plan {
    let people = People::of(context.register);
    let mut reader = Reader { context, records, today, people, unfit: Vec::new(), whole: HashSet::new() };
    let plan = facts_csv::plan(bytes, COLUMNS, |row, pending| reader.take(row, pending));
    Plan { unfit: reader.unfit, ..plan }
}

/// Everybody by what a row may call them.
struct People<'a> {
    register: &'a Register,
    by_number: [HashMap<&'a str, PersonRow>; 2],
    by_name: HashMap<String, Vec<PersonRow>>,
}

impl<'a> People<'a> {
    fn of(register: &'a Register) -> People<'a> {
        let mut people = People { register, by_number: Default::default(), by_name: HashMap::new() };
        let [codes, numbers] = &mut people.by_number;
        for row in register.people() {
            let (code, number) = register.numbers(row);
            codes.extend((!code.is_empty()).then_some((code, row)));
            numbers.extend((!number.is_empty()).then_some((number, row)));
            people.by_name.entry(same_key(register.name(row))).or_default().push(row);
        }
        people
    }

    /// What somebody is called.
    fn called(&self, id: PersonId) -> String {
        self.register.row_of(id).map_or(String::new(), |row| self.register.name(row).to_owned())
    }

    /// The one whom a row means.
    fn find(&self, row: &Row, context: &Context) -> Result<PersonId, RowProblem> {
        let cell = |column: &str| row.cell(column).trim();
        let nobody = |column: &str| row.problem(column, FieldError::NoPerson(cell(column).to_owned()));
        let id = |found: Option<PersonRow>, column: &str| {
            found.and_then(|row| self.register.id(row)).ok_or_else(|| nobody(column))
        };
        if !cell("id").is_empty() {
            let parsed = cell("id").parse().ok().and_then(|id| self.register.row_of(id));
            return id(parsed, "id");
        }
        let [codes, numbers] = &self.by_number;
        if !cell("code").is_empty() {
            return id(codes.get(&*fold(cell("code"))).copied(), "code");
        }
        if !cell("identity_number").is_empty() {
            let number = fields::identity_number(cell("identity_number"));
            let number = number.map_err(|error| row.problem("identity_number", error))?;
            return id(numbers.get(&*number).copied(), "identity_number");
        }
        let name = required(row, "name")?;
        let unit: Option<UnitId> = match cell("unit") {
            "" => None,
            text => Some((context.unit)(text).map_err(|error| row.problem("unit", error))?),
        };
        let below =
            unit.and_then(|unit| self.register.unit_row(unit)).map(|unit| self.register.subtree(unit));
        let born = fields::date(cell("born"), "born", &context.dates);
        let born = born.map_err(|error| row.problem("born", error))?;
        let in_unit = |person: &&PersonRow| {
            let here = self.register.unit_on(**person, Day::NEVER);
            below.as_ref().is_none_or(|below| here.is_some_and(|unit| below.contains(unit)))
        };
        let fits = |person: &&PersonRow| {
            in_unit(person) && born.is_none_or(|born| self.register.born(**person) == Some(born))
        };
        let called = self.by_name.get(&same_key(name)).into_iter().flatten();
        match called.clone().filter(fits).collect::<Vec<_>>().as_slice() {
            [one] => id(Some(**one), "name"),
            [] => Err(match called.filter(in_unit).filter_map(|row| self.register.born(*row)).next() {
                Some(other) => {
                    row.problem("born", FieldError::OtherBirth(name.to_owned(), other.to_string()))
                }
                None => nobody("name"),
            }),
            _ => Err(row.problem("name", FieldError::ManyPeople(name.to_owned()))),
        }
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    records: Records<'a>,
    today: Date,
    people: People<'a>,
    /// Rows that put in somebody who had better not be.
    unfit: Vec<(usize, Unfit)>,
    /// Occasions of which everybody was read.
    whole: HashSet<OccasionId>,
}

impl Reader<'_> {
    fn take(&mut self, row: &Row, pending: &mut Pending<PersonId, Person>) -> Result<Taken, RowProblem> {
        let context = self.context;
        let entry =
            fields::occasion(required(row, "occasion")?, context).map_err(|e| row.problem("occasion", e))?;
        let id = self.people.find(row, context)?;
        let before = pending.record(id, || (self.records)(id)).cloned();
        let before = before.ok_or_else(|| row.problem("id", FieldError::NoPerson(id.to_string())))?;
        let mut after = before.clone();
        let known = before.enrolments.get(&entry.id);
        let kind = entry.occasion.kind;
        let state = match row.cell("state").trim() {
            "" => known.map_or(EnrolmentState::default(), |known| known.state),
            text => {
                let wanted = fold(text);
                let is = |state: &&EnrolmentState| {
                    let (vi, en) = state.called();
                    [state.name(), vi, en].iter().any(|name| fold(name) == wanted)
                };
                let list = |of: fn(&EnrolmentState) -> &'static str| {
                    kind.states().iter().map(of).collect::<Vec<_>>().join(", ")
                };
                let names = || Names(list(|state| state.called().0), list(|state| state.called().1));
                let state = kind.states().iter().find(is);
                *state.ok_or_else(|| row.problem("state", FieldError::NotCalled(text.to_owned(), names())))?
            }
        };
        let notice = Notice::of(&entry.occasion, &entry.held_by);
        let enrolment = known.cloned().unwrap_or_else(|| Enrolment::new(notice, EnrolmentState::default()));
        after.enrolments.insert(entry.id, noted(row, enrolment, context)?);
        self.prove(row, (id, &mut after), &entry, state, pending)?;
        if let Some(enrolment) = after.enrolments.get_mut(&entry.id) {
            enrolment.state = state;
        }
        if known.is_none()
            && let Some(why) = self
                .people
                .register
                .row_of(id)
                .and_then(|person| self.people.register.unfit(person, kind, self.today.last_day()))
        {
            self.unfit.push((row.row, why));
        }
        let taken = match known {
            None => Taken::New,
            Some(_) => Taken::of(Some(&before), &after),
        };
        if let Some(record) = pending.record(id, || None) {
            *record = after;
        }
        Ok(taken)
    }

    /// Gives the milestone that is reached by it, and takes none away.
    fn prove(
        &mut self,
        row: &Row,
        (id, after): (PersonId, &mut Person),
        entry: &OccasionEntry,
        state: EnrolmentState,
        pending: &mut Pending<PersonId, Person>,
    ) -> Result<(), RowProblem> {
        let cell = |column: &str| row.cell(column).trim();
        let kind = entry.occasion.kind;
        let is_proved = state == kind.success() && kind.milestone().is_some();
        let given = ["date", "number", "grade"].into_iter().find(|column| !cell(column).is_empty());
        if let Some(given) = given.filter(|_| !is_proved) {
            // A certificate of somebody who did not pass.
            let success = kind.success().name().to_owned();
            return Err(row.problem(given, FieldError::NotOneOf(state.name().to_owned(), success)));
        }
        let date = fields::date(cell("date"), "date", &self.context.dates);
        let date = date.map_err(|error| row.problem("date", error))?;
        let text = |column: &str| fields::text(cell(column)).map_err(|error| row.problem(column, error));
        // The number as it stands: its digits in front run on for nobody.
        let (number, digits) =
            (text("number")?, cell("number").chars().take_while(char::is_ascii_digit).count());
        let (first, suffix) = number.split_at_checked(digits).unwrap_or(("", &number));
        let proof = Proof {
            date: date.or(entry.occasion.until).or(entry.occasion.from).unwrap_or(self.today),
            first: first.to_owned(),
            suffix: suffix.to_owned(),
            grade: text("grade")?,
        };
        if !number.is_empty() && first.parse::<u32>().is_err() {
            return Err(row.problem("number", FieldError::Number(number)));
        }
        if !number.is_empty() {
            self.read_all(entry, pending);
        }
        let others: Vec<(PersonId, &Person)> = pending.all().filter(|(other, _)| *other != id).collect();
        let about = (entry.id, &entry.occasion);
        let noted =
            note_results(&[(id, &*after)], &others, about, state, Some(&proof)).map_err(|why| match why {
                NotNoted::NumberTaken { number, by } => {
                    row.problem("number", FieldError::NumberTaken(number, self.people.called(by)))
                }
                NotNoted::Reached { .. } | NotNoted::Unproved { .. } => {
                    row.problem("state", FieldError::Reached)
                }
            })?;
        for edit in noted.edits {
            if let Edit::Person(change) = edit
                && let Some(place) = change.new.as_ref().or(change.old.as_ref())
            {
                after
                    .put(place, change.new.as_ref())
                    .map_err(|_| row.problem("state", FieldError::NoField))?;
            }
        }
        Ok(())
    }

    /// Reads everybody of an occasion: nobody else may have the number.
    fn read_all(&mut self, entry: &OccasionEntry, pending: &mut Pending<PersonId, Person>) {
        if !self.whole.insert(entry.id) {
            return;
        }
        let register = self.context.register;
        let inside = |row: &PersonRow| register.enrolled(*row).any(|of| of.occasion == entry.id);
        for id in register.people().filter(inside).filter_map(|row| register.id(row)).collect::<Vec<_>>() {
            pending.record(id, || (self.records)(id));
        }
    }
}

/// An enrolment with what a row says of it.
fn noted(row: &Row, mut enrolment: Enrolment, context: &Context) -> Result<Enrolment, RowProblem> {
    let cell = |column: &str| row.cell(column).trim();
    let number = |column: &str, text: &str| {
        text.trim().parse().map_err(|_| row.problem(column, FieldError::Number(text.to_owned())))
    };
    if !cell("order").is_empty() {
        enrolment.order = number("order", cell("order"))?;
    }
    if !cell("sessions").is_empty() {
        let sessions = cell("sessions").split([';', ',']).map(|text| {
            text.trim().parse().map_err(|_| row.problem("sessions", FieldError::Number(text.to_owned())))
        });
        enrolment.sessions = sessions.collect::<Result<_, _>>()?;
    }
    if !cell("reason").is_empty() {
        let read = fields::read(FieldKind::Coded(Codes::Reasons), cell("reason"), context);
        let read = read.map_err(|error| row.problem("reason", error))?;
        enrolment.reason = read.map_or(String::new(), |value| value.written().into_owned());
    }
    if !cell("note").is_empty() {
        enrolment.note = fields::text(cell("note")).map_err(|error| row.problem("note", error))?;
    }
    Ok(enrolment)
}
