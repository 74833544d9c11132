//! Who came after figures were frozen, or went: told by the steps that were saved since, and by nothing that is derived.

use super::Office;
use crate::domain::edit::Change;
use crate::domain::person::PersonFact;
use crate::domain::record::Fact;
use crate::domain::unit::UnitFact;
use crate::domain::{Date, Edit, MilestoneKind, PersonId, UnitId};
use crate::store::StoreError;
use std::collections::BTreeSet;

impl Office {
    /// Of a unit whose figures were frozen for the period that ends with a month: whoever got or lost a milestone of a kind
    /// since, was moved, or was entered since. Reads the logs of its books.
    ///
    /// # Errors
    /// The first book whose logs cannot be read.
    pub fn since_frozen(
        &self,
        unit: UnitId,
        month: Date,
        kind: MilestoneKind,
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        let steps = self.history(Some(unit))?;
        let freezes = |edit: &Edit| match edit {
            Edit::Unit(Change { id, new: Some(UnitFact::Frozen(of, frozen)), .. }) => {
                *id == unit && *of == month && frozen.lifted.is_none()
            }
            _ => false,
        };
        let frozen = steps.iter().rposition(|entry| entry.step.edits.iter().any(freezes));
        // In one second a book goes by its order, and what is below a unit comes after it.
        let since = steps.get(frozen.map_or(steps.len(), |at| at + 1)..).unwrap_or_default().iter();
        let touched = since.flat_map(|entry| &entry.step.edits).filter_map(|edit| match edit {
            Edit::Person(Change { id, old, new }) => {
                let fact = new.as_ref().or(old.as_ref())?;
                let is_meant = match fact {
                    PersonFact::Milestone(of, ..) => *of == kind,
                    PersonFact::Post(..) => true,
                    fact => fact.whole().is_some(),
                };
                is_meant.then_some(*id)
            }
            _ => None,
        });
        Ok(touched.collect())
    }
}
