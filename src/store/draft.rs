//! Drafts: half-filled forms in the user's own state folder, mode 0600, until the save is on the
//! disk. Outside the store: a draft is nobody else's business.
//!
//! Every session that is open has a file of its own, and holds the lock beside it, so that two windows of one
//! person leave each other's drafts alone. The files of sessions that are gone are everybody's: their drafts are
//! found by the next one.

use super::error::StoreError;
use super::files::{Dir, File};
use super::layout::PRIVATE;
use super::ron_text;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Largest file of drafts that is read, in bytes: ten thousand rows of a typed list are two million.
const MAX: u64 = 64 << 20;

/// A half-filled form: which one, about what, and the texts of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Which form, with the ids that it is about.
    pub form: String,
    /// Field name and text, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// The texts that stood there when the form was opened: what differs was typed.
    #[serde(default)]
    pub base: Vec<(String, String)>,
    /// When it was last changed, for people.
    pub at: String,
}

/// The user's drafts for one store.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    /// The beginning of the names of its files.
    store: String,
    /// Name of this session's file, with its lock.
    own: OnceLock<(String, File)>,
}

impl Drafts {
    /// Drafts in the user's state folder `state`, of the store with this id.
    pub fn new(state: PathBuf, store: &str) -> Drafts {
        let store = store.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        Drafts { folder: state.join("drafts"), store, own: OnceLock::new() }
    }

    /// The drafts that were left, oldest first; not those of other sessions that are open.
    pub fn load(&self) -> Vec<Draft> {
        let Ok(dir) = Dir::open(&self.folder) else { return Vec::new() };
        let files = self.files(&dir).into_iter().flatten();
        files.filter_map(|name| self.read(&dir, &name).ok()).flatten().collect()
    }

    /// Keeps a draft in the place of an earlier one of the same form.
    ///
    /// # Errors
    /// The disk. What stands in a file that cannot be read stays there.
    pub fn keep(&self, draft: &Draft) -> Result<(), StoreError> {
        let dir = self.dir()?;
        let own = self.own(&dir)?;
        let mut drafts = self.read(&dir, own)?;
        let known = drafts.len();
        drafts.retain(|known| known.form != draft.form);
        let is_new = drafts.len() == known;
        drafts.push(draft.clone());
        self.write(&dir, own, &drafts)?;
        // Kept many times while one types: only the first time it may be one that was found.
        if is_new { self.forget_in(&dir, &draft.form, |name| name != own) } else { Ok(()) }
    }

    /// Forgets the draft of a form.
    ///
    /// # Errors
    /// The disk.
    pub fn forget(&self, form: &str) -> Result<(), StoreError> {
        if !self.folder.exists() {
            return Ok(());
        }
        self.forget_in(&self.dir()?, form, |_| true)
    }

    fn forget_in(&self, dir: &Dir, form: &str, of: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        for name in self.files(dir).map_err(self.failed())?.iter().filter(|name| of(name)) {
            // One that cannot be read offers nothing either.
            let Ok(mut drafts) = self.read(dir, name) else { continue };
            let before = drafts.len();
            drafts.retain(|known| known.form != form);
            if drafts.len() != before {
                self.write(dir, name, &drafts)?;
            }
        }
        Ok(())
    }

    fn failed(&self) -> impl Fn(std::io::Error) -> StoreError {
        let folder = self.folder.display().to_string();
        move |error| StoreError::io(folder.as_str())(error)
    }

    fn dir(&self) -> Result<Dir, StoreError> {
        std::fs::create_dir_all(&self.folder).map_err(self.failed())?;
        Dir::open(&self.folder).map_err(self.failed())
    }

    /// The files that are this session's or nobody's any more, the last written last.
    fn files(&self, dir: &Dir) -> std::io::Result<Vec<String>> {
        let own = self.own.get().map(|(name, _)| name.as_str());
        let is_ours = |name: &String| {
            let rest = name.strip_prefix(&self.store).and_then(|rest| rest.strip_suffix(".ron"));
            rest.is_some_and(|tag| tag.is_empty() || tag.starts_with('.'))
        };
        let is_open = |name: &String| {
            let lock = dir.open_file(&lock_of(name), MAX).ok().flatten();
            lock.is_some_and(|lock| lock.is_locked().unwrap_or(true))
        };
        let names = dir.list()?.into_iter().map(|(name, _)| name);
        let mut names: Vec<String> =
            names.filter(is_ours).filter(|name| own == Some(name) || !is_open(name)).collect();
        names.sort_by_key(|name| dir.look(name).modified);
        Ok(names)
    }

    /// The drafts in a file; none where there is no such file.
    fn read(&self, dir: &Dir, name: &str) -> Result<Vec<Draft>, StoreError> {
        let Some((bytes, _)) = dir.read(name, MAX).map_err(self.failed())? else { return Ok(Vec::new()) };
        ron_text::parse_file(name, &bytes)
    }

