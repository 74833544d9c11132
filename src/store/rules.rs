//! The rule sets and the holidays of an office: the built-in ones, and those in its own folder.
//!
//! ```text
//! STORE/rules/*.ron     rule sets of this office; one with a known number and date replaces it
//! STORE/holidays.ron    days off and worked days over the built-in table
//! ```
//!
//! A local layer holds where `ketnap.ron` names it or its file lies in the office's own folder.

use super::files::{Dir, Facts};
use super::journal::Deed;
use super::tree::CORRIDOR;
use super::{MAX_SETTINGS, PLATE, Plate, Store, StoreError, ron_text};
use crate::domain::Rulebook;
use crate::domain::calendar::{Calendar, Holidays};
use crate::domain::rule_file;
use crate::domain::rules::{RuleKey, RuleSet};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::OnceLock;

/// Name of the folder.
pub const FOLDER: &str = "rules";
/// Name of the office's own table of holidays.
pub const HOLIDAYS: &str = "holidays.ron";

fn bad(file: &str, message: impl ToString) -> StoreError {
    StoreError::BadFile { file: file.to_owned(), message: message.to_string() }
}

/// The rules that hold in a store, and what of its own files could not be read: one bad file must
/// not keep anybody from the records. Then the built-in rules hold.
fn read(root: &Dir, plate: &Plate, owner: u32) -> (Rulebook, Option<StoreError>) {
    match with_own(root, plate, owner) {
        Ok(rules) => (rules, None),
        Err(error) => {
            let layers = plate.rules_layer.iter().cloned().collect();
            // A test holds that the built-in ones can be read.
            (Rulebook::built_in(layers).unwrap_or_default(), Some(error))
        }
    }
}

/// The built-in rules with those of the store over them; only what its owner wrote.
fn with_own(root: &Dir, plate: &Plate, owner: u32) -> Result<Rulebook, StoreError> {
    let mut sets = Rulebook::built_in_sets().map_err(|error| bad("config/rules", error))?;
    let mut layers: BTreeSet<String> = plate.rules_layer.iter().cloned().collect();
    for (_, set) in own_sets(root, owner)? {
        layers.extend(Some(set.layer.clone()).filter(|layer| !layer.is_empty()));
        sets.push(set);
    }
    let mut calendar = Calendar::built_in().map_err(|error| bad("config/holidays.ron", error))?;
    if let Some((bytes, facts)) = root.read(HOLIDAYS, MAX_SETTINGS).map_err(StoreError::io(HOLIDAYS))? {
        must_be_of(&facts, owner, HOLIDAYS)?;
        calendar = calendar.overlay(&ron_text::parse_file::<Holidays>(HOLIDAYS, &bytes)?);
    }
    Rulebook::new(sets, layers, calendar).map_err(|error| bad(FOLDER, error))
}

/// What tells the store's own rule files from others: a sum over their names and bytes; `None` where
/// there are none.
pub(super) fn sum(root: &Dir) -> Option<[u8; 32]> {
    let (mut hash, mut any) = (Sha256::new(), false);
    let mut add = |name: &str, dir: &Dir| {
        if dir.stamp(name).is_some() {
            let bytes = dir.read(name, MAX_SETTINGS).ok().flatten().map(|(bytes, _)| bytes);
            hash.update(format!("{name} {:?} ", bytes.as_ref().map(Vec::len)));
            hash.update(bytes.unwrap_or_default());
            any = true;
        }
    };
    add(HOLIDAYS, root);
    if let Ok(folder) = root.dir(FOLDER) {
        folder.list().unwrap_or_default().iter().for_each(|(name, _)| add(name, &folder));
    }
    any.then(|| hash.finalize().into())
}

/// Deadlines go by these files: nobody but the store's owner may write them.
fn must_be_of(facts: &Facts, owner: u32, file: &str) -> Result<(), StoreError> {
    match facts.owner == owner && facts.mode & 0o022 == 0 {
        true => Ok(()),
        false => Err(bad(file, "must belong to the store's owner and be writable by nobody else")),
    }
}

/// The store's own sets with the names of their files.
fn own_sets(root: &Dir, owner: u32) -> Result<Vec<(String, RuleSet)>, StoreError> {
    let folder = match root.dir(FOLDER) {
        Ok(folder) => folder,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(FOLDER)(error)),
    };
    let mut names: Vec<String> =
        folder.list().map_err(StoreError::io(FOLDER))?.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| ron_text::is_ron(name));
    names.sort_unstable();
    // What a backup cannot hold may not hold here.
    if let Some(odd) = names.iter().find(|name| !super::backup::is_plain(name)) {
        return Err(bad(&format!("{FOLDER}/{odd}"), "its name may have letters a-z, digits, . _ - only"));
    }
    let mut sets = Vec::new();
    for name in names {
        let file = format!("{FOLDER}/{name}");
        let Some((bytes, facts)) = folder.read(&name, MAX_SETTINGS).map_err(StoreError::io(file.as_str()))?
        else {
            continue;
        };
        must_be_of(&facts, owner, &file)?;
        let set = rule_file::read(&bytes).map_err(|error| bad(&file, error))?;
        sets.push((name, set));
    }
    Ok(sets)
}

