//! Mends a damaged book with records from a copy: each by its number and its hash, none invented.
//! Whatever is replaced stays beside, under a name that nobody reads.

use super::Store;
use super::chain::{Found, MAX_LOG, read_lines};
use super::error::{Damage, DamageKind, StoreError};
use super::files::{Dir, is_foreign};
use super::folder::Folder;
use super::fork::longest;
use super::layout::{CORRIDOR, LOG, MARK, READABLE, SNAPSHOT, UNIT};
use super::mark::{Mark, is_log, read_marks, rightful};
use crate::domain::UnitId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::ErrorKind;

/// What became of a damaged book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub path: String,
    /// Records taken from the copy.
    pub taken: usize,
    /// Number of the last record now.
    pub last: u64,
    /// The last record that a mark tells of, where that is further.
    pub missing: Option<u64>,
}

/// A record with its line as it stands in a log.
struct Held {
    found: Found,
    line: Vec<u8>,
    own: bool,
}

impl Store {
    /// Mends every damaged book with what `copy` has of it. With `give_up`, what is in neither is
    /// given up: the book goes on from its last record, and what told of more is set aside.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`]; [`StoreError::Partly`] once the mending began: done again, it goes on.
    pub fn repair_from(&self, copy: Option<&Store>, give_up: bool) -> Result<Vec<Repair>, StoreError> {
        self.must_own()?;
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        let folders = copy.map_or(Ok(Vec::new()), Store::folders)?;
        // What the copy has and this store has not: its door plates say where it was. A unit that
        // only lies elsewhere now is not gone.
        let here: BTreeMap<UnitId, String> =
            self.folders()?.into_iter().map(|folder| (folder.id, folder.path)).collect();
        for folder in &folders {
            let path = here.get(&folder.id).unwrap_or(&folder.path);
            if self.root.stamp(&format!("{path}/book/log")).is_none() {
                self.make_again(path, folder, copy)?;
            }
        }
        let mut repairs = Vec::new();
        let reports = self.check()?;
        // Nothing is wrong with what a newer program wrote, and putting it together anew would leave it out.
        let newer = |damage: &&Damage| damage.kind == DamageKind::Newer;
        if let Some(damage) = reports.iter().flat_map(|report| &report.damage).find(newer) {
            return Err(StoreError::Damaged(damage.clone()));
        }
        for report in reports.into_iter().filter(|report| !report.damage.is_empty()) {
            let same = |folder: &&Folder| Some(folder.id) == report.unit || folder.path == report.path;
            let other = match (copy, folders.iter().find(same)) {
                (Some(copy), Some(folder)) => Some(copy.book_dir(&folder.path)?),
                _ => None,
            };
            let other = other.map(|dir| (dir, copy.map_or(self.owner, |copy| copy.owner)));
            let mended = self.repair_book(&report.path, other, give_up);
            repairs.push(mended.map_err(|error| StoreError::Partly(Box::new(error)))?);
        }
        Ok(repairs)
    }

    /// True when a record touches somebody who was erased.
    fn tells_of_erased(&self, held: &[Held]) -> Result<bool, StoreError> {
        let erased = self.erased()?;
        let mut edits = held.iter().flat_map(|record| &record.found.step.edits);
        Ok(edits.any(|edit| edit.record().person().is_some_and(|id| erased.contains(&id))))
    }

    /// Makes the folder of a book that is gone, empty, where the copy has it.
    fn make_again(&self, path: &str, folder: &Folder, copy: Option<&Store>) -> Result<(), StoreError> {
        let io = || StoreError::io(path);
        let mut at = self.root.dir("").map_err(io())?;
        for name in path.split('/') {
            at = at.make_dir(name, CORRIDOR).map_err(io())?;
        }
        let plate = copy.and_then(|copy| copy.root.dir(&folder.path).ok());
        let plate = plate.and_then(|dir| dir.read(UNIT, super::MAX_SETTINGS).ok().flatten());
        if let Some((bytes, _)) = plate {
            at.replace(UNIT, &bytes, READABLE, true).map_err(io())?;
        }
        self.furnish(&at, path)
    }

