//! The name of a class as it was typed on certificates of people who are in no class: what can be made a class of.

use super::date::Date;
use super::id::PersonId;
use serde::{Deserialize, Serialize};

/// Certificates with one name of a class and one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedClass {
    pub class: String,
    pub date: Date,
    pub people: Vec<PersonId>,
}
