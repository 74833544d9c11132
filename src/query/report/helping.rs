//! How many people every member helps now, against the limit that the office sets: nobody can help ten.
//!
//! Who helps is said by a name. A name counts within the cell of the person who is helped; where the same name stands in
//! another cell of the same book, it may be one member or two, and that is said.

use super::columns::{self, InUnits};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::text::{same_key, title_key};
use crate::domain::{Day, MilestoneKind, UnitId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use std::collections::{BTreeMap, BTreeSet};

/// The members who help somebody.
pub struct Helpers<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    /// None where nobody set one.
    limit: Option<u32>,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    unit: UnitRow,
    /// Of people who are not admitted yet, of members on probation.
    helped: [Vec<PersonRow>; 2],
    /// In how many other cells of the book somebody of the same name helps.
    elsewhere: u32,
}

impl Row {
    fn count(&self) -> u32 {
        self.helped.iter().map(Vec::len).sum::<usize>() as u32
    }
}

/// A member, by the row.
pub struct View<'r> {
    row: usize,
    unit: Option<UnitEntry<'r>>,
}

impl<'r> Helpers<'r> {
    /// Of a unit with all below it, whoever helps most first. Looks at everybody once.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, today): (Option<UnitRow>, Day),
        limit: Option<u32>,
        work: &Work,
    ) -> Result<Helpers<'r>, Stopped> {
        let units = register.units_of(unit);
        let helped = register.sift(&units, work, |person| {
            register.helpers(person).next().is_some() && register.is_helped(person, today)
        })?;
        let mut by_name: BTreeMap<(String, UnitRow), Row> = BTreeMap::new();
        for person in helped {
            let Some(place) = register.place(person, today).filter(|place| units.contains(place.unit)) else {
                continue;
            };
            for name in register.helpers(person) {
                let row = by_name.entry((same_key(name), place.unit)).or_insert_with(|| Row {
                    name: name.to_owned(),
                    unit: place.unit,
                    helped: Default::default(),
                    elsewhere: 0,
                });
                let [before, probation] = &mut row.helped;
                let is_member = register.has(person, MilestoneKind::Ceremony, today);
                if is_member { probation } else { before }.push(person);
            }
        }
        let book = |unit: UnitRow| register.unit(unit).map(|entry| entry.book);
        let mut cells: BTreeMap<(String, Option<UnitId>), u32> = BTreeMap::new();
        for (name, unit) in by_name.keys() {
            *cells.entry((name.clone(), book(*unit))).or_insert(0) += 1;
        }
        let mut rows: Vec<Row> = by_name
            .into_iter()
            .map(|((name, unit), row)| {
                let cells = cells.get(&(name, book(unit))).copied().unwrap_or(1);
                Row { elsewhere: cells.saturating_sub(1), ..row }
            })
            .collect();
        rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.count()), title_key(&row.name), row.unit));
        Ok(Helpers { register, unit, limit, rows })
    }

    fn row(&self, view: &View) -> Option<&Row> {
        self.rows.get(view.row)
    }

    fn over(&self, row: &Row) -> Option<u32> {
        self.limit.map(|limit| row.count().saturating_sub(limit)).filter(|over| *over > 0)
    }
}

impl<'r> InUnits for Helpers<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for Helpers<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Helpers
    }

    fn columns() -> Vec<Column<Self>> {
        let of_stage = |code: &'static str, title: Title, n: usize, place: u8| {
            Column::<Self>::new(code, Kind::Count, |of, view, n| {
                Cell::count(of.row(view).and_then(|row| row.helped.get(n)).map(|people| people.len() as u32))
            })
            .called(title)
            .nth(n)
            .behind(|of, view, n| {
                let people = of.row(view).and_then(|row| row.helped.get(n));
                people.cloned().map_or(Behind::Nobody, Behind::People)
            })
            .page(place)
        };
        let all = |of: &Self, view: &View, _: usize| {
            of.row(view).map_or(Behind::Nobody, |row| Behind::People(row.helped.concat()))
        };
        vec![
            Column::<Self>::new("name", Kind::Name, |of, view, _| {
                Cell::text(of.row(view).map_or("", |row| &row.name))
            })
            .called(Title::Helper)
            .behind(all)
            .page(0),
            columns::unit(),
            columns::unit_name(),
            columns::place().grouping().page_only(1),
            Column::<Self>::new("helped", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).map(Row::count))
            })
            .called(Title::Helped)
            .behind(all)
            .page(2),
            of_stage("candidates", Title::HelpedCandidates, 0, 4),
            of_stage("probationary", Title::HelpedMembers, 1, 5),
            Column::<Self>::new("over", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).and_then(|row| of.over(row)))
            })
            .called(Title::OverLimit)
            .page(3),
            Column::<Self>::new("elsewhere", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).map(|row| row.elsewhere).filter(|cells| *cells > 0))
            })
            .called(Title::SameNameElsewhere)
            .page(6),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let unit = self.rows.get(row)?.unit;
        Some(View { row, unit: self.register.unit(unit) })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let over = self.rows.iter().filter(|row| self.over(row).is_some()).count();
        let twice = self.rows.iter().filter(|row| row.elsewhere > 0).map(|row| same_key(&row.name));
        let twice = twice.collect::<BTreeSet<String>>().len();
        vec![Note::Helpers { limit: self.limit, over, twice }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
