//! `ketnap due [UNIT]`: what is overdue and what is coming, by which clause, at whom.

use super::outs::Outs;
use super::{Failure, Session};
use crate::domain::rules::Holder;
use crate::domain::{Act, Day};
use crate::query::due::Wanted;
use crate::query::report::Sheet;
use crate::query::report::due::DueReport;
use clap::Args;

#[derive(Debug, Args)]
pub struct DueArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// Chỉ việc đến hạn trong số ngày này, và quá hạn · Only what is due in so many days, or overdue
    #[arg(long, value_name = "DAYS")]
    pub within: Option<i32>,
    /// cell, base, board, committee, asked, police
    #[arg(long, value_name = "WHO", value_parser = holder)]
    pub holder: Option<Holder>,
    #[command(flatten)]
    pub outs: Outs,
}

fn holder(text: &str) -> Result<Holder, String> {
    let known = Holder::ALL.into_iter().find(|holder| holder.name() == text);
    known.ok_or_else(|| Holder::ALL.map(Holder::name).join(", "))
}

/// Gives the report out.
pub fn run(session: &Session, args: &DueArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let wanted = Wanted { today: Day::from(office.today()), within: args.within, holder: args.holder };
    let report = DueReport::of(register, office.rules(), unit, wanted);
    args.outs.give(session, &office, &Sheet::of(report))
}
