//! Which occasion is meant on the command line, and saving what was made of it.

use crate::cli::{Failure, Session};
use crate::domain::{Edit, Why};
use crate::office::Office;
use crate::query::register::OccasionEntry;

/// The one occasion with this id, or called so.
pub fn found(session: &Session, office: &Office, text: &str) -> Result<OccasionEntry, Failure> {
    let mut found = office.register().occasions_called(text).into_iter();
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::Refused(session.lang.no_occasion(text))),
        (Some(_), Some(_)) => Err(Failure::Refused(session.lang.many_occasions(text))),
    }
}

/// Saves edits as one action; says so where there are none.
pub fn save(session: &Session, office: &mut Office, edits: Vec<Edit>) -> Result<(), Failure> {
    if edits.is_empty() {
        return session.say(&session.lang.nothing_changed());
    }
    office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    session.saved("", &(session.lang.saved() + "\n"))
}
