//! A table on its way out: cells with their meaning, printed as CSV or handed on as text.

use crate::domain::Date;
use crate::domain::text::visible;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Count(u64),
    /// A number that may be negative.
    Number(i64),
    /// Hundredths of a percent.
    Percent(u32),
    Day(Date),
}

/// A table with the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// A count that may not be known.
    pub fn count(n: Option<u32>) -> Cell {
        n.map_or(Cell::Empty, |n| Cell::Count(n.into()))
    }

    /// As it stands in CSV: plain numbers, ISO dates.
    pub fn plain(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Count(n) => n.to_string(),
            Cell::Number(n) => n.to_string(),
            Cell::Percent(n) => format!("{}.{:02}", n / 100, n % 100),
            Cell::Day(day) => day.to_string(),
        }
    }
}

impl Sheet {
    /// As CSV with a byte-order mark, which Excel needs for Vietnamese letters. Texts that a
    /// spreadsheet would take for a formula are kept from it.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let _ = writer.write_record(&self.columns);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| match cell {
                Cell::Text(text) => disarmed(text),
                other => other.plain(),
            }));
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// A text with nothing raw in it, that no spreadsheet takes for a formula.
fn disarmed(text: &str) -> String {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_no_formula() {
        let sheet = Sheet {
            columns: vec!["name".into(), "n".into()],
            rows: vec![
                vec![Cell::Text("=1+1".into()), Cell::Count(3)],
                vec![Cell::Text("Ánh, \"x\"".into()), Cell::Empty],
            ],
        };
        let text = String::from_utf8(sheet.csv()).unwrap();
        assert_eq!(text, "\u{feff}name,n\n'=1+1,3\n\"Ánh, \"\"x\"\"\",\n");
    }
}
