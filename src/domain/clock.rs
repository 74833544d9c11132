//! The clocks that run in a person's case: what started, by when, what stopped it.
//!
//! Independent of today: a clock is open, stopped in time, or stopped too late. The set in force
//! on the day of the starting event decides.

use super::calendar::Length;
use super::date::Date;
use super::dossier::Verification;
use super::milestone::{Asked, MilestoneKind};
use super::person::Person;
use super::rulebook::{Rulebook, Ruled};
use super::rules::{Clock, ClockKind, Event, Holder, Settle};
use chrono::NaiveDate;

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It still runs.
    No,
    /// On this day.
    On(Date),
    /// The person is beyond it; when is not written down.
    Passed,
}

/// A clock of a rule set that began to run for a person.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    pub name: &'a str,
    pub clock: &'a Ruled<Clock>,
    /// Number of the era whose rules decide, and the day that says so.
    pub era: usize,
    pub decided: NaiveDate,
    /// Round of a verification, else of the starting milestone.
    pub round: u8,
    pub event: Event,
    pub start: NaiveDate,
    /// The last day in time, a granted extension included.
    pub due: NaiveDate,
    /// The extension, where one was granted.
    pub extended: Option<NaiveDate>,
    pub stopped: Stopped,
    pub holder: Holder,
}

impl Running<'_> {
    /// True for the clock of a verification.
    pub fn asks(&self) -> bool {
        self.event == Event::Milestone(MilestoneKind::VerificationAsked)
    }

    /// True when it stopped after its last day. A vague date is given the benefit of the doubt.
    pub fn is_late(&self) -> bool {
        matches!(self.stopped, Stopped::On(date) if date.first() > self.due)
            && self.clock.is.kind != ClockKind::Notice
    }
}

/// The code of a waiver of a clock, in one of its rounds.
pub fn waiver_code(clock: &str, round: u8) -> String {
    if round > 1 { format!("clock.{clock}.{round}") } else { format!("clock.{clock}") }
}

/// Every clock that began for a person, by name.
pub fn running<'a>(person: &Person, rules: &'a Rulebook) -> Vec<Running<'a>> {
    let mut found: Vec<Running<'a>> = Vec::new();
    for (name, events) in rules.starts() {
        if events.contains(&Event::Milestone(MilestoneKind::VerificationAsked)) {
            found.extend(person.verifications().filter_map(|letter| asked(person, rules, name, letter)));
        } else {
            found.extend(one(person, rules, name, events));
        }
    }
    found
}

fn asked<'a>(
    person: &Person,
    rules: &'a Rulebook,
    name: &'a str,
    letter: Verification,
) -> Option<Running<'a>> {
    let start = letter.sent.last();
    let (era, clock) = rules.clock_on(name, start)?;
    let wanted = &clock.is.asked;
    if !(wanted.is_empty() || wanted.contains(&letter.asked)) {
        return None;
    }
    let due = rules.calendar.after(start, clock.is.within);
    let extended = extension(person, name, letter.round, due);
    Some(Running {
        name,
        clock,
        era,
        decided: start,
        round: letter.round,
        event: Event::Milestone(MilestoneKind::VerificationAsked),
        start,
        due: extended.unwrap_or(due),
        extended,
        stopped: match letter.answered {
            Some(date) => Stopped::On(date),
            None if letter.passed => Stopped::Passed,
            None => Stopped::No,
        },
        holder: if letter.asked == Asked::Police { Holder::Police } else { clock.is.holder },
    })
}

