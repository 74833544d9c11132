//! Forms about the reports that units send up: of one unit, and of all that are missing in a month.

use super::{Field, Form, Problems, Subject};
use crate::domain::submission::{Owed, Returned};
use crate::domain::{Date, Edit, Submission, Unit, UnitId};
use crate::exchange::fields;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;

/// The edits after which a unit has sent a report of a month, or has not.
pub fn edits(
    unit: UnitId,
    (report, month): (&str, Date),
    sent: Option<Submission>,
    world: &World,
) -> Vec<Edit> {
    let Some(entry) = world.register.unit_by_id(unit) else { return Vec::new() };
    let before: Unit = entry.whole();
    let mut after = before.clone();
    let key = (report.to_owned(), month);
    match sent {
        Some(sent) => drop(after.submissions.insert(key, sent)),
        None => drop(after.submissions.remove(&key)),
    }
    Edit::between(unit, &before, &after)
}

fn title(report: &str, month: Date, world: &World) -> String {
    world.lang.submission_label(report, world.lang.date(month), world.catalogue)
}

/// What came of a unit.
pub fn one(unit: UnitId, report: &str, month: Date, world: &World) -> Option<Form> {
    let lang = world.lang;
    let entry = world.register.unit_by_id(unit)?.whole();
    let known = entry.submissions.get(&(report.to_owned(), month));
    let returned = known.and_then(|known| known.returned.as_ref());
    let sent = known.map_or(world.today.into(), |known| known.sent);
    let day = |day: Option<Date>| day.map_or(String::new(), |day| lang.date(day));
    let fields = vec![
        Field::date("sent", lang.sent_title(), &lang.date(sent)),
        Field::text("by", lang.sent_by_title(), known.map_or("", |known| &known.by)),
        Field::date("returned", lang.returned_title(), &day(returned.map(|returned| returned.date))),
        Field::text("reason", lang.returned_reason(), returned.map_or("", |returned| &returned.reason)),
    ];
    let subject = Subject::Submission { unit, report: report.to_owned(), month };
    Some(Form::new(subject, format!("{} · {}", title(report, month, world), entry.name), fields))
}

/// The edits that note it; nothing came where the day is empty.
pub fn read_one<'a>(
    (unit, report, month): (UnitId, &str, Date),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let wrong =
        |name: &'static str| move |error: fields::FieldError| vec![(name, world.lang.field_error(&error))];
    let day =
        |name: &'static str| fields::date(form.value(name), "date", &world.dates()).map_err(wrong(name));
    let (sent, returned) = (day("sent")?, day("returned")?);
    let (by, reason) = (
        fields::text(form.value("by")).map_err(wrong("by"))?,
        fields::text(form.value("reason")).map_err(wrong("reason"))?,
    );
    if sent.is_none() && (returned.is_some() || !reason.is_empty() || !by.is_empty()) {
        return Err(vec![("sent", world.lang.field_missing())]);
    }
    if sent.is_some_and(|sent| !Owed::can_come(month, sent, world.today)) {
        return Err(vec![("sent", world.lang.cannot_have_come())]);
    }
    if returned.is_none() && !reason.is_empty() {
        return Err(vec![("returned", world.lang.field_missing())]);
    }
    let returned = returned.map(|date| Returned { date, reason });
    let sent = sent.map(|sent| Submission { sent, by, returned });
    let edits = edits(unit, (report, month), sent, world);
    Ok(vec![Effect::Do(Task::Save { edits })])
}

/// All units that have not sent a report of a month.
pub fn all(units: &[UnitId], report: &str, month: Date, world: &World) -> Option<Form> {
    let lang = world.lang;
    let field = Field::date("sent", lang.all_sent_question(), &lang.date(world.today.into()));
    let title = lang.all_sent(units.len(), title(report, month, world));
    let subject = Subject::Submissions { units: units.to_vec(), report: report.to_owned(), month };
    Some(Form::new(subject, title, vec![field]))
}

/// The edits that note it of all of them.
pub fn read_all<'a>(
    (units, report, month): (&[UnitId], &str, Date),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let sent = super::person::required_date(form, "sent", world)?;
    if !Owed::can_come(month, sent, world.today) {
        return Err(vec![("sent", world.lang.cannot_have_come())]);
    }
    let of = |unit: &UnitId| {
        let sent = Submission { sent, by: String::new(), returned: None };
        edits(*unit, (report, month), Some(sent), world)
    };
    Ok(vec![Effect::Do(Task::Save { edits: units.iter().flat_map(of).collect() })])
}
