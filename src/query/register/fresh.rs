//! How the register keeps in step: people who changed get fresh rows over a base that stays, until
//! there are so many of them that a new base is made of both.

use super::build::Builder;
use super::{PersonRow, Register, Row, UnitRow, row_by_id, tree};
use crate::domain::{Book, Catalogue, Day, PersonId, Rulebook, Unit, UnitId};
use crate::query::columns::{Columns, Part};
use std::collections::{HashMap, HashSet};

/// Fresh rows that are fine whatever the size of the base; every change writes them anew.
const FEW: usize = 500;
/// The part of the base that may be fresh.
const SHARE: usize = 64;

/// What changed since a register was made.
#[derive(Debug, Default)]
pub struct Amendment {
    /// Everyone of whom any record changed, came or went.
    pub people: HashSet<PersonId>,
    /// Books whose units changed.
    pub books: HashSet<UnitId>,
    /// Leave nothing of what was, not even where it is dead.
    pub whole: bool,
    /// All records of these people as they are now, and all units of these books.
    pub now: Builder,
}

impl Amendment {
    /// Takes in the units of a book that were changed.
    pub fn units(&mut self, book: UnitId, records: &Book) {
        self.books.insert(book);
        self.now.add_units(book, records);
    }
}

impl Register {
    /// Derives the register from the books of an office; the sums hold from `today` on.
    pub fn build<'a>(
        books: impl IntoIterator<Item = (UnitId, &'a Book)>,
        catalogue: &Catalogue,
        rules: &Rulebook,
        today: Day,
    ) -> Register {
        let mut builder = Builder::default();
        books.into_iter().for_each(|(unit, book)| builder.add_book(unit, book, rules));
        builder.finish(catalogue, today)
    }

    /// A register with a base and no fresh rows.
    pub fn of(base: Columns) -> Register {
        Register::layered(base, Columns::default())
    }

    /// A register of a base and the fresh rows over it.
    pub fn layered(base: Columns, fresh: Columns) -> Register {
        let split = base.all::<u64>(Part::Ids).len();
        let ids: &[u64] = fresh.all(Part::Ids);
        let gone = ids.iter().chain(fresh.all::<u64>(Part::Gone));
        let dead_rows: Vec<usize> = gone.filter_map(|id| row_by_id(&base, *id)).collect();
        let mut dead = Vec::new();
        if !dead_rows.is_empty() {
            dead.resize(split.div_ceil(64), 0u64);
        }
        for row in dead_rows {
            if let Some(bits) = dead.get_mut(row / 64) {
                *bits |= 1 << (row % 64);
            }
        }
        let died: usize = dead.iter().map(|bits| bits.count_ones() as usize).sum();
        let rows = split + ids.len();
        let units = if fresh.lacks(Part::UnitIds) { base.clone() } else { fresh.clone() };
        let summed_on = base.one(Part::SummedOn, 0);
        let living = (rows - died).min(rows);
        Register { base, fresh, units, dead, split, rows, living, summed_on, today: Day::NEVER }
    }

    /// The columns that never change.
    pub fn base(&self) -> &Columns {
        &self.base
    }

    /// The columns of the fresh rows; empty when there are none.
    pub fn fresh(&self) -> &Columns {
        &self.fresh
    }

    /// Everyone who has a record in a book.
    pub fn people_in(&self, book: UnitId) -> Vec<PersonId> {
        let wanted = book.bits();
        let mut rows: Vec<usize> = Vec::new();
        for (columns, offset) in [(&self.base, 0), (&self.fresh, self.split)] {
            let books: &[u64] = columns.all(Part::Books);
            rows.extend(
                books.iter().enumerate().filter(|(_, book)| **book == wanted).map(|(row, _)| row + offset),
            );
            let former: &[super::FormerItem] = columns.all(Part::FormerBooks);
            rows.extend(
                former.iter().filter(|item| item.book == wanted).map(|item| item.row as usize + offset),
            );
        }
        let living = rows.into_iter().map(PersonRow::new).filter(|row| !self.is_dead(*row));
        living.filter_map(|row| self.id(row)).collect()
    }

