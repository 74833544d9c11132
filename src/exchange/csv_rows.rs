//! CSV files from outside: their header, and their rows one after the other.
//!
//! The bytes are those of [`super::csv_text`]. What a column means is for those who read the rows.

use super::csv_text::{self, MAX_HEADER, separator};
use super::fields::{FieldError, Wanted};
use std::io::{Cursor, Read, Seek};

/// Largest number of columns that is read.
const MAX_COLUMNS: usize = 500;

/// What is wrong in a file, by row (as a sheet counts them, the first is 1) and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub row: usize,
    pub column: String,
    pub error: FieldError,
}

impl RowProblem {
    /// That a quotation mark is open, if one is: nothing of such a file can be used.
    pub fn of(survey: &csv_text::Survey) -> Option<RowProblem> {
        let (row, last) = survey.open_quote?;
        Some(RowProblem { row, column: String::new(), error: FieldError::OpenQuote(last) })
    }
}

/// A row with the columns of its file.
pub struct Row<'a> {
    columns: &'a [String],
    cells: &'a csv::StringRecord,
    /// Its number, as a sheet counts.
    pub row: usize,
}

impl<'a> Row<'a> {
    /// The text of a cell; empty where the file has no such column.
    pub fn cell(&self, column: &str) -> &'a str {
        let place = self.columns.iter().position(|known| known == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }

    /// The cells with their columns.
    pub fn cells(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.columns.iter().map(String::as_str).zip(self.cells)
    }

    fn fits(&self) -> Result<(), RowProblem> {
        match self.cells.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty()) {
            true => Err(self.problem("", FieldError::ExtraCells)),
            false => Ok(()),
        }
    }

    /// What is wrong in a column of it.
    pub fn problem(&self, column: &str, error: FieldError) -> RowProblem {
        RowProblem { row: self.row, column: column.to_owned(), error }
    }
}

/// A CSV file with its header.
pub struct Table {
    columns: Vec<String>,
    rows: Vec<(usize, csv::StringRecord)>,
}

impl Table {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(row, cells)| Row { columns: &self.columns, cells, row: *row })
    }
}

/// The columns that a file may have.
#[derive(Clone, Copy)]
pub struct Columns {
    pub is_known: fn(&str) -> bool,
    /// Their names, for whoever wrote another one.
    pub names: fn() -> String,
}

/// What a row is not that cannot be read.
fn unread(error: &csv::Error) -> FieldError {
    let utf8 = matches!(error.kind(), csv::ErrorKind::Utf8 { .. });
    FieldError::WrongType(if utf8 { Wanted::Utf8 } else { Wanted::Csv })
}

/// The columns of a header, all of which must be known and stand once.
fn columns(header: &csv::StringRecord, row: usize, known: Columns) -> Result<Vec<String>, RowProblem> {
    let problem = |column: &str, error| RowProblem { row, column: column.to_owned(), error };
    let columns: Vec<String> = header.iter().map(|column| column.trim().to_lowercase()).collect();
    if columns.len() > MAX_COLUMNS {
        return Err(problem("", FieldError::WrongType(Wanted::FewerColumns)));
    }
    for (n, column) in columns.iter().enumerate() {
        if !(known.is_known)(column) {
            return Err(problem(column, FieldError::NoColumn((known.names)())));
        }
        if columns.iter().take(n).any(|before| before == column) {
            return Err(problem(column, FieldError::TwoColumns));
        }
    }
    Ok(columns)
}

/// Reads a whole CSV file, in whatever dress it comes.
///
/// # Errors
/// The first row that cannot be read.
pub fn table(bytes: &[u8], known: Columns) -> Result<Table, RowProblem> {
    let mut text = Vec::with_capacity(bytes.len());
    let unread = |_| RowProblem { row: 1, column: String::new(), error: FieldError::WrongType(Wanted::Csv) };
    let survey = csv_text::tidy(bytes, &mut text).map_err(unread)?;
    if let Some(problem) = RowProblem::of(&survey) {
        return Err(problem);
    }
    let mut rows = Rows::open(Cursor::new(text), known)?;
    let read = std::iter::from_fn(|| rows.next_row(|row| Ok(row.cells.clone())));
    let cells: Result<Vec<_>, RowProblem> = read.map(|(spot, cells)| Ok((spot.row, cells?))).collect();
    Ok(Table { rows: cells?, columns: rows.columns })
}

