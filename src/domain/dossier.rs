//! What a person's record holds beside the milestones: the papers of the dossier and where they
//! lie, who introduces and helps, exceptions that were granted, an earlier membership.
//!
//! Only that a paper is there, and where. Never what it says, never a scan.

use super::date::Date;
use super::listed::listed;
use super::milestone::Asked;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A paper of the dossier; one that is missing has no entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub state: PaperState,
    /// Day of the paper, or of its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Where the paper lies.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What is to be amended, or why it does not apply.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

listed! {
    /// How far a paper is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum PaperState {
        Valid,
        HandedIn,
        ToAmend,
        Draft,
        /// Does not apply here, for a reason.
        NotApplicable,
    }
}

impl PaperState {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            PaperState::Draft => "draft",
            PaperState::HandedIn => "handed_in",
            PaperState::ToAmend => "to_amend",
            PaperState::Valid => "valid",
            PaperState::NotApplicable => "not_applicable",
        }
    }

    /// The state with this [`PaperState::name`].
    pub fn by_name(name: &str) -> Option<PaperState> {
        PaperState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// True when nothing more is to be done about the paper before it is looked at: it is there, or
    /// need not be.
    pub fn is_there(self) -> bool {
        matches!(self, PaperState::HandedIn | PaperState::Valid | PaperState::NotApplicable)
    }
}

/// A member who introduces or helps the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    pub name: String,
    pub role: HelperRole,
    /// Official, not probationary; `None` when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<bool>,
    /// Since when member and person have worked, studied or lived together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together_since: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Took over from another, or from another place: the months together do not apply.
    #[serde(default, skip_serializing_if = "is_false")]
    pub replacement: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Days of the comments given.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub comments: BTreeSet<Date>,
}

fn is_false(value: &bool) -> bool {
    !*value
}

listed! {
    /// What the member does.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum HelperRole {
        /// Both.
        Both,
        Introducer,
        Helper,
    }
}

impl HelperRole {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            HelperRole::Introducer => "introducer",
            HelperRole::Helper => "helper",
            HelperRole::Both => "both",
        }
    }

    /// The role with this [`HelperRole::name`].
    pub fn by_name(name: &str) -> Option<HelperRole> {
        HelperRole::ALL.into_iter().find(|role| role.name() == name)
    }

    /// True for one who introduces.
    pub fn introduces(self) -> bool {
        self != HelperRole::Helper
    }

    /// True for one who helps and comments.
    pub fn helps(self) -> bool {
        self != HelperRole::Introducer
    }
}

/// An exception that somebody granted; the step that records it has its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    pub date: Date,
    pub reason: String,
    /// Number of the document that grants it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Who granted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// A longer time: the new last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// An earlier membership of somebody who is to be readmitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// When the person left the Party.
    pub left: Date,
    pub why: FormerReason,
    /// Signing of the first admission decision: Party age counts from it, without the break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Date>,
    /// When the record for a minor crime was cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Date>,
    /// How often the person was readmitted before.
    #[serde(default, skip_serializing_if = "is_none_before")]
    pub readmitted: u8,
}

fn is_none_before(n: &u8) -> bool {
    *n == 0
}

listed! {
    /// Why the person left, as far as it decides on readmission (294-QĐ/TW 3.5.2).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum FormerReason {
        /// A reason after which one may be readmitted.
        Other,
        /// Put out for a minor crime.
        MinorCrime,
        /// Asked to leave because of a very hard family situation.
        Hardship,
        DroppedOut,
        /// Asked to leave.
        Asked,
        Disunity,
        Corruption,
        SeriousCrime,
    }
}

impl FormerReason {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            FormerReason::Other => "other",
            FormerReason::MinorCrime => "minor_crime",
            FormerReason::DroppedOut => "dropped_out",
            FormerReason::Asked => "asked",
            FormerReason::Hardship => "hardship",
            FormerReason::Disunity => "disunity",
            FormerReason::Corruption => "corruption",
            FormerReason::SeriousCrime => "serious_crime",
        }
    }

    /// The reason with this [`FormerReason::name`].
    pub fn by_name(name: &str) -> Option<FormerReason> {
        FormerReason::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// True where nobody is readmitted, ever.
    pub fn bars(self) -> bool {
        use FormerReason::*;
        matches!(self, DroppedOut | Asked | Disunity | Corruption | SeriousCrime)
    }
}

/// One place asked in a verification: what was sent, and the answer of the same round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    pub round: u8,
    pub asked: Asked,
    pub sent: Date,
    pub answered: Option<Date>,
    /// The cell went on without an answer.
    pub passed: bool,
}

impl Verification {
    /// True while the answer is waited for.
    pub fn is_open(&self) -> bool {
        self.answered.is_none() && !self.passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::milestone::Milestone;
    use crate::domain::{MilestoneKind, Person, UnitId};

    fn named<T: Serialize + Copy>(all: &[T], name: fn(T) -> &'static str) {
        for one in all {
            assert_eq!(ron::to_string(one).unwrap(), name(*one));
        }
    }

    #[test]
    fn names_in_files_are_the_serialised_names() {
        named(&PaperState::ALL, PaperState::name);
        named(&HelperRole::ALL, HelperRole::name);
        named(&FormerReason::ALL, FormerReason::name);
        named(&crate::domain::milestone::Asked::ALL, crate::domain::milestone::Asked::name);
    }

    #[test]
    fn an_answer_belongs_to_the_letter_of_its_round() {
        use MilestoneKind::*;
        let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
        let on = |date: &str| Milestone::on(date.parse().unwrap());
        person.milestones.insert((VerificationAsked, 1), on("2023-05-01"));
        person.milestones.insert((VerificationAsked, 2), on("2023-05-02"));
        person.milestones.insert((VerificationAnswered, 2), on("2023-05-20"));
        let list: Vec<_> = person.verifications().map(|v| (v.round, v.answered.is_some())).collect();
        assert_eq!(list, [(1, false), (2, true)]);
    }

    #[test]
    fn a_helper_whom_a_milestone_names_is_known_once() {
        let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
        let mut sympathiser = Milestone::on("2023-02-01".parse().unwrap());
        sympathiser.helpers = vec!["Trần Mẫu Bình".into(), "Đỗ Mẫu Chi".into()];
        person.milestones.insert((MilestoneKind::Sympathiser, 1), sympathiser);
        let mut known = person.all_helpers().remove(0).1;
        known.name = "trần mẫu bình".into();
        known.official = Some(true);
        person.helpers.insert(1, known);
        let names: Vec<_> = person.all_helpers().into_iter().map(|(n, h)| (n, h.name)).collect();
        assert_eq!(names, [(Some(1), "trần mẫu bình".into()), (None, "Đỗ Mẫu Chi".into())]);
    }
}
