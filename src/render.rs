//! A report in a format: bytes for tools, pages for people. Pure; what becomes of the bytes is for `cli` and `ui`.
//!
//! A new format requires: 1 a file here that writes any report; 2 a variant of [`Format`], which the compiler
//! follows to it.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod parquet;
pub mod table;
pub mod text;
pub mod xlsx;

use crate::parallel;
use crate::query::Register;
use crate::query::report::Report;
use crate::words::Lang;
use std::io::{self, Write};
use std::ops::Range;

/// The formats that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Text,
    Csv,
    Json,
    Xlsx,
    Html,
    Markdown,
    Parquet,
}

impl Format {
    /// All of them but the text that is printed where nothing else is asked for.
    pub const OTHERS: [Format; 6] =
        [Format::Csv, Format::Json, Format::Xlsx, Format::Html, Format::Markdown, Format::Parquet];

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

/// What stands above a report that goes out: whose it is, who made it and when.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub lang: Lang,
    /// The unit at the top, and the one that the report is about.
    pub office: String,
    pub unit: String,
    pub who: String,
    /// Day and hour, as people read it.
    pub when: String,
}

impl Stamp {
    /// For a report that somebody makes at a moment, as people read it.
    pub fn of(report: &dyn Report, register: &Register, lang: Lang, who: &str, when: String) -> Stamp {
        let office =
            register.only_top().map_or(lang.whole_store(), |top| register.name_of_unit(top).to_owned());
        let unit = report.unit().map_or(office.clone(), |row| register.path_of_unit(row));
        Stamp { lang, office, unit, who: who.to_owned(), when }
    }

    /// The lines above the rows: office, title, unit, what is counted; then who, when and how much.
    fn lines(&self, report: &dyn Report) -> Vec<String> {
        let lang = self.lang;
        let mut lines = vec![self.office.clone(), lang.report(report.name()).to_owned()];
        lines.extend(Some(&self.unit).filter(|unit| **unit != self.office).cloned());
        let notes = report.notes().into_iter().filter(|note| !note.is_foot());
        lines.extend(notes.map(|note| lang.report_note(note)));
        lines.push(lang.report_stamp(&self.who, &self.when, lang.count(report.count() as u64)));
        lines
    }
}

/// Makes rows a block at a time on all cores, `block` for each of them, and hands the blocks on in their order:
/// a table larger than memory can leave so. Fewer than `few` rows are made without help.
fn in_blocks<T: Send>(
    rows: usize,
    block: usize,
    few: usize,
    make: impl Fn(Range<usize>) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let round = block * parallel::size();
    for start in (0..rows).step_by(round) {
        let count = round.min(rows - start);
        for made in parallel::shared(count, few, |part| make(start + part.start..start + part.end)) {
            take(made.map_err(|_| io::Error::other("a writer crashed"))?)?;
        }
    }
    Ok(())
}

/// A code with its parts on one level: `flow.admitted` is `flow_admitted`.
fn flat(code: &str) -> String {
    code.replace('.', "_")
}
