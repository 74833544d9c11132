//! What a column of a report is called, as a value: its words are in `words/report.rs`.

use crate::domain::listed::listed;
use crate::domain::occasion::OccasionField;
use crate::domain::{EnrolmentState, MilestoneKind, PersonField, Stage};
use crate::query::Flow;

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
}

listed! {
/// Why somebody needs a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A sympathiser who never had a certificate.
    None,
    Lapsed,
    /// Lapses within the months ahead.
    Lapsing,
    /// Needs an awareness class, and is on the list of none.
    Class,
    /// On probation without the new-member class, and on the list of none.
    NewMemberClass,
    /// Needs a class, and is on the list of one.
    Enrolled,
}
}

impl Need {
    /// The name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Need::None => "no_certificate",
            Need::Lapsed => "lapsed",
            Need::Lapsing => "lapsing",
            Need::Class => "needs_class",
            Need::NewMemberClass => "needs_new_member_class",
            Need::Enrolled => "enrolled",
        }
    }
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
