//! What is the same for every report: in which format it is given out, that what leaves is noted, how the run ends.

use super::{Failure, Session, output};
use crate::query::report::Report;
use crate::render::{csv, json, text};
use crate::store::Office;
use crate::store::journal::Deed;
use clap::Args;

/// The format that is asked for: text for people where there is none.
#[derive(Clone, Debug, Args)]
pub struct Outs {
    /// In JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// In CSV
    #[arg(long)]
    csv: bool,
}

impl Outs {
    /// True for text that people read.
    pub fn is_text(&self) -> bool {
        !self.json && !self.csv
    }

    /// True for JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Gives a report out, and ends the run.
    pub fn give(&self, session: &Session, office: &Office, report: &dyn Report) -> Result<(), Failure> {
        self.note(session, office, report)?;
        if self.json {
            session.printed(output::long().and_then(|mut out| json::write(report, &mut out)))?;
        } else if self.csv {
            session.printed(output::long().and_then(|mut out| csv::write(report, &mut out)))?;
        } else {
            session.print(&text::text(report, session.lang))?;
        }
        session.finish(office)
    }

    /// Notes that people leave the store, before they do.
    pub fn note(&self, session: &Session, office: &Office, report: &dyn Report) -> Result<(), Failure> {
        let Some(people) = report.people().filter(|_| !self.is_text()) else { return Ok(()) };
        let unit = report.unit().and_then(|row| office.register().id_of_unit(row));
        // More than a journal can count are told as that many.
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        session.note_export(office, Deed::Exported { unit, people })
    }
}
