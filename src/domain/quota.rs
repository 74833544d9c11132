//! What an occasion asks of a unit, and what the unit answers: a fact of the unit, as its targets are.

use super::date::Date;
use super::notice::Notice;
use serde::{Deserialize, Serialize};

/// How many people a unit may send or is to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub notice: Notice,
    /// 0 where nobody said how many.
    #[serde(default, skip_serializing_if = "is_none")]
    pub people: u32,
    /// Of reviews: who was named stands with the people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

fn is_none(people: &u32) -> bool {
    *people == 0
}

/// That a unit has answered: whom it names is in its people, here stands when and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub date: Date,
    /// Who answered for the unit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Why nobody is named, or fewer than asked: a code of the office's lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
