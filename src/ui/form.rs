//! A form: labelled fields, a focus, what is wrong. It never traps and never loses: any field can
//! be left, problems show after leaving it, saving jumps to the first one.
//!
//! What a form asks and what its texts mean is in `form/`, one file per subject.

pub mod adopt;
pub mod batch;
pub mod by_kind;
pub mod check;
pub mod dossier;
mod draw;
pub mod enrol;
pub mod field;
pub mod frozen;
pub mod history_of;
pub mod milestone;
pub mod milestone_facts;
pub mod occasion;
pub mod office;
pub mod officer;
mod open;
pub mod person;
pub mod quota;
pub mod submission;
pub mod unit;

use super::command::Command;
use super::field::TextField;
use super::key::Key;
pub use super::subject::Subject;
use super::typing::Typist;
use super::world::World;
use crate::exchange::fields;
use crate::words::Lang;
use chrono::NaiveDate;
pub use field::{Advice, Field, Input, Problems, Theirs};

/// What a key did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Only the form changed.
    Stay,
    /// The form is to be read and saved.
    Submit,
    /// The form is to be left; what was typed is kept.
    Leave,
    /// A choice that decides which fields there are was changed.
    Rebuild,
}

/// A form on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub subject: Subject,
    pub title: String,
    pub fields: Vec<Field>,
    pub focus: usize,
    /// A line at the foot: a warning that stops nothing.
    pub notice: String,
    /// What the rules say about what is typed.
    pub advice: Vec<Advice>,
    /// Codes of the broken rules for which there are fields of an exception.
    pub excepts: Vec<String>,
    /// Something was typed since it was opened.
    pub touched: bool,
    /// The values as the form was built, to tell what was typed from what stood there.
    base: Vec<(String, String)>,
    top: usize,
}

impl Form {
    /// A form with the first field in focus.
    pub fn new(subject: Subject, title: impl Into<String>, fields: Vec<Field>) -> Form {
        let (title, notice) = (title.into(), String::new());
        let mut form = Form {
            subject,
            title,
            fields,
            focus: 0,
            notice,
            advice: Vec::new(),
            excepts: Vec::new(),
            touched: false,
            base: Vec::new(),
            top: 0,
        };
        form.base = form.values();
        form
    }

    /// Takes in what others saved meanwhile: a field that was not typed in shows the present value
    /// and a mark; one that was typed in keeps its text and says what stands there now. Returns the
    /// labels of the fields that others changed.
    pub fn rebase(&mut self, fresh: Form, lang: Lang, today: NaiveDate) -> Vec<String> {
        let mut changed = Vec::new();
        let mut base = fresh.base.clone();
        for field in &mut self.fields {
            let value = |values: &[(String, String)]| {
                values.iter().find(|(name, _)| name == field.name).map(|(_, value)| value.clone())
            };
            let (Some(before), Some(now)) = (value(&self.base), value(&fresh.base)) else { continue };
            if before == now {
                continue;
            }
            changed.push(field.label.clone());
            if field.value() == before {
                field.set(&now);
                field.renewed = true;
            } else if !field.means(&now, today) {
                let shown = fresh.fields.iter().find(|known| known.name == field.name).map(Field::shown);
                let shown = shown.unwrap_or_default();
                field.problem = Some(lang.now_is(&shown));
                field.theirs = Some(Theirs { value: now, shown });
                // Until it is decided, the field is one that I changed from what I knew: a draft of
                // the form says so, too.
                if let Some(place) = base.iter_mut().find(|(name, _)| name == field.name) {
                    place.1 = before;
                }
            } else {
                field.theirs = None;
            }
        }
        self.base = base;
        changed
    }

    /// Settles a field that two people changed.
    pub fn decide(&mut self, name: &str, keep_mine: bool) {
        let Some(field) = self.fields.iter_mut().find(|field| field.name == name) else { return };
        field.problem = None;
        let Some(theirs) = field.theirs.take() else { return };
        if let Some(place) = self.base.iter_mut().find(|(known, _)| known == name) {
            place.1.clone_from(&theirs.value);
        }
        if !keep_mine {
            field.set(&theirs.value);
        }
    }

