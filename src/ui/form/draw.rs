//! How a form looks. Must not change what is typed.

use super::{Advice, Field, Form, Input, field};
use crate::ui::canvas::{Canvas, cut, middle, width, wrapped};
use crate::ui::world::World;
use ratatui::layout::{Position, Rect};

/// Width of a form on the screen, in cells.
const WIDTH: u16 = 78;

impl Form {
    /// How tall the form wants to be, frame and foot included.
    fn height(&self) -> u16 {
        self.fields.len() as u16 + 5
    }

    /// The advice in lines of a form's width, at most five.
    fn advice_lines(&self) -> Vec<Advice> {
        let lines = self.advice.iter().flat_map(|(wrong, text)| {
            let mark = if *wrong { "!" } else { "→" };
            let lines = wrapped(&format!("{mark} {text}"), WIDTH as usize - 4);
            lines.into_iter().map(move |line| (*wrong, line))
        });
        lines.take(5).collect()
    }

    /// Draws the form over the middle of the screen.
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        let theme = canvas.theme;
        let advice = self.advice_lines();
        let area = middle(area, WIDTH, self.height() + advice.len() as u16);
        canvas.clear(area);
        let inner = canvas.frame(area, &self.title, true);
        if inner.height < 3 {
            return;
        }
        // What the rules say matters, but so do the first fields.
        let fields = (self.fields.len() as u16).min(3);
        let advised = (advice.len() as u16).min(inner.height.saturating_sub(3 + fields));
        let rows = usize::from(inner.height - 3 - advised);
        self.top = self.top.min(self.focus).max((self.focus + 1).saturating_sub(rows));
        let label_room = self.fields.iter().map(|field| width(&field.label)).max().unwrap_or(0).min(26);
        let left = label_room as u16 + 4;
        for (row, (n, field)) in self.fields.iter().enumerate().skip(self.top).take(rows).enumerate() {
            let (row, focused) = (row as u16, n == self.focus);
            let mark = match field {
                Field { problem: Some(_), .. } => "!",
                Field { renewed: true, .. } => theme.glyph("↻", "~"),
                _ => " ",
            };
            canvas.text(inner, 0, row, mark, theme.wrong());
            let style = if focused { theme.strong() } else { theme.text() };
            canvas.text(inner, 1, row, &cut(&field.label, label_room, "…"), style);
            let place = Rect { x: inner.x + left, width: inner.width.saturating_sub(left), ..inner };
            draw_input(canvas, place, row, field, focused, world);
        }
        // On a low screen a form goes on above or below.
        let below = self.fields.len().saturating_sub(self.top + rows);
        let hidden = [(self.top, 0, "▲"), (below, rows.saturating_sub(1), "▼")];
        for (count, row, sign) in hidden.into_iter().filter(|(count, ..)| *count > 0) {
            canvas.right(inner, row as u16, &format!(" {sign} {count} "), theme.key());
        }
        let focused = self.fields.get(self.focus);
        let (text, style) = match focused.and_then(|field| field.problem.clone()) {
            Some(problem) => (format!("! {problem}"), theme.wrong()),
            None if !self.notice.is_empty() => (format!("! {}", self.notice), theme.wrong()),
            None => (focused.map(|field| hint(field, world)).unwrap_or_default(), theme.quiet()),
        };
        let foot = inner.height - 2;
        for (n, (wrong, text)) in advice.iter().take(usize::from(advised)).enumerate() {
            let style = if *wrong { theme.wrong() } else { theme.quiet() };
            canvas.text(inner, 1, foot - advised + n as u16, text, style);
        }
        canvas.text(inner, 1, foot, &text, style);
        canvas.text(inner, 1, foot + 1, &self.subject.keys(world), theme.quiet());
    }
}

fn draw_input(canvas: &mut Canvas, place: Rect, row: u16, field: &Field, focused: bool, world: &World) {
    let theme = canvas.theme;
    let style = if focused { theme.selected() } else { theme.text() };
    match &field.input {
        Input::Text(text, _) | Input::Date(text) | Input::Number(text) => {
            let room = usize::from(place.width.saturating_sub(1));
            let (mut shown, column) = text.view(room);
            if field.name.starts_with("pin") {
                shown = "*".repeat(width(&shown));
            }
            if focused {
                canvas.row_style(Rect { width: place.width.min(48), ..place }, row, theme.selected());
                canvas.cursor = Some(Position::new(place.x + column as u16, place.y + row));
            }
            let used = canvas.text(place, 0, row, &shown, style);
            let quiet = if focused { theme.selected() } else { theme.quiet() };
            let (beside, style) = match &field.input {
                Input::Text(_, list) if focused => (field::completion(text, list).unwrap_or_default(), quiet),
                Input::Date(_) => match field::reading(text.text(), field.name, world) {
                    Ok(read) => (read, quiet),
                    Err(wrong) => (wrong, theme.wrong()),
                },
                _ => (String::new(), quiet),
            };
            canvas.text(place, used, row, &beside, style);
        }
        Input::Choice { options, at, .. } => {
            let name = options.get(*at).map_or("", |(_, name)| name);
            let used = canvas.text(place, 0, row, name, style);
            if focused {
                canvas.text(Rect { x: place.x.saturating_sub(2), ..place }, 0, row, "‹", theme.key());
                canvas.text(place, used + 1, row, "›", theme.key());
                canvas.cursor = Some(Position::new(place.x, place.y + row));
            }
        }
    }
}

/// One line on how to fill the field.
fn hint(field: &Field, world: &World) -> String {
    match &field.input {
        Input::Date(_) => world.lang.hint_date(),
        Input::Number(_) => world.lang.hint_number(),
        Input::Choice { typed, .. } if typed.is_empty() => world.lang.hint_choice(),
        Input::Choice { typed, .. } => world.lang.hint_typed(typed),
        Input::Text(text, list) if field::completion(text, list).is_some() => world.lang.hint_completion(),
        Input::Text(..) => match field.name {
            "period" => world.lang.hint_period(),
            "suffix" => world.lang.hint_suffix(),
            "tags" | "helpers" | "flags" | "aliases" => world.lang.hint_list(),
            _ => String::new(),
        },
    }
}
