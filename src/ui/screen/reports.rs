//! Which reports there are; Enter opens one of the unit that was looked at.

use crate::domain::UnitId;
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct Reports {
    unit: UnitId,
    cursor: Cursor,
}

/// Those that can be asked for without saying whose people are meant.
fn shown() -> impl Iterator<Item = Name> {
    Name::ALL.into_iter().filter(|name| !matches!(name, Name::Attendees | Name::Ceremony | Name::Quotas))
}

impl Reports {
    /// The reports of a unit.
    pub fn new(unit: UnitId) -> Reports {
        Reports { unit, cursor: Cursor::default() }
    }

    fn open(&self) -> Vec<Effect> {
        let Some(name) = shown().nth(self.cursor.at) else { return Vec::new() };
        let goal = match name {
            Name::Find => Goal::Find,
            name => Goal::Report(name, self.unit),
        };
        vec![Effect::Open(goal)]
    }
}

impl Behaviour for Reports {
    fn command(&mut self, command: Command, _world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Open => Some(self.open()),
            Command::Reports => Some(vec![Effect::Back]),
            _ => None,
        }
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        if key == Key::Enter {
            return Some(self.open());
        }
        self.cursor.key(key, shown().count()).then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let inner = canvas.frame(area, &lang.title_reports(world.unit_name(self.unit)), true);
        for n in self.cursor.window(shown().count(), inner.height) {
            let Some(name) = shown().nth(n) else { continue };
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            let mark = if selected { "▌" } else { " " };
            canvas.text(inner, 0, n as u16, &format!("{mark}{}", lang.report(name)), style);
        }
    }
}
