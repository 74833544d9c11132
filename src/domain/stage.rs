//! The five stages, always derived from milestones, never stored.

use super::day::Day;
use super::listed::listed;
use serde::{Deserialize, Serialize};

listed! {
    /// Where a person stands on the way from source to official member.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum Stage {
        Source,
        Class,
        Proposal,
        Admission,
        Recognition,
    }
}

impl Stage {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Source => "source",
            Stage::Class => "class",
            Stage::Proposal => "proposal",
            Stage::Admission => "admission",
            Stage::Recognition => "recognition",
        }
    }

    /// The stage with this [`Stage::name`].
    pub fn by_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Its place, 0..=4.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// The furthest milestone that counts on `day` among `(kind, from, until)`, with the day since
/// when. Its stage is the person's stage; where nothing counts yet, the person is not on the way.
pub fn furthest<K: Ord>(events: impl IntoIterator<Item = (K, Day, Day)>, day: Day) -> Option<(K, Day)> {
    events
        .into_iter()
        .filter(|&(_, from, until)| from <= day && day < until)
        .map(|(kind, from, _)| (kind, from))
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MilestoneKind;

    #[test]
    fn the_stage_is_that_of_the_furthest_milestone_that_counts() {
        let events = [
            (MilestoneKind::Identified, Day::new(10), Day::NEVER),
            (MilestoneKind::Certificate, Day::new(20), Day::new(90)),
            (MilestoneKind::SentToClass, Day::new(15), Day::NEVER),
        ];
        assert_eq!(furthest(events, Day::new(9)), None);
        assert_eq!(furthest(events, Day::new(10)), Some((MilestoneKind::Identified, Day::new(10))));
        assert_eq!(furthest(events, Day::new(20)), Some((MilestoneKind::Certificate, Day::new(20))));
        // Set aside on day 90: the stage reopens.
        assert_eq!(furthest(events, Day::new(90)), Some((MilestoneKind::SentToClass, Day::new(15))));
    }
}
