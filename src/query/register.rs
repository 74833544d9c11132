//! The register: columns derived from all books, the one thing that questions are answered from.
//!
//! Units stand in the order of the tree (each before its children, a subtree is a range); people
//! in Vietnamese name order. Rows are numbers into the columns and mean nothing after a rebuild:
//! what must last is kept by id.

mod tree;

use super::lists::Lists;
use crate::domain::book::Record;
use crate::domain::due::{Due, dues};
use crate::domain::person::LeaveReason;
use crate::domain::text::{fold, name_key};
use crate::domain::{Book, Catalogue, Date, MilestoneKind, PersonId, Rulebook, Unit, UnitId};
use std::collections::{BTreeMap, HashMap};

/// A unit's row number.
pub type UnitRow = usize;
/// A person's row number.
pub type PersonRow = usize;

/// A unit in its place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitEntry {
    pub id: UnitId,
    /// The unit whose book holds it: itself, or one above.
    pub book: UnitId,
    pub parent: Option<UnitRow>,
    pub depth: usize,
    /// One past the last row of its subtree.
    pub end: UnitRow,
    /// Block of its sector; empty when it has none.
    pub block: String,
    /// Name and aliases, folded.
    pub folded: String,
    pub unit: Unit,
}

/// A person's record in one of the books.
#[derive(Clone, Copy)]
struct Copy<'a> {
    book: UnitId,
    record: &'a Record,
}

/// A milestone as a span of days: `(kind, from, until)`.
pub type Event = (MilestoneKind, i32, i32);

/// All columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Register {
    units: Vec<UnitEntry>,
    unit_rows: HashMap<UnitId, UnitRow>,
    ids: Vec<PersonId>,
    person_rows: HashMap<PersonId, PersonRow>,
    /// The book that holds the record, then those that held it before.
    books: Lists<UnitId>,
    names: Vec<String>,
    folded: Vec<String>,
    born: Vec<Option<Date>>,
    /// Code and identity number, for look-ups.
    numbers: Vec<String>,
    entered: Vec<i32>,
    events: Lists<Event>,
    posts: Lists<(i32, UnitId)>,
    leaves: Lists<(LeaveReason, i32, i32)>,
    dues: Lists<Due>,
    /// How many places asked have not answered, and how many of them are the police.
    waiting: Vec<(u8, u8)>,
}

impl Register {
    /// Derives the register from the books of an office.
    pub fn build<'a>(
        books: impl IntoIterator<Item = (UnitId, &'a Book)>,
        catalogue: &Catalogue,
        rules: &Rulebook,
    ) -> Register {
        let books: Vec<(UnitId, &Book)> = books.into_iter().collect();
        let mut register = Register::default();
        register.plant(&books, catalogue);
        let mut copies: BTreeMap<PersonId, Vec<Copy>> = BTreeMap::new();
        for (unit, book) in &books {
            for (id, record) in &book.people {
                copies.entry(*id).or_default().push(Copy { book: *unit, record });
            }
        }
        let mut people: Vec<(Box<[u8]>, PersonId, Vec<Copy>)> = copies
            .into_iter()
            .filter_map(|(id, mut copies)| {
                register.rank(&mut copies);
                Some((name_key(&copies.first()?.record.person.name), id, copies))
            })
            .collect();
        people.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for (_, id, copies) in people {
            let row = register.len();
            register.insert(row, id, &copies, rules);
            register.person_rows.insert(id, row);
        }
        register
    }

    /// Takes in what became of one person, whose records are these now; the units are as they were.
    pub fn renew<'a>(
        &mut self,
        id: PersonId,
        records: impl IntoIterator<Item = (UnitId, &'a Record)>,
        rules: &Rulebook,
    ) {
        let mut copies: Vec<Copy> = records.into_iter().map(|(book, record)| Copy { book, record }).collect();
        self.rank(&mut copies);
        let mut first = self.len();
        if let Some(row) = self.person_rows.remove(&id) {
            self.remove(row);
            first = row;
        }
        if let Some(copy) = copies.first() {
            let key = (name_key(&copy.record.person.name), id);
            let row = self.place_of(&key);
            self.insert(row, id, &copies, rules);
            first = first.min(row);
        }
        for (row, id) in self.ids.iter().enumerate().skip(first) {
            self.person_rows.insert(*id, row);
        }
    }

