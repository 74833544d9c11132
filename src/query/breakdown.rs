//! What figures are broken down by: the units just below, the year of birth, whom classes are for, or any field that many
//! people share. Answered from the register alone.
//!
//! A field that people share is one of these by its kind (`query/register/coded.rs`); another dimension requires a
//! variant here.

use super::register::Register;
use super::rows::{PersonRow, UnitRow};
use crate::domain::text::fold;
use crate::domain::{Catalogue, FieldKind, PersonField, UnitId};
use crate::query::report::{Cell, Word};

/// A dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The units just below the one that is asked about.
    Unit,
    /// The blocks of units.
    Block,
    /// The year of birth.
    Born,
    /// Whom classes are for.
    Audience,
    Field(PersonField),
}

impl By {
    /// All of them.
    pub fn all() -> impl Iterator<Item = By> {
        let shared = PersonField::ALL.into_iter().filter(|field| field.is_shared());
        [By::Unit, By::Block, By::Born, By::Audience].into_iter().chain(shared.map(By::Field))
    }

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            By::Unit => "unit",
            By::Block => "block",
            By::Born => "born",
            By::Audience => "audience",
            By::Field(field) => field.name(),
        }
    }

    /// The dimension with this word.
    pub fn by_code(code: &str) -> Option<By> {
        By::all().find(|by| by.code() == code)
    }
}

/// A group of people, in the order in which groups stand; those of whom it is not known come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group<'r> {
    Unit(UnitRow),
    /// By its code.
    Block(&'r str),
    Born(i32),
    /// By its code.
    Audience(&'r str),
    /// By the folded text, then by the text.
    Value(PersonField, String, &'r str),
    Unknown,
}

impl<'r> Group<'r> {
    /// What tools know it by: the id of a unit, a code, the value itself.
    pub fn id<'a>(&'a self, register: &'a Register) -> Cell<'a> {
        match self {
            Group::Unit(row) => Cell::unit(register.id_of_unit(*row)),
            Group::Born(year) => Cell::Text(year.to_string().into()),
            Group::Block(code) | Group::Audience(code) => Cell::text(code),
            Group::Value(_, _, value) => Cell::text(value),
            Group::Unknown => Cell::None,
        }
    }

    /// What people call it.
    pub fn name(&self, register: &'r Register, catalogue: &'r Catalogue) -> Cell<'r> {
        let unit = |id: UnitId| Cell::Word(Word::UnitCalled(register.unit_name(id)));
        match self {
            Group::Unit(row) => register.id_of_unit(*row).map_or(Cell::None, unit),
            Group::Born(year) => Cell::Text(year.to_string().into()),
            Group::Block(code) => match catalogue.blocks.iter().find(|block| block.code == *code) {
                Some(block) => Cell::Word(Word::Named(code, &block.vi, &block.en)),
                None => Cell::text(code),
            },
            Group::Audience(code) => match catalogue.audience(code) {
                Some(audience) => Cell::Word(Word::Named(code, &audience.vi, &audience.en)),
                None => Cell::text(code),
            },
            Group::Unknown => Cell::Word(Word::Unknown),
            Group::Value(field, _, value) => match (field.kind(), value.parse()) {
                (FieldKind::Unit, Ok(id)) => unit(id),
                (kind, _) => Cell::Word(Word::Shared(*field, value, kind.name_of(value, catalogue))),
            },
        }
    }
}

impl Register {
    /// The groups that somebody who was in a unit is in, below the unit `above`; several where a field has several
    /// words.
    pub fn groups<'r>(
        &'r self,
        person: PersonRow,
        unit: UnitRow,
        (by, above): (By, Option<UnitRow>),
        catalogue: &'r Catalogue,
    ) -> Vec<Group<'r>> {
        let groups: Vec<Group> = match by {
            // The unit just below, or itself where somebody is above all of them.
            By::Unit => {
                let below = self.up_from(unit).find(|row| self.parent(*row) == above).or(above);
                below.map(Group::Unit).into_iter().collect()
            }
            By::Block => {
                let blocks = self.up_from(unit).filter_map(|row| self.unit(row)).map(|entry| entry.block());
                blocks.filter(|block| !block.is_empty()).take(1).map(Group::Block).collect()
            }
            By::Born => self.born(person).map(|born| Group::Born(born.year())).into_iter().collect(),
            By::Audience => self.audiences(person, catalogue).map(|of| Group::Audience(&of.code)).collect(),
            By::Field(wanted) => {
                let mine = self.shared(person).filter(|(field, _)| *field == wanted);
                mine.map(|(field, value)| Group::Value(field, fold(value), value)).collect()
            }
        };
        if groups.is_empty() { vec![Group::Unknown] } else { groups }
    }
}
