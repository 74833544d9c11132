//! Figures of all units. Sums by unit, each with everything below it, lie in columns, so that progress as of
//! today is made of them and of the few who changed since; any other day looks at everybody. A tree of another
//! shape has another base (`fresh.rs`): the sums would hold what is below no more.
//!
//! The sums hold for every day from the one on which they were made: whoever has a day after it
//! in the record (a ceremony that is planned, a leave that ends) is *restless*, in no sum, and looked at
//! each time. So are the people who changed since.

use super::items::{NowItem, SOMEWHERE};
use super::scan::in_parts_of;
use super::{PersonRow, Register, Row, Rows, UnitRow};
use crate::domain::{Day, MilestoneKind, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::columns::{Columns, Part};
use crate::query::figures::{Counting, Flow, Position, Span};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::ops::AddAssign;

/// Standing by stage, then flow: the figures of a unit.
pub type Sums = [u32; 11];

/// The figures of every unit with everything below it.
#[derive(Clone, Debug)]
pub enum SumTable {
    /// As they lie in the columns, and what is added to them in some units.
    Kept(Kept, HashMap<UnitRow, Added>),
    Counted(Vec<Sums>),
}

/// Where the columns have the figures of a year.
#[derive(Clone, Debug)]
pub struct Kept {
    base: Columns,
    /// Where the flows of the year begin.
    flows: usize,
    /// Of each flow, the place of its milestone among those that are counted.
    places: [usize; Flow::ALL.len()],
}

type Added = [i32; 11];

impl Default for SumTable {
    /// Of no unit.
    fn default() -> SumTable {
        SumTable::Counted(Vec::new())
    }
}

impl SumTable {
    /// The figures of a unit.
    pub fn get(&self, unit: UnitRow) -> Option<Sums> {
        let (kept, more) = match self {
            SumTable::Counted(all) => return all.get(unit.at()).copied(),
            SumTable::Kept(kept, more) => (kept, more.get(&unit)),
        };
        let mut sums = kept.get(unit)?;
        let more = more.copied().unwrap_or_default();
        sums.iter_mut().zip(more).for_each(|(sum, n)| *sum = sum.saturating_add_signed(n));
        Some(sums)
    }
}

impl Kept {
    fn get(&self, unit: UnitRow) -> Option<Sums> {
        let [a, b, c, d, e]: [u32; 5] = self.base.one(Part::Standing, unit.at())?;
        let flows: [u32; COUNTED.len()] = self.base.one(Part::Flows, self.flows + unit.at())?;
        let mut sums = [a, b, c, d, e, 0, 0, 0, 0, 0, 0];
        for (sum, place) in sums.iter_mut().skip(Stage::ALL.len()).zip(self.places) {
            *sum = *flows.get(place)?;
        }
        Some(sums)
    }
}

/// Counts in a figure of a unit, where there is such a unit.
fn count<T: AddAssign>(figures: Option<&mut [T; 11]>, figure: usize, n: T) {
    if let Some(sum) = figures.and_then(|figures| figures.get_mut(figure)) {
        *sum += n;
    }
}

/// Adds to some figures others.
fn add<T: Copy + AddAssign, const N: usize>(sums: &mut [T; N], more: [T; N]) {
    sums.iter_mut().zip(more).for_each(|(sum, n)| *sum += n);
}

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
    /// Puts the sums as of `today` into the columns of the base.
    pub(super) fn sum_up(&mut self, today: Day) {
        let units = self.unit_count();
        // No flow lies in a year that is in no calendar.
        let this_year = today.year().unwrap_or(0);
        let years: Vec<i32> = (this_year - YEARS..=this_year).collect();
        let mut standing = vec![[0u32; 5]; units];
        let mut flows = vec![vec![[0u32; COUNTED.len()]; units]; years.len()];
        let mut restless: Vec<u32> = Vec::new();
        let mut now: Vec<NowItem> = Vec::with_capacity(self.split);
        for row in Rows::new(0..self.split) {
            if self.is_restless(row, today) {
                restless.push(row.at() as u32);
                now.push(NowItem::of(None));
                continue;
            }
            let place = self.place(row, today);
            now.push(NowItem::of(Some(place)));
            let room =
                place.and_then(|place| standing.get_mut(place.unit.at())?.get_mut(place.stage.index()));
            room.into_iter().for_each(|count| *count += 1);
            let slot = |kind: MilestoneKind, day: Day| {
                let kind = COUNTED.iter().position(|counted| *counted == kind)?;
                let year = usize::try_from(day.year()? - (this_year - YEARS)).ok()?;
                Some(year * COUNTED.len() + kind)
            };
            self.first_reached::<{ (YEARS as usize + 1) * COUNTED.len() }>(row, slot, |slot, unit| {
                let (year, kind) = (slot / COUNTED.len(), slot % COUNTED.len());
                let count = flows.get_mut(year).and_then(|year| year.get_mut(unit.at())?.get_mut(kind));
                count.into_iter().for_each(|count| *count += 1);
            });
        }
        self.pile_up(&mut standing);
        flows.iter_mut().for_each(|flows| self.pile_up(flows));
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
    pub(in crate::query) fn known_place(&self, row: PersonRow, day: Day) -> Option<Option<Position>> {
        let holds = row.at() < self.split && self.summed_on.is_some_and(|summed| summed <= day);
        holds.then(|| self.base.one::<NowItem>(Part::Now, row.at())?.read()).flatten()
    }

    /// True when something in the record comes after a day.
    fn is_restless(&self, row: PersonRow, day: Day) -> bool {
        let after = |at: Day| at > day && at != Day::NEVER;
        self.events(row).any(|(_, from, until)| from > day || after(until))
            || self.posts(row).iter().any(|post| post.from > day)
            || self.leaves(row).any(|(_, from, back)| from > day || after(back))
            || self.entered(row) > day
    }

    /// The figures of every unit with everything below it. Looks at everybody, or at nearly nobody.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn sums(&self, counting: Counting, work: &Work) -> Result<SumTable, Stopped> {
        match self.kept_sums(counting) {
            Some(kept) => Ok(SumTable::Kept(kept, self.look_at_news(counting))),
            None => self.look_at_all(counting, work).map(SumTable::Counted),
        }
    }

    /// What is to be added to the sums that are kept.
    fn look_at_news(&self, counting: Counting) -> HashMap<UnitRow, Added> {
        let restless = self.base.all::<u32>(Part::Restless);
        let is_restless = |row: &PersonRow| restless.binary_search(&(row.at() as u32)).is_ok();
        let mut own: HashMap<UnitRow, Added> = HashMap::new();
        // Whoever is dead in the base is still in its sums.
        for row in self.dead_rows().filter(|row| !is_restless(row)) {
            self.tell(row, counting, |unit, figure| count(Some(own.entry(unit).or_default()), figure, -1));
        }
        let restless =
            restless.iter().map(|row| PersonRow::new(*row as usize)).filter(|row| !self.is_dead(*row));
        for row in restless.chain(self.fresh_rows()) {
            self.tell(row, counting, |unit, figure| count(Some(own.entry(unit).or_default()), figure, 1));
        }
        let mut all: HashMap<UnitRow, Added> = HashMap::new();
        for (unit, own) in own {
            for unit in self.up_from(unit) {
                add(all.entry(unit).or_default(), own);
            }
        }
        all
    }

    /// Counts everybody, several parts of the rows at a time.
    fn look_at_all(&self, counting: Counting, work: &Work) -> Result<Vec<Sums>, Stopped> {
        let none = || vec![Sums::default(); self.unit_count()];
        let parts = in_parts_of(work, 0..self.rows, |rows| {
            let mut part = none();
            for row in self.living_in(Rows::new(rows)) {
                self.tell(row, counting, |unit, figure| count(part.get_mut(unit.at()), figure, 1));
            }
            part
        })?;
        let mut all = none();
        for part in parts {
            all.iter_mut().zip(part).for_each(|(sums, part)| add(sums, part));
        }
        self.pile_up(&mut all);
        Ok(all)
    }

    /// Adds to every unit what is below it.
    pub(in crate::query) fn pile_up<T: Copy + AddAssign, const N: usize>(&self, sums: &mut [[T; N]]) {
        // Children come after their parent.
        for row in Rows::<UnitRow>::new(0..sums.len()).rev() {
            if let Some(own) = sums.get(row.at()).copied()
                && let Some(above) = self.parent(row).and_then(|parent| sums.get_mut(parent.at()))
            {
                add(above, own);
            }
        }
    }

    fn dead_rows(&self) -> impl Iterator<Item = PersonRow> + '_ {
        let words = self.dead.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(|(n, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| PersonRow::new(n * 64 + bit))
        })
    }

    /// The sums of the columns; `None` where they do not hold for this counting.
    fn kept_sums(&self, counting: Counting) -> Option<Kept> {
        let Span { first, last } = counting.span;
        let year = first.year()?;
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1).map(Day::from);
        let years: &[i32] = self.base.all(Part::FlowYears);
        let n = years.iter().position(|known| *known == year)?;
        let mut places = [0; Flow::ALL.len()];
        for (place, flow) in places.iter_mut().zip(Flow::ALL) {
            // One that is not among those that are kept is counted anew, and not as another.
            *place = COUNTED.iter().position(|counted| *counted == counting.milestone(flow))?;
        }
        let holds = last >= self.summed_on? && new_year == Some(first) && last.year() == Some(year);
        let stride = self.base.all::<[u32; 5]>(Part::Standing).len();
        holds.then(|| Kept { base: self.base.clone(), flows: n * stride, places })
    }

    /// Names every unit and figure (its place among [`Sums`]) in which a person counts.
    fn tell(&self, row: PersonRow, counting: Counting, mut count: impl FnMut(UnitRow, usize)) {
        if let Some(place) = self.place(row, counting.span.last) {
            count(place.unit, place.stage.index());
        }
        let Span { first, last } = counting.span;
        let slot = |kind: MilestoneKind, day: Day| (first..=last).contains(&day).then_some(kind as usize);
        self.first_reached::<{ MilestoneKind::ALL.len() }>(row, slot, |slot, unit| {
            for flow in Flow::ALL.into_iter().filter(|flow| counting.milestone(*flow) as usize == slot) {
                count(unit, Stage::ALL.len() + flow.index());
            }
        });
    }
}
