//! Who of some people gets a place in an occasion, who waits for one, and who had better not be put in, and why. The one
//! body for screens and commands, so that what was shown is what is saved.

use super::needs::{Need, ahead, needs};
use super::register::OccasionEntry;
use super::{PersonRow, Register, UnitRow};
use crate::domain::occasion::OccasionKind;
use crate::domain::rules::{ClockKind, Event};
use crate::domain::{Catalogue, Day, EnrolmentState, MilestoneKind, OccasionId, PersonId};
use crate::parallel::waiting::{Stopped, Work};
use std::collections::HashMap;

/// Months ahead within which a certificate that lapses calls for a class, where nothing else is said.
pub const SOON: u32 = 6;

/// Why somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// All places are taken.
    Full,
    /// Those of the unit are.
    OfUnit(UnitRow),
    /// Somebody said so.
    Asked,
}

/// Why somebody had better not be put in. Nobody is too young for a class (Hà Nội 02-HD/BTCTU of 21/11/2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Is followed no more, for now or for good.
    Left,
    /// Has what it is for; until the day, where that lapses.
    HasIt(Option<Day>),
    /// Of new-member classes: is no probationary member.
    NotOnProbation,
}

/// What comes of putting people in.
#[derive(Clone, Debug, Default)]
pub struct Enrolling {
    pub listed: Vec<PersonId>,
    pub waiting: Vec<(PersonId, Wait)>,
    pub unfit: Vec<(PersonId, Unfit)>,
    /// In it already.
    pub known: Vec<PersonId>,
}

impl Enrolling {
    /// Of people in their order; with `all` nobody is unfit, with `waits` all of them wait. Looks at everybody.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &Register,
        entry: &OccasionEntry,
        people: &[PersonId],
        (all, waits): (bool, bool),
        (day, work): (Day, &Work),
    ) -> Result<Enrolling, Stopped> {
        let inside = register.people_of(entry.id, &register.unit_rows(), work)?;
        let seated = inside.iter().filter(|(_, enrolled)| enrolled.state != EnrolmentState::Waiting);
        let seated: Vec<PersonRow> = seated.map(|(row, _)| *row).collect();
        let mut quotas = Quotas::of(register, entry.id, &seated, day);
        let mut taken = seated.len();
        let mut made = Enrolling::default();
        for id in people {
            let Some(row) = register.row_of(*id) else { continue };
            if inside.iter().any(|(known, _)| *known == row) {
                made.known.push(*id);
                continue;
            }
            let unfit = register.unfit(row, entry.occasion.kind, day).filter(|_| !all);
            let used = quotas.used_up(register, row, day);
            let full = entry.occasion.places > 0 && taken >= entry.occasion.places as usize;
            match (unfit, used, full, waits) {
                (Some(why), ..) => made.unfit.push((*id, why)),
                (_, _, _, true) => made.waiting.push((*id, Wait::Asked)),
                (_, _, true, _) => made.waiting.push((*id, Wait::Full)),
                (_, Some(unit), ..) => made.waiting.push((*id, Wait::OfUnit(unit))),
                (None, None, false, false) => {
                    made.listed.push(*id);
                    taken += 1;
                    quotas.take(register, row, day);
                }
            }
        }
        Ok(made)
    }
}

/// How many places every unit that is asked has, and how many of them are taken.
struct Quotas {
    of: HashMap<UnitRow, (u32, u32)>,
}

impl Quotas {
    fn of(register: &Register, occasion: OccasionId, seated: &[PersonRow], day: Day) -> Quotas {
        let asked = register.asked(&register.unit_rows()).into_iter();
        let asked = asked.filter(|asked| asked.occasion == occasion && asked.quota.people > 0);
        let mut quotas = Quotas { of: asked.map(|asked| (asked.unit, (asked.quota.people, 0))).collect() };
        for row in seated {
            quotas.take(register, *row, day);
        }
        quotas
    }

    /// The nearest unit with places of its own, where they are all taken.
    fn used_up(&self, register: &Register, row: PersonRow, day: Day) -> Option<UnitRow> {
        let nearest = self.nearest(register, row, day)?;
        self.of.get(&nearest).is_some_and(|(places, taken)| taken >= places).then_some(nearest)
    }

