//! The tree of units, virtualised and by id: only open branches have rows, only visible rows are
//! drawn.

use super::canvas::{Canvas, cut, width};
use super::cursor::Cursor;
use super::key::Key;
use super::world::World;
use crate::domain::UnitId;
use crate::query::UnitRow;
use crate::query::due::Urgency;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// Open branches and where one is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    open: BTreeSet<UnitId>,
    rows: Vec<UnitRow>,
    cursor: Cursor,
    selected: Option<UnitId>,
    /// The units above it, the nearest first.
    above: Vec<UnitId>,
}

impl Tree {
    /// The unit in the selected row.
    pub fn selected(&self) -> Option<UnitId> {
        self.selected
    }

    /// Goes to a unit, opening the branches above it.
    pub fn select(&mut self, id: UnitId, world: &World) {
        let mut above = world.register.unit_by_id(id).and_then(|entry| entry.parent);
        while let Some(entry) = above.and_then(|row| world.register.unit(row)) {
            self.open.insert(entry.id);
            above = entry.parent;
        }
        self.selected = Some(id);
        self.derive(world);
    }

    /// Derives the rows of the open branches and finds the selection by id.
    pub fn derive(&mut self, world: &World) {
        let register = world.register;
        if self.selected.is_none() {
            // The first look: the top units open.
            self.open.extend(register.children(None).filter_map(|row| register.id_of_unit(row)));
        }
        let mut rows = Vec::new();
        register.walk(register.unit_rows(), |row| {
            rows.push(row);
            register.id_of_unit(row).is_some_and(|id| self.open.contains(&id))
        });
        self.rows = rows;
        // A unit that is gone is never taken for its neighbour: the one above it is selected instead.
        let wanted = self.selected.iter().chain(&self.above).filter_map(|id| register.unit_row(*id));
        if let Some(at) = wanted.filter_map(|wanted| self.rows.iter().position(|row| *row == wanted)).next() {
            self.cursor.at = at;
        }
        self.clamp(world);
    }

    fn clamp(&mut self, world: &World) {
        self.cursor.at = self.cursor.at.min(self.rows.len().saturating_sub(1));
        let row = self.rows.get(self.cursor.at).copied();
        self.selected = row.and_then(|row| world.register.id_of_unit(row));
        let above = row.into_iter().flat_map(|row| world.register.up_from(row).skip(1));
        self.above = above.filter_map(|row| world.register.id_of_unit(row)).collect();
    }

    /// Handles a key that moves about, opens or closes a branch.
    pub fn key(&mut self, key: Key, world: &World) -> bool {
        let Some(entry) = self.selected.and_then(|id| world.register.unit_by_id(id)) else { return false };
        let row = world.register.unit_row(entry.id);
        let has_children = row.is_some_and(|row| world.register.below(Some(row)).len() > 0);
        match key {
            Key::Right if has_children && self.open.insert(entry.id) => self.derive(world),
            Key::Right if has_children => {
                self.cursor.at += 1;
                self.clamp(world);
            }
            Key::Left if self.open.remove(&entry.id) && has_children => self.derive(world),
            Key::Left => {
                if let Some(parent) = entry.parent.and_then(|row| world.register.unit(row)) {
                    self.selected = Some(parent.id);
                    self.derive(world);
                }
            }
            key => {
                let moved = self.cursor.key(key, self.rows.len());
                self.clamp(world);
                return moved;
            }
        }
        true
    }

    /// Draws the visible rows: name, admitted of target, a bar.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World, active: bool) {
        let theme = canvas.theme;
        let bar_room = if area.width >= 36 { 7 } else { 0 };
        let window = self.cursor.window(self.rows.len(), area.height);
        for (n, row) in self.rows.iter().enumerate().take(window.end).skip(window.start) {
            let line = (n - window.start) as u16;
            let (Some(entry), Some(progress)) = (world.register.unit(*row), world.progress_of(*row)) else {
                continue;
            };
            let selected = n == self.cursor.at;
            let style = theme.row(selected, active);
            if selected && active {
                canvas.select_row(area, line, style);
            }
            let target =
                progress.target.map_or(String::new(), |target| format!("/{}", world.lang.count(target)));
            let shows = progress.target.is_some() || progress.admitted() > 0;
            let figure = if shows {
                format!("{}{target}", world.lang.count(progress.admitted()))
            } else {
                String::new()
            };
            // What is overdue, else what is due this week.
            let [overdue, week] = world.due_of(*row);
            let (urgent, style_of_urgent) = match (overdue, week) {
                (0, 0) => (String::new(), style),
                (0, week) => {
                    let text = format!("{}{} ", theme.glyph("·", "."), world.lang.count(week));
                    (text, theme.urgency(Urgency::Week).unwrap_or(style))
                }
                (overdue, _) => {
                    let text = format!("!{} ", world.lang.count(overdue));
                    (text, theme.urgency(Urgency::Overdue).unwrap_or(style))
                }
            };
            let bar = match progress.percent() {
                Some(percent) if bar_room > 0 => format!(" {}", theme.bar(percent, bar_room - 1)),
                _ => " ".repeat(bar_room),
            };
            let has_children = world.register.below(Some(*row)).len() > 0;
            let branch = match (has_children, self.open.contains(&entry.id)) {
                (false, _) => " ",
                (true, true) => theme.glyph("▾", "-"),
                (true, false) => theme.glyph("▸", "+"),
            };
            let mark = match (selected, active) {
                (true, true) => "▌",
                (true, false) => theme.glyph("›", ":"),
                _ => " ",
            };
            let closed = entry.is_closed(world.day());
            let closed = if closed { format!(" ({})", world.lang.closed()) } else { String::new() };
            let name = format!("{mark}{}{branch} {}", "  ".repeat(entry.depth.min(8)), entry.name());
            let taken = width(&urgent) + width(&figure) + bar_room;
            let room = usize::from(area.width).saturating_sub(taken + 1 + width(&closed));
            let name = cut(&name, room, "…");
            canvas.text(area, 0, line, &format!("{name}{closed}"), style);
            canvas.right(area, line, &format!("{figure}{bar}"), style);
            let place = Rect { width: area.width.saturating_sub((taken - width(&urgent)) as u16), ..area };
            canvas.right(place, line, &urgent, if selected && active { style } else { style_of_urgent });
        }
    }
}
