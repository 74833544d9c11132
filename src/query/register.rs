//! The register: columns derived from all books, the one thing that questions are answered from.
//!
//! Units stand in the order of the tree (each before its children, a subtree is a range); people
//! in Vietnamese name order. Rows are numbers into the columns and mean nothing after a rebuild:
//! what must last is kept by id.

use super::lists::Lists;
use crate::domain::book::Record;
use crate::domain::person::LeaveReason;
use crate::domain::text::{fold, name_key, title_key};
use crate::domain::{Book, Catalogue, Date, MilestoneKind, PersonId, Unit, UnitId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

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
}

impl Register {
    /// Derives the register from the books of an office.
    pub fn build<'a>(books: impl IntoIterator<Item = (UnitId, &'a Book)>, catalogue: &Catalogue) -> Register {
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
            register.insert(row, id, &copies);
            register.person_rows.insert(id, row);
        }
        register
    }

    /// Takes in what became of one person, whose records are these now; the units are as they were.
    pub fn renew<'a>(&mut self, id: PersonId, records: impl IntoIterator<Item = (UnitId, &'a Record)>) {
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
            self.insert(row, id, &copies);
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
    }

    /// Puts a person before a row, or at the end; whose row is which is the caller's to say.
    fn insert(&mut self, row: PersonRow, id: PersonId, copies: &[Copy]) {
        let Some(person) = copies.first().map(|copy| &copy.record.person) else { return };
        let entered = copies.iter().map(|copy| copy.record.entered.day_number()).min();
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

    /// Puts the units in the order of the tree. Units whose parent is not to be seen stand at the top.
    fn plant(&mut self, books: &[(UnitId, &Book)], catalogue: &Catalogue) {
        let mut known: BTreeMap<UnitId, (UnitId, &Unit)> = BTreeMap::new();
        for (book, records) in books {
            for (id, unit) in &records.units {
                known.insert(*id, (*book, unit));
            }
        }
        let mut below: HashMap<Option<UnitId>, Vec<UnitId>> = HashMap::new();
        for (id, (_, unit)) in &known {
            below.entry(unit.parent.filter(|parent| known.contains_key(parent))).or_default().push(*id);
        }
        for children in below.values_mut() {
            children.sort_by_cached_key(|id| {
                known.get(id).map(|(_, unit)| (unit.order, title_key(&unit.name), *id))
            });
        }
        // Depth first, without recursion: `(id, parent row, depth)`, the next one on top.
        let mut open: Vec<(UnitId, Option<UnitRow>, usize)> = Vec::new();
        let push = |open: &mut Vec<_>, parent: Option<UnitId>, row, depth| {
            for id in below.get(&parent).into_iter().flatten().rev() {
                open.push((*id, row, depth));
            }
        };
        push(&mut open, None, None, 0);
        let mut planted: HashSet<UnitId> = HashSet::new();
        loop {
            let Some((id, parent, depth)) = open.pop() else {
                // Units that lie in a ring across books are reached from nowhere: show them all the same.
                match known.keys().find(|id| !planted.contains(id)) {
                    Some(id) => open.push((*id, None, 0)),
                    None => break,
                }
                continue;
            };
            let Some((book, unit)) = known.get(&id).filter(|_| planted.insert(id)) else { continue };
            let row = self.units.len();
            let names = std::iter::once(&unit.name).chain(&unit.aliases);
            self.unit_rows.insert(id, row);
            self.units.push(UnitEntry {
                id,
                book: *book,
                parent,
                depth,
                end: row + 1,
                block: catalogue.sector(&unit.sector).map(|s| s.block.clone()).unwrap_or_default(),
                folded: names.map(|name| fold(name)).collect::<Vec<_>>().join("\n"),
                unit: (*unit).clone(),
            });
            push(&mut open, Some(id), Some(row), depth + 1);
        }
        for row in (0..self.units.len()).rev() {
            let (parent, end) = self.units.get(row).map_or((None, 0), |entry| (entry.parent, entry.end));
            if let Some(above) = parent.and_then(|parent| self.units.get_mut(parent)) {
                above.end = above.end.max(end);
            }
        }
    }

    /// All units in the order of the tree.
    pub fn units(&self) -> &[UnitEntry] {
        &self.units
    }

    /// A unit by its row.
    pub fn unit(&self, row: UnitRow) -> Option<&UnitEntry> {
        self.units.get(row)
    }

    /// A unit by its id.
    pub fn unit_by_id(&self, id: UnitId) -> Option<&UnitEntry> {
        self.unit_row(id).and_then(|row| self.units.get(row))
    }

    /// The row of a unit.
    pub fn unit_row(&self, id: UnitId) -> Option<UnitRow> {
        self.unit_rows.get(&id).copied()
    }

    /// Name of a unit; empty when it is not known here.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.unit_by_id(id).map_or("", |entry| entry.unit.name.as_str())
    }

    /// The rows of a unit and everything below it.
    pub fn subtree(&self, row: UnitRow) -> Range<UnitRow> {
        row..self.units.get(row).map_or(row, |entry| entry.end)
    }

    /// The units directly below a row; those at the top for `None`.
    pub fn children(&self, parent: Option<UnitRow>) -> impl Iterator<Item = UnitRow> + '_ {
        let mut next = parent.map_or(0, |row| row + 1);
        let end = parent.map_or(self.units.len(), |row| self.subtree(row).end);
        std::iter::from_fn(move || {
            let row = next;
            if row >= end {
                return None;
            }
            next = self.units.get(row).map_or(end, |entry| entry.end);
            Some(row)
        })
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
