//! Which books there must be. The book above notes those below it in its own chained records, and `ketnap.ron`
//! the topmost; so a folder that somebody took away, renamed or emptied is missed, by whoever reads. And of which
//! book there are two.
//!
//! ```text
//!   records above ── below: {id: name} ──┐
//!                                        ├── no folder has it ──▶ a place that is missing: damage, named
//!   folders that were found ─────────────┘
//!                                        └── a folder that nobody noted ──▶ noted with the next save
//! ```

use super::error::{Damage, DamageKind};
use super::folder::{DoorPlate, slug};
use super::layout::UNIT;
use super::place::Place;
use super::{MAX_SETTINGS, OpenBook, Store, ron_text};
use crate::domain::{Book, UnitId};
use rustix::fs::FileType;
use std::collections::HashSet;

/// A book that has to be there.
pub(crate) struct Noted {
    /// The unit above, and the path of its folder; nothing above the topmost.
    pub above: Option<(UnitId, String)>,
    pub id: UnitId,
    pub name: String,
}

impl Store {
    /// The books of which no folder is there. `found` are the units that a folder has.
    pub(crate) fn missing(&self, noted: Vec<Noted>, found: &HashSet<UnitId>) -> Vec<(Noted, Damage)> {
        // A store from before that was noted has at least one book.
        let top = self.plate.top.or(found.is_empty().then(|| UnitId::from_bits(0)));
        let top = top.map(|id| Noted { above: None, id, name: String::new() });
        let gone = noted.into_iter().chain(top).filter(|noted| !found.contains(&noted.id));
        gone.map(|noted| {
            let above = noted.above.as_ref().map_or("", |(_, path)| path.as_str());
            let found = self.under_another_name(above, noted.id);
            let path =
                if above.is_empty() { slug(&noted.name) } else { format!("{above}/{}", slug(&noted.name)) };
            let file = if noted.name.is_empty() { self.path.display().to_string() } else { path };
            let kind = DamageKind::Missing { unit: noted.name.clone(), found };
            let damage = Damage { file, byte: 0, kind };
            (noted, damage)
        })
        .collect()
    }

    /// The folder that holds a unit under a name that no unit's folder may have.
    fn under_another_name(&self, above: &str, id: UnitId) -> Option<String> {
        let dir = self.root.dir(above).ok()?;
        let names = dir.list().ok()?.into_iter().filter(|(_, kind)| *kind == FileType::Directory);
        let mut odd = names.map(|(name, _)| name).filter(|name| !super::folder::is_slug(name));
        odd.find(|name| {
            let plate = dir.dir(name).and_then(|folder| folder.read(UNIT, MAX_SETTINGS)).ok().flatten();
            let plate = plate.and_then(|(bytes, _)| ron_text::parse_file::<DoorPlate>(UNIT, &bytes).ok());
            plate.is_some_and(|plate| plate.id == id)
        })
    }
}

/// The books that one which was read in a folder notes below it.
pub(super) fn noted_in(book: &Book, path: &str) -> Vec<Noted> {
    let own = book.own_unit().into_iter();
    own.flat_map(|(id, unit)| unit.below.iter().map(move |below| (id, below)))
        .map(|(id, (below, name))| Noted {
            above: Some((id, path.to_owned())),
            id: *below,
            name: name.clone(),
        })
        .collect()
}

impl Store {
    /// The book of a place that is missing.
    pub(crate) fn missed(&self, place: &Place) -> OpenBook {
        let unit = place.missing.clone().unwrap_or_default();
        let above = place.folder.path.rsplit_once('/').map_or("", |(above, _)| above);
        let found = self.under_another_name(above, place.folder.id);
        let kind = DamageKind::Missing { unit, found };
        let damage = Damage { file: place.folder.path.clone(), byte: 0, kind };
        OpenBook::lost(place.folder.id, &place.folder.path, place.folder.above.clone(), damage, self.owner)
    }
}
