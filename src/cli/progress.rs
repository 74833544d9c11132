//! `ketnap progress [UNIT]`: units against their targets.

use super::{Failure, Session, table};
use crate::domain::{Act, Stage};
use crate::exchange::progress_json;
use crate::query::progress::{BlockRow, Params, blocks};
use crate::query::{Flow, ProgressRow, ProgressTable, Register, UnitRow, progress};
use crate::store::Office;
use crate::words::Lang;
use chrono::{Datelike, NaiveDate};
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::cmp::Reverse;

#[derive(Debug, Args)]
pub struct Progress {
    /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
    pub unit: Option<String>,
    /// Năm · Year
    #[arg(long, conflicts_with_all = ["from", "to"])]
    pub year: Option<i32>,
    /// Từ ngày · First day
    #[arg(long, value_name = "D", requires = "to")]
    pub from: Option<String>,
    /// Đến hết ngày · Last day
    #[arg(long, value_name = "D", requires = "from")]
    pub to: Option<String>,
    /// Số liệu tính đến ngày · As of a day
    #[arg(long, value_name = "D")]
    pub as_of: Option<String>,
    /// Số cấp dưới đơn vị · Levels below the unit
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,
    /// Thứ tự trong từng cấp · Order among siblings
    #[arg(long, value_enum)]
    pub sort: Option<Sort>,
    /// In JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// In CSV
    #[arg(long)]
    pub csv: bool,
}

/// Orders of a progress table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    Percent,
    Name,
    Admitted,
}

/// Prints the table.
pub fn run(session: &Session, args: &Progress) -> Result<(), Failure> {
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let params = params(session, &office, args)?;
    let table = session.look(register.len(), |work| progress(register, &params, work))?;
    let root = session.unit(&office, args.unit.as_deref())?.and_then(|id| register.unit_row(id));
    let mut shown: Shown = root.map(|row| (row, 0)).into_iter().collect();
    below(register, &table, root, usize::from(root.is_some()), args, &mut shown);
    let figures = |row: &UnitRow| table.get(register, *row);
    if args.json {
        let told =
            |(row, depth): &(UnitRow, usize)| Some(progress_json::row(register, &figures(row)?, *depth));
        session.json(&Value::Array(shown.iter().filter_map(told).collect()))?;
    } else if args.csv {
        let columns = progress_json::columns();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        session.csv(&columns, &shown, |(row, depth), out| {
            progress_json::fill(register, &figures(row)?, *depth, out)
        })?;
    } else {
        let codes: Vec<String> =
            office.store.catalogue.blocks.iter().map(|block| block.code.clone()).collect();
        let blocks = blocks(register, &table, root.unwrap_or(0), &codes);
        let rows: Vec<(ProgressRow, usize)> =
            shown.iter().filter_map(|(row, depth)| Some((figures(row)?, *depth))).collect();
        session.print(&text(session.lang, &office, &rows, &blocks, &params))?;
    }
    session.finish(&office)
}

fn params(session: &Session, office: &Office, args: &Progress) -> Result<Params, Failure> {
    let day = |text: &Option<String>| session.day(office, text.as_deref());
    let as_of = day(&args.as_of)?;
    if let (Some(from), Some(to)) = (&args.from, day(&args.to)?) {
        let from = session.date(office, Some(from))?.first();
        let to = as_of.map_or(to, |as_of| as_of.min(to));
        if from > to {
            return Err(Failure::Usage(session.lang.from_after_to()));
        }
        return Ok(Params { from, to, admission: office.admission() });
    }
    let today = office.today();
    let as_of = as_of.unwrap_or_else(|| match args.year {
        // A year that is over is taken whole.
        Some(year) if year < today.year() => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today),
        _ => today,
    });
    Ok(office.year(args.year.unwrap_or(as_of.year()), as_of))
}

/// Units in the order in which they are shown, and how deep each stands.
type Shown = Vec<(UnitRow, usize)>;

/// Adds the units below one, or at the top, each with those below it.
fn below(
    register: &Register,
    table: &ProgressTable,
    parent: Option<UnitRow>,
    depth: usize,
    args: &Progress,
    shown: &mut Shown,
) {
    if args.depth.is_some_and(|limit| depth > limit) {
        return;
    }
    let mut children: Vec<UnitRow> = register.children(parent).collect();
    let name = |row: &UnitRow| register.unit(*row).map(|entry| crate::domain::text::title_key(entry.name()));
    let figures = |row: &UnitRow| table.get(register, *row);
    match args.sort {
        None => {}
        Some(Sort::Name) => children.sort_by_cached_key(name),
        Some(Sort::Percent) => {
            children.sort_by_cached_key(|row| Reverse(figures(row).and_then(|row| row.percent())));
        }
        Some(Sort::Admitted) => {
            children.sort_by_cached_key(|row| Reverse(figures(row).map(|row| row.admitted())));
        }
    }
    for child in children {
        shown.push((child, depth));
        below(register, table, Some(child), depth + 1, args, shown);
    }
}

fn text(
    lang: Lang,
    office: &Office,
    rows: &[(ProgressRow, usize)],
    blocks: &[BlockRow],
    params: &Params,
) -> String {
    let mut columns = vec![
        (lang.field("unit"), false),
        (lang.field("members"), true),
        (lang.admitted_of_target_short(), true),
        ("%", true),
    ];
    columns.extend(Stage::ALL.map(|stage| (lang.stage(stage), true)));
    columns.extend(
        Flow::ALL.into_iter().filter(|flow| *flow != Flow::Admitted).map(|flow| (lang.flow(flow), true)),
    );
    let register = office.register();
    let cells = |name: String, row: &ProgressRow| {
        let target = row.target.map_or("–".to_owned(), |target| lang.count(target));
        let mut cells = vec![
            name,
            row.members.map_or(String::new(), |n| lang.count(n)),
            format!("{}/{target}", lang.count(row.admitted())),
            row.percent().map_or(String::new(), |percent| lang.percent(percent)),
        ];
        cells.extend(row.standing.iter().map(|n| lang.count(*n)));
        cells.extend(
            Flow::ALL
                .iter()
                .zip(row.flow)
                .filter(|(flow, _)| **flow != Flow::Admitted)
                .map(|(_, n)| lang.count(n)),
        );
        cells
    };
    let mut lines: Vec<Vec<String>> = rows
        .iter()
        .filter_map(|(row, depth)| {
            let entry = register.unit(row.unit)?;
            Some(cells(format!("{}{}", "  ".repeat(*depth), entry.name()), row))
        })
        .collect();
    for block in blocks {
        let named = office.store.catalogue.blocks.iter().find(|known| known.code == block.block);
        let name = named.map_or(block.block.as_str(), |named| lang.pick(&named.vi, &named.en));
        lines.push(cells(format!("= {name} ({})", block.units.len()), &block.total));
    }
    let (from, to) = (lang.date(params.from.into()), lang.date(params.to.into()));
    let heading =
        if params.from > params.to { lang.not_begun(params.from.year(), to) } else { lang.span(from, to) };
    format!("{heading}\n{}", table::text(&columns, lines))
}
