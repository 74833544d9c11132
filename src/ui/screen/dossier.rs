//! A person's dossier: which papers are there and where they lie, which places were asked, who
//! introduces and helps, which exceptions were granted.

use crate::domain::clock::running;
use crate::domain::outlook::{Item, checklist, papers_ahead};
use crate::domain::{Date, MilestoneKind, Person, PersonId};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, cut};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// A line of the dossier.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    Head(String),
    Paper(String),
    Letter(u8),
    /// By number where recorded; by name where only a milestone says so.
    Helper(Option<u8>, String),
    Waiver(String),
    Former,
}

/// The dossier and where one is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    id: PersonId,
    entries: Vec<Shown>,
    cursor: Cursor,
    /// Papers that the next form is about.
    marked: BTreeSet<String>,
}

impl Dossier {
    /// The dossier of a person.
    pub fn new(id: PersonId) -> Dossier {
        Dossier { id, entries: Vec::new(), cursor: Cursor::at(1), marked: BTreeSet::new() }
    }

    fn items<'a>(person: &Person, world: &World<'a>) -> Vec<Item<'a>> {
        checklist(person, world.rules().on(world.today), &world.standpoint(person.unit()))
    }

    /// Off a heading, which is no row, in the direction of a move.
    fn step_over(&mut self, forward: bool) {
        let head = |at: usize| matches!(self.entries.get(at), Some(Shown::Head(_)));
        self.cursor.skip(self.entries.len(), forward, head);
    }

    /// The form about an entry, or about all marked papers.
    fn form(&self, entry: &Shown) -> Option<Subject> {
        let person = self.id;
        Some(match entry {
            Shown::Head(_) => return None,
            Shown::Paper(code) => {
                let mut codes: Vec<String> = self.marked.iter().cloned().collect();
                if codes.is_empty() {
                    codes.push(code.clone());
                }
                Subject::Paper { person, codes }
            }
            Shown::Letter(round) => {
                Subject::Milestone { person, kind: MilestoneKind::VerificationAsked, round: *round }
            }
            Shown::Helper(number, name) => Subject::Helper { person, number: *number, name: name.clone() },
            Shown::Waiver(code) => Subject::Waiver { person, code: code.clone() },
            Shown::Former => Subject::Former { person },
        })
    }
}

fn day_text(date: Option<Date>, world: &World) -> String {
    date.map_or(String::new(), |date| world.lang.date(date))
}

