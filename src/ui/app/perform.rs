//! What effects do: those of the desk are performed there, the others change the application.

use super::{App, Dialog};
use crate::domain::edit::RecordId;
use crate::domain::{Act, Day};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::due::pressing;
use crate::query::progress;
use crate::settings::Settings;
use crate::ui::command::Command;
use crate::ui::desk::pin;
use crate::ui::effect::{Effect, Task};
use crate::ui::form::office;
use crate::ui::people_table::LARGE;
use crate::ui::screen::Screen;
use crate::ui::screen::history::History;
use crate::ui::screen::office::OfficeScreen;
use crate::ui::theme::Theme;
use crate::ui::typing::Typist;
use chrono::{Datelike, NaiveDate};

/// From so many units on, a look at all books takes longer than a blink.
const MANY_UNITS: usize = 500;
/// Minutes after which the screen is locked once a PIN is set and nothing else was chosen.
const PIN_LOCKS_AFTER: u16 = 15;

impl App {
    /// An office was opened: the main screen, this year, as of today.
    pub(super) fn opened(&mut self) {
        let today = self.seen.desk.today();
        self.seen.params = self.seen.desk.params(today.year(), today);
        self.viewer.marks.clear();
        self.stack = vec![Screen::Office(OfficeScreen::new())];
        self.dialog = self.seen.desk.drafts().pop().map(Dialog::Offer);
        self.seen.unseen = true;
        let register = self.seen.desk.register();
        self.seen.hasty = register.len() > LARGE || register.unit_count() > MANY_UNITS;
        self.changed();
        if self.seen.desk.forbids(Act::See) {
            // Nobody's figures are nought: they are not to be seen.
            self.act(Effect::History(None));
            self.say(self.viewer.lang.only_history());
        } else if self.seen.hasty {
            self.say(self.viewer.lang.looking());
        }
    }

    /// After the first picture: what the books are like, and the rules. True when that changes the
    /// picture.
    pub fn look_first(&mut self) -> bool {
        self.seen.unseen = false;
        let hasty = self.seen.hasty;
        let changed = self.others() || hasty;
        if std::mem::take(&mut self.seen.hasty) {
            self.derive();
        }
        if self.seen.desk.forbids(Act::See) {
            return changed;
        }
        let greeted = self.message.as_ref().is_none_or(|message| !message.wrong);
        if greeted {
            self.greet();
        }
        changed || self.message.is_some()
    }

    /// What there is to be said about an office that was opened.
    fn greet(&mut self) {
        self.message = None;
        if let Some(damage) = self.seen.desk.damage(self.viewer.lang) {
            self.warn(damage);
        } else if let Some(problem) = self.seen.desk.rules_problem(self.viewer.lang) {
            self.warn(problem);
        } else if self.seen.desk.register().is_empty() && !self.seen.desk.read_only() {
            self.say(self.viewer.lang.empty_office(
                self.viewer.keymap.shown(Command::AddPerson),
                self.viewer.keymap.shown(Command::AddUnit),
                self.viewer.keymap.shown(Command::Help),
            ));
        } else if let Some([overdue, week]) =
            self.seen.due.first().filter(|[overdue, week]| overdue + week > 0)
        {
            self.say(self.viewer.lang.due_greeting(
                self.viewer.lang.count(*overdue),
                self.viewer.lang.count(*week),
                self.viewer.keymap.shown(Command::Due),
            ));
        }
    }

    /// The data, the year or the day changed: everything derived is derived again.
    pub(super) fn changed(&mut self) {
        self.seen.hasty &= self.seen.unseen;
        // Nobody asked for it: there is nobody to stop it.
        let counted = progress(self.seen.desk.register(), &self.seen.params, &Work::unheard());
        self.seen.progress = counted.unwrap_or_default();
        self.seen.due = pressing(self.seen.desk.register(), Day::from(self.seen.desk.today()));
        self.derive();
    }

    /// The screens are derived again from what was derived.
    fn derive(&mut self) {
        let desk = &self.seen.desk;
        self.viewer.marks.retain(|id| desk.register().row_of(*id).is_some());
        let world = self.seen.world(&self.viewer);
        for screen in &mut self.stack {
            screen.derive(&world);
        }
        self.renew_history();
    }

