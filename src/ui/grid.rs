//! A grid of text cells, filled row after row without leaving the keyboard.

use super::canvas::{Canvas, cut};
use super::command::Command;
use super::cursor::Cursor;
use super::field::TextField;
use super::key::Key;
use super::typing::Typist;
use crate::domain::text::{clean, visible};
use ratatui::layout::{Position, Rect};
use std::ops::Range;

/// A column: its title, its width in cells, whether it can be typed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridColumn {
    pub title: String,
    pub width: usize,
    pub fixed: bool,
}

/// Rows of cells and where one is.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub columns: Vec<GridColumn>,
    pub rows: Vec<Vec<TextField>>,
    /// What is wrong, by row.
    pub problems: Vec<String>,
    row: Cursor,
    column: usize,
    /// New rows may be added below the last one.
    grows: bool,
}

impl Grid {
    /// A grid; one that grows begins with an empty row.
    pub fn new(columns: Vec<GridColumn>, rows: Vec<Vec<TextField>>, grows: bool) -> Grid {
        let column = columns.iter().position(|column| !column.fixed).unwrap_or(0);
        let mut grid = Grid { columns, rows, problems: Vec::new(), row: Cursor::default(), column, grows };
        if grows && grid.rows.is_empty() {
            grid.add_row();
        }
        grid
    }

    fn add_row(&mut self) {
        self.rows.push(vec![TextField::default(); self.columns.len()]);
    }

    /// The selected row.
    pub fn at(&self) -> usize {
        self.row.at
    }

    /// Goes to a row.
    pub fn go(&mut self, row: usize) {
        self.row.at = row.min(self.rows.len().saturating_sub(1));
    }

    /// Goes to a cell.
    pub fn go_to(&mut self, row: usize, column: usize) {
        self.go(row);
        self.column = column.min(self.columns.len().saturating_sub(1));
    }

    /// The text of a cell.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", TextField::text)
    }

    /// The selected column.
    pub fn column(&self) -> usize {
        self.column
    }

    /// How many columns there are from the selected one on.
    pub fn room(&self) -> usize {
        self.columns.len().saturating_sub(self.column)
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, row: usize, column: usize, text: &str) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell = TextField::new(text);
        }
    }

    /// Puts a block of texts into the cells from the selected one on, below each other; returns the rows. Where
    /// something was typed there, the block gets rows of its own before it.
    pub fn put_block(&mut self, block: &[Vec<String>]) -> Range<usize> {
        let first = self.row.at;
        let in_the_way = self.rows.iter().skip(first).zip(block).any(|(cells, texts)| {
            cells.iter().skip(self.column).take(texts.len()).any(|cell| !cell.is_empty())
        });
        if in_the_way {
            let empty = vec![TextField::default(); self.columns.len()];
            self.rows.splice(first..first, std::iter::repeat_n(empty, block.len()));
        }
        for (row, texts) in (first..).zip(block) {
            if row >= self.rows.len() {
                self.add_row();
            }
            for (column, text) in (self.column..).zip(texts) {
                self.put(row, column, &clean(text).unwrap_or_else(|_| visible(text)));
            }
        }
        self.row.at = first + block.len().saturating_sub(1);
        first..first + block.len()
    }

    /// True for a row in which nothing was typed.
    pub fn is_blank(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|cells| cells.iter().all(TextField::is_empty))
    }

    fn next_cell(&mut self) {
        let next = self.columns.iter().enumerate().skip(self.column + 1).find(|(_, column)| !column.fixed);
        match next {
            Some((column, _)) => self.column = column,
            None => {
                self.column = self.columns.iter().position(|column| !column.fixed).unwrap_or(0);
                self.next_row();
            }
        }
    }

    fn next_row(&mut self) {
        if self.row.at + 1 >= self.rows.len() && self.grows && !self.is_blank(self.row.at) {
            self.add_row();
        }
        self.row.key(Key::Down, self.rows.len());
    }

    fn previous_cell(&mut self) {
        let before =
            self.columns.iter().enumerate().take(self.column).rev().find(|(_, column)| !column.fixed);
        match before {
            Some((column, _)) => self.column = column,
            None if self.row.at > 0 => {
                self.row.at -= 1;
                self.column = self.columns.iter().rposition(|column| !column.fixed).unwrap_or(0);
            }
            None => {}
        }
    }

    /// Handles a key; true when the texts changed or one moved about.
    pub fn key(&mut self, key: Key, typist: &mut Typist) -> bool {
        match key {
            Key::Tab => self.next_cell(),
            Key::Enter => {
                self.next_row();
                self.column = self.columns.iter().position(|column| !column.fixed).unwrap_or(0);
            }
            Key::BackTab => self.previous_cell(),
            Key::Down => self.next_row(),
            Key::Up | Key::PageUp | Key::PageDown => {
                self.row.key(key, self.rows.len());
            }
            key if self.grows && Command::DropRow.meant_by(key) => {
                if self.row.at < self.rows.len() {
                    self.rows.remove(self.row.at);
                }
                if self.rows.is_empty() {
                    self.add_row();
                }
                self.row.at = self.row.at.min(self.rows.len().saturating_sub(1));
            }
            key => {
                let cell = self.rows.get_mut(self.row.at).and_then(|cells| cells.get_mut(self.column));
                return cell.is_some_and(|cell| cell.key(key, typist));
            }
        }
        typist.rest();
        true
    }

    /// Draws heading and visible rows.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect) {
        if area.height < 2 {
            return;
        }
        let theme = canvas.theme;
        let digits = self.rows.len().to_string().len().max(2);
        let left = digits as u16 + 1;
        let mut x = left;
        for column in &self.columns {
            canvas.text(area, x, 0, &cut(&column.title, column.width, "…"), theme.quiet());
            x += column.width as u16 + 1;
        }
        let window = self.row.window(self.rows.len(), area.height - 1);
        for (n, cells) in self.rows.iter().enumerate().take(window.end).skip(window.start) {
            let row = (n - window.start) as u16 + 1;
            let mut x = left;
            let problem = self.problems.get(n).filter(|problem| !problem.is_empty());
            canvas.text(area, 0, row, &format!("{:>1$}", n + 1, digits), theme.quiet());
            if problem.is_some() {
                canvas.text(area, digits as u16, row, "!", theme.wrong());
            }
            for (place, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
                let focused = n == self.row.at && place == self.column;
                let style = if focused { theme.selected() } else { theme.text() };
                let room = Rect {
                    x: area.x + x,
                    width: area.width.saturating_sub(x).min(column.width as u16),
                    ..area
                };
                if focused {
                    canvas.row_style(room, row, style);
                    let (shown, cursor) = cell.view(column.width);
                    canvas.text(room, 0, row, &cut(&shown, column.width, ""), style);
                    canvas.cursor = Some(Position::new(room.x + cursor as u16, room.y + row));
                } else {
                    canvas.text(room, 0, row, cell.text(), style);
                }
                x += column.width as u16 + 1;
            }
            if let Some(problem) = problem {
                canvas.text(area, x, row, problem, theme.wrong());
            }
        }
    }
}
