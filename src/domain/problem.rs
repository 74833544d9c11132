//! What is odd or missing in a person's record. Problems are shown, they never stop an entry:
//! real history is incomplete and out of order.
//!
//! A new problem requires: 1 a variant and its finding in `problems`; 2 a sentence in
//! `words/problem.rs`; 3 a test on both sides of its limit.

use super::date::Date;
use super::day::Day;
use super::milestone::MilestoneKind;
use super::person::Person;
use super::text::is_spoiled;
use chrono::NaiveDate;

/// One oddity of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// `later` is dated before `earlier`, which comes first in the procedure.
    OutOfOrder { earlier: MilestoneKind, later: MilestoneKind },
    /// A later milestone is there, this one is not.
    NotRecorded(MilestoneKind),
    /// Dated after today.
    InFuture(MilestoneKind),
    /// Born after today.
    BornInFuture,
    /// Less than `YOUNGEST` or more than `OLDEST` years old: mostly a year that was mistyped.
    OddAge,
    /// Left the way after today.
    LeaveInFuture,
    /// Votes, present and summoned do not fit into each other.
    VoteDoesNotAddUp(MilestoneKind),
    /// The document's symbol names an issuer of the district era, which ended on 30 June 2025.
    IssuerGone(MilestoneKind),
    /// Words of the name run together, it lost its marks, or its letters were spoiled on the way.
    OddName,
}

/// Milestones without which nobody gets further; the others are not always on paper.
const SPINE: [MilestoneKind; 6] = [
    MilestoneKind::Certificate,
    MilestoneKind::Application,
    MilestoneKind::CellResolution,
    MilestoneKind::Decision,
    MilestoneKind::Ceremony,
    MilestoneKind::CellReview,
];

/// Whoever is younger is no source yet, in years; whoever is older is none any more.
const YOUNGEST: u32 = 14;
const OLDEST: u32 = 100;

/// True where somebody who was born then is surely too young, or too old, to be followed.
pub fn is_odd_age(birth: Date, today: NaiveDate) -> bool {
    let years = |day: NaiveDate| today.years_since(day).unwrap_or(0);
    years(birth.first()) < YOUNGEST || years(birth.last()) > OLDEST
}

/// All problems of a record as seen on `today`, in the order of the procedure.
pub fn problems(person: &Person, today: NaiveDate) -> Vec<Problem> {
    let mut found = Vec::new();
    let current: Vec<_> = MilestoneKind::ALL
        .into_iter()
        .filter_map(|kind| person.current(kind).map(|(_, m)| (kind, m)))
        .collect();
    for (n, (kind, milestone)) in current.iter().enumerate() {
        let before = current
            .iter()
            .take(n)
            .filter(|(_, earlier)| earlier.date.first() > milestone.date.last())
            .max_by_key(|(_, earlier)| earlier.date.first());
        if let Some((earlier, _)) = before {
            found.push(Problem::OutOfOrder { earlier: *earlier, later: *kind });
        }
        if milestone.date.first() > today {
            found.push(Problem::InFuture(*kind));
        }
        if issuer_is_gone(&milestone.number, milestone.date) {
            found.push(Problem::IssuerGone(*kind));
        }
        if milestone.vote.is_some_and(|vote| !vote.adds_up() || !vote.counts_everyone()) {
            found.push(Problem::VoteDoesNotAddUp(*kind));
        }
    }
    if let Some((furthest, _)) = current.last() {
        let missing = SPINE.into_iter().filter(|kind| kind < furthest && person.current(*kind).is_none());
        found.extend(missing.map(Problem::NotRecorded));
    }
    if person.born.is_some_and(|birth| birth.first() > today) {
        found.push(Problem::BornInFuture);
    } else if person.born.is_some_and(|birth| is_odd_age(birth, today)) {
        found.push(Problem::OddAge);
    }
    if person.leaves.values().any(|leave| leave.date.first() > today) {
        found.push(Problem::LeaveInFuture);
    }
    if is_odd_name(&person.name) || is_spoiled(&person.name) {
        found.push(Problem::OddName);
    }
    found
}

/// The days of a record that lie after `today`: mostly a year that was mistyped.
pub fn ahead(person: &Person, today: NaiveDate) -> Vec<Problem> {
    let ahead = |problem: &Problem| {
        matches!(problem, Problem::InFuture(_) | Problem::BornInFuture | Problem::LeaveInFuture)
    };
    problems(person, today).into_iter().filter(ahead).collect()
}

/// True for a document of a district's committee dated after the last day of districts
/// (294-QĐ/TW: no district level from 1 July 2025).
fn issuer_is_gone(number: &str, date: Date) -> bool {
    const DISTRICTS: [&str; 3] = ["HU", "QU", "ThU"];
    let issuer = number.rsplit_once('/').map_or("", |(_, issuer)| issuer.trim());
    let last = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap_or_default();
    DISTRICTS.contains(&issuer) && date.first() > last
}

/// True for a name as ledgers spoil it: `TrànThịHòngNhuận`, or all capitals without a mark.
fn is_odd_name(name: &str) -> bool {
    let glued = |word: &str| {
        word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
    };
    let bare = name.split(' ').count() > 2 && name.chars().all(|c| c == ' ' || c.is_ascii_uppercase());
    bare || name.split(' ').any(glued)
}

