//! How the year will end, unit by unit: admitted and in hand against the target, the gap even if all in hand succeed, who can
//! be admitted by name, and how many are expected by what became of people before.

use super::forecast::year_end;
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::{Day, MilestoneKind, Rulebook};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::ahead::Chance;
use crate::query::expected::{Expected, Rates};
use crate::query::figures::Figure;
use crate::query::progress::{Params, ProgressRow, ProgressTable, progress};
use crate::query::{Flow, PersonRow, Register, Row as _, UnitEntry, UnitRow};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is counted of people beside the figures: certain, possible, too late, and in hand.
const COUNTED: usize = 4;
const IN_HAND: usize = 3;

/// The unit that is asked about, and those just below it.
pub struct YearEnd<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    end: NaiveDate,
    table: ProgressTable,
    rows: Vec<UnitRow>,
    people: Vec<(PersonRow, UnitRow, u8)>,
    counts: Vec<[u32; COUNTED]>,
    rates: Rates,
    steps: Vec<BTreeMap<Option<MilestoneKind>, u32>>,
}

/// A unit.
pub struct View<'r> {
    unit: Option<UnitEntry<'r>>,
    is_total: bool,
    figures: ProgressRow,
    counts: [u32; COUNTED],
    expected: Expected,
}

impl<'r> YearEnd<'r> {
    /// Of a unit and those just below it, as of the day of the figures.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        rules: &Rulebook,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<YearEnd<'r>, Stopped> {
        let (today, end) = (Day::from(params.to), year_end(&params));
        let table = progress(register, &params, work)?;
        let span = (today, Day::from(end));
        let found =
            register.sift(&register.units_of(unit), work, |row| register.place(row, today).is_some())?;
        let mut counts = vec![[0u32; COUNTED]; register.unit_count()];
        let mut people = Vec::new();
        for person in found {
            let Some((ahead, unit)) =
                register.ahead(person, rules, span).zip(register.unit_on(person, today))
            else {
                continue;
            };
            let mut bits = 1u8 << ahead.chance as u8;
            // A dossier that is being put together, and whatever comes after it.
            if register.has(person, MilestoneKind::DossierOpened, today)
                || register.has(person, MilestoneKind::CellResolution, today)
                || register.has(person, MilestoneKind::Decision, today)
            {
                bits |= 1 << IN_HAND;
            }
            if let Some(counts) = counts.get_mut(unit.at()) {
                counts.iter_mut().enumerate().for_each(|(n, count)| *count += u32::from(bits >> n & 1));
            }
            people.push((person, unit, bits));
        }
        register.pile_up(&mut counts);
        let rates = register.rates(params.admission, params.to, work)?;
        let steps = register.open_steps(params.admission, today, work)?;
        let above = unit.or(register.only_top());
        let rows = register.open_children(above, today).collect();
        Ok(YearEnd { register, unit: above, params, end, table, rows, people, counts, rates, steps })
    }

    fn row(&self, unit: UnitRow) -> Option<View<'r>> {
        let figures = self.table.get(self.register, unit)?;
        let counts = self.counts.get(unit.at()).copied()?;
        let expected = self.rates.expected(self.steps.get(unit.at())?, figures.admitted());
        Some(View { unit: self.register.unit(unit), is_total: false, figures, counts, expected })
    }

    /// The rates are those of what is left of the year of the day.
    fn is_expected(&self) -> bool {
        self.params.has_begun() && !self.rates.is_empty()
    }

    fn behind(&self, view: &View, n: usize) -> Behind {
        let Some(entry) = &view.unit else { return Behind::Nobody };
        let below = self.register.subtree(entry.row());
        let mine = self.people.iter().filter(|(_, unit, bits)| below.contains(*unit) && bits >> n & 1 == 1);
        Behind::People(mine.map(|(person, ..)| *person).collect())
    }
}

