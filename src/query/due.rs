//! What is due: for a unit and everything below it, by today, the most urgent first.

use super::register::{DUE_GROUPS, Register};
use super::rows::{PersonRow, Row, Rows, UnitRow};
use crate::domain::Day;
use crate::domain::due::{Due, DueRule};
use crate::domain::listed::listed;
use crate::domain::rules::{ClockKind, Holder};
use std::ops::RangeInclusive;

/// Days ahead that are looked at when nothing else is said: the first alarm of what will lapse.
pub const HORIZON: i32 = 90;
/// Days before at which a helper's comment is named.
const COMMENT: i32 = 15;
/// Days ahead that are urgent.
const WEEK: i32 = 7;
/// The days before at which a coming day is named again.
pub const ALARMS: [i32; 5] = [90, 60, 30, 15, 7];

listed! {
    /// How urgent something is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Urgency {
        Overdue,
        /// Within 7 days.
        Week,
        /// Within 30 days.
        Month,
        Later,
    }
}

impl Urgency {
    /// That of something due so many days from today.
    pub fn of(days: i32) -> Urgency {
        match days {
            ..0 => Urgency::Overdue,
            days if days <= WEEK => Urgency::Week,
            days if days <= 30 => Urgency::Month,
            _ => Urgency::Later,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Week => "week",
            Urgency::Month => "month",
            Urgency::Later => "later",
        }
    }

    /// Its place, 0..=3.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// One thing due about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRow {
    pub person: PersonRow,
    /// Where the person is followed today.
    pub unit: UnitRow,
    pub due: Due,
    /// Days from today, negative when late.
    pub days: i32,
}

impl DueRow {
    /// How urgent it is.
    pub fn urgency(&self) -> Urgency {
        Urgency::of(self.days)
    }

    /// The alarm that it has come to: the nearest of [`ALARMS`] that is not yet passed.
    pub fn alarm(&self) -> Option<i32> {
        ALARMS.into_iter().rev().find(|alarm| (0..=*alarm).contains(&self.days))
    }
}

/// Which of what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub today: Day,
    /// Only what is due so many days from today, or before.
    pub within: Option<i32>,
    pub holder: Option<Holder>,
}

impl Wanted {
    /// Everything that matters today.
    pub fn on(today: Day) -> Wanted {
        Wanted { today, within: None, holder: None }
    }

    /// The days on which something of each group of the register is looked for: no fewer than those
    /// that [`Wanted::takes`] takes.
    fn limits(&self) -> [RangeInclusive<Day>; DUE_GROUPS] {
        let ahead = |days: i32| self.today + days;
        let horizon = ahead(self.within.unwrap_or(HORIZON));
        let all = self.within.map_or(Day::NEVER, ahead);
        let comment = ahead(self.within.unwrap_or(COMMENT));
        [
            Day::ALWAYS..=all,
            Day::ALWAYS..=comment,
            Day::ALWAYS..=ahead(-1),
            Day::ALWAYS..=horizon,
            self.today..=horizon,
        ]
    }

    fn takes(&self, due: &Due) -> bool {
        let days = due.due - self.today;
        let horizon = self.within.unwrap_or(HORIZON);
        let began = due.start <= self.today || due.event.is_none();
        let near = match (due.rule, due.kind) {
            // A record is named once it was left alone for too long, not while it may still be.
            (DueRule::Untouched, _) => days < 0,
            // A comment comes round again and again: it is named when it is near.
            (DueRule::Comment, _) => days <= self.within.unwrap_or(COMMENT),
            (_, ClockKind::Notice) => (0..=horizon).contains(&days),
            (_, ClockKind::Lapse) => days <= horizon,
            (_, ClockKind::Deadline) => self.within.is_none_or(|within| days <= within),
        };
        began && near && self.holder.is_none_or(|holder| holder == due.holder)
    }
}

/// The unit that a person is followed in on a day, who has not left.
fn followed(register: &Register, person: PersonRow, day: Day) -> Option<UnitRow> {
    register.unit_on(person, day).filter(|_| register.leave_on(person, day).is_none())
}

/// Everything wanted about one person. Whoever left the way has nothing due.
pub fn of_person(
    register: &Register,
    person: PersonRow,
    wanted: Wanted,
) -> impl Iterator<Item = DueRow> + '_ {
    followed(register, person, wanted.today).into_iter().flat_map(move |unit| {
        let dues = register.dues(person).filter(move |due| wanted.takes(due));
        dues.map(move |due| DueRow { person, unit, days: due.due - wanted.today, due })
    })
}

