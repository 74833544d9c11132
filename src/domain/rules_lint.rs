//! A rule set judged against itself and against what it is laid over: contradictions that would
//! only show when an office is already late.
//!
//! A new finding requires: 1 a variant; 2 its search in `lint`; 3 a sentence in `words/rules.rs`.

use super::calendar::Length;
use super::milestone::MilestoneKind;
use super::rulebook::{Rulebook, Ruled, Rules};
use super::rules::{Clock, ClockKind, Limit, RuleKey, RuleSet, Settle, Share};
use std::collections::BTreeMap;

/// Something that a rule set should not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// From one event the later step is due before the earlier one.
    LaterBeforeEarlier { earlier: String, later: String, longer: Length, shorter: Length },
    /// A value without the place where it is ruled.
    NoClause { place: String },
    /// A paper for a case that no set knows.
    UnknownCase { paper: String, case: String },
    /// The code of a paper for one case must begin with the case: it is hidden with it.
    CodeOfCase { paper: String, case: String },
    /// A clock stopped by a paper that no checklist has.
    UnknownPaper { clock: String, paper: String },
    /// A clock that nothing starts or nothing stops.
    Endless { clock: String },
    /// A province may only tighten.
    Loosened { clock: String, from: Length, to: Length },
    /// In force before it was signed.
    EffectiveBeforeSigned,
    /// Taken out, but it was not there.
    NothingToTakeOut { place: String },
    /// The date of signing or of effect is not a whole day.
    VagueDate,
    /// Not an order of levels that has both the least ones.
    UnknownLevel { level: String },
    /// A set without a number.
    NoNumber,
    /// It inherits from a set of another layer, and would lay that over what is in force.
    OtherLayer { over: RuleKey },
    /// A time of nothing, or of more than ten years.
    OddLength { clock: String, within: Length },
    /// No share of anything.
    OddShare { place: String },
    /// The least age above the greatest, or another number that cannot be.
    OddLimit { limit: String },
    /// A clock that the sets below do not have: perhaps another one was meant.
    NewClock { clock: String },
}

impl Finding {
    /// True for what makes a set wrong; the others are worth a look.
    pub fn is_error(&self) -> bool {
        use Finding::*;
        !matches!(self, Loosened { .. } | NothingToTakeOut { .. } | NewClock { .. })
    }

    /// The word in the file that it is about.
    pub fn word(&self) -> String {
        match self {
            Finding::LaterBeforeEarlier { later, .. } => format!("\"{later}\""),
            Finding::NoClause { place } | Finding::NothingToTakeOut { place } => {
                place.rsplit('.').next().unwrap_or_default().to_owned()
            }
            Finding::UnknownCase { paper, .. } | Finding::CodeOfCase { paper, .. } => format!("\"{paper}\""),
            Finding::UnknownPaper { clock, .. }
            | Finding::Endless { clock }
            | Finding::OddLength { clock, .. }
            | Finding::NewClock { clock }
            | Finding::Loosened { clock, .. } => format!("\"{clock}\""),
            Finding::NoNumber => "number".to_owned(),
            Finding::OtherLayer { .. } => "over".to_owned(),
            Finding::OddShare { place } => place.rsplit('.').next().unwrap_or_default().to_owned(),
            Finding::OddLimit { limit } => limit.clone(),
            Finding::EffectiveBeforeSigned | Finding::VagueDate => "effective".to_owned(),
            Finding::UnknownLevel { level } => format!("\"{level}\""),
        }
    }
}

/// Everything found in one set, seen with what it inherits.
pub fn lint(set: &RuleSet, book: &Rulebook) -> Vec<Finding> {
    let mut found = Vec::new();
    match (set.signed.exact(), set.effective.exact()) {
        (Some(signed), Some(effective)) if effective < signed => found.push(Finding::EffectiveBeforeSigned),
        (Some(_), Some(_)) => {}
        _ => found.push(Finding::VagueDate),
    }
    found.extend(without_clause(set));
    found.extend(impossible(set, book));
    let Some(rules) = book.whole(&set.key()) else { return found };
    found.extend(papers(set, &rules));
    found.extend(clocks(set, &rules));
    found.extend(contradictions(set, &rules));
    if let Some(below) = below(set, book) {
        found.extend(against(set, &below));
    }
    if let Some(education) = &set.education {
        let unknown = [&education.least, &education.hard_area];
        let unknown = unknown.into_iter().filter(|level| !education.order.contains(level));
        found.extend(unknown.map(|level| Finding::UnknownLevel { level: level.clone() }));
    }
    found
}

