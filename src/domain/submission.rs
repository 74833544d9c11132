//! A report that a unit sends up, by kind and month: a fact of the unit. Which reports are owed, and by when, is data
//! (`catalogue.ron`, `submissions`).

use super::date::Date;
use super::listed::listed;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// That a report came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub sent: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// It was given back, to be mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
}

/// That a report was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    pub date: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

listed! {
    /// How often a report is owed.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Cycle {
        #[default]
        Month,
        Quarter,
        HalfYear,
        NineMonths,
        Year,
    }
}

impl Cycle {
    /// The last month of each of its periods in a year, from 1.
    pub fn months(self) -> &'static [u32] {
        match self {
            Cycle::Month => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            Cycle::Quarter => &[3, 6, 9, 12],
            Cycle::HalfYear => &[6],
            Cycle::NineMonths => &[9],
            Cycle::Year => &[12],
        }
    }
}

/// A report that units owe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    pub code: String,
    pub vi: String,
    pub en: String,
    #[serde(default)]
    pub every: Cycle,
    /// Days after the last day of the period by which it is to be there.
    #[serde(default)]
    pub within: u32,
    /// Codes of the kinds of units that owe it.
    pub of: Vec<String>,
}

impl Owed {
    /// False for a day on which the report of a period that ends with a month cannot have come: later than today, or before
    /// the month.
    pub fn can_come(month: super::Date, sent: super::Date, today: NaiveDate) -> bool {
        sent.first() <= today && sent.last() >= month.first()
    }

    /// The last day in time of the period that ends with a month; `None` for no such month.
    pub fn due(&self, year: i32, month: u32) -> Option<NaiveDate> {
        let next = NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(chrono::Months::new(1))?;
        next.pred_opt()?.checked_add_days(Days::new(self.within.into()))
    }
}

/// How a report stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// The period is not over, or there is still time.
    NotYet,
    Sent(NaiveDate),
    /// Came so many days late.
    Late(NaiveDate, u32),
    /// Given back, and not sent again.
    Returned(NaiveDate),
    /// Is missing for so many days.
    Overdue(u32),
}

impl Delivery {
    /// Of what came, against the last day in time.
    pub fn of(submission: Option<&Submission>, due: NaiveDate, today: NaiveDate) -> Delivery {
        let late = |day: NaiveDate| u32::try_from((day - due).num_days()).ok().filter(|days| *days > 0);
        match submission {
            Some(Submission { returned: Some(returned), .. }) => Delivery::Returned(returned.date.last()),
            Some(Submission { sent, .. }) => match late(sent.last()) {
                Some(days) => Delivery::Late(sent.last(), days),
                None => Delivery::Sent(sent.last()),
            },
            None => late(today).map_or(Delivery::NotYet, Delivery::Overdue),
        }
    }

    /// The name for tools.
    pub fn name(self) -> &'static str {
        match self {
            Delivery::NotYet => "not_yet",
            Delivery::Sent(_) => "sent",
            Delivery::Late(..) => "late",
            Delivery::Returned(_) => "returned",
            Delivery::Overdue(_) => "overdue",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monthly_report_is_late_from_the_day_after_its_last_day() {
        let owed = Owed {
            code: "m".into(),
            vi: "x".into(),
            en: "x".into(),
            every: Cycle::Month,
            within: 5,
            of: Vec::new(),
        };
        let day = |text: &str| text.parse::<Date>().unwrap().last();
        let due = owed.due(2023, 7).unwrap();
        assert_eq!(
            (due, owed.due(2023, 12).unwrap(), owed.due(2023, 13)),
            (day("2023-08-05"), day("2024-01-05"), None)
        );
        let sent = |on: &str| Submission { sent: on.parse().unwrap(), by: String::new(), returned: None };
        assert_eq!(Delivery::of(Some(&sent("2023-08-05")), due, day("2023-09-01")), Delivery::Sent(due));
        let late = Delivery::of(Some(&sent("2023-08-07")), due, day("2023-09-01"));
        assert_eq!(late, Delivery::Late(day("2023-08-07"), 2));
        assert_eq!(Delivery::of(None, due, day("2023-08-05")), Delivery::NotYet);
        assert_eq!(Delivery::of(None, due, day("2023-08-06")), Delivery::Overdue(1));
        let returned = Some(Returned { date: "2023-08-08".parse().unwrap(), reason: String::new() });
        let back = Submission { returned, ..sent("2023-08-05") };
        assert_eq!(Delivery::of(Some(&back), due, day("2023-09-01")), Delivery::Returned(day("2023-08-08")));
    }
}
