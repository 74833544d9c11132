//! A field of a form: how it is filled, and what typing does to suggestions and choices.

use crate::domain::date::DateError;
use crate::domain::date_reader::DateReader;
use crate::domain::problem::{Problem, is_odd_age};
use crate::domain::text::fold;
use crate::exchange::fields;
use crate::ui::canvas::width;
use crate::ui::field::TextField;
use crate::ui::key::Key;
use crate::ui::world::World;
use chrono::NaiveDate;

/// A line of advice, and whether something is wrong.
pub type Advice = (bool, String);

/// What is wrong with a form, by field.
pub type Problems<'a> = Vec<(&'a str, String)>;

/// How a field is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Free text, with suggestions for its last part.
    Text(TextField, Vec<String>),
    Date(TextField),
    Number(TextField),
    /// One of some values: code and name.
    Choice {
        options: Vec<(String, String)>,
        at: usize,
        typed: String,
    },
}

/// The value that somebody else wrote meanwhile, as it is and as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    pub value: String,
    pub shown: String,
}

/// A labelled field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub input: Input,
    pub problem: Option<String>,
    /// Somebody else changed the field after I had typed in it.
    pub theirs: Option<Theirs>,
    /// Somebody else changed the field, in which I had typed nothing: it shows the new value.
    pub renewed: bool,
    /// Nothing was typed since one came here: in dates and numbers the first character replaces
    /// what stands there.
    pub(super) fresh: bool,
    /// A text field that is filled anew rather than corrected.
    pub(super) replaces: bool,
}

impl Field {
    fn new(name: &'static str, label: impl Into<String>, input: Input) -> Field {
        let label = label.into();
        Field {
            name,
            label,
            input,
            problem: None,
            theirs: None,
            renewed: false,
            fresh: true,
            replaces: false,
        }
    }

    /// A field of free text.
    pub fn text(name: &'static str, label: impl Into<String>, value: &str) -> Field {
        Field::new(name, label, Input::Text(TextField::new(value), Vec::new()))
    }

    /// A field of free text with suggestions.
    pub fn suggest(name: &'static str, label: impl Into<String>, value: &str, list: &[String]) -> Field {
        Field::new(name, label, Input::Text(TextField::new(value), list.to_vec()))
    }

    /// A date.
    pub fn date(name: &'static str, label: impl Into<String>, value: &str) -> Field {
        Field::new(name, label, Input::Date(TextField::new(value)))
    }

    /// A whole number.
    pub fn number(name: &'static str, label: impl Into<String>, value: &str) -> Field {
        Field::new(name, label, Input::Number(TextField::new(value)))
    }

    /// One of some values; `code` is the present one.
    pub fn choice(
        name: &'static str,
        label: impl Into<String>,
        options: Vec<(String, String)>,
        code: &str,
    ) -> Field {
        let at = options.iter().position(|(known, _)| known == code).unwrap_or(0);
        Field::new(name, label, Input::Choice { options, at, typed: String::new() })
    }

    /// The same choice, which keeps the value that stands there even where it is not mine to see.
    pub fn keeping(mut self, code: &str) -> Field {
        if !code.is_empty() {
            self.set(code);
        }
        self
    }

    /// The same field, whose first typed character replaces what stands there.
    pub fn replacing(mut self) -> Field {
        self.replaces = true;
        self
    }

    /// What was entered, as people read it.
    pub fn shown(&self) -> String {
        match &self.input {
            Input::Choice { options, at, .. } => {
                options.get(*at).map_or(String::new(), |(_, name)| name.clone())
            }
            _ => self.value().to_owned(),
        }
    }

    /// What was entered: the text, or the code of the choice.
    pub fn value(&self) -> &str {
        match &self.input {
            Input::Text(field, _) | Input::Date(field) | Input::Number(field) => field.text(),
            Input::Choice { options, at, .. } => options.get(*at).map_or("", |(code, _)| code),
        }
    }

