//! Drafts: half-filled forms in the user's own state folder, mode 0600, until the save is on the
//! disk. Outside the store: a draft is nobody else's business.

use super::error::StoreError;
use super::files::Dir;
use super::ron_text;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Largest draft that is read, in bytes.
const MAX: u64 = 1 << 20;

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
#[derive(Clone, Debug)]
pub struct Drafts {
    folder: PathBuf,
    file: String,
}

impl Drafts {
    /// Drafts in the user's state folder `state`, of the store with this id.
    pub fn new(state: PathBuf, store: &str) -> Drafts {
        let safe: String = store.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        Drafts { folder: state.join("drafts"), file: format!("{safe}.ron") }
    }

    /// The drafts that were left, oldest first. What cannot be read is as good as none.
    pub fn load(&self) -> Vec<Draft> {
        let read = Dir::open(&self.folder).ok().and_then(|dir| dir.read(&self.file, MAX).ok().flatten());
        read.and_then(|(bytes, _)| ron_text::parse_file(&self.file, &bytes).ok()).unwrap_or_default()
    }

    /// Keeps a draft in the place of an earlier one of the same form.
    pub fn keep(&self, draft: &Draft) -> Result<(), StoreError> {
        let mut drafts = self.load();
        drafts.retain(|known| known.form != draft.form);
        drafts.push(draft.clone());
        self.write(&drafts)
    }

    /// Forgets the draft of a form.
    pub fn forget(&self, form: &str) -> Result<(), StoreError> {
        let mut drafts = self.load();
        let before = drafts.len();
        drafts.retain(|known| known.form != form);
        if drafts.len() == before { Ok(()) } else { self.write(&drafts) }
    }

    fn write(&self, drafts: &[Draft]) -> Result<(), StoreError> {
        let failed = || StoreError::io(self.folder.display().to_string());
        std::fs::create_dir_all(&self.folder).map_err(failed())?;
        let dir = Dir::open(&self.folder).map_err(failed())?;
        dir.replace(&self.file, ron_text::pretty(&drafts)?.as_bytes(), 0o600, true).map_err(failed())
    }
}
