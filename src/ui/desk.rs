//! The one place of the interface that calls the store: it performs every [`Task`].

mod colleagues;
mod drafts;
mod history_lines;
mod looked_up;
pub mod pin;
pub mod report;

use super::effect::{Done, Task};
use super::history_line::HistoryLine;
use super::input::Event;
use crate::domain::edit::{NewBook, RecordId};
use crate::domain::text::clean;
use crate::domain::{Act, Catalogue, Edit, MilestoneKind, Person, PersonId, Rulebook, Unit, Why};
use crate::exchange::sample::sample;
use crate::office::Office;
use crate::query::Register;
use crate::query::progress::Params;
pub use crate::store::draft::Draft;
use crate::store::draft::Drafts;
use crate::store::init::New;
use crate::store::undo::Way;
use crate::store::user::UserFolders;
use crate::store::{Options, Store, StoreError};
use crate::words::Lang;
use chrono::NaiveDate;
use colleagues::{Colleagues, News};
use history_lines::described;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::Sender;

/// Names of fields and their texts.
pub type Texts = Vec<(String, String)>;

/// The store behind the interface.
pub struct Desk {
    office: Option<Office>,
    folders: Option<UserFolders>,
    /// Where a new store is to lie when nothing else is said.
    wanted: Option<PathBuf>,
    options: Options,
    drafts: Option<Drafts>,
    colleagues: Colleagues,
    none: Register,
    built_in: OnceLock<Catalogue>,
    built_in_rules: OnceLock<Rulebook>,
}

impl Desk {
    /// A desk without an office yet.
    pub fn new(folders: Option<UserFolders>, wanted: Option<PathBuf>, options: Options) -> Desk {
        Desk {
            office: None,
            folders,
            wanted,
            options,
            drafts: None,
            colleagues: Colleagues::default(),
            none: Register::default(),
            built_in: OnceLock::new(),
            built_in_rules: OnceLock::new(),
        }
    }

    /// Opens the store in a folder.
    pub fn open(&mut self, path: &Path) -> Result<(), StoreError> {
        let store = Store::open(path, self.options.clone())?;
        // Watched before it is read, so that nothing falls in between.
        let watch = self.colleagues.watch(&store);
        // As it was kept, for a first picture: the next look tells what it is now.
        let office = Office::open_at_once(store)?;
        self.colleagues.join(&office.store, watch);
        let state = self.folders.as_ref().map(|folders| folders.state.clone());
        self.drafts = state.map(|state| Drafts::new(state, &office.store.plate.id));
        self.office = Some(office);
        Ok(())
    }

    /// True when an office is open.
    pub fn is_open(&self) -> bool {
        self.office.is_some()
    }

    /// The register of the open office.
    pub fn register(&self) -> &Register {
        self.office.as_ref().map_or(&self.none, Office::register)
    }

    /// The value lists of the open office.
    pub fn catalogue(&self) -> &Catalogue {
        let built_in = || Catalogue::built_in().unwrap_or_default();
        self.office
            .as_ref()
            .map_or_else(|| self.built_in.get_or_init(built_in), |office| &office.store.catalogue)
    }

    /// The day on which the office stands.
    pub fn today(&self) -> NaiveDate {
        let now = || self.options.clock.now("+07:00").date_naive();
        self.office.as_ref().map_or_else(now, Office::today)
    }

    /// Year and as-of day, counted as this office counts.
    pub fn params(&self, year: i32, as_of: NaiveDate) -> Params {
        self.office.as_ref().map_or_else(
            || Params::year(year, as_of, MilestoneKind::Ceremony),
            |office| office.year(year, as_of),
        )
    }

    /// The milestone that makes an admission count.
    pub fn admission(&self) -> MilestoneKind {
        self.office.as_ref().map_or(MilestoneKind::Ceremony, Office::admission)
    }

    /// True when nothing may be written.
    pub fn read_only(&self) -> bool {
        self.options.read_only || self.office.as_ref().is_some_and(|office| office.store.read_only())
    }

    /// True for a person whom the store's owner lets in with a key: there is no other store.
    pub fn is_bound(&self) -> bool {
        self.options.account.bound
    }

    /// Name of the account.
    pub fn user(&self) -> &str {
        &self.options.account.name
    }

    /// A name that was never used before.
    pub fn new_name(&self) -> String {
        self.options.ids.op()
    }

    /// True when a book is damaged: figures may be short of what is there.
    pub fn is_damaged(&self) -> bool {
        self.office.as_ref().is_some_and(|office| office.damage().is_some())
    }

