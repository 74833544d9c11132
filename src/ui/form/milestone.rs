//! Forms about milestones: a stage move asks only what that milestone needs.

use super::person::required_date;
use super::{Field, Form, Problems, Subject, check, dossier, milestone_facts};
use crate::domain::milestone::{AsideReason, SetAside};
use crate::domain::problem::next_milestone;
use crate::domain::{Day, Edit, Milestone, MilestoneKind, Person, PersonId};
use crate::exchange::fields::{self};
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;

/// The reason that means: it was never so, take it out.
const MISTAKE: &str = "mistake";

/// All milestones by name, for a choice.
pub fn kinds(world: &World) -> Vec<(String, String)> {
    MilestoneKind::ALL.map(|kind| (kind.name().to_owned(), world.lang.milestone(kind).to_owned())).to_vec()
}

/// A further place to ask.
pub fn letter(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let kind = MilestoneKind::VerificationAsked;
    let title = format!("{} · {}", person.name, world.lang.milestone(kind));
    Some(Form::new(Subject::Letter { person: id }, title, milestone_facts::facts(kind, None, world)))
}

/// The letter, in a round of its own, whoever else sent one meanwhile.
pub fn read_letter<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some((_, kind, round)) = milestone_facts::place(form, world) else { return Ok(Vec::new()) };
    let letter = milestone_facts::read_facts(form, kind, None, world)?;
    save_with_exception(id, kind, round, letter, form, world)
}

/// A milestone of a person, ready to be recorded.
pub fn next_of_kind(id: PersonId, kind: MilestoneKind, world: &World) -> Option<Form> {
    Some(of_kind(id, &world.records.record(id)?.person, kind, world))
}

/// A round of a milestone that is not there yet.
pub fn round(id: PersonId, kind: MilestoneKind, round: u8, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let known = person.milestones.get(&(kind, round));
    let mut fields = milestone_facts::facts(kind, known, world);
    if kind == MilestoneKind::VerificationAnswered
        && let Some(letter) = person.milestones.get(&(MilestoneKind::VerificationAsked, round))
        && let Some(place) = fields.iter_mut().find(|field| field.name == "place" && known.is_none())
    {
        place.set(&letter.place);
    }
    let name = world.lang.milestone(kind);
    let name = if round > 1 { world.lang.round(name, round) } else { name.to_owned() };
    let subject = Subject::Round { person: id, kind, round };
    Some(Form::new(subject, format!("{} · {name}", person.name), fields))
}

/// The next milestone of a person, which can be changed to any other.
pub fn next(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let kind = next_milestone(person, Day::from(world.today))?;
    Some(of_kind(id, person, kind, world))
}

fn of_kind(id: PersonId, person: &Person, kind: MilestoneKind, world: &World) -> Form {
    let lang = world.lang;
    let mut fields = vec![Field::choice("milestone", lang.field("milestone"), kinds(world), kind.name())];
    // What is recorded already is shown to be corrected, not to be typed anew.
    let there = person.open_round(kind).and_then(|round| person.milestones.get(&(kind, round)));
    let recorded = there.filter(|milestone| milestone.set_aside.is_none());
    fields.extend(milestone_facts::facts(kind, recorded, world));
    let mut form = Form::new(Subject::NewMilestone { person: id }, lang.title_advance(&person.name), fields);
    form.focus = 1;
    if let Some(earlier) = recorded {
        form.notice = lang.recorded_already(lang.date(earlier.date));
    }
    form
}

/// The form again after another milestone was chosen, with what is recorded of that one.
pub fn rebuild(form: &Form, world: &World) -> Option<Form> {
    let kind = MilestoneKind::by_name(form.value("milestone"))?;
    let mut rebuilt = match form.subject {
        Subject::NewMilestone { person: id } => of_kind(id, &world.records.record(id)?.person, kind, world),
        _ => return None,
    };
    // The choice itself stays as it is, with the letters typed to find it.
    if let (Some(place), Some(choice)) = (rebuilt.fields.first_mut(), form.fields.first()) {
        place.clone_from(choice);
    }
    rebuilt.focus = 0;
    rebuilt.touched = true;
    Some(rebuilt)
}

