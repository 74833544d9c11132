//! Batch entry: one milestone for everyone marked, each with its own number, reviewed in a grid
//! before it is saved as one action.

use crate::domain::milestone::Ask;
use crate::domain::{Date, Edit, Milestone, MilestoneKind, PersonId};
use crate::exchange::fields;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Task};
use crate::ui::field::TextField;
use crate::ui::grid::{Grid, GridColumn};
use crate::ui::key::Key;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// The people, the milestone, and the grid of dates and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    kind: MilestoneKind,
    people: Vec<PersonId>,
    grid: Grid,
}

impl Batch {
    /// The grid for everyone marked, in name order, numbers running on from `first`.
    pub fn new(kind: MilestoneKind, date: Date, first: &str, suffix: &str, world: &World) -> Batch {
        let rows = world.marks.iter().filter_map(|id| world.register.row_of(*id));
        let rows = world.register.in_name_order(rows.collect());
        let people: Vec<PersonId> = rows.into_iter().filter_map(|row| world.register.id(row)).collect();
        let lang = world.lang;
        let column = |title: &str, width, fixed| GridColumn { title: title.to_owned(), width, fixed };
        let columns = vec![
            column(lang.field("name"), 26, true),
            column(lang.field("born"), 10, true),
            column(lang.field("date"), 12, false),
            column(lang.field("number"), 16, !kind.asks().contains(&Ask::Number)),
        ];
        let cells = people.iter().enumerate().map(|(n, id)| {
            let row = world.register.row_of(*id);
            let name = row.map_or("", |row| world.register.name(row));
            // Namesakes are told apart by their birth date.
            let born =
                row.and_then(|row| world.register.born(row)).map_or(String::new(), |born| lang.date(born));
            // `05` goes on with `06`: its zeros are part of the number.
            let number = first.parse::<u32>().map_or(String::new(), |start| {
                format!("{:0>1$}{suffix}", start.saturating_add(n as u32), first.len())
            });
            vec![
                TextField::new(name),
                TextField::new(born),
                TextField::new(lang.date(date)),
                TextField::new(number),
            ]
        });
        let mut batch = Batch { kind, grid: Grid::new(columns, cells.collect(), false), people };
        batch.review(world);
        batch
    }

    /// Reads every row; what is odd stands beside it.
    fn review(&mut self, world: &World) -> Option<Vec<Edit>> {
        let lang = world.lang;
        let mut edits = Vec::new();
        let mut refused = false;
        self.grid.problems.clear();
        for (n, id) in self.people.iter().enumerate() {
            let mut problem = String::new();
            let read = fields::date(self.grid.text(n, 2), "date", &world.dates())
                .and_then(|date| date.ok_or(fields::FieldError::Missing))
                .and_then(|date| Ok((date, fields::text(self.grid.text(n, 3))?)));
            match (read, world.records.record(*id)) {
                (Ok((date, number)), Some(record)) => {
                    let person = &record.person;
                    let Some(round) = person.open_round(self.kind) else { continue };
                    let before = person.milestones.get(&(self.kind, round));
                    if let Some(before) = before {
                        // One step for many must not rewrite what somebody recorded one by one.
                        self.grid.problems.push(lang.kept_as_it_is(lang.date(before.date)));
                        continue;
                    }
                    if date.first() > world.today {
                        problem = lang.in_future(lang.milestone(self.kind));
                    }
                    if let Some(leave) = person.leave_on(date.last_day()) {
                        problem = lang.leave(leave);
                    }
                    let milestone = Milestone { number, ..Milestone::on(date) };
                    let mut after = person.clone();
                    after.milestones.insert((self.kind, round), milestone);
                    edits.extend(Edit::between(*id, person, &after));
                }
                (Err(error), _) => {
                    refused = true;
                    problem = lang.field_error(&error);
                }
                (Ok(_), None) => {
                    refused = true;
                    problem = lang.no_such_person(*id);
                }
            }
            self.grid.problems.push(problem);
        }
        (!refused).then_some(edits)
    }
}

impl Behaviour for Batch {
    fn derive(&mut self, world: &World) {
        self.review(world);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        (command == Command::Advance).then(|| match self.review(world) {
            Some(edits) => vec![Effect::Do(Task::Save { edits }), Effect::UnmarkAll, Effect::Back],
            None => vec![Effect::Say(world.lang.mend_first())],
        })
    }

    fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        if Command::Save.meant_by(key) {
            return self.command(Command::Advance, world);
        }
        let moved = self.grid.key(key, typist);
        if moved {
            self.review(world);
        }
        moved.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let title = world.lang.title_batch_review(world.lang.milestone(self.kind), self.people.len());
        let inner = canvas.frame(area, &title, true);
        let theme = canvas.theme;
        let foot = inner.height.saturating_sub(1);
        let problem = self.grid.problems.get(self.grid.at()).filter(|problem| !problem.is_empty());
        match problem {
            Some(problem) => canvas.text(inner, 1, foot, &format!("! {problem}"), theme.wrong()),
            None => {
                canvas.text(inner, 1, foot, &world.lang.batch_keys(world.key(Command::Save)), theme.quiet())
            }
        };
        self.grid.draw(canvas, Rect { height: inner.height.saturating_sub(2), ..inner });
    }
}
