//! The user's own folders outside the store: settings in the config folder, drafts in the state
//! folder, the default store in the data folder, the register in the cache folder.

use super::error::StoreError;
use super::files::Dir;
use super::layout::PRIVATE;
use super::{Account, MAX_SETTINGS, ron_text};
use crate::settings::Settings;
use directories::ProjectDirs;
use std::path::{Path, PathBuf};

const SETTINGS: &str = "settings.ron";

/// Where a user's files lie.
#[derive(Clone, Debug)]
pub struct UserFolders {
    pub config: PathBuf,
    pub state: PathBuf,
    pub data: PathBuf,
    /// For what can be made anew.
    pub cache: PathBuf,
}

impl UserFolders {
    /// The folders of this account; `None` for an account without a home. People bound to keys
    /// share an account: each has a folder of one's own in it.
    pub fn of(account: &Account) -> Option<UserFolders> {
        let dirs = ProjectDirs::from("", "", "ketnap")?;
        let own = |dir: &Path| if account.bound { dir.join("as").join(&account.key) } else { dir.to_owned() };
        Some(UserFolders {
            config: own(dirs.config_dir()),
            state: own(dirs.state_dir().unwrap_or(dirs.data_local_dir())),
            data: own(dirs.data_dir()),
            cache: own(dirs.cache_dir()),
        })
    }

    /// The store that opens when none is named anywhere.
    pub fn default_store(&self) -> PathBuf {
        self.data.join("store")
    }

    /// The user's settings; the built-in ones where there are none.
    ///
    /// # Errors
    /// [`StoreError::BadFile`] with line and column.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let Ok(dir) = Dir::open(&self.config) else { return Ok(Settings::default()) };
        match dir.read(SETTINGS, MAX_SETTINGS).map_err(StoreError::io(SETTINGS))? {
            Some((bytes, _)) => {
                let file = self.config.join(SETTINGS).display().to_string();
                ron_text::parse_file(&file, &bytes)
            }
            None => Ok(Settings::default()),
        }
    }

    /// Keeps the user's settings.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let failed = || StoreError::io(self.config.display().to_string());
        std::fs::create_dir_all(&self.config).map_err(failed())?;
        let dir = Dir::open(&self.config).map_err(failed())?;
        let text = ron_text::pretty(settings)? + "\n";
        dir.replace(SETTINGS, text.as_bytes(), PRIVATE, true).map_err(failed())
    }
}
