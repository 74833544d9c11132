//! A committee member who is in charge of cells and mass organisations: a fact of the committee's unit. No candidate: no more
//! is kept of the person than what the committee itself publishes.

use super::date::Date;
use super::id::UnitId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The member, for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    pub name: String,
    /// What the member is in the committee.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// The days from and to which the member is in charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// How many sources the member is to bring a year.
    #[serde(default, skip_serializing_if = "is_none")]
    pub quota: u32,
    /// The cells that the member is in charge of.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub cells: BTreeSet<UnitId>,
    /// Codes of mass organisations.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub organisations: BTreeSet<String>,
    /// The account that the member uses.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
}

fn is_none(quota: &u32) -> bool {
    *quota == 0
}

impl Officer {
    /// True where the member is in charge on some day from `first` to `last`: "from 2023" is from its first day on.
    pub fn serves(&self, first: super::Day, last: super::Day) -> bool {
        self.from.is_none_or(|from| super::Day::from(from.first()) <= last)
            && self.until.is_none_or(|until| first <= until.last_day())
    }
}
