//! A line of a table: cells put one after the other, each cut to its room. Must not know what is in them.

use super::canvas::{Canvas, cut, width};
use ratatui::layout::Rect;

/// A row that is filled cell by cell.
pub struct Line<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    area: Rect,
    row: u16,
    x: u16,
    style: ratatui::style::Style,
}

impl<'a, 'b> Line<'a, 'b> {
    /// A row of an area.
    pub fn new(
        canvas: &'a mut Canvas<'b>,
        area: Rect,
        row: u16,
        style: ratatui::style::Style,
    ) -> Line<'a, 'b> {
        Line { canvas, area, row, x: 0, style }
    }

    /// Puts a text in the next `room` cells, the last of them a gap.
    pub fn put(&mut self, text: &str, room: usize) {
        if room == 0 {
            return;
        }
        let text = cut(text, room - 1, "…");
        self.canvas.text(self.area, self.x, self.row, &text, self.style);
        self.x += room as u16;
    }

    /// Puts a text in a style of its own, where there is one.
    pub fn put_in(&mut self, text: &str, room: usize, style: Option<ratatui::style::Style>) {
        let own = self.style;
        self.style = style.unwrap_or(own);
        self.put(text, room);
        self.style = own;
    }

    /// Puts a text at the right of the next `room` cells, the last of them a gap.
    pub fn put_right(&mut self, text: &str, room: usize) {
        let used = width(text).min(room.saturating_sub(1));
        let before = room.saturating_sub(used + 1);
        self.x += before as u16;
        self.put(text, room - before);
    }
}
