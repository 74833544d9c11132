//! Classes, ceremonies and reviews from CSV: a column for each of their fields, `sessions` as days with `;` between.
//!
//! A row with the id of one that is there, or with the name, unit and first day of one, changes that one.

use super::csv_rows::{Columns, Row, RowProblem};
use super::facts_csv::{self, Pending, Plan, Taken, in_row, object, required};
use super::fields::{Context, FieldError};
use super::occasion_json;
use crate::domain::occasion::{Occasion, OccasionField, OccasionKind};
use crate::domain::text::same_key;
use crate::domain::{Date, Edit, OccasionId, UnitId};

/// The columns that a file of occasions may have.
const COLUMNS: Columns = Columns {
    is_known: |column| matches!(column, "id" | "sessions") || OccasionField::by_name(column).is_some(),
    names: || {
        let fields = OccasionField::ALL.map(OccasionField::name);
        ["id", "sessions"].into_iter().chain(fields).collect::<Vec<_>>().join(", ")
    },
};

/// Reads a file of occasions against what the office has.
pub fn plan(bytes: &[u8], context: &Context, mut new_id: impl FnMut() -> OccasionId) -> Plan {
    let mut new: Vec<Occasion> = Vec::new();
    let mut plan = facts_csv::plan(bytes, COLUMNS, |row, known| take(row, known, &mut new, context));
    plan.edits.splice(0..0, new.into_iter().map(|occasion| Edit::add(new_id(), occasion)));
    plan
}

fn take(
    row: &Row,
    known: &mut Pending<OccasionId, Occasion>,
    new: &mut Vec<Occasion>,
    context: &Context,
) -> Result<Taken, RowProblem> {
    let register = context.register;
    let unit = match row.cell("unit").trim() {
        "" => None,
        text => Some((context.unit)(text).map_err(|error| row.problem("unit", error))?),
    };
    let value = object(row, &["id"], &["sessions"]);
    let apply = |occasion: &mut Occasion| {
        occasion_json::apply(occasion, &value, context).map_err(|error| in_row(row, error))
    };
    let by_id = row.cell("id").trim();
    let id = if by_id.is_empty() {
        let mut typed = Occasion::new(String::new(), OccasionKind::default(), UnitId::from_bits(0));
        apply(&mut typed)?;
        let is_same = |held: &Occasion| {
            same_key(&held.name) == same_key(&typed.name) && held.unit == unit && held.from == typed.from
        };
        if new.iter().any(is_same) {
            return Err(row.problem("name", FieldError::Twice));
        }
        let same = register.occasions().find(|entry| is_same(&entry.occasion));
        // The same class on other days, or another one of its name: who wrote the file knows.
        let is_like = |held: &Occasion| {
            let year = |held: &Occasion| held.from.map(Date::year);
            same_key(&held.name) == same_key(&typed.name) && held.unit == unit && year(held) == year(&typed)
        };
        if same.is_none()
            && let Some(like) = register.occasions().find(|entry| is_like(&entry.occasion))
        {
            return Err(row.problem("from", FieldError::OccasionThere(like.id.to_string())));
        }
        let Some(same) = same else {
            for column in ["name", "kind", "unit"] {
                required(row, column)?;
            }
            new.push(typed);
            return Ok(Taken::New);
        };
        same.id
    } else {
        let id = by_id.parse().ok().filter(|id| register.occasion(*id).is_some());
        id.ok_or_else(|| row.problem("id", FieldError::NoOccasion(by_id.to_owned())))?
    };
    let occasion = known.record(id, || register.occasion(id).map(|entry| entry.occasion));
    let occasion = occasion.ok_or_else(|| row.problem("id", FieldError::NoOccasion(by_id.to_owned())))?;
    let before = occasion.clone();
    apply(occasion)?;
    Ok(Taken::of(Some(&before), occasion))
}
