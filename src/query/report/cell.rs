//! What stands in a cell of a report, typed: every format writes the same value in its own way.
//!
//! A new kind of value requires a variant of [`Cell`] or, for a word of a value list, of [`Word`]; the compiler
//! names the formats that have to write it.

use crate::domain::EnrolmentState;
use crate::domain::due::Due;
use crate::domain::person::{LeaveReason, Sex};
use crate::domain::remark::Remark;
use crate::domain::rules::{Event, Holder};
use crate::domain::submission::Delivery;
use crate::domain::{Date, Day, MilestoneKind, OccasionId, PersonField, PersonId, Rulebook, UnitId};
use crate::query::ahead::{Chance, Obstacle};
use crate::query::due::Urgency;
use crate::query::figures::Position;
use std::borrow::Cow;

/// What kind of values a column has: how they stand and sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// What a person is called.
    Name,
    /// A word of a value list.
    Word,
    /// A year, which is no number of anything.
    Year,
    /// More or fewer than something else.
    Difference,
    Count,
    /// So many of so many.
    Share,
    Percent,
    /// A day that was worked out.
    Day,
    /// A date as precisely as it is known: a day, a month or a year.
    Date,
    /// Days from today.
    Days,
    /// An id.
    Id,
    Yes,
}

impl Kind {
    /// True for what stands to the right of its column.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Count | Kind::Share | Kind::Percent | Kind::Difference)
    }
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// Nothing, or nothing that is known.
    None,
    Text(Cow<'a, str>),
    /// A name, so many levels below the first.
    Below(usize, Cow<'a, str>),
    Word(Word<'a>),
    Count(u32),
    Year(i32),
    /// So many more or fewer.
    Difference(i64),
    /// So many, and of how many where that is known.
    Share(u32, Option<u32>),
    /// Hundredths of a percent.
    Percent(u32),
    /// A day; not certain where days off that nobody announced yet may move it.
    Day {
        day: Date,
        certain: bool,
    },
    /// A day, and today.
    DaysTo {
        day: Day,
        today: Day,
    },
    Unit(UnitId),
    Person(PersonId),
    Occasion(OccasionId),
    Yes(bool),
}

impl<'a> Cell<'a> {
    /// A text, perhaps an empty one.
    pub fn text(text: &'a str) -> Cell<'a> {
        Cell::Text(text.into())
    }

    /// A number of people, where it is known.
    pub fn count(n: Option<u32>) -> Cell<'a> {
        n.map_or(Cell::None, Cell::Count)
    }

    /// A certain day, where it is known.
    pub fn day(day: Option<Date>) -> Cell<'a> {
        day.map_or(Cell::None, |day| Cell::Day { day, certain: true })
    }

    /// The id of a unit, where there is one.
    pub fn unit(id: Option<UnitId>) -> Cell<'a> {
        id.map_or(Cell::None, Cell::Unit)
    }

    /// The id of a person, where there is one.
    pub fn person(id: Option<PersonId>) -> Cell<'a> {
        id.map_or(Cell::None, Cell::Person)
    }
}

/// How somebody belongs to a ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    Listed(EnrolmentState),
    /// Has a decision, and is on no list.
    CouldBeAdded,
    /// The cell has considered the person: a decision may come in time.
    AwaitsDecision,
}

/// Something that happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// Came onto the way.
    Came,
    Reached(MilestoneKind),
    Left,
    Returned,
    /// To another unit.
    Moved,
}

/// A line of who people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeupLine<'a> {
    All,
    Women,
    Minority,
    Believers,
    YouthUnion,
    TradeUnion,
    /// By its code, with its names.
    Audience(&'a str, &'a str, &'a str),
    /// By its number among the bands.
    Band(usize),
    AgeUnknown,
    Education(&'a str),
    EducationOther,
    EducationUnknown,
}

/// The parts that these lines stand in; ages and educations share everybody out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeupPart {
    Of,
    Audiences,
    Ages,
    Educations,
}