    /// The form as it was when a draft of it was kept: with the texts that stood there then.
    pub fn with_base(mut self, base: &[(String, String)]) -> Form {
        if !base.is_empty() {
            self.base = base.to_vec();
        }
        self
    }

    /// Goes to the last field in which something was typed: there whoever was cut off goes on.
    pub fn go_on(&mut self) {
        if let Some(place) = self.fields.iter().rposition(|field| self.is_changed(field.name)) {
            self.focus = place;
            // What stands there is half typed, and not to be replaced by the next letter.
            self.fields.get_mut(place).into_iter().for_each(|field| field.fresh = false);
        }
    }

    /// The texts that stood there when the form was opened.
    pub fn base(&self) -> &[(String, String)] {
        &self.base
    }

    /// True when a field no longer has the value that it had when the form was opened.
    pub fn is_changed(&self, name: &str) -> bool {
        let was = self.base.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
        was.is_none_or(|was| was != self.value(name))
    }

    /// True for a field whose text is to be read: of a record that is there, what nobody touched stays as it is
    /// stored, whatever would be made of the text that shows it.
    pub fn is_given(&self, name: &str) -> bool {
        let is_there = matches!(
            self.subject,
            Subject::EditPerson { .. } | Subject::EditUnit { .. } | Subject::EditOccasion { .. }
        );
        !is_there || self.is_changed(name)
    }