/// Numbers that cannot be, and an inheritance that does not do what it seems to.
fn impossible(set: &RuleSet, book: &Rulebook) -> Vec<Finding> {
    let mut found = Vec::new();
    if set.number.trim().is_empty() {
        found.push(Finding::NoNumber);
    }
    let parent = set.over.as_ref().and_then(|over| book.set(over));
    if let Some(parent) = parent.filter(|parent| parent.layer != set.layer) {
        found.push(Finding::OtherLayer { over: parent.key() });
    }
    for (name, clock) in &set.clocks {
        for within in std::iter::once(clock.within).chain(clock.extend) {
            if !(1..=3660).contains(&within.about_days()) {
                found.push(Finding::OddLength { clock: name.clone(), within });
            }
        }
    }
    let shares = set.votes.iter().map(|(kind, vote)| (kind.name().to_owned(), vote.0));
    let shares = shares.chain(set.competence.iter().map(|(kind, body)| (kind.clone(), body.1)));
    let odd = shares.filter(|(_, share)| {
        let (Share::AtLeast(n, d) | Share::MoreThan(n, d)) = *share;
        n == 0 || d == 0 || n > d
    });
    found.extend(odd.map(|(place, _)| Finding::OddShare { place }));
    let limit = |limit| set.limits.get(&limit).map(|(n, _)| *n);
    if limit(Limit::AgeMin).zip(limit(Limit::AgeMax)).is_some_and(|(least, most)| least > most) {
        found.push(Finding::OddLimit { limit: limit_name(Limit::AgeMin) });
    }
    let odd = set.limits.iter().filter(|(_, (n, _))| !(1..=1200).contains(n));
    found.extend(odd.map(|(limit, _)| Finding::OddLimit { limit: limit_name(*limit) }));
    found
}

/// What a set is laid over: its parent, or the national set in force when it takes effect.
fn below(set: &RuleSet, book: &Rulebook) -> Option<Rules> {
    let key: RuleKey = match &set.over {
        Some(parent) => parent.clone(),
        None if set.layer.is_empty() => return None,
        None => {
            let known =
                book.sets().filter(|known| known.layer.is_empty() && known.effective <= set.effective);
            known.max_by_key(|known| known.effective)?.key()
        }
    };
    book.whole(&key)
}

fn without_clause(set: &RuleSet) -> Vec<Finding> {
    let mut places: Vec<(String, &str)> = Vec::new();
    let limits = set.limits.iter().map(|(limit, (_, clause))| (limit_name(*limit), clause));
    places.extend(limits.map(|(name, clause)| (format!("limits.{name}"), clause.as_str())));
    places.extend(set.votes.iter().map(|(kind, vote)| (format!("votes.{}", kind.name()), vote.1.as_str())));
    places.extend(set.competence.iter().map(|(kind, body)| (format!("competence.{kind}"), body.2.as_str())));
    places.extend(set.clocks.iter().map(|(name, clock)| (format!("clocks.{name}"), clock.clause.as_str())));
    places.extend(set.papers.iter().map(|(code, paper)| (format!("papers.{code}"), paper.clause.as_str())));
    places.extend(set.moves.iter().map(|(code, case)| (format!("moves.{code}"), case.3.as_str())));
    let education = set.education.iter().map(|education| ("education".to_owned(), education.clause.as_str()));
    places.extend(education);
    let empty = places.into_iter().filter(|(_, clause)| clause.trim().is_empty());
    empty.map(|(place, _)| Finding::NoClause { place }).collect()
}

/// The name of a limit as it stands in a file.
pub fn limit_name(limit: Limit) -> String {
    ron::to_string(&limit).unwrap_or_default()
}

fn papers(set: &RuleSet, rules: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    for (code, paper) in &set.papers {
        for case in &paper.cases {
            if !rules.cases.contains_key(case) {
                found.push(Finding::UnknownCase { paper: code.clone(), case: case.clone() });
            } else if code.split_once('.').is_none_or(|(begin, _)| !paper.cases.contains(begin)) {
                found.push(Finding::CodeOfCase { paper: code.clone(), case: case.clone() });
            }
        }
    }
    found
}

