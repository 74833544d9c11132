//! The progress table as JSON and as a sheet.

use super::sheet::Row;
use crate::domain::Stage;
use crate::query::{Flow, ProgressRow, Register};
use serde_json::{Map, Value, json};

/// One row as JSON: `unit, parent, code, path, name, depth, kind, sector, members, target, percent,
/// standing, flow`.
pub fn row(register: &Register, progress: &ProgressRow, depth: usize) -> Value {
    let Some(entry) = register.unit(progress.unit) else { return Value::Null };
    let standing: Map<String, Value> = Stage::ALL
        .iter()
        .zip(progress.standing)
        .map(|(stage, count)| (stage.name().to_owned(), json!(count)))
        .collect();
    let flow: Map<String, Value> = Flow::ALL
        .iter()
        .zip(progress.flow)
        .map(|(flow, count)| (flow.name().to_owned(), json!(count)))
        .collect();
    json!({
        "unit": String::from(entry.id),
        "parent": entry.parent.and_then(|row| register.id_of_unit(row)).map(String::from),
        "code": entry.code(),
        "path": register.path_of_unit(progress.unit),
        "name": entry.name(),
        "depth": depth,
        "kind": entry.kind(),
        "sector": if entry.sector().is_empty() { Value::Null } else { json!(entry.sector()) },
        "members": progress.members,
        "target": progress.target,
        "percent": progress.percent().map(|p| f64::from(p) / 100.0),
        "standing": standing,
        "flow": flow,
    })
}

/// The columns of the sheet, with the same names.
pub fn columns() -> Vec<String> {
    let mut columns: Vec<String> =
        ["unit", "name", "depth", "kind", "sector", "members", "target", "percent"].map(str::to_owned).into();
    columns.extend(Stage::ALL.map(|stage| format!("standing_{}", stage.name())));
    columns.extend(Flow::ALL.map(|flow| format!("flow_{}", flow.name())));
    columns.extend(["code", "parent", "path"].map(str::to_owned));
    columns
}

/// Fills a row of the sheet.
pub fn fill(register: &Register, progress: &ProgressRow, depth: usize, row: &mut Row) -> Option<()> {
    let entry = register.unit(progress.unit)?;
    row.value(Some(entry.id));
    row.text(entry.name());
    row.number(Some(depth));
    row.text(entry.kind());
    row.text(entry.sector());
    row.number(progress.members);
    row.number(progress.target);
    row.percent(progress.percent());
    progress.standing.iter().chain(&progress.flow).for_each(|n| row.number(Some(*n)));
    row.text(entry.code());
    row.value(entry.parent.and_then(|parent| register.id_of_unit(parent)));
    row.text(&register.path_of_unit(progress.unit));
    Some(())
}