/// The milestone that comes next in the procedure on `day`; `None` for an official member.
pub fn next_milestone(person: &Person, day: Day) -> Option<MilestoneKind> {
    match super::stage::furthest(person.events(), day) {
        None => Some(MilestoneKind::Identified),
        Some((furthest, _)) => MilestoneKind::ALL.into_iter().find(|kind| *kind > furthest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UnitId;
    use crate::domain::milestone::{Milestone, Vote};

    fn person(milestones: &[(MilestoneKind, &str)]) -> Person {
        let mut p = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
        for (kind, date) in milestones {
            p.milestones.insert((*kind, 1), Milestone::on(date.parse().unwrap()));
        }
        p
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 7, 31).unwrap()
    }

    #[test]
    fn history_out_of_order_is_named_and_a_vague_date_is_given_the_benefit_of_the_doubt() {
        use MilestoneKind::*;
        let p = person(&[(Identified, "2023-05-01"), (Certificate, "2023-04-30")]);
        assert_eq!(problems(&p, today()), [Problem::OutOfOrder { earlier: Identified, later: Certificate }]);
        let p = person(&[(Identified, "2023-05-01"), (Certificate, "2023-05")]);
        assert_eq!(problems(&p, today()), []);
    }

    #[test]
    fn a_skipped_milestone_is_named_once_a_later_one_is_there() {
        use MilestoneKind::*;
        let p = person(&[(CellResolution, "2023-05-01")]);
        assert_eq!(
            problems(&p, today()),
            [Problem::NotRecorded(Certificate), Problem::NotRecorded(Application)]
        );
        assert_eq!(problems(&person(&[(Certificate, "2023-05-01")]), today()), []);
    }

    /// Validation rule 8: HU is no issuer after 30 June 2025.
    #[test]
    fn a_district_signs_nothing_after_june_2025() {
        let gone = |number: &str, date: &str| {
            let mut p = person(&[(MilestoneKind::Identified, date)]);
            p.milestones.get_mut(&(MilestoneKind::Identified, 1)).unwrap().number = number.into();
            let on = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            problems(&p, on).contains(&Problem::IssuerGone(MilestoneKind::Identified))
        };
        assert!(!gone("12-QĐ/HU", "2025-06-30"));
        assert!(gone("12-QĐ/HU", "2025-07-01"));
        assert!(!gone("12-QĐ/HU", "2025"));
        assert!(
            !gone("12-QĐ/ĐU", "2025-07-01") && !gone("12-QĐ/TU", "2025-07-01") && !gone("", "2025-07-01")
        );
    }

    /// Validation rule 17: a real ledger held "TrànThịHòngNhuận".
    #[test]
    fn a_name_run_together_or_without_its_marks_is_named() {
        let odd = |name: &str| {
            let mut p = person(&[]);
            p.name = name.into();
            problems(&p, today()).contains(&Problem::OddName)
        };
        assert!(odd("TrànThịHòngNhuận") && odd("NGUYEN VAN AN"));
        for fine in ["Lê Thị Ánh", "NGUYỄN VĂN AN", "Lan Anh", "H'Ben Êban", "LAN ANH"] {
            assert!(!odd(fine), "{fine}");
        }
    }

    #[test]
    fn nobody_is_born_after_today_or_followed_as_a_child() {
        let born = |date: &str| {
            let mut p = person(&[]);
            p.born = Some(date.parse().unwrap());
            problems(&p, today())
        };
        assert_eq!(born("2023-08-01"), [Problem::BornInFuture]);
        assert_eq!(born("2023-07-31"), [Problem::OddAge]);
        assert_eq!(born("2023"), [Problem::OddAge]);
        assert_eq!(born("2009-08-01"), [Problem::OddAge]);
        assert_eq!((born("2009-07-31"), born("2009")), (vec![], vec![]));
        assert_eq!((born("1923-07-31"), born("1922-07-31")), (vec![], vec![Problem::OddAge]));
    }

    #[test]
    fn tomorrow_is_the_future_and_a_vote_must_add_up() {
        let p = person(&[(MilestoneKind::Identified, "2023-08-01")]);
        assert_eq!(problems(&p, today()), [Problem::InFuture(MilestoneKind::Identified)]);
        let mut p = person(&[
            (MilestoneKind::Identified, "2023-07-31"),
            (MilestoneKind::Certificate, "2023-07-31"),
            (MilestoneKind::Application, "2023-07-31"),
            (MilestoneKind::CellResolution, "2023-07-31"),
        ]);
        assert_eq!(problems(&p, today()), []);
        p.milestones.get_mut(&(MilestoneKind::CellResolution, 1)).unwrap().vote =
            Some(Vote { summoned: 1, present: 2, ..Vote::default() });
        assert_eq!(problems(&p, today()), [Problem::VoteDoesNotAddUp(MilestoneKind::CellResolution)]);
    }

    #[test]
    fn the_next_milestone_follows_the_furthest() {
        let day = Date::from(today()).last_day();
        assert_eq!(next_milestone(&person(&[]), day), Some(MilestoneKind::Identified));
        let p = person(&[(MilestoneKind::Certificate, "2023-05-01")]);
        assert_eq!(next_milestone(&p, day), Some(MilestoneKind::DossierOpened));
        let p = person(&[(MilestoneKind::OfficialDecision, "2023-05-01")]);
        assert_eq!(next_milestone(&p, day), None);
    }
}
