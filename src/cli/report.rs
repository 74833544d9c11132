//! `ketnap report [NAME]`: the reports that there are, each with its own questions.

use super::outs::Outs;
use super::span::SpanArgs;
use super::{Failure, Session, due, find, list, occasion, progress};
use crate::domain::text::fold;
use crate::domain::{Act, Officer};
use crate::office::Office;
use crate::query::breakdown::By;
use crate::query::enrolling::SOON;
use crate::query::progress::Params;
use crate::query::report::Name;
use crate::query::report::request::{Basis, Request, YEARS};
use crate::query::spread::Spread;
use crate::render::table;
use chrono::Datelike;
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
    /// Chỉ tiêu các đơn vị, theo văn bản nào, còn chưa giao · Targets of units, by which document, what is not given yet
    Targets(UnitSpanArgs),
    /// Từng tháng: kế hoạch, kết nạp, lũy kế, cùng kỳ · Month by month: plan, admitted, to date, the year before
    Months(MonthsArgs),
    /// Dự báo cuối năm của từng đơn vị · How the year will end, unit by unit
    YearEnd(UnitSpanArgs),
    /// Nguồn cho năm sau: ai đang ở giai đoạn nào, có đủ chỉ tiêu năm sau không · Sources for next year, and whether they are enough
    NextYear(UnitSpanArgs),
    /// Ai có thể kết nạp trong năm, sớm nhất khi nào, còn vướng gì · Who can be admitted this year, when, what stands in the way
    Forecast(UnitSpanArgs),
    /// Hồ sơ đang ở bước nào, ai giữ, từ bao giờ · Where dossiers lie, at whom, since when
    Dossiers(UnitSpanArgs),
    /// Đảng viên dự bị: đến hạn, quá hạn công nhận · Members on probation, by when they are to be recognised
    Recognition(UnitSpanArgs),
    /// Số người ở từng giai đoạn cuối mỗi tháng · People at each stage at the end of every month
    Standing(UnitSpanArgs),
    /// Cơ cấu: nữ, dân tộc, tôn giáo, tuổi, trình độ · Who they are: women, minorities, ages, education
    Makeup(UnitSpanArgs),
    /// Có gì mới trong kỳ: bước đạt được, đến, đi · What is new in the period: steps reached, who came and left
    Changes(UnitSpanArgs),
    /// Chi bộ nhiều năm liền không kết nạp, còn nguồn hay không · Cells without an admission for years running
    Dry(DryArgs),
    /// Xếp hạng đơn vị, còn thiếu bao nhiêu, so cùng kỳ · Units from best to worst, what is missing, the same days last year
    Ranking(UnitSpanArgs),
    /// Việc quá hạn, đến hạn · What is overdue and what is due
    Due(due::DueArgs),
    /// Danh sách người · People of a unit
    List(list::List),
    /// Tìm người và đơn vị · Find people and units
    Find(find::Find),
    /// Ai cần học lớp, còn thiếu bao nhiêu chỗ · Who needs a class, how many places are missing
    Demand(DemandArgs),
    /// Kết quả các lớp nhận thức về Đảng · Awareness classes of a period
    Classes(ClassesArgs),
    /// Lớp, lễ kết nạp, đợt rà soát · Classes, ceremonies, reviews
    Occasions(OccasionsArgs),
    /// Danh sách của một lớp, lễ, đợt rà soát · The people of a class, ceremony or review
    Attendees(AttendeesArgs),
    /// Danh sách một lễ kết nạp, kiểm tra từng người · The list of a ceremony, checked
    Ceremony(AttendeesArgs),
    /// Chương trình một lễ kết nạp, để in · Running order of a ceremony, to be printed
    Script(AttendeesArgs),
    /// Đơn vị được phân bổ, đã trả lời · What units are asked, and who has answered
    Quotas(AttendeesArgs),
    /// Đơn vị chưa trả lời, chưa gửi báo cáo: để nhắc · What units have not answered or sent, to remind them
    Reminders(RemindersArgs),
    /// Cấp ủy viên phụ trách: giới thiệu, kết nạp so với chỉ tiêu · Committee members in charge against their quotas
    Officers(ClassesArgs),
    /// Các chi bộ được phân công phụ trách · Cells that committee members are in charge of
    Charge(ChargeArgs),
    /// Mỗi đảng viên đang giúp đỡ bao nhiêu người · How many people each member helps
    Helpers(OccasionsArgs),
    /// Đơn vị đã gửi báo cáo nào, tháng nào · Which unit sent which report for which month
    Submissions(SubmissionsArgs),
    /// Số liệu đã chốt, và vào sau khi chốt · Figures as they were reported, and what came after
    Frozen(FrozenArgs),
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