    /// True for something that I may do nowhere in this office.
    pub fn forbids(&self, act: Act) -> bool {
        self.office.as_ref().is_some_and(|office| !office.store.rights().anywhere(act))
    }

    /// What of the store's own rules cannot be used, in words.
    pub fn rules_problem(&self, lang: Lang) -> Option<String> {
        let problem = self.office.as_ref()?.store.rules_problem()?;
        Some(lang.rules_problem(lang.read_error(problem)))
    }

    /// A sentence about damage, when there is any.
    pub fn damage(&self, lang: Lang) -> Option<String> {
        let damage = self.office.as_ref()?.damage()?;
        Some(lang.damaged_book(damage))
    }

    /// Where the store lies.
    pub fn path(&self) -> String {
        self.office.as_ref().map_or(String::new(), |office| office.store.path().display().to_string())
    }

    /// Where a new office lies by default.
    pub fn default_store(&self) -> PathBuf {
        let default = || self.folders.as_ref().map(UserFolders::default_store);
        self.wanted.clone().or_else(default).unwrap_or_else(|| PathBuf::from("ketnap"))
    }

    /// Performs a task.
    ///
    /// # Errors
    /// The sentence to show. Nothing of the task was done then.
    pub fn perform(&mut self, task: &Task, lang: Lang) -> Result<Done, String> {
        let opened = |result: Result<(), StoreError>| {
            let done = Done { opened: true, ..Done::default() };
            result.map(|()| done).map_err(|error| lang.store_error(&error))
        };
        match task {
            Task::OpenSample => opened(self.open_sample()),
            Task::MakeOffice { name, kind, path } => self.make_office(name, kind, path, lang),
            Task::OpenOffice { path } => opened(self.open(&expanded(path))),
            Task::KeepSettings(settings) => {
                let kept = self.folders.as_ref().map_or(Ok(()), |folders| folders.save_settings(settings));
                kept.map(|()| Done::default()).map_err(|error| lang.store_error(&error))
            }
            Task::SaveReport(wanted) => self.save_report(wanted, lang),
            Task::SavePack(wanted) => self.save_pack(wanted, lang),
            Task::Save { .. }
            | Task::AddPeople(_)
            | Task::AddUnit(_)
            | Task::AddOccasion(_)
            | Task::MovePerson { .. }
            | Task::MoveCell { .. }
            | Task::Freeze { .. }
            | Task::Unfreeze { .. }
            | Task::Adopt { .. }
            | Task::Undo
            | Task::Redo
            | Task::Refresh => self.change(task, lang),
        }
    }

    /// Performs a task about the open office; without one nothing is done.
    fn change(&mut self, task: &Task, lang: Lang) -> Result<Done, String> {
        let ids = self.options.ids.clone();
        let Some(office) = self.office.as_mut() else { return Ok(Done::default()) };
        let saved = |result: Result<(), StoreError>, select: Option<RecordId>| {
            result.map(|()| Done { said: lang.saved(), select, opened: false })
        };
        let result = match task {
            Task::Save { edits } if edits.is_empty() => Ok(Done::said(lang.nothing_changed())),
            Task::Save { edits } => {
                let select = edits.first().map(Edit::record);
                saved(office.save(edits.clone(), Why::Entry), select)
            }
            Task::AddPeople(people) => {
                let named: Vec<(PersonId, &Person)> =
                    people.iter().map(|person| (ids.person(), person)).collect();
                let select = named.first().map(|(id, _)| RecordId::Person(*id));
                let edits = named.into_iter().map(|(id, person)| Edit::add(id, person.clone()));
                let result = saved(office.save(edits.collect(), Why::Entry), select);
                result.map(|done| match people.len() {
                    1 => done,
                    n => Done { said: lang.saved_people(n), ..done },
                })
            }
            Task::AddUnit(unit) => {
                let id = ids.unit();
                let edit = Edit::add(id, (**unit).clone());
                saved(office.save(vec![edit], Why::Entry), Some(RecordId::Unit(id)))
            }
            Task::AddOccasion(occasion) => {
                let id = ids.occasion();
                let edit = Edit::add(id, (**occasion).clone());
                saved(office.save(vec![edit], Why::Entry), Some(RecordId::Occasion(id)))
            }
            Task::Freeze { unit, month } => {
                let frozen = office.freeze(*unit, *month, month.last());
                frozen.map(|n| Done::said(lang.frozen_said(n)))
            }
            Task::Unfreeze { unit, month, reason } => {
                office.unfreeze(*unit, *month, reason).map(|n| Done::said(lang.lifted_said(n)))
            }
            Task::Adopt { typed, unit } => {
                let said = lang.adopted(&typed.class, typed.people.len());
                office.adopt(typed, *unit).map(|()| Done::said(said))
            }
            Task::MovePerson { id, to, day, situation } => {
                saved(office.move_person(*id, *to, *day, situation), Some(RecordId::Person(*id)))
            }
            Task::MoveCell { id, parent, day } => {
                saved(office.move_cell(*id, *parent, *day), Some(RecordId::Unit(*parent)))
            }
            Task::Undo | Task::Redo => {
                let way = if *task == Task::Undo { Way::Undo } else { Way::Redo };
                office.undo(way).map(|steps| {
                    let what = described(office, &steps, way, lang);
                    let said = if way == Way::Undo { lang.undone_what(what) } else { lang.redone_what(what) };
                    // Of many records none is the one to go to.
                    let mut records = steps.iter().flat_map(|entry| &entry.step.edits).map(Edit::record);
                    let first = records.next();
                    let select = first.filter(|first| records.all(|record| record == *first));
                    Done { said, select, opened: false }
                })
            }
            Task::Refresh => office.reload().map(|()| Done::said(lang.read_again())),
            Task::OpenSample
            | Task::MakeOffice { .. }
            | Task::OpenOffice { .. }
            | Task::KeepSettings(_)
            | Task::SaveReport(_)
            | Task::SavePack(_) => Ok(Done::default()),
        };
        result.map_err(|error| {
            // Whatever clashed: the next look should show what is really there.
            office.refresh();
            lang.save_error(&error)
        })
    }

