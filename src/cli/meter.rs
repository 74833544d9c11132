//! A line at a terminal that says how far something long is. Where nobody looks, nothing is said; what
//! is soon over is not spoken of.

use super::Session;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What takes less than this is not spoken of, and between two words there is no less than this.
const MOMENT: Duration = Duration::from_millis(300);

/// How far something is.
pub struct Meter<'a> {
    /// The line for so many of so many.
    line: &'a (dyn Fn(String, String) -> String + Sync),
    session: &'a Session,
    total: usize,
    done: AtomicUsize,
    said: Mutex<Instant>,
    shown: AtomicBool,
    heard: bool,
}

impl<'a> Meter<'a> {
    /// For so many things.
    pub fn new(
        session: &'a Session,
        total: usize,
        line: &'a (dyn Fn(String, String) -> String + Sync),
    ) -> Meter<'a> {
        Meter {
            line,
            session,
            total,
            done: AtomicUsize::new(0),
            said: Mutex::new(Instant::now()),
            shown: AtomicBool::new(false),
            heard: std::io::stderr().is_terminal(),
        }
    }

    /// So many more are done.
    pub fn add(&self, more: usize) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        // Whoever comes while somebody else speaks goes on.
        let Some(mut said) = self.said.try_lock().ok().filter(|_| self.heard) else { return };
        if said.elapsed() >= MOMENT {
            *said = Instant::now();
            let [done, total] = [done.min(self.total), self.total].map(|n| self.session.lang.count(n as u64));
            let _ = write!(std::io::stderr(), "\r{}\x1b[K", (self.line)(done, total));
            self.shown.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if self.shown.load(Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
