//! Fills the columns: from records, or from the rows of a register that is there already.
//!
//! Books can be taken in by several builders at once, which are put together at the end. Nothing is
//! kept for a person but what lies in the columns.

use super::coded::Coded;
use super::items::{
    DUE_GROUPS, DueItem, EnrolmentItem, EventItem, FormerItem, LeaveItem, NONE, PostItem, date_bits,
    due_group,
};
use super::names::Names;
use super::occasions::{InBook, occasion_columns};
use super::unit_columns::unit_columns;
use super::{PersonRow, Register, Row, tree};
use crate::domain::book::Record;
use crate::domain::due::dues;
use crate::domain::text::fold;
use crate::domain::{Book, Catalogue, Date, Day, Notice, OccasionId, PersonId, Rulebook, Unit, UnitId};
use crate::query::columns::{Columns, Lists, Part, by_id, picked};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem::take;

/// Records on their way into columns.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    /// `(book, unit, record)`.
    pub(super) units: Vec<(UnitId, UnitId, Unit)>,
    pub(super) occasions: Vec<InBook>,
    /// What was told with the people of the occasions that they are in.
    pub(super) told: BTreeMap<OccasionId, Notice>,
    pub(super) ids: Vec<u64>,
    pub(super) books: Vec<u64>,
    /// Books that a row was known to be in before, beside its own.
    pub(super) former: Vec<(usize, u64)>,
    /// Rows of the base before which a row belongs, where that is known.
    pub(super) places: Vec<Option<u32>>,
    pub(super) names: Names,
    pub(super) numbers: Lists<u8>,
    pub(super) coded: Coded,
    pub(super) born: Vec<u32>,
    pub(super) entered: Vec<Day>,
    pub(super) waiting: Vec<[u8; 2]>,
    pub(super) events: Lists<EventItem>,
    pub(super) posts: Lists<PostItem>,
    pub(super) leaves: Lists<LeaveItem>,
    pub(super) enrolments: Lists<EnrolmentItem>,
    /// With the day of each.
    pub(super) dues: Lists<(Day, DueItem)>,
}

impl Builder {
    /// Takes in the records of a book.
    pub fn add_book(&mut self, book: UnitId, records: &Book, rules: &Rulebook) {
        self.add_units(book, records);
        records.people.iter().for_each(|(id, record)| self.add_person(book, *id, record, rules));
    }

    /// Takes in a person's record in one book.
    pub fn add_person(&mut self, book: UnitId, id: PersonId, record: &Record, rules: &Rulebook) {
        let person = &record.person;
        let (open, police) = person.waiting();
        let few = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        self.ids.push(id.bits());
        self.books.push(book.bits());
        self.places.push(None);
        self.names.push(&person.name);
        let code = fold(&person.code);
        self.numbers.push(code.bytes().chain([b'\t']).chain(person.identity_number.bytes()).chain([b'\n']));
        self.coded.push(person);
        self.born.push(date_bits(person.born));
        self.entered.push(record.entered.last_day());
        self.waiting.push([few(open), few(police)]);
        self.events.push(person.effects(rules).map(|(kind, from, until)| EventItem {
            kind: kind as u32,
            from,
            until,
        }));
        self.posts.push(person.posts.values().map(|post| PostItem {
            unit: post.unit.bits(),
            from: post.from.map_or(Day::ALWAYS, Date::last_day),
            row: NONE,
        }));
        self.leaves.push(person.leaves.values().map(|leave| LeaveItem {
            reason: leave.reason as u32,
            from: leave.date.last_day(),
            back: leave.back.map_or(Day::NEVER, Date::last_day),
        }));
        self.enrolments
            .push(person.enrolments.iter().map(|(id, enrolment)| EnrolmentItem::of(*id, enrolment)));
        for (id, enrolment) in &person.enrolments {
            self.told.entry(*id).or_insert_with(|| enrolment.notice.clone());
        }
        self.dues.push(dues(record, rules).iter().map(|due| (due.due, DueItem::of(due))));
    }

