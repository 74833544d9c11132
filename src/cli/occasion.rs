//! `ketnap occasion`: classes, ceremonies and reviews: add, edit, show, remove, whom they ask. What is done with the
//! people in one: `occasion/people.rs`.

mod adopt;
pub(super) mod found;
mod people;

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::catalogue::Codes;
use crate::domain::enrol::{answered, ask, attend, withdraw};
use crate::domain::occasion::{Occasion, OccasionKind};
use crate::domain::{Act, Answer, Date, Edit, FieldKind, UnitId, Why};
use crate::exchange::fields::FieldError;
use crate::exchange::json_error::JsonError;
use crate::exchange::{fields, occasion_json};
use crate::office::Office;
use crate::query::register::{AskedUnit, OccasionEntry};
use crate::store::journal::Deed;
use clap::{Args, Subcommand};
pub(super) use found::found;
use found::save;
use people::ResultArgs;
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
        /// Cả những người có lý do không nên ghi tên · Those too who had better not be put in
        #[arg(long)]
        all: bool,
        /// Ngày cử đi học, nếu khác ngày văn bản · Day on which they are sent, if not that of the document
        #[arg(long, value_name = "D")]
        sent: Option<String>,
    },
    /// Tên lớp đã ghi tự do trên giấy chứng nhận: xem, hoặc lập thành lớp · Class names that were typed freely: list them, or make a class of one
    Adopt {
        /// Tên lớp đúng như đã ghi; không có: chỉ liệt kê · Name as it was typed; without it they are listed
        name: Option<String>,
        /// Ngày cấp, khi tên có nhiều ngày · Day of the certificates, where a name has several
        #[arg(long, value_name = "D")]
        date: Option<String>,
        /// Đơn vị mở lớp · Unit that held it
        #[arg(long, requires = "name")]
        unit: Option<String>,
        /// In JSON
        #[arg(long, conflicts_with = "name")]
        json: bool,
    },
    /// Gợi ý người cần học, phù hợp tiêu chí · Who needs it, or meets what it looks for
    Suggest {
        /// Mã hoặc tên · Id or name
        id: String,
        /// In JSON
        #[arg(long)]
        json: bool,
    },
    /// Rút tên người: mã từ stdin · Take people out: ids on stdin
    Withdraw {
        /// Mã hoặc tên · Id or name
        id: String,
    },
    /// Ghi kết quả của những người có mã trên stdin · Note how it went for those whose ids are on stdin
    Result(ResultArgs),
    /// Điểm danh một buổi: mã từ stdin · Who was at a session: ids on stdin
    Attend {
        /// Mã hoặc tên · Id or name
        id: String,
        /// Buổi thứ mấy · Number of the session
        #[arg(long, value_name = "N")]
        session: u8,
        /// Những người này vắng · They were not there
        #[arg(long)]
        absent: bool,
    },
    /// Sắp thứ tự danh sách: mã từ stdin · Put the list in order: ids on stdin
    Order {
        /// Mã hoặc tên · Id or name
        id: String,
    },
    /// Phân bổ số người cho đơn vị · Ask units for so many people
    Ask {
        /// Mã hoặc tên · Id or name
        id: String,
        /// Số người, 0: bỏ phân bổ · How many, 0: ask no more
        #[arg(long, value_name = "N")]
        people: u32,
        /// Các đơn vị · The units
        #[arg(required = true)]
        units: Vec<String>,
    },
    /// Ghi đơn vị đã trả lời · Note that a unit has answered
    Answer {
        /// Mã hoặc tên · Id or name
        id: String,
        /// Đơn vị · The unit
        unit: String,
        /// Ngày trả lời · Day of the answer
        #[arg(long, value_name = "D")]
        date: Option<String>,
        /// Người trả lời · Who answered
        #[arg(long, default_value = "")]
        by: String,
        /// Lý do không giới thiệu ai · Why nobody is named: a code
        #[arg(long, default_value = "", value_name = "CODE")]
        reason: String,
    },
}

fn refused(session: &Session, error: &JsonError) -> Failure {
    let text = format!("{}: {}", error.path, session.lang.field_error(&error.error));
    Failure::Refused(session.lang.refused(text))
}

