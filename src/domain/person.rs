//! A candidate: what is needed to recognise a person, and the person's way.
//!
//! Tracking data only. Family and political history, the content of verifications and scans have
//! no field here and must not get one.

use super::date::Date;
use super::day::Day;
use super::dossier::{Former, Helper, Paper, Waiver};
use super::enrolment::Enrolment;
use super::id::{OccasionId, UnitId};
use super::listed::listed;
use super::milestone::{Milestone, MilestoneKind};

use super::record::{Fact, Facts, TwoPlaces, key, record, shown};
use super::rulebook::Rulebook;
use super::rules::Limit;
pub use super::sex::Sex;
use super::stage::{self, Stage};
use super::value::{Atom, Held, Value, WrongType, masked_text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

record! {
    /// One person followed in one book.
    Person, PersonFact, PersonField, PersonPart, whole: |person, _| person.clone();
    must {
        Name(name: String) open;
    }
    fields {
        Born(born: Option<Date>) open;
        Sex(sex: Option<Sex>) open;
        Ethnicity(ethnicity: String) open;
        Religion(religion: String) masked(masked_text);
        Occupation(occupation: String) open;
        Education(education: String) open;
        Tags(tags: BTreeSet<String>) open;
        /// Twelve digits as text; leading zeros count.
        IdentityNumber(identity_number: String) masked(masked_number);
        Residence(residence_unit: Option<UnitId>) open;
        /// The office's own code for the person, if it has one.
        Code(code: String) open;
        /// Who brought the person: the cell, the Youth Union … A code of the office's lists.
        IntroducedBy(introduced_by: String) open;
        /// The committee member who is responsible for following the person, by name.
        InCharge(in_charge: String) open;
        /// Day of enlistment: who is to be admitted before leaves then.
        Enlists(enlists: Option<Date>) open;
        /// Codes of the special cases that a rule set knows: readmission, religion … They tell religion and origin.
        Cases(cases: BTreeSet<String>) hidden;
        Note(note: String) masked(masked_text);
    }
    parts {
        Former(former: Option<Former>) hidden;
    }
    entries {
        /// Where the person has been followed, in order; never empty. The first has no date.
        Post(posts: n: u8 => Post as Post) open;
        /// By the code of a rule set's checklist.
        Paper(papers: code: String => Paper as Paper) masked(masked_paper);
        Helper(helpers: n: u8 => Helper as Helper) open;
        /// By the code of what was waived, see [`super::breach::What::code`].
        Waiver(waivers: code: String => Waiver as Waiver) masked(masked_waiver);
        /// By kind and round (from 1).
        Milestone(milestones: kind: MilestoneKind, round: u8 => Milestone as Box<Milestone>) masked(masked_milestone);
        Leave(leaves: n: u8 => Leave as Leave) masked(masked_leave);
        /// The classes, ceremonies and reviews that the person is in.
        Enrolment(enrolments: occasion: OccasionId => Enrolment as Box<Enrolment>) masked(masked_enrolment);
    }
}

/// A stay in a unit. A post in a unit of another book means: handed over to that book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    pub unit: UnitId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The situation in which the person came, by its code in a rule set's `moves`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub situation: String,
}

impl Post {
    /// A stay of which only the unit is known.
    pub fn in_unit(unit: UnitId) -> Post {
        Post { unit, from: None, situation: String::new() }
    }
}

/// The person left the way, for good or (paused) for a time; `back` is the day of re-entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    pub date: Date,
    pub reason: LeaveReason,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Date>,
}

listed! {
    /// Why a person left.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum LeaveReason {
        Dropped,
        Withdrawn,
        Refused,
        MovedAway,
        Removed,
        Died,
        Paused,
    }
}

