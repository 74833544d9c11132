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
        let fresh: Vec<&str> = used.into_iter().filter(|used| !noted.contains(*used)).collect();
        if fresh.is_empty() {
            return;
        }
        noted.extend(fresh.into_iter().map(str::to_owned));
        let all = noted.clone();
        if self.durable {
            // Who may not write it leaves it to the owner's next save.
            let _ = self.change_plate(|plate| plate.uses.extend(all));
        }
    }

    /// Changes `ketnap.ron` as it stands now.
    pub(super) fn change_plate(&self, change: impl FnOnce(&mut Plate)) -> Result<(), StoreError> {
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
