//! Reads the dates that people write: `30/4/1999`, `30041999`, `30-4`, `4/1999`, `1999`, `hôm nay`,
//! `15 tháng 8 năm 1999`, `12-thg 5-90`, `00/05/1990`, and a day with a time behind it.
//!
//! Day before month, as in Vietnam. What is left out of a date is filled in only where whoever types sees
//! how it is read. A new form requires: a line in each of the two tests.

use super::date::{Date, DateError};
use super::text::fold;
use chrono::{Datelike, NaiveDate};

/// What a date tells of: that decides what two digits of a year mean, and what may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A birth: never ahead, and nobody is born in a year that is not said.
    Birth,
    /// What happened, or is about to: at most a year ahead.
    Event,
    /// What may lie many years ahead or back: an enlistment, the end of something.
    Ahead,
}

/// How dates are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateReader {
    pub today: NaiveDate,
    /// Whoever writes sees how it is read: `30/4` is this year's then. In a file it is refused.
    pub shown: bool,
}

impl DateReader {
    /// As somebody types who sees how it is read.
    pub fn typed(today: NaiveDate) -> DateReader {
        DateReader { today, shown: true }
    }

    /// As it stands in a file.
    pub fn written(today: NaiveDate) -> DateReader {
        DateReader { today, shown: false }
    }

    /// Reads `text`.
    ///
    /// # Errors
    /// [`DateError`] with the text, when it is no date, no such day exists, or the year must be said.
    pub fn read(&self, text: &str, about: About) -> Result<Date, DateError> {
        let text = text.trim();
        let unclear = || DateError::Unclear(text.to_owned());
        // A spreadsheet's mark of a text cell.
        let folded = fold(text.trim_start_matches(['\'', '’', '‘']));
        match folded.as_str() {
            "hom nay" | "nay" | "today" => return Ok(self.today.into()),
            "hom qua" | "qua" | "yesterday" => {
                return self.today.pred_opt().map(Date::from).ok_or_else(unclear);
            }
            _ => {}
        }
        let day = without_time(&folded).ok_or_else(unclear)?;
        let parts = parts(&day).ok_or_else(unclear)?;
        let spoken = parts.iter().any(|(unit, _)| unit.is_some());
        let [year, month, day] = if spoken { places(&parts) } else { numbers(&parts) }.ok_or_else(unclear)?;
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| unclear());
        let zero = |digits: &&str| *digits != "00";
        let month = month.filter(zero).map(number).transpose()?;
        let day = day.filter(zero).map(number).transpose()?;
        let year = match year {
            Some(digits) => year_of(digits, about, self.today).ok_or_else(unclear)?,
            None if day.is_some() && self.shown && about == About::Event => self.today.year(),
            None => return Err(DateError::NoYear(text.to_owned())),
        };
        Date::new(year, month, day).map_err(|error| match error {
            DateError::Impossible(_) => DateError::Impossible(text.to_owned()),
            other => other,
        })
    }
}

/// A part of a date and what it is, where that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

/// Year, month and day as they are written.
type Digits<'a> = [Option<&'a str>; 3];

/// The text without a time of day before or behind it; `None` for a time that there is not.
fn without_time(text: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    // `1990-05-12t00:00:00`
    let iso = text.split_once('t').filter(|(day, time)| {
        day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-') && time.contains(':')
    });
    let words = match iso {
        Some((day, time)) => vec![day, time],
        None => text.split_whitespace().collect(),
    };
    let mut timed = false;
    for word in words {
        match word {
            "am" | "pm" | "sa" | "ch" if timed => {}
            word if word.contains(':') => {
                let mut parts = word.trim_end_matches('z').splitn(3, ':');
                let below = |part: Option<&str>, limit: f64| {
                    part.is_some_and(|part| part.parse().is_ok_and(|n: f64| (0.0..limit).contains(&n)))
                };
                let fits = below(parts.next(), 24.0) && below(parts.next(), 60.0);
                if timed || !fits || parts.next().is_some_and(|seconds| !below(Some(seconds), 60.0)) {
                    return None;
                }
                timed = true;
            }
            word => kept.push(word),
        }
    }
    Some(kept.join(" "))
}

