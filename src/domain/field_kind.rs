//! What people put into the fields of records: which kind each is of, and where its values come from. Reading,
//! forms, lists and sentences go by the kind, so that a field is nowhere named a second time.
//!
//! A new field requires: 1 its line in the table of its record; 2 here its kind, its place in forms, and that it is not
//! of the first format; 3 its label in `words/field.rs`.
//! A new kind requires: 1 a variant here; the compiler names who reads, writes, asks and shows it.

use super::catalogue::{Catalogue, Codes, List};
use super::date_reader::About;
use super::occasion::OccasionField;
use super::person::PersonField;
use super::unit::UnitField;

/// A kind of field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A text that must be there, of letters that are not spoiled.
    Name,
    Text,
    /// A text, with suggestions.
    Listed(List),
    /// Texts, with suggestions.
    Words(List),
    /// A code, shown by its name.
    Coded(Codes),
    /// Codes, shown by their names.
    Codes(Codes),
    Day(About),
    Sex,
    Unit,
    IdentityNumber,
    /// Special cases of a rule set, by code or name.
    Cases,
    Number,
}

impl FieldKind {
    /// What a code is called in Vietnamese and English, in a field of this kind.
    pub fn name_of<'a>(self, code: &str, catalogue: &'a Catalogue) -> Option<(&'a str, &'a str)> {
        let (FieldKind::Coded(codes) | FieldKind::Codes(codes)) = self else { return None };
        let known = catalogue.codes(codes).into_iter().find(|(known, ..)| *known == code);
        known.map(|(_, vi, en)| (vi, en))
    }
}

impl PersonField {
    /// The kind that it is of.
    pub fn kind(self) -> FieldKind {
        match self {
            PersonField::Name => FieldKind::Name,
            PersonField::Born => FieldKind::Day(About::Birth),
            PersonField::Sex => FieldKind::Sex,
            PersonField::Ethnicity => FieldKind::Listed(List::Ethnicities),
            PersonField::Religion => FieldKind::Listed(List::Religions),
            PersonField::Occupation => FieldKind::Listed(List::Occupations),
            PersonField::Education => FieldKind::Listed(List::Educations),
            PersonField::Tags => FieldKind::Words(List::Tags),
            PersonField::IdentityNumber => FieldKind::IdentityNumber,
            PersonField::Residence => FieldKind::Unit,
            PersonField::Code | PersonField::Note => FieldKind::Text,
            PersonField::InCharge => FieldKind::Listed(List::Officers),
            PersonField::IntroducedBy => FieldKind::Coded(Codes::Introducers),
            PersonField::Enlists => FieldKind::Day(About::Ahead),
            PersonField::Cases => FieldKind::Cases,
        }
    }

    /// True for a field that the first format of a store had; a program of that time cannot read any other.
    pub fn is_of_first_format(self) -> bool {
        !matches!(self, PersonField::IntroducedBy | PersonField::InCharge)
    }

    /// All of them in the order of forms and cards: what is asked first comes first.
    pub const IN_FORMS: [PersonField; PersonField::ALL.len()] = [
        PersonField::Name,
        PersonField::Born,
        PersonField::Sex,
        PersonField::Occupation,
        PersonField::Education,
        PersonField::Ethnicity,
        PersonField::Religion,
        PersonField::IdentityNumber,
        PersonField::Residence,
        PersonField::IntroducedBy,
        PersonField::InCharge,
        PersonField::Tags,
        PersonField::Cases,
        PersonField::Enlists,
        PersonField::Code,
        PersonField::Note,
    ];
}

impl UnitField {
    /// The kind that it is of.
    pub fn kind(self) -> FieldKind {
        match self {
            UnitField::Name => FieldKind::Name,
            UnitField::Kind => FieldKind::Coded(Codes::Kinds),
            UnitField::Sector => FieldKind::Coded(Codes::Sectors),
            UnitField::Flags => FieldKind::Codes(Codes::Flags),
            UnitField::Parent => FieldKind::Unit,
            UnitField::Code => FieldKind::Text,
            UnitField::Order => FieldKind::Number,
            UnitField::Aliases => FieldKind::Words(List::None),
            UnitField::ValidFrom => FieldKind::Day(About::Event),
            UnitField::ValidUntil => FieldKind::Day(About::Ahead),
        }
    }
}

impl OccasionField {
    /// The kind that it is of.
    pub fn kind(self) -> FieldKind {
        match self {
            OccasionField::Name => FieldKind::Name,
            OccasionField::Kind => FieldKind::Coded(Codes::OccasionKinds),
            OccasionField::State => FieldKind::Coded(Codes::OccasionStates),
            OccasionField::Unit => FieldKind::Unit,
            OccasionField::From | OccasionField::Until => FieldKind::Day(About::Ahead),
            OccasionField::Signed => FieldKind::Day(About::Event),
            OccasionField::Audience => FieldKind::Coded(Codes::Audiences),
            OccasionField::Holiday => FieldKind::Coded(Codes::Holidays),
            OccasionField::Places => FieldKind::Number,
            OccasionField::Hour
            | OccasionField::Place
            | OccasionField::Number
            | OccasionField::DecidedBy
            | OccasionField::Note => FieldKind::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_ask_for_every_field_once() {
        let mut asked = PersonField::IN_FORMS.to_vec();
        asked.sort();
        assert_eq!(asked, PersonField::ALL);
    }
}
