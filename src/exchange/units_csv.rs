//! Units from CSV: `code,parent_code,kind,sector,name,members_2025,target_2026,…`.
//!
//! A row with a code that the office has, or without one but with the name of a unit in the same place, changes
//! that unit, so the same file twice adds nothing. A row that cannot be taken is named with its column; the
//! others go in.

use super::csv_rows::{self, Columns, RowProblem, table};
use super::fields::{self, Context, FieldError};
use crate::domain::catalogue::Codes;
use crate::domain::text::{is_spoiled, same_key};
use crate::domain::{Catalogue, Date, Period, Target, Unit, UnitField, UnitId};
use std::collections::{BTreeMap, HashSet};

/// What a file of units would change.
#[derive(Debug, Default)]
pub struct Plan {
    /// Units to add, parents before children.
    pub new: Vec<(UnitId, Unit)>,
    /// Units that are there already, as the file wants them.
    pub changed: Vec<(UnitId, Unit)>,
    /// Rows that say what is already there.
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
}

struct Row {
    number: usize,
    parent_code: String,
    code: String,
    unit: Unit,
}

/// Reads a file of units against what the office has.
pub fn plan(bytes: &[u8], context: &Context, today: Date, mut new_id: impl FnMut() -> UnitId) -> Plan {
    let mut plan = Plan::default();
    let table = match table(bytes, COLUMNS) {
        Ok(table) => table,
        Err(problem) => {
            plan.problems.push(problem);
            return plan;
        }
    };
    let (register, catalogue) = (context.register, context.catalogue);
    let mut by_code: BTreeMap<String, UnitId> = register
        .units()
        .filter(|entry| !entry.code().is_empty())
        .map(|entry| (entry.code().to_owned(), entry.id))
        .collect();
    let mut known: BTreeMap<UnitId, Unit> = register.units().map(|entry| (entry.id, entry.whole())).collect();
    let mut names: Siblings = BTreeMap::new();
    known.iter().for_each(|(id, unit)| names.entry(place_of(unit)).or_default().push(*id));
    let mut named: HashSet<UnitId> = HashSet::new();
    let mut top = register.top().map(|top| top.id);
    let mut waiting: Vec<Row> = Vec::new();
    let mut codes: HashSet<String> = HashSet::new();
    for row in table.rows() {
        match read_row(&row, context, &by_code, &known) {
            Ok(row) if !row.code.is_empty() && !codes.insert(row.code.clone()) => {
                plan.problems.push(RowProblem {
                    row: row.number,
                    column: "code".into(),
                    error: FieldError::Twice,
                });
            }
            Ok(row) => waiting.push(row),
            Err(problem) => plan.problems.push(problem),
        }
    }
    // Parents may come after their children in the file: go round until nothing moves.
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for mut row in waiting {
            let parent = match row.parent_code.as_str() {
                "" => Some(top.filter(|top| by_code.get(&row.code) != Some(top))),
                code => by_code.get(code).map(|id| Some(*id)),
            };
            let Some(parent) = parent else {
                left.push(row);
                continue;
            };
            // A file that begins with the top unit means the one that the office has.
            let is_top = row.parent_code.is_empty()
                && top.and_then(|top| known.get(&top)).is_some_and(|unit| {
                    let same_name = same_key(&unit.name) == same_key(&row.unit.name);
                    unit.kind == row.unit.kind && unit.code.is_empty() && (same_name || known.len() == 1)
                });
            let id = by_code.get(&row.code).copied().or(top.filter(|_| is_top));
            row.unit.parent = if id.is_some() && id == top { None } else { parent };
            let id = match there(&row, id, &names, &known) {
                Ok(there) => id.or(there),
                Err(error) => {
                    plan.problems.push(RowProblem { row: row.number, column: "name".into(), error });
                    continue;
                }
            };
            if id.is_some_and(|id| !named.insert(id)) {
                let error = FieldError::Twice;
                plan.problems.push(RowProblem { row: row.number, column: "name".into(), error });
                continue;
            }
            if let Some(problem) = bad_place(&row, &known, catalogue) {
                plan.problems.push(problem);
                continue;
            }
            match id {
                Some(id) => {
                    if let Some(before) = known.get(&id) {
                        let merged = merge(before, &row.unit, today);
                        if merged == *before {
                            plan.unchanged += 1;
                        } else {
                            plan.changed.push((id, merged.clone()));
                            names.entry(place_of(&merged)).or_default().push(id);
                            known.insert(id, merged);
                        }
                    }
                    if !row.code.is_empty() {
                        by_code.insert(row.code.clone(), id);
                    }
                }
                None => {
                    let id = new_id();
                    top = top.or(Some(id));
                    if row.unit.order == 0 {
                        // As in the file, where the office gives no order of its own.
                        row.unit.order = row.number as u32;
                    }
                    if !row.code.is_empty() {
                        by_code.insert(row.code.clone(), id);
                    }
                    named.insert(id);
                    names.entry(place_of(&row.unit)).or_default().push(id);
                    known.insert(id, row.unit.clone());
                    plan.new.push((id, row.unit));
                }
            }
        }
        if left.is_empty() || left.len() == before {
            for row in left {
                let error = FieldError::NoUnit(row.parent_code);
                plan.problems.push(RowProblem { row: row.number, column: "parent_code".into(), error });
            }
            break;
        }
        waiting = left;
    }
    plan.problems.sort_by_key(|problem| problem.row);
    plan
}