    /// True when a text means what was entered: dates can be written in several ways.
    pub fn means(&self, text: &str, today: NaiveDate) -> bool {
        let dates = DateReader::typed(today);
        let read = |text: &str| fields::date(text, self.name, &dates).ok().flatten();
        let same_day = || read(self.value()).is_some_and(|date| Some(date) == read(text));
        self.value() == text || (matches!(self.input, Input::Date(_)) && same_day())
    }

    /// Puts a value in, as a draft kept it.
    pub fn set(&mut self, value: &str) {
        match &mut self.input {
            Input::Text(field, _) | Input::Date(field) | Input::Number(field) => {
                *field = TextField::new(value)
            }
            Input::Choice { options, at, .. } => {
                let known = options.iter().position(|(code, _)| code == value);
                *at = known.unwrap_or_else(|| {
                    options.push((value.to_owned(), format!("({value})")));
                    options.len() - 1
                });
            }
        }
    }
}

/// How a typed date is read, when that is more than what was typed; what is wrong with one that is whole.
pub fn reading(text: &str, field: &str, world: &World) -> Result<String, String> {
    match world.dates().read(text, fields::about(field)) {
        Ok(date) if field == "born" && date.first() > world.today => {
            Err(format!("  ! {}", world.lang.problem(Problem::BornInFuture)))
        }
        Ok(date) if field == "born" && is_odd_age(date, world.today) => {
            Err(format!("  ! {}", world.lang.problem(Problem::OddAge)))
        }
        Ok(date) if fields::is_of_past(field) && date.first() > world.today => {
            Err(format!("  ! {}", world.lang.day_ahead()))
        }
        Ok(date) if world.lang.date(date) != text.trim() => Ok(format!("  = {}", world.lang.date(date))),
        Err(error @ (DateError::Impossible(_) | DateError::YearRange(_))) => {
            Err(format!("  ! {}", world.lang.date_error(&error)))
        }
        _ => Ok(String::new()),
    }
}

/// The rest of the first suggestion that begins like the last part of the text.
pub(super) fn completion(field: &TextField, list: &[String]) -> Option<String> {
    let last = field.text().rsplit([',', ';']).next().unwrap_or_default().trim_start();
    let typed = fold(last);
    if typed.is_empty() {
        return None;
    }
    let found = list.iter().find(|item| fold(item).starts_with(&typed) && fold(item) != typed)?;
    Some(found.chars().skip(last.chars().count()).collect())
}

/// Puts the suggestion in the place of what was typed of it, when the cursor is at the end.
pub(super) fn accept(field: &mut TextField, list: &[String]) -> bool {
    if field.view(usize::MAX).1 != width(field.text()) || completion(field, list).is_none() {
        return false;
    }
    let last = field.text().rsplit([',', ';']).next().unwrap_or_default().trim_start();
    let typed = fold(last);
    let Some(found) = list.iter().find(|item| fold(item).starts_with(&typed) && fold(item) != typed) else {
        return false;
    };
    let kept = field.text().strip_suffix(last).unwrap_or_default();
    *field = TextField::new(format!("{kept}{found}"));
    true
}

/// Left and right go on by one, typing goes to the next value that has the typed words.
pub(super) fn choose(options: &[(String, String)], at: &mut usize, typed: &mut String, key: Key) {
    let count = options.len().max(1);
    match key {
        Key::Left => *at = (*at + count - 1) % count,
        Key::Right | Key::Char(' ') if typed.is_empty() || key == Key::Right => *at = (*at + 1) % count,
        Key::Home => *at = 0,
        Key::End => *at = count - 1,
        Key::Backspace => {
            typed.pop();
        }
        Key::Char(c) => {
            typed.push(c);
            let wanted = fold(typed);
            let begins =
                |(_, name): &(String, String)| fold(name).split(' ').any(|word| word.starts_with(&wanted));
            let holds = |(_, name): &(String, String)| fold(name).contains(&wanted);
            match options.iter().position(begins).or_else(|| options.iter().position(holds)) {
                Some(place) => *at = place,
                None => {
                    typed.pop();
                }
            }
        }
        _ => {}
    }
}
