//! What a column of a report is called, as a value: its words are in `words/report.rs`.

use crate::domain::listed::listed;
use crate::domain::occasion::OccasionField;
use crate::domain::{EnrolmentState, MilestoneKind, PersonField, Stage};
use crate::query::Flow;
use crate::query::ahead::Chance;
use crate::query::needs::Need;

/// What a column is called where people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// As the field of this name.
    Field(&'static str),
    PersonField(PersonField),
    /// The day of a milestone, and the number of its document.
    Milestone(MilestoneKind),
    NumberOf(MilestoneKind),
    Stage(Stage),
    Flow(Flow),
    AdmittedOfTarget,
    Percent,
    /// So many percent of those who were introduced, and who were trained.
    OfIntroduced(Flow),
    OfTrained(Flow),
    OccasionField(OccasionField),
    Enrolled,
    Enrolment(EnrolmentState),
    /// Passed, was admitted, can be admitted.
    Succeeded,
    Failed,
    EnrolmentState,
    Sessions,
    Need(Need),
    FreePlaces,
    MissingPlaces,
    Classes,
    OfClass(ClassPart),
    /// Of those who passed, how many percent were admitted.
    Yield,
    /// People a class.
    Average,
    /// How many a unit is asked for.
    Asked,
    Answered,
    AnsweredBy,
    DaysLate,
    Reason,
    /// What somebody is in a committee.
    Office,
    Cells,
    /// How many a committee member is to bring a year.
    YearQuota,
    StillMissing,
    /// A month of the year, from 1.
    Month(u32),
    Overdue,
    Late,
    /// What came after the cut-off.
    Since(Flow),
    FrozenOn,
    FrozenBy,
    LiftedBecause,
    /// Place in a list.
    Order,
    LastDay,
    Helpers,
    Remarks,
    /// Who helps, how many, how many of them are no members yet, and are; how many too many.
    Helper,
    Helped,
    HelpedCandidates,
    HelpedMembers,
    OverLimit,
    /// In how many other cells there is a helper of the same name.
    SameNameElsewhere,
    OfficerInCharge,
    OverdueTasks,
    DueWithinWeek,
    /// What a unit has to send.
    Owed,
    Period,
    GivenBack,
    /// The last day for something.
    DueDay,
    AdmittedInPeriod,
    ScriptStep,
    /// Place among others, the best first.
    Place,
    /// How many a month are needed.
    Pace,
    Beside(Beside),
    Plan,
    PlanToDate,
    DoneToDate,
    /// Ahead of the plan, or behind it.
    Gap,
    LastYearMonth,
    /// Percent of the members.
    OfMembers,
    TargetBefore,
    /// What the units just below have together, and what is left.
    GivenBelow,
    NotGiven,
    Versions,
    /// What the target of this year still needs.
    MissingThisYear,
    /// Those of the sources that this year leaves, and what next year wants and lacks.
    ForNextYear,
    TargetNext,
    SourcesMissing,
    WhatHappened,
    People,
    MakeupPart,
    Who,
    Dossiers,
    LongestSince,
    LongestDays,
    /// Days of the one in the middle.
    MiddleDays,
    OnDay,
    OnTheWay,
    ProbationEnd,
    /// Whether a late recognition is explained.
    Explained,
    /// Whether somebody can be admitted in time; how many can.
    Chance,
    OfChance(Chance),
    Earliest,
    Latest,
    InTheWay,
    InHand,
    IfAllSucceed,
    Expected,
    ExpectedLow,
    ExpectedHigh,
    FewCases,
    /// A cell of a hamlet or a quarter.
    Hamlet,
    /// Years running without an admission.
    YearsWithout,
    LastAdmission,
    /// On the way to an admission.
    BeforeAdmission,
    LastYearToDate,
    SinceLastYear,
}

/// The spans beside the one that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The month and the quarter of the as-of day, up to that day.
    Month,
    Quarter,
    /// The same days of the year before.
    LastYear,
}

listed! {
/// How somebody counts who was in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassPart {
    /// On the list; who waits is not.
    Sent,
    /// Was there, to the end or not.
    Attended,
    Passed,
    Failed,
    Absent,
    /// Passed, and was admitted by the day.
    Admitted,
}
}

impl ClassPart {
    /// The name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            ClassPart::Sent => "sent",
            ClassPart::Attended => "attended",
            ClassPart::Passed => "passed",
            ClassPart::Failed => "failed",
            ClassPart::Absent => "absent",
            ClassPart::Admitted => "admitted",
        }
    }
}
