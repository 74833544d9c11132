//! A book: the records of one folder of the store, and how edits change them.
//!
//! A step is applied whole or not at all. What a book would hold after a step is always whole:
//! every person has a name and a unit here, every unit a name and a parent, no loops.

use super::date::Date;
use super::edit::{Clash, Edit, EditError, Fact, RecordId};
use super::id::{PersonId, UnitId};
use super::person::Person;
use super::person_fact::{self, PersonFact};
use super::unit::Unit;
use super::unit_fact::{self, UnitFact};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The records of a unit that keeps its own book, of its cells and groups, and their people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    pub units: BTreeMap<UnitId, Unit>,
    pub people: BTreeMap<PersonId, Record>,
}

/// A person's record with what the history says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Number of the last step that changed it.
    pub rev: u64,
    /// The day on which it was first entered.
    pub entered: Date,
    /// The day on which it was last changed.
    pub changed: Date,
    pub person: Person,
}

/// What a record has from the history: number of the last step, days of entry and last change.
type Stamp = (u64, Date, Date);

impl Book {
    /// The unit whose book this is: the one whose parent is not in it.
    pub fn own_unit(&self) -> Option<(UnitId, &Unit)> {
        self.units
            .iter()
            .find(|(_, unit)| unit.parent.is_none_or(|p| !self.units.contains_key(&p)))
            .map(|(id, unit)| (*id, unit))
    }

    /// A unit and those above it, as far as they are in this book; the book's own unit for one that
    /// is not in it.
    pub fn lineage(&self, unit: UnitId) -> Vec<UnitId> {
        let mut lineage = Vec::new();
        let mut at =
            if self.units.contains_key(&unit) { Some(unit) } else { self.own_unit().map(|(id, _)| id) };
        while let Some(id) = at.filter(|id| self.units.contains_key(id) && !lineage.contains(id)) {
            lineage.push(id);
            at = self.units.get(&id).and_then(|unit| unit.parent);
        }
        lineage
    }

    /// The unit of this book in which a person is followed, or was last when handed over.
    pub fn unit_of(&self, id: PersonId) -> Option<UnitId> {
        let posts = self.people.get(&id)?.person.posts.values().rev();
        posts.map(|post| post.unit).find(|unit| self.units.contains_key(unit))
    }

