//! The list of an occasion as a grid: the order, who was at which session, how it went, grade and number. All of it is one
//! action, and safe to do again.

mod block;

use crate::domain::enrol::{NotNoted, RollLine, fill, is_same_number};
use crate::domain::text::fold;
use crate::domain::{Edit, EnrolmentState, OccasionId, PersonId};
use crate::exchange::fields;
use crate::query::register::OccasionEntry;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::desk::Texts;
use crate::ui::effect::{Effect, Goal, Task};
use crate::ui::field::TextField;
use crate::ui::grid::{Grid, GridColumn};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;
use std::collections::{BTreeMap, BTreeSet};

/// Columns before those of the sessions: place in the list, name.
const BEFORE: usize = 2;
/// Columns behind those of the sessions, as a draft names them.
const AFTER: [&str; 3] = ["state", "grade", "number"];
/// What stands for somebody who was there.
const THERE: &str = "x";

/// The people, and the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    occasion: OccasionId,
    people: Vec<PersonId>,
    sessions: Vec<u8>,
    grid: Grid,
    /// The cells as they were shown at first: what differs was typed.
    shown: Vec<Vec<TextField>>,
    /// What was typed is lost at a second Esc only.
    warned: bool,
    /// What others did meanwhile to what was typed.
    notice: String,
}

fn named<'w>(id: PersonId, world: &World<'w>) -> &'w str {
    world.register.row_of(id).map_or("", |row| world.register.name(row))
}

/// Those of some people who are in an occasion.
pub fn inside<'w>(
    occasion: OccasionId,
    people: Vec<PersonId>,
    world: &'w World,
) -> impl Iterator<Item = PersonId> + 'w {
    people.into_iter().filter(move |id| {
        let record = world.records.record(*id);
        record.is_some_and(|record| record.person.enrolments.contains_key(&occasion))
    })
}

impl Roll {
    /// The grid of an occasion for those of some people who are in it, in their order.
    pub fn new(occasion: OccasionId, people: Vec<PersonId>, world: &World) -> Roll {
        let people: Vec<PersonId> = inside(occasion, people, world).collect();
        let entry = world.register.occasion(occasion);
        let sessions: Vec<u8> =
            entry.iter().flat_map(|entry| entry.occasion.sessions.keys().copied()).collect();
        let lang = world.lang;
        let column = |title: String, width, fixed| GridColumn { title, width, fixed };
        let mut columns =
            vec![column(lang.order_title(), 4, false), column(lang.field("name").to_owned(), 27, true)];
        columns.extend(sessions.iter().map(|n| column(lang.session_short(*n), 3, false)));
        columns.push(column(lang.result_label(), 12, false));
        if entry.as_ref().is_some_and(|entry| entry.occasion.kind.is_class()) {
            columns.push(column(lang.field("grade").to_owned(), 10, false));
            columns.push(column(lang.field("number").to_owned(), 12, false));
        }
        let rows = people.iter().map(|id| {
            let row = world.register.row_of(*id);
            let name = row.map_or("", |row| world.register.name(row));
            // Namesakes are told apart by their birth date.
            let is_twice = people.iter().filter(|other| named(**other, world) == name).count() > 1;
            let born = row.filter(|_| is_twice).and_then(|row| world.register.born(row));
            let name = born.map_or(name.to_owned(), |born| format!("{name} {}", lang.date(born)));
            let line = entry.as_ref().and_then(|entry| {
                RollLine::of(&world.records.record(*id)?.person, (entry.id, &entry.occasion))
            });
            let order = line.as_ref().filter(|line| line.order > 0).map(|line| line.order.to_string());
            let mut cells = vec![order.unwrap_or_default(), name];
            let was = |n: &u8| line.as_ref().is_some_and(|line| line.sessions.contains(n));
            cells.extend(sessions.iter().map(|n| if was(n) { THERE.to_owned() } else { String::new() }));
            // Of who is only on the list nothing is known yet.
            let known = line.as_ref().filter(|line| line.state != EnrolmentState::Listed);
            cells.push(known.map_or("", |line| lang.enrolment_state(line.state)).to_owned());
            cells.push(line.as_ref().map_or(String::new(), |line| line.grade.clone()));
            cells.push(line.map_or(String::new(), |line| line.number));
            cells.truncate(columns.len());
            cells.iter().map(String::as_str).map(TextField::new).collect::<Vec<_>>()
        });
        let shown: Vec<Vec<TextField>> = rows.collect();
        let grid = Grid::new(columns, shown.clone(), false);
        Roll { occasion, people, sessions, grid, shown, warned: false, notice: String::new() }
    }

