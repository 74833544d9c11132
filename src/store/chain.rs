//! Reads a book: a trusted snapshot, then the new tails of all logs, as one chain.
//!
//! Takes no lock. What is read is always a whole prefix of the history; a reader that catches
//! writers between two files looks again before it speaks of damage.

use super::error::{Damage, DamageKind, StoreError};
use super::files::{Dir, is_foreign};
use super::fork::take_out_strays;
pub use super::found::{Found, Head};
use super::layout::LOG;
use super::log_line::{self, Line};
use super::mark::{Mark, is_log, read_marks, rightful};
use super::ron_text;
use super::snapshot::{self, Snapshot};
use crate::domain::edit::RecordId;
use crate::domain::{Book, Date, Edit, PersonId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;

/// Largest log file, in bytes; then the log rolls to a further file.
pub const MAX_LOG: u64 = 16 * 1024 * 1024;
/// How often a reader looks again before it calls a gap damage.
const LOOKS: usize = 6;
/// How many actions are remembered to recognise a repeated save.
const REMEMBERED_OPS: usize = 256;

/// A book as read from its folder, with where each log was left off.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    pub book: Book,
    pub head: Head,
    /// Bytes read of each log file.
    pub offsets: BTreeMap<String, u64>,
    /// Bytes after the last whole record of each log file.
    pub torn: BTreeMap<String, u64>,
    /// Recent actions, `(op, part)`.
    pub recent: VecDeque<(String, u32)>,
    /// Steps read since the snapshot.
    pub tail: usize,
    /// And how many bytes those are.
    pub tail_bytes: u64,
    pub damage: Option<Damage>,
    /// What lies among the logs and marks and is none of them: named, and left out.
    pub strays: Vec<Damage>,
    /// Time of change of the folder of logs when it was last read, in nanoseconds.
    pub logs_at: i64,
    /// Number of the folder of logs on its file system: another one is another epoch.
    pub logs: u64,
    /// Records that were changed since somebody last took note of them.
    pub touched: BTreeSet<RecordId>,
    /// Number of the last record that this session put on the disk.
    pub synced: u64,
    /// Read from its beginning: anything may have changed.
    pub anew: bool,
    /// The people whose records alone are in the book; nothing for a whole book.
    pub only: Option<BTreeSet<PersonId>>,
    /// Account that owns the store: its files are believed whatever name they bear.
    pub owner: u32,
}

impl Chain {
    /// A chain that goes on where a snapshot ends.
    fn of(kept: Snapshot, only: Option<BTreeSet<PersonId>>) -> Chain {
        let Snapshot { book, head, offsets, recent } = kept;
        Chain { book, head, offsets, recent: recent.into(), only, ..Chain::default() }
    }

    /// The text of a snapshot of it.
    ///
    /// # Errors
    /// What cannot be written as RON.
    pub fn snapshot(&self) -> Result<String, StoreError> {
        snapshot::encode(&self.book, &self.head, &self.offsets, &self.recent)
    }

    /// Reads the book in the folder `dir`. `path` names it in damage reports; snapshots of the
    /// accounts `me` and `owner` are believed.
    pub fn load(dir: &Dir, path: &str, owner: u32, me: u32) -> io::Result<Chain> {
        Chain::load_only(dir, path, owner, me, None)
    }

    /// As [`Chain::load`]; of people only the records of `only`, where that is asked for.
    pub fn load_only(
        dir: &Dir,
        path: &str,
        owner: u32,
        me: u32,
        only: Option<BTreeSet<PersonId>>,
    ) -> io::Result<Chain> {
        let snapshot =
            snapshot::best(dir, &[me, owner], only.as_ref()).map(|kept| Chain::of(kept, only.clone()));
        let from_snapshot = snapshot.is_some();
        let mut chain = Chain { owner, anew: true, only, ..snapshot.unwrap_or_default() };
        chain.refresh(dir, path)?;
        if chain.damage.is_some() && from_snapshot {
            // The snapshot may be of a history that was written anew in between.
            return Chain::replay(dir, path, owner);
        }
        Ok(chain)
    }

    /// Reads the book from its first record, believing no snapshot.
    pub fn replay(dir: &Dir, path: &str, owner: u32) -> io::Result<Chain> {
        let mut chain = Chain { owner, anew: true, ..Chain::default() };
        chain.refresh(dir, path)?;
        Ok(chain)
    }

