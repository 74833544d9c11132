//! Forms about a person: who it is, where followed, leaving and coming back.

use super::{Field, Form, Problems, Subject, by_kind};
use crate::domain::likeness::{Doubt, Likeness, Signs};
use crate::domain::person::{Leave, LeaveReason};
use crate::domain::{Day, Edit, Milestone, MilestoneKind, Person, PersonField, PersonId, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::query::PersonRow;
use crate::query::alike::alike;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;

/// The name of the choice of a unit, which is the person's first post and no field.
const UNIT: &str = "unit";

fn fields_of(person: Option<&Person>, unit: UnitId, world: &World) -> Vec<Field> {
    let of = |field: PersonField| {
        let value = person.and_then(|person| field.get(person));
        by_kind::field(field.name(), world.lang.person_field(field), field.kind(), value, world)
    };
    let mut fields: Vec<Field> = PersonField::IN_FORMS.map(of).into();
    let place = fields.iter().position(|field| field.name == PersonField::Sex.name());
    let unit = Field::choice(UNIT, world.lang.field(UNIT), by_kind::units(world), &unit.to_string());
    fields.insert(place.map_or(0, |place| place + 1), unit);
    fields
}

/// A new person in a unit.
pub fn new(unit: UnitId, world: &World) -> Form {
    let mut fields = fields_of(None, unit, world);
    let today = world.lang.date(world.today.into());
    let label = world.lang.milestone(MilestoneKind::Identified);
    fields.insert(4, Field::date("identified", label, &today));
    Form::new(Subject::NewPerson { unit }, world.lang.title_new_person(world.unit_path(unit)), fields)
}

/// Who the person is.
pub fn edit(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let mut fields = fields_of(Some(person), person.unit()?, world);
    // A person goes to another unit by a move, which keeps the day of it.
    fields.retain(|field| field.name != UNIT);
    Some(Form::new(Subject::EditPerson { person: id }, world.lang.title_edit(&person.name), fields))
}

/// Puts all fields of a form into a record.
fn take(form: &Form, person: &mut Person, world: &World) -> Result<(), Vec<(String, String)>> {
    let unit = |text: &str| text.parse().map_err(|_| FieldError::NoUnit(text.to_owned()));
    let context = world.context(&unit);
    let mut problems = Vec::new();
    let given = form.fields.iter().filter(|field| form.is_given(field.name));
    for field in given.filter(|field| field.name != "identified") {
        if let Err(error) = fields::set(person, field.name, field.value(), &context) {
            problems.push((field.name.to_owned(), world.lang.field_error(&error)));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn by_field<'a>(form: &'a Form, problems: Vec<(String, String)>) -> Problems<'a> {
    let name = |wanted: &str| form.fields.iter().map(|field| field.name).find(|name| *name == wanted);
    problems.into_iter().filter_map(|(field, text)| Some((name(&field)?, text))).collect()
}

/// The new person.
pub fn read_new<'a>(form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let mut person = Person::new(String::new(), UnitId::from_bits(0));
    let mut problems = take(form, &mut person, world).err().unwrap_or_default();
    match fields::date(form.value("identified"), "identified", &world.dates()) {
        Ok(Some(date)) => {
            person.milestones.insert((MilestoneKind::Identified, 1), Milestone::on(date));
        }
        Ok(None) => {}
        Err(error) => problems.push(("identified".to_owned(), world.lang.field_error(&error))),
    }
    if !problems.is_empty() {
        return Err(by_field(form, problems));
    }
    Ok(vec![Effect::Do(Task::AddPeople(vec![person]))])
}

/// The changed fields of a person.
pub fn read_edit<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let mut after = record.person.clone();
    take(form, &mut after, world).map_err(|problems| by_field(form, problems))?;
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })])
}

/// Who may be the person that was typed so far.
pub fn namesake(form: &Form, world: &World) -> Option<String> {
    let own = match form.subject {
        Subject::NewPerson { .. } => None,
        Subject::EditPerson { person } => Some(person),
        _ => return None,
    };
    let known = own.and_then(|id| world.records.record(id)).and_then(|record| record.person.unit());
    let signs = Signs {
        name: form.value("name"),
        born: fields::date(form.value("born"), "born", &world.dates()).ok().flatten(),
        code: form.value("code"),
        number: &fields::identity_number(form.value("identity_number")).unwrap_or_default(),
        unit: known.or(form.value("unit").parse().ok()),
    };
    let found = alike(world.register, &signs);
    let (other, likeness) = found.into_iter().find(|(row, _)| world.register.id(*row) != own)?;
    Some(told_alike(other, likeness, world))
}

