//! `ketnap report [NAME]`: the reports that there are, each with its own questions.

use super::outs::Outs;
use super::{Failure, Session, due, find, list, occasion, progress};
use crate::domain::{Act, Day};
use crate::query::breakdown::By;
use crate::query::report::attendees::Attendees;
use crate::query::report::funnel::{Funnel, Request};
use crate::query::report::occasions::Occasions;
use crate::query::report::{Name, Sheet};
use crate::render::table;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    what: Option<What>,
}

/// The reports, each with its own questions.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum What {
    /// Tiến độ so với chỉ tiêu · Progress of units against their targets
    Progress(progress::Progress),
    /// Việc quá hạn, đến hạn · What is overdue and what is due
    Due(due::DueArgs),
    /// Danh sách người · People of a unit
    List(list::List),
    /// Tìm người và đơn vị · Find people and units
    Find(find::Find),
    /// Lớp, lễ kết nạp, đợt rà soát · Classes, ceremonies, reviews
    Occasions(OccasionsArgs),
    /// Danh sách của một lớp, lễ, đợt rà soát · The people of a class, ceremony or review
    Attendees(AttendeesArgs),
    /// Nguồn phát hiện từng năm đã đi đến đâu · How far those introduced in a year have come
    Funnel(FunnelArgs),
}

#[derive(Debug, Args)]
pub struct FunnelArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Số liệu tính đến ngày · As of a day
    #[arg(long, value_name = "D")]
    as_of: Option<String>,
    /// Phân tích theo · Broken down by
    #[arg(long, value_name = "WHAT", value_parser = by_values())]
    by: Option<By>,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct OccasionsArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct AttendeesArgs {
    /// Mã hoặc tên của lớp, lễ, đợt rà soát · Id or name of the class, ceremony or review
    id: String,
    #[command(flatten)]
    outs: Outs,
}

fn occasions(session: &Session, args: &OccasionsArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let report =
        session.look(register.len(), |work| Occasions::of(register, &office.store.catalogue, unit, work))?;
    args.outs.give(session, &office, &Sheet::of(report))
}

fn attendees(session: &Session, args: &AttendeesArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let entry = occasion::found(session, &office, &args.id)?;
    let day = Day::from(office.today());
    let report =
        session.look(register.len(), |work| Attendees::of(register, Some(entry.id), (None, day), work))?;
    args.outs.give(session, &office, &Sheet::of(report))
}

fn by_values() -> impl TypedValueParser<Value = By> {
    let codes = PossibleValuesParser::new(By::all().map(By::code));
    codes.try_map(|code| By::by_code(&code).ok_or("no such breakdown"))
}

fn funnel(session: &Session, args: &FunnelArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let day = Day::from(session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today()));
    let request = Request { unit, day, admission: office.admission(), by: args.by };
    let report =
        session.look(register.len(), |work| Funnel::of(register, &office.store.catalogue, request, work))?;
    args.outs.give(session, &office, &Sheet::of(report))
}

/// Gives a report out, or says which there are.
pub fn run(session: &Session, args: &ReportArgs) -> Result<(), Failure> {
    match &args.what {
        Some(What::Progress(args)) => progress::run(session, args),
        Some(What::Due(args)) => due::run(session, args),
        Some(What::List(args)) => list::run(session, args),
        Some(What::Find(args)) => find::run(session, args),
        Some(What::Funnel(args)) => funnel(session, args),
        Some(What::Occasions(args)) => occasions(session, args),
        Some(What::Attendees(args)) => attendees(session, args),
        None => {
            let lang = session.lang;
            let line = |name: Name| vec![name.code().to_owned(), lang.report(name).to_owned()];
            let titles = [lang.report_code(), lang.report_title()];
            let columns = titles.each_ref().map(|title| (title.as_str(), false));
            session.print(&table::text(&columns, Name::ALL.map(line).to_vec()))
        }
    }
}
