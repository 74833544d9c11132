//! The progress table: for every unit members, target, standing and flow.

use super::figures::{Counting, Flow, Span};
use super::register::{Register, SumTable};
use super::rows::{Rows, UnitRow};
use crate::domain::{Day, MilestoneKind, Period};
use crate::parallel::waiting::{Stopped, Work};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What a unit with so many below it states takes a while to find.
const LARGE: usize = 100;

/// What a progress table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    pub from: NaiveDate,
    /// The as-of date: standing on it, flow up to it.
    pub to: NaiveDate,
    pub admission: MilestoneKind,
}

impl Params {
    /// A year as of a day: from 1 January to that day, or to 31 December when the day is later.
    pub fn year(year: i32, as_of: NaiveDate, admission: MilestoneKind) -> Params {
        let from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(as_of);
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(as_of);
        Params { from, to: as_of.min(end), admission }
    }

    /// Only its month or its quarter, by these words; all of it for any other.
    pub fn narrowed(self, to: &str) -> Params {
        let month = match to {
            "month" => self.to.month(),
            "quarter" => (self.to.month0() / 3) * 3 + 1,
            _ => return self,
        };
        let from = NaiveDate::from_ymd_opt(self.to.year(), month, 1).unwrap_or(self.from);
        Params { from: from.max(self.from), ..self }
    }

    /// False for a year of which no day has come by the as-of date.
    pub fn has_begun(&self) -> bool {
        self.from <= self.to
    }

    /// The year of the last day that is counted, or the one that has not begun.
    pub fn of_year(&self) -> i32 {
        self.from.max(self.to).year()
    }

    /// The target of a unit in a year, or of those below it together where it has none of its own.
    pub fn target_of(&self, register: &Register, unit: UnitRow) -> Option<u32> {
        own_or_below(register, unit, self.target(register))
    }

    /// How to count.
    pub fn counting(&self) -> Counting {
        let span = Span { first: Day::from(self.from), last: Day::from(self.to) };
        Counting { span, admission: self.admission }
    }

    /// The target that the flow may be measured against: numerator and denominator must begin
    /// together, so a span that begins in mid-year has none, and one of several years has that of
    /// a term which begins with it.
    fn target(&self, register: &Register) -> impl Fn(UnitRow) -> Option<u32> {
        let (first, last, day) = (self.from.year(), self.to.year(), Day::from(self.to));
        let begins_a_year = self.from.ordinal() == 1;
        let fits = move |period: &Period| match period {
            // A year that has not begun by the as-of day has its target too, and no flow.
            Period::Year(year) => last <= first && *year == first,
            Period::Term(a, b) => last > first && *a == first && last <= *b,
        };
        move |unit| {
            let period = register.target_periods(unit).filter(|_| begins_a_year).find(fits)?;
            register.target_on(unit, period, day)
        }
    }
}

/// The figures of one unit with everything below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressRow {
    pub unit: UnitRow,
    /// Members at the end of the last year before the as-of date; `None` where not known.
    pub members: Option<u32>,
    pub target: Option<u32>,
    pub standing: [u32; 5],
    pub flow: [u32; 6],
}

impl ProgressRow {
    /// People admitted in the span.
    pub fn admitted(&self) -> u32 {
        self.flow.get(Flow::Admitted.index()).copied().unwrap_or(0)
    }

    /// Admitted in hundredths of a percent of the target, rounded half up; `None` without target.
    pub fn percent(&self) -> Option<u32> {
        percent(self.admitted(), self.target)
    }
}

/// `n` in hundredths of a percent of `target`, rounded half up.
pub fn percent(n: u32, target: Option<u32>) -> Option<u32> {
    let target = u64::from(target.filter(|target| *target > 0)?);
    u32::try_from((u64::from(n) * 20_000 + target) / (2 * target)).ok()
}

/// The figures of all units, each with everything below it: made of what is kept when one is asked for.
#[derive(Debug)]
pub struct ProgressTable {
    params: Params,
    sums: SumTable,
    /// What large units state: a screen asks for it again with every key.
    stated: Mutex<HashMap<UnitRow, [Option<u32>; 2]>>,
}

impl Default for ProgressTable {
    /// Of no unit.
    fn default() -> ProgressTable {
        let params = Params::year(0, NaiveDate::default(), MilestoneKind::Ceremony);
        ProgressTable::of(params, SumTable::default())
    }
}

impl ProgressTable {
    fn of(params: Params, sums: SumTable) -> ProgressTable {
        ProgressTable { params, sums, stated: Mutex::default() }
    }

    /// The row of a unit in the register that the table was made of.
    pub fn get(&self, register: &Register, unit: UnitRow) -> Option<ProgressRow> {
        let [a, b, c, d, e, flow @ ..] = self.sums.get(unit)?;
        let [members, target] = self.stated(register, unit);
        Some(ProgressRow { unit, members, target, standing: [a, b, c, d, e], flow })
    }

