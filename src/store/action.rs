//! An action that is more than a save in one book: a new book with its folder, several books one after the other.
//! Each book is whole in itself; `commit.rs` alone writes.

use super::chain::Chain;
use super::{Books, OpenBook, Store, StoreError, ToSave};
use crate::domain::edit::{NewBook, Reshaped};
use crate::domain::{Act, Edit, EditError, UnitId, Why};
use std::sync::OnceLock;

impl Store {
    /// Makes a book: a folder below its parent's, its first records, a door plate.
    pub fn add_book(&self, books: &mut Books, new: NewBook, op: &str, why: Why) -> Result<(), StoreError> {
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        let (parent, above) = match new.unit.parent {
            Some(parent) => {
                let open = books.get(&parent).ok_or(StoreError::NoUnit)?;
                (open.path.clone(), std::iter::once(parent).chain(open.above.iter().copied()).collect())
            }
            // A second topmost unit would take the place of one that is only away.
            None if self.durable => return Err(EditError::NoParent.into()),
            None => (String::new(), Vec::new()),
        };
        if !self.rights.acts(&above).allow(Act::Manage) {
            return Err(StoreError::Forbidden(Act::Manage));
        }
        let path = self.make_folder(&parent, &new.unit.name)?;
        let chain = Chain { owner: self.owner, ..Chain::default() };
        let mut open = OpenBook { unit: new.id, path: path.clone(), above, chain, view: OnceLock::new() };
        let own = Edit::add(new.id, new.unit.clone());
        let edits = std::iter::once(own).chain(new.edits).collect();
        self.commit(&mut open, &ToSave { op: op.to_owned(), why, edits })?;
        // The plate is derived from the book, which is saved: `folders` does without it.
        let _ = self.write_door_plate(&path, new.id, &new.unit);
        if self.durable {
            // Closed to others is safe; `ketnap access apply` opens what this could not.
            let _ = self.open_gates_of(&open);
            // Whoever looked in between saw a folder without a plate: its place is new once more.
            let _ = self.root.dir(parent.as_str()).and_then(|above| above.touch_self());
            self.stir();
            self.ring();
        }
        books.insert(new.id, open);
        Ok(())
    }

    /// The rules of the tree that reach across books: no unit goes while another book lies below
    /// it, no unit comes to lie below itself.
    fn guard_tree(&self, books: &mut Books, changes: &[(UnitId, Vec<Edit>)]) -> Result<(), StoreError> {
        let edits = || changes.iter().flat_map(|(_, edits)| edits);
        if !edits().any(|edit| edit.reshapes().is_some()) {
            return Ok(());
        }
        *books = self.read_all()?;
        let parent_of =
            |id: UnitId| books.values().find_map(|open| open.book().units.get(&id)).and_then(|u| u.parent);
        for reshaped in edits().filter_map(Edit::reshapes) {
            match reshaped {
                Reshaped::Removed(id) => {
                    let below = books.values().filter(|open| open.unit != id);
                    if below.flat_map(|open| open.book().units.values()).any(|unit| unit.parent == Some(id)) {
                        return Err(EditError::InUse.into());
                    }
                }
                Reshaped::Moved { unit, before, after } => {
                    // Who moves a unit manages where it was and where it is going, in whatever book.
                    for place in before.into_iter().chain([after]) {
                        let open = books.values().find(|open| open.book().units.contains_key(&place));
                        let acts =
                            open.map_or_else(|| self.rights.acts(&[place]), |open| self.acts_in(open, place));
                        if !acts.allow(Act::Manage) {
                            return Err(StoreError::Forbidden(Act::Manage));
                        }
                    }
                    let mut above = Some(after);
                    for _ in 0..64 {
                        if above == Some(unit) {
                            return Err(EditError::Loop.into());
                        }
                        above = above.and_then(parent_of);
                    }
                }
            }
        }
        Ok(())
    }

    /// Saves one action in several books, one after the other; each is whole in itself and all
    /// carry the same name, so that one undo takes back all of them. Clashes are looked for in all
    /// of them before the first is written.
    pub fn commit_all(
        &self,
        books: &mut Books,
        changes: Vec<(UnitId, Vec<Edit>)>,
        op: &str,
        why: &Why,
    ) -> Result<(), StoreError> {
        self.guard_tree(books, &changes)?;
        if changes.len() > 1 {
            let mut clashes = Vec::new();
            for (unit, edits) in &changes {
                let open = books.get_mut(unit).ok_or(StoreError::NoUnit)?;
                self.refresh(open)?;
                self.permit(open, edits)?;
                clashes.extend(open.book().clashes(edits));
            }
            if !clashes.is_empty() {
                return Err(StoreError::Clashes(clashes));
            }
        }
        for (saved, (unit, edits)) in changes.into_iter().enumerate() {
            let open = books.get_mut(&unit).ok_or(StoreError::NoUnit)?;
            let own = open.book().units.get(&unit).map(|u| (u.name.clone(), u.kind.clone(), u.parent));
            let result = self.commit(open, &ToSave { op: op.to_owned(), why: why.clone(), edits });
            result.map_err(|error| if saved > 0 { StoreError::Partly(Box::new(error)) } else { error })?;
            let (path, now) = (open.path.clone(), open.book().units.get(&unit).cloned());
            let Some(now) = now else { continue };
            // Plate and place of the folder follow the book; the book is what counts and is saved.
            if own.as_ref().is_some_and(|(name, kind, _)| *name != now.name || *kind != now.kind) {
                let _ = self.write_door_plate(&path, unit, &now);
                self.ring();
            }
            if let (Some((_, _, before)), Some(parent)) = (own, now.parent)
                && before != Some(parent)
            {
                let _ = self.move_folder(books, unit, parent);
                if let Some(open) = books.get(&unit) {
                    let _ = self.open_gates_of(open);
                }
                self.ring();
            }
        }
        Ok(())
    }
}