    /// Takes over a row of a register as it is.
    pub(super) fn keep(&mut self, register: &Register, row: PersonRow) {
        let (columns, own) = register.at(row);
        let id = columns.one(Part::Ids, own);
        let known = id.zip(columns.one(Part::Born, own)).zip(columns.one(Part::Waiting, own));
        let Some(((id, born), waiting)) = known else { return };
        let n = self.ids.len();
        let mut books = register.books_of(row).into_iter();
        self.ids.push(id);
        self.books.push(books.next().map_or(0, UnitId::bits));
        self.former.extend(books.map(|book| (n, book.bits())));
        let place = (row.at() >= register.split).then(|| (register.order(row) >> 32) as u32);
        self.places.push(place);
        self.names.push(register.name(row));
        self.numbers.push(columns.list::<u8>(Part::NumberEnds, Part::Numbers, own).iter().copied());
        self.coded.keep(register, row);
        self.born.push(born);
        self.entered.push(register.entered(row));
        self.waiting.push(waiting);
        self.events.push(columns.list(Part::EventEnds, Part::Events, own).iter().copied());
        self.posts.push(register.posts(row).iter().copied());
        self.leaves.push(columns.list(Part::LeaveEnds, Part::Leaves, own).iter().copied());
        self.enrolments.push(register.enrolment_items(row).iter().copied());
        self.dues.push(register.due_items(row));
    }

    /// Takes over the units of a register that are not in some books.
    pub(super) fn keep_units(&mut self, register: &Register, except: &HashSet<UnitId>) {
        let kept = register.units().filter(|entry| !except.contains(&entry.book));
        self.units.extend(kept.map(|entry| (entry.book, entry.id, entry.whole())));
        let kept = register.occasions().filter_map(|entry| Some((entry.book?, entry.id, entry.occasion)));
        self.occasions.extend(kept.filter(|(book, ..)| !except.contains(book)));
        for (id, notice) in register.told() {
            self.told.entry(id).or_insert(notice);
        }
    }

    /// Takes in the units of a book.
    pub(super) fn add_units(&mut self, book: UnitId, records: &Book) {
        for (id, quota) in records.units.values().flat_map(|unit| &unit.quotas) {
            self.told.entry(*id).or_insert_with(|| quota.notice.clone());
        }
        self.units.extend(records.units.iter().map(|(id, unit)| (book, *id, unit.clone())));
        self.occasions.extend(records.occasions.iter().map(|(id, held)| (book, *id, held.clone())));
    }

    /// How many people's records were taken in.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Takes over what another builder has taken in.
    pub fn append(&mut self, other: Builder) {
        let before = self.ids.len();
        self.units.extend(other.units);
        self.occasions.extend(other.occasions);
        for (id, notice) in other.told {
            self.told.entry(id).or_insert(notice);
        }
        self.ids.extend(other.ids);
        self.books.extend(other.books);
        self.former.extend(other.former.into_iter().map(|(n, book)| (before + n, book)));
        self.places.extend(other.places);
        self.names.append(other.names);
        self.numbers.append(&other.numbers);
        self.coded.append(&other.coded);
        self.born.extend(other.born);
        self.entered.extend(other.entered);
        self.waiting.extend(other.waiting);
        self.events.append(&other.events);
        self.posts.append(&other.posts);
        self.leaves.append(&other.leaves);
        self.enrolments.append(&other.enrolments);
        self.dues.append(&other.dues);
    }

    /// A register of everything taken in. `today` is the day from which on the sums hold.
    pub fn finish(mut self, catalogue: &Catalogue, today: Day) -> Register {
        let mut columns = Columns::default();
        unit_columns(take(&mut self.units), catalogue, &mut columns);
        occasion_columns(take(&mut self.occasions), take(&mut self.told), &mut columns);
        self.fill(&mut columns, None);
        let mut register = Register::of(columns);
        register.stand_on(today);
        register.sum_up(today);
        register
    }

    /// Only the units of everything taken in, as columns.
    pub(super) fn tree(self, catalogue: &Catalogue) -> Columns {
        let mut columns = Columns::default();
        unit_columns(self.units, catalogue, &mut columns);
        occasion_columns(self.occasions, self.told, &mut columns);
        columns
    }

    /// The columns of fresh rows over the base of a register.
    pub(super) fn fresh(self, over: &Register) -> Columns {
        let mut columns = Columns::default();
        columns.share(tree::PARTS, &over.units);
        self.fill(&mut columns, Some(over));
        columns
    }

