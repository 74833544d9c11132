//! Units against their targets: members, target, standing and flow, with the subtotals of blocks.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::Stage;
use crate::domain::catalogue::Named;
use crate::domain::text::title_key;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Figure;
use crate::query::progress::{BlockRow, Params, ProgressRow, ProgressTable, blocks, progress};
use crate::query::{Flow, Register, UnitEntry, UnitRow};
use std::cmp::Reverse;

/// Orders among siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Percent,
    Name,
    Admitted,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The whole office where there is none.
    pub unit: Option<UnitRow>,
    pub params: Params,
    /// Levels below the unit.
    pub depth: Option<usize>,
    pub sort: Option<Sort>,
}

/// The figures, and the units in the order in which they are shown.
pub struct Progress<'r> {
    register: &'r Register,
    request: Request,
    table: Table<'r>,
    /// With how deep each stands.
    units: Vec<(UnitRow, usize)>,
    blocks: Vec<(BlockRow, &'r Named)>,
}

/// The figures of all units: counted for the report, or for somebody before.
enum Table<'r> {
    Own(Box<ProgressTable>),
    Known(&'r ProgressTable),
}

impl Table<'_> {
    fn get(&self, register: &Register, unit: UnitRow) -> Option<ProgressRow> {
        match self {
            Table::Own(table) => table.get(register, unit),
            Table::Known(table) => table.get(register, unit),
        }
    }
}

/// A unit, or the subtotal of a block.
pub struct View<'r> {
    figures: ProgressRow,
    unit: Option<(UnitEntry<'r>, usize)>,
    /// Its place among the blocks.
    block: Option<usize>,
}

impl<'r> Progress<'r> {
    /// Counts.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        known: &'r [Named],
        request: Request,
        work: &Work,
    ) -> Result<Progress<'r>, Stopped> {
        let table = progress(register, &request.params, work)?;
        let found = in_blocks(register, known, request, &table);
        Ok(Progress::made(register, request, Table::Own(Box::new(table)), found))
    }

    /// The same of figures that were counted already.
    pub fn with(
        register: &'r Register,
        known: &'r [Named],
        request: Request,
        table: &'r ProgressTable,
    ) -> Progress<'r> {
        let found = in_blocks(register, known, request, table);
        Progress::made(register, request, Table::Known(table), found)
    }

    fn made(
        register: &'r Register,
        request: Request,
        table: Table<'r>,
        blocks: Vec<(BlockRow, &'r Named)>,
    ) -> Progress<'r> {
        let mut report = Progress { register, request, table, units: Vec::new(), blocks };
        report.units.extend(request.unit.map(|row| (row, 0)));
        report.below(request.unit, usize::from(request.unit.is_some()));
        report
    }

    /// Those who are counted in a figure of a row.
    fn behind(&self, view: &View, figure: Option<Figure>) -> Behind {
        let block = view.block.and_then(|n| self.blocks.get(n));
        let units = block.map_or_else(|| vec![view.figures.unit], |(block, _)| block.units.clone());
        figure.map_or(Behind::Nobody, |figure| Behind::Counted(units, figure))
    }

    /// Adds the units below one, or at the top, each with those below it.
    fn below(&mut self, parent: Option<UnitRow>, depth: usize) {
        if self.request.depth.is_some_and(|limit| depth > limit) {
            return;
        }
        let register = self.register;
        let mut children: Vec<UnitRow> = register.children(parent).collect();
        let figures = |row: &UnitRow| self.table.get(register, *row);
        match self.request.sort {
            None => {}
            Some(Sort::Name) => children.sort_by_cached_key(|row| title_key(register.name_of_unit(*row))),
            Some(Sort::Percent) => {
                children.sort_by_cached_key(|row| Reverse(figures(row).and_then(|row| row.percent())));
            }
            Some(Sort::Admitted) => {
                children.sort_by_cached_key(|row| Reverse(figures(row).map(|row| row.admitted())));
            }
        }
        for child in children {
            self.units.push((child, depth));
            self.below(Some(child), depth + 1);
        }
    }
}

/// The subtotals of the units below what is asked about, by block.
fn in_blocks<'r>(
    register: &Register,
    known: &'r [Named],
    request: Request,
    table: &ProgressTable,
) -> Vec<(BlockRow, &'r Named)> {
    let codes: Vec<String> = known.iter().map(|block| block.code.clone()).collect();
    let of_block = |row: BlockRow| known.iter().find(|block| block.code == row.block).map(|b| (row, b));
    // A unit is no part of itself.
    let above = request.unit.or(register.only_top());
    let among = register.below(above);
    blocks(register, table, among, &codes).into_iter().filter_map(of_block).collect()
}

/// Codes of the columns of standing and flow.
const STANDING: [&str; 5] =
    ["standing.source", "standing.class", "standing.proposal", "standing.admission", "standing.recognition"];
const FLOW: [&str; 6] = [
    "flow.identified",
    "flow.sent_to_class",
    "flow.trained",
    "flow.proposed",
    "flow.admitted",
    "flow.recognised",
];