    fn open_sample(&mut self) -> Result<(), StoreError> {
        let data = self.folders.as_ref().map(|folders| folders.data.clone());
        let path = data.unwrap_or_default().join("sample");
        if !path.join(crate::store::PLATE).exists() {
            let sample = sample().map_err(|error| StoreError::BadFile {
                file: "config/sample/office.ron".to_owned(),
                message: error.to_string(),
            })?;
            let new = New { books: sample.books, why: Why::Sample, day: Some(sample.day), over: true };
            Store::init(&path, self.options.clone(), new)?;
        }
        self.open(&path)
    }

    fn make_office(&mut self, name: &str, kind: &str, path: &str, lang: Lang) -> Result<Done, String> {
        let name = clean(name).map_err(|error| lang.text_error(error))?;
        if name.is_empty() {
            return Err(lang.refused(lang.error_no_name()));
        }
        let id = self.options.ids.unit();
        let unit = Unit::new(name, kind.to_owned(), None);
        let new = New {
            books: vec![NewBook { id, unit, edits: Vec::new() }],
            why: Why::Init,
            day: None,
            over: false,
        };
        let path = expanded(path);
        Store::init(&path, self.options.clone(), new)
            .and_then(|_| self.open(&path))
            .map(|()| Done { opened: true, ..Done::default() })
            .map_err(|error| lang.store_error(&error))
    }
}

impl Desk {
    /// Where news of others are to go from now on.
    pub fn listen(&mut self, news: Sender<Event>) {
        self.colleagues.news = Some(news);
        if let Some(office) = &self.office {
            self.colleagues.hear(self.colleagues.watch(&office.store));
        }
    }

    /// Others who have the store open.
    pub fn others(&self) -> &[String] {
        &self.colleagues.others
    }

    /// Looks for what others did; also what could not be read of it.
    pub fn look(&mut self) -> (News, Option<StoreError>) {
        let Some(office) = &mut self.office else { return (News::default(), None) };
        let others = office.store.others();
        let people = others != self.colleagues.others;
        self.colleagues.others = others;
        let (records, failed) = office.refresh();
        (News { records, people }, failed)
    }
}

impl Desk {
    /// The history of the office or of one record, newest first.
    pub fn history(&self, record: Option<RecordId>, lang: Lang) -> Result<Vec<HistoryLine>, String> {
        let Some(office) = &self.office else { return Ok(Vec::new()) };
        let entries = match record {
            Some(record) => office.history_of(record),
            None => office.history(None),
        };
        let entries = entries.map_err(|error| lang.store_error(&error))?;
        Ok(entries.iter().rev().map(|entry| history_lines::line(office, entry, record, lang)).collect())
    }
}

/// `~` is the user's home.
fn expanded(path: &str) -> PathBuf {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
