//! Getting people into an occasion, and what came of it, as edits: nobody is put in twice, and doing it again changes
//! nothing that is there.

use super::date::Date;
use super::edit::{Change, Edit};
use super::enrolment::Enrolment;
use super::enrolment_state::EnrolmentState;
use super::id::{OccasionId, PersonId, UnitId};
use super::milestone::{Milestone, MilestoneKind};
use super::notice::Notice;
use super::occasion::{Occasion, OccasionKind};
use super::person::{Person, PersonFact};
use super::quota::{Answer, Quota};
use super::text::fold;
use super::unit::{Unit, UnitFact};
use std::collections::BTreeSet;

fn with_enrolment(
    id: PersonId,
    person: &Person,
    occasion: OccasionId,
    change: impl FnOnce(&mut Enrolment),
) -> Option<Edit> {
    let before = person.enrolments.get(&occasion)?;
    let mut after = before.clone();
    change(&mut after);
    let fact = |enrolment| Some(PersonFact::Enrolment(occasion, Box::new(enrolment)));
    (after != *before).then(|| Edit::Person(Change { id, old: fact(before.clone()), new: fact(after) }))
}

/// The edit that notes whether somebody was at a session; none where that is on record.
pub fn attend(id: PersonId, person: &Person, occasion: OccasionId, session: u8, there: bool) -> Option<Edit> {
    with_enrolment(id, person, occasion, |enrolment| match there {
        true => drop(enrolment.sessions.insert(session)),
        false => drop(enrolment.sessions.remove(&session)),
    })
}

/// Puts a reason into the edits of those for whom something is noted; an empty one takes none away.
pub fn set_reason(edits: &mut Vec<Edit>, people: &[(PersonId, &Person)], occasion: OccasionId, reason: &str) {
    if reason.is_empty() {
        return;
    }
    for (id, person) in people {
        let mine = edits.iter_mut().find_map(|edit| match edit {
            Edit::Person(Change { id: of, new: Some(PersonFact::Enrolment(at, enrolment)), .. })
                if of == id && *at == occasion =>
            {
                Some(enrolment)
            }
            _ => None,
        });
        match mine {
            Some(enrolment) => enrolment.reason = reason.to_owned(),
            None => edits.extend(with_enrolment(*id, person, occasion, |enrolment| {
                enrolment.reason = reason.to_owned();
            })),
        }
    }
}

/// The edit that gives somebody a place in the list, from 1; 0 for none.
pub fn put_at(id: PersonId, person: &Person, occasion: OccasionId, order: u16) -> Option<Edit> {
    with_enrolment(id, person, occasion, |enrolment| enrolment.order = order)
}

/// What proves it for those who reached what an occasion is for: the day of it, and of certificates their numbers, which
/// run on, and the grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub date: Date,
    /// Number of the first certificate with its zeros: `05` goes on with `06`; empty where they have no numbers.
    pub first: String,
    /// What stands behind every number.
    pub suffix: String,
    pub grade: String,
}

impl Proof {
    /// The number that comes so many after the first.
    fn number(&self, n: u32) -> String {
        let Ok(first) = self.first.parse::<u32>() else { return String::new() };
        let number = u64::from(first) + u64::from(n);
        format!("{number:0>width$}{suffix}", width = self.first.len(), suffix = self.suffix)
    }
}

/// The edit that puts somebody into an occasion, standing so in it; none where the person is in it already.
pub fn enrolled_as(
    id: PersonId,
    person: &Person,
    (occasion, notice): (OccasionId, &Notice),
    state: EnrolmentState,
) -> Option<Edit> {
    let enrolment = || Box::new(Enrolment::new(notice.clone(), state));
    let new = || PersonFact::Enrolment(occasion, enrolment());
    let is_new = !person.enrolments.contains_key(&occasion);
    is_new.then(|| Edit::Person(Change { id, old: None, new: Some(new()) }))
}

/// The edits that put somebody into an occasion; none where the person is in it already. Whoever is listed for an
/// awareness class on a day is sent to it then, unless the person was sent before.
pub fn enrol(
    id: PersonId,
    person: &Person,
    (occasion, notice): (OccasionId, &Notice),
    state: EnrolmentState,
    sent: Option<Date>,
) -> Vec<Edit> {
    if person.enrolments.contains_key(&occasion) {
        return Vec::new();
    }
    let mut after = person.clone();
    after.enrolments.insert(occasion, Enrolment::new(notice.clone(), state));
    let kind = MilestoneKind::SentToClass;
    if let Some(date) = sent
        && notice.kind == OccasionKind::AwarenessClass
        && state == EnrolmentState::Listed
        && person.current(kind).is_none()
        && let Some(round) = person.open_round(kind)
    {
        let (number, class) = (notice.number.clone(), notice.name.clone());
        after.milestones.insert((kind, round), Milestone { number, class, ..Milestone::on(date) });
    }
    Edit::between(id, person, &after)
}

