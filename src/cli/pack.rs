//! `ketnap pack [NAME] [UNIT]`: reports that go out together in one file, as the office put them together in its catalogue.

use super::span::SpanArgs;
use super::{Failure, Session, meter};
use crate::domain::Act;
use crate::domain::text::fold;
use crate::query::report::Name;
use crate::query::report::request::{Basis, Request};
use crate::render::pack::{Made, Unmade, names};
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
    let names = names(pack).map_err(|wrong| Failure::Refused(lang.no_such_report(wrong)))?;
    let (format, file) = match (&args.xlsx, &args.html) {
        (Some(file), _) => (Format::Xlsx, file),
        (None, Some(file)) => (Format::Html, file),
        (None, None) => return Err(Failure::Usage(lang.pack_needs_file())),
    };
    let unit = session.unit(&office, args.unit.as_deref())?;
    let unit = unit.and_then(|id| office.register().unit_row(id));
    let params = args.span.params(session, &office)?;
    let asked = Request::about(Name::Progress, unit, params, office.today());
    let records = |id| office.record(id);
    let catalogue = &office.store.catalogue;
    let (register, rules) = (office.register(), office.rules());
    let made = Made {
        asked,
        of: Basis { register, catalogue, rules, table: None, lines: None, records: Some(&records) },
        title: lang.pick(&pack.vi, &pack.en),
        lang,
        stamp: &|report| {
            Stamp::of(report, register, lang, &session.account.name, lang.moment(office.store.now()))
        },
        note: &|report| office.note_report(report).map_err(io::Error::other),
        names,
    };
    let people = register.len() * made.names.len();
    let waiting = meter::reader(lang, move |done, total| lang.looking_at_people(done, total));
    let failed = |why: Unmade| match why {
        Unmade::Stopped => StoreError::Stopped,
        Unmade::Io(error) => StoreError::io(file.display().to_string())(error),
    };
    let write = |out: &mut dyn Write| made.write(format, &waiting.work(people), out).map_err(failed);
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        write(&mut bytes).map_err(|error| session.failure(&error))?;
        session.printed(io::stdout().lock().write_all(&bytes))?;
        return session.finish(&office);
    }
    if session.over_ssh {
        return Err(Failure::Refused(lang.only_to_stdout(format.code())));
    }
    let unmade = |error| StoreError::io(file.display().to_string())(error);
    new_file(file, unmade, |out| write(out)).map_err(|error| session.failure(&error))?;
    session.done(&lang.pack_saved(file.display(), lang.count(made.names.len() as u64)))?;
    session.finish(&office)
}
