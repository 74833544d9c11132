//! What of a person's record breaks a rule. Breaches warn; an exception with its document can be
//! recorded for each. None of them ever stops true history from being entered.
//!
//! A new breach requires: 1 a variant of [`What`] with its code; 2 its finding here; 3 a sentence
//! in `words/case.rs`; 4 a table of cases on both sides of its limit, citing the clause.

use super::calendar::{Length, counted_months, full_months};
use super::clock::{self, Running, Stopped};
use super::date::Date;
use super::dossier::{FormerReason, Helper, Waiver};
use super::milestone::{AsideReason, Milestone, MilestoneKind};
use super::person::Person;
use super::rulebook::{Rulebook, Ruled, Rules};
use super::rules::{ClockKind, Limit, Names, RuleKey, Share};
use super::text::fold;
use chrono::{Datelike, Days, NaiveDate};

/// From where a record is judged.
#[derive(Clone, Debug)]
pub struct Standpoint<'a> {
    pub rules: &'a Rulebook,
    pub today: NaiveDate,
    /// The unit lies in a mountain, border, island, minority or specially difficult area.
    pub hard_area: bool,
    /// Kinds of the unit and of those above, nearest first; `kind:flag` for each flag before.
    pub kinds: Vec<String>,
}

impl<'a> Standpoint<'a> {
    /// Who decides by the rules of a day: the nearest unit of a kind that they name.
    pub fn decides(&self, day: NaiveDate) -> Option<&'a Ruled<(Names, Share, String)>> {
        let competence = &self.rules.on(day).competence;
        self.kinds.iter().find_map(|kind| competence.get(kind))
    }
}

/// Flags of units that make a hard area.
pub const HARD_AREAS: [&str; 4] = ["minority_area", "border", "island", "hard_area"];

/// What is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Considered before the age; old enough from this day.
    TooYoung {
        from: NaiveDate,
    },
    /// Old enough by one reading of "by month" only.
    AgeReadings {
        by_month: NaiveDate,
        by_day: NaiveDate,
    },
    /// Considered after the age; this was the last day.
    TooOld {
        until: NaiveDate,
    },
    Education {
        least: String,
    },
    /// A clock stopped after its last day.
    Late {
        clock: String,
        round: u8,
        due: NaiveDate,
        on: Date,
    },
    /// Something counts no longer, and is still needed.
    Lapsed {
        clock: String,
        round: u8,
        due: NaiveDate,
    },
    ExtendedTooFar {
        clock: String,
        round: u8,
        most: NaiveDate,
    },
    IntroducerNotOfficial {
        name: String,
    },
    /// Together from this day for long enough only.
    NotTogether {
        name: String,
        from: NaiveDate,
    },
    FewIntroducers {
        have: usize,
        need: u32,
    },
    NotCarried {
        kind: MilestoneKind,
        round: u8,
        least: u16,
        of: u16,
    },
    TooManyRounds {
        kind: MilestoneKind,
        most: u32,
    },
    /// The self-review or the cell's review came before probation ended.
    BeforeProbationEnd {
        end: Date,
    },
    ReadmittedEarly {
        from: NaiveDate,
    },
    ReadmittedBefore {
        most: u32,
    },
    NeverReadmitted {
        why: FormerReason,
    },
}

impl What {
    /// Names what a waiver is for: this very breach, and not the next one of its kind.
    pub fn code(&self) -> String {
        let round = |round: &u8| if *round > 1 { format!(".{round}") } else { String::new() };
        match self {
            What::TooYoung { .. } => "age_min".to_owned(),
            What::AgeReadings { .. } => "age_readings".to_owned(),
            What::TooOld { .. } => "age_max".to_owned(),
            What::Education { .. } => "education".to_owned(),
            What::Late { clock, round, .. } | What::Lapsed { clock, round, .. } => {
                clock::waiver_code(clock, *round)
            }
            What::ExtendedTooFar { clock, round: n, .. } => format!("extension.{clock}{}", round(n)),
            What::IntroducerNotOfficial { name } => format!("introducer_official.{}", fold(name)),
            What::NotTogether { name, .. } => format!("introducer_together.{}", fold(name)),
            What::FewIntroducers { .. } => "introducers".to_owned(),
            What::NotCarried { kind, round: n, .. } => format!("vote.{}{}", kind.name(), round(n)),
            What::TooManyRounds { kind, .. } => format!("rounds.{}", kind.name()),
            What::BeforeProbationEnd { .. } => "before_probation_end".to_owned(),
            What::ReadmittedEarly { .. } => "readmission_after".to_owned(),
            What::ReadmittedBefore { .. } => "readmissions".to_owned(),
            What::NeverReadmitted { .. } => "never_readmitted".to_owned(),
        }
    }
}

/// A broken rule, with where it stands and the exception, if one was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub what: What,
    pub clause: String,
    pub set: RuleKey,
    /// Number of the era whose rules say so.
    pub era: usize,
    pub waived: Option<Waiver>,
}

