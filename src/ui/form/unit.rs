//! Forms about a unit: what it is, its place in the tree, its targets and members.

use super::person::required_date;
use super::{Field, Form, Problems, Subject, by_kind};
use crate::domain::{Day, Edit, Period, Target, Unit, UnitField, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::parallel::waiting::Work;
use crate::query::people::standing;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use chrono::Datelike;

/// True when a unit of one kind may lie below one of another: one with its own book only below
/// such, the others below every kind that stands before theirs in the catalogue.
fn fits(kind: &str, parent: &str, world: &World) -> bool {
    let place = |code: &str| world.catalogue.kinds.iter().position(|kind| kind.code == code);
    let own = world.catalogue.keeps_book(kind);
    world.catalogue.keeps_book(parent) || (!own && place(parent) < place(kind))
}

/// Kinds that may lie below a unit.
fn kinds(parent: Option<&Unit>, world: &World) -> Vec<(String, String)> {
    let fits = |code: &str| parent.is_none_or(|parent| fits(code, &parent.kind, world));
    let kinds = world.catalogue.kinds.iter().filter(|kind| fits(&kind.code));
    kinds.map(|kind| (kind.code.clone(), world.lang.pick(&kind.vi, &kind.en).to_owned())).collect()
}

/// What a form of a unit asks for. Where it lies is changed by a move.
const IN_FORM: [UnitField; UnitField::ALL.len() - 1] = [
    UnitField::Name,
    UnitField::Kind,
    UnitField::Sector,
    UnitField::Code,
    UnitField::Order,
    UnitField::Aliases,
    UnitField::Flags,
    UnitField::ValidFrom,
    UnitField::ValidUntil,
];

fn fields_of(unit: Option<&Unit>, kinds: Vec<(String, String)>, kind: &str, world: &World) -> Vec<Field> {
    let of = |field: UnitField| match (field, world.lang.unit_field(field)) {
        // Only some fit into the place.
        (UnitField::Kind, label) => Field::choice(field.name(), label, kinds.clone(), kind),
        (_, label) => {
            by_kind::field(field.name(), label, field.kind(), unit.and_then(|unit| field.get(unit)), world)
        }
    };
    IN_FORM.map(of).into()
}

/// A new unit below another.
pub fn new(parent: UnitId, world: &World) -> Option<Form> {
    let entry = world.register.unit_by_id(parent)?;
    let kinds = kinds(Some(&entry.whole()), world);
    // Below a committee most often a grassroots organisation, below that a cell.
    let below_top = entry.parent.is_none() && !entry.kind().starts_with("base") && entry.kind() != "commune";
    let likely = if below_top { "base" } else { "cell" };
    let fields = fields_of(None, kinds, likely, world);
    Some(Form::new(Subject::NewUnit { parent }, world.lang.title_new_unit(entry.name()), fields))
}

/// What a unit is.
pub fn edit(id: UnitId, world: &World) -> Option<Form> {
    let entry = world.register.unit_by_id(id)?;
    let keeps = world.catalogue.keeps_book(entry.kind());
    let parent = entry.parent.and_then(|row| world.register.unit(row)).map(|entry| entry.whole());
    // A book cannot become part of another book by a change of kind, nor the other way round.
    let kinds = kinds(parent.as_ref(), world)
        .into_iter()
        .filter(|(code, _)| world.catalogue.keeps_book(code) == keeps)
        .collect();
    let fields = fields_of(Some(&entry.whole()), kinds, entry.kind(), world);
    Some(Form::new(Subject::EditUnit { unit: id }, world.lang.title_edit(entry.name()), fields))
}

fn take<'a>(form: &'a Form, unit: &mut Unit, world: &World) -> Result<(), Problems<'a>> {
    let mut problems: Problems = Vec::new();
    let no_unit = |text: &str| Err(FieldError::NoUnit(text.to_owned()));
    let context = world.context(&no_unit);
    let before = unit.clone();
    for field in IN_FORM.into_iter().filter(|field| form.is_given(field.name())) {
        let read =
            fields::read(field.kind(), form.value(field.name()), &context).and_then(|value| match value {
                None if field == UnitField::Name => Err(FieldError::Missing),
                value => field.set(unit, value).map_err(|_| FieldError::NoField),
            });
        if let Err(error) = read {
            problems.push((field.name(), world.lang.field_error(&error)));
        }
    }
    // The old name must still be found, and whatever other names the form did not show.
    let shown = form_aliases(form, world);
    unit.aliases.extend(before.aliases.iter().filter(|alias| !shown.contains(alias)).cloned());
    if !before.name.is_empty() && before.name != unit.name {
        unit.aliases.insert(before.name);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The other names that the form showed when it was opened: those may have been taken out.
fn form_aliases(form: &Form, world: &World) -> Vec<String> {
    let Subject::EditUnit { unit } = form.subject else { return Vec::new() };
    let entry = world.register.unit_by_id(unit);
    entry.map_or(Vec::new(), |entry| entry.whole().aliases.into_iter().collect())
}

/// The new unit.
pub fn read_new<'a>(parent: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let mut unit = Unit::new(String::new(), String::new(), Some(parent));
    take(form, &mut unit, world)?;
    Ok(vec![Effect::Do(Task::AddUnit(Box::new(unit)))])
}

