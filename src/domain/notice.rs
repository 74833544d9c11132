//! What is told of an occasion to whoever may not read the organiser's book: a copy, with everybody who is in it and with
//! every unit that is asked.
//!
//! Why a copy and not a file beside the door plates: the kernel keeps who may not read a book out of its folder, and
//! whoever plans a class is seldom the account that owns that folder; a copy goes along with a person who moves, and is
//! masked, undone and erased with the fact that it is in. The organiser's save renews the copies.

use super::date::Date;
use super::filter::Filter;
use super::occasion::{Occasion, OccasionKind};
use serde::{Deserialize, Serialize};

/// An occasion as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub name: String,
    pub kind: OccasionKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hour: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Date>,
    /// Of a review: what of people is looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Filter>,
    /// Name of the unit that holds it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub held_by: String,
}

impl Notice {
    /// What is told of an occasion that a unit of this name holds.
    pub fn of(occasion: &Occasion, held_by: &str) -> Notice {
        let Occasion { name, kind, from, until, hour, place, number, signed, criteria, .. } =
            occasion.clone();
        Notice { name, kind, from, until, hour, place, number, signed, criteria, held_by: held_by.to_owned() }
    }

    /// The occasion as far as it was told.
    pub fn told(&self) -> Occasion {
        let Notice { name, kind, from, until, hour, place, number, signed, criteria, .. } = self.clone();
        Occasion { name, kind, from, until, hour, place, number, signed, criteria, ..Occasion::blank() }
    }
}
