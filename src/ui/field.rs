//! One line of text being edited: by grapheme, in NFC, with room for input methods that send
//! Backspace and letters in one burst.

use super::canvas::width;
use super::key::Key;
use super::typing::Typist;
use crate::domain::text::is_forbidden;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What may be typed in one field, in letters: more than any record takes, so that whoever reads it says so, and
/// nothing is cut off without a word.
const LONGEST: usize = 20_000;

/// A text and a cursor between its graphemes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextField {
    text: String,
    /// Byte offset, always between graphemes.
    cursor: usize,
    /// What `^U` took out, to be put back by another one.
    taken: String,
}

impl TextField {
    /// A field with a text, the cursor behind it.
    pub fn new(text: impl Into<String>) -> TextField {
        let text = text.into();
        TextField { cursor: text.len(), text, taken: String::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// Handles a key; false when the key means nothing to a text.
    pub fn key(&mut self, key: Key, typist: &mut Typist) -> bool {
        if !matches!(key, Key::Char(_)) {
            typist.rest();
        }
        match key {
            Key::Char(c) => self.type_char(c, typist),
            Key::Backspace => self.take_before(),
            Key::Delete => self.take_after(),
            Key::Left => self.cursor -= self.before().graphemes(true).next_back().map_or(0, str::len),
            Key::Right => self.cursor += self.after().graphemes(true).next().map_or(0, str::len),
            Key::Home | Key::Ctrl('a') => self.cursor = 0,
            Key::End | Key::Ctrl('e') => self.cursor = self.text.len(),
            Key::Ctrl('u') => {
                let back = if self.text.is_empty() { std::mem::take(&mut self.taken) } else { String::new() };
                let text = std::mem::replace(&mut self.text, back);
                self.cursor = self.text.len();
                if !text.is_empty() {
                    self.taken = text;
                }
            }
            Key::Ctrl('w') => {
                let kept = self.before().trim_end().rfind(' ').map_or(0, |space| space + 1);
                self.text = format!("{}{}", self.before().get(..kept).unwrap_or_default(), self.after());
                self.cursor = kept;
            }
            _ => return false,
        }
        true
    }

    fn type_char(&mut self, c: char, typist: &mut Typist) {
        if is_combining_mark(c) {
            return self.join_mark(c);
        }
        // What may not enter a record does not enter a field either.
        if is_forbidden(c) || self.text.chars().count() >= LONGEST {
            return;
        }
        let change = typist.type_char(c);
        let mut before = self.before().to_owned();
        for _ in 0..change.take {
            before.pop();
        }
        before.push_str(&change.put);
        self.set(before);
    }

    /// A mark that arrives after its letter becomes one letter with it.
    fn join_mark(&mut self, mark: char) {
        let joined: String = self.before().chars().chain([mark]).nfc().collect();
        let marks = joined.chars().rev().take_while(|c| is_combining_mark(*c)).count();
        if marks <= crate::domain::text::MAX_MARKS {
            self.set(joined);
        }
    }

    fn set(&mut self, before: String) {
        let after = self.after().to_owned();
        self.cursor = before.len();
        self.text = before + &after;
    }

    fn take_before(&mut self) {
        let length = self.before().graphemes(true).next_back().map_or(0, str::len);
        let kept = self.before().get(..self.cursor - length).unwrap_or_default().to_owned();
        self.set(kept);
    }

    fn take_after(&mut self) {
        let length = self.after().graphemes(true).next().map_or(0, str::len);
        let rest = self.after().get(length..).unwrap_or_default();
        self.text = format!("{}{rest}", self.before());
    }

    /// The part to show in `room` cells and the cursor's column in it. A cursor behind the last
    /// cell moves the text to the left.
    pub fn view(&self, room: usize) -> (String, usize) {
        let mut start = 0;
        let mut column = width(self.before());
        while column >= room.max(1) {
            let Some(first) = self.text.get(start..).and_then(|rest| rest.graphemes(true).next()) else {
                break;
            };
            start += first.len();
            column = column.saturating_sub(width(first));
        }
        (self.text.get(start..).unwrap_or_default().to_owned(), column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Typing;
    use proptest::prelude::*;

    fn typed(keys: &[Key]) -> TextField {
        let mut field = TextField::default();
        let mut typist = Typist::new(Typing::Off);
        for key in keys {
            field.key(*key, &mut typist);
        }
        field
    }

    fn chars(text: &str) -> Vec<Key> {
        text.chars()
            .map(|c| if matches!(c, '\u{8}' | '\u{7f}') { Key::Backspace } else { Key::Char(c) })
            .collect()
    }

    #[test]
    fn an_input_method_that_sends_backspace_and_letters_comes_out_right() {
        // UniKey typing "Nguyễn": the letter is taken back and sent again with its mark.
        assert_eq!(typed(&chars("Nguye\u{7f}ê\u{7f}ễn Thi\u{8}ị A\u{7f}Â\u{7f}Ẩn")).text(), "Nguyễn Thị Ẩn");
    }

    #[test]
    fn decomposed_letters_are_composed_as_they_come() {
        assert_eq!(typed(&chars("Nguye\u{302}\u{303}n")).text(), "Nguyễn");
        let field = typed(&[chars("Nguye\u{302}\u{303}n"), vec![Key::Backspace, Key::Backspace]].concat());
        assert_eq!(field.text(), "Nguy");
    }

    #[test]
    fn editing_goes_by_grapheme() {
        let field =
            typed(&[chars("ab\u{334}c"), vec![Key::Left, Key::Left, Key::Delete, Key::Char('x')]].concat());
        assert_eq!(field.text(), "axc");
        assert_eq!(typed(&[chars("một hai ba"), vec![Key::Ctrl('w')]].concat()).text(), "một hai ");
        assert_eq!(typed(&[chars("một"), vec![Key::Ctrl('u')]].concat()).text(), "");
        let twice = vec![Key::Ctrl('u'), Key::Ctrl('u')];
        assert_eq!(typed(&[chars("một"), twice, chars("!")].concat()).text(), "một!");
    }

    #[test]
    fn dangerous_characters_do_not_enter() {
        assert_eq!(typed(&chars("a\u{202e}b\u{200b}c\u{1b}")).text(), "abc");
    }

    proptest! {
        #[test]
        fn no_sequence_of_keys_breaks_a_field(keys in proptest::collection::vec(prop_oneof![
            any::<char>().prop_map(Key::Char),
            Just(Key::Backspace), Just(Key::Delete), Just(Key::Left), Just(Key::Right), Just(Key::Home), Just(Key::End),
            Just(Key::Ctrl('w')), Just(Key::Char('\u{302}')), Just(Key::Char('e')),
        ], 0..60), room in 0usize..20) {
            let field = typed(&keys);
            prop_assert!(field.text.is_char_boundary(field.cursor));
            let (shown, column) = field.view(room);
            prop_assert!(column < room.max(1) || shown.is_empty());
        }
    }
}
