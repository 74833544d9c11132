//! `ketnap undo`, `ketnap redo`.

use super::{Failure, Session};
use crate::store::undo::Way;
use crate::words::history::Called;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Undo {
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Redo {
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Takes back my last action.
pub fn undo(session: &Session, args: &Undo) -> Result<(), Failure> {
    go(session, Way::Undo, args.json)
}

/// Puts in force again what I took back last.
pub fn redo(session: &Session, args: &Redo) -> Result<(), Failure> {
    go(session, Way::Redo, args.json)
}

/// How many changes are named.
const SHOWN: usize = 10;

fn go(session: &Session, way: Way, json: bool) -> Result<(), Failure> {
    let mut office = session.office()?;
    let steps = office.undo(way).map_err(|error| session.failure(&error))?;
    let edits: usize = steps.iter().map(|entry| entry.step.edits.len()).sum();
    if json {
        return session.done_in_json(&json!({ "edits": edits }));
    }
    let lang = session.lang;
    session.done(&match way {
        Way::Undo => lang.undone(edits),
        Way::Redo => lang.redone(edits),
    })?;
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    // What it was, in the steps that were turned round.
    for edit in steps.iter().flat_map(|entry| &entry.step.edits).take(SHOWN) {
        session.say(&format!("    {}", lang.edit(edit, called).now()))?;
    }
    Ok(())
}