/// Every breach of a record, in the order of the procedure; waived ones come with their waiver.
pub fn breaches(person: &Person, standpoint: &Standpoint) -> Vec<Breach> {
    let rules = standpoint.rules;
    let mut found: Vec<Breach> = Vec::new();
    let mut put = |era: usize, set: Option<&RuleKey>, clause: &str, what: What| {
        let Some(set) = set.cloned() else { return };
        let waived = person.waivers.get(&what.code()).cloned();
        found.push(Breach { what, clause: clause.to_owned(), set, era, waived });
    };
    for running in clock::running(person, rules) {
        if let Some(what) = judged(&running, rules, standpoint.today) {
            let set = rules.decides(running.era, &running.clock.source);
            put(running.era, set, &running.clock.is.clause, what);
        }
    }
    let mut add = |on: NaiveDate, clause: &str, what: What| {
        put(rules.era_on(on), rules.on(on).sets.first(), clause, what);
    };
    if let Some((_, considered)) = person.current(MilestoneKind::CellResolution) {
        let on = considered.date;
        let ruled = rules.on(on.last());
        if let Some((what, limit)) = age(person, on, ruled) {
            add(on.last(), ruled.clause(limit), what);
        }
        if let Some((least, clause)) = education(person, ruled, standpoint.hard_area) {
            add(on.last(), &clause, What::Education { least });
        }
        introducers(person, on.last(), rules, &mut add);
    }
    votes(person, standpoint, &mut add);
    if let Some(end) = person.official_from(rules) {
        let review = person.current(MilestoneKind::CellReview).map(|(_, review)| review.date);
        let paper = person
            .papers
            .get("self_review")
            .filter(|paper| paper.state.is_there())
            .and_then(|paper| paper.date);
        let early = review.into_iter().chain(paper).find(|date| date.last() < end.first());
        if let Some(date) = early {
            let clause = rules.on(date.last()).clause(Limit::Probation).to_owned();
            add(date.last(), &clause, What::BeforeProbationEnd { end });
        }
    }
    readmission(person, standpoint, &mut add);
    found
}

/// The days between which the cell may consider a person of this birth date: from when by either
/// reading of "by month", and until when at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// From the first of the month, by the calendar months alone.
    pub by_month: NaiveDate,
    /// From the day itself: certain.
    pub by_day: NaiveDate,
    /// Until the end of the month: certain.
    pub until: NaiveDate,
}

/// The ages ruled on a day; `None` where no birth date is known.
pub fn ages(born: Date, rules: &Rules) -> Option<Ages> {
    let least = rules.limit(Limit::AgeMin)?;
    let most = rules.limit(Limit::AgeMax)?;
    let months = |day: NaiveDate, n: u32| day.checked_add_months(chrono::Months::new(n));
    let by_month = months(born.first().with_day(1)?, least)?;
    let by_day = months(born.last(), least)?;
    // The month after the one in which the age is reached begins the day after the last.
    let until = months(born.first().with_day(1)?, most + 1)?.checked_sub_days(Days::new(1))?;
    Some(Ages { by_month, by_day, until })
}

fn age(person: &Person, on: Date, rules: &Rules) -> Option<(What, Limit)> {
    let born = person.born?;
    let ages = ages(born, rules)?;
    let (least, most) = (rules.limit(Limit::AgeMin)? as i32, rules.limit(Limit::AgeMax)? as i32);
    let (lenient, strict) = (on.last(), on.first());
    if counted_months(born.first(), lenient) < least {
        return Some((What::TooYoung { from: ages.by_day }, Limit::AgeMin));
    }
    if full_months(born.last(), strict) < least && born.exact().is_some() && on.exact().is_some() {
        let what = What::AgeReadings { by_month: ages.by_month, by_day: ages.by_day };
        return Some((what, Limit::AgeMin));
    }
    (counted_months(born.last(), strict) > most)
        .then_some((What::TooOld { until: ages.until }, Limit::AgeMax))
}

fn education(person: &Person, rules: &Rules, hard_area: bool) -> Option<(String, String)> {
    let ruled = &rules.education.as_ref()?.is;
    let rank = |level: &str| ruled.order.iter().position(|known| known == level);
    let least = if hard_area { &ruled.hard_area } else { &ruled.least };
    (rank(&person.education)? < rank(least)?).then(|| (least.clone(), ruled.clause.clone()))
}

/// How many introduce: those recorded, official and still at it. And how many are needed, fewer
/// beside the resolution of a union.
pub fn introducing(person: &Person, rules: &Rules) -> (usize, u32) {
    let counts = |helper: &&Helper| {
        helper.role.introduces() && helper.until.is_none() && helper.official != Some(false)
    };
    let union = person.has_paper("union");
    let limit = if union { Limit::IntroducersWithUnion } else { Limit::Introducers };
    (person.helpers.values().filter(counts).count(), rules.limit(limit).unwrap_or(0))
}

