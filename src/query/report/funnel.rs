//! What became of those who were introduced in a year: how many were sent to class, trained, proposed, admitted and
//! recognised by a day, of those introduced and of those trained. Whoever was introduced counts where and when that
//! was; whose introduction nobody wrote down, in a row of their own, from the first step that is known. Whoever is in
//! several groups stands under each, and once in the total.

use super::{Behind, Cell, Column, Kind, Name, Note, Source, Title, Word};
use crate::domain::{Catalogue, Day, MilestoneKind};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::breakdown::{By, Group};
use crate::query::figures::{Counting, Span};
use crate::query::progress::percent;
use crate::query::{Flow, PersonRow, Register, UnitRow};
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The whole office where there is none.
    pub unit: Option<UnitRow>,
    /// What was reached by then.
    pub day: Day,
    /// The milestone that makes an admission.
    pub admission: MilestoneKind,
    /// A row for every group of this kind, and not for all people together.
    pub by: Option<By>,
}

/// A year, where it is known, and a group, where they are told apart.
type Cohort<'r> = (Option<i32>, Option<Group<'r>>);

/// Where and when somebody was introduced, and the flows that the person has reached, a bit each.
struct Member<'r> {
    person: PersonRow,
    year: Option<i32>,
    /// Where groups are told apart; several where somebody is in several.
    groups: Vec<Group<'r>>,
    reached: u8,
}

/// The years, each with what became of its people.
pub struct Funnel<'r> {
    register: &'r Register,
    catalogue: &'r Catalogue,
    request: Request,
    members: Vec<Member<'r>>,
    rows: Vec<(Cohort<'r>, [u32; 6])>,
    total: [u32; 6],
}

/// A year, in all or of one group, or the total of all.
pub struct View<'r> {
    key: Option<Cohort<'r>>,
    counts: [u32; 6],
}

impl<'r> View<'r> {
    fn group(&self) -> Option<&Group<'r>> {
        self.key.as_ref().and_then(|(_, group)| group.as_ref())
    }

    fn count(&self, n: usize) -> Option<u32> {
        self.counts.get(n).copied()
    }

    /// How many reached a flow, in hundredths of a percent of those who reached another.
    fn percent(&self, n: usize, of: Flow) -> Cell<'static> {
        let share = self.count(n).and_then(|count| percent(count, self.count(of.index())));
        share.map_or(Cell::None, Cell::Percent)
    }
}

impl<'r> Funnel<'r> {
    /// Counts.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        request: Request,
        work: &Work,
    ) -> Result<Funnel<'r>, Stopped> {
        let units = register.units_of(request.unit);
        let above = request.unit.or(register.only_top());
        let found = register.sift(&units, work, |person| {
            introduced(register, person, request.day).is_some_and(|(_, unit)| units.contains(unit))
        })?;
        let member = |person: PersonRow| {
            let (year, unit) = introduced(register, person, request.day)?;
            let groups =
                request.by.map_or(Vec::new(), |by| register.groups(person, unit, (by, above), catalogue));
            Some(Member { person, year, groups, reached: reached(register, person, request) })
        };
        let members: Vec<Member> = found.into_iter().filter_map(member).collect();
        let (mut rows, mut total) = (BTreeMap::<_, [u32; 6]>::new(), [0; 6]);
        for member in &members {
            for key in member.keys() {
                member.add_to(rows.entry((key.0.is_none(), key)).or_default());
            }
            member.add_to(&mut total);
        }
        let rows = rows.into_iter().map(|((_, key), counts)| (key, counts)).collect();
        Ok(Funnel { register, catalogue, request, members, rows, total })
    }
}

impl Funnel<'_> {
    /// Those of a row who reached a flow.
    fn behind(&self, view: &View, n: usize) -> Behind {
        let here = |member: &&Member| {
            member.has(n) && view.key.as_ref().is_none_or(|key| member.keys().any(|mine| mine == *key))
        };
        Behind::People(self.members.iter().filter(here).map(|member| member.person).collect())
    }
}

