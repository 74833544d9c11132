//! All rule sets of an office on one time line: which set decides on which day, with what later
//! and local sets say laid over what they inherit.
//!
//! Which set decides a clock is decided by the day of the event that starts it, never by today.

use super::calendar::Calendar;
use super::milestone::MilestoneKind;
use super::rules::{Clock, Education, Event, Limit, Names, PaperRule, RuleKey, RuleSet, Share};
use crate::ron_fast;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// One thing that is ruled, with the set that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled<T> {
    pub is: T,
    pub source: RuleKey,
}

/// Everything that is ruled on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The national set in force, then the local ones laid over it.
    pub sets: Vec<RuleKey>,
    pub limits: BTreeMap<Limit, Ruled<(u32, String)>>,
    pub education: Option<Ruled<Education>>,
    pub votes: BTreeMap<MilestoneKind, Ruled<(Share, String)>>,
    pub competence: BTreeMap<String, Ruled<(Names, Share, String)>>,
    pub clocks: BTreeMap<String, Ruled<Clock>>,
    pub cases: BTreeMap<String, Ruled<Names>>,
    pub papers: BTreeMap<String, Ruled<PaperRule>>,
    pub moves: BTreeMap<String, Ruled<(Names, Names, Names, String)>>,
}

impl Rules {
    /// The number of a limit; `None` where nothing is ruled.
    pub fn limit(&self, limit: Limit) -> Option<u32> {
        self.limits.get(&limit).map(|ruled| ruled.is.0)
    }

    /// The clause of a limit; empty where nothing is ruled.
    pub fn clause(&self, limit: Limit) -> &str {
        self.limits.get(&limit).map_or("", |ruled| ruled.is.1.as_str())
    }

    /// Lays one set over what holds already.
    fn lay(&mut self, set: &RuleSet) {
        let source = set.key();
        fn over<K: Ord + Clone, T: Clone>(
            map: &mut BTreeMap<K, Ruled<T>>,
            new: &BTreeMap<K, T>,
            source: &RuleKey,
        ) {
            for (key, is) in new {
                map.insert(key.clone(), Ruled { is: is.clone(), source: source.clone() });
            }
        }
        gone(set, "clocks").for_each(|key| drop(self.clocks.remove(key)));
        gone(set, "papers").for_each(|key| drop(self.papers.remove(key)));
        gone(set, "competence").for_each(|key| drop(self.competence.remove(key)));
        gone(set, "cases").for_each(|key| drop(self.cases.remove(key)));
        gone(set, "moves").for_each(|key| drop(self.moves.remove(key)));
        over(&mut self.limits, &set.limits, &source);
        over(&mut self.votes, &set.votes, &source);
        over(&mut self.competence, &set.competence, &source);
        over(&mut self.clocks, &set.clocks, &source);
        over(&mut self.cases, &set.cases, &source);
        over(&mut self.papers, &set.papers, &source);
        over(&mut self.moves, &set.moves, &source);
        if let Some(education) = &set.education {
            self.education = Some(Ruled { is: education.clone(), source: source.clone() });
        }
    }
}

/// What of a kind a set takes away from what it is laid over.
fn gone<'a>(set: &'a RuleSet, kind: &'static str) -> impl Iterator<Item = &'a str> {
    let parts = set.without.iter().filter_map(|gone| gone.split_once('.'));
    parts.filter(move |(of, _)| *of == kind).map(|(_, key)| key)
}

/// A span of days in which the same rules hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Era {
    /// First day; the first era has no beginning.
    from: NaiveDate,
    /// Laid over one another when somebody first asks: most questions are about one era.
    rules: OnceLock<Rules>,
}

/// Why sets make no rule book.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    #[error("{0}: inherits from {1}, which is not there")]
    NoParent(RuleKey, RuleKey),
    #[error("{0}: inherits from itself, through others")]
    Ring(RuleKey),
    #[error("there is no national rule set")]
    Empty,
}

/// The sets of an office, on one time line, with its calendar. The default one rules nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    sets: BTreeMap<RuleKey, RuleSet>,
    layers: BTreeSet<String>,
    eras: Vec<Era>,
    /// The events that start a clock in any era, by its name.
    starts: BTreeMap<String, Vec<Event>>,
    pub calendar: Calendar,
}

