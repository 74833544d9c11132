//! The items of the register's columns as they lie there, and what they are outside.
//!
//! A number that means nothing reads as `None`: columns may come from a file.

use crate::domain::due::{Due, DueRule};
use crate::domain::person::LeaveReason;
use crate::domain::rules::{ClockKind, Event as RuleEvent, Holder};
use crate::domain::{Date, Day, Enrolment, EnrolmentState, MilestoneKind, OccasionId, Period, Stage};
use crate::query::position::Position;
use crate::query::rows::{Row, UnitRow};
use bytemuck::{Pod, Zeroable};

/// No row.
pub const NONE: u32 = u32::MAX;
/// A row that has to be looked for.
pub const SOMEWHERE: u32 = u32::MAX - 1;

/// A milestone as a span of days.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct EventItem {
    pub kind: u32,
    pub from: Day,
    pub until: Day,
}

impl EventItem {
    /// `(kind, from, until)`.
    #[inline]
    pub fn read(&self) -> Option<(MilestoneKind, Day, Day)> {
        Some((*MilestoneKind::ALL.get(self.kind as usize)?, self.from, self.until))
    }
}

/// A stay in a unit, which is in the tree at `row` or nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct PostItem {
    pub unit: u64,
    pub from: Day,
    pub row: u32,
}

/// A time off the way.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct LeaveItem {
    pub reason: u32,
    pub from: Day,
    pub back: Day,
}

impl LeaveItem {
    /// `(reason, from, back)`.
    pub fn read(&self) -> Option<(LeaveReason, Day, Day)> {
        Some((*LeaveReason::ALL.get(self.reason as usize)?, self.from, self.back))
    }
}

/// Where somebody stands from the day of the sums on.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct NowItem {
    pub unit: u32,
    pub since: Day,
    /// Number of the stage, or [`NowItem::AWAY`], or [`NowItem::RESTLESS`].
    pub stage: u8,
    /// Number of the furthest milestone; none for any other number.
    pub furthest: u8,
    pub zero: [u8; 2],
}

impl NowItem {
    /// Not on the way.
    const AWAY: u8 = 254;
    /// It is not the same from that day on, and has to be looked for.
    const RESTLESS: u8 = 255;

    /// As it lies in the columns; nothing for somebody restless.
    pub fn of(place: Option<Option<Position>>) -> NowItem {
        let none = |stage| NowItem { unit: NONE, since: Day::ALWAYS, stage, furthest: u8::MAX, zero: [0; 2] };
        match place {
            None => none(NowItem::RESTLESS),
            Some(None) => none(NowItem::AWAY),
            Some(Some(place)) => NowItem {
                unit: place.unit.at() as u32,
                since: place.since,
                stage: place.stage as u8,
                furthest: place.furthest.map_or(u8::MAX, |kind| kind as u8),
                zero: [0; 2],
            },
        }
    }

    /// The unit as a number: that of a row, [`NONE`] of who is away, [`SOMEWHERE`] where it has to be
    /// looked for.
    pub fn number_of_unit(&self) -> u32 {
        if self.stage == NowItem::RESTLESS { SOMEWHERE } else { self.unit }
    }

    /// The place, if on the way; `None` where it has to be looked for.
    #[inline]
    pub fn read(&self) -> Option<Option<Position>> {
        match (Stage::ALL.get(usize::from(self.stage)), self.stage) {
            (Some(stage), _) => Some(Some(Position {
                unit: UnitRow::new(self.unit as usize),
                stage: *stage,
                furthest: MilestoneKind::ALL.get(usize::from(self.furthest)).copied(),
                since: self.since,
            })),
            (None, NowItem::AWAY) => Some(None),
            _ => None,
        }
    }
}

/// A book that held a person's record before, or still holds one of who was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct FormerItem {
    pub book: u64,
    pub row: u32,
    pub zero: u32,
}

/// That somebody is in an occasion, as it lies in the columns.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct EnrolmentItem {
    occasion: u64,
    state: u8,
    /// How many sessions the person was in.
    sessions: u8,
    order: u16,
    zero: u32,
}

impl EnrolmentItem {
    /// Of an enrolment.
    pub fn of(occasion: OccasionId, enrolment: &Enrolment) -> EnrolmentItem {
        let sessions = u8::try_from(enrolment.sessions.len()).unwrap_or(u8::MAX);
        let (state, order) = (enrolment.state as u8, enrolment.order);
        EnrolmentItem { occasion: occasion.bits(), state, sessions, order, zero: 0 }
    }

    /// `(occasion, state, sessions, order)`.
    pub fn read(&self) -> Option<(OccasionId, EnrolmentState, u8, u16)> {
        let state = *EnrolmentState::ALL.get(usize::from(self.state))?;
        Some((OccasionId::from_bits(self.occasion), state, self.sessions, self.order))
    }
}

/// Members of a unit at the end of a year.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct MemberItem {
    pub year: i32,
    pub members: u32,
}

/// A version of a target. A year has `last` 0.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct TargetItem {
    pub first: i32,
    pub last: i32,
    /// Day of its document; `Day::ALWAYS` where it has none.
    pub day: Day,
    pub people: u32,
}

