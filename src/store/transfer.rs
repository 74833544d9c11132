//! Moves from one unit to another: of a person, and of a cell with everyone in it.
//!
//! Between books a move is two-sided, as on paper: the old book hands over and keeps what was
//! reached there, the new one receives the way so far. All of it is one action, so one undo takes
//! it back.

use super::office::Changes;
use super::{Office, StoreError};
use crate::domain::edit::{person_edits, unit_edits};
use crate::domain::person::Post;
use crate::domain::{Date, Edit, Person, PersonFact, PersonId, UnitFact, UnitId, Why};
use std::collections::BTreeMap;

impl Office {
    /// Moves a person to another unit on a day. A move of which only the first half was saved goes
    /// on with the second.
    pub fn move_person(&mut self, id: PersonId, to: UnitId, day: Date) -> Result<(), StoreError> {
        let from_book = self.book_of_person(id).ok_or(StoreError::NoUnit)?;
        let to_book = self.register.unit_by_id(to).ok_or(StoreError::NoUnit)?.book;
        let person = &self.record(id).ok_or(StoreError::NoUnit)?.person;
        let mut received = person.clone();
        let mut changes: Changes = Vec::new();
        if person.unit() != Some(to) {
            changes.push((from_book, vec![hand_over(id, &mut received, to, day)]));
        }
        if to_book != from_book {
            changes.push((to_book, self.receive(id, received, to_book)));
        }
        self.transfer(changes)
    }

    /// Moves a cell or group below a unit of another book on a day, with everyone in it and the
    /// groups below it. It begins anew there under its name; the old one is closed, so that reports
    /// of the time before still find it where it was. Targets and members stay with the old one.
    pub fn move_cell(&mut self, id: UnitId, parent: UnitId, day: Date) -> Result<(), StoreError> {
        let register = &self.register;
        let row = register.unit_row(id).ok_or(StoreError::NoUnit)?;
        let from_book = register.unit_by_id(id).ok_or(StoreError::NoUnit)?.book;
        let to_book = register.unit_by_id(parent).ok_or(StoreError::NoUnit)?.book;
        let old: Vec<_> = register.subtree(row).filter_map(|row| register.unit(row)).collect();
        let new: BTreeMap<UnitId, UnitId> =
            old.iter().map(|entry| (entry.id, self.store.options.ids.unit())).collect();
        let (mut given, mut taken) = (Vec::new(), Vec::new());
        for entry in &old {
            let above = entry.unit.parent.and_then(|parent| new.get(&parent)).copied();
            let mut begun = entry.unit.clone();
            begun.parent = Some(above.unwrap_or(parent));
            begun.valid_from = Some(day);
            begun.members.clear();
            begun.targets.clear();
            let mut closed = entry.unit.clone();
            closed.valid_until = Some(day);
            given.extend(unit_edits(entry.id, &entry.unit, &closed));
            if let Some(fresh) = new.get(&entry.id) {
                taken.push(Edit::Unit(*fresh, None, Some(UnitFact::Whole(Box::new(begun)))));
            }
        }
        for (person_row, unit) in
            (0..register.len()).filter_map(|n| Some((n, register.unit_on(n, i32::MAX)?)))
        {
            let to = register.unit(unit).and_then(|entry| new.get(&entry.id));
            let (Some(id), Some(to)) = (register.id(person_row), to) else { continue };
            let Some(record) = self.record(id) else { continue };
            let mut received = record.person.clone();
            given.push(hand_over(id, &mut received, *to, day));
            taken.extend(self.receive(id, received, to_book));
        }
        self.transfer(vec![(to_book, taken), (from_book, given)])
    }

    /// The edits by which a book receives a person, who may have been in it before.
    fn receive(&self, id: PersonId, received: Person, book: UnitId) -> Vec<Edit> {
        match self.books.get(&book).and_then(|open| open.book().person(id)) {
            None => vec![Edit::Person(id, None, Some(PersonFact::Whole(Box::new(received))))],
            Some(earlier) => person_edits(id, earlier, &received),
        }
    }

    fn transfer(&mut self, changes: Changes) -> Result<(), StoreError> {
        let op = self.store.options.ids.op();
        let result = self.store.commit_all(&mut self.books, changes, &op, &Why::Entry);
        self.renew(true);
        result
    }
}

/// The edit by which a book hands a person over; `person` then has the new post.
fn hand_over(id: PersonId, person: &mut Person, to: UnitId, day: Date) -> Edit {
    let number = person.posts.keys().next_back().map_or(0, |n| n.saturating_add(1));
    let post = Post { unit: to, from: Some(day) };
    person.posts.insert(number, post);
    Edit::Person(id, None, Some(PersonFact::Post(number, post)))
}
