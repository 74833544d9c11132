//! Putting a file in the place of another in one go: a reader sees the old or the new one, never a part.

use super::{Dir, File};
use rustix::fs::{AtFlags, RenameFlags};
use rustix::io::Errno;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

/// End of the name of a new file that is not whole yet.
const PART: &str = ".ketnap-part";

/// What was put in place could neither be synced nor taken back.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unsure(pub io::Error);

/// Makes a file outside of a store that only its owner reads, as [`Dir::put_new`].
///
/// # Errors
/// As there; [`ErrorKind::InvalidInput`] where the path has no name that is text.
pub fn new_file<T, E>(
    path: &Path,
    failed: impl Fn(io::Error) -> E,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<T, E>,
) -> Result<T, E> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?;
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What is missing there is the folder, and not the file.
    let no_folder = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => ErrorKind::NotADirectory.into(),
        _ => error,
    };
    let dir = Dir::open(above).map_err(no_folder).map_err(&failed)?;
    dir.put_new(name, 0o600, &failed, |file| {
        let mut out = BufWriter::new(file);
        let held = write(&mut out)?;
        out.flush().map_err(&failed)?;
        Ok(held)
    })
}

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

    /// Makes a file that is not there yet, on the disk when this returns. It has its name once it is whole;
    /// until then it has one that says that it is not, and who is killed there goes on by beginning anew.
    ///
    /// # Errors
    /// [`ErrorKind::AlreadyExists`], [`ErrorKind::ResourceBusy`] while another run makes it, or the disk.
    pub fn put_new<T, E>(
        &self,
        name: &str,
        mode: u32,
        failed: impl Fn(io::Error) -> E,
        write: impl FnOnce(&File) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.stamp(name).is_some() {
            return Err(failed(ErrorKind::AlreadyExists.into()));
        }
        let part = format!("{name}{PART}");
        let file = self.take_part(&part, mode).map_err(&failed)?;
        let done = write(&file).and_then(|held| {
            let placed = file.sync_data().and_then(|()| self.name_new(&part, name));
            placed.map(|()| held).map_err(&failed)
        });
        if done.is_err() {
            let _ = self.remove(&part);
        }
        done
    }

    /// Takes the part of a file for oneself, empty, whoever began it.
    fn take_part(&self, part: &str, mode: u32) -> io::Result<File> {
        let file = self.try_lock(part, mode, u64::MAX)?.ok_or(ErrorKind::ResourceBusy)?;
        if self.look(part).inode != file.facts.inode {
            // It became whole meanwhile.
            return Err(ErrorKind::ResourceBusy.into());
        }
        if file.facts.owner != rustix::process::geteuid().as_raw() {
            return Err(ErrorKind::PermissionDenied.into());
        }
        file.truncate(0)?;
        Ok(file)
    }

    fn name_new(&self, part: &str, name: &str) -> io::Result<()> {
        let named = match rustix::fs::renameat_with(&self.0, part, &self.0, name, RenameFlags::NOREPLACE) {
            // File systems that cannot look and rename in one go.
            Err(Errno::INVAL | Errno::NOSYS) if self.stamp(name).is_none() => {
                rustix::fs::renameat(&self.0, part, &self.0, name)
            }
            other => other,
        };
        named?;
        let Err(error) = self.sync() else { return Ok(()) };
        match rustix::fs::unlinkat(&self.0, name, AtFlags::empty()) {
            Ok(()) => Err(error),
            Err(_) => Err(io::Error::other(Unsure(error))),
        }
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
