//! A committee member in charge as JSON, in and out: its fields by their names, `cells` as ids, codes or names of units.

use super::fields::{self, Context, FieldError, Wanted};
use super::json_error::JsonError;
use crate::domain::catalogue::Codes;
use crate::domain::value::Value as FieldValue;
use crate::domain::{FieldKind, Officer};
use serde_json::{Value, json};

fn at(path: &str) -> impl Fn(FieldError) -> JsonError + '_ {
    move |error| JsonError { path: path.to_owned(), error }
}

/// Puts the fields of a JSON object into an officer; `null` empties a field.
///
/// # Errors
/// The path of what is wrong, and what.
pub fn apply(officer: &mut Officer, value: &Value, context: &Context) -> Result<(), JsonError> {
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at("officer"))?;
    for (name, value) in object {
        let at = at(name);
        let text = || match value {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(at(FieldError::WrongType(Wanted::Text))),
        };
        let list = || match value {
            Value::Null => Ok(Vec::new()),
            Value::Array(items) => items
                .iter()
                .map(|item| item.as_str().ok_or_else(|| at(FieldError::WrongType(Wanted::Text))))
                .collect::<Result<Vec<_>, _>>(),
            _ => Err(at(FieldError::WrongType(Wanted::List))),
        };
        let day = || fields::date(&text()?, name, &context.dates).map_err(&at);
        match name.as_str() {
            // What `report officers` says besides.
            "number" | "unit" | "unit_name" => {}
            "name" => officer.name = fields::text(&text()?).map_err(&at)?,
            "office" => officer.office = fields::text(&text()?).map_err(&at)?,
            "account" => officer.account = fields::text(&text()?).map_err(&at)?,
            "from" => officer.from = day()?,
            "until" => officer.until = day()?,
            "quota" => officer.quota = fields::count(&text()?).map_err(&at)?.unwrap_or(0),
            "cells" => {
                officer.cells = list()?
                    .into_iter()
                    .map(|cell| (context.unit)(cell).map_err(&at))
                    .collect::<Result<_, _>>()?;
            }
            "organisations" => {
                let text = list()?.join(";");
                let codes =
                    fields::read(FieldKind::Codes(Codes::Introducers), &text, context).map_err(&at)?;
                officer.organisations = match codes {
                    Some(FieldValue::Words(codes)) => codes.into_owned(),
                    _ => Default::default(),
                };
            }
            _ => return Err(at(FieldError::NoField)),
        }
    }
    let days = officer.from.zip(officer.until);
    if days.is_some_and(|(from, until)| from.first() > until.last()) {
        return Err(at("until")(FieldError::EndsFirst));
    }
    match officer.name.is_empty() {
        true => Err(at("name")(FieldError::Missing)),
        false => Ok(()),
    }
}

/// What an officer is.
pub fn write(number: u8, officer: &Officer) -> Value {
    json!({ "number": number, "name": officer.name, "office": officer.office, "quota": officer.quota,
        "from": officer.from.map(|day| day.to_string()), "until": officer.until.map(|day| day.to_string()),
        "cells": officer.cells.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "organisations": officer.organisations, "account": officer.account })
}
