//! Tables for people: aligned columns, no frame, so that a line can be cut and grepped.

use crate::domain::text::visible;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// A column's title and whether its cells stand to the right.
pub type Column<'a> = (&'a str, bool);

/// The table as text, a line a row.
pub fn text(columns: &[Column], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(columns.iter().map(|(title, _)| visible(title)));
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell)));
    }
    for (n, (_, right)) in columns.iter().enumerate() {
        if let Some(column) = table.column_mut(n) {
            column.set_padding((0, 2));
            if *right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}
