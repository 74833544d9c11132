//! `ketnap retention`: whose data an office no longer needs to keep.

use super::{Failure, Session};
use crate::domain::{Act, Day};
use crate::query::people::past_retention;
use crate::render::table;
use crate::store::journal::Deed;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Retention {
    /// Số năm · Years
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub years: u32,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists the people who left for good, or were recognised, more than so many years ago.
pub fn run(session: &Session, args: &Retention) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let (register, lang) = (office.register(), session.lang);
    let today = office.today();
    let limit = today.checked_sub_months(chrono::Months::new(args.years * 12)).unwrap_or(today);
    let rows = past_retention(register, Day::from(limit));
    if args.json {
        session.note_export(&office, Deed::Exported { unit: None, people: rows.len() as u32 })?;
        let list = rows.iter().filter_map(|past| {
            Some(json!({
                "id": String::from(register.id(past.row)?), "name": register.name(past.row),
                "since": past.since.date().map(|day| day.to_string()),
                "why": past.left.map_or("recognised", |reason| reason.name()),
            }))
        });
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let columns = ["name", "born", "since", "reason", "id"].map(|name| (lang.field(name), false));
    let lines = rows.iter().filter_map(|past| {
        let day = past.since.date()?;
        Some(vec![
            register.name(past.row).to_owned(),
            register.born(past.row).map_or(String::new(), |born| lang.date(born)),
            lang.date(day.into()),
            past.left
                .map_or(lang.stage(crate::domain::Stage::Recognition), |reason| lang.leave_reason(reason))
                .to_owned(),
            register.id(past.row)?.to_string(),
        ])
    });
    session.print(&table::text(&columns, lines.collect()))?;
    session.finish(&office)
}
