//! The figures of a unit as they were reported for a period, kept beside what is derived: a fact of the unit. They never
//! change; lifting them is a step with a reason, and is kept too.

use super::date::Date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// From the first day of the year to this day.
    pub as_of: Date,
    /// The day on which it was kept, and by whom.
    pub noted: Date,
    pub by: String,
    /// Hash of the records that were there, of all books of the unit and below it.
    pub state: String,
    /// By the names of the flows.
    pub figures: BTreeMap<String, u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Lifted>,
}

impl Frozen {
    /// True for a day as of which the figures of a period that ends with a month can be reported: not later than today or the
    /// month, nor before it.
    pub fn is_of(month: Date, as_of: NaiveDate, today: NaiveDate) -> bool {
        as_of <= today && as_of <= month.last() && as_of >= month.first()
    }
}

/// That it holds no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifted {
    pub date: Date,
    pub by: String,
    pub reason: String,
}
