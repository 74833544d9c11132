//! A step: one saved change, with who, when, why, and its edits.
//!
//! Steps are numbered without gaps within a book and chained by hash; the chain itself is the
//! store's work.

use super::edit::Edit;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Names one action of a person; all steps of it, in whatever books, carry the same one, so that a
/// repeated save is noticed and one undo takes back the whole action.
pub type OpId = String;

/// One saved change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub seq: u64,
    pub at: DateTime<FixedOffset>,
    /// Name of the account, as the writer claims it; the owner of the log file attests it.
    pub by: String,
    pub op: OpId,
    /// Number of this step within its action and book, from 0.
    pub part: u32,
    pub why: Why,
    /// SHA-256 of the step before, in hexadecimal; empty for the first.
    pub prev: String,
    pub edits: Vec<Edit>,
}

/// What brought the step about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Somebody typed it.
    Entry,
    /// It came from a file.
    Import,
    /// The store was made with it; making a store is not undone.
    Init,
    /// The book begins anew after a person was erased: where the chain before ended.
    Epoch { seq: u64, hash: String },
    /// It belongs to the invented office.
    Sample,
    /// The program noted it for itself, such as which books lie below; nobody's action, and not undone.
    Upkeep,
    /// It takes back the named action.
    Undo(OpId),
    /// It puts the named action, taken back before, in force again.
    Redo(OpId),
}

/// The actions of one person that can be undone and redone, oldest first, from the steps in time
/// order: `(done, undone)`, each to be taken from its end.
///
/// ```text
///  step in the log      done        undone
///  a  Entry             a
///  b  Entry             a b                     a new entry empties the right side
///  c  Undo(b)           a           b           undo appends a step, and moves the action over
///  d  Undo(a)                       b a
///  e  Redo(a)           a           b           redo too, and moves it back
///  f  Entry             a f
/// ```
pub fn undo_stacks<'a>(steps: impl IntoIterator<Item = (&'a OpId, &'a Why)>) -> (Vec<OpId>, Vec<OpId>) {
    let (mut done, mut undone): (Vec<OpId>, Vec<OpId>) = Default::default();
    for (op, why) in steps {
        match why {
            Why::Undo(target) => {
                if let Some(at) = done.iter().position(|d| d == target) {
                    undone.push(done.remove(at));
                }
            }
            Why::Redo(target) => {
                if let Some(at) = undone.iter().position(|d| d == target) {
                    done.push(undone.remove(at));
                }
            }
            Why::Entry | Why::Import => {
                if done.last() != Some(op) {
                    done.push(op.clone());
                    undone.clear();
                }
            }
            Why::Init | Why::Sample | Why::Upkeep | Why::Epoch { .. } => {}
        }
    }
    (done, undone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stacks(steps: &[(&str, Why)]) -> (Vec<OpId>, Vec<OpId>) {
        let owned: Vec<(OpId, Why)> = steps.iter().map(|(op, why)| (op.to_string(), why.clone())).collect();
        undo_stacks(owned.iter().map(|(op, why)| (op, why)))
    }

    #[test]
    fn undo_and_redo_walk_back_and_forth_and_a_new_entry_ends_the_redo() {
        let undo = |op: &str| Why::Undo(op.into());
        let redo = |op: &str| Why::Redo(op.into());
        let two = [("a", Why::Entry), ("b", Why::Entry), ("b", Why::Entry)];
        assert_eq!(stacks(&two), (vec!["a".into(), "b".into()], vec![]));
        let mut steps = two.to_vec();
        steps.push(("c", undo("b")));
        assert_eq!(stacks(&steps), (vec!["a".into()], vec!["b".into()]));
        steps.push(("d", undo("a")));
        assert_eq!(stacks(&steps), (vec![], vec!["b".into(), "a".into()]));
        steps.push(("e", redo("a")));
        assert_eq!(stacks(&steps), (vec!["a".into()], vec!["b".into()]));
        steps.push(("f", Why::Entry));
        assert_eq!(stacks(&steps), (vec!["a".into(), "f".into()], vec![]));
    }
}
