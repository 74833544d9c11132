//! Committee members in charge: how many sources each brought within the period, how many of them were trained and admitted,
//! against the quota; who brought none.
//!
//! Whom somebody brought is said by the person's field of who is in charge, by name: of two of one name it cannot be told.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::text::fold;
use crate::domain::{Officer, PersonField};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::progress::Params;
use crate::query::{Flow, PersonRow, Register, UnitRow};
use std::collections::HashMap;

/// What is counted of whom somebody brought.
const COUNTED: [Flow; 3] = [Flow::Identified, Flow::Trained, Flow::Admitted];

/// The officers who serve within the period.
pub struct Officers<'r> {
    register: &'r Register,
    unit: Option<UnitRow>,
    params: Params,
    rows: Vec<Row>,
}

struct Row {
    unit: UnitRow,
    number: u8,
    officer: Officer,
    /// Two of one name: whom each brought cannot be told.
    is_twice: bool,
    brought: [Vec<PersonRow>; 3],
}

/// An officer, by the row.
pub struct View {
    row: usize,
}

impl<'r> Officers<'r> {
    /// Of a unit with all below it. Looks at everybody once.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Officers<'r>, Stopped> {
        let counting = params.counting();
        let (first, last) = (counting.span.first, counting.span.last);
        let officers = register.officers(&register.units_of(unit)).into_iter();
        let officers: Vec<(UnitRow, u8, Officer)> =
            officers.filter(|(.., officer)| officer.serves(first, last)).collect();
        let in_charge = |person: PersonRow| {
            let mut values = register.shared(person).filter(|(field, _)| *field == PersonField::InCharge);
            values.next().map(|(_, name)| fold(name))
        };
        let mut brought: HashMap<String, [Vec<PersonRow>; 3]> = HashMap::new();
        if !officers.is_empty() {
            // Wherever in the office the person is.
            for person in register.pick(&register.unit_rows(), work, |row| in_charge(row).is_some())? {
                let Some(name) = in_charge(person) else { continue };
                let counts = brought.entry(name).or_default();
                for (people, flow) in counts.iter_mut().zip(COUNTED) {
                    let reached = register.reached(person, counting.milestone(flow), counting.span);
                    people.extend(reached.map(|_| person));
                }
            }
        }
        let names: Vec<String> = officers.iter().map(|(.., officer)| fold(&officer.name)).collect();
        let rows = officers.into_iter().zip(&names).map(|((unit, number, officer), name)| {
            let is_twice = names.iter().filter(|other| *other == name).count() > 1;
            let brought = brought.get(name).filter(|_| !is_twice).cloned().unwrap_or_default();
            Row { unit, number, officer, is_twice, brought }
        });
        Ok(Officers { register, unit, params, rows: rows.collect() })
    }

    /// The officer of a row: the unit and the number there.
    pub fn at(&self, row: usize) -> Option<(UnitRow, u8)> {
        self.rows.get(row).map(|row| (row.unit, row.number))
    }

    fn brought(&self, view: &View, n: usize) -> Option<&Vec<PersonRow>> {
        self.rows.get(view.row).filter(|row| !row.is_twice)?.brought.get(n)
    }

    fn officer(&self, view: &View) -> Option<&Officer> {
        self.rows.get(view.row).map(|row| &row.officer)
    }
}

impl<'r> Source for Officers<'r> {
    type View = View;

    fn name(&self) -> Name {
        Name::Officers
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("name", Kind::Name, |of, view, _| {
                Cell::text(of.officer(view).map_or("", |officer| &officer.name))
            })
            .behind(|of, view, _| {
                of.at(view.row).map_or(Behind::Nobody, |(unit, number)| Behind::Officer(unit, number))
            })
            .page(0),
            Column::<Self>::new("number", Kind::Count, |of, view, _| {
                Cell::count(of.rows.get(view.row).map(|row| u32::from(row.number)))
            }),
            Column::<Self>::new("office", Kind::Text, |of, view, _| {
                Cell::text(of.officer(view).map_or("", |officer| &officer.office))
            })
            .called(Title::Office)
            .page(8),
            Column::<Self>::new("unit", Kind::Id, |of, view, _| {
                Cell::unit(of.rows.get(view.row).and_then(|row| of.register.id_of_unit(row.unit)))
            }),
            Column::<Self>::new("unit_name", Kind::Text, |of, view, _| {
                let unit = of.rows.get(view.row).map(|row| of.register.name_of_unit(row.unit));
                Cell::text(unit.unwrap_or(""))
            })
            .called(Title::Field("unit"))
            .grouping()
            .page(7),
            Column::<Self>::new("cells", Kind::Count, |of, view, _| {
                Cell::count(of.officer(view).map(|officer| officer.cells.len() as u32))
            })
            .called(Title::Cells)
            .behind(|of, view, _| of.at(view.row).map_or(Behind::Nobody, |(unit, _)| Behind::ChargeIn(unit)))
            .page(6),
        ];
        columns.extend(COUNTED.into_iter().enumerate().map(|(n, flow)| {
            Column::<Self>::new(flow.name(), Kind::Count, |of, view, n| {
                Cell::count(of.brought(view, n).map(|people| people.len() as u32))
            })
            .called(Title::Flow(flow))
            .nth(n)
            .behind(|of, view, n| of.brought(view, n).cloned().map_or(Behind::Nobody, Behind::People))
            .page(1 + n as u8)
        }));
        columns.extend([
            Column::<Self>::new("quota", Kind::Count, |of, view, _| {
                Cell::count(of.officer(view).map(|officer| officer.quota).filter(|quota| *quota > 0))
            })
            .called(Title::YearQuota)
            .page(4),
            Column::<Self>::new("missing", Kind::Count, |of, view, _| {
                let quota = of.officer(view).map(|officer| officer.quota).filter(|quota| *quota > 0);
                let missing = quota.zip(of.brought(view, 0));
                Cell::count(missing.map(|(quota, people)| quota.saturating_sub(people.len() as u32)))
            })
            .called(Title::StillMissing)
            .page(5),
        ]);
        columns
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
        let brought_none =
            |row: &&Row| !row.is_twice && row.brought.first().is_some_and(|people| people.is_empty());
        let none = self.rows.iter().filter(brought_none).count();
        let twice = self.rows.iter().filter(|row| row.is_twice).count();
        vec![Note::span(&self.params), Note::Officers { none, twice }]
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
