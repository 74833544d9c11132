//! The progress table: units × figures, sortable, with subtotals by sector block. Enter on a
//! figure lists the people behind it.

use super::people::People;
use super::{Behaviour, Screen};
use crate::domain::{Stage, UnitId};
use crate::query::figures::{Figure, Flow};
use crate::query::progress::{BlockRow, blocks};
use crate::query::report::Name;
use crate::query::{ProgressRow, UnitRow};
use crate::ui::canvas::{Canvas, width};
use crate::ui::command::Command;
use crate::ui::cursor::Cursor;
use crate::ui::effect::Effect;
use crate::ui::form::Subject;
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::people_table::Scope;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::Datelike;
use ratatui::layout::Rect;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Members,
    Admitted,
    Percent,
    Standing(Stage),
    Flow(Flow),
}

const COLUMNS: [Column; 14] = [
    Column::Name,
    Column::Members,
    Column::Admitted,
    Column::Percent,
    Column::Standing(Stage::Source),
    Column::Standing(Stage::Class),
    Column::Standing(Stage::Proposal),
    Column::Standing(Stage::Admission),
    Column::Standing(Stage::Recognition),
    Column::Flow(Flow::Identified),
    Column::Flow(Flow::SentToClass),
    Column::Flow(Flow::Trained),
    Column::Flow(Flow::Proposed),
    Column::Flow(Flow::Recognised),
];

/// A row: a unit with its depth below the root, or the subtotal of a block.
#[derive(Clone, Debug, PartialEq)]
enum Row {
    Unit(UnitRow, usize),
    Block(BlockRow, String),
}

/// The progress screen.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressScreen {
    root: UnitId,
    depth: usize,
    rows: Vec<Row>,
    cursor: Cursor,
    column: usize,
    /// Column and whether the largest comes first; `None` is the order of the tree.
    sort: Option<(usize, bool)>,
    first_column: usize,
}

impl ProgressScreen {
    /// The table of a unit and those directly below it.
    pub fn new(root: UnitId) -> ProgressScreen {
        ProgressScreen {
            root,
            depth: 1,
            rows: Vec::new(),
            cursor: Cursor::default(),
            column: 2,
            sort: None,
            first_column: 1,
        }
    }

    fn grow(&mut self, row: UnitRow, depth: usize, world: &World) {
        self.rows.push(Row::Unit(row, depth));
        if depth >= self.depth {
            return;
        }
        let mut children: Vec<UnitRow> = world.register.children(Some(row)).collect();
        if let Some((column, down)) = self.sort
            && let Some(column) = COLUMNS.get(column)
        {
            children.sort_by_cached_key(|row| key(*column, *row, world));
            if down {
                children.reverse();
            }
        }
        for child in children {
            self.grow(child, depth + 1, world);
        }
    }

    fn figure(&self) -> Option<Figure> {
        match COLUMNS.get(self.column)? {
            Column::Name | Column::Members => None,
            Column::Admitted | Column::Percent => Some(Figure::Flow(Flow::Admitted)),
            Column::Standing(stage) => Some(Figure::Standing(*stage)),
            Column::Flow(flow) => Some(Figure::Flow(*flow)),
        }
    }

    fn open(&self, world: &World) -> Vec<Effect> {
        let (units, name) = match self.rows.get(self.cursor.at) {
            Some(Row::Unit(row, _)) => {
                let Some(entry) = world.register.unit(*row) else { return Vec::new() };
                (vec![entry.id], entry.name().to_owned())
            }
            Some(Row::Block(block, name)) => (
                block
                    .units
                    .iter()
                    .filter_map(|row| world.register.unit(*row))
                    .map(|entry| entry.id)
                    .collect(),
                name.clone(),
            ),
            None => return Vec::new(),
        };
        let figure = self.figure().unwrap_or(Figure::OnTheWay);
        let what = match figure {
            Figure::OnTheWay => world.lang.all_people(),
            Figure::Left => world.lang.left_people(),
            Figure::Standing(stage) => world.lang.stage(stage).to_owned(),
            Figure::Flow(flow) => world.lang.flow(flow).to_owned(),
        };
        let people = People::new(format!("{name} · {what}"), Scope { units, figure });
        vec![Effect::Push(Box::new(Screen::People(people)))]
    }
}

