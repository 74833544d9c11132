//! Units by what people call them: an id, a code, the path of their folders or its end, a name.

use super::Office;
use crate::domain::UnitId;
use crate::domain::text::fold;
use crate::exchange::fields::FieldError;
use crate::query::Register;
use std::collections::HashMap;

impl Office {
    /// A unit by id, code, path of folders (or its end), or unique folded name or alias.
    ///
    /// # Errors
    /// When none or several are called so.
    pub fn find_unit(&self, text: &str) -> Result<UnitId, FieldError> {
        let wanted = fold(text);
        let by_code = || self.register.units().find(|entry| !entry.code().is_empty() && entry.code() == text);
        let ends_so = |path: &str| {
            path == wanted || path.strip_suffix(&*wanted).is_some_and(|rest| rest.ends_with('/'))
        };
        let by_path = self.paths().filter(|(path, _)| ends_so(path)).map(|(_, unit)| unit);
        let called_so = |folded: &str| folded.split('\n').any(|name| name == wanted);
        let by_name = self.register.units().filter(|entry| called_so(entry.folded())).map(|entry| entry.id);
        chosen(&self.register, text, || by_code().map(|entry| entry.id), || by_path.chain(by_name).collect())
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
    by_path_and_name: impl FnOnce() -> Vec<UnitId>,
) -> Result<UnitId, FieldError> {
    let by_id = text.parse().ok().and_then(|id| register.unit_by_id(id));
    if let Some(id) = by_id.map(|entry| entry.id).or_else(by_code) {
        return Ok(id);
    }
    let mut found = by_path_and_name();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(FieldError::NoUnit(text.to_owned())),
        _ => Err(FieldError::ManyUnits(text.to_owned())),
    }
}

/// All that units are called, for those who ask often.
pub struct UnitNames<'a> {
    register: &'a Register,
    codes: HashMap<&'a str, UnitId>,
    /// Names, paths, and the ends of paths.
    names: HashMap<&'a str, Vec<UnitId>>,
}

impl<'a> UnitNames<'a> {
    /// Takes in all units of an office.
    pub fn of(office: &'a Office) -> UnitNames<'a> {
        let register = &office.register;
        let mut all = UnitNames { register, codes: HashMap::new(), names: HashMap::new() };
        for entry in register.units() {
            if !entry.code().is_empty() {
                all.codes.entry(entry.code()).or_insert(entry.id);
            }
            for name in entry.folded().split('\n') {
                all.names.entry(name).or_default().push(entry.id);
            }
        }
        for (path, unit) in office.paths() {
            let ends = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
            for end in std::iter::once(path).chain(ends) {
                all.names.entry(end).or_default().push(unit);
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
        chosen(self.register, text, by_code, || self.names.get(&*fold(text)).cloned().unwrap_or_default())
    }
}
