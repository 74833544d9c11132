//! What is due in a unit: overdue, this week, this month, later; one key opens the form that settles
//! a row.

use crate::domain::date::day_number;
use crate::domain::due::DueRule;
use crate::domain::edit::RecordId;
use crate::domain::rules::{Holder, Status};
use crate::domain::{Date, PersonId, UnitId};
use crate::query::due::{DueRow, Urgency, Wanted, due};
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, wrapped};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::settle::{extend, settle};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::NaiveDate;
use ratatui::layout::Rect;

/// How the rows are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Grouping {
    #[default]
    Urgency,
    Unit,
    Holder,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Head(String, usize),
    Row(DueRow),
}

/// The list, its filter, and where one is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct DueScreen {
    unit: UnitId,
    holder: Option<Holder>,
    /// Those who hold anything here.
    holders: Vec<Holder>,
    grouping: Grouping,
    entries: Vec<Item>,
    counts: [usize; 4],
    cursor: Cursor,
    /// Person and name of the selected matter, to find it again.
    selected: Option<(PersonId, String, u8)>,
}

impl DueScreen {
    /// What is due in a unit and everything below it.
    pub fn new(unit: UnitId) -> DueScreen {
        DueScreen {
            unit,
            holder: None,
            holders: Vec::new(),
            grouping: Grouping::Urgency,
            entries: Vec::new(),
            counts: [0; 4],
            cursor: Cursor::at(1),
            selected: None,
        }
    }

    fn row(&self) -> Option<&DueRow> {
        match self.entries.get(self.cursor.at) {
            Some(Item::Row(row)) => Some(row),
            _ => None,
        }
    }

    fn person(&self, world: &World) -> Option<PersonId> {
        self.row().and_then(|row| world.register.id(row.person))
    }

    fn settled_at(&mut self, world: &World) {
        self.selected = self.row().and_then(|row| {
            let id = world.register.id(row.person)?;
            Some((id, row.due.name(world.rules()).to_owned(), row.due.round))
        });
    }

    /// Off a heading, which is no row, in the direction of a move.
    fn step_over(&mut self, forward: bool) {
        let head = |at: usize| matches!(self.entries.get(at), Some(Item::Head(..)));
        self.cursor.skip(self.entries.len(), forward, head);
    }

    /// The cell; seen from above its book, the unit whose book it is in.
    fn unit_text(&self, row: &DueRow, world: &World) -> String {
        let Some(entry) = world.register.unit(row.unit) else { return String::new() };
        let mine = world.register.unit_by_id(self.unit).map(|own| own.book);
        let above = mine != Some(entry.book) && entry.book != entry.id;
        if above { world.unit_name(entry.book) } else { entry.name().to_owned() }
    }

    fn head(&self, row: &DueRow, world: &World) -> String {
        match self.grouping {
            Grouping::Urgency => world.lang.urgency(row.urgency()).to_owned(),
            Grouping::Unit => world.register.unit(row.unit).map_or(String::new(), |e| world.unit_path(e.id)),
            Grouping::Holder => world.lang.holder(row.due.holder).to_owned(),
        }
    }
}

/// What is due; of a comment, whose.
fn what(row: &DueRow, world: &World) -> String {
    let name = world.lang.due(&row.due, world.rules());
    let record = world.register.id(row.person).and_then(|id| world.records.record(id));
    let helper = record.and_then(|record| record.person.helpers.get(&row.due.round));
    match (row.due.rule, helper) {
        (DueRule::Comment, Some(helper)) => world.lang.comment_of(&helper.name),
        _ => name,
    }
}

fn date_text(day: i32, world: &World) -> String {
    let date = NaiveDate::from_num_days_from_ce_opt(day);
    date.map_or(String::new(), |date| world.lang.date(Date::from(date)))
}

