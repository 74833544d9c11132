//! Values that are written as a text and read from it where it lies, by the million. Must not know any of
//! them. A new one requires: 1 `FromStr`; 2 `Deserialize` by [`read`].

use serde::de::{Deserializer, Error, Visitor};
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads a value from its text.
///
/// # Errors
/// Those of the text's reader, and those of `FromStr`.
pub(super) fn read<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(Text(PhantomData))
}
