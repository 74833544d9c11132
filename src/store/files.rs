//! The disk, through folders that are held open: nothing above a held folder and no link can be
//! reached. With the files beside it, the only place that calls the system.
//!
//! Knows nothing of books and records. Every write here is either whole or reported.

mod file;
mod modes;
mod replace;
mod times;

use bytemuck::{Pod, Zeroable};
pub use file::File;
pub use modes::AclEntry;
pub use replace::{Unsure, new_file};
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, ResolveFlags};
use rustix::io::Errno;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;

/// A folder that is held open.
#[derive(Debug)]
pub struct Dir(OwnedFd);

/// What is known of a file besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub owner: u32,
    pub size: u64,
    /// Permission bits.
    pub mode: u32,
    /// Number of the object on its file system.
    pub inode: u64,
    /// Under how many names it is.
    pub links: u64,
}

/// How something looks from outside: when this is the same, so is what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Stamp {
    pub device: u64,
    pub inode: u64,
    pub size: u64,
    /// Times of the last change of its bytes, and of anything about it, in nanoseconds.
    pub modified: i64,
    pub changed: i64,
}

impl Stamp {
    /// What nothing looks like.
    pub const NEVER: Stamp = Stamp { device: 0, inode: 0, size: u64::MAX, modified: 0, changed: 0 };

    /// What lies nowhere.
    pub const NOTHING: Stamp = Stamp { size: 0, ..Stamp::NEVER };

    /// The stamp where it can be relied on: what changed a moment ago may change again without looking
    /// another way, so coarse are the times that the system keeps. Then only which object it is stays known.
    pub fn at_rest(self) -> Stamp {
        const MOMENT: i64 = 50_000_000;
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Realtime);
        let now = now.tv_sec.wrapping_mul(1_000_000_000).wrapping_add(now.tv_nsec);
        if (now - MOMENT..now + MOMENT).contains(&self.modified.max(self.changed)) {
            Stamp { size: u64::MAX, ..self }
        } else {
            self
        }
    }

    /// True when something can look so.
    pub fn is_known(&self) -> bool {
        self.size != u64::MAX
    }

    fn of(stat: &rustix::fs::Stat) -> Stamp {
        let nanos = |seconds: i64, rest: u64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest as i64);
        Stamp {
            device: stat.st_dev,
            inode: stat.st_ino,
            size: stat.st_size as u64,
            modified: nanos(stat.st_mtime, stat.st_mtime_nsec),
            changed: nanos(stat.st_ctime, stat.st_ctime_nsec),
        }
    }
}

/// How often a call that a signal interrupted is made again.
const RETRIES: usize = 8;

/// Makes a call again when a signal came in between; not for ever.
fn retry<T>(mut call: impl FnMut() -> rustix::io::Result<T>) -> rustix::io::Result<T> {
    for _ in 1..RETRIES {
        match call() {
            Err(Errno::INTR) => {}
            other => return other,
        }
    }
    call()
}

/// The object is not a plain file with one name, or too large to be one of ours.
fn foreign() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a plain file of a store")
}

/// True for the error that [`Dir::open_file`] gives for links, pipes, devices and giants.
pub fn is_foreign(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData || error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}

