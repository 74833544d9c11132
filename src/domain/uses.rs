//! What an edit uses beyond the first format of a store, by name: noted in `ketnap.ron`, so that a program that does not know it
//! says so when it opens the store.
//!
//! A new fact that an older program cannot read requires: 1 a name here; 2 its place in [`Edit::uses`] and
//! [`Edit::all_uses`].

use super::edit::{Change, Edit};
use super::id::PersonId;
use super::person::{PersonFact, PersonField, PersonPart};
use super::unit::{UnitFact, UnitPart};

/// What a store with officers uses beyond the first format.
const OFFICER: &str = "officer";
/// What a store with reports of units uses beyond the first format.
const SUBMISSION: &str = "submission";
/// What a store with frozen figures uses beyond the first format.
const FROZEN: &str = "frozen";
/// What a store with occasions uses beyond the first format.
const OCCASION: &str = "occasion";

impl Edit {
    /// What it uses beyond the first format of a store, by its names.
    pub fn uses(&self) -> impl Iterator<Item = &'static str> {
        fn of(change: &Change<PersonId, PersonFact>) -> Vec<&'static str> {
            let later = |field: &PersonField| !field.is_of_first_format();
            let used = change.new.iter().flat_map(|fact| match fact.part() {
                PersonPart::Field(field, _) => {
                    vec![field].into_iter().filter(later).map(PersonField::name).collect()
                }
                PersonPart::Whole(person) => {
                    let there = |field: &PersonField| field.get(person).is_some();
                    let fields = PersonField::ALL.into_iter().filter(later).filter(there);
                    let enrolled = (!person.enrolments.is_empty()).then_some(OCCASION);
                    fields.map(PersonField::name).chain(enrolled).collect()
                }
                PersonPart::Enrolment(..) => vec![OCCASION],
                _ => Vec::new(),
            });
            used.collect()
        }
        let used = match self {
            Edit::Unit(change) => {
                let of = |fact: &UnitFact| match fact.part() {
                    UnitPart::Quota(..) => vec![OCCASION],
                    UnitPart::Officer(..) => vec![OFFICER],
                    UnitPart::Frozen(..) => vec![FROZEN],
                    UnitPart::Submission(..) => vec![SUBMISSION],
                    UnitPart::Whole(unit) => {
                        let quotas = (!unit.quotas.is_empty()).then_some(OCCASION);
                        let officers = (!unit.officers.is_empty()).then_some(OFFICER);
                        let sent = (!unit.submissions.is_empty()).then_some(SUBMISSION);
                        let frozen = (!unit.frozen.is_empty()).then_some(FROZEN);
                        quotas.into_iter().chain(officers).chain(sent).chain(frozen).collect()
                    }
                    _ => Vec::new(),
                };
                change.new.iter().flat_map(of).collect()
            }
            Edit::Person(change) => of(change),
            Edit::Occasion(_) => vec![OCCASION],
        };
        used.into_iter()
    }

    /// Everything that an edit of this program can use beyond the first format.
    pub fn all_uses() -> Vec<&'static str> {
        let fields = PersonField::ALL.into_iter().filter(|field| !field.is_of_first_format());
        fields.map(PersonField::name).chain([OCCASION, OFFICER, SUBMISSION, FROZEN]).collect()
    }
}
