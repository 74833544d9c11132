//! Where somebody stands: rows of the register, and the place of a person.

use crate::domain::{MilestoneKind, Stage};

/// A unit's row number.
pub type UnitRow = usize;
/// A person's row number.
pub type PersonRow = usize;

/// Where a person stands on a day: unit, stage, the furthest milestone and the day since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub unit: UnitRow,
    pub stage: Stage,
    pub furthest: Option<MilestoneKind>,
    pub since: i32,
}
