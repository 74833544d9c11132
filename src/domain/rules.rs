//! Rule sets as data: what one regulation says, as it stands in its file.
//!
//! Number and date of signing together name a set: there are three different "01-HD/TW". Which
//! set decides a case is `rulebook.rs`'s; what a set says about a person is `clock.rs`'s and
//! `breach.rs`'s. A new parameter requires: 1 a field or a [`Limit`] here; 2 its line in
//! `Rules::lay`; 3 its value and clause in `config/rules`; 4 a table of cases on both sides of it.

use super::calendar::{Calendar, Length};
use super::date::Date;
use super::listed::listed;
use super::milestone::{Asked, MilestoneKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Number and date of signing of a regulation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(String, Date)", into = "(String, Date)")]
pub struct RuleKey {
    pub number: String,
    pub signed: Date,
}

impl From<(String, Date)> for RuleKey {
    fn from((number, signed): (String, Date)) -> RuleKey {
        RuleKey { number, signed }
    }
}

impl From<RuleKey> for (String, Date) {
    fn from(key: RuleKey) -> (String, Date) {
        (key.number, key.signed)
    }
}

/// `294-QĐ/TW@2025-05-26`, as on the command line.
impl fmt::Display for RuleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.number, self.signed)
    }
}

/// A name in Vietnamese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names(pub String, pub String);

/// How sure it is that a file says what the regulation says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Verified,
    #[default]
    Unverified,
}

listed! {
    /// A number that a regulation sets. Its unit is part of its meaning.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Limit {
        /// Least age when the cell considers, in months.
        AgeMin,
        /// Greatest age then, in months.
        AgeMax,
        /// Age up to which the Youth Union introduces, in months.
        YouthAge,
        /// Months for which an introducer must have been together with the person.
        Together,
        /// How many members introduce.
        Introducers,
        /// How many beside the resolution of a union.
        IntroducersWithUnion,
        /// Months of probation, from the ceremony.
        Probation,
        /// How often a vote may be held.
        VoteRounds,
        /// Months out of the Party before readmission.
        ReadmissionAfter,
        /// The same after a record for a minor crime was cleared.
        ReadmissionAfterCrime,
        /// How often one may be readmitted.
        Readmissions,
        /// Months between comments of a helper.
        CommentEvery,
        /// Months after which a record that nobody touched is named.
        Untouched,
    }
}

impl Limit {}

/// What starts a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Milestone(MilestoneKind),
    /// The ceremony and the months of probation after it.
    ProbationEnd,
    /// The person came to another unit.
    Moved,
}

/// What stops a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settle {
    Milestone(MilestoneKind),
    /// The paper is there.
    Paper(String),
}

listed! {
    /// What it means that a clock ran out.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ClockKind {
        /// Somebody is late.
        #[default]
        Deadline,
        /// Something counts no longer.
        Lapse,
        /// A day that is coming, on which nobody is late.
        Notice,
    }
}

listed! {
    /// Whose turn it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Holder {
        Cell,
        Base,
        /// The board that appraises.
        Board,
        /// The committee that decides.
        Committee,
        /// The place asked in a verification.
        Asked,
        Police,
    }
}

impl Holder {
    /// The name in files and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Holder::Cell => "cell",
            Holder::Base => "base",
            Holder::Board => "board",
            Holder::Committee => "committee",
            Holder::Asked => "asked",
            Holder::Police => "police",
        }
    }
}

/// From one event to another within a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub name: Names,
    /// The first listed of these that happened starts it; the earliest says which set decides.
    pub from: Vec<Event>,
    /// Any of these stops it.
    pub to: Vec<Settle>,
    /// It runs only where these were reached when it began.
    #[serde(default)]
    pub given: Vec<MilestoneKind>,
    /// Of moves: only those in these situations; in any when empty.
    #[serde(default)]
    pub situations: BTreeSet<String>,
    /// Of verifications: only of those asked there.
    #[serde(default)]
    pub asked: Vec<Asked>,
    pub within: Length,
    /// How much longer at most, by a decision.
    #[serde(default)]
    pub extend: Option<Length>,
    #[serde(default)]
    pub kind: ClockKind,
    pub holder: Holder,
    /// Who has it before, until a milestone is reached.
    #[serde(default)]
    pub via: Vec<(MilestoneKind, Holder)>,
    /// What follows when it ran out.
    #[serde(default)]
    pub late: Names,
    pub clause: String,
}

impl Clock {
    /// True when working days are counted, which days off move.
    pub fn counts_working_days(&self) -> bool {
        let working = |length: Length| matches!(length, Length::WorkingDays(_));
        working(self.within) || self.extend.is_some_and(working)
    }

    /// False when the day is counted in working days of a year whose days off are not announced.
    pub fn is_certain(&self, due: NaiveDate, calendar: &Calendar) -> bool {
        !self.counts_working_days() || calendar.is_certain(due)
    }
}

