//! A table on its way out: cells with their meaning, printed as CSV a row at a time, so that a table
//! larger than memory can leave.

use crate::crew;
use crate::domain::Date;
use crate::domain::text::shown;
use std::borrow::Cow;
use std::io::{self, Write};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Count(u64),
    /// A number that may be negative.
    Number(i64),
    /// Hundredths of a percent.
    Percent(u32),
    Day(Date),
}

impl<'a> Cell<'a> {
    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::Text(text.into())
    }

    /// A count that may not be known.
    pub fn count(n: Option<u32>) -> Cell<'a> {
        n.map_or(Cell::Empty, |n| Cell::Count(n.into()))
    }

    /// Writes it as it stands in CSV: plain numbers, ISO dates.
    fn write(&self, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Cell::Empty => Ok(()),
            Cell::Text(text) => {
                out.extend_from_slice(disarmed(text).as_bytes());
                Ok(())
            }
            Cell::Count(n) => write!(out, "{n}"),
            Cell::Number(n) => write!(out, "{n}"),
            Cell::Percent(n) => write!(out, "{}.{:02}", n / 100, n % 100),
            Cell::Day(day) => write!(out, "{day}"),
        }
    }
}

/// Rows that are made in one go, and those that are made without help.
const BLOCK: usize = 4096;
const FEW: usize = 512;

/// Writes a table as CSV with a byte-order mark, which Excel needs for Vietnamese letters: a row for
/// every item that has one. Texts that a spreadsheet would take for a formula are kept from it. Blocks
/// of rows are made several at a time, and leave in their order.
pub fn write_csv<'a, T: Sync>(
    out: &mut impl Write,
    columns: &[&str],
    items: &[T],
    cells: impl Fn(&T) -> Option<Vec<Cell<'a>>> + Sync,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut head = csv::Writer::from_writer(Vec::new());
    head.write_record(columns)?;
    out.write_all(&head.into_inner().unwrap_or_default())?;
    for round in items.chunks(BLOCK * crew::size()) {
        let blocks = crew::shared(round.len(), FEW, |part| rows(round.get(part).unwrap_or_default(), &cells));
        for block in blocks {
            let block = block.unwrap_or_else(|_| Err(io::Error::other("a writer crashed")))?;
            out.write_all(&block)?;
        }
    }
    Ok(())
}

/// A block of rows.
fn rows<'a, T>(items: &[T], cells: impl Fn(&T) -> Option<Vec<Cell<'a>>>) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::with_capacity(items.len() * 96));
    let mut text = Vec::new();
    for row in items.iter().filter_map(cells) {
        for cell in &row {
            text.clear();
            cell.write(&mut text)?;
            writer.write_field(&text)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A text with nothing raw in it, that no spreadsheet takes for a formula.
fn disarmed(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    if text.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_no_formula() {
        let rows = vec![
            vec![Cell::text("=1+1"), Cell::Count(3)],
            vec![Cell::text("Ánh, \"x\""), Cell::Empty],
            vec![Cell::Day("2023-07".parse().unwrap()), Cell::Percent(705)],
        ];
        let mut bytes = Vec::new();
        write_csv(&mut bytes, &["name", "n"], &rows, |row| Some(row.clone())).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}name,n\n'=1+1,3\n\"Ánh, \"\"x\"\"\",\n2023-07,7.05\n");
    }

    #[test]
    fn blocks_leave_in_their_order() {
        let items: Vec<u64> = (0..30_000).collect();
        let mut bytes = Vec::new();
        let row = |n: &u64| (!n.is_multiple_of(3)).then(|| vec![Cell::Count(*n)]);
        write_csv(&mut bytes, &["n"], &items, row).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let read: Vec<u64> = text.lines().skip(1).map(|line| line.parse().unwrap()).collect();
        assert_eq!(read, items.into_iter().filter(|n| !n.is_multiple_of(3)).collect::<Vec<_>>());
    }
}
