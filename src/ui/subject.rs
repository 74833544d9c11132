//! What a form is about. Its text form names the draft of a half-filled one.
//!
//! A new form requires: 1 a variant here; 2 its fields and its reading in a file of `form/`; 3 a line in `build` and
//! `read` in `form/open.rs`, which the compiler asks for.

use super::command::Command;
use super::looked::Looked;
use super::world::World;
use crate::domain::edit::RecordId;
use crate::domain::{Date, MilestoneKind, OccasionId, PersonId, TypedClass, UnitId};
use serde::{Deserialize, Serialize};

/// What a form is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    NewPerson {
        unit: UnitId,
    },
    EditPerson {
        person: PersonId,
    },
    MovePerson {
        person: PersonId,
    },
    Leave {
        person: PersonId,
    },
    Return {
        person: PersonId,
    },
    NewMilestone {
        person: PersonId,
    },
    Milestone {
        person: PersonId,
        kind: MilestoneKind,
        round: u8,
    },
    SetAside {
        person: PersonId,
        kind: MilestoneKind,
        round: u8,
    },
    /// A milestone of this kind, where another could be chosen.
    MilestoneOf {
        person: PersonId,
        kind: MilestoneKind,
    },
    /// A round that is not there yet.
    Round {
        person: PersonId,
        kind: MilestoneKind,
        round: u8,
    },
    /// A further place to ask.
    Letter {
        person: PersonId,
    },
    Paper {
        person: PersonId,
        codes: Vec<String>,
    },
    /// A known helper by number, else by the name that a milestone gives, else a further one.
    Helper {
        person: PersonId,
        number: Option<u8>,
        name: String,
    },
    Waiver {
        person: PersonId,
        code: String,
    },
    Former {
        person: PersonId,
    },
    Batch,
    NewUnit {
        parent: UnitId,
    },
    EditUnit {
        unit: UnitId,
    },
    MoveUnit {
        unit: UnitId,
    },
    Target {
        unit: UnitId,
    },
    AsOf,
    /// What is looked at, into a file.
    SaveAs(Box<Looked>),
    NewOccasion {
        unit: UnitId,
    },
    EditOccasion {
        occasion: OccasionId,
    },
    /// Puts the marked people into this one, or one that is to be chosen.
    Enrol {
        occasion: Option<OccasionId>,
    },
    /// How it went for some people.
    Result {
        occasion: OccasionId,
        people: Vec<PersonId>,
    },
    /// Takes somebody out.
    Withdraw {
        occasion: OccasionId,
        person: PersonId,
    },
    RemoveOccasion {
        occasion: OccasionId,
    },
    /// How many people an occasion asks of a unit.
    Quota {
        occasion: OccasionId,
        unit: UnitId,
    },
    /// The same of units that are to be chosen.
    Ask {
        occasion: OccasionId,
    },
    /// A committee member in charge; a new one without a number.
    Officer {
        unit: UnitId,
        number: Option<u8>,
    },
    /// A report that a unit sent, of the period that ends with a month.
    Submission {
        unit: UnitId,
        report: String,
        month: Date,
    },
    /// The same of several units at once.
    Submissions {
        units: Vec<UnitId>,
        report: String,
        month: Date,
    },
    /// Keeps the figures of a unit with all below it.
    Freeze {
        unit: UnitId,
    },
    Unfreeze {
        unit: UnitId,
        month: Date,
    },
    /// Makes a class of a name that was typed on certificates.
    Adopt {
        typed: TypedClass,
        unit: UnitId,
    },
    /// Several reports into one file.
    SavePack {
        pack: String,
        unit: UnitId,
    },
    /// What a unit answers.
    Answer {
        occasion: OccasionId,
        unit: UnitId,
    },
    NewOffice,
    OpenFolder,
    Pin,
}

impl Subject {
    /// The record that it changes; none for what is not there yet, and for many at once.
    pub fn record(&self) -> Option<RecordId> {
        match self {
            Subject::EditPerson { person }
            | Subject::MovePerson { person }
            | Subject::Leave { person }
            | Subject::Return { person }
            | Subject::NewMilestone { person }
            | Subject::Milestone { person, .. }
            | Subject::SetAside { person, .. }
            | Subject::MilestoneOf { person, .. }
            | Subject::Round { person, .. }
            | Subject::Letter { person }
            | Subject::Paper { person, .. }
            | Subject::Helper { person, .. }
            | Subject::Waiver { person, .. }
            | Subject::Former { person } => Some(RecordId::Person(*person)),
            Subject::EditUnit { unit } | Subject::MoveUnit { unit } | Subject::Target { unit } => {
                Some(RecordId::Unit(*unit))
            }
            Subject::EditOccasion { occasion } | Subject::RemoveOccasion { occasion } => {
                Some(RecordId::Occasion(*occasion))
            }
            _ => None,
        }
    }

    /// True while what it changes is there: somebody may have taken it out.
    pub fn is_there(&self, world: &World) -> bool {
        let milestone = |person: &PersonId, kind: &MilestoneKind, round: &u8| {
            let record = world.records.record(*person);
            record.is_some_and(|record| record.person.milestones.contains_key(&(*kind, *round)))
        };
        match (self, self.record()) {
            (Subject::Milestone { person, kind, round } | Subject::SetAside { person, kind, round }, _) => {
                milestone(person, kind, round)
            }
            (Subject::Helper { person, number: Some(number), .. }, _) => {
                let record = world.records.record(*person);
                record.is_some_and(|record| record.person.helpers.contains_key(number))
            }
            (_, Some(RecordId::Person(id))) => world.records.record(id).is_some(),
            (_, Some(RecordId::Occasion(id))) => world.register.occasion(id).is_some(),
            (_, Some(RecordId::Unit(id))) => world.register.unit_by_id(id).is_some(),
            (_, None) => true,
        }
    }

    /// True for forms whose half-filled state is worth keeping: those that type data in.
    pub fn keeps_draft(&self) -> bool {
        use Subject::*;
        !matches!(
            self,
            AsOf | SaveAs(_)
                | Batch
                | Enrol { .. }
                | Result { .. }
                | Quota { .. }
                | Ask { .. }
                | Answer { .. }
                | Submission { .. }
                | Submissions { .. }
                | Freeze { .. }
                | Unfreeze { .. }
                | Adopt { .. }
                | SavePack { .. }
                | NewOffice
                | OpenFolder
                | Pin
        )
    }

    /// What the keys of a form do.
    pub fn keys(&self, world: &World) -> String {
        let (save, clear) = (world.key(Command::Save), world.key(Command::Clear));
        match self.keeps_draft() {
            true => world.lang.form_keys(save, clear),
            false => world.lang.form_keys_only(save, clear),
        }
    }

    /// The name of the draft.
    pub fn key(&self) -> String {
        ron::to_string(self).unwrap_or_default()
    }

    /// The subject of a draft.
    pub fn of_key(key: &str) -> Option<Subject> {
        ron::from_str(key).ok()
    }
}
