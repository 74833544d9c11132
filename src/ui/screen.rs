//! The screens as data: one enum, kept on a stack by `app.rs`.
//!
//! A screen is what it shows and where one is in it; rows are derived from the [`World`] and
//! derived again after every change. A new screen requires: 1 a file here with a `Behaviour`; 2 a variant
//! and its line in `each!`; 3 a [`Goal`], where others lead to it; 4 a snapshot test in both languages.

pub mod batch;
pub mod card;
pub mod dossier;
pub mod fast_add;
pub mod find;
pub mod help;
pub mod history;
pub mod office;
pub mod people;
pub mod report;
pub mod reports;
pub mod roll;
pub mod settings;
pub mod start;
pub mod typed_classes;
pub mod unit_card;

use super::behaviour::Behaviour;
use super::canvas::Canvas;
use super::command::{Command, Mode};
use super::desk::Texts;
use super::effect::{Effect, Goal};
use super::key::Key;
use super::typing::Typist;
use super::world::World;
use crate::domain::edit::RecordId;
use crate::domain::occasion::OccasionKind;
use crate::query::report::Name;
use crate::words::Lang;
use ratatui::layout::Rect;

/// One screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    Start(start::Start),
    Office(office::OfficeScreen),
    People(people::People),
    Card(card::Card),
    UnitCard(unit_card::UnitCard),
    Report(report::ReportScreen),
    Reports(reports::Reports),
    TypedClasses(typed_classes::TypedClasses),
    Dossier(dossier::Dossier),
    Find(find::Find),
    History(history::History),
    Batch(batch::Batch),
    FastAdd(fast_add::FastAdd),
    Roll(roll::Roll),
    Settings(settings::SettingsScreen),
    Help(help::Help),
}

macro_rules! each {
    ($screen:expr, $inner:ident => $do:expr) => {
        match $screen {
            Screen::Start($inner) => $do,
            Screen::Office($inner) => $do,
            Screen::People($inner) => $do,
            Screen::Card($inner) => $do,
            Screen::UnitCard($inner) => $do,
            Screen::Report($inner) => $do,
            Screen::Reports($inner) => $do,
            Screen::TypedClasses($inner) => $do,
            Screen::Dossier($inner) => $do,
            Screen::Find($inner) => $do,
            Screen::History($inner) => $do,
            Screen::Batch($inner) => $do,
            Screen::FastAdd($inner) => $do,
            Screen::Roll($inner) => $do,
            Screen::Settings($inner) => $do,
            Screen::Help($inner) => $do,
        }
    };
}

impl Screen {
    /// The screen that somebody wants to go to.
    pub fn at(goal: Goal, world: &World) -> Screen {
        match goal {
            Goal::Card(person) => Screen::Card(card::Card::new(person)),
            Goal::Dossier(person) => Screen::Dossier(dossier::Dossier::new(person)),
            Goal::UnitCard(unit) => Screen::UnitCard(unit_card::UnitCard::new(unit)),
            Goal::People { title, scope } => Screen::People(people::People::new(title, scope)),
            Goal::Report(name, unit) => Screen::Report(report::ReportScreen::new(name, unit)),
            Goal::Attendees(id) => {
                let entry = world.register.occasion(id);
                let name = match entry.map(|entry| entry.occasion.kind) {
                    Some(OccasionKind::Ceremony) => Name::Ceremony,
                    _ => Name::Attendees,
                };
                Screen::Report(report::ReportScreen::of_occasion(name, id, world))
            }
            Goal::Script(id) => Screen::Report(report::ReportScreen::of_occasion(Name::Script, id, world)),
            Goal::Quotas(id) => Screen::Report(report::ReportScreen::of_occasion(Name::Quotas, id, world)),
            Goal::Reports(unit) => Screen::Reports(reports::Reports::new(unit)),
            Goal::TypedClasses { unit, typed } => {
                Screen::TypedClasses(typed_classes::TypedClasses::new(unit, typed))
            }
            Goal::Find => Screen::Find(find::Find::default()),
            Goal::Roll { occasion, people } => Screen::Roll(roll::Roll::new(occasion, people, world)),
            Goal::FastAdd(unit) => Screen::FastAdd(fast_add::FastAdd::new(unit, world)),
            Goal::Batch { kind, date, first, suffix } => {
                Screen::Batch(batch::Batch::new(kind, date, &first, &suffix, world))
            }
            Goal::Help(mode) => Screen::Help(help::Help::new(mode)),
        }
    }

    /// Where its commands are listed.
    pub fn mode(&self) -> Option<Mode> {
        match self {
            Screen::Office(_) => Some(Mode::Office),
            Screen::People(_) => Some(Mode::People),
            Screen::Card(_) => Some(Mode::Card),
            Screen::UnitCard(_) => Some(Mode::Unit),
            Screen::Report(report) => Some(report.mode()),
            Screen::Dossier(_) => Some(Mode::Dossier),
            Screen::Find(_) => Some(Mode::Find),
            _ => None,
        }
    }

    /// See [`Behaviour::derive`].
    pub fn derive(&mut self, world: &World) {
        each!(self, screen => screen.derive(world));
    }

    /// See [`Behaviour::command`].
    pub fn command(&mut self, command: Command, world: &World) -> Option<Vec<Effect>> {
        each!(self, screen => screen.command(command, world))
    }

    /// See [`Behaviour::key`].
    pub fn key(&mut self, key: Key, world: &World, typist: &mut Typist) -> Option<Vec<Effect>> {
        each!(self, screen => screen.key(key, world, typist))
    }

    /// See [`Behaviour::arrows`].
    pub fn arrows(&self, lang: Lang) -> Option<String> {
        each!(self, screen => screen.arrows(lang))
    }

    /// See [`Behaviour::select`].
    pub fn select(&mut self, record: RecordId, world: &World) {
        each!(self, screen => screen.select(record, world));
    }

    /// See [`Behaviour::takes_text`].
    pub fn takes_text(&self) -> bool {
        each!(self, screen => screen.takes_text())
    }

    /// See [`Behaviour::draft_name`].
    pub fn draft_name(&self) -> Option<String> {
        each!(self, screen => screen.draft_name())
    }

    /// The name of the draft, and what was typed.
    pub fn draft(&self) -> Option<(String, Texts)> {
        each!(self, screen => screen.draft_name().zip(screen.typed()))
    }

    /// See [`Behaviour::refill`].
    pub fn refill(&mut self, typed: &[(String, String)], world: &World) -> usize {
        each!(self, screen => screen.refill(typed, world))
    }

    /// See [`Behaviour::paste`].
    pub fn paste(&mut self, text: &str, world: &World) -> Option<Vec<Effect>> {
        each!(self, screen => screen.paste(text, world))
    }

    /// See [`Behaviour::draw`].
    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, world: &World) {
        each!(self, screen => screen.draw(canvas, area, world));
    }
}
