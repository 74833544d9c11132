//! How many will be admitted by the end of a year, by what became of people who stood where these stand now on the same day
//! of the years before: with a range, and how many have too few cases behind them.

use super::figures::Span;
use super::{PersonRow, Register, Row, UnitRow};
use crate::domain::{Day, MilestoneKind, Stage};
use crate::parallel::waiting::{Stopped, Work};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

/// Years before that are looked at.
const YEARS: u32 = 3;
/// Cases below which a step goes by its stage, and nothing is said of a stage.
const FEW: u32 = 10;
/// How often the truth is to lie within the range, in percent.
pub const WITHIN: u32 = 80;
/// Standard deviations to either side that hold so much of a normal distribution.
const SPREAD: f64 = 1.2816;

/// A step at which people stand; none before the first.
type Step = Option<MilestoneKind>;

fn stage(step: Step) -> Stage {
    step.map_or(Stage::Source, MilestoneKind::stage)
}

/// What became of those who stood at a step: of how many, how many were admitted by the end of the year; by year.
type Cases = BTreeMap<(Step, u32), (u32, u32)>;

/// The rates of an office.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Of how many at a step, and at a stage, how many were admitted, all years together.
    steps: BTreeMap<Step, (u32, u32)>,
    stages: BTreeMap<Stage, (u32, u32)>,
    /// Admitted in the rest of a year who were not on the way on the day, as a share of those who were.
    new: Option<(u32, u32)>,
    /// How much more the years differ than chance alone makes them.
    excess: f64,
}

/// What is expected of some people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    pub low: u32,
    pub middle: u32,
    pub high: u32,
    /// People at steps with too few cases: they are in none of the three.
    pub unknown: u32,
}

/// The same day so many years before, and the end of that year.
fn before(today: NaiveDate, years: u32) -> Option<(Day, Day)> {
    let day = today.checked_sub_months(Months::new(12 * years))?;
    Some((Day::from(day), Day::from(NaiveDate::from_ymd_opt(day.year(), 12, 31)?)))
}

impl Register {
    /// Where somebody who is not admitted yet stands on a day; none for anybody else.
    fn open_step(&self, row: PersonRow, admission: MilestoneKind, day: Day) -> Option<Step> {
        let is_admitted = self.events(row).any(|(kind, from, _)| kind == admission && from <= day);
        let place = self.place(row, day).filter(|_| !is_admitted)?;
        Some(place.furthest)
    }

    /// The rates of the years before a day.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn rates(&self, admission: MilestoneKind, today: NaiveDate, work: &Work) -> Result<Rates, Stopped> {
        let days: Vec<(u32, Day, Day)> =
            (1..=YEARS).filter_map(|year| before(today, year).map(|(day, end)| (year, day, end))).collect();
        let mut cases = Cases::new();
        let (mut new, mut known) = (0, 0);
        let is_old = |row: PersonRow| days.iter().any(|(_, _, end)| self.began(row) <= *end);
        for row in self.sift(&self.unit_rows(), work, is_old)? {
            for (year, day, end) in &days {
                let rest = Span { first: *day + 1, last: *end };
                let reached = || self.reached(row, admission, rest).is_some();
                match self.open_step(row, admission, *day) {
                    Some(step) => {
                        let (all, admitted) = cases.entry((step, *year)).or_default();
                        *all += 1;
                        known += 1;
                        *admitted += u32::from(reached());
                    }
                    None if self.began(row) > *day => new += u32::from(reached()),
                    None => {}
                }
            }
        }
        Ok(Rates::of(&cases, (known > 0).then_some((new, known))))
    }

    /// Where everybody stands who is not admitted yet, of some units.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn open_steps(
        &self,
        admission: MilestoneKind,
        today: Day,
        work: &Work,
    ) -> Result<Vec<BTreeMap<Step, u32>>, Stopped> {
        let mut steps = vec![BTreeMap::new(); self.unit_count()];
        let is_open = |row: PersonRow| self.open_step(row, admission, today).is_some();
        for row in self.sift(&self.unit_rows(), work, is_open)? {
            let here = self.unit_on(row, today).zip(self.open_step(row, admission, today));
            let Some((unit, step)) = here else { continue };
            let above: Vec<UnitRow> = self.up_from(unit).collect();
            for unit in above {
                if let Some(steps) = steps.get_mut(unit.at()) {
                    *steps.entry(step).or_insert(0) += 1;
                }
            }
        }
        Ok(steps)
    }
}

