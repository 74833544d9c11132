//! A session that is left alone: what was typed is kept, the screen is locked.

use super::{App, Dialog, MOMENT};
use crate::ui::command::Command;
use crate::ui::key::Key;
use crate::ui::lock::Lock;
use crate::ui::screen::Screen;
use std::time::Duration;

impl App {
    /// How long after the last key what was typed is kept as a draft; `None` when it is.
    pub fn draft_after(&self) -> Option<Duration> {
        let form = matches!(self.dialog, Some(Dialog::Form(_)));
        let typed = self.typing && (form || self.stack.last().is_some_and(Screen::takes_text));
        typed.then(|| MOMENT.saturating_sub(self.last_key.elapsed()))
    }

    /// Keeps what was typed, without a word.
    pub fn keep_typed(&mut self) {
        self.keep_drafts_quietly();
        self.typing = false;
    }

    /// How long the session may still be left alone; `None` when it is not to be locked.
    pub fn lock_after(&self) -> Option<Duration> {
        let minutes = self.viewer.settings.lock_minutes;
        let limit = Duration::from_secs(u64::from(minutes) * 60);
        (minutes > 0 && self.locked.is_none()).then(|| limit.saturating_sub(self.last_key.elapsed()))
    }

    /// Locks the screen. What was typed is kept, should nobody come back.
    pub fn lock(&mut self) {
        self.keep_drafts_quietly();
        self.locked = Some(Lock::default());
    }

    /// True when a PIN opens the locked screen.
    pub fn has_pin(&self) -> bool {
        !self.viewer.settings.pin.is_empty()
    }

    pub(super) fn locked_key(&mut self, key: Key) {
        if self.viewer.keymap.in_form(key).is_some_and(|key| Command::Quit.meant_by(key)) {
            self.hang_up();
        } else if let Some(lock) = &mut self.locked
            && lock.key(key, |typed| crate::ui::desk::pin::fits(&self.viewer.settings.pin, typed))
        {
            self.locked = None;
        }
    }
}
