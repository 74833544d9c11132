//! `ketnap list [UNIT]`: the people of a unit.

use super::outs::Outs;
use super::{Failure, Session, show};
use crate::domain::{Act, Day, Stage};
use crate::office::Office;
use crate::query::PersonRow;
use crate::query::report::Sheet;
use crate::query::report::people::{Lines, People, Request, rows};
use crate::render::Format;
use crate::store::journal::Deed;
use clap::Args;
use serde_json::Value;

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
    #[command(flatten)]
    pub outs: Outs,
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::by_name(text).ok_or_else(|| Stage::ALL.map(Stage::name).join(", "))
}

/// Gives the list out; as JSON the whole records.
pub fn run(session: &Session, args: &List) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let day = session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today());
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let request = Request { unit, stage: args.stage, left: args.left, day: Day::from(day) };
    let units = register.units_of(unit);
    let rows = session.look(register.near(&units), |work| rows(register, request, work))?;
    if args.outs.format == Format::Json {
        let unit = unit.and_then(|row| register.id_of_unit(row));
        session.note_export(&office, Deed::Exported { unit, people: rows.len() as u32 })?;
        let list = rows.iter().filter_map(|row| show::record_json(&office, register.id(*row)?, request.day));
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    let wide = args.outs.format.is_wide();
    let lines = if wide { Some(lines(session, &office, &rows, request.day)?) } else { None };
    args.outs.give(
        session,
        &office,
        &Sheet::of(People::of(register, &office.store.catalogue, request, rows, lines.as_ref())),
    )
}

/// What is read of the records of some people.
fn lines(session: &Session, office: &Office, rows: &[PersonRow], day: Day) -> Result<Lines, Failure> {
    let all = office.record_lines(rows, day).map_err(|error| session.failure(&error))?;
    // Whoever was handed over or erased since the register was made stands in no row: that is said.
    let register = office.register();
    for id in rows.iter().filter_map(|row| register.id(*row)).filter(|id| !all.contains_key(id)) {
        session.warn(&session.lang.no_such_person(id));
    }
    Ok(all)
}
