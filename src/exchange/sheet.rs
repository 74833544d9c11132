//! A table on its way out: CSV, a block of rows at a time, so that a table larger than memory can
//! leave. Reading is for `csv_rows.rs`. A new kind of cell requires: 1 a method of [`Row`]; 2 that its
//! texts go through [`Row::text`].

use crate::crew;
use crate::domain::text::shown;
use std::fmt::Display;
use std::io::{self, Write};

/// A row on its way out, cell by cell, as it stands in CSV: plain numbers, ISO dates.
pub struct Row<'a> {
    out: &'a mut Vec<u8>,
    begun: bool,
}

impl Row<'_> {
    fn next(&mut self) {
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
    }

    /// Cells that were made before, by [`cells`].
    pub fn made(&mut self, cells: &[u8]) {
        self.next();
        self.out.extend_from_slice(cells);
    }

    /// A text, with nothing raw in it, that no spreadsheet takes for a formula.
    pub fn text(&mut self, text: &str) {
        self.next();
        let text = shown(text);
        let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        if text.bytes().any(|byte| matches!(byte, b',' | b'"')) {
            self.out.extend(format!("\"{guard}{}\"", text.replace('"', "\"\"")).bytes());
        } else {
            self.out.extend_from_slice(guard.as_bytes());
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    /// A word of this program, where there is one.
    pub fn word(&mut self, word: Option<&str>) {
        self.next();
        self.out.extend_from_slice(word.unwrap_or_default().as_bytes());
    }

    /// An id or a day, where it is known.
    pub fn value(&mut self, value: Option<impl Display>) {
        self.next();
        if let Some(value) = value {
            // A vector takes whatever is written.
            let _ = write!(self.out, "{value}");
        }
    }

    /// A number, where it is known.
    pub fn number(&mut self, number: Option<impl itoa::Integer>) {
        self.next();
        if let Some(number) = number {
            self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        }
    }

    /// Hundredths of a percent, where they are known.
    pub fn percent(&mut self, hundredths: Option<u32>) {
        self.number(hundredths.map(|n| n / 100));
        if let Some(n) = hundredths {
            self.out.extend([b'.', b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8]);
        }
    }
}

/// Some cells of a row, for [`Row::made`].
pub fn cells(fill: impl FnOnce(&mut Row)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut Row { out: &mut out, begun: false });
    out
}

/// Rows that are made in one go, and those that are made without help.
const BLOCK: usize = 4096;
const FEW: usize = 512;

/// Writes a table as CSV with a byte-order mark, which Excel needs for Vietnamese letters: a row for
/// every item that `fill` has one for. Blocks of rows are made several at a time, and leave in their
/// order.
pub fn write_csv<T: Sync>(
    out: &mut impl Write,
    columns: &[&str],
    items: &[T],
    fill: impl Fn(&T, &mut Row) -> Option<()> + Sync,
) -> io::Result<()> {
    writeln!(out, "\u{feff}{}", columns.join(","))?;
    for round in items.chunks(BLOCK * crew::size()) {
        let blocks = crew::shared(round.len(), FEW, |part| rows(round.get(part).unwrap_or_default(), &fill));
        for block in blocks {
            out.write_all(&block.map_err(|_| io::Error::other("a writer crashed"))?)?;
        }
    }
    Ok(())
}

/// A block of rows.
fn rows<T>(items: &[T], fill: impl Fn(&T, &mut Row) -> Option<()>) -> Vec<u8> {
    let mut out = Vec::with_capacity(items.len() * 96);
    for item in items {
        let start = out.len();
        match fill(item, &mut Row { out: &mut out, begun: false }) {
            Some(()) => out.push(b'\n'),
            None => out.truncate(start),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Date;

    fn written(fill: impl Fn(&u64, &mut Row) -> Option<()> + Sync, count: u64) -> String {
        let (items, mut bytes): (Vec<u64>, Vec<u8>) = ((0..count).collect(), Vec::new());
        write_csv(&mut bytes, &["name", "n"], &items, fill).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_name_that_looks_like_a_formula_is_no_formula() {
        let fill = |n: &u64, row: &mut Row| {
            match n {
                0 => (row.text("=1+1"), row.number(Some(3))),
                1 => (row.text("Ánh, \"x\""), row.number(None::<u32>)),
                _ => (row.value("2023-07".parse::<Date>().ok()), row.percent(Some(705))),
            };
            Some(())
        };
        let text = "\u{feff}name,n\n'=1+1,3\n\"Ánh, \"\"x\"\"\",\n2023-07,7.05\n";
        assert_eq!(written(fill, 3), text);
    }

    #[test]
    fn what_is_written_is_read_back_whatever_is_in_it() {
        let texts = ["", "a", "\"", ",", "\"\"", " b ", "Đỗ, Thị \"Mẫu\"", "';'", "a\"b", "ả,ã"];
        let fill = |n: &u64, row: &mut Row| {
            let text = texts.get(*n as usize)?;
            row.text(text);
            row.text(text);
            Some(())
        };
        let text = written(fill, texts.len() as u64);
        let read = csv::Reader::from_reader(text.as_bytes()).into_records().map(|record| {
            let record = record.unwrap();
            [record[0].to_owned(), record[1].to_owned()]
        });
        assert_eq!(read.collect::<Vec<_>>(), texts.map(|text| [text.to_owned(), text.to_owned()]));
    }

    #[test]
    fn blocks_leave_in_their_order_and_what_has_no_row_leaves_none() {
        let fill = |n: &u64, row: &mut Row| {
            row.number(Some(*n));
            (!n.is_multiple_of(3)).then_some(())
        };
        let text = written(fill, 30_000);
        let read: Vec<u64> = text.lines().skip(1).map(|line| line.parse().unwrap()).collect();
        assert_eq!(read, (0..30_000).filter(|n| n % 3 != 0).collect::<Vec<_>>());
    }
}
