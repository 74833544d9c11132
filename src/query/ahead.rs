//! Who can be admitted by a day, answered from the columns: the earliest day that the rules allow, the day by which it is
//! done where everybody takes all the time that the clocks leave, and what stands in the way.
//!
//! Papers of a dossier are in no column: the card tells of them (`domain/outlook.rs`).

use super::{PersonRow, Register};
use crate::domain::due::{Due, DueRule};
use crate::domain::listed::listed;
use crate::domain::occasion::{OccasionKind, OccasionState};
use crate::domain::rules::{ClockKind, Settle};
use crate::domain::{Day, MilestoneKind, Rulebook};
use chrono::NaiveDate;

listed! {
/// Whether somebody can be admitted by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chance {
    /// Decided or considered by the cell, and in time though every clock runs to its end.
    Certain,
    Possible,
    /// Not before a later day, or not at all as the record stands.
    TooLate,
}
}

impl Chance {
    /// The name for tools.
    pub fn name(self) -> &'static str {
        match self {
            Chance::Certain => "certain",
            Chance::Possible => "possible",
            Chance::TooLate => "too_late",
        }
    }
}

/// Something that stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Under age before this day.
    Age(Day),
    /// Over age since this day: needs consent.
    TooOld(Day),
    BirthUnknown,
    /// No certificate; the last day of the class that the person is listed for.
    NoClass(Option<Day>),
    /// The certificate counts no longer from this day on, and the cell has not considered the person.
    Lapses(Day),
    /// Places that have not answered; how many of them police.
    Verification(u8, u8),
    /// No dossier is opened.
    NoDossier,
}

impl Obstacle {
    /// The name for tools.
    pub fn name(self) -> &'static str {
        match self {
            Obstacle::Age(_) => "age",
            Obstacle::TooOld(_) => "too_old",
            Obstacle::BirthUnknown => "birth_unknown",
            Obstacle::NoClass(_) => "no_class",
            Obstacle::Lapses(_) => "certificate_lapses",
            Obstacle::Verification(..) => "verification",
            Obstacle::NoDossier => "no_dossier",
        }
    }
}

/// What lies ahead of somebody who is not admitted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub chance: Chance,
    /// The first day on which the rules allow the admission; none while something without a day stands in the way.
    pub earliest: Option<Day>,
    /// The day by which it is done where all clocks run to their end; only once the cell has considered the person.
    pub latest: Option<Day>,
    pub obstacles: Vec<Obstacle>,
}

fn settles(due: &Due, rules: &Rulebook, kind: MilestoneKind) -> bool {
    due.kind == ClockKind::Deadline
        && due.clock(rules).is_some_and(|(_, clock)| clock.is.to.contains(&Settle::Milestone(kind)))
}

/// The day that comes so long after another as the clock that ends with a milestone leaves, by the rules of that day.
fn after(rules: &Rulebook, day: NaiveDate, kind: MilestoneKind, from: MilestoneKind) -> Option<NaiveDate> {
    use crate::domain::rules::Event;
    let ends_so = |clock: &&crate::domain::rulebook::Ruled<crate::domain::rules::Clock>| {
        clock.is.to.contains(&Settle::Milestone(kind)) && clock.is.from.contains(&Event::Milestone(from))
    };
    let clock = rules.on(day).clocks.values().find(ends_so)?;
    Some(rules.calendar.after(day, clock.is.within))
}

