//! Every sentence that people read, Vietnamese first, English beside it.
//!
//! One line per message with both languages side by side: a missing one does not compile. Code and
//! data names never come from here. A new message requires: a line in the file of its kind.

mod ahead;
pub mod case;
pub mod cause;
pub mod error;
pub mod field;
pub mod filter;
mod frozen;
mod helping;
pub mod history;
pub mod interface;
mod note;
mod occasion;
mod officer;
pub mod problem;
pub mod report;
pub mod rules;
mod submission;
mod target;
pub mod usage;

use crate::domain::Date;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// The language of everything that people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Vi,
    En,
}

/// A line for a terminal that takes the place of the one before; an empty one clears it. On a narrow
/// terminal it ends at the edge: a second row would stay behind. To be written in one piece, so that
/// whoever stops the program in between has a terminal as it was.
pub fn in_place(line: &str) -> String {
    format!("\r\x1b[?7l{line}\x1b[K\x1b[?7h")
}

impl Lang {
    /// The language with this code, `vi` or `en`.
    pub fn by_code(code: &str) -> Option<Lang> {
        match code {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The language that a locale (`en_GB.UTF-8`) asks for: English for English, else Vietnamese.
    pub fn of_locale(locale: &str) -> Lang {
        if locale.starts_with("en") { Lang::En } else { Lang::Vi }
    }

    /// The one of two names that this language takes.
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// `1.234` in Vietnamese, `1,234` in English.
    pub fn count(self, n: impl Into<u64>) -> String {
        let digits = n.into().to_string();
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push_str(self.pick(".", ","));
            }
            out.push(digit);
        }
        out
    }

    /// `83,63%` from 8363 in Vietnamese, `83.63%` in English.
    pub fn percent(self, hundredths: u32) -> String {
        format!("{}{}{:02}%", self.count(hundredths / 100), self.pick(",", "."), hundredths % 100)
    }

    /// `84%` from 8363: rounded half up, for narrow columns beside the fraction itself.
    pub fn percent_short(self, hundredths: u32) -> String {
        format!("{}%", self.count((hundredths + 50) / 100))
    }

    /// `30/04/1999`, `04/1999`, `1999`.
    pub fn date(self, date: Date) -> String {
        let iso = date.to_string();
        iso.split('-').rev().collect::<Vec<_>>().join("/")
    }

    /// `30/04/1999 16:05`.
    pub fn moment(self, at: DateTime<FixedOffset>) -> String {
        at.format("%d/%m/%Y %H:%M").to_string()
    }
}

/// A value in an English sentence. After what it counts, `{n:-}` is the `s` of more than one; `{n:+}` is the
/// person or the people that it counts.
struct Counted<'a>(&'a str);

impl std::fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let one = self.0 == "1";
        match (f.sign_minus(), f.sign_plus()) {
            (true, _) => f.write_str(if one { "" } else { "s" }),
            (_, true) => f.write_str(if one { "person" } else { "people" }),
            _ => f.write_str(self.0),
        }
    }
}

/// Makes one method per message: `name(arguments) "Vietnamese" / "English";`.
macro_rules! words {
    ($( $name:ident ( $($arg:ident),* ) $vi:literal / $en:literal ; )*) => {
        impl $crate::words::Lang {
            $(
                #[allow(missing_docs)]
                pub fn $name(self $(, $arg: impl std::fmt::Display)*) -> String {
                    match self {
                        $crate::words::Lang::Vi => format!($vi $(, $arg = $arg)*),
                        $crate::words::Lang::En => {
                            $(
                                let $arg = $arg.to_string();
                                let $arg = $crate::words::Counted(&$arg);
                            )*
                            format!($en $(, $arg = $arg)*)
                        }
                    }
                }
            )*
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_print_in_the_manner_of_the_language() {
        assert_eq!(Lang::Vi.count(1234567u64), "1.234.567");
        assert_eq!(Lang::En.count(1234u32), "1,234");
        assert_eq!(Lang::Vi.count(999u32), "999");
        assert_eq!(Lang::Vi.percent(8363), "83,63%");
        assert_eq!(Lang::En.percent(10_000), "100.00%");
        assert_eq!(Lang::Vi.percent_short(5833), "58%");
        assert_eq!(Lang::Vi.percent_short(7273), "73%");
        assert_eq!(Lang::Vi.date("1999-04".parse().unwrap()), "04/1999");
        assert_eq!(Lang::Vi.date("1999-04-30".parse().unwrap()), "30/04/1999");
    }

    #[test]
    fn in_english_one_is_one_and_more_are_more() {
        assert_eq!([1, 2].map(|n| Lang::En.people_count(n)), ["1 person", "2 people"]);
        assert_eq!([0, 1, 7].map(|n| Lang::En.days_late(n)), ["0 days late", "1 day late", "7 days late"]);
        assert_eq!([1, 7].map(|n| Lang::Vi.days_late(n)), ["quá 1 ngày", "quá 7 ngày"]);
    }
}
