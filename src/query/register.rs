//! The register: columns derived from all books, the one thing that questions are answered from.
//!
//! Units stand in the order of the tree (each before its children, a subtree is a range); people by
//! their unit, then in Vietnamese name order. What they are called stands beside, every name once
//! (`names.rs`). Rows are numbers into the columns and mean nothing after a change: what must last is
//! kept by id.
//!
//! Two parts: the *base*, which may lie in a file and never changes, and the *fresh* rows over it,
//! of the people who changed since. Whoever has a fresh row, or is gone, is dead in the base.

pub mod build;
mod coded;
mod fresh;
mod items;
mod names;
mod occasions;
mod scan;
mod sums;
mod tree;
mod unchanged;
mod unit_columns;

pub use fresh::Amendment;
pub use items::DUE_GROUPS;
pub use occasions::{AskedUnit, Enrolled, OccasionEntry};
pub use sums::{SumTable, Sums};
pub use tree::UnitEntry;

use super::columns::{Columns, Part, picked};
pub use super::rows::{NameRow, PersonRow, Row, Rows, UnitRow};
use crate::domain::due::Due;
use crate::domain::person::LeaveReason;
use crate::domain::stage::furthest;
use crate::domain::text::fold;
use crate::domain::{Date, Day, MilestoneKind, PersonId, UnitId};
use items::{DueItem, EventItem, FormerItem, LeaveItem, NONE, PostItem, date_of};

/// A milestone as a span of days: `(kind, from, until)`.
pub type Event = (MilestoneKind, Day, Day);

/// All columns.
#[derive(Clone, Debug)]
pub struct Register {
    base: Columns,
    fresh: Columns,
    /// Where the units are that hold: in the fresh columns once one of them changed.
    units: Columns,
    /// People of the base who are dead, a bit a row; empty when none is.
    dead: Vec<u64>,
    /// Rows of the base, then all rows.
    split: usize,
    rows: usize,
    living: usize,
    /// The day of the sums of the base, if it has any.
    summed_on: Option<Day>,
    /// The day on which the office stands, see [`Register::stand_on`].
    today: Day,
}

impl Default for Register {
    /// Of nobody.
    fn default() -> Register {
        Register::of(Columns::default())
    }
}

impl Register {
    /// The part of a row, and the row in it.
    fn at(&self, row: PersonRow) -> (&Columns, usize) {
        match row.at().checked_sub(self.split) {
            None => (&self.base, row.at()),
            Some(row) => (&self.fresh, row),
        }
    }

    fn is_dead(&self, row: PersonRow) -> bool {
        let row = row.at();
        self.dead.get(row / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    /// Takes note of the day on which the office stands. As of that day, and of later ones, whoever is on record is
    /// on the way, whatever day a record bears: a clock that ran ahead hides nobody.
    pub fn stand_on(&mut self, today: Day) {
        self.today = today;
    }

    /// The day on which the office stands.
    pub(super) fn today(&self) -> Day {
        self.today
    }

    /// How many people's records there are.
    pub fn len(&self) -> usize {
        self.living
    }

    /// True when nobody is followed.
    pub fn is_empty(&self) -> bool {
        self.living == 0
    }

    /// The rows of everybody, in the order in which they lie.
    pub fn people(&self) -> impl Iterator<Item = PersonRow> + Clone + '_ {
        self.living_in(Rows::new(0..self.rows))
    }

    /// The rows of everybody who changed since the base was made.
    fn fresh_rows(&self) -> Rows<PersonRow> {
        Rows::new(self.split..self.rows)
    }

    fn living_in(&self, rows: Rows<PersonRow>) -> impl Iterator<Item = PersonRow> + Clone + '_ {
        rows.filter(|row| !self.is_dead(*row))
    }

