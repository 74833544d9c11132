//! Which people a list is of. Must not look for them.

use crate::domain::{PersonId, UnitId};
use crate::query::figures::Figure;

/// Which people, of which units.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    pub units: Vec<UnitId>,
    pub who: Who,
}

/// Which people.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Those who count for a figure.
    Counted(Figure),
    /// Just these, wherever they are now.
    These(Vec<PersonId>),
}