    /// The row before which a person belongs, by name and id.
    fn place_of(&self, key: &(Box<[u8]>, PersonId)) -> PersonRow {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let there = self.id(middle).map(|id| (name_key(self.name(middle)), id));
            if there.is_some_and(|there| there < *key) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Who was moved has a copy in each book; the one with the longest way is the record, in its own
    /// book where the move was received.
    fn rank(&self, copies: &mut [Copy]) {
        copies.sort_by_key(|copy| {
            let unit = copy.record.person.unit().and_then(|unit| self.unit_by_id(unit));
            let received = unit.is_some_and(|entry| entry.book == copy.book);
            std::cmp::Reverse((copy.record.person.posts.len(), received))
        });
    }

    fn remove(&mut self, row: PersonRow) {
        self.ids.remove(row);
        self.names.remove(row);
        self.folded.remove(row);
        self.born.remove(row);
        self.numbers.remove(row);
        self.entered.remove(row);
        self.books.remove(row);
        self.events.remove(row);
        self.posts.remove(row);
        self.leaves.remove(row);
        self.dues.remove(row);
        self.waiting.remove(row);
    }

    /// Puts a person before a row, or at the end; whose row is which is the caller's to say.
    fn insert(&mut self, row: PersonRow, id: PersonId, copies: &[Copy], rules: &Rulebook) {
        let Some(record) = copies.first().map(|copy| copy.record) else { return };
        let person = &record.person;
        let entered = copies.iter().map(|copy| copy.record.entered.day_number()).min();
        let (open, police) = person.waiting();
        let few = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        self.waiting.insert(row, (few(open), few(police)));
        self.dues.insert(row, dues(record, rules));
        self.ids.insert(row, id);
        self.names.insert(row, person.name.clone());
        self.folded.insert(row, fold(&person.name));
        self.born.insert(row, person.born);
        self.numbers.insert(row, format!("{}\n{}", fold(&person.code), person.identity_number));
        self.entered.insert(row, entered.unwrap_or(i32::MAX));
        self.books.insert(row, copies.iter().map(|copy| copy.book));
        self.events.insert(row, person.events());
        self.posts.insert(
            row,
            person.posts.values().map(|post| (post.from.map_or(i32::MIN, Date::day_number), post.unit)),
        );
        self.leaves.insert(
            row,
            person.leaves.values().map(|leave| {
                (leave.reason, leave.date.day_number(), leave.back.map_or(i32::MAX, Date::day_number))
            }),
        );
    }

    /// How many people's records there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when nobody is followed.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id of a person's row.
    pub fn id(&self, row: PersonRow) -> Option<PersonId> {
        self.ids.get(row).copied()
    }

    /// The row of a person.
    pub fn row_of(&self, id: PersonId) -> Option<PersonRow> {
        self.person_rows.get(&id).copied()
    }

    /// The book that holds the record of a row.
    pub fn book(&self, row: PersonRow) -> Option<UnitId> {
        self.books.get(row).first().copied()
    }

    /// Every book that holds or held a record of the person, the present one first.
    pub fn books_of(&self, row: PersonRow) -> &[UnitId] {
        self.books.get(row)
    }

    /// The name.
    pub fn name(&self, row: PersonRow) -> &str {
        self.names.get(row).map_or("", String::as_str)
    }

    /// The folded name.
    pub fn folded(&self, row: PersonRow) -> &str {
        self.folded.get(row).map_or("", String::as_str)
    }

    /// Birth date.
    pub fn born(&self, row: PersonRow) -> Option<Date> {
        self.born.get(row).copied().flatten()
    }

    /// Folded code and identity number, one a line.
    pub fn numbers(&self, row: PersonRow) -> &str {
        self.numbers.get(row).map_or("", String::as_str)
    }

    /// The milestones as spans of days.
    pub fn events(&self, row: PersonRow) -> &[Event] {
        self.events.get(row)
    }

    /// Day on which the record was entered.
    pub fn entered(&self, row: PersonRow) -> i32 {
        self.entered.get(row).copied().unwrap_or(i32::MAX)
    }

    /// The unit that followed the person on a day.
    pub fn unit_on(&self, row: PersonRow, day: i32) -> Option<UnitRow> {
        let (_, unit) = self.posts.get(row).iter().rev().find(|(from, _)| *from <= day)?;
        self.unit_row(*unit)
    }

    /// What is due about a person.
    pub fn dues(&self, row: PersonRow) -> &[Due] {
        self.dues.get(row)
    }

    /// How many places asked have not answered, and how many of them are the police.
    pub fn waiting(&self, row: PersonRow) -> (u8, u8) {
        self.waiting.get(row).copied().unwrap_or_default()
    }

    /// The leaves as spans of days: `(reason, from, back)`.
    pub fn leaves(&self, row: PersonRow) -> &[(LeaveReason, i32, i32)] {
        self.leaves.get(row)
    }

    /// The leave in force on a day.
    pub fn leave_on(&self, row: PersonRow, day: i32) -> Option<LeaveReason> {
        let leaves = self.leaves.get(row).iter().rev();
        leaves.clone().find(|(_, from, until)| *from <= day && day < *until).map(|(reason, ..)| *reason)
    }

    /// People with this folded name and this birth date.
    pub fn namesakes(&self, name: &str, born: Option<Date>) -> Vec<PersonRow> {
        let folded = fold(name);
        (0..self.len())
            .filter(|row| self.folded(*row) == folded)
            .filter(|row| match (born, self.born(*row)) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            })
            .collect()
    }

    /// People with this identity number.
    pub fn with_identity_number(&self, number: &str) -> Vec<PersonRow> {
        if number.is_empty() {
            return Vec::new();
        }
        let has = |row: &usize| self.numbers(*row).split_once('\n').is_some_and(|(_, own)| own == number);
        (0..self.len()).filter(has).collect()
    }
}