/// The changed fields of a unit.
pub fn read_edit<'a>(id: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.unit_by_id(id) else { return Ok(Vec::new()) };
    let before = entry.whole();
    let mut after = before.clone();
    take(form, &mut after, world)?;
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &before, &after) })])
}

/// What is to be asked before a unit with people in it is closed.
pub fn leaves_people(form: &Form, world: &World) -> Option<String> {
    let Subject::EditUnit { unit } = form.subject else { return None };
    if form.value("valid_until").trim().is_empty() || !form.is_changed("valid_until") {
        return None;
    }
    let row = world.register.unit_row(unit)?;
    let (register, today) = (world.register, Day::from(world.today));
    let people = standing(register, &register.subtree(row), None, today, &Work::unheard()).ok()?;
    (!people.is_empty()).then(|| world.lang.closes_with_people(people.len() as u64))
}

/// To another place in the tree.
pub fn move_to(id: UnitId, world: &World) -> Option<Form> {
    let row = world.register.unit_row(id)?;
    let entry = world.register.unit(row)?;
    let parent = world.register.unit(entry.parent?)?.id;
    let own = world.catalogue.keeps_book(entry.kind());
    let below = world.register.subtree(row);
    let places = world
        .register
        .unit_rows()
        .filter(|row| !below.contains(*row))
        .filter_map(|row| world.register.unit(row))
        .filter(|other| fits(entry.kind(), other.kind(), world));
    let options = places.map(|other| (other.id.to_string(), world.unit_path(other.id))).collect();
    let mut fields = vec![Field::choice("parent", world.lang.field("parent"), options, &parent.to_string())];
    if !own {
        // Within its book a cell only changes its place; to another book it goes on a day.
        fields.push(Field::date("date", world.lang.field("date"), &world.lang.date(world.today.into())));
    }
    Some(Form::new(Subject::MoveUnit { unit: id }, world.lang.title_move(entry.name()), fields))
}

/// The move.
pub fn read_move<'a>(id: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.unit_by_id(id) else { return Ok(Vec::new()) };
    let parent: UnitId = form.value("parent").parse().map_err(|_| vec![("parent", world.lang.no_unit())])?;
    let book = world.register.unit_by_id(parent).map(|entry| entry.book);
    if !world.catalogue.keeps_book(entry.kind()) && book != Some(entry.book) {
        let day = required_date(form, "date", world)?;
        return Ok(vec![Effect::Do(Task::MoveCell { id, parent, day })]);
    }
    let before = entry.whole();
    let mut after = before.clone();
    after.parent = Some(parent);
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &before, &after) })])
}

/// Target and members.
pub fn target(id: UnitId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let unit = &world.register.unit_by_id(id)?.whole();
    let year = world.params.from.year();
    let present = unit.target_on(Period::Year(year), Day::NEVER);
    let text = |get: fn(&Target) -> &String| present.map_or("", |target| get(target).as_str());
    let people = present.map_or(String::new(), |target| target.people.to_string());
    let date = present.and_then(|target| target.date).map_or(String::new(), |date| lang.date(date));
    let members = unit.members.get(&(year - 1)).map_or(String::new(), u32::to_string);
    let fields = vec![
        Field::text("period", lang.field("period"), &year.to_string()).replacing(),
        Field::number("people", lang.field("people"), &people),
        Field::text("number", lang.field("number"), text(|t| &t.number)).replacing(),
        Field::date("date", lang.field("date"), &date).replacing(),
        Field::text("note", lang.field("note"), text(|t| &t.note)),
        Field::number("members_year", lang.field("members_year"), &(year - 1).to_string()),
        Field::number("members", lang.field("members"), &members),
    ];
    Some(Form::new(Subject::Target { unit: id }, lang.title_target(&unit.name), fields))
}

/// A target of another document is a further version; the same document corrects its version.
pub fn read_target<'a>(id: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let lang = world.lang;
    let Some(entry) = world.register.unit_by_id(id) else { return Ok(Vec::new()) };
    let wrong = |name: &'static str| move |error: FieldError| vec![(name, lang.field_error(&error))];
    let before = entry.whole();
    let mut after = before.clone();
    if let Some(people) = fields::count(form.value("people")).map_err(wrong("people"))? {
        let text = form.value("period");
        let period = fields::period(text).ok_or_else(|| vec![("period", lang.field_number(text))])?;
        let target = Target {
            people,
            number: fields::text(form.value("number")).map_err(wrong("number"))?,
            date: fields::date(form.value("date"), "date", &world.dates()).map_err(wrong("date"))?,
            note: fields::text(form.value("note")).map_err(wrong("note"))?,
        };
        after.set_target(period, target);
    }
    if let Some(members) = fields::count(form.value("members")).map_err(wrong("members"))? {
        let year = fields::count(form.value("members_year")).map_err(wrong("members_year"))?;
        let year = year.ok_or_else(|| vec![("members_year", lang.field_missing())])?;
        after.members.insert(year as i32, members);
    }
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &before, &after) })])
}