/// What of a person is most urgent.
pub fn most_urgent(register: &Register, person: PersonRow, today: Day) -> Option<DueRow> {
    of_person(register, person, Wanted::on(today)).min_by_key(|row| row.due.due)
}

/// What `make` makes of everything wanted in some units.
fn each<T: Send>(
    register: &Register,
    units: &Rows<UnitRow>,
    wanted: Wanted,
    make: impl Fn(DueRow) -> T + Sync,
) -> Vec<T> {
    register.dues_within(wanted.today, &wanted.limits(), |person, due, unit| {
        if !wanted.takes(&due) {
            return None;
        }
        let unit = unit.unwrap_or_else(|| followed(register, person, wanted.today));
        let unit = unit.filter(|unit| units.contains(*unit))?;
        Some(make(DueRow { person, unit, due, days: due.due - wanted.today }))
    })
}

/// Everything wanted in some units, the most urgent first, then by name.
pub fn due(register: &Register, units: Rows<UnitRow>, wanted: Wanted) -> Vec<DueRow> {
    let keyed = |row: DueRow| ((row.due.due, register.order(row.person)), row);
    let mut rows: Vec<((Day, u64), DueRow)> = each(register, &units, wanted, keyed);
    // A few runs that are in order: they are merged.
    rows.sort_by_key(|(key, row)| (*key, row.due.rule, row.due.round));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// How many are overdue, and due within a week, for every unit with everything below it, by row.
pub fn pressing(register: &Register, today: Day) -> Vec<[u32; 2]> {
    let mut counts = vec![[0u32; 2]; register.unit_count()];
    let all = register.unit_rows();
    let wanted = Wanted { within: Some(WEEK), ..Wanted::on(today) };
    for (unit, urgency) in each(register, &all, wanted, |row| (row.unit, row.urgency().index())) {
        if let Some(count) = counts.get_mut(unit.at()).and_then(|unit| unit.get_mut(urgency)) {
            *count += 1;
        }
    }
    register.pile_up(&mut counts);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_groups_and_alarms() {
        let of = |days| Urgency::of(days).name();
        assert_eq!([-1, 0, 7, 8, 30, 31].map(of), ["overdue", "week", "week", "month", "month", "later"]);
        let due = Due {
            rule: DueRule::AgeFrom,
            era: 0,
            round: 1,
            kind: ClockKind::Notice,
            holder: Holder::Cell,
            event: None,
            start: Day::new(0),
            due: Day::new(0),
        };
        let alarm = |days| DueRow { person: PersonRow::FIRST, unit: UnitRow::FIRST, due, days }.alarm();
        let expected = [Some(7), Some(7), Some(15), Some(15), Some(30), Some(60), Some(90), None, None];
        assert_eq!([0, 7, 8, 15, 16, 60, 61, 91, -1].map(alarm), expected);
    }

    #[test]
    fn a_coming_day_is_named_within_the_horizon_and_a_deadline_always() {
        let due = |kind, rule, day| Due {
            rule,
            era: 0,
            round: 1,
            kind,
            holder: Holder::Cell,
            event: None,
            start: Day::new(0),
            due: Day::new(day),
        };
        let takes = |kind, day| Wanted::on(Day::new(1000)).takes(&due(kind, DueRule::Clock(0), day));
        let days = [999, 1000, 1090, 1091];
        assert_eq!(days.map(|day| takes(ClockKind::Notice, day)), [false, true, true, false]);
        assert_eq!(days.map(|day| takes(ClockKind::Lapse, day)), [true, true, true, false]);
        assert_eq!(days.map(|day| takes(ClockKind::Deadline, day)), [true; 4]);
        let untouched =
            days.map(|day| Wanted::on(Day::new(1000)).takes(&due(ClockKind::Lapse, DueRule::Untouched, day)));
        assert_eq!(untouched, [true, false, false, false]);
        let week = Wanted { within: Some(7), ..Wanted::on(Day::new(1000)) };
        assert!(week.takes(&due(ClockKind::Deadline, DueRule::Clock(0), 1007)));
        assert!(!week.takes(&due(ClockKind::Deadline, DueRule::Clock(0), 1008)));
        let police = Wanted { holder: Some(Holder::Police), ..Wanted::on(Day::new(1000)) };
        assert!(!police.takes(&due(ClockKind::Deadline, DueRule::Clock(0), 1000)));
    }
}
