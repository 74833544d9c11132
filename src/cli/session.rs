//! What every subcommand starts from: the office to open, the language, the output.

use super::{Failure, meter};
use crate::domain::date_reader::{About, DateReader};
use crate::domain::text::{same_key, visible};
use crate::domain::{Act, Date, Day, PersonId, UnitId};
use crate::exchange::fields::{Context, FieldError};
use crate::office::Office;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::PersonRow;
use crate::store::journal::Deed;
use crate::store::user::UserFolders;
use crate::store::{Account, Clock, Ids, Options, Store, StoreError};
use crate::words::Lang;
use chrono::NaiveDate;
use serde_json::Value;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// The merged options of a run.
#[derive(Clone, Debug)]
pub struct Session {
    pub store: PathBuf,
    pub lang: Lang,
    pub today: Option<NaiveDate>,
    pub read_only: bool,
    pub account: Account,
    /// The command came as that of an SSH connection.
    pub over_ssh: bool,
}

impl Session {
    /// How stores are opened in this run.
    pub fn options(&self) -> Options {
        let lang = self.lang;
        Options {
            read_only: self.read_only,
            clock: self.today.map_or(Clock::Real, Clock::OnDay),
            ids: Ids::Random,
            account: self.account.clone(),
            cache: UserFolders::of(&self.account).map(|folders| folders.cache),
            waiting: meter::reader(lang, move |done, total| lang.reading_books(done, total)),
        }
    }

    /// The failure that a store's error is.
    pub fn failure(&self, error: &StoreError) -> Failure {
        Failure::of(self.lang, error)
    }

    /// What a look at so many people finds, while whoever waits is told how far it is.
    pub fn look<T>(
        &self,
        people: usize,
        find: impl FnOnce(&Work) -> Result<T, Stopped>,
    ) -> Result<T, Failure> {
        let lang = self.lang;
        let waiting = meter::reader(lang, move |done, total| lang.looking_at_people(done, total));
        find(&waiting.work(people)).map_err(|stopped| self.failure(&stopped.into()))
    }

    /// Opens the store, and reads no book.
    pub fn open_store(&self) -> Result<Store, Failure> {
        Store::open(&self.store, self.options()).map_err(|error| self.unopened(&error))
    }

    /// The failure that keeps a store from being opened.
    pub fn unopened(&self, error: &StoreError) -> Failure {
        match error {
            StoreError::Io { .. } => Failure::Io(self.lang.read_error(error)),
            other => self.failure(other),
        }
    }

    /// Refuses where nothing of a kind may be seen at all: an empty list would be a false one.
    pub fn must_allow(&self, office: &Office, act: Act) -> Result<(), Failure> {
        let allowed = office.store.rights().anywhere(act);
        if allowed { Ok(()) } else { Err(Failure::Refused(self.lang.forbidden(act))) }
    }

    /// A unit by its name, or the whole store. A unit that I may not see, or that is gone, goes by
    /// its id.
    pub fn place(&self, office: &Office, unit: Option<UnitId>) -> String {
        let Some(unit) = unit else { return self.lang.whole_store() };
        let name = office.register().unit_name(unit);
        if name.is_empty() { unit.to_string() } else { name.to_owned() }
    }

    /// Refuses what only the store's owner may do.
    pub fn owner_only(&self, store: &Store) -> Result<(), Failure> {
        store.must_own().map_err(|error| self.failure(&error))
    }

    /// Notes that data leaves the store, before it does.
    pub fn note_export(&self, office: &Office, deed: Deed) -> Result<(), Failure> {
        self.noted(office.note_export(deed))
    }

    /// What became of a note that data leaves the store.
    pub fn noted(&self, noted: Result<(), StoreError>) -> Result<(), Failure> {
        noted.map_err(|error| match error {
            StoreError::Io { source, .. } => Failure::Io(self.lang.not_exported(self.lang.cause(&source))),
            other => self.failure(&other),
        })
    }

