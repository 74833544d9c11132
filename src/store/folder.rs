//! A folder that holds a book: its door plate, and the names that folders and files may have.

use super::files::Stamp;
use super::layout::{BOOK, RULES};
use super::ron_text;
use crate::domain::UnitId;
use crate::domain::text::fold;
use serde::{Deserialize, Serialize};

/// `unit.ron`, the door plate of a unit's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoorPlate {
    pub id: UnitId,
    pub kind: String,
    pub name: String,
}

/// A folder that holds a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    pub id: UnitId,
    pub path: String,
    /// The units of the folders above, nearest first.
    pub above: Vec<UnitId>,
    /// Its door plate is there, which is put up after the first record.
    pub plated: bool,
    /// How the folder looked before it was read.
    pub stamp: Stamp,
}

/// True for names that a unit's folder may have: `^[a-z0-9][a-z0-9-]{0,63}$`, and not taken.
pub fn is_slug(name: &str) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 64
        && name.bytes().next().is_some_and(fits)
        && name.bytes().all(|c| fits(c) || c == b'-')
        && ![BOOK, RULES].contains(&name)
}

/// A folder name for a unit's name: `Xã Xuân Phú` → `xa-xuan-phu`.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 48 {
            break;
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if is_slug(&out) { out } else { "don-vi".to_owned() }
}

/// True for names that a file of a store may have.
pub fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    ron_text::is_ron(name) && name.chars().all(plain)
}
