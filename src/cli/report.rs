//! `ketnap report [NAME]`, and what is the same for every report: in which format it is given out, that what leaves
//! is noted, how the run ends.

use super::{Failure, Session, due, find, list, output, progress};
use crate::domain::Act;
use crate::domain::date::day_number;
use crate::domain::text::shell_word;
use crate::office::Office;
use crate::query::breakdown::By;
use crate::query::report::funnel::{Asked, Funnel};
use crate::query::report::{Name, Report, Sheet};
use crate::render::{Format, Stamp, table};
use crate::store::StoreError;
use crate::store::files::new_file;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, FromArgMatches, Subcommand, value_parser};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

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

fn by_values() -> impl TypedValueParser<Value = By> {
    let codes = PossibleValuesParser::new(By::all().map(By::code));
    codes.try_map(|code| By::by_code(&code).ok_or("no such breakdown"))
}

fn funnel(session: &Session, args: &FunnelArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let unit = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let day = day_number(session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today()));
    let asked = Asked { unit, day, admission: office.admission(), by: args.by };
    let report =
        session.look(register.len(), |work| Funnel::of(register, &office.store.catalogue, asked, work))?;
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
        None => {
            let lang = session.lang;
            let line = |name: Name| vec![name.code().to_owned(), lang.report(name).to_owned()];
            let titles = [lang.report_code(), lang.report_title()];
            let columns = titles.each_ref().map(|title| (title.as_str(), false));
            session.print(&table::text(&columns, Name::ALL.map(line).to_vec()))
        }
    }
}

/// The format that is asked for, and the file where it is for one.
#[derive(Clone, Debug, Default)]
pub struct Outs {
    pub format: Format,
    file: Option<PathBuf>,
}

impl Outs {
    /// Gives a report out, and ends the run.
    pub fn give(&self, session: &Session, office: &Office, report: &dyn Report) -> Result<(), Failure> {
        if self.format != Format::Text {
            session.noted(office.note_report(report))?;
        }
        let (lang, who) = (session.lang, &session.account.name);
        let stamp = Stamp::of(report, office.register(), lang, who, lang.moment(office.store.now()));
        match &self.file {
            Some(path) if path != Path::new("-") => {
                let failed = |error| session.failure(&StoreError::io(path.display().to_string())(error));
                new_file(path, failed, |out| self.format.write(report, &stamp, out).map_err(failed))?;
                let shown = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                session.done(&lang.report_saved(path.display(), lang.count(report.count() as u64)))?;
                session.warn(&lang.report_fetch(shell_word(&shown.display().to_string())));
            }
            _ => session.printed(output::long().and_then(|out| {
                let mut out = BufWriter::with_capacity(1 << 16, out);
                self.format.write(report, &stamp, &mut out).and_then(|()| out.flush())
            }))?,
        }
        session.finish(office)
    }
}

impl Args for Outs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let argument = |format: Format| {
            let argument = Arg::new(format.code()).long(format.code()).help(format.about());
            match format.is_for_file() {
                true => argument.value_name("FILE").value_parser(value_parser!(PathBuf)),
                false => argument.action(ArgAction::SetTrue),
            }
        };
        let group = ArgGroup::new("format").args(Format::OTHERS.map(Format::code)).multiple(false);
        command.args(Format::OTHERS.map(argument)).group(group)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Outs::augment_args(command)
    }
}

impl FromArgMatches for Outs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Outs, clap::Error> {
        for format in Format::OTHERS {
            match format.is_for_file() {
                true => {
                    if let Some(file) = matches.get_one::<PathBuf>(format.code()) {
                        return Ok(Outs { format, file: Some(file.clone()) });
                    }
                }
                false if matches.get_flag(format.code()) => return Ok(Outs { format, file: None }),
                false => {}
            }
        }
        Ok(Outs::default())
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Outs::from_arg_matches(matches)?;
        Ok(())
    }
}
