//! Who waits for something long: is told how far it is, and may say that it is not to go on.
//!
//! What is soon over is not spoken of.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The one who waits stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Who waits; nobody by default.
#[derive(Clone, Default)]
pub struct Waiting(Option<Arc<Listener>>);

struct Listener {
    /// What takes less than this is not spoken of, and between two words there is no less than this.
    moment: Duration,
    hear: Box<dyn Fn(usize, usize) + Send + Sync>,
    goes_on: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Waiting {
    /// Somebody who hears, after a moment and no more often than that, that so many of so many are done,
    /// and at the end, however it ends, that all are; and who is asked from then on whether to go on.
    pub fn new(
        moment: Duration,
        hear: impl Fn(usize, usize) + Send + Sync + 'static,
        goes_on: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Waiting {
        Waiting(Some(Arc::new(Listener { moment, hear: Box::new(hear), goes_on: Box::new(goes_on) })))
    }

    /// Work of so many things.
    pub fn work(&self, total: usize) -> Work<'_> {
        Work::of(self.0.as_deref(), total)
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({})", self.0.is_some())
    }
}

/// How far something is, counted by all who work at it.
pub struct Work<'a> {
    ears: Option<&'a Listener>,
    done: AtomicUsize,
    total: usize,
    spoke: Mutex<Instant>,
    /// Somebody was told of it.
    heard: AtomicBool,
}

impl<'a> Work<'a> {
    /// Work for which nobody waits, which nobody stops.
    pub fn unheard() -> Work<'static> {
        Work::of(None, 0)
    }

    fn of(ears: Option<&'a Listener>, total: usize) -> Work<'a> {
        let (done, spoke) = (AtomicUsize::new(0), Mutex::new(Instant::now()));
        Work { ears, done, total, spoke, heard: AtomicBool::new(false) }
    }

    /// So many more are done.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn add(&self, more: usize) -> Result<(), Stopped> {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        let Some(ears) = self.ears else { return Ok(()) };
        // Whoever comes while somebody else speaks goes on.
        if let Some(mut spoke) = self.spoke.try_lock().ok().filter(|spoke| spoke.elapsed() >= ears.moment)
            && done < self.total
        {
            *spoke = Instant::now();
            self.heard.store(true, Ordering::Relaxed);
            (ears.hear)(done, self.total);
        }
        // Nobody stops what was not spoken of: Esc was meant for something else.
        let goes_on = !self.heard.load(Ordering::Relaxed) || (ears.goes_on)();
        if goes_on { Ok(()) } else { Err(Stopped) }
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        if let Some(ears) = self.ears.filter(|_| self.heard.load(Ordering::Relaxed)) {
            (ears.hear)(self.total, self.total);
        }
    }
}