impl Register {
    /// What lies ahead of somebody on a day, for an admission by the last day of a span; none for who is admitted, or
    /// no longer on the way.
    pub fn ahead(&self, row: PersonRow, rules: &Rulebook, (today, end): (Day, Day)) -> Option<Ahead> {
        use MilestoneKind::{
            CellResolution, Ceremony, Certificate, Decision, DecisionReceived, DossierOpened,
        };
        let has = |kind| self.has(row, kind, today);
        if has(Ceremony) || self.leave_on(row, today).is_some() {
            return None;
        }
        let mut obstacles = Vec::new();
        let (mut earliest, mut has_day) = (today, true);
        let (open, police) = self.waiting(row);
        if open > 0 {
            obstacles.push(Obstacle::Verification(open, police));
        }
        let (is_decided, is_considered) = (has(Decision), has(CellResolution));
        if !is_considered && !is_decided {
            has_day &= self.before_the_cell(row, today, &mut earliest, &mut obstacles);
            if !has(DossierOpened) && has(Certificate) {
                obstacles.push(Obstacle::NoDossier);
            }
        }
        let dues: Vec<Due> = self.dues(row).collect();
        let until = |kind| dues.iter().filter(|due| settles(due, rules, kind)).map(|due| due.due).max();
        // A clock that ran out before today says nothing of what comes.
        let still = |day: &Day| *day >= today;
        let ceremony = |day: Day| {
            let day = day.date()?;
            let start = if has(DecisionReceived) { DecisionReceived } else { Decision };
            let next = after(rules, day, Ceremony, start).or_else(|| after(rules, day, Ceremony, Decision));
            next.or_else(|| after(rules, day, Ceremony, DecisionReceived)).map(Day::from)
        };
        let latest = match (is_decided, is_considered) {
            (true, _) => until(Ceremony).filter(still).or_else(|| ceremony(today)),
            (_, true) => until(Decision).filter(still).and_then(ceremony),
            _ => None,
        };
        let earliest = has_day.then_some(earliest);
        let chance = match (earliest, latest) {
            (None, _)
                if obstacles.iter().any(|o| matches!(o, Obstacle::NoClass(_) | Obstacle::Lapses(_))) =>
            {
                // A class can still be held.
                Chance::Possible
            }
            (None, _) => Chance::TooLate,
            (Some(day), _) if day > end => Chance::TooLate,
            (Some(_), Some(latest)) if latest <= end && open == 0 => Chance::Certain,
            _ => Chance::Possible,
        };
        Some(Ahead { chance, earliest, latest: latest.filter(|_| has_day), obstacles })
    }

    /// What stands before the cell's consideration; false while something without a day does.
    fn before_the_cell(
        &self,
        row: PersonRow,
        today: Day,
        earliest: &mut Day,
        obstacles: &mut Vec<Obstacle>,
    ) -> bool {
        let mut has_day = true;
        let of = |rule: DueRule| self.dues(row).find(|due| due.rule == rule).map(|due| due.due);
        match of(DueRule::AgeFrom) {
            None => {
                obstacles.push(Obstacle::BirthUnknown);
                has_day = false;
            }
            Some(from) if from > today => {
                obstacles.push(Obstacle::Age(from));
                *earliest = (*earliest).max(from);
            }
            Some(_) => {}
        }
        if let Some(until) = of(DueRule::AgeUntil).filter(|until| *until < today) {
            obstacles.push(Obstacle::TooOld(until));
            has_day = false;
        }
        if !self.has(row, MilestoneKind::Certificate, today) {
            let class = self.class_ahead(row, today);
            obstacles.push(Obstacle::NoClass(class));
            match class {
                Some(last) => *earliest = (*earliest).max(last),
                None => has_day = false,
            }
        } else if let Some(until) = self.certificate_until(row).filter(|until| *until < *earliest) {
            obstacles.push(Obstacle::Lapses(until));
            has_day = false;
        }
        has_day
    }

    /// The last day of the awareness class that somebody is listed for and that is not over.
    fn class_ahead(&self, row: PersonRow, today: Day) -> Option<Day> {
        use crate::domain::EnrolmentState::Listed;
        let listed = self.enrolled(row).filter(|enrolled| enrolled.state == Listed);
        let held = listed.filter_map(|enrolled| self.occasion(enrolled.occasion)).map(|entry| entry.occasion);
        let ahead = held.filter(|held| {
            held.kind == OccasionKind::AwarenessClass
                && matches!(held.state, OccasionState::Planned | OccasionState::Open)
        });
        ahead
            .filter_map(|held| held.until.or(held.from))
            .map(|date| date.last_day())
            .filter(|day| *day >= today)
            .min()
    }
}
