//! Half-filled forms: keeping them while they are typed, and finding them again.

use super::{Desk, Draft, Texts};
use crate::domain::PersonId;
use crate::store::StoreError;
use crate::store::draft::Drafts;
use crate::ui::form::Subject;
use std::collections::BTreeSet;

impl Desk {
    /// The half-filled forms that were left. Those about somebody who was erased go, unseen.
    pub fn drafts(&self) -> Vec<Draft> {
        let mut drafts = self.drafts.as_ref().map(Drafts::load).unwrap_or_default();
        let about =
            |draft: &Draft| Subject::of_key(&draft.form).and_then(|subject| subject.record()?.person());
        let Some(office) = &self.office else { return drafts };
        let gone = |draft: &Draft| about(draft).is_some_and(|id| office.record(id).is_none());
        if drafts.iter().any(gone) {
            let erased: BTreeSet<PersonId> = office.store.erased().unwrap_or_default();
            drafts.retain(|draft| {
                let erased = about(draft).is_some_and(|id| erased.contains(&id));
                // One that cannot be removed now is not shown, and removed the next time.
                if erased {
                    let _ = self.forget_draft(&draft.form);
                }
                !erased
            });
        }
        drafts
    }

    /// Keeps a half-filled form.
    pub fn keep_draft(&self, form: String, fields: Texts, base: Texts) -> Result<(), StoreError> {
        let at = self.options.clock.now("+07:00").format("%d/%m/%Y %H:%M").to_string();
        self.drafts.as_ref().map_or(Ok(()), |drafts| drafts.keep(&Draft { form, fields, base, at }))
    }

    /// Forgets a half-filled form.
    pub fn forget_draft(&self, form: &str) -> Result<(), StoreError> {
        self.drafts.as_ref().map_or(Ok(()), |drafts| drafts.forget(form))
    }
}