impl<'r> Source for Progress<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Progress
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("unit", Kind::Id, |_, view, _| {
                Cell::unit(view.unit.map(|(entry, _)| entry.id))
            }),
            Column::<Self>::new("name", Kind::Text, |of, view, _| {
                if let Some((entry, depth)) = &view.unit {
                    return Cell::Below(*depth, entry.name().into());
                }
                match view.block.and_then(|n| of.blocks.get(n)) {
                    Some((block, named)) => {
                        Cell::Word(Word::Block { vi: &named.vi, en: &named.en, units: block.units.len() })
                    }
                    None => Cell::None,
                }
            })
            .called(Title::Field("unit"))
            .behind(|of, view, _| match view.unit {
                Some(_) => Behind::Unit(view.figures.unit),
                None => of.behind(view, Some(Figure::OnTheWay)),
            })
            .page(0),
            Column::<Self>::new("depth", Kind::Count, |_, view, _| match view.unit {
                Some((_, depth)) => Cell::count(u32::try_from(depth).ok()),
                None => Cell::None,
            }),
            Column::<Self>::new("kind", Kind::Word, |_, view, _| word(view, UnitEntry::kind)),
            Column::<Self>::new("sector", Kind::Word, |_, view, _| word(view, UnitEntry::sector)),
            Column::<Self>::new("members", Kind::Count, |_, view, _| Cell::count(view.figures.members))
                .page(1),
            Column::<Self>::new("target", Kind::Count, |_, view, _| Cell::count(view.figures.target)),
            Column::<Self>::new("percent", Kind::Percent, |_, view, _| match view.figures.percent() {
                Some(percent) => Cell::Percent(percent),
                None => Cell::None,
            })
            .called(Title::Percent)
            .page(3),
            Column::<Self>::new("admitted_of_target", Kind::Share, |_, view, _| {
                Cell::Share(view.figures.admitted(), view.figures.target)
            })
            .called(Title::AdmittedOfTarget)
            .behind(|of, view, _| of.behind(view, Some(Figure::Flow(Flow::Admitted))))
            .page_only(2),
        ];
        columns.extend(Stage::ALL.into_iter().zip(STANDING).enumerate().map(|(n, (stage, code))| {
            Column::<Self>::new(code, Kind::Count, |_, view, n| {
                Cell::count(view.figures.standing.get(n).copied())
            })
            .called(Title::Stage(stage))
            .nth(n)
            .behind(|of, view, n| of.behind(view, Stage::ALL.get(n).copied().map(Figure::Standing)))
            .page(10 + n as u8)
        }));
        columns.extend(Flow::ALL.into_iter().zip(FLOW).enumerate().map(|(n, (flow, code))| {
            let column = Column::<Self>::new(code, Kind::Count, |_, view, n| {
                Cell::count(view.figures.flow.get(n).copied())
            })
            .called(Title::Flow(flow))
            .nth(n)
            .behind(|of, view, n| of.behind(view, Flow::ALL.get(n).copied().map(Figure::Flow)));
            // People read it beside the target.
            if flow == Flow::Admitted { column } else { column.page(20 + n as u8) }
        }));
        columns.extend([
            Column::<Self>::new("code", Kind::Text, |_, view, _| match &view.unit {
                Some((entry, _)) => Cell::text(entry.code()),
                None => Cell::None,
            }),
            Column::<Self>::new("parent", Kind::Id, |of, view, _| {
                let parent = view.unit.and_then(|(entry, _)| entry.parent);
                Cell::unit(parent.and_then(|parent| of.register.id_of_unit(parent)))
            }),
            Column::<Self>::new("path", Kind::Text, |of, view, _| match view.unit {
                Some(_) => Cell::Text(of.register.path_of_unit(view.figures.unit).into()),
                None => Cell::None,
            }),
        ]);
        columns
    }

    fn count(&self) -> usize {
        self.units.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let Some((unit, depth)) = self.units.get(row) else {
            let n = row - self.units.len();
            let (block, _) = self.blocks.get(n)?;
            return Some(View { figures: block.total, unit: None, block: Some(n) });
        };
        let entry = self.register.unit(*unit)?;
        let figures = self.table.get(self.register, *unit)?;
        Some(View { figures, unit: Some((entry, *depth)), block: None })
    }

    fn subtotals(&self) -> usize {
        self.blocks.len()
    }

    fn unit(&self) -> Option<UnitRow> {
        self.request.unit
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::span(&self.request.params)]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}

/// A code of the office's own lists that a unit bears.
fn word<'a>(view: &'a View, code: fn(&UnitEntry<'a>) -> &'a str) -> Cell<'a> {
    let code = view.unit.as_ref().map_or("", |(entry, _)| code(entry));
    if code.is_empty() { Cell::None } else { Cell::Word(Word::Code(code)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_figures_are_called_as_what_they_count() {
        assert_eq!(STANDING.map(|code| code.trim_start_matches("standing.")), Stage::ALL.map(Stage::name));
        assert_eq!(FLOW.map(|code| code.trim_start_matches("flow.")), Flow::ALL.map(Flow::name));
    }
}
