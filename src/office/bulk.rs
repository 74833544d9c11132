//! What is done with many books, several at a time: each is opened, looked at or changed, and closed again,
//! so that memory does not grow with how much it is.

use super::Office;
use crate::domain::{Book, Day, Edit, PersonId, Rights, UnitId, Why};
use crate::parallel;
use crate::query::PersonRow;
use crate::query::report::Report;
use crate::query::report::people::Lines;
use crate::query::report::person_line::line;
use crate::store::journal::Deed;
use crate::store::{OpenBook, StoreError, ToSave};
use std::collections::{BTreeSet, HashSet};

impl Office {
    /// Saves in each of some books what `edits` makes of its part and of what I may see of the book. All of it
    /// is one action, so one undo takes it back; a book that cannot be saved keeps none of the others
    /// from being saved. The register is not in step afterwards: [`Office::refresh`] brings it there.
    ///
    /// Returns what came of each book.
    pub fn save_each<P: Send>(
        &self,
        why: &Why,
        parts: Vec<(UnitId, P)>,
        edits: impl Fn(&mut P, &Book) -> Vec<Edit> + Sync,
    ) -> Vec<(P, Result<(), StoreError>)> {
        let op = self.store.options.ids.op();
        // Who waits until a book is on the disk leaves the core to another.
        self.each(parts, 2 * parallel::size(), |part, open| {
            let edits = edits(part, self.store.seen(open));
            match edits.is_empty() {
                true => Ok(()),
                false => self.store.commit(open, &ToSave { op: op.clone(), why: why.clone(), edits }),
            }
        })
    }

    /// What `look` makes of each of some books, of which I may see something, in order.
    pub fn each_book<T: Send>(
        &self,
        books: &[UnitId],
        look: impl Fn(&Book) -> T + Sync,
    ) -> Vec<Result<T, StoreError>> {
        let parts = books.iter().map(|book| (*book, ())).collect();
        let told = self.each(parts, parallel::size(), |(), open| Ok(look(self.store.seen(open))));
        told.into_iter().map(|((), told)| told).collect()
    }

    /// What reports read of the records of some people, as of a day. The books are not kept: all of them
    /// would be ten times as large.
    ///
    /// # Errors
    /// The first book that could not be read.
    pub fn record_lines(&self, rows: &[PersonRow], day: Day) -> Result<Lines, StoreError> {
        let register = self.register();
        let day = (day, day < Day::from(self.today()));
        let wanted: HashSet<PersonId> = rows.iter().filter_map(|row| register.id(*row)).collect();
        let books: BTreeSet<UnitId> = rows.iter().filter_map(|row| register.book(*row)).collect();
        let read = self.each_book(&books.into_iter().collect::<Vec<_>>(), |book| {
            let people = book.people.iter().filter(|(id, _)| wanted.contains(id));
            let mut room = String::new();
            people.map(|(id, record)| (*id, line(&record.person, day, &mut room))).collect::<Vec<_>>()
        });
        let mut all = Lines::new();
        for part in read {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Notes that the people of a report leave the store, before they do: without the note they do not. Only the
    /// owner who writes nothing at all leaves none.
    ///
    /// # Errors
    /// The disk of the journal.
    pub fn note_report(&self, report: &dyn Report) -> Result<(), StoreError> {
        let Some(people) = report.people() else { return Ok(()) };
        let unit = report.unit().and_then(|row| self.register().id_of_unit(row));
        // More than a journal can count are told as that many.
        self.note_export(Deed::Exported { unit, people: u32::try_from(people).unwrap_or(u32::MAX) })
    }

    /// As [`Office::note_report`], for what else leaves the store.
    ///
    /// # Errors
    /// The disk of the journal.
    pub fn note_export(&self, deed: Deed) -> Result<(), StoreError> {
        if self.store.options.read_only && *self.store.rights() == Rights::All {
            return Ok(());
        }
        self.store.note(deed)
    }

    fn each<P: Send, T: Send>(
        &self,
        parts: Vec<(UnitId, P)>,
        hands: usize,
        work: impl Fn(&mut P, &mut OpenBook) -> Result<T, StoreError> + Sync,
    ) -> Vec<(P, Result<T, StoreError>)> {
        let mut parts: Vec<_> =
            parts.into_iter().map(|(book, part)| (book, part, Err(StoreError::crashed()))).collect();
        parallel::shared_mut(&mut parts, hands, |parts| {
            for (book, part, result) in parts {
                *result = self.read_anew(*book).and_then(|mut open| work(part, &mut open));
            }
        });
        parts.into_iter().map(|(_, part, result)| (part, result)).collect()
    }

    /// A book as it is now, which is not kept open.
    fn read_anew(&self, book: UnitId) -> Result<OpenBook, StoreError> {
        let place = self.places.iter().find(|place| place.unit == book && place.seen);
        let open = self.store.read_book(&place.ok_or(StoreError::NoUnit)?.folder)?;
        Ok(OpenBook { unit: book, ..open })
    }
}
