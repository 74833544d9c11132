//! A report: its columns, its rows, what stands in a cell, and who is behind it. Pure: says nothing in any
//! language and knows no format; `words` has the titles, `render` the formats.
//!
//! A new report requires: 1 a file here with a [`Source`]; 2 a variant of [`Name`], which the compiler follows
//! to its title and to how it is made.

pub mod arranged;
pub mod attendees;
mod behind;
mod cell;
pub mod ceremony;
pub mod changes;
pub mod charge;
pub mod chart;
pub mod classes;
mod columns;
pub mod demand;
pub mod dossiers;
pub mod dry;
pub mod due;
pub mod find;
pub mod forecast;
pub mod frozen;
pub mod funnel;
pub mod helping;
pub mod makeup;
pub mod months;
mod name;
pub mod next_year;
mod note;
pub mod occasions;
pub mod officers;
pub mod people;
pub mod person_line;
pub mod progress;
pub mod quotas;
pub mod ranking;
pub mod recognition;
pub mod reminders;
pub mod request;
pub mod script;
pub mod standing;
pub mod submissions;
mod tally;
pub mod targets;
mod title;
pub mod year_end;

use super::rows::UnitRow;
use crate::domain::book::Record;
use crate::domain::{OccasionId, PersonId};
pub use behind::Behind;
pub use cell::{Cell, Kind, Listing, MakeupLine, MakeupPart, News, Word};
pub use name::Name;
pub use note::Note;
use std::borrow::Cow;
pub use title::{Beside, ClassPart, Title};

/// What is known of a column beside its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name in JSON and CSV, for ever; a dot makes it part of an object in JSON.
    pub code: Cow<'static, str>,
    pub title: Title,
    pub kind: Kind,
    /// True for what only who works on a record may read whole.
    pub private: bool,
    /// For tools: CSV, JSON, Parquet.
    pub data: bool,
    /// For people: its place from the left.
    pub page: Option<u8>,
    /// In a workbook too, behind those of the page.
    pub wide: bool,
    /// On a screen, rows that have the same in it stand under a heading once they are sorted by it.
    pub groups: bool,
    /// On a screen, to the right of all others.
    pub spare: bool,
}

/// Looks up the record of a person, where a report needs it whole.
pub type Records<'r> = &'r dyn Fn(PersonId) -> Option<&'r Record>;

/// A column of a report: what is known of it, and what stands in it.
pub struct Column<S: Source> {
    pub about: About,
    /// For columns of one kind: which of them.
    nth: usize,
    cell: for<'a> fn(&'a S, &'a S::View, usize) -> Cell<'a>,
    behind: fn(&S, &S::View, usize) -> Behind,
}

impl<S: Source> Column<S> {
    /// A column for tools, called as the field of its code.
    pub fn new(
        code: &'static str,
        kind: Kind,
        cell: for<'a> fn(&'a S, &'a S::View, usize) -> Cell<'a>,
    ) -> Column<S> {
        let (code, title) = (code.into(), Title::Field(code));
        let about = About {
            code,
            title,
            kind,
            private: false,
            data: true,
            page: None,
            wide: false,
            groups: false,
            spare: false,
        };
        Column { about, nth: 0, cell, behind: |_, _, _| Behind::Nobody }
    }

    /// With a code that is put together.
    pub fn coded(mut self, code: impl Into<Cow<'static, str>>) -> Column<S> {
        self.about.code = code.into();
        self
    }

    /// Called otherwise than the field of its code.
    pub fn called(mut self, title: Title) -> Column<S> {
        self.about.title = title;
        self
    }

    /// Which of several columns of one kind it is.
    pub fn nth(mut self, nth: usize) -> Column<S> {
        self.nth = nth;
        self
    }

    /// For people as well, so far from the left.
    pub fn page(mut self, place: u8) -> Column<S> {
        self.about.page = Some(place);
        self
    }

    /// For people alone.
    pub fn page_only(mut self, place: u8) -> Column<S> {
        self.about.data = false;
        self.page(place)
    }

    /// In a workbook too.
    pub fn wide(mut self) -> Column<S> {
        self.about.wide = true;
        self
    }

    /// What only who works on a record may read whole.
    pub fn private(mut self) -> Column<S> {
        self.about.private = true;
        self
    }

    /// With headings over rows that have the same in it.
    pub fn grouping(mut self) -> Column<S> {
        self.about.groups = true;
        self
    }

    /// What matters less than all others where there is little room.
    pub fn spare(mut self) -> Column<S> {
        self.about.spare = true;
        self
    }

    /// With somebody behind its cells.
    pub fn behind(mut self, behind: fn(&S, &S::View, usize) -> Behind) -> Column<S> {
        self.behind = behind;
        self
    }
}

/// What the rows of a report are made from.
pub trait Source: Sync + Sized {
    /// A row, looked up once for all its cells.
    type View;

