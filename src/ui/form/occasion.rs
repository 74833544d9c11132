//! Forms about classes, ceremonies and reviews: what one is, who is put in, how it went.

use super::person::required_date;
use super::{Field, Form, Problems, Subject, by_kind};
use crate::domain::enrol::{Certificate, enrol, note_result, seated};
use crate::domain::enrolment::EnrolmentState;
use crate::domain::occasion::{Occasion, OccasionField, OccasionKind};
use crate::domain::value::Value;
use crate::domain::{Edit, FieldKind, OccasionId, PersonId, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::query::register::OccasionEntry;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;

/// The fields in the order of the form.
const IN_FORM: [OccasionField; OccasionField::ALL.len()] = [
    OccasionField::Name,
    OccasionField::Kind,
    OccasionField::Audience,
    OccasionField::State,
    OccasionField::From,
    OccasionField::Until,
    OccasionField::Hour,
    OccasionField::Place,
    OccasionField::Places,
    OccasionField::Number,
    OccasionField::Signed,
    OccasionField::Unit,
    OccasionField::Note,
];

fn fields_of(occasion: &Occasion, world: &World) -> Vec<Field> {
    let of = |field: OccasionField| {
        // What is not said is planned.
        let value = match field {
            OccasionField::State => Some(Value::Text(occasion.state.name().into())),
            field => field.get(occasion),
        };
        by_kind::field(field.name(), world.lang.occasion_field(field), field.kind(), value, world)
    };
    IN_FORM.map(of).into()
}

/// A new occasion of a unit.
pub fn new(unit: UnitId, world: &World) -> Form {
    let occasion = Occasion::new(String::new(), OccasionKind::AwarenessClass, unit);
    Form::new(Subject::NewOccasion { unit }, world.lang.title_new_occasion(), fields_of(&occasion, world))
}

/// What an occasion is.
pub fn edit(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let title = world.lang.title_edit(&entry.occasion.name);
    Some(Form::new(Subject::EditOccasion { occasion: id }, title, fields_of(&entry.occasion, world)))
}

fn take<'a>(form: &'a Form, occasion: &mut Occasion, world: &World) -> Result<(), Problems<'a>> {
    let unit = |text: &str| text.parse().map_err(|_| FieldError::NoUnit(text.to_owned()));
    let context = world.context(&unit);
    let mut problems: Problems = Vec::new();
    for field in IN_FORM.into_iter().filter(|field| form.is_given(field.name())) {
        let read = fields::read(field.kind(), form.value(field.name()), &context);
        let read = read.and_then(|value| match (field.kind(), value) {
            (FieldKind::Unit, None) => Err(FieldError::Missing),
            (_, None) if field == OccasionField::Kind => Err(FieldError::Missing),
            (_, value) => field.set(occasion, value).map_err(|_| FieldError::NoField),
        });
        if let Err(error) = read {
            problems.push((field.name(), world.lang.field_error(&error)));
        }
    }
    let days = occasion.from.zip(occasion.until);
    if days.is_some_and(|(from, until)| from.first() > until.last()) {
        problems.push((OccasionField::Until.name(), world.lang.ends_before_it_begins()));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The new occasion.
pub fn read_new<'a>(unit: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let mut occasion = Occasion::new(String::new(), OccasionKind::AwarenessClass, unit);
    take(form, &mut occasion, world)?;
    Ok(vec![Effect::Do(Task::AddOccasion(Box::new(occasion)))])
}

/// The changed fields of an occasion.
pub fn read_edit<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.occasion(id) else { return Ok(Vec::new()) };
    let mut after = entry.occasion.clone();
    take(form, &mut after, world)?;
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &entry.occasion, &after) })])
}

/// Those who are marked, in name order.
fn marked(world: &World) -> Vec<PersonId> {
    let rows = world.marks.iter().filter_map(|id| world.register.row_of(*id)).collect();
    let rows = world.register.in_name_order(rows).into_iter();
    rows.filter_map(|row| world.register.id(row)).collect()
}

/// Who of the marked is put in: those who get a place, those who wait, and how many are in it already.
struct Enrolling {
    listed: Vec<PersonId>,
    waiting: Vec<PersonId>,
    known: usize,
}

fn enrolling(entry: &OccasionEntry, world: &World) -> Enrolling {
    let work = crate::parallel::waiting::Work::unheard();
    let inside = world.register.people_of(entry.id, &work).unwrap_or_default();
    let taken = inside.iter().filter(|(_, enrolled)| enrolled.state != EnrolmentState::Waiting).count();
    let is_in = |id: &PersonId| inside.iter().any(|(row, _)| world.register.id(*row) == Some(*id));
    let marked = marked(world);
    let (known, new): (Vec<PersonId>, Vec<PersonId>) = marked.into_iter().partition(is_in);
    let (listed, waiting) = seated(entry.occasion.places, taken, new);
    Enrolling { listed, waiting, known: known.len() }
}

