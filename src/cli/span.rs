//! The days that figures are about, as they are asked for on the command line.

use super::{Failure, Session};
use crate::domain::date::YEARS;
use crate::office::Office;
use crate::query::progress::Params;
use chrono::{Datelike, NaiveDate};
use clap::Args;

#[derive(Debug, Args)]
pub struct SpanArgs {
    /// Năm · Year
    #[arg(long, conflicts_with_all = ["from", "to"], value_parser = year)]
    pub year: Option<i32>,
    /// Từ ngày · First day
    #[arg(long, value_name = "D", requires = "to")]
    pub from: Option<String>,
    /// Đến hết ngày · Last day
    #[arg(long, value_name = "D", requires = "from")]
    pub to: Option<String>,
    /// Số liệu tính đến ngày · As of a day
    #[arg(long, value_name = "D")]
    pub as_of: Option<String>,
}

/// A year that a date may have.
pub fn year(text: &str) -> Result<i32, String> {
    let known = text.trim().parse().ok().filter(|year| YEARS.contains(year));
    known.ok_or_else(|| format!("{}–{}", YEARS.start(), YEARS.end()))
}

impl SpanArgs {
    /// The days: this year as of today where nothing is said.
    pub fn params(&self, session: &Session, office: &Office) -> Result<Params, Failure> {
        let day = |text: &Option<String>| session.day(office, text.as_deref());
        let as_of = day(&self.as_of)?;
        if let (Some(from), Some(to)) = (&self.from, day(&self.to)?) {
            let from = session.date(office, Some(from))?.first();
            let to = as_of.map_or(to, |as_of| as_of.min(to));
            if from > to {
                return Err(Failure::Usage(session.lang.from_after_to()));
            }
            return Ok(Params { from, to, admission: office.admission() });
        }
        let today = office.today();
        let as_of = as_of.unwrap_or_else(|| match self.year {
            // A year that is over is taken whole.
            Some(year) if year < today.year() => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today),
            _ => today,
        });
        Ok(office.year(self.year.unwrap_or(as_of.year()), as_of))
    }
}
