//! Which form settles something that is due.

use super::effect::{Effect, Goal};
use super::subject::Subject;
use super::world::World;
use crate::domain::due::{Due, DueRule};
use crate::domain::milestone::AsideReason;
use crate::domain::rules::{ClockKind, Event, Settle};
use crate::domain::{MilestoneKind, PersonId};

/// The form of an extension or exception.
pub fn extend(person: PersonId, due: &Due, world: &World) -> Vec<Effect> {
    match due.waiver_code(world.rules()) {
        Some(code) => vec![Effect::Form(Subject::Waiver { person, code })],
        None => vec![Effect::Say(world.lang.no_exception())],
    }
}

/// What to do about something due: the form that settles it.
pub fn settle(person: PersonId, due: &Due, days: i32, world: &World) -> Vec<Effect> {
    let form = |subject| vec![Effect::Form(subject)];
    match due.rule {
        DueRule::Untouched => vec![Effect::Open(Goal::Card(person))],
        DueRule::AgeFrom | DueRule::AgeUntil | DueRule::Enlistment => form(Subject::NewMilestone { person }),
        DueRule::Comment => {
            let subject = Subject::Helper { person, number: Some(due.round), name: String::new() };
            vec![Effect::FormAt(subject, "comment")]
        }
        DueRule::Clock(_) => {
            let Some((_, clock)) = due.clock(world.rules()) else { return Vec::new() };
            // What counts no longer is set aside; the stage opens again.
            if clock.is.kind == ClockKind::Lapse && days < 0 {
                let Some(Event::Milestone(kind)) = due.event else { return Vec::new() };
                let subject = Subject::SetAside { person, kind, round: due.round };
                return vec![Effect::FormWith(subject, "reason", AsideReason::Lapsed.name())];
            }
            match clock.is.to.first() {
                Some(Settle::Paper(code)) => form(Subject::Paper { person, codes: vec![code.clone()] }),
                Some(Settle::Milestone(kind @ MilestoneKind::VerificationAnswered)) => {
                    form(Subject::Round { person, kind: *kind, round: due.round })
                }
                Some(Settle::Milestone(kind)) => form(Subject::MilestoneOf { person, kind: *kind }),
                None => Vec::new(),
            }
        }
    }
}
