//! What is said of a row that asks for something: why, by which clause, since when, and what follows. Must not draw.

use crate::domain::due::DueRule;
use crate::domain::rules::Status;
use crate::domain::{Date, Day};
use crate::query::due::DueRow;
use crate::ui::world::World;

/// What is due; of a comment, whose.
pub fn what(row: &DueRow, world: &World) -> String {
    let name = world.lang.due(&row.due, world.rules());
    if row.due.rule != DueRule::Comment {
        return name;
    }
    let record = world.register.id(row.person).and_then(|id| world.records.record(id));
    let helper = record.and_then(|record| record.person.helpers.get(&row.due.round));
    helper.map_or(name, |helper| world.lang.comment_of(&helper.name))
}

/// The sentence at the foot.
pub fn foot(row: &DueRow, world: &World) -> String {
    let date = |day: Day| {
        let date = day.date();
        date.map_or(String::new(), |date| world.lang.date(Date::from(date)))
    };
    let mut parts = vec![what(row, world)];
    parts.extend(row.due.event.map(|event| world.lang.started(world.lang.event(event), date(row.due.start))));
    parts.push(row.due.clause(world.rules()).to_owned());
    let set = row.due.set(world.rules()).and_then(|key| world.rules().set(key));
    // A deadline by a set that nobody compared with its text is not certain, nor is one in a year whose days off are
    // not announced.
    parts.extend(set.map(|set| match set.status {
        Status::Verified => world.lang.rule_key(&set.key()),
        status => format!("{} {}", world.lang.rule_key(&set.key()), world.lang.rule_status(status)),
    }));
    parts.extend((!row.due.is_certain(world.rules())).then(|| world.lang.unannounced()));
    parts.extend(row.due.clock(world.rules()).map(|(_, clock)| world.lang.name(&clock.is.late).to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