impl Store {
    /// The rule sets and the calendar of the office.
    pub fn rules(&self) -> &Rulebook {
        &self.rules_read().0
    }

    fn rules_read(&self) -> &(Rulebook, Option<StoreError>) {
        self.rules.get_or_init(|| read(&self.root, &self.plate, self.owner))
    }

    /// What of the store's own rules could not be read; then the built-in ones hold.
    pub fn rules_problem(&self) -> Option<&StoreError> {
        // Where there are none of its own, nothing can be wrong with them.
        let none = self.rules_hash.is_none() && self.plate.rules_layer.is_none();
        if none { None } else { self.rules_read().1.as_ref() }
    }

    /// Reads the rules again, and which local layer holds.
    pub(crate) fn renew_rules(&mut self) -> Result<(), StoreError> {
        let before = (self.plate.rules_layer.clone(), self.rules_hash);
        if let Some((bytes, _)) = self.root.read(PLATE, MAX_SETTINGS).map_err(StoreError::io(PLATE))? {
            self.plate.rules_layer = ron_text::parse_file::<Plate>(PLATE, &bytes)?.rules_layer;
        }
        let sum = sum(&self.root);
        if before != (self.plate.rules_layer.clone(), sum) {
            self.rules = OnceLock::new();
            self.rules_hash = sum;
        }
        Ok(())
    }

    /// Others hear of a change of the rules. That they cannot be read again now changes nothing of what was
    /// done: the next look tells.
    fn ruled(&mut self) {
        let _ = self.renew_rules();
        self.ring();
    }

    /// The rules as they would be with one set more, or with one in the place of another.
    ///
    /// # Errors
    /// [`StoreError::BadFile`] where it inherits from what is not there.
    pub fn rules_with(&self, set: &RuleSet) -> Result<Rulebook, StoreError> {
        let sets = self.rules().sets().cloned().chain([set.clone()]);
        let mut layers = self.rules().layers().clone();
        layers.extend(Some(set.layer.clone()).filter(|layer| !layer.is_empty()));
        Rulebook::new(sets, layers, self.rules().calendar.clone())
            .map_err(|error| bad(&set.key().to_string(), error))
    }

    /// Whether this process may change what rules hold: the owner, and not to read only.
    fn may_rule(&self) -> Result<(), StoreError> {
        self.must_own()?;
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        Ok(())
    }

    /// Puts a rule set into the office's folder, as it was written. The owner's act.
    pub fn add_rules(&mut self, set: &RuleSet, text: &[u8]) -> Result<String, StoreError> {
        self.may_rule()?;
        self.rules_with(set)?;
        let name = format!("{}-{}.ron", super::tree::slug(&set.number), set.signed);
        let io = || StoreError::io(FOLDER);
        let folder = self.root.make_dir(FOLDER, CORRIDOR).map_err(io())?;
        let deeds = vec![(Deed::RuledBy(set.key()), Deed::RuleRemoved(set.key()))];
        self.noted(deeds, || folder.replace(&name, text, 0o644, true).map_err(io()))?;
        self.ruled();
        Ok(format!("{FOLDER}/{name}"))
    }

    /// Takes a rule set out of the office's folder. The owner's act.
    ///
    /// # Errors
    /// [`StoreError::NoRules`] where it is not one of the office's own.
    pub fn remove_rules(&mut self, key: &RuleKey) -> Result<(), StoreError> {
        self.may_rule()?;
        let own = own_sets(&self.root, self.owner)?;
        let found = own.into_iter().find(|(_, set)| set.key() == *key);
        let (name, _) = found.ok_or_else(|| StoreError::NoRules(key.clone()))?;
        let io = || StoreError::io(FOLDER);
        let folder = self.root.dir(FOLDER).map_err(io())?;
        let deeds = vec![(Deed::RuleRemoved(key.clone()), Deed::RuledBy(key.clone()))];
        self.noted(deeds, || folder.remove_synced(&name).map_err(io()))?;
        self.ruled();
        Ok(())
    }

    /// Chooses the local layer that holds in this store, or none. The owner's act.
    pub fn use_layer(&mut self, layer: Option<String>) -> Result<(), StoreError> {
        self.may_rule()?;
        let deeds = vec![(Deed::LayerUsed(layer.clone()), Deed::LayerUsed(self.plate.rules_layer.clone()))];
        self.noted(deeds, || self.change_plate(|plate| plate.rules_layer = layer))?;
        self.ruled();
        Ok(())
    }
}
