//! What the units of an office hold and order, and who is in it. There are few occasions beside people: they are read
//! when somebody asks, from the records as they lie in the columns of the units.

use super::items::EnrolmentItem;
use super::{PersonRow, Register};
use crate::domain::enrolment::EnrolmentState;
use crate::domain::occasion::Occasion;
use crate::domain::{OccasionId, UnitId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::columns::{Columns, Lists, Part};
use crate::query::{Rows, UnitRow};
use std::collections::BTreeMap;

/// An occasion on its way into columns: its book, its id, itself.
pub(super) type InBook = (UnitId, OccasionId, Occasion);

/// Somebody in an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub occasion: OccasionId,
    pub state: EnrolmentState,
    /// How many sessions the person was in.
    pub sessions: u32,
}

/// An occasion with its id and the unit whose book it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct OccasionEntry {
    pub id: OccasionId,
    pub book: UnitId,
    pub occasion: Occasion,
}

/// Puts occasions into columns, by id.
pub(super) fn occasion_columns(mut held: Vec<InBook>, columns: &mut Columns) {
    held.sort_by_key(|(_, id, _)| *id);
    // Of a book that was copied the first one counts.
    held.dedup_by_key(|(_, id, _)| *id);
    let mut records = Lists::default();
    for (_, _, occasion) in &held {
        // Text that is read back by the same program.
        records.push(ron::to_string(occasion).unwrap_or_default().bytes());
    }
    columns.put(Part::OccasionIds, &held.iter().map(|(_, id, _)| id.bits()).collect::<Vec<u64>>());
    columns.put(Part::OccasionBooks, &held.iter().map(|(book, ..)| book.bits()).collect::<Vec<u64>>());
    columns.put_lists(Part::OccasionEnds, Part::Occasions, &records);
}

impl Register {
    /// Every occasion, by id.
    pub fn occasions(&self) -> impl Iterator<Item = OccasionEntry> + '_ {
        (0..self.units.all::<u64>(Part::OccasionIds).len()).filter_map(|row| self.occasion_at(row))
    }

    fn occasion_at(&self, row: usize) -> Option<OccasionEntry> {
        let id = self.units.one(Part::OccasionIds, row).map(OccasionId::from_bits)?;
        let book = self.units.one(Part::OccasionBooks, row).map(UnitId::from_bits)?;
        let text = self.units.text(Part::OccasionEnds, Part::Occasions, row);
        Some(OccasionEntry { id, book, occasion: ron::from_str(text).ok()? })
    }

    /// An occasion by its id.
    pub fn occasion(&self, id: OccasionId) -> Option<OccasionEntry> {
        let ids: &[u64] = self.units.all(Part::OccasionIds);
        ids.binary_search(&id.bits()).ok().and_then(|row| self.occasion_at(row))
    }

    /// What an occasion is called; empty where it is not known here.
    pub fn occasion_name(&self, id: OccasionId) -> String {
        self.occasion(id).map_or(String::new(), |entry| entry.occasion.name)
    }

    /// Those that are in a book.
    pub fn occasions_in(&self, book: UnitId) -> BTreeMap<OccasionId, Occasion> {
        let here = self.occasions().filter(|entry| entry.book == book);
        here.map(|entry| (entry.id, entry.occasion)).collect()
    }

    /// The occasions of some units.
    pub fn occasions_of(&self, units: &Rows<UnitRow>) -> Vec<OccasionEntry> {
        let here = |entry: &OccasionEntry| {
            let unit = entry.occasion.unit.and_then(|unit| self.unit_row(unit));
            unit.is_some_and(|row| units.contains(row))
        };
        self.occasions().filter(here).collect()
    }

    /// The occasions that somebody is in.
    pub fn enrolled(&self, row: PersonRow) -> impl Iterator<Item = Enrolled> + '_ {
        self.enrolment_items(row).iter().filter_map(|item| {
            let (occasion, state, sessions) = item.read()?;
            Some(Enrolled { occasion, state, sessions })
        })
    }

    pub(super) fn enrolment_items(&self, row: PersonRow) -> &[EnrolmentItem] {
        let (columns, row) = self.at(row);
        columns.list(Part::EnrolmentEnds, Part::Enrolments, row)
    }

    /// Everybody who is in an occasion, in name order, with how they stand in it. Looks at everybody.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn people_of(&self, id: OccasionId, work: &Work) -> Result<Vec<(PersonRow, Enrolled)>, Stopped> {
        let of = |row: PersonRow| self.enrolled(row).find(|enrolled| enrolled.occasion == id);
        let rows = self.pick(&self.unit_rows(), work, |row| of(row).is_some())?;
        Ok(rows.into_iter().filter_map(|row| Some((row, of(row)?))).collect())
    }
}
