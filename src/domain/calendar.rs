//! Working days, over a dated table of holidays; months on the calendar.
//!
//! Day 0 is the event; the first counted day is the next one (Civil Code 2015, art. 147). The table
//! is data: `config/holidays.ron`, and the office's own `holidays.ron` over it.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Bound;

/// The table as it stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Holidays {
    /// The last year whose yearly notice is in the table.
    pub announced: i32,
    /// First day, number of days (at most 366), name.
    pub off: Vec<(NaiveDate, u16, String)>,
    /// Days at the week's end that are worked for a day off elsewhere.
    pub worked: Vec<NaiveDate>,
}

/// Which days are worked: Monday to Friday, but for some, and some at the week's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days off from Monday to Friday.
    off: BTreeSet<NaiveDate>,
    /// Worked Saturdays and Sundays.
    worked: BTreeSet<NaiveDate>,
    announced: i32,
}

/// How long something may take. Months end on the same day, clamped to the end of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    Months(u32),
    Days(u32),
    WorkingDays(u32),
}

impl Length {
    /// About how many calendar days it is, to compare lengths of several kinds.
    pub fn about_days(self) -> u32 {
        match self {
            Length::Months(n) => n.saturating_mul(30),
            Length::Days(n) => n,
            Length::WorkingDays(n) => n.saturating_mul(7) / 5,
        }
    }
}

impl Calendar {
    /// The built-in table.
    ///
    /// # Errors
    /// Only if the program was built with a broken `config/holidays.ron`, which a test excludes.
    pub fn built_in() -> Result<Calendar, ron::error::SpannedError> {
        let table: Holidays = crate::ron_fast::from_str(include_str!("../../config/holidays.ron"))?;
        Ok(Calendar::default().overlay(&table))
    }

    /// Lays an office's own table over this one: its days off are added, its worked days win.
    pub fn overlay(mut self, table: &Holidays) -> Calendar {
        for (first, count, _) in &table.off {
            for day in first.iter_days().take(usize::from(*count).min(366)) {
                if is_weekend(day) {
                    self.worked.remove(&day)
                } else {
                    self.off.insert(day)
                };
            }
        }
        for day in &table.worked {
            if is_weekend(*day) {
                self.worked.insert(*day)
            } else {
                self.off.remove(day)
            };
        }
        self.announced = self.announced.max(table.announced);
        self
    }