impl Dir {
    /// Opens the folder of a store; links on the way to it are the caller's business.
    pub fn open(path: &Path) -> io::Result<Dir> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
        Ok(Dir(rustix::fs::openat(CWD, path, flags, Mode::empty())?))
    }

    /// Opens the folder at the relative path `path`, staying beneath this one and following no link.
    pub fn dir(&self, path: &str) -> io::Result<Dir> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let path = if path.is_empty() { "." } else { path };
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match rustix::fs::openat2(&self.0, path, flags, Mode::empty(), resolve) {
            Ok(fd) => Ok(Dir(fd)),
            // A kernel or sandbox without openat2: go down one name at a time.
            Err(Errno::NOSYS | Errno::PERM) => {
                let mut at = Dir(rustix::fs::openat(&self.0, ".", flags, Mode::empty())?);
                for name in path.split('/').filter(|name| *name != ".") {
                    if name == ".." {
                        return Err(foreign());
                    }
                    at = Dir(rustix::fs::openat(&at.0, name, flags, Mode::empty())?);
                }
                Ok(at)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What is known of the folder itself.
    pub fn facts(&self) -> io::Result<Facts> {
        let stat = rustix::fs::fstat(&self.0)?;
        let mode = stat.st_mode & 0o7777;
        Ok(Facts { owner: stat.st_uid, size: 0, mode, inode: stat.st_ino, links: 1 })
    }

    /// Names in the folder, sorted, with their types; `.` and `..` left out.
    pub fn list(&self) -> io::Result<Vec<(String, FileType)>> {
        let mut names = Vec::new();
        // A number of its own, which begins at the first name.
        let fd = self.dir("")?.0;
        let mut buffer = [MaybeUninit::uninit(); 8192];
        let mut entries = RawDir::new(&fd, &mut buffer);
        let mut interrupted = 0;
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Err(Errno::INTR) if interrupted < RETRIES => {
                    interrupted += 1;
                    continue;
                }
                other => other?,
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == "." || name == ".." {
                continue;
            }
            let mut kind = entry.file_type();
            if kind == FileType::Unknown {
                let stat = rustix::fs::statat(&self.0, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?;
                kind = FileType::from_raw_mode(stat.st_mode);
            }
            names.push((name, kind));
        }
        names.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(names)
    }

    /// Makes a folder with exactly this mode; one that exists is left as it is.
    pub fn make_dir(&self, name: &str, mode: u32) -> io::Result<Dir> {
        let made = match rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o700)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(error.into()),
        };
        let dir = self.dir(name)?;
        if made {
            rustix::fs::fchmod(&dir.0, Mode::from_raw_mode(mode))?;
        }
        Ok(dir)
    }

    /// Opens a plain file for reading; `None` when there is none. Never waits on a pipe, never
    /// follows a link, refuses what is larger than `cap` bytes.
    pub fn open_file(&self, name: &str, cap: u64) -> io::Result<Option<File>> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        match rustix::fs::openat(&self.0, name, flags, Mode::empty()) {
            Ok(fd) => File::plain(fd, cap).map(Some),
            Err(Errno::NOENT) => Ok(None),
            // A socket.
            Err(Errno::NXIO) => Err(foreign()),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes of a plain file; `None` when there is none.
    pub fn read(&self, name: &str, cap: u64) -> io::Result<Option<(Vec<u8>, Facts)>> {
        let Some(file) = self.open_file(name, cap)? else { return Ok(None) };
        Ok(Some((file.read_from(0)?, file.facts)))
    }

    /// As [`Dir::read`]; nothing, too, where what bears the name is no file of ours.
    pub fn read_ours(&self, name: &str, cap: u64) -> io::Result<Option<(Vec<u8>, Facts)>> {
        self.read(name, cap).or_else(|error| if is_foreign(&error) { Ok(None) } else { Err(error) })
    }

    /// Opens one's own file for writing, making it with `mode` when there is none. The folder is synced
    /// whenever the file is empty: whoever made it may have been killed before, and its first record must not
    /// be in a file that is not there after a power cut. One's own file has its mode afterwards.
    pub fn open_own(&self, name: &str, mode: u32, cap: u64) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let open = |flags| retry(|| rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o600)));
        match open(flags) {
            Ok(fd) => {
                let file = File::checked(fd, cap)?;
                let unread = mode & 0o004 & !file.facts.mode != 0;
                let own = file.facts.owner == rustix::process::geteuid().as_raw();
                if own && (unread || (file.facts.size == 0 && file.facts.mode & 0o777 != mode)) {
                    rustix::fs::fchmod(&file.fd, Mode::from_raw_mode(mode))?;
                }
                if file.facts.size == 0 {
                    self.sync()?;
                }
                return Ok(file);
            }
            Err(Errno::NOENT) => {}
            Err(error) => return Err(error.into()),
        }
        match open(flags | OFlags::CREATE | OFlags::EXCL) {
            Ok(fd) => {
                rustix::fs::fchmod(&fd, Mode::from_raw_mode(mode))?;
                self.sync()?;
                File::checked(fd, cap)
            }
            // Somebody was quicker in making it.
            Err(Errno::EXIST) => File::checked(open(flags)?, cap),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes everybody else's permissions from the folder.
    pub fn close_to_others(&self) -> io::Result<()> {
        Ok(rustix::fs::fchmod(&self.0, Mode::from_raw_mode(0o700))?)
    }

    /// Makes a file that must not be there yet, to be written from its beginning.
    pub fn make_new(&self, name: &str, mode: u32) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let fd = rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o600))?;
        rustix::fs::fchmod(&fd, Mode::from_raw_mode(mode))?;
        File::checked(fd, 0)
    }

    /// Moves whatever bears the name out of the way, to a name that no reader takes.
    pub fn set_aside(&self, name: &str) -> io::Result<()> {
        let taken: Vec<String> = self.list()?.into_iter().map(|(name, _)| name).collect();
        let free = (1..).map(|n| format!("{name}.damaged-{n}")).find(|free| !taken.contains(free));
        rustix::fs::renameat(&self.0, name, &self.0, free.unwrap_or_default())?;
        self.sync()
    }

    /// Removes a file; one that is not there is fine.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.0, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file for good: what cannot be synced is put back, or nobody knows.
    pub fn remove_synced(&self, name: &str) -> io::Result<()> {
        let temp = format!(".{name}.{}.new", std::process::id());
        self.remove(&temp)?;
        rustix::fs::renameat(&self.0, name, &self.0, &*temp)?;
        let Err(error) = self.sync() else { return self.remove(&temp).or(Ok(())) };
        match rustix::fs::renameat(&self.0, &*temp, &self.0, name) {
            Ok(()) => Err(error),
            Err(_) => Err(io::Error::other(Unsure(error))),
        }
    }

    /// Moves an entry of this folder to `to`, in one go.
    pub fn rename_into(&self, name: &str, to: &Dir, new_name: &str) -> io::Result<()> {
        rustix::fs::renameat(&self.0, name, &to.0, new_name)?;
        to.sync()?;
        self.sync()
    }

    /// Lets two entries of the folder change places, in one go.
    pub fn exchange(&self, a: &str, b: &str) -> io::Result<()> {
        rustix::fs::renameat_with(&self.0, a, &self.0, b, rustix::fs::RenameFlags::EXCHANGE)?;
        self.sync()
    }

    /// Removes a folder with everything in it.
    pub fn remove_tree(&self, name: &str) -> io::Result<()> {
        let folder = self.dir(name)?;
        for (entry, kind) in folder.list()? {
            if kind == FileType::Directory { folder.remove_tree(&entry)? } else { folder.remove(&entry)? }
        }
        rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?;
        self.sync()
    }

    /// Makes the names in this folder durable.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.0)?)
    }

    /// Makes everything on this file system durable: one call after many deferred writes.
    pub fn sync_all(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(&self.0)?)
    }

    /// True on file systems where locks and syncs cannot be relied on.
    pub fn on_network(&self) -> io::Result<bool> {
        const NFS: i64 = 0x6969;
        const SMB: i64 = 0x517B;
        const SMB2: i64 = 0xFE53_4D42;
        const CIFS: i64 = 0xFF53_4D42;
        const FUSE: i64 = 0x6573_5546;
        let kind = rustix::fs::fstatfs(&self.0)?.f_type as i64 & 0xFFFF_FFFF;
        Ok([NFS, SMB, SMB2, CIFS, FUSE].contains(&kind))
    }

    /// Makes a file of one's own and holds its lock; under its name only once it is locked.
    pub fn make_locked(&self, name: &str, cap: u64) -> io::Result<File> {
        let temp = format!(".{name}.new");
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let fd = rustix::fs::openat(&self.0, &*temp, flags, Mode::from_raw_mode(0o600))?;
        rustix::fs::fchmod(&fd, Mode::from_raw_mode(0o644))?;
        let file = File::checked(fd, cap)?;
        rustix::fs::flock(&file.fd, rustix::fs::FlockOperation::NonBlockingLockExclusive)?;
        rustix::fs::renameat(&self.0, &*temp, &self.0, name)?;
        Ok(file)
    }

    /// Every name with its time of change, in nanoseconds.
    pub fn stamps(&self) -> Vec<(String, i64)> {
        let names = self.list().unwrap_or_default().into_iter().map(|(name, _)| name);
        names
            .filter_map(|name| Some((self.stamp(&name)?.modified, name)))
            .map(|(at, name)| (name, at))
            .collect()
    }

    /// How what lies at a relative path looks; `None` where nothing can be seen. A hint to look, never
    /// more: links are followed.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        rustix::fs::statat(&self.0, path, AtFlags::empty()).ok().as_ref().map(Stamp::of)
    }

    /// Which object bears a name; nothing where none does.
    pub fn inode(&self, name: &str) -> io::Result<Option<u64>> {
        match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat.st_ino)),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// As [`Dir::stamp`]; [`Stamp::NOTHING`] where nothing can be seen.
    pub fn look(&self, path: &str) -> Stamp {
        self.stamp(path).unwrap_or(Stamp::NOTHING)
    }

    /// Takes the lock file of a folder without waiting; `None` when somebody else has it.
    pub fn try_lock(&self, name: &str, mode: u32, cap: u64) -> io::Result<Option<File>> {
        let file = self.open_own(name, mode, cap)?;
        match rustix::fs::flock(&file.fd, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(file)),
            Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
