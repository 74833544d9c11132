//! `ketnap list [UNIT]`: the people of a unit.

use super::{Failure, Session, show, table};
use crate::domain::{Act, Stage};
use crate::exchange::sheet::{Cell, Sheet};
use crate::query::figures::{Counting, Figure, Span};
use crate::query::people::behind;
use crate::store::journal::Deed;
use chrono::NaiveDate;
use clap::Args;
use serde_json::Value;

/// `ketnap list`
#[derive(Debug, Args)]
pub struct List {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// source, class, proposal, admission, recognition
    #[arg(long, value_parser = stage)]
    pub stage: Option<Stage>,
    /// Số liệu đến ngày · As of a day
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
    let counting = Counting { span: Span { first: i32::MIN, last: day }, admission: office.admission() };
    let figure = args.stage.map_or(Figure::OnTheWay, Figure::Standing);
    let root = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let rows = match root {
        Some(root) => behind(register, root, figure, counting),
        None => {
            let tops: Vec<usize> = register.children(None).collect();
            tops.into_iter().flat_map(|top| behind(register, top, figure, counting)).collect()
        }
    };
    if args.json || args.csv {
        let unit = root.and_then(|row| register.unit(row)).map(|entry| entry.id);
        session.note_export(&office, Deed::Exported { unit, people: rows.len() as u32 })?;
    }
    if args.json {
        let list = rows.iter().filter_map(|row| show::record_json(&office, register.id(*row)?, day));
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let lang = session.lang;
    let lines = rows.iter().filter_map(|row| {
        let place = register.place(*row, day)?;
        let id = register.id(*row)?;
        let unit = register.unit(place.unit).map_or("", |entry| entry.name);
        Some((id, register.name(*row).to_owned(), register.born(*row), unit.to_owned(), place))
    });
    if args.csv {
        let columns = ["id", "name", "born", "unit", "stage", "milestone", "since"].map(str::to_owned).into();
        let cells = lines.map(|(id, name, born, unit, place)| {
            vec![
                Cell::Text(id.to_string()),
                Cell::Text(name),
                born.map_or(Cell::Empty, Cell::Day),
                Cell::Text(unit),
                Cell::Text(place.stage.name().to_owned()),
                place.furthest.map_or(Cell::Empty, |kind| Cell::Text(kind.name().to_owned())),
                date_of(place.since).map_or(Cell::Empty, |day| Cell::Day(day.into())),
            ]
        });
        let sheet = Sheet { columns, rows: cells.collect() };
        session.print(&String::from_utf8_lossy(&sheet.csv()))?;
    } else {
        let columns = ["name", "born", "unit", "stage", "milestone", "since", "id"]
            .map(|name| (lang.field(name), false));
        let cells = lines.map(|(id, name, born, unit, place)| {
            vec![
                name,
                born.map_or(String::new(), |born| lang.date(born)),
                unit,
                lang.stage(place.stage).to_owned(),
                place.furthest.map_or(String::new(), |kind| lang.milestone(kind).to_owned()),
                date_of(place.since).map_or(String::new(), |day| lang.date(day.into())),
                id.to_string(),
            ]
        });
        session.print(&table::text(&columns, cells.collect()))?;
    }
    session.finish(&office)
}

fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}
