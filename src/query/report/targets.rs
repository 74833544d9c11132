//! The targets of a unit and of those just below it: by which document, how many percent of the members, and whether what
//! is given to those below adds up.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::{Day, Period, Target, Unit};
use crate::query::progress::{Params, percent};
use crate::query::{Register, UnitEntry, UnitRow};
use chrono::Datelike;

/// The unit, and those below.
pub struct Targets<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    rows: Vec<UnitRow>,
}

/// A unit.
pub struct View<'r> {
    entry: UnitEntry<'r>,
    target: Option<Target>,
    /// How many versions of it there are.
    versions: u32,
    before: Option<Target>,
    members: Option<u32>,
    /// What those just below have together.
    below: Option<u32>,
}

impl<'r> Targets<'r> {
    /// Of a unit, for the year of the figures, as in force on their day.
    pub fn of(register: &'r Register, (unit, params): (Option<UnitRow>, Params)) -> Targets<'r> {
        let at = unit.or(register.only_top());
        let below = register.open_children(at, Day::from(params.to));
        Targets { register, unit, params, rows: at.into_iter().chain(below).collect() }
    }

    fn year(&self) -> i32 {
        self.params.from.year()
    }

    fn target(&self, unit: &Unit, year: i32) -> Option<Target> {
        // A target of a year that has not begun by the day is in force all the same.
        let day = Day::from(self.params.to).max(Day::from(self.params.from));
        unit.target_on(Period::Year(year), day).cloned()
    }

    fn row(&self, row: UnitRow) -> Option<View<'r>> {
        let entry = self.register.unit(row)?;
        let (unit, year) = (entry.whole(), self.year());
        let of = |row: UnitRow| self.register.unit(row).and_then(|entry| self.target(&entry.whole(), year));
        let below = self.register.children(Some(row)).filter_map(of).map(|target| target.people);
        let period = Period::Year(year);
        Some(View {
            entry,
            target: self.target(&unit, year),
            versions: unit.targets.range((period, 0)..=(period, u8::MAX)).count() as u32,
            before: self.target(&unit, year - 1),
            members: unit.members_before(year),
            below: below.reduce(u32::saturating_add),
        })
    }
}

impl<'r> Source for Targets<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Targets
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::<Self>::new("unit", Kind::Id, |_, view, _| Cell::Unit(view.entry.id))
                .behind(|_, view, _| Behind::Unit(view.entry.row())),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| Cell::text(view.entry.name()))
                .called(Title::Field("unit"))
                .page(0),
            Column::<Self>::new("members", Kind::Count, |_, view, _| Cell::count(view.members)).page(2),
            Column::<Self>::new("target", Kind::Count, |_, view, _| {
                Cell::count(view.target.as_ref().map(|target| target.people))
            })
            .page(1),
            Column::<Self>::new("percent", Kind::Percent, |_, view, _| {
                let target = view.target.as_ref().map(|target| target.people);
                let share = target.and_then(|target| percent(target, view.members));
                share.map_or(Cell::None, Cell::Percent)
            })
            .called(Title::OfMembers)
            .page(3),
            Column::<Self>::new("before", Kind::Count, |_, view, _| {
                Cell::count(view.before.as_ref().map(|target| target.people))
            })
            .called(Title::TargetBefore)
            .page(5),
            Column::<Self>::new("since_before", Kind::Difference, |_, view, _| {
                let both = view.target.as_ref().zip(view.before.as_ref());
                let more = both.map(|(now, before)| i64::from(now.people) - i64::from(before.people));
                more.map_or(Cell::None, Cell::Difference)
            })
            .called(Title::SinceLastYear)
            .page(6),
            Column::<Self>::new("below", Kind::Count, |_, view, _| Cell::count(view.below))
                .called(Title::GivenBelow)
                .page(7),
            Column::<Self>::new("not_given", Kind::Difference, |_, view, _| {
                let both = view.target.as_ref().zip(view.below);
                let left = both.map(|(target, below)| i64::from(target.people) - i64::from(below));
                left.map_or(Cell::None, Cell::Difference)
            })
            .called(Title::NotGiven)
            .page(4),
            Column::<Self>::new("number", Kind::Text, |_, view, _| match &view.target {
                Some(target) => Cell::Text(target.number.clone().into()),
                None => Cell::None,
            })
            .page(8),
            Column::<Self>::new("date", Kind::Date, |_, view, _| {
                Cell::day(view.target.as_ref().and_then(|target| target.date))
            })
            .page(9),
            Column::<Self>::new("versions", Kind::Count, |_, view, _| {
                Cell::count(Some(view.versions).filter(|versions| *versions > 1))
            })
            .called(Title::Versions)
            .page(10),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        self.rows.get(row).and_then(|unit| self.row(*unit))
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::OfYear(self.year())]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
