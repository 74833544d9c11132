//! Texts from outside into typed values of a record: one reader for JSON, CSV and forms.

use crate::domain::catalogue::Codes;
use crate::domain::date::{DateError, YEARS};
use crate::domain::date_reader::{About, DateReader};
use crate::domain::likeness::Doubt;
use crate::domain::person::Sex;
use crate::domain::rules::Names;
use crate::domain::text::{TextError, clean, fold, is_spoiled};
use crate::domain::value::Value;
use crate::domain::{
    Catalogue, Date, FieldKind, OccasionField, Period, Person, PersonField, Rulebook, UnitField, UnitId,
};
use crate::query::Register;
use crate::query::register::OccasionEntry;
use std::borrow::Cow;
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
    #[error("nobody is {0}")]
    NoPerson(String),
    #[error("several people are called {0}")]
    ManyPeople(String),
    #[error("no class, ceremony or review: {0}")]
    NoOccasion(String),
    #[error("several classes, ceremonies or reviews are called {0}")]
    ManyOccasions(String),
    #[error("unknown value: {0}; use one of {1}")]
    NotOneOf(String, String),
    /// The same of what people call by its words.
    #[error("unknown value: {0}; use one of {names}", names = .1.1)]
    NotCalled(String, Names),
    #[error("unknown field")]
    NoField,
    #[error("wrong type, expected {0:?}")]
    WrongType(Wanted),
    #[error("an identity number has 9 or 12 digits: {0}")]
    IdentityNumber(String),
    /// Letters of a name were spoiled by an old font or a wrong code page.
    #[error("spoiled letters: {0}")]
    Spoiled(String),
    /// It cannot be told whether somebody who is there is meant.
    #[error("{0:?}: {1}")]
    InDoubt(Doubt, String),
    #[error("it ends before it begins, or a session lies outside of it")]
    EndsFirst,
    /// A report that cannot have come: later than today, or before its period.
    #[error("later than today, or before the period")]
    NotOfPeriod,
    /// The number is on the certificate of somebody else of the same class.
    #[error("{0} is {1}'s number")]
    NumberTaken(String, String),
    /// Somebody is called so, and born on another day.
    #[error("{0} is born {1}")]
    OtherBirth(String, String),
    /// One of that name is there, with other days.
    #[error("one of that name is there: {0}")]
    OccasionThere(String),
    /// The person has it, and would lose it.
    #[error("has reached it")]
    Reached,
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
    /// The file has no such column; what it may have.
    #[error("no such column; there are {0}")]
    NoColumn(String),
    /// Two columns of a file, or two fields of an object, have this name.
    #[error("stands twice")]
    TwoColumns,
    /// A quotation mark is open at the end; it took in the rows up to this one.
    #[error("a quotation mark is not closed; rows up to {0} went with it")]
    OpenQuote(usize),
    /// The unit has one of this name already, with this code or id.
    #[error("a unit of this name is there: {0}")]
    UnitThere(String),
}

/// What a value should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Object,
    List,
    Text,
    Utf8,
    Csv,
    /// At most 500 columns.
    FewerColumns,
}

/// What a reader of fields has to know.
pub struct Context<'a> {
    pub dates: DateReader,
    /// Finds a unit by id, code, path or name.
    pub unit: &'a dyn Fn(&str) -> Result<UnitId, FieldError>,
    /// Which special cases there are.
    pub rules: &'a Rulebook,
    /// Which codes there are.
    pub catalogue: &'a Catalogue,
    /// Which codes records bear, although the catalogue has them no more.
    pub register: &'a Register,
}

/// The one occasion with this id, or called so.
pub fn occasion(text: &str, context: &Context) -> Result<OccasionEntry, FieldError> {
    let mut called = context.register.occasions_called(text).into_iter();
    match (called.next(), called.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(FieldError::NoOccasion(text.to_owned())),
        (Some(_), Some(_)) => Err(FieldError::ManyOccasions(text.to_owned())),
    }
}