impl<'r> Member<'r> {
    /// The rows under which the person stands.
    fn keys(&self) -> impl Iterator<Item = Cohort<'r>> {
        let all = self.groups.is_empty().then_some((self.year, None));
        all.into_iter().chain(self.groups.iter().map(|group| (self.year, Some(group.clone()))))
    }

    fn has(&self, n: usize) -> bool {
        self.reached >> n & 1 == 1
    }

    fn add_to(&self, counts: &mut [u32; 6]) {
        counts.iter_mut().enumerate().for_each(|(n, count)| *count += u32::from(self.has(n)));
    }
}

/// The year in which somebody was introduced by a day, if that is known, and the unit then.
fn introduced(register: &Register, person: PersonRow, day: Day) -> Option<(Option<i32>, UnitRow)> {
    let known = register.events(person).filter(|(_, from, _)| *from <= day);
    let first =
        known.clone().filter(|(kind, ..)| *kind == MilestoneKind::Identified).map(|(_, from, _)| from).min();
    let from = first.or(known.map(|(_, from, _)| from).min())?;
    let year = first.and_then(Day::year);
    Some((year, register.unit_on(person, from)?))
}

/// The flows that somebody has reached, wherever and whenever; being introduced is where one stands from.
fn reached(register: &Register, person: PersonRow, request: Request) -> u8 {
    let counting =
        Counting { span: Span { first: Day::ALWAYS, last: request.day }, admission: request.admission };
    let has = |flow: &Flow| {
        let kind = counting.milestone(*flow);
        register.events(person).any(|(known, from, _)| known == kind && from <= request.day)
    };
    let later = Flow::ALL.iter().filter(|flow| **flow != Flow::Identified).filter(|flow| has(flow));
    later.fold(1, |bits, flow| bits | 1 << flow.index())
}

impl<'r> Source for Funnel<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Funnel
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("year", Kind::Year, |_, view, _| match view.key {
                Some((Some(year), _)) => Cell::Year(year),
                Some((None, _)) => Cell::Word(Word::Unknown),
                None => Cell::Word(Word::Total),
            })
            .called(Title::Field("cohort"))
            .behind(|of, view, _| of.behind(view, Flow::Identified.index()))
            .page(0),
            Column::<Self>::new("group", Kind::Id, |of, view, _| {
                view.group().map_or(Cell::None, |group| group.id(of.register))
            })
            .called(Title::Field("id")),
            Column::<Self>::new("group_name", Kind::Word, |of, view, _| {
                view.group().map_or(Cell::None, |group| group.name(of.register, of.catalogue))
            })
            .called(Title::Field("group"))
            .behind(|of, view, _| of.behind(view, Flow::Identified.index()))
            .page(1),
        ];
        let counts = ["introduced", "sent_to_class", "trained", "proposed", "admitted", "recognised"];
        columns.extend(Flow::ALL.into_iter().zip(counts).enumerate().map(|(n, (flow, code))| {
            Column::<Self>::new(code, Kind::Count, |_, view, n| Cell::count(view.count(n)))
                .called(Title::Flow(flow))
                .nth(n)
                .behind(|of, view, n| of.behind(view, n))
                .page(2 + n as u8)
        }));
        for (n, flow) in Flow::ALL.into_iter().enumerate().filter(|(_, flow)| *flow != Flow::Identified) {
            let column =
                Column::<Self>::new("", Kind::Percent, |_, view, n| view.percent(n, Flow::Identified));
            let column = column.coded(format!("of_introduced.{}", flow.name())).nth(n);
            columns.push(column.called(Title::OfIntroduced(flow)).page(10 + n as u8));
        }
        for (n, flow) in
            Flow::ALL.into_iter().enumerate().filter(|(_, flow)| flow.index() > Flow::Trained.index())
        {
            let column = Column::<Self>::new("", Kind::Percent, |_, view, n| view.percent(n, Flow::Trained));
            let column = column.coded(format!("of_trained.{}", flow.name())).nth(n);
            columns.push(column.called(Title::OfTrained(flow)).page(20 + n as u8));
        }
        columns
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        match self.rows.get(row) {
            Some((key, counts)) => Some(View { key: Some(key.clone()), counts: *counts }),
            None => (row == self.rows.len()).then_some(View { key: None, counts: self.total }),
        }
    }

    fn subtotals(&self) -> usize {
        1
    }

    fn unit(&self) -> Option<UnitRow> {
        self.request.unit
    }

    fn notes(&self) -> Vec<Note> {
        self.request.day.date().map(Note::AsOf).into_iter().collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
