//! The folders of a store: finding them, naming them, making one for a new unit.

use super::files::{Dir, Stamp};
use super::folder::{DoorPlate, Folder, is_slug, slug};
use super::layout::{BOOK, CORRIDOR, GATE, PARTS, READABLE, RULES, SHARED, UNIT};
use super::place::Place;
use super::{Books, MAX_SETTINGS, Store, StoreError, ron_text};
use crate::domain::{Unit, UnitId};
use rustix::fs::FileType;
use std::io::ErrorKind;

/// Deepest nesting of folders that is walked.
const DEPTH: usize = 24;

impl Store {
    /// Every folder that holds a book, parents before children.
    pub fn folders(&self) -> Result<Vec<Folder>, StoreError> {
        let mut found = Vec::new();
        self.walk(&self.root, "", &[], &mut found)?;
        Ok(found)
    }

    /// The places of all books that may hold something of mine, parents before children.
    pub(crate) fn places(&self) -> Result<Vec<Place>, StoreError> {
        let folders = self.folders()?.into_iter().filter(|folder| self.may_hold_mine(folder));
        Ok(folders.map(Place::found).collect())
    }

    fn walk(
        &self,
        dir: &Dir,
        path: &str,
        above: &[UnitId],
        found: &mut Vec<Folder>,
    ) -> Result<(), StoreError> {
        let names = dir.list().map_err(StoreError::io(path))?;
        for (name, kind) in names {
            if kind != FileType::Directory || !is_slug(&name) || above.len() >= DEPTH {
                continue;
            }
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            let child = match dir.dir(&name) {
                // Somebody's own; that of a unit is missed by the book above.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => continue,
                child => child.map_err(StoreError::io(path.as_str()))?,
            };
            let stamp = self.root.look(&path);
            if let Some((id, plated)) = self.unit_in(&child, &path)? {
                let below: Vec<UnitId> = std::iter::once(id).chain(above.iter().copied()).collect();
                found.push(Folder { id, path: path.clone(), above: above.to_vec(), plated, stamp });
                self.walk(&child, &path, &below, found)?;
            }
        }
        Ok(())
    }

    /// Whose folder it is: by its door plate (true), or by its book where the plate is gone.
    fn unit_in(&self, dir: &Dir, path: &str) -> Result<Option<(UnitId, bool)>, StoreError> {
        if let Ok(Some((bytes, _))) = dir.read(UNIT, MAX_SETTINGS)
            && let Ok(plate) = ron_text::parse_file::<DoorPlate>(UNIT, &bytes)
        {
            return Ok(Some((plate.id, true)));
        }
        match dir.dir(BOOK) {
            // Behind a closed gate there is nothing to see, and nothing to say about it.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(StoreError::io(path)(error)),
            Ok(_) => {
                // The plate is only derived: the book itself knows whose it is.
                let (id, path) = (UnitId::from_bits(0), path.to_owned());
                let folder = Folder { id, path, above: Vec::new(), plated: false, stamp: Stamp::NEVER };
                let open = self.read_book(&folder)?;
                Ok(open.book().own_unit().map(|(id, _)| (id, false)))
            }
        }
    }

    /// How the store's own folder and that of its rules look: roles, rules and units at the top change
    /// them.
    pub(crate) fn top(&self) -> [Stamp; 2] {
        [".", RULES].map(|path| self.root.look(path))
    }

    /// Makes the folder for a new book below `parent` (or at the top) and returns its path.
    pub(super) fn make_folder(&self, parent: &str, name: &str) -> Result<String, StoreError> {
        let io = |error| StoreError::io(parent)(error);
        let above = self.root.dir(parent).map_err(io)?;
        let taken: Vec<String> = above.list().map_err(io)?.into_iter().map(|(name, _)| name).collect();
        let wish = slug(name);
        let free = std::iter::once(wish.clone())
            .chain((2..).map(|n| format!("{wish}-{n}")))
            .find(|candidate| !taken.contains(candidate))
            .unwrap_or(wish);
        let folder = above.make_dir(&free, CORRIDOR).map_err(io)?;
        self.furnish(&folder, parent)?;
        if self.durable {
            above.sync().map_err(io)?;
        }
        Ok(if parent.is_empty() { free } else { format!("{parent}/{free}") })
    }

    /// Makes the book in the folder of a unit, empty.
    pub(super) fn furnish(&self, folder: &Dir, path: &str) -> Result<(), StoreError> {
        let io = |error| StoreError::io(path)(error);
        let book = folder.make_dir(BOOK, GATE).map_err(io)?;
        for part in PARTS {
            book.make_dir(part, SHARED).map_err(io)?;
        }
        super::lock::make(&book)?;
        if self.durable {
            book.sync().and_then(|()| folder.sync()).map_err(io)?;
        }
        Ok(())
    }

    /// Writes the door plate of a folder after its book.
    pub(super) fn write_door_plate(&self, path: &str, id: UnitId, unit: &Unit) -> Result<(), StoreError> {
        let plate = DoorPlate { id, kind: unit.kind.clone(), name: unit.name.clone() };
        let text = ron_text::pretty(&plate)? + "\n";
        let folder = self.root.dir(path).map_err(StoreError::io(path))?;
        folder.replace(UNIT, text.as_bytes(), READABLE, self.durable).map_err(StoreError::io(path))
    }

    /// Moves the folder of a unit below the folder of its new parent, after its book says so.
    pub(super) fn move_folder(
        &self,
        books: &mut Books,
        unit: UnitId,
        parent: UnitId,
    ) -> Result<(), StoreError> {
        let path_of = |books: &Books, id| books.get(&id).map(|open| open.path.clone());
        let from = path_of(books, unit).ok_or(StoreError::NoUnit)?;
        let below = path_of(books, parent).ok_or(StoreError::NoUnit)?;
        let (above, name) = from.rsplit_once('/').unwrap_or(("", &from));
        if above == below {
            return Ok(());
        }
        let io = |error| StoreError::io(from.as_str())(error);
        let old = self.root.dir(above).map_err(io)?;
        let new = self.root.dir(&below).map_err(io)?;
        let taken: Vec<String> = new.list().map_err(io)?.into_iter().map(|(name, _)| name).collect();
        let free = std::iter::once(name.to_owned())
            .chain((2..).map(|n| format!("{name}-{n}")))
            .find(|candidate| !taken.contains(candidate))
            .unwrap_or_else(|| name.to_owned());
        old.rename_into(name, &new, &free).map_err(io)?;
        self.stir();
        let to = format!("{below}/{free}");
        let lineage = |books: &Books, id| books.get(&id).map_or(Vec::new(), |open| open.above.clone());
        let (before, mut now) = (lineage(books, unit), lineage(books, parent));
        now.insert(0, parent);
        for open in books.values_mut() {
            if let Some(rest) = open.path.strip_prefix(from.as_str())
                && (rest.is_empty() || rest.starts_with('/'))
            {
                open.path = format!("{to}{rest}");
                open.above.truncate(open.above.len() - before.len());
                open.above.extend(&now);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_are_for_people_and_never_escape() {
        assert_eq!(slug("Xã Xuân Phú"), "xa-xuan-phu");
        assert_eq!(slug("Huyện ủy Thọ Xuân (mẫu)"), "huyen-uy-tho-xuan-mau");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("…"), "don-vi");
        assert_eq!(slug("book"), "don-vi");
        assert!(is_slug(&slug(&"dài ".repeat(80))));
        for bad in ["", "-a", "A", "a/b", "..", "a b", "book", "rules"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
