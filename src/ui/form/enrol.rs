//! Forms about the people of an occasion: who is put in, how it went for them, and taking people out.

use super::person::required_date;
use super::{Advice, Field, Form, Problems, Subject};
use crate::domain::catalogue::Codes;
use crate::domain::enrol::{NotNoted, Proof, enrol, note_results, set_reason, withdraw};
use crate::domain::occasion::{OccasionKind, OccasionState};
use crate::domain::remark::remarks;
use crate::domain::{Date, Edit, EnrolmentState, MilestoneKind, Notice, OccasionId, Person, PersonId};
use crate::exchange::fields;
use crate::parallel::waiting::Work;
use crate::query::enrolling::Enrolling;
use crate::query::register::OccasionEntry;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use std::collections::BTreeMap;

/// The field in which an occasion is chosen.
const OCCASION: &str = "occasion";

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

/// Occasions that people can be put into: planned and open ones that are mine to see.
fn open_ones(world: &World) -> Vec<OccasionEntry> {
    let is_open = |entry: &OccasionEntry| {
        matches!(entry.occasion.state, OccasionState::Planned | OccasionState::Open) && entry.book.is_some()
    };
    let mut open: Vec<OccasionEntry> = world.register.occasions().filter(is_open).collect();
    open.sort_by_key(|entry| {
        let from = entry.occasion.from.map(|date| date.last_day());
        (entry.occasion.kind, from.is_some(), std::cmp::Reverse(from), entry.occasion.name.clone())
    });
    open
}

/// Puts the marked people into an occasion.
pub fn put_in(id: Option<OccasionId>, world: &World) -> Option<Form> {
    let lang = world.lang;
    let mut open = open_ones(world);
    // One that is over can still be filled, where somebody stands in it.
    let chosen = id.and_then(|id| world.register.occasion(id));
    open.extend(chosen.clone().filter(|chosen| open.iter().all(|entry| entry.id != chosen.id)));
    let chosen = chosen.or(open.first().cloned())?;
    let called = |entry: &OccasionEntry| {
        let from = entry.occasion.from.map(|date| lang.date(date));
        let parts = [Some(entry.occasion.name.clone()), from, Some(entry.held_by.clone())];
        let text: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        (entry.id.to_string(), text.join(" · "))
    };
    let occasions: Vec<(String, String)> = open.iter().map(called).collect();
    let choices = [("yes", lang.enrol_yes()), ("all", lang.enrol_all()), ("no", lang.enrol_no())];
    let choices = choices.map(|(code, name)| (code.to_owned(), name)).into();
    let sent = lang.date(chosen.occasion.sent_by_default(world.today));
    let mut fields = vec![
        Field::choice(OCCASION, lang.occasion_label(), occasions, &chosen.id.to_string()),
        Field::choice("enrol", lang.enrol_question(), choices, "yes"),
    ];
    if chosen.occasion.kind == OccasionKind::AwarenessClass {
        fields.push(Field::date("sent", lang.sent_label(), &sent));
    }
    let mut form = Form::new(Subject::Enrol { occasion: id }, lang.title_enrol(world.marks.len()), fields);
    form.focus = usize::from(id.is_some());
    form.advice = advice_in(&form, world);
    Some(form)
}

/// The form for the occasion that was chosen in it.
pub fn rebuild(form: &Form, world: &World) -> Option<Form> {
    let Subject::Enrol { occasion } = form.subject else { return None };
    let chosen = chosen(form, world)?;
    let mut rebuilt = put_in(Some(chosen.id), world)?;
    rebuilt.subject = Subject::Enrol { occasion };
    rebuilt.focus = 0;
    rebuilt.touched = true;
    // The choice itself stays as it is, with the letters typed to find it.
    if let (Some(place), Some(choice)) = (rebuilt.fields.first_mut(), form.fields.first()) {
        place.clone_from(choice);
    }
    rebuilt.advice = advice_in(&rebuilt, world);
    Some(rebuilt)
}

fn chosen(form: &Form, world: &World) -> Option<OccasionEntry> {
    form.value(OCCASION).parse().ok().and_then(|id| world.register.occasion(id))
}

