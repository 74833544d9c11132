//! A report in a format: bytes for tools, pages for people. Pure; what becomes of the bytes is for `cli` and `ui`.
//!
//! A new format requires: 1 a file here that writes any report; 2 a variant of [`Format`], which the compiler
//! follows to it.

mod chart;
pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod pack;
pub mod parquet;
mod stamp;
mod stretches;
pub mod table;
pub mod text;
pub mod xlsx;

use crate::domain::listed::listed;
use crate::query::report::Report;
pub use stamp::Stamp;
use std::io::{self, Write};

listed! {
    /// The formats that there are.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Format {
        #[default]
        Text,
        Xlsx,
        Html,
        Csv,
        Markdown,
        Json,
        Parquet,
    }
}

impl Format {
    /// All of them but the text that is printed where nothing else is asked for.
    pub fn others() -> impl Iterator<Item = Format> {
        Format::ALL.into_iter().filter(|format| *format != Format::Text)
    }

    /// The word on the command line, and the end of a file's name.
    pub fn code(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Markdown => "md",
            Format::Parquet => "parquet",
        }
    }

    /// What it is called, in Vietnamese and in English.
    pub fn called(self) -> (&'static str, &'static str) {
        match self {
            Format::Text => ("Văn bản", "Text"),
            Format::Csv => ("CSV", "CSV"),
            Format::Json => ("JSON", "JSON"),
            Format::Xlsx => ("Bảng tính Excel (.xlsx)", "Excel workbook (.xlsx)"),
            Format::Html => ("Trang để xem, in, gửi thư (.html)", "Page to read, print and send (.html)"),
            Format::Markdown => ("Markdown", "Markdown"),
            Format::Parquet => ("Parquet", "Parquet"),
        }
    }

    /// The same for the help, which speaks both.
    pub fn about(self) -> String {
        let (vi, en) = self.called();
        if vi == en { format!("In {en}") } else { format!("{vi} · {en}") }
    }

    /// True for what is for a file, and no terminal.
    pub fn is_for_file(self) -> bool {
        matches!(self, Format::Xlsx | Format::Html | Format::Parquet)
    }

    /// True for formats with every column, of the whole record too.
    pub fn is_wide(self) -> bool {
        matches!(self, Format::Csv | Format::Json | Format::Xlsx | Format::Parquet)
    }

    /// Writes a report.
    ///
    /// # Errors
    /// Whatever `out` says; more rows, or a longer text, than the format takes.
    pub fn write(self, report: &dyn Report, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Text => out.write_all(text::text(report, stamp.lang)?.as_bytes()),
            Format::Csv => csv::write(report, out),
            Format::Json => json::write(report, out),
            Format::Xlsx => xlsx::write(report, stamp, out),
            Format::Html => html::write(report, stamp, out),
            Format::Markdown => markdown::write(report, stamp, out),
            Format::Parquet => parquet::write(report, out),
        }
    }
}
