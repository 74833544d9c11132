//! The history of the office or of one record: who changed what, when; undo and redo from here.

use crate::domain::edit::RecordId;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::history_line::{HistoryLine, change_text};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// The list of steps, newest first, one of them open.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    pub record: Option<RecordId>,
    title: String,
    lines: Vec<HistoryLine>,
    cursor: Cursor,
}

impl History {
    /// The steps of the office or of a record.
    pub fn new(record: Option<RecordId>, title: String, lines: Vec<HistoryLine>) -> History {
        History { record, title, lines, cursor: Cursor::default() }
    }

    /// The steps after something changed.
    pub fn renew(&mut self, lines: Vec<HistoryLine>) {
        self.lines = lines;
    }
}

impl Behaviour for History {
    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        self.cursor.key(key, self.lines.len()).then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let arrow = theme.glyph("→", "->");
        let detail = (area.height / 3).min(12);
        let list = Rect { height: area.height - detail, ..area };
        let inner = canvas.frame(list, &self.title, true);
        let window = self.cursor.window(self.lines.len(), inner.height);
        if self.lines.is_empty() {
            canvas.text(inner, 1, 0, &world.lang.no_history(), theme.quiet());
        }
        for (n, line) in self.lines.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            if selected {
                canvas.select_row(inner, row, style);
            }
            let first = line
                .changes
                .first()
                .map_or(String::new(), |(name, changed)| change_text(name, changed, arrow));
            let more = line.changes.len().saturating_sub(1);
            let more = if more > 0 { format!(" (+{more})") } else { String::new() };
            let mark = if line.disputed.is_empty() { " " } else { "!" };
            let text = format!("{} {mark}{:<8} {:<8} {first}{more}", line.when, line.who, line.why);
            canvas.text(inner, 0, row, &text, style);
        }
        let below = Rect { y: area.y + list.height, height: detail, ..area };
        let Some(line) = self.lines.get(self.cursor.at) else { return };
        let inner = canvas.frame(below, &format!("{} · {} · {}", line.when, line.who, line.place), false);
        let warned = u16::from(!line.disputed.is_empty());
        if warned > 0 {
            canvas.text(inner, 1, 0, &format!("! {}", line.disputed), theme.wrong());
        }
        let inner = Rect { y: inner.y + warned, height: inner.height.saturating_sub(warned), ..inner };
        for (row, (name, changed)) in line.changes.iter().enumerate().take(usize::from(inner.height)) {
            canvas.text(inner, 1, row as u16, &change_text(name, changed, arrow), theme.text());
        }
    }
}