fn introducers(
    person: &Person,
    considered: NaiveDate,
    rules: &Rulebook,
    add: &mut impl FnMut(NaiveDate, &str, What),
) {
    // Where nobody wrote down who introduced, nothing is known to be wrong.
    let (have, need) = introducing(person, rules.on(considered));
    if have > 0 && have < need as usize {
        let clause = rules.on(considered).clause(Limit::Introducers).to_owned();
        add(considered, &clause, What::FewIntroducers { have, need });
    }
    for (_, helper) in person.all_helpers() {
        let Some(from) = helper.from.filter(|_| helper.role.introduces()) else { continue };
        let ruled = rules.on(from.last());
        let clause = ruled.clause(Limit::Together);
        if helper.official == Some(false) {
            add(from.last(), clause, What::IntroducerNotOfficial { name: helper.name.clone() });
        }
        let (Some(since), Some(months)) = (helper.together_since, ruled.limit(Limit::Together)) else {
            continue;
        };
        let enough = rules.calendar.after(since.first(), Length::Months(months));
        if !helper.replacement && from.last() < enough {
            add(from.last(), clause, What::NotTogether { name: helper.name.clone(), from: enough });
        }
    }
}

fn judged(running: &Running, rules: &Rulebook, today: NaiveDate) -> Option<What> {
    let (clock, round) = (running.name.to_owned(), running.round);
    let most = running.extended.and(clock::longest_extension(running, rules));
    if let Some(most) = most.filter(|most| running.due > *most) {
        return Some(What::ExtendedTooFar { clock, round, most });
    }
    if let (true, Stopped::On(on)) = (running.is_late(), running.stopped) {
        return Some(What::Late { clock, round, due: running.due, on });
    }
    let lapsed =
        running.clock.is.kind == ClockKind::Lapse && running.stopped == Stopped::No && running.due < today;
    lapsed.then_some(What::Lapsed { clock, round, due: running.due })
}

fn votes(person: &Person, standpoint: &Standpoint, add: &mut impl FnMut(NaiveDate, &str, What)) {
    let rules = standpoint.rules;
    for kind in MilestoneKind::ALL {
        let Some((round, milestone)) = person.current(kind) else { continue };
        let on = milestone.date.last();
        let ruled = rules.on(on);
        let decides = matches!(kind, MilestoneKind::Decision | MilestoneKind::OfficialDecision);
        let body = standpoint.decides(on).filter(|_| decides).map(|body| (body.is.1, &body.is.2));
        let share = ruled.votes.get(&kind).map(|vote| (vote.is.0, &vote.is.1)).or(body);
        if let (Some(vote), Some((share, clause))) = (milestone.vote, share)
            && !share.reached(vote.in_favour, vote.summoned)
        {
            let least = share.least(vote.summoned);
            add(on, clause, What::NotCarried { kind, round, least, of: vote.summoned });
        }
        // 294-QĐ/TW 4.2.3 is about recognition and removal.
        let counted = matches!(kind, MilestoneKind::CellReview | MilestoneKind::BaseReview);
        let most = ruled.limit(Limit::VoteRounds).filter(|_| counted);
        // A dossier that was returned is no vote that failed.
        let failed =
            |m: &Milestone| m.set_aside.as_ref().is_some_and(|aside| aside.reason == AsideReason::NotCarried);
        let held = person.rounds(kind).filter(|(_, m)| failed(m)).count() as u32 + 1;
        if let Some(most) = most.filter(|most| held > *most) {
            add(on, ruled.clause(Limit::VoteRounds), What::TooManyRounds { kind, most });
        }
    }
}

/// From when somebody may be readmitted: after the months since leaving, and after those since a
/// record was cleared; `None` while it is not cleared, and where nothing is ruled.
pub fn readmission_from(person: &Person, rules: &Rulebook) -> Option<NaiveDate> {
    let former = person.former.as_ref()?;
    let after = |start: Date, limit| {
        let months = rules.on(start.last()).limit(limit)?;
        Some(rules.calendar.after(start.last(), Length::Months(months)))
    };
    let left = after(former.left, Limit::ReadmissionAfter)?;
    match (former.why, former.cleared) {
        (FormerReason::MinorCrime, None) => None,
        (FormerReason::MinorCrime, Some(cleared)) => {
            Some(left.max(after(cleared, Limit::ReadmissionAfterCrime)?))
        }
        _ => Some(left),
    }
}

fn readmission(person: &Person, standpoint: &Standpoint, add: &mut impl FnMut(NaiveDate, &str, What)) {
    let Some(former) = &person.former else { return };
    let considered = person.current(MilestoneKind::CellResolution).map(|(_, m)| m.date);
    let on = considered.map_or(standpoint.today, Date::last);
    let ruled = standpoint.rules.on(on);
    let clause = ruled.clause(Limit::ReadmissionAfter).to_owned();
    if former.why.bars() {
        add(on, &clause, What::NeverReadmitted { why: former.why });
    }
    let most = ruled.limit(Limit::Readmissions);
    if let Some(most) = most.filter(|most| u32::from(former.readmitted) >= *most) {
        add(on, ruled.clause(Limit::Readmissions), What::ReadmittedBefore { most });
    }
    let from = readmission_from(person, standpoint.rules);
    // A record that was never cleared keeps one out for good so far.
    let from = from.unwrap_or(NaiveDate::MAX);
    if considered.is_some_and(|date| date.last() < from) {
        add(on, &clause, What::ReadmittedEarly { from });
    }
}