/// The files that ketnap comes with: name and text.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("29-qd-tw-2016.ron", include_str!("../../config/rules/29-qd-tw-2016.ron")),
    ("24-qd-tw-2021.ron", include_str!("../../config/rules/24-qd-tw-2021.ron")),
    ("232-qd-tw-2025.ron", include_str!("../../config/rules/232-qd-tw-2025.ron")),
    ("294-qd-tw-2025.ron", include_str!("../../config/rules/294-qd-tw-2025.ron")),
    ("02-hd-btctu-2025.ron", include_str!("../../config/rules/02-hd-btctu-2025.ron")),
    ("20-qd-tw-2026.ron", include_str!("../../config/rules/20-qd-tw-2026.ron")),
    ("208-qd-tw-2026.ron", include_str!("../../config/rules/208-qd-tw-2026.ron")),
];

impl Rulebook {
    /// Puts sets on a time line; `layers` are the local layers that hold here. A set with a known
    /// key replaces the one before it.
    ///
    /// # Errors
    /// [`RulebookError`] where inheritance leads nowhere.
    pub fn new(
        sets: impl IntoIterator<Item = RuleSet>,
        layers: BTreeSet<String>,
        calendar: Calendar,
    ) -> Result<Rulebook, RulebookError> {
        let sets: BTreeMap<RuleKey, RuleSet> = sets.into_iter().map(|set| (set.key(), set)).collect();
        let mut book = Rulebook { sets, layers, eras: Vec::new(), starts: BTreeMap::new(), calendar };
        for set in book.sets.values() {
            book.ancestry(set)?;
        }
        let mut starts: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        let holds = |set: &&RuleSet| set.layer.is_empty() || book.layers.contains(&set.layer);
        let mut days: Vec<NaiveDate> =
            book.sets.values().filter(holds).map(|set| set.effective.first()).collect();
        days.sort_unstable();
        days.dedup();
        // Before the first national set is known, it holds already.
        days.retain(|day| book.in_force("", *day).is_some());
        if days.is_empty() {
            return Err(RulebookError::Empty);
        }
        for day in &days {
            for (name, clock) in book.clocks_of(*day) {
                let events = starts.entry(name.to_owned()).or_default();
                let new: Vec<Event> = clock.from.iter().filter(|e| !events.contains(e)).copied().collect();
                events.extend(new);
            }
        }
        book.eras = days.into_iter().map(|from| Era { from, rules: OnceLock::new() }).collect();
        book.starts = starts;
        Ok(book)
    }

    /// The rules that ketnap comes with.
    ///
    /// # Errors
    /// Only if the program was built with broken files, which a test excludes.
    pub fn built_in(layers: BTreeSet<String>) -> Result<Rulebook, String> {
        let sets: Result<Vec<RuleSet>, String> = Rulebook::built_in_sets();
        let calendar = Calendar::built_in().map_err(|error| format!("config/holidays.ron: {error}"))?;
        Rulebook::new(sets?, layers, calendar).map_err(|error| error.to_string())
    }

    /// The sets that ketnap comes with.
    ///
    /// # Errors
    /// As [`Rulebook::built_in`].
    pub fn built_in_sets() -> Result<Vec<RuleSet>, String> {
        let read = |(name, text): (&str, &str)| {
            ron_fast::from_str(text).map_err(|error| format!("config/rules/{name}: {error}"))
        };
        BUILT_IN.into_iter().map(read).collect()
    }

    /// A set and those from which it inherits, itself first.
    fn ancestry<'a>(&'a self, set: &'a RuleSet) -> Result<Vec<&'a RuleSet>, RulebookError> {
        let mut line = vec![set];
        let mut child = set;
        while let Some(key) = &child.over {
            let set = self.sets.get(key).ok_or_else(|| RulebookError::NoParent(child.key(), key.clone()))?;
            if line.iter().any(|known| std::ptr::eq(*known, set)) {
                return Err(RulebookError::Ring(key.clone()));
            }
            line.push(set);
            child = set;
        }
        Ok(line)
    }

