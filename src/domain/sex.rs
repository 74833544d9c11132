//! The sex of a person.

use super::listed::listed;
use serde::{Deserialize, Serialize};

listed! {
    /// As in the papers of the procedure.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Sex {
        Female,
        Male,
    }
}

impl Sex {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }

    /// The one with this name.
    pub fn by_name(name: &str) -> Option<Sex> {
        Sex::ALL.into_iter().find(|sex| sex.name() == name)
    }
}
