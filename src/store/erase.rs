//! Erasing a person, as the law on personal data may demand: from the records, the history and the
//! snapshots of every book that holds or held the person.
//!
//! Nothing else in a store is ever rewritten. A book that loses a person begins a new epoch: its
//! first record holds the end of the old chain, then comes every old step, by whom and when it was,
//! without the edits of that person. Two people have to want it, and the store's owner's account
//! has to do it.

use super::backup::Unpacked;
use super::chain::{Chain, MAX_LOG, read_lines};
use super::error::StoreError;
use super::files::Dir;
use super::history::attested;
use super::journal::{Deed, Note};
use super::mark::Mark;
use super::{Account, Office, Store, record, ron_text};
use crate::domain::{Act, Edit, PersonId, Step, UnitId, Why};
use std::collections::BTreeMap;
use std::path::Path;

/// Folder of the new logs until they take the place of the old ones.
const NEW: &str = "log.new";

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

impl Store {
    /// Erases a person from one book.
    pub fn erase_in(&self, path: &str, id: PersonId) -> Result<(), StoreError> {
        let io = || StoreError::io(path);
        let dir = self.book_dir(path)?;
        let _lock = self.lock_book(&dir, path)?;
        let old = Chain::replay(&dir, path, self.owner).map_err(io())?;
        if let Some(damage) = old.damage {
            return Err(StoreError::Damaged(damage));
        }
        let files = self.new_epoch(&dir.dir("log").map_err(io())?, path, &old, id)?;
        let fresh = dir.make_dir(NEW, super::tree::SHARED).map_err(io())?;
        for (name, text) in &files.logs {
            fresh.replace(name, text.as_bytes(), 0o644, true).map_err(io())?;
        }
        fresh.sync().map_err(io())?;
        // What was derived from the old chain goes first: without marks and snapshots either set of
        // logs is a sound book.
        for part in ["mark", "snapshot"] {
            let folder = dir.dir(part).map_err(io())?;
            for (name, _) in folder.list().map_err(io())? {
                folder.remove(&name).map_err(io())?;
            }
            folder.sync().map_err(io())?;
        }
        dir.copy_gate("log", NEW).map_err(io())?;
        dir.exchange(NEW, "log").map_err(io())?;
        let mark = ron_text::line(&files.mark)?;
        let own = format!("{}.ron", self.options.account.key);
        dir.dir("mark").and_then(|marks| marks.replace(&own, mark.as_bytes(), 0o644, true)).map_err(io())?;
        dir.remove_tree(NEW).map_err(io())?;
        self.ring();
        Ok(())
    }

    /// The logs of the book without the person.
    fn new_epoch(&self, log: &Dir, path: &str, old: &Chain, id: PersonId) -> Result<Epoch, StoreError> {
        let mut steps: BTreeMap<u64, (String, Step)> = BTreeMap::new();
        for name in old.offsets.keys() {
            let read = log.read(name, MAX_LOG * 2).map_err(StoreError::io(path))?;
            let Some((bytes, facts)) = read else { continue };
            let author = attested(name, facts.owner);
            for found in read_lines(&bytes, 0, name).found {
                let mut step = found.step;
                // Only the owner will answer for the new file: what the kernel said of the old one
                // goes into the line.
                if let Some(author) = author.as_ref().filter(|author| **author != step.by) {
                    step.by = format!("{} [{author}]", step.by);
                }
                steps.insert(step.seq, (name.clone(), step));
            }
        }
        let Account { key, name, .. } = &self.options.account;
        let first = Step {
            seq: 1,
            at: self.now(),
            by: name.clone(),
            op: self.options.ids.op(),
            part: 0,
            why: Why::Epoch { seq: old.head.seq, hash: old.head.hash.clone() },
            prev: String::new(),
            edits: Vec::new(),
        };
        let (mut logs, mut prev): (BTreeMap<String, String>, _) = (BTreeMap::new(), String::new());
        let mut last = 0;
        let rest = steps.into_values().map(|(file, step)| (file, Step { seq: step.seq + 1, ..step }));
        for (file, mut step) in std::iter::once((format!("{key}.ron"), first)).chain(rest) {
            step.prev = prev;
            step.edits.retain(|edit| edit.record().person() != Some(id));
            let (line, hash) = record::encode(&step)?;
            logs.entry(file).or_default().push_str(&line);
            (prev, last) = (hash, step.seq);
        }
        Ok(Epoch { logs, mark: Mark::new(last, prev) })
    }

    /// True when an erasing was interrupted: what it was to replace, or replaced, is still there.
    pub(super) fn is_erasing(&self, path: &str) -> bool {
        self.root.stamp(&format!("{path}/book/{NEW}")).is_some()
    }

    /// Removes what an interrupted erasing left behind: new logs that never took their place, or
    /// the old ones.
    fn finish_erasing(&self, path: &str) -> Result<(), StoreError> {
        if !self.is_erasing(path) {
            return Ok(());
        }
        let dir = self.book_dir(path)?;
        let _lock = self.lock_book(&dir, path)?;
        dir.remove_tree(NEW).map_err(StoreError::io(path))
    }
}

/// A book's logs as they are to be.
struct Epoch {
    logs: BTreeMap<String, String>,
    mark: Mark,
}
