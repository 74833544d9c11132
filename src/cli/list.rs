//! `ketnap list [UNIT]`: the people of a unit.

use super::{Failure, Session, show, table};
use crate::domain::{Act, Date, Stage};
use crate::query::people::standing;
use crate::store::journal::Deed;
use chrono::NaiveDate;
use clap::Args;
use serde_json::Value;

#[derive(Debug, Args)]
pub struct List {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// source, class, proposal, admission, recognition
    #[arg(long, value_parser = stage)]
    pub stage: Option<Stage>,
    /// Số liệu tính đến ngày · As of a day
    #[arg(long, value_name = "D")]
    pub as_of: Option<String>,
    /// In JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// In CSV
    #[arg(long)]
    pub csv: bool,
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::by_name(text).ok_or_else(|| Stage::ALL.map(Stage::name).join(", "))
}

/// Prints the list.
pub fn run(session: &Session, args: &List) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let day = crate::domain::date::day_number(
        session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today()),
    );
    let root = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let units = root.map_or(0..register.unit_count(), |root| register.subtree(root));
    let rows =
        session.look(register.near(&units), |work| standing(register, &units, args.stage, day, work))?;
    if args.json || args.csv {
        let unit = root.and_then(|row| register.id_of_unit(row));
        session.note_export(&office, Deed::Exported { unit, people: rows.len() as u32 })?;
    }
    if args.json {
        let list = rows.iter().filter_map(|row| show::record_json(&office, register.id(*row)?, day));
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let lang = session.lang;
    if args.csv {
        let columns = ["id", "name", "born", "unit", "stage", "milestone", "since"];
        session.csv(&columns, &rows, |person, row| {
            let place = register.place(*person, day)?;
            row.value(register.id(*person));
            row.text(register.name(*person));
            row.value(register.born(*person));
            row.text(register.name_of_unit(place.unit));
            row.word(Some(place.stage.name()));
            row.word(place.furthest.map(|kind| kind.name()));
            row.value(date_of(place.since).map(Date::from));
            Some(())
        })?;
    } else {
        let columns = ["name", "born", "unit", "stage", "milestone", "since", "id"]
            .map(|name| (lang.field(name), false));
        let cells = rows.iter().filter_map(|row| {
            let place = register.place(*row, day)?;
            Some(vec![
                register.name(*row).to_owned(),
                register.born(*row).map_or(String::new(), |born| lang.date(born)),
                register.name_of_unit(place.unit).to_owned(),
                lang.stage(place.stage).to_owned(),
                lang.step_of(place, day),
                date_of(place.since).map_or(String::new(), |day| lang.date(day.into())),
                register.id(*row)?.to_string(),
            ])
        });
        session.print(&table::text(&columns, cells.collect()))?;
    }
    session.finish(&office)
}

fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}