    /// Puts the people into columns whose units are there.
    fn fill(mut self, columns: &mut Columns, over: Option<&Register>) {
        self.place_posts(columns);
        let (kept, former) = self.one_of_each(columns);
        // By name, then by id.
        let names = self.names.in_order(&kept);
        let id = |n: u32| self.ids.get(n as usize).copied().unwrap_or_default();
        let mut by_name: Vec<(u32, u64, u32)> =
            kept.iter().map(|n| (self.names.rank(*n, &names), id(*n), *n)).collect();
        by_name.sort_unstable();
        names.write(columns, by_name.iter().map(|(name, ..)| *name));
        let mut ranks = vec![0u64; self.ids.len()];
        let mut name_of = vec![NONE; self.ids.len()];
        for (rank, (name, id, n)) in by_name.iter().enumerate() {
            let place = match (over, self.places.get(*n as usize).copied().flatten()) {
                (None, _) => (rank as u64) << 32 | u64::from(u32::MAX),
                (Some(_), Some(place)) => u64::from(place) << 32 | rank as u64,
                (Some(over), None) => {
                    let (key, name) = names.names.get(*name as usize).map_or((&[][..], ""), |(k, n)| (k, n));
                    over.place_of((key, name), *id) << 32 | rank as u64
                }
            };
            if let (Some(room), Some(of)) = (ranks.get_mut(*n as usize), name_of.get_mut(*n as usize)) {
                (*room, *of) = (place, *name);
            }
        }
        // By unit, and by name within: whose unit is not in the tree comes last.
        let by_name: Vec<u32> = by_name.into_iter().map(|(.., n)| n).collect();
        let mut order = by_name.clone();
        let unit = |n: &u32| self.posts.get(*n as usize).last().map_or(NONE, |post| post.row);
        order.sort_by_key(unit);
        columns.put(Part::NameOf, &picked(&name_of, &order));
        self.write(columns, &order, &by_name, &ranks, &former);
    }

