//! One fact of a person's record, the unit of change.
//!
//! A new field of a person requires: 1 the field in `person.rs`; 2 a variant here with its line in
//! `at` and `put`; 3 words; 4 a field in `ui/form/person.rs`, `exchange/person_json.rs` and
//! `exchange/people_csv.rs`.

use super::date::Date;
use super::dossier::{Former, FormerReason, Helper, Paper, Waiver};
use super::edit::{EditError, difference};
use super::id::UnitId;
use super::milestone::{Milestone, MilestoneKind};
use super::person::{Leave, Person, Post, Sex, masked_milestone, masked_number, masked_paper, masked_text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A place in a record together with the value there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonFact {
    /// The record itself: from nothing it is an addition, to nothing a removal.
    Whole(Box<Person>),
    Name(String),
    Post(u8, Post),
    Born(Date),
    Sex(Sex),
    Ethnicity(String),
    Religion(String),
    Occupation(String),
    Education(String),
    IdentityNumber(String),
    Residence(UnitId),
    Code(String),
    Tags(BTreeSet<String>),
    Note(String),
    Enlists(Date),
    Cases(BTreeSet<String>),
    Former(Former),
    Paper(String, Paper),
    Helper(u8, Helper),
    Waiver(String, Waiver),
    Milestone(MilestoneKind, u8, Box<Milestone>),
    Leave(u8, Leave),
}

fn text(value: &str, make: fn(String) -> PersonFact) -> Option<PersonFact> {
    (!value.is_empty()).then(|| make(value.to_owned()))
}

impl Person {
    /// What stands in the record at the place of `like`; its value does not matter.
    pub fn at(&self, like: &PersonFact) -> Option<PersonFact> {
        use PersonFact as F;
        match like {
            F::Whole(_) => Some(F::Whole(Box::new(self.clone()))),
            F::Name(_) => text(&self.name, F::Name),
            F::Post(n, _) => self.posts.get(n).map(|post| F::Post(*n, post.clone())),
            F::Born(_) => self.born.map(F::Born),
            F::Sex(_) => self.sex.map(F::Sex),
            F::Ethnicity(_) => text(&self.ethnicity, F::Ethnicity),
            F::Religion(_) => text(&self.religion, F::Religion),
            F::Occupation(_) => text(&self.occupation, F::Occupation),
            F::Education(_) => text(&self.education, F::Education),
            F::IdentityNumber(_) => text(&self.identity_number, F::IdentityNumber),
            F::Residence(_) => self.residence_unit.map(F::Residence),
            F::Code(_) => text(&self.code, F::Code),
            F::Tags(_) => (!self.tags.is_empty()).then(|| F::Tags(self.tags.clone())),
            F::Note(_) => text(&self.note, F::Note),
            F::Enlists(_) => self.enlists.map(F::Enlists),
            F::Cases(_) => (!self.cases.is_empty()).then(|| F::Cases(self.cases.clone())),
            F::Former(_) => self.former.clone().map(F::Former),
            F::Paper(code, _) => self.papers.get(code).map(|paper| F::Paper(code.clone(), paper.clone())),
            F::Helper(n, _) => self.helpers.get(n).map(|helper| F::Helper(*n, helper.clone())),
            F::Waiver(code, _) => {
                self.waivers.get(code).map(|waiver| F::Waiver(code.clone(), waiver.clone()))
            }
            F::Milestone(kind, round, _) => self
                .milestones
                .get(&(*kind, *round))
                .map(|m| F::Milestone(*kind, *round, Box::new(m.clone()))),
            F::Leave(n, _) => self.leaves.get(n).map(|leave| F::Leave(*n, leave.clone())),
        }
    }

    /// Puts `new` at the place of `place`, or clears the place. Does not judge whether the record
    /// is still whole: [`super::book::Book`] does after the last edit of a step.
    pub(super) fn put(&mut self, place: &PersonFact, new: Option<&PersonFact>) -> Result<(), EditError> {
        use PersonFact as F;
        if new.is_some_and(|new| !same_place(place, new)) {
            return Err(EditError::TwoPlaces);
        }
        macro_rules! set {
            ($field:ident, $variant:ident) => {
                self.$field = match new {
                    Some(F::$variant(value)) => value.clone(),
                    _ => Default::default(),
                }
            };
        }
        macro_rules! set_option {
            ($field:ident, $variant:ident) => {
                self.$field = match new {
                    Some(F::$variant(value)) => Some(*value),
                    _ => None,
                }
            };
        }
        macro_rules! set_entry {
            ($map:ident, $key:expr, $pattern:pat => $value:expr) => {
                match new {
                    Some($pattern) => {
                        self.$map.insert($key, $value);
                    }
                    _ => {
                        self.$map.remove(&$key);
                    }
                }
            };
        }
        match place {
            F::Whole(_) => return Err(EditError::TwoPlaces),
            F::Name(_) => set!(name, Name),
            F::Ethnicity(_) => set!(ethnicity, Ethnicity),
            F::Religion(_) => set!(religion, Religion),
            F::Occupation(_) => set!(occupation, Occupation),
            F::Education(_) => set!(education, Education),
            F::IdentityNumber(_) => set!(identity_number, IdentityNumber),
            F::Code(_) => set!(code, Code),
            F::Tags(_) => set!(tags, Tags),
            F::Note(_) => set!(note, Note),
            F::Born(_) => set_option!(born, Born),
            F::Sex(_) => set_option!(sex, Sex),
            F::Residence(_) => set_option!(residence_unit, Residence),
            F::Enlists(_) => set_option!(enlists, Enlists),
            F::Cases(_) => set!(cases, Cases),
            F::Former(_) => {
                self.former = match new {
                    Some(F::Former(former)) => Some(former.clone()),
                    _ => None,
                }
            }
            F::Paper(code, _) => set_entry!(papers, code.clone(), F::Paper(_, paper) => paper.clone()),
            F::Helper(n, _) => set_entry!(helpers, *n, F::Helper(_, helper) => helper.clone()),
            F::Waiver(code, _) => set_entry!(waivers, code.clone(), F::Waiver(_, waiver) => waiver.clone()),
            F::Post(n, _) => set_entry!(posts, *n, F::Post(_, post) => post.clone()),
            F::Milestone(kind, round, _) => {
                set_entry!(milestones, (*kind, *round), F::Milestone(_, _, m) => (**m).clone())
            }
            F::Leave(n, _) => set_entry!(leaves, *n, F::Leave(_, leave) => leave.clone()),
        }
        Ok(())
    }

    /// The edits `(old, new)` that turn this record into `wanted`, in the order of the fields.
    pub fn difference(&self, wanted: &Person) -> Vec<(Option<PersonFact>, Option<PersonFact>)> {
        difference(self.facts(), wanted.facts(), same_place)
    }

    /// Every fact that the record holds, in the order of the fields.
    pub fn facts(&self) -> Vec<PersonFact> {
        use PersonFact as F;
        let mut facts: Vec<PersonFact> = [
            text(&self.name, F::Name),
            self.born.map(F::Born),
            self.sex.map(F::Sex),
            text(&self.ethnicity, F::Ethnicity),
            text(&self.religion, F::Religion),
            text(&self.occupation, F::Occupation),
            text(&self.education, F::Education),
            text(&self.identity_number, F::IdentityNumber),
            self.residence_unit.map(F::Residence),
            text(&self.code, F::Code),
            (!self.tags.is_empty()).then(|| F::Tags(self.tags.clone())),
            text(&self.note, F::Note),
            self.enlists.map(F::Enlists),
            (!self.cases.is_empty()).then(|| F::Cases(self.cases.clone())),
            self.former.clone().map(F::Former),
        ]
        .into_iter()
        .flatten()
        .collect();
        facts.extend(self.posts.iter().map(|(n, post)| F::Post(*n, post.clone())));
        facts.extend(self.papers.iter().map(|(code, paper)| F::Paper(code.clone(), paper.clone())));
        facts.extend(self.helpers.iter().map(|(n, helper)| F::Helper(*n, helper.clone())));
        facts.extend(self.waivers.iter().map(|(code, waiver)| F::Waiver(code.clone(), waiver.clone())));
        facts.extend(self.milestones.iter().map(|((k, r), m)| F::Milestone(*k, *r, Box::new(m.clone()))));
        facts.extend(self.leaves.iter().map(|(n, leave)| F::Leave(*n, leave.clone())));
        facts
    }
}

/// The fact without what only those who work on the record may see.
pub(super) fn masked(fact: &PersonFact) -> PersonFact {
    use PersonFact as F;
    match fact {
        F::Whole(person) => F::Whole(Box::new(person.masked())),
        F::IdentityNumber(number) => F::IdentityNumber(masked_number(number)),
        F::Religion(text) => F::Religion(masked_text(text)),
        F::Note(text) => F::Note(masked_text(text)),
        F::Milestone(kind, round, milestone) => {
            F::Milestone(*kind, *round, Box::new(masked_milestone(milestone)))
        }
        F::Cases(_) => F::Cases(BTreeSet::from([masked_text("x")])),
        F::Former(former) => F::Former(Former { why: FormerReason::Other, ..former.clone() }),
        F::Paper(code, paper) if code.contains('.') => F::Paper(masked_text(code), masked_paper(paper)),
        F::Paper(code, paper) => F::Paper(code.clone(), masked_paper(paper)),
        F::Waiver(code, waiver) => {
            F::Waiver(code.clone(), Waiver { reason: masked_text(&waiver.reason), ..waiver.clone() })
        }
        F::Leave(n, leave) => F::Leave(*n, Leave { note: masked_text(&leave.note), ..leave.clone() }),
        other => other.clone(),
    }
}

/// True when both name the same field (and the same round, post or leave).
pub fn same_place(a: &PersonFact, b: &PersonFact) -> bool {
    use PersonFact as F;
    match (a, b) {
        (F::Post(a, _), F::Post(b, _))
        | (F::Leave(a, _), F::Leave(b, _))
        | (F::Helper(a, _), F::Helper(b, _)) => a == b,
        (F::Paper(a, _), F::Paper(b, _)) | (F::Waiver(a, _), F::Waiver(b, _)) => a == b,
        (F::Milestone(a, m, _), F::Milestone(b, n, _)) => a == b && m == n,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
