//! Being in an occasion: a fact of the person.

use super::listed::listed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// That somebody is in an occasion, and how it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    #[serde(default)]
    pub state: EnrolmentState,
    /// Numbers of the sessions that the person was in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sessions: BTreeSet<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

listed! {
    /// How somebody stands in an occasion.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum EnrolmentState {
        /// On the list.
        #[default]
        Listed,
        /// Waits for a place.
        Waiting,
        /// Was there to the end, and passed.
        Passed,
        Failed,
        Absent,
    }
}

impl EnrolmentState {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            EnrolmentState::Listed => "listed",
            EnrolmentState::Waiting => "waiting",
            EnrolmentState::Passed => "passed",
            EnrolmentState::Failed => "failed",
            EnrolmentState::Absent => "absent",
        }
    }

    /// What it is called in Vietnamese and English.
    pub fn called(self) -> (&'static str, &'static str) {
        match self {
            EnrolmentState::Listed => ("Có trong danh sách", "Listed"),
            EnrolmentState::Waiting => ("Chờ chỗ", "Waiting"),
            EnrolmentState::Passed => ("Đạt", "Passed"),
            EnrolmentState::Failed => ("Không đạt", "Failed"),
            EnrolmentState::Absent => ("Vắng", "Absent"),
        }
    }

    /// The state with this [`EnrolmentState::name`].
    pub fn by_name(name: &str) -> Option<EnrolmentState> {
        EnrolmentState::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_back() {
        assert!(EnrolmentState::ALL.into_iter().all(|s| EnrolmentState::by_name(s.name()) == Some(s)));
    }
}
