//! A position in a list that is drawn as a window: only what is visible is ever looked at.

use super::key::Key;
use std::ops::Range;

/// Selected row and first visible row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub at: usize,
    top: usize,
    /// Rows on the screen at the last drawing, for paging.
    page: usize,
}

impl Cursor {
    /// At a row.
    pub fn at(row: usize) -> Cursor {
        Cursor { at: row, ..Cursor::default() }
    }

    /// Handles a key that moves about; false for others.
    pub fn key(&mut self, key: Key, len: usize) -> bool {
        let page = self.page.max(2) - 1;
        let last = len.saturating_sub(1);
        self.at = match key {
            Key::Up => self.at.saturating_sub(1),
            Key::Down => (self.at + 1).min(last),
            Key::PageUp => self.at.saturating_sub(page),
            Key::PageDown => (self.at + page).min(last),
            Key::Home => 0,
            Key::End => last,
            _ => return false,
        };
        true
    }

    /// Goes off rows that cannot be selected, on in the direction of the last move, else back.
    pub fn skip(&mut self, len: usize, forward: bool, blocked: impl Fn(usize) -> bool) {
        let from = self.at.min(len.saturating_sub(1));
        let on = (from..len).find(|at| !blocked(*at));
        let back = (0..=from).rev().find(|at| *at < len && !blocked(*at));
        let found = if forward { on.or(back) } else { back.or(on) };
        self.at = found.unwrap_or(from);
    }

    /// The rows to draw in `height`, those after the selected one too as far as there is room.
    pub fn window_to_end(&mut self, len: usize, height: u16) -> Range<usize> {
        self.top = self.at.min(len.saturating_sub(usize::from(height)));
        self.window(len, height)
    }

    /// The rows to draw in `height`; the selected one is among them.
    pub fn window(&mut self, len: usize, height: u16) -> Range<usize> {
        let height = usize::from(height);
        self.page = height;
        self.at = self.at.min(len.saturating_sub(1));
        let lowest_top = (self.at + 1).saturating_sub(height);
        self.top = self.top.min(self.at).max(lowest_top).min(len.saturating_sub(height));
        self.top..(self.top + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_in_the_window() {
        let mut cursor = Cursor::default();
        for (key, len, height) in [
            (Key::End, 100, 10),
            (Key::Up, 100, 3),
            (Key::PageUp, 100, 5),
            (Key::Down, 4, 10),
            (Key::Home, 0, 0),
        ] {
            cursor.key(key, len);
            let window = cursor.window(len, height);
            assert!(window.len() <= usize::from(height));
            assert!(len == 0 || height == 0 || window.contains(&cursor.at), "{key:?}");
        }
    }
}
