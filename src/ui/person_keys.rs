//! What can be done about the person of a row, in whichever list: one answer for all of them.
//!
//! Must not know what the list is of. A new thing to do requires: 1 its command in `command.rs`; 2 its arm here.

use super::command::Command;
use super::effect::{Effect, Goal};
use super::subject::Subject;
use super::world::World;
use crate::domain::PersonId;

/// What a command does about a person; `None` where it is about something else. The mark of a row is set or taken
/// away; whoever shows the list goes on to the next row.
pub fn about(person: PersonId, command: Command, world: &World) -> Option<Vec<Effect>> {
    let form = |subject: fn(PersonId) -> Subject| Some(vec![Effect::Form(subject(person))]);
    match command {
        Command::Open => Some(vec![Effect::Open(Goal::Card(person))]),
        Command::Dossier => Some(vec![Effect::Open(Goal::Dossier(person))]),
        Command::Advance => form(|person| Subject::NewMilestone { person }),
        Command::Edit => form(|person| Subject::EditPerson { person }),
        Command::Move => form(|person| Subject::MovePerson { person }),
        Command::SetAside => {
            let record = world.records.record(person);
            match record.is_some_and(|record| record.person.leave_on(world.day()).is_some()) {
                true => form(|person| Subject::Return { person }),
                false => form(|person| Subject::Leave { person }),
            }
        }
        Command::Mark if world.marks.contains(&person) => Some(vec![Effect::Unmark(vec![person])]),
        Command::Mark => Some(vec![Effect::Mark(vec![person])]),
        _ => None,
    }
}

/// True for what needs a person to be about.
pub fn needs_one(command: Command) -> bool {
    matches!(
        command,
        Command::Open
            | Command::Dossier
            | Command::Advance
            | Command::Edit
            | Command::Move
            | Command::SetAside
            | Command::Mark
    )
}

/// The batch of whoever is marked, in whichever list.
pub fn batch(world: &World) -> Vec<Effect> {
    match world.marks.is_empty() {
        true => vec![Effect::Say(world.lang.nobody_marked())],
        false => vec![Effect::Form(Subject::Batch)],
    }
}

/// Puts whoever is marked into an occasion, in whichever list.
pub fn enrol_into(world: &World) -> Vec<Effect> {
    match (world.marks.is_empty(), world.register.occasions().next()) {
        (true, _) => vec![Effect::Say(world.lang.nobody_marked())],
        (_, None) => {
            let top = world.register.top().map(|top| Effect::Form(Subject::NewOccasion { unit: top.id }));
            top.into_iter().chain([Effect::Say(world.lang.no_occasions_yet())]).collect()
        }
        (false, Some(_)) => vec![Effect::Form(Subject::Enrol { occasion: None })],
    }
}

/// Marks everybody of a list, or takes all marks away where they have them.
pub fn mark_all(people: Vec<PersonId>, world: &World) -> Vec<Effect> {
    let all = people.iter().all(|id| world.marks.contains(id));
    if all { vec![Effect::UnmarkAll] } else { vec![Effect::Mark(people)] }
}
