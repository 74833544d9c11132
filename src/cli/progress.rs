//! `ketnap progress [UNIT]`: units against their targets.

use super::outs::Outs;
use super::span::SpanArgs;
use super::{Failure, Session};
use crate::domain::Act;
use crate::query::report::Sheet;
use crate::query::report::progress::{Progress as Report, Request, Sort as Order};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct Progress {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    #[command(flatten)]
    pub span: SpanArgs,
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
    let params = args.span.params(session, &office)?;
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
