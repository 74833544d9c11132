//! A grid for typing a list of new people, row after row; saved as one action.

use crate::domain::likeness::{Likeness, Signs, likeness};
use crate::domain::text::same_key;
use crate::domain::{Milestone, MilestoneKind, Person, UnitId, problem};
use crate::exchange::fields::{self, FieldError};
use crate::query::alike::alike;
use crate::query::naming::{Named, named};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::desk::Texts;
use crate::ui::effect::{Effect, Goal, Task};
use crate::ui::field::TextField;
use crate::ui::form::field::reading;
use crate::ui::form::person::told_alike;
use crate::ui::grid::{Grid, GridColumn};
use crate::ui::key::Key;
use crate::ui::pasted::cells_of;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// Fields of the grid, in its order; `unit` is a name below the chosen unit, empty for the unit; `identified`
/// is the day of the first step.
const FIELDS: [&str; 6] = ["name", "born", "sex", "unit", "occupation", "identified"];
/// Their widths, in cells: all of them fit into 80 columns.
const WIDTHS: [usize; 6] = [21, 10, 5, 13, 9, 11];

/// The grid for one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct FastAdd {
    unit: UnitId,
    grid: Grid,
    touched: bool,
    /// Somebody seems to be there already; a second ^S saves all the same.
    warned: bool,
    /// A row with something in it goes at a second ^D only.
    removing: bool,
}

impl FastAdd {
    /// An empty grid for a unit.
    pub fn new(unit: UnitId, world: &World) -> FastAdd {
        let columns = FIELDS.iter().zip(WIDTHS).map(|(field, width)| GridColumn {
            title: label(field, world).to_owned(),
            width,
            fixed: false,
        });
        FastAdd {
            unit,
            grid: Grid::new(columns.collect(), Vec::new(), true),
            touched: false,
            warned: false,
            removing: false,
        }
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
        match named(text, below()) {
            Named::One(unit) => return Ok(unit),
            Named::Many => return Err(FieldError::ManyUnits(text.to_owned())),
            Named::None => {}
        }
        let mut holding = below().filter(|entry| entry.folded().contains(&wanted));
        match (holding.next(), holding.next()) {
            (Some(only), None) => Ok(only.id),
            (Some(_), Some(_)) => Err(FieldError::ManyUnits(text.to_owned())),
            _ => Err(FieldError::NoUnit(text.to_owned())),
        }
    }

    /// The person of a row, and what is wrong with it.
    fn person(&self, row: usize, world: &World) -> (Person, Option<String>) {
        let mut person = Person::new(String::new(), self.unit);
        let unit = |text: &str| self.unit_named(text, world);
        let context = world.context(&unit);
        let mut identified = None;
        let wrong = FIELDS.iter().enumerate().find_map(|(column, field)| {
            let text = self.grid.text(row, column);
            let result = match *field {
                "identified" => fields::date(text, field, &context.dates).map(|date| identified = date),
                field => fields::set(&mut person, field, text, &context),
            };
            let told = |error| format!("{}: {}", label(field, world), world.lang.field_error(&error));
            result.err().map(told)
        });
        // As in the form of one person: found today, unless told otherwise.
        let milestone = Milestone::on(identified.unwrap_or(world.today.into()));
        person.milestones.insert((MilestoneKind::Identified, 1), milestone);
        (person, wrong)
    }

    /// Reads every row that is not blank; what is wrong or odd stands beside it.
    fn review(&mut self, world: &World) -> Option<Vec<Person>> {
        let mut people: Vec<Person> = Vec::new();
        let mut problems = Vec::new();
        let mut refused = false;
        for row in 0..self.grid.rows.len() {
            if self.grid.is_blank(row) {
                problems.push(String::new());
                continue;
            }
            let (person, wrong) = self.person(row, world);
            refused |= wrong.is_some();
            problems.push(wrong.or_else(|| self.odd(row, &person, world)).unwrap_or_default());
            people.push(person);
        }
        self.grid.problems = problems;
        (!refused).then_some(people)
    }

