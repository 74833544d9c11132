//! A report as Markdown, for notes, wikis and mails that take it: a heading and one table.

use super::stamp::Stamp;
use crate::domain::text::shown;
use crate::query::report::{Cell, Report};
use std::io::{self, Write};

/// Writes a report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(report: &dyn Report, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
    let (lang, columns) = (stamp.lang, report.page());
    let title = lang.report(report.name());
    for line in stamp.lines(report) {
        let mark = if line == title { "# " } else { "" };
        writeln!(out, "{mark}{}\n", escaped(&line))?;
    }
    let abouts = report.abouts(&columns);
    let titles: Vec<String> = abouts.iter().map(|about| escaped(&lang.column(about.title))).collect();
    let rules: Vec<&str> =
        abouts.iter().map(|about| if about.kind.is_number() { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |\n| {} |", titles.join(" | "), rules.join(" | "))?;
    for row in 0..report.count() + report.subtotals() {
        let mut line = String::from("|");
        let there = report.row(row, &columns, &mut |_, cell| {
            let text = escaped(&lang.cell(&cell));
            let bold = row >= report.count() && !text.is_empty();
            line.push_str(&match cell {
                Cell::Below(depth, _) => format!(" {}{text} |", "&nbsp;".repeat(2 * depth)),
                _ if bold => format!(" **{text}** |"),
                _ => format!(" {text} |"),
            });
        });
        if there {
            writeln!(out, "{line}")?;
        }
    }
    for note in report.notes().into_iter().filter(|note| note.is_foot()) {
        writeln!(out, "\n{}", escaped(&lang.report_note(note)))?;
    }
    Ok(())
}

/// A text with nothing in it that Markdown, or a page that it is put into, takes for a sign of its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in shown(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