/// The edit that tells somebody of an occasion as it is now; none where it was told so.
pub fn tell(id: PersonId, person: &Person, occasion: OccasionId, notice: &Notice) -> Option<Edit> {
    with_enrolment(id, person, occasion, |enrolment| enrolment.notice = notice.clone())
}

/// The edit that tells a unit that is asked.
pub fn tell_unit(id: UnitId, unit: &Unit, occasion: OccasionId, notice: &Notice) -> Option<Edit> {
    let before = unit.quotas.get(&occasion).filter(|quota| quota.notice != *notice)?;
    let after = Quota { notice: notice.clone(), ..before.clone() };
    let fact = |quota| Some(UnitFact::Quota(occasion, Box::new(quota)));
    Some(Edit::Unit(Change { id, old: fact(before.clone()), new: fact(after) }))
}

/// The edits that ask a unit for so many people; 0 takes the question back where nobody answered it.
pub fn ask(id: UnitId, unit: &Unit, (occasion, notice): (OccasionId, &Notice), people: u32) -> Vec<Edit> {
    let mut after = unit.clone();
    match after.quotas.get_mut(&occasion) {
        Some(quota) if people == 0 && quota.answer.is_none() => drop(after.quotas.remove(&occasion)),
        Some(quota) => quota.people = people,
        None if people == 0 => {}
        None => {
            let quota = Quota { notice: notice.clone(), people, answer: None };
            after.quotas.insert(occasion, quota);
        }
    }
    Edit::between(id, unit, &after)
}

/// The edits that note the answer of a unit, asked or not.
pub fn answered(
    id: UnitId,
    unit: &Unit,
    (occasion, notice): (OccasionId, &Notice),
    answer: Answer,
) -> Vec<Edit> {
    let mut after = unit.clone();
    let quota = Quota { notice: notice.clone(), people: 0, answer: None };
    after.quotas.entry(occasion).or_insert(quota).answer = Some(answer);
    Edit::between(id, unit, &after)
}

/// The edits that take somebody out of an occasion, and out of being sent to it; none where the person is not in it.
/// What came of it stays.
pub fn withdraw(id: PersonId, person: &Person, occasion: OccasionId) -> Vec<Edit> {
    let mut after = person.clone();
    let Some(enrolment) = after.enrolments.remove(&occasion) else { return Vec::new() };
    let sent = person.current(MilestoneKind::SentToClass);
    if let Some((round, _)) = sent.filter(|(_, sent)| sent.class == enrolment.notice.name)
        && person.current(MilestoneKind::Certificate).is_none()
    {
        after.milestones.remove(&(MilestoneKind::SentToClass, round));
    }
    Edit::between(id, person, &after)
}

/// What comes of noting how it went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    pub edits: Vec<Edit>,
    /// To how many a milestone is given.
    pub given: usize,
    /// Those who had one before, by another occasion or by hand.
    pub had: Vec<PersonId>,
}

/// Why it cannot be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotNoted {
    /// Somebody else has a number of the same class already.
    NumberTaken { number: String, by: PersonId },
    /// A grade or a number is for a milestone of this occasion, which the person does not get by it.
    Unproved { by: PersonId },
    /// The person has the milestone of this very occasion: who takes it back says so there.
    Reached { by: PersonId },
}

/// Notes how it went for people who are in an occasion, in the order of the list; with a proof, also the milestone that
/// it proves. Done again after it was cut off, it goes on: everybody gets the number that was meant. Nothing where it is
/// noted already, and neither milestone nor number where one of its kind was on record before.
///
/// # Errors
/// A number that somebody else of the same occasion has, among `others` or those people; a milestone of this occasion
/// that somebody has whom it would be taken from.
pub fn note_results(
    people: &[(PersonId, &Person)],
    others: &[(PersonId, &Person)],
    (occasion, held): (OccasionId, &Occasion),
    state: EnrolmentState,
    proof: Option<&Proof>,
) -> Result<Noted, NotNoted> {
    let mut noted = Noted::default();
    let mut next = 0;
    let success = held.kind.success();
    let proved = held.kind.milestone().filter(|_| state == success).zip(proof);
    for (id, person) in people {
        let Some(before) = person.enrolments.get(&occasion) else { continue };
        let mut after = (*person).clone();
        if before.state != state {
            after.enrolments.insert(occasion, Enrolment { state, ..before.clone() });
        }
        if before.state == success && state != success && reached(person, held).is_some() {
            return Err(NotNoted::Reached { by: *id });
        }
        if let Some((kind, proof)) = proved {
            let number = proof.number(next);
            let mine = reached(person, held);
            match mine.or(person.current(kind)) {
                // Noted already, by a save that was cut off further on.
                Some((_, known)) if mine.is_some() && known.number == number => next += 1,
                Some(_) => noted.had.push(*id),
                None => {
                    let has = |(other, of): &(PersonId, &Person)| {
                        let known = reached(of, held).filter(|_| other != id);
                        known
                            .is_some_and(|(_, known)| is_same_number(&known.number, &number))
                            .then_some(*other)
                    };
                    let taken = people.iter().chain(others).find_map(has).filter(|_| !number.is_empty());
                    if let Some(by) = taken {
                        return Err(NotNoted::NumberTaken { number, by });
                    }
                    if let Some(round) = person.open_round(kind) {
                        let milestone = Milestone {
                            number,
                            grade: proof.grade.clone(),
                            class: if held.kind.is_class() { held.name.clone() } else { String::new() },
                            place: held.place.clone(),
                            ..Milestone::on(proof.date)
                        };
                        after.milestones.insert((kind, round), milestone);
                        noted.given += 1;
                        next += 1;
                    }
                }
            }
        }
        noted.edits.extend(Edit::between(*id, *person, &after));
    }
    Ok(noted)
}

