//! Any report as a table: columns that go by, sorting by any of them, only the rows like a chosen cell, who is behind
//! a figure, saving as a file. Where its rows are people they are marked and worked on as in every list.
//!
//! Must not know what a report counts. A further report requires nothing here.

mod behind;
mod columns;
mod draw;
mod due_foot;
mod of_occasions;
mod of_submissions;
mod picture;

use crate::domain::edit::RecordId;
use crate::domain::text::fold;
use crate::domain::{OccasionId, Officer, PersonId, UnitId};
use crate::query::breakdown::By;
use crate::query::report::arranged::Choice;
use crate::query::report::request::{Basis, Request};
use crate::query::report::{Name, Report};
use crate::query::spread::Spread;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Command, Mode};
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::key::Key;
use crate::ui::looked::Looked;
use crate::ui::person_keys;
use crate::ui::settle::{extend, settle};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::Datelike;
use columns::Placed;
use picture::{Line as PictureLine, Picture, Row};
use ratatui::layout::Rect;

/// Levels of the tree that are opened at most.
const DEEPEST: usize = 8;
/// Lines at the foot for what is said of the chosen row.
const FOOT: u16 = 2;

/// A report, and where one is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportScreen {
    name: Name,
    unit: UnitId,
    occasion: Option<OccasionId>,
    depth: usize,
    by: Option<By>,
    /// Of reports of units, which of them: a code, or the first; of months by what the target is spread.
    owed: String,
    /// Cells in charge of anybody, not those of the one who looks.
    of_all: bool,
    choice: Choice,
    picture: Picture,
    cursor: Cursor,
    /// The chosen column, by its number in the report.
    column: Option<usize>,
    first_column: usize,
}

/// Why there is no report.
enum Missing {
    /// Its unit is gone.
    Unit,
    /// Whoever waited stopped it.
    Stopped,
}

impl ReportScreen {
    /// A report of a unit with all below it.
    pub fn new(name: Name, unit: UnitId) -> ReportScreen {
        ReportScreen {
            name,
            unit,
            occasion: None,
            depth: 1,
            by: None,
            owed: String::new(),
            of_all: false,
            choice: Choice::default(),
            picture: Picture::default(),
            cursor: Cursor::default(),
            column: None,
            first_column: 1,
        }
    }

    /// A report of an occasion, of everybody who is to be seen.
    pub fn of_occasion(name: Name, occasion: OccasionId, world: &World) -> ReportScreen {
        let unit = world.register.top().map_or(UnitId::from_bits(0), |top| top.id);
        ReportScreen { occasion: Some(occasion), ..ReportScreen::new(name, unit) }
    }

