//! The lock of a book: held for the milliseconds of a save, with the holder's name for those who
//! wait. The kernel frees it when the holder dies.

use super::error::{Holder, StoreError};
use super::files::{Dir, File};
use std::time::{Duration, Instant};

/// How long a save waits for another one.
pub const PATIENCE: Duration = Duration::from_secs(5);
const NAME: &str = "lock";

/// Holds the lock until dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock of the book folder `dir` for `name`.
///
/// # Errors
/// [`StoreError::Busy`] with the holder after [`PATIENCE`].
pub fn take(dir: &Dir, name: &str, now: &str) -> Result<Lock, StoreError> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(file) = dir.try_lock(NAME).map_err(StoreError::io(NAME))? {
            let text = format!("{name}\n{}\n{now}\n", std::process::id());
            // Only a courtesy to those who wait: a failure here must not fail the save.
            let _ = file.write_at(0, text.as_bytes()).and_then(|()| file.truncate(text.len() as u64));
            return Ok(Lock { _file: file });
        }
        if start.elapsed() >= PATIENCE {
            return Err(StoreError::Busy(holder(dir)));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn holder(dir: &Dir) -> Holder {
    let bytes = dir.read(NAME, 1 << 16).ok().flatten().map(|(bytes, _)| bytes).unwrap_or_default();
    let text = crate::domain::text::visible(&String::from_utf8_lossy(&bytes).replace('\n', "\t"));
    let mut parts = text.split('\u{FFFD}');
    Holder {
        name: parts.next().unwrap_or_default().to_owned(),
        pid: parts.next().and_then(|pid| pid.parse().ok()).unwrap_or_default(),
        since: parts.next().unwrap_or_default().to_owned(),
    }
}