/// The recorded milestone: into the current round where there is one, else a new one.
pub fn read_next<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let kind = MilestoneKind::by_name(form.value("milestone")).unwrap_or(MilestoneKind::Identified);
    let Some(round) = record.person.open_round(kind) else { return Ok(Vec::new()) };
    let before = record.person.milestones.get(&(kind, round));
    let milestone = milestone_facts::read_facts(form, kind, before, world)?;
    save_with_exception(id, kind, round, milestone, form, world)
}

/// The milestone, and the exception for what it breaks, in one step.
fn save_with_exception<'a>(
    id: PersonId,
    kind: MilestoneKind,
    round: u8,
    milestone: Milestone,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let mut after = record.person.clone();
    after.milestones.insert((kind, round), milestone);
    if let Some(waiver) = dossier::typed_waiver(form, world)? {
        let broken = check::excepted(form, check::broken(form, world));
        if broken.is_empty() {
            return Err(vec![("exception", world.lang.nothing_to_except())]);
        }
        after.waivers.extend(broken.iter().map(|breach| (breach.what.code(), waiver.clone())));
    }
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })])
}

fn save(
    id: PersonId,
    kind: MilestoneKind,
    round: u8,
    milestone: Option<Milestone>,
    world: &World,
) -> Vec<Effect> {
    let Some(record) = world.records.record(id) else { return Vec::new() };
    let mut after = record.person.clone();
    match milestone {
        Some(milestone) => after.milestones.insert((kind, round), milestone),
        None => after.milestones.remove(&(kind, round)),
    };
    vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })]
}

/// A milestone that is there.
pub fn edit(id: PersonId, kind: MilestoneKind, round: u8, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let milestone = person.milestones.get(&(kind, round))?;
    let title = format!("{} · {}", person.name, world.lang.milestone(kind));
    let subject = Subject::Milestone { person: id, kind, round };
    Some(Form::new(subject, title, milestone_facts::facts(kind, Some(milestone), world)))
}

/// The changed milestone.
pub fn read_edit<'a>(
    id: PersonId,
    kind: MilestoneKind,
    round: u8,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let before = world.records.record(id).and_then(|record| record.person.milestones.get(&(kind, round)));
    let milestone = milestone_facts::read_facts(form, kind, before, world)?;
    save_with_exception(id, kind, round, milestone, form, world)
}

/// Setting a milestone aside, or taking out one that was never so.
pub fn set_aside(id: PersonId, kind: MilestoneKind, round: u8, world: &World) -> Option<Form> {
    let lang = world.lang;
    let person = &world.records.record(id)?.person;
    person.milestones.get(&(kind, round))?;
    let mut reasons: Vec<(String, String)> = AsideReason::ALL
        .map(|reason| (reason.name().to_owned(), lang.aside_reason(reason).to_owned()))
        .to_vec();
    reasons.push((MISTAKE.to_owned(), lang.typed_by_mistake()));
    let fields = vec![
        Field::choice("reason", lang.field("reason"), reasons, AsideReason::Returned.name()),
        Field::date("date", lang.field("date"), &lang.date(world.today.into())),
        Field::text("note", lang.field("why"), ""),
    ];
    let title = lang.title_set_aside(lang.milestone(kind));
    Some(Form::new(Subject::SetAside { person: id, kind, round }, title, fields))
}

/// The milestone set aside or taken out.
pub fn read_set_aside<'a>(
    id: PersonId,
    kind: MilestoneKind,
    round: u8,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let reason = form.value("reason");
    if reason == MISTAKE {
        return Ok(save(id, kind, round, None, world));
    }
    let date = required_date(form, "date", world)?;
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let Some(mut milestone) = record.person.milestones.get(&(kind, round)).cloned() else {
        return Ok(Vec::new());
    };
    let known = AsideReason::ALL.into_iter().find(|known| known.name() == reason);
    let note =
        fields::text(form.value("note")).map_err(|error| vec![("note", world.lang.field_error(&error))])?;
    milestone.set_aside = Some(SetAside { date, reason: known.unwrap_or(AsideReason::Returned), note });
    Ok(save(id, kind, round, Some(milestone), world))
}
