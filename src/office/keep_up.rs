//! How an office keeps up with its books: it looks at how all of them lie, reads those that changed, and brings the
//! register in step.
//!
//! An answer is never stale: every look-up begins with this look. Nothing here writes to the store; the register is
//! kept in the user's cache.
//!
//! ```text
//!  top      ketnap.ron, access.ron, rules changed?   rights and rules are read again; under another recipe
//!   │                                                (account, rights, rules, program) all is rebuilt
//!   ▼
//!  tree     a folder or log came or went?            the folders are walked: books that moved, are gone or missing
//!   │
//!   ▼
//!  places   stamps of every log, in turn of folders  which books look another way: the stale ones
//!   │
//!   ▼
//!  take_in  open books read on from their end, closed ones only what is new (`tail.rs`), too many: all is rebuilt
//!   │
//!   ▼
//!  register Amendment → fresh rows over the base, or a new base; then the register is kept
//! ```

use super::Office;
use crate::domain::edit::RecordId;
use crate::domain::{Day, PersonId, UnitId};
use crate::parallel::{self, waiting::Work};
use crate::query::register::Amendment;
use crate::query::register::build::Builder;
use crate::store::files::Stamp;
use crate::store::place::{self, Place};
use crate::store::{Books, OpenBook, Store, StoreError};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

/// From so many books on that are to be read whole, all are read anew.
const TOO_MANY: usize = 64;

impl Office {
    /// Reads what others wrote since. True when anything changed; and the first thing that could
    /// not be read, which keeps nothing else from being read.
    pub fn refresh(&mut self) -> (bool, Option<StoreError>) {
        self.catch_up().unwrap_or_else(|error| {
            // What was not looked at is looked at the next time.
            self.top = [Stamp::NEVER; 2];
            (true, Some(error))
        })
    }

    /// As [`Office::refresh`], and roles and rules are read again whatever their files look like.
    pub fn reload(&mut self) -> Result<(), StoreError> {
        self.top = [Stamp::NEVER; 2];
        let (_, failed) = self.catch_up()?;
        failed.map_or(Ok(()), Err)
    }

    /// Makes the register anew from all books.
    pub(super) fn rebuild(&mut self) -> Result<(), StoreError> {
        let tree = self.store.tree_stamp();
        let mut places = self.store.places()?;
        place::mark_copies(&mut places);
        let (store, work) = (&self.store, self.store.options.waiting.work(places.len() + 1));
        let results = parallel::shared_mut(&mut places, parallel::size(), |part| built(store, part, &work));
        // All that was read is put in order: that is as much as many books, and cannot be cut short.
        let mut all: Option<Builder> = None;
        let mut damaged = Vec::new();
        for result in results {
            let (builder, open) = result.unwrap_or_else(|_| Err(StoreError::crashed()))?;
            match &mut all {
                None => all = Some(builder),
                Some(all) => all.append(builder),
            }
            damaged.extend(open);
        }
        let all = all.unwrap_or_default();
        let register = all.finish(&self.store.catalogue, Day::from(self.store.now().date_naive()));
        drop(work);
        // Nothing was changed so far: who stops it keeps what was there before.
        (self.tree, self.places, self.damage) = (tree, places.into(), OnceLock::new());
        self.books = Books::new();
        self.register = register;
        self.expect_books();
        for open in damaged {
            self.books.insert(open.unit, open);
        }
        self.mend_copies();
        self.miss_places();
        self.note_damage();
        self.unnoted = true;
        self.keep();
        Ok(())
    }

    /// Nothing is to be seen any more.
    fn close(&mut self) {
        self.places = Default::default();
        self.books = Books::new();
        self.register = Default::default();
    }

