//! What people are called: every name once, however many bear it, in Vietnamese order. Who is looked
//! for by name is looked for among the names; the people of a name lie beside each other in the order
//! of the names.

use super::coded::Pool;
use super::{NameRow, PersonRow, Register, Row, Rows};
use crate::domain::text::{fold, name_key};
use crate::query::columns::{Columns, Lists, Part};
use std::sync::Arc;

/// Names on their way into columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pool: Pool,
    /// What everybody who was taken in is called.
    of: Vec<u32>,
}

/// The names of some people in their order.
#[derive(Default)]
pub(super) struct Order {
    /// Key and name.
    pub names: Vec<(Box<[u8]>, Arc<str>)>,
    /// The place of each number among them.
    ranks: Vec<u32>,
}

impl Names {
    /// Takes in somebody's name.
    pub fn push(&mut self, name: &str) {
        let number = self.pool.number(name);
        self.of.push(number);
    }

    /// What somebody is called.
    pub fn get(&self, n: usize) -> Option<&str> {
        self.pool.text(self.number_of(n)).map(|name| &**name)
    }

    fn number_of(&self, n: usize) -> usize {
        self.of.get(n).map_or(usize::MAX, |number| *number as usize)
    }

    /// Takes over the names of others.
    pub fn append(&mut self, other: Names) {
        let numbers: Vec<u32> = other.pool.texts().iter().map(|name| self.pool.number(name)).collect();
        self.of.extend(other.of.iter().filter_map(|number| numbers.get(*number as usize)));
    }

    /// Keeps some of the people, in their order.
    pub fn pick(&mut self, rows: &[u32]) {
        self.of = super::picked(&self.of, rows);
    }

    /// The names of some of the people, in Vietnamese order.
    pub fn in_order(&self, people: &[u32]) -> Order {
        let mut is_borne = vec![false; self.pool.texts().len()];
        for n in people {
            is_borne.get_mut(self.number_of(*n as usize)).into_iter().for_each(|is_borne| *is_borne = true);
        }
        let borne = self.pool.texts().iter().zip(0u32..).zip(is_borne).filter(|(_, is_borne)| *is_borne);
        let mut names: Vec<(Box<[u8]>, Arc<str>, u32)> =
            borne.map(|((name, code), _)| (name_key(name), name.clone(), code)).collect();
        names.sort_unstable();
        let mut ranks = vec![u32::MAX; self.pool.texts().len()];
        for ((.., code), rank) in names.iter().zip(0u32..) {
            ranks.get_mut(*code as usize).into_iter().for_each(|place| *place = rank);
        }
        Order { names: names.into_iter().map(|(key, name, _)| (key, name)).collect(), ranks }
    }

    /// The place of somebody's name in an order.
    pub fn rank(&self, n: u32, order: &Order) -> u32 {
        order.ranks.get(self.number_of(n as usize)).copied().unwrap_or(u32::MAX)
    }
}

impl Order {
    /// Puts the names into columns; `by_name` holds the ranks of all people, in order.
    pub fn write(&self, columns: &mut Columns, by_name: impl Iterator<Item = u32>) {
        let (mut names, mut folded) = (Lists::default(), Lists::default());
        for (_, name) in &self.names {
            names.push(name.bytes());
            folded.push(fold(name).bytes().chain([b'\n']));
        }
        let mut ends = vec![0u32; self.names.len()];
        for (rank, count) in by_name.zip(1u32..) {
            ends.get_mut(rank as usize).into_iter().for_each(|end| *end = count);
        }
        columns.put(Part::NamedEnds, &ends);
        columns.put_lists(Part::NameEnds, Part::Names, &names);
        columns.put_lists(Part::FoldedEnds, Part::Folded, &folded);
    }
}

/// How many names there are in a layer.
fn count(columns: &Columns) -> usize {
    columns.all::<u32>(Part::NameEnds).len()
}

