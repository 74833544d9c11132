//! Who, or what, is behind a cell of a report: where Enter leads.

use crate::domain::{Date, OccasionId};
use crate::query::due::DueRow;
use crate::query::figures::{Counting, Figure};
use crate::query::rows::{PersonRow, UnitRow};

/// Who is behind a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    Nobody,
    Unit(UnitRow),
    Person(PersonRow),
    /// Somebody of whom something is due.
    Due(DueRow),
    /// A class, a ceremony, a review.
    Occasion(OccasionId),
    /// What is due in a unit with all below it.
    DueIn(UnitRow),
    /// The reports that a unit with all below it sent, and where they are noted.
    SubmissionsIn(UnitRow),
    /// What an occasion asks of units.
    QuotasOf(OccasionId),
    /// The cells in charge of the committee members of a unit.
    ChargeIn(UnitRow),
    /// A committee member in charge, by the number in the unit.
    Officer(UnitRow, u8),
    /// Those who were counted, of some units with all below them.
    Counted(Vec<UnitRow>, Figure),
    /// Those who are counted in a figure of a unit, by days of its own; of a flow only those who changed since the figures of
    /// the month were frozen, where it says so.
    CountedBy {
        unit: UnitRow,
        figure: Figure,
        counting: Counting,
        since: Option<Date>,
    },
    /// These, in no order.
    People(Vec<PersonRow>),
}
