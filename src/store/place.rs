//! Where the books of a store lie, and how everything looked there.
//!
//! A place remembers how the folders and logs of a book looked when the register was derived
//! from it; a look at all of them says whether an answer would be stale.

use super::chain::Chain;
use super::files::{Dir, Stamp};
use super::folder::Folder;
use super::{Books, OpenBook, Store, StoreError};
use crate::domain::UnitId;
use crate::parallel;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Where a book lies, and how everything looked there when it was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub folder: Folder,
    /// The unit whose book it is, as the book itself says.
    pub unit: UnitId,
    /// There is something of mine in it.
    pub seen: bool,
    /// Another place has the same unit and came first.
    pub copy: bool,
    /// No folder has the book, which another one notes: what its unit is called.
    pub missing: Option<String>,
    /// The names of its logs.
    pub logs: Vec<String>,
    /// Tells the last record that was read from others.
    pub head: u64,
    /// The unit's folder, the gate of the book, the folder of the logs, each log.
    pub stamps: Vec<Stamp>,
}

/// How a place lay, wherever that is written down.
pub(crate) struct Lies<'a, L> {
    pub path: &'a str,
    pub logs: L,
    pub stamps: &'a [Stamp],
    pub copy: bool,
}

impl Place {
    /// A place as its folder was found, nothing read yet.
    pub fn found(folder: Folder) -> Place {
        let stamps = vec![folder.stamp.at_rest()];
        let (unit, missing) = (folder.id, None);
        Place { unit, folder, seen: false, copy: false, missing, logs: Vec::new(), head: 0, stamps }
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
        self.stamps.push(root.look(&gate_path(&self.folder.path)).at_rest());
        let path = logs_path(&self.folder.path);
        let folder = root.look(&path);
        let as_read = folder.modified == chain.logs_at;
        self.stamps.push(if as_read { folder.at_rest() } else { Stamp::NEVER });
        for name in &self.logs {
            let end = |ends: &std::collections::BTreeMap<String, u64>| ends.get(name).copied().unwrap_or(0);
            let stamp = root.look(&format!("{path}/{name}"));
            let as_read = stamp.size == end(&chain.offsets) + end(&chain.torn);
            self.stamps.push(if as_read { stamp } else { Stamp::NEVER });
        }
    }

    /// How it lay.
    pub fn lies(&self) -> Lies<'_, impl Iterator<Item = &str> + Clone> {
        let logs = self.logs.iter().map(String::as_str);
        Lies { path: &self.folder.path, logs, stamps: &self.stamps, copy: self.copy }
    }

    /// True when the book is to be read again.
    pub fn is_stale(&self, root: &Dir) -> bool {
        self.lies().is_stale(root)
    }
}

impl<'a, L: Iterator<Item = &'a str> + Clone> Lies<'a, L> {
    /// True when what lies at a path, number `n` of the stamps, is as it was noted.
    fn is_same(&self, n: usize, root: &Dir, path: &str) -> bool {
        self.stamps.get(n).is_some_and(|stamp| stamp.is_known() && *stamp == root.look(path))
    }

    /// True when a log is not as it was noted, or nothing is known of the folders that it is in.
    fn grew(&self, root: &Dir) -> bool {
        let path = logs_path(self.path);
        let same = |(n, name): (usize, &str)| self.is_same(n + 3, root, &format!("{path}/{name}"));
        self.stamps.len() < 3
            || self.stamps.iter().take(3).any(|stamp| !stamp.is_known())
            || !self.logs.clone().enumerate().all(same)
    }

    fn is_stale(&self, root: &Dir) -> bool {
        let same = |n, path: String| self.is_same(n, root, &path);
        let folders = || same(1, gate_path(self.path)) && same(2, logs_path(self.path));
        !self.copy && (!folders() || self.grew(root))
    }
}

/// The folder of the book in a unit's folder, relative to the store.
fn gate_path(folder: &str) -> String {
    format!("{folder}/book")
}

/// The folder of its logs, relative to the store.
fn logs_path(folder: &str) -> String {
    format!("{folder}/book/log")
}

/// The beginning of a record's hash, by which it is told from others.
pub(crate) fn told_by(hash: &str) -> u64 {
    hash.get(..16).and_then(|start| u64::from_str_radix(start, 16).ok()).unwrap_or_default()
}

