//! A report into a file: what leaves is noted first, and the file is whole or not there.

use super::{Desk, expanded};
use crate::domain::Day;
use crate::domain::text::shell_word;
use crate::office::Office;
use crate::parallel::waiting::Stopped;
use crate::query::report::request::Request;
use crate::query::report::{self, Name, people};
use crate::render::{Format, Stamp};
use crate::store::StoreError;
use crate::store::files::new_file;
use crate::ui::effect::{Done, SaveReport};
use crate::words::Lang;
use std::path::Path;

impl Desk {
    /// Saves a report into a new file that only its owner reads.
    pub(super) fn save_report(&self, wanted: &SaveReport, lang: Lang) -> Result<Done, String> {
        let Some(office) = &self.office else { return Ok(Done::default()) };
        self.made(office, wanted, lang).map_err(|error| lang.save_error(&error))
    }

    fn made(&self, office: &Office, wanted: &SaveReport, lang: Lang) -> Result<Done, StoreError> {
        let (register, today) = (office.register(), office.today());
        let unit = register.unit_row(wanted.unit);
        let work = self.options.waiting.work(register.len());
        let day = Day::from(wanted.params.to);
        let stopped = |Stopped| StoreError::Stopped;
        let (people, lines) = match wanted.name {
            Name::List => {
                let all = people::Request { unit, stage: None, left: false, day };
                let people = match &wanted.people {
                    None => people::rows(register, all, &work).map_err(stopped)?,
                    Some(chosen) => chosen.iter().filter_map(|id| register.row_of(*id)).collect(),
                };
                let lines = office.record_lines(&people, day)?;
                (Some(people), Some(lines))
            }
            Name::Progress | Name::Due | Name::Find | Name::Funnel | Name::Occasions | Name::Attendees => {
                (None, None)
            }
        };
        let request = Request {
            name: wanted.name,
            unit,
            params: wanted.params,
            today,
            depth: wanted.depth,
            by: wanted.by,
            people,
            text: String::new(),
            occasion: wanted.occasion,
        };
        let of = report::request::Basis {
            register,
            catalogue: &office.store.catalogue,
            rules: office.rules(),
            table: None,
            lines: lines.as_ref(),
        };
        let report = request.made(of, &work).map_err(stopped)?;
        office.note_report(&*report)?;
        let who = &self.options.account.name;
        let stamp = Stamp::of(&*report, register, lang, who, lang.moment(office.store.now()));
        let path = with_ending(&wanted.path, wanted.format);
        let path = expanded(&path);
        let failed = |error| StoreError::io(path.display().to_string())(error);
        new_file(&path, failed, |out| wanted.format.write(&*report, &stamp, out).map_err(failed))?;
        let rows = lang.count(report.count() as u64);
        let shown = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        let fetch = lang.report_fetch(shell_word(&shown.display().to_string()));
        Ok(Done::said(format!("{}. {fetch}", lang.report_saved(path.display(), rows))))
    }
}

fn with_ending(path: &str, format: Format) -> String {
    let path = path.trim();
    if Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.code())) {
        return path.to_owned();
    }
    format!("{path}.{}", format.code())
}
