//! The save: the one way by which anything enters a book. The order of the calls here is the
//! promise that nothing acknowledged is lost.
//!
//! Lock; read what others wrote; every old value must still stand; write one line (or several of
//! one action) with one write; sync; only then say so.

use super::chain::{Chain, Found, MAX_LOG, Mark};
use super::files::Dir;
use super::{Books, OpenBook, Store, StoreError, lock, record, ron_text, snapshot};
use crate::domain::edit::NewBook;
use crate::domain::{Date, Edit, Step, UnitFact, UnitId, Why};

/// Edits of one line, in bytes of RON, before a further line is begun.
const LINE_ROOM: usize = 40 * 1024;
/// A snapshot is made when so many steps lie after the last one.
const SNAPSHOT_EVERY: usize = 200;

/// What to save in one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub op: String,
    pub why: Why,
    pub edits: Vec<Edit>,
}

impl Store {
    /// Saves a change. When this returns without error, it is on the disk. Saving the same action
    /// twice saves it once.
    ///
    /// # Errors
    /// [`StoreError::Clashes`] and [`StoreError::Refused`] when it does not fit what others wrote;
    /// otherwise the cause. After any error nothing of the change is in the book.
    pub fn commit(&self, open: &mut OpenBook, change: &Change) -> Result<(), StoreError> {
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        if self.network {
            return Err(StoreError::NetworkFileSystem(self.path.clone()));
        }
        let dir = self.book_dir(&open.path)?;
        let now = self.now();
        let _lock = lock::take(&dir, &self.options.account.name, &now.to_rfc3339())?;
        let result = self.commit_locked(&dir, open, change, now);
        if matches!(result, Err(StoreError::Io { .. })) {
            // The edits were already applied to the copy in memory: take the disk's word again.
            open.chain =
                Chain::load(&dir, &open.path, &self.trusted()).map_err(StoreError::io(&*open.path))?;
        }
        result
    }