    /// The file of this session.
    fn own(&self, dir: &Dir) -> Result<&str, StoreError> {
        if self.own.get().is_none() {
            for n in 1u32.. {
                let name = format!("{}.{}-{n}.ron", self.store, std::process::id());
                // What a session of the same number left is found as that of any other.
                if dir.stamp(&name).is_none()
                    && let Some(lock) = dir.try_lock(&lock_of(&name), PRIVATE, MAX).map_err(self.failed())?
                {
                    let _ = self.own.set((name, lock));
                    break;
                }
            }
        }
        Ok(self.own.get().map_or("", |(name, _)| name))
    }

    fn write(&self, dir: &Dir, name: &str, drafts: &[Draft]) -> Result<(), StoreError> {
        if !drafts.is_empty() {
            let text = ron_text::pretty(&drafts)?;
            return dir.replace(name, text.as_bytes(), PRIVATE, true).map_err(self.failed());
        }
        dir.remove(name).map_err(self.failed())?;
        if self.own.get().is_none_or(|(own, _)| own != name) {
            let _ = dir.remove(&lock_of(name));
        }
        Ok(())
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        // A lock without drafts is of no use to anybody.
        if let Some((name, _)) = self.own.get()
            && let Ok(dir) = Dir::open(&self.folder)
            && dir.stamp(name).is_none()
        {
            let _ = dir.remove(&lock_of(name));
        }
    }
}

fn lock_of(name: &str) -> String {
    format!("{}.lock", name.strip_suffix(".ron").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(form: &str, text: &str) -> Draft {
        let fields = vec![("name".to_owned(), text.to_owned())];
        Draft { form: form.into(), fields, base: Vec::new(), at: "31/07/2023 10:42".into() }
    }

    fn texts(drafts: &Drafts) -> Vec<String> {
        drafts.load().into_iter().map(|draft| draft.fields[0].1.clone()).collect()
    }

    /// The second window's save took the draft of the first one with it.
    #[test]
    fn two_windows_leave_each_others_drafts_alone_and_the_next_one_finds_both() {
        let dir = tempfile::TempDir::new().unwrap();
        let open = || Drafts::new(dir.path().to_owned(), "store-1");
        let (one, two) = (open(), open());
        one.keep(&draft("new person", "một")).unwrap();
        two.keep(&draft("new person", "hai")).unwrap();
        assert_eq!((texts(&one), texts(&two)), (vec!["một".to_owned()], vec!["hai".to_owned()]));
        two.forget("new person").unwrap();
        assert_eq!((texts(&one).len(), texts(&two).len()), (1, 0));
        two.keep(&draft("new unit", "ba")).unwrap();
        drop((one, two));
        let next = open();
        assert_eq!(texts(&next), ["một", "ba"]);
        // Going on with one that was found takes it over.
        next.keep(&draft("new person", "một nữa")).unwrap();
        assert_eq!(texts(&next), ["ba", "một nữa"]);
        next.forget("new person").unwrap();
        next.forget("new unit").unwrap();
        assert!(texts(&next).is_empty());
        drop(next);
        assert_eq!(std::fs::read_dir(dir.path().join("drafts")).unwrap().count(), 0, "nothing is left");
    }

    /// A list of some thousand rows was kept, never found again, and took all other drafts with it.
    #[test]
    fn a_large_draft_is_found_again_and_what_cannot_be_read_takes_nothing_with_it() {
        let dir = tempfile::TempDir::new().unwrap();
        let open = || Drafts::new(dir.path().to_owned(), "store-1");
        let drafts = open();
        drafts.keep(&draft("new person", "một")).unwrap();
        drafts.keep(&draft("fast-add u", &"x".repeat(3 << 20))).unwrap();
        drop(drafts);
        assert_eq!(open().load().len(), 2);
        std::fs::write(dir.path().join("drafts/store-1.7-1.ron"), "[(form: \"half").unwrap();
        let next = open();
        next.keep(&draft("new unit", "ba")).unwrap();
        assert_eq!(next.load().len(), 3);
        assert!(std::fs::read_to_string(dir.path().join("drafts/store-1.7-1.ron")).unwrap().contains("half"));
        // Nor does one that would be this session's own by its number.
        let own = dir.path().join(format!("drafts/store-2.{}-1.ron", std::process::id()));
        std::fs::write(&own, "[(form: \"half").unwrap();
        let other = Drafts::new(dir.path().to_owned(), "store-2");
        other.keep(&draft("new unit", "bốn")).unwrap();
        assert_eq!(texts(&other), ["bốn"]);
        assert!(std::fs::read_to_string(&own).unwrap().contains("half"));
    }
}
