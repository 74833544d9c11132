//! The units just below, the best first: admitted against the target, what is missing and how many a month that takes, the
//! same days of the year before, and who admitted nobody. Units of one percentage have one place.

use super::{Behind, Beside, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::Day;
use crate::domain::text::title_key;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::{Counting, Figure, Span};
use crate::query::progress::{Params, ProgressRow, ProgressTable, progress};
use crate::query::{Flow, Register, UnitEntry, UnitRow};
use chrono::{Datelike, Months, NaiveDate};
use std::cmp::Reverse;

/// All of them, in the order in which they are counted.
const BESIDE: [Beside; 3] = [Beside::Month, Beside::Quarter, Beside::LastYear];

/// The units in their places.
pub struct Ranking<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    rows: Vec<Row>,
    counting: [Counting; 3],
    total: Option<Row>,
}

#[derive(Clone, Copy)]
struct Row {
    /// Its place, from 1; several may have one. None without a target.
    place: Option<u32>,
    figures: ProgressRow,
    /// Admitted in the month, in the quarter, the year before.
    beside: [u32; 3],
}

/// A unit, or all of them.
pub struct View<'r> {
    row: Row,
    unit: Option<UnitEntry<'r>>,
}

/// The month, the quarter, and the same days of the year before.
fn spans(params: &Params) -> [Span; 3] {
    let (from, to) = (params.from, params.to);
    // Nobody is admitted yet in a year that has not begun.
    let first = |month: u32| match params.has_begun() {
        true => NaiveDate::from_ymd_opt(to.year(), month, 1).unwrap_or(to),
        false => from,
    };
    let year_before = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
    // The last day of a February answers to the last day of the other.
    let last = match to.succ_opt() {
        Some(next) if next.month() != to.month() => year_before(next).pred_opt().unwrap_or(to),
        _ => year_before(to),
    };
    let quarter = first((to.month0() / 3) * 3 + 1);
    [(first(to.month()), to), (quarter, to), (year_before(from), last)]
        .map(|(first, last)| Span { first: Day::from(first), last: Day::from(last) })
}

impl<'r> Ranking<'r> {
    /// Of the units just below one.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Ranking<'r>, Stopped> {
        let table = progress(register, &params, work)?;
        let spans = spans(&params);
        let counts = register.flows_in(params.admission, &spans, work)?;
        let above = unit.or(register.only_top());
        let row = |unit: UnitRow| row(register, &table, &counts, unit);
        let mut rows: Vec<Row> =
            register.open_children(above, Day::from(params.from)).filter_map(row).collect();
        // Whoever has no target stands behind, by what was admitted.
        rows.sort_by_cached_key(|row| {
            let name = title_key(register.name_of_unit(row.figures.unit));
            let percent = row.figures.percent();
            (percent.is_none(), Reverse(percent), Reverse(row.figures.admitted()), name)
        });
        let percents: Vec<Option<u32>> = rows.iter().map(|row| row.figures.percent()).collect();
        for (row, percent) in rows.iter_mut().zip(&percents) {
            // The place behind all who are better.
            let better = percents.iter().filter(|other| *other > percent).count();
            row.place = percent.map(|_| better as u32 + 1);
        }
        let total = above.and_then(|above| self::row(register, &table, &counts, above));
        let counting = spans.map(|span| Counting { span, admission: params.admission });
        Ok(Ranking { register, unit, params, rows, counting, total })
    }

    /// How many months of the year are left, the present one among them while it is not over.
    fn months_left(&self) -> u32 {
        if !self.params.has_begun() {
            return 12;
        }
        let to = self.params.to;
        let is_over = to.succ_opt().is_some_and(|next| next.month() != to.month());
        12 - to.month() + u32::from(!is_over)
    }

    /// How many a month bring the target by the end of the year.
    fn pace(&self, row: &Row) -> Option<u32> {
        let missing = missing(row).filter(|missing| *missing > 0)?;
        let months = self.months_left();
        (months > 0).then(|| missing.div_ceil(months))
    }

    /// Those who were admitted within one of the spans beside.
    fn behind(&self, view: &View, beside: Beside) -> Behind {
        let counting = self.counting.get(beside as usize).copied();
        let counting = counting.unwrap_or_else(|| self.params.counting());
        let figure = Figure::Flow(Flow::Admitted);
        Behind::CountedBy { unit: view.row.figures.unit, figure, counting, since: None }
    }
}

fn row(register: &Register, table: &ProgressTable, counts: &[[u32; 3]], unit: UnitRow) -> Option<Row> {
    use crate::query::Row as _;
    let figures = table.get(register, unit)?;
    Some(Row { place: None, figures, beside: counts.get(unit.at()).copied()? })
}

