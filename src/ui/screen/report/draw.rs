//! How a report is drawn. Must not change which rows there are.

use super::picture::{Line as PictureLine, Row};
use super::{FOOT, Placed, ReportScreen, columns, due_foot};
use crate::domain::due::DueRule;
use crate::domain::edit::RecordId;
use crate::query::report::{Name, Title};
use crate::ui::canvas::{Canvas, width, wrapped};
use crate::ui::command::Command;
use crate::ui::line::Line;
use crate::ui::world::World;
use ratatui::layout::Rect;

/// Cells in which the beginning of a text can be read.
const READABLE: usize = 9;

impl ReportScreen {
    fn title(&self, world: &World) -> String {
        let lang = world.lang;
        let unit = world.unit_name(self.unit);
        let head = match self.name {
            Name::Progress => lang.title_progress(&unit),
            Name::Submissions => {
                let owed = self.owed(world).map_or("", |owed| &owed.code);
                lang.owed(owed, world.catalogue)
            }
            name => lang.report(name).to_owned(),
        };
        if let Some(id) = self.occasion {
            let name = world.register.occasion_name(id);
            return if self.name == Name::Script { format!("{name} · {head}") } else { name };
        }
        let by = match self.name {
            Name::Charge => Some(self.asked(world)).filter(|account| !account.is_empty()),
            _ => self.by.map(|by| lang.broken_down_by(lang.breakdown(by))),
        };
        let unit = (!self.is_tree()).then_some(unit);
        std::iter::once(head).chain(by).chain(unit).collect::<Vec<_>>().join(" · ")
    }

    /// What is said beside the rows, of those that are shown.
    fn notes(&self, world: &World) -> String {
        let mut notes = self.picture.notes.clone();
        let rows = (0..self.picture.len()).filter(|at| self.picture.row(*at).is_some()).count();
        let count = |n: usize| world.lang.count(n as u64);
        match (&self.choice.only, self.picture.hidden) {
            (Some((number, text)), hidden) => {
                let title = self.picture.place(*number).map_or("", |place| self.picture.title(place));
                let only = world.lang.only_such(title, if text.is_empty() { "–" } else { text });
                notes = vec![only, world.lang.rows_shown(count(rows), count(rows + hidden))];
            }
            // How many are due, or in a class, is said already.
            (None, 0)
                if self.picture.is_of_people
                    && !matches!(self.name, Name::Due | Name::Attendees | Name::Ceremony | Name::Script) =>
            {
                notes.push(world.lang.people_count(count(rows)));
            }
            (None, 0) => {}
            (None, hidden) => {
                notes.push(world.lang.rows_cut(count(rows), count(rows + hidden), world.key(Command::SaveAs)))
            }
        }
        notes.join(" · ")
    }

    /// The title of a column in lines, framed where it is the chosen one: the one that is sorted, and whose people
    /// Enter lists.
    fn titled(&self, n: usize, room: usize) -> Vec<String> {
        let number = self.picture.columns.get(n).map(|column| column.number);
        let arrow = match self.choice.sort {
            Some((column, true)) if Some(column) == number => "▼",
            Some((column, false)) if Some(column) == number => "▲",
            _ => "",
        };
        let lines = wrapped(self.picture.title(n), room.saturating_sub(4).max(1));
        let last = lines.len().saturating_sub(1);
        let (open, close) = if n == self.chosen() { ("[", "]") } else { (" ", " ") };
        let framed = lines.into_iter().enumerate().map(|(at, line)| match (at == 0, at == last) {
            (true, true) => format!("{open}{line}{arrow}{close}"),
            (true, false) => format!("{open}{line} "),
            (false, true) => format!(" {line}{arrow}{close}"),
            (false, false) => format!(" {line} "),
        });
        framed.collect()
    }

    pub(super) fn draw_table(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let (title, notes) = (self.title(world), self.notes(world));
        let both = [title.as_str(), notes.as_str()].into_iter().filter(|text| !text.is_empty());
        let both = both.collect::<Vec<_>>().join(" · ");
        let in_title = width(&both) + 4 <= usize::from(area.width);
        let inner = canvas.frame(area, if in_title { &both } else { &title }, true);
        if self.picture.stopped {
            canvas.text(inner, 1, 1, &world.lang.report_stopped(world.key(Command::Refresh)), theme.wrong());
            return;
        }
        let noted = u16::from(!in_title && !notes.is_empty());
        if noted > 0 {
            canvas.text(inner, 1, 0, &notes, theme.strong());
        }
        let foot = if self.name == Name::Due && inner.height > 8 { FOOT } else { 0 };
        let height = inner.height.saturating_sub(noted + foot);
        let table = Rect { y: inner.y + noted, height, ..inner };
        if self.picture.len() == 0 {
            let none = match self.name {
                Name::Due => world.lang.nothing_due(),
                Name::Attendees => world.lang.nobody_enrolled(world.key(Command::Enrol)),
                _ => world.lang.no_rows(),
            };
            canvas.text(table, 1, 1, &none, theme.quiet());
            return;
        }
        let (room, chosen) = (usize::from(inner.width), self.chosen());
        let placed = match self.picture.is_of_people {
            true => columns::of_people(&self.picture, room.saturating_sub(1), chosen, &mut self.first_column),
            false => columns::of_figures(&self.picture, room, self.is_tree(), chosen, &mut self.first_column),
        };
        self.draw_lines(canvas, table, &placed, world);
        if let Some(row) = self.row().and_then(|row| row.due).filter(|_| foot > 0) {
            let lines = wrapped(&due_foot::foot(&row, world), room.saturating_sub(2));
            for (n, text) in lines.iter().take(usize::from(foot)).enumerate() {
                canvas.text(inner, 1, inner.height - foot + n as u16, text, theme.quiet());
            }
        }
    }

