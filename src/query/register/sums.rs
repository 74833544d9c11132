//! Figures of all units at once. Sums by unit lie in columns, so that a table of progress as of
//! today does not look at anybody; any other day does.
//!
//! The sums hold for every day from the one on which they were made: whoever has a day after it
//! in the record (a ceremony that is planned, a leave that ends) is *restless*, in no sum, and looked at
//! each time. So are the people who changed since.

use super::crowd::in_parts_of;
use super::items::{NowItem, SOMEWHERE};
use super::{PersonRow, Register};
use crate::crew::waiting::{Stopped, Work};
use crate::domain::date::year_of;
use crate::domain::{MilestoneKind, Stage};
use crate::query::columns::Part;
use crate::query::figures::{Counting, Flow, Place, Span};
use chrono::{Datelike, NaiveDate};
use std::ops::Range;

/// Standing by stage, then flow: the figures of a unit.
pub type Sums = [u32; 11];

/// The milestones that flows count, whichever makes an admission.
const COUNTED: [MilestoneKind; 7] = [
    MilestoneKind::Identified,
    MilestoneKind::SentToClass,
    MilestoneKind::Certificate,
    MilestoneKind::CellResolution,
    MilestoneKind::Decision,
    MilestoneKind::Ceremony,
    MilestoneKind::OfficialDecision,
];
/// Years of which flows are kept, back from the day of the sums.
const YEARS: i32 = 10;

impl Register {
    /// Puts the sums as of the day number `today` into the columns of the base.
    pub(super) fn sum_up(&mut self, today: i32) {
        let units = self.unit_count();
        let this_year = year_of(today);
        let years: Vec<i32> = (this_year - YEARS..=this_year).collect();
        let mut standing = vec![[0u32; 5]; units];
        let mut flows = vec![vec![[0u32; COUNTED.len()]; units]; years.len()];
        let mut restless: Vec<u32> = Vec::new();
        let mut now: Vec<NowItem> = Vec::with_capacity(self.split);
        for row in 0..self.split {
            if self.is_restless(row, today) {
                restless.push(row as u32);
                now.push(NowItem::of(None));
                continue;
            }
            let place = self.place(row, today);
            now.push(NowItem::of(Some(place)));
            let room = place.and_then(|place| standing.get_mut(place.unit)?.get_mut(place.stage.index()));
            room.into_iter().for_each(|count| *count += 1);
            let mut firsts: Vec<(usize, usize, i32)> = Vec::new();
            for (kind, from, _) in self.events(row) {
                let Some(kind) = COUNTED.iter().position(|counted| *counted == kind) else { continue };
                let Ok(year) = usize::try_from(year_of(from) - (this_year - YEARS)) else { continue };
                match firsts.iter_mut().find(|(k, y, _)| (*k, *y) == (kind, year)) {
                    Some((.., day)) => *day = from.min(*day),
                    None => firsts.push((kind, year, from)),
                }
            }
            for (kind, year, day) in firsts {
                let unit = self.unit_on(row, day);
                let count = unit.and_then(|unit| flows.get_mut(year)?.get_mut(unit)?.get_mut(kind));
                count.into_iter().for_each(|count| *count += 1);
            }
        }
        self.base.put(Part::SummedOn, &[today]);
        self.base.put(Part::Restless, &restless);
        self.base.put(Part::Standing, &standing);
        self.base.put(Part::FlowYears, &years);
        self.base.put(Part::Flows, &flows.concat());
        let rows: &[u32] = self.base.all(Part::DueRows);
        let unit = |row: &u32| now.get(*row as usize).map_or(SOMEWHERE, NowItem::number_of_unit);
        let due_units: Vec<u32> = rows.iter().map(unit).collect();
        self.base.put(Part::DueUnits, &due_units);
        self.base.put(Part::Now, &now);
        self.summed_on = Some(today);
    }

    /// Where a person of the base stands on a day, if that is known without a look at the record.
    #[inline]
    pub(in crate::query) fn known_place(&self, row: PersonRow, day: i32) -> Option<Option<Place>> {
        let holds = row < self.split && self.summed_on.is_some_and(|summed| summed <= day);
        holds.then(|| self.base.one::<NowItem>(Part::Now, row)?.read()).flatten()
    }

    /// True when something in the record comes after a day.
    fn is_restless(&self, row: PersonRow, day: i32) -> bool {
        let after = |at: i32| at > day && at != i32::MAX;
        self.events(row).any(|(_, from, until)| from > day || after(until))
            || self.posts(row).iter().any(|post| post.from > day)
            || self.leaves(row).any(|(_, from, back)| from > day || after(back))
            || self.entered(row) > day
    }