/// How many are still missing; none where there is no target.
fn missing(row: &Row) -> Option<u32> {
    row.figures.target.map(|target| target.saturating_sub(row.figures.admitted()))
}

impl<'r> Source for Ranking<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Ranking
    }

    fn columns() -> Vec<Column<Self>> {
        let beside = |code: &'static str, beside: Beside, place: u8| {
            Column::<Self>::new(code, Kind::Count, |_, view, n| Cell::count(view.row.beside.get(n).copied()))
                .called(Title::Beside(beside))
                .nth(beside as usize)
                .behind(|of, view, n| BESIDE.get(n).map_or(Behind::Nobody, |beside| of.behind(view, *beside)))
                .page(place)
        };
        vec![
            Column::<Self>::new("place", Kind::Count, |_, view, _| Cell::count(view.row.place))
                .called(Title::Place)
                .page(0),
            Column::<Self>::new("unit", Kind::Id, |_, view, _| Cell::unit(view.unit.map(|entry| entry.id))),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| match &view.unit {
                Some(entry) => Cell::text(entry.name()),
                None => Cell::Word(super::Word::Total),
            })
            .called(Title::Field("unit"))
            .behind(|_, view, _| Behind::Unit(view.row.figures.unit))
            .page(1),
            Column::<Self>::new("admitted", Kind::Count, |_, view, _| {
                Cell::Count(view.row.figures.admitted())
            }),
            Column::<Self>::new("target", Kind::Count, |_, view, _| Cell::count(view.row.figures.target)),
            Column::<Self>::new("admitted_of_target", Kind::Share, |_, view, _| {
                Cell::Share(view.row.figures.admitted(), view.row.figures.target)
            })
            .called(Title::AdmittedOfTarget)
            .behind(|_, view, _| Behind::Counted(vec![view.row.figures.unit], Figure::Flow(Flow::Admitted)))
            .page_only(2),
            Column::<Self>::new("percent", Kind::Percent, |_, view, _| match view.row.figures.percent() {
                Some(percent) => Cell::Percent(percent),
                None => Cell::None,
            })
            .called(Title::Percent)
            .page(4),
            Column::<Self>::new("missing", Kind::Count, |_, view, _| Cell::count(missing(&view.row)))
                .called(Title::StillMissing)
                .page(3),
            Column::<Self>::new("pace", Kind::Count, |of, view, _| Cell::count(of.pace(&view.row)))
                .called(Title::Pace)
                .page(5),
            beside("month", Beside::Month, 6),
            beside("quarter", Beside::Quarter, 7),
            beside("last_year", Beside::LastYear, 8),
            Column::<Self>::new("since_last_year", Kind::Difference, |_, view, _| {
                let before = view.row.beside.get(Beside::LastYear as usize).copied();
                let now = i64::from(view.row.figures.admitted());
                before.map_or(Cell::None, |before| Cell::Difference(now - i64::from(before)))
            })
            .called(Title::SinceLastYear)
            .page(9),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        match self.rows.get(row) {
            Some(row) => Some(View { row: *row, unit: self.register.unit(row.figures.unit) }),
            None => self.total.filter(|_| row == self.rows.len()).map(|row| View { row, unit: None }),
        }
    }

    fn subtotals(&self) -> usize {
        usize::from(self.total.is_some())
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let none = |n: usize| self.rows.iter().filter(|row| row.beside.get(n) == Some(&0)).count();
        let year = self.rows.iter().filter(|row| row.figures.admitted() == 0).count();
        vec![Note::span(&self.params), Note::NobodyAdmitted { month: none(0), quarter: none(1), year }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_days_of_the_year_before_end_with_the_month_where_these_do() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |to: &str| {
            let to = day(to);
            let [month, quarter, before] =
                spans(&Params::year(to.year(), to, crate::domain::MilestoneKind::Ceremony));
            [month.first, quarter.first, before.first, before.last].map(|day| day.date().unwrap().to_string())
        };
        assert_eq!(of("2023-07-31"), ["2023-07-01", "2023-07-01", "2022-01-01", "2022-07-31"]);
        assert_eq!(of("2024-02-29"), ["2024-02-01", "2024-01-01", "2023-01-01", "2023-02-28"]);
        assert_eq!(of("2025-02-28"), ["2025-02-01", "2025-01-01", "2024-01-01", "2024-02-29"]);
        assert_eq!(of("2025-06-10"), ["2025-06-01", "2025-04-01", "2024-01-01", "2024-06-10"]);
    }
}
