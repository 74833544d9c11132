//! Who waits for something long: is told how far it is, and may say that it is not to go on.

use super::StoreError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Hears that so many of so many are done; false when it is not to go on.
type Hears = dyn Fn(usize, usize) -> bool + Send + Sync;

/// Who waits; nobody by default.
#[derive(Clone, Default)]
pub struct Waiting(Option<Arc<Hears>>);

impl Waiting {
    /// Somebody who hears how far something is.
    pub fn new(hears: impl Fn(usize, usize) -> bool + Send + Sync + 'static) -> Waiting {
        Waiting(Some(Arc::new(hears)))
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({})", self.0.is_some())
    }
}

/// How far something is, counted by all who work at it.
pub(super) struct Work<'a> {
    waiting: &'a Waiting,
    done: AtomicUsize,
    total: usize,
}

impl Waiting {
    /// Work of so many things.
    pub(super) fn work(&self, total: usize) -> Work<'_> {
        Work { waiting: self, done: AtomicUsize::new(0), total }
    }
}

impl Work<'_> {
    /// One more is done.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when whoever waits wants no more of it.
    pub fn step(&self) -> Result<(), StoreError> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        match &self.waiting.0 {
            Some(hears) if !hears(done, self.total) => Err(StoreError::Stopped),
            _ => Ok(()),
        }
    }
}
