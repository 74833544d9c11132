//! The units of the register, in the order of the tree: a subtree is a range of rows.

use super::items::{MemberItem, NONE, TargetItem};
use super::{Register, Row, Rows, UnitRow};
use crate::domain::breach::{HARD_AREAS, Standpoint};
use crate::domain::text::fold;
use crate::domain::{Day, Period, Rulebook, Unit, UnitId, unit};
use crate::query::columns::Part;
use chrono::NaiveDate;
use std::borrow::Cow;

/// A unit in its place in the tree. Texts are looked up when somebody asks.
#[derive(Clone, Copy, Debug)]
pub struct UnitEntry<'a> {
    register: &'a Register,
    row: UnitRow,
    pub id: UnitId,
    /// The unit whose book holds it: itself, or one above.
    pub book: UnitId,
    pub parent: Option<UnitRow>,
    pub depth: usize,
    /// The day from which it no longer exists.
    pub closed: Option<Day>,
}

impl<'a> UnitEntry<'a> {
    /// True when it no longer exists on a day.
    pub fn is_closed(&self, day: Day) -> bool {
        self.closed.is_some_and(|closed| closed <= day)
    }

    /// Its row.
    pub fn row(&self) -> UnitRow {
        self.row
    }

    /// What it is called.
    pub fn name(&self) -> &'a str {
        self.register.name_of_unit(self.row)
    }

    /// Code of its kind.
    pub fn kind(&self) -> &'a str {
        self.register.units.text(Part::UnitKindEnds, Part::UnitKinds, self.row.at())
    }

    /// The official or the office's own code.
    pub fn code(&self) -> &'a str {
        self.register.units.text(Part::UnitCodeEnds, Part::UnitCodes, self.row.at())
    }

    /// Code of its sector; empty when it has none.
    pub fn sector(&self) -> &'a str {
        self.register.units.text(Part::UnitSectorEnds, Part::UnitSectors, self.row.at())
    }

    /// Block of its sector; empty when it has none.
    pub fn block(&self) -> &'a str {
        self.register.units.text(Part::UnitBlockEnds, Part::UnitBlocks, self.row.at())
    }

    /// Name and aliases, folded, one a line.
    pub fn folded(&self) -> &'a str {
        self.register.folded_unit(self.row)
    }

    /// The whole record.
    pub fn whole(&self) -> Unit {
        let text = self.register.units.text(Part::UnitRecordEnds, Part::UnitRecords, self.row.at());
        let unit = crate::ron_fast::from_str(text);
        unit.unwrap_or_else(|_| Unit::new(self.name().to_owned(), self.kind().to_owned(), None))
    }
}

impl Register {
    /// How many units there are.
    pub fn unit_count(&self) -> usize {
        self.units.all::<u64>(Part::UnitIds).len()
    }