fn one<'a>(person: &Person, rules: &'a Rulebook, name: &'a str, starts: &[Event]) -> Option<Running<'a>> {
    // The earliest of the events that any set names says which set decides.
    let happened = |event: &Event| Some((*event, day_of(person, *event, rules)?));
    let all: Vec<(Event, (u8, NaiveDate))> = starts.iter().filter_map(happened).collect();
    let first = all.iter().min_by_key(|(_, (_, day))| *day)?;
    let decided = first.1.1;
    let (era, clock) = rules.clock_on(name, decided)?;
    // The first that the set lists starts the clock.
    let listed = clock.is.from.iter().find_map(|event| all.iter().find(|(known, _)| known == event));
    let (event, (round, start)) = *listed.unwrap_or(first);
    let reached = |kind: &MilestoneKind| person.current(*kind).is_some_and(|(_, m)| m.date.first() <= start);
    if !clock.is.given.iter().all(reached) {
        return None;
    }
    if event == Event::Moved && !clock.is.situations.is_empty() {
        let situation = person.posts.values().next_back().map(|post| &post.situation);
        situation.filter(|situation| clock.is.situations.contains(*situation))?;
    }
    let mut due = rules.calendar.after(start, clock.is.within);
    // A certificate can say itself until when it counts.
    if let (Event::Milestone(kind), Length::Months(_)) = (event, clock.is.within)
        && let Some(expiry) = person.milestones.get(&(kind, round)).and_then(|m| m.expiry)
    {
        due = expiry.last();
    }
    let extended = extension(person, name, round, due);
    Some(Running {
        name,
        clock,
        era,
        decided,
        round,
        event,
        start,
        due: extended.unwrap_or(due),
        extended,
        stopped: stopped(person, &clock.is),
        holder: holder(person, &clock.is),
    })
}

/// The last day of an extension that was granted beyond `due`.
fn extension(person: &Person, name: &str, round: u8, due: NaiveDate) -> Option<NaiveDate> {
    let granted = person.waivers.get(&waiver_code(name, round)).and_then(|waiver| waiver.until);
    granted.map(Date::last).filter(|day| *day > due)
}

/// Who has it now: the first in its way after the last that is done with it.
fn holder(person: &Person, clock: &Clock) -> Holder {
    let done = clock.via.iter().rposition(|(kind, _)| person.current(*kind).is_some());
    let next = clock.via.get(done.map_or(0, |done| done + 1));
    next.map_or(clock.holder, |(_, holder)| *holder)
}

/// When an event happened, and in which round.
fn day_of(person: &Person, event: Event, rules: &Rulebook) -> Option<(u8, NaiveDate)> {
    match event {
        Event::Milestone(kind) => person.current(kind).map(|(round, m)| (round, m.date.last())),
        Event::ProbationEnd => {
            let (round, _) = person.current(MilestoneKind::Ceremony)?;
            // From the last day that a vague ceremony can mean: only then is it certain.
            Some((round, person.official_from(rules)?.last()))
        }
        Event::Moved => {
            let (n, post) = person.posts.iter().next_back().filter(|(n, _)| **n > 0)?;
            Some((*n, post.from?.last()))
        }
    }
}

fn stopped(person: &Person, clock: &Clock) -> Stopped {
    let on = |settle: &Settle| match settle {
        Settle::Milestone(kind) => person.current(*kind).map(|(_, milestone)| Some(milestone.date)),
        Settle::Paper(code) => {
            let there = person.papers.get(code).filter(|paper| paper.state.is_there());
            there.map(|paper| paper.date)
        }
    };
    let days: Vec<Option<Date>> = clock.to.iter().filter_map(on).collect();
    if let Some(date) = days.iter().flatten().min() {
        return Stopped::On(*date);
    }
    let last = clock.to.iter().filter_map(|settle| match settle {
        Settle::Milestone(kind) => Some(*kind),
        Settle::Paper(_) => None,
    });
    let last = last.max();
    let furthest = MilestoneKind::ALL.into_iter().rev().find(|kind| person.current(*kind).is_some());
    let beyond = last.zip(furthest).is_some_and(|(last, furthest)| furthest > last);
    if beyond || !days.is_empty() { Stopped::Passed } else { Stopped::No }
}

