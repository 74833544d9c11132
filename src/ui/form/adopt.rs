//! The form that makes a class of a name that was typed on certificates: whose class it was, and who passed.

use super::{Field, Form, Problems, Subject};
use crate::domain::{OccasionField, TypedClass, UnitId};
use crate::ui::effect::{Effect, Task};
use crate::ui::form::by_kind::units;
use crate::ui::world::World;

/// How many people are named one by one.
const NAMED: usize = 8;

/// The form, for a class of a unit.
pub fn adopt(typed: &TypedClass, unit: UnitId, world: &World) -> Form {
    let lang = world.lang;
    let rows = typed.people.iter().filter_map(|id| world.register.row_of(*id));
    let rows = world.register.in_name_order(rows.collect());
    let names: Vec<&str> = rows.into_iter().map(|row| world.register.name(row)).collect();
    let mut shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        shown.push('…');
    }
    let held_by =
        Field::choice("unit", lang.occasion_field(OccasionField::Unit), units(world), &unit.to_string());
    let title = lang.title_adopt(&typed.class, lang.date(typed.date));
    let mut form = Form::new(Subject::Adopt { typed: typed.clone(), unit }, title, vec![held_by]);
    form.advice = vec![(false, lang.passed_it(names.len(), shown))];
    form
}

/// The class, as one action.
pub fn read<'a>(typed: &TypedClass, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    match form.value("unit").parse() {
        Ok(unit) => Ok(vec![Effect::Do(Task::Adopt { typed: typed.clone(), unit })]),
        Err(_) => Err(vec![("unit", world.lang.field_missing())]),
    }
}
