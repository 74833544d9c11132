//! What comes next for a person: the next milestone, what stands in the way of the next hurdle, and
//! when the hurdle could be passed at the earliest.
//!
//! The hurdles are the cell's consideration before admission, the decision after its resolution,
//! and its review after probation.

use super::breach::{Standpoint, ages, introducing, readmission_from};
use super::calendar::{Length, full_months};
use super::clock::{self, Stopped};
use super::day::Day;
use super::dossier::{Paper, PaperState};
use super::milestone::MilestoneKind;
use super::person::Person;
use super::problem::next_milestone;
use super::rulebook::{Ruled, Rules};
use super::rules::{ClockKind, Limit, PaperRule};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A line of the dossier's checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    pub code: &'a str,
    pub rule: &'a Ruled<PaperRule>,
    pub paper: Option<Paper>,
    pub mandatory: bool,
    /// The day after which the paper counts no longer, where that is ruled and its day known.
    pub counts_until: Option<NaiveDate>,
}

impl Item<'_> {
    /// True when it is needed and not there on a day.
    pub fn is_missing(&self, today: NaiveDate) -> bool {
        let there = self.paper.as_ref().is_some_and(|paper| paper.state.is_there());
        self.mandatory && (!there || self.has_lapsed(today))
    }

    /// True when it was there and counts no longer.
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        self.counts_until.is_some_and(|until| until < today)
    }
}

/// The checklist of a person by the rules of a day, in the order of the procedure.
pub fn checklist<'a>(person: &Person, rules: &'a Rules, standpoint: &Standpoint) -> Vec<Item<'a>> {
    let applies = |rule: &&(&'a String, &'a Ruled<PaperRule>)| {
        let cases = &rule.1.is.cases;
        // Who was a member before is to be readmitted, whether the case is named or not.
        let former = person.former.is_some() && cases.contains("readmission");
        cases.is_empty() || former || cases.iter().any(|case| person.cases.contains(case))
    };
    let entries: Vec<_> = rules.papers.iter().collect();
    let mut items: Vec<Item<'a>> = entries
        .iter()
        .filter(applies)
        .map(|(code, rule)| {
            let proof = rule.is.proof.and_then(|kind| documented(person, kind));
            let paper = person.papers.get(*code).cloned().or(proof);
            let date = paper.as_ref().filter(|paper| paper.state.is_there()).and_then(|paper| paper.date);
            let counts_until = date
                .zip(rule.is.valid)
                .map(|(date, months)| standpoint.rules.calendar.after(date.last(), Length::Months(months)));
            let mandatory = is_mandatory(person, &rule.is, rules, standpoint);
            Item { code: code.as_str(), rule, paper, mandatory, counts_until }
        })
        .collect();
    // By step; within a step by the number of the form, those without one last.
    let form = |item: &Item| {
        let digits: String = item.rule.is.form.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().unwrap_or(u32::MAX)
    };
    items.sort_by_key(|item| (item.rule.is.step, form(item), item.code));
    items
}

/// The document of a milestone that is recorded. Of verifications only when every place answered.
fn documented(person: &Person, kind: MilestoneKind) -> Option<Paper> {
    let (_, milestone) = person.current(kind)?;
    if kind == MilestoneKind::VerificationAnswered && person.waiting().0 > 0 {
        return None;
    }
    let (place, note) = (String::new(), String::new());
    Some(Paper { state: PaperState::HandedIn, date: Some(milestone.date), place, note })
}

/// True for a paper that everyone needs, or that a member of a union needs: of the Youth Union up to
/// the youth age (294-QĐ/TW 3.1).
fn is_mandatory(person: &Person, rule: &PaperRule, rules: &Rules, standpoint: &Standpoint) -> bool {
    let tagged = |tags: &BTreeSet<String>| tags.iter().any(|tag| person.tags.contains(tag));
    let young = || {
        let age = person.born.map(|born| full_months(born.last(), standpoint.today));
        let youth = rules.limit(Limit::YouthAge).and_then(|months| i32::try_from(months).ok());
        age.zip(youth).is_none_or(|(age, youth)| age <= youth)
    };
    rule.mandatory || tagged(&rule.tagged) || (tagged(&rule.tagged_young) && young())
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Not old enough before this day.
    Age {
        from: NaiveDate,
    },
    /// Older than the rules allow since this day: needs consent.
    TooOld {
        until: NaiveDate,
    },
    BirthUnknown,
    NoCertificate,
    Lapsed {
        clock: String,
        due: NaiveDate,
    },
    /// Places that have not answered; how many of them police.
    Verifications {
        open: usize,
        police: usize,
    },
    /// How many mandatory papers are missing.
    Papers(usize),
    Introducers {
        have: usize,
        need: u32,
    },
    Probation {
        until: NaiveDate,
    },
    Readmission {
        from: NaiveDate,
    },
    NeverReadmitted,
    /// The record for a minor crime is not cleared.
    NotCleared,
}

/// What comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    pub next: Option<MilestoneKind>,
    /// The hurdle ahead.
    pub hurdle: Option<MilestoneKind>,
    pub blocks: Vec<Block>,
    /// The first day on which the hurdle may be passed, as far as days stand in the way.
    pub earliest: Option<NaiveDate>,
}

