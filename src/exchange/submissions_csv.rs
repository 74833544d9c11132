//! Reports of units from CSV: `unit,report,month,sent,by,returned,reason`.

use super::csv_rows::{Columns, Row, RowProblem};
use super::facts_csv::{self, Pending, Plan, Taken, required};
use super::fields::{self, Context, FieldError};
use crate::domain::rules::Names;
use crate::domain::submission::{Owed, Returned};
use crate::domain::text::fold;
use crate::domain::{Date, Submission, Unit, UnitId};
use chrono::NaiveDate;

const NAMES: [&str; 7] = ["unit", "report", "month", "sent", "by", "returned", "reason"];

/// The columns that a file of reports may have.
const COLUMNS: Columns = Columns { is_known: |column| NAMES.contains(&column), names: || NAMES.join(", ") };

/// Reads a file of reports against what the office has.
pub fn plan(bytes: &[u8], context: &Context, today: NaiveDate) -> Plan {
    facts_csv::plan(bytes, COLUMNS, |row, units| take(row, units, context, today))
}

fn take(
    row: &Row,
    units: &mut Pending<UnitId, Unit>,
    context: &Context,
    today: NaiveDate,
) -> Result<Taken, RowProblem> {
    let id = (context.unit)(required(row, "unit")?).map_err(|error| row.problem("unit", error))?;
    let known = &context.catalogue.submissions;
    let report = required(row, "report")?;
    let is = |owed: &&Owed| [&owed.code, &owed.vi, &owed.en].iter().any(|name| fold(name) == fold(report));
    let Some(owed) = known.iter().find(is) else {
        let list = |of: fn(&Owed) -> &String| known.iter().map(of).cloned().collect::<Vec<_>>().join(", ");
        let names = Names(list(|owed| &owed.vi), list(|owed| &owed.en));
        return Err(row.problem("report", FieldError::NotCalled(report.to_owned(), names)));
    };
    let date = |column: &str| {
        fields::date(row.cell(column), "date", &context.dates).map_err(|error| row.problem(column, error))
    };
    let month = date("month")?.ok_or_else(|| row.problem("month", FieldError::Missing))?;
    let ends = month.month().filter(|month| owed.every.months().contains(month));
    let period = ends.and_then(|ends| Date::new(month.year(), Some(ends), None).ok());
    let period = period.ok_or_else(|| {
        let months = owed.every.months().iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        row.problem("month", FieldError::NotOneOf(month.to_string(), months))
    })?;
    let sent = date("sent")?.ok_or_else(|| row.problem("sent", FieldError::Missing))?;
    if !Owed::can_come(period, sent, today) {
        return Err(row.problem("sent", FieldError::NotOfPeriod));
    }
    let text = |column: &str| fields::text(row.cell(column)).map_err(|error| row.problem(column, error));
    let reason = text("reason")?;
    let returned = date("returned")?.map(|date| Returned { date, reason: reason.clone() });
    if returned.is_none() && !reason.is_empty() {
        return Err(row.problem("returned", FieldError::Missing));
    }
    let read = || context.register.unit_by_id(id).map(|entry| entry.whole());
    let unit = units.record(id, read).ok_or_else(|| row.problem("unit", FieldError::NoUnit(id.into())))?;
    let key = (owed.code.clone(), period);
    let submission = Submission { sent, by: text("by")?, returned };
    let taken = Taken::of(unit.submissions.get(&key), &submission);
    unit.submissions.insert(key, submission);
    Ok(taken)
}
