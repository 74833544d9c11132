//! `ketnap import units|people|targets|occasions|enrolments|officers|submissions F.csv [--dry-run]`.

mod asked;
mod people;

use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::{Act, Edit, Why};
use crate::exchange::facts_csv::Plan;
use crate::exchange::{enrolments_csv, occasions_csv, officers_csv, submissions_csv, targets_csv, units_csv};
use crate::store::StoreError;
pub use asked::Import;
use asked::{Outcome, What};

/// Largest file that is read whole, in bytes.
const MAX: usize = 1 << 30;

/// Imports the good rows and names the bad ones; with bad rows the exit code is 1.
pub fn run(session: &Session, args: &Import) -> Result<(), Failure> {
    let lang = session.lang;
    let outcome = match args.what {
        What::Units => units(session, args)?,
        What::People => people::import(session, args)?,
        What::Targets | What::Occasions | What::Enrolments | What::Officers | What::Submissions => {
            facts(session, args)?
        }
    };
    for problem in &outcome.problems {
        let what = lang.field_error(&problem.error);
        session.warn(&match problem.column.as_str() {
            "" => lang.row_warning(problem.row, what),
            column => lang.row_problem(problem.row, column, what),
        });
    }
    if outcome.unread {
        return Err(Failure::Refused(lang.no_row_read()));
    }
    for (row, why) in &outcome.unfit {
        session.warn(&lang.row_warning(row, lang.unfit(*why)));
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

/// What a file says of targets, of occasions, of who is in them, of officers and of reports.
fn facts(session: &Session, args: &Import) -> Result<Outcome, Failure> {
    let bytes = input::file(session, &args.file, MAX)?;
    let mut office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let today = office.today();
    let records = |id| office.record(id).map(|record| record.person.clone());
    let plan = with_context(&office, |context| match args.what {
        What::Occasions => occasions_csv::plan(&bytes, context, || office.store.options.ids.occasion()),
        What::Enrolments => enrolments_csv::plan(&bytes, context, &records, today.into()),
        What::Targets => targets_csv::plan(&bytes, context),
        What::Officers => officers_csv::plan(&bytes, context),
        What::Submissions => submissions_csv::plan(&bytes, context, today),
        What::Units | What::People => Plan::default(),
    });
    if !args.dry_run && !plan.edits.is_empty() {
        office.save(plan.edits, Why::Import).map_err(|error| session.failure(&error))?;
    }
    let Plan { new, changed, unchanged, problems, unfit, unread, .. } = plan;
    Ok(Outcome { new, changed, unchanged, problems, unfit, unread, ..Outcome::default() })
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
