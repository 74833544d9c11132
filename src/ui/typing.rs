//! The built-in input method (Telex, VNI), for clients without one. The only file that knows the
//! engine behind it.

use crate::settings::Typing;
use bamboo_core::{Engine, InputMethod, Mode};

/// Turns keys into Vietnamese letters while a word is typed.
pub struct Typist {
    engine: Option<Engine>,
}

/// What a key does to the text before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Characters to take away.
    pub take: usize,
    pub put: String,
}

impl Typist {
    /// An input method, or none.
    pub fn new(typing: Typing) -> Typist {
        let engine = match typing {
            Typing::Off => None,
            Typing::Telex => Some(Engine::new(InputMethod::telex())),
            Typing::Vni => Some(Engine::new(InputMethod::vni())),
        };
        Typist { engine }
    }

    /// What typing `c` does.
    pub fn type_char(&mut self, c: char) -> Change {
        let plain = Change { take: 0, put: c.to_string() };
        let Some(engine) = &mut self.engine else { return plain };
        if !c.is_ascii_alphanumeric() {
            engine.reset();
            return plain;
        }
        let edit = engine.process_key_edit(c, Mode::Vietnamese);
        Change { take: edit.delete_chars, put: edit.insert.to_string() }
    }

    /// The word is over: the cursor moved, or something else happened.
    pub fn rest(&mut self) {
        if let Some(engine) = &mut self.engine {
            engine.reset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(typing: Typing, keys: &str) -> String {
        let mut typist = Typist::new(typing);
        let mut text = String::new();
        for key in keys.chars() {
            let change = typist.type_char(key);
            for _ in 0..change.take {
                text.pop();
            }
            text.push_str(&change.put);
        }
        text
    }

    #[test]
    fn telex_and_vni_make_vietnamese() {
        assert_eq!(typed(Typing::Telex, "Nguyeenx Thij Aanr"), "Nguyễn Thị Ẩn");
        assert_eq!(typed(Typing::Vni, "Nguye6n4 Thi5 A6n3"), "Nguyễn Thị Ẩn");
        assert_eq!(typed(Typing::Off, "Nguyeenx"), "Nguyeenx");
        assert_eq!(typed(Typing::Telex, "DDawng"), "Đăng");
    }
}
