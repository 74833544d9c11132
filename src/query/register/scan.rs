//! Looking at everybody, several parts of the rows at a time.

use super::items::{DUE_GROUPS, DueItem, NONE, SOMEWHERE};
use super::{PersonRow, Register, Row, Rows, UnitRow};
use crate::domain::Day;
use crate::domain::due::Due;
use crate::parallel;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::columns::{Columns, Part};
use std::ops::{Range, RangeInclusive};

/// Fewer people than this are looked at without help.
const CROWD: usize = 20_000;
/// From this part of everybody on, rows are put in order by going through all of them.
const MANY: usize = 8;

/// Does something with parts of a range of rows, and returns what came of them, in order.
pub(super) fn in_parts<T: Send>(rows: Range<usize>, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    parallel::parts(rows.len(), CROWD, |part| work(rows.start + part.start..rows.start + part.end))
}

/// As [`in_parts`], until the one who waits stops it.
pub(super) fn in_parts_of<T: Send>(
    work: &Work,
    rows: Range<usize>,
    make: impl Fn(Range<usize>) -> T + Sync,
) -> Result<Vec<T>, Stopped> {
    let part = |rows: Range<usize>| {
        work.add(0)?;
        let (count, made) = (rows.len(), make(rows));
        work.add(count).map(|()| made)
    };
    in_parts(rows, part).into_iter().collect()
}