    /// False for a figure that reaches beyond the edge, and for a text of which nothing could be read: no part of it is
    /// shown, nor of its title.
    fn fits(&self, column: &Placed, table: Rect) -> bool {
        let is_number = self.picture.columns.get(column.n).is_some_and(|column| column.is_number);
        let room = (usize::from(table.width) + 1).saturating_sub(column.x);
        // Of a text the beginning can be read.
        let least = if is_number { column.width } else { column.width.min(READABLE) };
        column.n == 0 || room >= least
    }

    fn draw_lines(&mut self, canvas: &mut Canvas, table: Rect, placed: &[Placed], world: &World) {
        let theme = canvas.theme;
        let titles: Vec<Vec<String>> =
            placed.iter().map(|column| self.titled(column.n, column.width)).collect();
        let head = titles.iter().map(Vec::len).max().unwrap_or(1);
        if usize::from(table.height) < head + 1 {
            return;
        }
        // People have a mark before them.
        let left = usize::from(self.picture.is_of_people);
        let at = |x: usize| {
            let x = (x + left) as u16;
            Rect { x: table.x + x, width: table.width.saturating_sub(x), ..table }
        };
        let is_number = |n: usize| self.picture.columns.get(n).is_some_and(|column| column.is_number);
        for (column, lines) in placed.iter().zip(&titles) {
            if !self.fits(column, table) {
                continue;
            }
            // They stand on the figures.
            let above = head.saturating_sub(lines.len());
            for (line, text) in lines.iter().enumerate() {
                let mut cell = Line::new(canvas, at(column.x), (above + line) as u16, theme.quiet());
                if is_number(column.n) {
                    cell.put_right(text, column.width)
                } else {
                    cell.put(text, column.width)
                }
            }
        }
        let last = placed.iter().rev().find(|column| self.fits(column, table)).map(|column| column.n);
        if last.is_some_and(|last| last + 1 < self.picture.columns.len()) {
            // Further columns go by with the arrows.
            let more = theme.glyph("›", ">");
            canvas.text(table, table.width.saturating_sub(1), head as u16 - 1, more, theme.quiet());
        }
        let window = self.cursor.window(self.picture.len(), table.height - head as u16);
        for n in window.clone() {
            let line = (n - window.start + head) as u16;
            match self.picture.line(n) {
                Some(PictureLine::Head(text, count)) => {
                    let text = format!("{text} ({})", world.lang.count(*count as u64));
                    canvas.text(table, 1, line, &text, theme.strong());
                }
                Some(PictureLine::Row(row)) if self.picture.is_of_people => {
                    self.draw_person(canvas, (table, line), row, placed, world);
                }
                Some(PictureLine::Row(row)) => {
                    self.draw_figures(canvas, (table, line), row, placed, n == self.cursor.at);
                }
                None => {}
            }
        }
    }

    fn draw_figures(
        &self,
        canvas: &mut Canvas,
        (table, line): (Rect, u16),
        row: &Row,
        placed: &[Placed],
        selected: bool,
    ) {
        let theme = canvas.theme;
        let style = if row.is_whole || selected { theme.strong() } else { theme.text() };
        if selected {
            canvas.select_row(table, line, theme.text());
        }
        let mark = if selected { "▌" } else { " " };
        let name_style = if selected && self.chosen() == 0 { theme.selected() } else { style };
        let name = row.name(theme.glyph("Σ", "="));
        let room = placed.first().map_or(0, |column| column.width);
        Line::new(canvas, table, line, name_style).put(&format!("{mark}{name}"), room);
        let is_number = |n: usize| self.picture.columns.get(n).is_some_and(|column| column.is_number);
        for column in placed.iter().skip(1) {
            if !self.fits(column, table) {
                continue;
            }
            let style = if selected && column.n == self.chosen() { theme.selected() } else { style };
            let x = column.x as u16;
            let place = Rect { x: table.x + x, width: table.width.saturating_sub(x), ..table };
            let mut cell = Line::new(canvas, place, line, style);
            match is_number(column.n) {
                true => cell.put_right(row.text(column.n), column.width),
                false => cell.put(&format!(" {}", row.text(column.n)), column.width),
            }
        }
    }

    /// A row that is a person: marked, the whole row selected, what is urgent in its colour.
    fn draw_person(
        &self,
        canvas: &mut Canvas,
        (table, line): (Rect, u16),
        row: &Row,
        placed: &[Placed],
        world: &World,
    ) {
        let theme = canvas.theme;
        let selected = self.row().is_some_and(|chosen| chosen.number == row.number);
        let style = if selected { theme.selected() } else { theme.text() };
        if selected {
            canvas.select_row(table, line, style);
        }
        let marked = matches!(row.record, Some(RecordId::Person(id)) if world.marks.contains(&id));
        canvas.text(table, 0, line, theme.row_mark(marked, selected), style);
        let beside = Rect { x: table.x + 1, width: table.width.saturating_sub(1), ..table };
        let mut cells = Line::new(canvas, beside, line, style);
        for column in placed {
            let urgent =
                row.urgency(column.n).and_then(|urgency| theme.urgency(urgency)).filter(|_| !selected);
            // Whose comment it is stands in the record.
            let is_rule =
                self.picture.columns.get(column.n).is_some_and(|column| column.of == Title::Field("rule"));
            let comment = row.due.filter(|row| row.due.rule == DueRule::Comment && is_rule);
            match comment {
                Some(row) => cells.put(&format!(" {}", due_foot::what(&row, world)), column.width),
                None => cells.put_in(&format!(" {}", row.text(column.n)), column.width, urgent),
            }
        }
    }
}
