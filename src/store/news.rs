//! What was added to a book since the register was made: of its people, only the records that it is about are
//! read, so that keeping up costs what was written, not what is there.
//!
//! Only what is plainly the continuation of what was noted is taken so. Anything else (units that changed, a
//! log of another epoch, a line that is none) is for a reading of the whole book to tell.

use super::chain::{MAX_LOG, read_lines};
use super::shelf::Place;
use super::{OpenBook, Store};
use crate::domain::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// What the logs of a book say behind what was noted of them.
struct News {
    people: BTreeSet<PersonId>,
    /// Where each log ends with that, in bytes.
    ends: BTreeMap<String, u64>,
}

impl Store {
    /// The book of a place with no other people than those who changed since the place was noted, which it
    /// then is again. `None` where only the whole book can tell; the place is as it was then.
    pub(super) fn read_news(&self, place: &mut Place) -> Option<OpenBook> {
        let news = self.news(place)?;
        let mut open = self.read_part(&place.folder, Some(news.people)).ok()?;
        let chain = &open.chain;
        if chain.damage.is_some() || !chain.torn.is_empty() || chain.offsets != news.ends {
            return None;
        }
        let mut noted = place.clone();
        self.take_note(&mut noted, &mut open);
        if !noted.seen || noted.unit != place.unit {
            return None;
        }
        *place = noted;
        Some(open)
    }

    fn news(&self, place: &Place) -> Option<News> {
        let log = self.book_dir(&place.folder.path).ok()?.dir("log").ok()?;
        if log.facts().ok()?.inode != place.epoch() {
            return None;
        }
        let mut news = News { people: BTreeSet::new(), ends: BTreeMap::new() };
        for (name, _) in log.list().ok()? {
            if !name.ends_with(".ron") || name.starts_with('.') {
                continue;
            }
            let known = place.end_of_log(&name)?;
            let bytes = log.open_file(&name, MAX_LOG * 2).ok()??.read_from(known).ok()?;
            let lines = read_lines(&bytes, known, &name);
            if lines.bad.is_some() || lines.torn > 0 {
                return None;
            }
            for edit in lines.found.iter().flat_map(|record| &record.step.edits) {
                news.people.insert(edit.record().person()?);
            }
            news.ends.insert(name, known + bytes.len() as u64);
        }
        Some(news)
    }
}
