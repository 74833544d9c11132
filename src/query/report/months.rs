//! One unit month by month: what was planned and what was done, up to each month and in it, against the year before. The
//! plan is the year's target, spread by a rule.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::occasion::{OccasionKind, OccasionState};
use crate::domain::{Day, MilestoneKind};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::{Counting, Figure, Span};
use crate::query::progress::{Params, progress};
use crate::query::spread::{Spread, spread};
use crate::query::{Flow, Register, Row as _, UnitRow};
use chrono::{Datelike, NaiveDate};

/// Years before whose months say how a target is spread.
const PAST: i32 = 3;

/// The months of a year.
pub struct MonthsOf {
    unit: Option<UnitRow>,
    /// The one that is looked at.
    at: Option<UnitRow>,
    params: Params,
    rule: Spread,
    plan: Option<[u32; 12]>,
    /// Admitted in each month of the year, and of the year before.
    done: [[u32; 12]; 2],
    admission: MilestoneKind,
    year: i32,
}

/// A month, or the year.
#[derive(Clone, Copy)]
pub struct View {
    /// From 1; none for the whole year.
    month: Option<u32>,
    /// Up to which month the figures to date go: of the year, up to that of the day; 0 where the year has not begun.
    upto: u32,
    /// False for a month that has not begun.
    has_begun: bool,
}

fn month_of(year: i32, month: u32) -> Span {
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
    // A month that no calendar has counts nobody.
    let first = day(year, month).unwrap_or(NaiveDate::MAX);
    let next = if month < 12 { day(year, month + 1) } else { day(year + 1, 1) };
    let last = next.and_then(|next| next.pred_opt()).unwrap_or(first);
    Span { first: Day::from(first), last: Day::from(last) }
}

impl MonthsOf {
    /// Of a unit in the year of the as-of day, with the plan by a rule.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &Register,
        (unit, params): (Option<UnitRow>, Params),
        rule: Spread,
        work: &Work,
    ) -> Result<MonthsOf, Stopped> {
        let (year, admission) = (params.of_year(), params.admission);
        let at = unit.or(register.only_top());
        // This year up to the day; then the years before, the last one first.
        let mut spans = [month_of(year, 1); 12 * (1 + PAST as usize)];
        let to = Day::from(params.to);
        for (n, span) in spans.iter_mut().enumerate() {
            let (back, month) = ((n / 12) as i32, (n % 12) as u32 + 1);
            *span = month_of(year - back, month);
            span.last = span.last.min(to);
        }
        let counts = register.flows_in(admission, &spans, work)?;
        let counts = at.and_then(|at| counts.get(at.at()).copied()).unwrap_or([0; 12 * (1 + PAST as usize)]);
        let of_year = |back: usize| -> [u32; 12] {
            std::array::from_fn(|month| counts.get(12 * back + month).copied().unwrap_or(0))
        };
        let weights = match rule {
            Spread::Even => [1; 12],
            Spread::Past => {
                let years: Vec<[u32; 12]> = (1..=PAST as usize).map(of_year).collect();
                std::array::from_fn(|month| years.iter().filter_map(|year| year.get(month)).sum())
            }
            Spread::Ceremonies => ceremonies(register, at, year),
        };
        let table = progress(register, &Params::year(year, params.to, admission), work)?;
        let target = at.and_then(|at| table.get(register, at)).and_then(|row| row.target);
        let plan = target.map(|target| spread(target, weights));
        let done = [of_year(0), of_year(1)];
        Ok(MonthsOf { unit, at, params, rule, plan, done, admission, year })
    }

    /// What was planned and done in a month, or up to it; of all months for none.
    fn sum(months: &[u32; 12], view: &View, upto: bool) -> u32 {
        let months = match view.month {
            _ if upto => months.get(..view.upto as usize),
            Some(month) => months.get(month as usize - 1..month as usize),
            None => Some(&months[..]),
        };
        months.unwrap_or_default().iter().sum()
    }

    fn planned(&self, view: &View, upto: bool) -> Option<u32> {
        self.plan.as_ref().map(|plan| MonthsOf::sum(plan, view, upto))
    }

    /// Nothing of a month that has not begun.
    fn done(&self, view: &View, upto: bool) -> Option<u32> {
        let [done, _] = &self.done;
        view.has_begun.then(|| MonthsOf::sum(done, view, upto))
    }

    fn before(&self, view: &View, upto: bool) -> u32 {
        let [_, before] = &self.done;
        MonthsOf::sum(before, view, upto)
    }

    /// How far the plan is kept: of the whole year up to the month of the day.
    fn gap(&self, view: &View) -> Option<i64> {
        let done = self.done(view, true)?;
        Some(i64::from(done) - i64::from(self.planned(view, true)?))
    }

    /// The month of the day; 0 in a year that has not begun.
    fn now(&self) -> u32 {
        if self.year > self.params.to.year() { 0 } else { self.params.to.month() }
    }

    fn behind(&self, view: &View, year: i32, upto: bool) -> Behind {
        let month = |month| month_of(year, month);
        let (first, last) = match (view.month, upto) {
            (Some(of), false) => (month(of).first, month(of).last),
            (_, true) if view.upto == 0 => return Behind::Nobody,
            (_, true) => (month(1).first, month(view.upto).last),
            (None, false) => (month(1).first, month(12).last),
        };
        let span = Span { first, last: last.min(Day::from(self.params.to)) };
        let counting = Counting { span, admission: self.admission };
        match self.at {
            Some(unit) => {
                Behind::CountedBy { unit, figure: Figure::Flow(Flow::Admitted), counting, since: None }
            }
            None => Behind::Nobody,
        }
    }
}

