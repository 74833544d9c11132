//! Forms about what an occasion asks of units: how many people, and what a unit answers.

use super::enrol::{notice, reasons};
use super::person::required_date;
use super::{Field, Form, Problems, Subject, by_kind};
use crate::domain::enrol::{answered, ask};
use crate::domain::{Answer, Edit, OccasionId, UnitId};
use crate::exchange::fields;
use crate::query::register::OccasionEntry;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;

/// The choice of all units that lie just below the one that holds the occasion.
const BELOW: &str = "below";

fn people_of<'a>(form: &'a Form, world: &World) -> Result<u32, Problems<'a>> {
    let count = fields::count(form.value("people"));
    Ok(count.map_err(|error| vec![("people", world.lang.field_error(&error))])?.unwrap_or(0))
}

fn asked(units: &[UnitId], entry: &OccasionEntry, people: u32, world: &World) -> Vec<Edit> {
    let notice = notice(entry);
    let units = units.iter().filter_map(|unit| world.register.unit_by_id(*unit));
    units.flat_map(|unit| ask(unit.id, &unit.whole(), (entry.id, &notice), people)).collect()
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
    let people = people_of(form, world)?;
    let edits = world.register.occasion(id).map_or(Vec::new(), |entry| asked(&[unit], &entry, people, world));
    Ok(vec![Effect::Do(Task::Save { edits })])
}

/// Which units are asked, and for how many people each.
pub fn ask_units(id: OccasionId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let entry = world.register.occasion(id)?;
    let mut units = vec![(BELOW.to_owned(), lang.units_just_below())];
    units.extend(by_kind::units(world));
    let fields = vec![
        Field::choice("unit", lang.field("unit"), units, BELOW),
        Field::number("people", lang.quota_field(), ""),
    ];
    Some(Form::new(Subject::Ask { occasion: id }, lang.title_ask(&entry.occasion.name), fields))
}

/// The edits that ask them.
pub fn read_ask_units<'a>(
    id: OccasionId,
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let people = people_of(form, world)?;
    if people == 0 {
        return Err(vec![("people", world.lang.field_missing())]);
    }
    let Some(entry) = world.register.occasion(id) else { return Ok(Vec::new()) };
    let units: Vec<UnitId> = match form.value("unit").parse() {
        Ok(unit) => vec![unit],
        Err(_) => {
            let host = entry.occasion.unit.and_then(|unit| world.register.unit_row(unit));
            let below = world.register.children(host.or(world.register.only_top()));
            below.filter_map(|row| world.register.id_of_unit(row)).collect()
        }
    };
    let edits = asked(&units, &entry, people, world);
    if edits.is_empty() {
        return Ok(vec![Effect::Say(world.lang.nothing_changed())]);
    }
    let said = world.lang.asked_said(units.len(), people);
    Ok(vec![Effect::Do(Task::Save { edits }), Effect::Say(said)])
}

/// What a unit answers.
pub fn answer(id: OccasionId, unit: UnitId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let entry = world.register.occasion(id)?;
    let quotas = world.register.unit_by_id(unit)?.whole().quotas;
    let known = quotas.get(&id).and_then(|quota| quota.answer.as_ref());
    let date = known.map_or(world.today.into(), |answer| answer.date);
    let fields = vec![
        Field::date("date", lang.answered_title(), &lang.date(date)),
        Field::text("by", lang.answered_by_title(), known.map_or("", |answer| &answer.by)),
        Field::choice("reason", lang.why_nobody(), reasons(world), known.map_or("", |answer| &answer.reason)),
    ];
    let title = format!("{} · {}", entry.occasion.name, world.unit_name(unit));
    Some(Form::new(Subject::Answer { occasion: id, unit }, title, fields))
}

/// The edits that note it.
pub fn read_answer<'a>(
    (id, unit): (OccasionId, UnitId),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let date = required_date(form, "date", world)?;
    if date.first() > world.today {
        return Err(vec![("date", world.lang.later_than_today())]);
    }
    let answer = Answer {
        date,
        by: fields::text(form.value("by")).map_err(|error| vec![("by", world.lang.field_error(&error))])?,
        reason: form.value("reason").to_owned(),
    };
    let known = world.register.occasion(id).zip(world.register.unit_by_id(unit));
    let edits = known
        .map_or(Vec::new(), |(entry, asked)| answered(unit, &asked.whole(), (id, &notice(&entry)), answer));
    Ok(vec![Effect::Do(Task::Save { edits })])
}
