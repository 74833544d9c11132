//! What screens may look at: the register, the records, the day, the language. Read only.

use super::command::Command;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::domain::book::Record;
use crate::domain::breach::Standpoint;
use crate::domain::date_reader::DateReader;
use crate::domain::{
    Catalogue, Date, Day, MilestoneKind, OccasionId, PersonId, Rulebook, TypedClass, UnitId,
};
use crate::exchange::fields::{Context, FieldError};
use crate::parallel::waiting::Waiting;
use crate::query::figures::Counting;
use crate::query::progress::Params;
use crate::query::{ProgressRow, ProgressTable, Register, Row, UnitRow};
use crate::words::Lang;
use crate::words::history::RecordNames;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Looks up what is read once somebody asks for it.
pub trait Records {
    /// The rule sets and the calendar that hold.
    fn rules(&self) -> &Rulebook;

    /// The record of a person, where the person is followed now.
    fn record(&self, id: PersonId) -> Option<&Record>;

    /// Names of classes that were typed on certificates, see [`TypedClass`]. Reads all books.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn typed_classes(&self, lang: Lang) -> Result<Vec<TypedClass>, String>;

    /// Whoever reached a milestone of a kind, lost it, or was moved since the figures of a unit were frozen.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn since_frozen(
        &self,
        unit: UnitId,
        month: Date,
        kind: MilestoneKind,
        lang: Lang,
    ) -> Result<BTreeSet<PersonId>, String>;
}

/// One view of an office.
pub struct World<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub today: NaiveDate,
    /// The year and the as-of day that figures are about.
    pub params: Params,
    pub register: &'a Register,
    pub progress: &'a ProgressTable,
    /// How much is overdue, and due within a week, row `n` for unit `n`.
    pub due: &'a [[u32; 2]],
    pub catalogue: &'a Catalogue,
    pub records: &'a dyn Records,
    pub keys: &'a Keymap,
    /// Who waits while everybody is looked at.
    pub waiting: &'a Waiting,
    pub marks: &'a BTreeSet<PersonId>,
    /// The account of the one who looks.
    pub account: &'a str,
    pub admission: MilestoneKind,
    pub read_only: bool,
    /// The first picture of an office is being made: what takes long is left for the next one.
    pub hasty: bool,
}

impl RecordNames for World<'_> {
    fn unit(&self, id: UnitId) -> String {
        self.unit_path(id)
    }

    fn occasion(&self, id: OccasionId) -> String {
        self.register.occasion_name(id)
    }
}

impl<'a> World<'a> {
    /// The rule sets and the calendar that hold.
    pub fn rules(&self) -> &'a Rulebook {
        self.records.rules()
    }

    /// How typed dates are read.
    pub fn dates(&self) -> DateReader {
        DateReader::typed(self.today)
    }

    /// What a reader of fields has to know.
    pub fn context<'w>(&'w self, unit: &'w dyn Fn(&str) -> Result<UnitId, FieldError>) -> Context<'w> {
        Context {
            dates: self.dates(),
            unit,
            rules: self.rules(),
            catalogue: self.catalogue,
            register: self.register,
        }
    }

    /// From where a record of a unit is judged.
    pub fn standpoint(&self, unit: Option<UnitId>) -> Standpoint<'_> {
        self.register.standpoint(unit, self.rules(), self.today)
    }

    /// How the key of a command is written, as keys are set.
    pub fn key(&self, command: Command) -> String {
        self.keys.shown(command)
    }

    /// The figures of a unit.
    pub fn progress_of(&self, unit: UnitRow) -> Option<ProgressRow> {
        self.progress.get(self.register, unit)
    }

    /// How much is overdue in a unit, and due within a week.
    pub fn due_of(&self, unit: UnitRow) -> [u32; 2] {
        self.due.get(unit.at()).copied().unwrap_or_default()
    }

    /// How figures are counted.
    pub fn counting(&self) -> Counting {
        self.params.counting()
    }

    /// The as-of day as a number.
    pub fn day(&self) -> Day {
        Day::from(self.params.to)
    }

    /// Name of a unit.
    pub fn unit_name(&self, id: UnitId) -> String {
        self.register.unit_name(id).to_owned()
    }

    /// Name of a unit with the one whose book it is in, where they differ.
    pub fn unit_path(&self, id: UnitId) -> String {
        let entry = self.register.unit_by_id(id);
        entry.map_or(String::new(), |entry| self.register.name_in_book(&entry).into_owned())
    }

    /// Name of a sector.
    pub fn sector_name(&self, code: &str) -> String {
        let sector = self.catalogue.sector(code);
        sector.map_or(code, |sector| self.lang.pick(&sector.vi, &sector.en)).to_owned()
    }

    /// Name of a kind of unit.
    pub fn kind_name(&self, code: &str) -> String {
        let kind = self.catalogue.kind(code);
        kind.map_or(code, |kind| self.lang.pick(&kind.vi, &kind.en)).to_owned()
    }
}
