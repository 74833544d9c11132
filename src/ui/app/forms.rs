//! Forms and drafts: opening a form, what its keys do, saving it, keeping what is half typed.

use super::{App, Dialog};
use crate::ui::clash::{self, Clash};
use crate::ui::command::Command;
use crate::ui::desk::Draft;
use crate::ui::effect::{Effect, Goal};
use crate::ui::form::{self, Form, Outcome, Subject, person, unit};
use crate::ui::key::Key;
use crate::ui::screen::Screen;

impl App {
    /// The terminal is gone: what was typed is kept.
    pub fn hang_up(&mut self) {
        self.keep_drafts();
        self.quit = true;
    }

    pub(super) fn keep_drafts(&mut self) {
        let form = match &self.dialog {
            Some(Dialog::Form(form)) if form.touched && form.subject.keeps_draft() => Some(form),
            Some(Dialog::Clash(clash)) => Some(&clash.form),
            _ => None,
        };
        let form = form.map(|form| (form.subject.key(), form.values(), form.base().to_vec()));
        let screens = self.stack.iter().filter_map(Screen::draft);
        let screens = screens.map(|(name, values)| (name, values, Vec::new()));
        for (name, values, base) in form.into_iter().chain(screens).collect::<Vec<_>>() {
            // Whoever took everything out again wants nothing of it back.
            let kept = match values.is_empty() {
                true => self.seen.desk.forget_draft(&name),
                false => self.seen.desk.keep_draft(name, values, base),
            };
            if let Err(error) = kept {
                self.warn(self.viewer.lang.store_error(&error));
            }
        }
    }

    pub(super) fn offer_key(&mut self, key: Key, draft: Draft) {
        match key {
            Key::Enter => match Subject::of_key(&draft.form) {
                // What it is about is gone: it can be looked at and dropped.
                Some(subject) if subject.build(&self.seen.world(&self.viewer)).is_none() => {
                    self.warn(self.viewer.lang.draft_of_nobody());
                    self.dialog = Some(Dialog::Offer(draft));
                }
                Some(subject) => self.open_form(subject),
                None => match Goal::of_draft(&draft.form, &draft.fields) {
                    Some(Goal::Roll { occasion, .. })
                        if self.world().register.occasion(occasion).is_none() =>
                    {
                        self.warn(self.viewer.lang.draft_of_nobody());
                        self.dialog = Some(Dialog::Offer(draft));
                    }
                    Some(goal) => self.act(Effect::Open(goal)),
                    None => self.warn(self.viewer.lang.draft_unreadable()),
                },
            },
            key if key == Key::Delete || Command::DropRow.meant_by(key) => {
                if let Err(error) = self.seen.desk.forget_draft(&draft.form) {
                    self.warn(self.viewer.lang.store_error(&error));
                }
                // The one before it, if any.
                self.dialog = self.seen.desk.drafts().pop().map(Dialog::Offer);
            }
            Key::Esc => self.say(self.viewer.lang.draft_later()),
            key if Command::Quit.meant_by(key) => self.quit = true,
            _ => self.dialog = Some(Dialog::Offer(draft)),
        }
    }

    /// Goes on with what was typed on this screen before and was not saved.
    pub(super) fn take_up(&mut self) {
        let Some(screen) = self.stack.last_mut() else { return };
        let Some(name) = screen.draft_name() else { return };
        let draft = self.seen.desk.drafts().into_iter().find(|draft| draft.form == name);
        let Some(draft) = draft else { return };
        match screen.refill(&draft.fields, &self.seen.world(&self.viewer)) {
            0 => self.say(self.viewer.lang.draft_goes_on(&draft.at)),
            lost => self.warn(self.viewer.lang.draft_without_place(lost)),
        }
    }

