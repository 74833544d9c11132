//! Any report by its name, made of what is asked for: the one place from which screens and files have theirs.

use super::attendees::Attendees;
use super::ceremony::Ceremony;
use super::changes::Changes;
use super::charge::Charge;
use super::classes::Classes;
use super::demand::{self, Demand};
use super::dossiers::Dossiers;
use super::dry::Dry;
use super::due::DueReport;
use super::find::Found;
use super::forecast::Forecast;
use super::frozen::FrozenFigures;
use super::funnel::{self, Funnel};
use super::helping::Helpers;
use super::makeup::Makeup;
use super::months::MonthsOf;
use super::next_year::NextYear;
use super::occasions::Occasions;
use super::officers::Officers;
use super::people::{self, Lines, People};
use super::progress::{self, Progress};
use super::quotas::Quotas;
use super::ranking::Ranking;
use super::recognition::Recognition;
use super::reminders::Reminders;
use super::script::Script;
use super::standing::StandingBy;
use super::submissions::Submissions;
use super::targets::Targets;
use super::year_end::YearEnd;
use super::{Name, Records, Report, Sheet, Source};
use crate::domain::submission::Owed;
use crate::domain::{Catalogue, Day, OccasionId, Rulebook};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::breakdown::By;
use crate::query::due::Wanted;
use crate::query::enrolling::SOON;
use crate::query::progress::{Params, ProgressTable};
use crate::query::spread::Spread;
use crate::query::{PersonRow, Register, UnitRow};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

/// Years without an admission after which a cell is named, where nothing else is said.
pub const YEARS: u32 = 1;

/// What is asked for; each report takes what it knows.
#[derive(Clone, Debug)]
pub struct Request {
    pub name: Name,
    /// The whole office where there is none.
    pub unit: Option<UnitRow>,
    /// The period, its as-of day, and what makes an admission.
    pub params: Params,
    pub today: NaiveDate,
    /// Levels below the unit.
    pub depth: usize,
    pub by: Option<By>,
    /// Those of a list, in its order; whoever is on the way where nobody chose them.
    pub people: Option<Vec<PersonRow>>,
    /// What is looked for; of submissions the code of the report, of frozen figures the month, of cells in
    /// charge the account, of months the rule by which the target is spread, of
    /// changes how much of the period.
    pub text: String,
    /// Months ahead.
    pub months: u32,
    /// Years back.
    pub years: u32,
    /// Whose people are asked for.
    pub occasion: Option<OccasionId>,
}

/// What reports are made from.
#[derive(Clone, Copy)]
pub struct Basis<'r, 'q> {
    pub register: &'r Register,
    pub catalogue: &'r Catalogue,
    pub rules: &'r Rulebook,
    /// The figures, where somebody has counted them already.
    pub table: Option<&'r ProgressTable>,
    /// What is read of the records of a list.
    pub lines: Option<&'r Lines>,
    /// The records of a few people, where a report needs them whole.
    pub records: Option<Records<'q>>,
}

impl Request {
    /// A report of a unit, of which nothing else is asked.
    pub fn about(name: Name, unit: Option<UnitRow>, params: Params, today: NaiveDate) -> Request {
        Request {
            name,
            unit,
            params,
            today,
            depth: 1,
            by: None,
            people: None,
            text: String::new(),
            months: SOON,
            years: YEARS,
            occasion: None,
        }
    }

