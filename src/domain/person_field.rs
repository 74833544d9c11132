//! The fields of a person's record that fit a cell, each by its name in CSV: what stands there. A new one
//! requires a variant here; the compiler names what has to follow.

use super::milestone::MilestoneKind;
use super::person::Person;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A field of a person that fits a cell, beside name, unit and birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonField {
    Sex,
    Ethnicity,
    Religion,
    Occupation,
    Education,
    Tags,
    IdentityNumber,
    Residence,
    Code,
    Enlists,
    Cases,
    Note,
    /// Why and since when somebody is no longer followed.
    Exit,
    ExitDate,
}

use PersonField::*;

impl PersonField {
    /// All of them, in the order of CSV.
    pub const ALL: [PersonField; 14] = [
        Sex,
        Ethnicity,
        Religion,
        Occupation,
        Education,
        Tags,
        IdentityNumber,
        Residence,
        Code,
        Enlists,
        Cases,
        Note,
        Exit,
        ExitDate,
    ];

    /// Its name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Sex => "sex",
            Ethnicity => "ethnicity",
            Religion => "religion",
            Occupation => "occupation",
            Education => "education",
            Tags => "tags",
            IdentityNumber => "identity_number",
            Residence => "residence_unit",
            Code => "code",
            Enlists => "enlists",
            Cases => "cases",
            Note => "note",
            Exit => "exit",
            ExitDate => "exit_date",
        }
    }

    /// True where [`Person::masked`] hides what stands there.
    pub fn is_private(self) -> bool {
        match self {
            Religion | IdentityNumber | Cases | Note => true,
            Sex | Ethnicity | Occupation | Education | Tags | Residence | Code | Enlists | Exit
            | ExitDate => false,
        }
    }

    /// What stands there on a day, as CSV has it; empty where nothing does.
    pub fn written(self, person: &Person, day: i32) -> Cow<'_, str> {
        fn shown<T: std::fmt::Display>(value: Option<T>) -> Cow<'static, str> {
            value.map_or(Cow::Borrowed(""), |value| value.to_string().into())
        }
        let listed = |set: &BTreeSet<String>| match set.is_empty() {
            true => Cow::Borrowed(""),
            false => set.iter().map(String::as_str).collect::<Vec<_>>().join("; ").into(),
        };
        match self {
            Sex => person.sex.map_or("", super::person::Sex::name).into(),
            Ethnicity => (&person.ethnicity).into(),
            Religion => (&person.religion).into(),
            Occupation => (&person.occupation).into(),
            Education => (&person.education).into(),
            Tags => listed(&person.tags),
            IdentityNumber => (&person.identity_number).into(),
            Residence => shown(person.residence_unit),
            Code => (&person.code).into(),
            Enlists => shown(person.enlists),
            Cases => listed(&person.cases),
            Note => (&person.note).into(),
            Exit => person.leave_on(day).map_or("", |leave| leave.reason.name()).into(),
            ExitDate => shown(person.leave_on(day).map(|leave| leave.date)),
        }
    }
}

/// Between the fields of [`line`]; a control character that no text of a record holds.
const BETWEEN: char = '\u{1f}';

/// What a report reads of a record: [`PersonField::ALL`], then the day and the number of the document of every
/// milestone. Small, so that those of everybody can be kept where the books cannot; `line` is where it is put
/// together, for one after the other.
pub fn line(person: &Person, day: i32, line: &mut String) -> Box<str> {
    line.clear();
    let put = |line: &mut String, text: &str| {
        match text.contains(BETWEEN) {
            true => line.push_str(&text.replace(BETWEEN, " ")),
            false => line.push_str(text),
        }
        line.push(BETWEEN);
    };
    PersonField::ALL.into_iter().for_each(|field| put(line, &field.written(person, day)));
    for kind in MilestoneKind::ALL {
        let milestone = person.current(kind).map(|(_, milestone)| milestone);
        if let Some(milestone) = milestone {
            // A string takes whatever is written.
            let _ = write!(line, "{}", milestone.date);
        }
        line.push(BETWEEN);
        put(line, milestone.map_or("", |milestone| &milestone.number));
    }
    line.pop();
    line.as_str().into()
}

/// The fields of a line.
pub fn fields(line: &str) -> Vec<&str> {
    let mut fields = Vec::with_capacity(PersonField::ALL.len() + 2 * MilestoneKind::ALL.len());
    let (mut start, bytes) = (0, line.as_bytes());
    for end in memchr::memchr_iter(BETWEEN as u8, bytes).chain([bytes.len()]) {
        fields.push(line.get(start..end).unwrap_or(""));
        start = end + 1;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Facts, UnitId};

    /// A field that is masked and not said to be private would leave by a report.
    #[test]
    fn what_is_private_is_what_is_masked() {
        let mut person = Person::new("Lê Mẫu An".into(), UnitId::from_bits(1));
        person.ethnicity = "Kinh".into();
        person.religion = "Phật giáo".into();
        person.occupation = "x".into();
        person.education = "x".into();
        person.identity_number = "001234567890".into();
        person.code = "A-1".into();
        person.note = "x".into();
        person.tags = ["x".to_owned()].into();
        person.cases = ["x".to_owned()].into();
        person.residence_unit = Some(UnitId::from_bits(2));
        person.sex = Some(crate::domain::person::Sex::Female);
        person.enlists = "2023-01-01".parse().ok();
        let masked = person.masked();
        for field in PersonField::ALL {
            let hidden = field.written(&person, 0) != field.written(&masked, 0);
            assert_eq!(hidden, field.is_private(), "{}", field.name());
        }
    }
}
