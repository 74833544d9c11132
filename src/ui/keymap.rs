//! Which key means which command, from the command table and the user's settings.

use super::command::{Command, Layer, TABLE};
use super::key::Key;
use std::collections::BTreeMap;

/// Keys by layer.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Vec<(Layer, Key, Command)>,
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
            let mut bind = |key| keys.extend(entry.layers.iter().map(|layer| (*layer, key, entry.command)));
            let Some(own) = own.get(entry.name) else {
                let built_in = entry.keys.iter().filter_map(|text| Key::parse(text));
                built_in.filter(|key| !given.contains(key)).for_each(bind);
                continue;
            };
            for text in own {
                match Key::parse(text) {
                    Some(key) => bind(key),
                    None => wrong.push(format!("{}: {text}", entry.name)),
                }
            }
        }
        (Keymap { keys }, wrong)
    }

    /// The command of a key in a layer, or everywhere.
    pub fn command(&self, layer: Option<Layer>, key: Key) -> Option<Command> {
        let of = |wanted: Layer| {
            self.keys.iter().find(|(layer, k, _)| *layer == wanted && *k == key).map(|(.., command)| *command)
        };
        layer.and_then(of).or_else(|| of(Layer::Global))
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
        assert_eq!(map.command(Some(Layer::Office), Key::F(3)), Some(Command::Find));
        assert_eq!(map.command(None, Key::Char('/')), None);
        assert_eq!(wrong, ["fly", "find: alt-x"]);
    }
}
