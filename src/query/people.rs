//! Lists of people: those behind a figure, those in a unit.

use super::figures::{Counting, Figure};
use super::register::{PersonRow, Register, UnitRow};

/// The people behind a figure of a unit, in name order.
pub fn behind(register: &Register, unit: UnitRow, figure: Figure, counting: Counting) -> Vec<PersonRow> {
    let subtree = register.subtree(unit);
    (0..register.len())
        .filter(|row| register.counts(*row, figure, counting).is_some_and(|unit| subtree.contains(&unit)))
        .collect()
}

/// Everyone ever followed in a unit and now in it, on the way or not, in name order.
pub fn everyone(register: &Register, unit: UnitRow) -> Vec<PersonRow> {
    let subtree = register.subtree(unit);
    (0..register.len())
        .filter(|row| register.unit_on(*row, i32::MAX).is_some_and(|unit| subtree.contains(&unit)))
        .collect()
}
