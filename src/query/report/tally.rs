//! People in groups, counted into columns of a report: the one body behind its figures and behind who is listed for them.
//!
//! Whoever is in several groups stands under each, and once in the total.

use super::{Behind, Cell};
use crate::domain::Catalogue;
use crate::query::breakdown::Group;
use crate::query::{PersonRow, Register};
use std::collections::BTreeMap;

/// Somebody who is counted: the groups, and a bit for each column that the person counts in.
pub(super) struct Member<'r> {
    pub person: PersonRow,
    pub groups: Vec<Group<'r>>,
    pub columns: u32,
}

/// What `N` columns count, by group.
pub(super) struct Tally<'r, const N: usize> {
    members: Vec<Member<'r>>,
    rows: Vec<(Group<'r>, [u32; N])>,
    total: [u32; N],
}

impl<'r, const N: usize> Tally<'r, N> {
    /// Of people, with a row for each of some groups besides, though nobody is in it.
    pub fn of(members: Vec<Member<'r>>, besides: Vec<Group<'r>>) -> Tally<'r, N> {
        let mut rows: BTreeMap<Group<'r>, [u32; N]> =
            besides.into_iter().map(|group| (group, [0; N])).collect();
        let mut total = [0; N];
        let add = |member: &Member, counts: &mut [u32; N]| {
            counts.iter_mut().enumerate().for_each(|(n, count)| *count += member.columns >> n & 1);
        };
        for member in &members {
            for group in &member.groups {
                add(member, rows.entry(group.clone()).or_insert([0; N]));
            }
            add(member, &mut total);
        }
        Tally { members, rows: rows.into_iter().collect(), total }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row; the one behind the last group is the total.
    pub fn row(&self, row: usize) -> Option<(Option<&Group<'r>>, [u32; N])> {
        match self.rows.get(row) {
            Some((group, counts)) => Some((Some(group), *counts)),
            None => (row == self.rows.len()).then_some((None, self.total)),
        }
    }

    /// Those of a group who count in a column; of all groups for `None`.
    pub fn behind(&self, group: Option<&Group<'r>>, column: usize) -> Behind {
        let here = |member: &&Member| {
            member.columns >> column & 1 == 1 && group.is_none_or(|group| member.groups.contains(group))
        };
        Behind::People(self.members.iter().filter(here).map(|member| member.person).collect())
    }
}

/// What tools know a group by.
pub(super) fn id<'a>(register: &'a Register, group: Option<&'a Group<'_>>) -> Cell<'a> {
    group.map_or(Cell::None, |group| group.id(register))
}

/// What people call a group; the total is the whole.
pub(super) fn name<'r>(
    register: &'r Register,
    catalogue: &'r Catalogue,
    group: Option<&Group<'r>>,
) -> Cell<'r> {
    group.map_or(Cell::Word(super::Word::Total), |group| group.name(register, catalogue))
}
