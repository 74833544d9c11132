//! How people can stand in an occasion: a fixed value list, because figures and milestones go by it.

use super::listed::listed;
use serde::{Deserialize, Serialize};

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
        /// Was admitted at a ceremony.
        Admitted,
        /// Was named for a review, and can be admitted.
        Feasible,
        NotFeasible,
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
            EnrolmentState::Admitted => "admitted",
            EnrolmentState::Feasible => "feasible",
            EnrolmentState::NotFeasible => "not_feasible",
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
            EnrolmentState::Admitted => ("Đã kết nạp", "Admitted"),
            EnrolmentState::Feasible => ("Kết nạp được", "Feasible"),
            EnrolmentState::NotFeasible => ("Chưa kết nạp được", "Not feasible"),
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
