//! One frame: title, screen, dialog, foot.

use super::app::{App, Dialog};
use super::canvas::{Canvas, middle, width, wrapped};
use super::command::{Binding, Mode, TABLE};
use super::desk::Draft;
use super::effect::Goal;
use super::screen::Screen;
use super::subject::Subject;
use super::world::World;
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Smallest screen that is drawn on, in cells.
const SMALLEST: (u16, u16) = (60, 15);

/// Draws everything; returns where the cursor goes.
pub fn draw(app: &mut App, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let mut canvas = Canvas { buffer, theme: app.viewer.theme, cursor: None };
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let text = app.viewer.lang.too_small(SMALLEST.0, SMALLEST.1);
        let row = area.height / 2;
        let x = usize::from(area.width).saturating_sub(width(&text)) / 2;
        canvas.text(area, x as u16, row, &text, canvas.theme.text());
        return None;
    }
    if let Some(lock) = &app.locked {
        lock.draw(&mut canvas, area, app.viewer.lang, app.has_pin());
        return canvas.cursor;
    }
    let inner = Rect { y: area.y + 1, height: area.height - 1 - foot_rows(area), ..area };
    let mut stack = std::mem::take(&mut app.stack);
    let mut dialog = app.dialog.take();
    let mode = stack.last().and_then(Screen::mode);
    {
        let world = app.world();
        title(&mut canvas, area, &world, app);
        if let Some(screen) = stack.last_mut() {
            screen.draw(&mut canvas, inner, &world);
        }
        if dialog.is_some() {
            canvas.cursor = None;
        }
        match &mut dialog {
            Some(Dialog::Form(form)) => form.draw(&mut canvas, inner, &world),
            Some(Dialog::Clash(clash)) => clash.draw(&mut canvas, inner, &world),
            Some(Dialog::Palette(palette)) => palette.draw(&mut canvas, inner, mode, &world),
            Some(Dialog::Offer(draft)) => offer(&mut canvas, inner, draft, &world),
            None => {}
        }
    }
    app.stack = stack;
    app.dialog = dialog;
    foot(&mut canvas, area, app, mode);
    canvas.cursor
}

fn title(canvas: &mut Canvas, area: Rect, world: &World, app: &App) {
    let theme = canvas.theme;
    canvas.row_style(area, 0, theme.title());
    let office = world.register.top().map_or(String::new(), |entry| format!(" · {}", entry.name()));
    if !app.seen.desk.is_open() {
        canvas.text(area, 1, 0, "ketnap", theme.title());
        return;
    }
    let marks = if world.marks.is_empty() {
        String::new()
    } else {
        format!("{} · ", world.lang.marked(world.marks.len()))
    };
    let read_only =
        if world.read_only { format!("{} · ", world.lang.title_read_only()) } else { String::new() };
    let damaged = if app.seen.desk.is_damaged() {
        format!("{} · ", world.lang.title_damaged())
    } else {
        String::new()
    };
    let day = world.lang.date(world.params.to.into());
    let figures = world.lang.title_figures(day, world.params.from.year());
    let text = format!("{damaged}{marks}{read_only}{figures} · {} ", colleagues(app));
    let room = area.width.saturating_sub(width(&text) as u16 + 2);
    canvas.text(Rect { width: room, ..area }, 1, 0, &format!("ketnap{office}"), theme.title());
    canvas.right(area, 0, &text, theme.title());
}

/// Who I am, and who else has the store open: two by name, the others by their number.
fn colleagues(app: &App) -> String {
    let others = app.seen.desk.others();
    let named = others.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
    let more = others.len().saturating_sub(2);
    match (others.is_empty(), more) {
        (true, _) => app.seen.desk.user().to_owned(),
        (_, 0) => format!("{} + {named}", app.seen.desk.user()),
        _ => format!("{} + {named} +{more}", app.seen.desk.user()),
    }
}

