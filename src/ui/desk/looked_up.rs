//! What screens look up that is in no register: records, the rules, what only the logs or all books tell.

use super::Desk;
use crate::domain::book::Record;
use crate::domain::{Date, MilestoneKind, PersonId, Rulebook, TypedClass, UnitId};
use crate::office::Office;
use crate::ui::world::Records;
use crate::words::Lang;
use std::collections::BTreeSet;

impl Records for Desk {
    fn rules(&self) -> &Rulebook {
        let built_in = || Rulebook::built_in(Default::default()).unwrap_or_default();
        self.office.as_ref().map_or_else(|| self.built_in_rules.get_or_init(built_in), Office::rules)
    }

    fn record(&self, id: PersonId) -> Option<&Record> {
        self.office.as_ref()?.record(id)
    }

    fn typed_classes(&self, lang: Lang) -> Result<Vec<TypedClass>, String> {
        let Some(office) = &self.office else { return Ok(Vec::new()) };
        office.typed_classes().map_err(|error| lang.store_error(&error))
    }

    fn since_frozen(
        &self,
        unit: UnitId,
        month: Date,
        kind: MilestoneKind,
        lang: Lang,
    ) -> Result<BTreeSet<PersonId>, String> {
        let Some(office) = &self.office else { return Ok(BTreeSet::new()) };
        office.since_frozen(unit, month, kind).map_err(|error| lang.store_error(&error))
    }
}