/// The numbers of a date, each with the word before it.
fn parts(text: &str) -> Option<Vec<(Option<Unit>, &str)>> {
    let mut parts = Vec::new();
    let mut said = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let of_kind = |c: char| match first {
            c0 if c0.is_ascii_digit() => c.is_ascii_digit(),
            c0 if c0.is_alphabetic() => c.is_alphabetic(),
            _ => matches!(c, '/' | '-' | '–' | '.' | ',' | ' '),
        };
        let end = rest.find(|c| !of_kind(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).filter(|(word, _)| !word.is_empty())?;
        rest = after;
        if first.is_ascii_digit() {
            parts.push((said.take(), word));
        } else if first.is_alphabetic() {
            let unit = match word {
                "ngay" => Unit::Day,
                "thang" | "thg" | "th" => Unit::Month,
                "nam" => Unit::Year,
                _ => return None,
            };
            if said.replace(unit).is_some() {
                return None;
            }
        }
    }
    (said.is_none() && !parts.is_empty()).then_some(parts)
}

/// Numbers of which some have a word before them: the others follow in the order day, month, year.
fn places<'a>(parts: &[(Option<Unit>, &'a str)]) -> Option<Digits<'a>> {
    let mut found: Digits = [None; 3];
    let mut next = 0;
    for (unit, digits) in parts {
        let at = unit.map_or(next, |unit| unit as usize);
        // Day, month, year are kept year first.
        let place = found.get_mut(2usize.checked_sub(at)?)?;
        if place.replace(digits).is_some() {
            return None;
        }
        next = at + 1;
    }
    let [_, month, day] = found;
    (day.is_none() || month.is_some()).then_some(found)
}

/// Numbers alone.
fn numbers<'a>(parts: &[(Option<Unit>, &'a str)]) -> Option<Digits<'a>> {
    let digits: Vec<&str> = parts.iter().map(|(_, digits)| *digits).collect();
    match digits.as_slice() {
        [y, m, d] if y.len() == 4 => Some([Some(y), Some(m), Some(d)]),
        [d, m, y] => Some([Some(y), Some(m), Some(d)]),
        [y, m] | [m, y] if y.len() == 4 => Some([Some(y), Some(m), None]),
        [d, m] => Some([None, Some(m), Some(d)]),
        // `30041999`, `300499`; `41999` is too short to be safe.
        [run] => match run.len() {
            4 => Some([Some(run), None, None]),
            6 if is_year_and_month(run) => None,
            6 | 8 => Some([run.get(4..), run.get(2..4), run.get(..2)]),
            _ => None,
        },
        _ => None,
    }
}

/// True for `201012`, which may be October 2010's twelfth month in one hand and 20 October 2012 in another.
fn is_year_and_month(run: &str) -> bool {
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    (1900..2100).contains(&number(run.get(..4))) && (1..=12).contains(&number(run.get(4..)))
}

