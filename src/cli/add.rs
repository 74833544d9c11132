//! `ketnap add`: people as JSON on standard input, or prompts line by line on a terminal.

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::date_reader::DateReader;
use crate::domain::likeness::{Likeness, Signs};
use crate::domain::problem::ahead;
use crate::domain::text::fold;
use crate::domain::{Edit, Milestone, MilestoneKind, Person, PersonField, PersonId, Why};
use crate::exchange::fields::{self, FieldError};
use crate::exchange::person_json;
use crate::office::Office;
use crate::query::alike::alike;
use clap::Args;
use serde_json::{Value, json};
use std::io::{BufRead, IsTerminal};

#[derive(Debug, Args)]
pub struct Add {
    /// Vẫn thêm, dù mã hoặc số định danh đã có người dùng · Add all the same where a code or an identity number
    /// is somebody's already
    #[arg(long)]
    pub anyway: bool,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Adds one person or many; all of them or none.
pub fn run(session: &Session, args: &Add) -> Result<(), Failure> {
    let mut office = session.office()?;
    let people =
        if std::io::stdin().is_terminal() { vec![ask(session, &office)?] } else { read(session, &office)? };
    let named: Vec<(PersonId, Person)> =
        people.into_iter().map(|person| (office.store.options.ids.person(), person)).collect();
    for (_, person) in &named {
        judge(session, &office, person, None, args.anyway)?;
        for problem in ahead(person, office.today()) {
            session.warn(&session.lang.problem(problem));
        }
    }
    let edits = named.iter().map(|(id, person)| Edit::add(*id, person.clone()));
    office.save(edits.collect(), Why::Entry).map_err(|error| session.failure(&error))?;
    if args.json {
        let saved = named.iter().filter_map(|(id, _)| {
            office.record(*id).map(|record| json!({ "id": String::from(*id), "rev": record.rev }))
        });
        let text = session.json_text(&Value::Array(saved.collect()))?;
        return session.saved("", &text);
    }
    let ids: Vec<String> = named.iter().map(|(id, _)| id.to_string()).collect();
    let lines: String = ids.iter().map(|id| session.lang.saved_id(id) + "\n").collect();
    session.saved(&ids.join(" "), &lines)
}

fn read(session: &Session, office: &Office) -> Result<Vec<Person>, Failure> {
    let value = input::json(session)?;
    let refused = |path: String, error: &FieldError| {
        Failure::Refused(session.lang.refused(format!("{path}: {}", session.lang.field_error(error))))
    };
    let items: Vec<(String, &Value)> = match &value {
        Value::Array(items) => items.iter().enumerate().map(|(n, item)| (format!("[{n}]."), item)).collect(),
        one => vec![(String::new(), one)],
    };
    with_context(office, |context| {
        items
            .into_iter()
            .map(|(prefix, item)| {
                let person = person_json::read_new(item, context, None);
                person.map_err(|error| refused(format!("{prefix}{}", error.path), &error.error))
            })
            .collect()
    })
}

/// Asks for the fields one by one; what is wrong is said and asked again.
fn ask(session: &Session, office: &Office) -> Result<Person, Failure> {
    let mut person = Person::new(String::new(), crate::domain::UnitId::from_bits(0));
    let mut lines = std::io::stdin().lock().lines();
    let further = PersonField::ALL.into_iter().filter(|field| *field != PersonField::Name);
    for field in ["name", "unit"].into_iter().chain(further.map(PersonField::name)) {
        loop {
            session.print(&format!("{}: ", session.lang.field(field)))?;
            let Some(line) = lines.next() else {
                return Err(Failure::Refused(session.lang.entry_given_up()));
            };
            let line = line.map_err(|error| Failure::Io(format!("stdin: {error}")))?;
            let required = matches!(field, "name" | "unit");
            if line.trim().is_empty() && !required {
                break;
            }
            let result = with_context(office, |context| fields::set(&mut person, field, &line, context));
            match result {
                Ok(()) => break,
                Err(error) => session.say(&format!("  ! {}", session.lang.field_error(&error)))?,
            }
        }
    }
    // As in the form of the screens: a person is a source from today on, unless told otherwise.
    let today = office.today();
    let label = session.lang.milestone(MilestoneKind::Identified);
    session.print(&format!("{label} [{}]: ", session.lang.date(today.into())))?;
    let line = lines.next().transpose().map_err(|error| Failure::Io(format!("stdin: {error}")))?;
    let date = fields::date(&line.unwrap_or_default(), "identified", &DateReader::typed(today))
        .map_err(|error| Failure::Refused(session.lang.refused(session.lang.field_error(&error))))?;
    person.milestones.insert((MilestoneKind::Identified, 1), Milestone::on(date.unwrap_or(today.into())));
    Ok(person)
}

/// Says who of the office may be this person; refuses a code or a number that is somebody's, unless told not to.
pub fn judge(
    session: &Session,
    office: &Office,
    person: &Person,
    own: Option<PersonId>,
    anyway: bool,
) -> Result<(), Failure> {
    let (register, lang) = (office.register(), session.lang);
    for (row, likeness) in alike(register, &Signs::of(person)) {
        let Some(id) = register.id(row).filter(|id| Some(*id) != own) else { continue };
        let who = format!("{}, {id}", register.name(row));
        let (code, number) = register.numbers(row);
        let used = (!number.is_empty() && number == person.identity_number)
            || (!code.is_empty() && code == fold(&person.code));
        let told = match likeness {
            Likeness::InDoubt(doubt) if used => lang.doubt(doubt, who),
            _ => lang.maybe_twice(who),
        };
        if used && !anyway {
            return Err(Failure::Refused(lang.refused(lang.with_anyway(told))));
        }
        session.warn(&told);
    }
    Ok(())
}
