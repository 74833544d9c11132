//! The store's own rule files, read: over the built-in rules, and only what its owner wrote. They stand in `rules/`,
//! and the days off in `holidays.ron`. Must not change them.

use super::files::{Dir, Facts};
use super::layout::{HOLIDAYS, RULES};
use super::{MAX_SETTINGS, Plate, StoreError, ron_text};
use crate::domain::Rulebook;
use crate::domain::calendar::{Calendar, Holidays};
use crate::domain::rule_file;
use crate::domain::rules::RuleSet;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::ErrorKind;

pub fn bad(file: &str, message: impl ToString) -> StoreError {
    StoreError::BadFile { file: file.to_owned(), message: message.to_string() }
}

/// The rules that hold in a store, and what of its own files could not be read: one bad file must
/// not keep anybody from the records. Then the built-in rules hold.
pub fn read(root: &Dir, plate: &Plate, owner: u32) -> (Rulebook, Option<StoreError>) {
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
pub fn with_own(root: &Dir, plate: &Plate, owner: u32) -> Result<Rulebook, StoreError> {
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
    Rulebook::new(sets, layers, calendar).map_err(|error| bad(RULES, error))
}

/// What tells the store's own rule files from others: a sum over their names and bytes; `None` where
/// there are none.
pub fn sum(root: &Dir) -> Option<[u8; 32]> {
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
    if let Ok(folder) = root.dir(RULES) {
        folder.list().unwrap_or_default().iter().for_each(|(name, _)| add(name, &folder));
    }
    any.then(|| hash.finalize().into())
}

/// Deadlines go by these files: nobody but the store's owner may write them.
pub fn must_be_of(facts: &Facts, owner: u32, file: &str) -> Result<(), StoreError> {
    match facts.owner == owner && facts.mode & 0o022 == 0 {
        true => Ok(()),
        false => Err(bad(file, "must belong to the store's owner and be writable by nobody else")),
    }
}

/// The store's own sets with the names of their files.
pub fn own_sets(root: &Dir, owner: u32) -> Result<Vec<(String, RuleSet)>, StoreError> {
    let folder = match root.dir(RULES) {
        Ok(folder) => folder,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(RULES)(error)),
    };
    let mut names: Vec<String> =
        folder.list().map_err(StoreError::io(RULES))?.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| ron_text::is_ron(name));
    names.sort_unstable();
    // What a backup cannot hold may not hold here.
    if let Some(odd) = names.iter().find(|name| !super::folder::is_plain(name)) {
        return Err(bad(&format!("{RULES}/{odd}"), "its name may have letters a-z, digits, . _ - only"));
    }
    let mut sets = Vec::new();
    for name in names {
        let file = format!("{RULES}/{name}");
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
