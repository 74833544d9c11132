//! `ketnap import units|people F.csv [--dry-run]`.

mod asked;
mod people;

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::{Edit, Why};
use crate::exchange::units_csv;
use crate::store::StoreError;
pub use asked::Import;
use asked::{Outcome, What};

/// Largest file of units that is read, in bytes.
const MAX: usize = 1 << 30;

/// Imports the good rows and names the bad ones; with bad rows the exit code is 1.
pub fn run(session: &Session, args: &Import) -> Result<(), Failure> {
    let lang = session.lang;
    let outcome = match args.what {
        What::Units => units(session, args)?,
        What::People => people::import(session, args)?,
    };
    for problem in &outcome.problems {
        let what = lang.field_error(&problem.error);
        session.warn(&match problem.column.as_str() {
            "" => lang.row_warning(problem.row, what),
            column => lang.row_problem(problem.row, column, what),
        });
    }
    for (row, problem) in &outcome.ahead {
        session.warn(&lang.row_warning(row, lang.problem(*problem)));
    }
    let bad = lang.count(outcome.problems.len() as u64);
    let [new, changed, unchanged] =
        [outcome.new, outcome.changed, outcome.unchanged].map(|n| lang.count(n as u64));
    if let Some(error) = outcome.failed {
        if outcome.new + outcome.changed > 0 {
            session.done(&lang.imported(new, changed, unchanged, &bad))?;
            return Err(session.failure(&StoreError::Partly(Box::new(error))));
        }
        return Err(session.failure(&error));
    }
    session.done(&if args.dry_run {
        lang.would_import(new, changed, unchanged, &bad)
    } else {
        lang.imported(new, changed, unchanged, &bad)
    })?;
    if outcome.problems.is_empty() { Ok(()) } else { Err(Failure::Refused(lang.rows_refused(bad))) }
}

fn units(session: &Session, args: &Import) -> Result<Outcome, Failure> {
    let bytes = input::file(session, &args.file, MAX)?;
    let mut office = session.office()?;
    let today = office.today().into();
    let plan = with_context(&office, |context| {
        units_csv::plan(&bytes, context, today, || office.store.options.ids.unit())
    });
    let mut edits: Vec<Edit> = Vec::new();
    for (id, unit) in &plan.new {
        edits.push(Edit::add(*id, unit.clone()));
    }
    for (id, unit) in &plan.changed {
        if let Some(before) = office.register().unit_by_id(*id) {
            edits.extend(Edit::between(*id, &before.whole(), unit));
        }
    }
    let (new, changed) = (plan.new.len(), plan.changed.len());
    if !args.dry_run && !edits.is_empty() {
        office.save(edits, Why::Import).map_err(|error| session.failure(&error))?;
    }
    Ok(Outcome { new, changed, unchanged: plan.unchanged, problems: plan.problems, ..Outcome::default() })
}