    /// What lies over one another to make `sets`, the lowest first. Whether inheritance leads somewhere was
    /// asked when the book was made.
    fn parts<'a>(&'a self, sets: &[&'a RuleSet]) -> Vec<&'a RuleSet> {
        let of = |set: &&'a RuleSet| self.ancestry(set).unwrap_or_default().into_iter().rev();
        sets.iter().flat_map(of).collect()
    }

    /// Sets laid over one another.
    fn laid(&self, sets: &[&RuleSet]) -> Rules {
        let mut rules = Rules::default();
        self.parts(sets).into_iter().for_each(|part| rules.lay(part));
        rules.sets = sets.iter().map(|set| set.key()).collect();
        rules
    }

    /// The set of a layer that is in force on a day: the last one that took effect by then.
    fn in_force(&self, layer: &str, day: NaiveDate) -> Option<&RuleSet> {
        let of_layer = self.sets.values().filter(|set| set.layer == layer && set.effective.first() <= day);
        of_layer.max_by_key(|set| (set.effective, set.signed, &set.number))
    }

    /// The national set that holds on a day and the local ones over it.
    fn held_on(&self, day: NaiveDate) -> Vec<&RuleSet> {
        let local = self.layers.iter().map(String::as_str).filter(|layer| !layer.is_empty());
        std::iter::once("").chain(local).filter_map(|layer| self.in_force(layer, day)).collect()
    }

    /// The clocks that are ruled on a day.
    fn clocks_of(&self, day: NaiveDate) -> BTreeMap<&str, &Clock> {
        let mut clocks = BTreeMap::new();
        for part in self.parts(&self.held_on(day)) {
            for name in gone(part, "clocks") {
                clocks.remove(name);
            }
            clocks.extend(part.clocks.iter().map(|(name, clock)| (name.as_str(), clock)));
        }
        clocks
    }

    /// What is ruled on a day. Before the first known regulation, the first one.
    pub fn on(&self, day: NaiveDate) -> &Rules {
        static NOTHING: Rules = Rules {
            sets: Vec::new(),
            limits: BTreeMap::new(),
            education: None,
            votes: BTreeMap::new(),
            competence: BTreeMap::new(),
            clocks: BTreeMap::new(),
            cases: BTreeMap::new(),
            papers: BTreeMap::new(),
            moves: BTreeMap::new(),
        };
        self.era(self.era_on(day)).unwrap_or(&NOTHING)
    }

    /// The number of the era of a day.
    pub fn era_on(&self, day: NaiveDate) -> usize {
        self.eras.partition_point(|era| era.from <= day).saturating_sub(1)
    }

    /// The clocks of all eras by name, with every event that starts one of them in some era.
    pub fn starts(&self) -> impl Iterator<Item = (&str, &[Event])> {
        self.starts.iter().map(|(name, events)| (name.as_str(), events.as_slice()))
    }

    /// The clock of this name that is ruled on a day, with its era.
    pub fn clock_on(&self, name: &str, day: NaiveDate) -> Option<(usize, &Ruled<Clock>)> {
        let era = self.era_on(day);
        Some((era, self.era(era)?.clocks.get(name)?))
    }

    /// Which set is named for something ruled in an era: a local set where it said so, else the
    /// national set in force.
    pub fn decides(&self, era: usize, source: &RuleKey) -> Option<&RuleKey> {
        let sets = &self.era(era)?.sets;
        let local = self.sets.get(source).is_some_and(|set| !set.layer.is_empty());
        sets.iter().find(|set| local && *set == source).or(sets.first())
    }

    /// What is ruled in an era.
    pub fn era(&self, era: usize) -> Option<&Rules> {
        let era = self.eras.get(era)?;
        Some(era.rules.get_or_init(|| self.laid(&self.held_on(era.from))))
    }

    /// What is ruled in each era, the last one first: what something was called last comes first.
    pub fn latest_first(&self) -> impl Iterator<Item = &Rules> {
        (0..self.eras.len()).rev().filter_map(|era| self.era(era))
    }

    /// All sets, by key.
    pub fn sets(&self) -> impl Iterator<Item = &RuleSet> {
        self.sets.values()
    }

    /// A set by its key.
    pub fn set(&self, key: &RuleKey) -> Option<&RuleSet> {
        self.sets.get(key)
    }

    /// The local layers that hold here.
    pub fn layers(&self) -> &BTreeSet<String> {
        &self.layers
    }

    /// A set with everything that it inherits, whatever is in force when.
    pub fn whole(&self, key: &RuleKey) -> Option<Rules> {
        let set = self.sets.get(key)?;
        match set.layer.is_empty() {
            true => Some(self.laid(&[set])),
            false => Some(self.laid(&[self.in_force("", set.effective.first())?, set])),
        }
    }

    /// The sets whose key begins so: by number alone there may be several.
    pub fn named(&self, text: &str) -> Vec<&RuleSet> {
        let wanted = super::text::fold(text);
        let fits = |set: &&RuleSet| {
            let key = super::text::fold(&set.key().to_string());
            // `294` is enough where one set has that number.
            let number = key.split('@').next().unwrap_or_default();
            key == wanted || number == wanted || number.split('-').next() == Some(wanted.as_str())
        };
        self.sets.values().filter(fits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Length;
    use crate::domain::rules::Status;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn book(layers: &[&str]) -> Rulebook {
        Rulebook::built_in(layers.iter().map(|layer| layer.to_string()).collect()).unwrap()
    }

    fn decide(book: &Rulebook, on: &str) -> (Length, Option<Length>, String) {
        let clock = &book.on(day(on)).clocks["decide"];
        (clock.is.within, clock.is.extend, clock.source.number.clone())
    }

    /// 29-QĐ/TW and 232-QĐ/TW: 60 + 30 working days; 294-QĐ/TW 4.3.1: 45 + 15.
    #[test]
    fn the_set_in_force_changes_with_the_day() {
        use Length::WorkingDays as Wd;
        let book = book(&[]);
        assert_eq!(decide(&book, "2015-01-01"), (Wd(60), Some(Wd(30)), "29-QĐ/TW".into()));
        assert_eq!(decide(&book, "2025-01-19"), (Wd(60), Some(Wd(30)), "29-QĐ/TW".into()));
        assert_eq!(decide(&book, "2025-01-20"), (Wd(60), Some(Wd(30)), "232-QĐ/TW".into()));
        assert_eq!(decide(&book, "2025-06-30"), (Wd(60), Some(Wd(30)), "232-QĐ/TW".into()));
        assert_eq!(decide(&book, "2025-07-01"), (Wd(45), Some(Wd(15)), "294-QĐ/TW".into()));
        assert_eq!(decide(&book, "2026-11-26"), (Wd(45), Some(Wd(15)), "294-QĐ/TW".into()));
        let number = |on: &str| book.on(day(on)).sets[0].number.clone();
        assert_eq!(number("2026-04-07"), "294-QĐ/TW");
        assert_eq!(number("2026-04-08"), "20-QĐ/TW");
        assert_eq!(number("2026-07-25"), "20-QĐ/TW");
        assert_eq!(number("2026-07-26"), "208-QĐ/TW");
        let status = |on: &str| book.set(&book.on(day(on)).sets[0]).unwrap().status;
        assert_eq!((status("2025-07-01"), status("2026-07-26")), (Status::Verified, Status::Unverified));
    }

    #[test]
    fn a_district_decides_no_longer_from_july_2025() {
        let book = book(&[]);
        assert!(book.on(day("2025-06-30")).competence.contains_key("district"));
        assert!(!book.on(day("2025-07-01")).competence.contains_key("district"));
        assert!(book.on(day("2025-07-01")).competence.contains_key("commune"));
    }

    #[test]
    fn a_province_is_laid_over_the_nation_where_it_holds() {
        let ha_noi = book(&["Hà Nội"]);
        let rules = ha_noi.on(day("2026-01-01"));
        assert_eq!(rules.clocks["recognise"].is.within, Length::WorkingDays(15));
        assert_eq!(rules.clocks["decide"].is.within, Length::WorkingDays(45));
        assert!(rules.clocks.contains_key("forward_cell"));
        assert!(!ha_noi.on(day("2025-11-20")).clocks.contains_key("forward_cell"));
        assert!(!book(&[]).on(day("2026-01-01")).clocks.contains_key("forward_cell"));
        assert_eq!(rules.sets.len(), 2);
    }

    #[test]
    fn a_set_that_inherits_from_nothing_or_from_itself_is_refused() {
        let mut sets = Rulebook::built_in_sets().unwrap();
        let odd = sets.last_mut().unwrap();
        odd.over = Some(RuleKey { number: "1-XX".into(), signed: "2020-01-01".parse().unwrap() });
        let new = |sets: Vec<RuleSet>| Rulebook::new(sets, BTreeSet::new(), Calendar::default());
        assert!(matches!(new(sets.clone()), Err(RulebookError::NoParent(..))));
        let odd = sets.last_mut().unwrap();
        odd.over = Some(odd.key());
        assert!(matches!(new(sets), Err(RulebookError::Ring(_))));
        assert_eq!(new(Vec::new()).unwrap_err(), RulebookError::Empty);
    }

    #[test]
    fn every_value_has_its_clause() {
        for set in Rulebook::built_in_sets().unwrap() {
            let clauses = set.limits.values().map(|(_, clause)| clause);
            let clauses = clauses.chain(set.clocks.values().map(|clock| &clock.clause));
            let clauses = clauses.chain(set.papers.values().map(|paper| &paper.clause));
            let clauses = clauses.chain(set.votes.values().map(|(_, clause)| clause));
            assert!(clauses.into_iter().all(|clause| !clause.is_empty()), "{}", set.key());
        }
    }
}
