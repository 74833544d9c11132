//! Where dossiers lie, at whom, and since when: of everybody between the opening of a dossier and the ceremony, by the step
//! that was reached last and by who has to act next.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::due::DueRule;
use crate::domain::rules::{ClockKind, Holder};
use crate::domain::{Date, Day, MilestoneKind};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Position;
use crate::query::progress::Params;
use crate::query::{PersonRow, Register, UnitRow};
use std::collections::BTreeMap;

/// The dossiers in groups.
pub struct Dossiers {
    unit: Option<UnitRow>,
    today: Day,
    rows: Vec<Row>,
}

struct Row {
    /// None where no clock runs: the dossier is being put together.
    holder: Option<Holder>,
    people: Vec<PersonRow>,
    /// With something overdue.
    overdue: u32,
    /// Since when each lies there, the longest first.
    since: Vec<Day>,
    place: Position,
}

/// A group.
pub struct View {
    row: usize,
}

/// True from the opening of a dossier to the ceremony.
fn is_on_its_way(step: MilestoneKind) -> bool {
    (MilestoneKind::DossierOpened..MilestoneKind::Ceremony).contains(&step)
}

impl Dossiers {
    /// Of a unit with all below it, as of the day of the figures.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Dossiers, Stopped> {
        let (units, today) = (register.units_of(unit), Day::from(params.to));
        let place = |row: PersonRow| {
            let place = register.place(row, today)?;
            (units.contains(place.unit) && place.furthest.is_some_and(is_on_its_way)).then_some(place)
        };
        let found = register.sift(&units, work, |row| place(row).is_some())?;
        let mut groups: BTreeMap<(MilestoneKind, Option<Holder>), Row> = BTreeMap::new();
        for person in found {
            let Some((place, step)) = place(person).and_then(|place| Some((place, place.furthest?))) else {
                continue;
            };
            // Whoever has the clock that ends first has to act.
            let clocks = register.dues(person).filter(|due| {
                due.kind == ClockKind::Deadline && matches!(due.rule, DueRule::Clock(_)) && due.start <= today
            });
            let next = clocks.min_by_key(|due| due.due);
            let holder = next.map(|due| due.holder);
            let row = groups.entry((step, holder)).or_insert_with(|| Row {
                holder,
                people: Vec::new(),
                overdue: 0,
                since: Vec::new(),
                place,
            });
            row.people.push(person);
            row.since.push(place.since);
            row.overdue += u32::from(next.is_some_and(|due| due.due < today));
        }
        let mut rows: Vec<Row> = groups.into_values().collect();
        rows.iter_mut().for_each(|row| row.since.sort_unstable());
        Ok(Dossiers { unit, today, rows })
    }

    fn row(&self, view: &View) -> Option<&Row> {
        self.rows.get(view.row)
    }

    /// Days since the one that lies longest, or in the middle.
    fn days(&self, view: &View, middle: bool) -> Option<u32> {
        let row = self.row(view)?;
        let at = if middle { row.since.len() / 2 } else { 0 };
        row.since.get(at).and_then(|since| u32::try_from(self.today - *since).ok())
    }
}

impl Source for Dossiers {
    type View = View;

    fn name(&self) -> Name {
        Name::Dossiers
    }

    fn columns() -> Vec<Column<Self>> {
        let people = |of: &Self, view: &View, _: usize| {
            of.row(view).map_or(Behind::Nobody, |row| Behind::People(row.people.clone()))
        };
        vec![
            Column::<Self>::new("step", Kind::Word, |of, view, _| match of.row(view) {
                Some(row) => Cell::Word(Word::Step(row.place, of.today)),
                None => Cell::None,
            })
            .called(Title::Field("milestone"))
            .behind(people)
            .page(0),
            Column::<Self>::new("holder", Kind::Word, |of, view, _| {
                match of.row(view).and_then(|row| row.holder) {
                    Some(holder) => Cell::Word(Word::Holder(holder)),
                    None => Cell::None,
                }
            })
            .called(Title::Field("holder"))
            .page(1),
            Column::<Self>::new("dossiers", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).map(|row| row.people.len() as u32))
            })
            .called(Title::Dossiers)
            .behind(people)
            .page(2),
            Column::<Self>::new("overdue", Kind::Count, |of, view, _| {
                Cell::count(of.row(view).map(|row| row.overdue))
            })
            .called(Title::OverdueTasks)
            .page(3),
            Column::<Self>::new("since", Kind::Date, |of, view, _| {
                let oldest = of.row(view).and_then(|row| row.since.first().copied());
                Cell::day(oldest.and_then(Day::date).map(Date::from))
            })
            .called(Title::LongestSince)
            .page(4),
            Column::<Self>::new("longest", Kind::Count, |of, view, _| Cell::count(of.days(view, false)))
                .called(Title::LongestDays)
                .page(5),
            Column::<Self>::new("middle", Kind::Count, |of, view, _| Cell::count(of.days(view, true)))
                .called(Title::MiddleDays)
                .page(6),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View> {
        (row < self.rows.len()).then_some(View { row })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let count: usize = self.rows.iter().map(|row| row.people.len()).sum();
        let today = self.today.date().map(Note::AsOf);
        today.into_iter().chain([Note::Dossiers(count)]).collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