/// A word of a value list: a code for tools, words for people.
#[derive(Clone, Debug)]
pub enum Word<'a> {
    /// A code of the office's own lists.
    Code(&'a str),
    /// Where somebody stands, or that somebody left.
    State(Option<Position>, bool),
    /// The step that somebody is at, on a day.
    Step(Position, Day),
    Left(LeaveReason),
    Sex(Sex),
    /// A unit, by its name.
    UnitCalled(&'a str),
    /// A value that many people have in a field, and its names where it is a code.
    Shared(PersonField, &'a str, Option<(&'a str, &'a str)>),
    Listing(Listing),
    News(News),
    MakeupLine(MakeupLine<'a>),
    MakeupPart(MakeupPart),
    /// Whether somebody can be admitted in time, and what stands in the way.
    Chance(Chance),
    Obstacles(&'a [Obstacle]),
    /// How a report of a unit stands.
    Delivery(Delivery),
    /// What is to be said of a planned step.
    Remarks(&'a [Remark], &'a Rulebook),
    /// A code with its names in Vietnamese and English.
    Named(&'a str, &'a str, &'a str),
    /// That what was found is a person, a unit, or an occasion.
    Person,
    Unit,
    Occasion,
    /// Something that is due, and its rule's name.
    Due(Due, &'a Rulebook, &'a str),
    Holder(Holder),
    Urgency(Urgency),
    Event(Event),
    /// In the place of what all rows have in common, and of what nobody wrote down.
    Total,
    Unknown,
    /// In the place of a day: how far the last one is from the first.
    Change,
    /// A block of units, by its names in both languages, and how many units.
    Block {
        vi: &'a str,
        en: &'a str,
        units: usize,
    },
}

impl<'a> Word<'a> {
    /// The code for tools.
    pub fn code(&self) -> Cow<'a, str> {
        match self {
            Word::Code(code) | Word::Block { vi: code, .. } => Cow::Borrowed(code),
            Word::State(place, _) => place.map_or("", |place| place.stage.name()).into(),
            Word::Step(place, _) => place.furthest.map_or("", |kind| kind.name()).into(),
            Word::Left(reason) => reason.name().into(),
            Word::Sex(sex) => sex.name().into(),
            Word::UnitCalled(name) | Word::Shared(_, name, _) | Word::Named(name, ..) => Cow::Borrowed(name),
            Word::Delivery(delivery) => delivery.name().into(),
            Word::Listing(Listing::Listed(state)) => state.name().into(),
            Word::Listing(Listing::CouldBeAdded) => "could_be_added".into(),
            Word::Listing(Listing::AwaitsDecision) => "awaits_decision".into(),
            Word::Remarks(remarks, _) => {
                remarks.iter().map(Remark::code).collect::<Vec<_>>().join("; ").into()
            }
            Word::Chance(chance) => chance.name().into(),
            Word::News(news) => match news {
                News::Came => "came".into(),
                News::Reached(kind) => kind.name().into(),
                News::Left => "left".into(),
                News::Returned => "returned".into(),
                News::Moved => "moved".into(),
            },
            Word::MakeupPart(part) => match part {
                MakeupPart::Of => "of".into(),
                MakeupPart::Audiences => "audience".into(),
                MakeupPart::Ages => "age".into(),
                MakeupPart::Educations => "education".into(),
            },
            Word::MakeupLine(line) => match line {
                MakeupLine::All => "all".into(),
                MakeupLine::Women => "women".into(),
                MakeupLine::Minority => "minority".into(),
                MakeupLine::Believers => "religion".into(),
                MakeupLine::YouthUnion => "youth_union".into(),
                MakeupLine::TradeUnion => "trade_union".into(),
                MakeupLine::Audience(code, ..) | MakeupLine::Education(code) => Cow::Borrowed(code),
                MakeupLine::Band(n) => format!("band_{}", n + 1).into(),
                MakeupLine::AgeUnknown | MakeupLine::EducationUnknown => "unknown".into(),
                MakeupLine::EducationOther => "other".into(),
            },
            Word::Obstacles(obstacles) => {
                obstacles.iter().map(|obstacle| obstacle.name()).collect::<Vec<_>>().join("; ").into()
            }
            Word::Person => "person".into(),
            Word::Unit => "unit".into(),
            Word::Occasion => "occasion".into(),
            Word::Total => "total".into(),
            Word::Change => "change".into(),
            Word::Unknown => "".into(),
            Word::Due(_, _, name) => Cow::Borrowed(name),
            Word::Holder(holder) => holder.name().into(),
            Word::Urgency(urgency) => urgency.name().into(),
            Word::Event(Event::Milestone(kind)) => kind.name().into(),
            Word::Event(Event::ProbationEnd) => "probation_end".into(),
            Word::Event(Event::Moved) => "moved".into(),
        }
    }
}
