//! Where the books of a store lie, and how everything looked there.
//!
//! A place remembers how the folders and logs of a book looked when the register was derived
//! from it; a look at all of them says whether an answer would be stale.

use super::chain::Chain;
use super::files::{Dir, Stamp};
use super::tree::Folder;
use super::{OpenBook, Store, StoreError};
use crate::crew;
use crate::domain::UnitId;
use crate::query::columns::{Columns, Lists, Part};
use bytemuck::{Pod, Zeroable};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Where a book lies, and how everything looked there when it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub folder: Folder,
    /// The unit whose book it is, as the book itself says.
    pub unit: UnitId,
    /// There is something of mine in it.
    pub seen: bool,
    /// Another place has the same unit and came first.
    pub copy: bool,
    /// The names of its logs.
    pub logs: Vec<String>,
    /// Tells the last record that was read from others.
    pub head: u64,
    /// The unit's folder, the gate of the book, the folder of the logs, each log.
    pub stamps: Vec<Stamp>,
}

/// Fewer places than this are taken from the columns without help.
const CROWD: usize = 1000;

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
    /// Seen, copy.
    flags: u8,
}

impl Place {
    /// A place as its folder was found, nothing read yet.
    pub fn found(folder: Folder) -> Place {
        let stamps = vec![folder.stamp.settled()];
        Place { unit: folder.id, folder, seen: false, copy: false, logs: Vec::new(), head: 0, stamps }
    }

    /// The folder of the book, relative to the store.
    fn gate_path(&self) -> String {
        format!("{}/book", self.folder.path)
    }

    /// The folder of the logs, relative to the store.
    fn logs_path(&self) -> String {
        format!("{}/book/log", self.folder.path)
    }

    /// Tells the folder of the logs from that of an earlier epoch; 0 where it was not seen.
    pub fn epoch(&self) -> u64 {
        self.stamps.get(2).map_or(0, |logs| logs.inode)
    }

    /// Where a log ended when the book was read, in bytes; `None` where that is not known. One that was not
    /// there ended at its beginning.
    pub fn end_of_log(&self, name: &str) -> Option<u64> {
        let Some(n) = self.logs.iter().position(|known| known == name) else { return Some(0) };
        self.stamps.get(n + 3).filter(|stamp| stamp.is_known()).map(|stamp| stamp.size)
    }

    /// Takes note of how everything looks after the book was read. Whatever may have changed since
    /// it was read is looked at again next time.
    pub fn note(&mut self, root: &Dir, chain: &Chain) {
        self.stamps.truncate(1);
        self.head = told_by(&chain.head.hash);
        self.logs = chain.offsets.keys().chain(chain.torn.keys()).cloned().collect();
        self.logs.sort_unstable();
        self.logs.dedup();
        if chain.damage.is_some() {
            // A damaged book is looked at every time.
            self.stamps.push(Stamp::NEVER);
            return;
        }
        // A gate that is opened to others looks another way.
        self.stamps.push(root.look(&self.gate_path()).settled());
        let path = self.logs_path();
        let folder = root.look(&path);
        let as_read = folder.modified == chain.logs_at;
        self.stamps.push(if as_read { folder.settled() } else { Stamp::NEVER });
        for name in &self.logs {
            let end = |ends: &std::collections::BTreeMap<String, u64>| ends.get(name).copied().unwrap_or(0);
            let stamp = root.look(&format!("{path}/{name}"));
            let as_read = stamp.size == end(&chain.offsets) + end(&chain.torn);
            self.stamps.push(if as_read { stamp } else { Stamp::NEVER });
        }
    }

    /// True when what lies at a path, number `n` of the stamps, is as it was noted.
    fn is_same(&self, n: usize, root: &Dir, path: &str) -> bool {
        self.stamps.get(n).is_some_and(|stamp| stamp.is_known() && *stamp == root.look(path))
    }

    /// True when a log is not as it was noted, or nothing is known of the folders that it is in.
    fn grew(&self, root: &Dir) -> bool {
        let path = self.logs_path();
        let same = |(n, name): (usize, &String)| self.is_same(n + 3, root, &format!("{path}/{name}"));
        self.stamps.len() < 3
            || self.stamps.iter().take(3).any(|stamp| !stamp.is_known())
            || !self.logs.iter().enumerate().all(same)
    }

    /// True when the book is to be read again.
    pub fn is_stale(&self, root: &Dir) -> bool {
        let folders = || self.is_same(1, root, &self.gate_path()) && self.is_same(2, root, &self.logs_path());
        !self.copy && (!folders() || self.grew(root))
    }
}

