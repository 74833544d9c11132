//! The save: the one way by which anything enters a book. The order of the calls here is the
//! promise that nothing acknowledged is lost.
//!
//! Lock; read what others wrote; every old value must still stand; write one line (or several of
//! one action) with one write; sync; only then say so.

use super::chain::{Chain, Found, MAX_LOG, read_lines};
use super::error::{Damage, DamageKind};
use super::files::{Dir, File, is_foreign};
use super::layout::{LOG, MARK, READABLE, SNAPSHOT};
use super::mark::Mark;
use super::{OpenBook, Store, StoreError, log_line, ron_text};
use crate::domain::{Date, Edit, Step, Why};
use chrono::{DateTime, FixedOffset};

/// Edits of one line, in bytes of RON, before a further line is begun.
const LINE_ROOM: usize = 40 * 1024;
/// Lines of one write; a log file rolls between writes.
const BATCH_LINES: usize = 64;
/// A snapshot is made when so many steps lie after the last one.
const SNAPSHOT_EVERY: usize = 200;
/// Or so many bytes of them: after an import of thousands every save would read all of its lines again.
const SNAPSHOT_BYTES: u64 = 512 << 10;

/// What to save in one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSave {
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
    /// otherwise the cause. After any error nothing of the change is in the book; only of one with
    /// more than `BATCH_LINES` lines the batches before the failing one are, and saving it again
    /// under the same name goes on behind them.
    pub fn commit(&self, open: &mut OpenBook, change: &ToSave) -> Result<(), StoreError> {
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        if self.network {
            return Err(StoreError::NetworkFileSystem(self.path.clone()));
        }
        // A role that does not reach so far is said in words before the kernel says it in numbers;
        // the judgment that counts is the one under the lock.
        self.permit(open, &change.edits)?;
        open.view.take();
        self.note_uses(&change.edits);
        let dir = self.book_dir(&open.path)?;
        let now = self.now();
        let mut lines = split(&change.edits)?.into_iter().peekable();
        let mut part = 0;
        // A change too large for one write is several, each whole in itself.
        while lines.peek().is_some() {
            let batch: Vec<Written> = lines.by_ref().take(BATCH_LINES).collect();
            let count = batch.len() as u32;
            let lock = self.lock_book(&dir, &open.path)?;
            self.commit_locked(&dir, open, change, &batch, part, now)?;
            // A disk that does not say so has not taken the lock away.
            if !lock.holds(&dir).unwrap_or(true) {
                drop(lock);
                self.commit_again(&dir, open, change, &batch, part, now)?;
            }
            part += count;
        }
        if self.durable {
            self.ring();
        }
        Ok(())
    }

    /// After somebody took the lock file away during a save: whoever took the new one may have written beside
    /// me. With that one in hand, what I wrote is on the chain, or it is cut off again and saved anew.
    fn commit_again(
        &self,
        dir: &Dir,
        open: &mut OpenBook,
        change: &ToSave,
        batch: &[Written],
        part: u32,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let unsure = |error: StoreError| {
            let source = std::io::Error::other(error.to_string());
            StoreError::Unsure { what: open.path.clone(), source }
        };
        let _lock = self.lock_book(dir, &open.path).map_err(unsure)?;
        let load = || {
            let me = self.options.account.uid;
            Chain::load(dir, &open.path, self.owner, me).map_err(StoreError::io(open.path.as_str()))
        };
        let chain = load().map_err(unsure)?;
        let there = chain.recent.iter().any(|(op, at)| *op == change.op && *at >= part);
        let forked = !there || matches!(chain.damage, Some(Damage { kind: DamageKind::Twice { .. }, .. }));
        if forked {
            let file = self.own_log(dir)?;
            let failed = || StoreError::io(format!("log/{file}"));
            let own =
                dir.dir(LOG).and_then(|log| log.open_own(&file, READABLE, MAX_LOG * 2)).map_err(failed())?;
            let lines = read_lines(&own.read_from(0).map_err(failed())?, 0, &file).found;
            let mine = lines.iter().find(|found| found.step.op == change.op && found.step.part >= part);
            if let Some(start) = mine.map(|found| found.start) {
                own.truncate(start).and_then(|()| own.sync_data()).map_err(failed())?;
            }
        }
        open.chain = if forked { load()? } else { chain };
        // What is there is not saved a second time.
        self.commit_locked(dir, open, change, batch, part, now)
    }

    fn commit_locked(
        &self,
        dir: &Dir,
        open: &mut OpenBook,
        change: &ToSave,
        batch: &[Written],
        first_part: u32,
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let read = || StoreError::io(open.path.as_str());
        open.chain.refresh(dir, &open.path).map_err(read())?;
        let broken =
            open.chain.damage.as_ref().is_some_and(|damage| !matches!(damage.kind, DamageKind::Copy { .. }));
        if broken || !open.chain.can_judge(&change.edits) {
            // Judge from the first byte before the last word: what I have read may have been taken
            // back by a writer whose sync failed, or be less than the edits are about.
            open.chain = Chain::load(dir, &open.path, self.owner, self.options.account.uid).map_err(read())?;
        }
        self.permit_now(open, &change.edits)?;
        let chain = &mut open.chain;
        if let Some(damage) = &chain.damage {
            return Err(StoreError::Damaged(damage.clone()));
        }
        let saved = |(op, part): &(String, u32)| *op == change.op && *part == first_part;
        if chain.recent.iter().any(saved) {
            return Ok(());
        }
        let clashes = chain.book.clashes(batch.iter().flat_map(|line| &line.edits));
        if !clashes.is_empty() {
            return Err(StoreError::Clashes(clashes));
        }

        // The lines, each the successor of the one before.
        let file = self.own_log(dir)?;
        let start = chain.offsets.get(&file).copied().unwrap_or(0);
        let mut text = String::new();
        let mut records: Vec<Found> = Vec::new();
        let (mut seq, mut prev) = (chain.head.seq, chain.head.hash.clone());
        for (Written { edits, text: written }, part) in batch.iter().zip(first_part..) {
            seq += 1;
            let mut step = Step {
                seq,
                at: now,
                by: self.options.account.name.clone(),
                op: change.op.clone(),
                part,
                why: change.why.clone(),
                prev,
                edits: Vec::new(),
            };
            let (line, hash) = log_line::encode_with(&step, written)?;
            step.edits.clone_from(edits);
            let begin = start + text.len() as u64;
            text.push_str(&line);
            prev = hash.clone();
            let end = start + text.len() as u64;
            records.push(Found { step, hash, file: file.clone(), start: begin, end });
        }

        // Judge them all before the first byte is written.
        let day = Date::from(now.date_naive());
        for (n, record) in records.iter().enumerate() {
            if let Err(error) = chain.book.apply(record.step.seq, day, &record.step.edits) {
                take_back(chain, records.iter().take(n), day);
                return Err(error.into());
            }
        }
        if let Err(error) = self.write_lines(dir, chain, &file, start, text.as_bytes()) {
            take_back(chain, records.iter(), day);
            return Err(error);
        }
        for record in &records {
            chain.passed(record);
        }
        if self.durable {
            chain.synced = chain.head.seq;
        }
        self.after_write(dir, &open.path, chain, records.len());
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
        let log = dir.dir(LOG).map_err(failed())?;
        let own = log.open_own(file, READABLE, MAX_LOG * 2).map_err(failed())?;
        if own.facts.size == 0 && self.durable {
            self.stir();
        }
        if own.facts.size > start {
            // What a killed save of mine left behind; never a line that may have been acknowledged.
            let left = read_lines(&own.read_from(start).map_err(failed())?, start, file);
            if !left.found.is_empty() || left.bad.is_some() {
                let file = format!("log/{file}");
                let (byte, kind) = left.bad.unwrap_or((start, DamageKind::BadLine));
                return Err(StoreError::Damaged(Damage { file, byte, kind }));
            }
            own.truncate(start).map_err(failed())?;
        }
        if self.durable && chain.head.seq > 0 && chain.head.seq != chain.synced {
            // My record will name this one as the one before it, which must be there first: its writer, a killed
            // session of mine too, may not have come to that.
            if let Some(before) = log.open_file(&chain.head.file, MAX_LOG * 2).map_err(failed())? {
                before.sync_data().map_err(failed())?;
            }
        }
        let written =
            own.write_at(start, bytes).and_then(|()| if self.durable { own.sync_data() } else { Ok(()) });
        if let Err(error) = written {
            // Never retry a sync alone: take the bytes back and report. What cannot be cut off is
            // made no line at all; where not even that goes, nobody knows what the disk will hold.
            return Err(match own.truncate(start) {
                Ok(()) => failed()(error),
                Err(_) => {
                    let _ = own.write_at(start, b"x");
                    StoreError::Unsure { what: format!("log/{file}"), source: error }
                }
            });
        }
        Ok(())
    }

    /// What follows a save and may fail without harm: the mark, now and then a snapshot.
    fn after_write(&self, dir: &Dir, path: &str, chain: &mut Chain, steps: usize) {
        let own = format!("{}.ron", self.options.account.key);
        let mark = Mark::new(chain.head.seq, chain.head.hash.clone());
        if let (Ok(folder), Ok(text)) = (dir.dir(MARK), ron_text::line(&mark)) {
            // Where a restored mark of my name is not mine to move, one beside it is.
            let beside = format!("{}.own.ron", self.options.account.key);
            let _ = folder
                .replace(&own, text.as_bytes(), READABLE, false)
                .or_else(|_| folder.replace(&beside, text.as_bytes(), READABLE, false));
        }
        let long = chain.tail >= SNAPSHOT_EVERY || chain.tail_bytes >= SNAPSHOT_BYTES;
        if (long || (!self.durable && steps > 0))
            && let (Ok(folder), Some(text)) = (dir.dir(SNAPSHOT), self.snapshot(dir, path, chain))
            && folder.replace(&own, text.as_bytes(), READABLE, self.durable).is_ok()
        {
            (chain.tail, chain.tail_bytes) = (0, 0);
        }
    }

    /// The text of a snapshot of a whole book.
    fn snapshot(&self, dir: &Dir, path: &str, chain: &Chain) -> Option<String> {
        if chain.only.is_none() {
            return chain.snapshot().ok();
        }
        let whole = Chain::load(dir, path, self.owner, self.options.account.uid).ok()?;
        if whole.damage.is_some() { None } else { whole.snapshot().ok() }
    }

    /// My newest log file in this book, or a further one when it is full.
    fn own_log(&self, dir: &Dir) -> Result<String, StoreError> {
        let key = &self.options.account.key;
        let log = dir.dir(LOG).map_err(StoreError::io(LOG))?;
        let mut n = 1;
        loop {
            let name = if n == 1 { format!("{key}.ron") } else { format!("{key}.{n}.ron") };
            let opened = match log.open_file(&name, MAX_LOG * 2) {
                // Something else took the name.
                Err(error) if is_foreign(&error) => {
                    n += 1;
                    continue;
                }
                other => other.map_err(StoreError::io(format!("log/{name}")))?,
            };
            match opened {
                // One of my name that is not mine was restored from a copy: mine goes on beside it.
                // So does one that a copy shares: it would be written as well.
                Some(File { facts, .. })
                    if facts.size >= MAX_LOG
                        || facts.links > 1
                        || facts.owner != self.options.account.uid =>
                {
                    n += 1;
                }
                _ => return Ok(name),
            }
        }
    }
}

/// Undoes in memory what is not going to be on the disk.
fn take_back<'a>(chain: &mut Chain, records: impl DoubleEndedIterator<Item = &'a Found>, day: Date) {
    for record in records.rev() {
        let back: Vec<Edit> = record.step.edits.iter().rev().map(Edit::inverse).collect();
        let _ = chain.book.apply(chain.head.seq, day, &back);
    }
}

/// The edits of a line, and their text.
struct Written {
    edits: Vec<Edit>,
    text: String,
}

/// Packs edits into lines, in order.
fn split(edits: &[Edit]) -> Result<Vec<Written>, StoreError> {
    let mut lines: Vec<Written> = Vec::new();
    for edit in edits {
        let text = ron_text::line(edit)?;
        match lines.last_mut().filter(|line| line.text.len() + text.len() <= LINE_ROOM) {
            Some(line) => {
                line.text.push(',');
                line.text.push_str(&text);
                line.edits.push(edit.clone());
            }
            None => lines.push(Written { edits: vec![edit.clone()], text }),
        }
    }
    Ok(lines)
}
