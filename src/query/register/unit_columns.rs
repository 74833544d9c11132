//! Puts the units in the order of the tree, and into their columns.

use super::items::{MemberItem, NONE, TargetItem};
use crate::domain::text::{fold, title_key};
use crate::domain::{Catalogue, Date, Day, Period, Unit, UnitId};
use crate::query::columns::{Columns, Lists, Part, by_id};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Puts the units in the order of the tree. Units whose parent is not to be seen stand at the top.
pub(super) fn unit_columns(units: Vec<(UnitId, UnitId, Unit)>, catalogue: &Catalogue, columns: &mut Columns) {
    let known: BTreeMap<UnitId, (UnitId, Unit)> =
        units.into_iter().map(|(book, id, unit)| (id, (book, unit))).collect();
    let mut below: HashMap<Option<UnitId>, Vec<UnitId>> = HashMap::new();
    for (id, (_, unit)) in &known {
        below.entry(unit.parent.filter(|parent| known.contains_key(parent))).or_default().push(*id);
    }
    for children in below.values_mut() {
        children
            .sort_by_cached_key(|id| known.get(id).map(|(_, unit)| (unit.order, title_key(&unit.name), *id)));
    }
    // Depth first, without recursion: `(id, parent row, depth)`, the next one on top.
    let mut open: Vec<(UnitId, u32, u32)> = Vec::new();
    let push = |open: &mut Vec<_>, parent: Option<UnitId>, row, depth| {
        for id in below.get(&parent).into_iter().flatten().rev() {
            open.push((*id, row, depth));
        }
    };
    push(&mut open, None, NONE, 0);
    let mut planted: HashSet<UnitId> = HashSet::new();
    let mut unplanted = known.keys();
    let mut rows = UnitColumns::default();
    loop {
        let Some((id, parent, depth)) = open.pop() else {
            // Units that lie in a ring across books are reached from nowhere: show them all the same.
            match unplanted.find(|id| !planted.contains(id)) {
                Some(id) => open.push((*id, NONE, 0)),
                None => break,
            }
            continue;
        };
        let Some((book, unit)) = known.get(&id).filter(|_| planted.insert(id)) else { continue };
        let row = rows.push(id, *book, unit, catalogue, (parent, depth));
        push(&mut open, Some(id), row, depth + 1);
    }
    rows.write(columns);
}

/// The columns of the units on their way.
#[derive(Default)]
struct UnitColumns {
    ids: Vec<u64>,
    books: Vec<u64>,
    parents: Vec<u32>,
    depths: Vec<u32>,
    closed: Vec<Day>,
    names: Lists<u8>,
    folded: Lists<u8>,
    kinds: Lists<u8>,
    codes: Lists<u8>,
    sectors: Lists<u8>,
    blocks: Lists<u8>,
    records: Lists<u8>,
    members: Lists<MemberItem>,
    targets: Lists<TargetItem>,
}

impl UnitColumns {
    fn push(
        &mut self,
        id: UnitId,
        book: UnitId,
        unit: &Unit,
        catalogue: &Catalogue,
        (parent, depth): (u32, u32),
    ) -> u32 {
        let row = self.ids.len() as u32;
        self.ids.push(id.bits());
        self.books.push(book.bits());
        self.parents.push(parent);
        self.depths.push(depth);
        self.closed.push(unit.valid_until.map_or(Day::NEVER, Date::last_day));
        self.names.push(unit.name.bytes());
        let names = std::iter::once(&unit.name).chain(&unit.aliases);
        self.folded.push(names.flat_map(|name| (fold(name) + "\n").into_bytes()));
        self.kinds.push(unit.kind.bytes());
        self.codes.push(unit.code.bytes());
        self.sectors.push(unit.sector.bytes());
        let block = catalogue.sector(&unit.sector).map_or("", |sector| sector.block.as_str());
        self.blocks.push(block.bytes());
        // Text that is read back by the same program: what cannot be written reads as name and kind.
        self.records.push(ron::to_string(unit).unwrap_or_default().bytes());
        self.members
            .push(unit.members.iter().map(|(year, members)| MemberItem { year: *year, members: *members }));
        self.targets.push(unit.targets.iter().map(|((period, _), target)| {
            let (first, last) = match period {
                Period::Year(year) => (*year, 0),
                Period::Term(first, last) => (*first, *last),
            };
            let day = target.date.map_or(Day::ALWAYS, Date::last_day);
            TargetItem { first, last, day, people: target.people }
        }));
        row
    }

    fn write(self, columns: &mut Columns) {
        let mut ends: Vec<u32> = (1..=self.ids.len() as u32).collect();
        for row in (0..ends.len()).rev() {
            let end = ends.get(row).copied().unwrap_or_default();
            let parent = self.parents.get(row).copied().unwrap_or(NONE) as usize;
            if let Some(above) = ends.get_mut(parent) {
                *above = end.max(*above);
            }
        }
        columns.put(Part::UnitIds, &self.ids);
        columns.put(Part::UnitsById, &by_id(&self.ids));
        columns.put(Part::UnitBooks, &self.books);
        columns.put(Part::UnitParents, &self.parents);
        columns.put(Part::UnitDepths, &self.depths);
        columns.put(Part::UnitEnds, &ends);
        columns.put(Part::UnitClosed, &self.closed);
        columns.put_lists(Part::UnitNameEnds, Part::UnitNames, &self.names);
        columns.put_lists(Part::UnitFoldedEnds, Part::UnitFolded, &self.folded);
        columns.put_lists(Part::UnitKindEnds, Part::UnitKinds, &self.kinds);
        columns.put_lists(Part::UnitCodeEnds, Part::UnitCodes, &self.codes);
        columns.put_lists(Part::UnitSectorEnds, Part::UnitSectors, &self.sectors);
        columns.put_lists(Part::UnitBlockEnds, Part::UnitBlocks, &self.blocks);
        columns.put_lists(Part::UnitRecordEnds, Part::UnitRecords, &self.records);
        columns.put_lists(Part::MemberEnds, Part::Members, &self.members);
        columns.put_lists(Part::TargetEnds, Part::Targets, &self.targets);
    }
}
