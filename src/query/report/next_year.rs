//! The sources of next year, unit by unit: who is on the way by stage, what of them this year still needs, and whether the rest
//! is enough for the target of next year.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::{Day, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::{Figure, Flow};
use crate::query::progress::{Params, ProgressRow, ProgressTable, progress};
use crate::query::{Register, UnitEntry, UnitRow};

/// The stages before admission.
const BEFORE: [Stage; 3] = [Stage::Source, Stage::Class, Stage::Proposal];

/// The unit that is asked about, and those just below it.
pub struct NextYear<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    figures: ProgressTable,
    /// Next year as of the same day, for its targets.
    next: Params,
    rows: Vec<UnitRow>,
}

/// A unit.
pub struct View<'r> {
    entry: UnitEntry<'r>,
    is_total: bool,
    this: ProgressRow,
    target_next: Option<u32>,
    sources: Sources,
}

/// What of the sources of a unit goes where; nothing where a target is not known.
#[derive(Clone, Copy)]
struct Sources {
    /// What the target of this year still needs.
    missing: Option<u32>,
    /// Who is left when this year has what it needs.
    left: Option<u32>,
    /// What the target of next year needs beyond them.
    gap: Option<u32>,
}

impl Sources {
    fn of(this: &ProgressRow, target_next: Option<u32>) -> Sources {
        let missing = this.target.map(|target| target.saturating_sub(this.admitted()));
        let left = missing.map(|missing| on_the_way(this).saturating_sub(missing));
        let gap = target_next.zip(left).map(|(target, left)| target.saturating_sub(left));
        Sources { missing, left, gap }
    }

    /// What is not known of the units below may be known of the whole.
    fn or(self, whole: Sources) -> Sources {
        match self.missing {
            Some(_) => Sources { gap: self.gap.or(whole.gap), ..self },
            None => whole,
        }
    }

    /// What units lack together: the sources of one are not those of another.
    fn sum(all: impl Iterator<Item = Sources>) -> Sources {
        let add = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).reduce(u32::saturating_add);
        let none = Sources { missing: None, left: None, gap: None };
        all.fold(none, |a, b| Sources {
            missing: add(a.missing, b.missing),
            left: add(a.left, b.left),
            gap: add(a.gap, b.gap),
        })
    }
}

fn on_the_way(figures: &ProgressRow) -> u32 {
    figures.standing.iter().take(BEFORE.len()).sum()
}

impl<'r> NextYear<'r> {
    /// Of a unit and those just below it, as of the day of the figures.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<NextYear<'r>, Stopped> {
        let figures = progress(register, &params, work)?;
        let next = Params::year(params.of_year() + 1, params.to, params.admission);
        let unit = unit.or(register.only_top());
        let rows = register.open_children(unit, Day::from(params.to)).collect();
        Ok(NextYear { register, unit, params, figures, next, rows })
    }

    fn row(&self, unit: UnitRow) -> Option<View<'r>> {
        let this = self.figures.get(self.register, unit)?;
        let target_next = self.next.target_of(self.register, unit);
        let sources = Sources::of(&this, target_next);
        Some(View { entry: self.register.unit(unit)?, is_total: false, this, target_next, sources })
    }

    fn total(&self) -> Option<View<'r>> {
        let total = self.row(self.unit?)?;
        let below = self.rows.iter().filter_map(|row| self.row(*row)).map(|view| view.sources);
        let sources = Sources::sum(below).or(total.sources);
        Some(View { is_total: true, sources, ..total })
    }
}

impl<'r> Source for NextYear<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::NextYear
    }

    fn columns() -> Vec<Column<Self>> {
        let stages = BEFORE.into_iter().enumerate().map(|(n, stage)| {
            Column::<Self>::new(stage.name(), Kind::Count, |_, view, n| {
                Cell::count(view.this.standing.get(n).copied())
            })
            .called(Title::Stage(stage))
            .nth(n)
            .behind(|_, view, n| match BEFORE.get(n) {
                Some(stage) => Behind::Counted(vec![view.entry.row()], Figure::Standing(*stage)),
                None => Behind::Nobody,
            })
            .page(6 + n as u8)
        });
        let before = vec![
            Column::<Self>::new("unit", Kind::Id, |_, view, _| Cell::Unit(view.entry.id))
                .behind(|_, view, _| Behind::Unit(view.entry.row())),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| match view.is_total {
                true => Cell::Word(Word::Total),
                false => Cell::text(view.entry.name()),
            })
            .called(Title::Field("unit"))
            .page(0),
            Column::<Self>::new("target", Kind::Count, |_, view, _| Cell::count(view.this.target)),
            Column::<Self>::new("admitted", Kind::Count, |_, view, _| Cell::Count(view.this.admitted()))
                .behind(|_, view, _| Behind::Counted(vec![view.entry.row()], Figure::Flow(Flow::Admitted))),
            Column::<Self>::new("missing", Kind::Count, |_, view, _| Cell::count(view.sources.missing))
                .called(Title::MissingThisYear)
                .page(2),
        ];
        let after = vec![
            Column::<Self>::new("on_the_way", Kind::Count, |_, view, _| Cell::Count(on_the_way(&view.this)))
                .called(Title::BeforeAdmission)
                .page(1),
            Column::<Self>::new("left", Kind::Count, |_, view, _| Cell::count(view.sources.left))
                .called(Title::ForNextYear)
                .page(3),
            Column::<Self>::new("target_next", Kind::Count, |_, view, _| Cell::count(view.target_next))
                .called(Title::TargetNext)
                .page(4),
            Column::<Self>::new("gap_next", Kind::Count, |_, view, _| Cell::count(view.sources.gap))
                .called(Title::SourcesMissing)
                .page(5),
        ];
        before.into_iter().chain(stages).chain(after).collect()
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        match self.rows.get(row) {
            Some(unit) => self.row(*unit),
            None if row == self.rows.len() => self.total(),
            None => None,
        }
    }

    fn subtotals(&self) -> usize {
        usize::from(self.unit.is_some())
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let known =
            |of: fn(&View) -> bool| self.rows.iter().filter_map(|row| self.row(*row)).filter(of).count();
        let this = known(|view| view.this.target.is_some());
        let next = known(|view| view.target_next.is_some());
        vec![Note::as_of(&self.params), Note::WithTarget { this, next, of: self.rows.len() }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