    fn commit_locked(
        &self,
        dir: &Dir,
        open: &mut OpenBook,
        change: &Change,
        now: chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<(), StoreError> {
        let chain = &mut open.chain;
        chain.refresh(dir, &open.path).map_err(StoreError::io(open.path.as_str()))?;
        if let Some(damage) = &chain.damage {
            return Err(StoreError::Damaged(damage.clone()));
        }
        if change.edits.is_empty() || chain.recent.iter().any(|(op, _)| *op == change.op) {
            return Ok(());
        }
        let clashes = chain.book.clashes(&change.edits);
        if !clashes.is_empty() {
            return Err(StoreError::Clashes(clashes));
        }

        // The lines, each the successor of the one before.
        let file = self.own_log(dir)?;
        let start = chain.offsets.get(&file).copied().unwrap_or(0);
        let mut lines = String::new();
        let mut records: Vec<Found> = Vec::new();
        let (mut seq, mut prev) = (chain.head.seq, chain.head.hash.clone());
        for (part, edits) in split(&change.edits)?.into_iter().enumerate() {
            seq += 1;
            let step = Step {
                seq,
                at: now,
                by: self.options.account.name.clone(),
                op: change.op.clone(),
                part: part as u32,
                why: change.why.clone(),
                prev,
                edits,
            };
            let (line, hash) = record::encode(&step)?;
            let begin = start + lines.len() as u64;
            lines.push_str(&line);
            prev = hash.clone();
            let end = start + lines.len() as u64;
            records.push(Found { step, hash, file: file.clone(), start: begin, end });
        }

        // Judge them all before the first byte is written.
        for (n, record) in records.iter().enumerate() {
            let day = Date::from(now.date_naive());
            if let Err(error) = chain.book.apply(record.step.seq, day, &record.step.edits) {
                for earlier in records.iter().take(n).rev() {
                    let back: Vec<Edit> = earlier.step.edits.iter().rev().map(Edit::inverse).collect();
                    let _ = chain.book.apply(chain.head.seq, day, &back);
                }
                return Err(error.into());
            }
        }

        self.write_lines(dir, chain, &file, start, lines.as_bytes())?;
        for record in &records {
            chain.passed(record);
        }
        self.after_write(dir, chain, records.len());
        Ok(())
    }

    /// Step 5 to 7 of the save: one write at the end of one's own log, then one sync.
    fn write_lines(
        &self,
        dir: &Dir,
        chain: &Chain,
        file: &str,
        start: u64,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let failed = || StoreError::io(format!("log/{file}"));
        let log = dir.dir("log").map_err(failed())?;
        let own = log.open_own(file, 0o644, MAX_LOG * 2).map_err(failed())?;
        if own.facts.size > start {
            // What a killed save of mine left behind.
            own.truncate(start).map_err(failed())?;
        }
        if self.durable && !chain.head.file.is_empty() && chain.head.file != file {
            // My record will name the other's as the one before it: that one must be there first.
            if let Some(other) = log.open_file(&chain.head.file, MAX_LOG * 2).map_err(failed())? {
                other.sync_data().map_err(failed())?;
            }
        }
        let written =
            own.write_at(start, bytes).and_then(|()| if self.durable { own.sync_data() } else { Ok(()) });
        if let Err(error) = written {
            // Never retry a sync alone: take the bytes back and report.
            let _ = own.truncate(start);
            return Err(failed()(error));
        }
        Ok(())
    }

    /// What follows a save and may fail without harm: the mark, now and then a snapshot.
    fn after_write(&self, dir: &Dir, chain: &mut Chain, steps: usize) {
        let own = format!("{}.ron", self.options.account.key);
        let mark = Mark { seq: chain.head.seq, hash: chain.head.hash.clone() };
        if let (Ok(folder), Ok(text)) = (dir.dir("mark"), ron_text::line(&mark)) {
            let _ = folder.replace(&own, text.as_bytes(), 0o644, false);
        }
        if (chain.tail >= SNAPSHOT_EVERY || (!self.durable && steps > 0))
            && let (Ok(folder), Ok(text)) = (dir.dir("snapshot"), snapshot::encode(chain))
            && folder.replace(&own, text.as_bytes(), 0o644, self.durable).is_ok()
        {
            chain.tail = 0;
        }
    }

    /// My newest log file in this book, or a further one when it is full.
    fn own_log(&self, dir: &Dir) -> Result<String, StoreError> {
        let key = &self.options.account.key;
        let log = dir.dir("log").map_err(StoreError::io("log"))?;
        let mut n = 1;
        loop {
            let name = if n == 1 { format!("{key}.ron") } else { format!("{key}.{n}.ron") };
            match log.open_file(&name, MAX_LOG * 2).map_err(StoreError::io(format!("log/{name}")))? {
                Some(file) if file.facts.size >= MAX_LOG => n += 1,
                _ => return Ok(name),
            }
        }
    }

    /// Makes a book: a folder below its parent's, its first records, a door plate.
    pub fn add_book(&self, books: &mut Books, new: NewBook, op: &str, why: Why) -> Result<(), StoreError> {
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        let parent = match new.unit.parent {
            Some(parent) => books.get(&parent).ok_or(StoreError::NoUnit)?.path.clone(),
            None => String::new(),
        };
        let path = self.make_folder(&parent, &new.unit.name)?;
        let mut open = OpenBook { unit: new.id, path: path.clone(), chain: Chain::default() };
        let own = Edit::Unit(new.id, None, Some(UnitFact::Whole(Box::new(new.unit.clone()))));
        let edits = std::iter::once(own).chain(new.edits).collect();
        self.commit(&mut open, &Change { op: op.to_owned(), why, edits })?;
        self.write_door_plate(&path, new.id, &new.unit)?;
        books.insert(new.id, open);
        Ok(())
    }

    /// Saves one action in several books, one after the other; each is whole in itself and all
    /// carry the same name, so that one undo takes back all of them. Clashes are looked for in all
    /// of them before the first is written.
    pub fn commit_all(
        &self,
        books: &mut Books,
        changes: Vec<(UnitId, Vec<Edit>)>,
        op: &str,
        why: &Why,
    ) -> Result<(), StoreError> {
        if changes.len() > 1 {
            let mut clashes = Vec::new();
            for (unit, edits) in &changes {
                let open = books.get_mut(unit).ok_or(StoreError::NoUnit)?;
                self.refresh(open)?;
                clashes.extend(open.book().clashes(edits));
            }
            if !clashes.is_empty() {
                return Err(StoreError::Clashes(clashes));
            }
        }
        for (unit, edits) in changes {
            let open = books.get_mut(&unit).ok_or(StoreError::NoUnit)?;
            let own = open.book().units.get(&unit).map(|u| (u.name.clone(), u.kind.clone(), u.parent));
            self.commit(open, &Change { op: op.to_owned(), why: why.clone(), edits })?;
            let (path, now) = (open.path.clone(), open.book().units.get(&unit).cloned());
            let Some(now) = now else { continue };
            if own.as_ref().is_some_and(|(name, kind, _)| *name != now.name || *kind != now.kind) {
                self.write_door_plate(&path, unit, &now)?;
            }
            if let (Some((_, _, before)), Some(parent)) = (own, now.parent)
                && before != Some(parent)
            {
                self.move_folder(books, unit, parent)?;
            }
        }
        Ok(())
    }
}

/// Packs edits into lines, in order.
fn split(edits: &[Edit]) -> Result<Vec<Vec<Edit>>, StoreError> {
    let mut lines: Vec<Vec<Edit>> = vec![Vec::new()];
    let mut room = LINE_ROOM;
    for edit in edits {
        let size = ron_text::line(edit)?.len();
        if size > room && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(Vec::new());
            room = LINE_ROOM;
        }
        if let Some(line) = lines.last_mut() {
            line.push(edit.clone());
        }
        room = room.saturating_sub(size);
    }
    Ok(lines)
}
