//! A line at a terminal that says how far something long is. Where nobody looks, nothing is said; what
//! is soon over is not spoken of.

use crate::store::Waiting;
use crate::words::Lang;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What takes less than this is not spoken of, and between two words there is no less than this.
const MOMENT: Duration = Duration::from_millis(300);

/// How far something is.
pub struct Meter {
    lang: Lang,
    /// The line for so many of so many.
    line: Box<dyn Fn(String, String) -> String + Send + Sync>,
    total: usize,
    done: AtomicUsize,
    said: Mutex<Option<Instant>>,
    shown: AtomicBool,
    heard: bool,
}

impl Meter {
    /// For so many things.
    pub fn new(
        lang: Lang,
        total: usize,
        line: impl Fn(String, String) -> String + Send + Sync + 'static,
    ) -> Meter {
        Meter {
            lang,
            line: Box::new(line),
            total,
            done: AtomicUsize::new(0),
            said: Mutex::new(None),
            shown: AtomicBool::new(false),
            heard: std::io::stderr().is_terminal(),
        }
    }

    /// So many more are done.
    pub fn add(&self, more: usize) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        self.say(done, self.total);
    }

    fn say(&self, done: usize, total: usize) {
        // Whoever comes while somebody else speaks goes on.
        let Some(mut said) = self.said.try_lock().ok().filter(|_| self.heard) else { return };
        let last = said.get_or_insert_with(Instant::now);
        if last.elapsed() >= MOMENT {
            *last = Instant::now();
            let [done, total] = [done.min(total), total].map(|n| self.lang.count(n as u64));
            let _ = write!(std::io::stderr(), "\r{}\x1b[K", (self.line)(done, total));
            self.shown.store(true, Ordering::Relaxed);
        }
    }

    fn wipe(&self) {
        if self.shown.swap(false, Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// Says how many books are read, whenever all of them are. Ctrl+C ends the program, and nothing is lost.
pub fn reading_books(lang: Lang) -> Waiting {
    let meter = Meter::new(lang, 0, move |done, total| lang.reading_books(done, total));
    Waiting::new(move |done, total| {
        meter.say(done, total);
        if done == total {
            meter.wipe();
        }
        true
    })
}
