//! Forms about the people of an occasion: who is put in, how it went for them, how many a unit is asked for.

use super::person::required_date;
use super::{Field, Form, Problems, Subject};
use crate::domain::catalogue::Codes;
use crate::domain::enrol::{NumberTaken, Proof, ask, enrol, note_results, set_reason};
use crate::domain::{Edit, EnrolmentState, Notice, OccasionId, Person, PersonId, UnitId};
use crate::exchange::fields;
use crate::parallel::waiting::Work;
use crate::query::enrolling::Enrolling;
use crate::query::register::OccasionEntry;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use std::collections::BTreeMap;

/// Those who are marked, in name order.
fn marked(world: &World) -> Vec<PersonId> {
    let rows = world.marks.iter().filter_map(|id| world.register.row_of(*id)).collect();
    let rows = world.register.in_name_order(rows).into_iter();
    rows.filter_map(|row| world.register.id(row)).collect()
}

fn enrolling(entry: &OccasionEntry, all: bool, world: &World) -> Enrolling {
    let (day, work) = (world.today.into(), Work::unheard());
    // Nobody asked for this look: there is nobody to stop it.
    let made = Enrolling::of(world.register, entry, &marked(world), (all, false), (day, &work));
    made.unwrap_or_default()
}

/// Names of some people, the first eight of them.
fn names(people: impl ExactSizeIterator<Item = PersonId>, world: &World) -> String {
    let more = people.len() > 8;
    let rows = people.take(8).filter_map(|id| world.register.row_of(id));
    let mut names: Vec<&str> = rows.map(|row| world.register.name(row)).collect();
    names.extend(more.then_some("…"));
    names.join(", ")
}

/// Puts the marked people into an occasion.
pub fn put_in(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let Enrolling { listed, waiting, unfit, known } = enrolling(&entry, false, world);
    let lang = world.lang;
    let title = lang.title_enrol(listed.len() + waiting.len(), &entry.occasion.name);
    let mut choices = vec![("yes".to_owned(), lang.enrol_yes())];
    choices.extend((!unfit.is_empty()).then(|| ("all".to_owned(), lang.enrol_all())));
    choices.push(("no".to_owned(), lang.enrol_no()));
    let mut form = Form::new(
        Subject::Enrol { occasion: id },
        title,
        vec![Field::choice("enrol", lang.enrol_question(), choices, "yes")],
    );
    if !listed.is_empty() {
        let who = names(listed.iter().copied(), world);
        form.advice.push((false, lang.enrol_listed(listed.len(), who)));
    }
    let mut by_reason: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, why) in waiting {
        let unit = |row| world.register.name_of_unit(row).to_owned();
        by_reason.entry(lang.wait(why, unit)).or_default().push(id);
    }
    for (why, people) in by_reason {
        let who = names(people.iter().copied(), world);
        form.advice.push((true, lang.enrol_waiting(why, people.len(), who)));
    }
    let mut by_reason: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, why) in unfit {
        by_reason.entry(lang.unfit(why)).or_default().push(id);
    }
    for (why, people) in by_reason {
        let who = names(people.iter().copied(), world);
        form.advice.push((true, lang.not_enrolled(people.len(), format!("{who} ({why})"))));
    }
    if !known.is_empty() {
        form.advice.push((false, lang.enrol_known(known.len())));
    }
    Some(form)
}

fn notice(entry: &OccasionEntry) -> Notice {
    Notice::of(&entry.occasion, &entry.held_by)
}

/// The edits that put them in.
pub fn read_put_in<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let answer = form.value("enrol");
    let Some(entry) = world.register.occasion(id).filter(|_| answer != "no") else { return Ok(Vec::new()) };
    let Enrolling { listed, waiting, .. } = enrolling(&entry, answer == "all", world);
    let states = listed.into_iter().map(|id| (id, EnrolmentState::Listed));
    let states = states.chain(waiting.into_iter().map(|(id, _)| (id, EnrolmentState::Waiting)));
    let notice = notice(&entry);
    let edits = states.filter_map(|(person, state)| {
        enrol(person, &world.records.record(person)?.person, (id, &notice), state)
    });
    Ok(vec![Effect::Do(Task::Save { edits: edits.collect() }), Effect::UnmarkAll])
}

