//! Lists of people: those behind a figure.

use super::figures::{Counting, Figure};
use super::register::{PersonRow, Register, UnitRow};

/// The people behind a figure of a unit, in name order.
pub fn behind(register: &Register, unit: UnitRow, figure: Figure, counting: Counting) -> Vec<PersonRow> {
    let subtree = register.subtree(unit);
    (0..register.len())
        .filter(|row| register.counts(*row, figure, counting).is_some_and(|unit| subtree.contains(&unit)))
        .collect()
}
