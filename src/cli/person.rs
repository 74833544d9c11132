//! `ketnap person ID --all`: everything that the store holds about one person, for the person who
//! asks: records, the history of changes, and who took the data out.

use super::journal::told;
use super::log::dash;
use super::{Failure, Session};
use crate::domain::edit::RecordId;
use crate::domain::{Act, Facts, PersonId, UnitId};
use crate::exchange::person_json;
use crate::office::Office;
use crate::store::journal::{Deed, Note};
use crate::words::history::Called;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct PersonArgs {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// Toàn bộ dữ liệu, cả lịch sử và người đã xuất · Everything, with history and who exported it
    #[arg(long)]
    pub all: bool,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints it.
pub fn run(session: &Session, args: &PersonArgs) -> Result<(), Failure> {
    if !args.all {
        let show = super::show::Show { id: args.id.clone(), json: args.json };
        return super::show::run(session, &show);
    }
    let office = session.office()?;
    let lang = session.lang;
    let id = session.person(&office, &args.id)?;
    let record = office.record(id).ok_or_else(|| Failure::Refused(lang.no_such_person(id)))?;
    let unit = record.person.unit().unwrap_or(UnitId::from_bits(0));
    if !office.store.rights().acts(&office.lineage(unit)).allow(Act::SeePrivate) {
        return Err(Failure::Refused(lang.forbidden(Act::SeePrivate)));
    }
    let history = office.history_of(RecordId::Person(id)).map_err(|error| session.failure(&error))?;
    let exports = exports(&office, id).map_err(|error| session.failure(&error))?;
    session.note_export(&office, Deed::ExportedPerson(id))?;
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    if args.json {
        let records: Vec<Value> = office
            .copies(id)
            .into_iter()
            .map(|(book, person)| json!({ "book": String::from(book), "record": person_json::write(person) }))
            .collect();
        let history: Vec<Value> = history
            .iter()
            .map(|entry| {
                let mine = entry.step.edits.iter().filter(|edit| edit.record() == RecordId::Person(id));
                let changes: Vec<Value> = mine
                    .map(|edit| lang.edit(edit, called))
                    .map(|c| json!({ "field": c.field, "old": c.before, "new": c.after }))
                    .collect();
                json!({ "at": entry.step.at.to_rfc3339(), "by": entry.author, "changes": changes })
            })
            .collect();
        let exports: Vec<Value> = exports
            .iter()
            .map(|note| json!({ "at": note.at.to_rfc3339(), "by": note.by, "what": told(session, &office, &note.deed) }))
            .collect();
        return session.json(&json!({
            "id": String::from(id), "records": records, "history": history, "exports": exports,
        }));
    }
    for (book, person) in office.copies(id) {
        session.say(&lang.held_in(called.names.unit(book)))?;
        for fact in person.facts() {
            let (field, text) = lang.person_fact(&fact, called);
            session.say(&format!("  {field}  {text}"))?;
        }
    }
    session.say(&lang.title_history())?;
    for entry in &history {
        for edit in entry.step.edits.iter().filter(|edit| edit.record() == RecordId::Person(id)) {
            let changed = lang.edit(edit, called);
            let when = lang.moment(entry.step.at);
            let (before, after) = (dash(&changed.before), dash(&changed.after));
            session.say(&format!("  {when}  {}  {}: {before} → {after}", entry.author, changed.field))?;
        }
    }
    session.say(&lang.who_took_it())?;
    for note in &exports {
        let when = lang.moment(note.at);
        session.say(&format!("  {when}  {}  {}", note.by, told(session, &office, &note.deed)))?;
    }
    session.finish(&office)
}

/// What was noted about a person: lists of units that follow or followed the person, copies, requests.
fn exports(office: &Office, id: PersonId) -> Result<Vec<Note>, crate::store::StoreError> {
    let posts = office.record(id).map_or(Vec::new(), |record| record.person.posts.values().collect());
    let lineage: Vec<UnitId> = posts.iter().flat_map(|post| office.lineage(post.unit)).collect();
    let entered = office.record(id).map(|record| record.entered.first());
    let mut notes = office.store.notes()?;
    notes.retain(|note| match &note.deed {
        Deed::ExportedPerson(of) | Deed::EraseAsked(of) | Deed::Erased(of, _) => *of == id,
        Deed::Exported { unit: Some(unit), .. } if !lineage.contains(unit) => false,
        Deed::Exported { .. } | Deed::BackedUp => entered.is_none_or(|day| note.at.date_naive() >= day),
        Deed::RuledBy(_)
        | Deed::RuleRemoved(_)
        | Deed::LayerUsed(_)
        | Deed::Granted(_)
        | Deed::Withdrawn(_) => false,
    });
    Ok(notes)
}