    /// Reads what was appended since. True when anything changed.
    pub fn refresh(&mut self, dir: &Dir, path: &str) -> io::Result<bool> {
        let before = self.head.seq;
        if self.damage.as_ref().is_some_and(|damage| !damage.may_pass()) {
            return Ok(false);
        }
        self.damage = None;
        for look in 0..LOOKS {
            if look > 0 {
                std::thread::sleep(std::time::Duration::from_millis(1 << look));
            }
            // Marks first: a mark moves only after its record, so every mark read now lies within
            // the logs read next.
            self.strays.clear();
            let marks = read_marks(dir, self.owner)?;
            let (mut found, damage) = self.read_tails(dir, path)?;
            let head = (self.head.seq, self.head.hash.as_str());
            let known = |file: &str| self.offsets.get(file).is_some_and(|read| *read > 0);
            let strays = take_out_strays(&mut found, &marks, head, known);
            self.strays.extend(strays.iter().map(|name| damaged(path, name, 0, DamageKind::Stray)));
            let stop = self.follow(found, path);
            self.damage = damage.or(stop).or_else(|| self.judge(&marks, path));
            // What is missing is mostly in the log that cannot be read.
            let unread = self.strays.iter().find(|stray| stray.kind != DamageKind::Stray);
            if let (Some(damage), Some(unread)) = (&mut self.damage, unread)
                && damage.may_pass()
            {
                damage.clone_from(unread);
            }
            if !self.damage.as_ref().is_some_and(Damage::may_pass) {
                break;
            }
        }
        Ok(self.head.seq != before)
    }

    /// Reads every log from where it was left off.
    fn read_tails(&mut self, dir: &Dir, path: &str) -> io::Result<(Vec<Found>, Option<Damage>)> {
        let log = match dir.dir(LOG) {
            Ok(log) => log,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), None)),
            Err(error) => return Err(error),
        };
        let mut all = Vec::new();
        let mut damage = None;
        self.logs_at = log.look(".").modified;
        let logs = log.facts()?.inode;
        if self.logs != 0 && self.logs != logs {
            // Somebody was erased: the history was written anew.
            *self = Chain {
                owner: self.owner,
                logs_at: self.logs_at,
                only: self.only.take(),
                anew: true,
                ..Chain::default()
            };
        }
        self.logs = logs;
        self.torn.clear();
        let mut names: Vec<String> = log.list()?.into_iter().map(|(name, _)| name).collect();
        names.retain(|name| ron_text::is_ron(name));
        let extra = names.iter().filter(|name| !is_log(name));
        let extra: Vec<Damage> = extra.map(|name| damaged(path, name, 0, DamageKind::Stray)).collect();
        self.strays.extend(extra);
        names.retain(|name| is_log(name));
        // Where two files have one record, the longer name is that of the copy.
        names.sort_by_key(|name| (name.len(), name.clone()));
        for known in self.offsets.keys() {
            if !names.contains(known) {
                damage.get_or_insert(damaged(path, known, 0, DamageKind::Shorter));
            }
        }
        for name in names {
            let offset = self.offsets.get(&name).copied().unwrap_or(0);
            let file = match log.open_file(&name, MAX_LOG * 2) {
                Ok(Some(file)) => file,
                Ok(None) => continue,
                Err(error) if is_foreign(&error) => {
                    self.set_aside(path, &name, DamageKind::Foreign, &mut damage);
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    // Nothing was ever acknowledged in an empty one.
                    if log.look(&name).size > 0 {
                        self.set_aside(path, &name, DamageKind::Private, &mut damage);
                    }
                    continue;
                }
                Err(error) => return Err(error),
            };
            if !rightful(&name, file.facts.owner, self.owner) {
                self.set_aside(path, &name, DamageKind::WrongOwner, &mut damage);
                continue;
            }
            if file.facts.size < offset {
                damage.get_or_insert(damaged(path, &name, file.facts.size, DamageKind::Shorter));
                continue;
            }
            if file.facts.size == offset {
                continue;
            }
            let bytes = file.read_from(offset)?;
            let lines = read_lines(&bytes, offset, &name);
            if let Some((byte, kind)) = lines.bad {
                damage.get_or_insert(damaged(path, &name, byte, kind));
            }
            let falls =
                lines.found.iter().zip(lines.found.iter().skip(1)).find(|(a, b)| a.step.seq > b.step.seq);
            if let Some((_, late)) = falls {
                let kind = DamageKind::OutOfOrder { seq: late.step.seq };
                damage.get_or_insert(damaged(path, &name, late.start, kind));
            }
            if lines.torn > 0 {
                self.torn.insert(name.clone(), lines.torn);
            }
            all.extend(lines.found);
        }
        Ok((all, damage))
    }

    /// Names what is no rightful log, and goes on without it; a log of which something was read is damaged.
    fn set_aside(&mut self, path: &str, name: &str, kind: DamageKind, damage: &mut Option<Damage>) {
        let found = damaged(path, name, 0, kind);
        match self.offsets.get(name) {
            Some(read) if *read > 0 => drop(damage.get_or_insert(found)),
            _ => self.strays.push(found),
        }
    }

    /// Follows the chain through the records found; what lies beyond a gap waits.
    fn follow(&mut self, found: Vec<Found>, path: &str) -> Option<Damage> {
        let mut by_seq: BTreeMap<u64, Found> = BTreeMap::new();
        let mut damage = None;
        for record in found {
            if record.step.seq <= self.head.seq {
                let kind = DamageKind::Twice { seq: record.step.seq };
                damage.get_or_insert(damaged(path, &record.file, record.start, kind));
                continue;
            }
            if let Some(other) = by_seq.get(&record.step.seq) {
                if other.hash == record.hash && other.file != record.file {
                    // The same record in the copy of a log.
                    let copy = damaged(path, &record.file, 0, DamageKind::Stray);
                    if !self.strays.contains(&copy) {
                        self.strays.push(copy);
                    }
                    continue;
                }
                let kind = DamageKind::Twice { seq: other.step.seq };
                damage.get_or_insert(damaged(path, &record.file, record.start, kind));
                continue;
            }
            by_seq.insert(record.step.seq, record);
        }
        let mut expected = self.head.seq + 1;
        while let Some(record) = by_seq.remove(&expected) {
            if record.step.prev != self.head.hash {
                let kind = DamageKind::BrokenChain { seq: expected };
                return damage.or(Some(damaged(path, &record.file, record.start, kind)));
            }
            let day = Date::from(record.step.at.date_naive());
            let edits = self.of_mine(&record.step.edits);
            if self.book.apply(expected, day, &edits).is_err() {
                let kind = DamageKind::DoesNotApply { seq: expected };
                return damage.or(Some(damaged(path, &record.file, record.start, kind)));
            }
            self.passed(&record);
            expected += 1;
        }
        if let Some(beyond) = by_seq.values().next() {
            damage.get_or_insert(damaged(
                path,
                &beyond.file,
                beyond.start,
                DamageKind::Gap { seq: expected },
            ));
        }
        damage
    }

    /// The edits that are about what is in the book.
    fn of_mine<'a>(&self, edits: &'a [Edit]) -> Cow<'a, [Edit]> {
        let Some(only) = &self.only else { return edits.into() };
        let mine = |edit: &&Edit| edit.record().person().is_none_or(|id| only.contains(&id));
        edits.iter().filter(mine).cloned().collect()
    }

    /// True for edits that can be judged by what is in the book.
    pub fn can_judge(&self, edits: &[Edit]) -> bool {
        let Some(only) = &self.only else { return true };
        edits.iter().all(|edit| edit.record().person().is_some_and(|id| only.contains(&id)))
    }

    /// True when nobody of some people was left out of the book.
    pub fn has_all(&self, people: &[PersonId]) -> bool {
        self.only.as_ref().is_none_or(|only| people.iter().all(|id| only.contains(id)))
    }

    /// Takes note of a record that is now part of the book.
    pub fn passed(&mut self, record: &Found) {
        self.head = Head { seq: record.step.seq, hash: record.hash.clone(), file: record.file.clone() };
        self.offsets.insert(record.file.clone(), record.end);
        self.recent.push_back((record.step.op.clone(), record.step.part));
        if self.recent.len() > REMEMBERED_OPS {
            self.recent.pop_front();
        }
        self.touched.extend(record.step.edits.iter().map(Edit::record));
        self.tail += 1;
        self.tail_bytes += record.end.saturating_sub(record.start);
    }

    /// Every mark must lie on the chain.
    fn judge(&self, marks: &[(String, Mark)], path: &str) -> Option<Damage> {
        marks.iter().find_map(|(author, mark)| {
            let cut = mark.seq > self.head.seq;
            let other = mark.seq == self.head.seq && mark.hash != self.head.hash;
            (cut || other).then(|| Damage {
                file: format!("{path}/book/mark/{author}"),
                byte: 0,
                kind: DamageKind::CutOff { seq: mark.seq },
            })
        })
    }
}

