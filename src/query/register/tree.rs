//! The units of the register, in the order of the tree: a subtree is a range of rows.

use super::{Register, UnitEntry, UnitRow};
use crate::domain::breach::{HARD_AREAS, Standpoint};
use crate::domain::text::{fold, title_key};
use crate::domain::{Book, Catalogue, Rulebook, Unit, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

impl Register {
    /// Puts the units in the order of the tree. Units whose parent is not to be seen stand at the top.
    pub(super) fn plant(&mut self, books: &[(UnitId, &Book)], catalogue: &Catalogue) {
        let mut known: BTreeMap<UnitId, (UnitId, &Unit)> = BTreeMap::new();
        for (book, records) in books {
            for (id, unit) in &records.units {
                known.insert(*id, (*book, unit));
            }
        }
        let mut below: HashMap<Option<UnitId>, Vec<UnitId>> = HashMap::new();
        for (id, (_, unit)) in &known {
            below.entry(unit.parent.filter(|parent| known.contains_key(parent))).or_default().push(*id);
        }
        for children in below.values_mut() {
            children.sort_by_cached_key(|id| {
                known.get(id).map(|(_, unit)| (unit.order, title_key(&unit.name), *id))
            });
        }
        // Depth first, without recursion: `(id, parent row, depth)`, the next one on top.
        let mut open: Vec<(UnitId, Option<UnitRow>, usize)> = Vec::new();
        let push = |open: &mut Vec<_>, parent: Option<UnitId>, row, depth| {
            for id in below.get(&parent).into_iter().flatten().rev() {
                open.push((*id, row, depth));
            }
        };
        push(&mut open, None, None, 0);
        let mut planted: HashSet<UnitId> = HashSet::new();
        loop {
            let Some((id, parent, depth)) = open.pop() else {
                // Units that lie in a ring across books are reached from nowhere: show them all the same.
                match known.keys().find(|id| !planted.contains(id)) {
                    Some(id) => open.push((*id, None, 0)),
                    None => break,
                }
                continue;
            };
            let Some((book, unit)) = known.get(&id).filter(|_| planted.insert(id)) else { continue };
            let row = self.units.len();
            let names = std::iter::once(&unit.name).chain(&unit.aliases);
            self.unit_rows.insert(id, row);
            self.units.push(UnitEntry {
                id,
                book: *book,
                parent,
                depth,
                end: row + 1,
                block: catalogue.sector(&unit.sector).map(|s| s.block.clone()).unwrap_or_default(),
                folded: names.map(|name| fold(name)).collect::<Vec<_>>().join("\n"),
                unit: (*unit).clone(),
            });
            push(&mut open, Some(id), Some(row), depth + 1);
        }
        for row in (0..self.units.len()).rev() {
            let (parent, end) = self.units.get(row).map_or((None, 0), |entry| (entry.parent, entry.end));
            if let Some(above) = parent.and_then(|parent| self.units.get_mut(parent)) {
                above.end = above.end.max(end);
            }
        }
    }

    /// All units in the order of the tree.
    pub fn units(&self) -> &[UnitEntry] {
        &self.units
    }

    /// A unit by its row.
    pub fn unit(&self, row: UnitRow) -> Option<&UnitEntry> {
        self.units.get(row)
    }

    /// A unit by its id.
    pub fn unit_by_id(&self, id: UnitId) -> Option<&UnitEntry> {
        self.unit_row(id).and_then(|row| self.units.get(row))
    }

    /// The row of a unit.
    pub fn unit_row(&self, id: UnitId) -> Option<UnitRow> {
        self.unit_rows.get(&id).copied()
    }

    /// Name of a unit; empty when it is not known here.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.unit_by_id(id).map_or("", |entry| entry.unit.name.as_str())
    }

    /// The rows of a unit and everything below it.
    pub fn subtree(&self, row: UnitRow) -> Range<UnitRow> {
        row..self.units.get(row).map_or(row, |entry| entry.end)
    }

    /// The units directly below a row; those at the top for `None`.
    pub fn children(&self, parent: Option<UnitRow>) -> impl Iterator<Item = UnitRow> + '_ {
        let mut next = parent.map_or(0, |row| row + 1);
        let end = parent.map_or(self.units.len(), |row| self.subtree(row).end);
        std::iter::from_fn(move || {
            let row = next;
            if row >= end {
                return None;
            }
            next = self.units.get(row).map_or(end, |entry| entry.end);
            Some(row)
        })
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
        while let Some(entry) = at.and_then(|row| self.units.get(row)) {
            standpoint.hard_area |= HARD_AREAS.iter().any(|flag| entry.unit.flags.contains(*flag));
            let kind = &entry.unit.kind;
            let flagged = entry.unit.flags.iter().map(|flag| format!("{kind}:{flag}"));
            standpoint.kinds.extend(flagged.chain([kind.clone()]));
            at = entry.parent;
        }
        standpoint
    }
}
