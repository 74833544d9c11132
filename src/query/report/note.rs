//! What a report says beside its rows, as a value: its words are in `words/report.rs`.

use crate::domain::{Date, Stage};
use crate::query::progress::Params;
use crate::query::spread::Spread;
use chrono::NaiveDate;

/// What a report says beside its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The days that are counted.
    Span(NaiveDate, NaiveDate),
    /// A year that has not begun on the day.
    NotBegun(i32, NaiveDate),
    /// How many are overdue, due within a week, within a month, later.
    Due([usize; 4]),
    /// How many units have a target this year, and next year, of how many.
    WithTarget {
        this: usize,
        next: usize,
        of: usize,
    },
    /// Behind the rows: some days may move.
    Unannounced,
    /// Where there is a heading: the day, and which people.
    AsOf(NaiveDate),
    OnlyStage(Stage),
    OnlyLeft,
    /// How many are in an occasion, how many wait, and for how many there is room; 0 where nobody said.
    Enrolled {
        listed: usize,
        waiting: usize,
        places: u32,
    },
    /// How many are on the list of a ceremony, and of how many something is to be said.
    OnList {
        listed: usize,
        odd: usize,
    },
    /// How many committee members brought nobody; of how many it cannot be told, because of one name.
    Officers {
        none: usize,
        twice: usize,
    },
    /// How many people one member may help, how many help more, and how many have a name that stands in several cells.
    Helpers {
        limit: Option<u32>,
        over: usize,
        twice: usize,
    },
    /// How many units admitted nobody in the month, in the quarter, in the year.
    NobodyAdmitted {
        month: usize,
        quarter: usize,
        year: usize,
    },
    /// Those without an admission for so many years; the first year with one on record.
    YearsWithout(u32),
    RecordsSince(i32),
    /// By what the target is spread over the months.
    SpreadBy(Spread),
    /// Places that are given to no group.
    PlacesForAll(u32),
    /// How many can be admitted by a day for certain, perhaps, and cannot.
    Ahead {
        end: NaiveDate,
        counts: [usize; 3],
    },
    /// Whether enough is known of the years before to expect something by a day.
    ExpectedBy {
        end: NaiveDate,
        is_known: bool,
    },
    /// Of who was admitted, in tenths of a year.
    AverageAge(u64),
    /// How many dossiers are on their way.
    Dossiers(usize),
    /// How many are on probation, overdue, and overdue without an explanation.
    Probation {
        members: usize,
        late: usize,
        unexplained: usize,
    },
    /// Units that owe something, and how much of it is late.
    Owed {
        units: usize,
        late: usize,
    },
    OfYear(i32),
    /// The last month of the period.
    OfMonth(Date),
    /// So many months ahead are looked at.
    Within(u32),
    /// Units that are asked, that have answered, that are or were late.
    Answers {
        asked: usize,
        answered: usize,
        late: usize,
    },
}

impl Note {
    /// The days that are counted, or that they have not begun.
    pub fn span(params: &Params) -> Note {
        Note::begun_or(params, Note::Span(params.from, params.to))
    }

    /// The day of the figures, or that their year has not begun on it.
    pub fn as_of(params: &Params) -> Note {
        Note::begun_or(params, Note::AsOf(params.to))
    }

    /// A note on a year, or that it has not begun.
    pub fn begun_or(params: &Params, note: Note) -> Note {
        if params.has_begun() { note } else { Note::NotBegun(params.of_year(), params.to) }
    }

    /// True for what stands behind the rows.
    pub fn is_foot(self) -> bool {
        matches!(self, Note::Unannounced)
    }

    /// True for what goes without saying on a terminal, where it was just asked for.
    pub fn is_of_heading(self) -> bool {
        matches!(self, Note::AsOf(_) | Note::OnlyStage(_) | Note::OnlyLeft)
    }
}
