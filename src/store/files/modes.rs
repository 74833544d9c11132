//! Who may open what: owners, modes and access control lists, set whatever they were before.

use super::Dir;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Uid, XattrFlags};
use rustix::io::Errno;
use std::io;
use std::os::fd::OwnedFd;

/// Where the kernel keeps the list.
const LIST: &str = "system.posix_acl_access";
/// Largest list, in bytes.
const MAX_LIST: usize = 64 * 1024;

/// What an account may do, in an access control list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AclEntry {
    pub uid: u32,
    /// Read 4, write 2, enter 1.
    pub perm: u8,
}

/// The list in the kernel's own form: version 2, then `(tag, permissions, id)` in order. The owner
/// and all others have what `mode` says, the group nothing.
fn acl(mode: u32, entries: &[AclEntry]) -> Vec<u8> {
    const NOBODY: u32 = u32::MAX;
    let mut sorted = entries.to_vec();
    sorted.sort_by_key(|entry| entry.uid);
    let mask = sorted.iter().fold(0, |mask, entry| mask | entry.perm);
    let mut list = vec![(0x01, (mode >> 6 & 7) as u8, NOBODY)];
    list.extend(sorted.iter().map(|entry| (0x02, entry.perm, entry.uid)));
    list.extend([(0x04, 0, NOBODY), (0x10, mask, NOBODY), (0x20, (mode & 7) as u8, NOBODY)]);
    let mut bytes = 2u32.to_le_bytes().to_vec();
    for (tag, perm, id) in list {
        bytes.extend(u16::to_le_bytes(tag));
        bytes.extend(u16::to_le_bytes(perm.into()));
        bytes.extend(u32::to_le_bytes(id));
    }
    bytes
}

impl Dir {
    /// Gives an entry to another account; only root can.
    pub fn give(&self, name: &str, owner: u32) -> io::Result<()> {
        let owner = Some(Uid::from_raw(owner));
        Ok(rustix::fs::chownat(&self.0, name, owner, None, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Gives the folder itself to another account.
    pub fn give_to(&self, owner: u32) -> io::Result<()> {
        Ok(rustix::fs::fchown(&self.0, Some(Uid::from_raw(owner)), None)?)
    }

    /// Sets the mode of the folder itself.
    pub fn set_mode(&self, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::fchmod(&self.0, Mode::from_raw_mode(mode))?)
    }

    /// Gives one folder the mode and the access control list of another one.
    pub fn copy_gate(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (self.dir(from)?, self.dir(to)?);
        to.set_mode(from.facts()?.mode)?;
        let mut list = vec![0; MAX_LIST];
        match rustix::fs::fgetxattr(&from.0, LIST, &mut list[..]) {
            Ok(size) => {
                let list = list.get(..size).unwrap_or_default();
                Ok(rustix::fs::fsetxattr(&to.0, LIST, list, XattrFlags::empty())?)
            }
            Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// An entry, to look at it and set its modes: nothing is followed, and nothing waited for.
    fn look_at(&self, name: &str) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        Ok(rustix::fs::openat(&self.0, name, flags, Mode::empty())?)
    }

    /// Lets everybody whom the folder lets in read the files in it, as far as they are mine to change;
    /// returns how many were closed. Whoever was killed while making one left it so.
    pub fn share_files(&self, mode: u32) -> io::Result<usize> {
        let me = rustix::process::geteuid();
        let mut shared = 0;
        for (name, kind) in self.list()? {
            if kind != FileType::RegularFile {
                continue;
            }
            let Ok(fd) = self.look_at(&name) else { continue };
            let facts = rustix::fs::fstat(&fd)?;
            let mine = me.is_root() || facts.st_uid == me.as_raw();
            if mine && mode & !facts.st_mode != 0 {
                rustix::fs::fchmod(&fd, Mode::from_raw_mode(mode))?;
                shared += 1;
            }
        }
        Ok(shared)
    }

    /// True when the folder has an access control list.
    pub fn has_list(&self) -> bool {
        let mut list = vec![0; MAX_LIST];
        rustix::fs::fgetxattr(&self.0, LIST, &mut list[..]).is_ok()
    }

    /// Sets mode and access control list of an entry, whatever it was before.
    pub fn set_gate(&self, name: &str, mode: u32, entries: &[AclEntry]) -> io::Result<()> {
        let fd = self.look_at(name)?;
        match rustix::fs::fremovexattr(&fd, LIST) {
            Ok(()) | Err(Errno::NODATA | Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
        rustix::fs::fchmod(&fd, Mode::from_raw_mode(mode))?;
        if !entries.is_empty() {
            rustix::fs::fsetxattr(&fd, LIST, &acl(mode, entries), XattrFlags::empty())?;
        }
        Ok(())
    }
}
