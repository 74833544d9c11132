//! Changes of `ketnap.ron`, as it stands at the moment: what records use beyond the first format, the layer of rules.

use super::layout::{PLATE, READABLE};
use super::plate::{Plate, plate_text};
use super::{MAX_SETTINGS, Store, StoreError, lock, ron_text};
use crate::domain::Edit;
use std::collections::BTreeSet;

impl Store {
    /// Notes what edits use, before they are saved.
    pub(super) fn note_uses(&self, edits: &[Edit]) {
        let used: BTreeSet<&str> = edits.iter().flat_map(Edit::uses).collect();
        let Ok(mut noted) = self.uses.lock() else { return };
        if used.iter().all(|used| noted.contains(*used)) {
            return;
        }
        let all: BTreeSet<String> =
            used.into_iter().map(str::to_owned).chain(noted.iter().cloned()).collect();
        // Others leave it to the owner's next save of such a thing.
        if !self.durable || self.change_plate(|plate| plate.uses.extend(all.clone())).is_ok() {
            *noted = all;
        }
    }

    /// Changes `ketnap.ron` as it stands now. A file that another account writes is that account's, and whoever owns
    /// this one owns the store: only the owner does.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] for anybody else, whatever the disk would allow.
    pub(super) fn change_plate(&self, change: impl FnOnce(&mut Plate)) -> Result<(), StoreError> {
        if self.options.account.uid != self.owner {
            return Err(StoreError::NotOwner);
        }
        let _lock = lock::take_beside(&self.root, &self.options.account.name, &self.now().to_rfc3339())?;
        let read = self.root.read(PLATE, MAX_SETTINGS).map_err(StoreError::io(PLATE))?;
        let mut plate = match &read {
            Some((bytes, _)) => ron_text::parse_file::<Plate>(PLATE, bytes)?,
            None => self.plate.clone(),
        };
        let before = plate.clone();
        change(&mut plate);
        if plate == before {
            return Ok(());
        }
        let text = plate_text(&plate)?;
        self.root.replace(PLATE, text.as_bytes(), READABLE, true).map_err(StoreError::io(PLATE))
    }
}
