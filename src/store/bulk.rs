//! What is done with many books, several at a time: each is opened, looked at or changed, and closed again,
//! so that memory does not grow with how much it is.

use super::{Change, Office, OpenBook, StoreError};
use crate::crew;
use crate::domain::{Book, Edit, UnitId, Why};

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
        self.each(parts, 2 * crew::size(), |part, open| {
            let edits = edits(part, self.store.seen(open));
            match edits.is_empty() {
                true => Ok(()),
                false => self.store.commit(open, &Change { op: op.clone(), why: why.clone(), edits }),
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
        let told = self.each(parts, crew::size(), |(), open| Ok(look(self.store.seen(open))));
        told.into_iter().map(|((), told)| told).collect()
    }

    fn each<P: Send, T: Send>(
        &self,
        parts: Vec<(UnitId, P)>,
        hands: usize,
        work: impl Fn(&mut P, &mut OpenBook) -> Result<T, StoreError> + Sync,
    ) -> Vec<(P, Result<T, StoreError>)> {
        let mut parts: Vec<_> =
            parts.into_iter().map(|(book, part)| (book, part, Err(StoreError::crashed()))).collect();
        crew::shared_mut(&mut parts, hands, |parts| {
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
