//! A grid for typing a list of new people, row after row; saved as one action.

use super::{Behaviour, Screen};
use crate::domain::{Milestone, MilestoneKind, Person, UnitId};
use crate::exchange::fields::{self, Context, FieldError};
use crate::ui::canvas::Canvas;
use crate::ui::effect::Effect;
use crate::ui::field::TextField;
use crate::ui::grid::{Grid, GridColumn};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// Fields of the grid, in its order; `unit` is a name below the chosen unit, empty for the unit.
const FIELDS: [&str; 5] = ["name", "born", "sex", "unit", "occupation"];

/// The grid for one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct FastAdd {
    unit: UnitId,
    grid: Grid,
    touched: bool,
    /// Somebody seems to be there already; a second ^S saves all the same.
    warned: bool,
}

impl FastAdd {
    /// An empty grid for a unit.
    pub fn screen(unit: UnitId, world: &World) -> Screen {
        let widths = [26, 11, 9, 16, 11];
        let columns = FIELDS.iter().zip(widths).map(|(field, width)| GridColumn {
            title: world.lang.field(field).to_owned(),
            width,
            fixed: false,
        });
        Screen::FastAdd(FastAdd {
            unit,
            grid: Grid::new(columns.collect(), Vec::new(), true),
            touched: false,
            warned: false,
        })
    }

    /// The name of its draft.
    pub fn key_of(unit: UnitId) -> String {
        format!("fast-add {unit}")
    }

    /// The grid of a draft.
    pub fn of_draft(form: &str, values: &[(String, String)], world: &World) -> Option<Screen> {
        let unit = form.strip_prefix("fast-add ")?.parse().ok()?;
        let Screen::FastAdd(mut screen) = FastAdd::screen(unit, world) else { return None };
        let rows: Vec<Vec<TextField>> = values
            .chunks(FIELDS.len())
            .map(|row| row.iter().map(|(_, value)| TextField::new(value.clone())).collect())
            .collect();
        if !rows.is_empty() {
            screen.grid.rows = rows;
            screen.touched = true;
        }
        screen.review(world);
        Some(Screen::FastAdd(screen))
    }

    /// The unit that a cell names: one of those below the chosen unit.
    fn unit_named(&self, text: &str, world: &World) -> Result<UnitId, FieldError> {
        let wanted = crate::domain::text::fold(text);
        if wanted.is_empty() {
            return Ok(self.unit);
        }
        let Some(row) = world.register.unit_row(self.unit) else {
            return Err(FieldError::NoUnit(text.to_owned()));
        };
        let below = || world.register.subtree(row).filter_map(|row| world.register.unit(row));
        let mut exact = below().filter(|entry| entry.folded().split('\n').any(|name| name == wanted));
        if let (Some(only), None) = (exact.next(), exact.next()) {
            return Ok(only.id);
        }
        let mut holding = below().filter(|entry| entry.folded().contains(&wanted));
        match (holding.next(), holding.next()) {
            (Some(only), None) => Ok(only.id),
            (Some(_), Some(_)) => Err(FieldError::ManyUnits(text.to_owned())),
            _ => Err(FieldError::NoUnit(text.to_owned())),
        }
    }

    /// Reads every row that is not blank; what is wrong stands beside it.
    fn review(&mut self, world: &World) -> Option<Vec<Person>> {
        let mut people = Vec::new();
        let mut problems = Vec::new();
        let mut refused = false;
        for row in 0..self.grid.rows.len() {
            if self.grid.is_blank(row) {
                problems.push(String::new());
                continue;
            }
            let mut person = Person::new(String::new(), self.unit);
            let unit = |text: &str| self.unit_named(text, world);
            let context = Context { today: world.today, unit: &unit, rules: world.rules() };
            let wrong = FIELDS.iter().enumerate().find_map(|(column, field)| {
                let text = self.grid.text(row, column);
                let result = fields::set(&mut person, field, text, &context);
                result
                    .err()
                    .map(|error| format!("{}: {}", world.lang.field(field), world.lang.field_error(&error)))
            });
            let twice = || {
                let other = world.register.namesakes(&person.name, person.born).first().copied()?;
                let unit = world.register.unit_on(other, i32::MAX).and_then(|row| world.register.unit(row));
                let unit = unit.map_or(String::new(), |entry| world.unit_path(entry.id));
                Some(world.lang.maybe_twice_of(world.register.name(other), unit))
            };
            refused |= wrong.is_some();
            problems.push(wrong.or_else(twice).unwrap_or_default());
            person.milestones.insert((MilestoneKind::Identified, 1), Milestone::on(world.today.into()));
            people.push(person);
        }
        self.grid.problems = problems;
        (!refused).then_some(people)
    }
}

impl Behaviour for FastAdd {
    fn derive(&mut self, world: &World) {
        self.review(world);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft(&self) -> Option<(String, Vec<(String, String)>)> {
        if !self.touched || (0..self.grid.rows.len()).all(|row| self.grid.is_blank(row)) {
            return None;
        }
        let cells = self.grid.rows.iter().flat_map(|row| {
            FIELDS.iter().zip(row).map(|(field, cell)| ((*field).to_owned(), cell.text().to_owned()))
        });
        Some((FastAdd::key_of(self.unit), cells.collect()))
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        if key == Key::Ctrl('s') {
            return Some(match self.review(world) {
                Some(people) if people.is_empty() => vec![Effect::Back],
                Some(_) if !self.warned && self.grid.problems.iter().any(|problem| !problem.is_empty()) => {
                    self.warned = true;
                    let first = self.grid.problems.iter().position(|problem| !problem.is_empty());
                    self.grid.go(first.unwrap_or(0));
                    let problem = self.grid.problems.get(self.grid.at()).cloned().unwrap_or_default();
                    vec![Effect::Say(world.lang.save_again(problem))]
                }
                Some(people) => {
                    vec![
                        Effect::AddPeople(people),
                        Effect::ForgetDraft(FastAdd::key_of(self.unit)),
                        Effect::Back,
                    ]
                }
                None => {
                    let first = self.grid.problems.iter().position(|problem| !problem.is_empty());
                    self.grid.go(first.unwrap_or(0));
                    vec![Effect::Say(world.lang.mend_first())]
                }
            });
        }
        let row = self.grid.at();
        let handled = self.grid.key(key, typist);
        if handled {
            self.touched = true;
            self.warned = false;
            // Problems show after a row was left, not while it is typed.
            if self.grid.at() != row {
                self.review(world);
            }
        }
        handled.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let inner = canvas.frame(area, &world.lang.title_fast_add(world.unit_path(self.unit)), true);
        let theme = canvas.theme;
        let foot = inner.height.saturating_sub(1);
        let problem = self.grid.problems.get(self.grid.at()).filter(|problem| !problem.is_empty());
        match problem {
            Some(problem) => canvas.text(inner, 1, foot, &format!("! {problem}"), theme.wrong()),
            None => canvas.text(inner, 1, foot, &world.lang.fast_add_keys(), theme.quiet()),
        };
        self.grid.draw(canvas, Rect { height: inner.height.saturating_sub(2), ..inner });
    }
}
