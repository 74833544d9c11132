//! `ketnap target UNIT`: the target of a unit for a year, as a number or as percent of its members, or shared out among the
//! units just below.

use super::span::year;
use super::{Failure, Session};
use crate::domain::text::clean;
use crate::domain::{Act, Day, Edit, Period, Target, Why};
use crate::office::Office;
use crate::query::UnitRow;
use crate::query::progress::{Params, progress};
use crate::query::share::{ShareBy, percent_of, shared_out};
use crate::render::table;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::collections::BTreeMap;

#[derive(Debug, Args)]
pub struct TargetArgs {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: String,
    /// Năm; không có thì năm nay · Year; this one when left out
    #[arg(long, value_parser = year)]
    year: Option<i32>,
    /// Số người · How many people
    #[arg(long, conflicts_with = "percent")]
    people: Option<u32>,
    /// Phần trăm đảng viên cuối năm trước, làm tròn lên: 3 hoặc 3.5 · Percent of the members at the end of the year before, rounded up
    #[arg(long, value_name = "P", value_parser = hundredths)]
    percent: Option<u32>,
    /// Chia cho các đơn vị trực thuộc theo số đảng viên (members) hoặc số kết nạp năm trước (last); với --percent: mỗi đơn vị tính riêng · Shared out among the units just below by their members, or by those admitted in the year before (last); with --percent each by its own members
    #[arg(long, value_name = "RULE", value_parser = rules())]
    share: Option<ShareBy>,
    /// Số văn bản · Number of the document
    #[arg(long, default_value = "")]
    number: String,
    /// Ngày văn bản · Date of the document
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Chỉ xem, không ghi · Only say what would be set
    #[arg(long)]
    dry_run: bool,
}

/// `3`, `3.5`, `3,25`, in hundredths of a percent.
fn hundredths(text: &str) -> Result<u32, String> {
    let text = text.trim().trim_end_matches('%').replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = part.len() <= 2 && (whole.len() + part.len()) > 0;
    let number = |text: &str| if text.is_empty() { Ok(0) } else { text.parse::<u32>() };
    match (number(whole), number(part)) {
        (Ok(whole), Ok(rest)) if digits && whole <= 100 => {
            Ok(100 * whole + if part.len() == 1 { 10 * rest } else { rest })
        }
        _ => Err("3, 3.5, 3.25".to_owned()),
    }
}

fn rules() -> impl TypedValueParser<Value = ShareBy> {
    PossibleValuesParser::new(ShareBy::ALL.map(ShareBy::code))
        .try_map(|code| ShareBy::by_code(&code).ok_or("no such rule"))
}