#[derive(Debug, Args)]
pub struct DryArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Số năm liền không kết nạp · Years running without an admission
    #[arg(long, value_name = "N", default_value_t = YEARS)]
    years: u32,
    #[command(flatten)]
    span: SpanArgs,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct MonthsArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Chia chỉ tiêu: đều, theo các năm trước, theo lễ kết nạp · How the target is spread over the months
    #[arg(long, value_name = "RULE", default_value = "even", value_parser = Spread::ALL.map(Spread::code))]
    spread: String,
    #[command(flatten)]
    span: SpanArgs,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct UnitSpanArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    #[command(flatten)]
    span: SpanArgs,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct RemindersArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Chỉ một đợt rà soát: mã hoặc tên · Only of one review: id or name
    #[arg(long, value_name = "ID")]
    of: Option<String>,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct ChargeArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Chỉ của người dùng tài khoản này · Only of the member who uses this account
    #[arg(long, value_name = "NAME", conflicts_with = "mine")]
    account: Option<String>,
    /// Chỉ của tôi · Only mine
    #[arg(long)]
    mine: bool,
    #[command(flatten)]
    span: SpanArgs,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct SubmissionsArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Loại báo cáo: monthly, quarterly … · Kind of report: monthly, quarterly …
    #[arg(long, value_name = "CODE", default_value = "monthly")]
    report: String,
    #[command(flatten)]
    span: SpanArgs,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct FrozenArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Tháng cuối của kỳ: 2023-07; không có: kỳ mới nhất · Last month of the period; without it the latest
    #[arg(long, value_name = "M", default_value = "")]
    month: String,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct DemandArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Số tháng tới · Months ahead
    #[arg(long, value_name = "N", default_value_t = SOON)]
    months: u32,
    /// Phân tích theo · Broken down by
    #[arg(long, value_name = "WHAT", value_parser = by_values())]
    by: Option<By>,
    #[command(flatten)]
    outs: Outs,
}

#[derive(Debug, Args)]
pub struct ClassesArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    #[command(flatten)]
    span: SpanArgs,
    /// Phân tích theo · Broken down by
    #[arg(long, value_name = "WHAT", value_parser = by_values())]
    by: Option<By>,
    #[command(flatten)]
    outs: Outs,
}

/// A report of a unit as of today, to which each adds what it is asked.
fn request(
    session: &Session,
    office: &Office,
    name: Name,
    unit: Option<&String>,
) -> Result<Request, Failure> {
    let today = office.today();
    let unit = session.unit(office, unit.map(String::as_str))?;
    let unit = unit.and_then(|id| office.register().unit_row(id));
    Ok(Request::about(name, unit, office.year(today.year(), today), today))
}

fn give(session: &Session, office: &Office, request: Request, outs: &Outs) -> Result<(), Failure> {
    let (register, catalogue, rules) = (office.register(), &office.store.catalogue, office.rules());
    let records = |id| office.record(id);
    let of = Basis { register, catalogue, rules, table: None, lines: None, records: Some(&records) };
    let report = session.look(register.len(), |work| request.made(of, work))?;
    outs.give(session, office, &*report)
}

fn by_values() -> impl TypedValueParser<Value = By> {
    let codes = PossibleValuesParser::new(By::all().map(By::code));
    codes.try_map(|code| By::by_code(&code).ok_or("no such breakdown"))
}

