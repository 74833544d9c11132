//! Where somebody stands on a day.

use super::rows::UnitRow;
use crate::domain::{Day, MilestoneKind, Stage};

/// Where a person stands on a day: unit, stage, the furthest milestone and the day since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub unit: UnitRow,
    pub stage: Stage,
    pub furthest: Option<MilestoneKind>,
    pub since: Day,
}