fn reasons(world: &World) -> Vec<(String, String)> {
    let codes = world.catalogue.codes(Codes::Reasons).into_iter();
    let named = codes.map(|(code, vi, en)| (code.to_owned(), world.lang.pick(vi, en).to_owned()));
    std::iter::once((String::new(), "–".to_owned())).chain(named).collect()
}

/// How it went for the marked people.
pub fn result(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let (lang, kind) = (world.lang, entry.occasion.kind);
    let states = kind.states().iter();
    let states = states.map(|state| (state.name().to_owned(), lang.enrolment_state(*state).to_owned()));
    let day = entry.occasion.until.or(entry.occasion.from).unwrap_or(world.today.into());
    let mut fields =
        vec![Field::choice("state", lang.result_label(), states.collect(), kind.success().name())];
    if kind.is_class() {
        fields.push(Field::date("date", lang.certificate_date(), &lang.date(day)));
        fields.push(Field::number("first_number", lang.field("first_number"), ""));
        fields.push(Field::text("suffix", lang.field("suffix"), ""));
        fields.push(Field::suggest("grade", lang.field("grade"), "", &world.catalogue.grades));
    } else if kind.milestone().is_some() {
        fields.push(Field::date("date", lang.field("date"), &lang.date(day)));
    }
    fields.push(Field::choice("reason", lang.reason_label(), reasons(world), ""));
    let title = lang.title_result(world.marks.len(), &entry.occasion.name);
    Some(Form::new(Subject::Result { occasion: id }, title, fields))
}

fn records<'w>(people: &[PersonId], world: &'w World) -> Vec<(PersonId, &'w Person)> {
    people.iter().filter_map(|id| Some((*id, &world.records.record(*id)?.person))).collect()
}

/// The edits that note it, numbers running on in name order.
pub fn read_result<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let lang = world.lang;
    let Some(entry) = world.register.occasion(id) else { return Ok(Vec::new()) };
    let Some(state) = EnrolmentState::by_name(form.value("state")) else { return Ok(Vec::new()) };
    let mut proof = None;
    let kind = entry.occasion.kind;
    if state == kind.success() && kind.milestone().is_some() {
        let first = form.value("first_number").trim();
        if !first.is_empty() && first.parse::<u32>().is_err() {
            return Err(vec![("first_number", lang.field_number(first))]);
        }
        let text = |name: &'static str| {
            fields::text(form.value(name)).map_err(|error| vec![(name, lang.field_error(&error))])
        };
        proof = Some(Proof {
            date: required_date(form, "date", world)?,
            first: first.to_owned(),
            suffix: text("suffix")?,
            grade: text("grade")?,
        });
    }
    let people = marked(world);
    // Nobody asked for this look: there is nobody to stop it.
    let inside = world.register.people_of(id, &world.register.unit_rows(), &Work::unheard());
    let inside: Vec<PersonId> =
        inside.unwrap_or_default().into_iter().filter_map(|(row, _)| world.register.id(row)).collect();
    let (some, others) = (records(&people, world), records(&inside, world));
    let edits = note_results(&some, &others, (id, &entry.occasion), state, proof.as_ref());
    let mut edits = edits.map_err(|NumberTaken { number, by }| {
        vec![("first_number", lang.number_taken(number, names([by].into_iter(), world)))]
    })?;
    set_reason(&mut edits, &some, id, form.value("reason"));
    Ok(vec![Effect::Do(Task::Save { edits }), Effect::UnmarkAll])
}

/// How many people a unit is asked for.
pub fn quota(id: OccasionId, unit: UnitId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let known = world.register.unit_by_id(unit)?.whole().quotas.get(&id).map_or(0, |quota| quota.people);
    let field = Field::number("people", world.lang.quota_field(), &known.to_string());
    let title = format!("{} · {}", entry.occasion.name, world.unit_name(unit));
    Some(Form::new(Subject::Quota { occasion: id, unit }, title, vec![field.replacing()]))
}

/// The edits that ask it.
pub fn read_quota<'a>(
    (id, unit): (OccasionId, UnitId),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let count = fields::count(form.value("people"));
    let people = count.map_err(|error| vec![("people", world.lang.field_error(&error))])?.unwrap_or(0);
    let known = world.register.occasion(id).zip(world.register.unit_by_id(unit));
    let edits: Vec<Edit> =
        known.map_or(Vec::new(), |(entry, asked)| ask(unit, &asked.whole(), (id, &notice(&entry)), people));
    Ok(vec![Effect::Do(Task::Save { edits })])
}
