//! Which reports there are; a few letters of the name leave those that have them, Enter opens one of the unit that was
//! looked at. Behind them stand the packs, which are saved as a file.

use crate::domain::UnitId;
use crate::domain::text::fold;
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::field::TextField;
use crate::ui::key::Key;
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use ratatui::layout::{Position, Rect};

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct Reports {
    unit: UnitId,
    text: TextField,
    cursor: Cursor,
}

/// A line of the list: a report, or a pack by its number in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Report(Name),
    Pack(usize),
}

/// Those that can be asked for without saying whose people are meant.
fn shown() -> impl Iterator<Item = Name> {
    Name::ALL
        .into_iter()
        .filter(|name| !matches!(name, Name::Attendees | Name::Ceremony | Name::Script | Name::Quotas))
}

impl Reports {
    /// The reports of a unit.
    pub fn new(unit: UnitId) -> Reports {
        Reports { unit, text: TextField::default(), cursor: Cursor::default() }
    }

    /// Those whose name, in either language, or word on the command line has all that was typed; first those of which one
    /// begins with it.
    fn found(&self, world: &World) -> Vec<Entry> {
        let wanted = fold(self.text.text());
        let reports = shown().map(|name| {
            (Entry::Report(name), [Lang::Vi.report(name), Lang::En.report(name), name.code()].map(fold))
        });
        let packs = world.catalogue.packs.iter().enumerate();
        let packs = packs.map(|(n, pack)| (Entry::Pack(n), [&*pack.vi, &pack.en, &pack.code].map(fold)));
        let has =
            |names: &[String; 3]| wanted.split(' ').all(|word| names.iter().any(|name| name.contains(word)));
        let mut found: Vec<_> = reports.chain(packs).filter(|(_, names)| has(names)).collect();
        found.sort_by_key(|(_, names)| !names.iter().any(|name| name.starts_with(&wanted)));
        found.into_iter().map(|(entry, _)| entry).collect()
    }

    fn open(&mut self, world: &World) -> Vec<Effect> {
        let Some(entry) = self.found(world).get(self.cursor.at).copied() else { return Vec::new() };
        // Whoever comes back looks for another one.
        self.text = TextField::default();
        self.cursor.at = self.found(world).iter().position(|known| *known == entry).unwrap_or(0);
        match entry {
            Entry::Report(Name::Find) => vec![Effect::Open(Goal::Find)],
            Entry::Report(name) => vec![Effect::Open(Goal::Report(name, self.unit))],
            Entry::Pack(n) => {
                let pack = world.catalogue.packs.get(n).map(|pack| pack.code.clone());
                let form = |pack| Effect::Form(Subject::SavePack { pack, unit: self.unit });
                pack.map(form).into_iter().collect()
            }
        }
    }
}

impl Behaviour for Reports {
    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Open => Some(self.open(world)),
            Command::Reports => Some(vec![Effect::Back]),
            _ => None,
        }
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        if key == Key::Enter {
            return Some(self.open(world));
        }
        if self.cursor.key(key, self.found(world).len()) {
            return Some(Vec::new());
        }
        let typed = self.text.key(key, typist);
        if typed {
            self.cursor = Cursor::default();
        }
        typed.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let inner = canvas.frame(area, &lang.title_reports(world.unit_name(self.unit)), true);
        let label = lang.reports_label();
        let used = canvas.text(inner, 1, 0, &label, theme.quiet()) + 2;
        let place = Rect { x: inner.x + used, width: inner.width.saturating_sub(used), ..inner };
        let (typed, column) = self.text.view(usize::from(place.width.saturating_sub(1)));
        canvas.text(place, 0, 0, &typed, theme.strong());
        canvas.cursor = Some(Position::new(place.x + column as u16, place.y));
        let inner = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let found = self.found(world);
        if found.is_empty() {
            canvas.text(inner, 1, 0, &lang.nothing_found(self.text.text()), theme.quiet());
        }
        let window = self.cursor.window(found.len(), inner.height);
        for (row, n) in window.enumerate() {
            let Some(entry) = found.get(n).copied() else { continue };
            let called = match entry {
                Entry::Report(name) => lang.report(name).to_owned(),
                Entry::Pack(n) => {
                    let pack = world.catalogue.packs.get(n);
                    pack.map_or(String::new(), |pack| lang.pack_line(lang.pick(&pack.vi, &pack.en)))
                }
            };
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            let mark = if selected { "▌" } else { " " };
            canvas.text(inner, 0, row as u16, &format!("{mark}{called}"), style);
        }
    }
}
