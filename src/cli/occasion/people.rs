//! What is done with the people of an occasion whose ids are on standard input.

use super::found::{found, save};
use crate::cli::session::with_context;
use crate::cli::{Failure, Session, input};
use crate::domain::catalogue::Codes;
use crate::domain::enrol::{NotNoted, Proof, enrol as enrolled, note_results, put_at, set_reason};
use crate::domain::occasion::OccasionKind;
use crate::domain::remark::remarks;
use crate::domain::{Date, Edit, EnrolmentState, FieldKind, MilestoneKind, Person, PersonId, Why};
use crate::exchange::fields;
use crate::office::Office;
use crate::query::enrolling::{Enrolling, suggested};
use crate::query::register::OccasionEntry;
use crate::query::{PersonRow, Register};
use crate::store::journal::Deed;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

#[derive(Debug, Args)]
pub struct ResultArgs {
    /// Mã hoặc tên · Id or name
    id: String,
    /// Kết quả · How it went
    #[arg(long, value_parser = states())]
    state: EnrolmentState,
    /// Ngày cấp giấy chứng nhận · Day of the certificates
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Số của giấy chứng nhận đầu tiên, các số sau tăng dần · Number of the first certificate; the others run on
    #[arg(long, value_name = "N", default_value = "")]
    first_number: String,
    /// Phần sau số · What stands behind every number
    #[arg(long, default_value = "", value_name = "TEXT")]
    suffix: String,
    /// Xếp loại · Grade
    #[arg(long, value_name = "G", default_value = "")]
    grade: String,
    /// Lý do chưa được: mã · Why not: a code
    #[arg(long, value_name = "CODE", default_value = "")]
    reason: String,
}

fn states() -> impl TypedValueParser<Value = EnrolmentState> {
    let codes = PossibleValuesParser::new(EnrolmentState::ALL.map(EnrolmentState::name));
    codes.try_map(|code| EnrolmentState::by_name(&code).ok_or("no such state"))
}

fn wanted(session: &Session, office: &Office) -> Result<Vec<PersonId>, Failure> {
    let mut people: Vec<PersonId> = Vec::new();
    for word in input::words(session)? {
        let id = session.person(office, &word)?;
        if !people.contains(&id) {
            people.push(id);
        }
    }
    Ok(people)
}

fn names(register: &Register, people: impl Iterator<Item = PersonId>) -> String {
    let names = people.filter_map(|id| register.row_of(id)).map(|row| register.name(row).to_owned());
    names.collect::<Vec<_>>().join(", ")
}

/// Puts people in, in their order: whoever finds no place waits, and who had better not be put in is left out and named.
pub(super) fn enrol(
    session: &Session,
    office: &mut Office,
    occasion: &str,
    how: (bool, bool),
    sent: Option<&str>,
) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let sent = match sent {
        None => entry.occasion.sent_by_default(office.today()),
        sent => session.date(office, sent)?,
    };
    let people = wanted(session, office)?;
    let register = office.register();
    let day = office.today().into();
    let made =
        session.look(register.len(), |work| Enrolling::of(register, &entry, &people, how, (day, work)))?;
    let lang = session.lang;
    for (id, why) in &made.unfit {
        let name = names(register, std::iter::once(*id));
        session.warn(&lang.not_enrolled(1usize, format!("{name} ({})", lang.unfit(*why))));
    }
    let Some(notice) = office.notice(entry.id) else { return save(session, office, Vec::new()) };
    let (n, waits) = (made.listed.len(), made.waiting.len());
    let states = made.listed.into_iter().map(|id| (id, EnrolmentState::Listed));
    let states = states.chain(made.waiting.into_iter().map(|(id, _)| (id, EnrolmentState::Waiting)));
    let edits: Vec<Edit> = states
        .filter_map(|(id, state)| {
            let person = &office.record(id)?.person;
            Some(enrolled(id, person, (entry.id, &notice), state, Some(sent)))
        })
        .flatten()
        .collect();
    if edits.is_empty() {
        return session.say(&lang.nothing_changed());
    }
    if let (OccasionKind::Ceremony, Some(day)) = (entry.occasion.kind, entry.occasion.from) {
        warn_of(session, office, &people, day);
    }
    office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    session.saved("", &(lang.enrolled_said(n, waits) + "\n"))
}

/// Says what a ceremony on a day would break, or leave odd.
fn warn_of(session: &Session, office: &Office, people: &[PersonId], day: Date) {
    for id in people {
        let Some(record) = office.record(*id) else { continue };
        let standpoint = office.standpoint(record.person.unit());
        for remark in remarks(&record.person, MilestoneKind::Ceremony, day, &standpoint) {
            let what = session.lang.remark(&remark, office.rules());
            session.warn(&format!("{}: {what}", record.person.name));
        }
    }
}

/// Lists those who need it, or meet what it looks for, ids first.
pub(super) fn suggest(
    session: &Session,
    office: &Office,
    occasion: &str,
    as_json: bool,
) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let (register, day) = (office.register(), office.today().into());
    let rows = session
        .look(register.len(), |work| suggested(register, &office.store.catalogue, &entry, day, work))?;
    session.note_export(office, Deed::Exported { unit: entry.occasion.unit, people: rows.len() as u32 })?;
    let unit = |row| register.unit_on(row, day).map_or("", |unit| register.name_of_unit(unit));
    if as_json {
        let of = |row: &PersonRow| json!({ "id": register.id(*row).map(String::from), "name": register.name(*row), "unit_name": unit(*row) });
        session.json(&rows.iter().map(of).collect())?;
        return session.finish(office);
    }
    let line = |row: &PersonRow| {
        let id = register.id(*row).map_or(String::new(), String::from);
        format!("{id}  {}  {}", register.name(*row), unit(*row))
    };
    session.say(&rows.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    session.finish(office)
}

