//! What somebody needs of classes, answered from the columns: the one body of the report of demand and of who is suggested
//! for a class.

use super::{PersonRow, Register};
use crate::domain::listed::listed;
use crate::domain::occasion::OccasionState;
use crate::domain::{Day, EnrolmentState, MilestoneKind, OccasionId};
use std::collections::HashSet;

listed! {
/// Why somebody needs a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A sympathiser who never had a certificate.
    None,
    Lapsed,
    /// Lapses within the months ahead.
    Lapsing,
    /// Needs an awareness class, and is on the list of none.
    Class,
    /// On probation without the new-member class, and on the list of none.
    NewMemberClass,
    /// Needs a class, and is on the list of one.
    Enrolled,
}
}

impl Need {
    /// The name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Need::None => "no_certificate",
            Need::Lapsed => "lapsed",
            Need::Lapsing => "lapsing",
            Need::Class => "needs_class",
            Need::NewMemberClass => "needs_new_member_class",
            Need::Enrolled => "enrolled",
        }
    }

    /// The bit of it in what [`needs`] says.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The classes that are planned or open, and not over by a day.
pub fn ahead(register: &Register, day: Day) -> impl Iterator<Item = OccasionId> + '_ {
    let is_ahead = |state| matches!(state, OccasionState::Planned | OccasionState::Open);
    let entries = register.occasions().filter(move |entry| is_ahead(entry.occasion.state));
    entries
        .filter(move |entry| {
            let last = entry.occasion.until.or(entry.occasion.from).map(|date| date.last_day());
            entry.occasion.kind.is_class() && last.is_none_or(|last| last >= day)
        })
        .map(|entry| entry.id)
}

/// What somebody needs on a day, a bit each; a certificate that lapses within so many months calls for a class.
pub fn needs(
    register: &Register,
    person: PersonRow,
    (day, months): (Day, u32),
    ahead: &HashSet<OccasionId>,
) -> u32 {
    let bit = Need::bit;
    if register.leave_on(person, day).is_some() {
        return 0;
    }
    let has = |kind| register.has(person, kind, day);
    let is_listed = || {
        // Whoever passed one that is not over has the certificate only from its day on.
        let is_in = |state| matches!(state, EnrolmentState::Listed | EnrolmentState::Passed);
        let listed = register.enrolled(person).filter(|of| is_in(of.state));
        listed.map(|of| of.occasion).any(|id| ahead.contains(&id))
    };
    let need = if has(MilestoneKind::Ceremony) {
        let done = has(MilestoneKind::NewMemberClass) || has(MilestoneKind::OfficialDecision);
        if done { return 0 } else { bit(Need::NewMemberClass) }
    } else if has(MilestoneKind::Certificate) {
        // No clock runs any more once the cell has considered the person.
        let until = register.certificate_until(person);
        let limit = day.date().and_then(|day| day.checked_add_months(chrono::Months::new(months)));
        match until {
            Some(until) if until < day => bit(Need::Lapsed) | bit(Need::Class),
            Some(until) if limit.is_some_and(|limit| until <= Day::from(limit)) => {
                bit(Need::Lapsing) | bit(Need::Class)
            }
            _ => return 0,
        }
    } else if has(MilestoneKind::Sympathiser) && !has(MilestoneKind::CellResolution) {
        bit(Need::None) | bit(Need::Class)
    } else {
        return 0;
    };
    match is_listed() {
        true => need & !bit(Need::Class) & !bit(Need::NewMemberClass) | bit(Need::Enrolled),
        false => need,
    }
}
