//! What an occasion can be, and how far it can be: fixed value lists, because what happens in one goes by its kind.

use super::enrolment_state::EnrolmentState;
use super::listed::listed;
use super::milestone::MilestoneKind;
use serde::{Deserialize, Serialize};

listed! {
    /// What is held.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum OccasionKind {
        /// Before admission: what a sympathiser needs.
        #[default]
        AwarenessClass,
        /// During probation.
        NewMemberClass,
        Ceremony,
        /// Units are asked for sources.
        Review,
    }
}

impl OccasionKind {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            OccasionKind::AwarenessClass => "awareness_class",
            OccasionKind::NewMemberClass => "new_member_class",
            OccasionKind::Ceremony => "ceremony",
            OccasionKind::Review => "review",
        }
    }

    /// What it is called in Vietnamese and English.
    pub fn called(self) -> (&'static str, &'static str) {
        match self {
            OccasionKind::AwarenessClass => ("Lớp bồi dưỡng nhận thức về Đảng", "Awareness class"),
            OccasionKind::NewMemberClass => ("Lớp bồi dưỡng đảng viên mới", "New-member class"),
            OccasionKind::Ceremony => ("Lễ kết nạp", "Admission ceremony"),
            OccasionKind::Review => ("Đợt rà soát nguồn", "Review of sources"),
        }
    }

    /// The kind with this [`OccasionKind::name`].
    pub fn by_name(name: &str) -> Option<OccasionKind> {
        OccasionKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True for what people learn in, with sessions and a result.
    pub fn is_class(self) -> bool {
        matches!(self, OccasionKind::AwarenessClass | OccasionKind::NewMemberClass)
    }

    /// How people can stand in one.
    pub fn states(self) -> &'static [EnrolmentState] {
        use EnrolmentState::*;
        match self {
            OccasionKind::AwarenessClass | OccasionKind::NewMemberClass => {
                &[Listed, Waiting, Passed, Failed, Absent]
            }
            OccasionKind::Ceremony => &[Listed, Waiting, Admitted, Absent],
            OccasionKind::Review => &[Listed, Feasible, NotFeasible],
        }
    }

    /// How somebody stands in one who reached what it is for.
    pub fn success(self) -> EnrolmentState {
        match self {
            OccasionKind::AwarenessClass | OccasionKind::NewMemberClass => EnrolmentState::Passed,
            OccasionKind::Ceremony => EnrolmentState::Admitted,
            OccasionKind::Review => EnrolmentState::Feasible,
        }
    }

    /// The milestone that somebody reaches by it.
    pub fn milestone(self) -> Option<MilestoneKind> {
        match self {
            OccasionKind::AwarenessClass => Some(MilestoneKind::Certificate),
            OccasionKind::NewMemberClass => Some(MilestoneKind::NewMemberClass),
            OccasionKind::Ceremony => Some(MilestoneKind::Ceremony),
            OccasionKind::Review => None,
        }
    }
}

listed! {
    /// How far it is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum OccasionState {
        #[default]
        Planned,
        Open,
        Closed,
        Cancelled,
    }
}

impl OccasionState {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            OccasionState::Planned => "planned",
            OccasionState::Open => "open",
            OccasionState::Closed => "closed",
            OccasionState::Cancelled => "cancelled",
        }
    }

    /// What it is called in Vietnamese and English.
    pub fn called(self) -> (&'static str, &'static str) {
        match self {
            OccasionState::Planned => ("Dự kiến", "Planned"),
            OccasionState::Open => ("Đang mở", "Open"),
            OccasionState::Closed => ("Đã kết thúc", "Closed"),
            OccasionState::Cancelled => ("Đã hủy", "Cancelled"),
        }
    }

    /// The state with this [`OccasionState::name`].
    pub fn by_name(name: &str) -> Option<OccasionState> {
        OccasionState::ALL.into_iter().find(|state| state.name() == name)
    }
}
