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

use super::check::BookReport;
use super::error::{Damage, DamageKind};
use super::files::Stamp;
use super::shelf::Place;
use super::tree::{DoorPlate, Folder, UNIT, slug};
use super::{MAX_SETTINGS, Office, OpenBook, Store, ToSave, ron_text};
use crate::domain::{Act, Book, Edit, UnitId, Why};
use rustix::fs::FileType;
use std::collections::{BTreeMap, HashSet};

/// A book that has to be there.
pub(super) struct Noted {
    /// The unit above, and the path of its folder; nothing above the topmost.
    pub above: Option<(UnitId, String)>,
    pub id: UnitId,
    pub name: String,
}

impl Store {
    /// The books of which no folder is there. `found` are the units that a folder has.
    pub(super) fn missing(&self, noted: Vec<Noted>, found: &HashSet<UnitId>) -> Vec<(Noted, Damage)> {
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
        let mut odd = names.map(|(name, _)| name).filter(|name| !super::tree::is_slug(name));
        odd.find(|name| {
            let plate = dir.dir(name).and_then(|folder| folder.read(UNIT, MAX_SETTINGS)).ok().flatten();
            let plate = plate.and_then(|(bytes, _)| ron_text::parse_file::<DoorPlate>(UNIT, &bytes).ok());
            plate.is_some_and(|plate| plate.id == id)
        })
    }

    /// Adds to the reports on all books those that are missing.
    pub(super) fn report_missing(&self, reports: &mut Vec<BookReport>, noted: Vec<Noted>) {
        let found: HashSet<UnitId> = reports.iter().filter_map(|report| report.unit).collect();
        for (noted, damage) in self.missing(noted, &found) {
            reports.push(BookReport::unread(damage.file.clone(), noted.id, damage));
        }
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

impl Store {
    /// The book of a place that is missing.
    pub(super) fn missed(&self, place: &Place) -> OpenBook {
        let unit = place.missing.clone().unwrap_or_default();
        let above = place.folder.path.rsplit_once('/').map_or("", |(above, _)| above);
        let found = self.under_another_name(above, place.folder.id);
        let kind = DamageKind::Missing { unit, found };
        let damage = Damage { file: place.folder.path.clone(), byte: 0, kind };
        OpenBook::lost(place.folder.id, &place.folder.path, place.folder.above.clone(), damage, self.owner)
    }
}
