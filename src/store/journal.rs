//! The journal: what people did with a store besides changing records. Who took a list out of it,
//! who backed it up, who gave whom a role, who asked to erase somebody. Records go by their ids.
//!
//! One append-only file a person, beside the books. A new kind of note requires: 1 a variant of
//! [`Deed`]; 2 its words in `cli/journal.rs` and `words/history.rs`.

use super::error::StoreError;
use super::files::Dir;
use super::layout::{BESIDE, JOURNAL, READABLE};
use super::mark::{key_of, rightful};
use super::{Store, ron_text};
use crate::domain::rules::RuleKey;
use crate::domain::{Grant, PersonId, UnitId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Largest file, in bytes; then the next one is begun.
const MAX: u64 = 16 << 20;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// A list of the people of a unit (of the whole store) left the program.
    Exported { unit: Option<UnitId>, people: u32 },
    /// Everything held about one person did.
    ExportedPerson(PersonId),
    /// A copy of the whole store was made.
    BackedUp,
    /// Somebody wants a person erased; somebody else has to agree.
    EraseAsked(PersonId),
    /// A person was erased; who had asked for it.
    Erased(PersonId, String),
    /// A rule set was added to the office's own.
    RuledBy(RuleKey),
    /// A rule set was taken out of the office's own.
    RuleRemoved(RuleKey),
    /// A local layer was chosen, or none.
    LayerUsed(Option<String>),
    /// A role was given.
    Granted(Grant),
    /// A role was taken away.
    Withdrawn(Grant),
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub deed: Deed,
}

impl Store {
    fn journal_dir(&self) -> std::io::Result<Dir> {
        self.root.make_dir(JOURNAL, BESIDE)
    }

    /// Notes a deed; on the disk when this returns.
    pub fn note(&self, deed: Deed) -> Result<(), StoreError> {
        let io = || StoreError::io("journal");
        let note = Note { at: self.now(), by: self.options.account.name.clone(), deed };
        let line = ron_text::line(&note)? + "\n";
        let folder = self.journal_dir().map_err(io())?;
        let key = &self.options.account.key;
        for n in 1.. {
            let name = if n == 1 { format!("{key}.ron") } else { format!("{key}.{n}.ron") };
            let file = folder.open_own(&name, READABLE, MAX * 2).map_err(io())?;
            if file.facts.size < MAX {
                return file.append(line.as_bytes()).map_err(io());
            }
        }
        Ok(())
    }

    /// Does something that the journal tells of, each deed with its opposite. The notes come first, so that
    /// nothing is done that it does not know of; where it is not done after all, the opposites are noted.
    pub(super) fn noted(
        &self,
        deeds: Vec<(Deed, Deed)>,
        act: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut told = Vec::new();
        let noted = deeds.into_iter().try_for_each(|(deed, opposite)| {
            self.note(deed)?;
            told.push(opposite);
            Ok(())
        });
        let done = noted.and_then(|()| act());
        if done.is_err() && !matches!(done, Err(StoreError::Unsure { .. })) {
            // What cannot be noted now leaves the journal telling of more than was done, and never of less.
            told.into_iter().for_each(|opposite| drop(self.note(opposite)));
        }
        done
    }

    /// Everyone who was erased.
    pub fn erased(&self) -> Result<BTreeSet<PersonId>, StoreError> {
        let id = |note: Note| match note.deed {
            Deed::Erased(id, _) => Some(id),
            _ => None,
        };
        Ok(self.notes()?.into_iter().filter_map(id).collect())
    }

    /// Every note that can be read, oldest first.
    pub fn notes(&self) -> Result<Vec<Note>, StoreError> {
        let io = || StoreError::io("journal");
        let folder = match self.root.dir(JOURNAL) {
            Ok(folder) => folder,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io()(error)),
        };
        let mut notes: Vec<Note> = Vec::new();
        for (name, _) in folder.list().map_err(io())? {
            let read = match folder.read_ours(&name, MAX * 2) {
                // Whoever was killed in making it left it closed to others.
                Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => continue,
                // What the disk does not give may tell of somebody who was erased.
                read => read.map_err(io())?,
            };
            // Whatever else lies there is no journal, and keeps nobody from reading the others.
            let Some((bytes, facts)) = read else { continue };
            if !name.ends_with(".ron") || !rightful(&name, facts.owner, self.owner) {
                continue;
            }
            let text = String::from_utf8_lossy(&bytes);
            // A line that a killed run left half is no note.
            let lines = text.lines().filter_map(|line| ron_text::parse::<Note>(line).ok());
            notes.extend(lines.map(|note| Note { by: attested(&name, note.by), ..note }));
        }
        notes.sort_by_key(|note| note.at);
        Ok(notes)
    }
}

/// Who wrote a line: the account that the file is named after, whatever the line claims.
fn attested(file: &str, claimed: String) -> String {
    match key_of(file).parse::<u32>() {
        Ok(uid) => super::identity::account_name(uid),
        Err(_) => Some(key_of(file).to_owned()).filter(|key| !key.is_empty()).unwrap_or(claimed),
    }
}
