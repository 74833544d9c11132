//! Reads the dates that people type: `30/4/1999`, `30041999`, `30-4`, `4/1999`, `1999`, `hôm nay`.
//!
//! Day before month, as in Vietnam. Never guesses silently: the form shows how the text was read.

use super::date::{Date, DateError};
use super::text::fold;
use chrono::{Datelike, NaiveDate};

/// Reads `text`; `today` gives the year of `30/4` and the meaning of `hôm nay`.
///
/// # Errors
/// [`DateError`] with the text, when it is no date, or no such day exists.
pub fn read(text: &str, today: NaiveDate) -> Result<Date, DateError> {
    let trimmed = text.trim();
    let unclear = || DateError::Unclear(trimmed.to_owned());
    if !trimmed.starts_with(|first: char| first.is_ascii_digit()) {
        match fold(trimmed).as_str() {
            "hom nay" | "nay" | "today" => return Ok(today.into()),
            "hom qua" | "qua" | "yesterday" => {
                return today.pred_opt().map(Date::from).ok_or_else(unclear);
            }
            _ => {}
        }
    }
    let parts: Vec<&str> = trimmed.split(['/', '-', '.', ' ']).filter(|p| !p.is_empty()).collect();
    if !parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()) && p.len() <= 8) {
        return Err(unclear());
    }
    let n = |p: &str| p.parse::<u32>().map_err(|_| unclear());
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => Date::new(n(y)? as i32, Some(n(m)?), Some(n(d)?)),
        [d, m, y] => Date::new(year(y, today).ok_or_else(unclear)?, Some(n(m)?), Some(n(d)?)),
        [y, m] if y.len() == 4 => Date::new(n(y)? as i32, Some(n(m)?), None),
        [m, y] if y.len() == 4 => Date::new(n(y)? as i32, Some(n(m)?), None),
        [d, m] => Date::new(today.year(), Some(n(m)?), Some(n(d)?)),
        [run] => read_run(run, today),
        _ => Err(unclear()),
    }
}

/// Digits without separators: `30041999`, `300499`, `41999` is too short to be safe, `1999`.
fn read_run(run: &str, today: NaiveDate) -> Result<Date, DateError> {
    let unclear = || DateError::Unclear(run.to_owned());
    let part = |range: std::ops::Range<usize>| {
        run.get(range).and_then(|p| p.parse::<u32>().ok()).ok_or_else(unclear)
    };
    match run.len() {
        4 => Date::of_year(part(0..4)? as i32),
        8 => Date::new(part(4..8)? as i32, Some(part(2..4)?), Some(part(0..2)?)),
        6 => {
            let y = run.get(4..6).and_then(|y| year(y, today)).ok_or_else(unclear)?;
            Date::new(y, Some(part(2..4)?), Some(part(0..2)?))
        }
        _ => Err(unclear()),
    }
}

/// `1999`, or two digits taken as the latest such year that is not after this one.
fn year(text: &str, today: NaiveDate) -> Option<i32> {
    let n: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(n),
        2 => {
            let this = today.year();
            let near = this - this.rem_euclid(100) + n;
            Some(if near > this { near - 100 } else { near })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Result<String, DateError> {
        read(text, NaiveDate::from_ymd_opt(2023, 7, 31).unwrap()).map(|d| d.to_string())
    }

    #[test]
    fn the_forms_of_the_field_are_read() {
        for (typed, iso) in [
            ("30/4/1999", "1999-04-30"),
            ("30/04/1999", "1999-04-30"),
            ("30-4-1999", "1999-04-30"),
            ("30.4.1999", "1999-04-30"),
            ("30 4 1999", "1999-04-30"),
            ("30041999", "1999-04-30"),
            ("300499", "1999-04-30"),
            ("30/4/99", "1999-04-30"),
            ("1/1/05", "2005-01-01"),
            ("30-4", "2023-04-30"),
            ("4/1999", "1999-04"),
            ("1999", "1999"),
            ("1999-04-30", "1999-04-30"),
            ("1999-04", "1999-04"),
            ("hôm nay", "2023-07-31"),
            ("HÔM NAY", "2023-07-31"),
            ("today", "2023-07-31"),
            ("hôm qua", "2023-07-30"),
            (" 30/4/1999 ", "1999-04-30"),
        ] {
            assert_eq!(at(typed).as_deref(), Ok(iso), "{typed}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_to_be_none() {
        for typed in ["", "abc", "1/2/3/4", "30/4/199", "123", "--", "30/x/1999", "999999999"] {
            assert!(matches!(at(typed), Err(DateError::Unclear(_))), "{typed}");
        }
        for typed in ["31/2/2021", "29/2/2023", "0/1/2020", "1/13/2020", "31022021"] {
            assert!(matches!(at(typed), Err(DateError::Impossible(_))), "{typed}");
        }
    }
}