    /// The units that are in a book.
    pub fn units_in(&self, book: UnitId) -> HashMap<UnitId, Unit> {
        let books: &[u64] = self.units.all(Part::UnitBooks);
        let rows = books.iter().enumerate().filter(|(_, known)| **known == book.bits());
        rows.filter_map(|(row, _)| self.unit(UnitRow::new(row)))
            .map(|entry| (entry.id, entry.whole()))
            .collect()
    }

    /// True when the same units lie in the same order, in the same places.
    fn has_the_tree_of(&self, units: &Columns) -> bool {
        let same = |part| units.all::<u64>(part) == self.units.all::<u64>(part);
        same(Part::UnitIds)
            && same(Part::UnitBooks)
            && units.all::<u32>(Part::UnitParents) == self.units.all::<u32>(Part::UnitParents)
    }

    /// Puts down where the columns come from; kept with the fresh rows.
    pub fn note_places(&mut self, write: impl FnOnce(&mut Columns)) {
        write(&mut self.fresh);
    }

    /// Takes note that the base lies in a file that looks so.
    pub fn sealed(&mut self, (stamp, seal): (u64, Vec<u64>)) {
        self.base.stamp = stamp;
        self.fresh.stamp = stamp;
        self.fresh.put(Part::Seal, &seal);
    }

    /// Brings the register in step with a change; `today` is the day of now. True when it was
    /// not in step.
    pub fn amend(&mut self, change: Amendment, catalogue: &Catalogue, today: Day) -> bool {
        let Amendment { mut people, books, whole, mut now } = change;
        now.leave_out_known(self, &mut people);
        let told = self.is_news(&now.told);
        if people.is_empty() && books.is_empty() && !whole && !told {
            return false;
        }
        let stays = |row: &PersonRow| self.id(*row).is_some_and(|id| !people.contains(&id));
        let (changed_units, changed_occasions) =
            (std::mem::take(&mut now.units), std::mem::take(&mut now.occasions));
        let with_units = || {
            // What was told now comes before what was told then.
            let mut builder = Builder { told: now.told.clone(), ..Builder::default() };
            builder.keep_units(self, &books);
            builder.units.extend(changed_units.iter().cloned());
            builder.occasions.extend(changed_occasions.iter().cloned());
            builder
        };
        let tree = (!books.is_empty() || told).then(|| with_units().tree(catalogue));
        // People lie in the order of the units, and sums hold what is below: in another tree, another base.
        let moved = tree.as_ref().is_some_and(|tree| !self.has_the_tree_of(tree));
        let fresh = self.fresh_rows().filter(stays);
        if whole || moved || fresh.clone().count() + now.len() > FEW.max(self.split / SHARE) {
            let mut all = with_units();
            self.people().filter(stays).for_each(|row| all.keep(self, row));
            all.append(now);
            *self = all.finish(catalogue, today);
            return true;
        }
        let mut builder = Builder::default();
        fresh.for_each(|row| builder.keep(self, row));
        builder.append(now);
        let as_in_base = tree.is_none() && self.fresh.lacks(Part::UnitIds);
        if let Some(tree) = tree {
            self.units.share(tree::PARTS, &tree);
        }
        let mut columns = builder.fresh(self);
        if as_in_base {
            // They are not written down a second time.
            columns.share(tree::PARTS, &Columns::default());
        }
        let here: HashSet<u64> = columns.all::<u64>(Part::Ids).iter().copied().collect();
        let before = self.fresh.all::<u64>(Part::Gone).iter().copied();
        let mut gone: Vec<u64> =
            before.chain(people.iter().map(|id| id.bits())).filter(|id| !here.contains(id)).collect();
        gone.sort_unstable();
        gone.dedup();
        columns.put(Part::Gone, &gone);
        columns.share([Part::Seal], &self.fresh);
        columns.stamp = self.fresh.stamp;
        *self = Register { today, ..Register::layered(self.base.clone(), columns) };
        true
    }
}
