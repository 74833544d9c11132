//! A list of people, virtualised: rows are derived again after every change, the selection and
//! the marks are kept by id.

mod columns;
mod scope;

use super::canvas::{Canvas, cut, tail, width};
use super::command::Command;
use super::cursor::Cursor;
use super::effect::Effect;
use super::key::Key;
use super::line::Line;
use super::person_keys;
use super::world::World;
use crate::domain::{Date, Day, PersonId, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::due::{Urgency, most_urgent};
use crate::query::figures::Position;
use crate::query::people::{behind, first_behind, is_behind};
use crate::query::{PersonRow, Register, UnitRow};
use crate::words::Lang;
use columns::{Columns, Content};
use ratatui::layout::Rect;
pub use scope::{Scope, Who};

/// From so many people on, the first picture of an office has only the first of them.
pub const LARGE: usize = 20_000;
/// So many of them, which is more than a screen has lines.
const FIRST: usize = 250;

/// Orders of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Name,
    Stage,
    Since,
}

/// The list and where one is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleTable {
    pub scope: Scope,
    order: Order,
    rows: Vec<PersonRow>,
    /// The list took long, and somebody stopped it: only the first few are in it, by name.
    stopped: bool,
    cursor: Cursor,
    selected: Option<PersonId>,
    /// What the columns are made for.
    content: Content,
}

impl PeopleTable {
    /// A list; `derive` fills it.
    pub fn new(scope: Scope) -> PeopleTable {
        PeopleTable {
            scope,
            order: Order::Name,
            rows: Vec::new(),
            stopped: false,
            cursor: Cursor::default(),
            selected: None,
            content: Content::default(),
        }
    }

    /// The person in the selected row.
    pub fn selected(&self) -> Option<PersonId> {
        self.selected
    }

    /// Goes to a person, if in the list.
    pub fn select(&mut self, id: PersonId, world: &World) {
        self.selected = Some(id);
        self.find_selected(world);
    }

    /// Another list comes: it is seen from its first row, and not from where somebody of the last one stands.
    pub fn begin(&mut self) {
        (self.selected, self.cursor) = (None, Cursor::default());
    }

    /// How many people, as one reads it.
    pub fn count(&self, lang: Lang) -> String {
        let more = if self.stopped { "+" } else { "" };
        format!("{}{more}", lang.count(self.rows.len() as u64))
    }

    /// True when somebody belongs in the list.
    pub fn has(&self, id: PersonId, world: &World) -> bool {
        world.register.row_of(id).is_some_and(|row| self.belongs(row, world))
    }

    fn belongs(&self, row: PersonRow, world: &World) -> bool {
        let counting = world.counting();
        match &self.scope.who {
            Who::Counted(figure) => {
                self.units(world).any(|unit| is_behind(world.register, unit, *figure, counting, row))
            }
            Who::These(people) => world.register.id(row).is_some_and(|id| people.contains(&id)),
        }
    }

    /// Just these, as far as they are still there, by name.
    fn these(&self, people: &[PersonId], world: &World) -> Vec<PersonRow> {
        let rows = people.iter().filter_map(|id| world.register.row_of(*id)).collect();
        world.register.in_name_order(rows)
    }

    /// True when nobody is in the list.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Everyone in the list.
    pub fn ids(&self, world: &World) -> Vec<PersonId> {
        self.rows.iter().filter_map(|row| world.register.id(*row)).collect()
    }

    /// Derives the rows again and finds the selection by id.
    pub fn derive(&mut self, world: &World) {
        let listed = if world.hasty { Err(Stopped) } else { self.listed(world) };
        self.stopped = false;
        self.rows = listed.unwrap_or_else(|Stopped| {
            let first = self.first(world);
            // There may be no more of them.
            self.stopped = first.len() >= FIRST && !world.hasty;
            if self.stopped {
                first
            } else {
                self.ordered(first, world, &Work::unheard()).unwrap_or_default()
            }
        });
        self.content = Content::of(&self.rows, &self.scope.units, world);
        self.find_selected(world);
    }

    /// The first few who are in the list, by name.
    fn first(&self, world: &World) -> Vec<PersonRow> {
        let counting = world.counting();
        match &self.scope.who {
            Who::Counted(figure) => {
                let first = |unit| first_behind(world.register, unit, *figure, counting, FIRST);
                one_list(self.units(world).map(first).collect(), world.register)
            }
            Who::These(people) => self.these(people, world).into_iter().take(FIRST).collect(),
        }
    }

