//! A unit: a node of the tree, with its members and targets by year.

use super::date::Date;
use super::day::Day;
use super::frozen::Frozen;
use super::id::{OccasionId, UnitId};
use super::officer::Officer;
use super::quota::Quota;
use super::record::{Fact, Facts, TwoPlaces, key, record, shown};
use super::submission::Submission;
use super::value::{Atom, Held, Value, WrongType};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

record! {
    /// One node of the tree. `kind` and `sector` are codes of the [`super::Catalogue`].
    Unit, UnitFact, UnitField, UnitPart, whole: beside_what_was_noted;
    must {
        Name(name: String) open;
        Kind(kind: String) open;
    }
    fields {
        /// `None` only for the top unit of a store.
        Parent(parent: Option<UnitId>) open;
        Sector(sector: String) open;
        /// The official or the office's own code.
        Code(code: String) open;
        /// Place among the siblings; equal ones sort by name.
        Order(order: u32) open;
        Flags(flags: BTreeSet<String>) open;
        /// Earlier and other names by which it must still be found.
        Aliases(aliases: BTreeSet<String>) open;
        ValidFrom(valid_from: Option<Date>) open;
        /// The day from which it no longer exists: a closed unit.
        ValidUntil(valid_until: Option<Date>) open;
    }
    parts {}
    entries {
        /// Members at 31 December of the year.
        Members(members: year: i32 => u32 as u32) open;
        /// The units directly below that keep books of their own, by what they were called when this was noted: so a
        /// book that is gone is missed.
        Below(below: unit: UnitId => String as String) open;
        /// Every version ever set, by period and version (from 1).
        Target(targets: period: Period, version: u8 => Target as Target) open;
        /// Committee members in charge of cells and mass organisations, numbered from 1.
        Officer(officers: n: u8 => Officer as Box<Officer>) open;
        /// Figures as they were reported, by the last month of the period.
        Frozen(frozen: month: Date => Frozen as Box<Frozen>) open;
        /// Reports that it sent up, by the code of the report and the last month of the period.
        Submission(submissions: report: String, month: Date => Submission as Box<Submission>) open;
        /// What classes, ceremonies and reviews ask of it.
        Quota(quotas: occasion: OccasionId => Quota as Box<Quota>) open;
    }
}

/// The unit as somebody knew it: what lies below was noted since, and is nobody's change of the record.
fn beside_what_was_noted(unit: &Unit, known: &Unit) -> Unit {
    match known.below.is_empty() {
        true => Unit { below: BTreeMap::new(), ..unit.clone() },
        false => unit.clone(),
    }
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// A term, first and last year.
    Term(i32, i32),
}

/// How many people to admit in a period, by which document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub people: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Unit {
    /// A unit of which only name, kind and parent are known.
    pub fn new(name: String, kind: String, parent: Option<UnitId>) -> Unit {
        Unit { name, kind, parent, ..Unit::blank() }
    }

    /// The version of a target that was in force on `day`, see [`in_force`].
    pub fn target_on(&self, period: Period, day: Day) -> Option<&Target> {
        let versions = self.targets.range((period, 0)..=(period, u8::MAX)).map(|(_, target)| target);
        in_force(versions.map(|target| (target.date.map_or(Day::ALWAYS, Date::last_day), target)), day)
    }

    /// The number that a further version of a target gets; `None` after 255.
    pub fn next_version(&self, period: Period) -> Option<u8> {
        let last = self.targets.range((period, 0)..=(period, u8::MAX)).next_back();
        last.map_or(Some(1), |((_, version), _)| version.checked_add(1))
    }

    /// Sets a target: one of another document is a further version, the same document corrects its version.
    pub fn set_target(&mut self, period: Period, target: Target) {
        let same = |known: &Target| known.number == target.number && known.date == target.date;
        let versions = self.targets.range((period, 0)..=(period, u8::MAX));
        let known = versions.rev().find(|(_, known)| same(known)).map(|((_, version), _)| *version);
        if let Some(version) = known.or_else(|| self.next_version(period)) {
            self.targets.insert((period, version), target);
        }
    }

    /// The number that a further officer gets; `None` after 255.
    pub fn next_officer(&self) -> Option<u8> {
        self.officers.keys().next_back().map_or(Some(1), |last| last.checked_add(1))
    }

    /// Members at the end of the last year that is over on a day of `year`.
    pub fn members_before(&self, year: i32) -> Option<u32> {
        self.members.range(..year).next_back().map(|(_, n)| *n)
    }
}

/// Which of the versions of a target, each with the day of its document, was in force on
/// `day`: the last one dated by then (one without a date, `Day::ALWAYS`, was always in force), else
/// the first one.
pub fn in_force<T>(versions: impl DoubleEndedIterator<Item = (Day, T)> + Clone, day: Day) -> Option<T> {
    let mut latest = versions.clone().rev().filter(|(dated, _)| *dated <= day);
    latest.next().or_else(|| versions.clone().next()).map(|(_, version)| version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_as_of_a_date_uses_the_target_then_in_force() {
        let mut unit = Unit::new("Xã Mẫu".into(), "base".into(), None);
        let year = Period::Year(2023);
        let target = |people, date: &str| Target {
            people,
            number: String::new(),
            date: date.parse().ok(),
            note: String::new(),
        };
        unit.targets.insert((year, 1), target(10, "2023-01-18"));
        unit.targets.insert((year, 2), target(12, "2023-06-30"));
        let on = |text: &str| {
            let day = text.parse::<Date>().unwrap().last_day();
            unit.target_on(year, day).map(|t| t.people)
        };
        assert_eq!(on("2023-01-01"), Some(10));
        assert_eq!(on("2023-06-29"), Some(10));
        assert_eq!(on("2023-06-30"), Some(12));
        assert_eq!(unit.target_on(Period::Year(2024), Day::ALWAYS), None);
        assert_eq!(unit.next_version(year), Some(3));
    }
}