    /// Reads the row that was left: all of them at each of hundreds of pasted lines would take long.
    fn review_row(&mut self, row: usize, world: &World) {
        let problem = match self.grid.is_blank(row) {
            true => None,
            false => {
                let (person, wrong) = self.person(row, world);
                wrong.or_else(|| self.odd(row, &person, world))
            }
        };
        self.grid.problems.resize(self.grid.rows.len(), String::new());
        if let Some(place) = self.grid.problems.get_mut(row) {
            *place = problem.unwrap_or_default();
        }
    }

    /// What is odd about a row that can be read: somebody of an earlier row or of the register may be
    /// meant, or a day cannot be.
    fn odd(&self, row: usize, person: &Person, world: &World) -> Option<String> {
        let signs = Signs::of(person);
        let name = same_key(&person.name);
        // Nobody here has a number or a code: whoever is the same has the same name.
        let namesake = |other: &usize| same_key(self.grid.text(*other, 0)) == name;
        let same = |other: usize| {
            let (other, _) = self.person(other, world);
            likeness(&Signs::of(&other), &signs) == Likeness::Same
        };
        if (0..row).filter(namesake).any(same) {
            return Some(world.lang.row_twice());
        }
        if let Some((other, likeness)) = alike(world.register, &signs).into_iter().next() {
            return Some(told_alike(other, likeness, world));
        }
        let odd = problem::problems(person, world.today).into_iter().next();
        odd.map(|problem| world.lang.problem(problem))
    }

    /// Writes a row that was left as it was read: what is seen is what is saved.
    fn echo(&mut self, row: usize, world: &World) {
        if self.grid.is_blank(row) {
            return;
        }
        let (person, _) = self.person(row, world);
        for (column, field) in FIELDS.iter().enumerate() {
            let text = self.grid.text(row, column);
            let read = match *field {
                "sex" => person.sex.map(|sex| world.lang.sex(sex).to_owned()),
                "unit" if !text.trim().is_empty() => {
                    let unit = self.unit_named(text, world).ok();
                    unit.map(|unit| world.unit_name(unit))
                }
                "identified" if text.trim().is_empty() => Some(world.lang.date(world.today.into())),
                "born" | "identified" => {
                    let date = fields::date(text, field, &world.dates()).ok().flatten();
                    date.map(|date| world.lang.date(date))
                }
                _ => None,
            };
            if let Some(read) = read.filter(|read| read != text) {
                self.grid.put(row, column, &read);
            }
        }
    }
}

/// What a column is called.
fn label<'a>(field: &'a str, world: &World) -> &'a str {
    match field {
        "identified" => world.lang.milestone(MilestoneKind::Identified),
        field => world.lang.field(field),
    }
}

