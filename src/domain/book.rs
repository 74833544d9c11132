//! A book: the records of one folder of the store, and how edits change them.
//!
//! A step is applied whole or not at all. What a book would hold after a step is always whole:
//! every person has a name and a unit here, every unit a name and a parent, no loops.

use super::date::Date;
use super::edit::{Change, Edit, EditError, Edited, RecordId};
use super::id::{OccasionId, PersonId, UnitId};
use super::occasion::{Occasion, OccasionFact};
use super::person::{Person, PersonFact};
use super::record::{Fact, Facts, TwoPlaces};
use super::unit::{Unit, UnitFact};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The records of a unit that keeps its own book, of its cells and groups, and their people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    pub units: BTreeMap<UnitId, Unit>,
    pub people: BTreeMap<PersonId, Record>,
    /// What its units hold and order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub occasions: BTreeMap<OccasionId, Occasion>,
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

/// A kind of record that lies in a book.
trait Kept: Edited {
    fn of(book: &Book, id: Self::Id) -> Option<&Self>;
    /// To be changed by step `seq` on `day`.
    fn to_change(book: &mut Book, id: Self::Id, seq: u64, day: Date) -> Option<&mut Self>;
    /// Puts a whole record in, or takes it out.
    fn replace(book: &mut Book, id: Self::Id, record: Option<Self>, seq: u64, day: Date);
}

impl Kept for Unit {
    fn of(book: &Book, id: UnitId) -> Option<&Unit> {
        book.units.get(&id)
    }

    fn to_change(book: &mut Book, id: UnitId, _: u64, _: Date) -> Option<&mut Unit> {
        book.units.get_mut(&id)
    }

    fn replace(book: &mut Book, id: UnitId, unit: Option<Unit>, _: u64, _: Date) {
        match unit {
            Some(unit) => drop(book.units.insert(id, unit)),
            None => drop(book.units.remove(&id)),
        }
    }
}

impl Kept for Occasion {
    fn of(book: &Book, id: OccasionId) -> Option<&Occasion> {
        book.occasions.get(&id)
    }

    fn to_change(book: &mut Book, id: OccasionId, _: u64, _: Date) -> Option<&mut Occasion> {
        book.occasions.get_mut(&id)
    }

    fn replace(book: &mut Book, id: OccasionId, occasion: Option<Occasion>, _: u64, _: Date) {
        match occasion {
            Some(occasion) => drop(book.occasions.insert(id, occasion)),
            None => drop(book.occasions.remove(&id)),
        }
    }
}

impl Kept for Person {
    fn of(book: &Book, id: PersonId) -> Option<&Person> {
        book.person(id)
    }

    fn to_change(book: &mut Book, id: PersonId, seq: u64, day: Date) -> Option<&mut Person> {
        let record = book.people.get_mut(&id)?;
        (record.rev, record.changed) = (seq, day);
        Some(&mut record.person)
    }

