//! What is overdue and what is coming, by which clause, at whom.

use super::columns::{self, InUnits, OfPeople};
use super::{Behind, Cell, Column, Kind, Name, Note, Source, Word};
use crate::domain::due::DueRule;
use crate::domain::{Date, Day, Rulebook};
use crate::query::due::{DueRow, Wanted, due, of_person};
use crate::query::{PersonRow, Register, UnitEntry, UnitRow};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a rule is called: there are few of them, however many rows.
struct Rule<'r> {
    name: &'r str,
    set: String,
    clause: &'r str,
    /// Days off move its days.
    counts_working_days: bool,
}

/// What is due, the most urgent first.
pub struct DueReport<'r> {
    register: &'r Register,
    rules: &'r Rulebook,
    unit: Option<UnitRow>,
    rows: Vec<DueRow>,
    known: BTreeMap<(DueRule, u16), Rule<'r>>,
}

/// Something that is due.
pub struct View<'r> {
    row: DueRow,
    unit: Option<UnitEntry<'r>>,
    last: Option<NaiveDate>,
    certain: bool,
}

impl<'r> DueReport<'r> {
    /// Gathers what is wanted of a unit with all below it, or of the whole office.
    pub fn of(
        register: &'r Register,
        rules: &'r Rulebook,
        unit: Option<UnitRow>,
        wanted: Wanted,
    ) -> DueReport<'r> {
        let units = register.units_of(unit);
        DueReport::of_rows(register, rules, unit, due(register, units, wanted))
    }

    /// The same of one person.
    pub fn of_person(
        register: &'r Register,
        rules: &'r Rulebook,
        person: Option<PersonRow>,
        wanted: Wanted,
    ) -> DueReport<'r> {
        let rows = person.into_iter().flat_map(|person| of_person(register, person, wanted)).collect();
        DueReport::of_rows(register, rules, None, rows)
    }

    fn of_rows(
        register: &'r Register,
        rules: &'r Rulebook,
        unit: Option<UnitRow>,
        rows: Vec<DueRow>,
    ) -> DueReport<'r> {
        let mut known = BTreeMap::new();
        for row in &rows {
            known.entry((row.due.rule, row.due.era)).or_insert_with(|| Rule {
                name: row.due.name(rules),
                set: row.due.set(rules).map_or(String::new(), ToString::to_string),
                clause: row.due.clause(rules),
                counts_working_days: row
                    .due
                    .clock(rules)
                    .is_some_and(|(_, clock)| clock.is.counts_working_days()),
            });
        }
        DueReport { register, rules, unit, rows, known }
    }

    fn rule(&self, row: &DueRow) -> Option<&Rule<'r>> {
        self.known.get(&(row.due.rule, row.due.era))
    }

    fn is_certain(&self, row: &DueRow, last: Option<NaiveDate>) -> bool {
        let moves = self.rule(row).is_some_and(|rule| rule.counts_working_days);
        !moves || last.is_none_or(|day| self.rules.calendar.is_certain(day))
    }
}

fn date(day: Day) -> Option<Date> {
    day.date().map(Date::from)
}

impl<'r> InUnits for DueReport<'r> {
    fn unit_of<'a>(&'a self, view: &'a View<'r>) -> Option<(&'a Register, UnitEntry<'a>)> {
        Some((self.register, view.unit?))
    }
}

impl<'r> OfPeople for DueReport<'r> {
    fn person_of(&self, view: &View<'r>) -> Option<(&Register, PersonRow)> {
        Some((self.register, view.row.person))
    }
}

impl<'r> Source for DueReport<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Due
    }

    fn columns() -> Vec<Column<Self>> {
        let person = |_: &Self, view: &View, _| Behind::Due(view.row);
        vec![
            columns::id().spare().page(7),
            columns::name().behind(person).page(2),
            columns::unit(),
            columns::unit_name(),
            Column::<Self>::new("rule", Kind::Word, |of, view, _| {
                let code = of.rule(&view.row).map_or("", |rule| rule.name);
                Cell::Word(Word::Due(view.row.due, of.rules, code))
            })
            .grouping()
            .page(4),
            Column::<Self>::new("rule_set", Kind::Text, |of, view, _| {
                Cell::text(of.rule(&view.row).map_or("", |rule| &rule.set))
            }),
            Column::<Self>::new("clause", Kind::Text, |of, view, _| {
                Cell::text(of.rule(&view.row).map_or("", |rule| rule.clause))
            })
            .spare()
            .page(6),
            Column::<Self>::new("holder", Kind::Word, |_, view, _| {
                Cell::Word(Word::Holder(view.row.due.holder))
            })
            .grouping()
            .page(5),
            Column::<Self>::new("start_event", Kind::Word, |_, view, _| match view.row.due.event {
                Some(event) => Cell::Word(Word::Event(event)),
                None => Cell::None,
            }),
            Column::<Self>::new("start", Kind::Day, |_, view, _| Cell::day(date(view.row.due.start))),
            Column::<Self>::new("due", Kind::Day, |_, view, _| match view.last {
                Some(last) => Cell::Day { day: last.into(), certain: view.certain },
                None => Cell::None,
            })
            .page(0),
            Column::<Self>::new("certain", Kind::Yes, |_, view, _| Cell::Yes(view.certain)),
            Column::<Self>::new("days", Kind::Days, |_, view, _| {
                let day = view.row.due.due;
                Cell::DaysTo { day, today: day - view.row.days }
            })
            .page(1),
            Column::<Self>::new("urgency", Kind::Word, |_, view, _| {
                Cell::Word(Word::Urgency(view.row.urgency()))
            }),
            Column::<Self>::new("alarm", Kind::Count, |_, view, _| {
                Cell::count(view.row.alarm().and_then(|days| u32::try_from(days).ok()))
            }),
            columns::place::<Self>()
                .behind(|_, view, _| Behind::Unit(view.row.unit))
                .grouping()
                .spare()
                .page_only(3),
        ]
    }

    fn groups() -> Option<&'static str> {
        Some("urgency")
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let row = *self.rows.get(row)?;
        let last = row.due.due.date();
        let certain = self.is_certain(&row, last);
        Some(View { row, unit: self.register.unit(row.unit), last, certain })
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let mut counts = [0; 4];
        for row in &self.rows {
            if let Some(count) = counts.get_mut(row.urgency().index()) {
                *count += 1;
            }
        }
        let moves = self.rows.iter().any(|row| !self.is_certain(row, row.due.due.date()));
        [Note::Due(counts)].into_iter().chain(moves.then_some(Note::Unannounced)).collect()
    }

    fn people(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}
