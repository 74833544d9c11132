//! A person's own settings: language, store, look, keys. What is not set falls back to what the
//! program was built with.

use crate::words::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `settings.ron` in the user's config folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The store that opens when none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<PathBuf>,
    pub glyphs: Glyphs,
    pub colour: Colour,
    pub typing: Typing,
    /// Minutes without a key after which the screen is locked; 0 is never.
    pub lock_minutes: u16,
    /// What opens it: salt and hash of the PIN, or nothing where Enter does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pin: String,
    /// Keys by command name, in the place of the built-in ones: `{"find": ["/", "f3"]}`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Which characters draw lines, bars and marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Glyphs {
    #[default]
    Unicode,
    Ascii,
}

/// Whether colours are used; `NO_COLOR` in the environment means none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    #[default]
    Sixteen,
    None,
}

/// The built-in input method, for clients without one of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    #[default]
    Off,
    Telex,
    Vni,
}
