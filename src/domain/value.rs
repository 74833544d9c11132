//! What a field can hold: how it is empty, and what of it fits a cell.
//!
//! A new type of field requires: 1 how it is held; 2 a variant of [`Value`] and its line in `atoms!`, where it fits a
//! cell; 3 how people write it, in `exchange/fields.rs`.

use super::date::Date;
use super::id::UnitId;
use super::occasion_kind::{OccasionKind, OccasionState};
use super::sex::Sex;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How a field holds its value: a text, a set or a number that may be empty, something that may be missing.
pub trait Held {
    /// What stands there when something does.
    type Fact: Clone + PartialEq;
    /// The value, if there is one.
    fn fact(&self) -> Option<&Self::Fact>;
    /// Puts a value there, or none.
    fn hold(&mut self, fact: Option<Self::Fact>);
    /// True when there is none.
    fn is_absent(&self) -> bool {
        self.fact().is_none()
    }
}

macro_rules! held_as_itself {
    ($($type:ty, $there:expr;)*) => {
        $(impl Held for $type {
            type Fact = $type;
            fn fact(&self) -> Option<&$type> {
                let there: fn(&$type) -> bool = $there;
                there(self).then_some(self)
            }
            fn hold(&mut self, fact: Option<$type>) {
                *self = fact.unwrap_or_default();
            }
        })*
    };
}

held_as_itself! {
    String, |text| !text.is_empty();
    BTreeSet<String>, |words| !words.is_empty();
    u32, |number| *number > 0;
    OccasionKind, |_| true;
    OccasionState, |state| *state != OccasionState::Planned;
}

impl<T: Clone + PartialEq> Held for Option<T> {
    type Fact = T;
    fn fact(&self) -> Option<&T> {
        self.as_ref()
    }
    fn hold(&mut self, fact: Option<T>) {
        *self = fact;
    }
}

/// A value that fits a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Words(Cow<'a, BTreeSet<String>>),
    Day(Date),
    Sex(Sex),
    Unit(UnitId),
    Number(u32),
}

/// A value of another type than the field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a value of another type than the field has")]
pub struct WrongType;

/// That there is something, and not what.
pub(super) fn masked_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| "***".to_owned())
}

/// Words in one text, so that it can be read back: where one of them has a comma, semicolons stand between them
/// and behind a single one.
pub fn joined<'a>(words: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.iter().any(|word| word.contains(',')) {
        true if words.len() == 1 => words.concat() + ";",
        true => words.join("; "),
        false => words.join(between),
    }
}

impl Value<'_> {
    /// As it stands in CSV: codes, ISO dates, words between semicolons.
    pub fn written(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Words(words) => joined(words.iter().map(String::as_str), "; ").into(),
            Value::Day(date) => date.to_string().into(),
            Value::Sex(sex) => sex.name().into(),
            Value::Unit(unit) => unit.to_string().into(),
            Value::Number(number) => number.to_string().into(),
        }
    }
}

/// A type of which a [`Value`] can be.
pub trait Atom: Sized {
    fn value(&self) -> Value<'_>;
    /// `None` for a value of another type.
    fn of(value: Value) -> Option<Self>;
}

macro_rules! atoms {
    ($($type:ty, $variant:ident, $value:expr, $of:expr;)*) => {
        $(impl Atom for $type {
            fn value(&self) -> Value<'_> {
                let value: for<'a> fn(&'a $type) -> Value<'a> = $value;
                value(self)
            }
            fn of(value: Value) -> Option<$type> {
                match value {
                    Value::$variant(value) => Some($of(value)),
                    _ => None,
                }
            }
        })*
    };
}

atoms! {
    String, Text, |text| Value::Text(text.into()), Cow::into_owned;
    BTreeSet<String>, Words, |words| Value::Words(Cow::Borrowed(words)), Cow::into_owned;
    Date, Day, |date| Value::Day(*date), std::convert::identity;
    Sex, Sex, |sex| Value::Sex(*sex), std::convert::identity;
    UnitId, Unit, |unit| Value::Unit(*unit), std::convert::identity;
    u32, Number, |number| Value::Number(*number), std::convert::identity;
}

/// A value list whose values are fixed stands in cells by its codes.
macro_rules! coded_atoms {
    ($($type:ty;)*) => {
        $(impl Atom for $type {
            fn value(&self) -> Value<'_> {
                Value::Text(self.name().into())
            }
            fn of(value: Value) -> Option<$type> {
                match value {
                    Value::Text(code) => <$type>::by_name(&code),
                    _ => None,
                }
            }
        })*
    };
}

coded_atoms! {
    OccasionKind;
    OccasionState;
}
