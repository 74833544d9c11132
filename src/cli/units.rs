//! `ketnap units [UNIT]`: the tree of units.

use super::{Failure, Session};
use crate::query::{Register, UnitEntry};
use crate::render::table;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Units {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the tree below a unit.
pub fn run(session: &Session, args: &Units) -> Result<(), Failure> {
    let office = session.office()?;
    let register = office.register();
    let root = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let rows = register.units_of(root);
    let base = root.and_then(|row| register.unit(row)).map_or(0, |entry| entry.depth);
    let entries: Vec<UnitEntry> = rows.filter_map(|row| register.unit(row)).collect();
    if args.json {
        let list = entries.iter().map(|entry| unit_json(register, entry, base)).collect();
        session.json(&Value::Array(list))?;
    } else {
        let lang = session.lang;
        let columns = [
            (lang.field("unit"), false),
            (lang.field("kind"), false),
            (lang.field("code"), false),
            (lang.field("id"), false),
        ];
        let kind = |code: &str| {
            office
                .store
                .catalogue
                .kind(code)
                .map_or(code.to_owned(), |kind| lang.pick(&kind.vi, &kind.en).to_owned())
        };
        let lines = entries.iter().map(|entry| {
            let name = format!("{}{}", "  ".repeat(entry.depth - base), entry.name());
            vec![name, kind(entry.kind()), entry.code().to_owned(), entry.id.to_string()]
        });
        session.print(&table::text(&columns, lines.collect()))?;
    }
    session.finish(&office)
}

fn unit_json(register: &Register, entry: &UnitEntry, base: usize) -> Value {
    let unit = entry.whole();
    let parent = entry.parent.and_then(|row| register.unit(row)).map(|entry| String::from(entry.id));
    let targets: Vec<Value> = unit
        .targets
        .iter()
        .map(|((period, version), target)| {
            let (from, to) = match period {
                crate::domain::Period::Year(year) => (*year, *year),
                crate::domain::Period::Term(first, last) => (*first, *last),
            };
            json!({
                "from_year": from, "to_year": to, "version": version, "people": target.people,
                "number": target.number, "date": target.date.map(String::from), "note": target.note,
            })
        })
        .collect();
    json!({
        "unit": String::from(entry.id), "name": unit.name, "depth": entry.depth - base, "kind": unit.kind,
        "sector": unit.sector, "code": unit.code, "parent": parent, "order": unit.order, "flags": unit.flags,
        "aliases": unit.aliases, "valid_from": unit.valid_from.map(String::from),
        "valid_until": unit.valid_until.map(String::from),
        "members": unit.members.iter().map(|(year, n)| (year.to_string(), json!(n))).collect::<serde_json::Map<_, _>>(),
        "targets": targets,
    })
}
