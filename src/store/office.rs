//! An open office: the store, its books, and the register derived from them, kept in step.
//!
//! What both the screens and the commands do with an office: look a record up, save edits wherever
//! they belong, take back.

use super::history::Entry;
use super::undo::Way;
use super::{Books, OpenBook, Store, StoreError};
use crate::domain::book::Record;
use crate::domain::breach::Standpoint;
use crate::domain::date::day_number;
use crate::domain::edit::{NewBook, RecordId};
use crate::domain::{
    Book, Edit, MilestoneKind, Person, PersonFact, PersonId, Rulebook, UnitFact, UnitId, Why,
};
use crate::exchange::fields::FieldError;
use crate::query::Register;
use crate::query::progress::Params;
use crate::query::register::Change;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Edits by the book that they belong to.
pub(super) type Changes = Vec<(UnitId, Vec<Edit>)>;

/// The store with everything read from it.
#[derive(Debug)]
pub struct Office {
    pub store: Store,
    pub(super) books: Books,
    /// What I may see of the books that I do not see whole.
    views: BTreeMap<UnitId, Book>,
    pub(super) register: Register,
    /// When the folders of the units were last changed, as far as they are read.
    corridors: BTreeMap<String, i128>,
}

impl Office {
    /// Reads every book.
    pub fn open(store: Store) -> Result<Office, StoreError> {
        let mut office = Office {
            store,
            books: Books::new(),
            views: BTreeMap::new(),
            register: Register::default(),
            corridors: BTreeMap::new(),
        };
        office.reload()?;
        Ok(office)
    }

    pub(super) fn derive(&mut self) {
        let views = self.books.iter().filter_map(|(unit, open)| Some((*unit, self.store.view(open)?)));
        self.views = views.collect();
        let seen = self.books.keys().filter_map(|unit| Some((*unit, self.seen(*unit)?)));
        let today = day_number(self.today());
        self.register = Register::build(seen, &self.store.catalogue, &self.store.rules, today);
        for open in self.books.values_mut() {
            open.chain.touched.clear();
            open.chain.anew = false;
        }
    }

    /// Brings the register in step with what was read or saved since.
    fn derive_touched(&mut self) {
        if !self.views.is_empty() || self.books.values().any(|open| open.chain.anew) {
            return self.derive();
        }
        let mut change = Change::default();
        for (unit, open) in &self.books {
            let (people, units): (Vec<RecordId>, Vec<RecordId>) =
                open.chain.touched.iter().partition(|id| id.person().is_some());
            change.people.extend(people.into_iter().filter_map(RecordId::person));
            if !units.is_empty() {
                change.units(*unit, open.book());
            }
        }
        for (unit, open) in &self.books {
            for id in &change.people {
                if let Some(record) = open.book().people.get(id) {
                    change.now.add_person(*unit, *id, record, &self.store.rules);
                }
            }
        }
        let today = day_number(self.today());
        self.register.amend(change, &self.store.catalogue, today);
        self.books.values_mut().for_each(|open| open.chain.touched.clear());
    }

    /// What I may see of a book.
    fn seen(&self, book: UnitId) -> Option<&Book> {
        self.views.get(&book).or_else(|| self.books.get(&book).map(OpenBook::book))
    }

    /// Keeps everything in step after a save of mine. One that changes units changes folders.
    pub(super) fn renew(&mut self, units: bool) {
        // What was saved is saved: a failure to read it again shows at the next look.
        match units {
            false => self.derive_touched(),
            true if self.reload().is_err() => self.derive(),
            true => {}
        }
    }