/// The milestone that somebody reached by an occasion, where it counts.
fn reached<'p>(person: &'p Person, held: &Occasion) -> Option<(u8, &'p Milestone)> {
    let mut rounds = person.rounds(held.kind.milestone()?).rev();
    rounds.find(|(_, milestone)| milestone.set_aside.is_none() && is_of(milestone, held))
}

/// True for two ways to write one number: `0012/CN` and `12/cn`.
pub fn is_same_number(a: &str, b: &str) -> bool {
    let plain = |text: &str| fold(text).trim_start_matches('0').to_owned();
    plain(a) == plain(b)
}

/// A line of the list of an occasion, as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollLine {
    pub order: u16,
    pub sessions: BTreeSet<u8>,
    pub state: EnrolmentState,
    pub grade: String,
    pub number: String,
}

impl RollLine {
    /// What stands there of somebody; nothing for who is not in it.
    pub fn of(person: &Person, (occasion, held): (OccasionId, &Occasion)) -> Option<RollLine> {
        let Enrolment { order, sessions, state, .. } = person.enrolments.get(&occasion)?.clone();
        let mine = reached(person, held);
        let (grade, number) =
            mine.map_or_else(Default::default, |(_, m)| (m.grade.clone(), m.number.clone()));
        Some(RollLine { order, sessions, state, grade, number })
    }
}

/// The edits that fill a line in; whoever reached what the occasion is for gets the milestone on a day, and one of this
/// occasion is corrected. None where it says nothing new.
///
/// # Errors
/// [`NotNoted::Reached`] where a milestone of this occasion would be left behind.
pub fn fill(
    id: PersonId,
    person: &Person,
    (occasion, held): (OccasionId, &Occasion),
    line: RollLine,
    date: Date,
) -> Result<Vec<Edit>, NotNoted> {
    let Some(before) = person.enrolments.get(&occasion) else { return Ok(Vec::new()) };
    let mut after = person.clone();
    let RollLine { order, sessions, state, grade, number } = line;
    after.enrolments.insert(occasion, Enrolment { order, sessions, state, ..before.clone() });
    if let Some(kind) = held.kind.milestone() {
        let mine = reached(person, held);
        let known = mine.or(person.current(kind));
        // Grade and number are those of the milestone of this occasion, which there is not.
        let is_typed = !grade.is_empty() || !number.is_empty();
        if is_typed && mine.is_none() && (state != held.kind.success() || known.is_some()) {
            return Err(NotNoted::Unproved { by: id });
        }
        let class = if held.kind.is_class() { held.name.clone() } else { String::new() };
        match (state == held.kind.success(), mine, known) {
            (false, Some(_), _) if before.state == held.kind.success() => {
                return Err(NotNoted::Reached { by: id });
            }
            (true, Some((round, milestone)), _) => {
                let corrected = Milestone { grade, number, ..milestone.clone() };
                after.milestones.insert((kind, round), corrected);
            }
            (true, None, None) => {
                if let Some(round) = person.open_round(kind) {
                    let place = held.place.clone();
                    let milestone = Milestone { grade, number, class, place, ..Milestone::on(date) };
                    after.milestones.insert((kind, round), milestone);
                }
            }
            _ => {}
        }
    }
    Ok(Edit::between(id, person, &after))
}

