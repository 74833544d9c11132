//! A change of an occasion is told to everybody who is in it and to every unit that is asked, in the same action: what
//! they know of it is a copy (`domain/notice.rs`).

use super::Office;
use crate::domain::edit::RecordId;
use crate::domain::enrol::{tell, tell_unit};
use crate::domain::{Act, Edit, Facts, Notice, OccasionId, UnitId};
use crate::parallel::waiting::Work;
use std::collections::BTreeSet;

impl Office {
    /// The edits together with those that tell of them. Who is in a book that is not mine to edit keeps what was told.
    pub(super) fn with_telling(&self, mut edits: Vec<Edit>) -> Vec<Edit> {
        let occasion = |edit: &Edit| match edit.record() {
            RecordId::Occasion(id) if !edit.is_of_whole() => Some(id),
            _ => None,
        };
        let changed: BTreeSet<OccasionId> = edits.iter().filter_map(occasion).collect();
        for id in changed {
            let told = self.notice_after(id, &edits).map(|notice| self.telling(id, &notice));
            // What the edits say of a person themselves comes first.
            let told = told.unwrap_or_default().into_iter();
            let new: Vec<Edit> =
                told.filter(|edit| edits.iter().all(|other| !edit.same_place(other))).collect();
            edits.extend(new);
        }
        edits
    }

    /// What is told of an occasion.
    pub fn notice(&self, id: OccasionId) -> Option<Notice> {
        self.notice_after(id, &[])
    }

    fn notice_after(&self, id: OccasionId, edits: &[Edit]) -> Option<Notice> {
        let mut occasion = self.register.occasion(id)?.occasion;
        for edit in edits {
            if let Edit::Occasion(change) = edit
                && change.id == id
            {
                occasion.put(change.place()?, change.new.as_ref()).ok()?;
            }
        }
        let held_by = occasion.unit.map_or("", |unit| self.register.unit_name(unit));
        Some(Notice::of(&occasion, held_by))
    }

    fn telling(&self, id: OccasionId, notice: &Notice) -> Vec<Edit> {
        let register = &self.register;
        // Nobody asked for this look: there is nobody to stop it.
        let people = register.people_of(id, &register.unit_rows(), &Work::unheard()).unwrap_or_default();
        let people = people.into_iter().filter_map(|(row, _)| {
            let person = register.id(row)?;
            let record = self.record(person)?;
            self.may_edit(register.book(row)?, record.person.unit()?)
                .then(|| tell(person, &record.person, id, notice))?
        });
        let units = register.asked(&register.unit_rows()).into_iter().filter_map(|asked| {
            let entry = register.unit(asked.unit).filter(|_| asked.occasion == id)?;
            self.may_edit(entry.book, entry.id).then(|| tell_unit(entry.id, &entry.whole(), id, notice))?
        });
        people.chain(units).collect()
    }

    fn may_edit(&self, book: UnitId, unit: UnitId) -> bool {
        self.book(book).is_some_and(|open| self.store.acts_in(open, unit).allow(Act::Edit))
    }
}