/// The beginning of a record's hash, by which it is told from others.
pub(super) fn told_by(hash: &str) -> u64 {
    hash.get(..16).and_then(|start| u64::from_str_radix(start, 16).ok()).unwrap_or_default()
}

/// What is not as it was in a store.
#[derive(Debug, Default)]
pub(super) struct Stale {
    /// Folders of units may have come or gone.
    pub tree: bool,
    /// Numbers of the places whose books are to be read again.
    pub books: Vec<usize>,
}

/// Fewer places than this are looked at without help.
const MANY: usize = 64;

/// One in so many places is looked at whole every time, in turn: what somebody did by hand to
/// folders is noticed soon.
const TURNS: usize = 16;

/// Looks at all places, several at a time: at their logs, and with `whole` at their folders too. A
/// small store is always looked at whole.
pub(super) fn stale(root: &Dir, places: &[Place], whole: bool) -> Stale {
    let turn = std::process::id() as usize;
    let whole = whole || places.len() < MANY;
    let look = |part: Range<usize>| {
        let mut stale = Stale::default();
        for (n, place) in places.iter().enumerate().take(part.end).skip(part.start) {
            if whole || (n + turn).is_multiple_of(TURNS) || (!place.copy && place.grew(root)) {
                stale.tree |= !place.is_same(0, root, &place.folder.path);
                stale.books.extend(place.is_stale(root).then_some(n));
            }
        }
        stale
    };
    let mut all = Stale::default();
    for part in crew::shared(places.len(), MANY, look) {
        // Where nobody knows, everything is looked for.
        let part = part.unwrap_or(Stale { tree: true, books: Vec::new() });
        all.tree |= part.tree;
        all.books.extend(part.books);
    }
    all
}

/// Puts places into columns, and how the folder looked that stirs when any of them comes or goes.
pub(super) fn write(places: &[Place], tree: Stamp, columns: &mut Columns) {
    let mut texts: Lists<u8> = Lists::default();
    let (mut items, mut stamps): (Vec<PlaceItem>, Vec<Stamp>) = (Vec::new(), vec![tree]);
    for (n, place) in places.iter().enumerate() {
        let lines = std::iter::once(&place.folder.path).chain(&place.logs);
        texts.push(lines.flat_map(|line| line.bytes().chain([b'\n'])));
        let above = place.folder.above.first();
        let above = above.and_then(|id| places.iter().take(n).rposition(|place| place.folder.id == *id));
        items.push(PlaceItem {
            folder: place.folder.id.bits(),
            unit: place.unit.bits(),
            head: place.head,
            above: above.unwrap_or(n) as u32,
            stamps: place.stamps.len() as u16,
            plated: place.folder.plated.into(),
            flags: u8::from(place.seen) | u8::from(place.copy) << 1,
        });
        stamps.extend(&place.stamps);
    }
    columns.put_lists(Part::PlaceEnds, Part::Places, &texts);
    columns.put(Part::PlaceItems, &items);
    columns.put(Part::PlaceStamps, &stamps);
}

/// The places that columns were derived from, and how the folder looked that stirs with them.
pub(super) fn read(columns: &Columns) -> (Vec<Place>, Stamp) {
    let (items, stamps): (&[PlaceItem], &[Stamp]) =
        (columns.all(Part::PlaceItems), columns.all(Part::PlaceStamps));
    // The first of all stamps is of none of them.
    let start = |next: &mut usize, item: &PlaceItem| {
        *next += usize::from(item.stamps);
        Some(*next - usize::from(item.stamps))
    };
    let starts: Vec<usize> = items.iter().scan(1, start).collect();
    let read =
        |part: Range<usize>| part.filter_map(|n| place(columns, n, *starts.get(n)?)).collect::<Vec<Place>>();
    let parts = crew::shared(items.len(), CROWD, read).into_iter();
    let places = parts.flat_map(|part| part.unwrap_or_else(|crash| std::panic::resume_unwind(crash)));
    (places.collect(), stamps.first().copied().unwrap_or(Stamp::NEVER))
}

/// The place of one book that columns were derived from, if there is something of mine in it.
pub(super) fn read_one(columns: &Columns, book: UnitId) -> Option<Place> {
    let items: &[PlaceItem] = columns.all(Part::PlaceItems);
    let wanted = |item: &PlaceItem| item.unit == book.bits() && item.flags & 1 != 0;
    let n = items.iter().position(wanted)?;
    let before: usize = items.iter().take(n).map(|item| usize::from(item.stamps)).sum();
    place(columns, n, before + 1)
}