    /// The report as it stands now.
    fn made<'a>(&self, world: &World<'a>) -> Result<Box<dyn Report + 'a>, Missing> {
        let unit = world.register.unit_row(self.unit).ok_or(Missing::Unit)?;
        let request = Request {
            depth: self.depth,
            by: self.by,
            text: self.asked(world),
            occasion: self.occasion,
            ..Request::about(self.name, Some(unit), world.params, world.today)
        };
        let records = |id| world.records.record(id);
        let of = Basis {
            register: world.register,
            catalogue: world.catalogue,
            rules: world.rules(),
            table: Some(world.progress),
            lines: None,
            records: Some(&records),
        };
        request.made(of, &world.waiting.work(world.register.len())).map_err(|_| Missing::Stopped)
    }

    /// What a report asks for beside its unit: of cells in charge the account of the one who looks, where a committee
    /// member uses it.
    fn asked(&self, world: &World) -> String {
        if self.name != Name::Charge {
            return self.owed.clone();
        }
        let register = world.register;
        let officers = register.officers(&register.units_of(register.unit_row(self.unit)));
        let is_mine = |officer: &Officer| fold(&officer.account) == fold(world.account);
        let mine = !self.of_all && officers.iter().any(|(.., officer)| is_mine(officer));
        if mine { world.account.to_owned() } else { String::new() }
    }

    fn drawn(&self, world: &World) -> Picture {
        match self.made(world) {
            Ok(report) => Picture::of(&*report, &self.choice, world),
            Err(Missing::Unit) => Picture::default(),
            Err(Missing::Stopped) => Picture::stopped(),
        }
    }

    /// Where its commands are listed.
    pub fn mode(&self) -> Mode {
        match self.name {
            Name::Progress => Mode::Progress,
            Name::Occasions => Mode::Occasions,
            Name::Attendees | Name::Ceremony | Name::Script => Mode::Attendees,
            Name::Quotas => Mode::Quotas,
            Name::Officers => Mode::Officers,
            Name::Submissions => Mode::Submissions,
            Name::Frozen => Mode::Frozen,
            Name::Demand | Name::Classes => Mode::Classes,
            Name::Targets => Mode::Targets,
            _ if self.picture.is_of_people => Mode::Rows,
            Name::Funnel | Name::Charge | Name::Months | Name::Changes => Mode::Report,
            _ => Mode::Table,
        }
    }

    fn is_tree(&self) -> bool {
        self.name == Name::Progress
    }

    fn is_broken_down(&self) -> bool {
        matches!(self.name, Name::Funnel | Name::Demand | Name::Classes)
    }

    /// Where the chosen column stands.
    fn chosen(&self) -> usize {
        // Figures against targets are what is looked at first; the table stands on them.
        let first = if self.is_tree() { 2 } else { 0 };
        let last = self.picture.columns.len().saturating_sub(1);
        self.column.and_then(|number| self.picture.place(number)).unwrap_or(first).min(last)
    }

    fn choose(&mut self, place: usize) {
        self.column = self.picture.columns.get(place).map(|column| column.number).or(self.column);
    }

    fn row(&self) -> Option<&Row> {
        self.picture.row(self.cursor.at)
    }

    fn person(&self) -> Option<PersonId> {
        match self.row()?.record? {
            RecordId::Person(id) => Some(id),
            RecordId::Unit(_) | RecordId::Occasion(_) => None,
        }
    }

    fn next_breakdown(&self) -> Option<By> {
        // These begin with the units below.
        let begins = matches!(self.name, Name::Demand | Name::Classes).then_some(By::Unit);
        let others = By::all().filter(|by| Some(*by) != begins).map(Some);
        let all: Vec<Option<By>> = std::iter::once(None).chain(others).collect();
        let at = all.iter().position(|by| *by == self.by).unwrap_or(0);
        all.get((at + 1) % all.len()).copied().flatten()
    }

    fn sort(&mut self) {
        let Some(column) = self.picture.columns.get(self.chosen()) else { return };
        let (number, figures) = (column.number, column.is_number);
        self.choice.sort = match self.choice.sort {
            Some((column, down)) if column == number && down == figures => Some((column, !down)),
            Some((column, _)) if column == number => None,
            // Figures are looked at from the best, names from the first.
            _ => Some((number, figures)),
        };
    }

    /// Only the rows that have the same in the chosen column, or all again.
    fn filter(&mut self) {
        let at = self.chosen();
        let here = self.row().zip(self.picture.columns.get(at));
        self.choice.only = match self.choice.only {
            Some(_) => None,
            None => here.map(|(row, column)| (column.number, row.text(at).to_owned())),
        };
    }

    /// Off a heading, which is no row, in the direction of a move.
    fn step_over(&mut self, forward: bool) {
        let picture = &self.picture;
        let is_head = |at: usize| matches!(picture.line(at), Some(PictureLine::Head(..)));
        self.cursor.skip(picture.len(), forward, is_head);
    }

    fn next_row(&mut self) {
        self.cursor.key(Key::Down, self.picture.len());
        self.step_over(true);
    }

    /// Everybody who is shown.
    fn people(&self) -> Vec<PersonId> {
        let shown = (0..self.picture.len()).filter_map(|at| self.picture.row(at)?.record);
        let people = shown.filter_map(|record| match record {
            RecordId::Person(id) => Some(id),
            RecordId::Unit(_) | RecordId::Occasion(_) => None,
        });
        people.collect()
    }

    /// What a command does about the person of the chosen row.
    fn about(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Batch => return Some(person_keys::batch(world)),
            Command::EnrolInto => return Some(person_keys::enrol_into(world)),
            Command::MarkAll => return Some(person_keys::mark_all(self.people(), world)),
            _ => {}
        }
        let of_due = self.person().zip(self.row().and_then(|row| row.due));
        if let Some((person, row)) = of_due {
            match command {
                Command::Advance => return Some(settle(person, &row.due, row.days, world)),
                Command::Extend => return Some(extend(person, &row.due, world)),
                _ => {}
            }
        }
        match (self.person(), command) {
            // On a unit or a figure Enter lists the people behind it.
            (_, Command::Open) => None,
            (None, command) => person_keys::needs_one(command).then(Vec::new),
            (Some(person), command) => {
                let effects = person_keys::about(person, command, world)?;
                if command == Command::Mark {
                    self.next_row();
                }
                Some(effects)
            }
        }
    }
}

