//! The lock of a book: held for the milliseconds of a save, with the holder's name for those who
//! wait. The kernel frees it when the holder dies.

use super::Store;
use super::error::{Holder, StoreError};
use super::files::{Dir, File};
use super::layout::{LOCK, SETTINGS_LOCK, TAKEN};
use std::time::{Duration, Instant};

/// How long a save waits for another one.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Largest lock file that is one of ours, in bytes.
const MAX: u64 = 1 << 16;

/// Holds the lock until dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    name: String,
}

impl Lock {
    /// False when somebody removed the lock file, or put another one in its place: others may hold theirs.
    ///
    /// # Errors
    /// The disk, which then says nothing of who holds it.
    pub fn holds(&self, dir: &Dir) -> std::io::Result<bool> {
        Ok(dir.inode(&self.name)? == Some(self.file.facts.inode))
    }
}

/// Takes the lock of the book folder `dir` for `name`.
///
/// # Errors
/// [`StoreError::Busy`] with the holder after [`PATIENCE`].
pub fn take(dir: &Dir, name: &str, now: &str) -> Result<Lock, StoreError> {
    take_named(dir, LOCK, name, now)
}

impl Store {
    /// Takes the lock of the book whose folder is `dir`, of the unit's folder `path`.
    ///
    /// # Errors
    /// As [`take`], with the book in what the disk says.
    pub(super) fn lock_book(&self, dir: &Dir, path: &str) -> Result<Lock, StoreError> {
        let taken = take(dir, &self.options.account.name, &self.now().to_rfc3339());
        taken.map_err(|error| error.within(&format!("{path}/book")))
    }
}

fn take_named(dir: &Dir, file: &str, name: &str, now: &str) -> Result<Lock, StoreError> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(held) = dir.try_lock(file, TAKEN, MAX).map_err(StoreError::io(file))? {
            let text = format!("{name}\n{}\n{now}\n", std::process::id());
            // Only a courtesy to those who wait: a failure here must not fail the save.
            let _ = held.write_at(0, text.as_bytes()).and_then(|()| held.truncate(text.len() as u64));
            let lock = Lock { file: held, name: file.to_owned() };
            if lock.holds(dir).map_err(StoreError::io(file))? {
                return Ok(lock);
            }
        }
        if start.elapsed() >= PATIENCE {
            return Err(StoreError::Busy(holder(dir, file)));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Takes the lock of the store's own settings.
pub fn take_beside(root: &Dir, name: &str, now: &str) -> Result<Lock, StoreError> {
    take_named(root, SETTINGS_LOCK, name, now)
}

/// Makes the lock file of a new book, so that no two people meet in making it.
pub fn make(dir: &Dir) -> Result<(), StoreError> {
    dir.open_own(LOCK, TAKEN, MAX).map(drop).map_err(StoreError::io(LOCK))
}

fn holder(dir: &Dir, file: &str) -> Holder {
    let bytes = dir.read(file, MAX).ok().flatten().map(|(bytes, _)| bytes).unwrap_or_default();
    let text = crate::domain::text::visible(&String::from_utf8_lossy(&bytes).replace('\n', "\t"));
    let mut parts = text.split('\u{FFFD}');
    Holder {
        name: parts.next().unwrap_or_default().to_owned(),
        pid: parts.next().and_then(|pid| pid.parse().ok()).unwrap_or_default(),
        since: parts.next().unwrap_or_default().to_owned(),
    }
}
