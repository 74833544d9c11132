//! What is due about a person: every open clock, and the days that no clock of a rule set is for.
//!
//! Independent of today, so that it can stand in a column: what is overdue and what is still far
//! away is the question's to say.

use super::book::Record;
use super::breach::ages;
use super::calendar::Length;
use super::clock::{self, Stopped};
use super::day::Day;
use super::dossier::Helper;
use super::milestone::MilestoneKind;
use super::rulebook::{Rulebook, Ruled};
use super::rules::{Clock, ClockKind, Event, Holder, Limit, RuleKey};
use chrono::NaiveDate;

/// What makes something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DueRule {
    /// The clock with this number among those of its era.
    Clock(u16),
    /// Old enough.
    AgeFrom,
    /// Still young enough.
    AgeUntil,
    /// Enlists: to be admitted before.
    Enlistment,
    /// A helper's comment.
    Comment,
    /// Nobody touched the record.
    Untouched,
}

/// One thing that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub rule: DueRule,
    /// Number of the era whose rules decide.
    pub era: u16,
    /// Round of the starting milestone, or number of the helper.
    pub round: u8,
    pub kind: ClockKind,
    pub holder: Holder,
    pub event: Option<Event>,
    /// The day of the event.
    pub start: Day,
    /// The last day in time.
    pub due: Day,
}

impl Due {
    /// The clock behind it.
    pub fn clock<'a>(&self, rules: &'a Rulebook) -> Option<(&'a str, &'a Ruled<Clock>)> {
        let DueRule::Clock(n) = self.rule else { return None };
        let clocks = &rules.era(usize::from(self.era))?.clocks;
        clocks.iter().nth(usize::from(n)).map(|(name, clock)| (name.as_str(), clock))
    }

    /// The rule set that decides it.
    pub fn set<'a>(&self, rules: &'a Rulebook) -> Option<&'a RuleKey> {
        let era = usize::from(self.era);
        match self.clock(rules) {
            Some((_, clock)) => rules.decides(era, &clock.source),
            None => rules.era(era).and_then(|era| era.sets.first()),
        }
    }

    /// False when it is counted in working days into a year whose days off are not announced.
    pub fn is_certain(&self, rules: &Rulebook) -> bool {
        let day = self.due.date();
        let clock = self.clock(rules).zip(day);
        clock.is_none_or(|((_, clock), day)| clock.is.is_certain(day, &rules.calendar))
    }

    /// Its name in JSON: that of the clock, or of the rule.
    pub fn name<'a>(&self, rules: &'a Rulebook) -> &'a str {
        match self.rule {
            DueRule::Clock(_) => self.clock(rules).map_or("", |(name, _)| name),
            DueRule::AgeFrom => "age_from",
            DueRule::AgeUntil => "age_until",
            DueRule::Enlistment => "enlistment",
            DueRule::Comment => "comment",
            DueRule::Untouched => "untouched",
        }
    }

    /// The code of an exception from it, or of an extension; `None` where there is none to grant.
    pub fn waiver_code(&self, rules: &Rulebook) -> Option<String> {
        match self.rule {
            DueRule::Clock(_) => self.clock(rules).map(|(name, _)| clock::waiver_code(name, self.round)),
            DueRule::AgeFrom => Some("age_min".to_owned()),
            DueRule::AgeUntil => Some("age_max".to_owned()),
            DueRule::Enlistment | DueRule::Comment | DueRule::Untouched => None,
        }
    }

    /// The clause, or nothing where no regulation says so.
    pub fn clause<'a>(&self, rules: &'a Rulebook) -> &'a str {
        let limit = match self.rule {
            DueRule::Clock(_) => return self.clock(rules).map_or("", |(_, clock)| clock.is.clause.as_str()),
            DueRule::AgeFrom => Limit::AgeMin,
            DueRule::AgeUntil => Limit::AgeMax,
            DueRule::Comment => Limit::CommentEvery,
            DueRule::Untouched => Limit::Untouched,
            DueRule::Enlistment => return "",
        };
        rules.era(usize::from(self.era)).map_or("", |era| era.clause(limit))
    }
}

/// Everything due about a record. Leaves are the question's to look at: they are a matter of days.
pub fn dues(record: &Record, rules: &Rulebook) -> Vec<Due> {
    let person = &record.person;
    let has = |kind| person.current(kind).is_some();
    if has(MilestoneKind::OfficialDecision) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for running in clock::running(person, rules).iter().filter(|running| running.stopped == Stopped::No) {
        let clocks = rules.era(running.era).map(|era| era.clocks.keys());
        let n = clocks.and_then(|mut names| names.position(|name| name == running.name));
        let Some(n) = n.and_then(|n| u16::try_from(n).ok()) else { continue };
        found.push(Due {
            rule: DueRule::Clock(n),
            era: running.era as u16,
            round: running.round,
            kind: running.clock.is.kind,
            holder: running.holder,
            event: Some(running.event),
            start: Day::from(running.start),
            due: Day::from(running.due),
        });
    }
    let mut other = |rule, kind, round, on: NaiveDate, start: NaiveDate, due: NaiveDate| {
        found.push(Due {
            rule,
            era: rules.era_on(on) as u16,
            round,
            kind,
            holder: Holder::Cell,
            event: None,
            start: Day::from(start),
            due: Day::from(due),
        });
    };
    if let Some(born) = person.born.filter(|_| {
        !has(MilestoneKind::CellResolution) && !has(MilestoneKind::Decision) && !has(MilestoneKind::Ceremony)
    }) {
        // The rules of the day of the age itself decide, not those of the birth.
        let of = |pick: fn(super::breach::Ages) -> NaiveDate| {
            let first = ages(born, rules.on(NaiveDate::MAX)).map(pick)?;
            ages(born, rules.on(first)).map(pick)
        };
        if let Some(from) = of(|ages| ages.by_day) {
            other(DueRule::AgeFrom, ClockKind::Notice, 1, from, born.last(), from);
        }
        if let Some(until) = of(|ages| ages.until) {
            other(DueRule::AgeUntil, ClockKind::Lapse, 1, until, born.last(), until);
        }
    }
    if let Some(day) = person.enlists.filter(|_| !has(MilestoneKind::Ceremony)) {
        other(DueRule::Enlistment, ClockKind::Deadline, 1, day.first(), day.first(), day.first());
    }
    // One comment at a time: whoever is next of the helpers.
    let helps = person.helpers.iter().filter(|(_, helper)| helper.until.is_none() && helper.role.helps());
    let last = |helper: &Helper| helper.comments.iter().copied().chain(helper.from).max();
    let next = helps.filter_map(|(n, helper)| Some((last(helper)?.last(), *n))).min();
    if let Some((last, n)) = next
        && let Some(months) = rules.on(last).limit(Limit::CommentEvery)
    {
        other(
            DueRule::Comment,
            ClockKind::Deadline,
            n,
            last,
            last,
            rules.calendar.after(last, Length::Months(months)),
        );
    }
    let changed = record.changed.last();
    if let Some(months) = rules.on(changed).limit(Limit::Untouched) {
        let due = rules.calendar.after(changed, Length::Months(months));
        other(DueRule::Untouched, ClockKind::Lapse, 1, changed, changed, due);
    }
    found
}
