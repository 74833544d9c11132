//! Looking at everybody, several parts of the rows at a time.

use super::{PersonRow, Register, UnitRow};
use crate::crew;
use crate::query::columns::Part;
use std::ops::Range;

/// Fewer people than this are looked at without help.
const CROWD: usize = 20_000;
/// From this part of everybody on, rows are put in order by going through all of them.
const MANY: usize = 8;

/// Does something with parts of a range of rows, and returns what came of them, in order.
pub(super) fn in_parts<T: Send>(
    rows: Range<PersonRow>,
    work: impl Fn(Range<PersonRow>) -> T + Sync,
) -> Vec<T> {
    let part = |part: Range<usize>| work(rows.start + part.start..rows.start + part.end);
    let parts = crew::shared(rows.len(), CROWD, part).into_iter();
    // A crash in a part is a crash.
    parts.map(|part| part.unwrap_or_else(|crash| std::panic::resume_unwind(crash))).collect()
}

impl Register {
    /// Everyone near some units of whom something holds, in the order of the names.
    pub fn pick(&self, units: &Range<UnitRow>, test: impl Fn(PersonRow) -> bool + Sync) -> Vec<PersonRow> {
        self.in_name_order(self.sift(units, test))
    }

    /// Everyone near some units of whom something holds.
    pub fn sift(&self, units: &Range<UnitRow>, test: impl Fn(PersonRow) -> bool + Sync) -> Vec<PersonRow> {
        let here = self.rows_of(units);
        let test = |row: &PersonRow| test(*row);
        let parts = in_parts(here.clone(), |rows| self.living_in(rows).filter(test).collect::<Vec<_>>());
        let mut found = parts.concat();
        found.extend(self.people_beside(here).filter(test));
        found
    }

    /// Rows put in the order of the names.
    pub fn in_name_order(&self, mut rows: Vec<PersonRow>) -> Vec<PersonRow> {
        if rows.len() < self.split / MANY {
            rows.sort_by_cached_key(|row| self.order(*row));
            return rows;
        }
        // So many of the base are found by going through its order once.
        let mut wanted = vec![0u64; self.split.div_ceil(64)];
        let mut fresh: Vec<(u64, PersonRow)> = Vec::new();
        for row in &rows {
            match wanted.get_mut(row / 64).filter(|_| *row < self.split) {
                Some(bits) => *bits |= 1 << (row % 64),
                None => fresh.push((self.order(*row), *row)),
            }
        }
        fresh.sort_unstable();
        let mut fresh = fresh.into_iter().peekable();
        rows.clear();
        for row in self.base.all::<u32>(Part::ByName).iter().map(|row| *row as usize) {
            if wanted.get(row / 64).is_none_or(|bits| bits >> (row % 64) & 1 == 0) {
                continue;
            }
            if fresh.peek().is_some() {
                let order = self.order(row);
                rows.extend(
                    std::iter::from_fn(|| fresh.next_if(|(fresh, _)| *fresh < order)).map(|(_, row)| row),
                );
            }
            rows.push(row);
        }
        rows.extend(fresh.map(|(_, row)| row));
        rows
    }
}
