//! Class names that were typed freely on certificates, offered as classes: nothing is guessed, each name with each day of
//! its certificates is one.

use super::Office;
use crate::domain::enrol::enrolled_as;
use crate::domain::occasion::{Occasion, OccasionKind, OccasionState};
use crate::domain::{Date, Edit, EnrolmentState, MilestoneKind, Notice, PersonId, TypedClass, UnitId, Why};
use crate::store::StoreError;
use std::collections::BTreeMap;

impl Office {
    /// The names of classes that are on certificates of people who are in no class, by name and day.
    ///
    /// # Errors
    /// The first book that could not be read.
    pub fn typed_classes(&self) -> Result<Vec<TypedClass>, StoreError> {
        let units = self.book_units();
        let read = self.each_book(&units, |book| {
            let of = book.people.iter().filter_map(|(id, record)| {
                let person = &record.person;
                let (_, certificate) = person.current(MilestoneKind::Certificate)?;
                let is_in_class =
                    person.enrolments.values().any(|of| of.notice.kind == OccasionKind::AwarenessClass);
                let named = !certificate.class.is_empty() && !is_in_class;
                named.then(|| (certificate.class.clone(), certificate.date, *id))
            });
            of.collect::<Vec<_>>()
        });
        let mut found: BTreeMap<(String, Date), Vec<PersonId>> = BTreeMap::new();
        for book in read {
            for (class, date, id) in book? {
                // Whoever was handed over has an old record too.
                let is_here = self.record(id).is_some();
                let people = found.entry((class, date)).or_default();
                if is_here && !people.contains(&id) {
                    people.push(id);
                }
            }
        }
        found.retain(|_, people| !people.is_empty());
        Ok(found.into_iter().map(|((class, date), people)| TypedClass { class, date, people }).collect())
    }

    /// Makes a class of it, which is over and whose people passed.
    ///
    /// # Errors
    /// As [`Office::save`].
    pub fn adopt(&mut self, typed: &TypedClass, unit: UnitId) -> Result<(), StoreError> {
        let id = self.store.options.ids.occasion();
        let occasion = Occasion {
            state: OccasionState::Closed,
            until: Some(typed.date),
            from: Some(typed.date),
            ..Occasion::new(typed.class.clone(), OccasionKind::AwarenessClass, unit)
        };
        let notice = Notice::of(&occasion, self.register.unit_name(unit));
        let mut edits = vec![Edit::add(id, occasion)];
        edits.extend(typed.people.iter().filter_map(|person| {
            let record = self.record(*person)?;
            enrolled_as(*person, &record.person, (id, &notice), EnrolmentState::Passed)
        }));
        self.save(edits, Why::Entry)
    }
}
