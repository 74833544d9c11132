//! Cells without an admission for years running, those of hamlets first, and how many sources they have.
//!
//! What lies before the first admission on record is not known: a cell without any counts as never, and the first year on
//! record stands beside.

use super::columns::{self, InUnits};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::text::fold;
use crate::domain::{Day, MilestoneKind, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Figure;
use crate::query::progress::{Params, ProgressRow, progress};
use crate::query::{Register, Row as _, UnitEntry, UnitRow};
use chrono::Datelike;
use std::cmp::Reverse;

/// The block of communes: their cells with such words in the name are those of hamlets and quarters.
const COMMUNES: &str = "communes";

/// The cells, those without anybody for longest first.
pub struct Dry<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    /// Only those without an admission for so many years.
    years: u32,
    rows: Vec<Row>,
    /// The first year in which anybody was admitted, as far as is on record.
    first: Option<i32>,
}

#[derive(Clone, Copy)]
struct Row {
    unit: UnitRow,
    is_hamlet: bool,
    /// The day of the last admission.
    last: Option<Day>,
    /// Whole years without one, and the present one; none where there never was any.
    years: Option<u32>,
    figures: ProgressRow,
}

/// A cell.
pub struct View<'r> {
    row: Row,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Dry<'r> {
    /// Of a unit with all below it: cells without an admission for so many years up to the day.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        words: &[String],
        (unit, params): (Option<UnitRow>, Params),
        years: u32,
        work: &Work,
    ) -> Result<Dry<'r>, Stopped> {
        let (units, to) = (register.units_of(unit), Day::from(params.to));
        let table = progress(register, &params, work)?;
        let is_admitted =
            |(kind, from, _): &(MilestoneKind, Day, Day)| *kind == params.admission && *from <= to;
        let mut last: Vec<Option<Day>> = vec![None; register.unit_count()];
        let mut first: Option<Day> = None;
        for person in
            register.sift(&units, work, |row| register.events(row).any(|event| is_admitted(&event)))?
        {
            for (_, day, _) in register.events(person).filter(is_admitted) {
                first = Some(first.map_or(day, |first| first.min(day)));
                let unit = register.unit_on(person, day);
                if let Some(known) = unit.and_then(|unit| last.get_mut(unit.at())) {
                    *known = (*known).max(Some(day));
                }
            }
        }
        let year = params.to.year();
        let words: Vec<String> = words.iter().map(|word| format!(" {} ", fold(word))).collect();
        let row = |unit: UnitRow| {
            let entry = register.unit(unit)?;
            if entry.is_closed(to) || register.children(Some(unit)).next().is_some() {
                return None;
            }
            let last = last.get(unit.at()).copied().flatten();
            let since = last.and_then(Day::year).map(|last| u32::try_from(year - last).unwrap_or(0));
            let name = format!(" {} ", fold(entry.name()));
            let blocks =
                register.up_from(unit).filter_map(|row| register.unit(row)).map(|entry| entry.block());
            let is_hamlet = words.iter().any(|word| name.contains(word))
                && blocks.into_iter().find(|block| !block.is_empty()) == Some(COMMUNES);
            Some(Row { unit, is_hamlet, last, years: since, figures: table.get(register, unit)? })
        };
        let is_dry = |row: &Row| row.years.is_none_or(|since| since >= years);
        let mut rows: Vec<Row> = units.filter_map(row).filter(is_dry).collect();
        // Never is longer than ever.
        rows.sort_by_key(|row| (!row.is_hamlet, row.years.is_some(), Reverse(row.years), row.unit));
        Ok(Dry { register, unit, params, years, rows, first: first.and_then(Day::year) })
    }
}

impl<'r> InUnits for Dry<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for Dry<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Dry
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            columns::about_unit(),
            columns::unit_name(),
            columns::place().page_only(0),
            Column::<Self>::new("hamlet", Kind::Yes, |_, view, _| Cell::Yes(view.row.is_hamlet))
                .called(Title::Hamlet)
                .grouping()
                .page(4),
            Column::<Self>::new("years", Kind::Count, |_, view, _| Cell::count(view.row.years))
                .called(Title::YearsWithout)
                .page(1),
            Column::<Self>::new("last_admission", Kind::Date, |_, view, _| {
                Cell::day(view.row.last.and_then(Day::date).map(crate::domain::Date::from))
            })
            .called(Title::LastAdmission)
            .page(2),
            Column::<Self>::new("sources", Kind::Count, |_, view, _| {
                Cell::count(view.row.figures.standing.first().copied())
            })
            .called(Title::Stage(Stage::Source))
            .behind(|_, view, _| Behind::Counted(vec![view.row.unit], Figure::Standing(Stage::Source)))
            .page(3),
            Column::<Self>::new("on_the_way", Kind::Count, |_, view, _| {
                let before = view.row.figures.standing.iter().take(Stage::Admission.index());
                Cell::Count(before.sum())
            })
            .called(Title::BeforeAdmission)
            .page(5),
            Column::<Self>::new("members", Kind::Count, |_, view, _| Cell::count(view.row.figures.members))
                .page(6),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = *self.rows.get(row)?;
        Some(View { row, unit: self.register.unit(row.unit) })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let first = self.first.map(Note::RecordsSince);
        let day = Note::AsOf(self.params.to);
        std::iter::once(day).chain([Note::YearsWithout(self.years)]).chain(first).collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
