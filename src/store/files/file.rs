//! A plain file that is held open: reading from a place, writing at one, syncing.

use super::{Facts, Stamp, foreign, retry};
use rustix::fs::{FileType, OFlags};
use rustix::io::Errno;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

/// A plain file that is held open.
#[derive(Debug)]
pub struct File {
    pub(super) fd: OwnedFd,
    pub facts: Facts,
}

impl File {
    /// To be written: under one name, or something else would be written as well.
    pub(super) fn checked(fd: OwnedFd, cap: u64) -> io::Result<File> {
        File::plain(fd, cap).and_then(|file| if file.facts.links > 1 { Err(foreign()) } else { Ok(file) })
    }

    /// To be read: copies that share it (`cp -al`, rsnapshot) do no harm.
    pub(super) fn plain(fd: OwnedFd, cap: u64) -> io::Result<File> {
        let stat = rustix::fs::fstat(&fd)?;
        let size = u64::try_from(stat.st_size).map_err(|_| foreign())?;
        let plain = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        if !plain || size > cap {
            return Err(foreign());
        }
        Ok(File {
            fd,
            facts: Facts {
                owner: stat.st_uid,
                size,
                mode: stat.st_mode & 0o7777,
                inode: stat.st_ino,
                links: stat.st_nlink,
            },
        })
    }

    /// The bytes from `offset` to the end as it is now; at most the cap at opening plus what was
    /// appended since.
    pub fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        let size = rustix::fs::fstat(&self.fd)?.st_size as u64;
        let mut bytes = vec![0; size.saturating_sub(offset) as usize];
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let n = retry(|| rustix::io::pread(&self.fd, &mut *rest, offset + done as u64))?;
            if n == 0 {
                break;
            }
            done += n;
        }
        bytes.truncate(done);
        Ok(bytes)
    }

    /// Gives the file to an account; only root can.
    pub fn give_to(&self, owner: u32) -> io::Result<()> {
        Ok(rustix::fs::fchown(&self.fd, Some(rustix::fs::Uid::from_raw(owner)), None)?)
    }

    /// How the file looks from outside.
    pub fn stamp(&self) -> io::Result<Stamp> {
        Ok(Stamp::of(&rustix::fs::fstat(&self.fd)?))
    }

    /// True when another session holds the lock of the file.
    pub fn is_locked(&self) -> io::Result<bool> {
        match rustix::fs::flock(&self.fd, rustix::fs::FlockOperation::NonBlockingLockShared) {
            Ok(()) => Ok(false),
            Err(Errno::WOULDBLOCK) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Cuts the file to `size` bytes.
    pub fn truncate(&self, size: u64) -> io::Result<()> {
        Ok(rustix::fs::ftruncate(&self.fd, size)?)
    }

    /// Writes `bytes` at `offset`, whole or an error.
    pub fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut done = 0;
        while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
            let n = retry(|| rustix::io::pwrite(&self.fd, rest, offset + done as u64))?;
            if n == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            done += n;
        }
        Ok(())
    }

    /// Adds bytes at the end, whoever else does so at the same time; on the disk when this returns.
    pub fn append(&self, bytes: &[u8]) -> io::Result<()> {
        // What a full disk left half must not swallow what comes next.
        let half = self.facts.size > 0 && self.read_from(self.facts.size - 1)?.first() != Some(&b'\n');
        let bytes: &[u8] = if half { &[b"\n", bytes].concat() } else { bytes };
        let flags = rustix::fs::fcntl_getfl(&self.fd)?;
        rustix::fs::fcntl_setfl(&self.fd, flags | OFlags::APPEND)?;
        io::Write::write_all(&mut &*self, bytes)?;
        self.sync_data()
    }

    /// Makes the bytes durable, with the size that it takes to read them.
    pub fn sync_data(&self) -> io::Result<()> {
        Ok(rustix::fs::fdatasync(&self.fd)?)
    }
}

impl AsRawFd for File {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl io::Write for &File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry(|| rustix::io::write(&self.fd, bytes))?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
