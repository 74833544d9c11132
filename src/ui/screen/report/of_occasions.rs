//! What can be done where a report shows occasions, or the people of one.

use super::ReportScreen;
use crate::domain::edit::RecordId;
use crate::domain::enrol::withdraw;
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Task};
use crate::ui::subject::Subject;
use crate::ui::world::World;

impl ReportScreen {
    /// What a command does about an occasion: the one whose people are shown, or the one of the chosen row.
    pub(super) fn of_occasions(&self, command: Command, world: &World) -> Option<Vec<Effect>> {
        let of_row = match self.row().and_then(|row| row.record) {
            Some(RecordId::Occasion(id)) => Some(id),
            _ => None,
        };
        match (command, self.occasion, of_row) {
            (Command::AddOccasion, ..) => Some(vec![Effect::Form(Subject::NewOccasion { unit: self.unit })]),
            (Command::Edit, None, Some(occasion)) | (Command::EditOccasion, Some(occasion), _) => {
                Some(vec![Effect::Form(Subject::EditOccasion { occasion })])
            }
            (Command::Enrol, Some(occasion), _) => Some(match world.marks.is_empty() {
                true => vec![Effect::Say(world.lang.mark_then_enrol())],
                false => vec![Effect::Form(Subject::Enrol { occasion })],
            }),
            (Command::SetAside, Some(occasion), _) => {
                let person = self.person()?;
                let edits = withdraw(person, &world.records.record(person)?.person, occasion);
                Some(vec![Effect::Do(Task::Save { edits: edits.into_iter().collect() })])
            }
            (Command::Result, Some(occasion), _) => Some(match world.marks.is_empty() {
                true => vec![Effect::Say(world.lang.nobody_marked())],
                false => vec![Effect::Form(Subject::Result { occasion })],
            }),
            (Command::EditOccasion | Command::Enrol | Command::Result, ..) => {
                Some(vec![Effect::Say(world.lang.of_an_occasion())])
            }
            _ => None,
        }
    }
}