    /// Looks at everything, reads what changed, and brings the register in step.
    pub(super) fn catch_up(&mut self) -> Result<(bool, Option<StoreError>), StoreError> {
        self.answer_for_all();
        self.register.stand_on(Day::from(self.today()));
        let top = self.store.top();
        let mut walk = false;
        if top != self.top {
            walk = top[0] != self.top[0];
            self.top = top;
            let rights = self.store.rights().clone();
            if let Err(error) = self.store.renew_rights() {
                // Who has no role any more sees nothing any more.
                self.close();
                return Err(error);
            }
            self.store.renew_rules()?;
            let recipe = self.store.recipe();
            if recipe != self.recipe {
                let known = std::mem::replace(&mut self.recipe, recipe);
                if let Err(error) = self.rebuild() {
                    self.recipe = known;
                    if *self.store.rights() != rights {
                        // What was there may hold what is no longer mine to see.
                        self.close();
                    }
                    return Err(error);
                }
                return Ok((true, None));
            }
        }
        // Looked at before the places are: what stirs in between is seen the next time.
        let tree = self.store.tree_stamp();
        // Until it is still, every look is at everything, and is not worth keeping.
        let still = tree != Stamp::NEVER;
        let whole = !still || tree != self.tree;
        let news = still && whole;
        self.tree = tree;
        let mut stale = self.places.stale(&self.store.root, whole);
        let mut gone = Vec::new();
        if walk || stale.tree {
            let before = std::mem::take(&mut *self.places);
            let moved = place::walked(before, self.store.places()?);
            self.places = moved.places.into();
            stale.books = moved
                .news
                .into_iter()
                .chain(stale.books.iter().filter_map(|n| moved.numbers.get(n).copied()))
                .collect();
            stale.books.sort_unstable();
            stale.books.dedup();
            gone = moved.gone;
            // A book that was taken for a copy, or missed, may be none any more.
            let mut other: Vec<UnitId> =
                self.books.values().filter(|open| open.lies_oddly()).map(|open| open.unit).collect();
            // One that lies elsewhere now is opened there.
            other.extend(moved_books(&self.places, &stale.books, &self.books));
            other.iter().for_each(|unit| self.books.remove(unit));
            (walk, self.unnoted) = (true, true);
        }
        if stale.books.is_empty() && gone.is_empty() {
            if walk {
                self.expect_books();
                self.miss_places();
                self.note_damage();
            }
            if walk || news {
                self.keep();
            }
            return Ok((false, None));
        }
        // What was read once need not be read again by the next run.
        let mut told = self.take_in(stale.books, gone)?;
        if walk {
            let before = std::mem::take(&mut self.damage);
            self.miss_places();
            self.note_damage();
            told.0 |= before.get() != self.damage.get();
        }
        self.keep();
        Ok(told)
    }

    /// Reads the books of some places and brings the register in step with them.
    fn take_in(
        &mut self,
        stale: Vec<usize>,
        gone: Vec<UnitId>,
    ) -> Result<(bool, Option<StoreError>), StoreError> {
        self.damage = OnceLock::new();
        let mut failed = None;
        let mut units: BTreeSet<UnitId> = gone.into_iter().collect();
        let mut closed = HashSet::new();
        // Of who was erased nothing may stay, not even in a row that is dead.
        let before: Vec<(usize, u64)> =
            stale.iter().filter_map(|n| Some((*n, self.places.get(*n)?.epoch()))).collect();
        for n in stale {
            let Some(place) = self.places.get_mut(n) else { continue };
            units.insert(place.unit);
            match self.books.get_mut(&place.unit) {
                Some(open) => match self.store.refresh(open) {
                    Ok(_) => self.store.take_note(place, open),
                    Err(error) => drop(failed.get_or_insert(error)),
                },
                None => drop(closed.insert(n)),
            }
        }
        let read = self.read_closed(&closed).and_then(|read| {
            if read.is_none() {
                self.rebuild()?;
            }
            Ok(read)
        });
        let Read { parts, whole } = match read {
            Ok(Some(read)) => read,
            Ok(None) => return Ok((true, None)),
            Err(error) => {
                // Nothing of them was taken in: they are read again.
                for (n, _) in &before {
                    self.places.get_mut(*n).into_iter().for_each(|place| place.stamps.truncate(1));
                }
                return Err(error);
            }
        };
        units.extend(closed.iter().filter_map(|n| self.places.get(*n)).map(|place| place.unit));
        self.expect_books();
        for open in whole {
            self.books.insert(open.unit, open);
        }
        self.mend_copies();
        self.note_damage();
        let erased = before.iter().any(|(n, logs)| {
            let now = self.places.get(*n).map_or(0, Place::epoch);
            *logs != 0 && now != 0 && now != *logs
        });
        Ok((self.amend(&units, &parts, erased), failed))
    }

    /// Reads the books of some places that are not open: what was added to them, or else all of them;
    /// `None` where so many are to be read whole that all are better read anew.
    fn read_closed(&mut self, closed: &HashSet<usize>) -> Result<Option<Read>, StoreError> {
        let (store, many) = (&self.store, TOO_MANY.max(self.places.len() / 4));
        let places = self.places.iter_mut().enumerate();
        let mut wanted: Vec<&mut Place> =
            places.filter(|(n, _)| closed.contains(n)).map(|(_, place)| place).collect();
        let news = store.read_places(&mut wanted, |place| Ok(store.read_news(place)))?;
        let mut left: Vec<&mut Place> = wanted
            .into_iter()
            .zip(&news)
            .filter(|(_, news)| news.is_none())
            .map(|(place, _)| place)
            .collect();
        if left.len() > many {
            return Ok(None);
        }
        let whole = store.read_places(&mut left, |place| store.read_place(place))?;
        let parts = news.into_iter().flatten().map(|open| (open.unit, open)).collect();
        Ok(Some(Read { parts, whole: whole.into_iter().flatten().collect() }))
    }

