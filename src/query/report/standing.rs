//! How many stood at each stage at the end of every month of a year: whether there are more sources than there were.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::{Date, Day, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::{Counting, Figure, Span};
use crate::query::progress::Params;
use crate::query::{PersonRow, Register, UnitRow};
use chrono::{Datelike, NaiveDate};

/// Stages, and who is on the way at whatever stage.
const FIGURES: usize = 6;
const ALL: usize = 5;

/// The ends of months.
pub struct StandingBy {
    unit: Option<UnitRow>,
    at: Option<UnitRow>,
    params: Params,
    /// The day, and the figures of it; the end of the year before comes first.
    rows: Vec<(NaiveDate, [u32; FIGURES])>,
}

/// A day, or how far the last one is from the first.
pub struct View {
    row: Option<usize>,
}

/// The end of the year before, the ends of the months that are over, and the as-of day.
fn days(params: &Params) -> Vec<NaiveDate> {
    let to = params.to;
    if !params.has_begun() {
        return vec![to];
    }
    let ends = (1..=to.month()).filter_map(|month| {
        let first = NaiveDate::from_ymd_opt(to.year(), month, 1)?;
        first.pred_opt()
    });
    ends.chain([to]).collect()
}

impl StandingBy {
    /// Of a unit with all below it, in the year of the as-of day.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<StandingBy, Stopped> {
        let days = days(&params);
        let (units, last) = (register.units_of(unit), Day::from(params.to));
        let mut rows: Vec<(NaiveDate, [u32; FIGURES])> =
            days.into_iter().map(|day| (day, [0; FIGURES])).collect();
        let began = |row: PersonRow| register.began(row) <= last || register.place(row, last).is_some();
        for person in register.sift(&units, work, began)? {
            for (day, figures) in &mut rows {
                let place =
                    register.place(person, Day::from(*day)).filter(|place| units.contains(place.unit));
                let Some(place) = place else { continue };
                for n in [place.stage.index(), ALL] {
                    figures.get_mut(n).into_iter().for_each(|figure| *figure += 1);
                }
            }
        }
        Ok(StandingBy { unit, at: unit.or(register.only_top()), params, rows })
    }

    fn figure(&self, view: &View, n: usize) -> Option<i64> {
        let of =
            |row: usize| self.rows.get(row).and_then(|(_, figures)| figures.get(n)).map(|n| i64::from(*n));
        match view.row {
            Some(row) => of(row),
            None => Some(of(self.rows.len().checked_sub(1)?)? - of(0)?),
        }
    }

    fn behind(&self, view: &View, n: usize) -> Behind {
        let day = view.row.and_then(|row| self.rows.get(row)).map(|(day, _)| Day::from(*day));
        let Some((unit, day)) = self.at.zip(day) else { return Behind::Nobody };
        let counting = Counting { span: Span { first: day, last: day }, admission: self.params.admission };
        let figure = Stage::ALL.get(n).map_or(Figure::OnTheWay, |stage| Figure::Standing(*stage));
        Behind::CountedBy { unit, figure, counting, since: None }
    }
}

impl Source for StandingBy {
    type View = View;

    fn name(&self) -> Name {
        Name::Standing
    }

    fn columns() -> Vec<Column<Self>> {
        let figure = |code: &'static str, title: Title, n: usize| {
            Column::<Self>::new(code, Kind::Count, |of, view, n| match (view.row, of.figure(view, n)) {
                (Some(_), Some(figure)) => Cell::count(u32::try_from(figure).ok()),
                (None, Some(difference)) => Cell::Difference(difference),
                (_, None) => Cell::None,
            })
            .called(title)
            .nth(n)
            .behind(|of, view, n| of.behind(view, n))
            .page(1 + n as u8)
        };
        let day = Column::<Self>::new("day", Kind::Date, |of, view, _| match view.row {
            Some(row) => Cell::day(of.rows.get(row).map(|(day, _)| Date::from(*day))),
            None => Cell::Word(Word::Change),
        });
        let stages = Stage::ALL.into_iter().enumerate();
        std::iter::once(day.called(Title::OnDay).page(0))
            .chain(stages.map(|(n, stage)| figure(stage.name(), Title::Stage(stage), n)))
            .chain([figure("on_the_way", Title::OnTheWay, ALL)])
            .collect()
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View> {
        match row.cmp(&self.rows.len()) {
            std::cmp::Ordering::Less => Some(View { row: Some(row) }),
            std::cmp::Ordering::Equal => Some(View { row: None }),
            std::cmp::Ordering::Greater => None,
        }
    }

    fn subtotals(&self) -> usize {
        1
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::begun_or(&self.params, Note::OfYear(self.params.to.year()))]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