    /// The person's record.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id).map(|record| &record.person)
    }

    /// The value that stands now at the place of an edit.
    pub fn present(&self, edit: &Edit) -> Option<Fact> {
        match edit {
            Edit::Unit(id, old, new) => {
                let unit = self.units.get(id)?;
                unit.at(old.as_ref().or(new.as_ref())?).map(Fact::Unit)
            }
            Edit::Person(id, old, new) => {
                let record = self.people.get(id)?;
                record.person.at(old.as_ref().or(new.as_ref())?).map(Fact::Person)
            }
        }
    }

    /// Every edit whose old value no longer stands there. Edits of one step see each other's work,
    /// so only the first edit of a place is judged.
    pub fn clashes<'a>(&self, edits: impl IntoIterator<Item = &'a Edit>) -> Vec<Clash> {
        let mut found = Vec::new();
        let mut seen: BTreeMap<RecordId, Vec<&'a Edit>> = BTreeMap::new();
        for edit in edits {
            let before = seen.entry(edit.record()).or_default();
            if before.iter().any(|before| before.same_place(edit)) {
                continue;
            }
            before.push(edit);
            let old = match edit {
                Edit::Unit(_, old, _) => old.clone().map(Fact::Unit),
                Edit::Person(_, old, _) => old.clone().map(Fact::Person),
            };
            let present = self.present(edit);
            if present != old {
                found.push(Clash { mine: edit.clone(), present });
            }
        }
        found
    }

    /// Applies the edits of step `seq`, made on `day`; whole or not at all.
    ///
    /// # Errors
    /// [`EditError`] of the first edit that does not fit; the book is then as before.
    pub fn apply(&mut self, seq: u64, day: Date, edits: &[Edit]) -> Result<(), EditError> {
        let stamp = |record: &Record| (record.rev, record.entered, record.changed);
        let revs: BTreeMap<PersonId, Option<Stamp>> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Person(id, ..) => Some((*id, self.people.get(id).map(stamp))),
                Edit::Unit(..) => None,
            })
            .collect();
        for (n, edit) in edits.iter().enumerate() {
            if let Err(error) = self.apply_one(seq, day, edit) {
                self.take_back(edits.iter().take(n), &revs);
                return Err(error);
            }
        }
        if let Err(error) = self.whole_after(edits) {
            self.take_back(edits.iter(), &revs);
            return Err(error);
        }
        Ok(())
    }

    /// Undoes edits that were just applied, last first. They fit, because nothing came between.
    fn take_back<'a>(
        &mut self,
        edits: impl DoubleEndedIterator<Item = &'a Edit>,
        revs: &BTreeMap<PersonId, Option<Stamp>>,
    ) {
        for edit in edits.rev() {
            let _ = self.apply_one(0, Date::from(chrono::NaiveDate::MIN), &edit.inverse());
        }
        for (id, before) in revs {
            if let (Some(before), Some(record)) = (before, self.people.get_mut(id)) {
                (record.rev, record.entered, record.changed) = *before;
            }
        }
    }

    fn apply_one(&mut self, seq: u64, day: Date, edit: &Edit) -> Result<(), EditError> {
        let clash = |present| EditError::Clash(Box::new(Clash { mine: edit.clone(), present }));
        match edit {
            Edit::Unit(id, old, new) => {
                let Some(place) = old.as_ref().or(new.as_ref()) else { return Err(EditError::TwoPlaces) };
                let present = self.units.get(id).and_then(|unit| unit.at(place));
                if present != *old {
                    return Err(clash(present.map(Fact::Unit)));
                }
                if let UnitFact::Whole(_) = place {
                    if new.as_ref().is_some_and(|new| !unit_fact::same_place(place, new)) {
                        return Err(EditError::TwoPlaces);
                    }
                    match new {
                        Some(UnitFact::Whole(unit)) => self.units.insert(*id, (**unit).clone()),
                        _ => self.units.remove(id),
                    };
                    return Ok(());
                }
                let unit = self.units.get_mut(id).ok_or(EditError::NoRecord(RecordId::Unit(*id)))?;
                unit.put(place, new.as_ref())
            }
            Edit::Person(id, old, new) => {
                let Some(place) = old.as_ref().or(new.as_ref()) else { return Err(EditError::TwoPlaces) };
                let present = self.people.get(id).and_then(|record| record.person.at(place));
                if present != *old {
                    return Err(clash(present.map(Fact::Person)));
                }
                if let PersonFact::Whole(_) = place {
                    if new.as_ref().is_some_and(|new| !person_fact::same_place(place, new)) {
                        return Err(EditError::TwoPlaces);
                    }
                    match new {
                        Some(PersonFact::Whole(person)) => {
                            let entered = self.people.get(id).map_or(day, |record| record.entered);
                            let record =
                                Record { rev: seq, entered, changed: day, person: (**person).clone() };
                            self.people.insert(*id, record)
                        }
                        _ => self.people.remove(id),
                    };
                    return Ok(());
                }
                let record = self.people.get_mut(id).ok_or(EditError::NoRecord(RecordId::Person(*id)))?;
                record.person.put(place, new.as_ref())?;
                record.rev = seq;
                record.changed = day;
                Ok(())
            }
        }
    }

    /// Judges the records that a step touched, after its last edit.
    fn whole_after(&self, edits: &[Edit]) -> Result<(), EditError> {
        for edit in edits {
            match edit.record() {
                RecordId::Unit(id) => match self.units.get(&id) {
                    None => self.unit_may_go(id)?,
                    Some(unit) => {
                        if unit.name.is_empty() || unit.kind.is_empty() {
                            return Err(EditError::NoName);
                        }
                        self.no_loop(id)?;
                    }
                },
                RecordId::Person(id) => {
                    let Some(record) = self.people.get(&id) else { continue };
                    if record.person.name.is_empty() {
                        return Err(EditError::NoName);
                    }
                    if !record.person.posts.values().any(|post| self.units.contains_key(&post.unit)) {
                        return Err(EditError::NoPost);
                    }
                }
            }
        }
        let touches_units = edits.iter().any(|edit| matches!(edit, Edit::Unit(..)));
        if touches_units && !self.units.is_empty() {
            let tops = self
                .units
                .values()
                .filter(|unit| unit.parent.is_none_or(|p| !self.units.contains_key(&p)))
                .count();
            if tops != 1 {
                return Err(EditError::NoParent);
            }
        }
        Ok(())
    }

    fn unit_may_go(&self, id: UnitId) -> Result<(), EditError> {
        let has_units = self.units.values().any(|unit| unit.parent == Some(id));
        let has_people = self.people.values().any(|r| r.person.posts.values().any(|post| post.unit == id));
        if has_units || has_people { Err(EditError::InUse) } else { Ok(()) }
    }

    fn no_loop(&self, id: UnitId) -> Result<(), EditError> {
        let mut at = id;
        for _ in 0..=self.units.len() {
            match self.units.get(&at).and_then(|unit| unit.parent) {
                Some(parent) if parent == id => return Err(EditError::Loop),
                Some(parent) => at = parent,
                None => return Ok(()),
            }
        }
        Err(EditError::Loop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::milestone::{Milestone, MilestoneKind};
    use crate::domain::person::Sex;
    use proptest::prelude::*;

    const U: fn(u64) -> UnitId = UnitId::from_bits;
    const P: fn(u64) -> PersonId = PersonId::from_bits;

    fn day() -> Date {
        "2023-07-31".parse().unwrap()
    }

    fn add_unit(id: u64, name: &str, parent: Option<u64>) -> Edit {
        let unit = Unit::new(name.into(), "cell".into(), parent.map(U));
        Edit::Unit(U(id), None, Some(UnitFact::Whole(Box::new(unit))))
    }

    fn add_person(id: u64, name: &str, unit: u64) -> Edit {
        let person = Person::new(name.into(), U(unit));
        Edit::Person(P(id), None, Some(PersonFact::Whole(Box::new(person))))
    }

    fn book() -> Book {
        let mut book = Book::default();
        let edits = [add_unit(1, "Xã", None), add_unit(2, "Thôn 1", Some(1)), add_unit(3, "Thôn 2", Some(1))];
        book.apply(1, day(), &edits).unwrap();
        book.apply(2, day(), &[add_person(7, "Lê Mẫu Ánh", 2)]).unwrap();
        book
    }

    fn rename(from: &str, to: &str) -> Edit {
        Edit::Person(P(7), Some(PersonFact::Name(from.into())), Some(PersonFact::Name(to.into())))
    }

    #[test]
    fn a_field_that_someone_else_changed_is_a_clash_with_the_present_value() {
        let mut book = book();
        book.apply(3, day(), &[rename("Lê Mẫu Ánh", "Lê Mẫu Anh")]).unwrap();
        let mine = rename("Lê Mẫu Ánh", "Lê Mẫu Ân");
        let present = Some(Fact::Person(PersonFact::Name("Lê Mẫu Anh".into())));
        assert_eq!(
            book.clashes(std::slice::from_ref(&mine)),
            [Clash { mine: mine.clone(), present: present.clone() }]
        );
        assert_eq!(
            book.apply(4, day(), std::slice::from_ref(&mine)),
            Err(EditError::Clash(Box::new(Clash { mine, present })))
        );
        assert_eq!(book.people[&P(7)].rev, 3);
    }

    #[test]
    fn a_step_is_applied_whole_or_not_at_all() {
        let mut book = book();
        let before = book.clone();
        let edits =
            [Edit::Person(P(7), None, Some(PersonFact::Sex(Sex::Female))), rename("Somebody Else", "X")];
        assert!(book.apply(3, day(), &edits).is_err());
        assert_eq!(book, before);
        let nameless = [
            Edit::Person(P(7), None, Some(PersonFact::Sex(Sex::Female))),
            Edit::Person(P(7), Some(PersonFact::Name("Lê Mẫu Ánh".into())), None),
        ];
        assert_eq!(book.apply(3, day(), &nameless), Err(EditError::NoName));
        assert_eq!(book, before);
    }

    #[test]
    fn units_cannot_lie_below_themselves_or_go_while_in_use() {
        let mut book = book();
        let loop_ = Edit::Unit(U(2), Some(UnitFact::Parent(U(1))), Some(UnitFact::Parent(U(2))));
        assert_eq!(book.apply(3, day(), &[loop_]), Err(EditError::Loop));
        let under = Edit::Unit(U(2), Some(UnitFact::Parent(U(1))), Some(UnitFact::Parent(U(3))));
        book.apply(3, day(), &[under]).unwrap();
        let around = Edit::Unit(U(3), Some(UnitFact::Parent(U(1))), Some(UnitFact::Parent(U(2))));
        assert_eq!(book.apply(4, day(), &[around]), Err(EditError::Loop));
        let whole = book.units[&U(2)].clone();
        let remove = Edit::Unit(U(2), Some(UnitFact::Whole(Box::new(whole))), None);
        assert_eq!(book.apply(4, day(), &[remove]), Err(EditError::InUse));
        assert_eq!(book.apply(4, day(), &[add_unit(9, "Second top", None)]), Err(EditError::NoParent));
    }

    #[test]
    fn a_person_must_be_in_a_unit_of_the_book() {
        let mut book = book();
        assert_eq!(book.apply(3, day(), &[add_person(8, "A", 99)]), Err(EditError::NoPost));
        assert_eq!(book.apply(3, day(), &[add_person(8, "", 2)]), Err(EditError::NoName));
    }

    fn fact() -> impl Strategy<Value = PersonFact> {
        let word = "[a-z]{1,6}";
        let date =
            (1950i32..2050, 1u32..13, 1u32..29).prop_map(|(y, m, d)| Date::new(y, Some(m), Some(d)).unwrap());
        prop_oneof![
            word.prop_map(PersonFact::Name),
            word.prop_map(PersonFact::Occupation),
            word.prop_map(PersonFact::Note),
            date.clone().prop_map(PersonFact::Born),
            (0usize..18, 1u8..3, date).prop_map(|(k, round, date)| PersonFact::Milestone(
                MilestoneKind::ALL[k],
                round,
                Box::new(Milestone::on(date))
            )),
            proptest::collection::btree_set(word, 1..3).prop_map(PersonFact::Tags),
        ]
    }

    proptest! {
        #[test]
        fn apply_then_inverse_is_nothing(facts in proptest::collection::vec((fact(), any::<bool>()), 1..12)) {
            let start = book();
            let mut changed = start.clone();
            let mut applied = Vec::new();
            for (n, (fact, set)) in facts.into_iter().enumerate() {
                let old = changed.person(P(7)).unwrap().at(&fact);
                let new = set.then_some(fact);
                let edit = Edit::Person(P(7), old, new);
                let before = changed.clone();
                match changed.apply(10 + n as u64, day(), std::slice::from_ref(&edit)) {
                    Ok(()) => applied.push(edit),
                    Err(_) => prop_assert_eq!(&changed, &before),
                }
            }
            for edit in applied.iter().rev() {
                changed.apply(99, day(), &[edit.inverse()]).unwrap();
            }
            prop_assert_eq!(&changed.people[&P(7)].person, &start.people[&P(7)].person);
        }

        #[test]
        fn the_difference_of_two_records_turns_one_into_the_other(
            a in proptest::collection::vec(fact(), 0..8), b in proptest::collection::vec(fact(), 0..8)
        ) {
            let build = |facts: Vec<PersonFact>| {
                let mut person = Person::new("Tên".into(), U(2));
                for fact in facts {
                    person.put(&fact.clone(), Some(&fact)).unwrap();
                }
                person
            };
            let (mut from, to) = (build(a), build(b));
            for (old, new) in from.clone().difference(&to) {
                let place = old.as_ref().or(new.as_ref()).unwrap();
                prop_assert_eq!(&from.at(place), &old);
                from.put(place, new.as_ref()).unwrap();
            }
            prop_assert_eq!(from, to);
        }
    }
}