/// True for what changes nothing.
pub(super) fn only_asks(args: &OccasionArgs) -> bool {
    matches!(args.what, What::Show { .. } | What::Suggest { .. } | What::Adopt { name: None, .. })
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
            let people = session
                .look(register.len(), |work| register.people_of(entry.id, &register.unit_rows(), work))?;
            if !people.is_empty() {
                return Err(Failure::Refused(session.lang.occasion_in_use(people.len())));
            }
            save(session, &mut office, vec![Edit::remove(entry.id, entry.occasion)])
        }
        What::Enrol { id, waiting, all, sent } => {
            people::enrol(session, &mut office, id, (*all, *waiting), sent.as_deref())
        }
        What::Adopt { name: None, json, .. } => adopt::list(session, &office, *json),
        What::Adopt { name: Some(name), date, unit, .. } => {
            adopt::make(session, &mut office, name, (date.as_deref(), unit.as_deref()))
        }
        What::Suggest { id, json } => people::suggest(session, &office, id, *json),
        What::Withdraw { id } => people::each(session, &mut office, id, |(id, record), entry, _| {
            Ok(withdraw(id, record, entry.id))
        }),
        What::Result(args) => people::result(session, &mut office, args),
        What::Attend { id, session: n, absent } => {
            people::each(session, &mut office, id, |(id, record), entry, _| {
                if !entry.occasion.sessions.contains_key(n) {
                    return Err(Failure::Refused(session.lang.no_session(*n)));
                }
                Ok(attend(id, record, entry.id, *n, !absent).into_iter().collect())
            })
        }
        What::Order { id } => people::order(session, &mut office, id),
        What::Ask { id, people, units } => {
            let entry = found(session, &office, id)?;
            let notice = office.notice(entry.id).ok_or(Failure::Refused(session.lang.no_occasion(id)))?;
            let mut edits = Vec::new();
            for unit in units {
                let unit = session.unit(&office, Some(unit))?.and_then(|id| office.register().unit_by_id(id));
                let Some(unit) = unit else { continue };
                edits.extend(ask(unit.id, &unit.whole(), (entry.id, &notice), *people));
            }
            save(session, &mut office, edits)
        }
        What::Answer { id, unit, date, by, reason } => {
            let entry = found(session, &office, id)?;
            let unit = session.unit(&office, Some(unit))?.and_then(|id| office.register().unit_by_id(id));
            let Some(unit) = unit else { return Ok(()) };
            let notice = office.notice(entry.id).ok_or(Failure::Refused(session.lang.no_occasion(id)))?;
            let typed = |name: &str, read: Result<String, FieldError>| {
                let path = name.to_owned();
                read.map_err(|error| refused(session, &JsonError { path, error }))
            };
            let reason = match with_context(&office, |context| {
                fields::read(FieldKind::Coded(Codes::Reasons), reason, context)
            }) {
                Ok(value) => Ok(value.map_or(String::new(), |value| value.written().into_owned())),
                Err(error) => Err(error),
            };
            let answer = Answer {
                date: answered_on(session, &office, date.as_deref())?,
                by: typed("by", fields::text(by))?,
                reason: typed("reason", reason)?,
            };
            let edits = answered(unit.id, &unit.whole(), (entry.id, &notice), answer);
            save(session, &mut office, edits)
        }
    }
}

/// The day of an answer: none comes from the future.
fn answered_on(session: &Session, office: &Office, date: Option<&str>) -> Result<Date, Failure> {
    let date = session.date(office, date)?;
    match date.first() > office.today() {
        true => Err(Failure::Refused(session.lang.later_than_today())),
        false => Ok(date),
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

fn show(session: &Session, office: &Office, entry: &OccasionEntry, as_json: bool) -> Result<(), Failure> {
    let register = office.register();
    let people =
        session.look(register.len(), |work| register.people_of(entry.id, &register.unit_rows(), work))?;
    let mut asked = register.asked(&register.unit_rows());
    asked.retain(|asked| asked.occasion == entry.id);
    if as_json {
        session
            .note_export(office, Deed::Exported { unit: entry.occasion.unit, people: people.len() as u32 })?;
        let mut out = occasion_json::write(entry.id, &entry.occasion);
        out.insert("unit_name".to_owned(), json!(entry.held_by));
        let quota = |asked: &AskedUnit| {
            let answer = asked.quota.answer.as_ref();
            json!({ "unit": register.id_of_unit(asked.unit).map(String::from), "name": register.name_of_unit(asked.unit),
                "people": asked.quota.people, "answered": answer.map(|answer| answer.date.to_string()),
                "by": answer.map(|answer| &answer.by), "reason": answer.map(|answer| &answer.reason) })
        };
        out.insert("quotas".to_owned(), asked.iter().map(quota).collect());
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
        names: register,
        rules: office.rules(),
        catalogue: &office.store.catalogue,
    };
    let mut lines = Vec::new();
    for fact in crate::domain::Facts::facts(&entry.occasion) {
        let (label, text) = lang.occasion_fact(&fact, called);
        lines.push(format!("{label}: {text}"));
    }
    for asked in &asked {
        lines.push(format!("  {}  {}", register.name_of_unit(asked.unit), lang.quota(&asked.quota)));
    }
    for (row, enrolled) in &people {
        let unit =
            register.unit_on(*row, office.today().into()).map_or("", |unit| register.name_of_unit(unit));
        lines.push(format!("  {}  {unit}  {}", register.name(*row), lang.enrolment_state(enrolled.state)));
    }
    session.say(&lines.join("\n"))?;
    session.finish(office)
}