    /// The register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The books.
    pub fn books(&self) -> &Books {
        &self.books
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
            super::CountBy::Ceremony => MilestoneKind::Ceremony,
            super::CountBy::Decision => MilestoneKind::Decision,
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

    pub(super) fn book_of_person(&self, id: PersonId) -> Option<UnitId> {
        self.register.book(self.register.row_of(id)?)
    }

    /// The first damage found in any book.
    pub fn damage(&self) -> Option<&super::Damage> {
        self.books.values().find_map(|open| open.chain.damage.as_ref())
    }

    /// Reads what others wrote since. True when anything changed; and the first thing that could
    /// not be read, which keeps nothing else from being read.
    pub fn refresh(&mut self) -> (bool, Option<StoreError>) {
        if self.store.corridors(self.corridors.keys()) != self.corridors {
            // Units came or moved: their folders are to be found again.
            return (true, self.reload().err());
        }
        let (mut changed, mut failed) = (false, None);
        for open in self.books.values_mut() {
            if open.chain.is_stale(&self.store.root, &open.path) {
                match self.store.refresh(open) {
                    Ok(grown) => changed |= grown,
                    Err(error) => drop(failed.get_or_insert(error)),
                }
            }
        }
        if changed {
            self.derive_touched();
        }
        (changed, failed)
    }

    /// A unit and all units above it.
    pub fn lineage(&self, unit: UnitId) -> Vec<UnitId> {
        let open = self.register.unit_by_id(unit).and_then(|entry| self.books.get(&entry.book));
        open.map_or(vec![unit], |open| open.lineage(unit))
    }

    /// Reads everything anew, including units that others added.
    pub fn reload(&mut self) -> Result<(), StoreError> {
        if let Err(error) = self.store.renew_rights() {
            self.books.clear();
            self.derive();
            return Err(error);
        }
        self.store.renew_rules()?;
        // Looked at before the folders are read: what changes in between is seen the next time.
        let corridors = self.store.corridors(self.corridors.keys());
        self.books = self.store.read_all()?;
        self.corridors = self.store.corridors(self.books.values().map(|open| &open.path));
        self.corridors.extend(corridors);
        self.derive();
        Ok(())
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
        let units = edits.iter().any(|edit| matches!(edit, Edit::Unit(..)));
        let result = self.save_sorted(op, edits, why);
        self.renew(units);
        result
    }

    fn save_sorted(&mut self, op: &str, edits: Vec<Edit>, why: &Why) -> Result<(), StoreError> {
        let (new, mut changes) = self.sort_into_books(edits)?;
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
                known.or(fresh.get(&id).copied()).or(self.books.contains_key(&id).then_some(id))
            };
            let book = match &edit {
                Edit::Unit(id, None, Some(UnitFact::Whole(unit))) => {
                    if unit.parent.is_none() || self.store.catalogue.keeps_book(&unit.kind) {
                        fresh.insert(*id, *id);
                        new.push(NewBook { id: *id, unit: (**unit).clone(), edits: Vec::new() });
                        continue;
                    }
                    let book = unit.parent.and_then(book_of_unit).ok_or(StoreError::NoUnit)?;
                    fresh.insert(*id, book);
                    Some(book)
                }
                Edit::Unit(id, ..) => book_of_unit(*id),
                Edit::Person(_, None, Some(PersonFact::Whole(person))) => {
                    person.unit().and_then(book_of_unit)
                }
                Edit::Person(id, ..) => {
                    self.must_be_here(*id)?;
                    self.book_of_person(*id)
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
    pub(super) fn must_be_here(&self, id: PersonId) -> Result<(), StoreError> {
        let unit = self.record(id).and_then(|record| record.person.unit());
        let book = unit.and_then(|unit| self.register.unit_by_id(unit)).map(|entry| entry.book);
        if unit.is_some() && book != self.book_of_person(id) { Err(StoreError::HandedOver) } else { Ok(()) }
    }

    /// Takes back my last action, or the last taking back.
    pub fn undo(&mut self, way: Way) -> Result<Vec<Entry>, StoreError> {
        let result = self.store.undo(&mut self.books, way);
        self.books.retain(|_, open| open.book().own_unit().is_some() || open.chain.damage.is_some());
        self.renew(true);
        result
    }

    /// The books that hold or held a record.
    fn books_of(&self, record: RecordId) -> Vec<UnitId> {
        match record {
            RecordId::Unit(id) => self.register.unit_by_id(id).map(|entry| entry.book).into_iter().collect(),
            RecordId::Person(id) => match self.register.row_of(id) {
                Some(row) => self.register.books_of(row),
                // Who sees only the history has no row of the person.
                None => {
                    let holds = |open: &&OpenBook| open.book().people.contains_key(&id);
                    self.books.values().filter(holds).map(|open| open.unit).collect()
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
    pub fn history_of(&self, record: RecordId) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.history_in(self.books_of(record))?;
        entries.retain(|entry| entry.step.edits.iter().any(|edit| edit.record() == record));
        Ok(entries)
    }

    /// The steps of all books at and below a unit, or of the whole office, oldest first.
    pub fn history(&self, below: Option<UnitId>) -> Result<Vec<Entry>, StoreError> {
        match below.and_then(|id| self.register.unit_row(id)) {
            None => self.history_in(self.books.keys().copied().collect()),
            Some(row) => {
                let units = self.register.subtree(row).filter_map(|row| self.register.unit(row));
                let mut books: Vec<UnitId> = units.map(|entry| entry.book).collect();
                books.sort_unstable();
                books.dedup();
                self.history_in(books)
            }
        }
    }

    fn history_in(&self, wanted: Vec<UnitId>) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        for id in wanted {
            if let Some(open) = self.books.get(&id) {
                entries.extend(self.store.visible_history(open, self.store.history(open)?));
            }
        }
        entries.sort_by(|a, b| (&a.step.op, a.step.seq).cmp(&(&b.step.op, b.step.seq)));
        Ok(entries)
    }

    /// A unit by id, code, path of folders (or its end), or unique folded name or alias.
    pub fn find_unit(&self, text: &str) -> Result<UnitId, FieldError> {
        let register = &self.register;
        if let Some(entry) = text.parse().ok().and_then(|id| register.unit_by_id(id)) {
            return Ok(entry.id);
        }
        let wanted = crate::domain::text::fold(text);
        let by_code = register.units().find(|entry| !entry.code.is_empty() && entry.code == text);
        if let Some(entry) = by_code {
            return Ok(entry.id);
        }
        let ends_so = |path: &str| {
            path == wanted || path.strip_suffix(&*wanted).is_some_and(|rest| rest.ends_with('/'))
        };
        let by_path = self.books.values().filter(|open| ends_so(&open.path)).map(|open| open.unit);
        let by_path = by_path.filter(|unit| register.unit_row(*unit).is_some());
        let by_name = register
            .units()
            .filter(|entry| entry.folded.split('\n').any(|name| name == wanted))
            .map(|entry| entry.id);
        let mut found: Vec<UnitId> = by_path.chain(by_name).collect();
        found.sort();
        found.dedup();
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(FieldError::NoUnit(text.to_owned())),
            _ => Err(FieldError::ManyUnits(text.to_owned())),
        }
    }
}
