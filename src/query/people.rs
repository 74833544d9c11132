//! Lists of people: those behind a figure, those whose way is over.

use super::figures::{Counting, Figure, Position};
use super::register::{Event, Register};
use super::rows::{PersonRow, Rows, UnitRow};
use crate::domain::person::LeaveReason;
use crate::domain::{Day, MilestoneKind, Stage};
use crate::parallel::waiting::{Stopped, Work};

/// Whether a person counts for a figure of a unit or of those below it.
fn counts(
    register: &Register,
    unit: UnitRow,
    figure: Figure,
    counting: Counting,
) -> impl Fn(PersonRow) -> bool + Sync + '_ {
    let subtree = register.subtree(unit);
    move |row| register.counts(row, figure, counting).is_some_and(|unit| subtree.contains(unit))
}

/// True when somebody is behind a figure of a unit.
pub fn is_behind(
    register: &Register,
    unit: UnitRow,
    figure: Figure,
    counting: Counting,
    row: PersonRow,
) -> bool {
    counts(register, unit, figure, counting)(row)
}

/// The people behind a figure of a unit, in name order.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn behind(
    register: &Register,
    unit: UnitRow,
    figure: Figure,
    counting: Counting,
    work: &Work,
) -> Result<Vec<PersonRow>, Stopped> {
    register.pick(&register.subtree(unit), work, counts(register, unit, figure, counting))
}

/// The first few people behind a figure of a unit, in name order.
pub fn first_behind(
    register: &Register,
    unit: UnitRow,
    figure: Figure,
    counting: Counting,
    most: usize,
) -> Vec<PersonRow> {
    register.first(most, counts(register, unit, figure, counting))
}

/// The people who stand in some units on a day, at a stage or at any, in name order.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn standing(
    register: &Register,
    units: &Rows<UnitRow>,
    stage: Option<Stage>,
    day: Day,
    work: &Work,
) -> Result<Vec<PersonRow>, Stopped> {
    let here = |place: Position| units.contains(place.unit) && stage.is_none_or(|stage| place.stage == stage);
    register.pick(units, work, |row| register.place(row, day).is_some_and(here))
}

/// The people of some units who have left the way by a day, for good or for a while, in name order.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn left(
    register: &Register,
    units: &Rows<UnitRow>,
    day: Day,
    work: &Work,
) -> Result<Vec<PersonRow>, Stopped> {
    register.pick(units, work, |row| register.left_from(row, day).is_some_and(|unit| units.contains(unit)))
}

/// How many in a unit and below it stand at the proposal on a day and wait for the police.
pub fn at_the_police(register: &Register, unit: UnitRow, day: Day) -> usize {
    let units = register.subtree(unit);
    let here = |place: Position| place.stage == Stage::Proposal && units.contains(place.unit);
    let waits = |row| register.waiting(row).1 > 0 && register.place(row, day).is_some_and(here);
    register.sift(&units, &Work::unheard(), waits).map_or(0, |rows| rows.len())
}

/// Somebody whose way is over since a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    pub row: PersonRow,
    /// The end of the way.
    pub since: Day,
    /// Why the person left; `None` for who was recognised.
    pub left: Option<LeaveReason>,
}

/// Everyone who left for good, or was recognised as official member, on or before a day; the
/// earliest first.
pub fn past_retention(register: &Register, limit: Day) -> Vec<Past> {
    let ended = |row: PersonRow| {
        // A pause is no end, and who came back has not left.
        let open = register.leaves(row).rev().find(|(_, _, until)| *until == Day::NEVER);
        let left = open.filter(|(reason, ..)| *reason != LeaveReason::Paused);
        let recognised = || {
            let official =
                |event: &Event| event.0 == MilestoneKind::OfficialDecision && event.2 == Day::NEVER;
            register.events(row).filter(official).last().map(|(_, from, _)| from)
        };
        match left {
            Some((reason, since, _)) => Some(Past { row, since, left: Some(reason) }),
            None => recognised().map(|since| Past { row, since, left: None }),
        }
    };
    let mut past: Vec<Past> =
        register.people().filter_map(ended).filter(|past| past.since <= limit).collect();
    past.sort_by_key(|past| (past.since, register.order(past.row)));
    past
}