    fn nearest(&self, register: &Register, row: PersonRow, day: Day) -> Option<UnitRow> {
        let unit = register.unit_on(row, day).filter(|_| !self.of.is_empty())?;
        register.up_from(unit).find(|unit| self.of.contains_key(unit))
    }

    fn take(&mut self, register: &Register, row: PersonRow, day: Day) {
        let nearest = self.nearest(register, row, day);
        nearest.and_then(|unit| self.of.get_mut(&unit)).into_iter().for_each(|(_, taken)| *taken += 1);
    }
}

/// Who is suggested for an occasion, in name order: those who need the class, or who meet what a review looks for; nobody
/// who is in it, and of a class only those whom it is for. Looks at everybody.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn suggested(
    register: &Register,
    catalogue: &Catalogue,
    entry: &OccasionEntry,
    day: Day,
    work: &Work,
) -> Result<Vec<PersonRow>, Stopped> {
    let host = entry.occasion.unit.and_then(|unit| register.unit_row(unit));
    let ahead = ahead(register, day).collect();
    let calls_for = |row: PersonRow, need: Need| needs(register, row, (day, SOON), &ahead) & need.bit() != 0;
    register.pick(&register.units_of(host), work, |row| {
        let is_in = || register.enrolled(row).any(|enrolled| enrolled.occasion == entry.id);
        let fits = match (entry.occasion.kind, &entry.occasion.criteria) {
            (OccasionKind::AwarenessClass, _) => calls_for(row, Need::Class),
            (OccasionKind::NewMemberClass, _) => calls_for(row, Need::NewMemberClass),
            (OccasionKind::Ceremony, _) => {
                register.has(row, MilestoneKind::Decision, day)
                    && !register.has(row, MilestoneKind::Ceremony, day)
            }
            (OccasionKind::Review, Some(filter)) => register.meets(row, filter, day),
            (OccasionKind::Review, None) => false,
        };
        let audience = catalogue.audience(&entry.occasion.audience);
        let is_for = || audience.is_none_or(|audience| register.is_for(row, audience));
        fits && is_for() && register.leave_on(row, day).is_none() && !is_in()
    })
}

impl Register {
    /// True where a milestone is met on a day.
    pub fn has(&self, row: PersonRow, kind: MilestoneKind, day: Day) -> bool {
        self.events(row).any(|(known, from, until)| known == kind && from <= day && day < until)
    }

    /// The last day on which somebody's certificate counts; nothing where none lapses.
    pub fn certificate_until(&self, row: PersonRow) -> Option<Day> {
        let certificate = Some(Event::Milestone(MilestoneKind::Certificate));
        let lapses = self.dues(row).filter(|due| due.kind == ClockKind::Lapse && due.event == certificate);
        lapses.map(|due| due.due).min()
    }

    /// Why somebody had better not be put into an occasion of a kind.
    pub fn unfit(&self, row: PersonRow, kind: OccasionKind, day: Day) -> Option<Unfit> {
        if self.leave_on(row, day).is_some() {
            return Some(Unfit::Left);
        }
        let has = |kind| self.has(row, kind, day);
        match kind {
            OccasionKind::AwarenessClass => {
                let until = self.certificate_until(row);
                let soon = day.date().and_then(|day| day.checked_add_months(chrono::Months::new(SOON)));
                let soon = soon.map_or(day, Day::from);
                let counts = has(MilestoneKind::Certificate) && until.is_none_or(|until| until > soon);
                counts.then_some(Unfit::HasIt(until))
            }
            OccasionKind::NewMemberClass if has(MilestoneKind::NewMemberClass) => Some(Unfit::HasIt(None)),
            OccasionKind::NewMemberClass => (!has(MilestoneKind::Ceremony)).then_some(Unfit::NotOnProbation),
            // That there is no decision yet is a remark: it may come in time.
            OccasionKind::Ceremony => has(MilestoneKind::Ceremony).then_some(Unfit::HasIt(None)),
            OccasionKind::Review => None,
        }
    }
}
