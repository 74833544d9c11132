//! Getting people into an occasion, and what came of it, as edits: nobody is put in twice, and doing it again changes
//! nothing that is there.

use super::date::Date;
use super::edit::{Change, Edit};
use super::enrolment::{Enrolment, EnrolmentState};
use super::id::{OccasionId, PersonId};
use super::milestone::{Milestone, MilestoneKind};
use super::occasion::{Occasion, OccasionKind};
use super::person::{Person, PersonFact};

/// What came of a class for those who passed: the day, the number and the grade of the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub date: Date,
    pub number: String,
    pub grade: String,
}

impl OccasionKind {
    /// The milestone that somebody reaches by it.
    pub fn milestone(self) -> Option<MilestoneKind> {
        match self {
            OccasionKind::AwarenessClass => Some(MilestoneKind::Certificate),
            OccasionKind::NewMemberClass => Some(MilestoneKind::NewMemberClass),
            OccasionKind::Ceremony => Some(MilestoneKind::Ceremony),
            OccasionKind::Review => None,
        }
    }
}

/// Who gets a place and who waits, of people in their order; 0 places are as many as anybody wants.
pub fn seated(places: u32, taken: usize, mut people: Vec<PersonId>) -> (Vec<PersonId>, Vec<PersonId>) {
    let free = if places == 0 { people.len() } else { (places as usize).saturating_sub(taken) };
    let waiting = people.split_off(free.min(people.len()));
    (people, waiting)
}

/// The edit that puts somebody into an occasion; none where the person is in it already.
pub fn enrol(id: PersonId, person: &Person, occasion: OccasionId, state: EnrolmentState) -> Option<Edit> {
    if person.enrolments.contains_key(&occasion) {
        return None;
    }
    let new = PersonFact::Enrolment(occasion, Enrolment { state, ..Enrolment::default() });
    Some(Edit::Person(Change { id, old: None, new: Some(new) }))
}

/// The edit that takes somebody out of an occasion; none where the person is not in it.
pub fn withdraw(id: PersonId, person: &Person, occasion: OccasionId) -> Option<Edit> {
    let enrolment = person.enrolments.get(&occasion)?.clone();
    let old = PersonFact::Enrolment(occasion, enrolment);
    Some(Edit::Person(Change { id, old: Some(old), new: None }))
}

/// The edits that note how it went for somebody who is in an occasion; with a certificate, also the milestone that it
/// proves. Nothing where it is noted already, and no milestone where an open one of its kind is on record.
pub fn note_result(
    id: PersonId,
    person: &Person,
    (occasion, held): (OccasionId, &Occasion),
    state: EnrolmentState,
    certificate: Option<Certificate>,
) -> Vec<Edit> {
    let Some(before) = person.enrolments.get(&occasion) else { return Vec::new() };
    let mut after = person.clone();
    if before.state != state {
        after.enrolments.insert(occasion, Enrolment { state, ..before.clone() });
    }
    let kind = held.kind.milestone().filter(|_| state == EnrolmentState::Passed);
    if let Some((kind, certificate)) = kind.zip(certificate)
        && person.current(kind).is_none()
        && let Some(round) = person.open_round(kind)
    {
        let milestone = Milestone {
            number: certificate.number,
            grade: certificate.grade,
            class: held.name.clone(),
            place: held.place.clone(),
            ..Milestone::on(certificate.date)
        };
        after.milestones.insert((kind, round), milestone);
    }
    Edit::between(id, person, &after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnitId;

    fn class() -> Occasion {
        Occasion::new("Lớp 1".into(), OccasionKind::AwarenessClass, UnitId::from_bits(1))
    }

    fn applied(person: &Person, edits: &[Edit]) -> Person {
        use crate::domain::Facts;
        let mut person = person.clone();
        for edit in edits {
            let Edit::Person(change) = edit else { panic!("{edit:?}") };
            person.put(change.place().unwrap(), change.new.as_ref()).unwrap();
        }
        person
    }

    #[test]
    fn somebody_is_enrolled_once_passes_once_and_has_one_certificate() {
        let (id, occasion) = (PersonId::from_bits(1), OccasionId::from_bits(9));
        let person = Person::new("Lê Mẫu An".into(), UnitId::from_bits(1));
        let edit = enrol(id, &person, occasion, EnrolmentState::Listed).unwrap();
        let person = applied(&person, &[edit]);
        assert_eq!(enrol(id, &person, occasion, EnrolmentState::Listed), None);
        let certificate = |number: &str| {
            Some(Certificate {
                date: "2023-06-01".parse().unwrap(),
                number: number.into(),
                grade: "Khá".into(),
            })
        };
        let passed = |person: &Person, number: &str| {
            note_result(id, person, (occasion, &class()), EnrolmentState::Passed, certificate(number))
        };
        let edits = passed(&person, "12");
        assert_eq!(edits.len(), 2);
        let person = applied(&person, &edits);
        let milestone = &person.milestones[&(MilestoneKind::Certificate, 1)];
        assert_eq!((milestone.number.as_str(), milestone.class.as_str()), ("12", "Lớp 1"));
        assert_eq!(passed(&person, "13"), [], "a second time nothing is new");
        let out = withdraw(id, &person, occasion).unwrap();
        assert!(applied(&person, &[out]).enrolments.is_empty());
        // Who failed has no certificate, and who is not in the class no result.
        let stranger = Person::new("Lê Mẫu Bình".into(), UnitId::from_bits(1));
        assert_eq!(passed(&stranger, "14"), []);
        let failed =
            note_result(id, &person, (occasion, &class()), EnrolmentState::Failed, certificate("15"));
        assert_eq!(failed.len(), 1);
    }
}