impl Behaviour for Dossier {
    fn derive(&mut self, world: &World) {
        let Some(record) = world.records.record(self.id) else {
            self.entries.clear();
            return;
        };
        let (person, lang) = (&record.person, world.lang);
        let selected = self.entries.get(self.cursor.at).cloned();
        let mut entries = Vec::new();
        let mut step = None;
        for item in Dossier::items(person, world) {
            if step != Some(item.rule.is.step) {
                step = Some(item.rule.is.step);
                entries.push(Shown::Head(lang.section_papers(lang.milestone(item.rule.is.step))));
            }
            entries.push(Shown::Paper(item.code.to_owned()));
        }
        // Kept from a case or a rule set that no longer asks for them.
        let others: Vec<&String> =
            person.papers.keys().filter(|code| !entries.contains(&Shown::Paper((*code).clone()))).collect();
        if !others.is_empty() {
            entries.push(Shown::Head(lang.section_other_papers()));
        }
        entries.extend(others.into_iter().cloned().map(Shown::Paper));
        entries.push(Shown::Head(lang.section_verifications(world.key(Command::AddLetter))));
        entries.extend(person.verifications().map(|letter| Shown::Letter(letter.round)));
        entries.push(Shown::Head(lang.section_helpers(world.key(Command::AddHelper))));
        entries.extend(person.all_helpers().into_iter().map(|(n, helper)| Shown::Helper(n, helper.name)));
        if !person.waivers.is_empty() {
            entries.push(Shown::Head(lang.section_exceptions()));
            entries.extend(person.waivers.keys().cloned().map(Shown::Waiver));
        }
        if person.former.is_some() || person.cases.contains("readmission") {
            entries.push(Shown::Head(lang.field("former").to_owned()));
            entries.push(Shown::Former);
        }
        self.entries = entries;
        self.marked.retain(|code| self.entries.contains(&Shown::Paper(code.clone())));
        if let Some(at) = selected.and_then(|entry| self.entries.iter().position(|known| *known == entry)) {
            self.cursor.at = at;
        }
        self.step_over(true);
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let person = self.id;
        let entry = self.entries.get(self.cursor.at).cloned();
        let form = |subject: Option<Subject>| Some(subject.map(Effect::Form).into_iter().collect());
        match (command, entry) {
            (Command::Open, Some(entry)) => {
                let subject = self.form(&entry);
                self.marked.clear();
                form(subject)
            }
            // The answer to the letter under the cursor.
            (Command::Advance, Some(Shown::Letter(round))) => {
                form(Some(Subject::Round { person, kind: MilestoneKind::VerificationAnswered, round }))
            }
            (Command::Advance, _) => form(Some(Subject::NewMilestone { person })),
            (Command::AddLetter, _) => form(Some(Subject::Letter { person })),
            (Command::AddHelper, _) => {
                form(Some(Subject::Helper { person, number: None, name: String::new() }))
            }
            (Command::SetAside, Some(Shown::Letter(round))) => {
                form(Some(Subject::SetAside { person, kind: MilestoneKind::VerificationAsked, round }))
            }
            (Command::Edit, _) => form(Some(Subject::EditPerson { person })),
            (Command::Mark, Some(Shown::Paper(code))) => {
                if !self.marked.remove(&code) {
                    self.marked.insert(code);
                }
                self.cursor.key(Key::Down, self.entries.len());
                self.step_over(true);
                Some(Vec::new())
            }
            (Command::Mark, _) => Some(Vec::new()),
            (Command::Dossier, _) => Some(vec![Effect::Back]),
            (Command::History, _) => {
                Some(vec![Effect::History(Some(crate::domain::edit::RecordId::Person(person)))])
            }
            (Command::Open, None) => Some(vec![Effect::Say(world.lang.no_such_person(person))]),
            _ => None,
        }
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        let before = self.cursor.at;
        let moved = self.cursor.key(key, self.entries.len());
        self.step_over(self.cursor.at >= before);
        moved.then(Vec::new)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let (theme, lang) = (canvas.theme, world.lang);
        let Some(record) = world.records.record(self.id) else {
            canvas.text(area, 2, 1, &lang.no_such_person(self.id), theme.wrong());
            return;
        };
        let person = &record.person;
        let items = Dossier::items(person, world);
        // What later steps need is not missing yet.
        let ahead = papers_ahead(person, &world.standpoint(person.unit()));
        let missing: Vec<&str> =
            ahead.iter().filter(|item| item.is_missing(world.today)).map(|item| item.code).collect();
        let count = match ahead.len() {
            0 => String::new(),
            needed => format!(" · {}", lang.papers_there(needed - missing.len(), needed)),
        };
        let inner = canvas.frame(area, &format!("{}{count}", lang.title_dossier(&person.name)), true);
        if inner.height < 3 {
            return;
        }
        let list = Rect { height: inner.height - 1, ..inner };
        let window = self.cursor.window(self.entries.len(), list.height);
        let names = usize::from(list.width).saturating_sub(43).clamp(20, 60);
        for (n, entry) in self.entries.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16;
            if let Shown::Head(text) = entry {
                canvas.text(list, 1, row, text, theme.strong());
                continue;
            }
            let selected = n == self.cursor.at;
            let style = if selected { theme.selected() } else { theme.text() };
            if selected {
                canvas.select_row(list, row, style);
            }
            let marked = matches!(entry, Shown::Paper(code) if self.marked.contains(code));
            let mark = theme.row_mark(marked, selected);
            let wrong = (!selected).then(|| theme.wrong());
            let mut line = Line::new(canvas, list, row, style);
            line.put(mark, 2);
            match entry {
                Shown::Head(_) => {}
                Shown::Paper(code) => {
                    let Some(item) = items.iter().find(|item| item.code == code) else {
                        line.put("", 11);
                        line.put(&lang.paper(code, world.rules()), names.saturating_sub(9));
                        line.put(&person.papers.get(code).map_or(String::new(), |p| lang.paper_facts(p)), 60);
                        continue;
                    };
                    draw_paper(&mut line, item, missing.contains(&item.code), names, world);
                }
                Shown::Letter(round) => {
                    let letter = person.milestones.get(&(MilestoneKind::VerificationAsked, *round));
                    let answer = person.milestones.get(&(MilestoneKind::VerificationAnswered, *round));
                    let answer = answer.filter(|answer| answer.set_aside.is_none());
                    let Some(letter) = letter else { continue };
                    let asked = lang.asked(letter.asked.unwrap_or_default());
                    line.put(if answer.is_some() { theme.glyph("✓", "+") } else { "!" }, 2);
                    line.put(&day_text(Some(letter.date), world), 12);
                    line.put(&letter.place, names.saturating_sub(10));
                    match answer {
                        Some(answer) => line.put(&lang.answered_on(lang.date(answer.date)), 44),
                        None => {
                            let clock = running(person, world.rules()).into_iter();
                            let mut clock = clock.filter(|clock| clock.round == *round && clock.asks());
                            let due = clock.next().map_or(String::new(), |clock| lang.date(clock.due.into()));
                            line.put_in(&lang.waiting_for(asked, due), 44, wrong);
                        }
                    }
                }
                Shown::Helper(number, name) => {
                    let helpers = person.all_helpers();
                    let helper = helpers.iter().find(|(n, known)| n == number && known.name == *name);
                    let Some((_, helper)) = helper else { continue };
                    line.put("", 2);
                    line.put(lang.helper_role(helper.role), 24);
                    line.put(&lang.helper_facts(helper), usize::from(list.width).saturating_sub(28));
                }
                Shown::Waiver(code) => {
                    line.put("", 2);
                    line.put(&lang.waiver(code, world.rules()), names);
                    let facts =
                        person.waivers.get(code).map_or(String::new(), |waiver| lang.waiver_facts(waiver));
                    line.put(&facts, usize::from(list.width).saturating_sub(names + 4));
                }
                Shown::Former => {
                    line.put("", 2);
                    let facts = person.former.as_ref().map_or("–".to_owned(), |former| lang.former(former));
                    line.put(&facts, usize::from(list.width).saturating_sub(4));
                }
            }
        }
        // Of the selected paper: who issues it, for how long it counts, by which clause.
        if let Some(Shown::Paper(code)) = self.entries.get(self.cursor.at)
            && let Some(item) = items.iter().find(|item| item.code == code)
        {
            let mut parts =
                vec![lang.name(&item.rule.is.name).to_owned(), lang.name(&item.rule.is.issuer).to_owned()];
            parts.extend(item.rule.is.valid.map(|n| lang.months(n)));
            parts.extend((!item.mandatory).then(|| lang.optional()));
            parts.push(item.rule.is.clause.clone());
            parts.extend(item.paper.as_ref().map(|paper| paper.note.clone()));
            parts.retain(|part| !part.is_empty());
            let text = cut(&parts.join(" · "), usize::from(inner.width) - 2, "…");
            canvas.text(inner, 1, inner.height - 1, &text, theme.quiet());
        }
    }
}