/// Sets targets, and says which.
pub fn run(session: &Session, args: &TargetArgs) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let lang = session.lang;
    let Some(id) = session.unit(&office, Some(&args.unit))? else { return Ok(()) };
    let Some(unit) = office.register().unit_row(id) else { return Ok(()) };
    let year = args.year.unwrap_or_else(|| chrono::Datelike::year(&office.today()));
    let wanted = match args.share {
        None => BTreeMap::from([(unit, own(session, &office, unit, year, args)?)]),
        Some(by) => {
            let mut parts = shared(session, &office, unit, year, (by, args))?;
            // What is shared out is the target of the unit itself.
            parts.extend(args.people.map(|people| (unit, people)));
            parts
        }
    };
    let date = match &args.date {
        Some(text) => Some(session.date(&office, Some(text))?),
        None => None,
    };
    let number = clean(&args.number).map_err(|error| Failure::Refused(lang.text_error(error)))?;
    let period = Period::Year(year);
    let (mut edits, mut lines) = (Vec::new(), Vec::new());
    for (row, people) in &wanted {
        let Some(entry) = office.register().unit(*row) else { continue };
        let before = entry.whole();
        let known = before.target_on(period, Day::NEVER).map(|target| target.people);
        let mut after = before.clone();
        let target = Target { people: *people, number: number.clone(), date, note: String::new() };
        after.set_target(period, target);
        edits.extend(Edit::between(entry.id, &before, &after));
        let members = before.members_before(year);
        if let Some(members) = members.filter(|members| *people > *members) {
            session.warn(&lang.more_than_members(entry.name(), lang.count(*people), lang.count(members)));
        }
        let members = members.map_or(String::new(), |members| lang.count(members));
        let known = known.map_or(String::new(), |known| lang.count(known));
        let worked_out = args.percent.is_some() || args.share == Some(ShareBy::Members);
        if let Some((of, _)) = before
            .members
            .range(..year - 1)
            .next_back()
            .filter(|_| worked_out && !before.members.contains_key(&(year - 1)))
        {
            session.warn(&lang.members_of_then(entry.name(), *of));
        }
        lines.push(vec![entry.name().to_owned(), members, known, lang.count(*people)]);
    }
    let below = wanted.iter().filter(|(row, _)| args.share.is_some() && **row != unit);
    let sum: u32 = below.map(|(_, people)| people).sum();
    if args.share.is_some() {
        lines.push(vec![lang.given_below_title(), String::new(), String::new(), lang.count(sum)]);
    }
    let titles = [
        lang.field("unit").to_owned(),
        lang.field("members").to_owned(),
        lang.target_known(),
        lang.target_new(),
    ];
    let columns: Vec<(&str, bool)> =
        titles.iter().zip([false, true, true, true]).map(|(t, n)| (t.as_str(), n)).collect();
    session.print(&table::text(&columns, lines))?;
    let own = args.people.or(office.register().target_on(unit, period, Day::NEVER));
    if let Some(own) = own.filter(|own| args.share.is_some() && *own != sum) {
        session.warn(&lang.target_not_shared(
            lang.count(own),
            lang.count(sum),
            i64::from(own) - i64::from(sum),
        ));
    }
    if args.dry_run || edits.is_empty() {
        return session.done(&if args.dry_run { lang.nothing_written() } else { lang.nothing_changed() });
    }
    office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    session.saved("", &(lang.targets_set(lang.count(wanted.len() as u64)) + "\n"))
}

fn own(
    session: &Session,
    office: &Office,
    unit: UnitRow,
    year: i32,
    args: &TargetArgs,
) -> Result<u32, Failure> {
    match (args.people, args.percent) {
        (Some(people), _) => Ok(people),
        (None, Some(percent)) => Ok(percent_of(members(session, office, unit, year)?, percent)),
        (None, None) => Err(Failure::Usage(session.lang.target_needs())),
    }
}

fn members(session: &Session, office: &Office, unit: UnitRow, year: i32) -> Result<u32, Failure> {
    let register = office.register();
    let name = || register.name_of_unit(unit).to_owned();
    let members = register.members_before(unit, year);
    members.ok_or_else(|| Failure::Refused(session.lang.no_members(name(), year - 1)))
}

/// What each unit just below gets.
fn shared(
    session: &Session,
    office: &Office,
    unit: UnitRow,
    year: i32,
    (by, args): (ShareBy, &TargetArgs),
) -> Result<BTreeMap<UnitRow, u32>, Failure> {
    let (register, lang) = (office.register(), session.lang);
    let below: Vec<UnitRow> = register.open_children(Some(unit), office.today().into()).collect();
    if let Some(percent) = args.percent {
        let each =
            below.into_iter().map(|row| Ok((row, percent_of(members(session, office, row, year)?, percent))));
        return each.collect();
    }
    let known = register.target_on(unit, Period::Year(year), Day::NEVER);
    let whole = args.people.or(known).ok_or_else(|| Failure::Usage(lang.target_needs()))?;
    let weights: Vec<u32> = match by {
        ShareBy::Members => {
            below.iter().map(|row| members(session, office, *row, year)).collect::<Result<_, _>>()?
        }
        ShareBy::Last => {
            let last = chrono::NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap_or(office.today());
            if last > office.today() {
                session.warn(&lang.shared_by_part_of_a_year(year - 1, lang.date(office.today().into())));
            }
            let params = Params::year(year - 1, last, office.admission());
            let table = session.look(register.len(), |work| progress(register, &params, work))?;
            below.iter().map(|row| table.get(register, *row).map_or(0, |row| row.admitted())).collect()
        }
    };
    let parts = shared_out(whole, &weights).ok_or_else(|| Failure::Refused(lang.nothing_to_share_by()))?;
    Ok(below.into_iter().zip(parts).collect())
}
