//! Forms about the dossier: papers, introducers and helpers, exceptions, an earlier membership. Places asked are
//! milestones: their forms are in `milestone.rs`.

use super::person::required_date;
use super::{Field, Form, Problems, Subject};
use crate::domain::dossier::{Former, FormerReason, Helper, HelperRole, Paper, PaperState, Waiver};
use crate::domain::{Date, Edit, Person, PersonId};
use crate::exchange::fields;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use std::collections::BTreeSet;

fn text_of<'a>(form: &'a Form, name: &'a str, world: &World) -> Result<String, Problems<'a>> {
    fields::text(form.value(name)).map_err(|error| vec![(name, world.lang.field_error(&error))])
}

fn date_of<'a>(form: &'a Form, name: &'a str, world: &World) -> Result<Option<Date>, Problems<'a>> {
    fields::date(form.value(name), name, &world.dates())
        .map_err(|error| vec![(name, world.lang.field_error(&error))])
}

fn missing<'a>(name: &'a str, world: &World) -> Problems<'a> {
    vec![(name, world.lang.field_missing())]
}

fn date_text(date: Option<Date>, world: &World) -> String {
    date.map_or(String::new(), |date| world.lang.date(date))
}

fn save(id: PersonId, world: &World, change: impl FnOnce(&mut Person)) -> Vec<Effect> {
    let Some(record) = world.records.record(id) else { return Vec::new() };
    let mut after = record.person.clone();
    change(&mut after);
    vec![Effect::Do(Task::Save { edits: Edit::between(id, &record.person, &after) })]
}

/// What some papers have in common; a paper that is not there yet is about to be.
fn common<T: PartialEq>(person: &Person, codes: &[String], of: impl Fn(&Paper) -> T) -> Option<T> {
    let mut values = codes.iter().filter_map(|code| person.papers.get(code)).map(of);
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// State, day and place of some papers; what they have in common is shown.
pub fn paper(id: PersonId, codes: &[String], world: &World) -> Option<Form> {
    let lang = world.lang;
    let person = &world.records.record(id)?.person;
    let there = codes.iter().any(|code| person.papers.contains_key(code));
    let mut states = vec![(String::new(), lang.paper_state(None).to_owned())];
    states.extend(
        PaperState::ALL.map(|state| (state.name().to_owned(), lang.paper_state(Some(state)).to_owned())),
    );
    let state = common(person, codes, |paper| paper.state).unwrap_or(PaperState::Valid);
    let date =
        if there { common(person, codes, |paper| paper.date).flatten() } else { Some(world.today.into()) };
    let text =
        |of: fn(&Paper) -> &String| common(person, codes, |paper| of(paper).clone()).unwrap_or_default();
    let fields = vec![
        Field::choice("state", lang.field("state"), states, state.name()),
        Field::date("date", lang.field("date"), &date_text(date, world)),
        Field::text("kept", lang.field("kept"), &text(|paper| &paper.place)),
        Field::text("why", lang.field("why"), &text(|paper| &paper.note)),
    ];
    let title = match codes {
        [code] => format!("{} · {}", lang.paper(code, world.rules()), person.name),
        _ => lang.title_papers(codes.len(), &person.name),
    };
    Some(Form::new(Subject::Paper { person: id, codes: codes.to_vec() }, title, fields))
}

/// The papers in their new state; one that does not apply says why. Of several papers each keeps
/// what was not typed over.
pub fn read_paper<'a>(
    id: PersonId,
    codes: &[String],
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(state) = PaperState::by_name(form.value("state")) else {
        return Ok(save(id, world, |person| person.papers.retain(|code, _| !codes.contains(code))));
    };
    let typed = Paper {
        state,
        date: date_of(form, "date", world)?,
        place: text_of(form, "kept", world)?,
        note: text_of(form, "why", world)?,
    };
    let of = |before: Option<&Paper>| match before {
        None => typed.clone(),
        Some(before) => Paper {
            state: typed.state,
            date: if form.is_changed("date") { typed.date } else { before.date },
            place: if form.is_changed("kept") { typed.place.clone() } else { before.place.clone() },
            note: if form.is_changed("why") { typed.note.clone() } else { before.note.clone() },
        },
    };
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let papers: Vec<(String, Paper)> =
        codes.iter().map(|code| (code.clone(), of(record.person.papers.get(code)))).collect();
    let explained = matches!(state, PaperState::NotApplicable | PaperState::ToAmend);
    if explained && papers.iter().any(|(_, paper)| paper.note.is_empty()) {
        return Err(missing("why", world));
    }
    Ok(save(id, world, |person| person.papers.extend(papers)))
}

