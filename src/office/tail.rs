//! What was added to a book since the register was made: of its people, only the records that it is about are
//! read, so that keeping up costs what was written, not what is there.
//!
//! Only what plainly goes on from the last record that was read is taken so. Anything else (units that changed,
//! a log of another epoch, a line that is none or that was taken back) is for a reading of the whole book to
//! tell.

use crate::domain::PersonId;
use crate::store::chain::{MAX_LOG, read_lines};
use crate::store::layout::LOG;
use crate::store::mark::is_log;
use crate::store::place::{Place, told_by};
use crate::store::{OpenBook, Store};
use std::collections::{BTreeMap, BTreeSet};

/// From so many people on, the whole book is read as soon.
const MANY: usize = 64;

/// What the logs of a book say behind what was noted of them.
#[derive(Default)]
struct News {
    people: BTreeSet<PersonId>,
    /// Where each log ends with that, in bytes.
    ends: BTreeMap<String, u64>,
    /// Number of the first record of it, and what tells the one before that; nothing where none was added.
    first: Option<(u64, u64)>,
}

impl Store {
    /// The book of a place with no other people than those who changed since the place was noted, which it
    /// then is again. `None` where only the whole book can tell; the place is as it was then.
    pub(super) fn read_news(&self, place: &mut Place) -> Option<OpenBook> {
        let news = self.news(place)?;
        let mut open = self.read_part(&place.folder, Some(news.people)).ok()?;
        let chain = &open.chain;
        let sound = chain.damage.is_none() && chain.torn.is_empty() && chain.only.is_some();
        let before = news.first.map_or(told_by(&chain.head.hash), |(_, before)| before);
        if !sound || chain.offsets != news.ends || before != place.head {
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
        let log = self.book_dir(&place.folder.path).ok()?.dir(LOG).ok()?;
        if log.facts().ok()?.inode != place.epoch() {
            return None;
        }
        let mut news = News::default();
        for (name, _) in log.list().ok()? {
            if !is_log(&name) {
                continue;
            }
            let known = place.end_of_log(&name)?;
            let bytes = log.open_file(&name, MAX_LOG * 2).ok()??.read_from(known).ok()?;
            let lines = read_lines(&bytes, known, &name);
            if lines.bad.is_some() || lines.torn > 0 {
                return None;
            }
            for step in lines.found.iter().map(|record| &record.step) {
                let first = (step.seq, told_by(&step.prev));
                news.first = Some(news.first.map_or(first, |known| known.min(first)));
                for edit in &step.edits {
                    news.people.insert(edit.record().person()?);
                }
            }
            let end = known + bytes.len() as u64;
            if end > 0 {
                news.ends.insert(name, end);
            }
        }
        (news.people.len() < MANY).then_some(news)
    }
}