    /// The figures of every unit with everything below it, by row. Looks at everybody, or at nearly nobody.
    ///
    /// # Errors
    /// [`Stopped`] when whoever waits wants no more of it.
    pub fn sums(&self, counting: Counting, work: &Work) -> Result<Vec<Sums>, Stopped> {
        let mut sums = vec![[0; 11]; self.unit_count()];
        if self.take_sums(counting, &mut sums) {
            let restless = self.base.all::<u32>(Part::Restless);
            let is_restless = |row: &PersonRow| restless.binary_search(&(*row as u32)).is_ok();
            // Whoever is dead in the base is still in its sums.
            for row in self.dead_rows().filter(|row| !is_restless(row)) {
                self.tell(row, counting, |unit, figure| {
                    let count = sums.get_mut(unit).and_then(|sums| sums.get_mut(figure));
                    count.into_iter().for_each(|count| *count = count.saturating_sub(1));
                });
            }
            let restless = restless.iter().map(|row| *row as usize).filter(|row| !self.is_dead(*row));
            for row in restless.chain(self.split..self.rows) {
                self.tell(row, counting, |unit, figure| add(&mut sums, unit, figure));
            }
        } else {
            self.look_at_all(counting, work, &mut sums)?;
        }
        for row in (0..sums.len()).rev() {
            let own = sums.get(row).copied().unwrap_or_default();
            if let Some(above) = self.parent(row).and_then(|parent| sums.get_mut(parent)) {
                above.iter_mut().zip(own).for_each(|(sum, n)| *sum = sum.saturating_add(n));
            }
        }
        Ok(sums)
    }

    fn dead_rows(&self) -> impl Iterator<Item = PersonRow> + '_ {
        let words = self.dead.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(|(n, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| n * 64 + bit)
        })
    }

    /// Fills in the sums of the columns; false where they do not hold for this counting.
    fn take_sums(&self, counting: Counting, sums: &mut [Sums]) -> bool {
        let Some(day) = self.summed_on else { return false };
        let Span { first, last } = counting.span;
        let year = year_of(first);
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1).map(|day| day.num_days_from_ce());
        let years: &[i32] = self.base.all(Part::FlowYears);
        let n = years.iter().position(|known| *known == year);
        let (Some(n), true) = (n, last >= day && new_year == Some(first) && year_of(last) == year) else {
            return false;
        };
        let flows: &[[u32; COUNTED.len()]] = self.base.all(Part::Flows);
        let flows = flows.get(n * sums.len()..).unwrap_or_default();
        let standing: &[[u32; 5]] = self.base.all(Part::Standing);
        let places = Flow::ALL.map(|flow| {
            let kind = counting.milestone(flow);
            COUNTED.iter().position(|counted| *counted == kind).unwrap_or_default()
        });
        for ((sums, standing), flows) in sums.iter_mut().zip(standing).zip(flows) {
            let flows = places.iter().map(|place| flows.get(*place).copied().unwrap_or_default());
            sums.iter_mut().zip(standing.iter().copied().chain(flows)).for_each(|(sum, n)| *sum = n);
        }
        true
    }

    /// Names every unit and figure (its place among [`Sums`]) in which a person counts.
    fn tell(&self, row: PersonRow, counting: Counting, mut count: impl FnMut(usize, usize)) {
        if let Some(place) = self.place(row, counting.span.last) {
            count(place.unit, place.stage.index());
        }
        // As `reached` for each flow, with one look at the way.
        let Span { first, last } = counting.span;
        let mut days = [None; Flow::ALL.len()];
        for (kind, from, _) in self.events(row).filter(|(_, from, _)| (first..=last).contains(from)) {
            let counted = Flow::ALL.map(|flow| counting.milestone(flow));
            for (day, _) in days.iter_mut().zip(counted).filter(|(_, counted)| *counted == kind) {
                *day = Some(day.map_or(from, |day: i32| day.min(from)));
            }
        }
        for (flow, day) in Flow::ALL.into_iter().zip(days) {
            if let Some(unit) = day.and_then(|day| self.unit_on(row, day)) {
                count(unit, Stage::ALL.len() + flow.index());
            }
        }
    }

    /// Counts everybody, several parts of the rows at a time.
    fn look_at_all(&self, counting: Counting, work: &Work, sums: &mut [Sums]) -> Result<(), Stopped> {
        let look = |rows: Range<PersonRow>, sums: &mut [Sums]| {
            for row in self.living_in(rows) {
                self.tell(row, counting, |unit, figure| add(sums, unit, figure));
            }
        };
        let units = sums.len();
        let parts = in_parts_of(work, 0..self.rows, |rows| {
            let mut part = vec![[0; 11]; units];
            look(rows, &mut part);
            part
        })?;
        for part in parts {
            for (sums, part) in sums.iter_mut().zip(part) {
                sums.iter_mut().zip(part).for_each(|(sum, n)| *sum += n);
            }
        }
        Ok(())
    }
}

fn add(sums: &mut [Sums], unit: usize, figure: usize) {
    if let Some(count) = sums.get_mut(unit).and_then(|sums| sums.get_mut(figure)) {
        *count += 1;
    }
}
