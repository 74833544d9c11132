//! The rule sets and the holidays of an office: the built-in ones, and those in its own folder.
//!
//! ```text
//! STORE/rules/*.ron     rule sets of this office; one with a known number and date replaces it
//! STORE/holidays.ron    days off and worked days over the built-in table
//! ```
//!
//! A local layer holds where `ketnap.ron` names it or its file lies in the office's own folder.

use super::journal::Deed;
use super::layout::{CORRIDOR, PLATE, READABLE, RULES};
use super::rule_files::{bad, own_sets, read, sum};
use super::{MAX_SETTINGS, Plate, Store, StoreError, ron_text};
use crate::domain::Rulebook;
use crate::domain::rules::{RuleKey, RuleSet};
use std::sync::OnceLock;

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
        let name = format!("{}-{}.ron", super::folder::slug(&set.number), set.signed);
        let io = || StoreError::io(RULES);
        let folder = self.root.make_dir(RULES, CORRIDOR).map_err(io())?;
        let deeds = vec![(Deed::RuledBy(set.key()), Deed::RuleRemoved(set.key()))];
        self.noted(deeds, || folder.replace(&name, text, READABLE, true).map_err(io()))?;
        self.ruled();
        Ok(format!("{RULES}/{name}"))
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
        let io = || StoreError::io(RULES);
        let folder = self.root.dir(RULES).map_err(io())?;
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