impl LeaveReason {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            LeaveReason::Dropped => "dropped",
            LeaveReason::Withdrawn => "withdrawn",
            LeaveReason::Refused => "refused",
            LeaveReason::MovedAway => "moved_away",
            LeaveReason::Removed => "removed",
            LeaveReason::Died => "died",
            LeaveReason::Paused => "paused",
        }
    }

    /// The reason with this [`LeaveReason::name`].
    pub fn by_name(name: &str) -> Option<LeaveReason> {
        LeaveReason::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// `********3359`
fn masked_number(number: &str) -> Option<String> {
    let last = number.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    Some(number.char_indices().map(|(at, c)| if at < last { '*' } else { c }).collect())
}

/// What was noted about somebody in a class is for those who work on the record.
fn masked_enrolment(_: &OccasionId, enrolment: &Enrolment) -> Option<Enrolment> {
    Some(Enrolment { note: without_words(&enrolment.note), ..enrolment.clone() })
}

fn without_words(text: &str) -> String {
    masked_text(text).unwrap_or_default()
}

/// That the paper is there, and not where or what about it. Papers that only a special case needs tell the case.
fn masked_paper(code: &str, paper: &Paper) -> Option<Paper> {
    let shown =
        || Paper { place: without_words(&paper.place), note: without_words(&paper.note), ..paper.clone() };
    (!code.contains('.')).then(shown)
}

/// The exception without its reason. One for readmission tells that there was an earlier membership.
fn masked_waiver(code: &str, waiver: &Waiver) -> Option<Waiver> {
    let shown = || Waiver { reason: without_words(&waiver.reason), ..waiver.clone() };
    (!code.contains("readmi")).then(shown)
}

/// The milestone without its notes.
fn masked_milestone(_: &MilestoneKind, _: &u8, milestone: &Milestone) -> Option<Milestone> {
    let mut milestone = milestone.clone();
    milestone.note = without_words(&milestone.note);
    if let Some(aside) = &mut milestone.set_aside {
        aside.note = without_words(&aside.note);
    }
    Some(milestone)
}

/// The leave without its note.
fn masked_leave(_: &u8, leave: &Leave) -> Option<Leave> {
    Some(Leave { note: without_words(&leave.note), ..leave.clone() })
}

impl Person {
    /// A person of whom only name and unit are known.
    pub fn new(name: String, unit: UnitId) -> Person {
        Person { name, posts: BTreeMap::from([(0, Post::in_unit(unit))]), ..Person::blank() }
    }

    /// The unit where the person is followed now. `None` only in a record that
    /// [`super::book::Book`] would refuse.
    pub fn unit(&self) -> Option<UnitId> {
        self.posts.values().next_back().map(|post| post.unit)
    }

    /// The number of the post after the present one.
    pub fn next_post(&self) -> u8 {
        self.posts.keys().next_back().map_or(0, |n| n.saturating_add(1))
    }

    /// The last round of a kind that is not set aside.
    pub fn current(&self, kind: MilestoneKind) -> Option<(u8, &Milestone)> {
        self.rounds(kind).rev().find(|(_, m)| m.set_aside.is_none())
    }

    /// The last round of a kind that was met by a day and not set aside by then.
    pub fn current_on(&self, kind: MilestoneKind, day: Day) -> Option<(u8, &Milestone)> {
        let stands = |milestone: &Milestone| {
            let aside = milestone.set_aside.as_ref();
            milestone.date.last_day() <= day && aside.is_none_or(|aside| aside.date.last_day() > day)
        };
        self.rounds(kind).rev().find(|(_, milestone)| stands(milestone))
    }

    /// All rounds of a kind, in order.
    pub fn rounds(&self, kind: MilestoneKind) -> impl DoubleEndedIterator<Item = (u8, &Milestone)> {
        self.milestones.range((kind, 0)..=(kind, u8::MAX)).map(|((_, round), m)| (*round, m))
    }

    /// The number that a further round of this kind gets; `None` after 255.
    pub fn next_round(&self, kind: MilestoneKind) -> Option<u8> {
        self.rounds(kind).next_back().map_or(Some(1), |(round, _)| round.checked_add(1))
    }

    /// The round that recording this kind writes to: the current one, or a new one where there is
    /// none or it was set aside. An answer goes to the first letter that has none.
    pub fn open_round(&self, kind: MilestoneKind) -> Option<u8> {
        if kind == MilestoneKind::VerificationAnswered
            && let Some(letter) = self.verifications().find(|letter| letter.answered.is_none())
        {
            return Some(letter.round);
        }
        self.current(kind).map(|(round, _)| round).or_else(|| self.next_round(kind))
    }

    /// `(kind, from, until)` of every milestone, as [`stage::furthest`] takes them. An answer to a
    /// verification counts only while no other place is still to answer.
    pub fn events(&self) -> impl Iterator<Item = (MilestoneKind, Day, Day)> + '_ {
        let open: Vec<(Day, Day)> = self
            .rounds(MilestoneKind::VerificationAsked)
            .map(|(round, letter)| {
                let (sent, until) = letter.span();
                let answer = self.milestones.get(&(MilestoneKind::VerificationAnswered, round));
                (sent, answer.map_or(until, |answer| answer.date.last_day().min(until)))
            })
            .collect();
        self.milestones.iter().flat_map(move |((kind, _), m)| {
            let (from, until) = m.span();
            let mut spans = vec![(from, until)];
            if *kind == MilestoneKind::VerificationAnswered {
                for &(sent, answered) in open.iter().filter(|(sent, answered)| sent < answered) {
                    let around =
                        |(from, until): (Day, Day)| [(from, until.min(sent)), (from.max(answered), until)];
                    spans = spans.into_iter().flat_map(around).filter(|(from, until)| from < until).collect();
                }
            }
            spans.into_iter().map(|(from, until)| (*kind, from, until))
        })
    }

    /// As [`Person::events`], each from the day on which it takes effect: nobody is official before the end of
    /// probation, however early the decision is (294-QĐ/TW of 26/5/2025, 4.2.2). Standing and flow both rest on
    /// these.
    pub fn effects(&self, rules: &Rulebook) -> impl Iterator<Item = (MilestoneKind, Day, Day)> + '_ {
        let official = self.official_from(rules).map_or(Day::ALWAYS, Date::last_day);
        self.events().map(move |(kind, from, until)| match kind {
            MilestoneKind::OfficialDecision => (kind, from.max(official), until),
            _ => (kind, from, until),
        })
    }

    /// The stage on a day; a person without any milestone yet is a source.
    pub fn stage_on(&self, day: Day, rules: &Rulebook) -> Stage {
        stage::furthest(self.effects(rules), day).map_or(Stage::Source, |(kind, _)| kind.stage())
    }

    /// The leave in force on a day.
    pub fn leave_on(&self, day: Day) -> Option<&Leave> {
        self.leaves
            .values()
            .rev()
            .find(|leave| leave.date.last_day() <= day && leave.back.is_none_or(|back| day < back.last_day()))
    }

    /// The day on which probation ends, and official membership takes effect however late the
    /// decision is (294-QĐ/TW of 26/5/2025, 4.2.2). Computed, never typed.
    pub fn official_from(&self, rules: &Rulebook) -> Option<Date> {
        let ceremony = self.current(MilestoneKind::Ceremony)?.1.date;
        ceremony.plus_months(rules.on(ceremony.last()).limit(Limit::Probation)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::milestone::{AsideReason, SetAside};

    fn person() -> Person {
        Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1))
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn waiver() -> Waiver {
        Waiver {
            date: day("2023-01-01"),
            reason: "bí mật".into(),
            number: String::new(),
            by: String::new(),
            until: None,
        }
    }

    #[test]
    fn a_lapsed_certificate_stays_in_the_history_and_the_next_goes_beside_it() {
        let mut p = person();
        let mut first = Milestone::on(day("2017-05-19"));
        first.set_aside =
            Some(SetAside { date: day("2022-05-20"), reason: AsideReason::Lapsed, note: String::new() });
        p.milestones.insert((MilestoneKind::Certificate, 1), first);
        let rules = Rulebook::default();
        assert_eq!(p.stage_on(day("2020-01-01").last_day(), &rules), Stage::Class);
        assert_eq!(p.stage_on(day("2023-01-01").last_day(), &rules), Stage::Source);
        assert_eq!(p.current(MilestoneKind::Certificate), None);
        assert_eq!(p.open_round(MilestoneKind::Certificate), Some(2));
        p.milestones.insert((MilestoneKind::Certificate, 2), Milestone::on(day("2023-02-03")));
        assert_eq!(p.current(MilestoneKind::Certificate).unwrap().0, 2);
        assert_eq!(p.stage_on(day("2023-03-01").last_day(), &rules), Stage::Class);
    }

    #[test]
    fn official_membership_takes_effect_twelve_months_after_the_ceremony() {
        let mut p = person();
        let rules = Rulebook::built_in(Default::default()).unwrap();
        assert_eq!(p.official_from(&rules), None);
        p.milestones.insert((MilestoneKind::Ceremony, 1), Milestone::on(day("2024-02-29")));
        assert_eq!(p.official_from(&rules), Some(day("2025-02-28")));
    }

    /// With the new-member class alone somebody was shown, and counted, as an official member.
    #[test]
    fn nobody_is_official_before_the_decision_nor_before_probation_ends() {
        use MilestoneKind::*;
        let rules = Rulebook::built_in(Default::default()).unwrap();
        let mut p = person();
        for (kind, date) in [
            (Ceremony, "2022-03-01"),
            (NewMemberClass, "2022-09-01"),
            (CellReview, "2023-03-05"),
            (BaseReview, "2023-03-20"),
            (OfficialDecision, "2023-04-10"),
        ] {
            p.milestones.insert((kind, 1), Milestone::on(day(date)));
        }
        let stage = |p: &Person, date: &str| p.stage_on(day(date).last_day(), &rules);
        assert_eq!(stage(&p, "2022-12-31"), Stage::Admission);
        assert_eq!(stage(&p, "2023-04-09"), Stage::Admission, "being considered");
        assert_eq!(stage(&p, "2023-04-10"), Stage::Recognition);
        // Decided before the twelve months are over.
        p.milestones.insert((OfficialDecision, 1), Milestone::on(day("2023-02-20")));
        assert_eq!(stage(&p, "2023-02-28"), Stage::Admission);
        assert_eq!(stage(&p, "2023-03-01"), Stage::Recognition);
    }

    #[test]
    fn an_answer_counts_only_while_no_other_place_is_still_to_answer() {
        use MilestoneKind::*;
        let mut p = person();
        for (kind, round, date) in [
            (VerificationAsked, 1, "2023-05-01"),
            (VerificationAsked, 2, "2023-05-10"),
            (VerificationAnswered, 1, "2023-05-05"),
            (VerificationAnswered, 2, "2023-06-01"),
        ] {
            p.milestones.insert((kind, round), Milestone::on(day(date)));
        }
        let furthest = |date: &str| stage::furthest(p.events(), day(date).last_day()).unwrap().0;
        assert_eq!(furthest("2023-05-04"), VerificationAsked);
        assert_eq!(furthest("2023-05-05"), VerificationAnswered);
        assert_eq!(furthest("2023-05-10"), VerificationAsked);
        assert_eq!(furthest("2023-05-31"), VerificationAsked);
        assert_eq!(furthest("2023-06-01"), VerificationAnswered);
    }

    #[test]
    fn a_pause_ends_with_the_day_of_return() {
        let mut p = person();
        p.leaves.insert(
            1,
            Leave {
                date: day("2023-01-10"),
                reason: LeaveReason::Paused,
                number: String::new(),
                note: String::new(),
                back: Some(day("2023-03-01")),
            },
        );
        assert!(p.leave_on(day("2023-01-09").last_day()).is_none());
        assert!(p.leave_on(day("2023-02-28").last_day()).is_some());
        assert!(p.leave_on(day("2023-03-01").last_day()).is_none());
    }

    #[test]
    fn a_masked_record_holds_nothing_private() {
        let mut p = person();
        p.identity_number = "012345673359".into();
        p.religion = "Phật giáo".into();
        p.note = "bí mật".into();
        p.cases.insert("religion".into());
        let paper = |note: &str| Paper {
            state: crate::domain::dossier::PaperState::Valid,
            date: None,
            place: "bí mật".into(),
            note: note.into(),
        };
        p.papers.insert("religion.letters".into(), paper(""));
        p.papers.insert("cv".into(), paper("bí mật"));
        p.waivers.insert("never_readmitted".into(), waiver());
        p.waivers.insert("age_max".into(), waiver());
        let mut milestone = Milestone::on(day("2024-02-29"));
        milestone.note = "bí mật".into();
        p.milestones.insert((MilestoneKind::Ceremony, 1), milestone);
        let masked = p.masked();
        assert_eq!(masked.identity_number, "********3359");
        assert_eq!((masked.religion.as_str(), masked.note.as_str()), ("***", "***"));
        assert!(!format!("{masked:?}").contains("bí mật") && masked.name == p.name);
        assert!(masked.cases.is_empty());
        assert_eq!(masked.papers.keys().collect::<Vec<_>>(), ["cv"]);
        assert_eq!(masked.waivers.keys().collect::<Vec<_>>(), ["age_max"]);
        assert_eq!(person().masked(), person());
    }

    #[test]
    fn names_of_reasons_are_the_serialised_names() {
        for reason in LeaveReason::ALL {
            assert_eq!(ron::to_string(&reason).unwrap(), reason.name());
            assert_eq!(LeaveReason::by_name(reason.name()), Some(reason));
        }
    }
}