    pub(super) fn form_key(&mut self, key: Key, mut form: Box<Form>) {
        let lang = self.viewer.lang;
        match key {
            key if Command::Quit.meant_by(key) => {
                self.dialog = Some(Dialog::Form(form));
                self.hang_up();
                return;
            }
            key if Command::Suspend.meant_by(key) => {
                self.dialog = Some(Dialog::Form(form));
                self.suspend = true;
                return;
            }
            key if Command::Typing.meant_by(key) => {
                self.dialog = Some(Dialog::Form(form));
                self.command(Command::Typing);
                return;
            }
            key if Command::Clear.meant_by(key) => {
                let touched = form.touched;
                self.dialog = Some(Dialog::Form(form));
                if touched {
                    self.say(lang.clear_again(self.viewer.keymap.shown(Command::Clear)));
                    self.asked = Some(Effect::Clear);
                } else {
                    self.clear_form();
                }
                return;
            }
            _ => {}
        }
        let focus = form.focus;
        match form.key(key, &mut self.typist) {
            Outcome::Stay => {
                if form.focus != focus {
                    form.judge(focus, &self.seen.world(&self.viewer));
                }
                if let Some(notice) = self.notice(&form, focus) {
                    form.notice = notice;
                }
                form::check::renew(&mut form, &self.seen.world(&self.viewer));
                let left = form.focus != focus && form.touched;
                self.dialog = Some(Dialog::Form(form));
                if left {
                    self.keep_drafts();
                }
            }
            Outcome::Rebuild => {
                let world = self.seen.world(&self.viewer);
                let mut form = form.rebuilt(&world).map_or(form, Box::new);
                form::check::renew(&mut form, &world);
                self.dialog = Some(Dialog::Form(form));
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

    /// Away with what was typed: the form as it would be opened anew.
    pub(super) fn clear_form(&mut self) {
        let Some(Dialog::Form(form)) = self.dialog.take() else { return };
        self.typist.rest();
        if let Err(error) = self.seen.desk.forget_draft(&form.subject.key()) {
            self.warn(self.viewer.lang.store_error(&error));
        }
        self.dialog = form.subject.build(&self.seen.world(&self.viewer)).map(Box::new).map(Dialog::Form);
    }

    /// What shows after a field was left: its problem, and whether the person is there already.
    pub(super) fn notice(&self, form: &form::Form, before: usize) -> Option<String> {
        let left = form.fields.get(before).filter(|_| form.focus != before)?;
        matches!(left.name, "name" | "born" | "identity_number")
            .then(|| person::namesake(form, &self.seen.world(&self.viewer)).unwrap_or_default())
    }

    /// The form as it would be opened now, about the same milestone where it is about one.
    fn fresh(&self, form: &Form) -> Option<Form> {
        let world = self.seen.world(&self.viewer);
        form.rebuilt(&world).or_else(|| form.subject.build(&world))
    }

    /// An open form after others saved something: takes it in, and says so.
    pub(super) fn rebase(&mut self, form: &mut Form) {
        if !form.subject.is_there(&self.seen.world(&self.viewer)) {
            form.notice = self.viewer.lang.taken_out();
            return;
        }
        let Some(fresh) = self.fresh(form) else { return };
        let changed = form.rebase(fresh, self.viewer.lang, self.seen.desk.today());
        if !changed.is_empty() {
            let who = form
                .subject
                .record()
                .and_then(|record| self.seen.desk.history(Some(record), self.viewer.lang).ok());
            let who = who.and_then(|lines| lines.into_iter().next()).map_or(String::new(), |line| line.who);
            form.notice = self.viewer.lang.others_changed(who, changed.join(", "));
        }
    }

    /// The dialog about the fields of a form that two people changed, or the form where none is.
    fn clash_or_form(&mut self, form: Box<Form>) {
        let history =
            form.subject.record().map(|record| self.seen.desk.history(Some(record), self.viewer.lang));
        let history = history.and_then(Result::ok).unwrap_or_default();
        self.dialog = Some(match Clash::of(form, &history, &self.seen.world(&self.viewer)) {
            Ok(clash) => Dialog::Clash(Box::new(clash)),
            Err(form) => Dialog::Form(form),
        });
    }

    pub(super) fn clash_key(&mut self, key: Key, mut clash: Box<Clash>) {
        match key {
            key if Command::Quit.meant_by(key) => {
                self.dialog = Some(Dialog::Clash(clash));
                self.hang_up();
            }
            key => match clash.key(key) {
                clash::Outcome::Stay => self.dialog = Some(Dialog::Clash(clash)),
                clash::Outcome::Save => self.submit(clash.form),
                clash::Outcome::Form => self.dialog = Some(Dialog::Form(clash.form)),
            },
        }
    }

    pub(super) fn submit(&mut self, mut form: Box<Form>) {
        if form.fields.iter().any(|field| field.theirs.is_some()) {
            return self.clash_or_form(form);
        }
        if !form.subject.is_there(&self.seen.world(&self.viewer)) {
            // Saving would bring back what somebody took out, or go nowhere.
            form.notice = self.viewer.lang.taken_out();
            self.dialog = Some(Dialog::Form(form));
            return self.keep_drafts();
        }
        let subject = form.subject.clone();
        let read = subject.read(&form, &self.seen.world(&self.viewer));
        match read {
            Err(problems) => {
                let problems: Vec<(String, String)> =
                    problems.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
                form.refuse(problems.iter().map(|(name, text)| (name.as_str(), text.clone())).collect());
                self.dialog = Some(Dialog::Form(form));
            }
            Ok(effects) => {
                // Somebody who seems to be there already, or who would be left in a closed unit, is
                // saved by a second ^S only.
                let world = self.seen.world(&self.viewer);
                let doubt = person::namesake(&form, &world).or_else(|| unit::leaves_people(&form, &world));
                if let Some(doubt) = doubt {
                    let notice = self.viewer.lang.save_again(doubt, self.viewer.keymap.shown(Command::Save));
                    if form.notice != notice {
                        form.notice = notice;
                        self.dialog = Some(Dialog::Form(form));
                        return;
                    }
                }
                if self.run(effects) {
                    if let Err(error) = self.seen.desk.forget_draft(&subject.key()) {
                        self.warn(self.viewer.lang.store_error(&error));
                    }
                } else {
                    // Not saved: what was typed stays, and so does its draft.
                    self.rebase(&mut form);
                    self.clash_or_form(form);
                    self.keep_drafts_quietly();
                }
            }
        }
    }

    /// Keeps the draft without talking over the message that explains why nothing was saved.
    pub(super) fn keep_drafts_quietly(&mut self) {
        let message = self.message.clone();
        self.keep_drafts();
        self.message = message;
    }

    pub(super) fn open_form(&mut self, subject: Subject) {
        let Some(mut form) = subject.build(&self.seen.world(&self.viewer)) else {
            match subject {
                Subject::NewMilestone { .. } => self.say(self.viewer.lang.all_steps_done()),
                Subject::MoveUnit { .. } => self.say(self.viewer.lang.top_stays()),
                _ => {}
            }
            return;
        };
        // Some forms open as another one, which is what their draft is kept as.
        let subject = form.subject.clone();
        let draft = self.seen.desk.drafts().into_iter().find(|draft| draft.form == subject.key());
        if let Some(draft) = draft {
            form = form.refilled(&draft.fields, &self.seen.world(&self.viewer));
            form.touched = true;
            self.say(self.viewer.lang.draft_reopened(&draft.at, self.viewer.keymap.shown(Command::Clear)));
            // What others saved since the draft was kept is not taken back by it.
            form = form.with_base(&draft.base);
            form.go_on();
            self.rebase(&mut form);
        }
        form::check::renew(&mut form, &self.seen.world(&self.viewer));
        self.dialog = Some(Dialog::Form(Box::new(form)));
    }
}
