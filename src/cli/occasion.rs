//! `ketnap occasion`: classes, ceremonies and reviews: add, edit, show, remove, put people in, note how it went.

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::enrol::{Certificate, enrol, note_result, seated, withdraw};
use crate::domain::enrolment::EnrolmentState;
use crate::domain::occasion::{Occasion, OccasionKind};
use crate::domain::{Act, Date, Edit, OccasionId, PersonId, UnitId, Why};
use crate::exchange::json_error::JsonError;
use crate::exchange::{fields, occasion_json};
use crate::office::Office;
use crate::query::register::OccasionEntry;
use crate::store::journal::Deed;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct OccasionArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Thêm: JSON từ stdin · Add: JSON on stdin
    Add {
        /// In JSON
        #[arg(long)]
        json: bool,
    },
    /// Sửa: JSON từ stdin · Change: JSON of fields on stdin
    Edit {
        /// Mã hoặc tên · Id or name
        id: String,
    },
    /// Xem, với danh sách người · Show, with the people in it
    Show {
        /// Mã hoặc tên · Id or name
        id: String,
        /// In JSON
        #[arg(long)]
        json: bool,
    },
    /// Bỏ, khi chưa có ai trong danh sách · Remove, while nobody is in it
    Remove {
        /// Mã hoặc tên · Id or name
        id: String,
    },
    /// Ghi tên người: mã từ stdin · Put people in: ids on stdin
    Enrol {
        /// Mã hoặc tên · Id or name
        id: String,
        /// Đưa vào danh sách chờ · On the waiting list
        #[arg(long)]
        waiting: bool,
    },
    /// Rút tên người: mã từ stdin · Take people out: ids on stdin
    Withdraw {
        /// Mã hoặc tên · Id or name
        id: String,
    },
    /// Ghi kết quả của những người có mã trên stdin · Note how it went for those whose ids are on stdin
    Result {
        /// Mã hoặc tên · Id or name
        id: String,
        /// Kết quả · How it went
        #[arg(long, value_parser = states())]
        state: EnrolmentState,
        /// Ngày cấp giấy chứng nhận · Day of the certificates
        #[arg(long, value_name = "D")]
        date: Option<String>,
        /// Số của giấy chứng nhận đầu tiên, các số sau tăng dần · Number of the first certificate; the others run on
        #[arg(long, value_name = "N")]
        first_number: Option<u32>,
        /// Xếp loại · Grade
        #[arg(long, value_name = "G")]
        grade: Option<String>,
    },
}

fn states() -> impl TypedValueParser<Value = EnrolmentState> {
    let codes = PossibleValuesParser::new(EnrolmentState::ALL.map(EnrolmentState::name));
    codes.try_map(|code| EnrolmentState::by_name(&code).ok_or("no such state"))
}

/// The one occasion with this id, or called so.
pub(super) fn found(session: &Session, office: &Office, text: &str) -> Result<OccasionEntry, Failure> {
    let register = office.register();
    if let Some(entry) = text.parse().ok().and_then(|id: OccasionId| register.occasion(id)) {
        return Ok(entry);
    }
    let wanted = crate::domain::text::fold(text);
    let called = |entry: &OccasionEntry| crate::domain::text::fold(&entry.occasion.name) == wanted;
    let mut found = register.occasions().filter(called);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::Refused(session.lang.no_occasion(text))),
        (Some(_), Some(_)) => Err(Failure::Refused(session.lang.many_occasions(text))),
    }
}

fn refused(session: &Session, error: &JsonError) -> Failure {
    let text = format!("{}: {}", error.path, session.lang.field_error(&error.error));
    Failure::Refused(session.lang.refused(text))
}

/// Does what is asked for.
pub fn run(session: &Session, args: &OccasionArgs) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::See)?;
    match &args.what {
        What::Add { json } => add(session, &mut office, *json),
        What::Edit { id } => {
            let entry = found(session, &office, id)?;
            let value = input::json(session)?;
            let mut after = entry.occasion.clone();
            with_context(&office, |context| occasion_json::apply(&mut after, &value, context))
                .map_err(|error| refused(session, &error))?;
            save(session, &mut office, Edit::between(entry.id, &entry.occasion, &after))
        }
        What::Show { id, json } => {
            let entry = found(session, &office, id)?;
            show(session, &office, &entry, *json)
        }
        What::Remove { id } => {
            let entry = found(session, &office, id)?;
            let register = office.register();
            let people = session.look(register.len(), |work| register.people_of(entry.id, work))?;
            if !people.is_empty() {
                return Err(Failure::Refused(session.lang.occasion_in_use(people.len())));
            }
            save(session, &mut office, vec![Edit::remove(entry.id, entry.occasion)])
        }
        What::Enrol { id, waiting } => put_in(session, &mut office, id, *waiting),
        What::Withdraw { id } => each(session, &mut office, id, |(id, record), entry| {
            withdraw(id, record, entry.id).into_iter().collect()
        }),
        What::Result { id, state, date, first_number, grade } => {
            let day = match date {
                Some(text) => {
                    let read = with_context(&office, |context| fields::date(text, "date", &context.dates));
                    read.map_err(|error| {
                        Failure::Refused(session.lang.refused(session.lang.field_error(&error)))
                    })?
                }
                None => None,
            };
            let grade = grade.clone().unwrap_or_default();
            let mut next = *first_number;
            let today: Date = office.today().into();
            each(session, &mut office, id, |(id, record), entry| {
                let certificate = (*state == EnrolmentState::Passed).then(|| Certificate {
                    date: day.or(entry.occasion.until).unwrap_or(today),
                    number: next.map_or(String::new(), |n| n.to_string()),
                    grade: grade.clone(),
                });
                let edits = note_result(id, record, (entry.id, &entry.occasion), *state, certificate);
                // A number is taken by a certificate, and by nobody who had one.
                if edits.len() > 1 {
                    next = next.map(|n| n.saturating_add(1));
                }
                edits
            })
        }
    }
}

