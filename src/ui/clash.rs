//! Two people changed one field: what I typed, what stands there now, who wrote that and when, and
//! which of the two is to stay. Nothing is decided before it was looked at.

use super::canvas::{Canvas, middle};
use super::command::Command;
use super::cursor::Cursor;
use super::form::{Form, history_of};
use super::history_line::HistoryLine;
use super::key::Key;
use super::world::World;
use ratatui::layout::Rect;

/// One field with both values.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Disputed {
    name: &'static str,
    label: String,
    mine: String,
    theirs: String,
    /// Who wrote theirs, and when.
    by: String,
    keep_mine: bool,
}

/// The dialog over a form that could not be saved.
#[derive(Clone, Debug)]
pub struct Clash {
    pub form: Box<Form>,
    rows: Vec<Disputed>,
    cursor: Cursor,
}

/// What a key did to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Stay,
    /// Save the form as it was decided.
    Save,
    /// Back to the form; nothing was decided.
    Form,
}

impl Clash {
    /// The fields of a form that clash; `None` when none does. `history` is that of the record,
    /// newest first.
    pub fn of(form: Box<Form>, history: &[HistoryLine], world: &World) -> Result<Clash, Box<Form>> {
        let rows: Vec<Disputed> = form
            .fields
            .iter()
            .filter_map(|field| Some((field, field.theirs.as_ref()?)))
            .map(|(field, theirs)| Disputed {
                name: field.name,
                label: field.label.clone(),
                mine: field.shown(),
                theirs: theirs.shown.clone(),
                by: by(&form, field.name, history, world),
                keep_mine: true,
            })
            .collect();
        if rows.is_empty() { Err(form) } else { Ok(Clash { form, rows, cursor: Cursor::default() }) }
    }

    /// Handles a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        match key {
            Key::Esc => return Outcome::Form,
            key if Command::Save.meant_by(key) => {
                for row in &self.rows {
                    self.form.decide(row.name, row.keep_mine);
                }
                return Outcome::Save;
            }
            Key::Left | Key::Right | Key::Char(' ') | Key::Enter => {
                if let Some(row) = self.rows.get_mut(self.cursor.at) {
                    row.keep_mine = !row.keep_mine;
                }
            }
            key => {
                self.cursor.key(key, self.rows.len());
            }
        }
        Outcome::Stay
    }

    /// Draws it over the middle of the screen: three lines a field.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let area = middle(area, 78, self.rows.len() as u16 * 3 + 6);
        canvas.clear(area);
        let inner = canvas.frame(area, &lang.title_clash(), true);
        if inner.height < 5 {
            return;
        }
        canvas.text(inner, 1, 0, &lang.clash_what(&self.form.title), theme.wrong());
        let list = Rect { y: inner.y + 1, height: inner.height - 3, ..inner };
        let window = self.cursor.window(self.rows.len(), list.height / 3);
        for (n, row) in self.rows.iter().enumerate().take(window.end).skip(window.start) {
            let top = (n - window.start) as u16 * 3;
            let here = n == self.cursor.at;
            let mark = if here { "▌" } else { " " };
            let style = if here { theme.strong() } else { theme.text() };
            canvas.text(list, 0, top, &format!("{mark}{}", row.label), style);
            let theirs = format!("{}  {}", row.theirs, row.by);
            for (line, chosen, label, text) in [
                (1, row.keep_mine, lang.clash_mine(), row.mine.clone()),
                (2, !row.keep_mine, lang.clash_theirs(), theirs),
            ] {
                let dot = if chosen { "●" } else { "○" };
                let style = if chosen && here { theme.selected() } else { theme.text() };
                canvas.text(list, 2, top + line, &format!("{dot} {label:<12} {text} "), style);
            }
        }
        canvas.text(inner, 1, inner.height - 1, &lang.clash_keys(world.key(Command::Save)), theme.quiet());
    }
}

/// Who wrote what stands there now: the newest step that changed the place of a field, and it in it.
fn by(form: &Form, field: &str, history: &[HistoryLine], world: &World) -> String {
    let changed =
        |line: &&HistoryLine| line.edits.iter().any(|edit| history_of::changes(form, field, edit, world));
    let line = history.iter().find(changed);
    line.map_or(String::new(), |line| format!("({}, {})", line.who, line.when))
}
