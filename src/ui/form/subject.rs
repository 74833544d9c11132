//! What a form is about. Its text form names the draft of a half-filled one.
//!
//! A new form requires: 1 a variant here; 2 its fields and its reading in a file beside; 3 a line
//! in `build` and `read`.

use super::{Form, batch, check, dossier, milestone, office, person, unit};
use crate::domain::edit::RecordId;
use crate::domain::{MilestoneKind, PersonId, UnitId};
use crate::ui::effect::Effect;
use crate::ui::world::World;
use crate::words::Lang;
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
    Step {
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
    /// What is looked at, into a file: the unit, the levels below it, by what it is broken down (a code, or nothing),
    /// the people of the list.
    SaveAs {
        unit: UnitId,
        depth: usize,
        by: String,
        people: Vec<PersonId>,
    },
    NewOffice,
    OpenFolder,
    Pin,
}

/// What is wrong with a form, by field.
pub type Problems<'a> = Vec<(&'a str, String)>;

impl Subject {
    /// The form, filled with what is known; `None` when the record is gone.
    pub fn build(&self, world: &World) -> Option<Form> {
        match self {
            Subject::NewPerson { unit } => Some(person::new(*unit, world)),
            Subject::EditPerson { person } => person::edit(*person, world),
            Subject::MovePerson { person } => person::move_to(*person, world),
            Subject::Leave { person } => person::leave(*person, world),
            Subject::Return { person } => person::bring_back(*person, world),
            Subject::NewMilestone { person } => milestone::next(*person, world),
            Subject::Milestone { person, kind, round } => milestone::edit(*person, *kind, *round, world),
            Subject::SetAside { person, kind, round } => milestone::set_aside(*person, *kind, *round, world),
            Subject::Step { person, kind } => milestone::step(*person, *kind, world),
            Subject::Round { person, kind, round } => milestone::round(*person, *kind, *round, world),
            Subject::Letter { person } => milestone::letter(*person, world),
            Subject::Paper { person, codes } => dossier::paper(*person, codes, world),
            Subject::Helper { person, number, name } => dossier::helper(*person, *number, name, world),
            Subject::Waiver { person, code } => dossier::waiver(*person, code, world),
            Subject::Former { person } => dossier::former(*person, world),
            Subject::Batch => Some(batch::batch(world)),
            Subject::NewUnit { parent } => unit::new(*parent, world),
            Subject::EditUnit { unit } => unit::edit(*unit, world),
            Subject::MoveUnit { unit } => unit::move_to(*unit, world),
            Subject::Target { unit } => unit::target(*unit, world),
            Subject::AsOf => Some(office::as_of(world)),
            Subject::SaveAs { people, .. } => Some(office::save_as(self, people.len(), world)),
            Subject::Pin => Some(office::pin(world.lang)),
            Subject::NewOffice | Subject::OpenFolder => None,
        }
    }

    /// What a filled form asks to be done.
    ///
    /// # Errors
    /// What is wrong, by field, in words.
    pub fn read<'a>(&self, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
        match self {
            Subject::NewPerson { .. } => person::read_new(form, world),
            Subject::EditPerson { person } => person::read_edit(*person, form, world),
            Subject::MovePerson { person } => person::read_move(*person, form, world),
            Subject::Leave { person } => person::read_leave(*person, form, world),
            Subject::Return { person } => person::read_return(*person, form, world),
            Subject::NewMilestone { person } => milestone::read_next(*person, form, world),
            Subject::Milestone { person, kind, round } | Subject::Round { person, kind, round } => {
                milestone::read_edit(*person, *kind, *round, form, world)
            }
            Subject::SetAside { person, kind, round } => {
                milestone::read_set_aside(*person, *kind, *round, form, world)
            }
            // It opens as another form.
            Subject::Step { .. } => Ok(Vec::new()),
            Subject::Letter { person } => milestone::read_letter(*person, form, world),
            Subject::Paper { person, codes } => dossier::read_paper(*person, codes, form, world),
            Subject::Helper { person, number, .. } => dossier::read_helper(*person, *number, form, world),
            Subject::Waiver { person, code } => dossier::read_waiver(*person, code, form, world),
            Subject::Former { person } => dossier::read_former(*person, form, world),
            Subject::Batch => batch::read_batch(form, world),
            Subject::NewUnit { parent } => unit::read_new(*parent, form, world),
            Subject::EditUnit { unit } => unit::read_edit(*unit, form, world),
            Subject::MoveUnit { unit } => unit::read_move(*unit, form, world),
            Subject::Target { unit } => unit::read_target(*unit, form, world),
            Subject::AsOf => office::read_as_of(form, world),
            Subject::SaveAs { unit, depth, by, people } => {
                office::read_save_as(form, (*unit, *depth, by), people, world)
            }
            Subject::NewOffice => office::read_new(form, world),
            Subject::OpenFolder => Ok(office::read_open(form)),
            Subject::Pin => office::read_pin(form, world.lang),
        }
    }

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
            | Subject::Step { person, .. }
            | Subject::Round { person, .. }
            | Subject::Letter { person }
            | Subject::Paper { person, .. }
            | Subject::Helper { person, .. }
            | Subject::Waiver { person, .. }
            | Subject::Former { person } => Some(RecordId::Person(*person)),
            Subject::EditUnit { unit } | Subject::MoveUnit { unit } | Subject::Target { unit } => {
                Some(RecordId::Unit(*unit))
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
            (_, Some(RecordId::Unit(id))) => world.register.unit_by_id(id).is_some(),
            (_, None) => true,
        }
    }

    /// True for forms whose half-filled state is worth keeping: those that type data in.
    pub fn keeps_draft(&self) -> bool {
        use Subject::*;
        !matches!(self, AsOf | SaveAs { .. } | Batch | NewOffice | OpenFolder | Pin)
    }

    /// What the keys of a form do.
    pub fn keys(&self, lang: Lang) -> String {
        if self.keeps_draft() { lang.form_keys() } else { lang.form_keys_only() }
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

impl Form {
    /// The form with what was typed into a draft of it: which fields there are may hang on what is in
    /// others.
    pub fn refilled(mut self, values: &[(String, String)], world: &World) -> Form {
        self.fill(values);
        let mut form = milestone::rebuild(&self, world).unwrap_or(self);
        form.fill(values);
        check::renew(&mut form, world);
        form.fill(values);
        form
    }
}