    fn name(&self) -> Name;
    /// In the order of CSV: what every row has, whatever is asked for.
    fn columns() -> Vec<Column<Self>>;
    fn count(&self) -> usize;
    /// A row; those behind [`Source::count`] are subtotals, for people alone.
    fn view(&self, row: usize) -> Option<Self::View>;
    fn subtotals(&self) -> usize {
        0
    }
    /// The column by which rows stand under headings where nobody sorted them.
    fn groups() -> Option<&'static str> {
        None
    }
    /// The unit that it is about, with all below it; nothing for the whole office.
    fn unit(&self) -> Option<UnitRow>;
    /// The class, ceremony or review that it is about.
    fn occasion(&self) -> Option<OccasionId> {
        None
    }
    fn notes(&self) -> Vec<Note>;
    /// How many people it names; nothing where it names none.
    fn people(&self) -> Option<usize>;
}

/// A report whose rows can be asked for, whatever they are made from.
pub trait Report: Sync {
    fn name(&self) -> Name;
    fn columns(&self) -> Vec<&About>;
    fn count(&self) -> usize;
    fn subtotals(&self) -> usize;
    /// Hands out the cells of some columns of a row; false where there is no such row any more.
    fn row(&self, row: usize, columns: &[usize], take: &mut dyn FnMut(&About, Cell)) -> bool;
    fn behind(&self, row: usize, column: usize) -> Behind;
    /// The unit or the person that a row is about; nobody where it is about many.
    fn is(&self, row: usize) -> Behind;
    /// See [`Source::groups`].
    fn groups(&self) -> Option<usize>;
    fn unit(&self) -> Option<UnitRow>;
    fn occasion(&self) -> Option<OccasionId>;
    fn notes(&self) -> Vec<Note>;
    fn people(&self) -> Option<usize>;
}

impl dyn Report + '_ {
    /// The columns for tools.
    pub fn data(&self) -> Vec<usize> {
        self.columns().iter().enumerate().filter(|(_, about)| about.data).map(|(n, _)| n).collect()
    }

    /// The columns for people, from the left.
    pub fn page(&self) -> Vec<usize> {
        let columns = self.columns();
        let placed = columns.iter().enumerate().filter_map(|(n, about)| Some((about.page?, n)));
        let mut placed: Vec<(u8, usize)> = placed.collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, n)| n).collect()
    }

    /// Those of a workbook: of the page, then the wide ones.
    pub fn wide(&self) -> Vec<usize> {
        let columns = self.columns();
        let wide = columns.iter().enumerate().filter(|(_, about)| about.wide).map(|(n, _)| n);
        self.page().into_iter().chain(wide).collect()
    }

    /// Some columns by their places.
    pub fn abouts(&self, columns: &[usize]) -> Vec<&About> {
        let all = self.columns();
        columns.iter().filter_map(|n| all.get(*n).copied()).collect()
    }
}

/// A report made from a source.
pub struct Sheet<S: Source> {
    source: S,
    columns: Vec<Column<S>>,
}

impl<S: Source> Sheet<S> {
    /// With all columns of the source.
    pub fn of(source: S) -> Sheet<S> {
        Sheet { source, columns: S::columns() }
    }
}

impl<S: Source> Report for Sheet<S> {
    fn name(&self) -> Name {
        self.source.name()
    }

    fn columns(&self) -> Vec<&About> {
        self.columns.iter().map(|column| &column.about).collect()
    }

    fn count(&self) -> usize {
        self.source.count()
    }

    fn subtotals(&self) -> usize {
        self.source.subtotals()
    }

    fn row(&self, row: usize, columns: &[usize], take: &mut dyn FnMut(&About, Cell)) -> bool {
        let Some(view) = self.source.view(row) else { return false };
        for n in columns {
            let Some(column) = self.columns.get(*n) else { continue };
            take(&column.about, (column.cell)(&self.source, &view, column.nth));
        }
        true
    }

    fn behind(&self, row: usize, column: usize) -> Behind {
        let found = self.source.view(row).zip(self.columns.get(column));
        found.map_or(Behind::Nobody, |(view, column)| (column.behind)(&self.source, &view, column.nth))
    }

    fn is(&self, row: usize) -> Behind {
        let Some(view) = self.source.view(row) else { return Behind::Nobody };
        let is_one = |behind: &Behind| {
            matches!(
                behind,
                Behind::Unit(_)
                    | Behind::Person(_)
                    | Behind::Due(_)
                    | Behind::Occasion(_)
                    | Behind::Officer(..)
            )
        };
        let placed = self.columns.iter().filter(|column| column.about.data);
        let all = placed.map(|column| (column.behind)(&self.source, &view, column.nth));
        all.into_iter().find(is_one).unwrap_or(Behind::Nobody)
    }

    fn groups(&self) -> Option<usize> {
        let code = S::groups()?;
        self.columns.iter().position(|column| column.about.code == code)
    }

    fn unit(&self) -> Option<UnitRow> {
        self.source.unit()
    }

    fn occasion(&self) -> Option<OccasionId> {
        self.source.occasion()
    }

    fn notes(&self) -> Vec<Note> {
        self.source.notes()
    }

    fn people(&self) -> Option<usize> {
        self.source.people()
    }
}
