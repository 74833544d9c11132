//! What of people is looked for: a filter as data, which holds for whoever meets all of its lines.
//!
//! Must not look anybody up: whether somebody meets it is answered from the register, `query/filter.rs`. A new line
//! requires: 1 a field here; 2 its test there; 3 its words in `words/filter.rs` and its place in `exchange/filter_json.rs`.

use super::date::Date;
use super::id::OccasionId;
use super::stage::Stage;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The lines of a filter; one that is not there asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Born on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born_from: Option<Date>,
    /// Born before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born_before: Option<Date>,
    /// By the name of a field that many people share: any of these values, as they are stored.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub having: BTreeMap<String, BTreeSet<String>>,
    /// In any of these classes, ceremonies or reviews, however it went.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub occasions: BTreeSet<OccasionId>,
    /// About to enlist.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enlists: bool,
    /// At any of these stages.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub stages: BTreeSet<Stage>,
}

impl Filter {
    /// True where everybody meets it.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}
