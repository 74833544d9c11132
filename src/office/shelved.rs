//! The places of all books as the kept register has them: looked at where they lie in its columns, and
//! taken out of them once somebody asks for one. So a look-up of an office in which nothing changed makes
//! no place at all. Must not say what a change means: that is `keep_up.rs`.

use crate::domain::UnitId;
use crate::parallel;
use crate::query::columns::{Columns, Lists, Part};
use crate::store::files::{Dir, Stamp};
use crate::store::folder::Folder;
use crate::store::place::{self, Lies, Place, Stale};
use bytemuck::{Pod, Zeroable};
use std::ops::{Deref, DerefMut, Range};
use std::sync::OnceLock;

/// So many stamps stand before those of the places.
pub(super) const BEFORE: usize = 2;
/// Fewer places than this are taken out without help.
const CROWD: usize = 1000;

/// All places, in the order of the walk.
#[derive(Debug)]
pub(super) enum Places {
    /// As they lie in the columns; and those that were taken out of them.
    Kept(Columns, OnceLock<Vec<Place>>),
    Taken(Vec<Place>),
}

/// What a place is in the columns, beside its texts.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct PlaceItem {
    folder: u64,
    unit: u64,
    head: u64,
    /// Number of the place above; its own for one at the top.
    above: u32,
    stamps: u16,
    plated: u8,
    /// Seen, copy, missing.
    flags: u8,
}

impl PlaceItem {
    fn is_seen(&self) -> bool {
        self.flags & 1 != 0
    }

    fn is_copy(&self) -> bool {
        self.flags & 2 != 0
    }

    fn is_missing(&self) -> bool {
        self.flags & 4 != 0
    }
}

impl Default for Places {
    fn default() -> Places {
        Places::Taken(Vec::new())
    }
}

impl From<Vec<Place>> for Places {
    fn from(places: Vec<Place>) -> Places {
        Places::Taken(places)
    }
}

impl Deref for Places {
    type Target = Vec<Place>;

    fn deref(&self) -> &Vec<Place> {
        match self {
            Places::Kept(columns, taken) => taken.get_or_init(|| read(columns)),
            Places::Taken(places) => places,
        }
    }
}

impl DerefMut for Places {
    fn deref_mut(&mut self) -> &mut Vec<Place> {
        loop {
            match self {
                Places::Taken(places) => return places,
                Places::Kept(columns, taken) => {
                    *self = Places::Taken(taken.take().unwrap_or_else(|| read(columns)));
                }
            }
        }
    }
}

impl Places {
    /// The places that columns were derived from, and how the folder looked that stirs with them, and the
    /// store's own.
    pub fn of(columns: &Columns) -> (Places, [Stamp; BEFORE]) {
        let stamps: &[Stamp] = columns.all(Part::PlaceStamps);
        let before = std::array::from_fn(|n| stamps.get(n).copied().unwrap_or(Stamp::NEVER));
        (Places::Kept(columns.clone(), OnceLock::new()), before)
    }

    /// The units of the books in which there is something of mine.
    pub fn units(&self) -> Vec<UnitId> {
        match self {
            Places::Kept(columns, _) => {
                let seen = columns.all(Part::PlaceItems).iter().filter(|item: &&PlaceItem| item.is_seen());
                seen.map(|item| UnitId::from_bits(item.unit)).collect()
            }
            Places::Taken(places) => {
                places.iter().filter(|place| place.seen).map(|place| place.unit).collect()
            }
        }
    }

    /// Looks at all of them: see [`place::stale`].
    pub fn stale(&self, root: &Dir, whole: bool) -> Stale {
        match self {
            Places::Kept(columns, _) => {
                let starts = starts(columns);
                place::stale(root, starts.len(), whole, |n| lies(columns, n, *starts.get(n)?))
            }
            Places::Taken(places) => place::stale(root, places.len(), whole, |n| Some(places.get(n)?.lies())),
        }
    }

