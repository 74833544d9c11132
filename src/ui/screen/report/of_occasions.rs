//! What can be done where a report shows occasions, or the people of one.

use super::ReportScreen;
use crate::domain::edit::RecordId;
use crate::domain::occasion::OccasionKind;
use crate::domain::{OccasionId, PersonId};
use crate::query::enrolling::suggested;
use crate::query::report::{Behind, Name};
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Goal, Task};
use crate::ui::form::officer;
use crate::ui::people_table::{Scope, Who};
use crate::ui::screen::roll::inside;
use crate::ui::subject::Subject;
use crate::ui::world::World;

impl ReportScreen {
    /// The list of those who are suggested for an occasion, to be marked.
    fn suggested(&self, occasion: OccasionId, world: &World) -> Vec<Effect> {
        let Some(entry) = world.register.occasion(occasion) else { return Vec::new() };
        let work = world.waiting.work(world.register.len());
        let Ok(rows) = suggested(world.register, world.catalogue, &entry, world.today.into(), &work) else {
            return vec![Effect::Say(world.lang.looking_stopped())];
        };
        let people: Vec<PersonId> = rows.into_iter().filter_map(|row| world.register.id(row)).collect();
        if people.is_empty() {
            return vec![Effect::Say(world.lang.mark_then_enrol())];
        }
        let title = world.lang.suggested_for(&entry.occasion.name);
        let scope = Scope { units: vec![self.unit], who: Who::These(people) };
        vec![Effect::Open(Goal::People { title, scope })]
    }

    /// What a command does about the target of the chosen unit.
    pub(super) fn of_targets(&self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if self.name != Name::Targets || !matches!(command, Command::Edit | Command::Target) {
            return None;
        }
        let chosen = self.row().and_then(|row| row.record);
        let unit = match chosen {
            Some(RecordId::Unit(unit)) => unit,
            _ => self.unit,
        };
        world.register.unit_by_id(unit).map(|_| vec![Effect::Form(Subject::Target { unit })])
    }

    /// What a command does about a committee member in charge.
    pub(super) fn of_officers(&self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if self.name != Name::Officers {
            return None;
        }
        if command == Command::AddOfficer {
            return Some(vec![Effect::Form(Subject::Officer { unit: self.unit, number: None })]);
        }
        let behind = self.row().zip(self.made(world).ok()).map(|(row, report)| report.is(row.number));
        let Some(Behind::Officer(unit, number)) = behind else { return None };
        let unit = world.register.id_of_unit(unit)?;
        match command {
            Command::Edit => Some(vec![Effect::Form(Subject::Officer { unit, number: Some(number) })]),
            // Undo brings the member back.
            Command::RemoveOfficer => {
                Some(vec![Effect::Do(Task::Save { edits: officer::remove(unit, number, world) })])
            }
            _ => None,
        }
    }

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
            (Command::Adopt, None, _) => Some(vec![match world.records.typed_classes(world.lang) {
                Ok(typed) if typed.is_empty() => Effect::Say(world.lang.no_typed_classes()),
                Ok(typed) => Effect::Open(Goal::TypedClasses { unit: self.unit, typed }),
                Err(text) => Effect::Say(text),
            }]),
            (Command::Enrol, Some(occasion), _) => Some(match world.marks.is_empty() {
                true => self.suggested(occasion, world),
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
            (Command::Script, Some(occasion), _) => {
                Some(match world.register.occasion(occasion)?.occasion.kind {
                    OccasionKind::Ceremony => vec![Effect::Open(Goal::Script(occasion))],
                    _ => vec![Effect::Say(world.lang.no_ceremony())],
                })
            }
            (Command::Roll, Some(occasion), _) => {
                let people: Vec<PersonId> = inside(occasion, self.people(), world).collect();
                Some(match people.is_empty() {
                    true => vec![Effect::Say(world.lang.nobody_in_it())],
                    false => vec![Effect::Open(Goal::Roll { occasion, people })],
                })
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
