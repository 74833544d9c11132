//! Any report as a table: columns that go by, sorting by any of them, who is behind a figure, saving as a file.
//!
//! Must not know what a report counts. A report that is not to be worked on row by row requires nothing here.

mod picture;

use crate::domain::UnitId;
use crate::query::UnitRow;
use crate::query::breakdown::By;
use crate::query::figures::Figure;
use crate::query::report::asked::{Asked, Office};
use crate::query::report::{Behind, Name, Report};
use crate::ui::behaviour::Behaviour;
use crate::ui::canvas::{Canvas, width, wrapped};
use crate::ui::command::{Command, Layer};
use crate::ui::cursor::Cursor;
use crate::ui::effect::{Effect, Goal};
use crate::ui::key::Key;
use crate::ui::line::Line;
use crate::ui::people_table::{Scope, Who};
use crate::ui::subject::Subject;
use crate::ui::typing::Typist;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::Datelike;
use picture::Picture;
use ratatui::layout::Rect;

/// Levels of the tree that are opened at most.
const DEEPEST: usize = 8;
/// Cells beyond which a title goes on in another line.
const LONG: usize = 20;

/// A report, and where one is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportScreen {
    name: Name,
    unit: UnitId,
    depth: usize,
    by: Option<By>,
    picture: Picture,
    cursor: Cursor,
    column: usize,
    first_column: usize,
    /// Column and whether the largest comes first; `None` is the order of the report.
    sort: Option<(usize, bool)>,
}

impl ReportScreen {
    /// A report of a unit with all below it.
    pub fn new(name: Name, unit: UnitId) -> ReportScreen {
        // Figures against targets are what is looked at first; the table stands on them.
        let column = if name == Name::Progress { 2 } else { 0 };
        ReportScreen {
            name,
            unit,
            depth: 1,
            by: None,
            picture: Picture::default(),
            cursor: Cursor::default(),
            column,
            first_column: 1,
            sort: None,
        }
    }