/// That somebody who is there may be meant, and why.
pub fn told_alike(other: PersonRow, likeness: Likeness, world: &World) -> String {
    let unit = world.register.unit_on(other, Day::NEVER).and_then(|row| world.register.unit(row));
    let unit = unit.map_or(String::new(), |entry| world.unit_path(entry.id));
    let name = world.register.name(other);
    match likeness {
        Likeness::InDoubt(Doubt::UsedNumber) => world.lang.number_is_of(name, unit),
        Likeness::InDoubt(Doubt::UsedCode) => world.lang.code_is_of(name, unit),
        _ => world.lang.maybe_twice_of(name, unit),
    }
}

/// To another unit.
pub fn move_to(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let lang = world.lang;
    let mut situations = vec![(String::new(), "–".to_owned())];
    let moves = &world.rules().on(world.today).moves;
    situations.extend(moves.iter().map(|(code, case)| (code.clone(), lang.name(&case.is.0).to_owned())));
    let fields = vec![
        Field::choice("unit", lang.field("unit"), by_kind::units(world), &person.unit()?.to_string()),
        Field::date("date", lang.field("date"), &lang.date(world.today.into())),
        Field::choice("situation", lang.field("situation"), situations, ""),
    ];
    Some(Form::new(Subject::MovePerson { person: id }, lang.title_move(&person.name), fields))
}

/// The move.
pub fn read_move<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let day = required_date(form, "date", world)?;
    match form.value("unit").parse() {
        Ok(to) => Ok(vec![Effect::Do(Task::MovePerson {
            id,
            to,
            day,
            situation: form.value("situation").to_owned(),
        })]),
        Err(_) => Err(vec![("unit", world.lang.no_unit())]),
    }
}

/// A date that must be there.
pub fn required_date<'a>(
    form: &Form,
    name: &'a str,
    world: &World,
) -> Result<crate::domain::Date, Problems<'a>> {
    let date = fields::date(form.value(name), name, &world.dates());
    let date = date.and_then(|date| date.ok_or(FieldError::Missing));
    date.map_err(|error| vec![(name, world.lang.field_error(&error))])
}

/// Off the way.
pub fn leave(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let lang = world.lang;
    let reasons =
        LeaveReason::ALL.map(|reason| (reason.name().to_owned(), lang.leave_reason(reason).to_owned()));
    let fields = vec![
        Field::choice("reason", lang.field("reason"), reasons.to_vec(), LeaveReason::Dropped.name()),
        Field::date("date", lang.field("date"), &lang.date(world.today.into())),
        Field::text("number", lang.field("number"), ""),
        Field::text("note", lang.field("note"), ""),
    ];
    Some(Form::new(Subject::Leave { person: id }, lang.title_leave(&person.name), fields))
}

/// The leave.
pub fn read_leave<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let date = required_date(form, "date", world)?;
    let reason = LeaveReason::by_name(form.value("reason")).unwrap_or(LeaveReason::Dropped);
    let text = |name: &'static str| {
        fields::text(form.value(name)).map_err(|error| vec![(name, world.lang.field_error(&error))])
    };
    let leave = Leave { date, reason, number: text("number")?, note: text("note")?, back: None };
    let mut after = record.person.clone();
    let key = after.leaves.keys().next_back().map_or(1, |last| last.saturating_add(1));
    after.leaves.insert(key, leave);
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })])
}

/// Back on the way.
pub fn bring_back(id: PersonId, world: &World) -> Option<Form> {
    let person = &world.records.record(id)?.person;
    let fields = vec![Field::date("date", world.lang.field("date"), &world.lang.date(world.today.into()))];
    Some(Form::new(Subject::Return { person: id }, world.lang.title_return(&person.name), fields))
}

/// The day of return.
pub fn read_return<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let date = required_date(form, "date", world)?;
    let mut after = record.person.clone();
    if let Some(leave) = after.leaves.values_mut().rev().find(|leave| leave.back.is_none()) {
        leave.back = Some(date);
    }
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })])
}
