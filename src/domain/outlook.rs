//! What comes next for a person: the next milestone, what stands in the way of the next hurdle, and
//! when the hurdle could be passed at the earliest.
//!
//! The hurdles are the cell's consideration before admission, and its review after probation.

use super::breach::{Standpoint, ages, readmission_from};
use super::calendar::{Length, full_months};
use super::clock::{self, Stopped};
use super::date::day_number;
use super::dossier::Paper;
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
        cases.is_empty() || cases.iter().any(|case| person.cases.contains(case))
    };
    let entries: Vec<_> = rules.papers.iter().collect();
    let mut items: Vec<Item<'a>> = entries
        .iter()
        .filter(applies)
        .map(|(code, rule)| {
            let paper = person.papers.get(*code).cloned();
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

/// What comes next for a person. Who left has no way ahead.
pub fn outlook(person: &Person, standpoint: &Standpoint) -> Outlook {
    let day = day_number(standpoint.today);
    if person.leave_on(day).is_some() {
        return Outlook::default();
    }
    let next = next_milestone(person, i32::MAX - 1);
    let has = |kind| person.current(kind).is_some();
    let hurdle = if has(MilestoneKind::OfficialDecision) || has(MilestoneKind::CellReview) {
        None
    } else if has(MilestoneKind::Ceremony) {
        Some(MilestoneKind::CellReview)
    } else if has(MilestoneKind::Decision) || has(MilestoneKind::CellResolution) {
        None
    } else {
        Some(MilestoneKind::CellResolution)
    };
    let mut outlook = Outlook { next, hurdle, ..Outlook::default() };
    let Some(hurdle) = hurdle else { return outlook };
    let blocks = &mut outlook.blocks;
    let mut days: Vec<NaiveDate> = Vec::new();
    if hurdle == MilestoneKind::CellResolution {
        before_admission(person, standpoint, blocks, &mut days);
    } else if let Some(end) =
        person.official_from(standpoint.rules).filter(|end| end.first() > standpoint.today)
    {
        blocks.push(Block::Probation { until: end.first() });
        days.push(end.first());
    }
    // Who is only a source needs no papers yet.
    if has(MilestoneKind::DossierOpened) || has(MilestoneKind::Application) || has(MilestoneKind::Ceremony) {
        let rules = standpoint.rules.on(standpoint.today);
        let ahead = |item: &&Item| {
            let behind = hurdle == MilestoneKind::CellReview && item.rule.is.step <= MilestoneKind::Ceremony;
            item.rule.is.step <= hurdle && !behind && item.is_missing(standpoint.today)
        };
        match checklist(person, rules, standpoint).iter().filter(ahead).count() {
            0 => {}
            missing => blocks.push(Block::Papers(missing)),
        }
    }
    outlook.earliest = Some(days.into_iter().max().unwrap_or(standpoint.today).max(standpoint.today));
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
        Some(ages) if ages.until < today => blocks.push(Block::TooOld { until: ages.until }),
        Some(_) => {}
    }
    if let Some(from) = readmission_from(person, rules).filter(|from| *from > today) {
        blocks.push(Block::Readmission { from });
        days.push(from);
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
    let waiting: Vec<u8> = person.verifications().filter(|v| v.answered.is_none()).map(|v| v.round).collect();
    if !waiting.is_empty() {
        let police = |round: &&u8| {
            let letter = person.milestones.get(&(MilestoneKind::VerificationAsked, **round));
            letter.and_then(|letter| letter.asked) == Some(super::milestone::Asked::Police)
        };
        let police = waiting.iter().filter(police).count();
        blocks.push(Block::Verifications { open: waiting.len(), police });
    }
    let helpers = person.all_helpers();
    let introducers = helpers.iter().filter(|(n, helper)| n.is_some() && helper.role.introduces()).count();
    let limit = if person.has_paper("union") { Limit::IntroducersWithUnion } else { Limit::Introducers };
    let need = ruled.limit(limit).unwrap_or(0);
    if person.current(MilestoneKind::DossierOpened).is_some() && introducers < need as usize {
        blocks.push(Block::Introducers { have: introducers, need });
    }
}

/// Party age begins with the signing of the decision; who was readmitted keeps the first one,
/// without the break: `(from, days of the break)` (294-QĐ/TW 4.5).
pub fn party_age(person: &Person) -> Option<(NaiveDate, i64)> {
    let signed = person.current(MilestoneKind::Decision)?.1.date.exact()?;
    let former = person.former.as_ref();
    let first = former.and_then(|former| Some((former.decision?.exact()?, former.left.exact()?)));
    Some(match first {
        Some((first, left)) => (first, (signed - left).num_days()),
        None => (signed, 0),
    })
}
