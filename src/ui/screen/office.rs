//! The main screen: the tree of units beside the pipeline and the people of the selected one.

use crate::domain::edit::RecordId;
use crate::domain::{Stage, UnitId};
use crate::query::due::Urgency;
use crate::query::figures::{Figure, Flow};
use crate::query::people::at_the_police;
use crate::query::report::Name;
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, flow_rows, width};
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::looked::Looked;
use crate::ui::people_table::{PeopleTable, Scope, Who};
use crate::ui::subject::Subject;
use crate::ui::tree::Tree;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Tree,
    Figures,
    People,
}

/// The figures of the pipeline, in the order in which they are shown.
const FIGURES: [Figure; 13] = [
    Figure::OnTheWay,
    Figure::Standing(Stage::Source),
    Figure::Standing(Stage::Class),
    Figure::Standing(Stage::Proposal),
    Figure::Standing(Stage::Admission),
    Figure::Standing(Stage::Recognition),
    Figure::Flow(Flow::Identified),
    Figure::Flow(Flow::SentToClass),
    Figure::Flow(Flow::Trained),
    Figure::Flow(Flow::Proposed),
    Figure::Flow(Flow::Admitted),
    Figure::Flow(Flow::Recognised),
    Figure::Left,
];

/// Place in [`FIGURES`] of those who left.
const LEFT: usize = FIGURES.len() - 1;

/// The main screen.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeScreen {
    tree: Tree,
    people: PeopleTable,
    pane: Pane,
    /// Place in [`FIGURES`] of the figure whose people are listed.
    figure: usize,
    /// How many in the selected unit wait for an answer of the police.
    at_the_police: usize,
}

impl OfficeScreen {
    /// The main screen with the top unit selected.
    pub fn new() -> OfficeScreen {
        let scope = Scope { units: Vec::new(), who: Who::Counted(Figure::OnTheWay) };
        OfficeScreen {
            tree: Tree::default(),
            people: PeopleTable::new(scope),
            pane: Pane::Tree,
            figure: 0,
            at_the_police: 0,
        }
    }

    fn list(&mut self, world: &World) {
        let units: Vec<UnitId> = self.tree.selected().into_iter().collect();
        if units != self.people.scope.units {
            self.people.begin();
        }
        let figure = FIGURES.get(self.figure).copied().unwrap_or(Figure::OnTheWay);
        self.people.scope = Scope { units, who: Who::Counted(figure) };
        self.people.derive(world);
        let unit = self.tree.selected().and_then(|unit| world.register.unit_row(unit));
        let unit = unit.filter(|_| !world.hasty);
        self.at_the_police = unit.map_or(0, |unit| at_the_police(world.register, unit, world.day()));
    }

    fn choose_figure(&mut self, figure: usize, world: &World) {
        self.figure = figure;
        self.list(world);
    }

    fn tree_command(&mut self, command: Command, unit: UnitId, world: &World) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Open => {
                self.pane = Pane::People;
                Vec::new()
            }
            Command::Edit => vec![Effect::Form(Subject::EditUnit { unit })],
            Command::Move => vec![Effect::Form(Subject::MoveUnit { unit })],
            // Units are closed with a date, in their form, never thrown away.
            Command::SetAside => {
                vec![
                    Effect::FormAt(Subject::EditUnit { unit }, "valid_until"),
                    Effect::Say(world.lang.close_by_date()),
                ]
            }
            Command::Advance | Command::Mark | Command::Sort => {
                self.pane = Pane::People;
                vec![Effect::Say(world.lang.choose_person())]
            }
            _ => return None,
        })
    }

    fn parts(&self, world: &World, unit: UnitId) -> Vec<(String, Style)> {
        let theme = world.theme;
        let lang = world.lang;
        let Some(progress) = world.register.unit_row(unit).and_then(|row| world.progress_of(row)) else {
            return Vec::new();
        };
        let standing: u32 = progress.standing.iter().sum();
        FIGURES
            .iter()
            .enumerate()
            .map(|(n, figure)| {
                let text = match figure {
                    Figure::OnTheWay => format!("{} {}", lang.all_people(), lang.count(standing)),
                    // Nobody counts them until they are asked for.
                    Figure::Left if n == self.figure => {
                        format!("{} {}", lang.left_people(), self.people.count(lang))
                    }
                    Figure::Left => String::new(),
                    Figure::Standing(stage) => {
                        let count = progress.standing.get(stage.index()).copied().unwrap_or(0);
                        let police = match (*stage, self.at_the_police) {
                            (Stage::Proposal, n) if n > 0 => {
                                format!(" {}", lang.waiting_police(lang.count(n as u64)))
                            }
                            _ => String::new(),
                        };
                        format!("{} {}{police}", lang.stage(*stage), lang.count(count))
                    }
                    Figure::Flow(flow) => {
                        let count = progress.flow.get(flow.index()).copied().unwrap_or(0);
                        let target = match (flow, progress.target) {
                            (Flow::Admitted, Some(target)) => {
                                let percent =
                                    progress.percent().map_or(String::new(), |p| lang.percent_short(p));
                                format!("/{} {percent}", lang.count(target))
                            }
                            _ => String::new(),
                        };
                        format!("{} {}{target}", lang.flow(*flow), lang.count(count))
                    }
                };
                let gap = match figure {
                    Figure::Standing(Stage::Recognition) | Figure::Left => "",
                    Figure::Standing(_) => " ▸ ",
                    _ => "  ",
                };
                let style = match (n == self.figure, self.pane) {
                    (true, Pane::Figures) => theme.selected(),
                    (true, _) => theme.strong(),
                    _ => theme.text(),
                };
                (format!("{text}{gap}"), style)
            })
            .collect()
    }

    /// What the list is of; nothing where it is of everybody.
    fn filter(&self, lang: Lang) -> String {
        match FIGURES.get(self.figure) {
            Some(Figure::Standing(stage)) => lang.stage(*stage).to_owned(),
            Some(Figure::Flow(flow)) => lang.flow(*flow).to_owned(),
            Some(Figure::Left) => lang.left_people(),
            _ => String::new(),
        }
    }
}

