//! What of a report is drawn as a chart: pure data; the drawing is for `render`.
//!
//! A chart of another report requires: 1 its line in [`Name::chart`]; its columns must be numbers.

use super::Name;

/// Columns by their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What stands under a point, or beside a bar.
    pub labels: &'static str,
    pub series: &'static [&'static str],
    pub shape: Shape,
}

/// How numbers are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Over time, from the left.
    Lines,
    /// One below the other.
    Bars,
}

impl Name {
    /// How the report is drawn, if it is.
    pub fn chart(self) -> Option<Chart> {
        let chart = |labels, series, shape| Some(Chart { labels, series, shape });
        match self {
            Name::Months => {
                let series = &["admitted_to_date", "plan_to_date", "last_year_to_date"];
                chart("month", series, Shape::Lines)
            }
            Name::Standing => chart("day", &["source", "class", "proposal"], Shape::Lines),
            Name::Ranking => chart("unit_name", &["percent"], Shape::Bars),
            _ => None,
        }
    }
}
