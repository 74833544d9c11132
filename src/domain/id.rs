//! Identity of units and people: 60 random bits, written as twelve letters and digits.
//!
//! Letters that look alike (i l o u) are left out. Must not make ids: randomness comes from outside.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a written id.
pub const LEN: usize = 12;
const MASK: u64 = (1 << 60) - 1;

/// The text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct IdError(pub String);

fn parse(text: &str) -> Result<u64, IdError> {
    let bad = || IdError(text.chars().take(40).collect());
    if text.len() != LEN {
        return Err(bad());
    }
    text.bytes().try_fold(0u64, |value, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'h' => byte - b'a' + 10,
            b'j'..=b'k' => byte - b'j' + 18,
            b'm'..=b'n' => byte - b'm' + 20,
            b'p'..=b't' => byte - b'p' + 22,
            b'v'..=b'z' => byte - b'v' + 27,
            _ => return Err(bad()),
        };
        Ok(value << 5 | u64::from(digit))
    })
}

fn print(value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [b'0'; LEN];
    for (place, byte) in text.iter_mut().rev().enumerate() {
        let digit = (value >> (place * 5)) as usize & 31;
        *byte = ALPHABET.get(digit).copied().unwrap_or(b'0');
    }
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(into = "String")]
        pub struct $name(u64);

        impl $name {
            /// Takes the low 60 bits.
            pub fn from_bits(bits: u64) -> $name {
                $name(bits & MASK)
            }

            /// The 60 bits.
            pub fn bits(self) -> u64 {
                self.0
            }

            /// The first and the last bits of the ids that begin with a text; `None` where none does.
            pub fn range(text: &str) -> Option<(u64, u64)> {
                let rest = LEN.checked_sub(text.len()).filter(|_| !text.is_empty())?;
                let whole = |digit: char| format!("{text}{}", digit.to_string().repeat(rest));
                Some((parse(&whole('0')).ok()?, parse(&whole('z')).ok()?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                print(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                print(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<$name, IdError> {
                parse(text).map($name)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                super::written::read(from)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

id!(
    /// A class, a ceremony, a review.
    OccasionId
);
id!(
    /// A unit, wherever it stands in the tree and whatever it is called.
    UnitId
);
id!(
    /// A person, in whatever book the person is followed.
    PersonId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        for bits in (0..33).chain([MASK, 0x0123_4567_89ab_cdef]) {
            let id = PersonId::from_bits(bits);
            assert_eq!(id.to_string().len(), LEN);
            assert_eq!(id.to_string().parse::<PersonId>().unwrap(), id);
        }
        let whole = PersonId::from_bits(0x0123_4567_89ab_cdef);
        let (first, last) = PersonId::range(&whole.to_string()[..5]).unwrap();
        assert!(first <= whole.bits() && whole.bits() <= last && last - first == (1 << 35) - 1);
        assert_eq!(PersonId::range("").or(PersonId::range("il")), None);
        for bad in ["", "0", "00000000000i", "0000000000000", "ABCDEFGHJKMN"] {
            assert!(bad.parse::<UnitId>().is_err(), "{bad}");
        }
    }
}
