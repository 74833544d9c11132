//! Who has the store open, the bell that says somebody saved, and the folder that stirs when books or
//! logs come and go: beside the books. Nothing here is data; losing all of it loses nothing.
//!
//! A session holds the lock of its file as long as it lives, so that a killed one is not taken for
//! a living one.

use super::Store;
use super::files::{Dir, File, Stamp};
use super::identity::account_name;
use super::layout::{BELL, BESIDE, PRESENCE, PRIVATE, TREE};
use super::mark::{key_of, rightful};

/// Largest file in the folder that is one of ours, in bytes.
const MAX: u64 = 4096;
/// Most sessions that are looked at.
const MOST: usize = 500;

/// True for the name of a session's file: the key of the account, and the number of the process.
fn is_session(file: &str) -> bool {
    file.split_once('.').is_some_and(|(_, pid)| pid.parse::<u32>().is_ok())
}

/// Says that I am here, until dropped.
#[derive(Debug)]
pub struct Presence {
    folder: Dir,
    name: String,
    _held: File,
}

impl Drop for Presence {
    fn drop(&mut self) {
        let _ = self.folder.remove(&self.name);
    }
}

impl Store {
    fn here(&self) -> Option<Dir> {
        self.root.make_dir(PRESENCE, BESIDE).ok()
    }

    /// Tells others that I have the store open. `None` where I may not write there: a courtesy,
    /// not a condition.
    pub fn announce(&self) -> Option<Presence> {
        if self.options.read_only {
            return None;
        }
        let folder = self.here()?;
        let name = format!("{}.{}", self.options.account.key, std::process::id());
        let held = folder.make_locked(&name, MAX).ok()?;
        self.forget_killed(&folder);
        Some(Presence { folder, name, _held: held })
    }

    /// Removes what sessions of my account left that were killed: nobody else may, and whoever looks for
    /// others would open every one of them. One that begins at this very moment under the number of a killed
    /// one may lose its file: nobody sees it then, and that is all.
    fn forget_killed(&self, folder: &Dir) {
        let uid = self.options.account.uid;
        // A number is that of an account; people bound to keys have names, and share one.
        let mine = |file: &str| is_session(file) && key_of(file).parse().map_or(true, |key: u32| key == uid);
        for (file, _) in folder.list().unwrap_or_default() {
            if mine(&file)
                && let Ok(Some(open)) = folder.open_file(&file, MAX)
                && open.facts.owner == uid
                && open.is_locked().is_ok_and(|held| !held)
            {
                let _ = folder.remove(&file);
            }
        }
    }

    /// Names of the others who have the store open, each once.
    pub fn others(&self) -> Vec<String> {
        let Ok(folder) = self.root.dir(PRESENCE) else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        let theirs = |file: &str| is_session(file) && key_of(file) != self.options.account.key;
        let sessions = folder.list().unwrap_or_default().into_iter().filter(|(file, _)| theirs(file));
        for (file, _) in sessions.take(MOST) {
            let key = key_of(&file);
            let Ok(Some(open)) = folder.open_file(&file, MAX) else { continue };
            if !rightful(&file, open.facts.owner, self.owner) {
                continue;
            }
            // The holder of one that is not locked was killed.
            if open.is_locked().unwrap_or_default() {
                names.push(key.parse().map_or_else(|_| key.to_owned(), account_name));
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// Says that folders or logs came or went. Said before the first record is in them, so that no
    /// record is ever behind a folder that nobody looks at.
    pub(super) fn stir(&self) {
        if let Ok(folder) = self.root.make_dir(TREE, BESIDE) {
            let name = format!("{}.{}", self.options.account.key, std::process::id());
            let _ = folder.make_new(&name, PRIVATE);
            let _ = folder.remove(&name);
        }
    }

    /// How the folder that stirs looks; [`Stamp::NEVER`] where it just stirred, or where it cannot be relied
    /// on: it is not there, or not everyone who may say to be here may stir it.
    pub(crate) fn tree_stamp(&self) -> Stamp {
        let stamp = self.root.look(TREE).at_rest();
        let (here, tree) = (self.root.dir(PRESENCE), self.root.dir(TREE));
        let open_to_others = here.is_ok_and(|folder| folder.has_list());
        let stirred_by_others = tree.is_ok_and(|folder| folder.has_list());
        if !stamp.is_known() || stamp.inode == 0 || (open_to_others && !stirred_by_others) {
            Stamp::NEVER
        } else {
            stamp
        }
    }

    /// Tells the others that something was saved.
    pub(super) fn ring(&self) {
        if let Some(folder) = self.here() {
            let _ = folder.touch(&format!("{}.{BELL}", self.options.account.key));
        }
    }
}
