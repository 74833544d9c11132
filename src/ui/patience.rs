//! While all books are read, the screen cannot be drawn: a line at its bottom says how far that is, and
//! Esc ends it.

use crate::words::Lang;
use crossterm::cursor::{MoveTo, RestorePosition, SavePosition};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType, size};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What takes less than this is not spoken of, and between two words there is no less than this.
const MOMENT: Duration = Duration::from_millis(300);

/// What the one who works, the one who reads the keys and the one who draws know of each other.
#[derive(Clone, Debug, Default)]
pub struct Patience(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// The screens are open: before that the terminal is an ordinary one.
    open: AtomicBool,
    /// Something long is being done.
    busy: AtomicBool,
    /// It is to end.
    stop: AtomicBool,
    /// The screen is not as it was drawn.
    dirty: AtomicBool,
    said: Mutex<Option<Instant>>,
}

impl Patience {
    /// The screens open.
    pub fn open(&self) {
        self.0.open.store(true, Ordering::Relaxed);
    }

    /// Says how far something is; false when it is to end.
    pub fn hear(&self, lang: Lang, done: usize, total: usize) -> bool {
        let state = &*self.0;
        if let Ok(mut said) = state.said.try_lock() {
            let last = said.get_or_insert_with(Instant::now);
            if last.elapsed() >= MOMENT {
                *last = Instant::now();
                state.busy.store(true, Ordering::Relaxed);
                let [done, total] = [done, total].map(|n| lang.count(n as u64));
                let _ = self.draw(lang, done, total);
            }
        }
        let stop = state.stop.load(Ordering::Relaxed);
        if done == total || stop {
            self.end();
        }
        !stop
    }

    fn draw(&self, lang: Lang, done: String, total: String) -> io::Result<()> {
        let mut out = Vec::new();
        if self.0.open.load(Ordering::Relaxed) {
            self.0.dirty.store(true, Ordering::Relaxed);
            let bottom = MoveTo(0, size()?.1.saturating_sub(1));
            let line = Print(format!(" {}", lang.reading_books_esc(done, total)));
            queue!(out, SavePosition, bottom, Clear(ClearType::CurrentLine), line, RestorePosition)?;
        } else {
            let line = Print(format!("\r{}", lang.reading_books(done, total)));
            queue!(out, line, Clear(ClearType::UntilNewLine))?;
        }
        io::stdout().write_all(&out)?;
        io::stdout().flush()
    }

    fn end(&self) {
        if self.0.busy.swap(false, Ordering::Relaxed) && !self.0.open.load(Ordering::Relaxed) {
            let _ = write!(io::stdout(), "\r\x1b[K");
        }
        if let Ok(mut said) = self.0.said.try_lock() {
            *said = None;
        }
    }

    /// Esc was pressed: true when that was meant for something long, which ends.
    pub fn stops(&self) -> bool {
        let busy = self.0.busy.load(Ordering::Relaxed);
        if busy {
            self.0.stop.store(true, Ordering::Relaxed);
        }
        busy
    }

    /// True when the screen has to be drawn anew, because something long wrote over it.
    pub fn is_dirty(&self) -> bool {
        self.0.stop.store(false, Ordering::Relaxed);
        self.0.busy.store(false, Ordering::Relaxed);
        self.0.dirty.swap(false, Ordering::Relaxed)
    }
}
