//! A report as a page: one file, no script and nothing that is fetched, for a reader, a mail and the printer (A4,
//! landscape).

use super::stamp::Stamp;
use crate::domain::text::shown;
use crate::query::report::{Cell, Report};
use crate::words::Lang;
use std::borrow::Cow;
use std::io::{self, Write};

const STYLE: &str = "@page{size:A4 landscape;margin:12mm}\
body{font:14px/1.4 'Times New Roman',Tinos,serif;margin:1em;color:#000;background:#fff}\
h1{font-size:1.3em;margin:.2em 0}table+p:not(.q),.q+p:not(.q){break-before:page}p{margin:.2em 0}\
table{border-collapse:collapse;margin-top:.8em;width:100%}\
th,td{border:1px solid #777;padding:2px 5px;vertical-align:top;text-align:left}\
th{background:#eee}thead{display:table-header-group}tr{break-inside:avoid}\
svg{display:block;width:100%;max-width:64em;margin-top:.8em;break-inside:avoid;font-size:14px}\
td:first-child{min-width:6em}.n{text-align:right}td.n{white-space:nowrap}.s{font-weight:bold}.q{color:#555}\
@media print{body{margin:0;font-size:11px}}";

/// Writes a report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(report: &dyn Report, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
    begin(stamp.lang.report(report.name()), stamp.lang, out)?;
    part(report, stamp, out)?;
    end(out)
}

/// The head of a page.
///
/// # Errors
/// Whatever `out` says.
pub fn begin(title: &str, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
        lang.pick("vi", "en")
    )?;
    writeln!(out, "<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>", escaped(title))
}

/// The foot of a page.
///
/// # Errors
/// Whatever `out` says.
pub fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"</body>\n</html>\n")
}

/// A report on a page, perhaps one of several.
///
/// # Errors
/// Whatever `out` says.
pub fn part(report: &dyn Report, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
    let (lang, columns) = (stamp.lang, report.page());
    let title = lang.report(report.name());
    for line in stamp.lines(report) {
        let tag = if line == title { "h1" } else { "p" };
        writeln!(out, "<{tag}>{}</{tag}>", escaped(&line))?;
    }
    if let Some(chart) = report.name().chart()
        && let Some(drawn) = super::chart::drawn(report, &chart, lang)
    {
        out.write_all(drawn.svg(chart.shape, |text| escaped(text).into_owned()).as_bytes())?;
    }
    out.write_all(b"<table>\n<thead>\n<tr>")?;
    let abouts = report.abouts(&columns);
    for about in &abouts {
        write!(out, "<th{}>{}</th>", class(about.kind.is_number()), escaped(&lang.column(about.title)))?;
    }
    out.write_all(b"</tr>\n</thead>\n<tbody>\n")?;
    for row in 0..report.count() + report.subtotals() {
        let mut line = String::new();
        let there = report.row(row, &columns, &mut |about, cell| {
            let class = class(about.kind.is_number());
            let text = lang.cell(&cell);
            line.push_str(&match cell {
                // A mail drops what it does not know of a style: spaces stay.
                Cell::Below(depth, _) => {
                    format!("<td{class}>{}{}</td>", "&nbsp;".repeat(3 * depth), escaped(&text))
                }
                _ => format!("<td{class}>{}</td>", escaped(&text)),
            });
        });
        if there {
            let class = if row < report.count() { "" } else { " class=\"s\"" };
            writeln!(out, "<tr{class}>{line}</tr>")?;
        }
    }
    out.write_all(b"</tbody>\n</table>\n")?;
    for note in report.notes().into_iter().filter(|note| note.is_foot()) {
        writeln!(out, "<p class=\"q\">{}</p>", escaped(&lang.report_note(note)))?;
    }
    Ok(())
}

fn class(number: bool) -> &'static str {
    if number { " class=\"n\"" } else { "" }
}

/// A text with nothing in it that is taken for a tag.
fn escaped(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out.into()
}
