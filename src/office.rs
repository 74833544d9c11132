//! An open office: the store, the register derived from its books, and the books that were asked for.
//! How they are kept in step is `keep_up.rs`.
//!
//! What both the screens and the commands do with an office: look a record up, save edits wherever
//! they belong, take back.

mod adopt;
mod branches;
pub mod bulk;
mod cache;
pub mod erase;
pub mod find_unit;
mod freeze;
mod keep_up;
mod late;
mod mapping;
mod open_one;
mod shelved;
mod tail;
mod telling;
mod transfer;

use crate::domain::book::Record;
use crate::domain::breach::Standpoint;
use crate::domain::edit::{Home, NewBook, RecordId};
use crate::domain::{Book, Day, Edit, MilestoneKind, Person, PersonId, Rulebook, UnitId, Why};
use crate::query::Register;
use crate::query::progress::Params;
use crate::store::error::DamageKind;
use crate::store::files::Stamp;
use crate::store::history::LoggedStep;
use crate::store::undo::Way;
use crate::store::{Books, Damage, OpenBook, Store, StoreError};
use cache::Cache;
use chrono::NaiveDate;
use shelved::Places;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::OnceLock;

/// Edits by the book that they belong to.
type Changes = Vec<(UnitId, Vec<Edit>)>;

/// The store with what was derived from it.
#[derive(Debug)]
pub struct Office {
    pub store: Store,
    books: Books,
    register: Register,
    /// Where every book lies, and how it looked when the register took it in.
    places: Places,
    /// How the store's own folders looked, and the one that stirs when books come and go.
    top: [Stamp; 2],
    tree: Stamp,
    recipe: [u8; 32],
    cache: Option<Cache>,
    /// The one person that this office answers for: see `open_one.rs`.
    only: Option<PersonId>,
    /// Books may lie below others that do not note them yet.
    unnoted: bool,
    /// The first damage that was met.
    damage: OnceLock<Damage>,
}

impl Office {
    /// Opens an office: from the register that was kept, and what changed since in any book.
    pub fn open(store: Store) -> Result<Office, StoreError> {
        let (mut office, kept) = Office::begin(store)?;
        match kept.then(|| office.catch_up()).transpose()? {
            Some((_, Some(error))) => Err(error),
            _ => Ok(office),
        }
    }

    /// Opens an office as the register was kept, without a look at the books: for a first picture.
    /// Answers may be stale until [`Office::refresh`].
    pub fn open_at_once(store: Store) -> Result<Office, StoreError> {
        Ok(Office::begin(store)?.0)
    }

    /// The office with the register that was kept, which is true, or with one made anew.
    fn begin(store: Store) -> Result<(Office, bool), StoreError> {
        let (mut office, kept) = Office::closed(store);
        let Some(sealed) = kept else {
            office.rebuild()?;
            return Ok((office, false));
        };
        office.place_books();
        if !sealed {
            // The system was started since, and may have forgotten what it had not written yet.
            office.tree = Stamp::NEVER;
        }
        Ok((office, true))
    }

    /// An office with the register that was kept, if any, and whether its base lies where it was put by this
    /// start of the system. Where its books lie was not looked up.
    fn closed(store: Store) -> (Office, Option<bool>) {
        let (top, recipe, cache) = (store.top(), store.recipe(), Cache::of(&store));
        let kept = cache.as_ref().and_then(|cache| cache.load(&recipe));
        let (mut register, sealed) =
            kept.map_or_else(Default::default, |(register, sealed)| (register, Some(sealed)));
        register.stand_on(Day::from(store.now().date_naive()));
        let office = Office {
            store,
            books: Books::new(),
            register,
            places: Places::default(),
            top,
            tree: Stamp::NEVER,
            recipe,
            cache,
            only: None,
            unnoted: false,
            damage: OnceLock::new(),
        };
        (office, sealed)
    }

    /// Takes from the register where the books lie.
    fn place_books(&mut self) {
        let (places, [tree, root]) = Places::of(self.register.fresh());
        (self.places, self.tree) = (places, tree);
        // What came and went at the top since the register was kept is looked for.
        self.top[0] = root;
        self.expect_books();
    }

    /// A book, opened when it is not. One that cannot be read is damage.
    fn book(&self, unit: UnitId) -> Option<&OpenBook> {
        self.books.get_or_open(unit, || {
            let place = self.places.iter().find(|place| place.unit == unit && place.seen)?;
            match self.store.read_book(&place.folder) {
                Ok(mut open) => {
                    // As the register took it in: there is nothing to compare.
                    open.chain.anew = place.is_stale(&self.store.root);
                    open.chain.touched.clear();
                    open.chain.damage.iter().for_each(|damage| drop(self.damage.set(damage.clone())));
                    Some(OpenBook { unit, ..open })
                }
                Err(_) => {
                    let kind = DamageKind::Unread;
                    let damage = Damage { file: format!("{}/book", place.folder.path), byte: 0, kind };
                    drop(self.damage.set(damage));
                    None
                }
            }
        })
    }

