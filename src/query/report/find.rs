//! People, units and occasions by what someone remembers of them, best first.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Word};
use crate::domain::Day;
use crate::query::figures::Position;
use crate::query::find::{Hit, find};
use crate::query::register::OccasionEntry;
use crate::query::{Register, UnitEntry, UnitRow};

/// What was found on a day.
pub struct Found<'r> {
    register: &'r Register,
    hits: Vec<Hit>,
    today: Day,
}

/// One of what was found.
pub struct View<'r> {
    hit: Hit,
    place: Option<Position>,
    left: bool,
    /// The unit found, or the one where the person stands.
    unit: Option<UnitEntry<'r>>,
    occasion: Option<OccasionEntry>,
}

/// What an occasion is.
fn kind(entry: &OccasionEntry) -> Word<'static> {
    let (vi, en) = entry.occasion.kind.called();
    Word::Named(entry.occasion.kind.name(), vi, en)
}

impl<'r> Found<'r> {
    /// Looks for a text.
    pub fn of(register: &'r Register, text: &str, today: Day) -> Found<'r> {
        Found { register, hits: find(register, text, usize::MAX).hits, today }
    }
}

impl<'r> Source for Found<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Find
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::<Self>::new("type", Kind::Word, |_, view, _| match view.hit {
                Hit::Person(_) => Cell::Word(Word::Person),
                Hit::Unit(_) => Cell::Word(Word::Unit),
                Hit::Occasion(_) => Cell::Word(Word::Occasion),
            }),
            Column::<Self>::new("id", Kind::Id, |of, view, _| match view.hit {
                Hit::Person(row) => Cell::person(of.register.id(row)),
                Hit::Unit(row) => Cell::unit(of.register.id_of_unit(row)),
                Hit::Occasion(id) => Cell::Occasion(id),
            })
            .page(4),
            Column::<Self>::new("name", Kind::Name, |of, view, _| match view.hit {
                Hit::Person(row) => Cell::text(of.register.name(row)),
                Hit::Unit(row) => Cell::text(of.register.name_of_unit(row)),
                Hit::Occasion(_) => {
                    Cell::text(view.occasion.as_ref().map_or("", |entry| &entry.occasion.name))
                }
            })
            .behind(|_, view, _| match view.hit {
                Hit::Person(row) => Behind::Person(row),
                Hit::Unit(row) => Behind::Unit(row),
                Hit::Occasion(id) => Behind::Occasion(id),
            })
            .page(0),
            Column::<Self>::new("born", Kind::Date, |of, view, _| match view.hit {
                Hit::Person(row) => Cell::day(of.register.born(row)),
                Hit::Unit(_) | Hit::Occasion(_) => Cell::None,
            })
            .page(1),
            Column::<Self>::new("unit", Kind::Id, |_, view, _| match view.hit {
                Hit::Person(_) => Cell::unit(view.unit.map(|entry| entry.id)),
                Hit::Occasion(_) => Cell::unit(view.occasion.as_ref().and_then(|entry| entry.occasion.unit)),
                Hit::Unit(_) => Cell::None,
            }),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| match (view.hit, &view.unit) {
                (Hit::Person(_), Some(entry)) => Cell::text(entry.name()),
                (Hit::Occasion(_), _) => {
                    Cell::text(view.occasion.as_ref().map_or("", |entry| &entry.held_by))
                }
                _ => Cell::None,
            })
            .called(super::Title::Field("unit"))
            .page(2),
            Column::<Self>::new("stage", Kind::Word, |_, view, _| match view.place {
                Some(place) => Cell::Word(Word::State(Some(place), false)),
                None => Cell::None,
            }),
            Column::<Self>::new("kind", Kind::Word, |_, view, _| match (&view.unit, &view.occasion) {
                (Some(entry), _) if matches!(view.hit, Hit::Unit(_)) => Cell::Word(Word::Code(entry.kind())),
                (_, Some(entry)) => Cell::Word(kind(entry)),
                _ => Cell::None,
            }),
            Column::<Self>::new("state", Kind::Word, |_, view, _| match view.hit {
                Hit::Person(_) => Cell::Word(Word::State(view.place, view.left)),
                Hit::Unit(_) => Cell::Word(Word::Unit),
                Hit::Occasion(_) => {
                    view.occasion.as_ref().map_or(Cell::None, |entry| Cell::Word(kind(entry)))
                }
            })
            .called(super::Title::Field("stage"))
            .page_only(3),
        ]
    }

    fn count(&self) -> usize {
        self.hits.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let hit = *self.hits.get(row)?;
        let register = self.register;
        Some(match hit {
            Hit::Person(row) => {
                let place = register.place(row, self.today);
                let unit = place.and_then(|place| register.unit(place.unit));
                View { hit, place, left: register.leave_on(row, self.today).is_some(), unit, occasion: None }
            }
            Hit::Unit(row) => {
                View { hit, place: None, left: false, unit: register.unit(row), occasion: None }
            }
            Hit::Occasion(id) => {
                View { hit, place: None, left: false, unit: None, occasion: register.occasion(id) }
            }
        })
    }

    fn unit(&self) -> Option<UnitRow> {
        None
    }

    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }

    fn people(&self) -> Option<usize> {
        Some(self.hits.len())
    }
}
