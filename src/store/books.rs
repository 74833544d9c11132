//! Books by their unit, opened when somebody asks for their records.

use super::OpenBook;
use crate::domain::UnitId;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Books by their unit. Those that were not asked for yet are not open.
#[derive(Clone, Debug, Default)]
pub struct Books {
    units: Vec<UnitId>,
    slots: Vec<OnceLock<Box<OpenBook>>>,
}

impl Books {
    /// No books.
    pub fn new() -> Books {
        Books::default()
    }

    fn slot(&self, unit: &UnitId) -> Option<usize> {
        self.units.iter().position(|known| known == unit)
    }

    /// Makes room for books that can be opened, and closes those that are no more.
    pub(crate) fn expect(&mut self, units: Vec<UnitId>) {
        if units == self.units {
            return;
        }
        let before = std::mem::take(self);
        let mut open: HashMap<UnitId, _> = before.units.into_iter().zip(before.slots).collect();
        self.slots = units.iter().map(|unit| open.remove(unit).unwrap_or_default()).collect();
        self.units = units;
    }

    /// A book that is open.
    pub fn get(&self, unit: &UnitId) -> Option<&OpenBook> {
        self.slots.get(self.slot(unit)?)?.get().map(Box::as_ref)
    }

    /// A book that is open, to be changed.
    pub fn get_mut(&mut self, unit: &UnitId) -> Option<&mut OpenBook> {
        let slot = self.slot(unit)?;
        self.slots.get_mut(slot)?.get_mut().map(Box::as_mut)
    }

    /// A book, opened by `open` when it is not.
    pub(crate) fn get_or_open(
        &self,
        unit: UnitId,
        open: impl FnOnce() -> Option<OpenBook>,
    ) -> Option<&OpenBook> {
        let slot = self.slots.get(self.slot(&unit)?)?;
        if let Some(book) = slot.get() {
            return Some(book);
        }
        let book = open()?;
        Some(slot.get_or_init(|| Box::new(book)))
    }

    /// Puts an open book in its place.
    pub fn insert(&mut self, unit: UnitId, open: OpenBook) {
        let slot = OnceLock::from(Box::new(open));
        match self.slot(&unit).and_then(|slot| self.slots.get_mut(slot)) {
            Some(place) => *place = slot,
            None => {
                self.units.push(unit);
                self.slots.push(slot);
            }
        }
    }

    /// Forgets a book.
    pub fn remove(&mut self, unit: &UnitId) {
        if let Some(slot) = self.slot(unit) {
            self.units.remove(slot);
            self.slots.remove(slot);
        }
    }

    /// The open books.
    pub fn values(&self) -> impl Iterator<Item = &OpenBook> + Clone {
        self.slots.iter().filter_map(OnceLock::get).map(Box::as_ref)
    }

    /// The open books, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut OpenBook> {
        self.slots.iter_mut().filter_map(OnceLock::get_mut).map(Box::as_mut)
    }

    /// The open books with their units.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &OpenBook)> + Clone {
        let slots = self.units.iter().zip(&self.slots);
        slots.filter_map(|(unit, slot)| Some((*unit, slot.get()?.as_ref())))
    }

    /// True when no book is open.
    pub fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }
}