    fn repair_book(
        &self,
        path: &str,
        other: Option<(Dir, u32)>,
        give_up: bool,
    ) -> Result<Repair, StoreError> {
        let io = || StoreError::io(path);
        let dir = self.book_dir(path)?;
        let _lock = self.lock_book(&dir, path)?;
        let mut held = lines_of(&dir, self.owner, true).map_err(io())?;
        if let Some((other, owner)) = other {
            let copied = lines_of(&other, owner, false).map_err(StoreError::io(format!("{path} (copy)")))?;
            // A copy from before somebody was erased must not bring the person back.
            if !self.tells_of_erased(&copied)? {
                held.extend(copied);
            }
        }
        let marks = read_marks(&dir, self.owner).map_err(io())?;
        let records: Vec<(&Found, bool)> = held.iter().map(|record| (&record.found, record.own)).collect();
        let chain = longest(&records, &marks, (1, ""));
        let last = chain.last().map_or(0, |n| held.get(*n).map_or(0, |record| record.found.step.seq));
        let taken = chain.iter().filter_map(|n| held.get(*n)).filter(|record| !record.own).count();
        let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for record in chain.iter().filter_map(|n| held.get(*n)) {
            files.entry(&record.found.file).or_default().extend(&record.line);
        }
        let hashes: HashMap<u64, &str> = chain
            .iter()
            .filter_map(|n| held.get(*n))
            .map(|record| (record.found.step.seq, record.found.hash.as_str()))
            .collect();
        let on_chain = |mark: &Mark| hashes.get(&mark.seq).is_some_and(|hash| *hash == mark.hash);
        let beyond: Vec<&(String, Mark)> = marks.iter().filter(|(_, mark)| !on_chain(mark)).collect();
        let missing = beyond.iter().map(|(_, mark)| mark.seq).max();
        // A history that leaves out a record that is here is no mending: not without being told to.
        let kept: BTreeSet<(u64, &str)> = hashes.iter().map(|(seq, hash)| (*seq, *hash)).collect();
        // Nor is one that says something else where a mark says what was there.
        let contradicts =
            |(_, mark): &(String, Mark)| hashes.get(&mark.seq).is_some_and(|hash| *hash != mark.hash);
        let all_kept = !marks.iter().any(contradicts)
            && held
                .iter()
                .filter(|record| record.own)
                .all(|record| kept.contains(&(record.found.step.seq, record.found.hash.as_str())));
        if all_kept || give_up {
            let log = dir.dir(LOG).map_err(io())?;
            let present: BTreeSet<String> =
                log.list().map_err(io())?.into_iter().map(|(name, _)| name).filter(|n| is_log(n)).collect();
            for name in present.iter().filter(|name| !files.contains_key(name.as_str())) {
                log.set_aside(name).map_err(io())?;
            }
            for (name, bytes) in &files {
                let same = log.read(name, MAX_LOG * 2).ok().flatten().is_some_and(|(now, _)| now == *bytes);
                if !same {
                    if present.contains(*name) {
                        log.set_aside(name).map_err(io())?;
                    }
                    log.replace(name, bytes, READABLE, true).map_err(io())?;
                }
            }
            if give_up {
                let folder = dir.dir(MARK).map_err(io())?;
                for (name, _) in &beyond {
                    folder.set_aside(name).map_err(io())?;
                }
            }
            // What was derived from the damaged history is not to be believed any more.
            let folder = dir.dir(SNAPSHOT).map_err(io())?;
            for (name, _) in folder.list().map_err(io())? {
                let _ = folder.remove(&name);
            }
        }
        let (taken, missing) = match (all_kept, give_up) {
            (_, true) => (taken, None),
            (true, _) => (taken, missing),
            (false, _) => (0, missing.max(held.iter().filter(|r| r.own).map(|r| r.found.step.seq).max())),
        };
        Ok(Repair { path: path.to_owned(), taken, last, missing })
    }
}

/// Every whole record in the logs of a book, whatever stands between them. What bears another's
/// name than its owner's is nobody's.
fn lines_of(book: &Dir, owner: u32, own: bool) -> std::io::Result<Vec<Held>> {
    let log = book.dir(LOG)?;
    let mut held = Vec::new();
    for (name, _) in log.list()?.into_iter().filter(|(name, _)| is_log(name)) {
        let (bytes, facts) = match log.read(&name, MAX_LOG * 2) {
            Ok(Some(read)) => read,
            Ok(None) => continue,
            // What is no log of mine may be what is to be mended. Anything else that cannot be read may hold what
            // would be called missing, and be given up.
            Err(error) if own && (is_foreign(&error) || error.kind() == ErrorKind::PermissionDenied) => {
                continue;
            }
            Err(error) => return Err(error),
        };
        if !rightful(&name, facts.owner, owner) {
            continue;
        }
        for found in read_lines(&bytes, 0, &name).found {
            let line = bytes.get(found.start as usize..found.end as usize).unwrap_or_default().to_vec();
            held.push(Held { found, line, own });
        }
    }
    Ok(held)
}
