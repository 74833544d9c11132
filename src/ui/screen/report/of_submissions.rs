//! What can be done where reports of units are shown, months beside each other, and where frozen figures are.

use super::ReportScreen;
use crate::domain::edit::RecordId;
use crate::domain::submission::{Delivery, Owed};
use crate::domain::{Date, Submission, UnitId};
use crate::query::report::{Cell, Name, Word};
use crate::ui::command::Command;
use crate::ui::effect::{Effect, Task};
use crate::ui::form::submission;
use crate::ui::subject::Subject;
use crate::ui::world::World;
use chrono::Datelike;

impl ReportScreen {
    /// The report that is shown.
    pub(super) fn owed<'w>(&self, world: &World<'w>) -> Option<&'w Owed> {
        let all = &world.catalogue.submissions;
        all.iter().find(|owed| owed.code == self.owed).or(all.first())
    }

    /// The chosen month, where a period of the report ends with it.
    fn month(&self, world: &World) -> Option<Date> {
        let report = self.made(world).ok()?;
        let column = self.picture.columns.get(self.chosen())?;
        let code = report.abouts(&[column.number]).first().map(|about| about.code.to_string())?;
        let month: u32 = code.strip_prefix("months.")?.parse().ok()?;
        let owed = self.owed(world).filter(|owed| owed.every.months().contains(&month))?;
        owed.due(world.params.to.year(), month)?;
        Date::new(world.params.to.year(), Some(month), None).ok()
    }

    /// The units that have not sent it in the chosen month.
    fn missing(&self, world: &World) -> Vec<UnitId> {
        let Some((report, column)) =
            self.made(world).ok().zip(self.picture.columns.get(self.chosen()).map(|column| column.number))
        else {
            return Vec::new();
        };
        let shown = (0..self.picture.len()).filter_map(|at| self.picture.row(at));
        let is_missing = |number: usize| {
            let mut missing = false;
            report.row(number, &[column], &mut |_, cell| {
                missing = matches!(cell, Cell::Word(Word::Delivery(Delivery::NotYet | Delivery::Overdue(_))));
            });
            missing
        };
        let unit = |record: Option<RecordId>| match record {
            Some(RecordId::Unit(unit)) => Some(unit),
            _ => None,
        };
        shown.filter(|row| is_missing(row.number)).filter_map(|row| unit(row.record)).collect()
    }

    /// What a command does about the reports of units.
    pub(super) fn of_submissions(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if self.name != Name::Submissions {
            return None;
        }
        if command == Command::Breakdown {
            let all = &world.catalogue.submissions;
            let at = all.iter().position(|owed| Some(owed) == self.owed(world)).unwrap_or(0);
            self.owed = all.get((at + 1) % all.len().max(1)).map_or(String::new(), |owed| owed.code.clone());
            return None;
        }
        if !matches!(command, Command::Open | Command::Edit | Command::Mark | Command::MarkAll) {
            return None;
        }
        let Some((owed, month)) = self.owed(world).zip(self.month(world)) else {
            return Some(vec![Effect::Say(world.lang.not_of_month())]);
        };
        let report = owed.code.clone();
        if command == Command::MarkAll {
            let units = self.missing(world);
            return Some(match units.is_empty() {
                true => vec![Effect::Say(world.lang.nobody_owes())],
                false => vec![Effect::Form(Subject::Submissions { units, report, month })],
            });
        }
        let Some(RecordId::Unit(unit)) = self.row()?.record else { return None };
        let known = world.register.unit_by_id(unit)?.whole().submissions;
        if command == Command::Mark
            && !known.contains_key(&(report.clone(), month))
            && Owed::can_come(month, world.today.into(), world.today)
        {
            let sent = Submission { sent: world.today.into(), by: String::new(), returned: None };
            let edits = submission::edits(unit, (&report, month), Some(sent), world);
            self.next_row();
            return Some(vec![Effect::Do(Task::Save { edits })]);
        }
        Some(vec![Effect::Form(Subject::Submission { unit, report, month })])
    }

    /// What a command does about figures that were reported.
    pub(super) fn of_frozen(&self, command: Command, world: &World) -> Option<Vec<Effect>> {
        if self.name != Name::Frozen {
            return None;
        }
        match command {
            Command::Freeze => Some(vec![Effect::Form(Subject::Freeze { unit: self.unit })]),
            Command::Unfreeze => {
                let Some(RecordId::Unit(unit)) = self.row()?.record else { return None };
                let kept = world.register.unit_by_id(unit)?.whole().frozen;
                let month = kept.into_iter().rev().find(|(_, frozen)| frozen.lifted.is_none());
                month.map(|(month, _)| vec![Effect::Form(Subject::Unfreeze { unit, month })])
            }
            _ => None,
        }
    }
}
