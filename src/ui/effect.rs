//! What screens and forms ask for. They never act: the desk performs every [`Task`], the app every other [`Effect`], and
//! a variant that nobody performs does not compile.
//!
//! A new wish requires: 1 a variant here; the compiler names who has to perform it. A new screen to go to requires a
//! variant of [`Goal`], which `Screen::at` follows.

use super::command::Mode;
use super::looked::Looked;
use super::people_table::Scope;
use super::subject::Subject;
use crate::domain::edit::RecordId;
use crate::domain::{
    Date, Edit, MilestoneKind, Occasion, OccasionId, Person, PersonId, TypedClass, Unit, UnitId,
};
use crate::query::progress::Params;
use crate::query::report::Name;
use crate::render::Format;
use crate::settings::Settings;
use chrono::NaiveDate;

/// Something that a screen or a form wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// What needs the disk: the desk performs it.
    Do(Task),
    /// To another screen, over the present one.
    Open(Goal),
    Back,
    Form(Subject),
    /// A form with this field in focus.
    FormAt(Subject, &'static str),
    /// A form with this value in a field.
    FormWith(Subject, &'static str, &'static str),
    /// To a record on the main screen.
    Go(RecordId),
    NewOfficeForm,
    OpenFolderForm,
    History(Option<RecordId>),
    /// The same period of another year.
    Year(i32),
    AsOf {
        year: i32,
        day: NaiveDate,
    },
    Mark(Vec<PersonId>),
    Unmark(Vec<PersonId>),
    UnmarkAll,
    /// What is to open the locked screen; empty for nothing.
    SetPin(String),
    /// The open form as it would be opened anew.
    Clear,
    Say(String),
    /// What was typed on the screen is saved, or nothing is left of it: it goes, and so does its draft.
    Done,
    Quit,
}

/// What the desk does.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    Save {
        edits: Vec<Edit>,
    },
    AddPeople(Vec<Person>),
    AddUnit(Box<Unit>),
    AddOccasion(Box<Occasion>),
    MovePerson {
        id: PersonId,
        to: UnitId,
        day: Date,
        situation: String,
    },
    /// A cell below a unit of another book, with everyone in it.
    MoveCell {
        id: UnitId,
        parent: UnitId,
        day: Date,
    },
    /// Keeps the figures of a unit with all below it, of the period that ends with a month.
    Freeze {
        unit: UnitId,
        month: Date,
    },
    Unfreeze {
        unit: UnitId,
        month: Date,
        reason: String,
    },
    /// Makes a class of a name that was typed on certificates.
    Adopt {
        typed: TypedClass,
        unit: UnitId,
    },
    Undo,
    Redo,
    Refresh,
    OpenSample,
    MakeOffice {
        name: String,
        kind: String,
        path: String,
    },
    OpenOffice {
        path: String,
    },
    SaveReport(Box<SaveReport>),
    SavePack(Box<SavePack>),
    KeepSettings(Settings),
}

/// How the names of drafts begin that were typed on a screen.
const FAST_ADD: &str = "fast-add ";
const ROLL: &str = "roll ";

/// A screen to go to.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    Card(PersonId),
    Dossier(PersonId),
    UnitCard(UnitId),
    People {
        title: String,
        scope: Scope,
    },
    Report(Name, UnitId),
    /// The people of a class, a ceremony or a review.
    Attendees(OccasionId),
    /// The running order of a ceremony.
    Script(OccasionId),
    /// The units that it asks.
    Quotas(OccasionId),
    /// The list of an occasion to be filled in.
    Roll {
        occasion: OccasionId,
        people: Vec<PersonId>,
    },
    Reports(UnitId),
    /// Names of classes that were typed, to be made classes of a unit.
    TypedClasses {
        unit: UnitId,
        typed: Vec<TypedClass>,
    },
    Find,
    FastAdd(UnitId),
    /// One milestone for everyone marked, from a first number on.
    Batch {
        kind: MilestoneKind,
        date: Date,
        first: String,
        suffix: String,
    },
    Help(Option<Mode>),
}

impl Goal {
    /// What the draft of the screen is called, where one is kept.
    pub fn draft_name(&self) -> Option<String> {
        match self {
            Goal::FastAdd(unit) => Some(format!("{FAST_ADD}{unit}")),
            Goal::Roll { occasion, .. } => Some(format!("{ROLL}{occasion}")),
            _ => None,
        }
    }

    /// The screen that a draft was typed on; in that of a roll, the name of each text begins with whose it is.
    pub fn of_draft(name: &str, typed: &[(String, String)]) -> Option<Goal> {
        if let Some(unit) = name.strip_prefix(FAST_ADD) {
            return Some(Goal::FastAdd(unit.parse().ok()?));
        }
        let occasion = name.strip_prefix(ROLL)?.parse().ok()?;
        let mut people: Vec<PersonId> = Vec::new();
        for (name, _) in typed {
            let person = name.split(' ').next()?.parse().ok()?;
            if people.last() != Some(&person) {
                people.push(person);
            }
        }
        Some(Goal::Roll { occasion, people })
    }
}

/// Which reports are to be saved together, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SavePack {
    pub code: String,
    pub unit: UnitId,
    pub params: Params,
    pub format: Format,
    pub path: String,
}

/// Which report is to be saved, as it is looked at, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveReport {
    pub name: Name,
    pub looked: Looked,
    pub params: Params,
    pub format: Format,
    /// Where the name has no ending, that of the format is added.
    pub path: String,
}

/// What came of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What to tell the person.
    pub said: String,
    /// The record to go to.
    pub select: Option<RecordId>,
    /// Another office is open now.
    pub opened: bool,
}

impl Done {
    pub fn said(said: String) -> Done {
        Done { said, ..Done::default() }
    }
}
