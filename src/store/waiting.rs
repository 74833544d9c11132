//! Who waits for something long: is told how far it is, and may say that it is not to go on.
//!
//! What is soon over is not spoken of.

use super::StoreError;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What takes less than this is not spoken of, and between two words there is no less than this.
const MOMENT: Duration = Duration::from_millis(300);

/// Who waits; nobody by default.
#[derive(Clone, Default)]
pub struct Waiting(Option<Arc<Ears>>);

struct Ears {
    hear: Box<dyn Fn(usize, usize) + Send + Sync>,
    goes_on: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Waiting {
    /// Somebody who hears now and then that so many of so many are done, and at the end, however it ends,
    /// that all are; and who is asked at every step whether to go on.
    pub fn new(
        hear: impl Fn(usize, usize) + Send + Sync + 'static,
        goes_on: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Waiting {
        Waiting(Some(Arc::new(Ears { hear: Box::new(hear), goes_on: Box::new(goes_on) })))
    }

    /// Work of so many things.
    pub fn work(&self, total: usize) -> Work<'_> {
        let (done, spoke) = (AtomicUsize::new(0), Mutex::new(Instant::now()));
        Work { ears: self.0.as_deref(), done, total, spoke, heard: AtomicBool::new(false) }
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({})", self.0.is_some())
    }
}

/// How far something is, counted by all who work at it.
pub struct Work<'a> {
    ears: Option<&'a Ears>,
    done: AtomicUsize,
    total: usize,
    spoke: Mutex<Instant>,
    /// Somebody was told of it.
    heard: AtomicBool,
}

impl Work<'_> {
    /// So many more are done.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when whoever waits wants no more of it.
    pub fn add(&self, more: usize) -> Result<(), StoreError> {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        let Some(ears) = self.ears else { return Ok(()) };
        // Whoever comes while somebody else speaks goes on.
        if let Some(mut spoke) = self.spoke.try_lock().ok().filter(|spoke| spoke.elapsed() >= MOMENT)
            && done < self.total
        {
            *spoke = Instant::now();
            self.heard.store(true, Ordering::Relaxed);
            (ears.hear)(done, self.total);
        }
        if (ears.goes_on)() { Ok(()) } else { Err(StoreError::Stopped) }
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        if let Some(ears) = self.ears.filter(|_| self.heard.load(Ordering::Relaxed)) {
            (ears.hear)(self.total, self.total);
        }
    }
}
