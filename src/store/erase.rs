//! A book without a person: a new epoch in the place of the old one, whole or not at all.
//!
//! Its first record holds the end of the old chain, then comes every old step, by whom and when it was, without the
//! edits of the person. Nothing else in a store is ever rewritten. Who may ask for it is for `office/erase.rs`.

use super::chain::{Chain, MAX_LOG, read_lines};
use super::error::StoreError;
use super::files::Dir;
use super::history::attested;
use super::layout::{LOG, MARK, NEW_LOG, READABLE, SHARED, SNAPSHOT};
use super::mark::Mark;
use super::{Account, Store, log_line, ron_text};
use crate::domain::{PersonId, Step, Why};
use std::collections::BTreeMap;

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
        let files = self.new_epoch(&dir.dir(LOG).map_err(io())?, path, &old, id)?;
        let fresh = dir.make_dir(NEW_LOG, SHARED).map_err(io())?;
        for (name, text) in &files.logs {
            fresh.replace(name, text.as_bytes(), READABLE, true).map_err(io())?;
        }
        fresh.sync().map_err(io())?;
        // What was derived from the old chain goes first: without marks and snapshots either set of
        // logs is a sound book.
        for part in [MARK, SNAPSHOT] {
            let folder = dir.dir(part).map_err(io())?;
            for (name, _) in folder.list().map_err(io())? {
                folder.remove(&name).map_err(io())?;
            }
            folder.sync().map_err(io())?;
        }
        dir.copy_gate(LOG, NEW_LOG).map_err(io())?;
        dir.exchange(NEW_LOG, LOG).map_err(io())?;
        let mark = ron_text::line(&files.mark)?;
        let own = format!("{}.ron", self.options.account.key);
        dir.dir(MARK).and_then(|marks| marks.replace(&own, mark.as_bytes(), READABLE, true)).map_err(io())?;
        dir.remove_tree(NEW_LOG).map_err(io())?;
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
            let (line, hash) = log_line::encode(&step)?;
            logs.entry(file).or_default().push_str(&line);
            (prev, last) = (hash, step.seq);
        }
        Ok(Epoch { logs, mark: Mark::new(last, prev) })
    }

    /// True when an erasing was interrupted: what it was to replace, or replaced, is still there.
    pub(super) fn is_erasing(&self, path: &str) -> bool {
        self.root.stamp(&format!("{path}/book/{NEW_LOG}")).is_some()
    }

    /// Removes what an interrupted erasing left behind: new logs that never took their place, or
    /// the old ones.
    pub(crate) fn finish_erasing(&self, path: &str) -> Result<(), StoreError> {
        if !self.is_erasing(path) {
            return Ok(());
        }
        let dir = self.book_dir(path)?;
        let _lock = self.lock_book(&dir, path)?;
        dir.remove_tree(NEW_LOG).map_err(StoreError::io(path))
    }
}

/// A book's logs as they are to be.
struct Epoch {
    logs: BTreeMap<String, String>,
    mark: Mark,
}
