//! RON as the store reads and writes it: typed, shallow, without extensions.

use super::error::StoreError;
use crate::ron_fast;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Deepest nesting that is read.
const DEPTH: usize = 32;

/// True for the name of a RON file that is in its place: one that begins with a dot is on its way there.
pub fn is_ron(name: &str) -> bool {
    name.ends_with(".ron") && !name.starts_with('.')
}

/// Reads a value. A byte-order mark is dropped, `#![…]` attributes are refused.
///
/// # Errors
/// The message names line and column.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if let Ok(value) = ron_fast::read(text) {
        return Ok(value);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with("#!") {
        return Err("1:1: extensions (#![…]) are not allowed".to_owned());
    }
    let options = ron::Options::default().with_recursion_limit(DEPTH);
    options.from_str(text).map_err(|error| error.to_string())
}

/// Reads a settings file of the store.
///
/// # Errors
/// [`StoreError::BadFile`] naming file, line and column.
pub fn parse_file<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, StoreError> {
    let bad = |message: String| StoreError::BadFile { file: file.to_owned(), message };
    let text = std::str::from_utf8(bytes).map_err(|error| bad(error.to_string()))?;
    parse(text).map_err(bad)
}

/// One line, for the log.
pub fn line<T: Serialize>(value: &T) -> Result<String, StoreError> {
    ron::to_string(value).map_err(unwritable)
}

/// Several lines, for files that people read.
pub fn pretty<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let config = ron::ser::PrettyConfig::new().depth_limit(4).indentor("  ").new_line("\n");
    ron::ser::to_string_pretty(value, config).map_err(unwritable)
}

fn unwritable(error: ron::Error) -> StoreError {
    StoreError::Io { what: "RON".to_owned(), source: std::io::Error::other(error.to_string()) }
}
