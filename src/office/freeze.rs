//! Keeps the figures of a unit and of all below it as they are reported, or lifts them.

use super::Office;
use crate::domain::frozen::{Frozen, Lifted};
use crate::domain::{Date, Edit, Unit, UnitId, Why};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::progress::progress;
use crate::query::{Flow, UnitRow};
use crate::store::StoreError;
use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

impl Office {
    /// Keeps the figures of a period that ends with a month, as of a day and not later than today; how many units. One that
    /// has them already keeps those.
    ///
    /// # Errors
    /// As [`Office::save`].
    pub fn freeze(&mut self, unit: UnitId, month: Date, as_of: NaiveDate) -> Result<usize, StoreError> {
        let as_of = as_of.min(self.today());
        let params = self.year(as_of.year(), as_of);
        let counted = progress(&self.register, &params, &Work::unheard());
        let table = counted.map_err(|Stopped| StoreError::Stopped)?;
        let (noted, by) = (self.today().into(), self.store.options.account.name.clone());
        let of = |office: &Office, row: UnitRow, unit: &Unit| {
            let holds = unit.frozen.get(&month).is_some_and(|frozen| frozen.lifted.is_none());
            let figures = table.get(&office.register, row).filter(|_| !holds)?;
            let figures = Flow::ALL.into_iter().zip(figures.flow);
            Some(Frozen {
                as_of: as_of.into(),
                noted,
                by: by.clone(),
                state: office.state_of(row),
                figures: figures.map(|(flow, n)| (flow.name().to_owned(), n)).collect(),
                lifted: None,
            })
        };
        self.change_frozen(unit, month, of)
    }

    /// Lifts them, for a reason; how many units.
    ///
    /// # Errors
    /// As [`Office::save`].
    pub fn unfreeze(&mut self, unit: UnitId, month: Date, reason: &str) -> Result<usize, StoreError> {
        let (date, by) = (self.today().into(), self.store.options.account.name.clone());
        let of = |_: &Office, _: UnitRow, unit: &Unit| {
            let frozen = unit.frozen.get(&month).filter(|frozen| frozen.lifted.is_none())?;
            let lifted = Some(Lifted { date, by: by.clone(), reason: reason.to_owned() });
            Some(Frozen { lifted, ..frozen.clone() })
        };
        self.change_frozen(unit, month, of)
    }

    fn change_frozen(
        &mut self,
        unit: UnitId,
        month: Date,
        of: impl Fn(&Office, UnitRow, &Unit) -> Option<Frozen>,
    ) -> Result<usize, StoreError> {
        let row = self.register.unit_row(unit).ok_or(StoreError::NoUnit)?;
        let units = self.register.subtree(row).filter_map(|row| self.register.unit(row));
        let changed = units.filter_map(|entry| {
            let before = entry.whole();
            let mut after = before.clone();
            after.frozen.insert(month, of(self, entry.row(), &before)?);
            Some(Edit::between(entry.id, &before, &after))
        });
        let changed: Vec<Vec<Edit>> = changed.collect();
        let count = changed.len();
        if count > 0 {
            self.save(changed.into_iter().flatten().collect(), Why::Entry)?;
        }
        Ok(count)
    }

    /// Hash of the ends of all books of a unit and below it.
    fn state_of(&self, row: UnitRow) -> String {
        let mut hash = Sha256::new();
        let mut last = None;
        for entry in self.register.subtree(row).filter_map(|row| self.register.unit(row)) {
            if last == Some(entry.book) {
                continue;
            }
            last = Some(entry.book);
            let head = self.book(entry.book).map_or("", |open| open.chain.head.hash.as_str());
            hash.update(format!("{} {head}\n", entry.book));
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
