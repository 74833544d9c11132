//! `ketnap list [UNIT]`: the people of a unit.

use super::{Failure, Session, show, table};
use crate::domain::{Act, PersonId, Stage, UnitId};
use crate::exchange::people_sheet;
use crate::query::PersonRow;
use crate::query::people::{left, standing};
use crate::store::Office;
use crate::store::journal::Deed;
use chrono::NaiveDate;
use clap::Args;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

#[derive(Debug, Args)]
pub struct List {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// source, class, proposal, admission, recognition
    #[arg(long, value_parser = stage)]
    pub stage: Option<Stage>,
    /// Những người đã thôi theo dõi · Those who are no longer followed
    #[arg(long, conflicts_with = "stage")]
    pub left: bool,
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
    let rows = session.look(register.near(&units), |work| match args.left {
        true => left(register, &units, day, work),
        false => standing(register, &units, args.stage, day, work),
    })?;
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
        let columns = people_sheet::columns();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let records = records(session, &office, &rows, day)?;
        let unread = |id: &PersonId| !records.contains_key(id);
        // Whoever was handed over or erased since the register was made stands in no row: that is said.
        for id in rows.iter().filter_map(|row| register.id(*row)).filter(unread) {
            session.warn(&lang.no_such_person(id));
        }
        session.csv(&columns, &rows, |row, out| {
            let record = records.get(&register.id(*row)?)?;
            people_sheet::fill(register, *row, record, day, out)
        })?;
    } else {
        let columns = ["name", "born", "unit", "stage", "milestone", "since", "id"]
            .map(|name| (lang.field(name), false));
        let cells = rows.iter().filter_map(|row| {
            let (place, left) = (register.place(*row, day), register.leave_on(*row, day));
            let since = place.map(|place| place.since).or(left.map(|(_, since)| since));
            Some(vec![
                register.name(*row).to_owned(),
                register.born(*row).map_or(String::new(), |born| lang.date(born)),
                register.unit_on(*row, day).map_or("", |unit| register.name_of_unit(unit)).to_owned(),
                lang.state(place, left.is_some()),
                match (place, left) {
                    (Some(place), _) => lang.step_of(place, day),
                    (None, left) => left.map_or("", |(reason, _)| lang.leave_reason(reason)).to_owned(),
                },
                since.and_then(date_of).map_or(String::new(), |day| lang.date(day.into())),
                register.id(*row)?.to_string(),
            ])
        });
        session.print(&table::text(&columns, cells.collect()))?;
    }
    session.finish(&office)
}

/// What a sheet says of the records of some people. The books are not kept: all of them would be ten
/// times as large.
fn records(
    session: &Session,
    office: &Office,
    rows: &[PersonRow],
    day: i32,
) -> Result<HashMap<PersonId, Vec<u8>>, Failure> {
    let register = office.register();
    let wanted: HashSet<PersonId> = rows.iter().filter_map(|row| register.id(*row)).collect();
    let books: BTreeSet<UnitId> = rows.iter().filter_map(|row| register.book(*row)).collect();
    let read = office.each_book(&books.into_iter().collect::<Vec<_>>(), |book| {
        let people = book.people.iter().filter(|(id, _)| wanted.contains(id));
        people.map(|(id, record)| (*id, people_sheet::of_record(&record.person, day))).collect::<Vec<_>>()
    });
    let mut all = HashMap::new();
    for part in read {
        all.extend(part.map_err(|error| session.failure(&error))?);
    }
    Ok(all)
}

fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}
