//! The steps of a book, read back from its logs.

use super::chain::{MAX_LOG, read_lines};
use super::files::is_foreign;
use super::identity::account_name;
use super::layout::LOG;
use super::mark::{is_log, key_of};
use super::{OpenBook, Store, StoreError};
use crate::domain::Step;
use crate::domain::UnitId;

/// A step with where it was found.
#[derive(Clone, Debug)]
pub struct LoggedStep {
    /// The unit whose book it is in.
    pub book: UnitId,
    pub step: Step,
    /// Account number that owns the log, as the kernel attests.
    pub owner: u32,
    /// Who wrote it, as far as that is attested: the account that owns the log; in a log of the
    /// store's owner, who writes for people bound to keys, the person that the log is named after.
    pub author: String,
    /// True when the step claims to be by somebody else than [`LoggedStep::author`].
    pub disputed: bool,
}

impl Store {
    /// All steps of a book, oldest first.
    pub fn history(&self, open: &OpenBook) -> Result<Vec<LoggedStep>, StoreError> {
        if open.chain.damage.as_ref().is_some_and(|damage| damage.is_closed()) {
            return Ok(Vec::new());
        }
        // Of logs alone, and not of what lies beside them.
        let logs = &open.chain.offsets;
        let mut entries = self.steps_in(&open.path, open.unit, |name| logs.contains_key(name), u64::MAX)?;
        entries.sort_by_key(|entry| entry.step.seq);
        entries.retain(|entry| entry.step.seq <= open.chain.head.seq);
        Ok(entries)
    }

    /// The steps in the logs whose file name `wanted` picks, from at most the last `room` bytes of
    /// each.
    pub(super) fn steps_in(
        &self,
        path: &str,
        book: UnitId,
        wanted: impl Fn(&str) -> bool,
        room: u64,
    ) -> Result<Vec<LoggedStep>, StoreError> {
        let failed = || StoreError::io(format!("{path}/book/log"));
        let log = self.book_dir(path)?.dir(LOG).map_err(failed())?;
        let mut entries = Vec::new();
        for (name, _) in log.list().map_err(failed())? {
            if !is_log(&name) || !wanted(&name) {
                continue;
            }
            let file = match log.open_file(&name, MAX_LOG * 2) {
                Err(error) if is_foreign(&error) => continue,
                other => other.map_err(failed())?,
            };
            let Some(file) = file else { continue };
            let offset = file.facts.size.saturating_sub(room);
            let bytes = file.read_from(offset).map_err(failed())?;
            let lines = read_lines(&bytes, offset, &name);
            let owner = file.facts.owner;
            let author = attested(&name, owner);
            entries.extend(lines.found.into_iter().map(|found| {
                let attested = &author;
                let author = attested.clone().unwrap_or_else(|| found.step.by.clone());
                let disputed = attested.as_ref().is_some_and(|author| *author != found.step.by);
                LoggedStep { book, step: found.step, owner, author, disputed }
            }));
        }
        Ok(entries)
    }
}

/// Who wrote the lines of a log, by its name and owner; `None` for a copy that was restored, for
/// which only the store's owner answers.
pub(super) fn attested(file: &str, owner: u32) -> Option<String> {
    match key_of(file).parse::<u32>() {
        Ok(uid) if uid == owner => Some(account_name(uid)),
        Ok(_) => None,
        Err(_) => Some(key_of(file).to_owned()),
    }
}
