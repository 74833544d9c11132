//! An occasion as JSON, in and out: its fields by their names, `sessions` as a list, `criteria` as an object.

use super::fields::{self, Context, FieldError, Wanted};
use super::filter_json;
use super::json_error::JsonError;
use crate::domain::OccasionId;
use crate::domain::occasion::{Occasion, OccasionField, Session};
use crate::domain::value::Value as FieldValue;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

fn at(path: &str) -> impl Fn(FieldError) -> JsonError + '_ {
    move |error| JsonError { path: path.to_owned(), error }
}

/// Puts the fields of a JSON object into an occasion; `null` empties a field.
///
/// # Errors
/// The path of what is wrong, and what.
pub fn apply(occasion: &mut Occasion, value: &Value, context: &Context) -> Result<(), JsonError> {
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at("occasion"))?;
    for (name, value) in object {
        match name.as_str() {
            // What `show` prints besides may be handed back unchanged.
            "id" | "unit_name" | "held_by" | "people" | "quotas" => {}
            "sessions" => occasion.sessions = sessions(value, context)?,
            "criteria" => occasion.criteria = filter_json::read(value, context)?,
            _ => {
                let field = OccasionField::by_name(name).ok_or(FieldError::NoField).map_err(at(name))?;
                let text = match value {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => return Err(at(name)(FieldError::WrongType(Wanted::Text))),
                };
                let value = fields::read(field.kind(), &text, context).map_err(at(name))?;
                field.set(occasion, value).map_err(|_| at(name)(FieldError::NoField))?;
            }
        }
    }
    if !occasion.is_in_order() {
        return Err(at("until")(FieldError::EndsFirst));
    }
    if !occasion.has_an_hour() {
        return Err(at("hour")(FieldError::NotOneOf(occasion.hour.clone(), "08:00".to_owned())));
    }
    Ok(())
}

fn sessions(value: &Value, context: &Context) -> Result<BTreeMap<u8, Session>, JsonError> {
    let items = value.as_array().ok_or(FieldError::WrongType(Wanted::List)).map_err(at("sessions"))?;
    let mut sessions = BTreeMap::new();
    for (n, item) in items.iter().enumerate() {
        let path = format!("sessions.{n}");
        let number = u8::try_from(n + 1).map_err(|_| at(&path)(FieldError::Number((n + 1).to_string())))?;
        // A session is its day, or an object with a topic too.
        let (day, topic) = match item {
            Value::Object(object) => (object.get("date"), object.get("topic").and_then(Value::as_str)),
            day => (Some(day), None),
        };
        let day = day.and_then(Value::as_str).ok_or(FieldError::Missing).map_err(at(&path))?;
        let date = fields::date(day, "until", &context.dates).map_err(at(&path))?;
        let date = date.ok_or(FieldError::Missing).map_err(at(&path))?;
        let topic = fields::text(topic.unwrap_or("")).map_err(at(&path))?;
        sessions.insert(number, Session { date, topic });
    }
    Ok(sessions)
}

/// What an occasion is, without what is empty.
pub fn write(id: OccasionId, occasion: &Occasion) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(id.to_string()));
    for field in OccasionField::ALL {
        let value = field.get(occasion).map(|value| match value {
            FieldValue::Number(number) => json!(number),
            other => json!(other.written()),
        });
        out.extend(value.map(|value| (field.name().to_owned(), value)));
    }
    let sessions = occasion.sessions.values();
    let sessions: Vec<Value> =
        sessions.map(|session| json!({ "date": session.date.to_string(), "topic": session.topic })).collect();
    if !sessions.is_empty() {
        out.insert("sessions".to_owned(), Value::Array(sessions));
    }
    if let Some(criteria) = &occasion.criteria {
        out.insert("criteria".to_owned(), filter_json::write(criteria));
    }
    out
}