/// What is not as it was in a store.
#[derive(Debug, Default)]
pub(crate) struct Stale {
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
pub(crate) fn stale<'a, L: Iterator<Item = &'a str> + Clone>(
    root: &Dir,
    count: usize,
    whole: bool,
    lies: impl Fn(usize) -> Option<Lies<'a, L>> + Sync,
) -> Stale {
    let turn = std::process::id() as usize;
    let whole = whole || count < MANY;
    let look = |part: Range<usize>| {
        let mut stale = Stale::default();
        for (n, place) in part.filter_map(|n| Some((n, lies(n)?))) {
            if whole || (n + turn).is_multiple_of(TURNS) || (!place.copy && place.grew(root)) {
                stale.tree |= !place.is_same(0, root, place.path);
                stale.books.extend(place.is_stale(root).then_some(n));
            }
        }
        stale
    };
    let mut all = Stale::default();
    for part in parallel::shared(count, MANY, look) {
        // Where nobody knows, everything is looked for.
        let part = part.unwrap_or(Stale { tree: true, books: Vec::new() });
        all.tree |= part.tree;
        all.books.extend(part.books);
    }
    all
}

impl Store {
    /// Reads every book of the store, several at a time. Damaged books come as far as they are
    /// sound, with [`Chain::damage`] set; books without a record are left out.
    pub fn read_all(&self) -> Result<Books, StoreError> {
        let mut places: Vec<Place> = self.places()?;
        let mut all: Vec<&mut Place> = places.iter_mut().collect();
        let mut books = Books::new();
        for open in self.read_places(&mut all, |place| self.read_place(place))?.into_iter().flatten() {
            match books.get_mut(&open.unit) {
                Some(other) => other.is_copied(&open.path),
                None => books.insert(open.unit, open),
            }
        }
        Ok(books)
    }

    /// Reads the book of a place and takes note of how it looks; `None` where it holds nothing of
    /// mine.
    pub(crate) fn read_place(&self, place: &mut Place) -> Result<Option<OpenBook>, StoreError> {
        let mut open =
            if place.missing.is_some() { self.missed(place) } else { self.read_book(&place.folder)? };
        self.take_note(place, &mut open);
        Ok(place.seen.then_some(open))
    }

    /// Takes note of how the place of a book looks that was just read.
    pub(crate) fn take_note(&self, place: &mut Place, open: &mut OpenBook) {
        let own = open.book().own_unit().map(|(id, _)| id);
        open.unit = own.unwrap_or(place.folder.id);
        place.unit = open.unit;
        place.note(&self.root, &open.chain);
        place.seen = (own.is_some() || open.chain.damage.is_some()) && self.concerns_me(open);
    }

    /// What `read` makes of some places, several at a time.
    pub(crate) fn read_places<T: Send>(
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
        let parts = parallel::shared_mut(places, parallel::size(), read).into_iter();
        parts.flat_map(|part| part.unwrap_or_else(|_| crashed())).collect()
    }
}

/// Marks the places whose unit another place has already: a folder was copied inside the store.
pub(crate) fn mark_copies(places: &mut [Place]) {
    let mut known = HashSet::new();
    for place in places {
        place.copy = !known.insert(place.folder.id);
    }
}

/// The places of a store whose folders were walked again.
pub(crate) struct Walked {
    pub places: Vec<Place>,
    /// Numbers of those that are new or lie elsewhere now.
    pub news: Vec<usize>,
    /// The new numbers of those that were there before, by the old ones.
    pub numbers: HashMap<usize, usize>,
    /// Units whose books are gone.
    pub gone: Vec<UnitId>,
}

/// Puts what is known of places to those that were found.
pub(crate) fn walked(before: Vec<Place>, found: Vec<Place>) -> Walked {
    let mut old: HashMap<String, (usize, Place)> = HashMap::new();
    old.extend(before.into_iter().enumerate().map(|(n, place)| (place.folder.path.clone(), (n, place))));
    let mut walked =
        Walked { places: Vec::new(), news: Vec::new(), numbers: HashMap::new(), gone: Vec::new() };
    for mut place in found {
        let n = walked.places.len();
        match old.remove(&place.folder.path) {
            Some((number, known))
                if known.missing.is_none()
                    && known.folder.id == place.folder.id
                    && known.folder.above == place.folder.above =>
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
