//! Verifies a whole store from its first records, believing no snapshot.

use super::branches::{Noted, noted_in};
use super::chain::{Chain, read_lines};
use super::error::{Damage, DamageKind};
use super::folder::Folder;
use super::layout::LOG;
use super::mark::{altered_marks, is_log, read_marks};
use super::{Store, StoreError, chain::MAX_LOG};
use crate::domain::UnitId;
use std::collections::BTreeMap;
use std::collections::HashSet;

/// What was found in one book.
#[derive(Clone, Debug)]
pub struct BookReport {
    pub path: String,
    pub unit: Option<UnitId>,
    pub steps: u64,
    pub people: usize,
    pub damage: Vec<Damage>,
    /// What lies among the logs and marks and is left out: no damage, and worth a look.
    pub strays: Vec<Damage>,
    /// Bytes that a killed save left behind, by log file; harmless.
    pub torn: BTreeMap<String, u64>,
}

impl BookReport {
    /// Of a book of which nothing could be read.
    pub(super) fn unread(path: String, unit: UnitId, damage: Damage) -> BookReport {
        let (damage, torn) = (vec![damage], BTreeMap::new());
        BookReport { path, unit: Some(unit), steps: 0, people: 0, damage, strays: Vec::new(), torn }
    }
}

impl Store {
    /// Adds to the reports on all books those that are missing.
    pub(super) fn report_missing(&self, reports: &mut Vec<BookReport>, noted: Vec<Noted>) {
        let found: HashSet<UnitId> = reports.iter().filter_map(|report| report.unit).collect();
        for (noted, damage) in self.missing(noted, &found) {
            reports.push(BookReport::unread(damage.file.clone(), noted.id, damage));
        }
    }

    /// Verifies every book.
    ///
    /// # Errors
    /// Only when a folder cannot be read at all; damage is part of the report.
    pub fn check(&self) -> Result<Vec<BookReport>, StoreError> {
        let mut noted = Vec::new();
        let mut reports: Vec<BookReport> = self
            .folders()?
            .iter()
            .filter(|folder| self.is_mine(folder))
            .map(|folder| self.check_book(folder, &mut noted))
            .collect::<Result<_, _>>()?;
        let units: Vec<(Option<UnitId>, String)> =
            reports.iter().map(|report| (report.unit, report.path.clone())).collect();
        for (n, report) in reports.iter_mut().enumerate() {
            let earlier =
                units.iter().take(n).find(|(unit, _)| report.unit.is_some() && *unit == report.unit);
            if let Some((_, other)) = earlier {
                let kind = DamageKind::Copy { other: other.clone() };
                report.damage.push(Damage { file: report.path.clone(), byte: 0, kind });
            }
        }
        if self.must_own().is_ok() {
            self.report_missing(&mut reports, noted);
        }
        Ok(reports)
    }

    fn check_book(&self, folder: &Folder, noted: &mut Vec<Noted>) -> Result<BookReport, StoreError> {
        let path = folder.path.as_str();
        let failed = || StoreError::io(path);
        let open = self.read_book(folder)?;
        noted.extend(noted_in(open.book(), path));
        let unread = |damage: &Damage| matches!(damage.kind, DamageKind::NoBook | DamageKind::Closed);
        if let Some(damage) = open.chain.damage.filter(unread) {
            return Ok(BookReport::unread(path.to_owned(), folder.id, damage));
        }
        let dir = self.book_dir(path)?;
        // Marks first: what is saved while this runs moves them on.
        let marks = read_marks(&dir, self.owner).map_err(failed())?;
        let chain = Chain::replay(&dir, path, self.owner).map_err(failed())?;
        let mut damage: Vec<Damage> = chain.damage.iter().cloned().collect();
        if self.is_erasing(path) {
            let kind = DamageKind::Erasing;
            damage.push(Damage { file: format!("{path}/book/log.new"), byte: 0, kind });
        }
        // Every mark must lie on the chain, not only those at its end.
        let mut hashes: BTreeMap<u64, String> = BTreeMap::new();
        let log = dir.dir(LOG).map_err(failed())?;
        for (name, _) in log.list().map_err(failed())? {
            if is_log(&name)
                && let Some((bytes, _)) = log.read_ours(&name, MAX_LOG * 2).map_err(failed())?
            {
                let lines = read_lines(&bytes, 0, &name);
                hashes.extend(lines.found.into_iter().map(|found| (found.step.seq, found.hash)));
            }
        }
        for (author, mark) in marks {
            let kind = DamageKind::CutOff { seq: mark.seq };
            let found = Damage { file: format!("{path}/book/mark/{author}"), byte: 0, kind };
            if hashes.get(&mark.seq) != Some(&mark.hash) && !damage.contains(&found) {
                damage.push(found);
            }
        }
        // One whose unit was taken back is still the book of its folder.
        let unit = chain.book.own_unit().map(|(id, _)| id).or(Some(folder.id));
        let (steps, people) = (chain.head.seq, chain.book.people.len());
        let mut strays = chain.strays;
        strays.extend(altered_marks(&dir, path, self.owner));
        Ok(BookReport { path: path.to_owned(), unit, steps, people, damage, strays, torn: chain.torn })
    }
}