impl Behaviour for DueScreen {
    fn derive(&mut self, world: &World) {
        let today = day_number(world.today);
        let Some(unit) = world.register.unit_row(self.unit) else {
            self.entries.clear();
            return;
        };
        let mut rows = due(world.register, world.register.subtree(unit), Wanted::on(today));
        let holds = |holder: &Holder| rows.iter().any(|row| row.due.holder == *holder);
        self.holders = Holder::ALL.into_iter().filter(holds).collect();
        // The last matter of the chosen holder may just have been settled.
        self.holder = self.holder.filter(|holder| self.holders.contains(holder));
        rows.retain(|row| self.holder.is_none_or(|holder| holder == row.due.holder));
        match self.grouping {
            Grouping::Urgency => {}
            Grouping::Unit => rows.sort_by_key(|row| row.unit),
            Grouping::Holder => rows.sort_by_key(|row| row.due.holder),
        }
        self.counts = Urgency::ALL.map(|urgency| rows.iter().filter(|row| row.urgency() == urgency).count());
        self.entries.clear();
        let mut head = usize::MAX;
        for row in rows {
            let text = self.head(&row, world);
            match self.entries.get_mut(head) {
                Some(Item::Head(known, count)) if *known == text => *count += 1,
                _ => {
                    head = self.entries.len();
                    self.entries.push(Item::Head(text, 1));
                }
            }
            self.entries.push(Item::Row(row));
        }
        let same = |entry: &Item, (id, name, round): &(PersonId, String, u8)| {
            matches!(entry, Item::Row(row) if world.register.id(row.person) == Some(*id)
                && row.due.name(world.rules()) == name && row.due.round == *round)
        };
        let found = self.selected.as_ref();
        if let Some(at) = found.and_then(|wanted| self.entries.iter().position(|entry| same(entry, wanted))) {
            self.cursor.at = at;
        }
        self.step_over(true);
        self.settled_at(world);
    }