const NAMES: [&str; 8] = ["code", "parent_code", "kind", "sector", "name", "order", "aliases", "flags"];

/// The columns that a file of units may have.
const COLUMNS: Columns = Columns {
    is_known: |column| {
        NAMES.contains(&column)
            || year_of(column, "members_").is_some()
            || year_of(column, "target_").is_some()
    },
    names: || NAMES.join(", ") + ", members_2025, target_2026",
};

/// Units by where they lie and what they are called.
type Siblings = BTreeMap<(Option<UnitId>, String), Vec<UnitId>>;

fn place_of(unit: &Unit) -> (Option<UnitId>, String) {
    (unit.parent, same_key(&unit.name))
}

/// The unit of a row's name in its place, where there is one besides the one that its code says: a row
/// without a code means that one, if nothing says otherwise.
fn there(
    row: &Row,
    coded: Option<UnitId>,
    names: &Siblings,
    known: &BTreeMap<UnitId, Unit>,
) -> Result<Option<UnitId>, FieldError> {
    let there = names.get(&place_of(&row.unit)).into_iter().flatten().filter(|id| Some(**id) != coded);
    let mut there = there.filter_map(|id| Some((*id, known.get(id)?)));
    let place = place_of(&row.unit);
    let Some((id, unit)) = there.by_ref().find(|(_, unit)| place_of(unit) == place) else { return Ok(None) };
    // A unit keeps its name although another one bears it: that is as it was.
    if coded.and_then(|coded| known.get(&coded)).is_some_and(|unit| place_of(unit) == place) {
        return Ok(None);
    }
    let certain = coded.is_none() && (unit.code.is_empty() || row.code.is_empty());
    if certain && unit.kind == row.unit.kind && there.next().is_none() {
        return Ok(Some(id));
    }
    Err(FieldError::UnitThere(if unit.code.is_empty() { String::from(id) } else { unit.code.clone() }))
}

fn year_of(column: &str, prefix: &str) -> Option<i32> {
    column.strip_prefix(prefix)?.parse().ok().filter(|year| (1900..2200).contains(year))
}