/// Makes edits for every person, in the order of the ids, and saves them as one action.
pub(super) fn each(
    session: &Session,
    office: &mut Office,
    occasion: &str,
    mut edits: impl FnMut((PersonId, &Person), &OccasionEntry, usize) -> Result<Vec<Edit>, Failure>,
) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let mut all = Vec::new();
    for (n, id) in wanted(session, office)?.into_iter().enumerate() {
        let Some(record) = office.record(id) else {
            return Err(Failure::Refused(session.lang.no_such_person(id)));
        };
        if !record.person.enrolments.contains_key(&entry.id) {
            let name = record.person.name.clone();
            return Err(Failure::Refused(session.lang.not_in_it(name, &entry.occasion.name)));
        }
        all.extend(edits((id, &record.person), &entry, n)?);
    }
    save(session, office, all)
}

/// Puts the list in order: those who are named first, the others behind them as they stood.
pub(super) fn order(session: &Session, office: &mut Office, occasion: &str) -> Result<(), Failure> {
    let entry = found(session, office, occasion)?;
    let mut people = wanted(session, office)?;
    let register = office.register();
    let inside =
        session.look(register.len(), |work| register.people_of(entry.id, &register.unit_rows(), work))?;
    let stood = inside.iter().filter(|(_, of)| of.order > 0).filter_map(|(row, _)| register.id(*row));
    let others: Vec<PersonId> = stood.filter(|id| !people.contains(id)).collect();
    people.extend(others);
    let mut edits = Vec::new();
    for (n, id) in people.into_iter().enumerate() {
        let Some(record) = office.record(id) else {
            return Err(Failure::Refused(session.lang.no_such_person(id)));
        };
        if !record.person.enrolments.contains_key(&entry.id) {
            let name = record.person.name.clone();
            return Err(Failure::Refused(session.lang.not_in_it(name, &entry.occasion.name)));
        }
        let place = u16::try_from(n + 1).unwrap_or(u16::MAX);
        edits.extend(put_at(id, &record.person, entry.id, place));
    }
    save(session, office, edits)
}

/// Notes how it went, certificates with numbers that run on in the order of the ids.
pub(super) fn result(session: &Session, office: &mut Office, args: &ResultArgs) -> Result<(), Failure> {
    let entry = found(session, office, &args.id)?;
    let lang = session.lang;
    let kind = entry.occasion.kind;
    if !kind.states().contains(&args.state) {
        let states: Vec<&str> = kind.states().iter().map(|state| state.name()).collect();
        return Err(Failure::Refused(lang.no_such_state(args.state.name(), states.join(", "))));
    }
    if !args.first_number.is_empty() && args.first_number.parse::<u32>().is_err() {
        return Err(Failure::Refused(lang.field_number(&args.first_number)));
    }
    let day = match &args.date {
        Some(text) => with_context(office, |context| fields::date(text, "date", &context.dates))
            .map_err(|error| Failure::Refused(lang.refused(lang.field_error(&error))))?,
        None => None,
    };
    let today: Date = office.today().into();
    let proof = Proof {
        date: day.or(entry.occasion.until).or(entry.occasion.from).unwrap_or(today),
        first: args.first_number.clone(),
        suffix: args.suffix.clone(),
        grade: args.grade.clone(),
    };
    let people = wanted(session, office)?;
    if args.state == kind.success() && kind.milestone().is_some() {
        if proof.date.first() > office.today() {
            session.warn(&lang.dated_ahead(lang.date(proof.date)));
        }
        if kind == OccasionKind::Ceremony {
            warn_of(session, office, &people, proof.date);
        }
    }
    let register = office.register();
    let inside =
        session.look(register.len(), |work| register.people_of(entry.id, &register.unit_rows(), work))?;
    let records = |ids: &[PersonId]| -> Vec<(PersonId, Person)> {
        ids.iter().filter_map(|id| Some((*id, office.record(*id)?.person.clone()))).collect()
    };
    let some = records(&people);
    let others: Vec<PersonId> = inside.iter().filter_map(|(row, _)| register.id(*row)).collect();
    let others = records(&others);
    fn borrowed(of: &[(PersonId, Person)]) -> Vec<(PersonId, &Person)> {
        of.iter().map(|(id, person)| (*id, person)).collect()
    }
    let about = (entry.id, &entry.occasion);
    let noted = note_results(&borrowed(&some), &borrowed(&others), about, args.state, Some(&proof));
    let mut noted = noted.map_err(|why| {
        let name = |id| names(register, std::iter::once(id));
        Failure::Refused(match why {
            NotNoted::NumberTaken { number, by } => lang.number_taken(number, name(by)),
            NotNoted::Reached { by } | NotNoted::Unproved { by } => lang.has_reached_it(name(by)),
        })
    })?;
    if !noted.had.is_empty() {
        session.warn(&lang.had_it_before(noted.had.len(), names(register, noted.had.iter().copied())));
    }
    let kind = FieldKind::Coded(Codes::Reasons);
    let reason = with_context(office, |context| fields::read(kind, &args.reason, context))
        .map_err(|error| Failure::Refused(lang.refused(lang.field_error(&error))))?;
    let reason = reason.map_or(String::new(), |value| value.written().into_owned());
    set_reason(&mut noted.edits, &borrowed(&some), entry.id, &reason);
    save(session, office, noted.edits)
}
