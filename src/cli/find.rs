//! `ketnap find [TEXT]`: people and units by what someone remembers of them.
//!
//! The text may come from standard input, so that a name need not be an argument.

use super::{Failure, Session, table};
use crate::domain::Act;
use crate::domain::date::day_number;
use crate::query::find::{Hit, find};
use clap::Args;
use serde_json::{Value, json};
use std::io::BufRead;

#[derive(Debug, Args)]
pub struct Find {
    /// Chữ cần tìm; không có thì đọc từ stdin · What to find; read from stdin when left out
    pub text: Option<String>,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints what was found, best first.
pub fn run(session: &Session, args: &Find) -> Result<(), Failure> {
    let text = match &args.text {
        Some(text) => text.clone(),
        None => {
            let mut line = String::new();
            let read = std::io::stdin().lock().read_line(&mut line);
            read.map_err(|error| Failure::Io(format!("stdin: {error}")))?;
            line
        }
    };
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let (register, lang) = (office.register(), session.lang);
    let today = day_number(office.today());
    let hits = find(register, &text, usize::MAX).hits;
    if args.json {
        let list = hits.iter().filter_map(|hit| {
            Some(match hit {
                Hit::Person(row) => {
                    let place = register.place(*row, today);
                    let unit = place.and_then(|place| register.unit(place.unit));
                    json!({
                        "type": "person", "id": String::from(register.id(*row)?), "name": register.name(*row),
                        "born": register.born(*row).map(String::from), "unit": unit.map(|entry| String::from(entry.id)),
                        "unit_name": unit.map(|entry| entry.name()),
                        "stage": place.map(|place| place.stage.name()),
                    })
                }
                Hit::Unit(row) => {
                    let entry = register.unit(*row)?;
                    json!({ "type": "unit", "id": String::from(entry.id), "name": entry.name(), "kind": entry.kind() })
                }
            })
        });
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let columns = ["name", "born", "unit", "stage", "id"].map(|name| (lang.field(name), false));
    let lines: Vec<Vec<String>> = hits
        .iter()
        .filter_map(|hit| {
            Some(match hit {
                Hit::Person(row) => {
                    let place = register.place(*row, today);
                    let unit = place.and_then(|place| register.unit(place.unit));
                    vec![
                        register.name(*row).to_owned(),
                        register.born(*row).map_or(String::new(), |born| lang.date(born)),
                        unit.map_or(String::new(), |entry| entry.name().to_owned()),
                        lang.state(place, register.leave_on(*row, today).is_some()),
                        register.id(*row)?.to_string(),
                    ]
                }
                Hit::Unit(row) => {
                    let entry = register.unit(*row)?;
                    vec![
                        entry.name().to_owned(),
                        String::new(),
                        String::new(),
                        lang.field("unit").to_owned(),
                        entry.id.to_string(),
                    ]
                }
            })
        })
        .collect();
    if lines.is_empty() {
        session.finish(&office)?;
        return Err(Failure::Refused(lang.nothing_found(text.trim())));
    }
    session.print(&table::text(&columns, lines))?;
    session.finish(&office)
}
