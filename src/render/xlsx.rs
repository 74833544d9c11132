//! A report as a workbook: typed cells, texts that are never taken for formulas, the head kept in sight.

use super::chart;
use super::stamp::Stamp;
use crate::domain::text::shown;
use crate::query::report::chart::{Chart, Shape};
use crate::query::report::{Cell, Kind, Report};
use crate::words::Lang;
use rust_xlsxwriter::{
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartType, ColNum, ExcelDateTime, Format, FormatAlign,
    FormatBorder, RowNum, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Rows that a sheet has.
const MOST: usize = 1 << 20;
/// Widest column, and the narrowest, in characters.
const WIDEST: usize = 50;
const NARROWEST: usize = 6;

/// How the cells of a sheet look.
struct Looks {
    text: Format,
    count: Format,
    year: Format,
    percent: Format,
    day: Format,
}

impl Looks {
    fn new(bold: bool) -> Looks {
        let base = || {
            let base = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
            if bold { base.set_bold() } else { base }
        };
        Looks {
            // As a text, so that nothing of a long number is rounded away.
            text: base().set_num_format("@"),
            count: base().set_num_format("#,##0"),
            year: base().set_num_format("0"),
            percent: base().set_num_format("0.00%"),
            day: base().set_num_format("dd/mm/yyyy"),
        }
    }
}

/// Writes a report.
///
/// # Errors
/// More rows than a sheet has, a text that is too long for a cell, or whatever `out` says.
pub fn write(report: &dyn Report, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Book::default();
    book.add(report, stamp)?;
    book.finish(out)
}

/// A workbook in the making, a sheet for each report.
#[derive(Default)]
pub struct Book {
    workbook: Workbook,
}

impl Book {
    /// Adds a sheet.
    ///
    /// # Errors
    /// More rows than a sheet has, a text that is too long for a cell, or a second report of one name.
    pub fn add(&mut self, report: &dyn Report, stamp: &Stamp) -> io::Result<()> {
        let lines = stamp.lines(report);
        let rows = report.count() + report.subtotals();
        if lines.len() + rows + 4 > MOST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more rows than a sheet has"));
        }
        fill(self.workbook.add_worksheet(), report, stamp.lang, &lines, rows).map_err(io::Error::other)
    }

    /// Writes it.
    ///
    /// # Errors
    /// Whatever `out` says.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = self.workbook.save_to_buffer().map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

fn fill(
    sheet: &mut Worksheet,
    report: &dyn Report,
    lang: Lang,
    lines: &[String],
    rows: usize,
) -> Result<(), XlsxError> {
    sheet.set_name(report.name().code())?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let mut at: RowNum = 0;
    let title = lang.report(report.name());
    for line in lines {
        let format = if line == title { Format::new().set_bold().set_font_size(14) } else { Format::new() };
        sheet.write_string_with_format(at, 0, shown(line), &format)?;
        at += 1;
    }
    at += 1;
    let columns = report.wide();
    let abouts = report.abouts(&columns);
    let head =
        Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let (mut widths, mut heads) = (Vec::with_capacity(columns.len()), Vec::with_capacity(columns.len()));
    // So many of so many are two numbers, to be reckoned with.
    let titles = abouts.iter().flat_map(|about| {
        let of = (about.kind == Kind::Share).then(|| lang.share_of());
        std::iter::once(lang.column(about.title)).chain(of)
    });
    for (n, title) in (0..).zip(titles) {
        sheet.write_string_with_format(at, n, shown(&title), &head)?;
        // A long title is broken into lines.
        widths.push(title.width().clamp(NARROWEST, 16));
        heads.push(title.width());
    }
    sheet.set_freeze_panes(at + 1, 1)?.set_repeat_rows(at, at)?;
    let first = at;
    let (plain, bold) = (Looks::new(false), Looks::new(true));
    for row in 0..rows {
        let looks = if row < report.count() { &plain } else { &bold };
        let (mut n, mut result) = (0, Ok(()));
        let there = report.row(row, &columns, &mut |about, cell| {
            let (cell, of) = match cell {
                Cell::Share(n, of) => (Cell::Count(n), Some(Cell::count(of))),
                cell => (cell, None),
            };
            for cell in std::iter::once(cell).chain(of) {
                if result.is_err() {
                    return;
                }
                let width = put(sheet, (at + 1, n), &cell, looks, lang);
                result = width.map(|width| {
                    if let Some(widest) = widths.get_mut(usize::from(n)) {
                        *widest = (*widest)
                            .max(width.min(WIDEST))
                            .max(if matches!(about.kind, Kind::Day | Kind::Date) { 10 } else { 0 });
                    }
                });
                n += 1;
            }
        });
        result?;
        at += RowNum::from(there);
    }
    if let (Some(last), true) =
        (ColNum::try_from(widths.len()).ok().and_then(|n| n.checked_sub(1)), at > first)
    {
        sheet.autofilter(first, 0, at, last)?;
    }
    // Not every program makes room by itself for a head of several lines.
    let lines = heads.iter().zip(&widths).map(|(head, width)| head.div_ceil(*width)).max();
    sheet.set_row_height(first, 15.5 * lines.unwrap_or(1) as f64)?;
    for (n, width) in (0..).zip(widths) {
        sheet.set_column_width(n, width as f64 + 1.5)?;
    }
    at += 2;
    for note in report.notes().into_iter().filter(|note| note.is_foot()) {
        sheet.write_string(at, 0, shown(&lang.report_note(note)))?;
        at += 1;
    }
    match report.name().chart() {
        Some(of) if chart::drawn(report, &of, lang).is_some() => {
            draw(sheet, report, &of, (first, at + 1), lang)
        }
        _ => Ok(()),
    }
}

/// Draws a chart over the cells of a table whose head lies in row `first`, from row `at` on.
fn draw(
    sheet: &mut Worksheet,
    report: &dyn Report,
    of: &Chart,
    (first, at): (RowNum, RowNum),
    lang: Lang,
) -> Result<(), XlsxError> {
    let columns = report.wide();
    let abouts = report.abouts(&columns);
    // So many of so many are two columns.
    let place = |code: &str| {
        let n = abouts.iter().position(|about| about.code == code)?;
        let shares = abouts.iter().take(n).filter(|about| about.kind == Kind::Share).count();
        Some((ColNum::try_from(n + shares).ok()?, abouts.get(n)?.title))
    };
    let Some((labels, _)) = place(of.labels) else { return Ok(()) };
    let last = first + report.count() as RowNum;
    let name = report.name().code();
    let (shape, size) = match of.shape {
        Shape::Lines => (ChartType::Line, (900, 300)),
        Shape::Bars => (ChartType::Bar, (900, 60 + 18 * report.count() as u32)),
    };
    let mut chart = rust_xlsxwriter::Chart::new(shape);
    let dashes = [ChartLineDashType::Solid, ChartLineDashType::Dash, ChartLineDashType::RoundDot];
    for (code, dash) in of.series.iter().zip(dashes) {
        let Some((column, title)) = place(code) else { continue };
        let series = chart.add_series();
        series.set_categories((name, first + 1, labels, last, labels));
        series.set_values((name, first + 1, column, last, column));
        series.set_name(shown(&lang.column(title)).as_ref());
        if of.shape == Shape::Lines {
            series.set_format(ChartLine::new().set_color("#000000").set_width(1.5).set_dash_type(dash));
        }
    }
    chart.set_width(size.0).set_height(size.1);
    chart.legend().set_position(ChartLegendPosition::Top);
    if of.shape == Shape::Bars {
        // The first row on top, as in the table.
        chart.y_axis().set_reverse();
    }
    sheet.insert_chart(at, 0, &chart).map(|_| ())
}

/// Writes a cell; how wide it is, in characters.
fn put(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    cell: &Cell,
    looks: &Looks,
    lang: Lang,
) -> Result<usize, XlsxError> {
    match cell {
        Cell::None => sheet.write_blank(row, column, &looks.text).map(|_| 0),
        Cell::Count(n) => {
            sheet.write_number_with_format(row, column, *n, &looks.count).map(|_| lang.count(*n).width())
        }
        Cell::Difference(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &looks.count).map(|_| 6)
        }
        Cell::Year(year) => sheet.write_number_with_format(row, column, *year, &looks.year).map(|_| 5),
        Cell::Percent(percent) => {
            let share = f64::from(*percent) / 10_000.0;
            sheet.write_number_with_format(row, column, share, &looks.percent).map(|_| 8)
        }
        Cell::DaysTo { day, today } => {
            sheet.write_number_with_format(row, column, *day - *today, &looks.count).map(|_| 6)
        }
        // A vague day, and one that may move, is no number.
        Cell::Day { day, certain: true } if day.exact().is_some() => {
            let day = day.last();
            let date = ExcelDateTime::from_ymd(
                chrono::Datelike::year(&day).clamp(0, 9999) as u16,
                chrono::Datelike::month(&day) as u8,
                chrono::Datelike::day(&day) as u8,
            );
            match date {
                Ok(date) => sheet.write_datetime_with_format(row, column, &date, &looks.day).map(|_| 10),
                // Excel knows no days before 1900.
                Err(_) => text(sheet, (row, column), &lang.cell(cell), &looks.text),
            }
        }
        Cell::Below(depth, name) => {
            let indented = looks.text.clone().set_indent((*depth).min(15) as u8);
            text(sheet, (row, column), name, &indented).map(|width| width + 2 * depth)
        }
        cell => text(sheet, (row, column), &lang.cell(cell), &looks.text),
    }
}

fn text(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    look: &Format,
) -> Result<usize, XlsxError> {
    let text = shown(text);
    sheet.write_string_with_format(row, column, &*text, look).map(|_| text.width())
}
