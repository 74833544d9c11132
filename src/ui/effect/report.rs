//! A report into a file: what leaves is noted first, and the file is whole or not there.

use super::{Desk, Done, expanded};
use crate::crew::waiting::Stopped;
use crate::domain::date::day_number;
use crate::domain::text::shell_word;
use crate::domain::{PersonId, UnitId};
use crate::query::due::Wanted;
use crate::query::progress::Params;
use crate::query::report::due::DueReport;
use crate::query::report::funnel::{self, Funnel};
use crate::query::report::people::{self, People};
use crate::query::report::progress::{self, Progress};
use crate::query::report::{Name, Report, Sheet};
use crate::render::{Format, Stamp};
use crate::store::Office;
use crate::store::StoreError;
use crate::store::files::new_file;
use crate::words::Lang;
use std::path::Path;

/// Which report is to be saved, as it is looked at, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveReport {
    pub name: Name,
    pub unit: UnitId,
    /// Those of the list, in its order.
    pub people: Vec<PersonId>,
    /// Levels below the unit.
    pub depth: usize,
    pub params: Params,
    pub format: Format,
    /// Where the name has no ending, that of the format is added.
    pub path: String,
}

impl Desk {
    /// Saves a report into a new file that only its owner reads.
    pub(super) fn save_report(&self, wanted: &SaveReport, lang: Lang) -> Option<Result<Done, String>> {
        let office = self.office.as_ref()?;
        let saved = self.made(office, wanted, lang).map_err(|error| lang.save_error(&error));
        Some(saved)
    }

    fn made(&self, office: &Office, wanted: &SaveReport, lang: Lang) -> Result<Done, StoreError> {
        let (register, today) = (office.register(), office.today());
        let unit = register.unit_row(wanted.unit);
        let work = self.options.waiting.work(register.len());
        let stopped = |Stopped| StoreError::Stopped;
        let lines;
        let report: Box<dyn Report> = match wanted.name {
            Name::Progress => {
                let asked =
                    progress::Asked { unit, params: wanted.params, depth: Some(wanted.depth), sort: None };
                let blocks = &office.store.catalogue.blocks;
                Box::new(Sheet::of(Progress::of(register, blocks, asked, &work).map_err(stopped)?))
            }
            Name::Due => {
                let wanted = Wanted::on(day_number(today));
                Box::new(Sheet::of(DueReport::of(register, office.rules(), unit, wanted)))
            }
            Name::Funnel => {
                let day = day_number(wanted.params.to);
                let asked = funnel::Asked { unit, day, admission: office.admission(), by: None };
                Box::new(Sheet::of(
                    Funnel::of(register, &office.store.catalogue, asked, &work).map_err(stopped)?,
                ))
            }
            Name::List | Name::Find => {
                let day = day_number(wanted.params.to);
                let rows: Vec<_> = wanted.people.iter().filter_map(|id| register.row_of(*id)).collect();
                lines = office.record_lines(&rows, day)?;
                let asked = people::Asked { unit, stage: None, left: false, day };
                Box::new(Sheet::of(People::of(register, &office.store.catalogue, asked, rows, Some(&lines))))
            }
        };
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
