//! What is due, and what a person's record breaks and waits for, as JSON and as a sheet.

use super::sheet::Row;
use crate::domain::breach::{Breach, Standpoint, breaches};
use crate::domain::calendar::Calendar;
use crate::domain::due::DueRule;
use crate::domain::outlook::{Block, Outlook, outlook, party_age};
use crate::domain::rules::Event;
use crate::domain::{Date, Person, Rulebook};
use crate::query::Register;
use crate::query::due::DueRow;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

fn day(number: i32) -> Option<Date> {
    NaiveDate::from_num_days_from_ce_opt(number).map(Date::from)
}

fn event(event: Event) -> &'static str {
    match event {
        Event::Milestone(kind) => kind.name(),
        Event::ProbationEnd => "probation_end",
        Event::Moved => "moved",
    }
}

/// The set in force, as it is named on the command line.
fn rule_set(row: &DueRow, rules: &Rulebook) -> String {
    row.due.set(rules).map_or(String::new(), ToString::to_string)
}

/// One row.
pub fn row(register: &Register, row: &DueRow, rules: &Rulebook) -> Value {
    let unit = register.unit(row.unit);
    json!({
        "id": register.id(row.person).map(String::from),
        "name": register.name(row.person),
        "unit": unit.map(|entry| String::from(entry.id)),
        "unit_name": unit.map(|entry| entry.name()),
        "rule": row.due.name(rules),
        "rule_set": rule_set(row, rules),
        "clause": row.due.clause(rules),
        "holder": row.due.holder.name(),
        "start_event": row.due.event.map(event),
        "start": day(row.due.start).map(String::from),
        "due": day(row.due.due).map(String::from),
        "certain": row.due.is_certain(rules),
        "days": row.days,
        "urgency": row.urgency().name(),
        "alarm": row.alarm(),
    })
}

/// The columns of the sheet, with the same names.
pub const COLUMNS: [&str; 14] = [
    "id",
    "name",
    "unit",
    "unit_name",
    "rule",
    "rule_set",
    "clause",
    "holder",
    "start_event",
    "start",
    "due",
    "certain",
    "days",
    "urgency",
];

/// What rules are called in a sheet: there are few of them, however many rows.
pub struct RuleNames<'a> {
    calendar: &'a Calendar,
    known: BTreeMap<(DueRule, u16), Known<'a>>,
}

/// The names of a rule, and whether days off move its days.
struct Known<'a> {
    names: [Cow<'a, str>; 3],
    counts_working_days: bool,
}

impl<'a> RuleNames<'a> {
    /// The rules of some rows.
    pub fn of(rows: &[DueRow], rules: &'a Rulebook) -> RuleNames<'a> {
        let mut known = BTreeMap::new();
        for row in rows {
            known.entry((row.due.rule, row.due.era)).or_insert_with(|| Known {
                names: [
                    row.due.name(rules).into(),
                    Cow::Owned(rule_set(row, rules)),
                    row.due.clause(rules).into(),
                ],
                counts_working_days: row
                    .due
                    .clock(rules)
                    .is_some_and(|(_, clock)| clock.is.counts_working_days()),
            });
        }
        RuleNames { calendar: &rules.calendar, known }
    }
}

/// Fills a row of the sheet.
pub fn fill(register: &Register, due: &DueRow, names: &RuleNames, row: &mut Row) -> Option<()> {
    row.value(register.id(due.person));
    row.text(register.name(due.person));
    row.value(register.id_of_unit(due.unit));
    row.text(register.name_of_unit(due.unit));
    let known = names.known.get(&(due.due.rule, due.due.era));
    (0..3).for_each(|n| row.text(known.and_then(|known| known.names.get(n)).map_or("", |text| text)));
    row.word(Some(due.due.holder.name()));
    row.word(due.due.event.map(event));
    row.value(day(due.due.start));
    let last = NaiveDate::from_num_days_from_ce_opt(due.due.due);
    let moves = known.is_some_and(|known| known.counts_working_days)
        && last.is_some_and(|day| !names.calendar.is_certain(day));
    row.value(last.map(Date::from));
    row.word(Some(if moves { "no" } else { "yes" }));
    row.number(Some(due.days));
    row.word(Some(due.urgency().name()));
    Some(())
}

/// What comes next for a person, what stands in the way, and what is broken.
pub fn ahead(person: &Person, standpoint: &Standpoint) -> Map<String, Value> {
    let Outlook { next, hurdle, blocks, earliest } = outlook(person, standpoint);
    let mut out = Map::new();
    out.insert("next".to_owned(), json!(next.map(|kind| kind.name())));
    out.insert("hurdle".to_owned(), json!(hurdle.map(|kind| kind.name())));
    out.insert("blocks".to_owned(), blocks.iter().map(block).collect());
    out.insert("earliest".to_owned(), json!(earliest.map(|day| day.to_string())));
    out.insert("breaches".to_owned(), breaches(person, standpoint).iter().map(breach).collect());
    out.insert("party_age_from".to_owned(), json!(party_age(person).map(|(day, _)| day.to_string())));
    out
}

fn breach(breach: &Breach) -> Value {
    json!({
        "code": breach.what.code(), "clause": breach.clause, "rule_set": breach.set.to_string(),
        "waived": breach.waived.is_some(),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Age { from } => json!({ "age_from": from.to_string() }),
        Block::TooOld { until } => json!({ "age_until": until.to_string() }),
        Block::BirthUnknown => json!("birth_unknown"),
        Block::NoCertificate => json!("no_certificate"),
        Block::Lapsed { clock, due } => json!({ "lapsed": clock, "on": due.to_string() }),
        Block::Verifications { open, police } => json!({ "verifications": open, "police": police }),
        Block::Papers(n) => json!({ "papers": n }),
        Block::Introducers { have, need } => json!({ "introducers": have, "needed": need }),
        Block::Probation { until } => json!({ "probation_until": until.to_string() }),
        Block::Readmission { from } => json!({ "readmission_from": from.to_string() }),
        Block::NotCleared => json!("not_cleared"),
        Block::NeverReadmitted => json!("never_readmitted"),
    }
}