/// A cleaned text that may be empty.
pub fn text(value: &str) -> Result<String, FieldError> {
    Ok(clean(value)?)
}

/// What the date of a field is about.
pub fn about(field: &str) -> About {
    let known = PersonField::by_name(field).map(PersonField::kind);
    let known = known.or(UnitField::by_name(field).map(UnitField::kind));
    match (known.or(OccasionField::by_name(field).map(OccasionField::kind)), field) {
        (Some(FieldKind::Day(about)), _) => about,
        (_, "expiry" | "back" | "until") => About::Ahead,
        _ => About::Event,
    }
}

/// True for a date of something that happened: a later day than today is worth a look.
pub fn is_of_past(field: &str) -> bool {
    about(field) == About::Event && !matches!(field, "as_of" | "valid_from")
}

/// The date of a field, or nothing where the text is empty.
pub fn date(value: &str, field: &str, dates: &DateReader) -> Result<Option<Date>, FieldError> {
    if value.trim().is_empty() { Ok(None) } else { Ok(Some(dates.read(value, about(field))?)) }
}

/// What a target is for: `2023`, or `2021-2025` for a term; nothing where the text is neither.
pub fn period(text: &str) -> Option<Period> {
    let year = |text: &str| text.trim().parse().ok().filter(|year| YEARS.contains(year));
    match text.split_once(['-', '–']) {
        Some((first, last)) => {
            let (first, last) = (year(first)?, year(last)?);
            (first < last).then_some(Period::Term(first, last))
        }
        None => year(text).map(Period::Year),
    }
}

/// A number without its marks between thousands; nothing where the text is empty. A mark is one only before
/// groups of three digits: `1.239` and `1 239` are 1239, `20.0` is 20, and `2.75` is no count.
pub fn count(value: &str) -> Result<Option<u32>, FieldError> {
    let wrong = || FieldError::Number(value.trim().to_owned());
    let text = value.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let whole = text.strip_suffix(".0").or(text.strip_suffix(".00")).unwrap_or(text);
    let digits = ungrouped(whole, &['.', ' ', '\u{a0}', '\u{202f}']).ok_or_else(wrong)?;
    digits.parse().map(Some).map_err(|_| wrong())
}

/// The digits of a number, with or without one kind of mark between groups of three.
fn ungrouped(text: &str, marks: &[char]) -> Option<String> {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain(text) {
        return Some(text.to_owned());
    }
    let mark = text.chars().find(|c| marks.contains(c))?;
    let mut groups = text.split(mark);
    let first = groups.next().filter(|first| plain(first) && first.len() <= 3)?;
    let mut digits = first.to_owned();
    for group in groups {
        digits += Some(group).filter(|group| plain(group) && group.len() == 3)?;
    }
    Some(digits)
}

/// `female`, `male`, also `nữ`, `nam`.
pub fn sex(value: &str) -> Result<Option<Sex>, FieldError> {
    match fold(value).as_str() {
        "" => Ok(None),
        "female" | "f" | "nu" => Ok(Some(Sex::Female)),
        "male" | "m" | "nam" => Ok(Some(Sex::Male)),
        _ => Err(FieldError::NotCalled(
            value.to_owned(),
            Names("nam, nữ".to_owned(), "male, female".to_owned()),
        )),
    }
}

/// Nine or twelve digits, kept as text: leading zeros count. Spaces, marks between groups of three, and what
/// a spreadsheet puts around a number are left out; a number that lost its zero is refused.
pub fn identity_number(value: &str) -> Result<String, FieldError> {
    let wrong = || FieldError::IdentityNumber(value.trim().to_owned());
    let text = value.trim().trim_start_matches(['\'', '’', '‘']);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(text);
    }
    let whole = text.strip_suffix(".0").unwrap_or(&text);
    let digits = ungrouped(whole, &['.', '-']).ok_or_else(wrong)?;
    if matches!(digits.len(), 9 | 12) { Ok(digits) } else { Err(wrong()) }
}