/// Puts the marked people into an occasion.
pub fn put_in(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let Enrolling { listed, waiting, known } = enrolling(&entry, world);
    let lang = world.lang;
    let title = lang.title_enrol(listed.len() + waiting.len(), &entry.occasion.name);
    let choices = [("yes", lang.enrol_yes()), ("no", lang.enrol_no())];
    let choices = choices.map(|(code, name)| (code.to_owned(), name)).into();
    let mut form = Form::new(
        Subject::Enrol { occasion: id },
        title,
        vec![Field::choice("enrol", lang.enrol_question(), choices, "yes")],
    );
    let names = |people: &[PersonId]| {
        let names = people.iter().filter_map(|id| world.register.row_of(*id)).take(8);
        let mut names: Vec<&str> = names.map(|row| world.register.name(row)).collect();
        names.extend((people.len() > 8).then_some("…"));
        names.join(", ")
    };
    if !listed.is_empty() {
        form.advice.push((false, lang.enrol_listed(listed.len(), names(&listed))));
    }
    if !waiting.is_empty() {
        form.advice.push((true, lang.enrol_waiting(waiting.len(), names(&waiting))));
    }
    if known > 0 {
        form.advice.push((false, lang.enrol_known(known)));
    }
    Some(form)
}

/// The edits that put them in.
pub fn read_put_in<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.occasion(id).filter(|_| form.value("enrol") == "yes") else {
        return Ok(Vec::new());
    };
    let Enrolling { listed, waiting, .. } = enrolling(&entry, world);
    let states = listed.into_iter().map(|id| (id, EnrolmentState::Listed));
    let states = states.chain(waiting.into_iter().map(|id| (id, EnrolmentState::Waiting)));
    let edits =
        states.filter_map(|(person, state)| enrol(person, &world.records.record(person)?.person, id, state));
    Ok(vec![Effect::Do(Task::Save { edits: edits.collect() }), Effect::UnmarkAll])
}

/// How it went for the marked people.
pub fn result(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let lang = world.lang;
    let states =
        EnrolmentState::ALL.map(|state| (state.name().to_owned(), lang.enrolment_state(state).to_owned()));
    let day = entry.occasion.until.or(entry.occasion.from).unwrap_or(world.today.into());
    let mut fields =
        vec![Field::choice("state", lang.result_label(), states.into(), EnrolmentState::Passed.name())];
    if entry.occasion.kind.milestone().is_some() {
        fields.push(Field::date("date", lang.certificate_date(), &lang.date(day)));
        fields.push(Field::number("first_number", lang.field("first_number"), ""));
        fields.push(Field::text("suffix", lang.field("suffix"), ""));
        fields.push(Field::suggest("grade", lang.field("grade"), "", &world.catalogue.grades));
    }
    let title = lang.title_result(world.marks.len(), &entry.occasion.name);
    Some(Form::new(Subject::Result { occasion: id }, title, fields))
}

/// The edits that note it, numbers running on in name order.
pub fn read_result<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.occasion(id) else { return Ok(Vec::new()) };
    let Some(state) = EnrolmentState::by_name(form.value("state")) else { return Ok(Vec::new()) };
    let mut proof = None;
    if state == EnrolmentState::Passed && entry.occasion.kind.milestone().is_some() {
        let date = required_date(form, "date", world)?;
        let first = form.value("first_number").trim();
        if !first.is_empty() && first.parse::<u32>().is_err() {
            return Err(vec![("first_number", world.lang.field_number(first))]);
        }
        let text = |name: &'static str| {
            fields::text(form.value(name)).map_err(|error| vec![(name, world.lang.field_error(&error))])
        };
        proof = Some((date, first.to_owned(), text("suffix")?, text("grade")?));
    }
    let mut next = 0u32;
    let mut edits = Vec::new();
    for person in marked(world) {
        let Some(record) = world.records.record(person) else { continue };
        let certificate = proof.as_ref().map(|(date, first, suffix, grade)| Certificate {
            date: *date,
            // `05` goes on with `06`: its zeros are part of the number.
            number: first.parse::<u32>().map_or(String::new(), |start| {
                format!("{:0>1$}{suffix}", start.saturating_add(next), first.len())
            }),
            grade: grade.clone(),
        });
        let new = note_result(person, &record.person, (id, &entry.occasion), state, certificate);
        // A number is taken by a certificate, and by nobody who had one.
        let proved = new.iter().any(|edit| {
            matches!(edit, Edit::Person(change) if matches!(change.new, Some(crate::domain::PersonFact::Milestone(..))))
        });
        next += u32::from(proved);
        edits.extend(new);
    }
    Ok(vec![Effect::Do(Task::Save { edits }), Effect::UnmarkAll])
}
