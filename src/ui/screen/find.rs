//! Finding people, units and occasions as one types: folded, over everything that can be read.

use crate::domain::Day;
use crate::domain::edit::RecordId;
use crate::query::find::{Found, Hit, find};
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::field::TextField;
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::looked::Looked;
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::{Position, Rect};

/// Nobody goes through more than this: it takes another word.
const MOST: usize = 1000;

/// What is typed and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    text: TextField,
    found: Found,
    cursor: Cursor,
}

/// What Enter does with a hit: to a card, to the unit on the main screen, to the people of an occasion.
fn open(hit: Hit, world: &World) -> Option<Effect> {
    match hit {
        Hit::Person(row) => world.register.id(row).map(|id| Effect::Open(Goal::Card(id))),
        Hit::Unit(row) => world.register.id_of_unit(row).map(|id| Effect::Go(RecordId::Unit(id))),
        Hit::Occasion(id) => Some(Effect::Open(Goal::Attendees(id))),
    }
}

impl Find {
    /// The chosen hit.
    pub fn chosen(&self) -> Option<Hit> {
        self.found.hits.get(self.cursor.at).copied()
    }
}

impl Behaviour for Find {
    fn derive(&mut self, world: &World) {
        self.found = find(world.register, self.text.text(), MOST);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let top = world.register.top().filter(|_| command == Command::SaveAs)?;
        let asked = self.text.text().to_owned();
        let looked = Looked { title: asked.clone(), asked, ..Looked::at(Name::Find.code(), top.id) };
        Some(vec![Effect::Form(Subject::SaveAs(Box::new(looked)))])
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        match key {
            Key::Enter => {
                let open = self.chosen().and_then(|hit| open(hit, world));
                Some(open.into_iter().collect())
            }
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
                self.cursor.key(key, self.found.hits.len());
                Some(Vec::new())
            }
            key if self.text.key(key, typist) => {
                self.derive(world);
                self.cursor = Cursor::default();
                Some(Vec::new())
            }
            _ => None,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let inner = canvas.frame(area, &lang.title_find(), true);
        if inner.height < 3 {
            return;
        }
        let label = lang.find_label();
        let used = canvas.text(inner, 1, 0, &label, theme.quiet()) + 2;
        let place = Rect { x: inner.x + used, width: inner.width.saturating_sub(used), ..inner };
        let (shown, column) = self.text.view(usize::from(place.width.saturating_sub(1)));
        canvas.text(place, 0, 0, &shown, theme.strong());
        canvas.cursor = Some(Position::new(place.x + column as u16, place.y));
        let list = Rect { y: inner.y + 2, height: inner.height - 2, ..inner };
        if self.found.hits.is_empty() {
            let text =
                if self.text.is_empty() { lang.find_hint() } else { lang.nothing_found(self.text.text()) };
            canvas.text(list, 1, 0, &text, theme.quiet());
            return;
        }
        let total = lang.count(self.found.total as u64);
        let count = match self.found.hits.len() {
            shown if shown < self.found.total => lang.found_more(total, lang.count(shown as u64)),
            _ => lang.found_count(total),
        };
        canvas.right(Rect { width: inner.width.saturating_sub(1), ..inner }, 0, &count, theme.quiet());
        let window = self.cursor.window(self.found.hits.len(), list.height);
        let name_room = usize::from((list.width / 3).clamp(20, 36));
        for (n, hit) in self.found.hits.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            if selected {
                canvas.row_style(list, row, style);
            }
            let mut line = Line::new(canvas, list, row, style);
            match hit {
                Hit::Person(person) => {
                    let register = world.register;
                    let place = register.place(*person, world.day());
                    let unit = register.unit_on(*person, Day::NEVER).and_then(|row| register.unit(row));
                    let left = register.leave_on(*person, world.day()).is_some();
                    let state = lang.state(place, left);
                    line.put(&format!(" {}", register.name(*person)), name_room);
                    line.put(&register.born(*person).map_or(String::new(), |born| lang.date(born)), 12);
                    line.put(&state, 19);
                    line.put(&unit.map_or(String::new(), |entry| world.unit_path(entry.id)), 60);
                }
                Hit::Unit(unit) => {
                    let Some(entry) = world.register.unit(*unit) else { continue };
                    line.put(&format!(" {}", entry.name()), name_room);
                    line.put(&world.kind_name(entry.kind()), 25);
                    let above = entry.parent.and_then(|row| world.register.unit(row));
                    line.put(above.map_or("", |above| above.name()), 60);
                }
                Hit::Occasion(id) => {
                    let Some(entry) = world.register.occasion(*id) else { continue };
                    let (vi, en) = entry.occasion.kind.called();
                    line.put(&format!(" {}", entry.occasion.name), name_room);
                    line.put(&entry.occasion.from.map_or(String::new(), |from| lang.date(from)), 12);
                    line.put(lang.pick(vi, en), 25);
                    line.put(&entry.held_by, 60);
                }
            }
        }
    }
}