    fn replace(book: &mut Book, id: PersonId, person: Option<Person>, seq: u64, day: Date) {
        let entered = book.people.get(&id).map_or(day, |record| record.entered);
        match person {
            Some(person) => {
                drop(book.people.insert(id, Record { rev: seq, entered, changed: day, person }));
            }
            None => drop(book.people.remove(&id)),
        }
    }
}

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

    /// The units in which somebody must be allowed what an edit asks ([`Edit::act`]): where the record is, and where
    /// it would be. With none of them it is the book's own.
    pub fn touched_by(&self, edit: &Edit) -> Vec<UnitId> {
        match edit {
            Edit::Unit(change) => vec![change.id],
            Edit::Person(change) => {
                let after = match &change.new {
                    Some(PersonFact::Whole(person)) => person.unit(),
                    Some(PersonFact::Post(_, post)) => Some(post.unit),
                    _ => None,
                };
                self.unit_of(change.id).into_iter().chain(after).collect()
            }
            Edit::Occasion(change) => {
                let before = self.occasions.get(&change.id).and_then(|occasion| occasion.unit);
                let after = match &change.new {
                    Some(OccasionFact::Whole(occasion)) => occasion.unit,
                    Some(OccasionFact::Unit(unit)) => Some(*unit),
                    _ => None,
                };
                before.into_iter().chain(after).collect()
            }
        }
    }

    /// The unit whose history an edit is: where the record is, or was when it was added or removed.
    pub fn unit_of_edit(&self, edit: &Edit) -> Option<UnitId> {
        match edit {
            Edit::Unit(change) => match change.place() {
                Some(UnitFact::Whole(unit)) if !self.units.contains_key(&change.id) => unit.parent,
                _ => Some(change.id),
            },
            Edit::Person(change) => self
                .unit_of(change.id)
                .or_else(|| change.place().and_then(PersonFact::whole).and_then(Person::unit)),
            Edit::Occasion(change) => {
                let known = self.occasions.get(&change.id);
                let known = known.or_else(|| change.place().and_then(OccasionFact::whole));
                known.and_then(|occasion| occasion.unit)
            }
        }
    }

    /// The person's record.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id).map(|record| &record.person)
    }

    /// True when the old value of an edit stands there.
    fn stands(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Unit(change) => self.has_old(change, Unit::of(self, change.id)),
            Edit::Person(change) => self.has_old(change, Person::of(self, change.id)),
            Edit::Occasion(change) => self.has_old(change, Occasion::of(self, change.id)),
        }
    }

    fn has_old<I: Copy, F: Fact>(&self, change: &Change<I, F>, record: Option<&F::Record>) -> bool {
        let place = change.place();
        let present = record.zip(place).and_then(|(record, place)| record.at(place));
        present == change.old
    }

    /// Every edit whose old value no longer stands there. Edits of one step see each other's work,
    /// so only the first edit of a place is judged.
    pub fn clashes<'a>(&self, edits: impl IntoIterator<Item = &'a Edit>) -> Vec<Edit> {
        let mut found = Vec::new();
        let mut seen: BTreeMap<RecordId, Vec<&'a Edit>> = BTreeMap::new();
        for edit in edits {
            let before = seen.entry(edit.record()).or_default();
            if before.iter().any(|before| before.same_place(edit)) {
                continue;
            }
            before.push(edit);
            if !self.stands(edit) {
                found.push(edit.clone());
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
            .filter_map(|edit| edit.record().person())
            .map(|id| (id, self.people.get(&id).map(stamp)))
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
        match edit {
            Edit::Unit(change) => self.apply_change::<Unit>(seq, day, edit, change),
            Edit::Person(change) => self.apply_change::<Person>(seq, day, edit, change),
            Edit::Occasion(change) => self.apply_change::<Occasion>(seq, day, edit, change),
        }
    }

    fn apply_change<R: Kept>(
        &mut self,
        seq: u64,
        day: Date,
        edit: &Edit,
        change: &Change<R::Id, R::Fact>,
    ) -> Result<(), EditError> {
        let Change { id, new, .. } = change;
        let place = change.place().ok_or(TwoPlaces)?;
        if !self.has_old(change, R::of(self, *id)) {
            return Err(EditError::Clash(Box::new(edit.clone())));
        }
        if new.as_ref().is_some_and(|new| !place.same_place(new)) {
            return Err(TwoPlaces.into());
        }
        if place.whole().is_some() {
            R::replace(self, *id, new.as_ref().and_then(Fact::whole).cloned(), seq, day);
            return Ok(());
        }
        let record = R::to_change(self, *id, seq, day).ok_or(EditError::NoRecord(edit.record()))?;
        Ok(record.put(place, new.as_ref())?)
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
                RecordId::Occasion(id) => {
                    let Some(occasion) = self.occasions.get(&id) else { continue };
                    if occasion.name.is_empty() {
                        return Err(EditError::NoName);
                    }
                    if !occasion.unit.is_some_and(|unit| self.units.contains_key(&unit)) {
                        return Err(EditError::NoHost);
                    }
                }
            }
        }
        let touches_units = edits.iter().any(Edit::changes_units);
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
        let has_occasions = self.occasions.values().any(|occasion| occasion.unit == Some(id));
        if has_units || has_people || has_occasions { Err(EditError::InUse) } else { Ok(()) }
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
        Edit::add(U(id), Unit::new(name.into(), "cell".into(), parent.map(U)))
    }

    fn add_person(id: u64, name: &str, unit: u64) -> Edit {
        Edit::add(P(id), Person::new(name.into(), U(unit)))
    }

    fn person_edit(old: Option<PersonFact>, new: Option<PersonFact>) -> Edit {
        Edit::Person(Change { id: P(7), old, new })
    }

    fn under(unit: u64, old: u64, new: u64) -> Edit {
        let parent = |id| Some(UnitFact::Parent(U(id)));
        Edit::Unit(Change { id: U(unit), old: parent(old), new: parent(new) })
    }

    fn book() -> Book {
        let mut book = Book::default();
        let edits = [add_unit(1, "Xã", None), add_unit(2, "Thôn 1", Some(1)), add_unit(3, "Thôn 2", Some(1))];
        book.apply(1, day(), &edits).unwrap();
        book.apply(2, day(), &[add_person(7, "Lê Mẫu Ánh", 2)]).unwrap();
        book
    }

    fn rename(from: &str, to: &str) -> Edit {
        person_edit(Some(PersonFact::Name(from.into())), Some(PersonFact::Name(to.into())))
    }

    #[test]
    fn a_field_that_someone_else_changed_is_a_clash() {
        let mut book = book();
        book.apply(3, day(), &[rename("Lê Mẫu Ánh", "Lê Mẫu Anh")]).unwrap();
        let mine = rename("Lê Mẫu Ánh", "Lê Mẫu Ân");
        assert_eq!(book.clashes([&mine]), std::slice::from_ref(&mine));
        assert_eq!(book.apply(4, day(), std::slice::from_ref(&mine)), Err(EditError::Clash(Box::new(mine))));
        assert_eq!(book.people[&P(7)].rev, 3);
    }

    #[test]
    fn a_step_is_applied_whole_or_not_at_all() {
        let mut book = book();
        let before = book.clone();
        let edits = [person_edit(None, Some(PersonFact::Sex(Sex::Female))), rename("Somebody Else", "X")];
        assert!(book.apply(3, day(), &edits).is_err());
        assert_eq!(book, before);
        let nameless = [
            person_edit(None, Some(PersonFact::Sex(Sex::Female))),
            person_edit(Some(PersonFact::Name("Lê Mẫu Ánh".into())), None),
        ];
        assert_eq!(book.apply(3, day(), &nameless), Err(EditError::NoName));
        assert_eq!(book, before);
    }

    #[test]
    fn units_cannot_lie_below_themselves_or_go_while_in_use() {
        let mut book = book();
        assert_eq!(book.apply(3, day(), &[under(2, 1, 2)]), Err(EditError::Loop));
        book.apply(3, day(), &[under(2, 1, 3)]).unwrap();
        assert_eq!(book.apply(4, day(), &[under(3, 1, 2)]), Err(EditError::Loop));
        let remove = Edit::remove(U(2), book.units[&U(2)].clone());
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
                let edit = person_edit(old, new);
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