/// `1999`, or two digits.
fn year_of(digits: &str, about: About, today: NaiveDate) -> Option<i32> {
    let n: i32 = digits.parse().ok()?;
    if digits.len() != 2 {
        return (digits.len() == 4).then_some(n);
    }
    let this = today.year();
    let near = this - this.rem_euclid(100) + n;
    let furthest = match about {
        About::Birth => this,
        About::Event => this + 1,
        // The nearer of the two.
        About::Ahead => this + 49,
    };
    Some(match near {
        near if near > furthest => near - 100,
        near if near + 100 <= furthest => near + 100,
        near => near,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(shown: bool) -> DateReader {
        DateReader { today: NaiveDate::from_ymd_opt(2023, 7, 31).unwrap(), shown }
    }

    fn at(text: &str) -> Result<String, DateError> {
        reader(true).read(text, About::Event).map(|d| d.to_string())
    }

    #[test]
    fn the_forms_of_the_field_are_read() {
        for (typed, iso) in [
            ("30/4/1999", "1999-04-30"),
            ("30/04/1999", "1999-04-30"),
            ("30-4-1999", "1999-04-30"),
            ("30.4.1999", "1999-04-30"),
            ("30.4.1999.", "1999-04-30"),
            ("15–8–1999", "1999-08-15"),
            ("30 4 1999", "1999-04-30"),
            ("30041999", "1999-04-30"),
            ("300499", "1999-04-30"),
            ("30/4/99", "1999-04-30"),
            ("'30/4/99", "1999-04-30"),
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
            ("15 tháng 8 năm 1999", "1999-08-15"),
            ("Ngày 15 tháng 8 năm 1999", "1999-08-15"),
            ("ngày 15/8/1999", "1999-08-15"),
            ("Tháng 5/1990", "1990-05"),
            ("tháng 5 năm 1990", "1990-05"),
            ("năm 1990", "1990"),
            ("12-thg 5-90", "1990-05-12"),
            ("15 thg. 8, 1999", "1999-08-15"),
            ("00/00/1985", "1985"),
            ("00/05/1990", "1990-05"),
            ("1990-05-12 00:00:00", "1990-05-12"),
            ("1990-05-12T00:00:00", "1990-05-12"),
            ("12/05/1990 00:00", "1990-05-12"),
            ("12/05/1990 8:30:00 PM", "1990-05-12"),
            ("05:42 12/03/2023", "2023-03-12"),
        ] {
            assert_eq!(at(typed).as_deref(), Ok(iso), "{typed}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_to_be_none() {
        for typed in [
            "",
            "abc",
            "1/2/3/4",
            "30/4/199",
            "123",
            "--",
            "30/x/1999",
            "999999999",
            "33005",
            "12/05/1990 25:00",
            "8:30",
            "15 tháng",
            "tháng tháng 5 1990",
            "ngày 15 năm 1999",
            "15 quý 8 1999",
        ] {
            assert!(matches!(at(typed), Err(DateError::Unclear(_))), "{typed}: {:?}", at(typed));
        }
        for typed in [
            "31/2/2021",
            "29/2/2023",
            "0/1/2020",
            "1/13/2020",
            "31022021",
            "31 tháng 2 năm 2021",
            "12/00/1990",
        ] {
            assert!(matches!(at(typed), Err(DateError::Impossible(_))), "{typed}: {:?}", at(typed));
        }
    }

    /// A secretary typed `15/8` as a birth day, and the person was born this year.
    #[test]
    fn a_birth_without_its_year_is_refused_and_so_is_every_day_of_a_file() {
        let no_year = |shown, about| matches!(reader(shown).read("15/8", about), Err(DateError::NoYear(text)) if text == "15/8");
        assert!(no_year(true, About::Birth) && no_year(true, About::Ahead) && no_year(false, About::Event));
        assert!(!no_year(true, About::Event));
        assert!(matches!(at("tháng 5"), Err(DateError::NoYear(_))));
    }

    /// An enlistment on 15/02/27 was taken for 1927.
    #[test]
    fn two_digits_of_a_year_mean_what_the_date_is_about() {
        let year = |text: &str, about| reader(false).read(text, about).unwrap().year();
        assert_eq!([About::Birth, About::Event, About::Ahead].map(|about| year("1/9/07", about)), [2007; 3]);
        assert_eq!([About::Birth, About::Event].map(|about| year("15/2/27", about)), [1927; 2]);
        assert_eq!(year("15/2/27", About::Ahead), 2027);
        assert_eq!((year("1/6/31", About::Ahead), year("1/6/98", About::Ahead)), (2031, 1998));
        // A ceremony planned for next year.
        assert_eq!((year("3/2/24", About::Event), year("3/2/24", About::Birth)), (2024, 1924));
        let turn = DateReader::written(NaiveDate::from_ymd_opt(2099, 12, 1).unwrap());
        assert_eq!(turn.read("1/6/03", About::Ahead).unwrap().year(), 2103);
    }
}