/// Where a new unit goes: below the selected one, but beside a cell or a group.
fn parent_for_new(unit: UnitId, world: &World) -> UnitId {
    let Some(entry) = world.register.unit_by_id(unit) else { return unit };
    let above = entry.parent.and_then(|row| world.register.unit(row));
    match (entry.kind(), above) {
        ("cell" | "group", Some(above)) => above.id,
        _ => unit,
    }
}

impl Default for OfficeScreen {
    fn default() -> OfficeScreen {
        OfficeScreen::new()
    }
}

impl Behaviour for OfficeScreen {
    fn derive(&mut self, world: &World) {
        self.tree.derive(world);
        self.list(world);
    }

    fn select(&mut self, record: RecordId, world: &World) {
        match record {
            RecordId::Unit(id) => {
                self.tree.select(id, world);
                self.list(world);
            }
            RecordId::Occasion(_) => {}
            RecordId::Person(id) => {
                if !self.people.has(id, world) && world.records.record(id).is_some() {
                    // Not among those listed: list everyone, so that what was saved is seen.
                    self.choose_figure(0, world);
                }
                self.people.select(id, world);
                if !self.people.is_empty() {
                    self.pane = Pane::People;
                }
            }
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let unit = self.tree.selected()?;
        match command {
            Command::NextPane => {
                self.pane = match self.pane {
                    Pane::Tree => Pane::People,
                    Pane::People => Pane::Figures,
                    Pane::Figures => Pane::Tree,
                };
                Some(Vec::new())
            }
            Command::Figures => {
                self.pane = Pane::Figures;
                Some(Vec::new())
            }
            // Back from the list to the tree; the main screen itself has nothing behind it.
            Command::Back => {
                self.pane = Pane::Tree;
                Some(if world.marks.is_empty() { Vec::new() } else { vec![Effect::UnmarkAll] })
            }
            Command::AddPerson => Some(vec![Effect::Form(Subject::NewPerson { unit })]),
            Command::FastAdd => Some(vec![Effect::Open(Goal::FastAdd(unit))]),
            Command::AddUnit => {
                Some(vec![Effect::Form(Subject::NewUnit { parent: parent_for_new(unit, world) })])
            }
            Command::UnitCard => Some(vec![Effect::Open(Goal::UnitCard(unit))]),
            Command::Target => Some(vec![Effect::Form(Subject::Target { unit })]),
            Command::EarlierYear => Some(vec![Effect::Year(world.params.from.year() - 1)]),
            Command::LaterYear => Some(vec![Effect::Year(world.params.from.year() + 1)]),
            Command::AsOf => Some(vec![Effect::Form(Subject::AsOf)]),
            Command::SaveAs => {
                let people = Some(self.people.ids(world));
                let title = self.filter(world.lang);
                let looked = Looked { people, title, ..Looked::at(Name::List.code(), unit) };
                Some(vec![Effect::Form(Subject::SaveAs(Box::new(looked)))])
            }
            Command::Due => Some(vec![Effect::Open(Goal::Report(Name::Due, unit))]),
            Command::Progress => Some(vec![Effect::Open(Goal::Report(Name::Progress, unit))]),
            Command::Reports => Some(vec![Effect::Open(Goal::Reports(unit))]),
            _ => match self.pane {
                Pane::Tree => {
                    self.tree_command(command, unit, world).or_else(|| self.people.command(command, world))
                }
                Pane::Figures if command == Command::Open => {
                    self.pane = Pane::People;
                    Some(Vec::new())
                }
                Pane::Figures | Pane::People => self.people.command(command, world),
            },
        }
    }

    fn key(&mut self, key: Key, world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        if let Key::Char(digit @ '0'..='5') = key {
            self.choose_figure(digit as usize - '0' as usize, world);
            return Some(Vec::new());
        }
        if key == Key::Char('6') {
            self.choose_figure(LEFT, world);
            return Some(Vec::new());
        }
        if key == Key::BackTab {
            self.pane = match self.pane {
                Pane::Tree => Pane::Figures,
                Pane::Figures => Pane::People,
                Pane::People => Pane::Tree,
            };
            return Some(Vec::new());
        }
        match self.pane {
            Pane::Tree => {
                let before = self.tree.selected();
                let moved = self.tree.key(key, world);
                if self.tree.selected() != before {
                    self.list(world);
                }
                moved.then(Vec::new)
            }
            Pane::Figures => {
                let last = FIGURES.len() - 1;
                let figure = match key {
                    Key::Left => self.figure.saturating_sub(1),
                    Key::Right => (self.figure + 1).min(last),
                    Key::Home => 0,
                    Key::End => last,
                    Key::Down => {
                        self.pane = Pane::People;
                        return Some(Vec::new());
                    }
                    _ => return None,
                };
                self.choose_figure(figure, world);
                Some(Vec::new())
            }
            Pane::People if key == Key::Left => {
                self.pane = Pane::Tree;
                Some(Vec::new())
            }
            Pane::People => self.people.key(key, world).then(Vec::new),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let tree_width = (area.width * 2 / 5).clamp(24, 44).min(area.width);
        let left = Rect { width: tree_width, ..area };
        let right = Rect { x: area.x + tree_width, width: area.width - tree_width, ..area };
        let inner = canvas.frame(left, &lang.tree_heading(), self.pane == Pane::Tree);
        self.tree.draw(canvas, inner, world, self.pane == Pane::Tree);
        let Some(unit) = self.tree.selected() else { return };
        let filter = self.filter(lang);
        let mut heading = world.unit_path(unit);
        if !filter.is_empty() {
            heading = format!("{heading} · {}", lang.filtered(filter, self.people.count(lang)));
        }
        let inner = canvas.frame(right, &heading, self.pane != Pane::Tree);
        if inner.height == 0 {
            return;
        }
        let parts = self.parts(world, unit);
        let (standing, flow) = parts.split_at_checked(6).unwrap_or_default();
        let block = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
        let label = |text: String| (format!("{text}: "), theme.quiet());
        let first: Vec<_> =
            std::iter::once(label(lang.now_standing())).chain(standing.iter().cloned()).collect();
        // On a low screen the people matter more than the figures of the year.
        let roomy = inner.height >= 14;
        let second: Vec<_> = std::iter::once(label(lang.in_year(world.params.from.year())))
            .chain(flow.iter().cloned())
            .collect();
        let [overdue, week] = world.register.unit_row(unit).map_or([0; 2], |row| world.due_of(row));
        let first: Vec<_> = match overdue + week {
            0 => first,
            _ => {
                let most = if overdue > 0 { Urgency::Overdue } else { Urgency::Week };
                let style = theme.urgency(most).unwrap_or(theme.text());
                let due = format!("   {}", lang.due_short(lang.count(overdue), lang.count(week)));
                first.into_iter().chain([(due, style)]).collect()
            }
        };
        let mut used = canvas.flow(block, &first);
        let rows = flow_rows(block.width, second.iter().map(|(text, _)| width(text)));
        let below = Rect { y: block.y + used, height: block.height.saturating_sub(used), ..block };
        if roomy && below.height > rows {
            canvas.flow(below, &second);
            used += rows;
        }
        if used + 2 > inner.height {
            return;
        }
        let line = "─".repeat(usize::from(inner.width));
        canvas.text(inner, 0, used, &line, theme.quiet());
        let table = Rect { y: inner.y + used + 1, height: inner.height - used - 1, ..inner };
        self.people.draw(canvas, table, world, self.pane == Pane::People);
    }
}
