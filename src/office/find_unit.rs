//! Units by what people call them: an id, a code, the path of their folders or its end, a name.

use super::Office;
use crate::domain::UnitId;
use crate::domain::text::fold;
use crate::exchange::fields::FieldError;
use crate::query::naming::{Named, named};
use crate::query::{Register, UnitRow};
use std::collections::HashMap;

impl Office {
    /// A unit by id, code, name, path of folders (or its end), or former name.
    ///
    /// # Errors
    /// When none or several are called so.
    pub fn find_unit(&self, text: &str) -> Result<UnitId, FieldError> {
        let by_code = || self.register.units().find(|entry| !entry.code().is_empty() && entry.code() == text);
        let wanted = fold(text);
        let ends_so = |path: &str| {
            path == wanted || path.strip_suffix(&*wanted).is_some_and(|rest| rest.ends_with('/'))
        };
        let by_path = self.paths().filter(|(path, _)| ends_so(path)).map(|(_, unit)| unit);
        let all = || self.register.unit_rows_called(&wanted);
        chosen(&self.register, text, || by_code().map(|entry| entry.id), all, || by_path.collect())
    }

    /// The paths of the folders of all units that I see.
    fn paths(&self) -> impl Iterator<Item = (&str, UnitId)> {
        let seen = self.places.iter().filter(|place| place.seen);
        seen.map(|place| (&*place.folder.path, place.unit))
            .filter(|(_, unit)| self.register.unit_row(*unit).is_some())
    }
}

/// The one unit that is meant.
fn chosen(
    register: &Register,
    text: &str,
    by_code: impl FnOnce() -> Option<UnitId>,
    called_so: impl FnOnce() -> Vec<UnitRow>,
    by_path: impl FnOnce() -> Vec<UnitId>,
) -> Result<UnitId, FieldError> {
    let by_id = text.parse().ok().and_then(|id| register.unit_by_id(id));
    if let Some(id) = by_id.map(|entry| entry.id).or_else(by_code) {
        return Ok(id);
    }
    match named(text, called_so().into_iter().filter_map(|row| register.unit(row))) {
        Named::One(id) => return Ok(id),
        Named::Many => return Err(FieldError::ManyUnits(text.to_owned())),
        Named::None => {}
    }
    match by_path().as_slice() {
        [only] => Ok(*only),
        [] => Err(FieldError::NoUnit(text.to_owned())),
        _ => Err(FieldError::ManyUnits(text.to_owned())),
    }
}

/// All that units are called, for those who ask often.
pub struct UnitNames<'a> {
    register: &'a Register,
    codes: HashMap<&'a str, UnitId>,
    /// Rows by names and former names, folded.
    names: HashMap<&'a str, Vec<UnitRow>>,
    /// Paths, and the ends of paths.
    paths: HashMap<&'a str, Vec<UnitId>>,
}

impl<'a> UnitNames<'a> {
    /// Takes in all units of an office.
    pub fn of(office: &'a Office) -> UnitNames<'a> {
        let register = &office.register;
        let (codes, names, paths) = Default::default();
        let mut all = UnitNames { register, codes, names, paths };
        for entry in register.units() {
            if !entry.code().is_empty() {
                all.codes.entry(entry.code()).or_insert(entry.id);
            }
            for name in entry.folded().split('\n') {
                all.names.entry(name).or_default().push(entry.row());
            }
        }
        for (path, unit) in office.paths() {
            let ends = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
            for end in std::iter::once(path).chain(ends) {
                all.paths.entry(end).or_default().push(unit);
            }
        }
        all
    }

    /// As [`Office::find_unit`].
    ///
    /// # Errors
    /// When none or several are called so.
    pub fn find(&self, text: &str) -> Result<UnitId, FieldError> {
        let by_code = || self.codes.get(text).copied();
        let wanted = fold(text);
        let called_so = || self.names.get(&*wanted).cloned().unwrap_or_default();
        let by_path = || self.paths.get(&*wanted).cloned().unwrap_or_default();
        chosen(self.register, text, by_code, called_so, by_path)
    }
}