/// A name. In a file its letters must not be spoiled; whoever types sees what stands there.
pub fn name(value: &str, shown: bool) -> Result<String, FieldError> {
    let name = text(value)?;
    match name.as_str() {
        "" => Err(FieldError::Missing),
        spoiled if !shown && is_spoiled(spoiled) => Err(FieldError::Spoiled(name)),
        _ => Ok(name),
    }
}

/// Special cases by code or by name in either language, as their codes.
pub fn cases(value: &str, rules: &Rulebook) -> Result<BTreeSet<String>, FieldError> {
    let code = |text: &str| {
        let wanted = fold(text);
        let fits = |code: &str, names: &Names| {
            [code, &names.0, &names.1].into_iter().any(|known| fold(known) == wanted)
        };
        // A case of an earlier rule set stays what it was.
        let known = || rules.latest_first().flat_map(|era| &era.cases);
        let found = known().find(|(code, names)| fits(code, &names.is)).map(|(code, _)| code.clone());
        let names = |pick: fn(&Names) -> &str| {
            known()
                .map(|(_, names)| pick(&names.is))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(", ")
        };
        found.ok_or_else(|| {
            FieldError::NotCalled(text.to_owned(), Names(names(|names| &names.0), names(|names| &names.1)))
        })
    };
    several(value, code)
}

/// Words between semicolons, or between commas where there is no semicolon.
pub fn list(value: &str) -> Result<Vec<String>, FieldError> {
    let mark = if value.contains(';') { ';' } else { ',' };
    let parts = value.split(mark).map(clean);
    Ok(parts.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|part| !part.is_empty()).collect())
}

/// Names between semicolons or commas, of which some may have commas themselves: the longest that `read` knows.
fn several<T: Ord>(
    value: &str,
    read: impl Fn(&str) -> Result<T, FieldError>,
) -> Result<BTreeSet<T>, FieldError> {
    let mut found = BTreeSet::new();
    for part in value.split(';').map(clean).collect::<Result<Vec<_>, _>>()? {
        let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let mut rest = pieces.as_slice();
        while let [first, ..] = rest {
            let run = (2..=rest.len()).rev().find_map(|count| {
                let (run, behind) = rest.split_at_checked(count)?;
                Some((run, behind, read(&run.join(", ")).ok()?))
            });
            let Some((run, behind, one)) = run else {
                found.insert(read(first)?);
                rest = rest.get(1..).unwrap_or(&[]);
                continue;
            };
            // One name or several: only a semicolon tells.
            if !value.contains(';') && run.iter().all(|piece| read(piece).is_ok()) {
                return read(value).map(|one| BTreeSet::from([one]));
            }
            found.insert(one);
            rest = behind;
        }
    }
    Ok(found)
}

/// One of some codes, by the code, by its name in either language, or as some record bears it.
pub fn code(value: &str, codes: Codes, context: &Context) -> Result<String, FieldError> {
    let (wanted, known) = (fold(value), context.catalogue.codes(codes));
    let is_code = |(code, ..): &&(&str, &str, &str)| fold(code) == wanted;
    let is_called =
        |(_, vi, en): &&(&str, &str, &str)| [vi, en].into_iter().any(|known| fold(known) == wanted);
    let found = known.iter().find(is_code).or_else(|| known.iter().find(is_called));
    if let Some((code, ..)) = found {
        return Ok((*code).to_owned());
    }
    let text = value.trim();
    if context.register.bears(codes, text) {
        return Ok(text.to_owned());
    }
    let names =
        |pick: fn(&(&str, &str, &str)) -> String| known.iter().map(pick).collect::<Vec<_>>().join(", ");
    let names = Names(names(|known| known.1.to_owned()), names(|known| known.2.to_owned()));
    Err(FieldError::NotCalled(text.to_owned(), names))
}