    /// What a column is called in a draft.
    fn column_name(&self, column: usize) -> String {
        let after = column.checked_sub(BEFORE + self.sessions.len());
        match (column, after.and_then(|n| AFTER.get(n))) {
            (0, _) => "order".to_owned(),
            (_, Some(name)) => (*name).to_owned(),
            (column, None) => {
                let session = column.checked_sub(BEFORE).and_then(|n| self.sessions.get(n));
                session.map_or("name".to_owned(), u8::to_string)
            }
        }
    }

    /// The cells of a row that were typed in: column, text.
    fn changed(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        let (cells, shown) = (self.grid.rows.get(row), self.shown.get(row));
        let pairs = cells.into_iter().flatten().zip(shown.into_iter().flatten()).enumerate();
        let changed = pairs.filter(|(_, (cell, shown))| cell.text() != shown.text());
        changed.map(|(column, (cell, _))| (column, cell.text()))
    }

    /// The column that a draft calls so.
    fn column_called(&self, name: &str) -> Option<usize> {
        (0..self.grid.columns.len()).find(|column| self.column_name(*column) == name)
    }

    /// Takes over a cell of an earlier grid, in the place that it has now: what was typed stays, and what others noted
    /// shows. Where they noted something else than what was typed, that is told.
    fn keep(&mut self, before: &Roll, (row, column): (usize, usize), world: &World) {
        let Some(person) = before.people.get(row) else { return };
        let of = |cells: &[Vec<TextField>], row: usize, column: usize| {
            cells.get(row).and_then(|cells| cells.get(column)).cloned()
        };
        let Some((cell, was)) = of(&before.grid.rows, row, column).zip(of(&before.shown, row, column)) else {
            return;
        };
        let is_typed = cell.text() != was.text();
        let name = before.column_name(column);
        let place = self.people.iter().position(|id| id == person).zip(self.column_called(&name));
        let Some((row, column)) = place else {
            if is_typed {
                self.notice = world.lang.typed_without_place(named(*person, world), cell.text());
            }
            return;
        };
        let now = of(&self.shown, row, column).unwrap_or_default();
        if is_typed && ![was.text(), cell.text()].contains(&now.text()) {
            self.notice = world.lang.others_noted(named(*person, world), now.text());
        }
        if (is_typed || cell.text() == now.text())
            && let Some(place) = self.grid.rows.get_mut(row).and_then(|cells| cells.get_mut(column))
        {
            *place = cell;
        }
    }

    /// True when something was typed.
    fn is_touched(&self) -> bool {
        (0..self.people.len()).any(|row| self.changed(row).next().is_some())
    }

