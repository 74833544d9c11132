//! What the units of an office hold and order, who is in it, and who is asked. There are few occasions beside people: they
//! are read when somebody asks, from the records as they lie in the columns of the units.
//!
//! Of an occasion whose book is not to be read there is what was told of it: with the people who are in it
//! (kept when they are taken in), or with the units that are asked (looked up in their records).

use super::items::EnrolmentItem;
use super::{PersonRow, Register, UnitEntry};
use crate::domain::occasion::Occasion;
use crate::domain::text::fold;
use crate::domain::{Date, EnrolmentState, Frozen, Notice, OccasionId, Officer, Quota, UnitId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::columns::{Columns, Lists, Part};
use crate::query::{Row, Rows, UnitRow};
use std::collections::BTreeMap;

/// An occasion on its way into columns: its book, its id, itself.
pub(super) type InBook = (UnitId, OccasionId, Occasion);
/// In the place of a book, for what was only told of: no book has such an id.
pub(super) const TOLD: u64 = 0;

/// Somebody in an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub occasion: OccasionId,
    pub state: EnrolmentState,
    /// How many sessions the person was in.
    pub sessions: u8,
    /// Place in the list, from 1; 0 where it has no order.
    pub order: u16,
}

/// An occasion with its id and the unit whose book it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct OccasionEntry {
    pub id: OccasionId,
    /// `None` for one of which no more is known than what was told.
    pub book: Option<UnitId>,
    pub occasion: Occasion,
    /// Name of the unit that holds it.
    pub held_by: String,
}

/// A unit that an occasion asks.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedUnit {
    pub unit: UnitRow,
    pub occasion: OccasionId,
    pub quota: Quota,
}

/// Puts occasions into columns, by id.
pub(super) fn occasion_columns(
    mut held: Vec<InBook>,
    told: BTreeMap<OccasionId, Notice>,
    columns: &mut Columns,
) {
    let mut names: BTreeMap<OccasionId, String> = BTreeMap::new();
    for (id, notice) in told {
        held.push((UnitId::from_bits(TOLD), id, notice.told()));
        names.insert(id, notice.held_by);
    }
    // What is in a book comes before what was told of it.
    held.sort_by_key(|(book, id, _)| (*id, book.bits() == TOLD));
    // Of a book that was copied the first one counts.
    held.dedup_by_key(|(_, id, _)| *id);
    let (mut records, mut holders, mut folded) = (Lists::default(), Lists::default(), Lists::default());
    for (book, id, occasion) in &held {
        let holder = names.get(id).filter(|_| book.bits() == TOLD).map_or("", String::as_str);
        holders.push(holder.bytes());
        folded.push(format!("{}\n{}", fold(&occasion.name), fold(&occasion.number)).bytes());
        // Text that is read back by the same program.
        records.push(ron::to_string(occasion).unwrap_or_default().bytes());
    }
    columns.put(Part::OccasionIds, &held.iter().map(|(_, id, _)| id.bits()).collect::<Vec<u64>>());
    columns.put(Part::OccasionBooks, &held.iter().map(|(book, ..)| book.bits()).collect::<Vec<u64>>());
    columns.put_lists(Part::OccasionEnds, Part::Occasions, &records);
    columns.put_lists(Part::OccasionHolderEnds, Part::OccasionHolders, &holders);
    columns.put_lists(Part::OccasionFoldedEnds, Part::OccasionFolded, &folded);
}

