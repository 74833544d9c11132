//! Forms about milestones: a stage move asks only what that milestone needs.

use super::person::required_date;
use super::subject::Problems;
use super::{Field, Form, Subject, check, dossier};
use crate::domain::date::day_number;
use crate::domain::milestone::{AsideReason, Ask, Asked, Ballot, SetAside, Vote};
use crate::domain::problem::next_milestone;
use crate::domain::{Edit, Milestone, MilestoneKind, Person, PersonId};
use crate::exchange::fields::{self, FieldError};
use crate::ui::effect::Effect;
use crate::ui::world::World;

/// The reason that means: it was never so, take it out.
const MISTAKE: &str = "mistake";

pub fn facts(kind: MilestoneKind, milestone: Option<&Milestone>, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let date = milestone.map_or(world.today.into(), |milestone| milestone.date);
    let mut list = vec![Field::date("date", lang.field("date"), &lang.date(date))];
    let text = |get: fn(&Milestone) -> &String| milestone.map_or("", |milestone| get(milestone).as_str());
    for ask in kind.asks() {
        let label = lang.ask(*ask);
        match ask {
            Ask::Number => list.push(Field::text("number", label, text(|m| &m.number))),
            Ask::Class => list.push(Field::text("class", label, text(|m| &m.class))),
            Ask::Grade => {
                list.push(Field::suggest("grade", label, text(|m| &m.grade), &world.catalogue.grades))
            }
            Ask::Place => list.push(Field::text("place", label, text(|m| &m.place))),
            Ask::Asked => {
                let kinds = Asked::ALL.map(|asked| (asked.name().to_owned(), lang.asked(asked).to_owned()));
                let asked = milestone.and_then(|m| m.asked).unwrap_or_default();
                list.push(Field::choice("asked", label, kinds.to_vec(), asked.name()));
            }
            Ask::Expiry => {
                let expiry = milestone.and_then(|m| m.expiry).map_or(String::new(), |date| lang.date(date));
                list.push(Field::date("expiry", label, &expiry));
            }
            Ask::Helpers => {
                let helpers = milestone.map_or(String::new(), |m| m.helpers.join(", "));
                list.push(Field::text("helpers", label, &helpers));
            }
            Ask::Vote => {
                let vote = milestone.and_then(|m| m.vote);
                let mut count = |name: &'static str, count: Option<u16>| {
                    let text = count.map_or(String::new(), |count| count.to_string());
                    list.push(Field::number(name, lang.field(name), &text));
                };
                count("summoned", vote.map(|vote| vote.summoned));
                count("present", vote.map(|vote| vote.present));
                count("for", vote.map(|vote| vote.in_favour));
                count("against", vote.map(|vote| vote.against));
                count("blank", vote.map(|vote| vote.blank).filter(|n| *n > 0));
            }
        }
    }
    list.push(Field::text("note", lang.field("note"), text(|m| &m.note)));
    // A committee that decides is counted whole.
    let decides = matches!(kind, MilestoneKind::Decision | MilestoneKind::OfficialDecision);
    if kind.asks().contains(&Ask::Vote) && !decides {
        list.extend(whole_body(milestone.and_then(|m| m.vote), world));
    }
    list
}

/// How those summoned are counted, where the resolution says so: nobody has to fill it in.
fn whole_body(vote: Option<Vote>, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let mut ballots = vec![(String::new(), "–".to_owned())];
    ballots.extend(Ballot::ALL.map(|ballot| (ballot.name().to_owned(), lang.ballot(ballot).to_owned())));
    let ballot = vote.and_then(|vote| vote.ballot).map_or("", Ballot::name);
    let mut list = vec![Field::choice("ballot", lang.field("ballot"), ballots, ballot)];
    let vote = vote.unwrap_or_default();
    let parts =
        [("away", Some(vote.away)), ("exempted", Some(vote.exempted)), ("suspended", Some(vote.suspended))];
    for (name, count) in [("official", vote.official)].into_iter().chain(parts) {
        let text = count.filter(|n| *n > 0).map_or(String::new(), |n| n.to_string());
        list.push(Field::number(name, lang.field(name), &text));
    }
    list
}

/// All milestones by name, for a choice.
pub fn kinds(world: &World) -> Vec<(String, String)> {
    MilestoneKind::ALL.map(|kind| (kind.name().to_owned(), world.lang.milestone(kind).to_owned())).to_vec()
}

/// Person, kind and round that a form about a milestone writes to.
pub fn place(form: &Form, world: &World) -> Option<(PersonId, MilestoneKind, u8)> {
    match form.subject {
        Subject::NewMilestone { person } => {
            let kind = MilestoneKind::by_name(form.value("milestone"))?;
            Some((person, kind, world.records.record(person)?.person.open_round(kind)?))
        }
        Subject::Milestone { person, kind, round } | Subject::Round { person, kind, round } => {
            Some((person, kind, round))
        }
        Subject::Letter { person } => {
            let kind = MilestoneKind::VerificationAsked;
            Some((person, kind, world.records.record(person)?.person.next_round(kind)?))
        }
        _ => None,
    }
}

/// The milestone as far as it can be read from what is typed.
pub fn typed(
    form: &Form,
    kind: MilestoneKind,
    before: Option<&Milestone>,
    world: &World,
) -> Option<Milestone> {
    if let Ok(milestone) = read_facts(form, kind, before, world) {
        return Some(milestone);
    }
    required_date(form, "date", world).ok().map(Milestone::on)
}

