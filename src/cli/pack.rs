//! `ketnap pack [NAME] [UNIT]`: reports that go out together in one file, as the office put them together in its catalogue.

use super::span::SpanArgs;
use super::{Failure, Session};
use crate::domain::Act;
use crate::domain::text::fold;
use crate::office::Office;
use crate::query::enrolling::SOON;
use crate::query::report::Name;
use crate::query::report::people;
use crate::query::report::request::{Basis, Request, YEARS};
use crate::render::pack::Pack;
use crate::render::{Format, Stamp, table};
use crate::store::StoreError;
use crate::store::files::new_file;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct PackArgs {
    /// Mã hoặc tên của bộ; không có thì liệt kê · Code or name of the pack; without it they are listed
    name: Option<String>,
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    unit: Option<String>,
    /// Sổ Excel, mỗi báo cáo một trang tính · A workbook, a sheet for each report
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    xlsx: Option<PathBuf>,
    /// Một trang HTML để in · A page to be printed
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    span: SpanArgs,
}

/// Writes a pack, or says which there are.
pub fn run(session: &Session, args: &PackArgs) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let lang = session.lang;
    let known = &office.store.catalogue.packs;
    let Some(name) = &args.name else {
        let line = |pack: &crate::domain::catalogue::Pack| {
            vec![pack.code.clone(), lang.pick(&pack.vi, &pack.en).to_owned(), pack.reports.join(", ")]
        };
        let titles = [lang.report_code(), lang.report_title(), lang.pack_reports()];
        let columns = titles.each_ref().map(|title| (title.as_str(), false));
        return session.print(&table::text(&columns, known.iter().map(line).collect()));
    };
    let is = |pack: &&crate::domain::catalogue::Pack| {
        [&pack.code, &pack.vi, &pack.en].iter().any(|known| fold(known) == fold(name))
    };
    let Some(pack) = known.iter().find(is) else {
        let known = known.iter().map(|pack| pack.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Failure::Refused(lang.no_pack(name, known)));
    };
    let names = names(&pack.reports).map_err(|wrong| Failure::Refused(lang.no_such_report(wrong)))?;
    let (format, file) = match (&args.xlsx, &args.html) {
        (Some(file), _) => (Format::Xlsx, file),
        (None, Some(file)) => (Format::Html, file),
        (None, None) => return Err(Failure::Usage(lang.pack_needs_file())),
    };
    let unit = session.unit(&office, args.unit.as_deref())?;
    let asked = Request {
        name: Name::Progress,
        unit: unit.and_then(|id| office.register().unit_row(id)),
        params: args.span.params(session, &office)?,
        today: office.today(),
        depth: 1,
        by: None,
        people: None,
        text: String::new(),
        months: SOON,
        years: YEARS,
        occasion: None,
    };
    let title = lang.pick(&pack.vi, &pack.en);
    let write = |out: &mut dyn Write| written(session, &office, (&names, &asked), (format, title), out);
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        session.printed(io::stdout().lock().write_all(&bytes))?;
        return session.finish(&office);
    }
    if session.over_ssh {
        return Err(Failure::Refused(lang.only_to_stdout(format.code())));
    }
    let mut failed = None;
    let made = new_file(
        file,
        |error| StoreError::io(file.display().to_string())(error),
        |out| {
            write(out).map_err(|failure| {
                failed = Some(failure);
                StoreError::Stopped
            })
        },
    );
    if let Some(failure) = failed {
        return Err(failure);
    }
    made.map_err(|error| session.failure(&error))?;
    session.done(&lang.pack_saved(file.display(), lang.count(names.len() as u64)))?;
    session.finish(&office)
}

/// The reports by their words; the first one that is none, or that cannot be asked for alone.
fn names(codes: &[String]) -> Result<Vec<Name>, String> {
    let name = |code: &String| Name::by_code(code).filter(|name| name.stands_alone()).ok_or(code.clone());
    codes.iter().map(name).collect()
}

fn written(
    session: &Session,
    office: &Office,
    (names, asked): (&[Name], &Request),
    (format, title): (Format, &str),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let io = |error: io::Error| Failure::Io(lang.cause(&error));
    let Some(mut pack) = Pack::begin(format, title, lang, out).map_err(io)? else { return Ok(()) };
    let register = office.register();
    for name in names {
        let request = Request { name: *name, ..asked.clone() };
        let day = request.params.to.into();
        let (people, lines) = match name {
            Name::List => {
                let of = people::Request { unit: request.unit, stage: None, left: false, day };
                let people = session.look(register.len(), |work| people::rows(register, of, work))?;
                let lines = office.record_lines(&people, day).map_err(|error| session.failure(&error))?;
                (Some(people), Some(lines))
            }
            _ => (None, None),
        };
        let records = |id| office.record(id);
        let of = Basis {
            register,
            catalogue: &office.store.catalogue,
            rules: office.rules(),
            table: None,
            lines: lines.as_ref(),
            records: Some(&records),
        };
        let request = Request { people, ..request };
        let report = session.look(register.len(), |work| request.made(of, work))?;
        session.noted(office.note_report(&*report))?;
        let stamp =
            Stamp::of(&*report, register, lang, &session.account.name, lang.moment(office.store.now()));
        pack.add(&*report, &stamp).map_err(io)?;
    }
    pack.finish().map_err(io)
}
