//! A person's card: who it is, the timeline of milestones with what is due and what comes next, which rules are broken,
//! what is odd, the history of changes.

use crate::ui::effect::{Effect, Goal};
use crate::ui::history_line::{HistoryLine, change_text};
mod facts;

use crate::domain::breach::{Breach, breaches};
use crate::domain::edit::RecordId;
use crate::domain::outlook::{Outlook, outlook, party_age};
use crate::domain::person::Person;
use crate::domain::problem::{next_milestone, problems};
use crate::domain::{Date, Day, MilestoneKind, OccasionId, PersonId};
use crate::query::due::{DueRow, Wanted, of_person};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, cut, width, wrapped};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::key::Key;
use crate::ui::settle::{extend, settle};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use facts::facts;
use ratatui::layout::Rect;

/// A row of the timeline.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Milestone(MilestoneKind, u8),
    Leave(u8),
    Post(u8),
    /// A class, a ceremony, a review that the person is in.
    Enrolment(OccasionId),
    Next(MilestoneKind),
    /// Place among what is due.
    Due(usize),
    /// Place among what is broken.
    Breach(usize),
}

/// The card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    id: PersonId,
    entries: Vec<Item>,
    dues: Vec<DueRow>,
    breaches: Vec<Breach>,
    cursor: Cursor,
    history: Vec<HistoryLine>,
    history_cursor: Cursor,
    in_history: bool,
}

impl Card {
    /// The card of a person.
    pub fn new(id: PersonId) -> Card {
        Card {
            id,
            entries: Vec::new(),
            dues: Vec::new(),
            breaches: Vec::new(),
            cursor: Cursor::at(usize::MAX),
            history: Vec::new(),
            history_cursor: Cursor::default(),
            in_history: false,
        }
    }

    /// Whose card it is.
    pub fn person(&self) -> PersonId {
        self.id
    }

    /// The history of the record, newest first.
    pub fn renew(&mut self, history: Vec<HistoryLine>) {
        self.history = history;
    }

    fn entry_text(&self, entry: &Item, person: &Person, world: &World) -> Option<(String, String, String)> {
        let lang = world.lang;
        let theme = world.theme;
        Some(match entry {
            Item::Milestone(kind, round) => {
                let milestone = person.milestones.get(&(*kind, *round))?;
                let mark = if milestone.set_aside.is_some() { "✗" } else { "●" };
                let name = lang.milestone(*kind);
                let name = if *round > 1 { lang.round(name, round) } else { name.to_owned() };
                let date = lang.date(milestone.date);
                let facts = lang.milestone_facts(milestone);
                let rest = facts.strip_prefix(&date).unwrap_or(&facts).trim_start_matches(" · ").to_owned();
                (format!("{mark} {date:<10}"), name, rest)
            }
            Item::Leave(n) => {
                let leave = person.leaves.get(n)?;
                let date = lang.date(leave.date);
                let back = leave.back.map_or(String::new(), |back| lang.back_on(lang.date(back)));
                let rest: Vec<String> = [leave.number.clone(), leave.note.clone(), back]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect();
                (format!("■ {date:<10}"), lang.leave_reason(leave.reason).to_owned(), rest.join(" · "))
            }
            Item::Post(n) => {
                let post = person.posts.get(n)?;
                let date = post.from.map_or(String::new(), |date| lang.date(date));
                (
                    format!("▸ {date:<10}"),
                    lang.field("post").to_owned(),
                    [world.unit_path(post.unit), lang.situation(&post.situation, world.rules())]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(" · "),
                )
            }
            Item::Enrolment(id) => {
                let enrolment = person.enrolments.get(id)?;
                let date = enrolment.notice.from.map_or(String::new(), |date| lang.date(date));
                (format!("◇ {date:<10}"), enrolment.notice.name.clone(), lang.enrolment_facts(enrolment))
            }
            Item::Next(kind) => (format!("○ {:<10}", ""), lang.next_is(lang.milestone(*kind)), String::new()),
            Item::Due(n) => {
                let row = self.dues.get(*n)?;
                let day = row.due.due.date()?;
                let parts = [
                    lang.days_to(row.due.due, row.due.due - row.days),
                    lang.holder(row.due.holder).to_owned(),
                    row.due.clause(world.rules()).to_owned(),
                ];
                let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                (
                    format!("{} {:<10}", theme.glyph("◷", "@"), lang.date(day.into())),
                    lang.due(&row.due, world.rules()),
                    parts.join(" · "),
                )
            }
            Item::Breach(n) => {
                let breach = self.breaches.get(*n)?;
                let mark = if breach.waived.is_some() { theme.glyph("✓", "v") } else { "!" };
                (format!("{mark} "), String::new(), lang.breach_whole(breach, world.rules()))
            }
        })
    }
}