/// The longest extension of a clock, as a last day; `None` where none is ruled.
pub fn longest_extension(running: &Running, rules: &Rulebook) -> Option<NaiveDate> {
    let extend = running.clock.is.extend?;
    let plain = rules.calendar.after(running.start, running.clock.is.within);
    Some(rules.calendar.after(plain, extend))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::milestone::{AsideReason, Milestone, SetAside};
    use crate::domain::person::Post;
    use crate::domain::{UnitId, dossier::Waiver};
    use MilestoneKind::*;

    fn rules() -> Rulebook {
        Rulebook::built_in(Default::default()).unwrap()
    }

    fn person(milestones: &[(MilestoneKind, &str)]) -> Person {
        let mut p = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
        for (kind, date) in milestones {
            let round = p.next_round(*kind).unwrap();
            p.milestones.insert((*kind, round), Milestone::on(date.parse().unwrap()));
        }
        p
    }

    /// `(due, set)` of a clock.
    fn clock(p: &Person, name: &str) -> Option<(String, String)> {
        let rules = rules();
        let found: Vec<_> = running(p, &rules).into_iter().filter(|r| r.name == name).collect();
        assert!(found.len() <= 1, "{name} runs once: {found:?}");
        found.first().map(|r| (r.due.to_string(), rules.era(r.era).unwrap().sets[0].number.clone()))
    }

    fn due(milestones: &[(MilestoneKind, &str)], name: &str) -> String {
        clock(&person(milestones), name).map_or("-".into(), |(due, _)| due)
    }

    /// 29-QĐ/TW, 232-QĐ/TW: 60 working days; from 01/7/2025 45 (294-QĐ/TW 4.3.1).
    #[test]
    fn a_resolution_of_the_cell_is_decided_in_60_working_days_from_july_2025_in_45() {
        let at = |date: &str| clock(&person(&[(CellResolution, date)]), "decide").unwrap();
        assert_eq!(at("2023-07-03"), ("2023-09-27".into(), "24-QĐ/TW".into()));
        assert_eq!(at("2025-06-30"), ("2025-09-24".into(), "232-QĐ/TW".into()));
        assert_eq!(at("2025-07-01"), ("2025-09-04".into(), "294-QĐ/TW".into()));
        assert_eq!(at("2026-07-25").1, "20-QĐ/TW");
        assert_eq!(at("2026-07-26").1, "208-QĐ/TW");
    }

    /// 294-QĐ/TW 4.1: 30 working days from receipt; 208-QĐ/TW (question 89): from issue.
    #[test]
    fn the_ceremony_follows_receipt_and_from_26_july_2026_issue() {
        let both = |signed, got| due(&[(Decision, signed), (DecisionReceived, got)], "ceremony");
        assert_eq!(both("2026-07-01", "2026-07-08"), "2026-08-19");
        // Signed under the old rule, received under the new one: the old rule decides.
        assert_eq!(both("2026-07-24", "2026-07-30"), "2026-09-14");
        assert_eq!(both("2026-07-27", "2026-08-03"), "2026-09-09");
        assert_eq!(due(&[(Decision, "2026-07-27")], "ceremony"), "2026-09-09");
        assert_eq!(due(&[(DecisionReceived, "2026-08-03")], "ceremony"), "2026-09-16");
        assert_eq!(due(&[(Decision, "2023-05-04")], "ceremony"), "2023-06-15");
    }

    /// Charter art. 5, 294-QĐ/TW 4.2: twelve months; then 30 working days for the cell (4.2.1).
    #[test]
    fn probation_ends_after_twelve_months_and_the_cell_has_30_working_days() {
        for (ceremony, end) in [("2024-02-29", "2025-02-28"), ("2025-08-31", "2026-08-31")] {
            assert_eq!(due(&[(Ceremony, ceremony)], "probation"), end);
        }
        assert_eq!(due(&[(Ceremony, "2022-05-19")], "cell_review"), "2023-06-30");
        assert_eq!(due(&[(CellReview, "2025-07-01")], "recognise"), "2025-08-12");
    }

    /// 06-HD/TW 5.4: certificate 60 months, papers 12 months, both to the cell's consideration.
    #[test]
    fn certificate_and_papers_lapse() {
        assert_eq!(due(&[(Certificate, "2020-02-29")], "certificate"), "2025-02-28");
        let mut p = person(&[(Certificate, "2020-02-29")]);
        p.milestones.get_mut(&(Certificate, 1)).unwrap().expiry = "2024-12-31".parse().ok();
        assert_eq!(clock(&p, "certificate").unwrap().0, "2024-12-31");
        assert_eq!(
            due(&[(DossierOpened, "2023-01-31"), (Application, "2023-03-01")], "papers"),
            "2024-01-31"
        );
        assert_eq!(due(&[(Application, "2023-03-01")], "papers"), "-");
    }

    /// 06-HD/TW 3.4d: 30 working days for each place asked, 90 abroad.
    #[test]
    fn each_place_asked_has_its_own_clock() {
        let mut p = person(&[(VerificationAsked, "2025-07-01"), (VerificationAsked, "2025-07-01")]);
        p.milestones.get_mut(&(VerificationAsked, 2)).unwrap().asked = Some(Asked::Abroad);
        p.milestones.insert((VerificationAnswered, 1), Milestone::on("2025-08-13".parse().unwrap()));
        let rules = rules();
        let found = running(&p, &rules);
        let one = found.iter().find(|r| r.name == "verify").unwrap();
        assert_eq!((one.due.to_string().as_str(), one.is_late()), ("2025-08-12", true));
        let two = found.iter().find(|r| r.name == "verify_abroad").unwrap();
        assert_eq!((two.due.to_string().as_str(), two.stopped), ("2025-11-06", Stopped::No));
        p.milestones.get_mut(&(VerificationAsked, 2)).unwrap().asked = Some(Asked::Police);
        assert!(running(&p, &rules).iter().any(|r| r.holder == Holder::Police && r.round == 2));
    }

    #[test]
    fn a_clock_stops_in_time_too_late_or_unknown_when() {
        let rules = rules();
        let stopped = |milestones: &[(MilestoneKind, &str)]| {
            let p = person(milestones);
            let all = running(&p, &rules);
            let decide = all.iter().find(|r| r.name == "decide").unwrap();
            (decide.stopped, decide.is_late())
        };
        let cell = (CellResolution, "2025-07-01");
        assert_eq!(stopped(&[cell]), (Stopped::No, false));
        let on = |date: &str| Stopped::On(date.parse().unwrap());
        assert_eq!(stopped(&[cell, (Decision, "2025-09-04")]), (on("2025-09-04"), false));
        assert_eq!(stopped(&[cell, (Decision, "2025-09-05")]), (on("2025-09-05"), true));
        assert_eq!(stopped(&[cell, (Decision, "2025-09")]), (on("2025-09"), false));
        assert_eq!(stopped(&[cell, (Ceremony, "2025-12-01")]), (Stopped::Passed, false));
    }

    #[test]
    fn an_extension_moves_the_last_day_and_a_returned_dossier_starts_again() {
        let mut p = person(&[(CellResolution, "2025-07-01")]);
        let waiver = Waiver {
            date: "2025-09-01".parse().unwrap(),
            reason: "x".into(),
            number: String::new(),
            by: String::new(),
            until: "2025-09-25".parse().ok(),
        };
        p.waivers.insert(waiver_code("decide", 1), waiver);
        assert_eq!(clock(&p, "decide").unwrap().0, "2025-09-25");
        let rules = rules();
        let all = running(&p, &rules);
        let decide = all.iter().find(|r| r.name == "decide").unwrap();
        assert_eq!(longest_extension(decide, &rules).unwrap().to_string(), "2025-09-25");
        let aside = SetAside {
            date: "2025-08-01".parse().unwrap(),
            reason: AsideReason::Returned,
            note: "thiếu nhận xét".into(),
        };
        p.waivers.clear();
        p.milestones.get_mut(&(CellResolution, 1)).unwrap().set_aside = Some(aside);
        assert_eq!(clock(&p, "decide"), None);
        p.milestones.insert((CellResolution, 2), Milestone::on("2025-09-10".parse().unwrap()));
        assert_eq!(clock(&p, "decide").unwrap().0, "2025-11-12");
    }

    /// 06-HD/TW 3.9b: the receiving committee decides within 30 working days, on who moved while
    /// under consideration.
    #[test]
    fn who_moves_after_the_cell_resolved_is_decided_on_there() {
        let moved = |situation: &str, on: &str| {
            let mut p = person(&[(CellResolution, "2025-07-01")]);
            let situation = situation.to_owned();
            p.posts.insert(1, Post { from: on.parse().ok(), situation, ..p.posts[&0].clone() });
            clock(&p, "decide_after_move").map(|(due, _)| due)
        };
        assert_eq!(moved("considered", "2025-08-04").unwrap(), "2025-09-17");
        assert_eq!(moved("", "2025-08-04"), None);
        assert_eq!(moved("considered", "2025-06-30"), None, "the cell had not resolved yet");
        // The old place forwards the dossier within 15 working days, shown by the receipt.
        let mut p = person(&[(CellResolution, "2025-07-01")]);
        let situation = "considered".to_owned();
        p.posts.insert(1, Post { from: "2025-08-04".parse().ok(), situation, ..p.posts[&0].clone() });
        assert_eq!(clock(&p, "forward_after_move").unwrap().0, "2025-08-25");
    }

    #[test]
    fn a_letter_after_the_resolution_is_waited_for_and_one_before_it_no_more() {
        let rules = rules();
        let open = |sent: &str| {
            let p = person(&[(VerificationAsked, sent), (CellResolution, "2025-07-01")]);
            running(&p, &rules).iter().find(|r| r.name == "verify").unwrap().stopped == Stopped::No
        };
        assert!(!open("2025-06-30") && open("2025-07-02"));
    }

    #[test]
    fn the_holder_goes_from_the_base_to_the_board_to_the_committee() {
        let rules = rules();
        let holder = |more: &[(MilestoneKind, &str)]| {
            let p = person(&[&[(CellResolution, "2025-07-01")], more].concat());
            running(&p, &rules).iter().find(|r| r.name == "decide").unwrap().holder
        };
        assert_eq!(holder(&[]), Holder::Base);
        assert_eq!(holder(&[(BaseResolution, "2025-07-10")]), Holder::Board);
        assert_eq!(holder(&[(Appraisal, "2025-07-20")]), Holder::Committee);
    }

    #[test]
    fn a_clock_whose_start_changes_with_the_set_runs_exactly_once() {
        let mut sets = Rulebook::built_in_sets().unwrap();
        for set in &mut sets {
            let Some(ceremony) = set.clocks.get_mut("ceremony") else { continue };
            ceremony.from.truncate(1);
        }
        let rules = Rulebook::new(sets, Default::default(), Default::default()).unwrap();
        let runs = |milestones: &[(MilestoneKind, &str)]| {
            let p = person(milestones);
            running(&p, &rules).iter().filter(|r| r.name == "ceremony").count()
        };
        let (signed, got) = ((Decision, "2026-07-24"), (DecisionReceived, "2026-07-30"));
        assert_eq!((runs(&[signed, got]), runs(&[signed]), runs(&[got])), (1, 1, 1));
    }

    #[test]
    fn a_probation_of_which_only_the_month_is_known_ends_as_well() {
        assert_eq!(due(&[(Ceremony, "2022-05")], "cell_review"), "2023-07-12");
    }
}
