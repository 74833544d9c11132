//! Who is helped by a member, answered from the columns: the one body of the report of helpers and of what forms warn of.

use super::{PersonRow, Register};
use crate::domain::text::same_key;
use crate::domain::{Day, MilestoneKind, Person, PersonId};
use crate::parallel::waiting::{Stopped, Work};

impl Register {
    /// True for somebody who is helped on a day: on the way, and no official member yet.
    pub fn is_helped(&self, person: PersonRow, day: Day) -> bool {
        self.leave_on(person, day).is_none() && !self.has(person, MilestoneKind::OfficialDecision, day)
    }

    /// Who of those that help somebody helps as many others in the same unit as one may, and how many those are.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn burdened(
        &self,
        (id, person): (PersonId, &Person),
        limit: Option<u32>,
        day: Day,
        work: &Work,
    ) -> Result<Vec<(String, u32)>, Stopped> {
        let Some((limit, unit)) = limit.zip(person.unit().and_then(|unit| self.unit_row(unit))) else {
            return Ok(Vec::new());
        };
        let (own, units) = (self.row_of(id), self.subtree(unit));
        let others = self.sift(&units, work, |row| {
            let is_here = |row: PersonRow| self.unit_on(row, day).is_some_and(|unit| units.contains(unit));
            Some(row) != own && self.helpers(row).next().is_some() && is_here(row) && self.is_helped(row, day)
        })?;
        let count = |name: &str| {
            let helps = |row: &&PersonRow| self.helpers(**row).any(|known| same_key(known) == same_key(name));
            others.iter().filter(helps).count() as u32
        };
        let helping = person.all_helpers().into_iter().map(|(_, helper)| helper);
        let helping = helping.filter(|helper| helper.until.is_none() && helper.role.helps());
        let counted = helping.map(|helper| (count(&helper.name), helper.name));
        Ok(counted.filter(|(n, _)| *n >= limit).map(|(n, name)| (name, n)).collect())
    }
}
