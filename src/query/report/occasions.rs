//! Classes, ceremonies and reviews of some units: what, when, where, how many people are in each and how it went.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::EnrolmentState;
use crate::domain::occasion::OccasionField;
use crate::domain::{Catalogue, OccasionId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::register::OccasionEntry;
use crate::query::{Register, UnitRow};
use std::collections::{HashMap, HashSet};

/// How many are in an occasion, by how they stand in it.
type Counts = [u32; EnrolmentState::ALL.len()];

/// The occasions, the latest first.
pub struct Occasions<'r> {
    catalogue: &'r Catalogue,
    unit: Option<UnitRow>,
    rows: Vec<(OccasionEntry, Counts)>,
}

/// An occasion.
pub struct View<'r> {
    catalogue: &'r Catalogue,
    entry: OccasionEntry,
    counts: Counts,
}

impl View<'_> {
    fn count(&self, state: EnrolmentState) -> u32 {
        self.counts.get(state as usize).copied().unwrap_or(0)
    }

    /// How many reached what it is for.
    fn succeeded(&self) -> u32 {
        self.count(self.entry.occasion.kind.success())
    }

    /// Everybody but those who wait for a place.
    fn enrolled(&self) -> u32 {
        self.counts.iter().sum::<u32>() - self.count(EnrolmentState::Waiting)
    }
}

impl<'r> Occasions<'r> {
    /// Those that a unit holds with all below it, those that ask one of them, and those that their people are in; of the
    /// people of these units as many as are counted. Looks at everybody once.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        unit: Option<UnitRow>,
        work: &Work,
    ) -> Result<Occasions<'r>, Stopped> {
        let units = register.units_of(unit);
        let mut all: Vec<OccasionEntry> = register.occasions().collect();
        let mut counts: HashMap<OccasionId, Counts> = HashMap::new();
        if !all.is_empty() {
            for row in register.sift(&units, work, |row| register.enrolled(row).next().is_some())? {
                for enrolled in register.enrolled(row) {
                    let counts = counts.entry(enrolled.occasion).or_default();
                    counts.get_mut(enrolled.state as usize).into_iter().for_each(|count| *count += 1);
                }
            }
        }
        let asked: HashSet<OccasionId> =
            register.asked(&units).into_iter().map(|asked| asked.occasion).collect();
        all.retain(|entry| {
            register.holds(&units, entry) || counts.contains_key(&entry.id) || asked.contains(&entry.id)
        });
        // By kind; what is planned for a day that is not known yet comes first.
        all.sort_by_key(|entry| {
            let from = entry.occasion.from.map(|date| date.last_day());
            (entry.occasion.kind, from.is_some(), std::cmp::Reverse(from), entry.occasion.name.clone())
        });
        let rows = all.into_iter().map(|entry| {
            let counts = counts.get(&entry.id).copied().unwrap_or_default();
            (entry, counts)
        });
        Ok(Occasions { catalogue, unit, rows: rows.collect() })
    }
}

