//! Drawing text into cells: measured by grapheme, cut with an ellipsis, never outside its area,
//! nothing raw from outside.

use super::theme::Theme;
use crate::domain::text::visible;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where a screen draws.
pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub theme: Theme,
    /// Where the real cursor goes; set by whatever has the keys.
    pub cursor: Option<Position>,
}

/// Width in cells.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text in lines of at most `room` cells, broken between words.
pub fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if width(line) + 1 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text in at most `room` cells, cut with an ellipsis.
pub fn cut(text: &str, room: usize, ellipsis: &str) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let keep = room.saturating_sub(width(ellipsis));
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > keep {
            break;
        }
        out.push_str(grapheme);
    }
    if room >= width(ellipsis) {
        out.push_str(ellipsis);
    }
    out
}

/// The end of the text in at most `room` cells, whole words of it: what tells "Chi bộ Thôn 1" from
/// "Chi bộ Thôn 2" stands there.
pub fn tail(text: &str, room: usize, ellipsis: &str) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let ends = text.match_indices(' ').filter_map(|(at, _)| text.get(at + 1..));
    let fits = |end: &&str| width(end) + width(ellipsis) <= room;
    match ends.into_iter().find(fits) {
        Some(end) => format!("{ellipsis}{end}"),
        None => cut(text, room, ellipsis),
    }
}

impl Canvas<'_> {
    /// Draws a text at the left of `area`'s row `row` from column `x`; returns the cells used.
    pub fn text(&mut self, area: Rect, x: u16, row: u16, text: &str, style: Style) -> u16 {
        if row >= area.height || x >= area.width {
            return 0;
        }
        let room = usize::from(area.width - x);
        let text = self.theme.plain(cut(&visible(text), room, "…"));
        let (px, py) = (area.x + x, area.y + row);
        if !self.buffer.area.contains(Position::new(px, py)) {
            return 0;
        }
        self.buffer.set_stringn(px, py, &text, room, style);
        width(&text) as u16
    }

    /// Draws a text that ends before the right edge of `area`.
    pub fn right(&mut self, area: Rect, row: u16, text: &str, style: Style) {
        let x = (area.width as usize).saturating_sub(width(text)) as u16;
        self.text(area, x, row, text, style);
    }

    /// Styles the selected row of a list, and puts the cursor there: a screen reader follows it, and so
    /// does whoever sees no reversed colours.
    pub fn select_row(&mut self, area: Rect, row: u16, style: Style) {
        self.row_style(area, row, style);
        if row < area.height {
            self.cursor = Some(Position::new(area.x, area.y + row));
        }
    }

    /// Styles a whole row.
    pub fn row_style(&mut self, area: Rect, row: u16, style: Style) {
        if row < area.height {
            let line = Rect { y: area.y + row, height: 1, ..area }.intersection(self.buffer.area);
            self.buffer.set_style(line, style);
        }
    }

    /// Draws a frame with a title and returns what is inside.
    pub fn frame(&mut self, area: Rect, title: &str, strong: bool) -> Rect {
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let theme = self.theme;
        let style = if strong { theme.strong() } else { theme.quiet() };
        let inner = usize::from(area.width - 2);
        self.text(area, 0, 0, &format!("┌{}┐", "─".repeat(inner)), style);
        self.text(area, 0, area.height - 1, &format!("└{}┘", "─".repeat(inner)), style);
        for row in 1..area.height - 1 {
            self.text(area, 0, row, "│", style);
            self.text(area, area.width - 1, row, "│", style);
        }
        if !title.is_empty() && area.width > 4 {
            let top = Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area };
            self.text(top, 0, 0, &format!(" {title} "), theme.strong());
        }
        Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
    }

    /// Empties an area, for a dialog over a screen.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }

    /// Draws parts one after the other, going to the next row where one does not fit; returns the
    /// rows used.
    pub fn flow(&mut self, area: Rect, parts: &[(String, Style)]) -> u16 {
        let (mut x, mut row) = (0u16, 0u16);
        for (text, style) in parts {
            let needed = width(text) as u16;
            if x > 0 && x + needed > area.width {
                x = 0;
                row += 1;
            }
            x += self.text(area, x, row, text, *style);
        }
        row + 1
    }
}

/// How many rows [`Canvas::flow`] would use.
pub fn flow_rows(room: u16, parts: impl Iterator<Item = usize>) -> u16 {
    let (mut x, mut rows) = (0usize, 1u16);
    for needed in parts {
        if x > 0 && x + needed > usize::from(room) {
            x = 0;
            rows += 1;
        }
        x += needed;
    }
    rows
}

/// The middle of `area`, at most so large.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_grapheme_and_never_wider_than_their_room() {
        assert_eq!(cut("Nguyễn", 6, "…"), "Nguyễn");
        assert_eq!(cut("Nguyễn Thị", 6, "…"), "Nguyễ…");
        assert_eq!(cut("Nguye\u{302}\u{303}n", 6, "…"), "Nguye\u{302}\u{303}n");
        assert_eq!(cut("abc", 0, "…"), "");
        assert_eq!(tail("Chi bộ Thôn 1", 12, "…"), "…bộ Thôn 1");
        assert_eq!(tail("Chi bộ Thôn 1", 13, "…"), "Chi bộ Thôn 1");
        assert_eq!(tail("Nguyễn", 4, "…"), "Ngu…");
        for room in 0..12 {
            assert!(width(&cut("Đại hội 北京", room, "…")) <= room);
        }
    }
}