    /// Others did something: takes it in without disturbing what one is at. True when anything on
    /// the screen may have changed.
    pub fn others(&mut self) -> bool {
        let (news, failed) = self.seen.desk.look();
        if news.records {
            self.changed();
            let dialog = self.dialog.take().map(|dialog| match dialog {
                // What was being decided on has changed: back to the form, which says so.
                Dialog::Clash(clash) => Dialog::Form(clash.form),
                other => other,
            });
            self.dialog = match dialog {
                Some(Dialog::Form(mut form)) => {
                    self.rebase(&mut form);
                    Some(Dialog::Form(form))
                }
                other => other,
            };
            if let Some(damage) = self.seen.desk.damage(self.viewer.lang) {
                self.warn(damage);
            }
        }
        if let Some(error) = &failed {
            self.warn(self.viewer.lang.store_error(error));
        }
        news.records || news.people || failed.is_some()
    }

    /// The history that the top screen shows, read again.
    pub(super) fn renew_history(&mut self) {
        let record = match self.stack.last() {
            Some(Screen::Card(card)) => Some(RecordId::Person(card.person())),
            Some(Screen::History(history)) => history.record,
            _ => return,
        };
        match (self.seen.desk.history(record, self.viewer.lang), self.stack.last_mut()) {
            (Ok(lines), Some(Screen::Card(card))) => card.renew(lines),
            (Ok(lines), Some(Screen::History(history))) => history.renew(lines),
            (Err(text), _) => self.warn(text),
            _ => {}
        }
    }

    /// Does what was asked for, in order; stops at the first thing that cannot be done, and says
    /// so. True when all was done.
    pub fn run(&mut self, effects: Vec<Effect>) -> bool {
        for effect in effects {
            match effect {
                Effect::Do(task) => {
                    if !self.perform(&task) {
                        return false;
                    }
                }
                other => self.act(other),
            }
        }
        true
    }

    /// Has the desk perform a task, and shows what came of it. False when it could not be done.
    fn perform(&mut self, task: &Task) -> bool {
        let done = match self.seen.desk.perform(task, self.viewer.lang) {
            Err(text) => {
                self.changed();
                self.warn(text);
                return false;
            }
            Ok(done) => done,
        };
        if done.opened {
            // What was opened opens again at the next start.
            self.viewer.settings.store = Some(self.seen.desk.path().into());
            let kept =
                self.seen.desk.perform(&Task::KeepSettings(self.viewer.settings.clone()), self.viewer.lang);
            self.opened();
            if let Err(text) = kept {
                self.warn(text);
            }
            return true;
        }
        match task {
            Task::KeepSettings(settings) => self.take_settings(settings.clone()),
            _ => {
                self.changed();
                self.say(done.said);
            }
        }
        if let Some(record) = done.select {
            let world = self.seen.world(&self.viewer);
            for screen in &mut self.stack {
                screen.select(record, &world);
            }
        }
        true
    }

