//! `ketnap freeze`, `ketnap unfreeze`: the figures of a unit and of all below it as they are reported.

use super::{Failure, Session};
use crate::domain::{Act, Date, Frozen};
use clap::Args;

#[derive(Debug, Args)]
pub struct Freeze {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: String,
    /// Tháng cuối của kỳ: 2023-07 · Last month of the period: 2023-07
    #[arg(long, value_name = "M")]
    month: String,
    /// Số liệu tính đến ngày, nếu khác cuối tháng · As of a day, if not the last of the month
    #[arg(long, value_name = "D")]
    as_of: Option<String>,
}

#[derive(Debug, Args)]
pub struct Unfreeze {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: String,
    /// Tháng cuối của kỳ: 2023-07 · Last month of the period: 2023-07
    #[arg(long, value_name = "M")]
    month: String,
    /// Lý do · Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

fn month_of(session: &Session, office: &crate::office::Office, text: &str) -> Result<Date, Failure> {
    let typed = session.date(office, Some(text))?;
    let month = typed.month().and_then(|month| Date::new(typed.year(), Some(month), None).ok());
    month.ok_or_else(|| Failure::Refused(session.lang.not_a_month(text)))
}

/// Freezes.
pub fn freeze(session: &Session, args: &Freeze) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::Manage)?;
    let month = month_of(session, &office, &args.month)?;
    let as_of = session.day(&office, args.as_of.as_deref())?;
    let day = as_of.unwrap_or(month.last().min(office.today()));
    if !Frozen::is_of(month, day, office.today()) {
        return Err(Failure::Refused(session.lang.not_of_the_period()));
    }
    let Some(unit) = session.unit(&office, Some(&args.unit))? else { return Ok(()) };
    let n = office.freeze(unit, month, day).map_err(|error| session.failure(&error))?;
    session.saved("", &(session.lang.frozen_said(n) + "\n"))
}

/// Lifts.
pub fn unfreeze(session: &Session, args: &Unfreeze) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::Manage)?;
    let month = month_of(session, &office, &args.month)?;
    let Some(unit) = session.unit(&office, Some(&args.unit))? else { return Ok(()) };
    if args.reason.trim().is_empty() {
        return Err(Failure::Refused(
            session.lang.refused(format!("reason: {}", session.lang.field_missing())),
        ));
    }
    let n = office.unfreeze(unit, month, &args.reason).map_err(|error| session.failure(&error))?;
    session.saved("", &(session.lang.lifted_said(n) + "\n"))
}
