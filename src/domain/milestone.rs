//! Milestones: the dated facts of a person's way, each with its document.
//!
//! A milestone kind may be met more than once (a second class after a lapsed certificate, three
//! rounds of a vote): each time is a *round*. What a later event undid is *set aside*, never lost.
//!
//! A new milestone kind requires: 1 a variant here, in the order of the procedure, with its stage
//! and what it asks; 2 its words in `words/field.rs`; 3 a line in the README's table.

use super::date::Date;
use super::day::Day;
use super::listed::listed;
use super::stage::Stage;
use serde::{Deserialize, Serialize};

listed! {
    /// The kinds, in the order of the procedure. The serialised names are the same in RON, JSON, CSV
    /// and on the command line.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum MilestoneKind {
        Identified,
        Sympathiser,
        SentToClass,
        Certificate,
        DossierOpened,
        Application,
        VerificationAsked,
        VerificationAnswered,
        CellResolution,
        BaseResolution,
        Appraisal,
        Decision,
        DecisionReceived,
        Ceremony,
        NewMemberClass,
        CellReview,
        BaseReview,
        OfficialDecision,
    }
}

/// A further fact that a milestone kind asks for, besides its date and note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Document number.
    Number,
    /// Official members who help and follow the person, or introduce the person.
    Helpers,
    /// Name of the class.
    Class,
    /// Grade of the certificate.
    Grade,
    /// Last day on which the certificate counts.
    Expiry,
    /// Place or body asked; place of the ceremony.
    Place,
    /// What kind of place a verification was sent to.
    Asked,
    /// Count of a vote.
    Vote,
}

impl MilestoneKind {
    /// The stage that this milestone belongs to.
    pub fn stage(self) -> Stage {
        use MilestoneKind::*;
        match self {
            Identified | Sympathiser => Stage::Source,
            SentToClass | Certificate => Stage::Class,
            DossierOpened | Application | VerificationAsked | VerificationAnswered | CellResolution
            | BaseResolution | Appraisal => Stage::Proposal,
            // Until the decision whoever was admitted is a probationary member, considered or not (Party Charter,
            // article 5).
            Decision | DecisionReceived | Ceremony | NewMemberClass | CellReview | BaseReview => {
                Stage::Admission
            }
            OfficialDecision => Stage::Recognition,
        }
    }

    /// What the kind asks for besides date and note, in the order of a form.
    pub fn asks(self) -> &'static [Ask] {
        use MilestoneKind::*;
        match self {
            Identified | Application | DecisionReceived => &[],
            Sympathiser => &[Ask::Number, Ask::Helpers],
            SentToClass => &[Ask::Class, Ask::Number],
            Certificate => &[Ask::Number, Ask::Grade, Ask::Expiry, Ask::Class],
            DossierOpened | Appraisal => &[Ask::Number],
            VerificationAsked => &[Ask::Number, Ask::Place, Ask::Asked],
            VerificationAnswered => &[Ask::Number, Ask::Place],
            CellResolution | BaseResolution | Decision | CellReview | BaseReview | OfficialDecision => {
                &[Ask::Number, Ask::Vote]
            }
            Ceremony => &[Ask::Place, Ask::Helpers],
            NewMemberClass => &[Ask::Number, Ask::Class],
        }
    }

    /// The name in files and on the command line, `sent_to_class`.
    pub fn name(self) -> &'static str {
        use MilestoneKind::*;
        match self {
            Identified => "identified",
            Sympathiser => "sympathiser",
            SentToClass => "sent_to_class",
            Certificate => "certificate",
            DossierOpened => "dossier_opened",
            Application => "application",
            VerificationAsked => "verification_asked",
            VerificationAnswered => "verification_answered",
            CellResolution => "cell_resolution",
            BaseResolution => "base_resolution",
            Appraisal => "appraisal",
            Decision => "decision",
            DecisionReceived => "decision_received",
            Ceremony => "ceremony",
            NewMemberClass => "new_member_class",
            CellReview => "cell_review",
            BaseReview => "base_review",
            OfficialDecision => "official_decision",
        }
    }

    /// The kind with this [`MilestoneKind::name`].
    pub fn by_name(name: &str) -> Option<MilestoneKind> {
        MilestoneKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One milestone reached: when, by which document, and the facts its kind asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub date: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grade: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<SetAside>,
}