/// How many ceremonies of a unit, and of those above it, fall into each month.
fn ceremonies(register: &Register, unit: Option<UnitRow>, year: i32) -> [u32; 12] {
    let above: Vec<UnitRow> = unit.into_iter().flat_map(|unit| register.up_from(unit)).collect();
    let mut months = [0; 12];
    for entry in register.occasions() {
        let held = &entry.occasion;
        let is_ours =
            held.unit.and_then(|unit| register.unit_row(unit)).is_some_and(|row| above.contains(&row));
        let is_held = held.kind == OccasionKind::Ceremony && held.state != OccasionState::Cancelled;
        let day =
            held.from.filter(|day| is_ours && is_held && day.year() == year).and_then(|day| day.month());
        let month = day.and_then(|month| months.get_mut(month as usize - 1));
        month.into_iter().for_each(|count| *count += 1);
    }
    months
}

impl Source for MonthsOf {
    type View = View;

    fn name(&self) -> Name {
        Name::Months
    }

    fn columns() -> Vec<Column<Self>> {
        let planned = |code: &'static str, title: Title, upto: bool, place: u8| {
            let cell: for<'a> fn(&'a Self, &'a View, usize) -> Cell<'a> =
                |of, view, upto| Cell::count(of.planned(view, upto > 0));
            Column::<Self>::new(code, Kind::Count, cell).called(title).nth(usize::from(upto)).page(place)
        };
        let done = |code: &'static str, title: Title, upto: bool, place: u8| {
            Column::<Self>::new(code, Kind::Count, |of, view, upto| Cell::count(of.done(view, upto > 0)))
                .called(title)
                .nth(usize::from(upto))
                .behind(|of, view, upto| match of.done(view, upto > 0) {
                    Some(_) => of.behind(view, of.year, upto > 0),
                    None => Behind::Nobody,
                })
                .page(place)
        };
        let before = |code: &'static str, title: Title, upto: bool, place: u8| {
            Column::<Self>::new(code, Kind::Count, |of, view, upto| Cell::Count(of.before(view, upto > 0)))
                .called(title)
                .nth(usize::from(upto))
                .behind(|of, view, upto| of.behind(view, of.year - 1, upto > 0))
                .page(place)
        };
        vec![
            Column::<Self>::new("month", Kind::Date, |of, view, _| match view.month {
                Some(month) => Cell::day(crate::domain::Date::new(of.year, Some(month), None).ok()),
                None => Cell::Word(Word::Total),
            })
            .called(Title::Period)
            .page(0),
            planned("plan", Title::Plan, false, 1),
            done("admitted", Title::Flow(Flow::Admitted), false, 2),
            planned("plan_to_date", Title::PlanToDate, true, 3),
            done("admitted_to_date", Title::DoneToDate, true, 4),
            Column::<Self>::new("gap", Kind::Difference, |of, view, _| {
                of.gap(view).map_or(Cell::None, Cell::Difference)
            })
            .called(Title::Gap)
            .page(5),
            before("last_year", Title::LastYearMonth, false, 6),
            before("last_year_to_date", Title::LastYearToDate, true, 7),
        ]
    }

    fn count(&self) -> usize {
        12
    }

    fn view(&self, row: usize) -> Option<View> {
        let month = u32::try_from(row + 1).ok().filter(|month| *month <= 12);
        let upto = month.unwrap_or(self.now());
        (row <= 12).then_some(View { month, upto, has_begun: upto > 0 && upto <= self.now() })
    }

    fn subtotals(&self) -> usize {
        1
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let day = Note::as_of(&self.params);
        let rule = self.plan.map(|_| Note::SpreadBy(self.rule));
        std::iter::once(day).chain(rule).collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