    /// Does what was asked for.
    pub(super) fn act(&mut self, effect: Effect) {
        match effect {
            Effect::Do(task) => {
                self.perform(&task);
            }
            Effect::Open(goal) => {
                let screen = Screen::at(goal, &self.seen.world(&self.viewer));
                self.push(screen);
                self.take_up();
            }
            Effect::Back => self.back(),
            Effect::Form(subject) => self.open_form(subject),
            Effect::FormAt(subject, field) => {
                self.open_form(subject);
                if let Some(Dialog::Form(form)) = &mut self.dialog {
                    form.focus_on(field);
                }
            }
            Effect::FormWith(subject, field, value) => {
                self.open_form(subject);
                if let Some(Dialog::Form(form)) = &mut self.dialog {
                    form.fill(&[(field.to_owned(), value.to_owned())]);
                }
            }
            Effect::NewOfficeForm => {
                let path = self.seen.desk.default_store().display().to_string();
                let form = office::new(self.viewer.lang, self.seen.desk.catalogue(), &path);
                self.dialog = Some(Dialog::Form(Box::new(form)));
            }
            Effect::OpenFolderForm => {
                let path = self.seen.desk.default_store().display().to_string();
                self.dialog = Some(Dialog::Form(Box::new(office::open(self.viewer.lang, &path))));
            }
            Effect::History(record) => match self.seen.desk.history(record, self.viewer.lang) {
                Ok(lines) => {
                    let title = match record {
                        Some(RecordId::Person(id)) => {
                            let row = self.seen.desk.register().row_of(id);
                            row.map_or(String::new(), |row| self.seen.desk.register().name(row).to_owned())
                        }
                        Some(RecordId::Unit(id)) => self.seen.desk.register().unit_name(id).to_owned(),
                        Some(RecordId::Occasion(id)) => self.seen.desk.register().occasion_name(id),
                        None => self.viewer.lang.title_history(),
                    };
                    self.stack.push(Screen::History(History::new(record, title, lines)));
                }
                Err(text) => self.warn(text),
            },
            Effect::Go(record) => {
                self.stack.truncate(1);
                let world = self.seen.world(&self.viewer);
                for screen in &mut self.stack {
                    screen.select(record, &world);
                }
            }
            // A key that slips must not change every figure: the way out of this year is asked for.
            Effect::Year(year) if self.seen.params.from.year() == self.seen.desk.today().year() => {
                let day = self.viewer.lang.date(self.same_day(year).into());
                self.say(self.viewer.lang.ask_year(year, day));
                self.asked = Some(Effect::AsOf { year, day: self.same_day(year) });
            }
            Effect::Year(year) => self.figures_of(year, self.same_day(year)),
            Effect::AsOf { year, day } => self.figures_of(year, day),
            Effect::Mark(ids) => self.viewer.marks.extend(ids),
            Effect::Unmark(ids) => self.viewer.marks.retain(|id| !ids.contains(id)),
            Effect::UnmarkAll => self.viewer.marks.clear(),
            Effect::SetPin(typed) => {
                let salt = self.seen.desk.new_name();
                let mut settings =
                    Settings { pin: pin::hidden(&typed, &salt), ..self.viewer.settings.clone() };
                // A PIN is set to be asked for.
                if !typed.is_empty() && settings.lock_minutes == 0 {
                    settings.lock_minutes = PIN_LOCKS_AFTER;
                }
                self.run(vec![Effect::Do(Task::KeepSettings(settings.clone()))]);
                if let Some(Screen::Settings(screen)) = self.stack.last_mut() {
                    screen.renew(settings);
                }
            }
            Effect::Clear => self.clear_form(),
            Effect::Say(text) => self.say(text),
            Effect::Done => {
                if let Some((form, _)) = self.stack.last().and_then(Screen::draft)
                    && let Err(error) = self.seen.desk.forget_draft(&form)
                {
                    self.warn(self.viewer.lang.store_error(&error));
                }
                self.pop();
            }
            Effect::Quit => {
                self.keep_drafts();
                self.quit = true;
            }
        }
    }

    /// Puts a screen over the present one.
    pub(super) fn push(&mut self, mut screen: Screen) {
        screen.derive(&self.seen.world(&self.viewer));
        self.stack.push(screen);
        self.renew_history();
    }

    /// The day of another year up to which its figures are those of the same period.
    fn same_day(&self, year: i32) -> NaiveDate {
        let (day, today) = (self.seen.params.to, self.seen.desk.today());
        let same = day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(day);
        if year == today.year() { same.min(today) } else { same }
    }

    pub(super) fn figures_of(&mut self, year: i32, day: NaiveDate) {
        if crate::domain::date::YEARS.contains(&year) {
            let (register, params) = (self.seen.desk.register(), self.seen.desk.params(year, day));
            let counted = progress(register, &params, &self.seen.waiting.work(register.len()));
            match counted {
                Ok(progress) => {
                    (self.seen.params, self.seen.progress) = (params, progress);
                    self.derive();
                }
                Err(Stopped) => self.warn(self.viewer.lang.looking_stopped()),
            }
        }
    }

    /// The screen underneath; what was typed on the one that goes is kept.
    pub(super) fn back(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        if let Some((_, values)) = self.stack.last().and_then(Screen::draft) {
            self.keep_drafts();
            if self.message.is_none() && !values.is_empty() {
                self.say(self.viewer.lang.draft_kept());
            }
        }
        self.pop();
    }

    fn pop(&mut self) {
        self.stack.pop();
        let world = self.seen.world(&self.viewer);
        if let Some(screen) = self.stack.last_mut() {
            screen.derive(&world);
        }
        self.renew_history();
    }

    pub(super) fn take_settings(&mut self, settings: Settings) {
        self.viewer.lang = settings.lang.unwrap_or(self.viewer.lang);
        self.viewer.theme = Theme::new(&settings, self.viewer.no_color);
        self.typist = Typist::new(settings.typing);
        self.viewer.settings = settings;
    }
}
