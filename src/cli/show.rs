//! `ketnap show ID`: one person's record.

use super::{Failure, Session};
use crate::domain::breach::breaches;
use crate::domain::outlook::outlook;
use crate::domain::problem::problems;
use crate::domain::{Day, Facts, MilestoneKind, PersonId};
use crate::exchange::ahead_json;
use crate::exchange::person_json;
use crate::office::Office;
use crate::query::due::{Wanted, of_person};
use crate::query::report::Sheet;
use crate::query::report::due::DueReport;
use crate::render;
use crate::words::history::Called;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Show {
    /// Mã trong sổ, phần đầu của mã, hoặc họ tên · Record id, its beginning, or the name
    pub id: String,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// A record with `id`, `rev`, `stage` and what is derived.
pub fn record_json(office: &Office, id: PersonId, day: Day) -> Option<Value> {
    let record = office.record(id)?;
    let mut out = serde_json::Map::new();
    out.insert("id".to_owned(), json!(String::from(id)));
    out.insert("rev".to_owned(), json!(record.rev));
    out.extend(person_json::write(&record.person));
    let unit = record.person.unit().map(|unit| office.register().unit_name(unit));
    out.insert("unit_name".to_owned(), json!(unit));
    let stage = match record.person.leave_on(day) {
        Some(_) => Value::Null,
        None => json!(record.person.stage_on(day, office.rules()).name()),
    };
    out.insert("stage".to_owned(), stage);
    out.insert(
        "official_from".to_owned(),
        json!(record.person.official_from(office.rules()).map(String::from)),
    );
    let standpoint = office.standpoint(record.person.unit());
    out.extend(ahead_json::ahead(&record.person, &standpoint));
    let row = office.register().row_of(id);
    let due = DueReport::of_person(office.register(), office.rules(), row, Wanted::on(day));
    out.insert("due".to_owned(), render::json::rows(&Sheet::of(due)).collect());
    Some(Value::Object(out))
}

/// Prints the record.
pub fn run(session: &Session, args: &Show) -> Result<(), Failure> {
    // No id has two words.
    let (office, id) = match args.id.trim().contains(' ') {
        true => {
            let office = session.office()?;
            let id = session.person_called(&office, &args.id)?;
            (office, id)
        }
        false => session.office_of(&args.id, true)?,
    };
    let today = office.today();
    let day = Day::from(today);
    let missing = || Failure::Refused(session.lang.no_such_person(&args.id));
    if args.json {
        session.json(&record_json(&office, id, day).ok_or_else(missing)?)?;
        return session.finish(&office);
    }
    let lang = session.lang;
    let record = office.record(id).ok_or_else(missing)?;
    let person = &record.person;
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    let stage = match person.leave_on(day) {
        Some(leave) => lang.leave(leave),
        None => lang.stage(person.stage_on(day, office.rules())).to_owned(),
    };
    let mut lines =
        vec![format!("{}  {}", lang.field("id"), id), format!("{}  {stage}", lang.field("stage"))];
    for fact in person.facts() {
        let (field, text) = lang.person_fact(&fact, called);
        lines.push(format!("{field}  {text}"));
    }
    let recognised = person.current(MilestoneKind::OfficialDecision).is_some();
    lines.extend(person.official_from(office.rules()).map(|day| match recognised {
        true => lang.official_from(lang.date(day)),
        false => lang.official_expected(lang.date(day)),
    }));
    lines.extend(problems(person, today).into_iter().map(|problem| format!("! {}", lang.problem(problem))));
    let (rules, standpoint) = (office.rules(), office.standpoint(person.unit()));
    lines.extend(
        breaches(person, &standpoint).iter().map(|breach| format!("! {}", lang.breach_whole(breach, rules))),
    );
    lines.extend(lang.outlook(&outlook(person, &standpoint), rules, today));
    for row in office.register().row_of(id).into_iter() {
        let mut due: Vec<_> = of_person(office.register(), row, Wanted::on(day)).collect();
        due.sort_by_key(|row| row.due.due);
        lines.extend(due.iter().map(|row| lang.due_line(&row.due, rules, day)));
    }
    session.say(&lines.join("\n"))?;
    session.finish(&office)
}
