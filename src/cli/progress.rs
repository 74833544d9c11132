//! `ketnap progress [UNIT]`: units against their targets.

use super::outs::Outs;
use super::{Failure, Session};
use crate::domain::Act;
use crate::office::Office;
use crate::query::progress::Params;
use crate::query::report::Sheet;
use crate::query::report::progress::{Progress as Report, Request, Sort as Order};
use chrono::{Datelike, NaiveDate};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct Progress {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// Năm · Year
    #[arg(long, conflicts_with_all = ["from", "to"])]
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
    /// Số cấp dưới đơn vị · Levels below the unit
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,
    /// Thứ tự trong từng cấp · Order among siblings
    #[arg(long, value_enum)]
    pub sort: Option<Sort>,
    #[command(flatten)]
    pub outs: Outs,
}

/// Orders of a progress table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    Percent,
    Name,
    Admitted,
}

/// Gives the report out.
pub fn run(session: &Session, args: &Progress) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let params = params(session, &office, args)?;
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let sort = args.sort.map(|sort| match sort {
        Sort::Percent => Order::Percent,
        Sort::Name => Order::Name,
        Sort::Admitted => Order::Admitted,
    });
    let request = Request { unit, params, depth: args.depth, sort };
    let blocks = &office.store.catalogue.blocks;
    let report = session.look(register.len(), |work| Report::of(register, blocks, request, work))?;
    args.outs.give(session, &office, &Sheet::of(report))
}

fn params(session: &Session, office: &Office, args: &Progress) -> Result<Params, Failure> {
    let day = |text: &Option<String>| session.day(office, text.as_deref());
    let as_of = day(&args.as_of)?;
    if let (Some(from), Some(to)) = (&args.from, day(&args.to)?) {
        let from = session.date(office, Some(from))?.first();
        let to = as_of.map_or(to, |as_of| as_of.min(to));
        if from > to {
            return Err(Failure::Usage(session.lang.from_after_to()));
        }
        return Ok(Params { from, to, admission: office.admission() });
    }
    let today = office.today();
    let as_of = as_of.unwrap_or_else(|| match args.year {
        // A year that is over is taken whole.
        Some(year) if year < today.year() => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today),
        _ => today,
    });
    Ok(office.year(args.year.unwrap_or(as_of.year()), as_of))
}
