//! CSV files from outside: their header, and their rows one after the other.
//!
//! With commas or semicolons, with or without byte-order mark. What a column means is for those who read
//! the rows.

use super::fields::FieldError;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};

/// Largest number of columns that is read.
const MAX_COLUMNS: usize = 500;
/// Largest header, in bytes.
const MAX_HEADER: u64 = 1 << 16;

/// What is wrong in a file, by row (the header is row 1) and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub row: usize,
    pub column: String,
    pub error: FieldError,
}

/// A row with the columns of its file.
pub struct Row<'a> {
    columns: &'a [String],
    cells: &'a csv::StringRecord,
    /// Its number; the header is row 1.
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
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().zip(2..).map(|(cells, row)| Row { columns: &self.columns, cells, row })
    }
}

/// A reader of a file with commas or semicolons, whichever its header has more of.
fn reader<R: Read>(source: R, header: &[u8]) -> csv::Reader<R> {
    let count = |wanted: u8| header.iter().filter(|byte| **byte == wanted).count();
    let delimiter = if count(b';') > count(b',') { b';' } else { b',' };
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(source)
}

/// What a row is not that cannot be read.
fn unread(error: &csv::Error) -> FieldError {
    let utf8 = matches!(error.kind(), csv::ErrorKind::Utf8 { .. });
    FieldError::WrongType(if utf8 { "UTF-8" } else { "CSV" })
}

/// The columns of a file, all of which must be known.
fn columns<R: Read>(
    reader: &mut csv::Reader<R>,
    known: impl Fn(&str) -> bool,
) -> Result<Vec<String>, RowProblem> {
    let problem = |column: &str, error| RowProblem { row: 1, column: column.to_owned(), error };
    let columns: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|column| column.trim().to_lowercase()).collect(),
        Err(error) => return Err(problem("", unread(&error))),
    };
    if columns.len() > MAX_COLUMNS {
        return Err(problem("", FieldError::WrongType("at most 500 columns")));
    }
    match columns.iter().find(|column| !known(column)) {
        Some(column) => Err(problem(column, FieldError::NoField)),
        None => Ok(columns),
    }
}

/// Reads a whole CSV file.
///
/// # Errors
/// The first row that cannot be read.
pub fn table(bytes: &[u8], known: impl Fn(&str) -> bool) -> Result<Table, RowProblem> {
    let mut rows = Rows::open(Cursor::new(bytes), known)?;
    let read = std::iter::from_fn(|| rows.next_row(|row| Ok(row.cells.clone())));
    let cells: Result<Vec<csv::StringRecord>, RowProblem> = read.map(|(_, cells)| cells).collect();
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

impl<R: Read + Seek> Rows<R> {
    /// Reads the header of a file with commas or semicolons, with or without byte-order mark.
    ///
    /// # Errors
    /// What is wrong with the header: nothing of the file can be used then.
    pub fn open(mut source: R, known: impl Fn(&str) -> bool) -> Result<Rows<R>, RowProblem> {
        let unread = |_| RowProblem { row: 1, column: String::new(), error: FieldError::WrongType("CSV") };
        let mut header = Vec::new();
        BufReader::new(&mut source).take(MAX_HEADER).read_until(b'\n', &mut header).map_err(unread)?;
        source.rewind().map_err(unread)?;
        let mut reader = reader(source, &header);
        let columns = columns(&mut reader, known)?;
        Ok(Rows { reader, columns, record: csv::StringRecord::new(), row: 1 })
    }

    /// The next row, and where it lies; `None` at the end of the file.
    pub fn next_row<T>(
        &mut self,
        read: impl FnOnce(&Row) -> Result<T, RowProblem>,
    ) -> Option<(Spot, Result<T, RowProblem>)> {
        let at = self.reader.position().clone();
        self.row += 1;
        let spot = Spot { row: self.row, at };
        let problem = |error| RowProblem { row: spot.row, column: String::new(), error };
        let told = match self.reader.read_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => {
                let row = Row { columns: &self.columns, cells: &self.record, row: spot.row };
                row.fits().and_then(|()| read(&row))
            }
            // What comes after it is read all the same; after an error of the disk nothing does.
            Err(error) => Err(problem(unread(&error))),
        };
        Some((spot, told))
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