impl Register {
    /// Every occasion, by id.
    pub fn occasions(&self) -> impl Iterator<Item = OccasionEntry> + '_ {
        (0..self.units.all::<u64>(Part::OccasionIds).len()).filter_map(|row| self.occasion_at(row))
    }

    /// Those with a text in the folded name or document number, and both, with a line break between them.
    pub fn occasions_with(&self, text: &str) -> Vec<(OccasionEntry, &str)> {
        let finder = memchr::memmem::Finder::new(text);
        let (ends, names) = (self.units.all(Part::OccasionFoldedEnds), self.units.all(Part::OccasionFolded));
        let rows = super::rows_in(ends, names, &finder).into_iter();
        let folded = |row| self.units.text(Part::OccasionFoldedEnds, Part::OccasionFolded, row);
        rows.filter_map(|row| Some((self.occasion_at(row)?, folded(row)))).collect()
    }

    /// The one with an id, or all that are called so.
    pub fn occasions_called(&self, text: &str) -> Vec<OccasionEntry> {
        if let Some(entry) = text.parse().ok().and_then(|id| self.occasion(id)) {
            return vec![entry];
        }
        let wanted = fold(text);
        let called = self
            .occasions_with(&wanted)
            .into_iter()
            .filter(|(_, folded)| folded.split_once('\n').is_some_and(|(name, _)| name == wanted));
        called.map(|(entry, _)| entry).collect()
    }

    /// Those whose written id begins so.
    pub fn occasions_with_id(&self, text: &str) -> impl Iterator<Item = OccasionEntry> + '_ {
        let range = OccasionId::range(text).map(|(first, last)| first..=last);
        let ids = self.units.all::<u64>(Part::OccasionIds).iter().enumerate();
        let found = ids.filter(move |(_, id)| range.as_ref().is_some_and(|range| range.contains(id)));
        found.filter_map(|(row, _)| self.occasion_at(row))
    }

    fn occasion_at(&self, row: usize) -> Option<OccasionEntry> {
        let id = self.units.one(Part::OccasionIds, row).map(OccasionId::from_bits)?;
        let book = self.units.one(Part::OccasionBooks, row).map(UnitId::from_bits)?;
        let text = self.units.text(Part::OccasionEnds, Part::Occasions, row);
        let occasion: Occasion = ron::from_str(text).ok()?;
        let held_by = match occasion.unit {
            Some(unit) => self.unit_name(unit),
            None => self.units.text(Part::OccasionHolderEnds, Part::OccasionHolders, row),
        };
        let held_by = held_by.to_owned();
        Some(OccasionEntry { id, book: Some(book).filter(|book| book.bits() != TOLD), occasion, held_by })
    }

    /// What was told of the occasions that are in no book that is to be read.
    pub(super) fn told(&self) -> BTreeMap<OccasionId, Notice> {
        let told = self.occasions().filter(|entry| entry.book.is_none());
        told.map(|entry| (entry.id, Notice::of(&entry.occasion, &entry.held_by))).collect()
    }

    /// True where something was told that is not known so.
    pub(super) fn is_news(&self, told: &BTreeMap<OccasionId, Notice>) -> bool {
        told.iter().any(|(id, notice)| match self.occasion(*id) {
            Some(entry) => entry.book.is_none() && Notice::of(&entry.occasion, &entry.held_by) != *notice,
            None => true,
        })
    }

    /// The officers of some units, in the order of the tree. Only the records of units that have any are read.
    pub fn officers(&self, among: &Rows<UnitRow>) -> Vec<(UnitRow, u8, Officer)> {
        let officers = self.noting("officers:{", among).into_iter().flat_map(|entry| {
            let (unit, officers) = (entry.row(), entry.whole().officers.into_iter());
            officers.map(move |(n, officer)| (unit, n, officer))
        });
        officers.collect()
    }

    /// The figures that some units have reported, with the month, in the order of the tree.
    pub fn frozen(&self, among: &Rows<UnitRow>) -> Vec<(UnitRow, Date, Frozen)> {
        let kept = self.noting("frozen:{", among).into_iter().flat_map(|entry| {
            let (unit, frozen) = (entry.row(), entry.whole().frozen.into_iter());
            frozen.map(move |(month, frozen)| (unit, month, frozen))
        });
        kept.collect()
    }

    /// The units among some in whose records a text stands.
    fn noting(&self, text: &str, among: &Rows<UnitRow>) -> Vec<UnitEntry<'_>> {
        let finder = memchr::memmem::Finder::new(text);
        let (ends, records) = (self.units.all(Part::UnitRecordEnds), self.units.all(Part::UnitRecords));
        let rows = super::rows_in(ends, records, &finder).into_iter().map(UnitRow::new);
        rows.filter(|row| among.contains(*row)).filter_map(|row| self.unit(row)).collect()
    }

    /// The units among some that occasions ask, in the order of the tree. Only the records of units that are asked
    /// anything are read.
    pub fn asked(&self, among: &Rows<UnitRow>) -> Vec<AskedUnit> {
        let asked = self.noting("quotas:{", among).into_iter().flat_map(|entry| {
            let unit = entry.row();
            let quotas = entry.whole().quotas.into_iter();
            quotas.map(move |(occasion, quota)| AskedUnit { unit, occasion, quota })
        });
        asked.collect()
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
        let here = self.occasions().filter(|entry| entry.book == Some(book));
        here.map(|entry| (entry.id, entry.occasion)).collect()
    }

    /// True for an occasion that one of some units holds.
    pub fn holds(&self, units: &Rows<UnitRow>, entry: &OccasionEntry) -> bool {
        let unit = entry.occasion.unit.and_then(|unit| self.unit_row(unit));
        unit.is_some_and(|row| units.contains(row))
    }

    /// The occasions that somebody is in.
    pub fn enrolled(&self, row: PersonRow) -> impl Iterator<Item = Enrolled> + '_ {
        self.enrolment_items(row).iter().filter_map(|item| {
            let (occasion, state, sessions, order) = item.read()?;
            Some(Enrolled { occasion, state, sessions, order })
        })
    }

    pub(super) fn enrolment_items(&self, row: PersonRow) -> &[EnrolmentItem] {
        let (columns, row) = self.at(row);
        columns.list(Part::EnrolmentEnds, Part::Enrolments, row)
    }

    /// Everybody of some units who is in an occasion, in the order of the list, then in name order, with how they stand in
    /// it. Looks at everybody.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn people_of(
        &self,
        id: OccasionId,
        among: &Rows<UnitRow>,
        work: &Work,
    ) -> Result<Vec<(PersonRow, Enrolled)>, Stopped> {
        let of = |row: PersonRow| self.enrolled(row).find(|enrolled| enrolled.occasion == id);
        let rows = self.pick(among, work, |row| of(row).is_some())?;
        let mut people: Vec<(PersonRow, Enrolled)> =
            rows.into_iter().filter_map(|row| Some((row, of(row)?))).collect();
        // Who has no place comes last.
        people.sort_by_key(|(_, enrolled)| (enrolled.order == 0, enrolled.order));
        Ok(people)
    }
}
