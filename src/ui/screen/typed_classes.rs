//! Names of classes that were typed freely on certificates, each offered as a class: Enter shows whose it would be and who
//! passed, and saves nothing yet.

use crate::domain::occasion::OccasionKind;
use crate::domain::{TypedClass, UnitId};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::people_table::{Scope, Who};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use ratatui::layout::Rect;

/// The names that are left.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedClasses {
    unit: UnitId,
    typed: Vec<TypedClass>,
    cursor: Cursor,
}

impl TypedClasses {
    /// Of a unit, whose classes they would be.
    pub fn new(unit: UnitId, typed: Vec<TypedClass>) -> TypedClasses {
        TypedClasses { unit, typed, cursor: Cursor::default() }
    }

    fn chosen(&self, world: &World) -> Option<TypedClass> {
        self.left(world).nth(self.cursor.at)
    }

    /// Those of which nothing was made yet, with the people who are in no class yet.
    fn left<'s>(&'s self, world: &'s World) -> impl Iterator<Item = TypedClass> + 's {
        let register = world.register;
        let is_class =
            |id| register.occasion(id).is_some_and(|e| e.occasion.kind == OccasionKind::AwarenessClass);
        self.typed.iter().filter_map(move |typed| {
            let in_none = |id| {
                let row = register.row_of(id)?;
                let is_in = register.enrolled(row).any(|enrolled| is_class(enrolled.occasion));
                (!is_in).then_some(id)
            };
            let people: Vec<_> = typed.people.iter().filter_map(|id| in_none(*id)).collect();
            (!people.is_empty()).then(|| TypedClass { people, ..typed.clone() })
        })
    }
}

impl Behaviour for TypedClasses {
    fn derive(&mut self, world: &World) {
        let last = self.left(world).count().saturating_sub(1);
        self.cursor.at = self.cursor.at.min(last);
    }

    fn arrows(&self, lang: Lang) -> Option<String> {
        Some(lang.typed_classes_keys())
    }

    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        let chosen = self.chosen(world);
        match key {
            Key::Enter => {
                let form = |typed| Effect::Form(Subject::Adopt { typed, unit: self.unit });
                Some(chosen.map(form).into_iter().collect())
            }
            Key::Char(' ') => {
                let list = |typed: TypedClass| {
                    let scope = Scope { units: vec![self.unit], who: Who::These(typed.people) };
                    Effect::Open(Goal::People { title: typed.class, scope })
                };
                Some(chosen.map(list).into_iter().collect())
            }
            key => {
                let count = self.left(world).count();
                self.cursor.key(key, count).then(Vec::new)
            }
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let inner = canvas.frame(area, &lang.title_typed_classes(), true);
        let left: Vec<TypedClass> = self.left(world).collect();
        if left.is_empty() {
            canvas.text(inner, 1, 0, &lang.no_typed_classes(), theme.quiet());
        }
        let window = self.cursor.window(left.len(), inner.height);
        for (n, typed) in left.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            let is_chosen = n == self.cursor.at;
            let style = if is_chosen { theme.selected() } else { theme.text() };
            if is_chosen {
                canvas.select_row(inner, row, style);
            }
            let mut line = Line::new(canvas, inner, row, style);
            line.put(&format!(" {}", typed.class), usize::from(inner.width).saturating_sub(30).clamp(20, 50));
            line.put(&lang.date(typed.date), 12);
            line.put(&lang.people_count(typed.people.len()), 16);
        }
    }
}
