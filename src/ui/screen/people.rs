//! The people behind a figure.

use crate::domain::edit::RecordId;
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::looked::Looked;
use crate::ui::people_table::{PeopleTable, Scope};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// The list with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    title: String,
    table: PeopleTable,
}

impl People {
    /// The people of a scope.
    pub fn new(title: String, scope: Scope) -> People {
        People { title, table: PeopleTable::new(scope) }
    }
}

impl Behaviour for People {
    fn derive(&mut self, world: &World) {
        self.table.derive(world);
    }

    fn select(&mut self, record: RecordId, world: &World) {
        if let RecordId::Person(id) = record {
            self.table.select(id, world);
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let unit = self.table.scope.units.first().copied();
        match (command, unit) {
            (Command::AddPerson, Some(unit)) => Some(vec![Effect::Form(Subject::NewPerson { unit })]),
            (Command::FastAdd, Some(unit)) => Some(vec![Effect::Open(Goal::FastAdd(unit))]),
            (Command::SaveAs, Some(unit)) => {
                let people = Some(self.table.ids(world));
                let looked =
                    Looked { people, title: self.title.clone(), ..Looked::at(Name::List.code(), unit) };
                Some(vec![Effect::Form(Subject::SaveAs(Box::new(looked)))])
            }
            _ => self.table.command(command, world),
        }
    }

    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        self.table.key(key, world).then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let title = format!("{} · {}", self.title, world.lang.people_count(self.table.count(world.lang)));
        let inner = canvas.frame(area, &title, true);
        self.table.draw(canvas, inner, world, true);
    }
}
