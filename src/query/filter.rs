//! Who meets a filter, answered from the columns.
//!
//! A value that is not known meets nothing: who has no birth date is not "born before 2005".

use super::{PersonRow, Register};
use crate::domain::catalogue::Audience;
use crate::domain::due::DueRule;
use crate::domain::{Catalogue, Day, Filter};

impl Register {
    /// True for somebody who meets every line of a filter on a day.
    pub fn meets(&self, row: PersonRow, filter: &Filter, day: Day) -> bool {
        let Filter { born_from, born_before, having, occasions, enlists, stages } = filter;
        let born = self.born(row);
        let since = born_from.is_none_or(|from| born.is_some_and(|born| born.first() >= from.first()));
        let before = born_before.is_none_or(|end| born.is_some_and(|born| born.last() < end.first()));
        let has = || {
            having.iter().all(|(name, values)| {
                self.shared(row).any(|(field, text)| field.name() == name && values.contains(text))
            })
        };
        let stage =
            || stages.is_empty() || self.place(row, day).is_some_and(|place| stages.contains(&place.stage));
        let soldier = || !enlists || self.dues(row).any(|due| due.rule == DueRule::Enlistment);
        let is_in = || {
            occasions.is_empty() || self.enrolled(row).any(|enrolled| occasions.contains(&enrolled.occasion))
        };
        since && before && has() && is_in() && stage() && soldier()
    }

    /// True for somebody whom a class for an audience is for: one without filters is for everybody.
    pub fn is_for(&self, row: PersonRow, audience: &Audience) -> bool {
        audience.who.is_empty() || self.is_named(row, audience)
    }

    /// The audiences that somebody belongs to; one without filters takes those whom no other does.
    pub fn audiences<'r>(
        &'r self,
        row: PersonRow,
        catalogue: &'r Catalogue,
    ) -> impl Iterator<Item = &'r Audience> + 'r {
        let is_special = catalogue.audiences.iter().any(|audience| self.is_named(row, audience));
        catalogue.audiences.iter().filter(move |audience| match is_special {
            true => self.is_named(row, audience),
            false => audience.who.is_empty(),
        })
    }

    fn is_named(&self, row: PersonRow, audience: &Audience) -> bool {
        audience.who.iter().any(|filter| self.meets(row, filter, self.today()))
    }
}