/// A further place to ask.
pub fn letter(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let kind = MilestoneKind::VerificationAsked;
    let title = format!("{} · {}", person.name, world.lang.milestone(kind));
    Some(Form::new(Subject::Letter { person: id }, title, facts(kind, None, world)))
}

/// The letter, in a round of its own, whoever else sent one meanwhile.
pub fn read_letter<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some((_, kind, round)) = place(form, world) else { return Ok(Vec::new()) };
    let letter = read_facts(form, kind, None, world)?;
    save_with_exception(id, kind, round, letter, form, world)
}

/// A milestone of a person, ready to be recorded.
pub fn step(id: PersonId, kind: MilestoneKind, world: &World) -> Option<Form> {
    Some(of_kind(id, &world.records.record(id)?.person, kind, world))
}

/// A round of a milestone that is not there yet.
pub fn round(id: PersonId, kind: MilestoneKind, round: u8, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let known = person.milestones.get(&(kind, round));
    let mut fields = facts(kind, known, world);
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
    let kind = next_milestone(person, day_number(world.today))?;
    Some(of_kind(id, person, kind, world))
}

fn of_kind(id: PersonId, person: &Person, kind: MilestoneKind, world: &World) -> Form {
    let lang = world.lang;
    let mut fields = vec![Field::choice("milestone", lang.field("milestone"), kinds(world), kind.name())];
    // What is recorded already is shown to be corrected, not to be typed anew.
    let there = person.open_round(kind).and_then(|round| person.milestones.get(&(kind, round)));
    let recorded = there.filter(|milestone| milestone.set_aside.is_none());
    fields.extend(facts(kind, recorded, world));
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

fn read_facts<'a>(
    form: &'a Form,
    kind: MilestoneKind,
    before: Option<&Milestone>,
    world: &World,
) -> Result<Milestone, Problems<'a>> {
    let date = required_date(form, "date", world)?;
    let mut milestone = before.cloned().unwrap_or(Milestone::on(date));
    milestone.date = date;
    let mut problems: Problems = Vec::new();
    // What the form does not ask stays as it was.
    let mut vote = milestone.vote.unwrap_or_default();
    let mut voted = false;
    for field in &form.fields {
        let value = field.value();
        let result: Result<(), FieldError> = (|| {
            match field.name {
                "number" => milestone.number = fields::text(value)?,
                "class" => milestone.class = fields::text(value)?,
                "grade" => milestone.grade = fields::text(value)?,
                "place" => milestone.place = fields::text(value)?,
                "note" => milestone.note = fields::text(value)?,
                "expiry" => milestone.expiry = fields::date(value, field.name, &world.dates())?,
                "helpers" => milestone.helpers = fields::list(value)?,
                "asked" => milestone.asked = Asked::by_name(value),
                "ballot" => {
                    vote.ballot = Ballot::by_name(value);
                    voted |= vote.ballot.is_some();
                }
                "summoned" | "present" | "for" | "against" | "blank" | "official" | "away" | "exempted"
                | "suspended" => {
                    let count = fields::count(value)?;
                    voted |= count.is_some();
                    let count = u16::try_from(count.unwrap_or(0));
                    let count = count.map_err(|_| FieldError::Number(value.to_owned()))?;
                    match field.name {
                        "summoned" => vote.summoned = count,
                        "present" => vote.present = count,
                        "for" => vote.in_favour = count,
                        "against" => vote.against = count,
                        "blank" => vote.blank = count,
                        "official" => vote.official = Some(count).filter(|n| *n > 0),
                        "away" => vote.away = count,
                        "exempted" => vote.exempted = count,
                        _ => vote.suspended = count,
                    }
                }
                _ => {}
            }
            Ok(())
        })();
        if let Err(error) = result {
            problems.push((field.name, world.lang.field_error(&error)));
        }
    }
    if kind.asks().contains(&Ask::Vote) {
        milestone.vote = voted.then_some(vote);
    }
    if voted && !vote.adds_up() {
        problems.push(("present", world.lang.vote_does_not_add_up(world.lang.milestone(kind))));
    }
    if problems.is_empty() { Ok(milestone) } else { Err(problems) }
}

/// The recorded milestone: into the current round where there is one, else a new one.
pub fn read_next<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let kind = MilestoneKind::by_name(form.value("milestone")).unwrap_or(MilestoneKind::Identified);
    let Some(round) = record.person.open_round(kind) else { return Ok(Vec::new()) };
    let before = record.person.milestones.get(&(kind, round));
    let milestone = read_facts(form, kind, before, world)?;
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
    Ok(vec![Effect::Save { edits: Edit::between(id, &record.person, &after) }])
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
    vec![Effect::Save { edits: Edit::between(id, &record.person, &after) }]
}

/// A milestone that is there.
pub fn edit(id: PersonId, kind: MilestoneKind, round: u8, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let milestone = person.milestones.get(&(kind, round))?;
    let title = format!("{} · {}", person.name, world.lang.milestone(kind));
    let subject = Subject::Milestone { person: id, kind, round };
    Some(Form::new(subject, title, facts(kind, Some(milestone), world)))
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
    let milestone = read_facts(form, kind, before, world)?;
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