    /// What a row says.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    fn line(&self, row: usize, entry: &OccasionEntry, world: &World) -> Result<RollLine, String> {
        let lang = world.lang;
        let count = |text: &str| fields::count(text).map_err(|error| lang.field_error(&error));
        let text = |column: usize| {
            fields::text(self.grid.text(row, column)).map_err(|error| lang.field_error(&error))
        };
        let order = count(self.grid.text(row, 0))?.unwrap_or(0);
        let order = u16::try_from(order).map_err(|_| lang.field_number(self.grid.text(row, 0)))?;
        let there = (BEFORE..).zip(&self.sessions);
        let mut sessions = BTreeSet::new();
        for (column, n) in there {
            match fold(self.grid.text(row, column)).as_str() {
                "x" | "1" | "c" | "co" | "y" => drop(sessions.insert(*n)),
                "" | "v" | "0" | "k" | "n" | "-" => {}
                other => return Err(lang.not_there_or_absent(other)),
            }
        }
        let at = BEFORE + self.sessions.len();
        let state = self.state(row, at, entry, world)?;
        Ok(RollLine { order, sessions, state, grade: text(at + 1)?, number: text(at + 2)? })
    }

    /// How it went, by the beginning of its words.
    fn state(
        &self,
        row: usize,
        column: usize,
        entry: &OccasionEntry,
        world: &World,
    ) -> Result<EnrolmentState, String> {
        let typed = fold(self.grid.text(row, column));
        let states = entry.occasion.kind.states();
        if typed.is_empty() {
            return Ok(EnrolmentState::Listed);
        }
        let called = |state: &EnrolmentState| {
            let (vi, en) = state.called();
            [vi, en, state.name()].map(fold)
        };
        let exact = states.iter().find(|state| called(state).contains(&typed));
        let begins: Vec<&EnrolmentState> =
            states.iter().filter(|state| called(state).iter().any(|name| name.starts_with(&typed))).collect();
        match (exact, begins.as_slice()) {
            (Some(state), _) => Ok(*state),
            (None, [only]) => Ok(**only),
            _ => {
                let names = states.iter().map(|state| world.lang.enrolment_state(*state));
                let names = names.collect::<Vec<_>>().join(", ");
                Err(world.lang.no_such_state(self.grid.text(row, column), names))
            }
        }
    }

    /// Reads every row; what is wrong stands beside it.
    fn review(&mut self, world: &World) -> Option<Vec<Edit>> {
        let entry = world.register.occasion(self.occasion)?;
        let lang = world.lang;
        let (mut edits, mut refused) = (Vec::new(), false);
        let mut numbers: Vec<(String, usize)> = Vec::new();
        let mut orders: BTreeMap<u16, usize> = BTreeMap::new();
        let mut problems = Vec::new();
        let held = &entry.occasion;
        let date = held.until.or(held.from).unwrap_or(world.today.into());
        for (n, id) in self.people.iter().enumerate() {
            let filled = self.line(n, &entry, world).and_then(|line| {
                let same = |(number, _): &&(String, usize)| is_same_number(number, &line.number);
                if let Some((_, other)) = numbers.iter().filter(|_| !line.number.is_empty()).find(same) {
                    return Err(lang.number_in_row(&line.number, other + 1));
                }
                numbers.push((line.number.clone(), n));
                if let Some(other) = orders.insert(line.order, n).filter(|_| line.order > 0) {
                    return Err(lang.number_in_row(line.order, other + 1));
                }
                let record = world.records.record(*id).ok_or_else(|| lang.no_such_person(*id))?;
                let new = fill(*id, &record.person, (entry.id, held), line, date);
                new.map_err(|why| match why {
                    NotNoted::Unproved { .. } => lang.only_who_gets_it(),
                    _ => lang.has_reached_it(&record.person.name),
                })
            });
            match filled {
                Ok(new) => {
                    edits.extend(new);
                    problems.push(String::new());
                }
                Err(problem) => {
                    refused = true;
                    problems.push(problem);
                }
            }
        }
        self.grid.problems = problems;
        (!refused).then_some(edits)
    }
}