/// True for a milestone that was reached by an occasion.
fn is_of(milestone: &Milestone, held: &Occasion) -> bool {
    match held.kind.is_class() {
        true => milestone.class == held.name,
        false => held.from.is_some_and(|day| day == milestone.date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let notice = Notice::of(&class(), "Xã Mẫu");
        let sent = "2023-05-20".parse().ok();
        let edits = enrol(id, &person, (occasion, &notice), EnrolmentState::Listed, sent);
        let person = applied(&person, &edits);
        assert_eq!(person.current(MilestoneKind::SentToClass).map(|(_, m)| m.class.as_str()), Some("Lớp 1"));
        assert_eq!(enrol(id, &person, (occasion, &notice), EnrolmentState::Listed, sent), []);
        let out = applied(&person, &withdraw(id, &person, occasion));
        assert!(out.enrolments.is_empty() && out.milestones.is_empty());
        let proof = |first: &str| Proof {
            date: "2023-06-01".parse().unwrap(),
            first: first.into(),
            suffix: "-GCN".into(),
            grade: "Khá".into(),
        };
        let noted = |person: &Person, state, first: &str| {
            note_results(&[(id, person)], &[], (occasion, &class()), state, Some(&proof(first)))
                .unwrap()
                .edits
        };
        let passed = |person: &Person, first: &str| noted(person, EnrolmentState::Passed, first);
        let edits = passed(&person, "012");
        assert_eq!(edits.len(), 2);
        let person = applied(&person, &edits);
        let milestone = &person.milestones[&(MilestoneKind::Certificate, 1)];
        assert_eq!((milestone.number.as_str(), milestone.class.as_str()), ("012-GCN", "Lớp 1"));
        assert_eq!(passed(&person, "13"), [], "a second time nothing is new");
        assert!(applied(&person, &withdraw(id, &person, occasion)).enrolments.is_empty());
        // Who failed has no certificate, and who is not in the class no result.
        let stranger = Person::new("Lê Mẫu Bình".into(), UnitId::from_bits(1));
        assert_eq!(passed(&stranger, "14"), []);
        let failed = |person: &Person| {
            note_results(&[(id, person)], &[], (occasion, &class()), EnrolmentState::Failed, None)
        };
        assert_eq!(failed(&person), Err(NotNoted::Reached { by: id }), "the certificate is taken back first");
        let mut listed = person.clone();
        listed.milestones.clear();
        assert_eq!(failed(&listed).unwrap().edits.len(), 1);
    }

    /// The save of four communes was cut off after two: run again, it finishes with the numbers that were meant.
    #[test]
    fn certificates_that_were_cut_off_go_on_with_the_number_that_was_meant() {
        let occasion = OccasionId::from_bits(9);
        let notice = Notice::of(&class(), "Xã Mẫu");
        let people: Vec<Person> = (0..4)
            .map(|n| {
                let person = Person::new(format!("Lê Mẫu {n}"), UnitId::from_bits(n));
                let enrolled = Enrolment::new(notice.clone(), EnrolmentState::Listed);
                Person { enrolments: [(occasion, enrolled)].into(), ..person }
            })
            .collect();
        let proof = Proof {
            date: "2023-06-01".parse().unwrap(),
            first: "5".into(),
            suffix: String::new(),
            grade: String::new(),
        };
        let id = |n: usize| PersonId::from_bits(n as u64 + 1);
        let run = |people: &[Person], some: &[usize]| {
            let of: Vec<_> = some.iter().map(|n| (id(*n), &people[*n])).collect();
            let all: Vec<_> = people.iter().enumerate().map(|(n, person)| (id(n), person)).collect();
            note_results(&of, &all, (occasion, &class()), EnrolmentState::Passed, Some(&proof))
        };
        let noted = run(&people, &[0, 1, 2, 3]).unwrap();
        assert_eq!(noted.given, 4);
        let edits = noted.edits;
        let apply = |people: &[Person], edits: &[Edit], upto: usize| -> Vec<Person> {
            let of = |n: usize| {
                let mine = edits.iter().filter(|edit| edit.record().person() == Some(id(n)) && n < upto);
                applied(&people[n], &mine.cloned().collect::<Vec<_>>())
            };
            (0..4).map(of).collect()
        };
        let numbers = |people: &[Person]| -> Vec<String> {
            let number =
                |person: &Person| person.current(MilestoneKind::Certificate).map(|(_, m)| m.number.clone());
            people.iter().map(|person| number(person).unwrap_or_default()).collect()
        };
        let cut = apply(&people, &edits, 2);
        assert_eq!(numbers(&cut), ["5", "6", "", ""]);
        // Of the two who are left alone the first would take a number that is given away.
        assert_eq!(run(&cut, &[2, 3]), Err(NotNoted::NumberTaken { number: "5".into(), by: id(0) }));
        let rest = run(&cut, &[0, 1, 2, 3]).unwrap().edits;
        let whole = apply(&cut, &rest, 4);
        assert_eq!(numbers(&whole), ["5", "6", "7", "8"]);
        assert_eq!(run(&whole, &[0, 1, 2, 3]), Ok(Noted::default()));
    }
}