    /// The report as it stands now; nothing where whoever waited stopped it.
    fn made<'a>(&self, world: &World<'a>) -> Option<Box<dyn Report + 'a>> {
        let asked = Asked {
            name: self.name,
            unit: Some(world.register.unit_row(self.unit)?),
            params: world.params,
            today: world.today,
            depth: self.depth,
            by: self.by,
            people: Vec::new(),
            text: String::new(),
        };
        let of = Office {
            register: world.register,
            catalogue: world.catalogue,
            rules: world.rules(),
            table: Some(world.progress),
            lines: None,
        };
        asked.made(of, &world.waiting.work(world.register.len())).ok()
    }

    /// Where its commands are listed.
    pub fn layer(&self) -> Layer {
        if self.is_tree() { Layer::Progress } else { Layer::Report }
    }

    fn is_tree(&self) -> bool {
        self.name == Name::Progress
    }

    fn is_broken_down(&self) -> bool {
        self.name == Name::Funnel
    }

    /// The people behind the chosen cell, or those of its row.
    fn open(&self, world: &World) -> Vec<Effect> {
        let Some((row, report)) = self.picture.row(self.cursor.at).zip(self.made(world)) else {
            return Vec::new();
        };
        let at = |column: usize| {
            let column = self.picture.columns.get(column)?;
            Some(report.behind(row.number, column.number))
        };
        let of_cell = at(self.column).filter(|behind| *behind != Behind::Nobody);
        let ids = |rows: &[UnitRow]| rows.iter().filter_map(|row| world.register.id_of_unit(*row)).collect();
        let here = vec![self.unit];
        let (scope, what) = match of_cell.or_else(|| at(0)) {
            None | Some(Behind::Nobody) => return vec![Effect::Say(world.lang.nobody_behind())],
            Some(Behind::Person(person)) => {
                let card = world.register.id(person).map(|id| Effect::Open(Goal::Card(id)));
                return card.into_iter().collect();
            }
            Some(Behind::Unit(unit)) => {
                let who = Who::Counted(Figure::OnTheWay);
                (Scope { units: ids(&[unit]), who }, world.lang.all_people())
            }
            Some(Behind::Counted(units, figure)) => {
                let what = match figure {
                    Figure::OnTheWay => world.lang.all_people(),
                    Figure::Left => world.lang.left_people(),
                    Figure::Standing(stage) => world.lang.stage(stage).to_owned(),
                    Figure::Flow(flow) => world.lang.flow(flow).to_owned(),
                };
                (Scope { units: ids(&units), who: Who::Counted(figure) }, what)
            }
            Some(Behind::People(people)) => {
                let people = people.iter().filter_map(|row| world.register.id(*row)).collect();
                let what = self.picture.title(self.column).to_owned();
                (Scope { units: here, who: Who::These(people) }, what)
            }
        };
        let title = format!("{} · {what}", row.called(self.picture.names()));
        vec![Effect::Open(Goal::People { title, scope })]
    }

    fn next_breakdown(&self) -> Option<By> {
        let all: Vec<Option<By>> = std::iter::once(None).chain(By::all().map(Some)).collect();
        let at = all.iter().position(|by| *by == self.by).unwrap_or(0);
        all.get((at + 1) % all.len()).copied().flatten()
    }

    fn title(&self, world: &World) -> String {
        let lang = world.lang;
        let unit = world.unit_name(self.unit);
        let head = match self.name {
            Name::Progress => lang.title_progress(&unit),
            name => lang.report(name).to_owned(),
        };
        let by = self.by.map(|by| lang.broken_down_by(lang.breakdown(by)));
        let unit = (!self.is_tree()).then_some(unit);
        let notes = self.picture.notes.iter().cloned();
        std::iter::once(head).chain(by).chain(unit).chain(notes).collect::<Vec<_>>().join(" · ")
    }

    /// Widths of the columns, their gap included. The first one is a name.
    fn widths(&self, room: u16) -> Vec<usize> {
        let of = |column: &picture::Column| {
            let title = width(&column.title);
            let longest_word = column.title.split(' ').map(width).max().unwrap_or(0);
            let titled = if title > LONG { longest_word.max(title.div_ceil(3) + 2) } else { title };
            (titled + 2).max(7).max(column.longest) + 2
        };
        let mut widths: Vec<usize> = self.picture.columns.iter().map(of).collect();
        if let Some(first) = widths.first_mut() {
            let most = usize::from((room / 3).clamp(18, 40));
            *first = if self.is_tree() { most } else { (*first).min(most) };
        }
        widths
    }

    /// The title of a column in lines, framed where it is the chosen one: the one that is sorted, and whose people
    /// Enter lists.
    fn titled(&self, n: usize, room: usize) -> Vec<String> {
        let arrow = match self.sort {
            Some((column, true)) if column == n => "▼",
            Some((column, false)) if column == n => "▲",
            _ => "",
        };
        let lines = wrapped(self.picture.title(n), room.saturating_sub(4).max(1));
        let last = lines.len().saturating_sub(1);
        let (open, close) = if n == self.column { ("[", "]") } else { (" ", " ") };
        let framed = lines.into_iter().enumerate().map(|(at, line)| match (at == 0, at == last) {
            (true, true) => format!("{open}{line}{arrow}{close}"),
            (true, false) => format!("{open}{line} "),
            (false, true) => format!(" {line}{arrow}{close}"),
            (false, false) => format!(" {line} "),
        });
        framed.collect()
    }
}

