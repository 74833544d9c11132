//! An office for one person: of the person's book no other record is read, and the register stays as it
//! was kept. So a look at one record, or a change of it, costs the same however large the book and the
//! office are.

use super::{Office, StoreError};
use crate::domain::{Book, PersonId};

impl Office {
    /// Makes an office that was opened at once answer for one person, as the book is now. The names of units
    /// are true, and with `due` what the register says of the person is. False where the person is
    /// not found so: only a look at all books tells then.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn answer_for(&mut self, id: PersonId, due: bool) -> Result<bool, StoreError> {
        let Some(book) = self.book_of_person(id) else { return Ok(false) };
        let Some(n) = self.places.iter().position(|place| place.unit == book && place.seen) else {
            return Ok(false);
        };
        let Some(place) = self.places.get(n) else { return Ok(false) };
        let stale = place.is_stale(&self.store.root);
        let mut open = self.store.read_part(&place.folder, Some(id))?;
        open.unit = book;
        let record = open.book().people.get(&id);
        // Whoever was handed over meanwhile is in another book.
        let here = record.and_then(|record| record.person.unit());
        if here.is_none_or(|unit| !open.book().units.contains_key(&unit)) || open.chain.damage.is_some() {
            return Ok(false);
        }
        if stale && (due || self.units_differ(book, open.book())) {
            return match self.take_in(vec![n], Vec::new())? {
                (_, Some(error)) => Err(error),
                _ => Ok(self.record(id).is_some()),
            };
        }
        self.only = Some(id);
        self.books.insert(book, open);
        Ok(true)
    }

    /// Answers for everybody again.
    pub(super) fn answer_for_all(&mut self) {
        if self.only.take().is_some() {
            self.books = super::Books::new();
            self.expect_books();
        }
    }

    /// True when the units of a book are not those that the register has of it.
    pub(super) fn units_differ(&self, book: crate::domain::UnitId, seen: &Book) -> bool {
        let known = self.register.units_of(book);
        known.len() != seen.units.len() || seen.units.iter().any(|(id, unit)| known.get(id) != Some(unit))
    }
}
