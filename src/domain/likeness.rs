//! Who is who: whether two records tell of one person. The one judge of it, for forms, typed lists, JSON and
//! files. Must not search, and must not decide where the signs disagree: that is for people.
//!
//! ```text
//!   number or own code the same ──▶ name the same, or the birth the same day      Same
//!                                   else                                         InDoubt
//!   neither ──▶ own codes differ ─────────────────────────────────────────────▶  Other
//!               name and unit the same ──▶ births fit, numbers do not differ      Same
//!                                          one birth unknown, numbers differ      InDoubt
//!                                          births differ                          Other
//!               name and birth the same, in another unit or but for accents ──▶  Namesake
//! ```

use super::date::Date;
use super::id::UnitId;
use super::person::Person;
use super::text::{fold, same_key};

/// What tells people apart.
#[derive(Clone, Copy, Debug)]
pub struct Signs<'a> {
    pub name: &'a str,
    pub born: Option<Date>,
    /// The office's own code; empty when there is none.
    pub code: &'a str,
    /// Identity number; empty when it is not known.
    pub number: &'a str,
    pub unit: Option<UnitId>,
}

/// What two records are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Other,
    /// The same name and birth in another unit, or but for accents: worth a word.
    Namesake,
    /// The signs disagree, or are too few.
    InDoubt(Doubt),
    Same,
}

/// Why it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The identity number is that of somebody with another name.
    UsedNumber,
    /// The own code is that of somebody with another name.
    UsedCode,
    /// Of the same name in the same unit, with another identity number.
    OtherNumber,
    /// Of the same name in the same unit; of one the birth is not known.
    NoBirth,
    /// Several are as much alike.
    Several,
}

impl<'a> Signs<'a> {
    /// The signs of a record.
    pub fn of(person: &'a Person) -> Signs<'a> {
        Signs {
            name: &person.name,
            born: person.born,
            code: &person.code,
            number: &person.identity_number,
            unit: person.unit(),
        }
    }
}

/// Whether two texts of which either may be missing are the same.
fn compared(a: &str, b: &str) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| a == b)
}