    /// Puts everything but the names into columns, and lets go of it column by column: all of it twice is
    /// what takes most.
    fn write(
        mut self,
        columns: &mut Columns,
        order: &[u32],
        by_name: &[u32],
        ranks: &[u64],
        former: &[(u32, u64)],
    ) {
        let count = self.ids.len();
        let ids = picked(&take(&mut self.ids), order);
        let rows = places_in(order, count);
        let mut former: Vec<FormerItem> = former
            .iter()
            .filter_map(|(n, book)| Some(FormerItem { book: *book, row: *rows.get(*n as usize)?, zero: 0 }))
            .collect();
        former.sort_by_key(|item| item.row);
        let posts = take(&mut self.posts).picked(order);
        let units = columns.all::<u64>(Part::UnitIds).len();
        let mut first = vec![0u32; units + 1];
        let mut moved = Vec::new();
        for row in 0..order.len() {
            let posts = posts.get(row);
            if posts.len() > 1 {
                moved.push(row as u32);
            }
            let unit = posts.last().map_or(NONE, |post| post.row) as usize;
            if let Some(count) = unit.checked_add(1).and_then(|next| first.get_mut(next)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        first.iter_mut().for_each(|count| {
            sum += *count;
            *count = sum;
        });
        let dues = take(&mut self.dues).picked(order);
        let due_rows: Vec<u32> =
            (0..order.len()).flat_map(|row| std::iter::repeat_n(row as u32, dues.get(row).len())).collect();
        let group =
            |item: &DueItem| item.read(Day::ALWAYS).map_or(DUE_GROUPS, |due| due_group(due.rule, due.kind));
        let ranks = picked(ranks, order);
        let rank = |row: &u32| ranks.get(*row as usize).copied().unwrap_or(u64::MAX);
        let keyed = dues.items().iter().zip(&due_rows).zip(0u32..);
        let mut by_day: Vec<(usize, Day, u64, u32)> =
            keyed.map(|(((day, item), row), n)| (group(item), *day, rank(row), n)).collect();
        by_day.sort_unstable();
        let group_ends: Vec<u32> =
            (0..DUE_GROUPS).map(|last| by_day.partition_point(|(group, ..)| *group <= last) as u32).collect();
        let by_day: Vec<u32> = by_day.into_iter().map(|(.., n)| n).collect();
        columns.put(Part::DueGroupEnds, &group_ends);
        columns.put_lists(Part::DueEnds, Part::DueAt, &dues.with(places_in(&by_day, by_day.len())));
        let (days, items): (Vec<Day>, Vec<DueItem>) = picked(dues.items(), &by_day).into_iter().unzip();
        columns.put(Part::DueDays, &days);
        columns.put(Part::DueRows, &picked(&due_rows, &by_day));
        columns.put(Part::Dues, &items);
        columns.put(Part::Ids, &ids);
        columns.put(Part::ById, &by_id(&ids));
        columns.put(Part::ByName, &picked(&rows, by_name));
        columns.put(Part::Ranks, &ranks);
        columns.put(Part::FirstOfUnit, &first);
        columns.put(Part::Moved, &moved);
        columns.put(Part::Books, &picked(&take(&mut self.books), order));
        columns.put(Part::FormerBooks, &former);
        columns.put_lists(Part::NumberEnds, Part::Numbers, &take(&mut self.numbers).picked(order));
        take(&mut self.coded).write(columns, order);
        columns.put(Part::Born, &picked(&take(&mut self.born), order));
        columns.put(Part::Entered, &picked(&take(&mut self.entered), order));
        columns.put(Part::Waiting, &picked(&take(&mut self.waiting), order));
        columns.put_lists(Part::EventEnds, Part::Events, &take(&mut self.events).picked(order));
        columns.put_lists(Part::PostEnds, Part::Posts, &posts);
        columns.put_lists(Part::LeaveEnds, Part::Leaves, &take(&mut self.leaves).picked(order));
        let enrolments = take(&mut self.enrolments).picked(order);
        columns.put_lists(Part::EnrolmentEnds, Part::Enrolments, &enrolments);
    }

    /// Finds the rows of the units in which people are.
    fn place_posts(&mut self, columns: &Columns) {
        let ids = columns.all::<u64>(Part::UnitIds).iter().zip(0u32..);
        let rows: HashMap<u64, u32> = ids.map(|(id, row)| (*id, row)).collect();
        for post in self.posts.items_mut() {
            post.row = rows.get(&post.unit).copied().unwrap_or(NONE);
        }
    }

    /// Who was moved has a copy in each book; the one with the longest way is the record, in its own
    /// book where the move was received. Returns the rows that are records, and the books of the
    /// copies by the row of their record.
    fn one_of_each(&mut self, columns: &Columns) -> (Vec<u32>, Vec<(u32, u64)>) {
        let by_id = by_id(&self.ids);
        let id = |n: &u32| self.ids.get(*n as usize);
        let mut former: Vec<(u32, u64)> = self.former.iter().map(|(n, book)| (*n as u32, *book)).collect();
        let (mut kept, mut entered) = (Vec::with_capacity(by_id.len()), Vec::new());
        for copies in by_id.chunk_by(|a, b| id(a) == id(b)) {
            let [only] = copies else {
                let mut ranked = copies.to_vec();
                ranked.sort_by_key(|n| {
                    let posts = self.posts.get(*n as usize);
                    let unit = posts.last().map_or(usize::MAX, |post| post.row as usize);
                    let book = columns.one::<u64>(Part::UnitBooks, unit);
                    let own = self.books.get(*n as usize).copied();
                    // Of two that are as good, the same one every time.
                    (Reverse((posts.len(), book.is_some() && book == own)), own)
                });
                let Some((best, others)) = ranked.split_first() else { continue };
                kept.push(*best);
                former.extend(others.iter().filter_map(|n| Some((*best, *self.books.get(*n as usize)?))));
                let first = copies.iter().filter_map(|n| self.entered.get(*n as usize)).min();
                entered.extend(first.map(|day| (*best, *day)));
                continue;
            };
            kept.push(*only);
        }
        for (n, day) in entered {
            if let Some(place) = self.entered.get_mut(n as usize) {
                *place = day;
            }
        }
        (kept, former)
    }
}

/// Where each of `count` numbers stands in an order of some of them.
fn places_in(order: &[u32], count: usize) -> Vec<u32> {
    let mut places = vec![NONE; count];
    for (place, n) in (0..).zip(order) {
        if let Some(room) = places.get_mut(*n as usize) {
            *room = place;
        }
    }
    places
}