/// What would come of putting them in.
pub fn advice_in(form: &Form, world: &World) -> Vec<Advice> {
    let Some(entry) = chosen(form, world) else { return Vec::new() };
    let all = form.value("enrol") == "all";
    let Enrolling { listed, waiting, unfit, known } = enrolling(&entry, all, world);
    let lang = world.lang;
    let mut advice = Vec::new();
    if !listed.is_empty() {
        let who = names(listed.iter().copied(), world);
        advice.push((false, lang.enrol_listed(listed.len(), who)));
    }
    let mut by_reason: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, why) in waiting {
        let unit = |row| world.register.name_of_unit(row).to_owned();
        by_reason.entry(lang.wait(why, unit)).or_default().push(id);
    }
    for (why, people) in by_reason {
        let who = names(people.iter().copied(), world);
        advice.push((true, lang.enrol_waiting(why, people.len(), who)));
    }
    let mut by_reason: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, why) in unfit {
        by_reason.entry(lang.unfit(why)).or_default().push(id);
    }
    for (why, people) in by_reason {
        let who = names(people.iter().copied(), world);
        advice.push((true, lang.not_enrolled(people.len(), format!("{who} ({why})"))));
    }
    if !known.is_empty() {
        advice.push((false, lang.enrol_known(known.len())));
    }
    if entry.occasion.kind == OccasionKind::Ceremony
        && let Some(day) = entry.occasion.from
    {
        advice.extend(broken_by_ceremony(&listed, day, world));
    }
    advice
}

/// What a ceremony on a day would break, by what it is.
fn broken_by_ceremony(people: &[PersonId], day: Date, world: &World) -> Vec<Advice> {
    let mut by_breach: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for id in people {
        let Some(record) = world.records.record(*id) else { continue };
        let standpoint = world.standpoint(record.person.unit());
        for remark in remarks(&record.person, MilestoneKind::Ceremony, day, &standpoint) {
            by_breach.entry(world.lang.remark(&remark, world.rules())).or_default().push(*id);
        }
    }
    let line = |(what, people): (String, Vec<PersonId>)| {
        (true, format!("{}: {what}", names(people.iter().copied(), world)))
    };
    by_breach.into_iter().map(line).collect()
}

pub(super) fn notice(entry: &OccasionEntry) -> Notice {
    Notice::of(&entry.occasion, &entry.held_by)
}

/// The edits that put them in.
pub fn read_put_in<'a>(form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let answer = form.value("enrol");
    let Some(entry) = chosen(form, world).filter(|_| answer != "no") else { return Ok(Vec::new()) };
    let sent = fields::date(form.value("sent"), "date", &world.dates())
        .map_err(|error| vec![("sent", world.lang.field_error(&error))])?;
    let Enrolling { listed, waiting, .. } = enrolling(&entry, answer == "all", world);
    let said = world.lang.enrolled_said(listed.len(), waiting.len());
    let states = listed.into_iter().map(|id| (id, EnrolmentState::Listed));
    let states = states.chain(waiting.into_iter().map(|(id, _)| (id, EnrolmentState::Waiting)));
    let notice = notice(&entry);
    let edits: Vec<Edit> = states
        .filter_map(|(person, state)| {
            let record = world.records.record(person)?;
            Some(enrol(person, &record.person, (entry.id, &notice), state, sent))
        })
        .flatten()
        .collect();
    if edits.is_empty() {
        return Ok(vec![Effect::Say(world.lang.nothing_changed())]);
    }
    Ok(vec![Effect::Do(Task::Save { edits }), Effect::UnmarkAll, Effect::Say(said)])
}

/// Takes somebody out of an occasion.
pub fn take_out(id: OccasionId, person: PersonId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let record = world.records.record(person)?;
    let enrolment = record.person.enrolments.get(&id)?;
    let title = lang.title_withdraw(&record.person.name, &enrolment.notice.name);
    let field = Field::choice("withdraw", lang.withdraw_question(), yes_no(world), "no");
    let mut form = Form::new(Subject::Withdraw { occasion: id, person }, title, vec![field]);
    if enrolment.state == enrolment.notice.kind.success() {
        form.advice.push((true, lang.milestone_stays()));
    }
    Some(form)
}

fn yes_no(world: &World) -> Vec<(String, String)> {
    [("yes", world.lang.pick("có", "yes")), ("no", world.lang.pick("không", "no"))]
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
        .into()
}

/// The edits that take the person out.
pub fn read_take_out<'a>(
    (id, person): (OccasionId, PersonId),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let record = world.records.record(person).filter(|_| form.value("withdraw") == "yes");
    let Some(record) = record else { return Ok(Vec::new()) };
    let edits = withdraw(person, &record.person, id);
    let said = world.lang.withdrawn_said(&record.person.name, world.register.occasion_name(id));
    Ok(vec![Effect::Do(Task::Save { edits }), Effect::Say(said)])
}

