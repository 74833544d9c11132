//! What many people have in common (sex, ethnicity, tags …), as numbers: every value once, and for each person the
//! numbers of its values; who helps it as well. So a breakdown by any such field is a question to the register, and reads
//! no book.

use super::{PersonRow, Register, UnitEntry};
use crate::domain::catalogue::Codes;
use crate::domain::person::Person;
use crate::domain::value::Value;
use crate::domain::{FieldKind, PersonField};
use crate::query::columns::{Columns, Lists, Part};
use std::collections::HashMap;
use std::sync::Arc;

/// Bits of an item that number the value; the others number the field.
const VALUE_BITS: u32 = 26;
const VALUE: u32 = (1 << VALUE_BITS) - 1;

impl PersonField {
    /// True where many people have the same value, so that figures are broken down by it.
    pub fn is_shared(self) -> bool {
        match self.kind() {
            FieldKind::Sex
            | FieldKind::Listed(_)
            | FieldKind::Words(_)
            | FieldKind::Coded(_)
            | FieldKind::Codes(_)
            | FieldKind::Unit => true,
            // Special cases may be shown to nobody but who works on the record.
            FieldKind::Name
            | FieldKind::Text
            | FieldKind::Day(_)
            | FieldKind::IdentityNumber
            | FieldKind::Cases
            | FieldKind::Number => false,
        }
    }
}

/// In the place of a field: a member who helps the person.
const HELPER: u32 = u32::MAX >> VALUE_BITS;
const _: () = assert!((PersonField::ALL.len() as u32) < HELPER);

fn item(of: u32, value: u32) -> u32 {
    of << VALUE_BITS | value & VALUE
}

/// Texts, every one once, each with a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Pool {
    /// The number of a text, a new one where it is not there yet.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (text, number): (Arc<str>, u32) = (text.into(), self.texts.len() as u32);
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    /// The text of a number.
    pub fn text(&self, number: usize) -> Option<&Arc<str>> {
        self.texts.get(number)
    }

    /// All texts, by number.
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// Values on their way into columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Coded {
    pool: Pool,
    of: Lists<u32>,
}

impl Coded {
    /// Takes in the values of a record.
    pub fn push(&mut self, person: &Person) {
        let pool = &mut self.pool;
        let shared = PersonField::ALL.into_iter().filter(|field| field.is_shared());
        let items =
            shared.filter_map(|field| Some((field, field.get(person)?))).flat_map(|(field, value)| {
                let numbers: Vec<u32> = match value {
                    Value::Words(words) => words.iter().map(|word| pool.number(word)).collect(),
                    other => vec![pool.number(&other.written())],
                };
                numbers.into_iter().map(move |number| item(field as u32, number))
            });
        let mut items: Vec<u32> = items.collect();
        let helping = person.all_helpers().into_iter().map(|(_, helper)| helper);
        let helping = helping.filter(|helper| helper.until.is_none() && helper.role.helps());
        items.extend(helping.map(|helper| item(HELPER, self.pool.number(&helper.name))));
        self.of.push(items);
    }

    /// Takes over the values of a row.
    pub fn keep(&mut self, register: &Register, row: PersonRow) {
        let items = register.coded(row).map(|(of, text)| item(of, self.pool.number(text)));
        let items: Vec<u32> = items.collect();
        self.of.push(items);
    }

    /// Takes over what another has taken in.
    pub fn append(&mut self, other: &Coded) {
        let numbers: Vec<u32> = other.pool.texts.iter().map(|text| self.pool.number(text)).collect();
        let mut theirs = other.of.clone();
        for item in theirs.items_mut() {
            let number = numbers.get((*item & VALUE) as usize).copied().unwrap_or(VALUE);
            *item = *item & !VALUE | number;
        }
        self.of.append(&theirs);
    }

    /// Keeps some of the people, in their order.
    pub fn pick(&mut self, rows: &[u32]) {
        self.of = self.of.picked(rows);
    }

    /// True when a row of a register has the values of number `n`.
    pub fn is_same(&self, n: usize, register: &Register, row: PersonRow) -> bool {
        let mine = self.of.get(n).iter().map(|item| {
            let text = self.pool.text((item & VALUE) as usize).map_or("", |text| &**text);
            (item >> VALUE_BITS, text)
        });
        mine.eq(register.coded(row))
    }

    /// Puts them into columns, in an order.
    pub fn write(self, columns: &mut Columns, order: &[u32]) {
        columns.put_lists(Part::SharedEnds, Part::Shared, &self.of.picked(order));
        let mut texts = Lists::default();
        self.pool.texts().iter().for_each(|text| texts.push(text.bytes()));
        columns.put_lists(Part::SharedTextEnds, Part::SharedTexts, &texts);
    }
}

impl Register {
    /// True where some record bears a code of a list.
    pub fn bears(&self, codes: Codes, code: &str) -> bool {
        let is_of = |field: PersonField| matches!(field.kind(), FieldKind::Coded(of) | FieldKind::Codes(of) if of == codes);
        let by_unit = |unit: UnitEntry| match codes {
            Codes::Kinds => unit.kind() == code,
            Codes::Sectors => unit.sector() == code,
            Codes::Flags => unit.whole().flags.contains(code),
            Codes::Introducers
            | Codes::Audiences
            | Codes::Holidays
            | Codes::Reasons
            | Codes::OccasionKinds
            | Codes::OccasionStates => false,
        };
        let by_occasion = |code: &str| match codes {
            Codes::Audiences => self.occasions().any(|entry| entry.occasion.audience == code),
            Codes::Holidays => self.occasions().any(|entry| entry.occasion.holiday == code),
            _ => false,
        };
        self.units().any(by_unit)
            || by_occasion(code)
            || PersonField::ALL.into_iter().any(is_of)
                && self.people().any(|row| self.shared(row).any(|(field, text)| text == code && is_of(field)))
    }

    /// The shared values of somebody, with their fields; a field of several words comes several times.
    pub fn shared(&self, row: PersonRow) -> impl Iterator<Item = (PersonField, &str)> {
        let coded = self.coded(row);
        coded.filter_map(|(of, text)| Some((*PersonField::ALL.get(of as usize)?, text)))
    }

    /// The names of those who help somebody now.
    pub fn helpers(&self, row: PersonRow) -> impl Iterator<Item = &str> {
        self.coded(row).filter(|(of, _)| *of == HELPER).map(|(_, name)| name)
    }

    fn coded(&self, row: PersonRow) -> impl Iterator<Item = (u32, &str)> {
        let (columns, row) = self.at(row);
        let items: &[u32] = columns.list(Part::SharedEnds, Part::Shared, row);
        items.iter().map(move |item| {
            let text = columns.text(Part::SharedTextEnds, Part::SharedTexts, (item & VALUE) as usize);
            (item >> VALUE_BITS, text)
        })
    }
}
