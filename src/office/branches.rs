//! The places of books that have to be there, and what the books above have to note about them.

use super::Office;
use crate::domain::{Act, Edit, UnitId, Why};
use crate::store::ToSave;
use crate::store::branches::Noted;
use crate::store::error::DamageKind;
use crate::store::files::Stamp;
use crate::store::folder::Folder;
use crate::store::place::Place;
use std::collections::{BTreeMap, HashSet};

impl Office {
    /// Brings the places in step with what the books above note: whatever no folder has is a place that is
    /// missing, until it is there again.
    pub(super) fn miss_places(&mut self) {
        let paths: BTreeMap<UnitId, String> = self
            .places
            .iter()
            .filter(|place| place.missing.is_none())
            .map(|place| (place.folder.id, place.folder.path.clone()))
            .collect();
        let above = |unit: UnitId| Some((unit, paths.get(&unit)?.clone()));
        let noted = self.register.noted_below().into_iter();
        let noted = noted.map(|(unit, id, name)| Noted { above: above(unit), id, name }).collect();
        let found: HashSet<UnitId> = paths.keys().copied().collect();
        let mut missing = self.store.missing(noted, &found);
        if self.store.must_own().is_err() {
            // Nobody sees a whole office who has a role in a part of it.
            missing.retain(|(noted, _)| noted.above.is_some());
        }
        let known = self.places.iter().filter(|place| place.missing.is_some()).count();
        if missing.is_empty() && known == 0 {
            return;
        }
        self.places.retain(|place| place.missing.is_none());
        for (noted, damage) in missing {
            let up = noted.above.map(|(unit, _)| unit);
            let lineage = self.places.iter().find(|place| Some(place.folder.id) == up);
            let above =
                up.into_iter().chain(lineage.map(|place| place.folder.above.clone()).unwrap_or_default());
            let folder = Folder {
                id: noted.id,
                path: damage.file.clone(),
                above: above.collect(),
                plated: true,
                stamp: Stamp::NEVER,
            };
            let DamageKind::Missing { unit, .. } = &damage.kind else { continue };
            let place = Place { missing: Some(unit.clone()), seen: true, ..Place::found(folder) };
            self.places.push(place);
        }
        self.expect_books();
        let missing: Vec<Place> =
            self.places.iter().filter(|place| place.missing.is_some()).cloned().collect();
        for place in missing {
            self.books.insert(place.unit, self.store.missed(&place));
        }
    }

    /// Marks the books of which there is a copy inside the store: which one is meant cannot be known.
    pub(super) fn mend_copies(&mut self) {
        let copies: Vec<(UnitId, String)> = self
            .places
            .iter()
            .filter(|place| place.copy)
            .map(|place| (place.folder.id, place.folder.path.clone()))
            .collect();
        for (unit, path) in copies {
            self.book(unit);
            if let Some(open) = self.books.get_mut(&unit) {
                open.is_copied(&path);
            }
            for place in self.places.iter_mut().filter(|place| place.unit == unit && !place.copy) {
                place.stamps.truncate(1);
            }
        }
    }

    pub(super) fn note_damage(&self) {
        let damage = self.books.values().find_map(|open| open.chain.damage.clone());
        damage.into_iter().for_each(|damage| drop(self.damage.set(damage)));
    }

    /// Notes in the books above what lies below them and is not noted yet, as far as that is mine to do. What
    /// cannot be noted now is noted with a later save. True when anything was noted.
    pub(super) fn note_below(&mut self) -> bool {
        if self.store.options.read_only || self.only.is_some() {
            return false;
        }
        let noted: HashSet<(UnitId, UnitId)> =
            self.register.noted_below().into_iter().map(|(unit, id, _)| (unit, id)).collect();
        let mut fresh: BTreeMap<UnitId, Vec<(UnitId, String)>> = BTreeMap::new();
        for place in self.places.iter().filter(|place| place.seen && place.missing.is_none() && !place.copy) {
            let (Some(above), Some(entry)) =
                (place.folder.above.first(), self.register.unit_by_id(place.unit))
            else {
                continue;
            };
            if !noted.contains(&(*above, place.unit)) {
                fresh.entry(*above).or_default().push((place.unit, entry.name().to_owned()));
            }
        }
        let mut any = false;
        for (unit, below) in fresh {
            let mine = self.store.rights().acts(&self.lineage(unit)).allow(Act::Manage);
            self.book(unit);
            let Some(open) = self.books.get_mut(&unit).filter(|_| mine) else { continue };
            let note = |(id, name): (UnitId, String)| Edit::note_below(unit, id, name);
            let edits = below.into_iter().map(note).collect();
            let change = ToSave { op: self.store.options.ids.op(), why: Why::Upkeep, edits };
            any |= self.store.commit(open, &change).is_ok();
        }
        any
    }
}
