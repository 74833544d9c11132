//! The people of a unit: where each stands, and everything of a record that fits a cell. What has several parts
//! (votes, papers, helpers) is in the JSON of a record.

use super::person_line::{Item, items, items_of};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::person::{LeaveReason, Sex};
use crate::domain::{Catalogue, Date, Day, FieldKind, PersonId, Stage};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Position;
use crate::query::people::{left, standing};
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use std::collections::HashMap;

/// What is read of the records of some people, as [`super::person_line::line`] says it.
pub type Lines = HashMap<PersonId, Box<str>>;

/// Which people.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The whole office where there is none.
    pub unit: Option<UnitRow>,
    pub stage: Option<Stage>,
    /// Those who are no longer followed.
    pub left: bool,
    pub day: Day,
}

/// People on a day.
pub struct People<'r> {
    register: &'r Register,
    catalogue: &'r Catalogue,
    request: Request,
    rows: Vec<PersonRow>,
    /// Without them the columns of the record stay empty.
    lines: Option<&'r Lines>,
}

/// Somebody on the list.
pub struct View<'r> {
    row: PersonRow,
    id: PersonId,
    day: Day,
    place: Option<Position>,
    left: Option<(LeaveReason, Day)>,
    unit: Option<(UnitRow, UnitEntry<'r>)>,
    items: Vec<&'r str>,
}

impl View<'_> {
    fn since(&self) -> Option<Date> {
        let day = self.place.map(|place| place.since).or(self.left.map(|(_, since)| since))?;
        day.date().map(Date::from)
    }
}

impl<'r> People<'r> {
    /// Who was asked for, as [`rows`] finds them, with what is read of their records. Whoever has no line where
    /// lines were read stands in no row.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        request: Request,
        rows: Vec<PersonRow>,
        lines: Option<&'r Lines>,
    ) -> People<'r> {
        People { register, catalogue, request, rows, lines }
    }
}

/// Who is asked for, in name order.
///
/// # Errors
/// [`Stopped`] when the one who waits stops it.
pub fn rows(register: &Register, request: Request, work: &Work) -> Result<Vec<PersonRow>, Stopped> {
    let units = register.units_of(request.unit);
    match request.left {
        true => left(register, &units, request.day, work),
        false => standing(register, &units, request.stage, request.day, work),
    }
}