/// The place number `n`, whose stamps begin with number `start` of all.
fn place(columns: &Columns, n: usize, start: usize) -> Option<Place> {
    let items: &[PlaceItem] = columns.all(Part::PlaceItems);
    let item = items.get(n)?;
    let stamps: &[Stamp] = columns.all(Part::PlaceStamps);
    let own = stamps.get(start..).and_then(|rest| rest.get(..item.stamps.into()));
    // Of which nothing is known, that is looked into.
    let stamps = own.unwrap_or_default();
    let (mut above, mut at) = (Vec::new(), (n, item));
    while let Some(next) = items.get(at.1.above as usize).filter(|_| (at.1.above as usize) < at.0) {
        above.push(UnitId::from_bits(next.folder));
        at = (at.1.above as usize, next);
    }
    let mut lines = columns.text(Part::PlaceEnds, Part::Places, n).lines().map(str::to_owned);
    let folder = Folder {
        id: UnitId::from_bits(item.folder),
        path: lines.next().unwrap_or_default(),
        above,
        plated: item.plated != 0,
        stamp: stamps.first().copied().unwrap_or(Stamp::NEVER),
    };
    let unit = UnitId::from_bits(item.unit);
    let (seen, copy) = (item.flags & 1 != 0, item.flags & 2 != 0);
    let (logs, head, stamps) = (lines.collect(), item.head, stamps.to_vec());
    Some(Place { folder, unit, seen, copy, logs, head, stamps })
}

impl Store {
    /// Reads the book of a place and takes note of how it looks; `None` where it holds nothing of
    /// mine.
    pub(super) fn read_place(&self, place: &mut Place) -> Result<Option<OpenBook>, StoreError> {
        let mut open = self.read_book(&place.folder)?;
        self.take_note(place, &mut open);
        Ok(place.seen.then_some(open))
    }

    /// Takes note of how the place of a book looks that was just read.
    pub(super) fn take_note(&self, place: &mut Place, open: &mut OpenBook) {
        let own = open.book().own_unit().map(|(id, _)| id);
        open.unit = own.unwrap_or(place.folder.id);
        place.unit = open.unit;
        place.note(&self.root, &open.chain);
        place.seen = (own.is_some() || open.chain.damage.is_some()) && self.concerns_me(open);
    }

    /// What `read` makes of some places, several at a time.
    pub(super) fn read_places<T: Send>(
        &self,
        places: &mut [&mut Place],
        read: impl Fn(&mut Place) -> Result<T, StoreError> + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let work = self.options.waiting.work(places.len());
        let read = |part: &mut [&mut Place]| -> Vec<_> {
            part.iter_mut()
                .map(|place| work.add(1).map_err(StoreError::from).and_then(|()| read(place)))
                .collect()
        };
        let crashed = || vec![Err(StoreError::crashed())];
        let parts = crew::shared_mut(places, 2, read).into_iter();
        parts.flat_map(|part| part.unwrap_or_else(|_| crashed())).collect()
    }
}

/// Marks the places whose unit another place has already: a folder was copied inside the store.
pub(super) fn mark_copies(places: &mut [Place]) {
    let mut known = HashSet::new();
    for place in places {
        place.copy = !known.insert(place.folder.id);
    }
}

/// The places of a store whose folders were walked again.
pub(super) struct Walked {
    pub places: Vec<Place>,
    /// Numbers of those that are new or lie elsewhere now.
    pub news: Vec<usize>,
    /// The new numbers of those that were there before, by the old ones.
    pub numbers: HashMap<usize, usize>,
    /// Units whose books are gone.
    pub gone: Vec<UnitId>,
}

/// Puts what is known of places to those that were found.
pub(super) fn walked(before: Vec<Place>, found: Vec<Place>) -> Walked {
    let mut old: HashMap<String, (usize, Place)> = HashMap::new();
    old.extend(before.into_iter().enumerate().map(|(n, place)| (place.folder.path.clone(), (n, place))));
    let mut walked =
        Walked { places: Vec::new(), news: Vec::new(), numbers: HashMap::new(), gone: Vec::new() };
    for mut place in found {
        let n = walked.places.len();
        match old.remove(&place.folder.path) {
            Some((number, known))
                if known.folder.id == place.folder.id && known.folder.above == place.folder.above =>
            {
                walked.numbers.insert(number, n);
                place.stamps.extend(known.stamps.into_iter().skip(1));
                (place.unit, place.seen) = (known.unit, known.seen);
                (place.logs, place.head) = (known.logs, known.head);
            }
            other => {
                walked.gone.extend(other.map(|(_, known)| known.unit));
                walked.news.push(n);
            }
        }
        walked.places.push(place);
    }
    walked.gone.extend(old.into_values().map(|(_, place)| place.unit));
    mark_copies(&mut walked.places);
    walked
}