fn read_row(
    from: &csv_rows::Row,
    context: &Context,
    by_code: &BTreeMap<String, UnitId>,
    known: &BTreeMap<UnitId, Unit>,
) -> Result<Row, RowProblem> {
    let problem = |column: &str, error| from.problem(column, error);
    let cell = |column: &str| fields::text(from.cell(column)).map_err(|error| problem(column, error));
    let (code, name, kind, sector) = (cell("code")?, cell("name")?, cell("kind")?, cell("sector")?);
    let there = by_code.get(&code).and_then(|id| known.get(id));
    if is_spoiled(&name) {
        return Err(problem("name", FieldError::Spoiled(name)));
    }
    if name.is_empty() && there.is_none() {
        return Err(problem("name", FieldError::Missing));
    }
    let kind = if kind.is_empty() { there.map_or_else(String::new, |unit| unit.kind.clone()) } else { kind };
    let catalogue = context.catalogue;
    if catalogue.kind(&kind).is_none() {
        let codes = catalogue.kinds.iter().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(problem("kind", FieldError::NotOneOf(kind, codes)));
    }
    let is_known =
        |sector: &str| catalogue.sector(sector).is_some() || context.register.bears(Codes::Sectors, sector);
    if !sector.is_empty() && !is_known(&sector) {
        let codes = catalogue.sectors.iter().map(|s| s.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(problem("sector", FieldError::NotOneOf(sector, codes)));
    }
    let mut unit = Unit::new(name, kind, None);
    unit.sector = sector;
    unit.code = code.clone();
    for (column, text) in from.cells() {
        let count = || {
            let count = fields::count(text).and_then(|count| count.ok_or(FieldError::Missing));
            count.map_err(|error| problem(column, error))
        };
        if text.trim().is_empty() {
            continue;
        }
        if let Some(year) = year_of(column, "members_") {
            unit.members.insert(year, count()?);
        } else if let Some(year) = year_of(column, "target_") {
            let target = Target { people: count()?, number: String::new(), date: None, note: String::new() };
            unit.targets.insert((Period::Year(year), 1), target);
        } else if column == "order" {
            unit.order = count()?;
        } else if column == "aliases" {
            unit.aliases.extend(fields::list(text).map_err(|error| problem(column, error))?);
        } else if column == "flags" {
            let value = fields::read(UnitField::Flags.kind(), text, context);
            let flags = value.map_err(|error| problem(column, error))?;
            UnitField::Flags.set(&mut unit, flags).map_err(|_| problem(column, FieldError::NoField))?;
        }
    }
    Ok(Row { number: from.row, parent_code: cell("parent_code")?, code, unit })
}

/// A unit with its own book must lie below one with its own book; nothing lies below itself.
fn bad_place(row: &Row, known: &BTreeMap<UnitId, Unit>, catalogue: &Catalogue) -> Option<RowProblem> {
    let parent = known.get(&row.unit.parent?)?;
    let fits = catalogue.keeps_book(&parent.kind) || !catalogue.keeps_book(&row.unit.kind);
    let error = FieldError::NotOneOf(row.unit.kind.clone(), "section, cell, group".to_owned());
    (!fits).then(|| RowProblem { row: row.number, column: "kind".into(), error })
}

/// The unit as it is, with everything that the row says.
fn merge(before: &Unit, row: &Unit, today: Date) -> Unit {
    let mut unit = before.clone();
    let or = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    if !row.name.is_empty() && row.name != unit.name {
        unit.aliases.insert(before.name.clone());
        unit.name = row.name.clone();
    }
    unit.sector = or(&row.sector, &unit.sector);
    unit.code = or(&row.code, &unit.code);
    if row.order > 0 {
        unit.order = row.order;
    }
    unit.flags.extend(row.flags.iter().cloned());
    unit.aliases.extend(row.aliases.iter().cloned());
    unit.members.extend(row.members.iter().map(|(year, n)| (*year, *n)));
    for ((period, _), target) in &row.targets {
        let last = unit.targets.range((*period, 0)..=(*period, u8::MAX)).next_back();
        if last.is_none_or(|(_, present)| present.people != target.people)
            && let Some(version) = unit.next_version(*period)
        {
            // A first target was always in force; a change of it is from today on.
            let date = last.map(|_| today);
            unit.targets.insert((*period, version), Target { date, ..target.clone() });
        }
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rulebook;
    use crate::domain::date_reader::DateReader;
    use crate::query::Register;

    fn office(file: &str) -> Plan {
        let mut next = 0;
        let today: Date = "2023-07-31".parse().unwrap();
        let context = Context {
            dates: DateReader::written(today.last()),
            unit: &|text| Err(FieldError::NoUnit(text.to_owned())),
            rules: &Rulebook::default(),
            catalogue: &Catalogue::built_in().unwrap(),
            register: &Register::default(),
        };
        plan(file.as_bytes(), &context, today, || {
            next += 1;
            UnitId::from_bits(next)
        })
    }

    #[test]
    fn parents_may_come_after_their_children() {
        let plan = office(
            "code,parent_code,kind,name,target_2026\nC1,B1,cell,Chi bộ 1,\nB1,A,base,Xã Mẫu,1.200\nA,,district,Huyện Mẫu,\n",
        );
        assert_eq!(plan.problems, []);
        let names: Vec<&str> = plan.new.iter().map(|(_, unit)| unit.name.as_str()).collect();
        assert_eq!(names, ["Huyện Mẫu", "Xã Mẫu", "Chi bộ 1"]);
        assert_eq!(plan.new[1].1.targets[&(Period::Year(2026), 1)].people, 1200);
    }

    #[test]
    fn each_bad_row_is_named_and_the_others_go_in() {
        let plan = office(
            "code,parent_code,kind,sector,name,members_2025\nA,,district,,Huyện,\nB,A,castle,,X,\nC,Z,base,,X,\nD,A,base,moon,X,\nE,A,base,,,\nF,A,base,,X,many\nG,A,base,,Good,7\n",
        );
        let found: Vec<(usize, &str)> = plan.problems.iter().map(|p| (p.row, p.column.as_str())).collect();
        assert_eq!(found, [(3, "kind"), (4, "parent_code"), (5, "sector"), (6, "name"), (7, "members_2025")]);
        assert_eq!(plan.new.len(), 2);
    }

    #[test]
    fn an_unknown_column_is_refused_before_anything_is_read() {
        let plan = office("code,colour\nA,red\n");
        assert_eq!(plan.problems[0].column, "colour");
        assert!(plan.new.is_empty());
    }

    /// A list without codes, imported again, doubled its units and their targets.
    #[test]
    fn a_row_without_a_code_is_the_unit_of_its_name_in_its_place() {
        let units =
            "code,parent_code,kind,name,target_2026\nA,,district,Huyện Mẫu,\n,A,cell,Chi bộ Mẫu B,3\n";
        let first = office(units);
        assert_eq!((first.new.len(), first.problems.len()), (2, 0));
        let twice = office(&format!("{units},A,cell,Chi bộ mẫu B,4\n"));
        assert_eq!((twice.new.len(), &twice.problems[0].error), (2, &FieldError::Twice));
        let coded = office(&format!("{units}B,A,cell,Chi bộ Mẫu B,4\n"));
        assert_eq!(coded.problems[0].column, "name");
        let kind = office(&format!("{units},A,base,Chi bộ Mẫu B,\n"));
        assert!(matches!(kind.problems[0].error, FieldError::UnitThere(_)));
    }

    /// `members_2026` stood twice, and one of the two was taken.
    #[test]
    fn a_column_that_stands_twice_is_refused() {
        let plan = office("code,kind,name,members_2026,members_2026\nA,district,Huyện Mẫu,11,22\n");
        assert_eq!((plan.new.len(), &plan.problems[0].error), (0, &FieldError::TwoColumns));
    }

    #[test]
    fn members_and_targets_are_never_made_up() {
        let plan =
            office("code,kind,name,members_2025,target_2026\nA,district,Huyện,20.0,3.0\nB,base,Xã,1.5,1\n");
        assert_eq!((plan.new[0].1.members[&2025], plan.problems[0].column.as_str()), (20, "members_2025"));
    }
}
