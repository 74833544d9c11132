//! Texts from outside into typed values of a record: one reader for JSON, CSV and forms.

use crate::domain::date::DateError;
use crate::domain::person::Sex;
use crate::domain::rules::Names;
use crate::domain::text::{TextError, clean, fold};
use crate::domain::{Date, Person, Rulebook, UnitId, date_reader};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Why a text is no value for a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(transparent)]
    Date(#[from] DateError),
    #[error("must not be empty")]
    Missing,
    #[error("not a whole number: {0}")]
    Number(String),
    #[error("unknown unit: {0}")]
    NoUnit(String),
    #[error("several units are called {0}")]
    ManyUnits(String),
    #[error("unknown value: {0}; use one of {1}")]
    NotOneOf(String, String),
    #[error("unknown field")]
    NoField,
    #[error("wrong type, expected {0}")]
    WrongType(&'static str),
    #[error("an identity number has 9 or 12 digits")]
    IdentityNumber,
    /// Not of the shape that a nested record has.
    #[error("{0}")]
    Shape(String),
    /// The person is there, in another unit.
    #[error("is followed in {0}")]
    Elsewhere(String),
    /// A row has more cells than there are columns.
    #[error("more cells than columns")]
    ExtraCells,
    /// An earlier row of the same file is the same record.
    #[error("an earlier row is the same")]
    Twice,
}

/// The scalar fields of a person, by their names in JSON and CSV.
pub const PERSON_FIELDS: [&str; 14] = [
    "name",
    "unit",
    "born",
    "sex",
    "ethnicity",
    "religion",
    "occupation",
    "education",
    "tags",
    "identity_number",
    "residence_unit",
    "code",
    "enlists",
    "cases",
];

/// What a reader of fields has to know.
pub struct Context<'a> {
    pub today: NaiveDate,
    /// Finds a unit by id, code, path or name.
    pub unit: &'a dyn Fn(&str) -> Result<UnitId, FieldError>,
    /// Which special cases there are.
    pub rules: &'a Rulebook,
}

/// A cleaned text that may be empty.
pub fn text(value: &str) -> Result<String, FieldError> {
    Ok(clean(value)?)
}

/// A date, or nothing where the text is empty.
pub fn date(value: &str, today: NaiveDate) -> Result<Option<Date>, FieldError> {
    if value.trim().is_empty() { Ok(None) } else { Ok(Some(date_reader::read(value, today)?)) }
}

/// `female`, `male`, also `nữ`, `nam`.
pub fn sex(value: &str) -> Result<Option<Sex>, FieldError> {
    match fold(value).as_str() {
        "" => Ok(None),
        "female" | "f" | "nu" => Ok(Some(Sex::Female)),
        "male" | "m" | "nam" => Ok(Some(Sex::Male)),
        _ => Err(FieldError::NotOneOf(value.to_owned(), "female, male".to_owned())),
    }
}

/// Nine or twelve digits, kept as text: leading zeros count.
pub fn identity_number(value: &str) -> Result<String, FieldError> {
    let digits: String = value.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    let fits = digits.bytes().all(|b| b.is_ascii_digit()) && matches!(digits.len(), 0 | 9 | 12);
    if fits { Ok(digits) } else { Err(FieldError::IdentityNumber) }
}

/// Special cases by code or by name in either language, as their codes.
pub fn cases(value: &str, rules: &Rulebook) -> Result<BTreeSet<String>, FieldError> {
    let code = |text: String| {
        let wanted = fold(&text);
        let fits = |code: &str, names: &Names| {
            [code, &names.0, &names.1].into_iter().any(|known| fold(known) == wanted)
        };
        // A case of an earlier rule set stays what it was.
        let known = || rules.latest_first().flat_map(|era| &era.cases);
        let found = known().find(|(code, names)| fits(code, &names.is)).map(|(code, _)| code.clone());
        let codes = || known().map(|(code, _)| code.as_str()).collect::<BTreeSet<_>>();
        found.ok_or_else(|| FieldError::NotOneOf(text, codes().into_iter().collect::<Vec<_>>().join(", ")))
    };
    list(value)?.into_iter().map(code).collect()
}

/// Words between commas or semicolons.
pub fn list(value: &str) -> Result<Vec<String>, FieldError> {
    let parts = value.split([',', ';']).map(clean);
    Ok(parts.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|part| !part.is_empty()).collect())
}

/// Puts the text of a scalar field into a record. `unit` sets the first post of a new record.
pub fn set(person: &mut Person, field: &str, value: &str, context: &Context) -> Result<(), FieldError> {
    match field {
        "name" => {
            person.name = text(value)?;
            if person.name.is_empty() {
                return Err(FieldError::Missing);
            }
        }
        "unit" => {
            let unit = (context.unit)(value)?;
            if let Some(post) = person.posts.values_mut().next_back() {
                post.unit = unit;
            }
        }
        "born" => person.born = date(value, context.today)?,
        "sex" => person.sex = sex(value)?,
        "ethnicity" => person.ethnicity = text(value)?,
        "religion" => person.religion = text(value)?,
        "occupation" => person.occupation = text(value)?,
        "education" => person.education = text(value)?,
        "tags" => person.tags = list(value)?.into_iter().collect(),
        "identity_number" => person.identity_number = identity_number(value)?,
        "residence_unit" => {
            person.residence_unit = if value.trim().is_empty() { None } else { Some((context.unit)(value)?) };
        }
        "code" => person.code = text(value)?,
        "note" => person.note = text(value)?,
        "enlists" => person.enlists = date(value, context.today)?,
        "cases" => person.cases = cases(value, context.rules)?,
        _ => return Err(FieldError::NoField),
    }
    Ok(())
}
