//! Who can be admitted by the end of the year, by name: the earliest day that the rules allow, the day by which it is done if
//! every clock runs to its end, and what stands in the way. Certain ones first.

use super::columns::{self, InUnits, OfPeople};
use super::{Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::{Date, Day, Rulebook};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::ahead::{Ahead, Chance};
use crate::query::figures::Position;
use crate::query::progress::Params;
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use chrono::NaiveDate;

/// The people, as the day finds them.
pub struct Forecast<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    today: Day,
    end: NaiveDate,
    rows: Vec<(PersonRow, Ahead)>,
}

/// Somebody.
pub struct View<'r> {
    row: usize,
    place: Option<Position>,
    unit: Option<UnitEntry<'r>>,
}

/// The last day of the year of a day.
pub(super) fn year_end(params: &Params) -> NaiveDate {
    NaiveDate::from_ymd_opt(params.of_year(), 12, 31).unwrap_or(params.to)
}

impl<'r> Forecast<'r> {
    /// Of a unit with all below it, as of the day of the figures.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        rules: &Rulebook,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Forecast<'r>, Stopped> {
        let (today, end) = (Day::from(params.to), year_end(&params));
        let units = register.units_of(unit);
        let here = |row: PersonRow| register.unit_on(row, today).is_some_and(|unit| units.contains(unit));
        let span = (today, Day::from(end));
        let found = register.pick(&units, work, |row| {
            here(row) && register.place(row, today).is_some() && register.ahead(row, rules, span).is_some()
        })?;
        let mut rows: Vec<(PersonRow, Ahead)> =
            found.into_iter().filter_map(|row| Some((row, register.ahead(row, rules, span)?))).collect();
        rows.sort_by_key(|(_, ahead)| (ahead.chance, ahead.latest.is_none(), ahead.latest, ahead.earliest));
        Ok(Forecast { register, unit, today, end, rows })
    }

    fn ahead(&self, view: &View) -> Option<&Ahead> {
        self.rows.get(view.row).map(|(_, ahead)| ahead)
    }
}

impl<'r> InUnits for Forecast<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for Forecast<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, self.rows.get(view.row)?.0))
    }
}

impl<'r> Source for Forecast<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Forecast
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            columns::id().spare().page(9),
            columns::name().page(0),
            columns::born(),
            columns::unit(),
            columns::unit_name(),
            columns::place().grouping().page_only(5),
            Column::<Self>::new("step", Kind::Word, |of, view, _| match view.place {
                Some(place) => Cell::Word(Word::Step(place, of.today)),
                None => Cell::None,
            })
            .called(Title::Field("milestone"))
            .grouping()
            .page(4),
            Column::<Self>::new("chance", Kind::Word, |of, view, _| match of.ahead(view) {
                Some(ahead) => Cell::Word(Word::Chance(ahead.chance)),
                None => Cell::None,
            })
            .called(Title::Chance)
            .grouping()
            .page(6),
            Column::<Self>::new("earliest", Kind::Day, |of, view, _| {
                Cell::day(of.ahead(view).and_then(|ahead| ahead.earliest?.date()).map(Date::from))
            })
            .called(Title::Earliest)
            .page(1),
            Column::<Self>::new("latest", Kind::Day, |of, view, _| {
                Cell::day(of.ahead(view).and_then(|ahead| ahead.latest?.date()).map(Date::from))
            })
            .called(Title::Latest)
            .page(2),
            Column::<Self>::new("obstacles", Kind::Word, |of, view, _| match of.ahead(view) {
                Some(ahead) if !ahead.obstacles.is_empty() => Cell::Word(Word::Obstacles(&ahead.obstacles)),
                _ => Cell::None,
            })
            .called(Title::InTheWay)
            .page(3),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (person, _) = self.rows.get(row)?;
        let place = self.register.place(*person, self.today);
        let unit = place.and_then(|place| self.register.unit(place.unit));
        Some(View { row, place, unit })
    }

    fn groups() -> Option<&'static str> {
        Some("chance")
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let count = |chance: Chance| self.rows.iter().filter(|(_, ahead)| ahead.chance == chance).count();
        let counts = Chance::ALL.map(count);
        vec![Note::Ahead { end: self.end, counts }]
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
