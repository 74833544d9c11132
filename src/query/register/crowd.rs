//! Looking at everybody, several parts of the rows at a time.

use super::{PersonRow, Register, UnitRow};
use crate::crew;
use std::ops::Range;

/// Fewer people than this are looked at without help.
const CROWD: usize = 20_000;

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
    /// Everyone near some units of whom something holds, with what it says, in the order of the names.
    pub fn pick<T: Send>(
        &self,
        units: &Range<UnitRow>,
        test: impl Fn(PersonRow) -> Option<T> + Sync,
    ) -> Vec<(PersonRow, T)> {
        let picked = |row: PersonRow| Some((self.order(row), row, test(row)?));
        let here = self.rows_of(units);
        let parts =
            in_parts(here.clone(), |rows| self.living_in(rows).filter_map(picked).collect::<Vec<_>>());
        let mut found: Vec<(u64, PersonRow, T)> = parts.into_iter().flatten().collect();
        found.extend(self.people_beside(here).filter_map(picked));
        found.sort_unstable_by_key(|(order, ..)| *order);
        found.into_iter().map(|(_, row, told)| (row, told)).collect()
    }
}