/// What a new record is to a known one.
pub fn likeness(known: &Signs, new: &Signs) -> Likeness {
    let name = same_key(known.name) == same_key(new.name);
    let code = compared(&fold(known.code), &fold(new.code));
    // The nine digits of the old card say nothing about the twelve of the new one.
    let number = compared(known.number, new.number).filter(|_| known.number.len() == new.number.len());
    let births = known.born.zip(new.born);
    let fit = births.map(|(a, b)| a.first() <= b.last() && b.first() <= a.last());
    let same_day = births.is_some_and(|(a, b)| a == b && a.exact().is_some());
    let folded = name || fold(known.name) == fold(new.name);
    // A name that was corrected.
    let nearly = folded || same_day;
    match (code, number) {
        (Some(false), Some(true)) => Likeness::InDoubt(Doubt::UsedNumber),
        (Some(true), Some(false)) if !(name && fit != Some(false)) => Likeness::InDoubt(Doubt::UsedCode),
        (Some(true), _) if nearly => Likeness::Same,
        (Some(true), _) => Likeness::InDoubt(Doubt::UsedCode),
        (_, Some(true)) if nearly => Likeness::Same,
        (_, Some(true)) => Likeness::InDoubt(Doubt::UsedNumber),
        (Some(false), _) => Likeness::Other,
        // Typed without its accents, it may be the same name.
        _ if !name && folded && same_day && number != Some(false) => Likeness::Namesake,
        _ if !name || fit == Some(false) => Likeness::Other,
        _ if known.unit != new.unit => match (fit, number) {
            (Some(true), None) => Likeness::Namesake,
            _ => Likeness::Other,
        },
        (_, Some(false)) => Likeness::InDoubt(Doubt::OtherNumber),
        _ if known.born.is_some() != new.born.is_some() => Likeness::InDoubt(Doubt::NoBirth),
        _ => Likeness::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs<'a>(name: &'a str, born: &str, code: &'a str, number: &'a str) -> Signs<'a> {
        Signs { name, born: born.parse().ok(), code, number, unit: Some(UnitId::from_bits(1)) }
    }

    const N: &str = "038090000001";
    const M: &str = "038090000002";

    #[test]
    fn twins_whose_names_differ_by_a_tone_are_two() {
        let tu = signs("Lê Mẫu Tú", "2001-05-12", "", "");
        assert_eq!(likeness(&tu, &signs("Lê Mẫu Tư", "2001-05-12", "", "")), Likeness::Namesake);
        assert_eq!(likeness(&tu, &signs("Lê Mẫu Tư", "2001", "", "")), Likeness::Other);
        assert_eq!(likeness(&tu, &signs("LÊ MẪU TÚ", "2001-05-12", "", "")), Likeness::Same);
        assert_eq!(likeness(&tu, &signs("Lê Mẫu Tú", "2001", "", "")), Likeness::Same);
        assert_eq!(likeness(&tu, &signs("Lê Mẫu Tú", "2002", "", "")), Likeness::Other);
    }

    #[test]
    fn a_number_of_somebody_else_is_a_question_and_a_corrected_name_is_none() {
        let an = signs("Lê Mẫu Hoà", "1990-05-12", "", N);
        let to_number = |name, born| likeness(&an, &signs(name, born, "", N));
        assert_eq!(to_number("Vũ Mẫu Bình", "1999-09-01"), Likeness::InDoubt(Doubt::UsedNumber));
        assert_eq!(to_number("Vũ Mẫu Bình", ""), Likeness::InDoubt(Doubt::UsedNumber));
        // The name in full, a tone, or the birth was corrected.
        assert_eq!(to_number("Lê Thị Mẫu Hòa", "1990-05-12"), Likeness::Same);
        assert_eq!(to_number("Lê Mẫu Hóa", ""), Likeness::Same);
        assert_eq!(to_number("Lê Mẫu Hòa", "1991-05-12"), Likeness::Same);
        // A year is no sign of the same day.
        let year = signs("Lê Mẫu An", "1990", "", N);
        let other = signs("Vũ Mẫu Bình", "1990", "", N);
        assert_eq!(likeness(&year, &other), Likeness::InDoubt(Doubt::UsedNumber));
    }

    #[test]
    fn a_code_of_somebody_else_is_a_question_and_two_codes_are_two_people() {
        let an = signs("Lê Mẫu An", "1990-05-12", "DV1", "");
        let other = signs("Trần Thị Mẫu Lan", "2001-09-01", "dv1", "");
        assert_eq!(likeness(&an, &other), Likeness::InDoubt(Doubt::UsedCode));
        assert_eq!(likeness(&an, &signs("Lê Mẫu An", "1990-05-12", "DV2", "")), Likeness::Other);
        let numbered = signs("Lê Mẫu An", "1990-05-12", "DV1", N);
        let with = |code, number| likeness(&numbered, &signs("Lê Mẫu An", "1990-05-12", code, number));
        assert_eq!(with("DV1", M), Likeness::Same, "the number was corrected");
        assert_eq!(with("DV2", N), Likeness::InDoubt(Doubt::UsedNumber));
        assert_eq!(with("", M), Likeness::InDoubt(Doubt::OtherNumber));
        assert_eq!(with("", "123456789"), Likeness::Same, "the number of the old card");
    }

    #[test]
    fn of_namesakes_without_a_birth_nobody_can_tell() {
        let unborn = signs("Lê Mẫu An", "", "", "");
        assert_eq!(likeness(&unborn, &unborn), Likeness::Same);
        let born = signs("Lê Mẫu An", "1990", "", "");
        assert_eq!(likeness(&unborn, &born), Likeness::InDoubt(Doubt::NoBirth));
        let elsewhere = |signs| Signs { unit: Some(UnitId::from_bits(2)), ..signs };
        assert_eq!(likeness(&born, &elsewhere(born)), Likeness::Namesake);
        assert_eq!(likeness(&unborn, &elsewhere(unborn)), Likeness::Other);
    }
}
