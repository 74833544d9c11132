//! The letters of a text, read one thing after the other: names, numbers, quoted texts. Must not know what they are for.

use serde::de::{self, Visitor};
use std::fmt;

/// Not RON as it is written here: for another reader to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotCanonical;

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not canonical RON")
    }
}

impl std::error::Error for NotCanonical {}

impl de::Error for NotCanonical {
    fn custom<T: fmt::Display>(_: T) -> NotCanonical {
        NotCanonical
    }
}

pub(super) type Result<T> = std::result::Result<T, NotCanonical>;

/// A text, and how far it was read.
pub(super) struct Reader<'de> {
    pub text: &'de str,
    pub at: usize,
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl<'de> Reader<'de> {
    pub fn here(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past spaces and comments to the end of a line.
    pub fn space(&mut self) {
        loop {
            match self.here() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') if self.text.get(self.at..).is_some_and(|rest| rest.starts_with("//")) => {
                    let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Goes past a sign, with the space before it; false where another one stands.
    pub fn takes(&mut self, sign: u8) -> bool {
        self.space();
        let found = self.here() == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub fn sign(&mut self, sign: u8) -> Result<()> {
        if self.takes(sign) { Ok(()) } else { Err(NotCanonical) }
    }

    /// A name made of letters, digits and underscores.
    pub fn name(&mut self) -> Result<&'de str> {
        self.space();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !in_name(byte)).unwrap_or(rest.len());
        let name = rest.get(..end).ok_or(NotCanonical)?;
        let begins = name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
        // `r"…"` and `r#…` are raw.
        let raw = name == "r" || matches!(rest.as_bytes().get(end), Some(b'#' | b'.' | b'+' | b'-'));
        if !begins || raw {
            return Err(NotCanonical);
        }
        self.at += end;
        Ok(name)
    }

    pub fn digits(&mut self) -> Result<&'de str> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest.get(..end).filter(|digits| !digits.is_empty()).ok_or(NotCanonical)?;
        let plain = digits.len() == 1 || !digits.starts_with('0');
        if !plain || rest.as_bytes().get(end).is_some_and(|next| in_name(*next) || *next == b'.') {
            return Err(NotCanonical);
        }
        self.at += end;
        Ok(digits)
    }

    pub fn unsigned(&mut self) -> Result<u64> {
        self.space();
        self.digits()?.parse().map_err(|_| NotCanonical)
    }

    pub fn signed(&mut self) -> Result<i64> {
        self.space();
        let start = self.at;
        self.at += usize::from(self.here() == Some(b'-'));
        self.digits()?;
        self.text.get(start..self.at).and_then(|text| text.parse().ok()).ok_or(NotCanonical)
    }

    /// A quoted text: a part of what is read where nothing in it is escaped.
    pub fn quoted(&mut self) -> Result<std::result::Result<&'de str, String>> {
        self.sign(b'"')?;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let end = memchr::memchr2(b'"', b'\\', rest).ok_or(NotCanonical)?;
        if rest.get(end) == Some(&b'"') {
            self.at = start + end + 1;
            return self.text.get(start..start + end).map(Ok).ok_or(NotCanonical);
        }
        let mut text = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(NotCanonical)?;
            let end = memchr::memchr2(b'"', b'\\', rest.as_bytes()).ok_or(NotCanonical)?;
            text.push_str(rest.get(..end).ok_or(NotCanonical)?);
            self.at += end + 1;
            if rest.as_bytes().get(end) == Some(&b'"') {
                return Ok(Err(text));
            }
            text.push(match rest.as_bytes().get(end + 1).ok_or(NotCanonical)? {
                b'"' => '"',
                b'\\' => '\\',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'\'' => '\'',
                _ => return Err(NotCanonical),
            });
            self.at += 1;
        }
    }

    pub fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.quoted()? {
            Ok(text) => visitor.visit_borrowed_str(text),
            Err(text) => visitor.visit_string(text),
        }
    }
}
