//! `ketnap import units|people F.csv [--dry-run]`.

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::edit::{person_edits, unit_edits};
use crate::domain::{Edit, PersonFact, UnitFact, Why};
use crate::exchange::people_csv::{Known, RowProblem};
use crate::exchange::{people_csv, units_csv};
use crate::store::Office;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Largest file that is read, in bytes.
const MAX: usize = 1 << 30;

/// `ketnap import`
#[derive(Debug, Args)]
pub struct Import {
    /// units, people
    #[arg(value_enum)]
    pub what: What,
    /// Tệp CSV · The CSV file
    pub file: PathBuf,
    /// Chỉ kiểm tra, không ghi · Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Units,
    People,
}

struct Outcome {
    edits: Vec<Edit>,
    new: usize,
    changed: usize,
    unchanged: usize,
    problems: Vec<RowProblem>,
}

/// Imports the good rows and names the bad ones; with bad rows the exit code is 1.
pub fn run(session: &Session, args: &Import) -> Result<(), Failure> {
    let lang = session.lang;
    let bytes = input::file(session, &args.file, MAX)?;
    let mut office = session.office()?;
    let outcome = match args.what {
        What::Units => units(&office, &bytes),
        What::People => people(&office, &bytes),
    };
    for problem in &outcome.problems {
        let what = lang.field_error(&problem.error);
        session.warn(&lang.row_problem(problem.row, &problem.column, what));
    }
    if !args.dry_run && !outcome.edits.is_empty() {
        office.save(outcome.edits, Why::Import).map_err(|error| session.failure(&error))?;
    }
    let [new, changed, unchanged, bad] =
        [outcome.new, outcome.changed, outcome.unchanged, outcome.problems.len()]
            .map(|n| lang.count(n as u64));
    session.say(&if args.dry_run {
        lang.would_import(new, changed, unchanged, &bad)
    } else {
        lang.imported(new, changed, unchanged, &bad)
    })?;
    if outcome.problems.is_empty() { Ok(()) } else { Err(Failure::Refused(lang.rows_refused(bad))) }
}

fn units(office: &Office, bytes: &[u8]) -> Outcome {
    let today = office.today().into();
    let plan = units_csv::plan(bytes, office.register(), &office.store.catalogue, today, || {
        office.store.options.ids.unit()
    });
    let mut edits: Vec<Edit> = Vec::new();
    for (id, unit) in &plan.new {
        edits.push(Edit::Unit(*id, None, Some(UnitFact::Whole(Box::new(unit.clone())))));
    }
    for (id, unit) in &plan.changed {
        if let Some(before) = office.register().unit_by_id(*id) {
            edits.extend(unit_edits(*id, &before.whole(), unit));
        }
    }
    let (new, changed) = (plan.new.len(), plan.changed.len());
    Outcome { edits, new, changed, unchanged: plan.unchanged, problems: plan.problems }
}

fn people(office: &Office, bytes: &[u8]) -> Outcome {
    let register = office.register();
    let records = register.people().filter_map(|row| {
        let id = register.id(row)?;
        (register.row_of(id) == Some(row)).then_some(())?;
        office.record(id).map(|record| (id, &record.person))
    });
    let known = Known::of(records);
    let plan = with_context(office, |context| {
        people_csv::plan(bytes, &known, context, || office.store.options.ids.person())
    });
    let mut edits: Vec<Edit> = Vec::new();
    for (id, person) in &plan.new {
        edits.push(Edit::Person(*id, None, Some(PersonFact::Whole(Box::new(person.clone())))));
    }
    for (id, person) in &plan.changed {
        if let Some(before) = office.record(*id) {
            edits.extend(person_edits(*id, &before.person, person));
        }
    }
    let (new, changed) = (plan.new.len(), plan.changed.len());
    Outcome { edits, new, changed, unchanged: plan.unchanged, problems: plan.problems }
}
