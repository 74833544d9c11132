//! The application: a stack of screens, perhaps a form over them, and what keys and effects do.
//!
//! A key goes to the dialog, else to the screen, else to the commands that work everywhere.
//! Everything here is plain data: tests press keys and look at what is drawn.

use super::command::{self, Command};
use super::effect::{Desk, Draft, Effect};
use super::form::{self, Form, Outcome, Subject, milestone, office, person};
use super::key::Key;
use super::keymap::Keymap;
use super::palette::{self, Palette};
use super::screen::fast_add::FastAdd;
use super::screen::history::History;
use super::screen::office::OfficeScreen;
use super::screen::progress::ProgressScreen;
use super::screen::settings::SettingsScreen;
use super::screen::start::Start;
use super::screen::{Screen, find, help};
use super::theme::Theme;
use super::typing::Typist;
use super::world::World;
use crate::domain::PersonId;
use crate::domain::edit::RecordId;
use crate::query::progress::Params;
use crate::query::{ProgressRow, progress};
use crate::settings::{Settings, Typing};
use crate::words::Lang;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// What lies over the screen and takes the keys.
#[derive(Clone, Debug)]
pub enum Dialog {
    Form(Box<Form>),
    Palette(Palette),
    /// A half-filled form of an earlier run is offered again.
    Offer(Draft),
}

/// What to tell the person at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub wrong: bool,
}

/// Everything that the interface is.
pub struct App {
    pub desk: Desk,
    pub lang: Lang,
    pub theme: Theme,
    pub keymap: Keymap,
    pub stack: Vec<Screen>,
    pub dialog: Option<Dialog>,
    pub message: Option<Message>,
    pub params: Params,
    pub progress: Vec<ProgressRow>,
    pub marks: BTreeSet<PersonId>,
    /// The program is to end.
    pub quit: bool,
    /// The program is to stop for a while (Ctrl+Z).
    pub suspend: bool,
    settings: Settings,
    no_color: bool,
    typist: Typist,
}

/// How the application is opened.
pub struct Opening {
    pub desk: Desk,
    pub settings: Settings,
    pub lang: Lang,
    /// Nobody chose a language yet.
    pub ask_language: bool,
    pub no_color: bool,
}

/// The world as the screens see it; a macro because it borrows some fields only.
macro_rules! world {
    ($app:expr) => {
        World {
            lang: $app.lang,
            theme: $app.theme,
            today: $app.desk.today(),
            params: $app.params,
            register: $app.desk.register(),
            progress: &$app.progress,
            catalogue: $app.desk.catalogue(),
            records: &$app.desk,
            marks: &$app.marks,
            admission: $app.desk.admission(),
            read_only: $app.desk.read_only(),
        }
    };
}

impl App {
    /// The application on its first screen: the office when one is open, else the start screen.
    pub fn new(opening: Opening) -> App {
        let Opening { desk, settings, lang, ask_language, no_color } = opening;
        let today = desk.today();
        let (keymap, wrong) = Keymap::new(&settings.keys);
        let mut app = App {
            params: desk.params(today.year(), today),
            lang,
            theme: Theme::new(&settings, no_color),
            keymap,
            stack: Vec::new(),
            dialog: None,
            message: None,
            progress: Vec::new(),
            marks: BTreeSet::new(),
            quit: false,
            suspend: false,
            no_color,
            typist: Typist::new(settings.typing),
            settings: settings.clone(),
            desk,
        };
        if app.desk.is_open() {
            app.opened();
        } else {
            app.stack.push(Screen::Start(Start::new(settings, lang, ask_language)));
        }
        if !wrong.is_empty() {
            app.warn(app.lang.wrong_keys(wrong.join(", ")));
        }
        app
    }

