//! A report into a file: what leaves is noted first, and the file is whole or not there.

use super::{Desk, expanded};
use crate::domain::Day;
use crate::domain::text::shell_word;
use crate::office::Office;
use crate::parallel::waiting::Stopped;
use crate::query::breakdown::By;
use crate::query::report::arranged::Arranged;
use crate::query::report::request::Request;
use crate::query::report::{self, Name, Report, people};
use crate::render::pack::{Made, Unmade, names};
use crate::render::{Format, Stamp};
use crate::store::StoreError;
use crate::store::files::new_file;
use crate::ui::effect::{Done, SavePack, SaveReport};
use crate::ui::looked::Looked;
use crate::words::Lang;
use std::path::Path;

impl Desk {
    /// Saves a report into a new file that only its owner reads.
    pub(super) fn save_report(&self, wanted: &SaveReport, lang: Lang) -> Result<Done, String> {
        let Some(office) = &self.office else { return Ok(Done::default()) };
        self.made(office, wanted, lang).map_err(|error| lang.save_error(&error))
    }

    /// Saves several reports into one new file.
    pub(super) fn save_pack(&self, wanted: &SavePack, lang: Lang) -> Result<Done, String> {
        let Some(office) = &self.office else { return Ok(Done::default()) };
        let catalogue = &office.store.catalogue;
        let Some(pack) = catalogue.packs.iter().find(|pack| pack.code == wanted.code) else {
            return Ok(Done::default());
        };
        let names = names(pack).map_err(|code| lang.no_such_report(code))?;
        let (register, count) = (office.register(), names.len());
        let records = |id| office.record(id);
        let basis = report::request::Basis {
            register,
            catalogue,
            rules: office.rules(),
            table: None,
            lines: None,
            records: Some(&records),
        };
        let unit = register.unit_row(wanted.unit);
        let asked = Request::about(Name::Progress, unit, wanted.params, office.today());
        let who = &self.options.account.name;
        let made = Made {
            names,
            asked,
            of: basis,
            title: lang.pick(&pack.vi, &pack.en),
            lang,
            stamp: &|report| Stamp::of(report, register, lang, who, lang.moment(office.store.now())),
            note: &|report| office.note_report(report).map_err(std::io::Error::other),
        };
        let path = expanded(&with_ending(&wanted.path, wanted.format));
        let failed = |error| StoreError::io(path.display().to_string())(error);
        let work = self.options.waiting.work(register.len() * count);
        let unmade = |why| match why {
            Unmade::Stopped => StoreError::Stopped,
            Unmade::Io(error) => failed(error),
        };
        new_file(&path, failed, |out| made.write(wanted.format, &work, out).map_err(unmade))
            .map_err(|error| lang.save_error(&error))?;
        let shown = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        let fetch = lang.report_fetch(shell_word(&shown.display().to_string()));
        Ok(Done::said(format!("{}. {fetch}", lang.pack_saved(path.display(), lang.count(count as u64)))))
    }

    fn made(&self, office: &Office, wanted: &SaveReport, lang: Lang) -> Result<Done, StoreError> {
        let (register, today) = (office.register(), office.today());
        let looked = &wanted.looked;
        let unit = register.unit_row(looked.unit);
        let work = self.options.waiting.work(register.len());
        let day = Day::from(wanted.params.to);
        let stopped = |Stopped| StoreError::Stopped;
        let (people, lines) = match wanted.name {
            Name::List => {
                let all = people::Request { unit, stage: None, left: false, day };
                let people = match &looked.people {
                    None => people::rows(register, all, &work).map_err(stopped)?,
                    Some(chosen) => chosen.iter().filter_map(|id| register.row_of(*id)).collect(),
                };
                let lines = office.record_lines(&people, day)?;
                (Some(people), Some(lines))
            }
            _ => (None, None),
        };
        let request = Request {
            depth: looked.depth,
            by: By::by_code(&looked.by),
            people,
            text: looked.asked.clone(),
            occasion: looked.occasion,
            ..Request::about(wanted.name, unit, wanted.params, today)
        };
        let records = |id| office.record(id);
        let of = report::request::Basis {
            register,
            catalogue: &office.store.catalogue,
            rules: office.rules(),
            table: None,
            lines: lines.as_ref(),
            records: Some(&records),
        };
        let report = request.made(of, &work).map_err(stopped)?;
        let said = said(&*report, looked, lang);
        let reads = |about: &report::About, cell: &report::Cell| lang.cell_of(about, cell);
        let report = Arranged::of(report, &looked.choice, &reads);
        office.note_report(&report)?;
        let who = &self.options.account.name;
        let stamp = Stamp::of(&report, register, lang, who, lang.moment(office.store.now())).saying(said);
        let path = with_ending(&wanted.path, wanted.format);
        let path = expanded(&path);
        let failed = |error| StoreError::io(path.display().to_string())(error);
        new_file(&path, failed, |out| wanted.format.write(&report, &stamp, out).map_err(failed))?;
        let rows = lang.count(report.count() as u64);
        let shown = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        let fetch = lang.report_fetch(shell_word(&shown.display().to_string()));
        Ok(Done::said(format!("{}. {fetch}", lang.report_saved(path.display(), rows))))
    }
}

/// What was chosen of a report, above its rows.
fn said(report: &dyn Report, looked: &Looked, lang: Lang) -> Vec<String> {
    let only = looked.choice.only.as_ref().and_then(|(column, text)| {
        let about = report.abouts(&[*column]).first().map(|about| about.title)?;
        Some(lang.only_such(lang.column(about), text))
    });
    Some(&looked.title).filter(|title| !title.is_empty()).cloned().into_iter().chain(only).collect()
}

fn with_ending(path: &str, format: Format) -> String {
    let path = path.trim();
    if Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.code())) {
        return path.to_owned();
    }
    format!("{path}.{}", format.code())
}