    /// What I may see of a book.
    fn seen(&self, book: UnitId) -> Option<&Book> {
        self.book(book).map(|open| self.store.seen(open))
    }

    /// The units of all books of which I may see something.
    fn book_units(&self) -> Vec<UnitId> {
        self.places.units()
    }

    /// All books, every one of them opened.
    pub fn books(&self) -> &Books {
        for unit in self.book_units() {
            self.book(unit);
        }
        &self.books
    }

    /// The register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The rule sets and the calendar that hold here.
    pub fn rules(&self) -> &Rulebook {
        self.store.rules()
    }

    /// From where a record of a unit is judged.
    pub fn standpoint(&self, unit: Option<UnitId>) -> Standpoint<'_> {
        self.register.standpoint(unit, self.store.rules(), self.today())
    }

    /// The day on which the office stands.
    pub fn today(&self) -> NaiveDate {
        self.store.now().date_naive()
    }

    /// The milestone that makes an admission count here.
    pub fn admission(&self) -> MilestoneKind {
        match self.store.plate.count_admission_by {
            crate::store::CountBy::Ceremony => MilestoneKind::Ceremony,
            crate::store::CountBy::Decision => MilestoneKind::Decision,
        }
    }

    /// A year as of a day, counted as this office counts.
    pub fn year(&self, year: i32, as_of: NaiveDate) -> Params {
        Params::year(year, as_of, self.admission())
    }

    /// The record of a person, where the person is followed now.
    pub fn record(&self, id: PersonId) -> Option<&Record> {
        self.seen(self.book_of_person(id)?)?.people.get(&id)
    }

    /// How a record is called; empty where nothing is known of it.
    pub fn name_of(&self, record: RecordId) -> String {
        match record {
            RecordId::Person(id) => {
                self.record(id).map_or(String::new(), |record| record.person.name.clone())
            }
            RecordId::Unit(id) => self.register.unit_name(id).to_owned(),
            RecordId::Occasion(id) => self.register.occasion_name(id),
        }
    }

    fn book_of_person(&self, id: PersonId) -> Option<UnitId> {
        self.register.book(self.register.row_of(id)?)
    }

    /// The first damage found in any book.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.get()
    }

    /// A unit and all units above it.
    pub fn lineage(&self, unit: UnitId) -> Vec<UnitId> {
        let open = self.register.unit_by_id(unit).and_then(|entry| self.book(entry.book));
        open.map_or(vec![unit], |open| open.lineage(unit))
    }

    /// Saves edits in whatever books they belong to, as one action.
    ///
    /// # Errors
    /// As [`Store::commit`]. With several books an error can leave the first ones saved; repeating
    /// the same edits then reports what is there already as clashes.
    pub fn save(&mut self, edits: Vec<Edit>, why: Why) -> Result<(), StoreError> {
        let op = self.store.options.ids.op();
        self.save_as(&op, edits, &why)
    }

    /// Saves edits under a given name of the action, so that repeating a save is safe.
    pub fn save_as(&mut self, op: &str, edits: Vec<Edit>, why: &Why) -> Result<(), StoreError> {
        let edits = self.with_telling(edits);
        let units = edits.iter().any(Edit::changes_units);
        let result = self.save_sorted(op, edits, why);
        self.renew(units);
        if (units || std::mem::take(&mut self.unnoted)) && self.note_below() {
            self.renew(true);
        }
        result
    }

    fn save_sorted(&mut self, op: &str, edits: Vec<Edit>, why: &Why) -> Result<(), StoreError> {
        let (new, mut changes) = self.sort_into_books(edits)?;
        let above = new.iter().filter_map(|book| book.unit.parent);
        for unit in changes.iter().map(|(unit, _)| *unit).chain(above) {
            self.book(unit);
        }
        for mut book in new {
            if let Some(place) = changes.iter().position(|(id, _)| *id == book.id) {
                book.edits = changes.swap_remove(place).1;
            }
            self.store.add_book(&mut self.books, book, op, why.clone())?;
        }
        self.store.commit_all(&mut self.books, changes, op, why)
    }

    /// Which book each edit belongs to, and the books that are to be made first.
    fn sort_into_books(&self, edits: Vec<Edit>) -> Result<(Vec<NewBook>, Changes), StoreError> {
        let mut new: Vec<NewBook> = Vec::new();
        let mut changes = Changes::new();
        // Units that this very action adds, with their book.
        let mut fresh: HashMap<UnitId, UnitId> = HashMap::new();
        let mut places: HashMap<UnitId, usize> = HashMap::new();
        for edit in edits {
            let book_of_unit = |id: UnitId| {
                let known = self.register.unit_by_id(id).map(|entry| entry.book);
                known.or(fresh.get(&id).copied()).or(self.book(id).is_some().then_some(id))
            };
            let book = match edit.home() {
                Home::NewUnit(id, unit) => {
                    if unit.parent.is_none() || self.store.catalogue.keeps_book(&unit.kind) {
                        fresh.insert(id, id);
                        new.push(NewBook { id, unit: unit.clone(), edits: Vec::new() });
                        continue;
                    }
                    let book = unit.parent.and_then(book_of_unit).ok_or(StoreError::NoUnit)?;
                    fresh.insert(id, book);
                    Some(book)
                }
                Home::Unit(unit) => unit.and_then(book_of_unit),
                Home::Occasion(id) => self.register.occasion(id).and_then(|entry| entry.book),
                Home::Person(id) => {
                    self.must_be_here(id)?;
                    self.book_of_person(id)
                }
            };
            let book = book.ok_or(StoreError::NoUnit)?;
            let place = *places.entry(book).or_insert(changes.len());
            match changes.get_mut(place) {
                Some((_, edits)) => edits.push(edit),
                None => changes.push((book, vec![edit])),
            }
        }
        Ok((new, changes))
    }

    /// Whoever was handed over to a book that I do not see is no longer mine to change, even where
    /// the old record is.
    fn must_be_here(&self, id: PersonId) -> Result<(), StoreError> {
        let unit = self.record(id).and_then(|record| record.person.unit());
        let book = unit.and_then(|unit| self.register.unit_by_id(unit)).map(|entry| entry.book);
        if unit.is_some() && book != self.book_of_person(id) { Err(StoreError::HandedOver) } else { Ok(()) }
    }

    /// Takes back my last action, or the last taking back.
    pub fn undo(&mut self, way: Way) -> Result<Vec<LoggedStep>, StoreError> {
        let places = self.places.iter().map(|place| place.folder.clone()).collect::<Vec<_>>();
        let result = self.store.undo(&mut self.books, &places, way);
        self.renew(true);
        result
    }

    /// The books that hold or held a record.
    fn books_of(&self, record: RecordId) -> Vec<UnitId> {
        match record {
            RecordId::Unit(id) => self.register.unit_by_id(id).map(|entry| entry.book).into_iter().collect(),
            RecordId::Occasion(id) => {
                self.register.occasion(id).and_then(|entry| entry.book).into_iter().collect()
            }
            RecordId::Person(id) => match self.register.row_of(id) {
                Some(row) => self.register.books_of(row),
                // Who sees only the history has no row of the person.
                None => {
                    let holds = |open: &&OpenBook| open.book().people.contains_key(&id);
                    self.books().values().filter(holds).map(|open| open.unit).collect()
                }
            },
        }
    }

    /// Every record of a person that I may see, with its book: the present one and those of books
    /// that handed the person over.
    pub fn copies(&self, id: PersonId) -> Vec<(UnitId, &Person)> {
        let books = self.books_of(RecordId::Person(id)).into_iter();
        books.filter_map(|book| Some((book, self.seen(book)?.person(id)?))).collect()
    }

    /// The steps that touch a record, oldest first.
    pub fn history_of(&self, record: RecordId) -> Result<Vec<LoggedStep>, StoreError> {
        let mut entries = self.history_in(self.books_of(record))?;
        entries.retain(|entry| entry.step.edits.iter().any(|edit| edit.record() == record));
        Ok(entries)
    }

    /// The steps of all books at and below a unit, or of the whole office, oldest first.
    pub fn history(&self, below: Option<UnitId>) -> Result<Vec<LoggedStep>, StoreError> {
        match below.and_then(|id| self.register.unit_row(id)) {
            None => self.history_in(self.book_units()),
            Some(row) => {
                let units = self.register.subtree(row).filter_map(|row| self.register.unit(row));
                let mut books: Vec<UnitId> = units.map(|entry| entry.book).collect();
                books.sort_unstable();
                books.dedup();
                self.history_in(books)
            }
        }
    }

    fn history_in(&self, mut wanted: Vec<UnitId>) -> Result<Vec<LoggedStep>, StoreError> {
        wanted.sort_unstable();
        let mut books: Vec<std::vec::IntoIter<LoggedStep>> = Vec::new();
        for id in wanted {
            if let Some(open) = self.book(id) {
                books.push(self.store.visible_history(open, self.store.history(open)?).into_iter());
            }
        }
        // Within a book by their numbers, whatever a clock said; between books by their times.
        let first =
            |book: &std::vec::IntoIter<LoggedStep>| book.as_slice().first().map(|entry| entry.step.at);
        let mut next: BinaryHeap<_> =
            books.iter().enumerate().filter_map(|(n, book)| Some(Reverse((first(book)?, n)))).collect();
        let mut entries = Vec::new();
        while let Some(Reverse((_, n))) = next.pop() {
            let Some(book) = books.get_mut(n) else { continue };
            entries.extend(book.next());
            next.extend(first(book).map(|at| Reverse((at, n))));
        }
        Ok(entries)
    }
}
