//! Who may do what in a store: `access.ron`, and what it means for reading and for a save.
//!
//! The store's owner may do everything and needs no grant. Everybody else has what `access.ron`
//! grants to the name: of the Unix account, or of the key that the owner bound with `--as`. The
//! kernel's own gates are in `gate.rs`.

use super::access_file::{read, rights};
use super::error::StoreError;
use super::folder::Folder;
use super::journal::Deed;
use super::layout::{ACCESS, READABLE};
use super::{OpenBook, Store, ron_text};
use crate::domain::edit::Home;
use crate::domain::{Access, Act, Acts, Edit, Grant, Rights, UnitId};
use std::collections::BTreeMap;

impl Store {
    /// What the one who opened the store may do in it.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// # Errors
    /// [`StoreError::NotOwner`] for everybody but the store's owner.
    pub fn must_own(&self) -> Result<(), StoreError> {
        if self.rights == Rights::All { Ok(()) } else { Err(StoreError::NotOwner) }
    }

    /// Reads again what the one who opened the store may do.
    pub(crate) fn renew_rights(&mut self) -> Result<(), StoreError> {
        let renewed = rights(&self.root, self.owner, &self.options.account);
        if renewed.is_err() {
            // Who has no role any more sees nothing any more.
            let who = self.options.account.name.clone();
            self.rights = Rights::Granted { who, access: Access::default() };
        }
        self.rights = renewed?;
        Ok(())
    }

    /// True when nothing can be changed by the one who opened it.
    pub fn read_only(&self) -> bool {
        let writes = |act| self.rights.anywhere(act);
        self.options.read_only || !(writes(Act::Edit) || writes(Act::Manage))
    }

    /// What I may do in a unit of a book.
    pub fn acts_in(&self, open: &OpenBook, unit: UnitId) -> Acts {
        match &self.rights {
            Rights::All => Acts::ALL,
            granted => granted.acts(&open.lineage(unit)),
        }
    }

    /// True when a book may hold something of mine: by its folder, or because a grant of mine names
    /// a cell, which lies in some book.
    pub(super) fn may_hold_mine(&self, folder: &Folder) -> bool {
        let Rights::Granted { who, access } = &self.rights else { return true };
        self.is_mine(folder) || access.of(who).any(|grant| grant.unit.is_some())
    }

    /// True when I have a role in all of a book, by its folder.
    pub(super) fn is_mine(&self, folder: &Folder) -> bool {
        let lineage: Vec<UnitId> = std::iter::once(folder.id).chain(folder.above.iter().copied()).collect();
        !self.rights.acts(&lineage).is_empty()
    }

    /// True when a book that was read holds something of mine. A closed or damaged one does when
    /// its folder does.
    pub(super) fn concerns_me(&self, open: &OpenBook) -> bool {
        let own = std::iter::once(&open.unit);
        own.chain(open.book().units.keys()).any(|unit| {
            let mut lineage = open.lineage(*unit);
            lineage.push(open.unit);
            !self.rights.acts(&lineage).is_empty()
        })
    }

    /// Judges edits by the roles as they are at this moment, not as they were when the store was
    /// opened: a role that was taken back is gone at once.
    pub(super) fn permit_now(&self, open: &OpenBook, edits: &[Edit]) -> Result<(), StoreError> {
        match rights(&self.root, self.owner, &self.options.account)? {
            Rights::All => Ok(()),
            now => self.permit_by(&now, open, edits),
        }
    }

    /// Judges edits by the role in the units that they touch, as these stand now and as they would.
    pub(crate) fn permit(&self, open: &OpenBook, edits: &[Edit]) -> Result<(), StoreError> {
        if self.rights == Rights::All { Ok(()) } else { self.permit_by(&self.rights, open, edits) }
    }

    fn permit_by(&self, rights: &Rights, open: &OpenBook, edits: &[Edit]) -> Result<(), StoreError> {
        let book = open.book();
        let fresh: BTreeMap<UnitId, Option<UnitId>> = edits
            .iter()
            .filter_map(|edit| match edit.home() {
                Home::NewUnit(id, unit) => Some((id, unit.parent)),
                Home::Unit(_) | Home::Person(_) | Home::Occasion(_) => None,
            })
            .collect();
        // A unit that the same step adds has the rights of the one it is added to.
        let acts = |mut unit: UnitId| {
            for _ in 0..fresh.len() {
                match fresh.get(&unit) {
                    Some(Some(parent)) => unit = *parent,
                    _ => break,
                }
            }
            rights.acts(&open.lineage(unit))
        };
        let own = book.own_unit().map_or(open.unit, |(id, _)| id);
        let here = |unit: &UnitId| book.units.contains_key(unit) || fresh.contains_key(unit);
        for edit in edits {
            // To a unit of another book a person is only handed over: that book judges.
            let (act, mut units) = (edit.act(), book.touched_by(edit));
            units.retain(here);
            let units = if units.is_empty() { vec![own] } else { units };
            if units.into_iter().any(|unit| !acts(unit).allow(act)) {
                return Err(StoreError::Forbidden(act));
            }
        }
        Ok(())
    }

    /// The grants of the store.
    pub fn access(&self) -> Result<Access, StoreError> {
        read(&self.root, self.owner)
    }

    /// Adds or takes away grants; false when that changes nothing. Who manages a unit may grant in
    /// it; the kernel must let one write the file, too.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when a grant that changes lies in no unit that I manage.
    pub fn change_access(
        &self,
        lineage: impl Fn(UnitId) -> Vec<UnitId>,
        change: impl FnOnce(&mut Access),
    ) -> Result<bool, StoreError> {
        if self.options.read_only {
            return Err(StoreError::ReadOnly);
        }
        let _lock =
            super::lock::take_beside(&self.root, &self.options.account.name, &self.now().to_rfc3339())?;
        let before = self.access()?;
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(false);
        }
        let differs = |grant: &&Grant| before.grants.contains(grant) != after.grants.contains(grant);
        for grant in before.grants.iter().chain(&after.grants).filter(differs) {
            let lineage = grant.unit.map_or(Vec::new(), &lineage);
            if !self.rights.acts(&lineage).allow(Act::Manage) {
                return Err(StoreError::Forbidden(Act::Manage));
            }
        }
        let text = format!(
            "// Who may do what where; `ketnap access` shows and changes it.\n{}\n",
            ron_text::pretty(&after)?
        );
        let withdrawn = before.grants.iter().filter(|grant| !after.grants.contains(grant));
        let granted = after.grants.iter().filter(|grant| !before.grants.contains(grant));
        let deeds: Vec<(Deed, Deed)> = withdrawn
            .map(|grant| (Deed::Withdrawn(grant.clone()), Deed::Granted(grant.clone())))
            .chain(granted.map(|grant| (Deed::Granted(grant.clone()), Deed::Withdrawn(grant.clone()))))
            .collect();
        self.noted(deeds, || {
            self.root.replace(ACCESS, text.as_bytes(), READABLE, true).map_err(StoreError::io(ACCESS))
        })?;
        self.ring();
        Ok(true)
    }
}
