//! Who needs a class now: sympathisers without a certificate, certificates that lapse before the cell has considered the
//! person (06-HD/TW of 9/6/2025, 5.4b), probationary members without the new-member class; against free places.

use super::tally::{self, Member, Tally};
use super::{Cell, Column, Kind, Name, Note, Source, Title};
use crate::domain::catalogue::Audience;
use crate::domain::occasion::OccasionKind;
use crate::domain::{Catalogue, Day, EnrolmentState, OccasionId};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::breakdown::{By, Group};
use crate::query::needs::{Need, ahead, needs};
use crate::query::{PersonRow, Register, UnitRow};
use std::collections::{HashMap, HashSet};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The whole office where there is none.
    pub unit: Option<UnitRow>,
    pub today: Day,
    /// Months ahead.
    pub months: u32,
    pub by: By,
}

/// The groups with what they need.
pub struct Demand<'r> {
    register: &'r Register,
    catalogue: &'r Catalogue,
    request: Request,
    tally: Tally<'r, 6>,
    /// Free places of the awareness classes that are planned or open, by group; all of them last. Of groups for which
    /// no class has places nothing is known.
    free: Option<(HashMap<Group<'r>, u32>, u32)>,
}

/// A group, or all.
pub struct View<'r> {
    group: Option<Group<'r>>,
    counts: [u32; 6],
    free: Option<u32>,
}

impl View<'_> {
    fn count(&self, need: Need) -> u32 {
        self.counts.get(need as usize).copied().unwrap_or(0)
    }
}

impl<'r> Demand<'r> {
    /// Counts.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        request: Request,
        work: &Work,
    ) -> Result<Demand<'r>, Stopped> {
        let ahead: HashSet<OccasionId> = ahead(register, request.today).collect();
        let needs = |person: PersonRow| needs(register, person, (request.today, request.months), &ahead);
        let units = register.units_of(request.unit);
        let found = register.sift(&units, work, |person| needs(person) != 0)?;
        let above = request.unit.or(register.only_top());
        let member = |person: PersonRow| {
            let unit = register.unit_on(person, request.today).filter(|unit| units.contains(*unit))?;
            let groups = register.groups(person, unit, (request.by, above), catalogue);
            Some(Member { person, groups, columns: needs(person) })
        };
        let members = found.into_iter().filter_map(member).collect();
        let free = match request.by {
            By::Unit | By::Audience => Some(free_places(register, catalogue, request, work)?),
            _ => None,
        };
        // A group for which there are places has a row, though nobody of it needs one.
        let besides = free.iter().flat_map(|(free_of, _)| free_of).filter(|(_, places)| **places > 0);
        let tally = Tally::of(members, besides.map(|(group, _)| group.clone()).collect());
        Ok(Demand { register, catalogue, request, tally, free })
    }
}

/// Free places of awareness classes ahead: of each unit just below those that are its quotas, of each audience those of the
/// classes for it, of all of them what the classes have room for.
fn free_places<'r>(
    register: &'r Register,
    catalogue: &'r Catalogue,
    Request { unit, by, .. }: Request,
    work: &Work,
) -> Result<(HashMap<Group<'r>, u32>, u32), Stopped> {
    let (units, above) = (register.units_of(unit), unit.or(register.only_top()));
    let asked = register.asked(&units);
    let (mut free_of, mut all) = (HashMap::new(), 0u32);
    let ahead: HashSet<OccasionId> = ahead(register, register.today()).collect();
    for entry in register.occasions().filter(|entry| ahead.contains(&entry.id)) {
        if entry.occasion.kind != OccasionKind::AwarenessClass {
            continue;
        }
        let inside = register.people_of(entry.id, &units, work)?;
        let seated = inside.iter().filter(|(_, of)| of.state != EnrolmentState::Waiting);
        let seated: Vec<UnitRow> =
            seated.filter_map(|(row, _)| register.unit_on(*row, register.today())).collect();
        let mut quotas = 0;
        for asked in asked.iter().filter(|asked| asked.occasion == entry.id) {
            let own = register.subtree(asked.unit);
            let taken = seated.iter().filter(|unit| own.contains(**unit)).count() as u32;
            let free = asked.quota.people.saturating_sub(taken);
            quotas += free;
            if by == By::Unit {
                let below = register.up_from(asked.unit).find(|row| register.parent(*row) == above);
                *free_of.entry(Group::Unit(below.unwrap_or(asked.unit))).or_insert(0) += free;
            }
        }
        let places = entry.occasion.places.saturating_sub(seated.len() as u32);
        let free = if register.holds(&units, &entry) && entry.occasion.places > 0 { places } else { quotas };
        all += free;
        // A class for nobody in particular is for everybody whom no other one is for.
        let mut audiences = catalogue.audiences.iter();
        let is_its = |of: &&Audience| match entry.occasion.audience.as_str() {
            "" => of.who.is_empty(),
            code => of.code == code,
        };
        if by == By::Audience
            && let Some(audience) = audiences.find(is_its)
        {
            *free_of.entry(Group::Audience(audience.code.as_str())).or_insert(0) += free;
        }
    }
    Ok((free_of, all))
}

/// Where a column stands for people: who needs a class before why.
fn place(need: Need) -> u8 {
    match need {
        Need::Class => 1,
        Need::NewMemberClass => 4,
        Need::Enrolled => 5,
        Need::None => 6,
        Need::Lapsed => 7,
        Need::Lapsing => 8,
    }
}

impl<'r> Source for Demand<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Demand
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("group", Kind::Id, |of, view, _| tally::id(of.register, view.group.as_ref()))
                .called(Title::Field("id")),
            Column::<Self>::new("group_name", Kind::Word, |of, view, _| {
                tally::name(of.register, of.catalogue, view.group.as_ref())
            })
            .called(Title::Field("group"))
            .behind(|of, view, _| of.tally.behind(view.group.as_ref(), Need::Class as usize))
            .page(0),
        ];
        columns.extend(Need::ALL.into_iter().enumerate().map(|(n, need)| {
            Column::<Self>::new(need.name(), Kind::Count, |_, view, n| {
                Cell::count(view.counts.get(n).copied())
            })
            .called(Title::Need(need))
            .nth(n)
            .behind(|of, view, n| of.tally.behind(view.group.as_ref(), n))
            .page(place(need))
        }));
        columns.extend([
            Column::<Self>::new("free_places", Kind::Count, |_, view, _| Cell::count(view.free))
                .called(Title::FreePlaces)
                .page(2),
            Column::<Self>::new("missing_places", Kind::Count, |_, view, _| {
                Cell::count(view.free.map(|free| view.count(Need::Class).saturating_sub(free)))
            })
            .called(Title::MissingPlaces)
            .page(3),
        ]);
        columns
    }

    fn count(&self) -> usize {
        self.tally.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        let (group, counts) = self.tally.row(row)?;
        let free = self.free.as_ref().map(|(free_of, all)| match group {
            None => *all,
            Some(group) => free_of.get(group).copied().unwrap_or(0),
        });
        Some(View { group: group.cloned(), counts, free })
    }

    fn subtotals(&self) -> usize {
        1
    }

    fn unit(&self) -> Option<UnitRow> {
        self.request.unit
    }

    fn notes(&self) -> Vec<Note> {
        let day = self.request.today.date().map(Note::AsOf);
        let for_all = self.free.as_ref().map(|(free_of, all)| all.saturating_sub(free_of.values().sum()));
        let for_all = for_all.filter(|places| *places > 0).map(Note::PlacesForAll);
        day.into_iter().chain([Note::Within(self.request.months)]).chain(for_all).collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}