impl Behaviour for FastAdd {
    fn derive(&mut self, world: &World) {
        self.review(world);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft_name(&self) -> Option<String> {
        Goal::FastAdd(self.unit).draft_name()
    }

    fn typed(&self) -> Option<Texts> {
        let cells =
            self.grid.rows.iter().filter(|row| !row.iter().all(TextField::is_empty)).flat_map(|row| {
                FIELDS.iter().zip(row).map(|(field, cell)| ((*field).to_owned(), cell.text().to_owned()))
            });
        self.touched.then(|| cells.collect())
    }

    fn refill(&mut self, typed: &[(String, String)], world: &World) -> usize {
        let mut rows: Vec<Vec<TextField>> = Vec::new();
        let mut lost = 0;
        for (name, text) in typed {
            let column = FIELDS.iter().position(|field| field == name);
            if column == Some(0) {
                rows.push(vec![TextField::default(); FIELDS.len()]);
            }
            match column.and_then(|column| rows.last_mut()?.get_mut(column)) {
                Some(cell) => *cell = TextField::new(text.clone()),
                None => lost += 1,
            }
        }
        if !rows.is_empty() {
            self.grid.rows = rows;
            self.touched = true;
        }
        self.review(world);
        lost
    }

    fn paste(&mut self, text: &str, world: &World) -> Option<Vec<Effect>> {
        let block = cells_of(text);
        let wide = block.iter().map(Vec::len).max().filter(|wide| *wide > 1 || block.len() > 1)?;
        let room = self.grid.room();
        if wide > room {
            let names: Vec<&str> =
                FIELDS.iter().skip(FIELDS.len() - room).map(|field| label(field, world)).collect();
            return Some(vec![Effect::Say(world.lang.block_too_wide(wide, names.join(", ")))]);
        }
        let rows = self.grid.put_block(&block);
        (self.touched, self.warned) = (true, false);
        rows.for_each(|row| self.echo(row, world));
        self.review(world);
        Some(Vec::new())
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        if Command::Save.meant_by(key) {
            self.echo(self.grid.at(), world);
            let read = self.review(world);
            let odd = self.grid.problems.iter().filter(|problem| !problem.is_empty()).count();
            if odd > 0 && (read.is_none() || !self.warned) {
                let first = self.grid.problems.iter().position(|problem| !problem.is_empty());
                self.grid.go(first.unwrap_or(0));
            }
            return Some(match read {
                None => vec![Effect::Say(world.lang.mend_first())],
                Some(people) if people.is_empty() && self.touched => vec![Effect::Done],
                Some(people) if people.is_empty() => vec![Effect::Say(world.lang.nothing_typed())],
                Some(_) if odd > 0 && !self.warned => {
                    self.warned = true;
                    vec![Effect::Say(world.lang.save_marked_again(odd, world.key(Command::Save)))]
                }
                Some(people) => vec![Effect::Do(Task::AddPeople(people)), Effect::Done],
            });
        }
        let row = self.grid.at();
        let removing =
            std::mem::replace(&mut self.removing, Command::DropRow.meant_by(key) && !self.grid.is_blank(row));
        if self.removing && !removing {
            return Some(vec![Effect::Say(world.lang.row_goes(row + 1, world.key(Command::DropRow)))]);
        }
        self.removing = false;
        let handled = self.grid.key(key, typist);
        if handled {
            self.touched = true;
            self.warned = false;
            // Problems show after a row was left, not while it is typed.
            if self.grid.at() != row || Command::DropRow.meant_by(key) {
                match key {
                    key if Command::DropRow.meant_by(key) => drop(self.review(world)),
                    _ => {
                        self.echo(row, world);
                        self.review_row(row, world);
                    }
                }
            }
        }
        handled.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let inner = canvas.frame(area, &world.lang.title_fast_add(world.unit_path(self.unit)), true);
        let theme = canvas.theme;
        let foot = inner.height.saturating_sub(1);
        let problem = self.grid.problems.get(self.grid.at()).filter(|problem| !problem.is_empty());
        let (row, column) = (self.grid.at(), self.grid.column());
        let field = FIELDS.get(column).copied().unwrap_or_default();
        let typed = self.grid.text(row, column);
        let read = match field {
            "born" | "identified" => reading(typed, field, world),
            _ => Ok(String::new()),
        };
        match (read, problem) {
            (Err(wrong), _) => canvas.text(inner, 1, foot, wrong.trim(), theme.wrong()),
            (Ok(read), _) if !read.is_empty() => {
                canvas.text(inner, 1, foot, &format!("{typed}{read}"), theme.text())
            }
            (_, Some(problem)) => canvas.text(inner, 1, foot, &format!("! {problem}"), theme.wrong()),
            _ => canvas.text(
                inner,
                1,
                foot,
                &world.lang.fast_add_keys(world.key(Command::DropRow), world.key(Command::Save)),
                theme.quiet(),
            ),
        };
        self.grid.draw(canvas, Rect { height: inner.height.saturating_sub(2), ..inner });
    }
}