/// Which part of the summoned must be in favour. Integer arithmetic: two thirds of 20 are 14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    AtLeast(u16, u16),
    MoreThan(u16, u16),
}

impl Share {
    /// True when so many of so many reach it.
    pub fn reached(self, in_favour: u16, of: u16) -> bool {
        let (have, of) = (u32::from(in_favour), u32::from(of));
        match self {
            Share::AtLeast(n, d) => have * u32::from(d) >= of * u32::from(n),
            Share::MoreThan(n, d) => have * u32::from(d) > of * u32::from(n),
        }
    }

    /// The least number in favour among so many.
    pub fn least(self, of: u16) -> u16 {
        (0..=of).find(|n| self.reached(*n, of)).unwrap_or(of)
    }
}

/// A paper of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    pub form: String,
    pub name: Names,
    pub issuer: Names,
    /// Needed before this milestone.
    pub step: MilestoneKind,
    #[serde(default = "yes")]
    pub mandatory: bool,
    /// Months for which it counts.
    #[serde(default)]
    pub valid: Option<u32>,
    /// The milestone of which it is the document: once that is recorded, the paper is there.
    #[serde(default)]
    pub proof: Option<MilestoneKind>,
    /// Mandatory for whoever has one of these tags: a member of a union is introduced by it.
    #[serde(default)]
    pub tagged: BTreeSet<String>,
    /// The same, only up to the youth age.
    #[serde(default)]
    pub tagged_young: BTreeSet<String>,
    /// Only in these cases; in every case when empty.
    #[serde(default)]
    pub cases: BTreeSet<String>,
    pub clause: String,
}

fn yes() -> bool {
    true
}

/// The least education.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Education {
    /// All levels, the least first.
    pub order: Vec<String>,
    pub least: String,
    /// In mountain, border, island, minority and specially difficult areas.
    pub hard_area: String,
    pub clause: String,
}

/// What one regulation says, as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    pub number: String,
    pub signed: Date,
    pub effective: Date,
    /// Whose it is: empty for a national regulation, else a province or the office itself.
    #[serde(default)]
    pub layer: String,
    /// The set of the same layer from which it takes over what it does not say.
    #[serde(default)]
    pub over: Option<RuleKey>,
    pub name: Names,
    #[serde(default)]
    pub companions: Vec<RuleKey>,
    #[serde(default)]
    pub status: Status,
    #[serde(default)]
    pub note: String,
    /// What of the sets below no longer holds: `clocks.ceremony`, `papers.union` …
    #[serde(default)]
    pub without: BTreeSet<String>,
    #[serde(default)]
    pub limits: BTreeMap<Limit, (u32, String)>,
    #[serde(default)]
    pub education: Option<Education>,
    #[serde(default)]
    pub votes: BTreeMap<MilestoneKind, (Share, String)>,
    /// Who decides, by the kind of the unit, or `kind:flag` for one with a flag: body, share, clause.
    #[serde(default)]
    pub competence: BTreeMap<String, (Names, Share, String)>,
    #[serde(default)]
    pub clocks: BTreeMap<String, Clock>,
    #[serde(default)]
    pub cases: BTreeMap<String, Names>,
    #[serde(default)]
    pub papers: BTreeMap<String, PaperRule>,
    /// Situations of a move: name, who is responsible, what is needed, clause.
    #[serde(default)]
    pub moves: BTreeMap<String, (Names, Names, Names, String)>,
}

impl RuleSet {
    /// What names it.
    pub fn key(&self) -> RuleKey {
        RuleKey { number: self.number.clone(), signed: self.signed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 294-QĐ/TW 9.3.2, 9.3.3, 4.3.2: two thirds of those summoned; more than half of a standing
    /// committee.
    #[test]
    fn votes_are_counted_in_whole_numbers() {
        let two_thirds = Share::AtLeast(2, 3);
        for (of, least) in [(20, 14), (21, 14), (22, 15), (3, 2), (1, 1), (9, 6), (10, 7)] {
            assert!(two_thirds.reached(least, of) && !two_thirds.reached(least - 1, of), "{of}");
            assert_eq!(two_thirds.least(of), least);
        }
        let half = Share::MoreThan(1, 2);
        for (of, least) in [(10, 6), (11, 6), (1, 1), (2, 2)] {
            assert!(half.reached(least, of) && !half.reached(least - 1, of), "{of}");
        }
        assert!(two_thirds.reached(0, 0) && !half.reached(0, 0));
    }

    #[test]
    fn a_number_alone_names_no_regulation() {
        let key = |date: &str| RuleKey { number: "01-HD/TW".into(), signed: date.parse().unwrap() };
        assert_ne!(key("2016-09-20"), key("2021-09-28"));
        assert_eq!(key("2026-05-19").to_string(), "01-HD/TW@2026-05-19");
    }
}