    /// Members and target of a unit.
    fn stated(&self, register: &Register, unit: UnitRow) -> [Option<u32>; 2] {
        let look = || {
            let members = |row| register.members_before(row, self.params.to.year());
            let members = own_or_below(register, unit, members);
            [members, self.params.target_of(register, unit)]
        };
        if register.subtree(unit).len() < LARGE {
            return look();
        }
        let mut stated = self.stated.lock().unwrap_or_else(PoisonError::into_inner);
        *stated.entry(unit).or_insert_with(look)
    }
}

/// The figures of all units.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn progress(register: &Register, params: &Params, work: &Work) -> Result<ProgressTable, Stopped> {
    let sums = register.sums(params.counting(), work)?;
    Ok(ProgressTable::of(*params, sums))
}

/// A number that a unit states itself, or else the sum of what the units below it state.
fn own_or_below(register: &Register, unit: UnitRow, own: impl Fn(UnitRow) -> Option<u32>) -> Option<u32> {
    let mut total = None;
    register.walk(register.subtree(unit), |row| {
        let stated = own(row);
        total = sum(total, stated);
        // Whoever states a number speaks for everything below it.
        stated.is_none()
    });
    total
}

/// The subtotal of a block: its units are those of some rows whose sector belongs to it, each
/// counted once even where a unit below it has a sector too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRow {
    pub block: String,
    pub units: Vec<UnitRow>,
    pub total: ProgressRow,
}

/// The subtotals of all blocks that occur among some rows, in the order of `blocks`.
pub fn blocks(
    register: &Register,
    table: &ProgressTable,
    among: Rows<UnitRow>,
    blocks: &[String],
) -> Vec<BlockRow> {
    let mut found: Vec<BlockRow> = Vec::new();
    for block in blocks {
        let mut units = Vec::new();
        register.walk(among.clone(), |row| {
            let of = register.unit(row).map_or("", |entry| entry.block());
            if of == block {
                units.push(row);
            }
            // A unit with a sector speaks for everything below it.
            of.is_empty()
        });
        let Some(first) = units.first() else { continue };
        let mut total =
            ProgressRow { unit: *first, members: None, target: None, standing: [0; 5], flow: [0; 6] };
        for progress in units.iter().filter_map(|unit| table.get(register, *unit)) {
            total.members = sum(total.members, progress.members);
            total.target = sum(total.target, progress.target);
            add(&mut total.standing, &progress.standing);
            add(&mut total.flow, &progress.flow);
        }
        found.push(BlockRow { block: block.clone(), units, total });
    }
    found
}

fn sum(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (a, b) => a.or(b),
    }
}

fn add<const N: usize>(total: &mut [u32; N], more: &[u32; N]) {
    for (total, more) in total.iter_mut().zip(more) {
        *total = total.saturating_add(*more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Book, Catalogue, Rulebook, Target, Unit, UnitId};

    #[test]
    fn percentages_round_half_up_and_need_a_denominator() {
        assert_eq!(percent(7, Some(12)), Some(5833));
        assert_eq!(percent(8, Some(11)), Some(7273));
        assert_eq!(percent(552, Some(660)), Some(8364));
        assert_eq!(percent(8, Some(8)), Some(10_000));
        assert_eq!(percent(1, Some(0)), None);
        assert_eq!(percent(1, None), None);
    }

    #[test]
    fn a_span_is_measured_only_against_a_target_that_begins_with_it() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let mut unit = Unit::new("Xã Mẫu".into(), "base".into(), None);
        let target = |people| Target { people, number: String::new(), date: None, note: String::new() };
        unit.targets.insert((Period::Year(2023), 1), target(10));
        unit.targets.insert((Period::Term(2021, 2025), 1), target(64));
        let book = Book { units: [(UnitId::from_bits(1), unit)].into(), ..Book::default() };
        let (catalogue, rules) = (Catalogue::default(), Rulebook::default());
        let register = Register::build([(UnitId::from_bits(1), &book)], &catalogue, &rules, Day::ALWAYS);
        let of = |from, to| {
            Params { from, to, admission: MilestoneKind::Ceremony }.target(&register)(UnitRow::FIRST)
        };
        assert_eq!(of(day(2023, 1, 1), day(2023, 7, 31)), Some(10));
        assert_eq!(of(day(2023, 2, 1), day(2023, 7, 31)), None);
        assert_eq!(of(day(2021, 1, 1), day(2023, 7, 31)), Some(64));
        assert_eq!(of(day(2021, 1, 1), day(2026, 7, 31)), None);
        assert_eq!(of(day(2022, 1, 1), day(2023, 7, 31)), None);
        // Looking back at a year that is over, and ahead at one that has not begun.
        let past = Params::year(2022, day(2023, 7, 31), MilestoneKind::Ceremony);
        assert_eq!(past.to, day(2022, 12, 31));
        let ahead = Params::year(2023, day(2022, 7, 31), MilestoneKind::Ceremony);
        assert_eq!(ahead.target(&register)(UnitRow::FIRST), Some(10));
    }
}
