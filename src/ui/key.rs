//! Keys as values, and as texts in settings and tests: `ctrl-n`, `enter`, `/`, `f5`.
//!
//! Ctrl+H *is* Backspace: input methods and old terminals send either.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Char(char),
    Ctrl(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Keys with a name.
const NAMED: [(&str, Key); 15] = [
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("insert", Key::Insert),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
];

impl Key {
    /// True for what types or moves about in a text: it means nothing else there.
    pub fn is_bare(self) -> bool {
        !matches!(self, Key::Ctrl(_) | Key::F(_))
    }

    /// The key of an event; `None` for what no key here stands for (Alt, releases, media keys).
    pub fn of(event: KeyEvent) -> Option<Key> {
        if event.kind == crossterm::event::KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        Some(match event.code {
            KeyCode::Char('h') if ctrl => Key::Backspace,
            KeyCode::Char('j' | 'm') if ctrl => Key::Enter,
            KeyCode::Char('i') if ctrl => Key::Tab,
            KeyCode::Char(c) if ctrl => Key::Ctrl(c.to_ascii_lowercase()),
            KeyCode::Char(_) if event.modifiers.contains(KeyModifiers::ALT) => return None,
            KeyCode::Char('\u{8}' | '\u{7f}') => Key::Backspace,
            KeyCode::Char(c) => Key::Char(c),
            KeyCode::F(n) => Key::F(n),
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Tab => Key::Tab,
            KeyCode::BackTab => Key::BackTab,
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Insert => Key::Insert,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            _ => return None,
        })
    }

    /// Reads a key's text.
    pub fn parse(text: &str) -> Option<Key> {
        if let Some((_, key)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(*key);
        }
        if text == "space" {
            return Some(Key::Char(' '));
        }
        if let Some(number) = text.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
            return (1..=12).contains(&number).then_some(Key::F(number));
        }
        let rest = text.strip_prefix("ctrl-").filter(|rest| !rest.is_empty());
        let mut chars = rest.unwrap_or(text).chars();
        match (chars.next(), chars.next(), rest) {
            // Ctrl with these letters is Backspace, Tab, Enter on a terminal.
            (Some('h' | 'i' | 'j' | 'm'), None, Some(_)) => None,
            (Some(c), None, Some(_)) => c.is_ascii_lowercase().then_some(Key::Ctrl(c)),
            (Some(c), None, None) => Some(Key::Char(c)),
            _ => None,
        }
    }

    /// Short, for the footer: `^N`, `Enter`, `/`.
    pub fn short(self) -> String {
        match self {
            Key::Ctrl(c) => format!("^{}", c.to_ascii_uppercase()),
            Key::Char(' ') => "Space".to_owned(),
            Key::Char(c) => c.to_string(),
            Key::F(n) => format!("F{n}"),
            Key::Enter => "Enter".to_owned(),
            Key::Esc => "Esc".to_owned(),
            Key::Tab => "Tab".to_owned(),
            Key::BackTab => "⇧Tab".to_owned(),
            Key::Backspace => "⌫".to_owned(),
            Key::Delete => "Del".to_owned(),
            Key::Insert => "Ins".to_owned(),
            Key::Up => "↑".to_owned(),
            Key::Down => "↓".to_owned(),
            Key::Left => "←".to_owned(),
            Key::Right => "→".to_owned(),
            Key::Home => "Home".to_owned(),
            Key::End => "End".to_owned(),
            Key::PageUp => "PgUp".to_owned(),
            Key::PageDown => "PgDn".to_owned(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(_, key)| key == self) {
            return f.write_str(name);
        }
        match self {
            Key::Ctrl(c) => write!(f, "ctrl-{c}"),
            Key::Char(' ') => f.write_str("space"),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "f{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_keys_are_the_same_thing() {
        for text in ["ctrl-n", "enter", "/", "f5", "space", "?", "pagedown", "đ"] {
            assert_eq!(Key::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "ctrl-", "ctrl-h", "ctrl-é", "f13", "hello", "alt-x"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ctrl_h_is_backspace_everywhere() {
        let ctrl_h = KeyEvent::new(KeyCode::Char('h'), KeyModifiers::CONTROL);
        assert_eq!(Key::of(ctrl_h), Some(Key::Backspace));
        assert_eq!(Key::of(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT)), None);
    }
}