impl TargetItem {
    /// What it is for.
    pub fn period(&self) -> Period {
        if self.last == 0 { Period::Year(self.first) } else { Period::Term(self.first, self.last) }
    }
}

/// Something due, but for its day and its person, which are columns of their own.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct DueItem {
    pub start: Day,
    pub era: u16,
    /// Number of the clock.
    pub clock: u16,
    pub rule: u8,
    pub round: u8,
    pub kind: u8,
    pub holder: u8,
    pub event: u8,
    pub zero: [u8; 3],
}

/// Groups of what is due that are looked for within different limits of days.
pub const DUE_GROUPS: usize = 5;

/// The group of something due: deadlines, comments, records left alone, lapses, coming days.
pub fn due_group(rule: DueRule, kind: ClockKind) -> usize {
    match (rule, kind) {
        (DueRule::Comment, _) => 1,
        (DueRule::Untouched, _) => 2,
        (_, ClockKind::Deadline) => 0,
        (_, ClockKind::Lapse) => 3,
        (_, ClockKind::Notice) => 4,
    }
}

/// Events that are no milestone come after those that are.
const MILESTONES: usize = MilestoneKind::ALL.len();

/// The number of a rule, and that of its clock.
fn number_of_rule(rule: DueRule) -> (u8, u16) {
    match rule {
        DueRule::Clock(n) => (0, n),
        DueRule::AgeFrom => (1, 0),
        DueRule::AgeUntil => (2, 0),
        DueRule::Enlistment => (3, 0),
        DueRule::Comment => (4, 0),
        DueRule::Untouched => (5, 0),
    }
}

fn rule_of(number: u8, clock: u16) -> Option<DueRule> {
    Some(match number {
        0 => DueRule::Clock(clock),
        1 => DueRule::AgeFrom,
        2 => DueRule::AgeUntil,
        3 => DueRule::Enlistment,
        4 => DueRule::Comment,
        5 => DueRule::Untouched,
        _ => return None,
    })
}

fn number_of_event(event: Option<RuleEvent>) -> usize {
    match event {
        Some(RuleEvent::Milestone(kind)) => kind as usize,
        None => MILESTONES,
        Some(RuleEvent::ProbationEnd) => MILESTONES + 1,
        Some(RuleEvent::Moved) => MILESTONES + 2,
    }
}

fn event_of(number: usize) -> Option<Option<RuleEvent>> {
    if let Some(kind) = MilestoneKind::ALL.get(number) {
        return Some(Some(RuleEvent::Milestone(*kind)));
    }
    match number - MILESTONES {
        0 => Some(None),
        1 => Some(Some(RuleEvent::ProbationEnd)),
        2 => Some(Some(RuleEvent::Moved)),
        _ => None,
    }
}

impl DueItem {
    /// As it lies in the columns.
    pub fn of(due: &Due) -> DueItem {
        let (rule, clock) = number_of_rule(due.rule);
        DueItem {
            start: due.start,
            era: due.era,
            clock,
            rule,
            round: due.round,
            kind: due.kind as u8,
            holder: due.holder as u8,
            event: number_of_event(due.event) as u8,
            zero: [0; 3],
        }
    }

    /// What is due on `day`.
    pub fn read(&self, day: Day) -> Option<Due> {
        Some(Due {
            rule: rule_of(self.rule, self.clock)?,
            era: self.era,
            round: self.round,
            kind: *ClockKind::ALL.get(usize::from(self.kind))?,
            holder: *Holder::ALL.get(usize::from(self.holder))?,
            event: event_of(usize::from(self.event))?,
            start: self.start,
            due: day,
        })
    }
}

/// A date with its precision as one number; 0 for none.
pub fn date_bits(date: Option<Date>) -> u32 {
    date.map_or(0, |date| {
        let day = date.exact().map_or(0, |exact| chrono::Datelike::day(&exact));
        (date.year() as u32) << 9 | date.month().unwrap_or(0) << 5 | day
    })
}

/// The date that a number stands for.
pub fn date_of(bits: u32) -> Option<Date> {
    let known = |n: u32| (n > 0).then_some(n);
    Date::new((bits >> 9) as i32, known(bits >> 5 & 15), known(bits & 31)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_and_dates_come_back_as_they_were() {
        for event in [
            None,
            Some(RuleEvent::Moved),
            Some(RuleEvent::ProbationEnd),
            Some(RuleEvent::Milestone(MilestoneKind::OfficialDecision)),
            Some(RuleEvent::Milestone(MilestoneKind::Identified)),
        ] {
            for rule in (0..6).filter_map(|number| rule_of(number, 7)) {
                for (kind, holder) in ClockKind::ALL.into_iter().cycle().zip(Holder::ALL) {
                    let due = Due {
                        rule,
                        era: 3,
                        round: 2,
                        kind,
                        holder,
                        event,
                        start: Day::new(-5),
                        due: Day::new(738_000),
                    };
                    assert_eq!(DueItem::of(&due).read(due.due), Some(due));
                }
            }
        }
        for text in ["1999-04-30", "1999-04", "1999"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date_of(date_bits(Some(date))), Some(date));
        }
        assert_eq!((date_bits(None), date_of(0)), (0, None));
    }
}
