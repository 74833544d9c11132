//! Being in an occasion: a fact of the person.

use super::enrolment_state::EnrolmentState;
use super::notice::Notice;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// That somebody is in an occasion, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    pub notice: Notice,
    #[serde(default)]
    pub state: EnrolmentState,
    /// Place in the list, from 1; 0 where it has no order.
    #[serde(default, skip_serializing_if = "is_unplaced")]
    pub order: u16,
    /// Numbers of the sessions that the person was in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sessions: BTreeSet<u8>,
    /// Why not: a code of the office's lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn is_unplaced(order: &u16) -> bool {
    *order == 0
}

impl Enrolment {
    /// Of somebody who was put in just now.
    pub fn new(notice: Notice, state: EnrolmentState) -> Enrolment {
        Enrolment {
            notice,
            state,
            order: 0,
            sessions: BTreeSet::new(),
            reason: String::new(),
            note: String::new(),
        }
    }
}
