//! `ketnap check`: verifies the whole store from its first records.

use super::{Failure, Session};
use crate::store::Store;
use crate::store::check::BookReport;
use clap::Args;
use serde_json::{Value, json};

/// `ketnap check`
#[derive(Debug, Args)]
pub struct Check {
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints one line per book and ends with the exit code for damage when there is any.
pub fn run(session: &Session, args: &Check) -> Result<(), Failure> {
    let lang = session.lang;
    let store = Store::open(&session.store, session.options()).map_err(|error| session.failure(&error))?;
    let reports = store.check().map_err(|error| session.failure(&error))?;
    if args.json {
        session.json(&Value::Array(reports.iter().map(report_json).collect()))?;
    } else {
        for report in &reports {
            let state = if report.damage.is_empty() { lang.sound() } else { lang.not_sound() };
            let (steps, people) = (lang.count(report.steps), lang.count(report.people as u64));
            session.say(&format!("{state}  {}", lang.checked(&report.path, steps, people)))?;
            for damage in &report.damage {
                session.say(&format!("    {}", lang.damage(damage)))?;
            }
            // Beside damage in the same book nothing is harmless.
            let torn = report.torn.iter().filter(|_| report.damage.is_empty());
            for (file, bytes) in torn {
                session.say(&format!("    {}", lang.torn(file, bytes)))?;
            }
        }
    }
    let damaged = reports.iter().flat_map(|report| &report.damage).next();
    match damaged {
        Some(damage) => Err(Failure::Damaged(lang.damaged(lang.damage(damage)))),
        None => Ok(()),
    }
}

fn report_json(report: &BookReport) -> Value {
    let damage: Vec<Value> = report
        .damage
        .iter()
        .map(|damage| json!({ "file": damage.file, "byte": damage.byte, "kind": format!("{:?}", damage.kind) }))
        .collect();
    json!({
        "book": report.path, "unit": report.unit.map(String::from), "steps": report.steps, "people": report.people,
        "damage": damage, "torn": report.torn,
    })
}