    /// True when offices work on the day.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        if is_weekend(day) { self.worked.contains(&day) } else { !self.off.contains(&day) }
    }

    /// How many days after the first and up to the last are worked.
    fn worked_between(&self, after: NaiveDate, to: NaiveDate) -> i64 {
        let within = (Bound::Excluded(after), Bound::Included(to));
        let (off, worked) = (self.off.range(within).count(), self.worked.range(within).count());
        weekdays_before(to) - weekdays_before(after) - off as i64 + worked as i64
    }

    /// The day that is the `n`th worked one after `start`. Counted by whole weeks, not day by day:
    /// it is asked for every clock of everyone.
    fn after_working(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let (mut end, mut left) = (start, i64::from(n));
        while left > 0 {
            let next = forward(end, left);
            // At the end of the calendar there is nothing left to count.
            if next <= end {
                return NaiveDate::MAX;
            }
            left -= self.worked_between(end, next);
            end = next;
        }
        // Worked week ends can have carried too far, and the last day has to be one.
        while left < 0 || (n > 0 && !self.is_worked(end)) {
            left += i64::from(self.is_worked(end));
            end = end.pred_opt().unwrap_or(NaiveDate::MIN);
        }
        end
    }

    /// True when the days off of the day's year were announced, so that working days are certain.
    pub fn is_certain(&self, day: NaiveDate) -> bool {
        day.year() <= self.announced
    }

    /// The last day on which something that began on `start` is in time.
    pub fn after(&self, start: NaiveDate, length: Length) -> NaiveDate {
        let end = match length {
            Length::Months(n) => start.checked_add_months(Months::new(n)),
            Length::Days(n) => start.checked_add_days(Days::new(u64::from(n))),
            Length::WorkingDays(n) => Some(self.after_working(start, n)),
        };
        end.unwrap_or(NaiveDate::MAX)
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays up to a day and with it, counted from some Monday long ago.
fn weekdays_before(day: NaiveDate) -> i64 {
    // 1 January of the year 1 was a Monday.
    let days = i64::from(day.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The day after which so many Mondays to Fridays have passed since `from`.
fn forward(from: NaiveDate, weekdays: i64) -> NaiveDate {
    // From a week end as from the Friday before it.
    let over = from.weekday().num_days_from_monday().saturating_sub(4);
    let from = from.checked_sub_days(Days::new(u64::from(over))).unwrap_or(from);
    let place = i64::from(from.weekday().num_days_from_monday());
    let (weeks, rest) = ((place + weekdays).div_euclid(5), (place + weekdays).rem_euclid(5));
    let days = weeks * 7 + rest - place;
    u64::try_from(days).ok().and_then(|days| from.checked_add_days(Days::new(days))).unwrap_or(NaiveDate::MAX)
}

/// Whole months lived by `on`: the first reading of an age "by month".
pub fn full_months(born: NaiveDate, on: NaiveDate) -> i32 {
    let counted = counted_months(born, on);
    // Born on the 31st, one is a month older on the 30th of a month that has no 31st.
    let reached = u32::try_from(counted).ok().and_then(|n| born.checked_add_months(Months::new(n)));
    if reached.is_some_and(|day| day <= on) { counted } else { counted - 1 }
}

/// The difference of the calendar months, days left out: the second reading.
pub fn counted_months(born: NaiveDate, on: NaiveDate) -> i32 {
    (on.year() - born.year()) * 12 + on.month() as i32 - born.month() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(start: &str, length: Length) -> String {
        Calendar::built_in().unwrap().after(day(start), length).to_string()
    }

    /// Day 0 is the event: Civil Code 2015, art. 147.
    #[test]
    fn working_days_begin_after_the_event_and_step_over_week_ends() {
        for (start, n, end) in [
            ("2023-07-31", 0, "2023-07-31"),
            ("2023-07-31", 1, "2023-08-01"),  // Monday
            ("2023-08-04", 1, "2023-08-07"),  // Friday
            ("2023-08-05", 1, "2023-08-07"),  // Saturday
            ("2023-07-31", 30, "2023-09-13"), // over 1/9 and 4/9
            ("2025-07-01", 45, "2025-09-04"), // over 1/9 and 2/9
        ] {
            assert_eq!(due(start, Length::WorkingDays(n)), end, "{start} + {n}");
        }
    }

    #[test]
    fn counting_by_weeks_ends_where_counting_day_by_day_does() {
        let calendar = Calendar::built_in().unwrap();
        let one_by_one = |start: NaiveDate, n: usize| {
            start.iter_days().skip(1).filter(|day| calendar.is_worked(*day)).take(n).last().unwrap()
        };
        for start in day("2018-12-01").iter_days().take(3000) {
            for n in [1, 2, 4, 5, 15, 30, 45, 60, 90] {
                assert_eq!(
                    calendar.after(start, Length::WorkingDays(n)),
                    one_by_one(start, n as usize),
                    "{start} + {n}"
                );
            }
        }
    }

    #[test]
    fn tet_swapped_days_and_the_24th_of_november_from_2026_are_not_worked() {
        let calendar = Calendar::built_in().unwrap();
        let worked = |text: &str| calendar.is_worked(day(text));
        for off in ["2023-01-20", "2023-01-26", "2024-04-29", "2025-05-02", "2026-08-31", "2026-11-24"] {
            assert!(!worked(off), "{off}");
        }
        for on in ["2023-01-19", "2023-01-27", "2024-05-04", "2025-04-26", "2026-08-22", "2025-11-24"] {
            assert!(worked(on), "{on}");
        }
        assert_eq!(due("2026-11-23", Length::WorkingDays(1)), "2026-11-25");
        assert_eq!(due("2025-11-21", Length::WorkingDays(1)), "2025-11-24");
        assert_eq!(due("2019-05-03", Length::WorkingDays(1)), "2019-05-04");
        assert_eq!(due("2023-01-19", Length::WorkingDays(1)), "2023-01-27");
        assert!(calendar.is_certain(day("2026-12-31")) && !calendar.is_certain(day("2027-01-04")));
    }

    #[test]
    fn months_end_on_the_same_day_clamped_to_the_end_of_the_month() {
        for (start, n, end) in [
            ("2024-02-29", 12, "2025-02-28"),
            ("2023-02-28", 12, "2024-02-28"),
            ("2023-08-31", 1, "2023-09-30"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2023-05-19", 60, "2028-05-19"),
        ] {
            assert_eq!(due(start, Length::Months(n)), end, "{start} + {n}");
        }
        assert_eq!(due("2023-12-31", Length::Days(1)), "2024-01-01");
        assert_eq!(due("2023-12-31", Length::WorkingDays(u32::MAX)), NaiveDate::MAX.to_string());
    }

    #[test]
    fn ages_count_by_month_in_two_ways() {
        for (born, on, full, counted) in [
            ("2005-07-31", "2023-07-30", 215, 216),
            ("2005-07-31", "2023-07-31", 216, 216),
            ("2005-07-31", "2023-07-01", 215, 216),
            ("2005-08-01", "2023-07-31", 215, 215),
            ("2004-02-29", "2022-02-28", 216, 216),
            ("2004-02-29", "2022-02-27", 215, 216),
        ] {
            assert_eq!(
                (full_months(day(born), day(on)), counted_months(day(born), day(on))),
                (full, counted)
            );
        }
    }

    #[test]
    fn an_office_adds_a_day_off_and_takes_one_back() {
        let own: Holidays =
            ron::from_str(r#"(off: [("2023-08-01", 1, "x")], worked: ["2023-09-01"])"#).unwrap();
        let calendar = Calendar::built_in().unwrap().overlay(&own);
        assert!(!calendar.is_worked(day("2023-08-01")) && calendar.is_worked(day("2023-09-01")));
        assert!(calendar.is_certain(day("2026-01-01")));
    }
}