impl Register {
    /// The layer of a name, the name in it, and the first row of the people of the layer.
    fn name_at(&self, name: NameRow) -> (&Columns, usize, usize) {
        match name.at().checked_sub(count(&self.base)) {
            None => (&self.base, name.at(), 0),
            Some(name) => (&self.fresh, name, self.split),
        }
    }

    /// True for a name of the fresh rows.
    pub fn is_fresh(&self, name: NameRow) -> bool {
        name.at() >= count(&self.base)
    }

    /// All names.
    pub fn names(&self) -> Rows<NameRow> {
        Rows::new(0..count(&self.base) + count(&self.fresh))
    }

    /// A name, folded.
    pub fn folded(&self, name: NameRow) -> &str {
        let (columns, name, _) = self.name_at(name);
        columns.text(Part::FoldedEnds, Part::Folded, name).trim_end_matches('\n')
    }

    /// The names in which a text occurs, folded.
    pub fn names_with(&self, text: &str) -> Vec<NameRow> {
        let rows = self.rows_with((Part::FoldedEnds, Part::Folded), text, count(&self.base));
        rows.into_iter().map(NameRow::new).collect()
    }

    /// Everyone of a name, in the order of the ids.
    pub fn called(&self, name: NameRow) -> impl Iterator<Item = PersonRow> + '_ {
        let (columns, name, offset) = self.name_at(name);
        let rows: &[u32] =
            columns.all(Part::ByName).get(columns.bounds(Part::NamedEnds, name)).unwrap_or_default();
        rows.iter().map(move |row| PersonRow::new(*row as usize + offset)).filter(|row| !self.is_dead(*row))
    }

    /// The name.
    pub fn name(&self, row: PersonRow) -> &str {
        let (columns, row) = self.at(row);
        let name = columns.one::<u32>(Part::NameOf, row).map_or(usize::MAX, |name| name as usize);
        columns.text(Part::NameEnds, Part::Names, name)
    }

    /// How many people of the base come before one of this name and id.
    pub(super) fn place_of(&self, (key, name): (&[u8], &str), id: u64) -> u64 {
        let there = |row| self.base.text(Part::NameEnds, Part::Names, row);
        let (mut low, mut high) = (0, count(&self.base));
        while low < high {
            let middle = low + (high - low) / 2;
            let found = there(middle);
            match (&*name_key(found), found) < (key, name) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        if low >= count(&self.base) {
            return self.split as u64;
        }
        let bearers = self.base.bounds(Part::NamedEnds, low);
        if there(low) != name {
            return bearers.start as u64;
        }
        let rows: &[u32] = self.base.all(Part::ByName).get(bearers.clone()).unwrap_or_default();
        let ids: &[u64] = self.base.all(Part::Ids);
        let before = rows.partition_point(|row| ids.get(*row as usize).is_some_and(|there| *there < id));
        (bearers.start + before) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_and_stands_in_vietnamese_order() {
        let (mut names, mut others) = (Names::default(), Names::default());
        ["Lê Thị Ánh", "Trần Văn Bình", "Lê Thị Ánh", "Nguyễn An"]
            .into_iter()
            .for_each(|name| names.push(name));
        ["Trần Văn Bình", "Đỗ Mẫu"].into_iter().for_each(|name| others.push(name));
        names.append(others);
        assert_eq!((names.pool.texts().len(), names.get(4), names.get(6)), (4, Some("Trần Văn Bình"), None));
        let all: Vec<u32> = (0..6).collect();
        let order = names.in_order(&all);
        let sorted: Vec<&str> = order.names.iter().map(|(_, name)| &**name).collect();
        assert_eq!(sorted, ["Nguyễn An", "Lê Thị Ánh", "Trần Văn Bình", "Đỗ Mẫu"]);
        assert_eq!(all.iter().map(|n| names.rank(*n, &order)).collect::<Vec<_>>(), [1, 2, 1, 0, 2, 3]);
        // Whom nobody of those wanted is called is left out.
        names.pick(&[1, 5]);
        assert_eq!(names.in_order(&[0, 1]).names.len(), 2);
    }
}
