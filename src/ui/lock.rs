//! The screen of a session that was left alone: nothing of anybody on it, until its person is back.
//!
//! What was typed before stays as it was, and is kept as a draft too.

use super::canvas::{Canvas, middle};
use super::key::Key;
use super::theme::Theme;
use crate::words::Lang;
use ratatui::layout::{Position, Rect};

/// Most characters of a PIN.
pub const MAX_PIN: usize = 64;

/// The screen, with what was typed of the PIN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    typed: String,
    wrong: bool,
}

impl Lock {
    /// Handles a key; true when it opens. `fits` judges a PIN.
    pub fn key(&mut self, key: Key, fits: impl FnOnce(&str) -> bool) -> bool {
        match key {
            Key::Enter => {
                let typed = std::mem::take(&mut self.typed);
                let opens = fits(&typed);
                self.wrong = !opens;
                return opens;
            }
            Key::Backspace => drop(self.typed.pop()),
            Key::Char(c) if self.typed.chars().count() < MAX_PIN => self.typed.push(c),
            _ => {}
        }
        false
    }

    /// Draws it over everything.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, lang: Lang, has_pin: bool) {
        let theme: Theme = canvas.theme;
        canvas.clear(area);
        let area = middle(area, 50, 5);
        canvas.text(area, 0, 0, &lang.locked(), theme.strong());
        if has_pin {
            let used = canvas.text(area, 0, 2, &lang.locked_pin(), theme.text()) + 1;
            let dots = "*".repeat(self.typed.chars().count().min(20));
            let shown = canvas.text(area, used, 2, &dots, theme.text());
            canvas.cursor = Some(Position::new(area.x + used + shown, area.y + 2));
        } else {
            canvas.text(area, 0, 2, &lang.locked_enter(), theme.text());
        }
        if self.wrong {
            canvas.text(area, 0, 4, &format!("! {}", lang.locked_wrong()), theme.wrong());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_pin_opens_and_a_wrong_one_is_forgotten() {
        let mut lock = Lock::default();
        let mut press = |key| lock.key(key, |typed| typed == "12a");
        assert!(!press(Key::Char('1')) && !press(Key::Enter));
        for key in [Key::Char('1'), Key::Char('2'), Key::Char('x'), Key::Backspace, Key::Char('a')] {
            assert!(!press(key));
        }
        assert!(press(Key::Enter));
    }
}
