//! Looking at everybody, several parts of the rows at a time.

use super::{PersonRow, Register, UnitRow};
use std::ops::Range;

/// Fewer people than this are looked at without help.
const CROWD: usize = 20_000;

/// Does something with parts of a range of rows, and returns what came of them, in order.
pub(super) fn in_parts<T: Send>(
    rows: Range<PersonRow>,
    work: impl Fn(Range<PersonRow>) -> T + Sync,
) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    if rows.len() < CROWD || threads == 1 {
        return vec![work(rows)];
    }
    let share = rows.len().div_ceil(threads);
    let part = |n: usize| {
        let start = rows.start + n * share;
        start.min(rows.end)..(start + share).min(rows.end)
    };
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|n| (n, scope.spawn(move || work(part(n))))).collect();
        // A part whose thread crashed is done here, where a crash is seen.
        parts.into_iter().map(|(n, done)| done.join().unwrap_or_else(|_| work(part(n)))).collect()
    })
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