fn offer(canvas: &mut Canvas, area: Rect, draft: &Draft, world: &World) {
    let Draft { form, fields, at, .. } = draft;
    let theme = canvas.theme;
    let lang = world.lang;
    let area = middle(area, 64, 7);
    canvas.clear(area);
    let inner = canvas.frame(area, &lang.title_draft(), true);
    let subject = Subject::of_key(form);
    // A choice is kept by its code, and read by its name.
    let opened =
        subject.as_ref().and_then(|subject| subject.build(world)).map(|form| form.refilled(fields, world));
    let read = |(name, text): &(String, String)| {
        let known = opened.as_ref().and_then(|form| form.fields.iter().find(|field| field.name == name));
        known.map_or(text.clone(), |field| field.shown())
    };
    let typed: Vec<String> = fields.iter().filter(|(_, text)| !text.is_empty()).map(read).collect();
    let what = match (subject, opened) {
        (None, _) => match Goal::of_draft(form, fields) {
            Some(Goal::Roll { occasion, .. }) if world.register.occasion(occasion).is_some() => {
                lang.title_roll(world.register.occasion_name(occasion))
            }
            Some(Goal::Roll { .. }) => lang.draft_of_nobody(),
            _ => lang.draft_list(),
        },
        (Some(_), None) => lang.draft_of_nobody(),
        (Some(_), Some(form)) => form.title,
    };
    canvas.text(inner, 1, 1, &lang.draft_offer(at), theme.text());
    canvas.text(inner, 1, 2, &what, theme.strong());
    canvas.text(inner, 1, 3, &typed.join(" · "), theme.text());
    canvas.text(inner, 1, 4, &lang.draft_keys(), theme.quiet());
}

/// How many lines tell what keys do: one where lines are few.
fn foot_rows(area: Rect) -> u16 {
    if area.height < 24 { 1 } else { 2 }
}

/// The message, or the keys that can be pressed here now.
fn foot(canvas: &mut Canvas, area: Rect, app: &App, mode: Option<Mode>) {
    let theme = canvas.theme;
    let row = area.height - 1;
    // Forms, and screens on which letters are text, say themselves what their keys do.
    let typing = app.dialog.is_some() || app.stack.last().is_some_and(Screen::takes_text);
    let alone = typing || (foot_rows(area) == 1 && app.message.is_some());
    let mut told = 0;
    if let Some(message) = &app.message {
        let (mark, style) = if message.wrong { ("! ", theme.wrong()) } else { ("", theme.good()) };
        let lines = wrapped(&format!("{mark}{}", message.text), usize::from(area.width) - 2);
        let row = if alone || lines.len() > 1 { row } else { row - 1 };
        for (line, text) in lines.iter().rev().take(4).enumerate() {
            let row = row - line as u16;
            let place = Rect { y: area.y + row, height: 1, ..area };
            canvas.clear(place);
            canvas.text(area, 1, row, text, style);
        }
        told = lines.len();
    }
    if alone || told > 1 {
        return;
    }
    let read_only = app.seen.desk.read_only();
    let at = |wanted: Mode| {
        let mut entries: Vec<_> = TABLE
            .iter()
            .filter(|entry| entry.footer > 0 && entry.modes.contains(&wanted) && !(entry.writes && read_only))
            .filter(|entry| app.seen.desk.is_open() || matches!(entry.name, "help" | "quit"))
            .collect();
        entries.sort_by_key(|entry| entry.footer);
        entries
    };
    let arrows = app.stack.last().and_then(|screen| screen.arrows(app.viewer.lang));
    let here = mode.map_or_else(Vec::new, at);
    let everywhere = at(Mode::Global);
    let key = |entry: &Binding| {
        app.viewer.keymap.key(entry.command).map(|key| (key.short(), entry.words(app.viewer.lang).to_owned()))
    };
    let of_arrows = arrows.map(|words| ("← →".to_owned(), words));
    let here = of_arrows.into_iter().chain(here.into_iter().filter_map(key));
    let everywhere = everywhere.into_iter().filter_map(key);
    let lines: Vec<Vec<(String, String)>> = match foot_rows(area) {
        // What is done here, and what can be done everywhere.
        2.. => vec![here.collect(), everywhere.collect()],
        _ => vec![in_turn(everywhere, here)],
    };
    // A message of one line takes the place of the upper one.
    for (line, entries) in lines.iter().skip(told).rev().enumerate() {
        let (row, mut x) = (row - line as u16, 1);
        for (key, words) in entries {
            let needed = width(key) + width(words) + 2;
            if x + needed > usize::from(area.width) {
                continue;
            }
            x += usize::from(canvas.text(area, x as u16, row, key, theme.key())) + 1;
            x += usize::from(canvas.text(area, x as u16, row, words, theme.text())) + 2;
        }
    }
}

/// One of each in turn.
fn in_turn<T>(mut first: impl Iterator<Item = T>, mut second: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(first.next().into_iter().chain(second.next()));
        if all.len() == before {
            return all;
        }
    }
}
