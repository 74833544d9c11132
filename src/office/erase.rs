//! Erasing a person, as the law on personal data may demand: from the records, the history and the
//! snapshots of every book that holds or held the person (`store/erase.rs` has each).
//!
//! Two people have to want it, and the store's owner's account has to do it.

use super::Office;
use crate::domain::{Act, Edit, PersonId, UnitId};
use crate::store::Store;
use crate::store::backup::Unpacked;
use crate::store::error::StoreError;
use crate::store::journal::{Deed, Note};
use std::path::Path;

impl Office {
    /// Asks for a person to be erased. Who manages the unit may.
    ///
    /// # Errors
    /// [`StoreError::NoPerson`] where no book tells of the person.
    pub fn ask_erase(&self, id: PersonId) -> Result<(), StoreError> {
        if self.store.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        if !self.store.rights().acts(&self.lineage_of(id)).allow(Act::Manage) {
            return Err(StoreError::Forbidden(Act::Manage));
        }
        if self.record(id).is_none() && self.books_that_tell_of(id)?.is_empty() {
            return Err(StoreError::NoPerson);
        }
        self.store.note(Deed::EraseAsked(id))
    }

    /// The units in which somebody must manage to have a person erased; none, which is the whole
    /// store, for one who is in the history only.
    fn lineage_of(&self, id: PersonId) -> Vec<UnitId> {
        let unit = self.record(id).and_then(|record| record.person.unit());
        unit.map_or(Vec::new(), |unit| self.lineage(unit))
    }

    /// Every book whose history tells of a person, even where the record is gone.
    fn books_that_tell_of(&self, id: PersonId) -> Result<Vec<UnitId>, StoreError> {
        let mut books = Vec::new();
        for (unit, open) in self.books().iter() {
            let history = self.store.history(open)?;
            let tells = |edit: &Edit| edit.record().person() == Some(id);
            if history.iter().any(|entry| entry.step.edits.iter().any(tells)) {
                books.push(unit);
            }
        }
        Ok(books)
    }

    /// Who asked for a person to be erased, other than the one who would agree now.
    pub fn erase_asked_by(&self, id: PersonId) -> Result<Option<String>, StoreError> {
        let me = &self.store.options.account.name;
        let notes = self.store.notes()?;
        let (access, lineage) = (self.store.access()?, self.lineage_of(id));
        // Who asks must have been somebody who may, whatever the journal was made to say.
        let may = |who: &str| who == self.store.owner_name() || access.acts(who, &lineage).allow(Act::Manage);
        let asked = notes
            .into_iter()
            .rev()
            .find(|note| note.deed == Deed::EraseAsked(id) && note.by != *me && may(&note.by));
        Ok(asked.map(|note| note.by))
    }

    /// Erases a person, after somebody else asked for it; returns in how many books. Safe to repeat
    /// after an interruption.
    ///
    /// # Errors
    /// [`StoreError::NotAsked`] when nobody else did; [`StoreError::NotOwner`].
    pub fn erase(&mut self, id: PersonId) -> Result<usize, StoreError> {
        if self.store.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        self.store.must_own()?;
        for open in self.books().values() {
            self.store.finish_erasing(&open.path)?;
        }
        self.reload()?;
        // What lies behind the damage of a book could not be erased.
        if let Some(damage) = self.damage() {
            return Err(StoreError::Damaged(damage.clone()));
        }
        let books = self.books_that_tell_of(id)?;
        let asked = self.erase_asked_by(id)?;
        let known = !books.is_empty() || (asked.is_some() && !self.store.erased()?.contains(&id));
        if !known {
            return Err(StoreError::NoPerson);
        }
        // Where no book tells of the person any more, the run before was cut off just before its note.
        let asked = asked.ok_or(StoreError::NotAsked)?;
        for book in &books {
            let Some(path) = self.books().get(book).map(|open| open.path.clone()) else { continue };
            self.store.erase_in(&path, id)?;
        }
        self.store.note(Deed::Erased(id, asked))?;
        self.reload()?;
        Ok(books.len())
    }
}

/// Erases from an archive who was erased from the office it is of: the archive is written anew and
/// takes the place of the old one. Returns in how many books.
///
/// # Errors
/// [`StoreError::NotAsked`] for somebody who was not erased from `office`.
pub fn erase_in_archive(office: &Office, archive: &Path, id: PersonId) -> Result<usize, StoreError> {
    let erased = |note: &Note| matches!(&note.deed, Deed::Erased(of, _) if *of == id);
    if !office.store.notes()?.iter().any(erased) {
        return Err(StoreError::NotAsked);
    }
    let unpacked = Unpacked::of(archive)?;
    let copy = Office::open(Store::open(unpacked.path(), office.store.options.clone())?)?;
    let books = copy.books_that_tell_of(id)?;
    for open in books.iter().filter_map(|book| copy.books().get(book)) {
        copy.store.erase_in(&open.path, id)?;
    }
    let fresh = archive.with_extension("new");
    copy.store.backup_to(&fresh)?;
    std::fs::rename(&fresh, archive).map_err(StoreError::io(archive.display().to_string()))?;
    Ok(books.len())
}
