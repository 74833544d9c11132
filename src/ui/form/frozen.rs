//! Forms that freeze the figures of a period, and lift them.

use super::person::required_date;
use super::{Field, Form, Problems, Subject};
use crate::domain::{Date, Frozen, UnitId};
use crate::exchange::fields;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use chrono::{Datelike, Months};

/// Freezes a unit with all below it: of the month that is over.
pub fn freeze(unit: UnitId, world: &World) -> Form {
    let lang = world.lang;
    let last = world.today.with_day(1).and_then(|day| day.checked_sub_months(Months::new(1)));
    let last = last.and_then(|day| Date::new(day.year(), Some(day.month()), None).ok());
    let month = last.map_or(String::new(), |month| lang.date(month));
    let fields = vec![Field::date("month", lang.freeze_month(), &month)];
    Form::new(Subject::Freeze { unit }, lang.title_freeze(world.unit_name(unit)), fields)
}

/// The month, as a month.
fn month_of<'a>(form: &'a Form, world: &World) -> Result<Date, Problems<'a>> {
    let typed = required_date(form, "month", world)?;
    let month = typed.month().and_then(|month| Date::new(typed.year(), Some(month), None).ok());
    month.ok_or_else(|| vec![("month", world.lang.field_missing())])
}

/// What freezes it.
pub fn read_freeze<'a>(unit: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let month = month_of(form, world)?;
    if !Frozen::is_of(month, month.last().min(world.today), world.today) {
        return Err(vec![("month", world.lang.not_of_the_period())]);
    }
    Ok(vec![Effect::Do(Task::Freeze { unit, month })])
}

/// Lifts the figures of a unit with all below it.
pub fn unfreeze(unit: UnitId, month: Date, world: &World) -> Form {
    let fields = vec![Field::text("reason", world.lang.freeze_reason(), "")];
    let title = world.lang.title_unfreeze(world.lang.date(month));
    Form::new(Subject::Unfreeze { unit, month }, format!("{title} · {}", world.unit_name(unit)), fields)
}

/// What lifts them: never without a reason.
pub fn read_unfreeze<'a>(
    (unit, month): (UnitId, Date),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let reason = fields::text(form.value("reason"));
    let reason = reason.map_err(|error| vec![("reason", world.lang.field_error(&error))])?;
    if reason.is_empty() {
        return Err(vec![("reason", world.lang.field_missing())]);
    }
    Ok(vec![Effect::Do(Task::Unfreeze { unit, month, reason })])
}