/// Removes an occasion that nobody is in.
pub fn remove(id: OccasionId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let entry = world.register.occasion(id)?;
    let field = Field::choice("remove", lang.remove_question(), yes_no(world), "no");
    Some(Form::new(Subject::RemoveOccasion { occasion: id }, entry.occasion.name, vec![field]))
}

/// The edit that removes it.
pub fn read_remove<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let entry = world.register.occasion(id).filter(|_| form.value("remove") == "yes");
    let Some(entry) = entry else { return Ok(Vec::new()) };
    let inside = inside(id, world);
    if !inside.is_empty() {
        return Err(vec![("remove", world.lang.occasion_in_use(inside.len()))]);
    }
    Ok(vec![Effect::Do(Task::Save { edits: vec![Edit::remove(id, entry.occasion)] })])
}

/// Everybody who is in an occasion.
fn inside(id: OccasionId, world: &World) -> Vec<PersonId> {
    // Nobody asked for this look: there is nobody to stop it.
    let rows = world.register.people_of(id, &world.register.unit_rows(), &Work::unheard());
    rows.unwrap_or_default().into_iter().filter_map(|(row, _)| world.register.id(row)).collect()
}

pub(super) fn reasons(world: &World) -> Vec<(String, String)> {
    let codes = world.catalogue.codes(Codes::Reasons).into_iter();
    let named = codes.map(|(code, vi, en)| (code.to_owned(), world.lang.pick(vi, en).to_owned()));
    std::iter::once((String::new(), "–".to_owned())).chain(named).collect()
}

/// How it went for some people.
pub fn result(id: OccasionId, people: &[PersonId], world: &World) -> Option<Form> {
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
    let title = lang.title_result(people.len(), &entry.occasion.name);
    let mut form = Form::new(Subject::Result { occasion: id, people: people.to_vec() }, title, fields);
    form.advice = advice_on_result(id, people, &form, world);
    Some(form)
}

/// What would come of noting it.
pub fn advice_on_result(id: OccasionId, people: &[PersonId], form: &Form, world: &World) -> Vec<Advice> {
    let lang = world.lang;
    let Some((entry, state)) = world.register.occasion(id).zip(EnrolmentState::by_name(form.value("state")))
    else {
        return Vec::new();
    };
    let kind = entry.occasion.kind;
    let Some(milestone) = kind.milestone().filter(|_| state == kind.success()) else { return Vec::new() };
    let records = records(people, world);
    let has = |(_, person): &&(PersonId, &Person)| person.current(milestone).is_some();
    let had: Vec<PersonId> = records.iter().filter(has).map(|(id, _)| *id).collect();
    let mut advice = Vec::new();
    if !had.is_empty() {
        advice.push((true, lang.had_it_before(had.len(), names(had.iter().copied(), world))));
    }
    if let (OccasionKind::Ceremony, Ok(Some(day))) =
        (kind, fields::date(form.value("date"), "date", &world.dates()))
    {
        let others: Vec<PersonId> = records.iter().filter(|record| !has(record)).map(|(id, _)| *id).collect();
        advice.extend(broken_by_ceremony(&others, day, world));
    }
    advice
}

fn records<'w>(people: &[PersonId], world: &'w World) -> Vec<(PersonId, &'w Person)> {
    people.iter().filter_map(|id| Some((*id, &world.records.record(*id)?.person))).collect()
}

/// The edits that note it, numbers running on in the order of the list.
pub fn read_result<'a>(
    (id, people): (OccasionId, &[PersonId]),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
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
    let (some, others) = (records(people, world), records(&inside(id, world), world));
    let noted = note_results(&some, &others, (id, &entry.occasion), state, proof.as_ref());
    let name = |id| names([id].into_iter(), world);
    let mut noted = noted.map_err(|why| match why {
        NotNoted::NumberTaken { number, by } => {
            vec![("first_number", lang.number_taken(number, name(by)))]
        }
        NotNoted::Reached { by } | NotNoted::Unproved { by } => {
            vec![("state", lang.has_reached_it(name(by)))]
        }
    })?;
    set_reason(&mut noted.edits, &some, id, form.value("reason"));
    if noted.edits.is_empty() {
        return Ok(vec![Effect::Say(lang.nothing_changed())]);
    }
    let said = lang.noted_said(some.len(), noted.given, noted.had.len());
    Ok(vec![Effect::Do(Task::Save { edits: noted.edits }), Effect::UnmarkAll, Effect::Say(said)])
}