/// What a unit is sorted by.
fn key(column: Column, row: UnitRow, world: &World) -> (Option<u32>, Box<[u8]>) {
    let Some(progress) = world.progress_of(row) else { return Default::default() };
    let number = match column {
        Column::Name => {
            let name = world.register.unit(row).map_or("", |entry| entry.name());
            return (None, crate::domain::text::title_key(name));
        }
        Column::Members => progress.members,
        Column::Admitted => Some(progress.admitted()),
        Column::Percent => progress.percent(),
        Column::Standing(stage) => progress.standing.get(stage.index()).copied(),
        Column::Flow(flow) => progress.flow.get(flow.index()).copied(),
    };
    (number, Default::default())
}

fn title(column: Column, world: &World) -> String {
    match column {
        Column::Name => world.lang.field("unit").to_owned(),
        Column::Members => world.lang.pick("Đảng viên", "Members").to_owned(),
        Column::Admitted => world.lang.admitted_of_target_short().to_owned(),
        Column::Percent => "%".to_owned(),
        Column::Standing(stage) => world.lang.stage(stage).to_owned(),
        Column::Flow(flow) => world.lang.flow(flow).to_owned(),
    }
}

fn cell(column: Column, progress: &ProgressRow, world: &World) -> String {
    let lang = world.lang;
    match column {
        Column::Name => String::new(),
        Column::Members => progress.members.map_or(String::new(), |n| lang.count(n)),
        Column::Admitted => {
            let target = progress.target.map_or("–".to_owned(), |target| lang.count(target));
            format!("{}/{target}", lang.count(progress.admitted()))
        }
        Column::Percent => progress.percent().map_or(String::new(), |p| lang.percent_short(p)),
        Column::Standing(stage) => {
            progress.standing.get(stage.index()).map_or(String::new(), |n| lang.count(*n))
        }
        Column::Flow(flow) => progress.flow.get(flow.index()).map_or(String::new(), |n| lang.count(*n)),
    }
}

