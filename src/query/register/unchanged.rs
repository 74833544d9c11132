//! Which of the records that were read again say nothing new: of a book that is read whole, mostly one
//! person changed.

use super::build::Builder;
use super::items::{EventItem, LeaveItem, PostItem};
use super::{PersonRow, Register};
use crate::domain::PersonId;
use crate::query::columns::{Part, picked};
use std::collections::{HashMap, HashSet};

impl Builder {
    /// Leaves out whoever is in a register already, just so; and who of `people` is in neither.
    pub(super) fn leave_out_known(&mut self, register: &Register, people: &mut HashSet<PersonId>) {
        let mut times: HashMap<u64, usize> = HashMap::new();
        self.ids.iter().for_each(|id| *times.entry(*id).or_default() += 1);
        let mut changed: Vec<u32> = Vec::new();
        for (n, id) in self.ids.iter().enumerate() {
            let row = register.row_of(PersonId::from_bits(*id));
            // Any of several copies may have changed: they are looked at together.
            match row.filter(|row| times.get(id) == Some(&1) && self.is_same(n, register, *row)) {
                Some(_) => drop(people.remove(&PersonId::from_bits(*id))),
                None => changed.push(n as u32),
            }
        }
        people.retain(|id| times.contains_key(&id.bits()) || register.row_of(*id).is_some());
        self.pick(&changed);
    }

    /// True when a row of a register says what was taken in as number `n`.
    fn is_same(&self, n: usize, register: &Register, row: PersonRow) -> bool {
        let (columns, own) = register.at(row);
        let posts = register.posts(row);
        let same_post = |(a, b): (&PostItem, &PostItem)| a.unit == b.unit && a.from == b.from;
        register.books_of(row).iter().map(|book| book.bits()).eq(self.books.get(n).copied())
            && Some(register.name(row)) == self.names.get(n)
            && columns.list::<u8>(Part::NumberEnds, Part::Numbers, own) == self.numbers.get(n)
            && self.coded.is_same(n, register, row)
            && columns.one(Part::Born, own) == self.born.get(n).copied()
            && columns.one(Part::Entered, own) == self.entered.get(n).copied()
            && columns.one(Part::Waiting, own) == self.waiting.get(n).copied()
            && columns.list::<EventItem>(Part::EventEnds, Part::Events, own) == self.events.get(n)
            && columns.list::<LeaveItem>(Part::LeaveEnds, Part::Leaves, own) == self.leaves.get(n)
            && register.enrolment_items(row) == self.enrolments.get(n)
            && register.due_items(row).eq(self.dues.get(n).iter().copied())
            && posts.len() == self.posts.get(n).len()
            && posts.iter().zip(self.posts.get(n)).all(same_post)
    }

    /// Keeps some of the rows, in their order. Rows with former books are none of them.
    fn pick(&mut self, rows: &[u32]) {
        self.ids = picked(&self.ids, rows);
        self.books = picked(&self.books, rows);
        self.places = picked(&self.places, rows);
        self.names.pick(rows);
        self.numbers = self.numbers.picked(rows);
        self.coded.pick(rows);
        self.born = picked(&self.born, rows);
        self.entered = picked(&self.entered, rows);
        self.waiting = picked(&self.waiting, rows);
        self.events = self.events.picked(rows);
        self.posts = self.posts.picked(rows);
        self.leaves = self.leaves.picked(rows);
        self.enrolments = self.enrolments.picked(rows);
        self.dues = self.dues.picked(rows);
    }
}
