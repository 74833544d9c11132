//! Several reports in one file: a workbook with a sheet for each, or a page with one after the other.

use super::{Format, Stamp, html, xlsx};
use crate::query::report::Report;
use crate::words::Lang;
use std::io::{self, Write};

/// A file in the making.
pub enum Pack<'o> {
    Xlsx(Box<xlsx::Book>, &'o mut dyn Write),
    Html(&'o mut dyn Write),
}

impl<'o> Pack<'o> {
    /// Begins a file with a title; nothing for a format that holds one report only.
    ///
    /// # Errors
    /// Whatever `out` says.
    pub fn begin(
        format: Format,
        title: &str,
        lang: Lang,
        out: &'o mut dyn Write,
    ) -> io::Result<Option<Pack<'o>>> {
        Ok(match format {
            Format::Xlsx => Some(Pack::Xlsx(Box::default(), out)),
            Format::Html => {
                html::begin(title, lang, out)?;
                Some(Pack::Html(out))
            }
            Format::Text | Format::Csv | Format::Markdown | Format::Json | Format::Parquet => None,
        })
    }

    /// Adds a report.
    ///
    /// # Errors
    /// As the format says.
    pub fn add(&mut self, report: &dyn Report, stamp: &Stamp) -> io::Result<()> {
        match self {
            Pack::Xlsx(book, _) => book.add(report, stamp),
            Pack::Html(out) => html::part(report, stamp, *out),
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Whatever `out` says.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Pack::Xlsx(book, out) => book.finish(out),
            Pack::Html(out) => html::end(out),
        }
    }
}
