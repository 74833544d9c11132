//! The two kinds of figures, both derived from dated milestones: *standing*, people at a stage on
//! a day; *flow*, people who reached a milestone within a span of days.
//!
//! Both rest on one test of one person, which `people::behind` uses as well; the figures of all
//! units at once are `register/sums.rs`.

pub use super::position::Position;
use super::register::Register;
use super::rows::{PersonRow, UnitRow};
use crate::domain::listed::listed;
use crate::domain::{Day, MilestoneKind, Stage};

/// Days from the first to the last, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: Day,
    pub last: Day,
}

listed! {
    /// What people did within a span.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Flow {
        Identified,
        SentToClass,
        Trained,
        Proposed,
        Admitted,
        Recognised,
    }
}

impl Flow {
    /// The name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Flow::Identified => "identified",
            Flow::SentToClass => "sent_to_class",
            Flow::Trained => "trained",
            Flow::Proposed => "proposed",
            Flow::Admitted => "admitted",
            Flow::Recognised => "recognised",
        }
    }

    /// Its place, 0..=5.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// A figure on the screen: what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    Standing(Stage),
    /// Everyone on the way on the day, at whatever stage.
    OnTheWay,
    /// Everyone who has left the way by the day, for good or for a while.
    Left,
    Flow(Flow),
}

/// How to count: the days, and which milestone makes an admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    pub span: Span,
    pub admission: MilestoneKind,
}

impl Counting {
    /// The milestone that a flow counts.
    pub fn milestone(self, flow: Flow) -> MilestoneKind {
        match flow {
            Flow::Identified => MilestoneKind::Identified,
            Flow::SentToClass => MilestoneKind::SentToClass,
            Flow::Trained => MilestoneKind::Certificate,
            Flow::Proposed => MilestoneKind::CellResolution,
            Flow::Admitted => self.admission,
            Flow::Recognised => MilestoneKind::OfficialDecision,
        }
    }
}

impl Register {
    /// Where a person stands on a day; `None` before the way began or after leaving.
    #[inline]
    pub fn place(&self, row: PersonRow, day: Day) -> Option<Position> {
        match self.known_place(row, day) {
            Some(known) => known,
            None => self.placed(row, day),
        }
    }

    /// The same from the record.
    fn placed(&self, row: PersonRow, day: Day) -> Option<Position> {
        let began = self.began(row);
        // As of a day that is over, only who had begun by then.
        if (began > day && day < self.today()) || self.leave_on(row, day).is_some() {
            return None;
        }
        let unit = self.unit_on(row, day)?;
        Some(match self.furthest_on(row, day) {
            Some((kind, since)) => Position { unit, stage: kind.stage(), furthest: Some(kind), since },
            None => Position { unit, stage: Stage::Source, furthest: None, since: began },
        })
    }

    /// The unit that somebody has left by a day, for good or for a while.
    pub fn left_from(&self, row: PersonRow, day: Day) -> Option<UnitRow> {
        self.leave_on(row, day).and_then(|_| self.unit_on(row, day))
    }

    /// The unit where a person reached the milestone first within the span, if so.
    pub fn reached(&self, row: PersonRow, kind: MilestoneKind, span: Span) -> Option<UnitRow> {
        let slot = |known: MilestoneKind, day: Day| {
            (known == kind && (span.first..=span.last).contains(&day)).then_some(0)
        };
        let mut reached = None;
        self.first_reached::<1>(row, slot, |_, unit| reached = Some(unit));
        reached
    }

    /// Counts a person into flows, whichever they are: of the milestones that fall into one of `N` slots the first
    /// counts, in the unit where the person was on that day.
    #[inline]
    pub(super) fn first_reached<const N: usize>(
        &self,
        row: PersonRow,
        slot: impl Fn(MilestoneKind, Day) -> Option<usize>,
        mut count: impl FnMut(usize, UnitRow),
    ) {
        let mut firsts = [None; N];
        for (kind, from, _) in self.events(row) {
            if let Some(first) = slot(kind, from).and_then(|slot| firsts.get_mut(slot)) {
                *first = Some(first.map_or(from, |day: Day| day.min(from)));
            }
        }
        for (slot, day) in firsts.into_iter().enumerate() {
            if let Some(unit) = day.and_then(|day| self.unit_on(row, day)) {
                count(slot, unit);
            }
        }
    }

    /// The unit in which a person counts for a figure, if the person does.
    pub fn counts(&self, row: PersonRow, figure: Figure, counting: Counting) -> Option<UnitRow> {
        match figure {
            Figure::Standing(stage) => self
                .place(row, counting.span.last)
                .filter(|place| place.stage == stage)
                .map(|place| place.unit),
            Figure::OnTheWay => self.place(row, counting.span.last).map(|place| place.unit),
            Figure::Left => self.left_from(row, counting.span.last),
            Figure::Flow(flow) => self.reached(row, counting.milestone(flow), counting.span),
        }
    }
}
