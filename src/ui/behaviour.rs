//! What every screen does.

use super::canvas::Canvas;
use super::command::Command;
use super::desk::Texts;
use super::effect::Effect;
use super::key::Key;
use super::typing::Typist;
use super::world::World;
use crate::domain::edit::RecordId;
use crate::words::Lang;
use ratatui::layout::Rect;

/// A screen; most do little of this.
pub trait Behaviour {
    /// Derives the rows again after a change of the data, the year or the day.
    fn derive(&mut self, _world: &World) {}

    /// Handles a command; `None` when it is not this screen's.
    fn command(&mut self, _command: Command, _world: &World) -> Option<Vec<Effect>> {
        None
    }

    /// Handles a key that is no command here; `None` when it means nothing.
    fn key(&mut self, _key: Key, _world: &World, _typist: &mut Typist) -> Option<Vec<Effect>> {
        None
    }

    /// What the arrow keys to the left and to the right do here, where they do something.
    fn arrows(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// Goes to a record that was just saved.
    fn select(&mut self, _record: RecordId, _world: &World) {}

    /// True when letters are text here, not commands.
    fn takes_text(&self) -> bool {
        false
    }

    /// What the draft of this screen is called, where one is kept.
    fn draft_name(&self) -> Option<String> {
        None
    }

    /// What was typed and is not yet saved, as names and texts; nothing to keep when empty, `None` when nothing was
    /// touched.
    fn typed(&self) -> Option<Texts> {
        None
    }

    /// Goes on with what was typed before; returns how many of the texts have no place any more.
    fn refill(&mut self, typed: &[(String, String)], world: &World) -> usize {
        let _ = world;
        typed.len()
    }

    /// Takes a pasted text in as a whole; `None` where it is to be typed.
    fn paste(&mut self, text: &str, world: &World) -> Option<Vec<Effect>> {
        let _ = (text, world);
        None
    }

    /// Draws the screen.
    fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World);
}
