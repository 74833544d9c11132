//! What is new since a day: who came onto the way, which steps were reached, who left and who was moved, by the days of the
//! records. What was entered late about days before it is in the history, not here.

use super::{Behind, Cell, Column, Kind, Name, News, Note, Source, Title, Word};
use crate::domain::{Day, MilestoneKind};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::progress::Params;
use crate::query::{PersonRow, Register, UnitRow};
use std::collections::BTreeMap;

/// What happened, each with those to whom it did.
pub struct Changes {
    unit: Option<UnitRow>,
    params: Params,
    rows: Vec<(News, Vec<PersonRow>)>,
}

/// One thing that happened.
pub struct View {
    row: usize,
}

impl Changes {
    /// Of a unit with all below it, from the first to the last day of the period.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Changes, Stopped> {
        let units = register.units_of(unit);
        let (first, last) = (Day::from(params.from), Day::from(params.to));
        let within = |day: Day| (first..=last).contains(&day);
        let here =
            |row: PersonRow, day: Day| register.unit_on(row, day).is_some_and(|unit| units.contains(unit));
        let news = |row: PersonRow| {
            let mut news: Vec<News> = Vec::new();
            let began = register.began(row);
            if within(began) && here(row, began) {
                news.push(News::Came);
            }
            for (kind, day, _) in register.events(row) {
                if within(day) && here(row, day) {
                    news.push(News::Reached(kind));
                }
            }
            for (_, from, back) in register.leaves(row) {
                if within(from) && here(row, from) {
                    news.push(News::Left);
                }
                if within(back) && here(row, back) {
                    news.push(News::Returned);
                }
            }
            if register.moves(row).any(within) {
                news.push(News::Moved);
            }
            news.sort_unstable();
            news.dedup();
            news
        };
        let found = register.pick(&units, work, |row| !news(row).is_empty())?;
        let mut rows: BTreeMap<News, Vec<PersonRow>> = BTreeMap::new();
        let steps = MilestoneKind::ALL.map(News::Reached);
        rows.extend(
            [News::Came, News::Left, News::Returned, News::Moved]
                .into_iter()
                .chain(steps)
                .map(|n| (n, Vec::new())),
        );
        for person in found {
            for what in news(person) {
                rows.entry(what).or_default().push(person);
            }
        }
        Ok(Changes { unit, params, rows: rows.into_iter().collect() })
    }

    fn row(&self, view: &View) -> Option<&(News, Vec<PersonRow>)> {
        self.rows.get(view.row)
    }
}

impl Source for Changes {
    type View = View;

    fn name(&self) -> Name {
        Name::Changes
    }

    fn columns() -> Vec<Column<Self>> {
        let people = |of: &Self, view: &View, _: usize| {
            of.row(view).map_or(Behind::Nobody, |(_, people)| Behind::People(people.clone()))
        };
        vec![
            Column::<Self>::new("what", Kind::Word, |of, view, _| match of.row(view) {
                Some((news, _)) => Cell::Word(Word::News(*news)),
                None => Cell::None,
            })
            .called(Title::WhatHappened)
            .behind(people)
            .page(0),
            Column::<Self>::new("people", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).map(|(_, people)| people.len() as u32))
            })
            .called(Title::People)
            .behind(people)
            .page(1),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View> {
        (row < self.rows.len()).then_some(View { row })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::span(&self.params)]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
