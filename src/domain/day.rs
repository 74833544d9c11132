//! A day as the register counts it: a number that only compares, and goes so many days on.
//!
//! A [`Date`](super::Date) is what people know; where it is a month or a year, the day is the last that it can mean.

use bytemuck::{Pod, Zeroable};
use chrono::{Datelike, NaiveDate};
use std::ops::{Add, Sub};

/// Days since 31 December of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Pod, Zeroable)]
#[repr(transparent)]
pub struct Day(i32);

impl Day {
    /// Before every day: from when on something is that always was.
    pub const ALWAYS: Day = Day(i32::MIN);
    /// After every day: until when something is that has not ended.
    pub const NEVER: Day = Day(i32::MAX);

    /// The last of all days: all that is on record has happened, and what has no end still holds.
    pub const LAST: Day = Day(i32::MAX - 1);

    /// The day of a number.
    pub const fn new(number: i32) -> Day {
        Day(number)
    }

    /// The number.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day in the calendar; nothing for one that is in none.
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.0)
    }

    /// Its year; nothing for one that is in no calendar.
    pub fn year(self) -> Option<i32> {
        self.date().map(|day| day.year())
    }
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Day {
        Day(day.num_days_from_ce())
    }
}

impl Add<i32> for Day {
    type Output = Day;

    /// So many days later, or earlier; the ends stay what they are.
    fn add(self, days: i32) -> Day {
        if self == Day::ALWAYS || self == Day::NEVER { self } else { Day(self.0.saturating_add(days)) }
    }
}

impl Sub for Day {
    type Output = i32;

    /// Days from another one to this one.
    fn sub(self, other: Day) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    /// So many days earlier.
    fn sub(self, days: i32) -> Day {
        self + -days
    }
}
