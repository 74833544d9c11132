//! `ketnap due [UNIT]`: what is overdue and what is coming, by which clause, at whom.

use super::{Failure, Session, table};
use crate::domain::Act;
use crate::domain::date::day_number;
use crate::domain::rules::Holder;
use crate::exchange::due_json;
use crate::query::Register;
use crate::query::due::{DueRow, Urgency, Wanted, due};
use crate::store::journal::Deed;
use chrono::NaiveDate;
use clap::Args;
use serde_json::Value;

#[derive(Debug, Args)]
pub struct DueArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// Chỉ việc đến hạn trong số ngày này, và quá hạn · Only what is due in so many days, or overdue
    #[arg(long, value_name = "DAYS")]
    pub within: Option<i32>,
    /// cell, base, board, committee, asked, police
    #[arg(long, value_name = "WHO", value_parser = holder)]
    pub holder: Option<Holder>,
    /// In JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// In CSV
    #[arg(long)]
    pub csv: bool,
}

fn holder(text: &str) -> Result<Holder, String> {
    let known = Holder::ALL.into_iter().find(|holder| holder.name() == text);
    known.ok_or_else(|| Holder::ALL.map(Holder::name).join(", "))
}

/// The unit, with the one whose book it is in.
fn place(register: &Register, row: &DueRow) -> String {
    let Some(entry) = register.unit(row.unit) else { return String::new() };
    match register.unit_name(entry.book) {
        book if entry.book == entry.id || book.is_empty() => entry.name().to_owned(),
        book => format!("{}, {book}", entry.name()),
    }
}

/// Prints what is due.
pub fn run(session: &Session, args: &DueArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let (register, rules, lang) = (office.register(), office.rules(), session.lang);
    let today = day_number(office.today());
    let root = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let units = root.map_or(0..register.unit_count(), |row| register.subtree(row));
    let wanted = Wanted { today, within: args.within, holder: args.holder };
    let rows = due(register, units, wanted);
    if args.json || args.csv {
        let unit = root.and_then(|row| register.unit(row)).map(|entry| entry.id);
        session.note_export(&office, Deed::Exported { unit, people: rows.len() as u32 })?;
    }
    if args.json {
        let list = rows.iter().map(|row| due_json::row(register, row, rules));
        session.json(&Value::Array(list.collect()))?;
        return session.finish(&office);
    }
    if args.csv {
        let names = due_json::RuleNames::of(&rows, rules);
        session.csv(&due_json::COLUMNS, &rows, |due, row| due_json::fill(register, due, &names, row))?;
        return session.finish(&office);
    }
    let counts = Urgency::ALL.map(|urgency| rows.iter().filter(|row| row.urgency() == urgency).count());
    session.say(&lang.due_summary(counts))?;
    let columns = ["due", "days", "name", "unit", "rule", "holder", "clause", "id"]
        .map(|name| (lang.field(name), false));
    let cells = |row: &DueRow| {
        let date = NaiveDate::from_num_days_from_ce_opt(row.due.due);
        vec![
            date.map_or(String::new(), |date| {
                format!("{}{}", if row.due.is_certain(rules) { "" } else { "~" }, lang.date(date.into()))
            }),
            lang.days_to(row.due.due, today),
            register.name(row.person).to_owned(),
            place(register, row),
            lang.due(&row.due, rules),
            lang.holder(row.due.holder).to_owned(),
            row.due.clause(rules).to_owned(),
            register.id(row.person).map_or(String::new(), |id| id.to_string()),
        ]
    };
    if !rows.is_empty() {
        session.print(&table::text(&columns, rows.iter().map(cells).collect()))?;
    }
    if rows.iter().any(|row| !row.due.is_certain(rules)) {
        session.say(&format!("~ {}", lang.unannounced()))?;
    }
    session.finish(&office)
}
