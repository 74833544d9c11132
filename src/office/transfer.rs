//! Moves from one unit to another: of a person, and of a cell with everyone in it.
//!
//! Between books a move is two-sided, as on paper: the old book hands over and keeps what was
//! reached there, the new one receives the way so far. All of it is one action, so one undo takes
//! it back.

use super::Office;
use crate::domain::person::Post;
use crate::domain::{Date, Day, Edit, PersonId, UnitId, Why};
use crate::store::StoreError;
use std::collections::BTreeMap;

impl Office {
    /// Moves a person to another unit on a day, in a situation that a rule set knows or in none. A move of which only
    /// the first half was saved goes on with the second.
    pub fn move_person(
        &mut self,
        id: PersonId,
        to: UnitId,
        day: Date,
        situation: &str,
    ) -> Result<(), StoreError> {
        let from = self.book_of_person(id).ok_or(StoreError::NoUnit)?;
        let into = self.register.unit_by_id(to).ok_or(StoreError::NoUnit)?.book;
        if self.record(id).ok_or(StoreError::NoPerson)?.person.unit() != Some(to) {
            self.must_be_here(id)?;
        }
        self.transfer(Transfer {
            from,
            into,
            day,
            situation: situation.to_owned(),
            people: vec![(id, to)],
            given: Vec::new(),
            taken: Vec::new(),
        })
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
        let mut people: Vec<(PersonId, UnitId)> = Vec::new();
        for entry in &old {
            let unit = entry.whole();
            let above = unit.parent.and_then(|parent| new.get(&parent)).copied();
            let mut begun = unit.clone();
            begun.parent = Some(above.unwrap_or(parent));
            begun.valid_from = Some(day);
            begun.members.clear();
            begun.targets.clear();
            begun.quotas.clear();
            begun.frozen.clear();
            begun.submissions.clear();
            begun.officers.clear();
            let mut closed = unit.clone();
            closed.valid_until = Some(day);
            given.extend(Edit::between(entry.id, &unit, &closed));
            if let Some(fresh) = new.get(&entry.id) {
                taken.push(Edit::add(*fresh, begun));
            }
        }
        for (person_row, unit) in
            register.people().filter_map(|n| Some((n, register.unit_on(n, Day::NEVER)?)))
        {
            let to = register.unit(unit).and_then(|entry| new.get(&entry.id));
            let (Some(id), Some(to)) = (register.id(person_row), to) else { continue };
            people.push((id, *to));
        }
        let situation = String::new();
        self.transfer(Transfer { from: from_book, into: to_book, day, situation, people, given, taken })
    }

    fn transfer(&mut self, transfer: Transfer) -> Result<(), StoreError> {
        let result = self.carry_out(transfer);
        self.renew(true);
        result
    }

    /// First the old book hands over, then the new one receives what the old one holds from then
    /// on: what others saved in between is not left behind.
    fn carry_out(&mut self, transfer: Transfer) -> Result<(), StoreError> {
        let op = self.store.options.ids.op();
        let Transfer { from, into, .. } = transfer;
        for book in [from, into] {
            self.book(book);
            let open = self.books.get_mut(&book).ok_or(StoreError::NoUnit)?;
            self.store.refresh(open)?;
        }
        let mut given = transfer.given.clone();
        given.extend(transfer.people.iter().filter_map(|(id, to)| self.hand_over(&transfer, *id, *to)));
        if from == into {
            return self.store.commit_all(&mut self.books, vec![(from, given)], &op, &Why::Entry);
        }
        // Both books have to allow it before either is changed.
        for (book, edits) in [(from, &given), (into, &self.received(&transfer))] {
            let open = self.books.get(&book).ok_or(StoreError::NoUnit)?;
            self.store.permit(open, edits)?;
        }
        self.store.commit_all(&mut self.books, vec![(from, given)], &op, &Why::Entry)?;
        let taken = self.received(&transfer);
        let received = self.store.commit_all(&mut self.books, vec![(into, taken)], &op, &Why::Entry);
        received.map_err(|error| StoreError::Partly(Box::new(error)))
    }

    /// The edit by which a book hands a person over; `None` when it did already.
    fn hand_over(&self, transfer: &Transfer, id: PersonId, to: UnitId) -> Option<Edit> {
        let person = self.books.get(&transfer.from)?.book().person(id)?;
        let mut moved = person.clone();
        moved.posts.insert(person.next_post(), transfer.post(to));
        Edit::between(id, person, &moved).pop().filter(|_| person.unit() != Some(to))
    }

    /// The edits by which the new book receives everyone, who may have been in it before.
    fn received(&self, transfer: &Transfer) -> Vec<Edit> {
        let record = |book: UnitId, id| self.books.get(&book).and_then(|open| open.book().person(id));
        let people =
            transfer.people.iter().filter_map(|(id, to)| Some((*id, *to, record(transfer.from, *id)?)));
        let edits = people.flat_map(|(id, to, person)| {
            let mut person = person.clone();
            if person.unit() != Some(to) {
                person.posts.insert(person.next_post(), transfer.post(to));
            }
            match record(transfer.into, id) {
                None => vec![Edit::add(id, person)],
                Some(earlier) => Edit::between(id, earlier, &person),
            }
        });
        transfer.taken.iter().cloned().chain(edits).collect()
    }
}

/// People who go from one book to another (or within one) on a day, each to a unit, and what
/// changes besides in either book.
struct Transfer {
    from: UnitId,
    into: UnitId,
    day: Date,
    situation: String,
    people: Vec<(PersonId, UnitId)>,
    given: Vec<Edit>,
    taken: Vec<Edit>,
}

impl Transfer {
    /// The stay that it begins in a unit.
    fn post(&self, unit: UnitId) -> Post {
        Post { unit, from: Some(self.day), situation: self.situation.clone() }
    }
}