    /// Whoever may be or have been in the units of some rows of the base without having one of them.
    fn people_beside(&self, here: Rows<PersonRow>) -> impl Iterator<Item = PersonRow> + '_ {
        let moved = self.base.all::<u32>(Part::Moved).iter().map(|row| PersonRow::new(*row as usize));
        let moved = moved.filter(move |row| !here.contains(*row) && !self.is_dead(*row));
        moved.chain(self.fresh_rows())
    }

    /// How many people a look at some units looks at, about.
    pub fn near(&self, units: &Rows<UnitRow>) -> usize {
        self.rows_of(units).len()
    }

    /// The rows of the base whose people are in some units for good.
    fn rows_of(&self, units: &Rows<UnitRow>) -> Rows<PersonRow> {
        let units = units.numbers();
        if units.start == 0 && units.end >= self.unit_count() {
            // All of them, and those whose unit is not in the tree.
            return Rows::new(0..self.split);
        }
        let first = |unit: usize| self.base.one::<u32>(Part::FirstOfUnit, unit).unwrap_or(0) as usize;
        Rows::new(first(units.start)..first(units.end))
    }

    /// The id of a person's row.
    pub fn id(&self, row: PersonRow) -> Option<PersonId> {
        let (columns, row) = self.at(row);
        columns.one(Part::Ids, row).map(PersonId::from_bits)
    }

    /// The row of a person.
    pub fn row_of(&self, id: PersonId) -> Option<PersonRow> {
        let fresh = row_by_id(&self.fresh, id.bits()).map(|row| PersonRow::new(row + self.split));
        let base = || row_by_id(&self.base, id.bits()).map(PersonRow::new);
        fresh.or_else(|| base().filter(|row| !self.is_dead(*row)))
    }

    /// Everyone whose written id begins so, in the order of the ids; nobody for what begins none.
    pub fn with_id_prefix(&self, text: &str) -> Vec<PersonRow> {
        let Some((first, last)) = PersonId::range(text) else { return Vec::new() };
        let mut found: Vec<(u64, PersonRow)> = Vec::new();
        for (columns, offset) in [(&self.base, 0), (&self.fresh, self.split)] {
            let rows = rows_by_id(columns, (Part::Ids, Part::ById), (first, last));
            let rows = rows.map(|(id, row)| (id, PersonRow::new(row + offset)));
            found.extend(rows.filter(|(_, row)| !self.is_dead(*row)));
        }
        found.sort_unstable();
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// A number that puts people in the order of their names, then of their ids.
    pub fn order(&self, row: PersonRow) -> u64 {
        let (columns, row) = self.at(row);
        columns.one(Part::Ranks, row).unwrap_or(u64::MAX)
    }

    /// The book that holds the record of a row.
    pub fn book(&self, row: PersonRow) -> Option<UnitId> {
        let (columns, row) = self.at(row);
        columns.one(Part::Books, row).map(UnitId::from_bits)
    }

    /// Every book that holds or held a record of the person, the present one first.
    pub fn books_of(&self, row: PersonRow) -> Vec<UnitId> {
        let (columns, own) = self.at(row);
        let former: &[FormerItem] = columns.all(Part::FormerBooks);
        let start = former.partition_point(|item| (item.row as usize) < own);
        let others =
            former.get(start..).unwrap_or_default().iter().take_while(|item| item.row as usize == own);
        self.book(row).into_iter().chain(others.map(|item| UnitId::from_bits(item.book))).collect()
    }

    /// Birth date.
    pub fn born(&self, row: PersonRow) -> Option<Date> {
        let (columns, row) = self.at(row);
        columns.one(Part::Born, row).and_then(date_of)
    }

    /// Folded code and identity number.
    pub fn numbers(&self, row: PersonRow) -> (&str, &str) {
        let (columns, row) = self.at(row);
        let lines = columns.text(Part::NumberEnds, Part::Numbers, row);
        lines.trim_end_matches('\n').split_once('\t').unwrap_or_default()
    }

    /// The milestones as spans of days.
    pub fn events(&self, row: PersonRow) -> impl Iterator<Item = Event> + Clone + '_ {
        self.event_items(row).iter().filter_map(EventItem::read)
    }

    fn event_items(&self, row: PersonRow) -> &[EventItem] {
        let (columns, row) = self.at(row);
        columns.list(Part::EventEnds, Part::Events, row)
    }

    /// The day on which the way began: of the first milestone, or of the entry where there is none.
    pub fn began(&self, row: PersonRow) -> Day {
        let first = self.event_items(row).iter().map(|event| event.from).min();
        first.unwrap_or_else(|| self.entered(row))
    }

    /// The furthest milestone that counts on a day, and since when.
    pub fn furthest_on(&self, row: PersonRow, day: Day) -> Option<(MilestoneKind, Day)> {
        let events = self.event_items(row).iter().map(|event| (event.kind, event.from, event.until));
        let (kind, since) = furthest(events, day)?;
        MilestoneKind::ALL.get(kind as usize).map(|kind| (*kind, since))
    }

    /// Day on which the record was entered.
    pub fn entered(&self, row: PersonRow) -> Day {
        let (columns, row) = self.at(row);
        columns.one(Part::Entered, row).unwrap_or(Day::NEVER)
    }

    fn posts(&self, row: PersonRow) -> &[PostItem] {
        let (columns, row) = self.at(row);
        columns.list(Part::PostEnds, Part::Posts, row)
    }

    /// The days on which somebody was moved to another unit.
    pub fn moves(&self, row: PersonRow) -> impl Iterator<Item = Day> + '_ {
        self.posts(row).iter().skip(1).map(|post| post.from)
    }

    fn post_on(&self, row: PersonRow, day: Day) -> Option<&PostItem> {
        self.posts(row).iter().rev().find(|post| post.from <= day)
    }

    /// True when the unit that followed the person on a day is not in the tree.
    pub fn is_astray(&self, row: PersonRow, day: Day) -> bool {
        self.post_on(row, day).is_some_and(|post| post.row == NONE)
    }

    /// The unit that followed the person on a day.
    pub fn unit_on(&self, row: PersonRow, day: Day) -> Option<UnitRow> {
        let post = self.post_on(row, day)?;
        (post.row != NONE).then(|| UnitRow::new(post.row as usize))
    }

    /// What is due about a person.
    pub fn dues(&self, row: PersonRow) -> impl Iterator<Item = Due> + '_ {
        self.due_items(row).filter_map(|(day, item)| item.read(day))
    }

    /// The days and items of what is due about a person.
    fn due_items(&self, row: PersonRow) -> impl Iterator<Item = (Day, DueItem)> + '_ {
        let (columns, row) = self.at(row);
        let at: &[u32] = columns.list(Part::DueEnds, Part::DueAt, row);
        at.iter().filter_map(|at| {
            let at = *at as usize;
            Some((columns.one(Part::DueDays, at)?, columns.one(Part::Dues, at)?))
        })
    }

    /// How many places asked have not answered, and how many of them are the police.
    pub fn waiting(&self, row: PersonRow) -> (u8, u8) {
        let (columns, row) = self.at(row);
        let [open, police] = columns.one::<[u8; 2]>(Part::Waiting, row).unwrap_or_default();
        (open, police)
    }

    /// The leaves as spans of days: `(reason, from, back)`.
    pub fn leaves(&self, row: PersonRow) -> impl DoubleEndedIterator<Item = (LeaveReason, Day, Day)> + '_ {
        let (columns, row) = self.at(row);
        let leaves: &[LeaveItem] = columns.list(Part::LeaveEnds, Part::Leaves, row);
        leaves.iter().filter_map(LeaveItem::read)
    }

    /// The leave in force on a day, and since when.
    pub fn leave_on(&self, row: PersonRow, day: Day) -> Option<(LeaveReason, Day)> {
        let in_force = self.leaves(row).rev().find(|(_, from, until)| *from <= day && day < *until);
        in_force.map(|(reason, from, _)| (reason, from))
    }

    /// Everyone whose folded name is that of a text.
    pub fn namesakes(&self, name: &str) -> Vec<PersonRow> {
        let folded = fold(name);
        if folded.is_empty() {
            return Vec::new();
        }
        let names = self.names_with(&folded).into_iter().filter(|name| self.folded(*name) == folded);
        let alike = names.flat_map(|name| self.called(name)).take(self.len());
        self.in_name_order(alike.collect())
    }

    /// People with this identity number.
    pub fn with_identity_number(&self, number: &str) -> Vec<PersonRow> {
        if number.is_empty() {
            return Vec::new();
        }
        let has = |row: &PersonRow| self.numbers(*row).1 == number;
        self.in_name_order(self.numbers_with(number).into_iter().filter(has).collect())
    }

    /// Everyone in whose code or identity number a text occurs.
    pub fn numbers_with(&self, text: &str) -> Vec<PersonRow> {
        let found = self.rows_with((Part::NumberEnds, Part::Numbers), text, self.split).into_iter();
        found.map(PersonRow::new).filter(|row| !self.is_dead(*row)).collect()
    }

    /// The rows of a column of lines in which a text occurs, in the order in which they lie; those of
    /// the fresh columns are counted from `split` on. Looks at the whole column at once: that is many
    /// times faster than line by line.
    fn rows_with(&self, (ends, lines): (Part, Part), text: &str, split: usize) -> Vec<usize> {
        let finder = memchr::memmem::Finder::new(text);
        let within = |columns: &Columns| rows_in(columns.all(ends), columns.all(lines), &finder);
        let mut found = within(&self.base);
        found.extend(within(&self.fresh).into_iter().map(|row| row + split));
        found
    }
}

