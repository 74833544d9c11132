//! Help for the screen underneath: its commands with their keys, and how to move about.

use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Command, Mode, TABLE};
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// The help of a mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    mode: Option<Mode>,
    cursor: Cursor,
}

impl Help {
    /// Help for the commands of a mode.
    pub fn new(mode: Option<Mode>) -> Help {
        Help { mode, cursor: Cursor::default() }
    }

    fn lines(&self, world: &World) -> Vec<(String, String)> {
        let lang = world.lang;
        let mut lines = Vec::new();
        let mut section = |title: String, wanted: &dyn Fn(&Mode) -> bool| {
            let entries: Vec<_> = TABLE.iter().filter(|entry| entry.modes.iter().any(wanted)).collect();
            if entries.is_empty() {
                return;
            }
            lines.push((String::new(), title));
            for entry in entries {
                let keys: Vec<String> = world.keys.all(entry.command).map(Key::short).collect();
                let mut words = entry.words(lang).to_owned();
                if entry.writes && world.read_only {
                    words = format!("{words} ({})", lang.read_only());
                }
                lines.push((keys.join("  "), words));
            }
        };
        if let Some(mode) = self.mode {
            section(lang.help_here(), &|known| *known == mode);
        }
        section(lang.help_everywhere(), &|known| *known == Mode::Global);
        lines.push((String::new(), lang.help_forms()));
        let keys = [Command::Save, Command::Clear, Command::Typing].map(|command| world.key(command));
        lines.extend(lang.help_form_lines(keys.each_ref().map(String::as_str)));
        lines
    }
}

impl Behaviour for Help {
    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        let len = self.lines(world).len();
        match key {
            Key::Enter => Some(vec![Effect::Back]),
            key => self.cursor.key(key, len).then(Vec::new),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let inner = canvas.frame(area, &world.lang.title_help(), true);
        let lines = self.lines(world);
        let window = self.cursor.window(lines.len(), inner.height);
        for (n, (keys, words)) in lines.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            if keys.is_empty() {
                canvas.text(inner, 1, row, words, theme.strong());
            } else {
                canvas.text(inner, 3, row, keys, theme.key());
                canvas.text(inner, 20, row, words, theme.text());
            }
            if n == self.cursor.at {
                canvas.text(inner, 0, row, "▌", theme.quiet());
            }
        }
    }
}
