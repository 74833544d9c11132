//! `ketnap log --journal`: what people did with the store besides changing records.

use super::{Failure, Session};
use crate::domain::{Act, Grant, PersonId, UnitId};
use crate::office::Office;
use crate::store::journal::{Deed, Note};
use serde_json::{Value, json};

/// Prints the notes about the units whose history one may see, oldest first.
pub fn run(session: &Session, office: &Office, in_json: bool) -> Result<(), Failure> {
    session.must_allow(office, Act::SeeHistory)?;
    let mut notes = office.store.notes().map_err(|error| session.failure(&error))?;
    notes.retain(|note| {
        let lineage = unit_of(office, &note.deed).map_or(Vec::new(), |unit| office.lineage(unit));
        office.store.rights().acts(&lineage).allow(Act::SeeHistory)
    });
    let line = |note: &Note| match person_of(&note.deed) {
        Some(id) => format!("{}  {id}", told(session, office, &note.deed)),
        None => told(session, office, &note.deed),
    };
    if in_json {
        let list =
            notes.iter().map(|note| json!({ "at": note.at.to_rfc3339(), "by": note.by, "what": line(note) }));
        return session.json(&Value::Array(list.collect()));
    }
    for note in &notes {
        let when = session.lang.moment(note.at);
        session.say(&format!("{when}  {}  {}", note.by, line(note)))?;
    }
    session.finish(office)
}

fn person_of(deed: &Deed) -> Option<PersonId> {
    match deed {
        Deed::ExportedPerson(id) | Deed::EraseAsked(id) | Deed::Erased(id, _) => Some(*id),
        Deed::Exported { .. }
        | Deed::BackedUp
        | Deed::RuledBy(_)
        | Deed::RuleRemoved(_)
        | Deed::LayerUsed(_)
        | Deed::Granted(_)
        | Deed::Withdrawn(_) => None,
    }
}

/// The unit that a note is about; `None` is the whole store, and whoever is gone from it.
fn unit_of(office: &Office, deed: &Deed) -> Option<UnitId> {
    match deed {
        Deed::Exported { unit, .. } => *unit,
        Deed::Granted(grant) | Deed::Withdrawn(grant) => grant.unit,
        _ => office.record(person_of(deed)?)?.person.unit(),
    }
}

/// A deed in words.
pub fn told(session: &Session, office: &Office, deed: &Deed) -> String {
    let lang = session.lang;
    let named = |unit| session.place(office, unit);
    let role = |grant: &Grant| lang.role(grant.role);
    match deed {
        Deed::Exported { unit, .. } => lang.deed_exported(named(*unit)),
        Deed::ExportedPerson(_) => lang.deed_exported_person(),
        Deed::BackedUp => lang.deed_backed_up(),
        Deed::EraseAsked(_) => lang.deed_erase_asked(),
        Deed::Erased(_, who) => lang.deed_erased(who),
        Deed::Granted(grant) => lang.deed_granted(&grant.who, role(grant), named(grant.unit)),
        Deed::RuleRemoved(key) => lang.deed_rule_removed(lang.rule_key(key)),
        Deed::LayerUsed(layer) => layer.as_ref().map_or(lang.rule_no_layer(), |layer| lang.rule_layer(layer)),
        Deed::RuledBy(key) => lang.deed_ruled(lang.rule_key(key)),
        Deed::Withdrawn(grant) => lang.deed_withdrawn(&grant.who, role(grant), named(grant.unit)),
    }
}
