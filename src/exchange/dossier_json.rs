//! The dossier of a person as JSON, in and out: papers, helpers, exceptions, earlier membership.
//!
//! Nested records as they are stored, with dates as ISO texts; every text in them is cleaned.

use super::fields::{FieldError, Wanted};
use super::json_error::JsonError;
use crate::domain::Person;
use crate::domain::dossier::{Former, Helper, Paper, Waiver};
use crate::domain::text::clean;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

fn wrong(path: &str, error: FieldError) -> JsonError {
    JsonError { path: path.to_owned(), error }
}

/// Reads one nested record; its texts are cleaned first.
fn read<T: DeserializeOwned>(path: &str, value: &Value) -> Result<T, JsonError> {
    let mut value = value.clone();
    tidy(path, &mut value)?;
    serde_json::from_value(value).map_err(|error| wrong(path, FieldError::Shape(error.to_string())))
}

fn tidy(path: &str, value: &mut Value) -> Result<(), JsonError> {
    match value {
        Value::String(text) => *text = clean(text).map_err(|error| wrong(path, error.into()))?,
        Value::Array(items) => {
            for (n, item) in items.iter_mut().enumerate() {
                tidy(&format!("{path}.{n}"), item)?;
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                tidy(&format!("{path}.{name}"), field)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Puts `papers`, `helpers`, `waivers` or `former` into a record. A paper or an exception that is
/// `null` goes; helpers come as a whole list.
pub fn apply(person: &mut Person, field: &str, value: &Value) -> Result<(), JsonError> {
    let entries = || value.as_object().ok_or_else(|| wrong(field, FieldError::WrongType(Wanted::Object)));
    match field {
        "papers" => {
            for (code, paper) in entries()? {
                let path = format!("{field}.{code}");
                let code = clean(code).map_err(|error| wrong(&path, error.into()))?;
                match paper {
                    Value::Null => drop(person.papers.remove(&code)),
                    _ => drop(person.papers.insert(code, read::<Paper>(&path, paper)?)),
                }
            }
        }
        "waivers" => {
            for (code, waiver) in entries()? {
                let path = format!("{field}.{code}");
                let code = clean(code).map_err(|error| wrong(&path, error.into()))?;
                match waiver {
                    Value::Null => drop(person.waivers.remove(&code)),
                    _ => drop(person.waivers.insert(code, read::<Waiver>(&path, waiver)?)),
                }
            }
        }
        "helpers" => {
            let items = value.as_array().ok_or_else(|| wrong(field, FieldError::WrongType(Wanted::List)))?;
            let mut helpers = std::collections::BTreeMap::new();
            for (n, item) in items.iter().enumerate() {
                let path = format!("{field}.{n}");
                let helper: Helper = read(&path, item)?;
                if helper.name.is_empty() {
                    return Err(wrong(&format!("{path}.name"), FieldError::Missing));
                }
                let key = u8::try_from(n + 1).map_err(|_| wrong(&path, FieldError::Number(n.to_string())))?;
                helpers.insert(key, helper);
            }
            person.helpers = helpers;
        }
        _ => person.former = if value.is_null() { None } else { Some(read::<Former>(field, value)?) },
    }
    Ok(())
}

/// What of the dossier is there, by field.
pub fn write(person: &Person) -> Vec<(&'static str, Value)> {
    fn value(record: &impl Serialize) -> Value {
        serde_json::to_value(record).unwrap_or_default()
    }
    let mut out = Vec::new();
    if !person.papers.is_empty() {
        let papers = person.papers.iter().map(|(code, paper)| (code.clone(), value(paper)));
        out.push(("papers", Value::Object(papers.collect::<Map<_, _>>())));
    }
    if !person.helpers.is_empty() {
        out.push(("helpers", person.helpers.values().map(value).collect()));
    }
    if !person.waivers.is_empty() {
        let waivers = person.waivers.iter().map(|(code, waiver)| (code.clone(), value(waiver)));
        out.push(("waivers", Value::Object(waivers.collect::<Map<_, _>>())));
    }
    out.extend(person.former.as_ref().map(|former| ("former", value(former))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnitId;
    use serde_json::json;

    #[test]
    fn what_has_another_shape_is_named_by_its_path() {
        let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
        let mut refuse =
            |field: &str, value: Value| apply(&mut person, field, &value).unwrap_err().to_string();
        assert!(refuse("papers", json!({"cv": {"state": "lost"}})).starts_with("papers.cv: unknown variant"));
        assert!(refuse("papers", json!([])).starts_with("papers: wrong type"));
        assert!(refuse("helpers", json!([{"name": "", "role": "helper"}])).starts_with("helpers.0.name"));
        let hidden = json!({"x": {"date": "2023-01-01", "reason": "a\u{202e}b"}});
        assert!(refuse("waivers", hidden).starts_with("waivers.x.reason: character U+202E"));
        assert!(refuse("former", json!({"left": "2023-02-31", "why": "other"})).contains("31/2/2023"));
    }
}