impl Behaviour for Card {
    fn derive(&mut self, world: &World) {
        let Some(record) = world.records.record(self.id) else {
            self.entries.clear();
            return;
        };
        let person = &record.person;
        let selected = self.entries.get(self.cursor.at).cloned();
        let mut dated: Vec<(Day, Item)> = Vec::new();
        for ((kind, round), milestone) in &person.milestones {
            dated.push((milestone.date.last_day(), Item::Milestone(*kind, *round)));
        }
        dated.extend(person.leaves.iter().map(|(n, leave)| (leave.date.last_day(), Item::Leave(*n))));
        let moves = person.posts.iter().filter_map(|(n, post)| Some((post.from?.last_day(), Item::Post(*n))));
        dated.extend(moves);
        dated.extend(person.enrolments.iter().map(|(id, enrolment)| {
            // What has no day yet is ahead.
            (enrolment.notice.from.map_or(Day::LAST, Date::last_day), Item::Enrolment(*id))
        }));
        // By day; within a day in the order of the procedure, in which they were put in.
        dated.sort_by_key(|(day, _)| *day);
        self.entries = dated.into_iter().map(|(_, entry)| entry).collect();
        let today = Day::from(world.today);
        let row = world.register.row_of(self.id);
        self.dues = row.map_or(Vec::new(), |row| of_person(world.register, row, Wanted::on(today)).collect());
        self.dues.sort_by_key(|row| row.due.due);
        self.breaches = breaches(person, &world.standpoint(person.unit()));
        if person.leave_on(world.day()).is_none() {
            self.entries.extend(next_milestone(person, Day::LAST).map(Item::Next));
        }
        let next = self.entries.len().saturating_sub(1);
        self.entries.extend((0..self.dues.len()).map(Item::Due));
        self.entries.extend((0..self.breaches.len()).map(Item::Breach));
        let was_next = matches!(selected, Some(Item::Next(_)));
        if let Some(at) = selected.and_then(|entry| self.entries.iter().position(|known| *known == entry)) {
            self.cursor.at = at;
        } else if was_next {
            // The step was recorded: on to the one after it.
            self.cursor.at = next;
        }
        // At first on what comes next.
        self.cursor.at = if self.cursor.at == usize::MAX { next } else { self.cursor.at };
        self.cursor.at = self.cursor.at.min(self.entries.len().saturating_sub(1));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let person = self.id;
        let record = world.records.record(person)?;
        let entry = self.entries.get(self.cursor.at).filter(|_| !self.in_history);
        let subject = match (command, entry) {
            (Command::NextPane, _) => {
                self.in_history = !self.in_history;
                return Some(Vec::new());
            }
            (Command::Open, Some(Item::Milestone(kind, round))) => {
                Subject::Milestone { person, kind: *kind, round: *round }
            }
            // On something due the form that settles it, as everywhere.
            (Command::Advance, Some(Item::Due(n))) => {
                let row = self.dues.get(*n)?;
                return Some(settle(person, &row.due, row.days, world));
            }
            (Command::Open, Some(Item::Next(_))) | (Command::Advance, _) => Subject::NewMilestone { person },
            (Command::Open, Some(Item::Leave(_))) => Subject::Return { person },
            (Command::Open, Some(Item::Due(n))) => {
                let row = self.dues.get(*n)?;
                return Some(settle(person, &row.due, row.days, world));
            }
            (Command::Open, Some(Item::Breach(n))) => {
                Subject::Waiver { person, code: self.breaches.get(*n)?.what.code() }
            }
            (Command::Extend, Some(Item::Due(n))) => {
                return Some(extend(person, &self.dues.get(*n)?.due, world));
            }
            (Command::Extend, Some(Item::Breach(n))) => {
                Subject::Waiver { person, code: self.breaches.get(*n)?.what.code() }
            }
            (Command::Extend, _) => return Some(vec![Effect::Say(world.lang.choose_due())]),
            (Command::Dossier, _) => return Some(vec![Effect::Open(Goal::Dossier(person))]),
            (Command::Open, Some(Item::Enrolment(id))) => {
                return Some(vec![Effect::Open(Goal::Attendees(*id))]);
            }
            (Command::Open, _) => return Some(Vec::new()),
            (Command::Edit, _) => Subject::EditPerson { person },
            (Command::Move, _) => Subject::MovePerson { person },
            (Command::SetAside, Some(Item::Enrolment(id))) => Subject::Withdraw { occasion: *id, person },
            (Command::SetAside, Some(Item::Milestone(kind, round))) => {
                Subject::SetAside { person, kind: *kind, round: *round }
            }
            (Command::SetAside, _) if record.person.leave_on(world.day()).is_some() => {
                Subject::Return { person }
            }
            (Command::SetAside, _) => Subject::Leave { person },
            (Command::History, _) => return Some(vec![Effect::History(Some(RecordId::Person(person)))]),
            _ => return None,
        };
        Some(vec![Effect::Form(subject)])
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        if self.in_history {
            return self.history_cursor.key(key, self.history.len()).then(Vec::new);
        }
        self.cursor.key(key, self.entries.len()).then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let Some(record) = world.records.record(self.id) else {
            canvas.text(area, 2, 1, &lang.no_such_person(self.id), theme.wrong());
            return;
        };
        let person = &record.person;
        let odd = problems(person, world.today);
        let unit = person.unit().map_or(String::new(), |unit| world.unit_path(unit));
        let state = match person.leave_on(world.day()) {
            Some(leave) => lang.leave(leave),
            None => lang.stage(person.stage_on(world.day(), world.rules())).to_owned(),
        };
        let facts = facts(person, world);
        let columns = if area.width >= 100 { 3 } else { 2 };
        let fact_rows = facts.len().div_ceil(columns) as u16;
        let recognised = person.current(MilestoneKind::OfficialDecision).is_some();
        let official = person.official_from(world.rules()).map(|date| match recognised {
            true => lang.official_from(lang.date(date)),
            false => lang.official_expected(lang.date(date)),
        });
        let age = party_age(person).map(|(day, less)| match less {
            0 => lang.party_age(lang.date(day.into())),
            less => lang.party_age_less(lang.date(day.into()), less),
        });
        let official: Option<String> = match official.into_iter().chain(age).collect::<Vec<_>>().join(" · ")
        {
            text if text.is_empty() => None,
            text => Some(text),
        };
        // The next milestone stands in the timeline; here is what stands in the way of the hurdle.
        let ahead = outlook(person, &world.standpoint(person.unit()));
        let ahead = lang.outlook(&Outlook { next: None, ..ahead }, world.rules(), world.today);
        let room = usize::from(area.width).saturating_sub(4);
        let ahead: Vec<String> = ahead.iter().flat_map(|line| wrapped(line, room)).take(3).collect();
        let odd_rows = odd.len().min(3) as u16;
        let more = u16::from(official.is_some()) + ahead.len() as u16;
        let top_height = (4 + fact_rows + odd_rows + more).min(area.height / 2);
        let top = Rect { height: top_height, ..area };
        let inner = canvas.frame(top, &person.name, false);
        let heading = Rect { width: inner.width.saturating_sub(15), ..inner };
        canvas.text(heading, 1, 0, &format!("{state} · {unit}"), theme.strong());
        canvas.right(
            Rect { width: inner.width.saturating_sub(1), ..inner },
            0,
            &self.id.to_string(),
            theme.quiet(),
        );
        let column_width = inner.width / columns as u16;
        for (n, (label, text)) in facts.iter().enumerate() {
            let (column, row) = (n % columns, n / columns);
            let place = Rect {
                x: inner.x + 1 + column as u16 * column_width,
                width: column_width.saturating_sub(1),
                ..inner
            };
            let used = canvas.text(place, 0, 1 + row as u16, &format!("{label}: "), theme.quiet());
            canvas.text(place, used, 1 + row as u16, text, theme.text());
        }
        let mut row = 1 + fact_rows;
        if let Some(official) = official {
            canvas.text(inner, 1, row, &official, theme.good());
            row += 1;
        }
        for line in &ahead {
            canvas.text(inner, 1, row, line, theme.strong());
            row += 1;
        }
        for problem in odd.iter().take(3) {
            canvas.text(inner, 1, row, &format!("! {}", lang.problem(*problem)), theme.wrong());
            row += 1;
        }
        let below = Rect { y: area.y + top_height, height: area.height - top_height, ..area };
        if self.in_history {
            let inner = canvas.frame(below, &lang.title_history(), true);
            let window = self.history_cursor.window(self.history.len(), inner.height);
            for (n, line) in self.history.iter().enumerate().take(window.end).skip(window.start) {
                let row = (n - window.start) as u16;
                let style = if n == self.history_cursor.at { theme.selected() } else { theme.text() };
                let arrow = theme.glyph("→", "->");
                let changes: Vec<String> =
                    line.changes.iter().map(|(_, changed)| change_text("", changed, arrow)).collect();
                canvas.text(
                    inner,
                    0,
                    row,
                    &format!("{}  {}  {}", line.when, line.who, changes.join("; ")),
                    style,
                );
            }
            return;
        }
        let inner = canvas.frame(below, &lang.title_timeline(), true);
        let window = match self.entries.get(self.cursor.at) {
            // What is next, due and broken belongs together.
            Some(Item::Next(_)) => self.cursor.window_to_end(self.entries.len(), inner.height),
            _ => self.cursor.window(self.entries.len(), inner.height),
        };
        let name_room = self
            .entries
            .iter()
            .filter_map(|e| self.entry_text(e, person, world))
            .map(|(_, name, _)| width(&name))
            .max();
        let most = if inner.width >= 100 { 44 } else { 28 };
        let name_room = name_room.unwrap_or(0).min(most) as u16 + 2;
        for (n, entry) in self.entries.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            if selected {
                canvas.select_row(inner, row, style);
            }
            let Some((date, name, rest)) = self.entry_text(entry, person, world) else { continue };
            let mark = if selected { "▌" } else { " " };
            canvas.text(inner, 0, row, mark, style);
            canvas.text(inner, 1, row, &date, style);
            let place =
                Rect { x: inner.x + 15, width: inner.width.saturating_sub(15).min(name_room), ..inner };
            if let Item::Breach(n) = entry {
                let open = self.breaches.get(*n).is_some_and(|breach| breach.waived.is_none());
                let style = if open && !selected { theme.wrong() } else { style };
                canvas.text(inner, 1, row, &format!("{date}{rest}"), style);
                continue;
            }
            let due = if let Item::Due(n) = entry { self.dues.get(*n) } else { None };
            let urgent = due.and_then(|row| theme.urgency(row.urgency())).filter(|_| !selected);
            let style = urgent.unwrap_or(style);
            let name = cut(&name, usize::from(name_room) - 1, "…");
            canvas.text(place, 0, row, &name, style);
            canvas.text(inner, 15 + name_room, row, &rest, style);
        }
    }
}
