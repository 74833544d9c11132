//! Giving files and folders the time of now: who watches them is told so.

use super::Dir;
use rustix::fs::{Mode, OFlags};
use std::io;

/// The times of now, as the system takes them.
fn now() -> rustix::fs::Timestamps {
    let now = || rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
    rustix::fs::Timestamps { last_access: now(), last_modification: now() }
}

impl Dir {
    /// Gives a file the time of now, making it where there is none.
    pub fn touch(&self, name: &str) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let fd = rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o644))?;
        Ok(rustix::fs::futimens(&fd, &now())?)
    }

    /// Gives the folder itself the time of now.
    pub fn touch_self(&self) -> io::Result<()> {
        Ok(rustix::fs::futimens(&self.0, &now())?)
    }
}
