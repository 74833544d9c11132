//! Awareness classes within a period: how many, how many people were sent, attended and passed, and how many of those who
//! passed were admitted by the day.

use super::tally::{self, Member, Tally};
use super::{Cell, ClassPart, Column, Kind, Name, Note, Source, Title};
use crate::domain::occasion::{OccasionKind, OccasionState};
use crate::domain::{Catalogue, Day, EnrolmentState, OccasionId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::breakdown::{By, Group};
use crate::query::progress::{Params, percent};
use crate::query::{PersonRow, Register, UnitRow};
use std::collections::{BTreeSet, HashSet};

/// The groups with their people.
pub struct Classes<'r> {
    register: &'r Register,
    catalogue: &'r Catalogue,
    unit: Option<UnitRow>,
    params: Params,
    tally: Tally<'r, 6>,
    /// In how many classes the people of each row were; of the last row all classes.
    classes: Vec<u32>,
}

/// A group, or all.
pub struct View<'r> {
    group: Option<Group<'r>>,
    counts: [u32; 6],
    classes: u32,
}

impl View<'_> {
    fn count(&self, part: ClassPart) -> u32 {
        self.counts.get(part as usize).copied().unwrap_or(0)
    }
}

impl<'r> Classes<'r> {
    /// Counts the classes whose last day, or else first day, lies within the period.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        (unit, params, by): (Option<UnitRow>, Params, By),
        work: &Work,
    ) -> Result<Classes<'r>, Stopped> {
        let counting = params.counting();
        let within: HashSet<OccasionId> = register
            .occasions()
            .filter(|entry| {
                let held = &entry.occasion;
                let day = held.until.or(held.from).map(|date| date.last_day());
                held.kind == OccasionKind::AwarenessClass
                    && held.state != OccasionState::Cancelled
                    && day.is_some_and(|day| (counting.span.first..=counting.span.last).contains(&day))
            })
            .map(|entry| entry.id)
            .collect();
        let inside = move |person: PersonRow| {
            let in_class = register.enrolled(person).filter(|of| of.state != EnrolmentState::Waiting);
            in_class.collect::<Vec<_>>()
        };
        let units = register.units_of(unit);
        let found = register
            .sift(&units, work, |person| inside(person).iter().any(|of| within.contains(&of.occasion)))?;
        let above = unit.or(register.only_top());
        let (mut members, mut classes) = (Vec::new(), Vec::<(Group, OccasionId)>::new());
        let mut all = BTreeSet::new();
        for person in found {
            let Some(here) = register.unit_on(person, counting.span.last).filter(|row| units.contains(*row))
            else {
                continue;
            };
            let groups = register.groups(person, here, (by, above), catalogue);
            let mut columns = 0;
            for of in inside(person).into_iter().filter(|of| within.contains(&of.occasion)) {
                columns |= parts(register, person, of.state, counting);
                all.insert(of.occasion);
                classes.extend(groups.iter().map(|group| (group.clone(), of.occasion)));
            }
            members.push(Member { person, groups, columns });
        }
        let held = within
            .iter()
            .filter(|id| register.occasion(**id).is_some_and(|entry| register.holds(&units, &entry)));
        all.extend(held.copied());
        let tally = Tally::of(members, Vec::new());
        let of_row = |row: usize| {
            let group = tally.row(row).and_then(|(group, _)| group.cloned());
            let of = classes.iter().filter(|(of, _)| Some(of) == group.as_ref()).map(|(_, id)| *id);
            of.collect::<BTreeSet<_>>().len() as u32
        };
        let classes = (0..tally.len()).map(of_row).chain([all.len() as u32]).collect();
        Ok(Classes { register, catalogue, unit, params, tally, classes })
    }
}

/// What somebody counts for, by how the person stands in a class, a bit each.
fn parts(
    register: &Register,
    person: PersonRow,
    state: EnrolmentState,
    counting: crate::query::figures::Counting,
) -> u32 {
    let bit = |part: ClassPart| 1u32 << part as u32;
    let day: Day = counting.span.last;
    let sent = bit(ClassPart::Sent);
    match state {
        EnrolmentState::Passed if register.has(person, counting.admission, day) => {
            sent | bit(ClassPart::Attended) | bit(ClassPart::Passed) | bit(ClassPart::Admitted)
        }
        EnrolmentState::Passed => sent | bit(ClassPart::Attended) | bit(ClassPart::Passed),
        EnrolmentState::Failed => sent | bit(ClassPart::Attended) | bit(ClassPart::Failed),
        EnrolmentState::Absent => sent | bit(ClassPart::Absent),
        _ => sent,
    }
}

impl<'r> Source for Classes<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Classes
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("group", Kind::Id, |of, view, _| tally::id(of.register, view.group.as_ref()))
                .called(Title::Field("id")),
            Column::<Self>::new("group_name", Kind::Word, |of, view, _| {
                tally::name(of.register, of.catalogue, view.group.as_ref())
            })
            .called(Title::Field("group"))
            .page(0),
            Column::<Self>::new("classes", Kind::Count, |_, view, _| Cell::Count(view.classes))
                .called(Title::Classes)
                .page(1),
        ];
        columns.extend(ClassPart::ALL.into_iter().enumerate().map(|(n, part)| {
            Column::<Self>::new(part.name(), Kind::Count, |_, view, n| {
                Cell::count(view.counts.get(n).copied())
            })
            .called(Title::OfClass(part))
            .nth(n)
            .behind(|of, view, n| of.tally.behind(view.group.as_ref(), n))
            .page(2 + n as u8)
        }));
        columns.extend([
            Column::<Self>::new("yield", Kind::Percent, |_, view, _| {
                let share = percent(view.count(ClassPart::Admitted), Some(view.count(ClassPart::Passed)));
                share.map_or(Cell::None, Cell::Percent)
            })
            .called(Title::Yield)
            .page(10),
            Column::<Self>::new("average", Kind::Count, |_, view, _| {
                // People a class, rounded half up.
                let twice = (2 * view.count(ClassPart::Sent)).checked_div(view.classes);
                Cell::count(twice.map(|twice| twice.div_ceil(2)))
            })
            .called(Title::Average)
            .page(11),
        ]);
        columns
    }

    fn count(&self) -> usize {
        self.tally.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (group, counts) = self.tally.row(row)?;
        Some(View { group: group.cloned(), counts, classes: self.classes.get(row).copied()? })
    }

    fn subtotals(&self) -> usize {
        1
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
