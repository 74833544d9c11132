//! What is looked at: the open office, the year and day of its figures, and what was counted for them. Must not know
//! who looks, nor which screens there are.

use super::desk::Desk;
use super::viewer::Viewer;
use super::world::World;
use crate::parallel::waiting::Waiting;
use crate::query::ProgressTable;
use crate::query::progress::Params;
use chrono::Datelike;

/// What is looked at.
pub struct Seen {
    pub desk: Desk,
    pub params: Params,
    pub progress: ProgressTable,
    /// How much is overdue, and due within a week, row `n` for unit `n`.
    pub due: Vec<[u32; 2]>,
    /// Who waits while everybody is looked at.
    pub waiting: Waiting,
    /// An office was opened as its register was kept; nobody looked yet whether it is so.
    pub unseen: bool,
    /// It is so large that not all is in the first picture, which is still there.
    pub hasty: bool,
}

impl Seen {
    /// What the desk has, of the present year; nothing is counted yet.
    pub fn new(desk: Desk, waiting: Waiting) -> Seen {
        let today = desk.today();
        let params = desk.params(today.year(), today);
        let (progress, due) = (ProgressTable::default(), Vec::new());
        Seen { desk, params, progress, due, waiting, unseen: false, hasty: false }
    }

    /// All of it, as screens see it.
    pub fn world<'w>(&'w self, viewer: &'w Viewer) -> World<'w> {
        World {
            lang: viewer.lang,
            theme: viewer.theme,
            today: self.desk.today(),
            params: self.params,
            register: self.desk.register(),
            progress: &self.progress,
            due: &self.due,
            catalogue: self.desk.catalogue(),
            records: &self.desk,
            keys: &viewer.keymap,
            waiting: &self.waiting,
            marks: &viewer.marks,
            account: self.desk.user(),
            admission: self.desk.admission(),
            read_only: self.desk.read_only(),
            hasty: self.hasty,
        }
    }
}
