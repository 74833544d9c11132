//! What is looked at where somebody wants it as a file: the file is what was on the screen.

use crate::domain::{OccasionId, PersonId, UnitId};
use crate::query::report::arranged::Choice;
use serde::{Deserialize, Serialize};

/// A report or a list as it stands on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The word of the report.
    pub report: String,
    pub unit: UnitId,
    /// Levels below the unit.
    pub depth: usize,
    /// By what it is broken down: a code, or nothing.
    pub by: String,
    /// What is looked for; of reports of units, which of them.
    pub asked: String,
    /// The people of a list that somebody chose, and what they are.
    pub people: Option<Vec<PersonId>>,
    pub title: String,
    /// The one whose people they are.
    pub occasion: Option<OccasionId>,
    pub choice: Choice,
}

impl Looked {
    /// A report of a unit, as nobody chose anything of it yet.
    pub fn at(report: &str, unit: UnitId) -> Looked {
        Looked {
            report: report.to_owned(),
            unit,
            depth: 1,
            by: String::new(),
            asked: String::new(),
            people: None,
            title: String::new(),
            occasion: None,
            choice: Choice::default(),
        }
    }
}