/// Several of some codes, between commas or semicolons.
fn codes(value: &str, codes: Codes, context: &Context) -> Result<BTreeSet<String>, FieldError> {
    several(value, |text| code(text, codes, context))
}

/// The value that a text means in a field of a kind; nothing where it is empty.
pub fn read(kind: FieldKind, text: &str, context: &Context) -> Result<Option<Value<'static>>, FieldError> {
    let plain = |text: String| (!text.is_empty()).then(|| Value::Text(text.into()));
    let words = |words: BTreeSet<String>| (!words.is_empty()).then_some(Value::Words(Cow::Owned(words)));
    let (is_empty, listed) = (text.trim().is_empty(), self::text);
    Ok(match kind {
        FieldKind::Name => plain(name(text, context.dates.shown)?),
        FieldKind::Text | FieldKind::Listed(_) => plain(listed(text)?),
        FieldKind::Words(_) => words(list(text)?.into_iter().collect()),
        FieldKind::IdentityNumber => plain(identity_number(text)?),
        FieldKind::Cases => words(cases(text, context.rules)?),
        FieldKind::Sex => sex(text)?.map(Value::Sex),
        FieldKind::Number => count(text)?.filter(|count| *count > 0).map(Value::Number),
        FieldKind::Codes(codes) => words(self::codes(text, codes, context)?),
        FieldKind::Coded(_) | FieldKind::Day(_) | FieldKind::Unit if is_empty => None,
        FieldKind::Coded(codes) => plain(code(text, codes, context)?),
        FieldKind::Day(about) => Some(Value::Day(context.dates.read(text, about)?)),
        FieldKind::Unit => Some(Value::Unit((context.unit)(text)?)),
    })
}

