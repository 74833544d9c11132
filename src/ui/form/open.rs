//! Which form a subject has, and what a filled one asks for.

use super::{
    Form, Problems, adopt, batch, check, dossier, enrol, frozen, milestone, occasion, office, officer,
    person, quota, submission, unit,
};
use crate::ui::effect::Effect;
use crate::ui::subject::Subject;
use crate::ui::world::World;

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
            Subject::MilestoneOf { person, kind } => milestone::next_of_kind(*person, *kind, world),
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
            Subject::NewOccasion { unit } => Some(occasion::new(*unit, world)),
            Subject::EditOccasion { occasion } => occasion::edit(*occasion, world),
            Subject::Enrol { occasion } => enrol::put_in(*occasion, world),
            Subject::Result { occasion, people } => enrol::result(*occasion, people, world),
            Subject::Withdraw { occasion, person } => enrol::take_out(*occasion, *person, world),
            Subject::RemoveOccasion { occasion } => enrol::remove(*occasion, world),
            Subject::Quota { occasion, unit } => quota::quota(*occasion, *unit, world),
            Subject::Ask { occasion } => quota::ask_units(*occasion, world),
            Subject::Answer { occasion, unit } => quota::answer(*occasion, *unit, world),
            Subject::Officer { unit, number } => officer::officer(*unit, *number, world),
            Subject::Submission { unit, report, month } => submission::one(*unit, report, *month, world),
            Subject::Submissions { units, report, month } => submission::all(units, report, *month, world),
            Subject::Freeze { unit } => Some(frozen::freeze(*unit, world)),
            Subject::Unfreeze { unit, month } => Some(frozen::unfreeze(*unit, *month, world)),
            Subject::Adopt { typed, unit } => Some(adopt::adopt(typed, *unit, world)),
            Subject::SavePack { pack, unit } => office::save_pack(pack, *unit, world),
            Subject::AsOf => Some(office::as_of(world)),
            Subject::SaveAs(looked) => Some(office::save_as(looked, world)),
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
            Subject::MilestoneOf { .. } => Ok(Vec::new()),
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
            Subject::NewOccasion { unit } => occasion::read_new(*unit, form, world),
            Subject::EditOccasion { occasion } => occasion::read_edit(*occasion, form, world),
            Subject::Enrol { .. } => enrol::read_put_in(form, world),
            Subject::Result { occasion, people } => enrol::read_result((*occasion, people), form, world),
            Subject::Withdraw { occasion, person } => enrol::read_take_out((*occasion, *person), form, world),
            Subject::RemoveOccasion { occasion } => enrol::read_remove(*occasion, form, world),
            Subject::Quota { occasion, unit } => quota::read_quota((*occasion, *unit), form, world),
            Subject::Ask { occasion } => quota::read_ask_units(*occasion, form, world),
            Subject::Answer { occasion, unit } => quota::read_answer((*occasion, *unit), form, world),
            Subject::Officer { unit, number } => officer::read((*unit, *number), form, world),
            Subject::Submission { unit, report, month } => {
                submission::read_one((*unit, report, *month), form, world)
            }
            Subject::Submissions { units, report, month } => {
                submission::read_all((units, report, *month), form, world)
            }
            Subject::Freeze { unit } => frozen::read_freeze(*unit, form, world),
            Subject::Unfreeze { unit, month } => frozen::read_unfreeze((*unit, *month), form, world),
            Subject::Adopt { typed, .. } => adopt::read(typed, form, world),
            Subject::SavePack { pack, unit } => office::read_save_pack((pack, *unit), form, world),
            Subject::AsOf => office::read_as_of(form, world),
            Subject::SaveAs(looked) => office::read_save_as(looked, form, world),
            Subject::NewOffice => office::read_new(form, world),
            Subject::OpenFolder => Ok(office::read_open(form)),
            Subject::Pin => office::read_pin(form, world.lang),
        }
    }
}

impl Form {
    /// The form with the fields that a choice in it calls for; `None` where no choice decides that.
    pub fn rebuilt(&self, world: &World) -> Option<Form> {
        match self.subject {
            Subject::NewMilestone { .. } => milestone::rebuild(self, world),
            Subject::NewOccasion { .. } | Subject::EditOccasion { .. } => occasion::rebuild(self, world),
            Subject::Enrol { .. } => enrol::rebuild(self, world),
            _ => None,
        }
    }

    /// The form with what was typed into a draft of it: which fields there are may hang on what is in
    /// others.
    pub fn refilled(mut self, values: &[(String, String)], world: &World) -> Form {
        self.fill(values);
        let mut form = self.rebuilt(world).unwrap_or(self);
        form.fill(values);
        check::renew(&mut form, world);
        form.fill(values);
        form
    }
}