/// The rows of a column of lines in which a text occurs.
fn rows_in(ends: &[u32], lines: &[u8], finder: &memchr::memmem::Finder) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut row, mut start) = (0, 0);
    while let Some(at) = lines.get(start..).and_then(|rest| finder.find(rest)).map(|at| start + at) {
        row += past(ends.get(row..).unwrap_or_default(), at);
        let Some(end) = ends.get(row) else { break };
        found.push(row);
        // One hit a row is enough.
        row += 1;
        start = *end as usize;
    }
    found
}

/// How many of the ends lie at or before a place: the next hit is mostly near, so the steps grow.
fn past(ends: &[u32], at: usize) -> usize {
    let before = |n: usize| ends.get(n).is_some_and(|end| *end as usize <= at);
    let mut step = 1;
    while before(step) {
        step *= 2;
    }
    let (low, high) = (step / 2, (step + 1).min(ends.len()));
    let within = ends.get(low..high).unwrap_or_default();
    low + within.partition_point(|end| *end as usize <= at)
}

/// The ids from `first` to `last` of a column, with their rows, by the column of rows in their order.
fn rows_by_id(
    columns: &Columns,
    (ids, by_id): (Part, Part),
    (first, last): (u64, u64),
) -> impl Iterator<Item = (u64, usize)> {
    let (ids, by_id): (&[u64], &[u32]) = (columns.all(ids), columns.all(by_id));
    let id = |row: &u32| ids.get(*row as usize).copied().unwrap_or(u64::MAX);
    let start = by_id.partition_point(|row| id(row) < first);
    let rows = by_id.get(start..).unwrap_or_default().iter().map(move |row| (id(row), *row as usize));
    rows.take_while(move |(id, _)| *id <= last)
}

/// The row of a person in a layer.
fn row_by_id(columns: &Columns, id: u64) -> Option<usize> {
    rows_by_id(columns, (Part::Ids, Part::ById), (id, id)).next().map(|(_, row)| row)
}
