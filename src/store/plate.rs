//! `ketnap.ron`: what a store is, and what its records use beyond the first format: a program that does not know one
//! of these says so when it opens the store, and does not meet a line that it cannot read.
//!
//! A use is noted by the first save of it, where its account may write `ketnap.ron`; a line that a program cannot read
//! is named as written by a newer one all the same.

use super::{StoreError, ron_text};
use crate::domain::{Date, Edit, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `ketnap.ron`: what this store is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plate {
    pub format: u32,
    /// Tells stores apart, for drafts.
    pub id: String,
    /// Offset from UTC of the office's clock.
    #[serde(default = "hanoi")]
    pub zone: FixedZone,
    /// The topmost unit: a store of which it is gone is no empty one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<UnitId>,
    /// Which milestone makes an admission count.
    #[serde(default)]
    pub count_admission_by: CountBy,
    /// What people who are let in with a key may ask for as the command of an SSH connection.
    #[serde(default, skip_serializing_if = "OverSsh::is_ask")]
    pub commands_over_ssh: OverSsh,
    /// The local layer of rules that holds here, such as a province's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_layer: Option<String>,
    /// The day on which the office stands still; `None` for every real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// What its records use beyond the first format.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub uses: BTreeSet<String>,
    /// Rely on the locks and syncs of a network file system all the same.
    #[serde(default)]
    pub allow_network_file_system: bool,
}

/// `"+07:00"`
pub type FixedZone = String;

fn hanoi() -> FixedZone {
    "+07:00".to_owned()
}

/// Which commands may come as the command of an SSH connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverSsh {
    /// Those that only ask.
    #[default]
    Ask,
    All,
}

impl OverSsh {
    fn is_ask(&self) -> bool {
        *self == OverSsh::Ask
    }
}

/// Which milestone makes an admission count in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountBy {
    #[default]
    Ceremony,
    Decision,
}

/// The text of `ketnap.ron`.
pub(super) fn plate_text(plate: &Plate) -> Result<String, StoreError> {
    let head = "// A store of ketnap. Its records are in the folders below; `ketnap check` verifies them.";
    Ok(format!("{head}\n{}\n", ron_text::pretty(plate)?))
}

impl Plate {
    /// What the store uses that this program does not know.
    pub(super) fn unknown_use(&self) -> Option<&str> {
        let known = Edit::all_uses();
        self.uses.iter().map(String::as_str).find(|used| !known.contains(used))
    }
}