/// The consideration that lies ahead.
fn hurdle(person: &Person) -> Option<MilestoneKind> {
    use MilestoneKind::*;
    let has = |kind| person.current(kind).is_some();
    if has(OfficialDecision) || has(CellReview) {
        None
    } else if has(Ceremony) {
        Some(CellReview)
    } else if has(Decision) {
        None
    } else if has(CellResolution) {
        Some(Decision)
    } else {
        Some(CellResolution)
    }
}

/// The mandatory papers of the checklist that are needed for the hurdle ahead. Who is only a source
/// needs none yet, and what is behind is behind.
pub fn papers_ahead<'a>(person: &Person, standpoint: &Standpoint<'a>) -> Vec<Item<'a>> {
    let Some(hurdle) = hurdle(person) else { return Vec::new() };
    let has = |kind| person.current(kind).is_some();
    let behind = match hurdle {
        MilestoneKind::CellReview => MilestoneKind::Ceremony,
        MilestoneKind::Decision => MilestoneKind::CellResolution,
        _ if has(MilestoneKind::DossierOpened) || has(MilestoneKind::Application) => {
            MilestoneKind::Identified
        }
        _ => return Vec::new(),
    };
    let mut items = checklist(person, standpoint.rules.on(standpoint.today), standpoint);
    items.retain(|item| item.mandatory && behind < item.rule.is.step && item.rule.is.step <= hurdle);
    items
}

/// What comes next for a person. Who left has no way ahead.
pub fn outlook(person: &Person, standpoint: &Standpoint) -> Outlook {
    let day = Day::from(standpoint.today);
    if person.leave_on(day).is_some() {
        return Outlook::default();
    }
    let next = next_milestone(person, Day::LAST);
    let hurdle = hurdle(person);
    let mut outlook = Outlook { next, hurdle, ..Outlook::default() };
    let Some(hurdle) = hurdle else { return outlook };
    let blocks = &mut outlook.blocks;
    let mut days: Vec<NaiveDate> = Vec::new();
    match hurdle {
        MilestoneKind::CellResolution => before_admission(person, standpoint, blocks, &mut days),
        MilestoneKind::CellReview => {
            let end = person.official_from(standpoint.rules).map(|end| end.last());
            if let Some(until) = end.filter(|end| *end > standpoint.today) {
                blocks.push(Block::Probation { until });
                days.push(until);
            }
        }
        _ => {
            let (open, police) = person.waiting();
            blocks.extend((open > 0).then_some(Block::Verifications { open, police }));
        }
    }
    let papers = papers_ahead(person, standpoint);
    match papers.iter().filter(|item| item.is_missing(standpoint.today)).count() {
        0 => {}
        missing => blocks.push(Block::Papers(missing)),
    }
    let no_day = |block: &Block| {
        matches!(
            block,
            Block::NeverReadmitted | Block::TooOld { .. } | Block::BirthUnknown | Block::NotCleared
        )
    };
    let latest = days.into_iter().max().unwrap_or(standpoint.today).max(standpoint.today);
    outlook.earliest = (!outlook.blocks.iter().any(no_day)).then_some(latest);
    outlook
}

fn before_admission(
    person: &Person,
    standpoint: &Standpoint,
    blocks: &mut Vec<Block>,
    days: &mut Vec<NaiveDate>,
) {
    let (rules, today) = (standpoint.rules, standpoint.today);
    let ruled = rules.on(today);
    match person.born.and_then(|born| ages(born, ruled)) {
        None => blocks.push(Block::BirthUnknown),
        Some(ages) if ages.by_day > today => {
            blocks.push(Block::Age { from: ages.by_day });
            days.push(ages.by_day);
        }
        Some(ages) if ages.until < today && !person.waivers.contains_key("age_max") => {
            blocks.push(Block::TooOld { until: ages.until });
        }
        Some(_) => {}
    }
    match readmission_from(person, rules) {
        Some(from) if from > today => {
            blocks.push(Block::Readmission { from });
            days.push(from);
        }
        None if person.former.is_some() => blocks.push(Block::NotCleared),
        _ => {}
    }
    if person.former.as_ref().is_some_and(|former| former.why.bars()) {
        blocks.push(Block::NeverReadmitted);
    }
    if person.current(MilestoneKind::Certificate).is_none() {
        blocks.push(Block::NoCertificate);
    }
    for running in clock::running(person, rules) {
        let lapsed = running.clock.is.kind == ClockKind::Lapse && running.stopped == Stopped::No;
        if lapsed && running.due < today {
            blocks.push(Block::Lapsed { clock: running.name.to_owned(), due: running.due });
        }
    }
    let (open, police) = person.waiting();
    if open > 0 {
        blocks.push(Block::Verifications { open, police });
    }
    let (have, need) = introducing(person, ruled);
    if person.current(MilestoneKind::DossierOpened).is_some() && have < need as usize {
        blocks.push(Block::Introducers { have, need });
    }
}

/// Party age begins with the signing of the decision; who was readmitted keeps the first one,
/// without the break: `(from, days of the break)` (294-QĐ/TW 4.5).
pub fn party_age(person: &Person) -> Option<(NaiveDate, i64)> {
    let signed = person.current(MilestoneKind::Decision)?.1.date.exact()?;
    // Of who was readmitted, nothing is certain without the first decision.
    match &person.former {
        Some(former) => Some((former.decision?.exact()?, (signed - former.left.exact()?).num_days())),
        None => Some((signed, 0)),
    }
}