fn clocks(set: &RuleSet, rules: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, clock) in &set.clocks {
        if clock.from.is_empty() || clock.to.is_empty() {
            found.push(Finding::Endless { clock: name.clone() });
        }
        for settle in &clock.to {
            if let Settle::Paper(paper) = settle
                && !rules.papers.contains_key(paper)
            {
                found.push(Finding::UnknownPaper { clock: name.clone(), paper: paper.clone() });
            }
        }
    }
    found
}

/// The first milestone that stops a clock.
fn end(clock: &Clock) -> Option<MilestoneKind> {
    let kinds = clock.to.iter().filter_map(|settle| match settle {
        Settle::Milestone(kind) => Some(*kind),
        Settle::Paper(_) => None,
    });
    kinds.min()
}

/// True when one length is longer than another, as far as that is certain.
fn longer(a: Length, b: Length) -> bool {
    use Length::*;
    match (a, b) {
        (Months(a), Months(b)) | (Days(a), Days(b)) | (WorkingDays(a), WorkingDays(b)) => a > b,
        (a, b) => a.about_days() > b.about_days() + 7,
    }
}

/// Pairs of clocks of which this set says at least one.
fn contradictions(set: &RuleSet, rules: &Rules) -> Vec<Finding> {
    let deadlines: BTreeMap<&String, &Ruled<Clock>> =
        rules.clocks.iter().filter(|(_, clock)| clock.is.kind == ClockKind::Deadline).collect();
    let mut found = Vec::new();
    for (earlier, a) in &deadlines {
        for (later, b) in &deadlines {
            let (Some(from_a), Some(from_b)) = (a.is.from.first(), b.is.from.first()) else { continue };
            let ordered = end(&a.is).zip(end(&b.is)).is_some_and(|(a, b)| a < b);
            let mine = set.clocks.contains_key(*earlier) || set.clocks.contains_key(*later);
            if from_a == from_b && ordered && mine && longer(a.is.within, b.is.within) {
                found.push(Finding::LaterBeforeEarlier {
                    earlier: (*earlier).clone(),
                    later: (*later).clone(),
                    longer: a.is.within,
                    shorter: b.is.within,
                });
            }
        }
    }
    found
}