impl Rates {
    fn of(cases: &Cases, new: Option<(u32, u32)>) -> Rates {
        let mut steps: BTreeMap<Step, (u32, u32)> = BTreeMap::new();
        for ((step, _), (all, admitted)) in cases {
            let (sum, reached) = steps.entry(*step).or_default();
            *sum += all;
            *reached += admitted;
        }
        // A good year is good for every step: how far whole years lie apart, against what chance alone would make of them.
        let mut years: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for ((step, year), (all, admitted)) in cases {
            let Some((sum, reached)) = steps.get(step) else { continue };
            let rate = f64::from(*reached) / f64::from(*sum);
            let (apart, variance) = years.entry(*year).or_default();
            *apart += f64::from(*admitted) - f64::from(*all) * rate;
            *variance += f64::from(*all) * rate * (1.0 - rate);
        }
        let square: f64 = years.values().filter(|(_, v)| *v > 0.0).map(|(apart, v)| apart * apart / v).sum();
        // The rates were made of these years: one of them is not free.
        let excess = match years.len() {
            0 | 1 => 1.0,
            years => (square / (years - 1) as f64).max(1.0),
        };
        let mut stages: BTreeMap<Stage, (u32, u32)> = BTreeMap::new();
        for (step, (all, admitted)) in &steps {
            let (sum, reached) = stages.entry(stage(*step)).or_default();
            *sum += all;
            *reached += admitted;
        }
        Rates { steps, stages, new, excess }
    }

    /// What is expected of people by their steps, beside those who were admitted already.
    pub fn expected(&self, people: &BTreeMap<Step, u32>, admitted: u32) -> Expected {
        let (mut middle, mut variance, mut unknown, mut known) = (0.0, 0.0, 0, 0u32);
        for (step, count) in people {
            let enough = |(all, _): &&(u32, u32)| *all >= FEW;
            let of_step = self.steps.get(step).filter(enough);
            let Some((all, reached)) = of_step.or(self.stages.get(&stage(*step)).filter(enough)) else {
                unknown += count;
                continue;
            };
            known += count;
            let (n, all, reached) = (f64::from(*count), f64::from(*all), f64::from(*reached));
            let rate = (reached + 0.5) / (all + 1.0);
            middle += n * rate;
            // Of people and of the rate itself, which is only known as far as there were cases.
            variance += n * rate * (1.0 - rate) * (all + 1.0 + n) / (all + 2.0);
        }
        if let Some((new, of)) = self.new {
            let share = f64::from(new) / f64::from(of.max(1));
            let more = share * f64::from(known);
            middle += more;
            variance += more * (1.0 + f64::from(known) / f64::from(of.max(1)));
        }
        let half = SPREAD * (variance * self.excess).sqrt();
        let all = f64::from(admitted) + middle;
        let at_least = |n: f64| n.max(f64::from(admitted));
        Expected {
            low: at_least((all - half).floor()) as u32,
            middle: all.round() as u32,
            high: (all + half).ceil() as u32,
            unknown,
        }
    }

    /// True where nothing can be said of anybody.
    pub fn is_empty(&self) -> bool {
        self.stages.values().all(|(all, _)| *all < FEW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed sequence of numbers from 0 to 1 (splitmix64).
    struct Dice(u64);

    impl Dice {
        fn between(&mut self, low: f64, high: f64) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            low + (high - low) * ((z ^ (z >> 31)) as f64 / u64::MAX as f64)
        }
    }

    /// Offices whose rates move from year to year: the range that is made of the years before holds the year as often as it
    /// says, give or take.
    #[test]
    fn the_range_holds_the_truth_as_often_as_it_says() {
        let steps = [Some(MilestoneKind::Certificate), Some(MilestoneKind::CellResolution), None];
        let (mut held, offices) = (0, 400);
        for seed in 0..offices {
            let mut dice = Dice(seed);
            let base: Vec<f64> = steps.iter().map(|_| dice.between(0.05, 0.9)).collect();
            // Years are better or worse by up to a tenth.
            let mut year = |sizes: &[u32]| -> Vec<(u32, u32)> {
                let shift = dice.between(0.9, 1.1);
                let count = |(all, rate): (&u32, &f64)| {
                    (0..*all).filter(|_| dice.between(0.0, 1.0) < rate * shift).count() as u32
                };
                sizes.iter().copied().zip(sizes.iter().zip(&base).map(count).collect::<Vec<_>>()).collect()
            };
            let sizes = [60, 25, 90];
            let mut cases = Cases::new();
            for past in 1..=YEARS {
                for (step, counts) in steps.iter().zip(year(&sizes)) {
                    cases.insert((*step, past), counts);
                }
            }
            let truth: u32 = year(&sizes).iter().map(|(_, admitted)| admitted).sum();
            let people = steps.iter().copied().zip(sizes).collect();
            let expected = Rates::of(&cases, None).expected(&people, 7);
            assert_eq!(expected.unknown, 0);
            held += u64::from((expected.low..=expected.high).contains(&(truth + 7)));
        }
        let share = 100 * held / offices;
        assert!((u64::from(WITHIN) - 5..=95).contains(&share), "{share} %");
    }

    #[test]
    fn a_step_with_few_cases_is_counted_as_unknown_and_not_guessed() {
        let step = Some(MilestoneKind::Application);
        let cases = Cases::from([((step, 1), (FEW - 1, 3))]);
        let rates = Rates::of(&cases, None);
        assert!(rates.is_empty());
        let expected = rates.expected(&BTreeMap::from([(step, 5)]), 2);
        assert_eq!(expected, Expected { low: 2, middle: 2, high: 2, unknown: 5 });
    }
}