impl Behaviour for ReportScreen {
    fn derive(&mut self, world: &World) {
        let report = self.made(world);
        let picture = Picture::of(report.as_deref(), self.sort, world.lang);
        // Whatever came and went above it, the row stays the chosen one.
        let same = self.picture.row(self.cursor.at).and_then(|row| picture.same(row, self.cursor.at));
        self.cursor.at = same.unwrap_or(self.cursor.at);
        self.picture = picture;
        self.column = self.column.min(self.picture.columns.len().saturating_sub(1));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        match command {
            Command::Open => return Some(self.open(world)),
            Command::Sort => {
                let figures = self.picture.columns.get(self.column).is_some_and(|column| column.is_number);
                self.sort = match self.sort {
                    Some((column, down)) if column == self.column && down == figures => Some((column, !down)),
                    Some((column, _)) if column == self.column => None,
                    // Figures are looked at from the best, names from the first.
                    _ => Some((self.column, figures)),
                };
            }
            Command::Deeper => self.depth = (self.depth + 1).min(DEEPEST),
            Command::Shallower => self.depth = self.depth.saturating_sub(1).max(1),
            Command::Breakdown if self.is_broken_down() => self.by = self.next_breakdown(),
            Command::Breakdown => return Some(vec![Effect::Say(world.lang.no_breakdown())]),
            Command::EarlierYear => return Some(vec![Effect::Year(world.params.from.year() - 1)]),
            Command::LaterYear => return Some(vec![Effect::Year(world.params.from.year() + 1)]),
            Command::AsOf => return Some(vec![Effect::Form(Subject::AsOf)]),
            Command::SaveAs => {
                let by = self.by.map_or(String::new(), |by| by.code().to_owned());
                let subject = Subject::SaveAs { unit: self.unit, depth: self.depth, by, people: Vec::new() };
                return Some(vec![Effect::FormWith(subject, "report", self.name.code())]);
            }
            Command::Progress if self.name == Name::Progress => return Some(vec![Effect::Back]),
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
            Key::Left => self.column = self.column.saturating_sub(1),
            Key::Right => self.column = (self.column + 1).min(self.picture.columns.len().saturating_sub(1)),
            key => return self.cursor.key(key, self.picture.len()).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let inner = canvas.frame(area, &self.title(world), true);
        let widths = self.widths(inner.width);
        if self.picture.stopped {
            canvas.text(inner, 1, 1, &world.lang.report_stopped(world.key(Command::Refresh)), theme.wrong());
            return;
        }
        // Other columns go by below the names until the chosen one is on the screen.
        let wide = |columns: usize| widths.iter().take(columns).sum::<usize>();
        let names = self.picture.names();
        let fixed = if wide(names) * 2 <= usize::from(inner.width) { names } else { 1 };
        let room = usize::from(inner.width).saturating_sub(wide(fixed));
        self.first_column = self.first_column.max(fixed).min(self.column.max(fixed));
        while self.column > self.first_column && wide(self.column + 1) - wide(self.first_column) > room {
            self.first_column += 1;
        }
        let mut x = 0;
        let mut places = Vec::new();
        for (n, width) in widths.iter().enumerate() {
            if (n < fixed || n >= self.first_column) && x < usize::from(inner.width) {
                places.push((n, x, *width));
                x += width;
            }
        }
        let titles: Vec<Vec<String>> = places.iter().map(|(n, _, room)| self.titled(*n, *room)).collect();
        let head = titles.iter().map(Vec::len).max().unwrap_or(1);
        if usize::from(inner.height) < head + 1 {
            return;
        }
        let at = |x: usize| {
            let x = x as u16;
            Rect { x: inner.x + x, width: inner.width.saturating_sub(x), ..inner }
        };
        let is_number = |n: usize| self.picture.columns.get(n).is_some_and(|column| column.is_number);
        for ((n, x, room), lines) in places.iter().zip(&titles) {
            // They stand on the figures.
            let above = head.saturating_sub(lines.len());
            for (line, text) in lines.iter().enumerate() {
                let mut cell = Line::new(canvas, at(*x), (above + line) as u16, theme.quiet());
                if is_number(*n) { cell.put_right(text, *room) } else { cell.put(text, *room) }
            }
        }
        let window = self.cursor.window(self.picture.len(), inner.height - head as u16);
        for n in window.clone() {
            let Some(row) = self.picture.row(n) else { continue };
            let line = (n - window.start + head) as u16;
            let selected = n == self.cursor.at;
            let style = if row.is_whole || selected { theme.strong() } else { theme.text() };
            if selected {
                canvas.select_row(inner, line, theme.text());
            }
            let mark = if selected { "▌" } else { " " };
            let name_style = if selected && self.column == 0 { theme.selected() } else { style };
            let name = row.name(theme.glyph("Σ", "="));
            let room = widths.first().copied().unwrap_or(0);
            Line::new(canvas, inner, line, name_style).put(&format!("{mark}{name}"), room);
            for (n, x, room) in places.iter().skip(1) {
                if is_number(*n) && x + room > usize::from(inner.width) + 1 {
                    // Of a figure no part is shown.
                    continue;
                }
                let style = if selected && *n == self.column { theme.selected() } else { style };
                let mut cell = Line::new(canvas, at(*x), line, style);
                match is_number(*n) {
                    true => cell.put_right(row.text(*n), *room),
                    false => cell.put(&format!(" {}", row.text(*n)), *room),
                }
            }
        }
    }
}