fn add(session: &Session, office: &mut Office, as_json: bool) -> Result<(), Failure> {
    let value = input::json(session)?;
    let mut occasion = Occasion::new(String::new(), OccasionKind::AwarenessClass, UnitId::from_bits(0));
    occasion.unit = None;
    with_context(office, |context| occasion_json::apply(&mut occasion, &value, context))
        .map_err(|error| refused(session, &error))?;
    for (field, is_missing) in [("kind", value.get("kind").is_none()), ("unit", occasion.unit.is_none())] {
        if is_missing {
            let error = JsonError { path: field.to_owned(), error: fields::FieldError::Missing };
            return Err(refused(session, &error));
        }
    }
    let id = office.store.options.ids.occasion();
    office.save(vec![Edit::add(id, occasion)], Why::Entry).map_err(|error| session.failure(&error))?;
    let text = if as_json {
        json!({ "id": id.to_string() }).to_string() + "\n"
    } else {
        session.lang.saved_id(id) + "\n"
    };
    session.saved(&id.to_string(), &text)
}

fn save(session: &Session, office: &mut Office, edits: Vec<Edit>) -> Result<(), Failure> {
    if edits.is_empty() {
        return session.say(&session.lang.nothing_changed());
    }
    office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    session.saved("", &(session.lang.saved() + "\n"))
}

/// Puts those whose ids are on standard input in, in that order: whoever finds no place waits.
fn put_in(session: &Session, office: &mut Office, occasion: &str, waiting: bool) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let register = office.register();
    let inside = session.look(register.len(), |work| register.people_of(entry.id, work))?;
    let taken = inside.iter().filter(|(_, enrolled)| enrolled.state != EnrolmentState::Waiting).count();
    let is_in = |id: &PersonId| inside.iter().any(|(row, _)| register.id(*row) == Some(*id));
    let mut people: Vec<PersonId> = Vec::new();
    for word in input::words(session)? {
        let id = session.person(office, &word)?;
        if !is_in(&id) && !people.contains(&id) {
            people.push(id);
        }
    }
    let (listed, mut wait) = seated(entry.occasion.places, taken, people);
    let listed = if waiting {
        wait.splice(0..0, listed);
        Vec::new()
    } else {
        listed
    };
    let (n, waits) = (listed.len(), wait.len());
    let states = listed.into_iter().map(|id| (id, EnrolmentState::Listed));
    let states = states.chain(wait.into_iter().map(|id| (id, EnrolmentState::Waiting)));
    let edits: Vec<Edit> =
        states.filter_map(|(id, state)| enrol(id, &office.record(id)?.person, entry.id, state)).collect();
    if edits.is_empty() {
        return session.say(&session.lang.nothing_changed());
    }
    office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    session.saved("", &(session.lang.enrolled_said(n, waits) + "\n"))
}

/// Makes edits for every person whose id is on standard input, in that order, and saves them as one action.
fn each(
    session: &Session,
    office: &mut Office,
    occasion: &str,
    mut edits: impl FnMut((PersonId, &crate::domain::Person), &OccasionEntry) -> Vec<Edit>,
) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let mut all = Vec::new();
    for word in input::words(session)? {
        let id = session.person(office, &word)?;
        let Some(record) = office.record(id) else {
            return Err(Failure::Refused(session.lang.no_such_person(id)));
        };
        all.extend(edits((id, &record.person), &entry));
    }
    save(session, office, all)
}

fn show(session: &Session, office: &Office, entry: &OccasionEntry, as_json: bool) -> Result<(), Failure> {
    let register = office.register();
    let people = session.look(register.len(), |work| register.people_of(entry.id, work))?;
    let unit = entry.occasion.unit.map(|unit| register.unit_name(unit).to_owned());
    if as_json {
        session
            .note_export(office, Deed::Exported { unit: entry.occasion.unit, people: people.len() as u32 })?;
        let mut out = occasion_json::write(entry.id, &entry.occasion);
        out.insert("unit_name".to_owned(), json!(unit));
        let of = |(row, enrolled): &(_, crate::query::register::Enrolled)| {
            json!({ "id": register.id(*row).map(String::from), "name": register.name(*row),
                "state": enrolled.state.name(), "sessions": enrolled.sessions })
        };
        out.insert("people".to_owned(), people.iter().map(of).collect());
        session.json(&Value::Object(out))?;
        return session.finish(office);
    }
    let lang = session.lang;
    let called = crate::words::history::Called {
        units: &|unit| register.unit_name(unit).to_owned(),
        occasions: &|id| register.occasion_name(id),
        rules: office.rules(),
        catalogue: &office.store.catalogue,
    };
    let mut lines = Vec::new();
    for fact in crate::domain::Facts::facts(&entry.occasion) {
        let (label, text) = lang.occasion_fact(&fact, called);
        lines.push(format!("{label}: {text}"));
    }
    for (row, enrolled) in &people {
        let unit =
            register.unit_on(*row, office.today().into()).map_or("", |unit| register.name_of_unit(unit));
        lines.push(format!("  {}  {unit}  {}", register.name(*row), lang.enrolment_state(enrolled.state)));
    }
    session.say(&lines.join("\n"))?;
    session.finish(office)
}