    /// Brings the register in step with books of which some are not as they were taken in; of those that are
    /// not open, `parts` has the people who changed.
    fn amend(&mut self, units: &BTreeSet<UnitId>, parts: &HashMap<UnitId, OpenBook>, whole: bool) -> bool {
        let mut change = Amendment { whole, ..Amendment::default() };
        for unit in units {
            if let Some(only) = parts.get(unit).and_then(|part| part.chain.only.as_ref()) {
                change.people.extend(only);
                continue;
            }
            let Some(open) = self.books.get(unit) else {
                // No book any more: whoever was in it is elsewhere or gone.
                change.people.extend(self.register.people_in(*unit));
                change.books.insert(*unit);
                continue;
            };
            if open.chain.anew || open.view.get().is_some_and(Option::is_some) {
                change.people.extend(self.register.people_in(*unit));
                if let Some(seen) = self.seen(*unit) {
                    change.people.extend(seen.people.keys());
                    if self.units_differ(*unit, seen) {
                        change.units(*unit, seen);
                    }
                }
                continue;
            }
            change.people.extend(open.chain.touched.iter().filter_map(|id| id.person()));
            if open.chain.touched.iter().any(|id| matches!(id, RecordId::Unit(_) | RecordId::Occasion(_))) {
                change.units(*unit, open.book());
            }
        }
        for open in self.books.values_mut().filter(|open| units.contains(&open.unit)) {
            open.chain.touched.clear();
            open.chain.anew = false;
        }
        // Whoever was moved has a copy in other books too.
        let mut books: HashMap<UnitId, Vec<PersonId>> =
            units.iter().map(|unit| (*unit, Vec::new())).collect();
        for id in &change.people {
            for book in self.register.row_of(*id).map(|row| self.register.books_of(row)).unwrap_or_default() {
                books.entry(book).or_default().push(*id);
            }
        }
        for (unit, copies) in books {
            let part = parts.get(&unit).filter(|part| part.chain.has_all(&copies));
            let Some(seen) = part.map(|part| self.store.seen(part)).or_else(|| self.seen(unit)) else {
                continue;
            };
            for (id, record) in &seen.people {
                if change.people.contains(id) {
                    change.now.add_person(unit, *id, record, self.store.rules());
                }
            }
        }
        let today = Day::from(self.today());
        self.register.amend(change, &self.store.catalogue, today)
    }

    /// Keeps everything in step after a save of mine. One that changes units may change folders.
    pub(super) fn renew(&mut self, units: bool) {
        if self.only.is_some() {
            return;
        }
        // What was saved is saved: a failure to read it again shows at the next look.
        if units && self.catch_up().is_ok() {
            return;
        }
        let changed: BTreeSet<UnitId> = self
            .books
            .values()
            .filter(|open| !open.chain.touched.is_empty() || open.chain.anew)
            .map(|open| open.unit)
            .collect();
        for place in self.places.iter_mut().filter(|place| changed.contains(&place.unit)) {
            if let Some(open) = self.books.get(&place.unit) {
                place.note(&self.store.root, &open.chain);
            }
        }
        self.note_damage();
        self.amend(&changed, &HashMap::new(), false);
    }

    /// Makes room for the books of all places, and closes those that are no more.
    pub(super) fn expect_books(&mut self) {
        self.books.expect(self.book_units());
    }

    /// Keeps the register for the next run. That it cannot be kept costs that run time, and nothing
    /// else.
    pub fn keep(&mut self) {
        let Some(cache) = &self.cache else { return };
        let (places, before) = (&self.places, [self.tree, self.top[0].at_rest()]);
        self.register.note_places(|columns| places.write(before, columns));
        if let Ok(seal) = cache.keep(&self.register, &self.recipe) {
            self.register.sealed(seal);
        }
    }
}

/// What was read of books that are not open.
struct Read {
    /// Only the people who changed, by book.
    parts: HashMap<UnitId, OpenBook>,
    whole: Vec<OpenBook>,
}

/// The open books whose folders lie elsewhere now.
fn moved_books(places: &[Place], news: &[usize], books: &Books) -> Vec<UnitId> {
    let news = news.iter().filter_map(|n| places.get(*n));
    let open = news.filter_map(|place| Some((place, books.get(&place.unit)?)));
    let elsewhere = |(place, open): &(&Place, &OpenBook)| {
        open.path != place.folder.path || open.above != place.folder.above
    };
    open.filter(elsewhere).map(|(place, _)| place.unit).collect()
}

/// What one reader took in, and the books that it could not take in whole.
type Built = (Builder, Vec<OpenBook>);

/// Reads the books of some places, and keeps open only the damaged ones.
fn built(store: &Store, places: &mut [Place], work: &Work) -> Result<Built, StoreError> {
    let mut builder = Builder::default();
    let mut damaged = Vec::new();
    for place in places.iter_mut().filter(|place| !place.copy) {
        work.add(1)?;
        let Some(open) = store.read_place(place)? else { continue };
        match store.view(&open) {
            Some(view) => builder.add_book(open.unit, &view, store.rules()),
            None => builder.add_book(open.unit, open.book(), store.rules()),
        }
        if open.chain.damage.is_some() {
            damaged.push(open);
        }
    }
    Ok((builder, damaged))
}