    /// The screen as the world sees it.
    pub fn world(&self) -> World<'_> {
        world!(self)
    }

    /// An office was opened: the main screen, this year, as of today.
    fn opened(&mut self) {
        let today = self.desk.today();
        self.params = self.desk.params(today.year(), today);
        self.marks.clear();
        self.stack = vec![Screen::Office(OfficeScreen::new())];
        self.dialog = self.desk.drafts().pop().map(Dialog::Offer);
        self.changed();
        if let Some(damage) = self.desk.damage(self.lang) {
            self.warn(damage);
        } else if self.desk.register().is_empty() && !self.desk.read_only() {
            self.say(self.lang.empty_office());
        }
    }

    /// The data, the year or the day changed: everything derived is derived again.
    fn changed(&mut self) {
        self.progress = progress(self.desk.register(), &self.params);
        let desk = &self.desk;
        self.marks.retain(|id| desk.register().row_of(*id).is_some());
        let world = world!(self);
        for screen in &mut self.stack {
            screen.derive(&world);
        }
        self.renew_history();
    }

    /// The history that the top screen shows, read again.
    fn renew_history(&mut self) {
        let record = match self.stack.last() {
            Some(Screen::Card(card)) => Some(RecordId::Person(card.person())),
            Some(Screen::History(history)) => history.record,
            _ => return,
        };
        match (self.desk.history(record, self.lang), self.stack.last_mut()) {
            (Ok(lines), Some(Screen::Card(card))) => card.renew(lines),
            (Ok(lines), Some(Screen::History(history))) => history.renew(lines),
            (Err(text), _) => self.warn(text),
            _ => {}
        }
    }

    /// Tells the person something.
    fn say(&mut self, text: String) {
        self.message = Some(Message { text, wrong: false }).filter(|message| !message.text.is_empty());
    }

    /// Tells the person what went wrong.
    fn warn(&mut self, text: String) {
        self.message = Some(Message { text, wrong: true });
    }

    /// Handles one key.
    pub fn key(&mut self, key: Key) {
        self.message = None;
        match self.dialog.take() {
            Some(Dialog::Form(form)) => self.form_key(key, form),
            Some(Dialog::Palette(palette)) => self.palette_key(key, palette),
            Some(Dialog::Offer(draft)) => self.offer_key(key, draft),
            None => self.screen_key(key),
        }
    }

    /// Handles pasted text: as if typed, a line end as Enter only where rows are typed.
    pub fn paste(&mut self, text: &str) {
        let grid =
            matches!(self.stack.last(), Some(Screen::FastAdd(_) | Screen::Batch(_))) && self.dialog.is_none();
        let takes_text = self.dialog.is_some() || self.stack.last().is_some_and(Screen::takes_text);
        if !takes_text {
            return;
        }
        for c in text.replace("\r\n", "\n").chars() {
            match c {
                '\t' if grid => self.key(Key::Tab),
                '\n' | '\r' if grid => self.key(Key::Enter),
                c if c.is_whitespace() => self.key(Key::Char(' ')),
                c => self.key(Key::Char(c)),
            }
        }
    }

    /// The terminal is gone: what was typed is kept.
    pub fn hang_up(&mut self) {
        self.keep_drafts();
        self.quit = true;
    }

    fn keep_drafts(&mut self) {
        let form = match &self.dialog {
            Some(Dialog::Form(form)) if form.touched && form.subject.keeps_draft() => {
                Some((form.subject.key(), form.values()))
            }
            _ => None,
        };
        let screens = self.stack.iter().filter_map(Screen::draft);
        for (name, values) in form.into_iter().chain(screens).collect::<Vec<_>>() {
            if let Err(error) = self.desk.keep_draft(name, values) {
                self.warn(self.lang.store_error(&error));
            }
        }
    }

    fn screen_key(&mut self, key: Key) {
        let Some(screen) = self.stack.last_mut() else { return };
        let layer = screen.layer();
        let world = world!(self);
        if screen.takes_text() {
            if let Some(effects) = screen.key(key, &world, &mut self.typist) {
                if matches!(key, Key::Enter | Key::Tab | Key::Down) {
                    self.keep_drafts();
                }
                self.run(effects);
                return;
            }
            if matches!(key, Key::Char(_)) {
                return;
            }
        }
        match self.keymap.command(layer, key) {
            Some(Command::StageFilter) | None => {
                if let Some(effects) = screen.key(key, &world, &mut self.typist) {
                    self.run(effects);
                }
            }
            // On screens without commands of their own, Enter and letters are the screen's.
            Some(command) if layer.is_none() && command == Command::Open => {
                if let Some(effects) = screen.key(key, &world, &mut self.typist) {
                    self.run(effects);
                }
            }
            Some(command) => self.command(command),
        }
    }

    /// Handles a command.
    pub fn command(&mut self, command: Command) {
        if command::find(command).is_some_and(|entry| entry.writes) && self.desk.read_only() {
            return self.warn(self.lang.read_only());
        }
        let Some(screen) = self.stack.last_mut() else { return };
        let world = world!(self);
        if let Some(effects) = screen.command(command, &world) {
            self.run(effects);
            return;
        }
        let open = self.desk.is_open();
        let effects = match command {
            Command::Back => vec![Effect::Back],
            Command::Find if open => vec![Effect::Push(Box::new(Screen::Find(find::Find::default())))],
            Command::Progress if open => {
                let top = self.desk.register().unit(0).map(|entry| entry.id);
                top.map(|top| Effect::Push(Box::new(Screen::Progress(ProgressScreen::new(top)))))
                    .into_iter()
                    .collect()
            }
            Command::Undo => vec![Effect::Undo],
            Command::Redo => vec![Effect::Redo],
            Command::History if open => vec![Effect::History(None)],
            Command::Refresh => vec![Effect::Refresh],
            Command::Settings => {
                let screen = SettingsScreen::new(self.settings.clone(), self.lang, self.desk.path());
                vec![Effect::Push(Box::new(Screen::Settings(screen)))]
            }
            Command::Help => {
                let layer = screen.layer();
                vec![Effect::Push(Box::new(Screen::Help(help::Help::new(layer))))]
            }
            Command::Palette => {
                self.dialog = Some(Dialog::Palette(Palette::default()));
                Vec::new()
            }
            Command::Typing => {
                self.settings.typing = match self.settings.typing {
                    Typing::Off => Typing::Telex,
                    Typing::Telex | Typing::Vni => Typing::Off,
                };
                let said = match self.settings.typing {
                    Typing::Off => self.lang.typing_off(),
                    _ => self.lang.typing_on(),
                };
                vec![Effect::KeepSettings(self.settings.clone()), Effect::Say(said)]
            }
            Command::Store => {
                let start = Start::new(self.settings.clone(), self.lang, false);
                vec![Effect::Push(Box::new(Screen::Start(start)))]
            }
            Command::Suspend => {
                self.suspend = true;
                Vec::new()
            }
            Command::Quit => vec![Effect::Quit],
            _ => Vec::new(),
        };
        self.run(effects);
    }

    fn palette_key(&mut self, key: Key, mut palette: Palette) {
        let layer = self.stack.last().and_then(Screen::layer);
        let outcome = palette.key(key, layer, &world!(self), &mut self.typist);
        match outcome {
            palette::Outcome::Stay => self.dialog = Some(Dialog::Palette(palette)),
            palette::Outcome::Leave => {}
            palette::Outcome::Run(command) => self.command(command),
        }
    }

    fn offer_key(&mut self, key: Key, draft: Draft) {
        match key {
            Key::Enter => match Subject::of_key(&draft.form) {
                Some(subject) => self.open_form(subject),
                None => {
                    let screen = FastAdd::of_draft(&draft.form, &draft.fields, &world!(self));
                    match screen {
                        Some(screen) => self.stack.push(screen),
                        None => self.warn(self.lang.draft_unreadable()),
                    }
                }
            },
            Key::Delete | Key::Ctrl('d') => {
                if let Err(error) = self.desk.forget_draft(&draft.form) {
                    self.warn(self.lang.store_error(&error));
                }
                // The one before it, if any.
                self.dialog = self.desk.drafts().pop().map(Dialog::Offer);
            }
            Key::Esc => self.say(self.lang.draft_later()),
            Key::Ctrl('q' | 'c') => self.quit = true,
            _ => self.dialog = Some(Dialog::Offer(draft)),
        }
    }

    fn form_key(&mut self, key: Key, mut form: Box<Form>) {
        let lang = self.lang;
        match key {
            Key::Ctrl('q' | 'c') => {
                self.dialog = Some(Dialog::Form(form));
                self.keep_drafts();
                self.quit = true;
                return;
            }
            Key::Ctrl('z') => {
                self.dialog = Some(Dialog::Form(form));
                self.suspend = true;
                return;
            }
            Key::F(8) => {
                self.dialog = Some(Dialog::Form(form));
                self.command(Command::Typing);
                return;
            }
            Key::Ctrl('x') => {
                // Away with what was typed: the form as it would be opened anew.
                if let Err(error) = self.desk.forget_draft(&form.subject.key()) {
                    self.warn(lang.store_error(&error));
                }
                self.dialog = form.subject.build(&world!(self)).map(Box::new).map(Dialog::Form);
                return;
            }
            _ => {}
        }
        let focus = form.focus;
        match form.key(key, &mut self.typist) {
            Outcome::Stay => {
                if form.focus != focus {
                    form.judge(focus, &world!(self));
                }
                if let Some(notice) = self.notice(&form, focus) {
                    form.notice = notice;
                }
                let left = form.focus != focus && form.touched;
                self.dialog = Some(Dialog::Form(form));
                if left {
                    self.keep_drafts();
                }
            }
            Outcome::Rebuild => {
                let rebuilt = milestone::rebuild(&form, &world!(self)).map(Box::new);
                self.dialog = Some(Dialog::Form(rebuilt.unwrap_or(form)));
            }
            Outcome::Leave => {
                if form.touched && form.subject.keeps_draft() {
                    self.dialog = Some(Dialog::Form(form));
                    self.keep_drafts();
                    self.dialog = None;
                    if self.message.is_none() {
                        self.say(lang.draft_kept());
                    }
                }
            }
            Outcome::Submit => self.submit(form),
        }
    }

    /// What shows after a field was left: its problem, and whether the person is there already.
    fn notice(&self, form: &form::Form, before: usize) -> Option<String> {
        let left = form.fields.get(before).filter(|_| form.focus != before)?;
        matches!(left.name, "name" | "born" | "identity_number")
            .then(|| person::namesake(form, &world!(self)).unwrap_or_default())
    }

    fn submit(&mut self, mut form: Box<Form>) {
        let subject = form.subject.clone();
        let read = subject.read(&form, &world!(self));
        match read {
            Err(problems) => {
                let problems: Vec<(String, String)> =
                    problems.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
                form.refuse(problems.iter().map(|(name, text)| (name.as_str(), text.clone())).collect());
                self.dialog = Some(Dialog::Form(form));
            }
            Ok(effects) => {
                // Somebody who seems to be there already is saved by a second ^S only.
                if let Some(twice) = person::namesake(&form, &world!(self)) {
                    let notice = self.lang.save_again(twice);
                    if form.notice != notice {
                        form.notice = notice;
                        self.dialog = Some(Dialog::Form(form));
                        return;
                    }
                }
                if self.run(effects) {
                    if let Err(error) = self.desk.forget_draft(&subject.key()) {
                        self.warn(self.lang.store_error(&error));
                    }
                } else {
                    // Not saved: what was typed stays, and so does its draft.
                    if let Some(fresh) = subject.build(&world!(self))
                        && form.rebase(fresh, self.lang)
                    {
                        self.warn(self.lang.both_changed());
                    }
                    self.dialog = Some(Dialog::Form(form));
                    self.keep_drafts_quietly();
                }
            }
        }
    }

    /// Keeps the draft without talking over the message that explains why nothing was saved.
    fn keep_drafts_quietly(&mut self) {
        let message = self.message.clone();
        self.keep_drafts();
        self.message = message;
    }

    fn open_form(&mut self, subject: Subject) {
        let Some(mut form) = subject.build(&world!(self)) else {
            match subject {
                Subject::NewMilestone { .. } => self.say(self.lang.all_steps_done()),
                Subject::MoveUnit { .. } => self.say(self.lang.top_stays()),
                _ => {}
            }
            return;
        };
        let draft = self.desk.drafts().into_iter().find(|draft| draft.form == subject.key());
        if let Some(draft) = draft {
            form.fill(&draft.fields);
            if let Some(rebuilt) = milestone::rebuild(&form, &world!(self)) {
                form = rebuilt;
            }
            form.fill(&draft.fields);
            form.touched = true;
            self.say(self.lang.draft_reopened(&draft.at));
        }
        self.dialog = Some(Dialog::Form(Box::new(form)));
    }

    /// Does what was asked for, in order; stops at the first thing that cannot be done, and says
    /// so. True when all was done.
    pub fn run(&mut self, effects: Vec<Effect>) -> bool {
        for effect in effects {
            match self.desk.perform(&effect, self.lang) {
                Some(Err(text)) => {
                    self.changed();
                    self.warn(text);
                    return false;
                }
                Some(Ok(done)) if done.opened => {
                    // What was opened opens again at the next start.
                    self.settings.store = Some(self.desk.path().into());
                    let kept = self.desk.perform(&Effect::KeepSettings(self.settings.clone()), self.lang);
                    self.opened();
                    if let Some(Err(text)) = kept {
                        self.warn(text);
                    }
                }
                Some(Ok(done)) => {
                    if let Effect::KeepSettings(settings) = &effect {
                        self.take_settings(settings.clone());
                    }
                    if !matches!(effect, Effect::KeepSettings(_)) {
                        self.changed();
                        self.say(done.said);
                    }
                    if let Some(record) = done.select {
                        let world = world!(self);
                        for screen in &mut self.stack {
                            screen.select(record, &world);
                        }
                    }
                }
                None => self.act(effect),
            }
        }
        true
    }

    /// Does what needs no disk.
    fn act(&mut self, effect: Effect) {
        match effect {
            Effect::Push(screen) => {
                let mut screen = *screen;
                screen.derive(&world!(self));
                self.stack.push(screen);
                self.renew_history();
            }
            Effect::Back => self.back(),
            Effect::Form(subject) => self.open_form(subject),
            Effect::FormAt(subject, field) => {
                self.open_form(subject);
                if let Some(Dialog::Form(form)) = &mut self.dialog {
                    form.focus_on(field);
                }
            }
            Effect::NewOfficeForm => {
                let path = self.desk.default_store().display().to_string();
                let form = office::new(self.lang, self.desk.catalogue(), &path);
                self.dialog = Some(Dialog::Form(Box::new(form)));
            }
            Effect::OpenFolderForm => {
                let path = self.desk.default_store().display().to_string();
                self.dialog = Some(Dialog::Form(Box::new(office::open(self.lang, &path))));
            }
            Effect::History(record) => match self.desk.history(record, self.lang) {
                Ok(lines) => {
                    let title = match record {
                        Some(RecordId::Person(id)) => {
                            let row = self.desk.register().row_of(id);
                            row.map_or(String::new(), |row| self.desk.register().name(row).to_owned())
                        }
                        Some(RecordId::Unit(id)) => self.desk.register().unit_name(id).to_owned(),
                        None => self.lang.title_history(),
                    };
                    self.stack.push(Screen::History(History::new(record, title, lines)));
                }
                Err(text) => self.warn(text),
            },
            Effect::Go(record) => {
                self.stack.truncate(1);
                let world = world!(self);
                for screen in &mut self.stack {
                    screen.select(record, &world);
                }
            }
            Effect::Year(year) => {
                let today = self.desk.today();
                let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
                self.figures_of(year, if year == today.year() { today } else { end });
            }
            Effect::AsOf { year, day } => self.figures_of(year, day),
            Effect::Mark(ids) => self.marks.extend(ids),
            Effect::Unmark(ids) => self.marks.retain(|id| !ids.contains(id)),
            Effect::UnmarkAll => self.marks.clear(),
            Effect::Say(text) => self.say(text),
            Effect::ForgetDraft(form) => {
                if let Err(error) = self.desk.forget_draft(&form) {
                    self.warn(self.lang.store_error(&error));
                }
            }
            Effect::Quit => {
                self.keep_drafts();
                self.quit = true;
            }
            _ => {}
        }
    }

    fn figures_of(&mut self, year: i32, day: NaiveDate) {
        if crate::domain::date::YEARS.contains(&year) {
            self.params = self.desk.params(year, day);
            self.changed();
        }
    }

    /// The screen underneath; what was typed on the one that goes is kept.
    fn back(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        let typed = self.stack.last().is_some_and(|screen| screen.draft().is_some());
        if typed {
            self.keep_drafts();
            if self.message.is_none() {
                self.say(self.lang.draft_kept());
            }
        }
        self.stack.pop();
        let world = world!(self);
        if let Some(screen) = self.stack.last_mut() {
            screen.derive(&world);
        }
        self.renew_history();
    }

    fn take_settings(&mut self, settings: Settings) {
        self.lang = settings.lang.unwrap_or(self.lang);
        self.theme = Theme::new(&settings, self.no_color);
        self.typist = Typist::new(settings.typing);
        self.settings = settings;
    }
}
