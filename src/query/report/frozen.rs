//! Figures as they were reported for a period, and what came after the cut-off: what is derived now as of the same day,
//! beside them.

use super::columns::{self, InUnits};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::{Date, Frozen, MilestoneKind};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::progress::{Params, ProgressTable, progress};
use crate::query::{Figure, Flow, Register, UnitEntry, UnitRow};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The units whose figures are kept.
pub struct FrozenFigures<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    month: Option<Date>,
    admission: MilestoneKind,
    rows: Vec<(UnitRow, Frozen)>,
    /// What is derived now, by the day that they are of.
    now: BTreeMap<Date, ProgressTable>,
}

/// A unit.
pub struct View<'r> {
    unit: Option<UnitEntry<'r>>,
    frozen: Frozen,
    now: Option<[u32; 6]>,
}

impl View<'_> {
    fn kept(&self, n: usize) -> Option<u32> {
        let flow = Flow::ALL.get(n)?;
        self.frozen.figures.get(flow.name()).copied()
    }

    /// How many came, or went, since.
    fn since(&self, n: usize) -> Option<i64> {
        let now = i64::from(*self.now.as_ref()?.get(n)?);
        Some(now - i64::from(self.kept(n)?)).filter(|since| *since != 0)
    }
}

impl<'r> FrozenFigures<'r> {
    /// Of a unit with all below it, for the period that ends with a month; the last that is kept where none is said.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, month, params): (Option<UnitRow>, Option<Date>, Params),
        work: &Work,
    ) -> Result<FrozenFigures<'r>, Stopped> {
        let all = register.frozen(&register.units_of(unit));
        let month = month.or(all.iter().map(|(_, month, _)| *month).max());
        let of_month = all.into_iter().filter(|(_, of, _)| Some(*of) == month);
        let rows: Vec<(UnitRow, Frozen)> = of_month.map(|(unit, _, frozen)| (unit, frozen)).collect();
        let mut now = BTreeMap::new();
        for (_, frozen) in &rows {
            if let Entry::Vacant(place) = now.entry(frozen.as_of) {
                place.insert(progress(register, &counted(frozen, params.admission), work)?);
            }
        }
        Ok(FrozenFigures { register, unit, month, admission: params.admission, rows, now })
    }
}

impl FrozenFigures<'_> {
    /// Those who count now as of the day of the figures.
    fn behind(&self, view: &View, n: usize, since: Option<Date>) -> Behind {
        let unit = view.unit.map(|entry| entry.row());
        let Some((unit, flow)) = unit.zip(Flow::ALL.get(n).copied()) else { return Behind::Nobody };
        let counting = counted(&view.frozen, self.admission).counting();
        Behind::CountedBy { unit, figure: Figure::Flow(flow), counting, since }
    }
}

/// What figures that were frozen are about.
fn counted(frozen: &Frozen, admission: MilestoneKind) -> Params {
    let day = frozen.as_of.last();
    Params::year(chrono::Datelike::year(&day), day, admission)
}

impl<'r> InUnits for FrozenFigures<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> Source for FrozenFigures<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Frozen
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![columns::about_unit(), columns::unit_name().page(0)];
        for (n, flow) in Flow::ALL.into_iter().enumerate() {
            let place = match flow {
                Flow::Admitted => 1,
                _ => 3 + 2 * n as u8,
            };
            let kept = Column::<Self>::new("", Kind::Count, |_, view, n| Cell::count(view.kept(n))).nth(n);
            let kept = kept.behind(|of, view, n| of.behind(view, n, None));
            columns
                .push(kept.coded(format!("reported.{}", flow.name())).called(Title::Flow(flow)).page(place));
            let since = Column::<Self>::new("", Kind::Difference, |_, view, n| {
                view.since(n).map_or(Cell::None, Cell::Difference)
            });
            let since = since.behind(|of, view, n| match view.since(n) {
                Some(_) => of.behind(view, n, of.month),
                None => Behind::Nobody,
            });
            let since = since.nth(n).coded(format!("since.{}", flow.name()));
            columns.push(since.called(Title::Since(flow)).page(place + 1));
        }
        columns.extend([
            Column::<Self>::new("as_of", Kind::Date, |_, view, _| Cell::day(Some(view.frozen.as_of)))
                .called(Title::Field("as_of"))
                .page(20),
            Column::<Self>::new("noted", Kind::Date, |_, view, _| Cell::day(Some(view.frozen.noted)))
                .called(Title::FrozenOn)
                .page(21),
            Column::<Self>::new("by", Kind::Text, |_, view, _| Cell::Text(view.frozen.by.clone().into()))
                .called(Title::FrozenBy)
                .page(22),
            Column::<Self>::new("state", Kind::Text, |_, view, _| {
                Cell::Text(view.frozen.state.clone().into())
            }),
            Column::<Self>::new("lifted", Kind::Text, |_, view, _| match &view.frozen.lifted {
                Some(lifted) => Cell::Text(lifted.reason.clone().into()),
                None => Cell::None,
            })
            .called(Title::LiftedBecause)
            .page(23),
        ]);
        columns
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (unit, frozen) = self.rows.get(row)?;
        let now = self.now.get(&frozen.as_of).and_then(|table| table.get(self.register, *unit));
        let now = now.map(|row| row.flow);
        Some(View { unit: self.register.unit(*unit), frozen: frozen.clone(), now })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        self.month.map(Note::OfMonth).into_iter().collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
