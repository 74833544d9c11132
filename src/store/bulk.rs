//! Saves what goes into many books, several books at a time: each is opened, changed and closed again, so
//! that memory does not grow with how much it is.
//!
//! All of it is one action, so one undo takes it back. A book that cannot be saved keeps none of
//! the others from being saved.

use super::{Change, Office, OpenBook, StoreError};
use crate::crew;
use crate::domain::{Book, Edit, UnitId, Why};

impl Office {
    /// Saves in each of some books what `edits` makes of its part and of what I may see of the book. The
    /// register is not in step afterwards: [`Office::refresh`] brings it there.
    ///
    /// Returns what came of each book.
    pub fn save_each<P: Send>(
        &self,
        why: &Why,
        parts: Vec<(UnitId, P)>,
        edits: impl Fn(&mut P, &Book) -> Vec<Edit> + Sync,
    ) -> Vec<(P, Result<(), StoreError>)> {
        let op = self.store.options.ids.op();
        let save = |book: UnitId, part: &mut P| -> Result<(), StoreError> {
            let mut open = self.read_anew(book)?;
            let edits = edits(part, open.seen());
            match edits.is_empty() {
                true => Ok(()),
                false => self.store.commit(&mut open, &Change { op: op.clone(), why: why.clone(), edits }),
            }
        };
        let mut saves: Vec<_> =
            parts.into_iter().map(|(book, part)| (book, part, Err(StoreError::crashed()))).collect();
        crew::shared_mut(&mut saves, 2, |saves| {
            saves.iter_mut().for_each(|(book, part, result)| *result = save(*book, part));
        });
        saves.into_iter().map(|(_, part, result)| (part, result)).collect()
    }

    /// What `look` makes of each of some books, of which I may see something, in order.
    pub fn each_book<T: Send>(
        &self,
        books: &[UnitId],
        look: impl Fn(&Book) -> T + Sync,
    ) -> Vec<Result<T, StoreError>> {
        let mut told: Vec<_> = books.iter().map(|book| (*book, Err(StoreError::crashed()))).collect();
        crew::shared_mut(&mut told, 2, |told| {
            told.iter_mut()
                .for_each(|(book, told)| *told = self.read_anew(*book).map(|open| look(open.seen())));
        });
        told.into_iter().map(|(_, told)| told).collect()
    }

    /// A book as it is now, which is not kept open.
    fn read_anew(&self, book: UnitId) -> Result<OpenBook, StoreError> {
        let place = self.places.iter().find(|place| place.unit == book && place.seen);
        let open = self.store.read_book(&place.ok_or(StoreError::NoUnit)?.folder)?;
        let view = self.store.view(&open).map(Box::new);
        Ok(OpenBook { unit: book, view: view.into(), ..open })
    }
}
