//! The form before a batch: which milestone, on which day, from which number on.

use super::milestone::kinds;
use super::person::required_date;
use super::{Field, Form, Problems, Subject};
use crate::domain::problem::next_milestone;
use crate::domain::{Day, MilestoneKind};
use crate::exchange::fields;
use crate::ui::effect::{Effect, Goal};
use crate::ui::world::World;

/// One milestone for everyone marked.
pub fn batch(world: &World) -> Form {
    let lang = world.lang;
    // What most of the marked have before them.
    let day = Day::from(world.today);
    let mut counts = [0usize; MilestoneKind::ALL.len()];
    for person in world.marks.iter().filter_map(|id| world.records.record(*id)) {
        let next = next_milestone(&person.person, day);
        if let Some(count) = next.and_then(|kind| counts.get_mut(kind as usize)) {
            *count += 1;
        }
    }
    let most = MilestoneKind::ALL.into_iter().rev().max_by_key(|kind| counts.get(*kind as usize).copied());
    let kind = most.unwrap_or(MilestoneKind::Certificate);
    let fields = vec![
        Field::choice("milestone", lang.field("milestone"), kinds(world), kind.name()),
        Field::date("date", lang.field("date"), &lang.date(world.today.into())),
        Field::number("first_number", lang.field("first_number"), ""),
        Field::text("suffix", lang.field("suffix"), ""),
    ];
    Form::new(Subject::Batch, lang.title_batch(world.marks.len()), fields)
}

/// The grid in which the batch is reviewed before it is saved.
pub fn read_batch<'a>(form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let date = required_date(form, "date", world)?;
    let kind = MilestoneKind::by_name(form.value("milestone")).unwrap_or(MilestoneKind::Certificate);
    let first = form.value("first_number").trim();
    if !first.is_empty() && first.parse::<u32>().is_err() {
        return Err(vec![("first_number", world.lang.field_number(first))]);
    }
    let suffix = fields::text(form.value("suffix"))
        .map_err(|error| vec![("suffix", world.lang.field_error(&error))])?;
    Ok(vec![Effect::Open(Goal::Batch { kind, date, first: first.to_owned(), suffix })])
}