/// Puts the text of a field into a record. `unit` sets the first post of a new record.
pub fn set(person: &mut Person, field: &str, value: &str, context: &Context) -> Result<(), FieldError> {
    if field == "unit" {
        let unit = (context.unit)(value)?;
        person.posts.values_mut().next_back().into_iter().for_each(|post| post.unit = unit);
        return Ok(());
    }
    let field = PersonField::by_name(field).ok_or(FieldError::NoField)?;
    let value = read(field.kind(), value, context)?;
    // A kind reads values of its type alone.
    field.set(person, value).map_err(|_| FieldError::NoField)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use crate::words::history::Called;

    /// "Khu đô thị, chung cư mới" is one name, and a unit that bore it could not be saved.
    #[test]
    fn every_name_of_a_list_is_read_back_alone_and_beside_all_others() {
        let (rules, catalogue) =
            (Rulebook::built_in(Default::default()).unwrap(), Catalogue::built_in().unwrap());
        let context = Context {
            dates: DateReader::written(chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap()),
            unit: &|text| Err(FieldError::NoUnit(text.to_owned())),
            rules: &rules,
            catalogue: &catalogue,
            register: &Register::default(),
        };
        let register = Register::default();
        let called = Called { names: &register, rules: &rules, catalogue: &catalogue };
        let of_rules =
            rules.latest_first().flat_map(|era| era.cases.keys().cloned()).collect::<BTreeSet<_>>();
        let of = |list| catalogue.codes(list).into_iter().map(|(code, ..)| code.to_owned()).collect();
        for (kind, codes) in [
            (FieldKind::Codes(Codes::Flags), of(Codes::Flags)),
            (FieldKind::Codes(Codes::Introducers), of(Codes::Introducers)),
            (FieldKind::Cases, of_rules),
        ] {
            let one = codes.iter().map(|code| BTreeSet::from([code.clone()]));
            for words in one.chain([codes.clone()]) {
                let value = Value::Words(Cow::Owned(words));
                for lang in [Lang::Vi, Lang::En] {
                    let shown = lang.value(kind, &value, called);
                    assert_eq!(read(kind, &shown, &context), Ok(Some(value.clone())), "{shown}");
                }
                assert_eq!(read(kind, &value.written(), &context), Ok(Some(value)));
            }
        }
        let typed = read(FieldKind::Codes(Codes::Flags), "biên giới", &context);
        assert!(matches!(typed, Err(FieldError::NotCalled(..))), "{typed:?}");
        let typed = "vung bien gioi,Khu do thi, chung cu moi , hải đảo";
        let three = BTreeSet::from(["border", "new_urban_area", "island"].map(str::to_owned));
        let read_back = read(FieldKind::Codes(Codes::Flags), typed, &context);
        assert_eq!(read_back, Ok(Some(Value::Words(Cow::Owned(three)))));
        // A former name with a comma is one.
        for words in [vec!["Trường A, B"], vec!["C", "Trường A, B"], vec!["C", "D"]] {
            let words = words.into_iter().map(str::to_owned).collect();
            let value = Value::Words(Cow::Owned(words));
            let kind = UnitField::Aliases.kind();
            assert_eq!(read(kind, &Lang::Vi.value(kind, &value, called), &context), Ok(Some(value)));
        }
    }

    #[test]
    fn every_field_takes_what_is_read_for_it() {
        let today = chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap();
        let (rules, catalogue) = (Rulebook::default(), Catalogue::built_in().unwrap());
        let unit = |_: &str| Ok(UnitId::from_bits(1));
        let context = Context {
            dates: DateReader::written(today),
            unit: &unit,
            rules: &rules,
            catalogue: &catalogue,
            register: &Register::default(),
        };
        for field in PersonField::ALL {
            let text = match field.kind() {
                FieldKind::Day(_) => "2000-01-02",
                FieldKind::Sex => "nữ",
                FieldKind::IdentityNumber => "038201000001",
                FieldKind::Cases => continue,
                FieldKind::Coded(codes) | FieldKind::Codes(codes) => catalogue.codes(codes)[0].2,
                _ => "1",
            };
            let mut person = Person::new("x".into(), UnitId::from_bits(1));
            set(&mut person, field.name(), text, &context).unwrap();
            assert!(field.get(&person).is_some(), "{}", field.name());
            let again = field.get(&person).unwrap().written().into_owned();
            set(&mut person, field.name(), &again, &context).unwrap();
            assert_eq!(field.get(&person).unwrap().written(), again, "{}", field.name());
            if field != PersonField::Name {
                set(&mut person, field.name(), " ", &context).unwrap();
                assert_eq!(field.get(&person), None, "{}", field.name());
            }
        }
    }

    /// `20.0` members became 200, a target of `2.75` became 275.
    #[test]
    fn a_dot_is_a_mark_of_thousands_only_before_three_digits() {
        let read = |text: &str| count(text).map_err(|_| ());
        for (text, n) in
            [("20.0", 20), ("3.00", 3), ("1.239", 1239), ("1.234.567", 1_234_567), ("1 239", 1239)]
        {
            assert_eq!(read(text), Ok(Some(n)), "{text}");
        }
        assert_eq!((read(" 0 "), read("")), (Ok(Some(0)), Ok(None)));
        for text in
            ["1.5", "2.75", "1.23", "12.3456", "1,5", "1,239", "-3", "1.239 5", ".5", "1.", "99999999999"]
        {
            assert_eq!(read(text), Err(()), "{text}");
        }
    }

    /// `38201012345.0` became 382010123450, a number that nobody wrote.
    #[test]
    fn identity_numbers_are_never_made_up() {
        let read = |text: &str| identity_number(text).map_err(|_| ());
        for text in
            ["038201000001", "038 201 000\u{a0}001", "'038201000001", "038.201.000.001", "038201000001.0"]
        {
            assert_eq!(read(text).as_deref(), Ok("038201000001"), "{text}");
        }
        assert_eq!(read("123456789").as_deref(), Ok("123456789"));
        for text in
            ["38201012345.0", "38201000004", "3.8201E+10", "03820100000l", "12345678.0", "0382.01000001"]
        {
            assert_eq!(read(text), Err(()), "{text}");
        }
    }
}