impl Milestone {
    /// A milestone of which only the date is known.
    pub fn on(date: Date) -> Milestone {
        Milestone {
            date,
            number: String::new(),
            class: String::new(),
            grade: String::new(),
            expiry: None,
            place: String::new(),
            asked: None,
            helpers: Vec::new(),
            vote: None,
            note: String::new(),
            set_aside: None,
        }
    }

    /// The day from which it counts, and the day from which it no longer does.
    pub fn span(&self) -> (Day, Day) {
        let until = self.set_aside.as_ref().map_or(Day::NEVER, |aside| aside.date.last_day());
        (self.date.last_day(), until)
    }
}

listed! {
    /// What kind of place a verification was sent to: the answer may take longer from some.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Asked {
        #[default]
        Home,
        Police,
        Abroad,
    }
}

impl Asked {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Asked::Home => "home",
            Asked::Police => "police",
            Asked::Abroad => "abroad",
        }
    }

    /// The kind with this [`Asked::name`].
    pub fn by_name(name: &str) -> Option<Asked> {
        Asked::ALL.into_iter().find(|asked| asked.name() == name)
    }
}

/// Count of a vote. The denominator is `summoned` (294-QĐ/TW of 26/5/2025, 9.3.2): all official
/// members without those away on a temporary transfer, exempted and absent, or suspended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    pub summoned: u16,
    pub present: u16,
    pub in_favour: u16,
    pub against: u16,
    #[serde(default)]
    pub blank: u16,
    /// All official members, where it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<u16>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub away: u16,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub exempted: u16,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub suspended: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
}

fn is_zero(n: &u16) -> bool {
    *n == 0
}

listed! {
    /// How a vote was held, as the meeting chose.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Ballot {
        Secret,
        Card,
    }
}

impl Ballot {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Ballot::Secret => "secret",
            Ballot::Card => "card",
        }
    }

    /// The one with this [`Ballot::name`].
    pub fn by_name(name: &str) -> Option<Ballot> {
        Ballot::ALL.into_iter().find(|ballot| ballot.name() == name)
    }
}

impl Vote {
    /// True when votes, present and summoned fit into each other: the others cannot be.
    pub fn adds_up(&self) -> bool {
        let cast = u32::from(self.in_favour) + u32::from(self.against) + u32::from(self.blank);
        cast <= u32::from(self.present) && self.present <= self.summoned
    }

    /// True when those summoned are all official members without those left out, as far as they
    /// were written down.
    pub fn counts_everyone(&self) -> bool {
        let left_out = u32::from(self.away) + u32::from(self.exempted) + u32::from(self.suspended);
        self.official.is_none_or(|all| u32::from(self.summoned) + left_out == u32::from(all))
    }
}

/// Why and since when a milestone no longer counts. It stays in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    pub date: Date,
    pub reason: AsideReason,
    /// What is to be completed, or why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

listed! {
    /// The reasons for setting a milestone aside.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum AsideReason {
        /// The dossier was returned for completion.
        Returned,
        /// Certificate or papers are past their time.
        Lapsed,
        /// The decision was annulled.
        Annulled,
        /// The vote did not reach its ratio.
        NotCarried,
    }
}

impl AsideReason {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            AsideReason::Returned => "returned",
            AsideReason::Lapsed => "lapsed",
            AsideReason::Annulled => "annulled",
            AsideReason::NotCarried => "not_carried",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_files_are_the_serialised_names_and_kinds_are_in_stage_order() {
        for kind in MilestoneKind::ALL {
            assert_eq!(ron::to_string(&kind).unwrap(), kind.name());
            assert_eq!(MilestoneKind::by_name(kind.name()), Some(kind));
        }
        for reason in AsideReason::ALL {
            assert_eq!(ron::to_string(&reason).unwrap(), reason.name());
        }
        assert!(MilestoneKind::ALL.windows(2).all(|w| w[0] < w[1] && w[0].stage() <= w[1].stage()));
    }

    #[test]
    fn a_vote_adds_up_only_within_present_and_summoned() {
        let vote = Vote { summoned: 20, present: 19, in_favour: 14, against: 4, blank: 1, ..Vote::default() };
        assert!(vote.adds_up());
        // 25 official members: 3 away, 1 exempted, 1 suspended.
        let whole = Vote { official: Some(25), away: 3, exempted: 1, suspended: 1, ..vote };
        assert!(whole.counts_everyone() && vote.counts_everyone());
        assert!(!Vote { away: 2, ..whole }.counts_everyone());
        assert!(!Vote { blank: 2, ..vote }.adds_up());
        assert!(!Vote { present: 21, ..vote }.adds_up());
    }
}