impl Behaviour for Roll {
    fn derive(&mut self, world: &World) {
        let mut fresh = Roll::new(self.occasion, self.people.clone(), world);
        (fresh.warned, fresh.notice) = (self.warned, std::mem::take(&mut self.notice));
        for row in 0..self.people.len() {
            for column in 0..self.grid.columns.len() {
                fresh.keep(self, (row, column), world);
            }
        }
        let here = self.people.get(self.grid.at());
        let row = fresh.people.iter().position(|id| Some(id) == here);
        let column = fresh.column_called(&self.column_name(self.grid.column()));
        if let Some((row, column)) = row.zip(column) {
            fresh.grid.go_to(row, column);
        }
        *self = fresh;
        if self.is_touched() {
            self.review(world);
        }
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft_name(&self) -> Option<String> {
        Goal::Roll { occasion: self.occasion, people: Vec::new() }.draft_name()
    }

    fn typed(&self) -> Option<Texts> {
        if !self.is_touched() {
            return Some(Vec::new());
        }
        // Everybody is named, so that the same list is opened again.
        let of_rows = self.people.iter().enumerate().flat_map(|(row, person)| {
            let text = move |(column, text): (usize, &str)| {
                (format!("{person} {}", self.column_name(column)), text.to_owned())
            };
            std::iter::once((person.to_string(), String::new())).chain(self.changed(row).map(text))
        });
        Some(of_rows.collect())
    }

    fn refill(&mut self, typed: &[(String, String)], world: &World) -> usize {
        let mut lost = 0;
        for (name, text) in typed {
            let Some((person, name)) = name.split_once(' ') else { continue };
            let row = self.people.iter().position(|id| id.to_string() == person);
            match row.zip(self.column_called(name)) {
                Some((row, column)) => self.grid.put(row, column, text),
                None => lost += 1,
            }
        }
        self.review(world);
        lost
    }

    fn paste(&mut self, text: &str, world: &World) -> Option<Vec<Effect>> {
        self.put_block(text, world)
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        (command == Command::Advance).then(|| match self.review(world) {
            Some(edits) => vec![Effect::Do(Task::Save { edits }), Effect::Done],
            None => vec![Effect::Say(world.lang.mend_first())],
        })
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        if Command::Save.meant_by(key) {
            return self.command(Command::Advance, world);
        }
        if key == Key::Esc && self.is_touched() {
            return Some(match std::mem::replace(&mut self.warned, true) {
                false => vec![Effect::Say(world.lang.roll_not_saved(world.key(Command::Save)))],
                true => vec![Effect::Done],
            });
        }
        self.warned = false;
        if Command::FillDown.meant_by(key) {
            return Some(self.fill_down(world));
        }
        // A cross is set and taken away with the space bar.
        let sessions = BEFORE..BEFORE + self.sessions.len();
        if key == Key::Char(' ') && sessions.contains(&self.grid.column()) {
            let (row, column) = (self.grid.at(), self.grid.column());
            let is_there = !self.grid.text(row, column).trim().is_empty();
            self.grid.put(row, column, if is_there { "" } else { THERE });
            return Some(Vec::new());
        }
        let moved = self.grid.key(key, typist);
        if moved {
            self.review(world);
        }
        moved.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let title = world.lang.title_roll(world.register.occasion_name(self.occasion));
        let inner = canvas.frame(area, &title, true);
        let foot = inner.height.saturating_sub(1);
        let problem = self.grid.problems.get(self.grid.at()).filter(|problem| !problem.is_empty());
        let entry = world.register.occasion(self.occasion);
        let day = entry.and_then(|entry| entry.occasion.until.or(entry.occasion.from));
        let ahead = day.filter(|day| day.first() > world.today && self.is_touched());
        match problem {
            // What is noted now is dated then.
            None if ahead.is_some() => {
                let day = ahead.map_or(String::new(), |day| world.lang.date(day));
                canvas.text(inner, 1, foot, &format!("! {}", world.lang.dated_ahead(day)), theme.wrong())
            }
            _ if !self.notice.is_empty() => {
                canvas.text(inner, 1, foot, &format!("! {}", self.notice), theme.wrong())
            }
            Some(problem) => canvas.text(inner, 1, foot, &format!("! {problem}"), theme.wrong()),
            None => canvas.text(
                inner,
                1,
                foot,
                &world.lang.roll_keys(world.key(Command::FillDown), world.key(Command::Save)),
                theme.quiet(),
            ),
        };
        self.grid.draw(canvas, Rect { height: inner.height.saturating_sub(2), ..inner });
    }
}