    /// The value of a field; empty where the form has no such field.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map_or("", Field::value)
    }

    /// Names and values, as a draft keeps them.
    pub fn values(&self) -> Vec<(String, String)> {
        self.fields.iter().map(|field| (field.name.to_owned(), field.value().to_owned())).collect()
    }

    /// Puts values in, as a draft kept them; unknown names are left out.
    pub fn fill(&mut self, values: &[(String, String)]) {
        for (name, value) in values {
            if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
                field.set(value);
            }
        }
    }

    /// Names what is wrong and goes to the first such field.
    pub fn refuse(&mut self, problems: Vec<(&str, String)>) {
        for field in &mut self.fields {
            field.problem =
                problems.iter().find(|(name, _)| *name == field.name).map(|(_, text)| text.clone());
        }
        if let Some(first) = self.fields.iter().position(|field| field.problem.is_some()) {
            self.focus = first;
        }
    }

    /// Handles a key.
    pub fn key(&mut self, key: Key, typist: &mut Typist) -> Outcome {
        let last = self.fields.len().saturating_sub(1);
        let Some(field) = self.fields.get_mut(self.focus) else {
            return if key == Key::Esc { Outcome::Leave } else { Outcome::Stay };
        };
        match key {
            Key::Esc => return Outcome::Leave,
            key if Command::Save.meant_by(key) => return Outcome::Submit,
            Key::Enter if self.focus == last => return Outcome::Submit,
            Key::Enter | Key::Tab | Key::Down => self.go((self.focus + 1) % (last + 1), typist),
            Key::BackTab | Key::Up => self.go((self.focus + last) % (last + 1), typist),
            Key::PageDown => self.go(last, typist),
            Key::PageUp => self.go(0, typist),
            key => match &mut field.input {
                Input::Text(text, list) => {
                    if field.replaces && std::mem::take(&mut field.fresh) && matches!(key, Key::Char(_)) {
                        *text = TextField::default();
                    }
                    if key == Key::Right && field::accept(text, list) {
                        self.touched = true;
                    } else if text.key(key, typist) {
                        self.touched |= !matches!(key, Key::Left | Key::Right | Key::Home | Key::End);
                        field.problem = None;
                    }
                }
                Input::Date(text) | Input::Number(text) => {
                    // Dates and numbers are never composed.
                    let mut plain = Typist::new(crate::settings::Typing::Off);
                    if std::mem::take(&mut field.fresh) && matches!(key, Key::Char(_)) {
                        *text = TextField::default();
                    }
                    if text.key(key, &mut plain) {
                        self.touched |= !matches!(key, Key::Left | Key::Right | Key::Home | Key::End);
                        field.problem = None;
                    }
                }
                Input::Choice { options, at, typed } => {
                    let before = *at;
                    field::choose(options, at, typed, key);
                    if *at != before {
                        self.touched = true;
                        field.problem = None;
                        if matches!(field.name, "milestone" | "kind" | "occasion") {
                            return Outcome::Rebuild;
                        }
                    }
                }
            },
        }
        Outcome::Stay
    }

    fn go(&mut self, focus: usize, typist: &mut Typist) {
        typist.rest();
        if let Some(Field { input: Input::Choice { typed, .. }, .. }) = self.fields.get_mut(self.focus) {
            typed.clear();
        }
        self.focus = focus;
        if let Some(field) = self.fields.get_mut(focus) {
            field.fresh = true;
        }
    }

    /// Goes to a field by its name.
    pub fn focus_on(&mut self, name: &str) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
        }
    }

    /// Judges a field that was left, as far as it can be judged by itself.
    pub fn judge(&mut self, place: usize, world: &World) {
        let Some(field) = self.fields.get_mut(place) else { return };
        let error = match &field.input {
            Input::Date(text) => fields::date(text.text(), field.name, &world.dates()).err(),
            Input::Number(text) if field.name == "identity_number" => {
                fields::identity_number(text.text()).err()
            }
            Input::Number(text) => fields::count(text.text()).err(),
            Input::Text(text, _) => fields::text(text.text()).err(),
            Input::Choice { .. } => None,
        };
        field.problem = error.map(|error| world.lang.field_error(&error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Typing;

    fn press(form: &mut Form, keys: &str) -> Vec<Outcome> {
        let mut typist = Typist::new(Typing::Off);
        keys.split(' ').map(|key| form.key(Key::parse(key).unwrap(), &mut typist)).collect()
    }

    #[test]
    fn any_field_can_be_left_and_problems_lead_to_the_first_one() {
        let fields = vec![Field::text("name", "Tên", ""), Field::date("born", "Sinh", "")];
        let mut form = Form::new(Subject::NewOffice, "", fields);
        assert_eq!(
            press(&mut form, "tab tab x enter enter"),
            [Outcome::Stay, Outcome::Stay, Outcome::Stay, Outcome::Stay, Outcome::Submit]
        );
        assert_eq!(form.value("name"), "x");
        form.refuse(vec![("name", "sai".into()), ("born", "sai".into())]);
        assert_eq!(form.focus, 0);
        press(&mut form, "y");
        assert!(form.fields[0].problem.is_none() && form.fields[1].problem.is_some());
        assert_eq!(press(&mut form, "esc"), [Outcome::Leave]);
        assert!(form.touched);
    }

    #[test]
    fn a_choice_is_found_by_typing_without_accents() {
        let options = [("", "–"), ("1", "Chi bộ Thôn 1"), ("2", "Chi bộ Trường học")];
        let options = options.map(|(code, name)| (code.to_owned(), name.to_owned())).to_vec();
        let mut form = Form::new(Subject::NewOffice, "", vec![Field::choice("unit", "Đơn vị", options, "1")]);
        press(&mut form, "t r");
        assert_eq!(form.value("unit"), "2");
        press(&mut form, "backspace backspace left");
        assert_eq!(form.value("unit"), "1");
    }

    #[test]
    fn a_suggestion_completes_the_last_word_of_a_list() {
        let list = ["đoàn viên".to_owned(), "học sinh".to_owned()];
        let mut form =
            Form::new(Subject::NewOffice, "", vec![Field::suggest("tags", "", "học sinh, doa", &list)]);
        press(&mut form, "right");
        assert_eq!(form.value("tags"), "học sinh, đoàn viên");
    }
}
