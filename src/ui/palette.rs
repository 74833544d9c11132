//! The command palette: every command that can be given now, found by typing a part of its name.

use super::canvas::{Canvas, middle};
use super::command::{Binding, Command, Mode, TABLE};
use super::cursor::Cursor;
use super::field::TextField;
use super::key::Key;
use super::typing::Typist;
use super::world::World;
use crate::domain::text::fold;
use ratatui::layout::{Position, Rect};

/// What is typed and where one is.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    text: TextField,
    cursor: Cursor,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Stay,
    Leave,
    Run(Command),
}

impl Palette {
    fn entries(&self, mode: Option<Mode>, world: &World) -> Vec<&'static Binding> {
        let wanted = fold(self.text.text());
        let here = |entry: &&Binding| {
            entry.modes.contains(&Mode::Global) || mode.is_some_and(|mode| entry.modes.contains(&mode))
        };
        let matches = |entry: &&Binding| {
            let words = format!("{} {} {}", fold(entry.words(world.lang)), entry.name, fold(entry.vi));
            wanted.split(' ').all(|word| words.contains(word))
        };
        let allowed = |entry: &&Binding| !(entry.writes && world.read_only);
        TABLE.iter().filter(here).filter(allowed).filter(matches).collect()
    }

    /// Handles a key.
    pub fn key(&mut self, key: Key, mode: Option<Mode>, world: &World, typist: &mut Typist) -> Outcome {
        let entries = self.entries(mode, world);
        match key {
            Key::Esc => return Outcome::Leave,
            key if world.keys.command(None, key) == Some(Command::Palette) => return Outcome::Leave,
            Key::Enter => {
                return entries
                    .get(self.cursor.at)
                    .map_or(Outcome::Leave, |entry| Outcome::Run(entry.command));
            }
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
                self.cursor.key(key, entries.len());
            }
            key => {
                if self.text.key(key, typist) {
                    self.cursor = Cursor::default();
                }
            }
        }
        Outcome::Stay
    }

    /// Draws the palette over the screen.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, mode: Option<Mode>, world: &World) {
        let theme = canvas.theme;
        let area = middle(area, 56, 18);
        canvas.clear(area);
        let inner = canvas.frame(area, &world.lang.title_palette(), true);
        if inner.height < 3 {
            return;
        }
        let (shown, column) = self.text.view(usize::from(inner.width.saturating_sub(4)));
        canvas.text(inner, 1, 0, &format!("> {shown}"), theme.strong());
        canvas.cursor = Some(Position::new(inner.x + 3 + column as u16, inner.y));
        let entries = self.entries(mode, world);
        let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        if entries.is_empty() {
            canvas.text(list, 1, 1, &world.lang.not_here(), theme.quiet());
        }
        let window = self.cursor.window(entries.len(), list.height);
        for (n, entry) in entries.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            let style = if n == self.cursor.at { theme.selected() } else { theme.text() };
            if n == self.cursor.at {
                canvas.row_style(list, row, style);
            }
            canvas.text(list, 1, row, entry.words(world.lang), style);
            let key = world.keys.key(entry.command).map_or(String::new(), Key::short);
            canvas.right(Rect { width: list.width.saturating_sub(1), ..list }, row, &key, style);
        }
    }
}
