//! Tables for people: aligned columns, no frame, so that a line can be cut and grepped.

use crate::domain::text::shown;
use unicode_width::UnicodeWidthStr;

/// A column's title and whether its cells stand to the right.
pub type Column<'a> = (&'a str, bool);

/// Cells between two columns.
const GAP: usize = 2;

/// The table as text, a line a row.
pub fn text(columns: &[Column], rows: Vec<Vec<String>>) -> String {
    let mut widths: Vec<usize> = columns.iter().map(|(title, _)| title.width()).collect();
    let rows: Vec<Vec<(String, usize)>> = rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter().zip(&mut widths).map(|(cell, widest)| {
                let cell = shown(&cell).into_owned();
                let width = cell.width();
                *widest = width.max(*widest);
                (cell, width)
            });
            cells.collect()
        })
        .collect();
    let titles = columns.iter().map(|(title, _)| ((*title).to_owned(), title.width())).collect();
    let mut out = String::new();
    for row in std::iter::once(titles).chain(rows) {
        let start = out.len();
        for (((cell, width), widest), (_, right)) in row.iter().zip(&widths).zip(columns) {
            let room = widest.saturating_sub(*width);
            let (before, after) = if *right { (room, GAP) } else { (0, room + GAP) };
            out.extend(std::iter::repeat_n(' ', before));
            out.push_str(cell);
            out.extend(std::iter::repeat_n(' ', after));
        }
        out.truncate(start + out.get(start..).map_or(0, |line| line.trim_end().len()));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_titles_and_numbers_to_the_right() {
        let rows = vec![vec!["Lê Ánh".to_owned(), "7".to_owned()], vec!["B".to_owned(), "1.234".to_owned()]];
        assert_eq!(
            text(&[("Tên", false), ("Số", true)], rows),
            "Tên        Số\nLê Ánh      7\nB       1.234\n"
        );
    }
}
