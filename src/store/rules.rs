//! The rule sets and the holidays of an office: the built-in ones, and those in its own folder.
//!
//! ```text
//! STORE/rules/*.ron     rule sets of this office; one with a known number and date replaces it
//! STORE/holidays.ron    days off and worked days over the built-in table
//! ```
//!
//! A local layer holds where `ketnap.ron` names it or its file lies in the office's own folder.

use super::files::Dir;
use super::journal::Deed;
use super::tree::CORRIDOR;
use super::{MAX_SETTINGS, PLATE, Plate, Store, StoreError, ron_text};
use crate::domain::Rulebook;
use crate::domain::calendar::{Calendar, Holidays};
use crate::domain::rules::RuleSet;
use crate::exchange::rule_file;
use std::collections::BTreeSet;
use std::io::ErrorKind;

/// Name of the folder.
pub const FOLDER: &str = "rules";
/// Name of the office's own table of holidays.
pub const HOLIDAYS: &str = "holidays.ron";

fn bad(file: &str, message: impl ToString) -> StoreError {
    StoreError::BadFile { file: file.to_owned(), message: message.to_string() }
}

/// Reads the rule sets that hold in a store; only what its owner wrote.
///
/// # Errors
/// [`StoreError::BadFile`] naming file, line and column.
pub(super) fn read(root: &Dir, plate: &Plate, owner: u32) -> Result<Rulebook, StoreError> {
    let mut sets = Rulebook::built_in_sets().map_err(|error| bad("config/rules", error))?;
    let mut layers: BTreeSet<String> = plate.rules_layer.iter().cloned().collect();
    for set in own_sets(root, owner)? {
        layers.extend(Some(set.layer.clone()).filter(|layer| !layer.is_empty()));
        sets.push(set);
    }
    let mut calendar = Calendar::built_in().map_err(|error| bad("config/holidays.ron", error))?;
    if let Some((bytes, _)) = root.read(HOLIDAYS, MAX_SETTINGS).map_err(StoreError::io(HOLIDAYS))? {
        calendar = calendar.overlay(&ron_text::parse_file::<Holidays>(HOLIDAYS, &bytes)?);
    }
    Rulebook::new(sets, layers, calendar).map_err(|error| bad(FOLDER, error))
}

fn own_sets(root: &Dir, owner: u32) -> Result<Vec<RuleSet>, StoreError> {
    let folder = match root.dir(FOLDER) {
        Ok(folder) => folder,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(FOLDER)(error)),
    };
    let mut names: Vec<String> =
        folder.list().map_err(StoreError::io(FOLDER))?.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| name.ends_with(".ron") && !name.starts_with('.'));
    names.sort_unstable();
    let mut sets = Vec::new();
    for name in names {
        let file = format!("{FOLDER}/{name}");
        let Some((bytes, facts)) = folder.read(&name, MAX_SETTINGS).map_err(StoreError::io(file.as_str()))?
        else {
            continue;
        };
        if facts.owner != owner || facts.mode & 0o022 != 0 {
            return Err(bad(&file, "must belong to the store's owner and be writable by nobody else"));
        }
        sets.push(rule_file::read(&bytes).map_err(|error| bad(&file, error))?);
    }
    Ok(sets)
}

impl Store {
    /// The rule sets and the calendar of the office.
    pub fn rules(&self) -> &Rulebook {
        &self.rules
    }

    /// Reads the rules again; the old ones stay where the new ones cannot be read.
    pub(super) fn renew_rules(&mut self) -> Result<(), StoreError> {
        self.rules = read(&self.root, &self.plate, self.owner)?;
        Ok(())
    }

    /// The rules as they would be with one set more, or with one in the place of another.
    ///
    /// # Errors
    /// [`StoreError::BadFile`] where it inherits from what is not there.
    pub fn rules_with(&self, set: &RuleSet) -> Result<Rulebook, StoreError> {
        let sets = self.rules.sets().cloned().chain([set.clone()]);
        let mut layers = self.rules.layers().clone();
        layers.extend(Some(set.layer.clone()).filter(|layer| !layer.is_empty()));
        Rulebook::new(sets, layers, self.rules.calendar.clone())
            .map_err(|error| bad(&set.key().to_string(), error))
    }

    /// Puts a rule set into the office's folder, as it was written. The owner's act.
    pub fn add_rules(&mut self, set: &RuleSet, text: &[u8]) -> Result<String, StoreError> {
        self.must_own()?;
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        self.rules_with(set)?;
        let name = format!("{}-{}.ron", super::tree::slug(&set.number), set.signed);
        let io = || StoreError::io(FOLDER);
        let folder = self.root.make_dir(FOLDER, CORRIDOR).map_err(io())?;
        folder.replace(&name, text, 0o644, true).map_err(io())?;
        self.note(Deed::RuledBy(set.key()))?;
        self.renew_rules()?;
        self.ring();
        Ok(format!("{FOLDER}/{name}"))
    }

    /// Chooses the local layer that holds in this store, or none. The owner's act.
    pub fn use_layer(&mut self, layer: Option<String>) -> Result<(), StoreError> {
        self.must_own()?;
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        self.plate.rules_layer = layer;
        let text = super::init::plate_text(&self.plate)?;
        self.root.replace(PLATE, text.as_bytes(), 0o644, true).map_err(StoreError::io(PLATE))?;
        self.renew_rules()?;
        self.ring();
        Ok(())
    }
}
