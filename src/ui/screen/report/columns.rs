//! Where the columns of a report stand on a screen, and how wide they are: as many as there is room for, the chosen one
//! among them. Must not draw.

use super::picture::Picture;
use crate::ui::canvas::width;

/// Cells beyond which a title goes on in another line.
const LONG: usize = 20;
/// A text of a list is not made narrower than this, its gap included.
const NARROW: usize = 22;
/// As wide it can mostly be read whole.
const READABLE: usize = 30;
/// Nor wider than this where there are others.
const WIDE: usize = 44;

/// A column on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its place in the picture.
    pub n: usize,
    /// Cells from the left.
    pub x: usize,
    /// Cells, the gap included.
    pub width: usize,
}

/// Cells that a column would take, its gap included.
fn wanted(picture: &Picture, n: usize) -> usize {
    let Some(column) = picture.columns.get(n) else { return 0 };
    let title = width(&column.title);
    let longest_word = column.title.split(' ').map(width).max().unwrap_or(0);
    let titled = if title > LONG { longest_word.max(title.div_ceil(3) + 2) } else { title };
    (titled + 2).max(7).max(column.longest) + 2
}

/// Of a report of figures: below names that stay others go by until the chosen one is there. `first` is the first of
/// those that go by.
pub fn of_figures(
    picture: &Picture,
    room: usize,
    is_tree: bool,
    chosen: usize,
    first: &mut usize,
) -> Vec<Placed> {
    let mut widths: Vec<usize> = (0..picture.columns.len()).map(|n| wanted(picture, n)).collect();
    if let Some(name) = widths.first_mut() {
        let most = (room / 3).clamp(18, 40);
        *name = if is_tree { most } else { (*name).min(most) };
    }
    let names = picture.names();
    // A year and a group say only together what a row is: they take half of the room, and stay.
    if let [first, group, ..] = widths.as_mut_slice()
        && names == 2
    {
        *group = (*group).min((room / 2).saturating_sub(*first)).max(NARROW.min(*group));
    }
    let wide = |columns: usize| widths.iter().take(columns).sum::<usize>();
    let fixed = if names == 2 || wide(names) * 2 <= room { names } else { 1 };
    let rest = room.saturating_sub(wide(fixed));
    *first = (*first).max(fixed).min(chosen.max(fixed));
    while chosen > *first && wide(chosen + 1) - wide(*first) > rest {
        *first += 1;
    }
    let mut x = 0;
    let mut placed = Vec::new();
    for (n, width) in widths.into_iter().enumerate() {
        if (n < fixed || n >= *first) && x < room {
            placed.push(Placed { n, x, width });
            x += width;
        }
    }
    placed
}

/// Of a list of people: texts give way to each other down to a width at which they can still be read.
pub fn of_people(picture: &Picture, room: usize, chosen: usize, first: &mut usize) -> Vec<Placed> {
    let all = picture.columns.len();
    let least = |n: usize| wanted(picture, n).min(NARROW);
    let fixed = picture.named().filter(|named| (0..*named).map(least).sum::<usize>() * 2 <= room + NARROW);
    let fixed = fixed.unwrap_or(0);
    *first = (*first).max(fixed).min(chosen.max(fixed));
    let shown = |first: usize| {
        let (mut taken, mut readable) = (0, 0);
        let fits = |n: &usize| {
            let spare = picture.columns.get(*n).is_some_and(|column| column.is_spare);
            // What matters less takes nothing from what matters, unless it is what is looked at.
            let fits = if spare && *n != chosen { readable } else { taken } + least(*n) <= room;
            taken += least(*n);
            readable += wanted(picture, *n).min(READABLE);
            fits
        };
        (0..fixed).chain(first..all).take_while(fits).collect::<Vec<usize>>()
    };
    while chosen > *first && !shown(*first).contains(&chosen) {
        *first += 1;
    }
    let shown = shown(*first);
    let mut widths: Vec<usize> = shown.iter().map(|n| least(*n)).collect();
    let mut spare = room.saturating_sub(widths.iter().sum());
    let is_spare = |n: usize| picture.columns.get(n).is_some_and(|column| column.is_spare);
    // First so that what matters can be read, then as there is room.
    for (most, also_spare) in [(READABLE, false), (WIDE, true)] {
        let mut before = usize::MAX;
        while spare > 0 && spare < before {
            before = spare;
            for (width, n) in widths.iter_mut().zip(&shown).filter(|(_, n)| also_spare || !is_spare(**n)) {
                if spare > 0 && *width < wanted(picture, *n).min(most) {
                    (*width, spare) = (*width + 1, spare - 1);
                }
            }
        }
    }
    let mut x = 0;
    let place = |(n, width): (usize, usize)| {
        let placed = Placed { n, x, width };
        x += width;
        placed
    };
    shown.into_iter().zip(widths).map(place).collect()
}
