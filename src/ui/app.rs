//! The application: a stack of screens, perhaps a form over them, and what keys and effects do.
//!
//! A key goes to the dialog, else to the screen, else to the commands that work everywhere.
//! Everything here is plain data: tests press keys and look at what is drawn. Forms and drafts
//! are in `app/forms.rs`, what effects do in `app/perform.rs`.

use super::clash::Clash;
use super::command::{self, Command};
use super::desk::{Desk, Draft};
use super::effect::{Effect, Goal, Task};
use super::form::Form;
use super::key::Key;
use super::lock::Lock;
use super::palette::{self, Palette};
use super::screen::Screen;
use super::screen::settings::SettingsScreen;
use super::screen::start::Start;
use super::seen::Seen;
use super::typing::Typist;
use super::viewer::Viewer;
use super::world::World;
use crate::domain::Act;
use crate::domain::UnitId;
use crate::parallel::waiting::Waiting;
use crate::query::report::Name;
use crate::settings::{Settings, Typing};
use crate::words::Lang;
use std::time::Duration;
use std::time::Instant;

/// For no longer is what was typed known to nobody else.
const MOMENT: Duration = Duration::from_millis(250);

/// What lies over the screen and takes the keys.
#[derive(Clone, Debug)]
pub enum Dialog {
    Form(Box<Form>),
    /// Two people changed a field of the form.
    Clash(Box<Clash>),
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

/// Everything that the interface is: what is looked at, who looks, and where they are in it.
pub struct App {
    pub seen: Seen,
    pub viewer: Viewer,
    pub stack: Vec<Screen>,
    pub dialog: Option<Dialog>,
    pub message: Option<Message>,
    /// The program is to end.
    pub quit: bool,
    /// The program is to stop for a while (Ctrl+Z).
    pub suspend: bool,
    /// The session was left alone.
    pub locked: Option<Lock>,
    typist: Typist,
    /// What the last key asked for, and is done when the next one asks for it again.
    asked: Option<Effect>,
    last_key: Instant,
    /// When a draft was last kept while rows were typed.
    kept: Instant,
    /// Something may have been typed since drafts were kept.
    typing: bool,
}

/// How the application is opened.
pub struct Opening {
    pub desk: Desk,
    pub settings: Settings,
    pub lang: Lang,
    /// Nobody chose a language yet.
    pub ask_language: bool,
    pub no_color: bool,
    /// Who waits while everybody is looked at.
    pub waiting: Waiting,
}

mod alone;
mod forms;
mod perform;

impl App {
    /// The application on its first screen: the office when one is open, else the start screen.
    pub fn new(opening: Opening) -> App {
        let Opening { desk, settings, lang, ask_language, no_color, waiting } = opening;
        let typist = Typist::new(settings.typing);
        let (viewer, wrong) = Viewer::new(settings.clone(), lang, no_color);
        let mut app = App {
            seen: Seen::new(desk, waiting),
            viewer,
            stack: Vec::new(),
            dialog: None,
            message: None,
            quit: false,
            suspend: false,
            locked: None,
            typist,
            asked: None,
            last_key: Instant::now(),
            kept: Instant::now(),
            typing: false,
        };
        if app.seen.desk.is_open() {
            app.opened();
        } else {
            app.stack.push(Screen::Start(Start::new(settings, lang, ask_language)));
        }
        if !wrong.is_empty() {
            app.warn(app.viewer.lang.wrong_keys(wrong.join(", ")));
        }
        app
    }

    /// What screens look at.
    pub fn world(&self) -> World<'_> {
        self.seen.world(&self.viewer)
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
        self.last_key = Instant::now();
        if self.locked.is_some() {
            return self.locked_key(key);
        }
        self.message = None;
        self.typing = true;
        let asked = self.asked.take();
        match (self.dialog.take(), self.viewer.keymap.in_form(key)) {
            (Some(Dialog::Form(form)), Some(key)) => self.form_key(key, form),
            (Some(Dialog::Clash(clash)), Some(key)) => self.clash_key(key, clash),
            (Some(Dialog::Palette(palette)), Some(key)) => self.palette_key(key, palette),
            (Some(Dialog::Offer(draft)), Some(key)) => self.offer_key(key, draft),
            (dialog @ Some(_), None) => self.dialog = dialog,
            (None, _) => self.screen_key(key),
        }
        if self.asked.is_some() && self.asked == asked {
            let effect = self.asked.take();
            self.message = None;
            self.run(effect.into_iter().collect());
        }
    }

    /// Handles pasted text: as if typed, a line end as Enter only where rows are typed.
    pub fn paste(&mut self, text: &str) {
        if self.locked.is_some() {
            return;
        }
        let grid = matches!(self.stack.last(), Some(Screen::FastAdd(_) | Screen::Batch(_) | Screen::Roll(_)))
            && self.dialog.is_none();
        let takes_text = self.dialog.is_some() || self.stack.last().is_some_and(Screen::takes_text);
        if !takes_text {
            return;
        }
        // Terminals and what runs in them send line ends in three ways.
        let mut text = text.replace("\r\n", "\n");
        // Some send both signs of a line end as the first one: each of them is one.
        if text.contains('\r') && !text.contains('\n') && !text.replace("\r\r", "").contains('\r') {
            text = text.replace("\r\r", "\n");
        }
        let text = text.replace('\r', "\n");
        if grid {
            let world = self.seen.world(&self.viewer);
            let taken = self.stack.last_mut().and_then(|screen| screen.paste(&text, &world));
            if let Some(effects) = taken {
                (self.last_key, self.typing) = (Instant::now(), true);
                self.message = None;
                self.run(effects);
                return;
            }
        }
        for c in text.chars() {
            match c {
                '\t' if grid => self.key(Key::Tab),
                '\n' if grid => self.key(Key::Enter),
                c if c.is_whitespace() => self.key(Key::Char(' ')),
                c => self.key(Key::Char(c)),
            }
        }
    }