fn against(set: &RuleSet, below: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, clock) in set.clocks.iter().filter(|_| !set.layer.is_empty()) {
        let Some(before) = below.clocks.get(name) else {
            found.push(Finding::NewClock { clock: name.clone() });
            continue;
        };
        if clock.kind == ClockKind::Deadline && longer(clock.within, before.is.within) {
            let (from, to) = (before.is.within, clock.within);
            found.push(Finding::Loosened { clock: name.clone(), from, to });
        }
    }
    for place in &set.without {
        let there = match place.split_once('.') {
            Some(("clocks", key)) => below.clocks.contains_key(key),
            Some(("papers", key)) => below.papers.contains_key(key),
            Some(("competence", key)) => below.competence.contains_key(key),
            Some(("cases", key)) => below.cases.contains_key(key),
            Some(("moves", key)) => below.moves.contains_key(key),
            _ => false,
        };
        if !there {
            found.push(Finding::NothingToTakeOut { place: place.clone() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Rulebook {
        Rulebook::built_in(Default::default()).unwrap()
    }

    fn named(number: &str) -> RuleSet {
        book().sets().find(|set| set.number == number).unwrap().clone()
    }

    /// Validation rule 19: a later step due before an earlier one. The text of Hà Nội gives the
    /// base committee 25 working days and the competent committee 15 from the same resolution.
    #[test]
    fn the_25_and_15_working_days_of_ha_noi_are_found() {
        let found = lint(&named("02-HD/BTCTU"), &book());
        let wrong: Vec<&Finding> = found.iter().filter(|finding| finding.is_error()).collect();
        assert_eq!(
            wrong,
            [&Finding::LaterBeforeEarlier {
                earlier: "recognise_base".into(),
                later: "recognise".into(),
                longer: Length::WorkingDays(25),
                shorter: Length::WorkingDays(15),
            }]
        );
        assert!(found.contains(&Finding::NewClock { clock: "forward_cell".into() }));
    }

    #[test]
    fn the_national_sets_are_sound() {
        for set in book().sets().filter(|set| set.layer.is_empty()) {
            assert_eq!(lint(set, &book()), [], "{}", set.key());
        }
    }

    fn altered(change: impl FnOnce(&mut RuleSet)) -> Vec<Finding> {
        let mut set = named("294-QĐ/TW");
        set.number = "1-HD/TU".into();
        set.layer = "Mẫu".into();
        set.over = None;
        set.clocks.retain(|name, _| name == "decide");
        set.without.clear();
        change(&mut set);
        let sets = book().sets().cloned().chain([set.clone()]).collect::<Vec<_>>();
        lint(&set, &Rulebook::new(sets, Default::default(), Default::default()).unwrap())
    }

    #[test]
    fn each_finding_is_found() {
        assert_eq!(altered(|_| {}), []);
        assert_eq!(
            altered(|set| set.effective = "2025-05-25".parse().unwrap())[0],
            Finding::EffectiveBeforeSigned
        );
        assert_eq!(altered(|set| set.effective = "2025-07".parse().unwrap())[0], Finding::VagueDate);
        let clause = |set: &mut RuleSet| set.clocks.get_mut("decide").unwrap().clause.clear();
        assert_eq!(altered(clause), [Finding::NoClause { place: "clocks.decide".into() }]);
        let loose = altered(|set| set.clocks.get_mut("decide").unwrap().within = Length::WorkingDays(46));
        assert!(matches!(loose[..], [Finding::Loosened { .. }]) && !loose[0].is_error());
        let endless = altered(|set| set.clocks.get_mut("decide").unwrap().to.clear());
        assert_eq!(endless, [Finding::Endless { clock: "decide".into() }]);
        let paper = |set: &mut RuleSet| {
            set.clocks.get_mut("decide").unwrap().to.push(Settle::Paper("none".into()));
        };
        assert!(matches!(altered(paper)[..], [Finding::UnknownPaper { .. }]));
        let gone = altered(|set| set.without.extend(["papers.none".to_owned()]));
        assert_eq!(gone, [Finding::NothingToTakeOut { place: "papers.none".into() }]);
        let case = |code: &'static str, case: &'static str| {
            altered(move |set| {
                let mut rule = named("29-QĐ/TW").papers["cv"].clone();
                rule.cases.insert(case.into());
                set.papers.insert(code.into(), rule);
            })
        };
        assert!(matches!(case("x", "nobody")[..], [Finding::UnknownCase { .. }]));
        assert!(matches!(case("x", "religion")[..], [Finding::CodeOfCase { .. }]));
        assert_eq!(case("religion.x", "religion"), []);
        let within = |length| altered(move |set| set.clocks.get_mut("decide").unwrap().within = length);
        assert!(matches!(within(Length::WorkingDays(0))[..], [Finding::OddLength { .. }]));
        assert!(matches!(within(Length::WorkingDays(9000))[0], Finding::OddLength { .. }));
        let limits = |set: &mut RuleSet| set.limits.get_mut(&Limit::AgeMin).unwrap().0 = 800;
        assert_eq!(altered(limits), [Finding::OddLimit { limit: "age_min".into() }]);
        let share = |set: &mut RuleSet| {
            set.votes.get_mut(&MilestoneKind::CellResolution).unwrap().0 = Share::AtLeast(2, 0);
        };
        assert!(matches!(altered(share)[..], [Finding::OddShare { .. }]));
        assert!(altered(|set| set.number.clear()).contains(&Finding::NoNumber));
        let over = |set: &mut RuleSet| set.over = Some(named("294-QĐ/TW").key());
        assert!(altered(over).iter().any(|finding| matches!(finding, Finding::OtherLayer { .. })));
        let renamed = altered(|set| {
            let clock = set.clocks.remove("decide").unwrap();
            set.clocks.insert("decyde".into(), clock);
        });
        assert!(matches!(renamed[..], [Finding::NewClock { .. }]) && !renamed[0].is_error());
        let level = |set: &mut RuleSet| set.education.as_mut().unwrap().least = "Vỡ lòng".into();
        assert!(matches!(altered(level)[..], [Finding::UnknownLevel { .. }]));
    }
}
