//! A chart of a report as inline SVG: black lines told apart by their dashes, so that print and eyes without colour lose
//! nothing. The figures stand in the table below it.

use crate::query::report::chart::{Chart, Shape};
use crate::query::report::{Cell, Report};
use crate::words::Lang;
use std::fmt::Write;

/// Bars that fit on a printed page; a chart with more is left out.
const MOST_BARS: usize = 60;
/// The whole drawing, and what stands left of it for names, in pixels of the page.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 230.0;
/// Room for half a name under the last point.
const RIGHT: f64 = 45.0;
const NAMES: f64 = 300.0;
/// Longest name that stands there whole, in letters.
const NAME: usize = 40;
const BAR: f64 = 17.0;
/// How the lines of a chart are told apart, the first one best seen.
const DASHES: [&str; 3] = ["", "7 4", "2 3"];

/// What is drawn: names, and for each series its title and a number where there is one.
pub struct Drawn {
    labels: Vec<String>,
    series: Vec<(String, Vec<Point>)>,
}

/// A number as it is drawn and as it is written.
type Point = Option<(f64, String)>;

/// The numbers of a chart, from the rows of a report that are no sums.
pub fn drawn(report: &dyn Report, chart: &Chart, lang: Lang) -> Option<Drawn> {
    let abouts = report.columns();
    let place = |code: &str| abouts.iter().position(|about| about.code == code);
    let columns: Option<Vec<usize>> =
        std::iter::once(chart.labels).chain(chart.series.iter().copied()).map(place).collect();
    let columns = columns?;
    if chart.shape == Shape::Bars && report.count() > MOST_BARS {
        return None;
    }
    let titles = columns.iter().skip(1).filter_map(|n| abouts.get(*n));
    let mut series: Vec<_> = titles.map(|about| (lang.column(about.title), Vec::new())).collect();
    let mut labels = Vec::new();
    for row in 0..report.count() {
        let mut cells = Vec::with_capacity(columns.len());
        report.row(row, &columns, &mut |_, cell| cells.push((number(&cell), lang.cell(&cell))));
        let mut cells = cells.into_iter();
        labels.push(short(&cells.next()?.1));
        for ((_, values), (number, text)) in series.iter_mut().zip(cells) {
            values.push(number.map(|number| (number, text)));
        }
    }
    let any = series.iter().any(|(_, values)| values.iter().flatten().any(|(number, _)| *number > 0.0));
    any.then_some(Drawn { labels, series })
}

/// As much of a name as there is room for beside a bar.
fn short(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Count(n) => Some(f64::from(*n)),
        Cell::Percent(percent) => Some(f64::from(*percent) / 100.0),
        _ => None,
    }
}

impl Drawn {
    fn most(&self) -> f64 {
        let all = self.series.iter().flat_map(|(_, values)| values.iter().flatten());
        all.map(|(number, _)| *number).fold(1.0, f64::max)
    }

    /// As SVG; `escaped` makes a text harmless in it.
    pub fn svg(&self, shape: Shape, escaped: impl Fn(&str) -> String) -> String {
        let mut out = String::new();
        // Nothing can go wrong when writing into a text.
        let _ = match shape {
            Shape::Lines => self.lines(&mut out, escaped),
            Shape::Bars => self.bars(&mut out, escaped),
        };
        out
    }

    fn lines(&self, out: &mut String, escaped: impl Fn(&str) -> String) -> std::fmt::Result {
        let (left, top, bottom) = (45.0, 30.0, HEIGHT - 25.0);
        let step = (WIDTH - left - RIGHT) / (self.labels.len().max(2) - 1) as f64;
        let x = |n: usize| left + step * n as f64;
        let y = |number: f64| bottom - (bottom - top) * number / self.most();
        writeln!(out, "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">")?;
        writeln!(
            out,
            "<path d=\"M{left} {top}V{bottom}H{}\" fill=\"none\" stroke=\"#777\"/>",
            WIDTH - RIGHT
        )?;
        for (height, number) in [(top, self.most()), (bottom, 0.0)] {
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{number:.0}</text>",
                left - 5.0,
                height + 4.0
            )?;
        }
        let every = self.labels.len().div_ceil(12).max(1);
        for (n, label) in self.labels.iter().enumerate().step_by(every) {
            let (x, y) = (x(n), bottom + 17.0);
            writeln!(out, "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escaped(label))?;
        }
        for (n, (title, values)) in self.series.iter().enumerate() {
            let dash = DASHES.get(n).unwrap_or(&"");
            let style =
                format!("fill=\"none\" stroke=\"#000\" stroke-width=\"1.6\" stroke-dasharray=\"{dash}\"");
            let (mut path, mut is_drawing) = (String::new(), false);
            for (n, value) in values.iter().enumerate() {
                if let Some((number, _)) = value {
                    let letter = if is_drawing { 'L' } else { 'M' };
                    write!(path, "{letter}{:.1} {:.1}", x(n), y(*number))?;
                }
                is_drawing = value.is_some();
            }
            writeln!(out, "<path d=\"{path}\" {style}/>")?;
            let at = left + 270.0 * n as f64;
            writeln!(out, "<path d=\"M{at} 12h34\" {style}/>")?;
            writeln!(out, "<text x=\"{}\" y=\"16\">{}</text>", at + 40.0, escaped(title))?;
        }
        writeln!(out, "</svg>")
    }

    fn bars(&self, out: &mut String, escaped: impl Fn(&str) -> String) -> std::fmt::Result {
        let height = 22.0 + BAR * self.labels.len() as f64;
        writeln!(out, "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">")?;
        let Some((title, values)) = self.series.first() else { return writeln!(out, "</svg>") };
        writeln!(out, "<text x=\"{NAMES}\" y=\"13\">{}</text>", escaped(title))?;
        for (n, (label, value)) in self.labels.iter().zip(values).enumerate() {
            let top = 20.0 + BAR * n as f64;
            let base = top + BAR - 4.0;
            let end = NAMES - 6.0;
            writeln!(out, "<text x=\"{end}\" y=\"{base}\" text-anchor=\"end\">{}</text>", escaped(label))?;
            let Some((number, text)) = value else { continue };
            let long = (WIDTH - NAMES - 80.0) * number / self.most();
            writeln!(
                out,
                "<rect x=\"{NAMES}\" y=\"{top}\" width=\"{long:.1}\" height=\"{}\" fill=\"#888\"/>",
                BAR - 3.0
            )?;
            writeln!(out, "<text x=\"{:.1}\" y=\"{base}\">{}</text>", NAMES + long + 5.0, escaped(text))?;
        }
        writeln!(out, "</svg>")
    }
}

#[cfg(test)]
mod tests {
    use crate::query::report::{Name, request};

    #[test]
    fn every_column_of_a_chart_is_one_of_its_report() {
        for (name, chart) in Name::ALL.into_iter().filter_map(|name| Some((name, name.chart()?))) {
            let columns = request::columns(name);
            for code in chart.series.iter().chain([&chart.labels]) {
                assert!(columns.iter().any(|known| known == code), "{code} of {}", name.code());
            }
            assert!(chart.series.len() <= super::DASHES.len(), "{}", name.code());
        }
    }
}