    /// All units in the order of the tree.
    pub fn units(&self) -> impl Iterator<Item = UnitEntry<'_>> + Clone {
        self.unit_rows().filter_map(|row| self.unit(row))
    }

    /// The first unit at the top.
    pub fn top(&self) -> Option<UnitEntry<'_>> {
        self.unit(UnitRow::FIRST)
    }

    /// The rows of all units.
    pub fn unit_rows(&self) -> Rows<UnitRow> {
        Rows::new(0..self.unit_count())
    }

    /// A unit by its row.
    pub fn unit(&self, row: UnitRow) -> Option<UnitEntry<'_>> {
        let columns = &self.units;
        let number = |part| columns.one::<u32>(part, row.at()).unwrap_or(NONE);
        let parent = number(Part::UnitParents);
        let closed = columns.one(Part::UnitClosed, row.at()).unwrap_or(Day::NEVER);
        Some(UnitEntry {
            register: self,
            row,
            id: columns.one(Part::UnitIds, row.at()).map(UnitId::from_bits)?,
            book: columns.one(Part::UnitBooks, row.at()).map(UnitId::from_bits)?,
            parent: (parent != NONE).then(|| UnitRow::new(parent as usize)),
            depth: number(Part::UnitDepths) as usize,
            closed: (closed != Day::NEVER).then_some(closed),
        })
    }

    /// Id of the unit in a row.
    pub fn id_of_unit(&self, row: UnitRow) -> Option<UnitId> {
        self.units.one(Part::UnitIds, row.at()).map(UnitId::from_bits)
    }

    /// Name of the unit in a row; empty when there is none.
    pub fn name_of_unit(&self, row: UnitRow) -> &str {
        self.units.text(Part::UnitNameEnds, Part::UnitNames, row.at())
    }

    /// A unit and those above it, the nearest first.
    pub fn up_from(&self, row: UnitRow) -> impl Iterator<Item = UnitRow> + '_ {
        std::iter::successors(Some(row), |row| self.parent(*row))
    }

    /// The unit above all others; nothing where several stand beside each other.
    pub fn only_top(&self) -> Option<UnitRow> {
        let mut tops = self.children(None);
        tops.next().filter(|_| tops.next().is_none())
    }

    /// What a unit is called beside others of its name: with the unit whose book it is in.
    pub fn name_in_book<'a>(&'a self, entry: &UnitEntry<'a>) -> Cow<'a, str> {
        if entry.book == entry.id {
            return Cow::Borrowed(entry.name());
        }
        // It lies a step or two above; of the book only a cell may be mine to see.
        let book = self.up_from(entry.row()).find(|row| self.id_of_unit(*row) == Some(entry.book));
        match book.map_or("", |row| self.name_of_unit(row)) {
            "" => Cow::Borrowed(entry.name()),
            book => Cow::Owned([entry.name(), ", ", book].concat()),
        }
    }

    /// Names of all units from the top to the one in a row: `Đảng ủy xã A / Chi bộ Thôn 1`.
    pub fn path_of_unit(&self, row: UnitRow) -> String {
        let rows: Vec<UnitRow> = self.up_from(row).collect();
        rows.iter().rev().map(|row| self.name_of_unit(*row)).collect::<Vec<_>>().join(" / ")
    }

    /// Name and aliases of the unit in a row, folded, one a line.
    pub fn folded_unit(&self, row: UnitRow) -> &str {
        self.units.text(Part::UnitFoldedEnds, Part::UnitFolded, row.at()).trim_end_matches('\n')
    }

    /// The rows of the units in whose folded names a text occurs.
    pub fn units_with(&self, text: &str) -> Vec<UnitRow> {
        let finder = memchr::memmem::Finder::new(text);
        let (ends, names) = (self.units.all(Part::UnitFoldedEnds), self.units.all(Part::UnitFolded));
        super::rows_in(ends, names, &finder).into_iter().map(UnitRow::new).collect()
    }

    /// The rows of the units one of whose folded names is a text.
    pub fn unit_rows_called(&self, folded: &str) -> Vec<UnitRow> {
        let mut rows = if folded.is_empty() { Vec::new() } else { self.units_with(folded) };
        rows.retain(|row| self.folded_unit(*row).split('\n').any(|name| name == folded));
        rows
    }

    /// Every book that a unit notes below it: the unit, the book, and what it is called there. Only the records
    /// of units that note any are read.
    pub fn noted_below(&self) -> Vec<(UnitId, UnitId, String)> {
        let finder = memchr::memmem::Finder::new("below:{");
        let (ends, records) = (self.units.all(Part::UnitRecordEnds), self.units.all(Part::UnitRecords));
        let rows = super::rows_in(ends, records, &finder).into_iter();
        let noted = rows.filter_map(|row| self.unit(UnitRow::new(row))).flat_map(|entry| {
            let below = entry.whole().below.into_iter();
            below.map(move |(id, name)| (entry.id, id, name))
        });
        noted.collect()
    }

    /// The rows of the units with this code, folded.
    pub fn units_coded(&self, code: &str) -> Vec<UnitRow> {
        let (ends, codes) =
            (self.units.all::<u32>(Part::UnitCodeEnds), self.units.all::<u8>(Part::UnitCodes));
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let there = starts.zip(ends).map(|(start, end)| codes.get(start as usize..*end as usize));
        // Nearly all codes are plain letters and digits, which need no folding to be compared.
        let same = |there: &[u8]| match there {
            [] => false,
            plain if plain.iter().all(|byte| byte.is_ascii_graphic() && !b"'`".contains(byte)) => {
                plain.eq_ignore_ascii_case(code.as_bytes())
            }
            other => std::str::from_utf8(other).is_ok_and(|other| fold(other) == code),
        };
        there
            .zip(0..)
            .filter(|(there, _)| there.is_some_and(same))
            .map(|(_, row)| UnitRow::new(row))
            .collect()
    }

    /// As [`Unit::target_on`], for the unit of a row.
    pub fn target_on(&self, row: UnitRow, period: Period, day: Day) -> Option<u32> {
        let versions = self.targets(row).iter().filter(|target| target.period() == period);
        unit::in_force(versions.map(|target| (target.day, target.people)), day)
    }

    /// The periods for which the unit of a row has a target, in order.
    pub fn target_periods(&self, row: UnitRow) -> impl Iterator<Item = Period> + '_ {
        self.targets(row).iter().map(TargetItem::period)
    }

    fn targets(&self, row: UnitRow) -> &[TargetItem] {
        self.units.list(Part::TargetEnds, Part::Targets, row.at())
    }

    /// As [`Unit::members_before`], for the unit of a row.
    pub fn members_before(&self, row: UnitRow, year: i32) -> Option<u32> {
        let members: &[MemberItem] = self.units.list(Part::MemberEnds, Part::Members, row.at());
        members.iter().rev().find(|item| item.year < year).map(|item| item.members)
    }

    /// The row above a unit's.
    pub fn parent(&self, row: UnitRow) -> Option<UnitRow> {
        let parent = self.units.one::<u32>(Part::UnitParents, row.at())?;
        // A parent comes before its children; anything else is damage, and would never end.
        (parent != NONE).then(|| UnitRow::new(parent as usize)).filter(|parent| *parent < row)
    }

    /// A unit by its id.
    pub fn unit_by_id(&self, id: UnitId) -> Option<UnitEntry<'_>> {
        self.unit_row(id).and_then(|row| self.unit(row))
    }

    /// The row of a unit.
    pub fn unit_row(&self, id: UnitId) -> Option<UnitRow> {
        let id = (id.bits(), id.bits());
        super::rows_by_id(&self.units, (Part::UnitIds, Part::UnitsById), id)
            .next()
            .map(|(_, row)| UnitRow::new(row))
    }

    /// Name of a unit; empty when it is not known here.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.unit_by_id(id).map_or("", |entry| entry.name())
    }

    /// The rows of a unit and everything below it.
    pub fn subtree(&self, row: UnitRow) -> Rows<UnitRow> {
        let row = row.at();
        let end = self.units.one::<u32>(Part::UnitEnds, row).map_or(row, |end| end as usize);
        Rows::new(row..end.clamp(row, self.unit_count().max(row)))
    }

    /// The rows of a unit and everything below it; of all units for `None`.
    pub fn units_of(&self, unit: Option<UnitRow>) -> Rows<UnitRow> {
        unit.map_or(self.unit_rows(), |unit| self.subtree(unit))
    }

    /// The rows of everything below a unit; of all units for `None`.
    pub fn below(&self, unit: Option<UnitRow>) -> Rows<UnitRow> {
        let mut rows = self.units_of(unit);
        if unit.is_some() {
            rows.next();
        }
        rows
    }

    /// Goes through some units in their order; what lies below one only where `enters` says so.
    pub fn walk(&self, among: Rows<UnitRow>, mut enters: impl FnMut(UnitRow) -> bool) {
        let numbers = among.numbers();
        let mut next = numbers.start;
        while next < numbers.end {
            let row = UnitRow::new(next);
            next = if enters(row) { next + 1 } else { self.subtree(row).numbers().end.max(next + 1) };
        }
    }

    /// The units directly below a row; those at the top for `None`.
    pub fn children(&self, parent: Option<UnitRow>) -> impl Iterator<Item = UnitRow> + '_ {
        let mut next = parent.map_or(0, |row| row.at() + 1);
        let end = parent.map_or(self.unit_count(), |row| self.subtree(row).numbers().end);
        std::iter::from_fn(move || {
            let row = (next < end).then(|| UnitRow::new(next))?;
            next = self.subtree(row).numbers().end.max(next + 1);
            Some(row)
        })
    }

    /// Those of the [`Register::children`] that exist on a day.
    pub fn open_children(&self, parent: Option<UnitRow>, day: Day) -> impl Iterator<Item = UnitRow> + '_ {
        self.children(parent).filter(move |row| self.unit(*row).is_some_and(|entry| !entry.is_closed(day)))
    }

    /// From where a record of a unit is judged: its area, and the kinds of the units above.
    pub fn standpoint<'a>(
        &'a self,
        unit: Option<UnitId>,
        rules: &'a Rulebook,
        today: NaiveDate,
    ) -> Standpoint<'a> {
        let mut standpoint = Standpoint { rules, today, hard_area: false, kinds: Vec::new() };
        let mut at = unit.and_then(|unit| self.unit_row(unit));
        while let Some(entry) = at.and_then(|row| self.unit(row)) {
            let unit = entry.whole();
            standpoint.hard_area |= HARD_AREAS.iter().any(|flag| unit.flags.contains(*flag));
            let flagged = unit.flags.iter().map(|flag| format!("{}:{flag}", unit.kind));
            standpoint.kinds.extend(flagged.chain([unit.kind.clone()]));
            at = at.and_then(|row| self.parent(row));
        }
        standpoint
    }
}

/// The columns of the units.
pub(super) const PARTS: [Part; 33] = [
    Part::UnitIds,
    Part::UnitsById,
    Part::UnitBooks,
    Part::UnitParents,
    Part::UnitDepths,
    Part::UnitEnds,
    Part::UnitClosed,
    Part::UnitNameEnds,
    Part::UnitNames,
    Part::UnitFoldedEnds,
    Part::UnitFolded,
    Part::UnitKindEnds,
    Part::UnitKinds,
    Part::UnitCodeEnds,
    Part::UnitCodes,
    Part::UnitSectorEnds,
    Part::UnitSectors,
    Part::UnitBlockEnds,
    Part::UnitBlocks,
    Part::UnitRecordEnds,
    Part::UnitRecords,
    Part::MemberEnds,
    Part::Members,
    Part::TargetEnds,
    Part::Targets,
    Part::OccasionIds,
    Part::OccasionBooks,
    Part::OccasionEnds,
    Part::Occasions,
    Part::OccasionHolderEnds,
    Part::OccasionHolders,
    Part::OccasionFoldedEnds,
    Part::OccasionFolded,
];