/// Admitted, and all in hand.
fn if_all(view: &View) -> u32 {
    view.figures.admitted() + view.counts.get(IN_HAND).copied().unwrap_or(0)
}

impl<'r> Source for YearEnd<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::YearEnd
    }

    fn columns() -> Vec<Column<Self>> {
        let counted = |code: &'static str, title: Title, n: usize, place: u8| {
            Column::<Self>::new(code, Kind::Count, |_, view, n| Cell::count(view.counts.get(n).copied()))
                .called(title)
                .nth(n)
                .behind(|of, view, n| of.behind(view, n))
                .page(place)
        };
        let expected = |code: &'static str, title: Title, n: usize, place: u8| {
            Column::<Self>::new(code, Kind::Count, |of, view, n| {
                let Expected { low, middle, high, unknown } = view.expected;
                // Where something is not known of somebody, no more can be said than how many there will be at least.
                let is_known = of.is_expected() && (unknown == 0 || n == 0);
                Cell::count([low, middle, high].get(n).copied().filter(|_| is_known))
            })
            .called(title)
            .nth(n)
            .page(place)
        };
        vec![
            Column::<Self>::new("unit", Kind::Id, |_, view, _| Cell::unit(view.unit.map(|entry| entry.id))),
            Column::<Self>::new("unit_name", Kind::Text, |_, view, _| match &view.unit {
                Some(entry) if !view.is_total => Cell::text(entry.name()),
                _ => Cell::Word(Word::Total),
            })
            .called(Title::Field("unit"))
            .behind(|_, view, _| view.unit.map_or(Behind::Nobody, |entry| Behind::Unit(entry.row())))
            .page(0),
            Column::<Self>::new("admitted", Kind::Count, |_, view, _| Cell::Count(view.figures.admitted())),
            Column::<Self>::new("target", Kind::Count, |_, view, _| Cell::count(view.figures.target)),
            Column::<Self>::new("admitted_of_target", Kind::Share, |_, view, _| {
                Cell::Share(view.figures.admitted(), view.figures.target)
            })
            .called(Title::AdmittedOfTarget)
            .behind(|_, view, _| {
                let unit = view.unit.map(|entry| vec![entry.row()]);
                unit.map_or(Behind::Nobody, |unit| Behind::Counted(unit, Figure::Flow(Flow::Admitted)))
            })
            .page_only(1),
            counted("in_hand", Title::InHand, IN_HAND, 2),
            Column::<Self>::new("if_all", Kind::Count, |_, view, _| Cell::Count(if_all(view)))
                .called(Title::IfAllSucceed)
                .page(3),
            Column::<Self>::new("gap", Kind::Count, |_, view, _| {
                Cell::count(view.figures.target.map(|target| target.saturating_sub(if_all(view))))
            })
            .called(Title::StillMissing)
            .page(4),
            counted("certain", Title::OfChance(Chance::Certain), Chance::Certain as usize, 5),
            counted("possible", Title::OfChance(Chance::Possible), Chance::Possible as usize, 6),
            counted("too_late", Title::OfChance(Chance::TooLate), Chance::TooLate as usize, 7),
            expected("expected_low", Title::ExpectedLow, 0, 9),
            expected("expected", Title::Expected, 1, 8),
            expected("expected_high", Title::ExpectedHigh, 2, 10),
            Column::<Self>::new("unknown", Kind::Count, |_, view, _| {
                Cell::count(Some(view.expected.unknown).filter(|unknown| *unknown > 0))
            })
            .called(Title::FewCases)
            .page(11),
        ]
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        match self.rows.get(row) {
            Some(unit) => self.row(*unit),
            None => {
                let total = self.unit.filter(|_| row == self.rows.len())?;
                self.row(total).map(|view| View { is_total: true, ..view })
            }
        }
    }

    fn subtotals(&self) -> usize {
        usize::from(self.unit.is_some())
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::as_of(&self.params), Note::ExpectedBy { end: self.end, is_known: self.is_expected() }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
