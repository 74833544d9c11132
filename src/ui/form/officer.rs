//! The form of a committee member in charge.

use super::{Field, Form, Problems, Subject};
use crate::domain::catalogue::Codes;
use crate::domain::text::fold;
use crate::domain::{Edit, Officer, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use std::collections::BTreeSet;

fn known(unit: UnitId, number: Option<u8>, world: &World) -> Option<Officer> {
    let officers = world.register.unit_by_id(unit)?.whole().officers;
    number.map_or(Some(Officer { quota: 1, ..Officer::default() }), |number| officers.get(&number).cloned())
}

/// A new one of a unit, or one that is there.
pub fn officer(unit: UnitId, number: Option<u8>, world: &World) -> Option<Form> {
    let lang = world.lang;
    let officer = known(unit, number, world)?;
    let day = |day: Option<crate::domain::Date>| day.map_or(String::new(), |day| lang.date(day));
    let cells: Vec<String> = officer.cells.iter().map(|cell| world.unit_path(*cell)).collect();
    let all: Vec<String> = world.register.units().map(|entry| world.unit_path(entry.id)).collect();
    let codes = world.catalogue.codes(Codes::Introducers);
    let named = |(_, vi, en): &(&str, &str, &str)| lang.pick(vi, en).to_owned();
    let mine = codes.iter().filter(|(code, ..)| officer.organisations.contains(*code)).map(named);
    let mine = mine.collect::<Vec<_>>().join("; ");
    let organisations: Vec<String> = codes.iter().map(named).collect();
    let fields = vec![
        Field::text("name", lang.field("name"), &officer.name),
        Field::text("office", lang.office_title(), &officer.office),
        Field::number("quota", lang.year_quota_title(), &officer.quota.to_string()),
        Field::suggest("cells", lang.officer_cells(), &cells.join("; "), &all),
        Field::suggest("organisations", lang.officer_organisations(), &mine, &organisations),
        Field::date("from", lang.field("from"), &day(officer.from)),
        Field::date("until", lang.field("until"), &day(officer.until)),
        Field::text("account", lang.officer_account(), &officer.account),
    ];
    let title = match number {
        Some(_) => lang.title_edit(&officer.name),
        None => lang.title_new_officer(),
    };
    Some(Form::new(Subject::Officer { unit, number }, title, fields))
}

/// The cells that are typed, by what they are called.
fn cells_of(text: &str, world: &World) -> Result<BTreeSet<UnitId>, String> {
    let mut cells = BTreeSet::new();
    for typed in text.split(';').map(str::trim).filter(|typed| !typed.is_empty()) {
        let wanted = fold(typed);
        let called = |entry: &crate::query::UnitEntry| {
            fold(entry.name()) == wanted || fold(&world.register.name_in_book(entry)) == wanted
        };
        let found: Vec<UnitId> = world.register.units().filter(called).map(|entry| entry.id).collect();
        match found.as_slice() {
            [one] => drop(cells.insert(*one)),
            [] => return Err(world.lang.field_error(&FieldError::NoUnit(typed.to_owned()))),
            _ => return Err(world.lang.many_cells(typed)),
        }
    }
    Ok(cells)
}

/// The officer that was typed.
pub fn read<'a>(
    (unit, number): (UnitId, Option<u8>),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let lang = world.lang;
    let text = |name: &'static str| {
        fields::text(form.value(name)).map_err(|error| vec![(name, lang.field_error(&error))])
    };
    let day = |name: &'static str| {
        fields::date(form.value(name), name, &world.dates())
            .map_err(|error| vec![(name, lang.field_error(&error))])
    };
    let organisations = form.value("organisations");
    let codes = world.catalogue.codes(Codes::Introducers);
    let mut chosen = BTreeSet::new();
    for typed in organisations.split([';', ',']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let wanted = fold(typed);
        let code = codes.iter().find(|(code, vi, en)| [code, vi, en].iter().any(|name| fold(name) == wanted));
        let (code, ..) = code.ok_or_else(|| {
            let names = codes.iter().map(|(_, vi, en)| lang.pick(vi, en)).collect::<Vec<_>>().join(", ");
            vec![("organisations", lang.no_such_state(typed, names))]
        })?;
        chosen.insert((*code).to_owned());
    }
    let quota = fields::count(form.value("quota"));
    let officer = Officer {
        name: text("name")?,
        office: text("office")?,
        from: day("from")?,
        until: day("until")?,
        quota: quota.map_err(|error| vec![("quota", lang.field_error(&error))])?.unwrap_or(0),
        cells: cells_of(form.value("cells"), world).map_err(|text| vec![("cells", text)])?,
        organisations: chosen,
        account: text("account")?,
    };
    let days = officer.from.zip(officer.until);
    if days.is_some_and(|(from, until)| from.first() > until.last()) {
        return Err(vec![("until", lang.ends_before_it_begins())]);
    }
    if officer.name.is_empty() {
        return Err(vec![("name", lang.field_missing())]);
    }
    let Some(entry) = world.register.unit_by_id(unit) else { return Ok(Vec::new()) };
    let before = entry.whole();
    let Some(number) = number.or_else(|| before.next_officer()) else { return Ok(Vec::new()) };
    let mut after = before.clone();
    after.officers.insert(number, officer);
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(unit, &before, &after) })])
}

/// The edits that remove one.
pub fn remove(unit: UnitId, number: u8, world: &World) -> Vec<Edit> {
    let Some(entry) = world.register.unit_by_id(unit) else { return Vec::new() };
    let before = entry.whole();
    let mut after = before.clone();
    after.officers.remove(&number);
    Edit::between(unit, &before, &after)
}
