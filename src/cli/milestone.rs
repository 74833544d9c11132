//! `ketnap record`, `drop`, `return`, `move`: what happens to a person on the way.

use super::session::with_context;
use super::{Failure, Session, edit, input};
use crate::domain::person::{Leave, LeaveReason};
use crate::domain::{MilestoneKind, Person, PersonId};
use crate::exchange::person_json;
use crate::office::Office;
use clap::Args;
use serde_json::{Value, json};
use std::mem::ManuallyDrop;

#[derive(Debug, Args)]
pub struct Record {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// identified, sympathiser, sent_to_class, certificate, dossier_opened, application … (ketnap man)
    #[arg(value_parser = kind)]
    pub milestone: MilestoneKind,
    /// Ngày; không có thì hôm nay · Date; today when left out
    #[arg(long, value_name = "D")]
    pub date: Option<String>,
    /// Số, ký hiệu văn bản · Document number
    #[arg(long, value_name = "N")]
    pub number: Option<String>,
    /// Thêm một lần nữa, giữ lần trước · A further round; the earlier one stays
    #[arg(long)]
    pub again: bool,
    /// Đọc các mục khác dạng JSON từ stdin, in JSON · Further facts as JSON on stdin, prints JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Drop {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// dropped, withdrawn, refused, moved_away, removed, died, paused
    #[arg(long, value_name = "CODE", value_parser = reason)]
    pub reason: LeaveReason,
    /// Ngày; không có thì hôm nay · Date; today when left out
    #[arg(long, value_name = "D")]
    pub date: Option<String>,
    /// Số, ký hiệu văn bản · Document number
    #[arg(long, value_name = "N")]
    pub number: Option<String>,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Return {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// Ngày; không có thì hôm nay · Date; today when left out
    #[arg(long, value_name = "D")]
    pub date: Option<String>,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Move {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// Đơn vị mới: mã, đường dẫn hoặc tên · The new unit: id, code, path or name
    #[arg(long, value_name = "UNIT")]
    pub to: String,
    /// Ngày; không có thì hôm nay · Date; today when left out
    #[arg(long, value_name = "D")]
    pub date: Option<String>,
    /// Tình huống chuyển (ketnap rules show) · Situation of the move, by its code in the rule set
    #[arg(long, value_name = "CODE", default_value = "")]
    pub situation: String,
}

fn kind(text: &str) -> Result<MilestoneKind, String> {
    MilestoneKind::by_name(text).ok_or_else(|| MilestoneKind::ALL.map(MilestoneKind::name).join(", "))
}

fn reason(text: &str) -> Result<LeaveReason, String> {
    LeaveReason::by_name(text).ok_or_else(|| LeaveReason::ALL.map(LeaveReason::name).join(", "))
}

fn person(session: &Session, id: &str) -> Result<(ManuallyDrop<Office>, PersonId, Person), Failure> {
    let (office, id) = session.office_of(id, false)?;
    let record = office.record(id).ok_or_else(|| Failure::Refused(session.lang.no_such_person(id)))?;
    let person = record.person.clone();
    Ok((office, id, person))
}

/// Records a milestone: into the current round where there is one, else a new one.
pub fn record(session: &Session, args: &Record) -> Result<(), Failure> {
    let (mut office, id, before) = person(session, &args.id)?;
    let mut facts = match if args.json { input::json_if_any(session)? } else { None } {
        Some(Value::Object(facts)) => facts,
        None => serde_json::Map::new(),
        Some(_) => {
            return Err(Failure::Refused(
                session.lang.refused(session.lang.field_wrong_type(session.lang.wanted_object())),
            ));
        }
    };
    if args.date.is_some() {
        let date = session.date(&office, args.date.as_deref())?;
        facts.insert("date".to_owned(), json!(String::from(date)));
    }
    if let Some(number) = &args.number {
        facts.insert("number".to_owned(), json!(number));
    }
    let kind = args.milestone;
    let round = if args.again { before.next_round(kind) } else { before.open_round(kind) };
    let round = round.ok_or_else(|| Failure::Refused(session.lang.refused(kind.name())))?;
    let earlier = before.milestones.get(&(kind, round)).cloned();
    if earlier.is_none() {
        facts.entry("date").or_insert_with(|| json!(office.today().to_string()));
    }
    let read = with_context(&office, |context| {
        person_json::read_milestone(earlier, &Value::Object(facts), context, kind.name())
    });
    let milestone = read.map_err(|error| {
        let text = format!("{}: {}", error.path, session.lang.field_error(&error.error));
        Failure::Refused(session.lang.refused(text))
    })?;
    let mut after = before.clone();
    after.milestones.insert((kind, round), milestone);
    let answer = edit::Answer { json: args.json, anyway: false };
    edit::save(session, &mut office, id, &before, &after, answer)
}

/// Takes a person off the way.
pub fn drop(session: &Session, args: &Drop) -> Result<(), Failure> {
    let (mut office, id, before) = person(session, &args.id)?;
    let number = crate::domain::text::clean(args.number.as_deref().unwrap_or_default())
        .map_err(|error| Failure::Refused(session.lang.text_error(error)))?;
    let date = session.date(&office, args.date.as_deref())?;
    if before.leave_on(date.last_day()).is_some() {
        return Err(Failure::Refused(session.lang.refused(session.lang.left_the_way())));
    }
    let mut after = before.clone();
    let key = after.leaves.keys().next_back().map_or(1, |last| last.saturating_add(1));
    after.leaves.insert(key, Leave { date, reason: args.reason, number, note: String::new(), back: None });
    let answer = edit::Answer { json: args.json, anyway: false };
    edit::save(session, &mut office, id, &before, &after, answer)
}

/// Brings a person back who left or paused.
pub fn bring_back(session: &Session, args: &Return) -> Result<(), Failure> {
    let (mut office, id, before) = person(session, &args.id)?;
    let date = session.date(&office, args.date.as_deref())?;
    let mut after = before.clone();
    let open = after.leaves.values_mut().rev().find(|leave| leave.back.is_none());
    let leave =
        open.ok_or_else(|| Failure::Refused(session.lang.refused(session.lang.still_on_the_way())))?;
    leave.back = Some(date);
    let answer = edit::Answer { json: args.json, anyway: false };
    edit::save(session, &mut office, id, &before, &after, answer)
}

/// Moves a person to another unit.
pub fn move_person(session: &Session, args: &Move) -> Result<(), Failure> {
    let mut office = session.office()?;
    let id = session.person(&office, &args.id)?;
    let Some(to) = session.unit(&office, Some(&args.to))? else { return Ok(()) };
    let date = session.date(&office, args.date.as_deref())?;
    let known = &office.rules().on(date.last()).moves;
    if !args.situation.is_empty() && !known.contains_key(&args.situation) {
        let list = known.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::Refused(session.lang.field_not_one_of(&args.situation, list)));
    }
    office.move_person(id, to, date, &args.situation).map_err(|error| session.failure(&error))?;
    session.saved_record(id)
}