    fn select(&mut self, record: RecordId, world: &World) {
        let RecordId::Person(id) = record else { return };
        let of = |entry: &Item| matches!(entry, Item::Row(row) if world.register.id(row.person) == Some(id));
        if self.person(world) != Some(id)
            && let Some(at) = self.entries.iter().position(of)
        {
            self.cursor.at = at;
            self.settled_at(world);
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let person = self.person(world);
        let form = |subject: fn(PersonId) -> Subject| {
            Some(person.map(|person| Effect::Form(subject(person))).into_iter().collect())
        };
        match command {
            Command::Open => Some(person.map(|id| Effect::Open(Goal::Card(id))).into_iter().collect()),
            Command::SaveAs => {
                let subject =
                    Subject::SaveAs { unit: self.unit, depth: 1, by: String::new(), people: Vec::new() };
                Some(vec![Effect::FormWith(subject, "report", Name::Due.code())])
            }
            Command::Advance => {
                let row = self.row()?;
                Some(settle(person?, &row.due, row.days, world))
            }
            Command::Extend => {
                let row = self.row()?;
                Some(extend(person?, &row.due, world))
            }
            Command::Dossier => {
                Some(person.map(|person| Effect::Open(Goal::Dossier(person))).into_iter().collect())
            }
            Command::Edit => form(|person| Subject::EditPerson { person }),
            Command::Move => form(|person| Subject::MovePerson { person }),
            Command::SetAside => form(|person| Subject::Leave { person }),
            Command::Mark => {
                let id = person?;
                let marked = world.marks.contains(&id);
                self.key(Key::Down, world, &mut Typist::new(crate::settings::Typing::Off));
                Some(vec![if marked { Effect::Unmark(vec![id]) } else { Effect::Mark(vec![id]) }])
            }
            Command::Batch if world.marks.is_empty() => Some(vec![Effect::Say(world.lang.nobody_marked())]),
            Command::Batch => Some(vec![Effect::Form(Subject::Batch)]),
            Command::Sort => {
                self.grouping = match self.grouping {
                    Grouping::Urgency => Grouping::Unit,
                    Grouping::Unit => Grouping::Holder,
                    Grouping::Holder => Grouping::Urgency,
                };
                self.derive(world);
                Some(vec![Effect::Say(match self.grouping {
                    Grouping::Urgency => world.lang.by_urgency(),
                    Grouping::Unit => world.lang.by_unit(),
                    Grouping::Holder => world.lang.by_holder(),
                })])
            }
            Command::Due => Some(vec![Effect::Back]),
            _ => None,
        }
    }

    fn arrows(&self, lang: Lang) -> Option<String> {
        (!self.holders.is_empty()).then(|| lang.choose_holder())
    }

    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        if let Key::Left | Key::Right = key {
            let all: Vec<Option<Holder>> =
                std::iter::once(None).chain(self.holders.iter().copied().map(Some)).collect();
            let at = all.iter().position(|holder| *holder == self.holder).unwrap_or(0);
            let step = if key == Key::Right { 1 } else { all.len() - 1 };
            self.holder = all.get((at + step) % all.len()).copied().flatten();
            (self.selected, self.cursor) = (None, Cursor::default());
            self.derive(world);
            return Some(Vec::new());
        }
        let before = self.cursor.at;
        let moved = self.cursor.key(key, self.entries.len());
        self.step_over(self.cursor.at >= before);
        self.settled_at(world);
        moved.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let holder = self.holder.map_or(lang.held_by_all(), |holder| lang.holder(holder).to_owned());
        let title = format!("{} · {}", lang.title_due(world.unit_path(self.unit)), lang.due_of(holder));
        let inner = canvas.frame(area, &title, true);
        if inner.height < 4 {
            return;
        }
        let summary = lang.due_summary(self.counts);
        let style = if self.counts.first().is_some_and(|n| *n > 0) { theme.wrong() } else { theme.strong() };
        canvas.text(inner, 1, 0, &summary, style);
        if self.entries.is_empty() {
            canvas.text(inner, 1, 2, &lang.nothing_due(), theme.quiet());
            return;
        }
        let list = Rect { y: inner.y + 1, height: inner.height - 3, ..inner };
        let columns = Columns::fit(inner.width);
        let window = self.cursor.window(self.entries.len(), list.height);
        let today = day_number(world.today);
        for (n, entry) in self.entries.iter().enumerate().take(window.end).skip(window.start) {
            let at = (n - window.start) as u16;
            let row = match entry {
                Item::Head(text, count) => {
                    canvas.text(
                        list,
                        1,
                        at,
                        &format!("{text} ({})", lang.count(*count as u64)),
                        theme.strong(),
                    );
                    continue;
                }
                Item::Row(row) => row,
            };
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            if selected {
                canvas.select_row(list, at, style);
            }
            let marked = world.register.id(row.person).is_some_and(|id| world.marks.contains(&id));
            let mark = theme.row_mark(marked, selected);
            let mut line = Line::new(canvas, list, at, style);
            line.put(mark, 2);
            let certain = row.due.is_certain(world.rules());
            line.put(&format!("{}{}", if certain { " " } else { "~" }, date_text(row.due.due, world)), 12);
            let urgent = theme.urgency(row.urgency()).filter(|_| !selected);
            line.put_in(&lang.days_to(row.due.due, today), 14, urgent);
            line.put(world.register.name(row.person), columns.name);
            line.put(&self.unit_text(row, world), columns.unit);
            line.put(&what(row, world), columns.what);
            line.put(lang.holder(row.due.holder), columns.holder);
        }
        // Of the selected row: why, by which clause, since when, and what follows.
        let Some(row) = self.row() else { return };
        let mut parts = vec![what(row, world)];
        parts.extend(
            row.due.event.map(|event| lang.started(lang.event(event), date_text(row.due.start, world))),
        );
        parts.push(row.due.clause(world.rules()).to_owned());
        let set = row.due.set(world.rules()).and_then(|key| world.rules().set(key));
        // A deadline by a set that nobody compared with its text is not certain, nor is one in a
        // year whose days off are not announced.
        parts.extend(set.map(|set| match set.status {
            Status::Verified => lang.rule_key(&set.key()),
            status => format!("{} {}", lang.rule_key(&set.key()), lang.rule_status(status)),
        }));
        parts.extend((!row.due.is_certain(world.rules())).then(|| lang.unannounced()));
        let late = row.due.clock(world.rules()).map(|(_, clock)| lang.name(&clock.is.late).to_owned());
        parts.extend(late);
        parts.retain(|part| !part.is_empty());
        let lines = wrapped(&parts.join(" · "), usize::from(inner.width).saturating_sub(2));
        for (n, text) in lines.iter().take(2).enumerate() {
            canvas.text(inner, 1, inner.height - 2 + n as u16, text, theme.quiet());
        }
    }
}

/// Widths of the columns, their gap included; 0 leaves one out.
struct Columns {
    name: usize,
    unit: usize,
    what: usize,
    holder: usize,
}

impl Columns {
    fn fit(width: u16) -> Columns {
        let room = usize::from(width).saturating_sub(27);
        let holder = if room >= 75 { 21 } else { 0 };
        let unit = if room >= 64 { 20 } else { 0 };
        let rest = room.saturating_sub(holder + unit);
        let name = (rest * 9 / 20).min(26);
        Columns { name, unit, what: rest - name, holder }
    }
}
