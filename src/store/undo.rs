//! Undo and redo: the inverse of one's own last action, appended to every book that it touched.

use super::history::Entry;
use super::{Books, Store, StoreError};
use crate::domain::step::undo_stacks;
use crate::domain::{Edit, UnitId, Why};
use std::collections::BTreeMap;

/// How far back in each of one's own logs undo looks, in bytes.
const LOOK_BACK: u64 = 4 * 1024 * 1024;

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

impl Store {
    /// Takes back my last action, or puts the last one taken back in force again. Returns the
    /// steps whose edits were turned round.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`]; [`StoreError::BuiltOn`] when others have built on it since.
    pub fn undo(&self, books: &mut Books, way: Way) -> Result<Vec<Entry>, StoreError> {
        let mut mine = self.my_steps(books, LOOK_BACK)?;
        // What was only about somebody who was erased is nothing to take back.
        mine.retain(|entry| !entry.step.edits.is_empty());
        let (done, undone) = undo_stacks(mine.iter().map(|entry| (&entry.step.op, &entry.step.why)));
        let stack = match way {
            Way::Undo => done,
            Way::Redo => undone,
        };
        let target = stack.last().cloned().ok_or(StoreError::NothingToUndo)?;
        // The newest action of these edits: the entry itself, or its last undo or redo.
        let newest = mine
            .iter()
            .rev()
            .find(|entry| {
                entry.step.op == target
                    || matches!(&entry.step.why, Why::Undo(op) | Why::Redo(op) if *op == target)
            })
            .map(|entry| entry.step.op.clone())
            .ok_or(StoreError::NothingToUndo)?;
        // A large action may begin before what was read.
        let mut firsts: BTreeMap<UnitId, u32> = BTreeMap::new();
        for entry in mine.iter().filter(|entry| entry.step.op == newest) {
            let first = firsts.entry(entry.book).or_insert(entry.step.part);
            *first = entry.step.part.min(*first);
        }
        if firsts.values().any(|first| *first > 0) {
            mine = self.my_steps(books, u64::MAX)?;
        }
        let steps: Vec<Entry> = mine.into_iter().filter(|entry| entry.step.op == newest).collect();
        let why = match way {
            Way::Undo => Why::Undo(target.clone()),
            Way::Redo => Why::Redo(target.clone()),
        };
        let mut changes: Vec<(UnitId, Vec<Edit>)> = Vec::new();
        for entry in steps.iter().rev() {
            let back = entry.step.edits.iter().rev().map(Edit::inverse);
            match changes.iter_mut().find(|(book, _)| *book == entry.book) {
                Some((_, edits)) => edits.extend(back),
                None => changes.push((entry.book, back.collect())),
            }
        }
        self.commit_all(books, changes, &self.options.ids.op(), &why).map_err(|error| match error {
            StoreError::Clashes(clashes) => StoreError::BuiltOn(clashes.len()),
            other => other,
        })?;
        Ok(steps)
    }

    /// My own steps in all books, in the order in which I made them.
    fn my_steps(&self, books: &mut Books, look_back: u64) -> Result<Vec<Entry>, StoreError> {
        let first = format!("{}.ron", self.options.account.key);
        let rolled = format!("{}.", self.options.account.key);
        let mut mine = Vec::new();
        // A book whose unit was taken back has no unit any more, but its steps can be redone.
        for folder in self.folders()? {
            if let std::collections::btree_map::Entry::Vacant(place) = books.entry(folder.id) {
                place.insert(self.read_book(&folder)?);
            }
        }
        for open in books.values() {
            mine.extend(self.steps_in(open, |name| name == first || name.starts_with(&rolled), look_back)?);
        }
        mine.sort_by(|a, b| (&a.step.op, a.step.seq).cmp(&(&b.step.op, b.step.seq)));
        Ok(mine)
    }
}