/// An introducer or helper: a known one, one whom only a milestone names, or a further one.
pub fn helper(id: PersonId, number: Option<u8>, name: &str, world: &World) -> Option<Form> {
    let lang = world.lang;
    let person = &world.records.record(id)?.person;
    let known = match number {
        Some(number) => Some(person.helpers.get(&number)?.clone()),
        None => person.all_helpers().into_iter().map(|(_, helper)| helper).find(|known| known.name == name),
    };
    let roles =
        HelperRole::ALL.map(|role| (role.name().to_owned(), lang.helper_role(role).to_owned())).to_vec();
    let yes_no = |unknown: bool| {
        let mut options = Vec::new();
        options.extend(unknown.then(|| (String::new(), "–".to_owned())));
        options.push(("yes".to_owned(), lang.pick("có", "yes").to_owned()));
        options.push(("no".to_owned(), lang.pick("không", "no").to_owned()));
        options
    };
    let helper = known.as_ref();
    let role = helper.map_or(HelperRole::Both, |helper| helper.role);
    let official = helper.and_then(|helper| helper.official).map_or("", |yes| if yes { "yes" } else { "no" });
    let replacement = if helper.is_some_and(|helper| helper.replacement) { "yes" } else { "no" };
    let from = helper.map_or(Some(world.today.into()), |helper| helper.from);
    let date =
        |name: &'static str, date: Option<Date>| Field::date(name, lang.field(name), &date_text(date, world));
    let fields = vec![
        Field::text("name", lang.field("name"), helper.map_or("", |helper| &helper.name)),
        Field::choice("helper_role", lang.field("helper_role"), roles, role.name()),
        Field::choice("helper_official", lang.field("helper_official"), yes_no(true), official),
        date("together_since", helper.and_then(|helper| helper.together_since)),
        date("from", from),
        Field::text("number", lang.field("number"), helper.map_or("", |helper| &helper.number)),
        Field::choice("replacement", lang.field("replacement"), yes_no(false), replacement),
        date("comment", None),
        date("until", helper.and_then(|helper| helper.until)),
    ];
    let subject = Subject::Helper { person: id, number, name: name.to_owned() };
    Some(Form::new(subject, lang.title_helper(&person.name), fields))
}

/// The helper with what was typed; a comment given is added to those before.
pub fn typed_helper<'a>(
    form: &'a Form,
    number: Option<u8>,
    person: &Person,
    world: &World,
) -> Result<Helper, Problems<'a>> {
    let before = number.and_then(|number| person.helpers.get(&number));
    let mut comments = before.map_or(BTreeSet::new(), |helper| helper.comments.clone());
    comments.extend(date_of(form, "comment", world)?);
    let helper = Helper {
        name: text_of(form, "name", world)?,
        role: HelperRole::by_name(form.value("helper_role")).unwrap_or(HelperRole::Both),
        official: match form.value("helper_official") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        together_since: date_of(form, "together_since", world)?,
        from: date_of(form, "from", world)?,
        until: date_of(form, "until", world)?,
        replacement: form.value("replacement") == "yes",
        number: text_of(form, "number", world)?,
        comments,
    };
    if helper.name.is_empty() { Err(missing("name", world)) } else { Ok(helper) }
}

/// The helper in the record.
pub fn read_helper<'a>(
    id: PersonId,
    number: Option<u8>,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(record) = world.records.record(id) else { return Ok(Vec::new()) };
    let helper = typed_helper(form, number, &record.person, world)?;
    let Some(key) = number.or_else(|| record.person.next_helper()) else { return Ok(Vec::new()) };
    Ok(save(id, world, |person| drop(person.helpers.insert(key, helper))))
}