fn draw_paper(line: &mut Line, item: &Item, missing: bool, names: usize, world: &World) {
    let (theme, lang) = (world.theme, world.lang);
    let state = item.paper.as_ref().map(|paper| paper.state);
    let lapsed = item.has_lapsed(world.today);
    let glyph = match (state, missing) {
        (_, true) if lapsed => "!",
        (Some(state), _) if state.is_there() => theme.glyph("✓", "+"),
        (Some(_), _) => "…",
        (None, true) => "!",
        (None, false) => " ",
    };
    line.put(glyph, 2);
    line.put(&item.rule.is.form, 9);
    line.put(lang.name(&item.rule.is.name), names.saturating_sub(9));
    let optional = state.is_none() && !item.mandatory;
    let text = if optional { lang.optional() } else { lang.paper_state(state).to_owned() };
    line.put(&text, 14);
    line.put(&day_text(item.paper.as_ref().and_then(|paper| paper.date), world), 11);
    let until = |day: NaiveDate| lang.date(day.into());
    let more = match (item.counts_until, item.paper.as_ref()) {
        (Some(day), _) if lapsed => lang.counts_no_longer(until(day)),
        (_, Some(paper)) if !paper.place.is_empty() => paper.place.clone(),
        (Some(day), _) => lang.counts_until(until(day)),
        _ => String::new(),
    };
    line.put(&more, 40);
}
