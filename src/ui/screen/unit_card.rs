//! A unit's card: what it is, its members by year, every version of its targets.

use crate::domain::edit::RecordId;
use crate::domain::{Facts, OccasionId, UnitFact, UnitId};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, width};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::key::Key;
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::history::Called;
use ratatui::layout::Rect;

/// The card.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCard {
    id: UnitId,
    lines: Vec<(String, String)>,
    /// The occasions that lines are about, by line.
    asked: Vec<Option<OccasionId>>,
    cursor: Cursor,
}

impl UnitCard {
    /// The card of a unit.
    pub fn new(id: UnitId) -> UnitCard {
        UnitCard { id, lines: Vec::new(), asked: Vec::new(), cursor: Cursor::default() }
    }
}

impl Behaviour for UnitCard {
    fn derive(&mut self, world: &World) {
        let Some(entry) = world.register.unit_by_id(self.id) else {
            self.lines.clear();
            return;
        };
        let lang = world.lang;
        let called = Called { names: world, rules: world.rules(), catalogue: world.catalogue };
        let line = |fact: &UnitFact| {
            let (label, text) = lang.unit_fact(fact, called);
            match fact {
                UnitFact::Target(_, version, _) => (lang.version(label, version), text),
                _ => (label, text),
            }
        };
        let facts = entry.whole().facts();
        // What lies below stands in the tree.
        let shown = facts.iter().filter(|fact| !matches!(fact, UnitFact::Below(..)));
        self.asked = shown
            .clone()
            .map(|fact| match fact {
                UnitFact::Quota(occasion, _) => Some(*occasion),
                _ => None,
            })
            .collect();
        self.lines = shown.map(line).collect();
    }

    fn command(&mut self, command: Command, _world: &World) -> Option<Vec<Effect>> {
        let unit = self.id;
        let asked = self.asked.get(self.cursor.at).copied().flatten();
        if let (Command::Open, Some(occasion)) = (command, asked) {
            return Some(vec![Effect::Form(Subject::Answer { occasion, unit })]);
        }
        let subject = match command {
            Command::Edit | Command::Open => Subject::EditUnit { unit },
            Command::Target => Subject::Target { unit },
            Command::Move => Subject::MoveUnit { unit },
            Command::History => return Some(vec![Effect::History(Some(RecordId::Unit(unit)))]),
            _ => return None,
        };
        Some(vec![Effect::Form(subject)])
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        self.cursor.key(key, self.lines.len()).then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let inner = canvas.frame(area, &world.unit_path(self.id), true);
        let label_room = self.lines.iter().map(|(label, _)| width(label)).max().unwrap_or(0) as u16 + 3;
        let window = self.cursor.window(self.lines.len(), inner.height);
        for (n, (label, text)) in self.lines.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            if n == self.cursor.at {
                canvas.text(inner, 0, row, "▌", theme.text());
            }
            canvas.text(inner, 1, row, label, theme.quiet());
            canvas.text(inner, 1 + label_room, row, text, theme.text());
        }
    }
}