impl Register {
    /// Everyone near some units of whom something holds, in the order of the names. Looks at as many
    /// people as there are in the units.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn pick(
        &self,
        units: &Rows<UnitRow>,
        work: &Work,
        test: impl Fn(PersonRow) -> bool + Sync,
    ) -> Result<Vec<PersonRow>, Stopped> {
        Ok(self.in_name_order(self.sift(units, work, test)?))
    }

    /// As [`Register::pick`], in no order.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn sift(
        &self,
        units: &Rows<UnitRow>,
        work: &Work,
        test: impl Fn(PersonRow) -> bool + Sync,
    ) -> Result<Vec<PersonRow>, Stopped> {
        let here = self.rows_of(units);
        let test = |row: &PersonRow| test(*row);
        let part = |rows| self.living_in(Rows::new(rows)).filter(test).collect::<Vec<_>>();
        let mut found = in_parts_of(work, here.numbers(), part)?.concat();
        found.extend(self.people_beside(here).filter(test));
        Ok(found)
    }

    /// What `take` makes of all that is due on days within the limits of its group: of each group in the
    /// order of the days, then of who changed since the base was made. It is told where the person is on a
    /// day, on the way or not, if that is known without a look at the record.
    pub fn dues_within<T: Send>(
        &self,
        day: Day,
        limits: &[RangeInclusive<Day>; DUE_GROUPS],
        take: impl Fn(PersonRow, Due, Option<Option<UnitRow>>) -> Option<T> + Sync,
    ) -> Vec<T> {
        let days: &[Day] = self.base.all(Part::DueDays);
        let (rows, items): (&[u32], &[DueItem]) = (self.base.all(Part::DueRows), self.base.all(Part::Dues));
        let known = self.summed_on.is_some_and(|summed| summed <= day);
        let units: &[u32] = if known { self.base.all(Part::DueUnits) } else { &[] };
        let taken = |n: usize| {
            let (row, item) = (PersonRow::new(*rows.get(n)? as usize), items.get(n)?);
            let due = item.read(*days.get(n)?).filter(|_| !self.is_dead(row))?;
            let unit = units.get(n).filter(|unit| **unit != SOMEWHERE);
            take(row, due, unit.map(|unit| (*unit != NONE).then(|| UnitRow::new(*unit as usize))))
        };
        let mut all = Vec::new();
        for (group, limits) in limits.iter().enumerate() {
            let group = self.base.bounds(Part::DueGroupEnds, group);
            let of_group = days.get(group.clone()).unwrap_or_default();
            let first = group.start + of_group.partition_point(|day| day < limits.start());
            let end = group.start + of_group.partition_point(|day| day <= limits.end());
            let part = |part: Range<usize>| part.filter_map(taken).collect::<Vec<T>>();
            all.extend(in_parts(first..end.max(first), part).into_iter().flatten());
        }
        for row in self.fresh_rows() {
            all.extend(self.dues(row).filter_map(|due| take(row, due, None)));
        }
        all
    }

    /// Rows put in the order of the names.
    pub fn in_name_order(&self, mut rows: Vec<PersonRow>) -> Vec<PersonRow> {
        if rows.len() < self.split / MANY {
            rows.sort_by_cached_key(|row| self.order(*row));
            return rows;
        }
        // So many are found by going through everybody once.
        let mut wanted = vec![0u64; self.rows.div_ceil(64)];
        for row in rows {
            if let Some(bits) = wanted.get_mut(row.at() / 64) {
                *bits |= 1 << (row.at() % 64);
            }
        }
        let is_wanted =
            |row: &PersonRow| wanted.get(row.at() / 64).is_some_and(|bits| bits >> (row.at() % 64) & 1 == 1);
        self.by_name().filter(is_wanted).collect()
    }

    /// Rows put in the order of a key; those with the same one stay as they were. Looks at no more people
    /// than there are.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn in_order_of(
        &self,
        mut rows: Vec<PersonRow>,
        work: &Work,
        key: impl Fn(PersonRow) -> u32 + Sync,
    ) -> Result<Vec<PersonRow>, Stopped> {
        if rows.len() < self.split / MANY {
            rows.sort_by_cached_key(|row| key(*row));
            return Ok(rows);
        }
        // So many are looked at where they lie, beside each other.
        let keys =
            in_parts_of(work, 0..self.rows, |part| Rows::new(part).map(&key).collect::<Vec<u32>>())?.concat();
        let key = |row: &PersonRow| keys.get(row.at()).copied().unwrap_or(u32::MAX);
        let part =
            |part: Range<usize>| rows.get(part).unwrap_or_default().iter().map(key).collect::<Vec<u32>>();
        let keyed = in_parts(0..rows.len(), part).concat();
        let lowest = keyed.iter().min().copied().unwrap_or_default();
        let places = keyed.iter().max().map_or(0, |highest| (highest - lowest) as usize + 1);
        if places > rows.len() {
            rows.sort_by_key(key);
            return Ok(rows);
        }
        // Stages and days are few: each has its place, after all that come before it.
        let mut next = vec![0; places];
        let place = |key: u32| (key - lowest) as usize;
        for key in &keyed {
            next.get_mut(place(*key)).into_iter().for_each(|count| *count += 1);
        }
        let mut before = 0;
        for next in &mut next {
            before += std::mem::replace(next, before);
        }
        let mut ordered = vec![PersonRow::FIRST; rows.len()];
        for (row, key) in rows.into_iter().zip(keyed) {
            let Some(at) = next.get_mut(place(key)) else { continue };
            ordered.get_mut(*at).into_iter().for_each(|room| *room = row);
            *at += 1;
        }
        Ok(ordered)
    }

    /// The rows of everybody in the order of the names, also of the dead.
    fn by_name(&self) -> impl Iterator<Item = PersonRow> + '_ {
        let rows = |columns| -> &[u32] { Columns::all(columns, Part::ByName) };
        let mut fresh =
            rows(&self.fresh).iter().map(|row| PersonRow::new(*row as usize + self.split)).peekable();
        let mut base =
            rows(&self.base).iter().map(|row| PersonRow::new(*row as usize)).zip(0u64..).peekable();
        std::iter::from_fn(move || match (fresh.peek(), base.peek()) {
            // As the orders of the base are made: see `build.rs`.
            (Some(row), Some((_, rank))) if self.order(*row) >> 32 <= *rank => fresh.next(),
            (_, Some(_)) => base.next().map(|(row, _)| row),
            _ => fresh.next(),
        })
    }

    /// The first few in the order of the names of whom something holds.
    pub fn first(&self, most: usize, test: impl Fn(PersonRow) -> bool) -> Vec<PersonRow> {
        self.by_name().filter(|row| !self.is_dead(*row) && test(*row)).take(most).collect()
    }
}
