//! What can be done where a report shows occasions, or the people of one.

use super::ReportScreen;
use crate::domain::PersonId;
use crate::domain::edit::RecordId;
use crate::query::report::Name;
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Goal};
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
                false => vec![Effect::Form(Subject::Enrol { occasion: Some(occasion) })],
            }),
            (Command::SetAside, Some(occasion), _) => {
                Some(vec![Effect::Form(Subject::Withdraw { occasion, person: self.person()? })])
            }
            (Command::RemoveOccasion, None, Some(occasion)) => {
                Some(vec![Effect::Form(Subject::RemoveOccasion { occasion })])
            }
            (Command::Result, Some(occasion), _) => {
                // Those of the list who are marked, else the one who is chosen.
                let marked: Vec<PersonId> =
                    self.people().into_iter().filter(|id| world.marks.contains(id)).collect();
                let people = if marked.is_empty() { self.person().into_iter().collect() } else { marked };
                Some(vec![Effect::Form(Subject::Result { occasion, people })])
            }
            (Command::Quotas, Some(occasion), _) | (Command::Quotas, None, Some(occasion)) => {
                Some(vec![Effect::Open(Goal::Quotas(occasion))])
            }
            (Command::Ask, Some(occasion), _) => Some(vec![Effect::Form(Subject::Ask { occasion })]),
            (Command::Answer | Command::Edit, Some(occasion), _) if self.name == Name::Quotas => {
                let unit = match self.row()?.record? {
                    RecordId::Unit(unit) => unit,
                    RecordId::Person(_) | RecordId::Occasion(_) => return None,
                };
                let subject = match command {
                    Command::Answer => Subject::Answer { occasion, unit },
                    _ => Subject::Quota { occasion, unit },
                };
                Some(vec![Effect::Form(subject)])
            }
            (Command::EditOccasion | Command::Enrol | Command::Result, ..) => {
                Some(vec![Effect::Say(world.lang.of_an_occasion())])
            }
            _ => None,
        }
    }
}