    /// Opens the office. A damaged one opens as far as it is sound, with a warning; `finish` then
    /// ends the run with the exit code for damage.
    /// It is never let go of: the process ends soon, and tidying up before that takes time.
    pub fn office(&self) -> Result<ManuallyDrop<Office>, Failure> {
        let store = self.open_store()?;
        let office = Office::open(store).map_err(|error| self.unopened(&error))?;
        self.warn_of(&office);
        Ok(ManuallyDrop::new(office))
    }

    /// The office for what is about one person, and who that is. A whole id is looked for where the
    /// register that was kept has it, and only that book is looked at; anything else, and whoever is
    /// not found so, takes a look at all of them. With `due` also what is due about the person is true.
    pub fn office_of(&self, argument: &str, due: bool) -> Result<(ManuallyDrop<Office>, PersonId), Failure> {
        if let Ok(id) = argument.to_ascii_lowercase().parse::<PersonId>() {
            let store = self.open_store()?;
            if let Ok(Some(office)) = Office::open_for(store, id, due) {
                self.warn_of(&office);
                return Ok((ManuallyDrop::new(office), id));
            }
        }
        let office = self.office()?;
        let id = self.person(&office, argument)?;
        Ok((office, id))
    }

    /// Says what is wrong with an office that opens all the same.
    fn warn_of(&self, office: &Office) {
        if let Some(damage) = office.damage() {
            self.warn(&self.lang.damaged_book(damage));
        }
        if let Some(problem) = office.store.rules_problem() {
            self.warn(&self.lang.rules_problem(self.lang.read_error(problem)));
        }
    }

    /// Ends a reading command: a damaged store is no success, whatever could be shown.
    pub fn finish(&self, office: &Office) -> Result<(), Failure> {
        match office.damage() {
            Some(damage) => Err(Failure::Damaged(self.lang.damaged_book(damage))),
            None => Ok(()),
        }
    }

    /// Prints text as it is.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        self.printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// What became of a text on its way out.
    pub fn printed(&self, result: std::io::Result<()>) -> Result<(), Failure> {
        match result {
            Ok(()) => Ok(()),
            // Whoever reads us has read enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::Io(format!("stdout: {}", self.lang.cause(&error)))),
        }
    }

    /// Prints a line for people.
    pub fn say(&self, line: &str) -> Result<(), Failure> {
        let shown: Vec<String> = line.split('\n').map(visible).collect();
        self.print(&(shown.join("\n") + "\n"))
    }

    /// Says that something is saved. When it cannot be said, that it is saved is not forgotten.
    pub fn saved(&self, what: &str, text: &str) -> Result<(), Failure> {
        self.print(text).map_err(|failure| Failure::Io(self.lang.saved_unsaid(what, failure.text())))
    }

    /// Says that a record is saved, as [`Session::saved`].
    pub fn saved_record(&self, id: PersonId) -> Result<(), Failure> {
        self.saved(&id.to_string(), &(self.lang.saved_id(id) + "\n"))
    }

    /// Says that something was done, as [`Session::saved`].
    pub fn done(&self, line: &str) -> Result<(), Failure> {
        self.say(line).map_err(|failure| Failure::Io(self.lang.done_unsaid(failure.text())))
    }

    /// The same for who reads JSON.
    pub fn done_in_json(&self, value: &Value) -> Result<(), Failure> {
        self.json(value).map_err(|failure| Failure::Io(self.lang.done_unsaid(failure.text())))
    }

    /// Prints a JSON value.
    pub fn json(&self, value: &Value) -> Result<(), Failure> {
        self.print(&self.json_text(value)?)
    }

    /// A JSON value as it is printed: nothing raw in its texts, wherever they came from.
    pub fn json_text(&self, value: &Value) -> Result<String, Failure> {
        let mut value = value.clone();
        make_visible(&mut value);
        let text = serde_json::to_string_pretty(&value).map_err(|error| Failure::Io(error.to_string()))?;
        Ok(text + "\n")
    }

