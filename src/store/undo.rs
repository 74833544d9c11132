//! Undo and redo: the inverse of one's own last action, appended to every book that it touched.

use super::folder::Folder;
use super::history::LoggedStep;
use super::{Books, OpenBook, Store, StoreError};
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
    pub fn undo(
        &self,
        books: &mut Books,
        folders: &[Folder],
        way: Way,
    ) -> Result<Vec<LoggedStep>, StoreError> {
        let logs = self.my_logs(folders);
        let mut mine = self.my_steps(&logs, LOOK_BACK, way)?;
        // What was only about somebody who was erased is nothing to take back.
        mine.retain(|logged| !logged.step.edits.is_empty());
        let (done, undone) = undo_stacks(mine.iter().map(|logged| (&logged.step.op, &logged.step.why)));
        let stack = match way {
            Way::Undo => done,
            Way::Redo => undone,
        };
        let target = stack.last().cloned().ok_or(StoreError::NothingToUndo)?;
        // The newest action of these edits: the logged itself, or its last undo or redo.
        let newest = mine
            .iter()
            .rev()
            .find(|logged| {
                logged.step.op == target
                    || matches!(&logged.step.why, Why::Undo(op) | Why::Redo(op) if *op == target)
            })
            .map(|logged| logged.step.op.clone())
            .ok_or(StoreError::NothingToUndo)?;
        // A large action may begin before what was read.
        let mut firsts: BTreeMap<UnitId, u32> = BTreeMap::new();
        for logged in mine.iter().filter(|logged| logged.step.op == newest) {
            let first = firsts.entry(logged.book).or_insert(logged.step.part);
            *first = logged.step.part.min(*first);
        }
        if firsts.values().any(|first| *first > 0) {
            mine = self.my_steps(&logs, u64::MAX, way)?;
        }
        let steps: Vec<LoggedStep> = mine.into_iter().filter(|logged| logged.step.op == newest).collect();
        let why = match way {
            Way::Undo => Why::Undo(target.clone()),
            Way::Redo => Why::Redo(target.clone()),
        };
        let mut changes: Vec<(UnitId, Vec<Edit>)> = Vec::new();
        for logged in steps.iter().rev() {
            let back = logged.step.edits.iter().rev().map(Edit::inverse);
            match changes.iter_mut().find(|(book, _)| *book == logged.book) {
                Some((_, edits)) => edits.extend(back),
                None => changes.push((logged.book, back.collect())),
            }
        }
        for (unit, _) in changes.iter().filter(|(unit, _)| books.get(unit).is_none()).collect::<Vec<_>>() {
            // Its unit may have been taken back: what was in it can be put in force again.
            if let Some(folder) = folders.iter().find(|folder| folder.id == *unit) {
                books.insert(*unit, OpenBook { unit: *unit, ..self.read_book(folder)? });
            }
        }
        self.commit_all(books, changes, &self.options.ids.op(), &why).map_err(|error| match error {
            StoreError::Clashes(clashes) => StoreError::BuiltOn(clashes.len()),
            other => other,
        })?;
        Ok(steps)
    }

    /// My own logs in all books, the one changed last first.
    fn my_logs<'a>(&self, folders: &'a [Folder]) -> Vec<MyLog<'a>> {
        let key = &self.options.account.key;
        let mut logs: Vec<MyLog> = Vec::new();
        for folder in folders {
            let names = (1..).map(|n| if n == 1 { format!("{key}.ron") } else { format!("{key}.{n}.ron") });
            for name in names {
                let Some(stamp) = self.root.stamp(&format!("{}/book/log/{name}", folder.path)) else {
                    break;
                };
                logs.push(MyLog { folder, name, changed: stamp.modified });
            }
        }
        logs.sort_by_key(|log| std::cmp::Reverse(log.changed));
        logs
    }

    /// My own steps, in the order in which I made them: from as many logs as may hold a part of the
    /// action that is to be turned round.
    fn my_steps(&self, logs: &[MyLog], look_back: u64, way: Way) -> Result<Vec<LoggedStep>, StoreError> {
        const AT_ONCE: usize = 8;
        let mut mine: Vec<LoggedStep> = Vec::new();
        for (n, log) in logs.iter().enumerate() {
            // What was changed last before the action began holds nothing of it, nor does any other.
            if n.is_multiple_of(AT_ONCE) && began(&mine, way).is_some_and(|at| at * NANOS > log.changed) {
                break;
            }
            let path = log.folder.path.as_str();
            mine.extend(self.steps_in(path, log.folder.id, |name| name == log.name, look_back)?);
            mine.sort_by(|a, b| (&a.step.op, a.step.seq).cmp(&(&b.step.op, b.step.seq)));
        }
        Ok(mine)
    }
}

/// Nanoseconds of a second.
const NANOS: i64 = 1_000_000_000;

/// A log of mine, and when it was last changed, in nanoseconds.
struct MyLog<'a> {
    folder: &'a Folder,
    name: String,
    changed: i64,
}

/// The second in which the action began that is to be turned round, as far as these steps tell.
fn began(mine: &[LoggedStep], way: Way) -> Option<i64> {
    let (done, undone) = undo_stacks(mine.iter().map(|logged| (&logged.step.op, &logged.step.why)));
    let stack = if way == Way::Undo { done } else { undone };
    let target = stack.last()?;
    let of_it = mine.iter().filter(|logged| logged.step.op == *target);
    of_it.map(|logged| logged.step.at.timestamp()).min()
}