impl Behaviour for ReportScreen {
    fn derive(&mut self, world: &World) {
        let mut new = self.drawn(world);
        if new.len() == 0 && self.choice.only.take().is_some() {
            // The last of those rows may just have been settled.
            new = self.drawn(world);
        }
        // Whatever came and went above it, the row stays the chosen one.
        let same = self.row().and_then(|row| new.same(row, self.cursor.at));
        self.cursor.at = same.unwrap_or(self.cursor.at).min(new.len().saturating_sub(1));
        self.picture = new;
        self.step_over(true);
    }

    fn select(&mut self, record: RecordId, _world: &World) {
        // What was noted is noted; one is at the next unit already.
        if self.name == Name::Submissions {
            return;
        }
        let is = |row: &Row| row.record == Some(record);
        if !self.row().is_some_and(is)
            && let Some(at) = self.picture.find(self.cursor.at, is)
        {
            self.cursor.at = at;
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if let Some(effects) = self.of_submissions(command, world) {
            return Some(effects);
        }
        if let Some(effects) = self.of_frozen(command, world) {
            return Some(effects);
        }
        if let Some(effects) = self.of_targets(command, world) {
            return Some(effects);
        }
        if let Some(effects) = self.of_officers(command, world) {
            return Some(effects);
        }
        if let Some(effects) = self.of_occasions(command, world) {
            return Some(effects);
        }
        if self.picture.is_of_people
            && let Some(effects) = self.about(command, world)
        {
            return Some(effects);
        }
        match command {
            Command::Open => return Some(self.open(world)),
            Command::Sort => self.sort(),
            Command::OnlySuch if self.is_tree() => return None,
            Command::OnlySuch => self.filter(),
            Command::Deeper => self.depth = (self.depth + 1).min(DEEPEST),
            Command::Shallower => self.depth = self.depth.saturating_sub(1).max(1),
            Command::Breakdown if self.is_broken_down() => {
                self.by = self.next_breakdown();
                self.choice.only = None;
            }
            Command::Breakdown if self.name == Name::Charge => self.of_all = !self.of_all,
            Command::Breakdown if self.name == Name::Months => {
                self.owed = Spread::by_code(&self.owed).next().code().to_owned();
            }
            Command::Breakdown if self.name == Name::Changes => {
                self.owed = match &*self.owed {
                    "month" => "quarter",
                    "quarter" => "year",
                    _ => "month",
                }
                .to_owned();
            }
            // Another report was chosen.
            Command::Breakdown if self.name == Name::Submissions => {}
            Command::EarlierYear => return Some(vec![Effect::Year(world.params.from.year() - 1)]),
            Command::LaterYear => return Some(vec![Effect::Year(world.params.from.year() + 1)]),
            Command::AsOf => return Some(vec![Effect::Form(Subject::AsOf)]),
            Command::SaveAs => {
                let looked = Looked {
                    depth: self.depth,
                    by: self.by.map_or(String::new(), |by| by.code().to_owned()),
                    asked: self.asked(world),
                    occasion: self.occasion,
                    choice: self.choice.clone(),
                    ..Looked::at(self.name.code(), self.unit)
                };
                return Some(vec![Effect::Form(Subject::SaveAs(Box::new(looked)))]);
            }
            Command::Progress if self.name == Name::Progress => return Some(vec![Effect::Back]),
            Command::Due if self.name == Name::Due => return Some(vec![Effect::Back]),
            _ => return None,
        }
        self.derive(world);
        Some(Vec::new())
    }

    fn arrows(&self, lang: Lang) -> Option<String> {
        Some(lang.choose_column())
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        match key {
            Key::Left => self.choose(self.chosen().saturating_sub(1)),
            Key::Right => self.choose(self.chosen() + 1),
            key => {
                let before = self.cursor.at;
                let moved = self.cursor.key(key, self.picture.len());
                self.step_over(self.cursor.at > before || key == Key::Home);
                return moved.then(Vec::new);
            }
        }
        Some(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        self.draw_table(canvas, area, world);
    }
}