/// A file that is read row by row, so that its size does not matter.
pub struct Rows<R> {
    reader: csv::Reader<R>,
    columns: Vec<String>,
    record: csv::StringRecord,
    /// The row before the next one.
    row: usize,
}

/// A row that was read ahead: where it lies, and its cells.
pub type Ahead = (Spot, Result<csv::StringRecord, RowProblem>);

/// Where a row lies in its file.
#[derive(Clone, Debug)]
pub struct Spot {
    pub row: usize,
    at: csv::Position,
}

impl Spot {
    /// How many bytes of the file come before it.
    pub fn byte(&self) -> usize {
        self.at.byte() as usize
    }
}

/// True for a row of nothing but separators: it is nobody.
fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

impl<R: Read + Seek> Rows<R> {
    /// Reads the header of a file, the first row that is not blank.
    ///
    /// # Errors
    /// What is wrong with the header: nothing of the file can be used then.
    pub fn open(mut source: R, known: Columns) -> Result<Rows<R>, RowProblem> {
        let problem = |row, error| RowProblem { row, column: String::new(), error };
        let lost = |_| problem(1, FieldError::WrongType(Wanted::Csv));
        let mut start = Vec::new();
        Read::by_ref(&mut source).take(MAX_HEADER as u64).read_to_end(&mut start).map_err(lost)?;
        source.rewind().map_err(lost)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(&start).0)
            .flexible(true)
            .has_headers(false)
            .from_reader(source);
        let mut record = csv::StringRecord::new();
        let mut row = 0;
        loop {
            row += 1;
            match reader.read_record(&mut record) {
                Err(error) => return Err(problem(row, unread(&error))),
                Ok(true) if is_blank(&record) => {}
                Ok(_) => break,
            }
        }
        let columns = columns(&record, row, known)?;
        Ok(Rows { reader, columns, record, row })
    }

    /// The next row that is not blank, and where it lies; `None` at the end of the file.
    pub fn next_row<T>(
        &mut self,
        read: impl FnOnce(&Row) -> Result<T, RowProblem>,
    ) -> Option<(Spot, Result<T, RowProblem>)> {
        loop {
            let at = self.reader.position().clone();
            self.row += 1;
            let spot = Spot { row: self.row, at };
            let problem = |error| RowProblem { row: spot.row, column: String::new(), error };
            let told = match self.reader.read_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) if is_blank(&self.record) => continue,
                Ok(true) => {
                    let row = Row { columns: &self.columns, cells: &self.record, row: spot.row };
                    row.fits().and_then(|()| read(&row))
                }
                // What comes after it is read all the same; after an error of the disk nothing does.
                Err(error) => Err(problem(unread(&error))),
            };
            return Some((spot, told));
        }
    }

    /// The next rows, at most so many.
    pub fn ahead(&mut self, most: usize) -> Vec<Ahead> {
        let next = || self.next_row(|row| Ok(row.cells.clone()));
        std::iter::from_fn(next).take(most).collect()
    }

    /// A row that was read ahead.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn row<'a>(&'a self, (spot, cells): &'a Ahead) -> Result<Row<'a>, RowProblem> {
        let cells = cells.as_ref().map_err(Clone::clone)?;
        Ok(Row { columns: &self.columns, cells, row: spot.row })
    }

    /// A row that was read before.
    pub fn again<T>(&mut self, spot: &Spot, read: impl FnOnce(&Row) -> Result<T, RowProblem>) -> Option<T> {
        if self.reader.position().byte() != spot.at.byte() {
            self.reader.seek(spot.at.clone()).ok()?;
        }
        self.row = spot.row - 1;
        self.next_row(read)?.1.ok()
    }
}
