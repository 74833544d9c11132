//! A filter as JSON, in and out: `born_from`, `born_before`, `enlists`, `stages`, `occasions` (ids or names), and the fields that many people share by
//! their names, each with one value or a list of values.

use super::fields::{self, Context, FieldError, Wanted};
use super::json_error::JsonError;
use crate::domain::filter::Filter;
use crate::domain::{PersonField, Stage};
use serde_json::{Map, Value, json};

fn at(path: &str) -> impl Fn(FieldError) -> JsonError + '_ {
    move |error| JsonError { path: format!("criteria.{path}"), error }
}

/// The filter that an object is; none for `null` and for one that asks nothing.
///
/// # Errors
/// The path of what is wrong, and what.
pub fn read(value: &Value, context: &Context) -> Result<Option<Filter>, JsonError> {
    if value.is_null() {
        return Ok(None);
    }
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at("criteria"))?;
    let mut filter = Filter::default();
    for (name, value) in object {
        let at = at(name);
        let texts: Vec<&str> = match value {
            Value::String(text) => vec![text],
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            Value::Bool(_) if name == "enlists" => Vec::new(),
            _ => return Err(at(FieldError::WrongType(Wanted::Text))),
        };
        let day = || fields::date(texts.first().unwrap_or(&""), "born", &context.dates).map_err(&at);
        match name.as_str() {
            "born_from" => filter.born_from = day()?,
            "born_before" => filter.born_before = day()?,
            "enlists" => filter.enlists = value == &Value::Bool(true),
            "occasions" => {
                for text in texts {
                    filter.occasions.insert(fields::occasion(text, context).map_err(&at)?.id);
                }
            }
            "stages" => {
                for text in texts {
                    let stage = Stage::ALL.into_iter().find(|stage| stage.name() == text);
                    let known = || Stage::ALL.map(Stage::name).join(", ");
                    let stage = stage.ok_or_else(|| at(FieldError::NotOneOf(text.to_owned(), known())));
                    filter.stages.insert(stage?);
                }
            }
            name => {
                let field = PersonField::by_name(name).filter(|field| field.is_shared());
                let field = field.ok_or_else(|| at(FieldError::NoField))?;
                for text in texts {
                    having(&mut filter, field, text, context).map_err(&at)?;
                }
            }
        }
    }
    Ok(Some(filter).filter(|filter| !filter.is_empty()))
}

/// Lets a filter ask for a value of a field, as people write it.
///
/// # Errors
/// What is wrong with the text.
pub fn having(
    filter: &mut Filter,
    field: PersonField,
    text: &str,
    context: &Context,
) -> Result<(), FieldError> {
    let Some(value) = fields::read(field.kind(), text, context)? else { return Ok(()) };
    let values = filter.having.entry(field.name().to_owned()).or_default();
    match value {
        crate::domain::value::Value::Words(words) => values.extend(words.iter().cloned()),
        other => drop(values.insert(other.written().into_owned())),
    }
    Ok(())
}

/// What a filter asks.
pub fn write(filter: &Filter) -> Value {
    let mut out = Map::new();
    for (name, day) in [("born_from", filter.born_from), ("born_before", filter.born_before)] {
        out.extend(day.map(|day| (name.to_owned(), json!(day.to_string()))));
    }
    out.extend(filter.enlists.then(|| ("enlists".to_owned(), json!(true))));
    out.extend(filter.having.iter().map(|(name, values)| (name.clone(), json!(values))));
    if !filter.occasions.is_empty() {
        let ids: Vec<String> = filter.occasions.iter().map(ToString::to_string).collect();
        out.insert("occasions".to_owned(), json!(ids));
    }
    if !filter.stages.is_empty() {
        let stages: Vec<&str> = filter.stages.iter().map(|stage| stage.name()).collect();
        out.insert("stages".to_owned(), json!(stages));
    }
    Value::Object(out)
}