    /// Puts places into columns, and how the folder looked that stirs when any of them comes or goes, and the
    /// store's own.
    pub fn write(&self, before: [Stamp; BEFORE], columns: &mut Columns) {
        let mut texts: Lists<u8> = Lists::default();
        let (mut items, mut stamps): (Vec<PlaceItem>, Vec<Stamp>) = (Vec::new(), before.to_vec());
        for (n, place) in self.iter().enumerate() {
            let lines = std::iter::once(&place.folder.path).chain(&place.missing).chain(&place.logs);
            texts.push(lines.flat_map(|line| line.bytes().chain([b'\n'])));
            let above = place.folder.above.first();
            let above = above.and_then(|id| self.iter().take(n).rposition(|place| place.folder.id == *id));
            items.push(PlaceItem {
                folder: place.folder.id.bits(),
                unit: place.unit.bits(),
                head: place.head,
                above: above.unwrap_or(n) as u32,
                stamps: place.stamps.len() as u16,
                plated: place.folder.plated.into(),
                flags: u8::from(place.seen)
                    | u8::from(place.copy) << 1
                    | u8::from(place.missing.is_some()) << 2,
            });
            stamps.extend(&place.stamps);
        }
        columns.put_lists(Part::PlaceEnds, Part::Places, &texts);
        columns.put(Part::PlaceItems, &items);
        columns.put(Part::PlaceStamps, &stamps);
    }
}

/// Where the stamps of each place begin among all; the first of all are of none of them.
fn starts(columns: &Columns) -> Vec<usize> {
    let start = |next: &mut usize, item: &PlaceItem| {
        *next += usize::from(item.stamps);
        Some(*next - usize::from(item.stamps))
    };
    columns.all(Part::PlaceItems).iter().scan(BEFORE, start).collect()
}

fn read(columns: &Columns) -> Vec<Place> {
    let starts = starts(columns);
    let part =
        |part: Range<usize>| part.filter_map(|n| place(columns, n, *starts.get(n)?)).collect::<Vec<_>>();
    parallel::parts(starts.len(), CROWD, part).into_iter().flatten().collect()
}

/// The place of one book that columns were derived from, if there is something of mine in it.
pub(super) fn read_one(columns: &Columns, book: UnitId) -> Option<Place> {
    let items: &[PlaceItem] = columns.all(Part::PlaceItems);
    let n = items.iter().position(|item| item.unit == book.bits() && item.is_seen())?;
    let before: usize = items.iter().take(n).map(|item| usize::from(item.stamps)).sum();
    place(columns, n, before + BEFORE)
}

/// How the place number `n` lay, whose stamps begin with number `start` of all.
fn lies(columns: &Columns, n: usize, start: usize) -> Option<Lies<'_, impl Iterator<Item = &str> + Clone>> {
    let item: PlaceItem = columns.one(Part::PlaceItems, n)?;
    let stamps = columns.all(Part::PlaceStamps).get(start..);
    // Of which nothing is known, that is looked into.
    let stamps = stamps.and_then(|rest| rest.get(..item.stamps.into())).unwrap_or_default();
    let mut lines = columns.text(Part::PlaceEnds, Part::Places, n).lines();
    let path = lines.next().unwrap_or_default();
    if item.is_missing() {
        lines.next();
    }
    Some(Lies { path, logs: lines, stamps, copy: item.is_copy() })
}

fn place(columns: &Columns, n: usize, start: usize) -> Option<Place> {
    let items: &[PlaceItem] = columns.all(Part::PlaceItems);
    let (item, lies) = (items.get(n)?, lies(columns, n, start)?);
    let (mut above, mut at) = (Vec::new(), (n, item));
    while let Some(next) = items.get(at.1.above as usize).filter(|_| (at.1.above as usize) < at.0) {
        above.push(UnitId::from_bits(next.folder));
        at = (at.1.above as usize, next);
    }
    let folder = Folder {
        id: UnitId::from_bits(item.folder),
        path: lies.path.to_owned(),
        above,
        plated: item.plated != 0,
        stamp: lies.stamps.first().copied().unwrap_or(Stamp::NEVER),
    };
    let (unit, seen, copy) = (UnitId::from_bits(item.unit), item.is_seen(), lies.copy);
    let (logs, stamps) = (lies.logs.map(str::to_owned).collect(), lies.stamps.to_vec());
    let name = columns.text(Part::PlaceEnds, Part::Places, n).lines().nth(1).unwrap_or_default();
    let missing = item.is_missing().then(|| name.to_owned());
    Some(Place { folder, unit, seen, copy, missing, logs, head: item.head, stamps })
}
