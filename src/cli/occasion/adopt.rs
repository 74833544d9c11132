//! Class names that were typed freely on certificates: listed, and made classes one by one when somebody says so.

use crate::cli::{Failure, Session};
use crate::domain::TypedClass;
use crate::office::Office;
use serde_json::{Value, json};

fn typed(session: &Session, office: &Office) -> Result<Vec<TypedClass>, Failure> {
    office.typed_classes().map_err(|error| session.failure(&error))
}

/// Lists them: name, day, how many people.
pub(super) fn list(session: &Session, office: &Office, as_json: bool) -> Result<(), Failure> {
    let all = typed(session, office)?;
    if as_json {
        let of = |typed: &TypedClass| json!({ "class": typed.class, "date": typed.date.to_string(), "people": typed.people.len() });
        session.json(&Value::Array(all.iter().map(of).collect()))?;
        return session.finish(office);
    }
    let line = |typed: &TypedClass| {
        let date = session.lang.date(typed.date);
        format!("{}  {date}  {}", typed.class, session.lang.people_count(typed.people.len()))
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    let text = if lines.is_empty() { session.lang.no_typed_classes() } else { lines.join("\n") };
    session.say(&text)?;
    session.finish(office)
}

/// Makes a class of one name and day.
pub(super) fn make(
    session: &Session,
    office: &mut Office,
    name: &str,
    (date, unit): (Option<&str>, Option<&str>),
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut found = typed(session, office)?;
    found.retain(|typed| typed.class == name);
    if let Some(date) = date {
        let date = session.date(office, Some(date))?;
        found.retain(|typed| typed.date == date);
    }
    let wanted = match found.as_slice() {
        [one] => one.clone(),
        [] => return Err(Failure::Refused(lang.no_typed_class(name))),
        several => {
            let days: Vec<String> = several.iter().map(|typed| lang.date(typed.date)).collect();
            return Err(Failure::Refused(lang.many_typed_classes(name, days.join(", "))));
        }
    };
    let unit = match session.unit(office, unit)?.or(office.register().top().map(|top| top.id)) {
        Some(unit) => unit,
        None => return session.say(&lang.nothing_changed()),
    };
    office.adopt(&wanted, unit).map_err(|error| session.failure(&error))?;
    session.saved("", &(lang.adopted(name, wanted.people.len()) + "\n"))
}