impl<'r> Source for Occasions<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Occasions
    }

    fn columns() -> Vec<Column<Self>> {
        fn text<'r>(
            code: &'static str,
            cell: for<'a> fn(&'a Occasions<'r>, &'a View<'r>, usize) -> Cell<'a>,
        ) -> Column<Occasions<'r>> {
            Column::new(code, Kind::Text, cell)
        }
        let people = |_: &Self, view: &View, _| Behind::Occasion(view.entry.id);
        let field = |column: Column<Self>, field| column.called(Title::OccasionField(field));
        let columns = vec![
            Column::<Self>::new("id", Kind::Id, |_, view, _| Cell::Occasion(view.entry.id)).spare().page(14),
            field(text("name", |_, view, _| Cell::text(&view.entry.occasion.name)), OccasionField::Name)
                .page(0),
            field(
                Column::<Self>::new("kind", Kind::Word, |_, view, _| {
                    let kind = view.entry.occasion.kind;
                    Cell::Word(Word::Named(kind.name(), kind.called().0, kind.called().1))
                }),
                OccasionField::Kind,
            )
            .grouping()
            .page(8),
            field(
                Column::<Self>::new("state", Kind::Word, |_, view, _| {
                    let state = view.entry.occasion.state;
                    Cell::Word(Word::Named(state.name(), state.called().0, state.called().1))
                }),
                OccasionField::State,
            )
            .grouping()
            .page(7),
            field(
                Column::<Self>::new("from", Kind::Date, |_, view, _| Cell::day(view.entry.occasion.from)),
                OccasionField::From,
            )
            .page(1),
            field(
                Column::<Self>::new("until", Kind::Date, |_, view, _| Cell::day(view.entry.occasion.until)),
                OccasionField::Until,
            )
            .page(9),
            field(text("hour", |_, view, _| Cell::text(&view.entry.occasion.hour)), OccasionField::Hour),
            Column::<Self>::new("unit", Kind::Id, |_, view, _| Cell::unit(view.entry.occasion.unit)),
            field(text("unit_name", |_, view, _| Cell::text(&view.entry.held_by)), OccasionField::Unit)
                .grouping()
                .page(10),
            field(text("place", |_, view, _| Cell::text(&view.entry.occasion.place)), OccasionField::Place)
                .page(11),
            field(
                Column::<Self>::new("audience", Kind::Word, |_, view, _| {
                    let code = view.entry.occasion.audience.as_str();
                    let known = OccasionField::Audience.kind().name_of(code, view.catalogue);
                    match known {
                        Some((vi, en)) => Cell::Word(Word::Named(code, vi, en)),
                        None => Cell::text(code),
                    }
                }),
                OccasionField::Audience,
            )
            .grouping()
            .page(12),
            field(
                Column::<Self>::new("holiday", Kind::Word, |_, view, _| {
                    let code = view.entry.occasion.holiday.as_str();
                    match OccasionField::Holiday.kind().name_of(code, view.catalogue) {
                        Some((vi, en)) => Cell::Word(Word::Named(code, vi, en)),
                        None => Cell::text(code),
                    }
                }),
                OccasionField::Holiday,
            )
            .grouping()
            .page(13),
            field(
                text("number", |_, view, _| Cell::text(&view.entry.occasion.number)),
                OccasionField::Number,
            ),
            field(
                Column::<Self>::new("signed", Kind::Date, |_, view, _| Cell::day(view.entry.occasion.signed)),
                OccasionField::Signed,
            ),
            field(
                Column::<Self>::new("places", Kind::Count, |_, view, _| {
                    Cell::count(Some(view.entry.occasion.places).filter(|places| *places > 0))
                }),
                OccasionField::Places,
            )
            .page(2),
            Column::<Self>::new("enrolled", Kind::Count, |_, view, _| Cell::Count(view.enrolled()))
                .called(Title::Enrolled)
                .page(3),
            Column::<Self>::new("waiting", Kind::Count, |_, view, _| {
                Cell::Count(view.count(EnrolmentState::Waiting))
            })
            .called(Title::Enrolment(EnrolmentState::Waiting))
            .page(4),
            Column::<Self>::new("succeeded", Kind::Count, |_, view, _| Cell::Count(view.succeeded()))
                .called(Title::Succeeded)
                .page(5),
            Column::<Self>::new("failed", Kind::Count, |_, view, _| {
                let not = [EnrolmentState::Failed, EnrolmentState::NotFeasible];
                Cell::Count(not.map(|state| view.count(state)).into_iter().sum())
            })
            .called(Title::Failed),
            Column::<Self>::new("absent", Kind::Count, |_, view, _| {
                Cell::Count(view.count(EnrolmentState::Absent))
            })
            .called(Title::Enrolment(EnrolmentState::Absent))
            .page(6),
        ];
        columns.into_iter().map(|column| column.behind(people)).collect()
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (entry, counts) = self.rows.get(row)?.clone();
        Some(View { catalogue: self.catalogue, entry, counts })
    }

    fn groups() -> Option<&'static str> {
        Some("kind")
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