    /// The date that an argument gives, read on the office's day; today for none.
    pub fn date(&self, office: &Office, argument: Option<&str>) -> Result<Date, Failure> {
        let today = office.today();
        let Some(text) = argument else { return Ok(today.into()) };
        let read = DateReader::typed(today).read(text, About::Event);
        read.map_err(|error| Failure::Usage(self.lang.date_error(&error)))
    }

    /// The last day that an argument can mean; `None` for none.
    pub fn day(&self, office: &Office, argument: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
        argument.map(|text| self.date(office, Some(text)).map(Date::last)).transpose()
    }

    /// Says what does not stop the run, where warnings go.
    pub fn warn(&self, text: &str) {
        // Nobody may be listening there: that is no reason to stop.
        let _ = writeln!(std::io::stderr(), "ketnap: {}", visible(text));
    }

    /// Says something of several lines where warnings go.
    pub fn warn_lines(&self, text: &str) {
        let lines: Vec<String> = text.split('\n').map(visible).collect();
        let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
    }

    /// The unit that an argument names; the whole office for none.
    pub fn unit(&self, office: &Office, argument: Option<&str>) -> Result<Option<UnitId>, Failure> {
        argument
            .map(|text| {
                office.find_unit(text).map_err(|error| Failure::Refused(self.lang.field_error(&error)))
            })
            .transpose()
    }

    /// The person whose id begins with the argument.
    pub fn person(&self, office: &Office, argument: &str) -> Result<PersonId, Failure> {
        let register = office.register();
        match register.with_id_prefix(&argument.to_ascii_lowercase()).as_slice() {
            [] => Err(Failure::Refused(self.lang.no_such_person(argument))),
            [only] => register.id(*only).ok_or_else(|| Failure::Refused(self.lang.no_such_person(argument))),
            _ => Err(Failure::Refused(self.lang.many_people(argument))),
        }
    }

    /// The one person of a name, to be looked at: who is written about goes by the id. Of several each is
    /// named with the id to ask by.
    pub fn person_called(&self, office: &Office, name: &str) -> Result<PersonId, Failure> {
        let register = office.register();
        let alike = register.namesakes(name);
        let wanted = same_key(name);
        let very = |row: &PersonRow| same_key(register.name(*row)) == wanted;
        let same: Vec<PersonRow> = alike.iter().copied().filter(very).collect();
        let rows = if same.is_empty() { alike } else { same };
        if let [only] = rows.as_slice()
            && let Some(id) = register.id(*only)
        {
            return Ok(id);
        }
        let told = |row: &PersonRow| {
            let born =
                register.born(*row).map_or(String::new(), |born| format!(", {}", self.lang.date(born)));
            let unit = register.unit_on(*row, Day::NEVER).map_or("", |unit| register.name_of_unit(unit));
            Some(format!("{} ({}{born}, {unit})", register.id(*row)?, register.name(*row)))
        };
        match rows.is_empty() {
            true => Err(Failure::Refused(self.lang.no_such_person(name))),
            false => {
                let all = rows.iter().filter_map(told).collect::<Vec<_>>().join("; ");
                Err(Failure::Refused(self.lang.many_of_name(name, all)))
            }
        }
    }
}

fn make_visible(value: &mut Value) {
    match value {
        Value::String(text) => *text = visible(text),
        Value::Array(items) => items.iter_mut().for_each(make_visible),
        Value::Object(fields) => fields.values_mut().for_each(make_visible),
        _ => {}
    }
}

/// Runs `f` with the context that the readers of fields need.
pub fn with_context<T>(office: &Office, f: impl FnOnce(&Context) -> T) -> T {
    let unit = |text: &str| -> Result<UnitId, FieldError> { office.find_unit(text) };
    f(&Context {
        dates: DateReader::written(office.today()),
        unit: &unit,
        rules: office.rules(),
        catalogue: &office.store.catalogue,
        register: office.register(),
    })
}