impl<'r> Source for People<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::List
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("id", Kind::Id, |_, view, _| Cell::Person(view.id)).spare().page(6),
            Column::<Self>::new("name", Kind::Name, |of, view, _| Cell::text(of.register.name(view.row)))
                .behind(|_, view, _| Behind::Person(view.row))
                .page(0),
            Column::<Self>::new("born", Kind::Date, |of, view, _| Cell::day(of.register.born(view.row)))
                .page(1),
            Column::<Self>::new("unit", Kind::Text, |_, view, _| match &view.unit {
                Some((_, entry)) => Cell::text(entry.name()),
                None => Cell::None,
            }),
            // With the one whose book it is in.
            Column::<Self>::new("place", Kind::Text, |of, view, _| match &view.unit {
                Some((_, entry)) => Cell::Text(of.register.name_in_book(entry)),
                None => Cell::None,
            })
            .called(Title::Field("unit"))
            .behind(|_, view, _| view.unit.map_or(Behind::Nobody, |(row, _)| Behind::Unit(row)))
            .grouping()
            .page_only(2),
            Column::<Self>::new("stage", Kind::Word, |_, view, _| {
                Cell::Word(Word::State(view.place, view.left.is_some()))
            })
            .grouping()
            .page(3),
            Column::<Self>::new("milestone", Kind::Word, |_, view, _| match (view.place, view.left) {
                (Some(place), _) => Cell::Word(Word::Step(place, view.day)),
                (None, Some((reason, _))) => Cell::Word(Word::Left(reason)),
                (None, None) => Cell::None,
            })
            .grouping()
            .page(4),
            Column::<Self>::new("since", Kind::Day, |_, view, _| Cell::day(view.since())).page(5),
            Column::<Self>::new("unit_id", Kind::Id, |_, view, _| {
                Cell::unit(view.unit.map(|(_, entry)| entry.id))
            }),
            Column::<Self>::new("unit_code", Kind::Text, |_, view, _| match &view.unit {
                Some((_, entry)) => Cell::text(entry.code()),
                None => Cell::None,
            }),
            Column::<Self>::new("unit_path", Kind::Text, |of, view, _| match view.unit {
                Some((row, _)) => Cell::Text(of.register.path_of_unit(row).into()),
                None => Cell::None,
            }),
        ];
        columns.extend(items().enumerate().map(|(n, item)| {
            let column = |kind, cell: CellOf<'r>| Column::<Self>::new("", kind, cell);
            let (text, day): (CellOf<'r>, CellOf<'r>) =
                (|_, view, n| view.text_in(n), |_, view, n| view.day_in(n));
            let column = match item {
                Item::Field(field) => match field.kind() {
                    FieldKind::Sex => column(Kind::Word, |_, view, n| {
                        let sex = view.item(n).and_then(Sex::by_name);
                        sex.map_or(Cell::None, |sex| Cell::Word(Word::Sex(sex)))
                    }),
                    FieldKind::Day(_) => column(Kind::Date, day),
                    FieldKind::Unit => column(Kind::Id, text),
                    FieldKind::Number => column(Kind::Count, |_, view, n| {
                        Cell::count(view.item(n).and_then(|count| count.parse().ok()))
                    }),
                    FieldKind::Coded(_) => column(Kind::Word, |of, view, n| {
                        let field = items().nth(n).and_then(Item::field);
                        view.item(n).filter(|code| !code.is_empty()).zip(field).map_or(
                            Cell::None,
                            |(code, field)| {
                                Cell::Word(Word::Shared(
                                    field,
                                    code,
                                    field.kind().name_of(code, of.catalogue),
                                ))
                            },
                        )
                    }),
                    FieldKind::Name
                    | FieldKind::Text
                    | FieldKind::Listed(_)
                    | FieldKind::Words(_)
                    | FieldKind::Codes(_)
                    | FieldKind::IdentityNumber
                    | FieldKind::Cases => column(Kind::Text, text),
                }
                .called(Title::PersonField(field)),
                Item::Exit => column(Kind::Word, |_, view, n| {
                    let reason = view.item(n).and_then(LeaveReason::by_name);
                    reason.map_or(Cell::None, |reason| Cell::Word(Word::Left(reason)))
                })
                .called(Title::Field("exit")),
                Item::ExitDate => column(Kind::Date, day).called(Title::Field("exit_date")),
                Item::Day(kind) => column(Kind::Date, day).called(Title::Milestone(kind)),
                Item::Number(kind) => column(Kind::Text, text).called(Title::NumberOf(kind)),
            };
            let column = column.coded(item.code()).nth(n).wide();
            match item {
                Item::Field(field) if !field.is_open() => column.private(),
                _ => column,
            }
        }));
        columns
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = *self.rows.get(row)?;
        let (register, day) = (self.register, self.request.day);
        let id = register.id(row)?;
        let items = match self.lines {
            Some(lines) => items_of(lines.get(&id)?),
            None => Vec::new(),
        };
        let unit = register.unit_on(row, day);
        Some(View {
            row,
            id,
            day,
            place: register.place(row, day),
            left: register.leave_on(row, day),
            unit: unit.and_then(|unit| Some((unit, register.unit(unit)?))),
            items,
        })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.request.unit
    }

    fn notes(&self) -> Vec<Note> {
        let Request { stage, left, day, .. } = self.request;
        let day = day.date().map(Note::AsOf);
        let which = stage.map(Note::OnlyStage).or(left.then_some(Note::OnlyLeft));
        which.into_iter().chain(day).collect()
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}

type CellOf<'r> = for<'a> fn(&'a People<'r>, &'a View<'r>, usize) -> Cell<'a>;

impl View<'_> {
    fn item(&self, n: usize) -> Option<&str> {
        self.items.get(n).copied()
    }

    fn text_in(&self, n: usize) -> Cell<'_> {
        self.item(n).filter(|text| !text.is_empty()).map_or(Cell::None, Cell::text)
    }

    fn day_in(&self, n: usize) -> Cell<'_> {
        let text = self.item(n).filter(|text| !text.is_empty());
        Cell::day(text.and_then(|text| text.parse().ok()))
    }
}
