//! What of a book the one who opened the store may see: the records of the units in which there is
//! a role, without the private fields where the role does not reach so far.
//!
//! A view is for looking at; what is saved is judged against the whole book.

use super::history::LoggedStep;
use super::{OpenBook, Store};
use crate::domain::{Act, Acts, Book, Edit, Facts, Rights, UnitId};
use std::collections::BTreeMap;

impl Store {
    /// What I may see of a book.
    pub(crate) fn seen<'a>(&self, open: &'a OpenBook) -> &'a Book {
        let view = open.view.get_or_init(|| self.view(open).map(Box::new));
        view.as_deref().unwrap_or(open.book())
    }

    /// The part of a book that I may see; `None` when that is all of it.
    pub(crate) fn view(&self, open: &OpenBook) -> Option<Book> {
        if *self.rights() == Rights::All {
            return None;
        }
        let book = open.book();
        let acts: BTreeMap<UnitId, Acts> =
            book.units.keys().map(|unit| (*unit, self.acts_in(open, *unit))).collect();
        let whole = |acts: &Acts| acts.allow(Act::See) && acts.allow(Act::SeePrivate);
        if acts.values().all(whole) {
            return None;
        }
        let may = |unit: &UnitId| acts.get(unit).copied().unwrap_or_default();
        let mut view = Book::default();
        view.units.extend(
            book.units.iter().filter(|(unit, _)| !may(unit).is_empty()).map(|(id, u)| (*id, u.clone())),
        );
        for (id, occasion) in &book.occasions {
            let acts = occasion.unit.map(|unit| may(&unit)).filter(|acts| acts.allow(Act::See));
            let shown = acts
                .map(|acts| if acts.allow(Act::SeePrivate) { occasion.clone() } else { occasion.masked() });
            view.occasions.extend(shown.map(|occasion| (*id, occasion)));
        }
        for (id, record) in &book.people {
            let Some(acts) = book.unit_of(*id).map(|unit| may(&unit)).filter(|acts| acts.allow(Act::See))
            else {
                continue;
            };
            let mut record = record.clone();
            if !acts.allow(Act::SeePrivate) {
                record.person = record.person.masked();
            }
            view.people.insert(*id, record);
        }
        Some(view)
    }

    /// The steps of a book as far as I may see its history: edits in units without that right are
    /// left out, private values are masked where they are masked in the records.
    pub(crate) fn visible_history(&self, open: &OpenBook, entries: Vec<LoggedStep>) -> Vec<LoggedStep> {
        if *self.rights() == Rights::All {
            return entries;
        }
        let seen = |edit: &Edit| {
            let acts = self.acts_in(open, open.book().unit_of_edit(edit).unwrap_or(open.unit));
            match acts.allow(Act::SeePrivate) {
                _ if !acts.allow(Act::SeeHistory) => None,
                true => Some(edit.clone()),
                false => edit.masked(),
            }
        };
        let visible = entries.into_iter().map(|mut entry| {
            entry.step.edits = entry.step.edits.iter().filter_map(seen).collect();
            entry
        });
        visible.filter(|entry| !entry.step.edits.is_empty()).collect()
    }
}
