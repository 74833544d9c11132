//! Which columns a list of people has, and how wide: by what there is to be shown. Must not draw.
//!
//! A new column requires: 1 its width in [`Columns`], taken in the order of what tells most; 2 its cell
//! in `people_table.rs`.

use crate::domain::{Day, UnitId};
use crate::query::PersonRow;
use crate::query::due::most_urgent;
use crate::ui::canvas::width;
use crate::ui::world::World;

/// So many people of a list are looked at.
const FEW: usize = 250;

/// What there is to be shown of the people of a list, as its first few say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Cells of the longest name.
    pub name: usize,
    /// Cells of the longest name of a unit; 0 where all are of one unit.
    pub unit: usize,
    /// Something is due of somebody.
    pub due: bool,
}

impl Content {
    /// Of the people of some units.
    pub fn of(rows: &[PersonRow], units: &[UnitId], world: &World) -> Content {
        let (register, today) = (world.register, Day::from(world.today));
        let mut content = Content::default();
        let below = |id: &UnitId| register.unit_row(*id).map_or(0, |row| register.subtree(row).len());
        let several = units.iter().map(below).sum::<usize>() > 1;
        for row in rows.iter().take(FEW) {
            content.name = content.name.max(width(register.name(*row)));
            content.due |= most_urgent(register, *row, today).is_some();
            if let Some(unit) = register.unit_on(*row, world.day()).filter(|_| several) {
                let called = register.unit(unit).map(|entry| width(&register.name_in_book(&entry)));
                content.unit = content.unit.max(called.unwrap_or(0));
            }
        }
        content
    }
}

/// Widths of the columns, their gap included; 0 leaves one out.
pub struct Columns {
    pub name: usize,
    pub born: usize,
    pub unit: usize,
    pub step: usize,
    pub since: usize,
    pub due: usize,
}

impl Columns {
    /// The name and the step always; then what tells most in a list of this kind, as far as there is room.
    pub fn fit(area: u16, content: Content) -> Columns {
        const STEP: usize = 13;
        let room = usize::from(area).saturating_sub(2);
        let name = (content.name + 1).clamp(12, 31).min(room.saturating_sub(STEP));
        let mut rest = room.saturating_sub(name + STEP);
        let mut take = |wanted: bool, least: usize, most: usize| {
            let width = if wanted && rest >= least { most.min(rest) } else { 0 };
            rest -= width;
            width
        };
        let unit = take(content.unit > 0, (content.unit + 1).min(9), (content.unit + 1).min(19));
        // On a narrow screen by when matters more than since when.
        let due = take(content.due, 10, 12);
        let since = take(true, 11, 11);
        let born = take(true, 11, 11);
        let step = rest.min(15);
        // What is left shows whose unit it is.
        let more = if unit > 0 { (rest - step).min((content.unit + 1).saturating_sub(unit)) } else { 0 };
        Columns { name, born, unit: unit + more, step: STEP + step, since, due }
    }
}
