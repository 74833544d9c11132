//! Several reports in one file: a workbook with a sheet for each, or a page with one after the other. Each is made, written
//! and let go of before the next one.

use super::{Format, Stamp, html, xlsx};
use crate::domain::catalogue::Pack;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::report::request::{Basis, Request};
use crate::query::report::{Name, Report};
use crate::words::Lang;
use std::io::{self, Write};

/// The formats that hold several reports.
pub const FORMATS: [Format; 2] = [Format::Xlsx, Format::Html];

/// What a pack is made of.
pub struct Made<'a> {
    pub names: Vec<Name>,
    /// What every report is asked for.
    pub asked: Request,
    pub of: Basis<'a, 'a>,
    pub title: &'a str,
    pub lang: Lang,
    /// Whose a report is, who made it and when.
    pub stamp: &'a dyn Fn(&dyn Report) -> Stamp,
    /// Takes note of a report that leaves.
    pub note: &'a dyn Fn(&dyn Report) -> io::Result<()>,
}

/// Why there is no file.
#[derive(Debug)]
pub enum Unmade {
    Stopped,
    Io(io::Error),
}

impl From<io::Error> for Unmade {
    fn from(error: io::Error) -> Unmade {
        Unmade::Io(error)
    }
}

impl From<Stopped> for Unmade {
    fn from(_: Stopped) -> Unmade {
        Unmade::Stopped
    }
}

/// The reports of a pack.
///
/// # Errors
/// The first word that names no report, or one that cannot be asked for alone.
pub fn names(pack: &Pack) -> Result<Vec<Name>, String> {
    let name = |code: &String| Name::by_code(code).filter(|name| name.stands_alone()).ok_or(code.clone());
    pack.reports.iter().map(name).collect()
}

impl Made<'_> {
    /// Writes it in one of [`FORMATS`].
    ///
    /// # Errors
    /// Somebody stopped it, or whatever `out` says.
    pub fn write(&self, format: Format, work: &Work, out: &mut dyn Write) -> Result<(), Unmade> {
        match format {
            Format::Html => {
                html::begin(self.title, self.lang, out)?;
                self.each(work, |report, stamp| html::part(report, stamp, out))?;
                Ok(html::end(out)?)
            }
            _ => {
                let mut book = xlsx::Book::default();
                self.each(work, |report, stamp| book.add(report, stamp))?;
                Ok(book.finish(out)?)
            }
        }
    }

    fn each(
        &self,
        work: &Work,
        mut add: impl FnMut(&dyn Report, &Stamp) -> io::Result<()>,
    ) -> Result<(), Unmade> {
        for name in &self.names {
            let report = Request { name: *name, ..self.asked.clone() }.made(self.of, work)?;
            (self.note)(&*report)?;
            add(&*report, &(self.stamp)(&*report))?;
        }
        Ok(())
    }
}
