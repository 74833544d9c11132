//! An office for one person: of all books only the person's is looked at, of that no other record is read,
//! and the register stays as it was kept. So a look at one record, or a change of it, costs the same
//! however large the book and the office are.

use super::{Office, shelved};
use crate::domain::{Book, PersonId, UnitId};
use crate::store::{Books, Store, StoreError};

impl Office {
    /// Opens an office that answers for one person, as the book is now, and for no other until it is refreshed.
    /// Names of the book's units are true, and with `due` what the register says of the person is.
    /// `None` where the person is not found so, or something is wrong: only a look at all books tells then.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_for(store: Store, id: PersonId, due: bool) -> Result<Option<Office>, StoreError> {
        let (mut office, sealed) = Office::closed(store);
        let book = office.book_of_person(id).filter(|_| sealed == Some(true));
        let Some(place) = book.and_then(|book| shelved::read_one(office.register.fresh(), book)) else {
            return Ok(None);
        };
        let stale = place.is_stale(&office.store.root);
        let mut open = office.store.read_part(&place.folder, Some([id].into()))?;
        open.unit = place.unit;
        let record = open.book().people.get(&id);
        // Whoever was handed over meanwhile is in another book.
        let unit = record.and_then(|record| record.person.unit());
        let here = unit.is_some_and(|unit| open.book().units.contains_key(&unit));
        let changed = stale && (due || office.units_differ(place.unit, open.book()));
        if !here || changed || open.chain.damage.is_some() {
            return Ok(None);
        }
        office.only = Some(id);
        office.books.insert(place.unit, open);
        office.places = vec![place].into();
        Ok(Some(office))
    }

    /// Answers for everybody from now on.
    pub(super) fn answer_for_all(&mut self) {
        if self.only.take().is_some() {
            self.books = Books::new();
            self.place_books();
        }
    }

    /// True when the units of a book, or what they hold, are not those that the register has of it.
    pub(super) fn units_differ(&self, book: UnitId, seen: &Book) -> bool {
        let known = self.register.units_in(book);
        let same_units = known.len() == seen.units.len()
            && seen.units.iter().all(|(id, unit)| known.get(id) == Some(unit));
        let known = self.register.occasions_in(book);
        !same_units || known != seen.occasions
    }
}
