//! What is true: units, people, their milestones, and the edits that change them.
//!
//! Pure values and pure functions. No files, no clock, no terminal, no sentences for people:
//! a function that needs "today" takes it as a parameter, and a refusal is a typed value that
//! `words` turns into a sentence.

pub mod access;
pub mod book;
pub mod breach;
pub mod calendar;
pub mod catalogue;
pub mod clock;
pub mod date;
pub mod date_reader;
pub mod day;
pub mod dossier;
pub mod due;
pub mod edit;
pub mod enrol;
pub mod enrolment;
pub mod enrolment_state;
pub mod field_kind;
pub mod filter;
pub mod frozen;
pub mod id;
pub mod likeness;
pub(crate) mod listed;
pub mod milestone;
pub mod notice;
pub mod occasion;
pub mod occasion_kind;
pub mod officer;
pub mod outlook;
mod paperwork;
pub mod person;
pub mod problem;
pub mod quota;
pub mod record;
pub mod remark;
pub mod rule_file;
pub mod rulebook;
pub mod rules;
pub mod rules_lint;
pub mod sex;
pub mod stage;
pub mod step;
pub mod submission;
pub mod text;
pub mod typed_class;
pub mod unit;
mod uses;
pub mod value;
mod written;

pub use access::{Access, Act, Acts, Grant, Rights, Role};
pub use book::Book;
pub use catalogue::Catalogue;
pub use date::Date;
pub use day::Day;
pub use edit::{Change, Edit, EditError};
pub use enrolment::Enrolment;
pub use enrolment_state::EnrolmentState;
pub use field_kind::FieldKind;
pub use filter::Filter;
pub use frozen::Frozen;
pub use id::{OccasionId, PersonId, UnitId};
pub use milestone::{Milestone, MilestoneKind};
pub use notice::Notice;
pub use occasion::{Occasion, OccasionFact, OccasionField};
pub use officer::Officer;
pub use person::{Leave, Person, PersonFact, PersonField, Post};
pub use quota::{Answer, Quota};
pub use record::Facts;
pub use rulebook::Rulebook;
pub use stage::Stage;
pub use step::{Step, Why};
pub use submission::Submission;
pub use typed_class::TypedClass;
pub use unit::{Period, Target, Unit, UnitFact, UnitField};
