//! `ketnap check`: verifies a whole store from its first records, and mends it from a copy.

use super::{Failure, Session};
use crate::store::Damage;
use crate::store::Store;
use crate::store::backup::Source;
use crate::store::check::BookReport;
use crate::store::error::DamageKind;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Check {
    /// Bản sao lưu hoặc thư mục khác để kiểm tra · A backup, or another folder, to verify instead
    pub path: Option<PathBuf>,
    /// Lấy bản ghi thiếu từ bản sao này · Take missing records from this copy: a backup or a folder
    #[arg(long, value_name = "COPY", conflicts_with = "path")]
    pub repair_from: Option<PathBuf>,
    /// Chấp nhận mất phần không bản sao nào còn (tệp cũ được giữ) · Accept the loss of what no copy holds (the old file is kept)
    #[arg(long, conflicts_with = "path")]
    pub give_up: bool,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Verifies, or mends and verifies.
pub fn run(session: &Session, args: &Check) -> Result<(), Failure> {
    if let Some(path) = &args.path {
        let source = Source::open(path, session.options()).map_err(|error| session.unopened(&error))?;
        return report(session, &source.store, args.json);
    }
    if args.repair_from.is_some() || args.give_up {
        repair(session, args)?;
    }
    verify(session, args.json)
}

fn repair(session: &Session, args: &Check) -> Result<(), Failure> {
    let lang = session.lang;
    let store = session.open_store()?;
    let copy = args.repair_from.as_ref().map(|path| Source::open(path, session.options()));
    let copy = copy.transpose().map_err(|error| session.unopened(&error))?;
    let repairs = store.repair_from(copy.as_ref().map(|copy| &copy.store), args.give_up);
    for repair in repairs.map_err(|error| session.failure(&error))? {
        session.warn(&lang.repaired(&repair.path, repair.taken, repair.last));
        if let Some(missing) = repair.missing {
            session.warn(&lang.repair_missing(missing));
        }
    }
    Ok(())
}

/// Verifies the store: one line a book; ends with the exit code for damage when there is any.
pub fn verify(session: &Session, json: bool) -> Result<(), Failure> {
    let store = session.open_store()?;
    report(session, &store, json)
}

fn report(session: &Session, store: &Store, json: bool) -> Result<(), Failure> {
    if let Some(problem) = store.rules_problem() {
        session.warn(&session.lang.rules_problem(session.lang.read_error(problem)));
    }
    let lang = session.lang;
    let reports = store.check().map_err(|error| session.unopened(&error))?;
    if json {
        session.json(&Value::Array(reports.iter().map(report_json).collect()))?;
    } else {
        for report in &reports {
            let state = match report.damage.first() {
                None => lang.sound(),
                Some(Damage { kind: DamageKind::Newer, .. }) => lang.not_readable(),
                Some(_) => lang.not_sound(),
            };
            let (steps, people) = (lang.count(report.steps), lang.count(report.people as u64));
            session.say(&format!("{state}  {}", lang.checked(&report.path, steps, people)))?;
            for found in report.damage.iter().chain(&report.strays) {
                session.say(&format!("    {}", lang.damage(found)))?;
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
        Some(damage) => {
            let mut all = reports.iter().flat_map(|report| &report.damage);
            if !json && all.any(|damage| damage.kind != DamageKind::Newer) {
                session.say(&lang.repair_hint())?;
            }
            Err(Failure::Damaged(lang.damaged_book(damage)))
        }
        None => Ok(()),
    }
}

fn report_json(report: &BookReport) -> Value {
    let told = |found: &[Damage]| -> Vec<Value> {
        let told =
            |one: &Damage| json!({ "file": one.file, "byte": one.byte, "kind": format!("{:?}", one.kind) });
        found.iter().map(told).collect()
    };
    json!({
        "book": report.path, "unit": report.unit.map(String::from), "steps": report.steps, "people": report.people,
        "damage": told(&report.damage), "strays": told(&report.strays), "torn": report.torn,
    })
}