    /// The report.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn made<'r>(self, of: Basis<'r, '_>, work: &Work) -> Result<Box<dyn Report + 'r>, Stopped> {
        let Request { name, unit, params, .. } = self;
        let (register, day) = (of.register, Day::from(params.to));
        Ok(match name {
            Name::Progress => {
                let request = progress::Request { unit, params, depth: Some(self.depth), sort: None };
                let blocks = &of.catalogue.blocks;
                Box::new(Sheet::of(match of.table {
                    Some(table) => Progress::with(register, blocks, request, table),
                    None => Progress::of(register, blocks, request, work)?,
                }))
            }
            Name::Months => {
                let rule = Spread::by_code(&self.text);
                Box::new(Sheet::of(MonthsOf::of(register, (unit, params), rule, work)?))
            }
            Name::Dry => Box::new(Sheet::of(Dry::of(
                register,
                &of.catalogue.hamlets,
                (unit, params),
                self.years,
                work,
            )?)),
            Name::Forecast => Box::new(Sheet::of(Forecast::of(register, of.rules, (unit, params), work)?)),
            Name::YearEnd => Box::new(Sheet::of(YearEnd::of(register, of.rules, (unit, params), work)?)),
            Name::Makeup => Box::new(Sheet::of(Makeup::of(register, of.catalogue, (unit, params), work)?)),
            Name::Changes => {
                Box::new(Sheet::of(Changes::of(register, (unit, params.narrowed(&self.text)), work)?))
            }
            Name::NextYear => Box::new(Sheet::of(NextYear::of(register, (unit, params), work)?)),
            Name::Targets => Box::new(Sheet::of(Targets::of(register, (unit, params)))),
            Name::Dossiers => Box::new(Sheet::of(Dossiers::of(register, (unit, params), work)?)),
            Name::Standing => Box::new(Sheet::of(StandingBy::of(register, (unit, params), work)?)),
            Name::Recognition => {
                let about = (unit, params);
                Box::new(Sheet::of(Recognition::of(register, of.rules, about, of.records, work)?))
            }
            Name::Ranking => Box::new(Sheet::of(Ranking::of(register, (unit, params), work)?)),
            Name::Due => {
                let wanted = Wanted::on(Day::from(self.today));
                Box::new(Sheet::of(DueReport::of(register, of.rules, unit, wanted)))
            }
            Name::Funnel => {
                let request = funnel::Request { unit, day, admission: params.admission, by: self.by };
                Box::new(Sheet::of(Funnel::of(register, of.catalogue, request, work)?))
            }
            Name::List => {
                let request = people::Request { unit, stage: None, left: false, day };
                let rows = match self.people {
                    Some(rows) => rows,
                    None => people::rows(register, request, work)?,
                };
                Box::new(Sheet::of(People::of(register, of.catalogue, request, rows, of.lines)))
            }
            Name::Demand => {
                let (today, by) = (Day::from(self.today), self.by.unwrap_or(By::Unit));
                let request = demand::Request { unit, today, months: self.months, by };
                Box::new(Sheet::of(Demand::of(register, of.catalogue, request, work)?))
            }
            Name::Classes => {
                let about = (unit, params, self.by.unwrap_or(By::Unit));
                Box::new(Sheet::of(Classes::of(register, of.catalogue, about, work)?))
            }
            Name::Frozen => {
                let about = (unit, self.text.parse().ok(), params);
                Box::new(Sheet::of(FrozenFigures::of(register, about, work)?))
            }
            Name::Submissions => {
                // The first of those that are owed, where none is named.
                let named = |owed: &&Owed| self.text.is_empty() || owed.code == self.text;
                let owed = of.catalogue.submissions.iter().find(named);
                let about = (unit, params.to.year(), self.today);
                Box::new(Sheet::of(Submissions::of(register, owed, about)))
            }
            Name::Officers => Box::new(Sheet::of(Officers::of(register, (unit, params), work)?)),
            Name::Quotas => {
                let about = (self.occasion, unit, Day::from(self.today));
                Box::new(Sheet::of(Quotas::of(register, of.catalogue, about, work)?))
            }
            Name::Charge => {
                let about = (unit, params, &*self.text);
                Box::new(Sheet::of(Charge::of(register, about, Day::from(self.today), work)?))
            }
            Name::Helpers => {
                let limit = of.catalogue.helped_at_most;
                Box::new(Sheet::of(Helpers::of(register, (unit, Day::from(self.today)), limit, work)?))
            }
            Name::Reminders => {
                let about = (unit, self.today);
                Box::new(Sheet::of(Reminders::of(register, of.catalogue, about, self.occasion)))
            }
            Name::Ceremony | Name::Script => {
                let occasion = self.occasion.and_then(|id| register.occasion(id));
                let about = (occasion, unit, Day::from(self.today));
                let list = Ceremony::of(register, of.rules, about, of.records, work)?;
                match name {
                    Name::Script => Box::new(Sheet::of(Script::of(register, of.catalogue, list))),
                    _ => Box::new(Sheet::of(list)),
                }
            }
            Name::Occasions => Box::new(Sheet::of(Occasions::of(register, of.catalogue, unit, work)?)),
            Name::Attendees => {
                Box::new(Sheet::of(Attendees::of(register, self.occasion, (unit, day), work)?))
            }
            Name::Find => Box::new(Sheet::of(Found::of(register, &self.text, Day::from(self.today)))),
        })
    }
}

/// The codes of a report's columns in JSON.
pub fn columns(name: Name) -> Vec<Cow<'static, str>> {
    match name {
        Name::Progress => codes::<Progress>(),
        Name::Months => codes::<MonthsOf>(),
        Name::Dry => codes::<Dry>(),
        Name::Forecast => codes::<Forecast>(),
        Name::YearEnd => codes::<YearEnd>(),
        Name::NextYear => codes::<NextYear>(),
        Name::Makeup => codes::<Makeup>(),
        Name::Changes => codes::<Changes>(),
        Name::Targets => codes::<Targets>(),
        Name::Dossiers => codes::<Dossiers>(),
        Name::Standing => codes::<StandingBy>(),
        Name::Recognition => codes::<Recognition>(),
        Name::Ranking => codes::<Ranking>(),
        Name::Due => codes::<DueReport>(),
        Name::List => codes::<People>(),
        Name::Find => codes::<Found>(),
        Name::Funnel => codes::<Funnel>(),
        Name::Demand => codes::<Demand>(),
        Name::Classes => codes::<Classes>(),
        Name::Quotas => codes::<Quotas>(),
        Name::Submissions => codes::<Submissions>(),
        Name::Frozen => codes::<FrozenFigures>(),
        Name::Officers => codes::<Officers>(),
        Name::Charge => codes::<Charge>(),
        Name::Helpers => codes::<Helpers>(),
        Name::Reminders => codes::<Reminders>(),
        Name::Script => codes::<Script>(),
        Name::Ceremony => codes::<Ceremony>(),
        Name::Occasions => codes::<Occasions>(),
        Name::Attendees => codes::<Attendees>(),
    }
}

fn codes<S: Source>() -> Vec<Cow<'static, str>> {
    let data = S::columns().into_iter().map(|column| column.about).filter(|about| about.data);
    data.map(|about| about.code).collect()
}
