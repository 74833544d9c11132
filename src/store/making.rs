//! A folder in which a store is being made: taken first, so that two makers never meet in it, and known as
//! half-made when its maker was killed. Must not know what is put into it.

use super::error::StoreError;
use super::files::{Dir, File};
use super::layout::{CLAIM, PLATE, PRIVATE};
use rustix::fs::FileType;
use std::path::Path;

/// Largest claim, in bytes.
const MAX: u64 = 1 << 10;

/// A folder that is mine to fill. When dropped unfinished, what was put into it goes.
#[derive(Debug)]
pub struct Making {
    root: Dir,
    _claim: File,
    finished: bool,
}

impl Making {
    /// Takes the folder `path`, which must be empty or not there yet. With `over`, one that a killed maker left
    /// is emptied first.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::BeingMade`], [`StoreError::HalfMade`], or the disk.
    pub fn take(path: &Path, over: bool) -> Result<Making, StoreError> {
        let io = || StoreError::io(path.display().to_string());
        std::fs::create_dir_all(path).map_err(io())?;
        let root = Dir::open(path).map_err(io())?;
        let others = |root: &Dir| -> std::io::Result<Vec<(String, FileType)>> {
            Ok(root.list()?.into_iter().filter(|(name, _)| name != CLAIM).collect())
        };
        // A store, or anything else of somebody's, is not even touched.
        let claimed = root.stamp(CLAIM).is_some_and(|claim| claim.size > 0);
        if !claimed && !others(&root).map_err(io())?.is_empty() {
            return Err(StoreError::NotEmpty(path.to_owned()));
        }
        let claim = root.try_lock(CLAIM, PRIVATE, MAX).map_err(io())?;
        let claim =
            claim.filter(|claim| root.stamp(CLAIM).is_some_and(|stamp| stamp.inode == claim.facts.inode));
        let claim = claim.ok_or_else(|| StoreError::BeingMade(path.to_owned()))?;
        let left = others(&root).map_err(io())?;
        let whole = left.iter().any(|(name, _)| name == PLATE);
        let half = !whole && claim.facts.size > 0;
        if !left.is_empty() && !half {
            // Somebody was quicker, and is done.
            let _ = root.remove(CLAIM);
            return Err(StoreError::NotEmpty(path.to_owned()));
        }
        if !left.is_empty() && !over {
            return Err(StoreError::HalfMade(path.to_owned()));
        }
        empty(&root, &left).map_err(io())?;
        claim.write_at(0, b"ketnap is making a store here\n").map_err(io())?;
        Ok(Making { root, _claim: claim, finished: false })
    }

    /// The folder.
    pub fn root(&self) -> &Dir {
        &self.root
    }

    /// The store is whole.
    pub fn finish(mut self) {
        self.finished = true;
        // A claim beside a whole store means nothing.
        let _ = self.root.remove(CLAIM);
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if !self.finished && self.root.stamp(PLATE).is_none() {
            let left = self.root.list().unwrap_or_default();
            // What cannot be removed now is known as half-made.
            let _ = empty(&self.root, &left);
        }
    }
}

/// Removes what lies in a folder, the claim last.
fn empty(root: &Dir, names: &[(String, FileType)]) -> std::io::Result<()> {
    for (name, kind) in names.iter().filter(|(name, _)| name != CLAIM) {
        if *kind == FileType::Directory { root.remove_tree(name)? } else { root.remove(name)? }
    }
    if names.iter().any(|(name, _)| name == CLAIM) { root.remove(CLAIM) } else { Ok(()) }
}