    fn screen_key(&mut self, key: Key) {
        let Some(screen) = self.stack.last_mut() else { return };
        let mode = screen.mode();
        let world = self.seen.world(&self.viewer);
        if screen.takes_text() {
            let own = self.viewer.keymap.in_form(key);
            if let Some(effects) = own.and_then(|key| screen.key(key, &world, &mut self.typist)) {
                // Of hundreds of lines that come at once not every one is kept by itself.
                if matches!(key, Key::Enter | Key::Tab | Key::Down) && self.kept.elapsed() > MOMENT {
                    self.keep_drafts();
                    self.kept = Instant::now();
                }
                self.run(effects);
                return;
            }
            if matches!(key, Key::Char(_)) {
                return;
            }
        }
        match self.viewer.keymap.command(mode, key) {
            // What a grid would do with a key that means something else now.
            None if screen.takes_text() => {}
            Some(Command::StageFilter) | None => {
                if let Some(effects) = screen.key(key, &world, &mut self.typist) {
                    self.run(effects);
                }
            }
            // On screens without commands of their own, Enter and letters are the screen's.
            Some(command) if mode.is_none() && command == Command::Open => {
                if let Some(effects) = screen.key(key, &world, &mut self.typist) {
                    self.run(effects);
                }
            }
            Some(command) => self.command(command),
        }
    }

    /// Handles a command.
    pub fn command(&mut self, command: Command) {
        if command::find(command).is_some_and(|entry| entry.writes) && self.seen.desk.read_only() {
            return self.warn(self.viewer.lang.read_only());
        }
        let needed = match command {
            Command::Find | Command::Progress | Command::Due | Command::Reports => Some(Act::See),
            Command::History => Some(Act::SeeHistory),
            Command::AddUnit | Command::Target => Some(Act::Manage),
            _ => None,
        };
        if let Some(act) = needed.filter(|act| self.seen.desk.forbids(*act)) {
            return self.warn(self.viewer.lang.forbidden(act));
        }
        let Some(screen) = self.stack.last_mut() else { return };
        let world = self.seen.world(&self.viewer);
        if let Some(effects) = screen.command(command, &world) {
            self.run(effects);
            return;
        }
        let open = self.seen.desk.is_open();
        let of_top = |goal: &dyn Fn(UnitId) -> Goal| {
            let top = self.seen.desk.register().top();
            top.map(|top| Effect::Open(goal(top.id))).into_iter().collect()
        };
        let effects = match command {
            Command::Back => vec![Effect::Back],
            Command::Find if open => vec![Effect::Open(Goal::Find)],
            Command::Progress if open => of_top(&|top| Goal::Report(Name::Progress, top)),
            Command::Due if open => of_top(&|top| Goal::Report(Name::Due, top)),
            Command::Reports if open => of_top(&Goal::Reports),
            Command::Undo => vec![Effect::Do(Task::Undo)],
            Command::Redo => vec![Effect::Do(Task::Redo)],
            Command::History if open => vec![Effect::History(None)],
            Command::Refresh => vec![Effect::Do(Task::Refresh)],
            Command::Settings => {
                let screen = SettingsScreen::new(
                    self.viewer.settings.clone(),
                    self.viewer.lang,
                    self.seen.desk.path(),
                );
                return self.push(Screen::Settings(screen));
            }
            Command::Help => {
                vec![Effect::Open(Goal::Help(screen.mode()))]
            }
            Command::Palette => {
                self.dialog = Some(Dialog::Palette(Palette::default()));
                Vec::new()
            }
            Command::Typing => {
                self.viewer.settings.typing = match self.viewer.settings.typing {
                    Typing::Off => Typing::Telex,
                    Typing::Telex | Typing::Vni => Typing::Off,
                };
                let said = match self.viewer.settings.typing {
                    Typing::Off => self.viewer.lang.typing_off(),
                    _ => self.viewer.lang.typing_on(),
                };
                vec![Effect::Do(Task::KeepSettings(self.viewer.settings.clone())), Effect::Say(said)]
            }
            Command::Store if self.seen.desk.is_bound() => vec![Effect::Say(self.viewer.lang.one_store())],
            Command::Store => {
                let start = Start::new(self.viewer.settings.clone(), self.viewer.lang, false);
                return self.push(Screen::Start(start));
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
        let mode = self.stack.last().and_then(Screen::mode);
        let outcome = palette.key(key, mode, &self.seen.world(&self.viewer), &mut self.typist);
        match outcome {
            palette::Outcome::Stay => self.dialog = Some(Dialog::Palette(palette)),
            palette::Outcome::Leave => {}
            palette::Outcome::Run(command) => self.command(command),
        }
    }
}
