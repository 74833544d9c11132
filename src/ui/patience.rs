//! While all books are read, or everybody is looked at, the screen cannot be drawn: a line at its bottom
//! says how far that is, and Esc ends it.

use crate::parallel::waiting::Waiting;
use crate::words::{Lang, in_place};
use crossterm::cursor::{MoveTo, RestorePosition, SavePosition};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType, size};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What takes less is not spoken of.
const MOMENT: Duration = Duration::from_millis(100);

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
}

impl Patience {
    /// The screens open.
    pub fn open(&self) {
        self.0.open.store(true, Ordering::Relaxed);
    }

    /// Who waits until all books are read.
    pub fn of_books(&self, lang: Lang) -> Waiting {
        self.waiting(lang, move |open, of, all| match open {
            true => lang.reading_books_esc(of, all),
            false => lang.reading_books(of, all),
        })
    }

    /// Who waits until everybody is looked at.
    pub fn of_people(&self, lang: Lang) -> Waiting {
        self.waiting(lang, move |_, of, all| lang.looking_at_people_esc(of, all))
    }

    fn waiting(
        &self,
        lang: Lang,
        line: impl Fn(bool, String, String) -> String + Send + Sync + 'static,
    ) -> Waiting {
        let (hears, decides) = (self.clone(), self.clone());
        let hear = move |done: usize, total: usize| {
            let open = hears.0.open.load(Ordering::Relaxed);
            let [of, all] = [done, total].map(|n| lang.count(n as u64));
            hears.hear(open, (done < total).then(|| line(open, of, all)));
        };
        Waiting::new(MOMENT, hear, move || !decides.0.stop.load(Ordering::Relaxed))
    }

    /// Says how far something is, until it is done.
    fn hear(&self, open: bool, line: Option<String>) {
        if !self.0.busy.swap(line.is_some(), Ordering::Relaxed) {
            // An Esc that came before anything was said of this was meant for something else.
            self.0.stop.store(false, Ordering::Relaxed);
        }
        // Nobody may be looking there: that is no reason to stop.
        let _ = match (open, line) {
            (true, Some(line)) => self.draw(line),
            (true, None) => Ok(()),
            (false, line) => print(&in_place(&line.unwrap_or_default())),
        };
    }

    fn draw(&self, line: String) -> io::Result<()> {
        self.0.dirty.store(true, Ordering::Relaxed);
        let mut out = Vec::new();
        let bottom = MoveTo(0, size()?.1.saturating_sub(1));
        let line = Print(format!(" {line}"));
        queue!(out, SavePosition, bottom, Clear(ClearType::CurrentLine), line, RestorePosition)?;
        print(&String::from_utf8_lossy(&out))
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

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
