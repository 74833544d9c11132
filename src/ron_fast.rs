//! Reads RON in the one shape in which this program writes it, many times faster than a reader of
//! all RON can.
//!
//! What is not of that shape (a struct's name, a raw string, a number with a prefix …) is left to `ron`:
//! [`NotCanonical`] says so, and no more. Whatever is read here, `ron` reads as the
//! same value; a test holds both against each other on altered texts. Must not learn more of RON
//! than what is written.

mod inside;
mod reader;

use inside::{Fields, Items, Variant};
pub use reader::NotCanonical;
use reader::{Reader, Result};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};

/// Reads a value from a text that holds nothing else.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    reader.space();
    if reader.at == text.len() { Ok(value) } else { Err(NotCanonical) }
}

/// Reads RON of any shape; what this program wrote, or comes with, quickly.
///
/// # Errors
/// As `ron`, with line and column.
pub fn from_str<T: DeserializeOwned>(text: &str) -> std::result::Result<T, ron::error::SpannedError> {
    read(text).or_else(|_| ron::from_str(text))
}

macro_rules! numbers {
    ($($method:ident $read:ident $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let number = self.$read()?;
            visitor.$visit(number)
        })*
    };
}

macro_rules! left_to_others {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
            Err(NotCanonical)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = NotCanonical;

    numbers! {
        deserialize_u8 unsigned visit_u64,
        deserialize_u16 unsigned visit_u64,
        deserialize_u32 unsigned visit_u64,
        deserialize_u64 unsigned visit_u64,
        deserialize_i8 signed visit_i64,
        deserialize_i16 signed visit_i64,
        deserialize_i32 signed visit_i64,
        deserialize_i64 signed visit_i64,
    }

    left_to_others! {
        deserialize_any deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes
        deserialize_byte_buf deserialize_unit deserialize_ignored_any
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.name()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotCanonical),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_str(self.name()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.name()? {
            "None" => visitor.visit_none(),
            "Some" => {
                self.sign(b'(')?;
                let value = visitor.visit_some(&mut *self)?;
                self.takes(b',');
                self.sign(b')')?;
                Ok(value)
            }
            _ => Err(NotCanonical),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.sign(b'[')?;
        Items::read(self, b']', |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.sign(b'(')?;
        Items::read(self, b')', |items| visitor.visit_seq(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.sign(b'{')?;
        Items::read(self, b'}', |items| visitor.visit_map(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.sign(b'(')?;
        Items::read(self, b')', |items| visitor.visit_map(Fields(items)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(Variant(self))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value> {
        Err(NotCanonical)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value> {
        Err(NotCanonical)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(length, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::edit::Edit;
    use crate::domain::{Book, Date, Step};
    use crate::exchange::sample::sample;
    use crate::store::ron_text;

    /// Both readers must agree wherever this one reads at all.
    fn agree<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> bool {
        let Ok(value) = read::<T>(text) else { return false };
        let options = ron::Options::default().with_recursion_limit(32);
        assert_eq!(options.from_str::<T>(text).as_ref(), Ok(&value), "{text}");
        true
    }

    fn books() -> Vec<(Vec<Edit>, Book)> {
        let day: Date = "2023-07-31".parse().unwrap();
        let with_own = |new: crate::domain::edit::NewBook| {
            std::iter::once(Edit::add(new.id, new.unit)).chain(new.edits).collect::<Vec<_>>()
        };
        let books = sample().unwrap().books.into_iter().skip(1).step_by(11).map(with_own);
        books
            .map(|edits| {
                let mut book = Book::default();
                book.apply(1, day, &edits).unwrap();
                (edits, book)
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_read_here_and_not_left_to_others() {
        for (edits, book) in books() {
            assert!(agree::<Book>(&ron_text::pretty(&book).unwrap()));
            assert!(agree::<Book>(&ron_text::line(&book).unwrap()));
            assert!(agree::<Vec<Edit>>(&ron_text::line(&edits).unwrap()));
        }
        for file in ["29-qd-tw-2016", "294-qd-tw-2025", "208-qd-tw-2026"] {
            let path = format!("{}/config/rules/{file}.ron", env!("CARGO_MANIFEST_DIR"));
            assert!(
                agree::<crate::domain::rules::RuleSet>(&std::fs::read_to_string(path).unwrap()),
                "{file}"
            );
        }
        assert!(agree::<String>(r#" "a\"b\\c\nđ" "#));
        assert!(agree::<(Option<i64>, bool)>("(Some(-3),true)"));
    }

    #[test]
    fn on_altered_texts_both_readers_say_the_same() {
        let (edits, book) = books().swap_remove(0);
        let line = ron_text::line(&edits.iter().take(12).collect::<Vec<_>>()).unwrap();
        let small = Book { people: book.people.into_iter().take(3).collect(), ..book };
        let pretty = ron_text::pretty(&small).unwrap();
        let mut state = 7u64;
        let mut next = |n: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % n
        };
        let signs = b"(){}[],:\"\\ \n09aZ_-+.r#'/xSN";
        let mut read = 0;
        for _ in 0..20_000 {
            let source = if next(2) == 0 { &line } else { &pretty };
            let mut bytes = source.clone().into_bytes();
            for _ in 0..1 + next(2) {
                let at = next(bytes.len());
                match next(3) {
                    0 => bytes[at] = signs[next(signs.len())],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, signs[next(signs.len())]),
                }
            }
            let Ok(text) = String::from_utf8(bytes) else { continue };
            read += usize::from(agree::<Vec<Edit>>(&text) || agree::<Book>(&text));
        }
        // Alterations within a text or a number are read by both.
        assert!(read > 1000, "{read}");
    }

    #[test]
    fn other_shapes_of_ron_are_left_to_others() {
        assert!(agree::<(u8, u8)>("// a\n(1, // b\n2)// c"));
        for text in ["/* a */ 1", "/ 1", "0x1F", "1_000", "007", "+1", "1.0"] {
            assert_eq!(read::<u32>(text), Err(NotCanonical), "{text}");
        }
        for text in [r##"r#"a"#"##, r#""\u{41}""#, "\"a", "\"a\\"] {
            assert_eq!(read::<String>(text), Err(NotCanonical), "{text}");
        }
        assert!(
            read::<Step>("Step(seq:1)").is_err() && read::<Step>("#![enable(implicit_some)](seq:1)").is_err()
        );
    }
}
