//! A date as offices know it: a day, or only its month, or only its year.
//!
//! Stored and exchanged as ISO text (`1999-04-30`, `1999-04`, `1999`). Must not read what people
//! type (that is `date_reader`) and must not ask what day it is.

use super::day::Day;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

/// Years that a date may have. Outside them a typing error is certain.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A calendar date with its precision. Always a date that exists: 31 February cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Date {
    year: i16,
    /// 1..=12, or 0 when only the year is known.
    month: u8,
    /// 1..=31, or 0 when only the month is known.
    day: u8,
}

/// Why a text or three numbers are no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of any form that is read.
    #[error("not a date: {0}")]
    Unclear(String),
    /// Of the right form, but no such day exists (31/2, 29/2 in a common year).
    #[error("no such day: {0}")]
    Impossible(String),
    /// The year lies outside [`YEARS`].
    #[error("year out of range: {0}")]
    YearRange(String),
    /// The year is left out where it must be said.
    #[error("the year is missing: {0}")]
    NoYear(String),
}

impl Date {
    /// A date of which only the year is known.
    pub fn of_year(year: i32) -> Result<Date, DateError> {
        Date::new(year, None, None)
    }

    /// Builds a date; `day` needs `month`.
    ///
    /// # Errors
    /// [`DateError::Impossible`] when the calendar has no such day, [`DateError::YearRange`]
    /// outside [`YEARS`].
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Date, DateError> {
        let text = || match (month, day) {
            (Some(m), Some(d)) => format!("{d}/{m}/{year}"),
            (Some(m), None) => format!("{m}/{year}"),
            _ => year.to_string(),
        };
        if !YEARS.contains(&year) {
            return Err(DateError::YearRange(text()));
        }
        let exists = match (month, day) {
            (None, None) => true,
            (Some(m), None) => (1..=12).contains(&m),
            (Some(m), Some(d)) => NaiveDate::from_ymd_opt(year, m, d).is_some(),
            (None, Some(_)) => false,
        };
        if !exists {
            return Err(DateError::Impossible(text()));
        }
        Ok(Date { year: year as i16, month: month.unwrap_or(0) as u8, day: day.unwrap_or(0) as u8 })
    }

    /// The whole day, when day and month are known.
    pub fn exact(self) -> Option<NaiveDate> {
        (self.day > 0)
            .then(|| NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), self.day.into()))
            .flatten()
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year.into()
    }

    /// The month, 1..=12, if known.
    pub fn month(self) -> Option<u32> {
        (self.month > 0).then_some(self.month.into())
    }

    /// The first day that the date can mean.
    pub fn first(self) -> NaiveDate {
        let month = self.month.max(1).into();
        NaiveDate::from_ymd_opt(self.year.into(), month, self.day.max(1).into()).unwrap_or_default()
    }

    /// The last day that the date can mean. Figures count a vague fact from this day on: only then
    /// is it certain.
    pub fn last(self) -> NaiveDate {
        if let Some(day) = self.exact() {
            return day;
        }
        let months = if self.month == 0 { 12 } else { 1 };
        self.first()
            .checked_add_months(Months::new(months))
            .and_then(|next| next.pred_opt())
            .unwrap_or_default()
    }

    /// [`Date::last`] as the register counts days.
    pub fn last_day(self) -> Day {
        self.last().into()
    }

    /// The same day `months` months later, clamped to the end of the month (29 February → 28).
    /// A vague date stays as vague; `None` where whole years cannot say it.
    pub fn plus_months(self, months: u32) -> Option<Date> {
        let later = self.first().checked_add_months(Months::new(months))?;
        match (self.exact(), self.month()) {
            (Some(_), _) => Some(Date::from(later)),
            (None, Some(_)) => Date::new(later.year(), Some(later.month()), None).ok(),
            (None, None) => months.is_multiple_of(12).then(|| Date::of_year(later.year()).ok())?,
        }
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Date {
        Date { year: day.year() as i16, month: day.month() as u8, day: day.day() as u8 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Written by the million in an export.
        let digit = |n: u16| b'0' + (n % 10) as u8;
        let (year, month, day) = (self.year.unsigned_abs(), u16::from(self.month), u16::from(self.day));
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        let length = match (month, day) {
            (0, _) => 4,
            (_, 0) => 7,
            _ => 10,
        };
        f.write_str(text.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads the ISO forms `YYYY`, `YYYY-MM`, `YYYY-MM-DD` and nothing else.
    fn from_str(text: &str) -> Result<Date, DateError> {
        let unclear = || DateError::Unclear(text.to_owned());
        let (year, month, day) = match text.as_bytes() {
            [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => (y, Some([*m1, *m2]), Some([*d1, *d2])),
            [y @ .., b'-', m1, m2] if y.len() == 4 => (y, Some([*m1, *m2]), None),
            y if y.len() == 4 => (y, None, None),
            _ => return Err(unclear()),
        };
        let number = |digits: &[u8]| {
            let digit = |n: i32, byte: &u8| byte.is_ascii_digit().then(|| n * 10 + i32::from(byte - b'0'));
            digits.iter().try_fold(0, digit).ok_or_else(unclear)
        };
        let part =
            |digits: Option<[u8; 2]>| digits.map(|digits| number(&digits).map(|n| n as u32)).transpose();
        let (year, month, day) = (number(year)?, part(month)?, part(day)?);
        Date::new(year, month, day)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        super::written::read(from)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_forms_are_read_with_their_precision() {
        for text in ["1999", "1999-04", "1999-04-30"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["", "99", "1999-4", "1999-04-30-1", "1999/04/30", "abcd", "+999"] {
            assert!(matches!(text.parse::<Date>(), Err(DateError::Unclear(_))), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2021-02-31", "2023-02-29", "2023-13", "2023-00", "2023-04-31"] {
            assert!(matches!(text.parse::<Date>(), Err(DateError::Impossible(_))), "{text}");
        }
        assert!("2024-02-29".parse::<Date>().is_ok());
        assert!(matches!("0099".parse::<Date>(), Err(DateError::YearRange(_))));
    }

    #[test]
    fn a_vague_date_spans_its_period() {
        let month: Date = "2024-02".parse().unwrap();
        assert_eq!(month.first().to_string(), "2024-02-01");
        assert_eq!(month.last().to_string(), "2024-02-29");
        let year: Date = "2023".parse().unwrap();
        assert_eq!(year.last().to_string(), "2023-12-31");
    }

    #[test]
    fn months_are_added_on_the_same_day_clamped_to_the_month_end() {
        let leap: Date = "2024-02-29".parse().unwrap();
        assert_eq!(leap.plus_months(12).unwrap().to_string(), "2025-02-28");
        let day: Date = "2023-05-19".parse().unwrap();
        assert_eq!(day.plus_months(12).unwrap().to_string(), "2024-05-19");
        let vague = |text: &str, n| text.parse::<Date>().unwrap().plus_months(n).map(|date| date.to_string());
        assert_eq!(vague("2023-05", 12).as_deref(), Some("2024-05"));
        assert_eq!(vague("2023", 12).as_deref(), Some("2024"));
        assert_eq!(vague("2023", 1), None);
    }
}
