//! `ketnap log [UNIT|ID]`: who changed what, when; `--journal`: who took data out, gave roles, erased.

use super::{Failure, Session};
use crate::domain::Act;
use crate::domain::edit::RecordId;
use crate::store::history::LoggedStep;
use crate::store::journal::Deed;
use crate::words::history::Called;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Log {
    /// Đơn vị hoặc mã trong sổ của một người · A unit, or a person's record id
    pub what: Option<String>,
    /// Người đã xuất, sao lưu, phân quyền, xóa · Who exported, backed up, granted roles, erased
    #[arg(long, conflicts_with = "what")]
    pub journal: bool,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the history, oldest first.
pub fn run(session: &Session, args: &Log) -> Result<(), Failure> {
    let office = session.office()?;
    if args.journal {
        return super::journal::run(session, &office, args.json);
    }
    let (unit, record) = match &args.what {
        None => (None, None),
        Some(text) => match office.find_unit(text) {
            Ok(unit) => (Some(unit), None),
            Err(_) => {
                // Who sees only the history finds nobody in the register: a whole id will do.
                let id =
                    session.person(&office, text).or_else(|failure| text.parse().map_err(|_| failure))?;
                (None, Some(RecordId::Person(id)))
            }
        },
    };
    let entries = match record {
        Some(record) => office.history_of(record),
        None => office.history(unit),
    };
    let entries = entries.map_err(|error| session.failure(&error))?;
    let lang = session.lang;
    if entries.is_empty()
        && let (Some(_), Some(text)) = (record, &args.what)
    {
        return Err(Failure::Refused(lang.no_such_person(text)));
    }
    session.must_allow(&office, Act::SeeHistory)?;
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    let edits = |entry: &LoggedStep| {
        let wanted =
            entry.step.edits.iter().filter(|edit| record.is_none_or(|record| edit.record() == record));
        wanted.map(|edit| (edit.record(), lang.edit(edit, called))).collect::<Vec<_>>()
    };
    if args.json {
        let deed = match record {
            Some(RecordId::Person(id)) => Deed::ExportedPerson(id),
            _ => Deed::Exported { unit, people: 0 },
        };
        session.note_export(&office, deed)?;
        let list = entries.iter().map(|entry| {
            let step = &entry.step;
            let edits = edits(entry).into_iter().map(|(record, changed)| {
                let id = match record {
                    RecordId::Unit(id) => json!({ "unit": String::from(id) }),
                    RecordId::Person(id) => json!({ "person": String::from(id) }),
                    RecordId::Occasion(id) => json!({ "occasion": String::from(id) }),
                };
                json!({ "record": id, "field": changed.field, "old": changed.before, "new": changed.after })
            });
            json!({
                "seq": step.seq, "book": String::from(entry.book), "at": step.at.to_rfc3339(), "by": entry.author,
                "claims": entry.disputed.then_some(&step.by), "owner": entry.owner, "why": lang.why(&step.why), "op": step.op, "edits": edits.collect::<Vec<_>>(),
            })
        });
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let mut lines = Vec::new();
    for entry in &entries {
        let step = &entry.step;
        let when = lang.moment(step.at);
        lines.push(format!("{when}  {}  {}  #{}", entry.author, lang.why(&step.why), step.seq));
        if entry.disputed {
            lines.push(format!("    ! {}", lang.disputed(&step.by)));
        }
        for (record, changed) in edits(entry) {
            let name = office.name_of(record);
            let change = if changed.before.is_empty() && changed.after.is_empty() {
                changed.field
            } else {
                format!("{name}: {}: {} → {}", changed.field, dash(&changed.before), dash(&changed.after))
            };
            lines.push(format!("    {change}"));
        }
    }
    if !lines.is_empty() {
        session.say(&lines.join("\n"))?;
    }
    session.finish(&office)
}

/// A value of the history, also when there is none.
pub fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}