fn damaged(path: &str, file: &str, byte: u64, kind: DamageKind) -> Damage {
    Damage { file: format!("{path}/book/log/{file}"), byte, kind }
}

/// The records in the bytes of a log file.
pub struct Lines {
    pub found: Vec<Found>,
    /// Start of an invalid line that has a valid one after it, or of one that a newer program wrote.
    pub bad: Option<(u64, DamageKind)>,
    /// Bytes after the last valid line.
    pub torn: u64,
}

/// Splits `bytes`, which start at `offset` of the file, into records.
pub fn read_lines(bytes: &[u8], offset: u64, file: &str) -> Lines {
    let mut lines = Lines { found: Vec::new(), bad: None, torn: 0 };
    let mut pending_bad = None;
    let mut start = 0;
    let mut valid_end = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().position(|&b| b == b'\n');
        let record = length.and_then(|n| rest.get(..n)).map_or(Line::Broken, log_line::decode);
        let end = length.map_or(bytes.len(), |n| start + n + 1);
        match record {
            Line::Step(step, hash) => {
                lines.bad = lines.bad.or(pending_bad.map(|byte| (byte, DamageKind::BadLine)));
                valid_end = end;
                lines.found.push(Found {
                    step: *step,
                    hash,
                    file: file.to_owned(),
                    start: offset + start as u64,
                    end: offset + end as u64,
                });
            }
            Line::Unknown => {
                // Never torn, whatever follows: it must not be cut off.
                lines.bad = lines.bad.or(Some((offset + start as u64, DamageKind::Newer)));
                valid_end = end;
            }
            Line::Broken => pending_bad = pending_bad.or(Some(offset + start as u64)),
        }
        start = end;
    }
    lines.torn = (bytes.len() - valid_end) as u64;
    lines
}
