//! The cells that committee members are in charge of, one line each: where their people stand, what they have to do, how
//! many were admitted. With an account, only those of the member who uses it.

use super::columns::{self, InUnits};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::text::fold;
use crate::domain::{Day, Officer, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::due::pressing;
use crate::query::progress::{Params, ProgressRow, ProgressTable, progress};
use crate::query::{Figure, Flow, Register, Row, UnitEntry, UnitRow};

/// The cells, by the member in charge.
pub struct Charge<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    rows: Vec<(Officer, UnitRow)>,
    table: ProgressTable,
    /// Overdue, and due within a week, by unit.
    due: Vec<[u32; 2]>,
}

/// A cell.
pub struct View<'r> {
    row: usize,
    cell: Option<UnitEntry<'r>>,
    figures: Option<ProgressRow>,
}

impl<'r> Charge<'r> {
    /// The cells of the members of a unit with all below it who serve within the period; of those alone who use an
    /// account, where one is given.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, params, account): (Option<UnitRow>, Params, &str),
        today: Day,
        work: &Work,
    ) -> Result<Charge<'r>, Stopped> {
        let (first, last) = (Day::from(params.from), Day::from(params.to));
        let officers = register.officers(&register.units_of(unit)).into_iter().map(|(.., officer)| officer);
        let mine = officers.filter(|officer| {
            officer.serves(first, last) && (account.is_empty() || fold(&officer.account) == fold(account))
        });
        let cells = mine.flat_map(|officer| {
            let mut cells: Vec<UnitRow> =
                officer.cells.iter().filter_map(|cell| register.unit_row(*cell)).collect();
            cells.sort_unstable();
            cells.into_iter().map(move |cell| (officer.clone(), cell))
        });
        let rows: Vec<(Officer, UnitRow)> = cells.collect();
        let table = progress(register, &params, work)?;
        let due = if rows.is_empty() { Vec::new() } else { pressing(register, today) };
        Ok(Charge { register, unit, params, rows, table, due })
    }
}

impl<'r> InUnits for Charge<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.cell?))
    }
}

impl<'r> Source for Charge<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Charge
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            columns::about_unit(),
            columns::unit_name(),
            columns::place().page_only(0),
            Column::<Self>::new("officer", Kind::Name, |of, view, _| {
                Cell::text(of.rows.get(view.row).map_or("", |(officer, _)| &officer.name))
            })
            .called(Title::OfficerInCharge)
            .grouping()
            .page(10),
        ];
        columns.extend(Stage::ALL.into_iter().enumerate().map(|(n, stage)| {
            Column::<Self>::new(stage.name(), Kind::Count, |_, view, n| {
                Cell::count(view.figures.as_ref().and_then(|row| row.standing.get(n)).copied())
            })
            .called(Title::Stage(stage))
            .nth(n)
            .behind(|_, view, n| {
                let stage = Stage::ALL.get(n).copied().zip(view.cell);
                stage.map_or(Behind::Nobody, |(stage, cell)| {
                    Behind::Counted(vec![cell.row()], Figure::Standing(stage))
                })
            })
            .page(1 + n as u8)
        }));
        columns.extend([
            Column::<Self>::new("admitted", Kind::Count, |_, view, _| {
                Cell::count(view.figures.as_ref().map(ProgressRow::admitted))
            })
            .called(Title::AdmittedInPeriod)
            .behind(|_, view, _| {
                view.cell.map_or(Behind::Nobody, |cell| {
                    Behind::Counted(vec![cell.row()], Figure::Flow(Flow::Admitted))
                })
            })
            .page(6),
            Column::<Self>::new("target", Kind::Count, |_, view, _| {
                Cell::count(view.figures.as_ref().and_then(|row| row.target))
            })
            .called(Title::Field("target"))
            .page(7),
        ]);
        let due = [("overdue", Title::OverdueTasks), ("due_week", Title::DueWithinWeek)];
        columns.extend(due.into_iter().enumerate().map(|(n, (code, title))| {
            Column::<Self>::new(code, Kind::Count, |of, view, n| {
                let cell = view.cell.and_then(|cell| of.due.get(cell.row().at()));
                Cell::count(cell.and_then(|due| due.get(n)).copied())
            })
            .called(title)
            .nth(n)
            .behind(|_, view, _| view.cell.map_or(Behind::Nobody, |cell| Behind::DueIn(cell.row())))
            .page(8 + n as u8)
        }));
        columns
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (_, unit) = self.rows.get(row)?;
        let figures = self.table.get(self.register, *unit);
        Some(View { row, cell: self.register.unit(*unit), figures })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::span(&self.params)]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