/// Gives a report out, or says which there are.
pub fn run(session: &Session, args: &ReportArgs) -> Result<(), Failure> {
    match &args.what {
        Some(What::Progress(args)) => progress::run(session, args),
        Some(What::Due(args)) => due::run(session, args),
        Some(What::List(args)) => list::run(session, args),
        Some(What::Find(args)) => find::run(session, args),
        Some(what) => {
            let office = session.office()?;
            session.must_allow(&office, Act::See)?;
            let of_unit = |name, unit: &Option<String>| request(session, &office, name, unit.as_ref());
            let of_occasion = |name, id: &str| {
                let occasion = Some(occasion::found(session, &office, id)?.id);
                Ok::<_, Failure>(Request { occasion, ..request(session, &office, name, None)? })
            };
            let (request, outs) = match what {
                What::Funnel(args) => {
                    let to = session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today());
                    let asked = of_unit(Name::Funnel, &args.unit)?;
                    let params = Params { to, ..asked.params };
                    (Request { params, by: args.by, ..asked }, &args.outs)
                }
                What::Demand(args) => {
                    let asked = of_unit(Name::Demand, &args.unit)?;
                    (Request { months: args.months, by: args.by, ..asked }, &args.outs)
                }
                What::Classes(args) => {
                    let params = args.span.params(session, &office)?;
                    (Request { params, by: args.by, ..of_unit(Name::Classes, &args.unit)? }, &args.outs)
                }
                What::Dry(args) => {
                    let params = args.span.params(session, &office)?;
                    (Request { params, years: args.years, ..of_unit(Name::Dry, &args.unit)? }, &args.outs)
                }
                What::Months(args) => {
                    let params = args.span.params(session, &office)?;
                    let text = args.spread.clone();
                    (Request { params, text, ..of_unit(Name::Months, &args.unit)? }, &args.outs)
                }
                What::Ranking(args)
                | What::Targets(args)
                | What::YearEnd(args)
                | What::NextYear(args)
                | What::Forecast(args)
                | What::Dossiers(args)
                | What::Recognition(args)
                | What::Standing(args)
                | What::Makeup(args)
                | What::Changes(args) => {
                    let name = match what {
                        What::Targets(_) => Name::Targets,
                        What::YearEnd(_) => Name::YearEnd,
                        What::NextYear(_) => Name::NextYear,
                        What::Forecast(_) => Name::Forecast,
                        What::Dossiers(_) => Name::Dossiers,
                        What::Recognition(_) => Name::Recognition,
                        What::Standing(_) => Name::Standing,
                        What::Makeup(_) => Name::Makeup,
                        What::Changes(_) => Name::Changes,
                        _ => Name::Ranking,
                    };
                    let params = args.span.params(session, &office)?;
                    (Request { params, ..of_unit(name, &args.unit)? }, &args.outs)
                }
                What::Officers(args) => {
                    let params = args.span.params(session, &office)?;
                    (Request { params, ..of_unit(Name::Officers, &args.unit)? }, &args.outs)
                }
                What::Submissions(args) => {
                    let known = &office.store.catalogue.submissions;
                    if known.iter().all(|owed| owed.code != args.report) {
                        let known =
                            known.iter().map(|owed| owed.code.as_str()).collect::<Vec<_>>().join(", ");
                        return Err(Failure::Refused(session.lang.no_report(&args.report, known)));
                    }
                    let params = args.span.params(session, &office)?;
                    let text = args.report.clone();
                    (Request { params, text, ..of_unit(Name::Submissions, &args.unit)? }, &args.outs)
                }
                What::Frozen(args) => {
                    let text = args.month.clone();
                    (Request { text, ..of_unit(Name::Frozen, &args.unit)? }, &args.outs)
                }
                What::Occasions(args) => (of_unit(Name::Occasions, &args.unit)?, &args.outs),
                What::Attendees(args) => (of_occasion(Name::Attendees, &args.id)?, &args.outs),
                What::Ceremony(args) => (of_occasion(Name::Ceremony, &args.id)?, &args.outs),
                What::Script(args) => (of_occasion(Name::Script, &args.id)?, &args.outs),
                What::Reminders(args) => {
                    let of = args.of.as_ref().map(|id| occasion::found(session, &office, id)).transpose()?;
                    let occasion = of.map(|entry| entry.id);
                    (Request { occasion, ..of_unit(Name::Reminders, &args.unit)? }, &args.outs)
                }
                What::Charge(args) => {
                    let params = args.span.params(session, &office)?;
                    let mine = args.mine.then(|| session.account.name.clone());
                    let text = args.account.clone().or(mine).unwrap_or_default();
                    let register = office.register();
                    let officers = register.officers(&register.unit_rows());
                    let uses = |officer: &Officer| fold(&officer.account) == fold(&text);
                    if !text.is_empty() && !officers.iter().any(|(.., officer)| uses(officer)) {
                        return Err(Failure::Refused(session.lang.no_officer_uses(text)));
                    }
                    (Request { params, text, ..of_unit(Name::Charge, &args.unit)? }, &args.outs)
                }
                What::Helpers(args) => (of_unit(Name::Helpers, &args.unit)?, &args.outs),
                What::Quotas(args) => (of_occasion(Name::Quotas, &args.id)?, &args.outs),
                What::Progress(_) | What::Due(_) | What::List(_) | What::Find(_) => return Ok(()),
            };
            give(session, &office, request, outs)
        }
        None => {
            let lang = session.lang;
            let line = |name: Name| vec![name.code().to_owned(), lang.report(name).to_owned()];
            let titles = [lang.report_code(), lang.report_title()];
            let columns = titles.each_ref().map(|title| (title.as_str(), false));
            session.print(&table::text(&columns, Name::ALL.map(line).to_vec()))
        }
    }
}