    fn units(&self, world: &World) -> impl Iterator<Item = UnitRow> {
        self.scope.units.iter().filter_map(|id| world.register.unit_row(*id))
    }

    /// All who are in the list, in its order.
    fn listed(&self, world: &World) -> Result<Vec<PersonRow>, Stopped> {
        let (register, counting) = (world.register, world.counting());
        let figure = match &self.scope.who {
            Who::Counted(figure) => *figure,
            Who::These(people) => {
                let work = world.waiting.work(people.len());
                return self.ordered(self.these(people, world), world, &work);
            }
        };
        let people = self.units(world).map(|unit| register.near(&register.subtree(unit))).sum();
        let work = world.waiting.work(people);
        let lists = self.units(world).map(|unit| behind(register, unit, figure, counting, &work));
        let rows = one_list(lists.collect::<Result<_, _>>()?, register);
        drop(work);
        self.ordered(rows, world, &world.waiting.work(register.len()))
    }

    /// People who are in name order, in the order of the list.
    fn ordered(&self, rows: Vec<PersonRow>, world: &World, work: &Work) -> Result<Vec<PersonRow>, Stopped> {
        let (register, day) = (world.register, world.day());
        let by = |rows, key: fn(Position) -> u32| {
            // Who is not on the way comes first.
            let key = |row| register.place(row, day).map_or(0, |place| key(place) + 1);
            register.in_order_of(rows, work, key)
        };
        match self.order {
            Order::Name => Ok(rows),
            Order::Stage => {
                by(rows, |place| (place.stage as u32) << 8 | place.furthest.map_or(0, |kind| kind as u32 + 1))
            }
            // Days before the year 1 have negative numbers.
            Order::Since => by(rows, |place| place.since.number().max(0) as u32),
        }
    }

    fn find_selected(&mut self, world: &World) {
        let wanted = self.selected.and_then(|id| world.register.row_of(id));
        let is_left = |row: &PersonRow| !self.rows.contains(row) && self.belongs(*row, world);
        if let Some(left) = wanted.filter(|row| self.stopped && is_left(row)) {
            // Whoever is being worked on stays in sight.
            self.rows.push(left);
            self.rows = world.register.in_name_order(std::mem::take(&mut self.rows));
        }
        let found = wanted.and_then(|wanted| self.rows.iter().position(|row| *row == wanted));
        if let Some(at) = found {
            self.cursor.at = at;
        }
        self.clamp(world);
    }

    fn clamp(&mut self, world: &World) {
        self.cursor.at = self.cursor.at.min(self.rows.len().saturating_sub(1));
        self.selected = self.rows.get(self.cursor.at).and_then(|row| world.register.id(*row));
    }

    /// Handles a key that moves about.
    pub fn key(&mut self, key: Key, world: &World) -> bool {
        let moved = self.cursor.key(key, self.rows.len());
        self.clamp(world);
        moved
    }

