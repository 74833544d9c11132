//! Putting a file in the place of another in one go: a reader sees the old or the new one, never a part.

use super::{Dir, File};
use rustix::fs::{AtFlags, RenameFlags};
use std::io::{self, Write};

/// What was put in place could neither be synced nor taken back.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unsure(pub io::Error);

impl Dir {
    /// Puts `bytes` in the place of a file. With `sync` it is on the disk when this returns.
    pub fn replace(&self, name: &str, bytes: &[u8], mode: u32, sync: bool) -> io::Result<()> {
        self.put(name, mode, sync, |mut file| file.write_all(bytes))
    }

    /// As [`Dir::replace`], with bytes that are written as they come; not synced.
    pub fn replace_with(
        &self,
        name: &str,
        mode: u32,
        write: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        self.put(name, mode, false, write)
    }

    fn put(
        &self,
        name: &str,
        mode: u32,
        sync: bool,
        write: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        let temp = format!(".{name}.{}.new", std::process::id());
        // What a killed run of the same number left goes first; what somebody planted is not opened.
        self.remove(&temp)?;
        let put = self.make_new(&temp, mode).and_then(|file| {
            write(&file)?;
            if sync { self.place_synced(&file, &temp, name) } else { self.place(&temp, name) }
        });
        if put.is_err() {
            let _ = self.remove(&temp);
        }
        put
    }

    fn place_synced(&self, file: &File, temp: &str, name: &str) -> io::Result<()> {
        rustix::fs::fsync(&file.fd)?;
        let change_places = || rustix::fs::renameat_with(&self.0, temp, &self.0, name, RenameFlags::EXCHANGE);
        let exchanged = change_places().is_ok();
        if !exchanged {
            rustix::fs::renameat(&self.0, temp, &self.0, name)?;
        }
        let Err(error) = self.sync() else {
            // The old one may stay beside under a name that nobody reads.
            return if exchanged { self.remove(temp).or(Ok(())) } else { Ok(()) };
        };
        // Not on the disk for sure: as it was before, or nobody knows.
        let back =
            if exchanged { change_places() } else { rustix::fs::unlinkat(&self.0, name, AtFlags::empty()) };
        Err(if back.is_ok() { error } else { io::Error::other(Unsure(error)) })
    }

    fn place(&self, temp: &str, name: &str) -> io::Result<()> {
        // ext4 writes out at once what a rename puts in the place of a file, and makes the caller wait. What
        // need not be on the disk yet changes places with the old one instead, where the system can do that;
        // after a power cut it may be empty, which who reads it has to bear.
        match rustix::fs::renameat_with(&self.0, temp, &self.0, name, RenameFlags::EXCHANGE) {
            Ok(()) => self.remove(temp),
            Err(_) => Ok(rustix::fs::renameat(&self.0, temp, &self.0, name)?),
        }
    }
}
