//! Which key means which command, from the command table and the user's settings.

use super::command::{self, Binding, Command, Mode, TABLE};
use super::key::Key;
use crate::words::Lang;
use std::collections::BTreeMap;

/// Keys by mode.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Vec<(Mode, Key, Command)>,
}

impl Keymap {
    /// The built-in keys with the user's in their place. What cannot be used is named.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> (Keymap, Vec<String>) {
        let mut wrong: Vec<String> =
            own.keys().filter(|name| !TABLE.iter().any(|entry| entry.name == *name)).cloned().collect();
        // A key that the user gave a meaning has no other one.
        let given: Vec<Key> = own.values().flatten().filter_map(|text| Key::parse(text)).collect();
        let mut keys = Vec::new();
        for entry in TABLE {
            let built_in = || entry.keys.iter().filter_map(|text| Key::parse(text)).collect::<Vec<_>>();
            let (is_set, mut own_keys) = (own.contains_key(entry.name), Vec::new());
            for text in own.get(entry.name).into_iter().flatten() {
                match Key::parse(text).filter(|key| !(key.is_bare() && entry.modes == [Mode::Form])) {
                    Some(key) => own_keys.push(key),
                    None => wrong.push(format!("{}: {text}", entry.name)),
                }
            }
            for mode in entry.modes {
                let of_layer = match mode {
                    // In a form bare keys are what is typed, nothing else is meant by a key than what a form can
                    // do, and each of that always has a key.
                    Mode::Form => {
                        match own_keys.iter().copied().filter(|key| !key.is_bare()).collect::<Vec<_>>() {
                            none if none.is_empty() => built_in(),
                            some => some,
                        }
                    }
                    _ if is_set => own_keys.clone(),
                    _ => built_in().into_iter().filter(|key| !given.contains(key)).collect(),
                };
                keys.extend(of_layer.into_iter().map(|key| (*mode, key, entry.command)));
            }
        }
        (Keymap { keys }, wrong)
    }

    /// The command of a key in a mode, or everywhere.
    pub fn command(&self, mode: Option<Mode>, key: Key) -> Option<Command> {
        let of = |wanted: Mode| {
            self.keys.iter().find(|(mode, k, _)| *mode == wanted && *k == key).map(|(.., command)| *command)
        };
        mode.and_then(of).or_else(|| of(Mode::Global))
    }

    /// A key that was pressed in a form, a grid or a dialog, as the built-in one that means it there; nothing for a
    /// built-in one that the user took its meaning from.
    pub fn in_form(&self, key: Key) -> Option<Key> {
        if key.is_bare() {
            return Some(key);
        }
        let mut of_forms = self.keys.iter().filter(|(mode, ..)| *mode == Mode::Form);
        match of_forms.find(|(_, known, _)| *known == key) {
            Some((.., command)) => command::find(*command).and_then(Binding::built_in),
            None => Some(key)
                .filter(|key| !TABLE.iter().any(|entry| entry.is_of_forms() && entry.command.meant_by(*key))),
        }
    }

    /// How the first key of a command is written; its name where it has none.
    pub fn shown(&self, command: Command) -> String {
        let name = || command::find(command).map_or(String::new(), |entry| entry.name.to_owned());
        self.key(command).map_or_else(name, Key::short)
    }

    /// The text of `ketnap keys`: every command with its name in settings, its keys, what it does.
    pub fn text(&self, lang: Lang) -> String {
        let mut lines = vec![lang.keys_heading()];
        for entry in TABLE {
            let keys: Vec<String> = self.all(entry.command).map(Key::short).collect();
            lines.push(format!("{:<16} {:<14} {}", entry.name, keys.join(" "), entry.words(lang)));
        }
        lines.join("\n") + "\n"
    }

    /// The keys of a command, each once.
    pub fn all(&self, command: Command) -> impl Iterator<Item = Key> {
        let mut seen: Vec<Key> = Vec::new();
        for (_, key, _) in self.keys.iter().filter(|(.., of)| *of == command) {
            if !seen.contains(key) {
                seen.push(*key);
            }
        }
        seen.into_iter()
    }

    /// The first key of a command.
    pub fn key(&self, command: Command) -> Option<Key> {
        self.keys.iter().find(|(.., c)| *c == command).map(|(_, key, _)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_keys_take_the_place_of_the_built_in_ones_and_wrong_ones_are_named() {
        let own = BTreeMap::from([
            ("find".to_owned(), vec!["f3".to_owned(), "alt-x".to_owned()]),
            ("fly".to_owned(), vec!["f4".to_owned()]),
        ]);
        let (map, wrong) = Keymap::new(&own);
        assert_eq!(map.command(Some(Mode::Office), Key::F(3)), Some(Command::Find));
        assert_eq!(map.command(None, Key::Char('/')), None);
        assert_eq!(wrong, ["fly", "find: alt-x"]);
    }

    #[test]
    fn a_form_is_saved_by_the_key_that_the_user_chose_and_always_by_one() {
        let own = BTreeMap::from([
            ("save".to_owned(), vec!["f2".to_owned()]),
            ("find".to_owned(), vec!["ctrl-x".to_owned()]),
        ]);
        let (map, _) = Keymap::new(&own);
        assert_eq!(map.in_form(Key::F(2)), Some(Key::Ctrl('s')));
        assert_eq!(map.in_form(Key::Ctrl('s')), None, "it has another key now");
        // What a key means elsewhere takes nothing away in a form.
        assert_eq!(map.in_form(Key::Ctrl('x')), Some(Key::Ctrl('x')));
        assert_eq!(map.in_form(Key::Char('/')), Some(Key::Char('/')), "letters are text");
        assert_eq!((map.shown(Command::Save), map.shown(Command::Find)), ("F2".to_owned(), "^X".to_owned()));
    }
}