/// An exception from a rule.
pub fn waiver(id: PersonId, code: &str, world: &World) -> Option<Form> {
    let lang = world.lang;
    let person = &world.records.record(id)?.person;
    let known = person.waivers.get(code);
    let text = |get: fn(&Waiver) -> &String| known.map_or("", |waiver| get(waiver).as_str());
    let mut fields = vec![
        Field::text("exception", lang.field("exception"), text(|waiver| &waiver.reason)),
        Field::text("exception_number", lang.field("exception_number"), text(|waiver| &waiver.number)),
        Field::text("exception_by", lang.field("exception_by"), text(|waiver| &waiver.by)),
        Field::date(
            "date",
            lang.field("date"),
            &lang.date(known.map_or(world.today.into(), |waiver| waiver.date)),
        ),
    ];
    if code.starts_with("clock.") {
        let until = date_text(known.and_then(|waiver| waiver.until), world);
        fields.push(Field::date("exception_until", lang.field("exception_until"), &until));
    }
    let title = format!("{} · {}", lang.exception_for(lang.waiver(code, world.rules())), person.name);
    Some(Form::new(Subject::Waiver { person: id, code: code.to_owned() }, title, fields))
}

/// What of a form is an exception; `None` where none was typed.
pub fn typed_waiver<'a>(form: &'a Form, world: &World) -> Result<Option<Waiver>, Problems<'a>> {
    let date = match form.value("date") {
        "" => world.today.into(),
        _ if matches!(form.subject, Subject::Waiver { .. }) => required_date(form, "date", world)?,
        _ => world.today.into(),
    };
    let waiver = Waiver {
        date,
        reason: text_of(form, "exception", world)?,
        number: text_of(form, "exception_number", world)?,
        by: text_of(form, "exception_by", world)?,
        until: date_of(form, "exception_until", world)?,
    };
    let given = [
        ("exception", waiver.reason.is_empty()),
        ("exception_number", waiver.number.is_empty()),
        ("exception_by", waiver.by.is_empty()),
    ];
    if given.iter().all(|(_, empty)| *empty) && waiver.until.is_none() {
        return Ok(None);
    }
    // Reason, document, and who granted it: without one of them it is no exception.
    let empty = given.into_iter().filter(|(_, empty)| *empty);
    let missing: Problems = empty.flat_map(|(name, _)| missing(name, world)).collect();
    if missing.is_empty() { Ok(Some(waiver)) } else { Err(missing) }
}

/// The exception, or none any more where everything was emptied.
pub fn read_waiver<'a>(
    id: PersonId,
    code: &str,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let waiver = typed_waiver(form, world)?;
    Ok(save(id, world, |person| match waiver {
        Some(waiver) => drop(person.waivers.insert(code.to_owned(), waiver)),
        None => drop(person.waivers.remove(code)),
    }))
}

/// An earlier membership.
pub fn former(id: PersonId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let person = &world.records.record(id)?.person;
    let known = person.former.as_ref();
    let reasons =
        FormerReason::ALL.map(|why| (why.name().to_owned(), lang.former_reason(why).to_owned())).to_vec();
    let why = known.map_or(FormerReason::Other, |former| former.why);
    let date =
        |name: &'static str, date: Option<Date>| Field::date(name, lang.field(name), &date_text(date, world));
    let readmitted =
        known.filter(|former| former.readmitted > 0).map_or(String::new(), |f| f.readmitted.to_string());
    let fields = vec![
        date("left", known.map(|former| former.left)),
        Field::choice("reason", lang.field("reason"), reasons, why.name()),
        date("first_decision", known.and_then(|former| former.decision)),
        date("cleared", known.and_then(|former| former.cleared)),
        Field::number("readmitted", lang.field("readmitted"), &readmitted),
    ];
    let title = format!("{} · {}", lang.field("former"), person.name);
    Some(Form::new(Subject::Former { person: id }, title, fields))
}

/// The earlier membership, or none where the day of leaving is empty.
pub fn read_former<'a>(id: PersonId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let readmitted = match form.value("readmitted").trim() {
        "" => 0,
        typed => typed.parse().map_err(|_| vec![("readmitted", world.lang.field_number(typed))])?,
    };
    let former = match date_of(form, "left", world)? {
        None => None,
        Some(left) => Some(Former {
            left,
            why: FormerReason::by_name(form.value("reason")).unwrap_or(FormerReason::Other),
            decision: date_of(form, "first_decision", world)?,
            cleared: date_of(form, "cleared", world)?,
            readmitted,
        }),
    };
    Ok(save(id, world, |person| person.former = former))
}
