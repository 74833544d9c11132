//! A report as text for a terminal: what it is about, aligned columns, what has to be said behind them.

use super::stretches::in_stretches;
use super::table;
use crate::query::report::{Cell, Report};
use crate::words::Lang;
use std::io;
use std::ops::Range;

/// Rows that are made in one go, and those that are made without help.
const BLOCK: usize = 1 << 16;
const FEW: usize = 512;

/// The whole text.
///
/// # Errors
/// A thread of ours crashed.
pub fn text(report: &dyn Report, lang: Lang) -> io::Result<String> {
    let columns = report.page();
    let titles: Vec<(String, bool)> = report
        .abouts(&columns)
        .into_iter()
        .map(|about| (lang.column(about.title), about.kind.is_number()))
        .collect();
    let titles: Vec<table::Column> = titles.iter().map(|(title, right)| (title.as_str(), *right)).collect();
    let row = |row| {
        let mut cells = Vec::with_capacity(columns.len());
        report.row(row, &columns, &mut |_, cell| cells.push(words(&cell, lang))).then_some(cells)
    };
    let all = report.count() + report.subtotals();
    let mut rows = Vec::with_capacity(all);
    let block = |part: Range<usize>| part.filter_map(row).collect::<Vec<_>>();
    in_stretches(all, BLOCK, FEW, block, |part| {
        rows.extend(part);
        Ok(())
    })?;
    let notes = report.notes().into_iter().filter(|note| !note.is_of_heading());
    let (head, foot): (Vec<_>, Vec<_>) = notes.partition(|note| !note.is_foot());
    let mut text: String = head.iter().map(|note| lang.report_note(*note) + "\n").collect();
    if head.is_empty() || !rows.is_empty() {
        text.push_str(&table::text(&titles, rows));
    }
    text.extend(foot.iter().map(|note| lang.report_note(*note) + "\n"));
    Ok(text)
}

fn words(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Below(depth, name) => format!("{}{name}", "  ".repeat(*depth)),
        cell => lang.cell(cell),
    }
}
