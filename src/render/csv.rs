//! A report as CSV, a block of rows at a time, so that a table larger than memory can leave. Reading is for
//! `exchange/csv_rows.rs`.

use super::stretches::{flat, in_stretches};
use crate::domain::text::shown;
use crate::query::report::{Cell, Report};
use std::fmt::Display;
use std::io::{self, Write};
use std::ops::Range;

/// A row on its way out, cell by cell, as it stands in CSV: plain numbers, ISO dates.
struct Row<'a> {
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

    fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::None => self.next(),
            Cell::Text(text) | Cell::Below(_, text) => self.text(text),
            Cell::Word(word) => self.text(&word.code()),
            Cell::Count(n) => self.number(*n),
            Cell::Year(year) => self.number(*year),
            Cell::Difference(n) => self.value(n),
            Cell::Share(n, of) => self.text(&of.map_or_else(|| n.to_string(), |of| format!("{n}/{of}"))),
            Cell::Percent(percent) => self.percent(*percent),
            Cell::Day { day, .. } => self.value(day),
            Cell::DaysTo { day, today } => self.number(*day - *today),
            Cell::Unit(id) => self.value(id),
            Cell::Person(id) => self.value(id),
            Cell::Occasion(id) => self.value(id),
            Cell::Yes(yes) => self.word(if *yes { "yes" } else { "no" }),
        }
    }

    /// A text, with nothing raw in it, that no spreadsheet takes for a formula.
    fn text(&mut self, text: &str) {
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

    /// A word of this program.
    fn word(&mut self, word: &str) {
        self.next();
        self.out.extend_from_slice(word.as_bytes());
    }

    /// An id or a day.
    fn value(&mut self, value: impl Display) {
        self.next();
        // A vector takes whatever is written.
        let _ = write!(self.out, "{value}");
    }

    fn number(&mut self, number: impl itoa::Integer) {
        self.next();
        self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    /// Hundredths of a percent.
    fn percent(&mut self, hundredths: u32) {
        self.number(hundredths / 100);
        self.out.extend([b'.', b'0' + (hundredths / 10 % 10) as u8, b'0' + (hundredths % 10) as u8]);
    }
}

/// Rows that are made in one go, and those that are made without help.
const BLOCK: usize = 4096;
const FEW: usize = 512;

/// Writes a report with a byte-order mark, which Excel needs for Vietnamese letters. Blocks of rows are made
/// several at a time, and leave in their order.
///
/// # Errors
/// Whatever `out` says.
pub fn write(report: &dyn Report, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    let columns = report.data();
    let codes: Vec<String> = report.abouts(&columns).into_iter().map(|about| flat(&about.code)).collect();
    writeln!(out, "\u{feff}{}", codes.join(","))?;
    let block = |rows: Range<usize>| {
        let mut bytes = Vec::with_capacity(rows.len() * 8 * columns.len());
        for row in rows {
            let mut cells = Row { out: &mut bytes, begun: false };
            if report.row(row, &columns, &mut |_, cell| cells.cell(&cell)) {
                bytes.push(b'\n');
            }
        }
        bytes
    };
    in_stretches(report.count(), BLOCK, FEW, block, |bytes| out.write_all(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::UnitRow;
    use crate::query::report::{Column, Kind, Name, Note, Sheet, Source};

    /// Two columns of given cells; a row that begins with nothing is no row.
    struct Given(Vec<[Cell<'static>; 2]>);

    impl Source for Given {
        type View = usize;

        fn name(&self) -> Name {
            Name::List
        }

        fn columns() -> Vec<Column<Self>> {
            let cell = |of: &Given, row: &usize, n: usize| of.0[*row][n].clone();
            vec![Column::new("name", Kind::Text, cell), Column::new("n", Kind::Count, cell).nth(1)]
        }

        fn count(&self) -> usize {
            self.0.len()
        }

        fn view(&self, row: usize) -> Option<usize> {
            (!matches!(self.0.get(row)?[0], Cell::None)).then_some(row)
        }

        fn unit(&self) -> Option<UnitRow> {
            None
        }

        fn notes(&self) -> Vec<Note> {
            Vec::new()
        }

        fn people(&self) -> Option<usize> {
            None
        }
    }

    fn written(rows: Vec<[Cell<'static>; 2]>) -> String {
        let mut bytes = Vec::new();
        write(&Sheet::of(Given(rows)), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_name_that_looks_like_a_formula_is_no_formula() {
        let day = Cell::day("2023-07".parse().ok());
        let rows = vec![
            [Cell::text("=1+1"), Cell::Count(3)],
            [Cell::text("Ánh, \"x\""), Cell::None],
            [day, Cell::Percent(705)],
        ];
        assert_eq!(written(rows), "\u{feff}name,n\n'=1+1,3\n\"Ánh, \"\"x\"\"\",\n2023-07,7.05\n");
    }

    #[test]
    fn what_is_written_is_read_back_whatever_is_in_it() {
        let texts = ["", "a", "\"", ",", "\"\"", " b ", "Đỗ, Thị \"Mẫu\"", "';'", "a\"b", "ả,ã"];
        let text = written(texts.iter().map(|text| [Cell::text(text), Cell::text(text)]).collect());
        let read = csv::Reader::from_reader(text.as_bytes()).into_records().map(|record| {
            let record = record.unwrap();
            [record[0].to_owned(), record[1].to_owned()]
        });
        assert_eq!(read.collect::<Vec<_>>(), texts.map(|text| [text.to_owned(), text.to_owned()]));
    }

    #[test]
    fn blocks_leave_in_their_order_and_what_has_no_row_leaves_none() {
        let row = |n: u32| {
            if n.is_multiple_of(3) { [Cell::None, Cell::None] } else { [Cell::Count(n), Cell::None] }
        };
        let text = written((0..30_000).map(row).collect());
        let read: Vec<u32> =
            text.lines().skip(1).map(|line| line.trim_end_matches(',').parse().unwrap()).collect();
        assert_eq!(read, (0..30_000).filter(|n| n % 3 != 0).collect::<Vec<_>>());
    }
}