    /// Commands on the selected person and the marks; `None` for others.
    pub fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if person_keys::needs_one(command) {
            let Some(person) = self.selected else {
                return Some(vec![Effect::Say(self.nobody_line(world))]);
            };
            if command == Command::Mark {
                self.key(Key::Down, world);
            }
            return person_keys::about(person, command, world);
        }
        Some(match command {
            Command::MarkAll if self.stopped => vec![Effect::Say(self.stopped_line(world))],
            Command::MarkAll => person_keys::mark_all(self.ids(world), world),
            Command::Batch => person_keys::batch(world),
            Command::EnrolInto => person_keys::enrol_into(world),
            Command::Sort => {
                self.order = match self.order {
                    Order::Name => Order::Stage,
                    Order::Stage => Order::Since,
                    Order::Since => Order::Name,
                };
                self.derive(world);
                if self.stopped {
                    return Some(Vec::new());
                }
                vec![Effect::Say(match self.order {
                    Order::Name => world.lang.sorted_by_name(),
                    Order::Stage => world.lang.sorted_by_stage(),
                    Order::Since => world.lang.sorted_by_since(),
                })]
            }
            _ => return None,
        })
    }

    fn nobody_line(&self, world: &World) -> String {
        if world.read_only {
            world.lang.nobody()
        } else {
            world.lang.nobody_here(world.key(Command::AddPerson))
        }
    }

    fn stopped_line(&self, world: &World) -> String {
        world.lang.list_stopped(world.lang.count(self.rows.len() as u64), world.key(Command::Refresh))
    }

    /// Draws heading and visible rows.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World, active: bool) {
        if area.height == 0 {
            return;
        }
        let theme = canvas.theme;
        let lang = world.lang;
        let columns = Columns::fit(area.width, self.content);
        let mut head = Line::new(canvas, area, 0, theme.quiet());
        head.put("", 2);
        head.put(lang.field("name"), columns.name);
        head.put(lang.field("born"), columns.born);
        head.put(lang.field("unit"), columns.unit);
        head.put(lang.field("milestone"), columns.step);
        head.put(lang.field("since"), columns.since);
        head.put(lang.field("due"), columns.due);
        if self.rows.is_empty() {
            canvas.text(area, 2, 2, &self.nobody_line(world), theme.quiet());
            return;
        }
        let lines = area.height - 1 - u16::from(self.stopped && area.height > 2);
        if self.stopped {
            canvas.text(area, 2, lines + 1, &self.stopped_line(world), theme.wrong());
        }
        let window = self.cursor.window(self.rows.len(), lines);
        for (n, row) in self.rows.iter().enumerate().take(window.end).skip(window.start) {
            let line = (n - window.start) as u16 + 1;
            let selected = n == self.cursor.at;
            let style = theme.row(selected, active);
            if selected && active {
                canvas.select_row(area, line, style);
            }
            let register = world.register;
            let place = register.place(*row, world.day());
            let marked = register.id(*row).is_some_and(|id| world.marks.contains(&id));
            let mark = theme.row_mark(marked, selected && active);
            let left = register.leave_on(*row, world.day());
            let step = match (place, left) {
                (_, Some((reason, _))) => lang.leave_reason(reason).to_owned(),
                (Some(place), _) => match lang.step_of(place, world.day()) {
                    none if none.is_empty() => lang.stage(Stage::Source).to_owned(),
                    step => step,
                },
                _ => String::new(),
            };
            let unit = register.unit_on(*row, world.day());
            let due = most_urgent(register, *row, Day::from(world.today));
            let urgent = due.and_then(|due| theme.urgency(due.urgency())).filter(|_| !selected);
            let late = due.is_some_and(|due| due.urgency() == Urgency::Overdue);
            let mut line = Line::new(canvas, area, line, style);
            // Where there is no room for the day, that it is over is said all the same.
            match urgent.filter(|_| late && columns.due == 0 && !marked) {
                Some(late) => line.put_in("!", 2, Some(late)),
                None => line.put(mark, 2),
            }
            line.put(register.name(*row), columns.name);
            line.put(&register.born(*row).map_or(String::new(), |born| lang.date(born)), columns.born);
            let room = columns.unit.saturating_sub(1);
            // With the one whose book it is in, where there is room to tell them apart.
            let own = unit.map_or("", |unit| register.name_of_unit(unit));
            let whole = unit.and_then(|unit| register.unit(unit)).map(|entry| register.name_in_book(&entry));
            match whole.filter(|whole| width(whole).min(width(own) + 6) <= room) {
                Some(whole) => line.put(&cut(&whole, room, "…"), columns.unit),
                None => line.put(&tail(own, room, "…"), columns.unit),
            }
            line.put(&step, columns.step);
            let since = place.map(|place| place.since).or(left.map(|(_, since)| since));
            line.put(&since.map_or(String::new(), |since| day_text(since, world)), columns.since);
            line.put_in(
                &due.map_or(String::new(), |due| lang.due_cell(due.days, columns.due)),
                columns.due,
                urgent,
            );
        }
    }
}

/// The people of several lists in name order, everybody once.
fn one_list(mut lists: Vec<Vec<PersonRow>>, register: &Register) -> Vec<PersonRow> {
    if lists.len() < 2 {
        return lists.pop().unwrap_or_default();
    }
    let mut rows = register.in_name_order(lists.concat());
    rows.dedup();
    rows
}

/// A day as people read it.
fn day_text(day: Day, world: &World) -> String {
    day.date().map_or(String::new(), |day| world.lang.date(Date::from(day)))
}