impl Behaviour for ProgressScreen {
    fn derive(&mut self, world: &World) {
        self.rows.clear();
        let Some(root) = world.register.unit_row(self.root) else { return };
        self.grow(root, 0, world);
        // The subtotals stand right below the whole, before the units.
        let codes: Vec<String> = world.catalogue.blocks.iter().map(|block| block.code.clone()).collect();
        let below = root + 1..world.register.subtree(root).end;
        let blocks = blocks(world.register, world.progress, below, &codes).into_iter().map(|block| {
            let named = world.catalogue.blocks.iter().find(|known| known.code == block.block);
            let name =
                named.map_or(block.block.clone(), |named| world.lang.pick(&named.vi, &named.en).to_owned());
            Row::Block(block, name)
        });
        let below: Vec<Row> = self.rows.split_off(1);
        self.rows.extend(blocks);
        self.rows.extend(below);
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Open => return Some(self.open(world)),
            Command::Sort => {
                self.sort = match self.sort {
                    Some((column, true)) if column == self.column => Some((column, false)),
                    Some((column, false)) if column == self.column => None,
                    // Figures are looked at from the best, names from the first.
                    _ => Some((self.column, self.column > 0)),
                };
                self.derive(world);
            }
            Command::Deeper => {
                self.depth = (self.depth + 1).min(8);
                self.derive(world);
            }
            Command::Shallower => {
                self.depth = self.depth.saturating_sub(1).max(1);
                self.derive(world);
            }
            Command::EarlierYear => return Some(vec![Effect::Year(world.params.from.year() - 1)]),
            Command::LaterYear => return Some(vec![Effect::Year(world.params.from.year() + 1)]),
            Command::AsOf => return Some(vec![Effect::Form(Subject::AsOf)]),
            Command::SaveAs => {
                let subject = Subject::SaveAs { unit: self.root, depth: self.depth, people: Vec::new() };
                return Some(vec![Effect::FormWith(subject, "report", Name::Progress.code())]);
            }
            Command::Progress => return Some(vec![Effect::Back]),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn arrows(&self, lang: Lang) -> Option<String> {
        Some(lang.choose_column())
    }

    fn key(&mut self, key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        match key {
            Key::Left => self.column = self.column.saturating_sub(1),
            Key::Right => self.column = (self.column + 1).min(COLUMNS.len() - 1),
            key => return self.cursor.key(key, self.rows.len()).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let lang = world.lang;
        let (from, to) = (lang.date(world.params.from.into()), lang.date(world.params.to.into()));
        let heading =
            format!("{} · {}", lang.title_progress(world.unit_name(self.root)), lang.span(from, to));
        let inner = canvas.frame(area, &heading, true);
        if inner.height < 2 {
            return;
        }
        let name_room = usize::from((inner.width / 3).clamp(18, 40));
        // No figure is longer than that of the unit above them all.
        let whole = world.register.unit_row(self.root).and_then(|row| world.progress_of(row));
        let longest = |column| whole.map_or(0, |progress| width(&cell(column, &progress, world)));
        let widths: Vec<usize> = COLUMNS
            .iter()
            .map(|column| (width(&title(*column, world)) + 2).max(7).max(longest(*column)) + 2)
            .collect();
        // Columns go by until the chosen one is on the screen.
        let room = usize::from(inner.width).saturating_sub(name_room);
        self.first_column = self.first_column.min(self.column.max(1));
        while self.column > self.first_column
            && widths.iter().take(self.column + 1).skip(self.first_column).sum::<usize>() > room
        {
            self.first_column += 1;
        }
        let shown = || COLUMNS.iter().zip(&widths).enumerate().skip(self.first_column);
        let mut head = Line::new(canvas, inner, 0, theme.quiet());
        let arrow = |n: usize| match self.sort {
            Some((column, down)) if column == n => {
                if down {
                    "▼"
                } else {
                    "▲"
                }
            }
            _ => "",
        };
        // The chosen column stands in brackets: the one that is sorted, and whose people Enter lists.
        let chosen = |n: usize, title: &str| match n == self.column {
            true => format!("[{title}{}]", arrow(n)),
            false => format!(" {title}{} ", arrow(n)),
        };
        head.put(&chosen(0, lang.field("unit")), name_room);
        for (n, (column, width)) in shown() {
            head.put_right(&chosen(n, &title(*column, world)), *width);
        }
        let window = self.cursor.window(self.rows.len(), inner.height - 1);
        for (n, row) in self.rows.iter().enumerate().take(window.end).skip(window.start) {
            let line = (n - window.start) as u16 + 1;
            let selected = n == self.cursor.at;
            let (name, progress) = match row {
                Row::Unit(row, depth) => {
                    let name = world.register.unit(*row).map_or("", |entry| entry.name());
                    (format!("{}{name}", "  ".repeat(*depth)), world.progress_of(*row))
                }
                Row::Block(block, name) => {
                    (format!("{} {name} ({})", theme.glyph("Σ", "="), block.units.len()), Some(block.total))
                }
            };
            let Some(progress) = progress else { continue };
            let strong = matches!(row, Row::Block(..) | Row::Unit(_, 0));
            let style = if strong || selected { theme.strong() } else { theme.text() };
            let mark = if selected { "▌" } else { " " };
            if selected {
                canvas.select_row(inner, line, theme.text());
            }
            let name_style = if selected && self.column == 0 { theme.selected() } else { style };
            Line::new(canvas, inner, line, name_style).put(&format!("{mark}{name}"), name_room);
            let mut x = name_room;
            for (n, (column, width)) in shown() {
                let style = if selected && n == self.column { theme.selected() } else { style };
                let place =
                    Rect { x: inner.x + x as u16, width: inner.width.saturating_sub(x as u16), ..inner };
                Line::new(canvas, place, line, style).put_right(&cell(*column, &progress, world), *width);
                x += width;
            }
        }
    }
}
