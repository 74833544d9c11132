//! The rules that a command is about, and a rule set by what people call it.

use crate::cli::{Failure, Session};
use crate::domain::Rulebook;
use crate::domain::rules::RuleSet;
use crate::store::{Store, StoreError};

/// The rules of the store, or the built-in ones where there is none.
pub fn book(session: &Session) -> Result<Rulebook, Failure> {
    match Store::open(&session.store, session.options()) {
        Ok(store) => Ok(store.rules().clone()),
        Err(StoreError::NotAStore(_)) => Rulebook::built_in(Default::default()).map_err(Failure::Damaged),
        Err(error) => Err(session.unopened(&error)),
    }
}

pub fn named<'a>(session: &Session, book: &'a Rulebook, text: &str) -> Result<&'a RuleSet, Failure> {
    let lang = session.lang;
    match book.named(text).as_slice() {
        [only] => Ok(only),
        [] => Err(Failure::Refused(lang.no_such_rule(text))),
        several => {
            let known: Vec<String> = several.iter().map(|set| set.key().to_string()).collect();
            Err(Failure::Refused(lang.many_rules(text, known.join(", "))))
        }
    }
}
