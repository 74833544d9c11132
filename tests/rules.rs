//! The procedure as tables of cases: for each rule both sides of its limit, with the clause.

use chrono::NaiveDate;
use ketnap::domain::book::Record;
use ketnap::domain::breach::{Standpoint, What, breaches};
use ketnap::domain::clock::{running, waiver_code};
use ketnap::domain::dossier::{Former, FormerReason, Helper, HelperRole, Paper, PaperState, Waiver};
use ketnap::domain::due::{Due, dues};
use ketnap::domain::milestone::{AsideReason, Asked, Milestone, SetAside, Vote};
use ketnap::domain::outlook::{Block, checklist, outlook, party_age};
use ketnap::domain::person::Post;
use ketnap::domain::problem::{Problem, problems};
use ketnap::domain::rules::RuleSet;
use ketnap::domain::rules_lint::lint;
use ketnap::domain::{Date, Day, MilestoneKind, Person, Rulebook, UnitId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use MilestoneKind::*;

fn rules() -> &'static Rulebook {
    static RULES: OnceLock<Rulebook> = OnceLock::new();
    RULES.get_or_init(|| Rulebook::built_in(Default::default()).unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn person(milestones: &[(MilestoneKind, &str)]) -> Person {
    let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
    for (kind, on) in milestones {
        let round = person.next_round(*kind).unwrap();
        person.milestones.insert((*kind, round), Milestone::on(date(on)));
    }
    person
}

fn standpoint(today: &str) -> Standpoint<'static> {
    Standpoint { rules: rules(), today: day(today), hard_area: false, kinds: Vec::new() }
}

/// Codes of what a record breaks, exceptions left out.
fn broken(person: &Person, today: &str) -> Vec<String> {
    let found = breaches(person, &standpoint(today));
    found.into_iter().filter(|breach| breach.waived.is_none()).map(|breach| breach.what.code()).collect()
}

fn with(mut person: Person, change: impl FnOnce(&mut Person)) -> Person {
    change(&mut person);
    person
}

/// 294-QĐ/TW 1.1.1: from 18 (216 months) at the cell's consideration, by month: two readings.
#[test]
fn the_age_counts_at_the_cells_consideration_and_both_readings_are_named() {
    let at = |born: &str, considered: &str| {
        let p = with(person(&[(CellResolution, considered)]), |p| p.born = Some(date(born)));
        breaches(&p, &standpoint("2026-01-01")).into_iter().map(|b| b.what).next()
    };
    let young = |from: &str| Some(What::TooYoung { from: day(from) });
    let readings =
        |month: &str, exact: &str| Some(What::AgeReadings { by_month: day(month), by_day: day(exact) });
    assert_eq!(at("2005-07-31", "2023-06-30"), young("2023-07-31"));
    assert_eq!(at("2005-07-31", "2023-07-01"), readings("2023-07-01", "2023-07-31"));
    assert_eq!(at("2005-07-31", "2023-07-30"), readings("2023-07-01", "2023-07-31"));
    assert_eq!(at("2005-07-31", "2023-07-31"), None);
    assert_eq!(at("2008-02-29", "2026-02-27"), readings("2026-02-01", "2026-02-28"));
    assert_eq!(at("2008-02-29", "2026-02-28"), None);
    // A vague birth date is given the benefit of the doubt.
    assert_eq!(at("2005", "2023-07-31"), None);
    assert_eq!(at("2006", "2023-07-31"), young("2024-12-31"));
}

/// 06-HD/TW 1.1: over 60 (720 months) only with the provincial standing committee's consent.
#[test]
fn over_sixty_needs_a_written_consent_that_is_recorded() {
    let at = |considered: &str| {
        with(person(&[(CellResolution, considered)]), |p| p.born = Some(date("1963-07-15")))
    };
    assert_eq!(broken(&at("2023-07-31"), "2023-08-01"), Vec::<String>::new());
    assert_eq!(broken(&at("2023-08-01"), "2023-08-01"), ["age_max"]);
    let consent = Waiver {
        date: date("2023-06-01"),
        reason: "vùng chưa có đảng viên".into(),
        number: "12-CV/TU".into(),
        by: "Ban Thường vụ Tỉnh ủy (mẫu)".into(),
        until: None,
    };
    let waived = with(at("2023-08-01"), |p| drop(p.waivers.insert("age_max".into(), consent)));
    assert_eq!(broken(&waived, "2023-08-01"), Vec::<String>::new());
    assert!(breaches(&waived, &standpoint("2023-08-01"))[0].waived.is_some(), "it stays on the card");
}

/// 294-QĐ/TW 1.2.1, 06-HD/TW 1.2a: lower secondary; primary in hard areas.
#[test]
fn education_is_judged_by_the_area() {
    let p = |level: &str| with(person(&[(CellResolution, "2025-08-01")]), |p| p.education = level.into());
    let in_area = |level: &str, hard_area| {
        let here = Standpoint { hard_area, ..standpoint("2025-08-02") };
        breaches(&p(level), &here).into_iter().any(|breach| breach.what.code() == "education")
    };
    assert!(in_area("Tiểu học", false) && !in_area("THCS", false));
    assert!(!in_area("Tiểu học", true) && in_area("Biết đọc, biết viết", true));
    assert!(!in_area("", false), "nothing written is nothing broken");
}

/// 294-QĐ/TW 3.2.1: introducers are official and 12 months together; 3.2.2: a replacement need not.
#[test]
fn introducers_are_official_members_and_together_for_twelve_months() {
    let helper = |official, since: &str, replacement, role| Helper {
        name: "Trần Mẫu Bình".into(),
        role,
        official: Some(official),
        together_since: Some(date(since)),
        from: Some(date("2025-08-01")),
        until: None,
        replacement,
        number: String::new(),
        comments: BTreeSet::new(),
    };
    let sound = helper(true, "2020-01-01", false, HelperRole::Introducer);
    let of = |helpers: &[Helper]| {
        let p = with(person(&[(CellResolution, "2025-09-01")]), |p| {
            p.helpers.extend(helpers.iter().cloned().enumerate().map(|(n, helper)| (n as u8 + 1, helper)));
        });
        broken(&p, "2025-09-02")
    };
    let beside = |other: Helper| of(&[sound.clone(), other]);
    let none = Vec::<String>::new();
    assert_eq!(beside(helper(true, "2024-08-01", false, HelperRole::Both)), none);
    assert_eq!(
        beside(helper(true, "2024-08-02", false, HelperRole::Both)),
        ["introducer_together.tran mau binh"]
    );
    assert_eq!(beside(helper(true, "2025-06-01", true, HelperRole::Both)), none);
    assert_eq!(
        beside(helper(false, "2020-01-01", false, HelperRole::Introducer)),
        ["introducers", "introducer_official.tran mau binh"]
    );
    // One who only helps does not introduce; where nobody was written down, nothing is known.
    assert_eq!(beside(helper(true, "2025-06-01", false, HelperRole::Helper)), ["introducers"]);
    assert_eq!(of(&[]), none);
}

/// 06-HD/TW 5.4: certificate 60 months, papers 12 months, to the cell's consideration. Validation
/// rule 16: nobody is admitted without a certificate that counts.
#[test]
fn a_certificate_or_papers_past_their_time_are_named_whether_considered_or_not() {
    let certificate = |considered: &str| {
        broken(&person(&[(Certificate, "2020-07-15"), (CellResolution, considered)]), "2026-01-01")
    };
    assert_eq!(certificate("2025-07-15"), Vec::<String>::new());
    assert_eq!(certificate("2025-07-16"), ["clock.certificate"]);
    let open = |today: &str| broken(&person(&[(Certificate, "2020-07-15")]), today);
    assert_eq!(open("2025-07-15"), Vec::<String>::new());
    assert_eq!(open("2025-07-16"), ["clock.certificate"]);
    let papers = |considered: &str| {
        broken(&person(&[(DossierOpened, "2024-07-15"), (CellResolution, considered)]), "2026-01-01")
    };
    assert_eq!(papers("2025-07-15"), Vec::<String>::new());
    assert_eq!(papers("2025-07-16"), ["clock.papers"]);
    let without = problems(&person(&[(Ceremony, "2025-07-15")]), day("2026-01-01"));
    assert!(without.contains(&Problem::NotRecorded(Certificate)));
}

/// 06-HD/TW 5.4a: which papers are to be redone when the dossier lapsed.
#[test]
fn four_papers_are_to_be_redone_after_twelve_months() {
    let p = person(&[(DossierOpened, "2025-08-01"), (Application, "2025-08-01")]);
    let there = Paper {
        state: PaperState::Valid,
        date: Some(date("2025-08-01")),
        place: String::new(),
        note: String::new(),
    };
    let p = with(p, |p| {
        for code in ["application", "cv", "introduction", "union", "opinions", "verification"] {
            p.papers.insert(code.into(), there.clone());
        }
    });
    let lapsed = |today: &str| -> Vec<String> {
        let items = checklist(&p, rules().on(day(today)), &standpoint(today));
        items.iter().filter(|i| i.has_lapsed(day(today))).map(|i| i.code.to_owned()).collect()
    };
    assert_eq!(lapsed("2026-08-01"), Vec::<String>::new());
    assert_eq!(lapsed("2026-08-02"), ["introduction", "union", "opinions", "verification"]);
}

/// 294-QĐ/TW 4.3.1, 4.1, 4.2.1: later than the last working day is named, with its clause.
#[test]
fn late_steps_are_named_and_a_granted_extension_counts_up_to_its_longest() {
    let decided = |on: &str| person(&[(CellResolution, "2025-07-01"), (Decision, on)]);
    assert_eq!(broken(&decided("2025-09-04"), "2026-01-01"), Vec::<String>::new());
    assert_eq!(broken(&decided("2025-09-05"), "2026-01-01"), ["clock.decide"]);
    let extended = |until: &str| {
        let waiver = Waiver {
            date: date("2025-09-01"),
            reason: "chờ xác minh".into(),
            number: "5-CV/ĐU".into(),
            by: String::new(),
            until: Some(date(until)),
        };
        with(decided("2025-09-20"), |p| drop(p.waivers.insert(waiver_code("decide", 1), waiver)))
    };
    // 45 + 15 working days from 01/7/2025: to 25/9/2025.
    assert_eq!(broken(&extended("2025-09-25"), "2026-01-01"), Vec::<String>::new());
    assert_eq!(broken(&extended("2025-09-26"), "2026-01-01"), ["extension.decide"]);
    let held =
        |on: &str| person(&[(Decision, "2025-07-01"), (DecisionReceived, "2025-07-08"), (Ceremony, on)]);
    assert_eq!(broken(&held("2025-08-19"), "2025-12-01"), Vec::<String>::new());
    assert_eq!(broken(&held("2025-08-20"), "2025-12-01"), ["clock.ceremony"]);
    let late = breaches(&held("2025-08-20"), &standpoint("2025-12-01"));
    assert_eq!((late[0].clause.as_str(), late[0].set.number.as_str()), ("294-QĐ/TW điểm 4.1", "294-QĐ/TW"));
}

/// 294-QĐ/TW 9.3.2, 9.3.3, 4.2.3: two thirds of the summoned, at most three rounds.
#[test]
fn a_vote_that_was_not_carried_and_a_fourth_round_are_named() {
    let voted = |in_favour, rounds: usize| {
        let mut p = person(&vec![(CellReview, "2025-07-01"); rounds]);
        p.milestones.insert((Ceremony, 1), Milestone::on(date("2024-06-01")));
        for round in 1..rounds as u8 {
            let failed = p.milestones.get_mut(&(CellReview, round)).unwrap();
            let (date, reason) = (failed.date, AsideReason::NotCarried);
            failed.set_aside = Some(SetAside { date, reason, note: String::new() });
        }
        let last = p.milestones.get_mut(&(CellReview, rounds as u8)).unwrap();
        last.vote =
            Some(Vote { summoned: 20, present: 20, in_favour, against: 20 - in_favour, ..Vote::default() });
        broken(&p, "2025-07-02")
    };
    assert_eq!(voted(14, 1), Vec::<String>::new());
    assert_eq!(voted(13, 1), ["vote.cell_review"]);
    assert_eq!(voted(14, 3), Vec::<String>::new());
    assert_eq!(voted(14, 4), ["rounds.cell_review"]);
}

/// 294-QĐ/TW 9.3.3, 4.3.2; 208-QĐ/TW (question 91): who decides, and by which share, goes by the
/// kind of the unit and by the set.
#[test]
fn the_committee_that_decides_changes_with_kind_and_set() {
    let of = |kinds: &[&str], on: &str| {
        let here =
            Standpoint { kinds: kinds.iter().map(|kind| kind.to_string()).collect(), ..standpoint(on) };
        here.decides(day(on)).map(|body| (body.is.0.0.clone(), body.is.1))
    };
    use ketnap::domain::rules::Share::{AtLeast, MoreThan};
    let whole = |on| of(&["cell", "base:delegated", "base", "district"], on).unwrap().1;
    assert_eq!(whole("2025-06-30"), AtLeast(2, 3));
    assert_eq!(whole("2026-07-25"), AtLeast(2, 3));
    assert_eq!(whole("2026-07-26"), MoreThan(1, 2));
    // Without the power to admit, the base proposes and the district decides.
    assert_eq!(of(&["cell", "base", "district"], "2025-06-30").unwrap().1, MoreThan(1, 2));
    assert_eq!(of(&["cell", "district"], "2025-07-01"), None);
    assert!(of(&["cell", "commune"], "2025-07-01").unwrap().0.contains("xã, phường"));
    let decided = |in_favour, on: &str| {
        let mut p = person(&[(Decision, on)]);
        p.milestones.get_mut(&(Decision, 1)).unwrap().vote =
            Some(Vote { summoned: 11, present: 11, in_favour, ..Vote::default() });
        let here =
            Standpoint { kinds: vec!["base:delegated".into(), "base".into()], ..standpoint("2026-12-01") };
        breaches(&p, &here).into_iter().any(|breach| breach.what.code() == "vote.decision")
    };
    assert!(decided(7, "2026-07-25") && !decided(8, "2026-07-25"));
    assert!(decided(5, "2026-07-26") && !decided(6, "2026-07-26"));
}

/// 294-QĐ/TW 3.1: a member of the Youth Union is introduced by it, up to the youth age; a member of
/// a trade union at any age. Then one member introduces beside it.
#[test]
fn who_introduces_goes_by_union_and_age() {
    let needs = |tag: &str, born: &str| {
        let p = with(person(&[(DossierOpened, "2025-07-15")]), |p| {
            p.tags.insert(tag.into());
            p.born = Some(date(born));
        });
        let items = checklist(&p, rules().on(day("2025-08-01")), &standpoint("2025-08-01"));
        items.iter().any(|item| item.code == "union" && item.mandatory)
    };
    assert!(needs("đoàn viên", "1995-08-01") && !needs("đoàn viên", "1995-07-01"));
    assert!(needs("công đoàn viên", "1980-01-01") && !needs("", "2000-01-01"));
    let need = |there: bool| {
        let p = with(person(&[(DossierOpened, "2025-07-15")]), |p| {
            if there {
                let state = PaperState::HandedIn;
                let paper = Paper { state, date: None, place: String::new(), note: String::new() };
                p.papers.insert("union".into(), paper);
            }
        });
        let blocks = outlook(&p, &standpoint("2025-08-01")).blocks;
        blocks.into_iter().find_map(|block| match block {
            Block::Introducers { need, .. } => Some(need),
            _ => None,
        })
    };
    assert_eq!((need(false), need(true)), (Some(2), Some(1)));
}

/// Validation rule 10: the same person twice, by number or by name and birth date.
#[test]
fn a_second_record_of_the_same_person_is_noticed() {
    use ketnap::domain::likeness::{Doubt, Likeness, Signs};
    use ketnap::domain::{Book, Catalogue, PersonId, Unit};
    use ketnap::query::alike::alike;
    use ketnap::query::{PersonRow, Register};
    let mut book = Book::default();
    book.units.insert(UnitId::from_bits(1), Unit::new("Xã Mẫu".into(), "base".into(), None));
    let known = with(person(&[]), |p| {
        p.born = Some(date("2000-03-12"));
        p.identity_number = "001099012345".into();
    });
    book.people.insert(PersonId::from_bits(7), record(known, "2023-01-01"));
    let register =
        Register::build([(UnitId::from_bits(1), &book)], &Catalogue::default(), rules(), Day::ALWAYS);
    let alike = |name: &str, born: &str, number: &str| {
        let unit = Some(UnitId::from_bits(2));
        alike(&register, &Signs { name, born: Some(date(born)), code: "", number, unit })
    };
    assert_eq!(alike("lê mẫu ánh", "2000-03-12", ""), [(PersonRow::FIRST, Likeness::Namesake)]);
    assert_eq!(alike("Lê Mẫu Ánh", "2000-03-13", ""), []);
    assert_eq!(alike("le mau anh", "2000-03-12", ""), [(PersonRow::FIRST, Likeness::Namesake)]);
    assert_eq!(alike("Lê Mẫu Ân", "2000-03-12", ""), []);
    assert_eq!(
        alike("X", "1999", "001099012345"),
        [(PersonRow::FIRST, Likeness::InDoubt(Doubt::UsedNumber))]
    );
}

/// Validation rule 11: no-break spaces, decomposed letters, double spaces, both tone placements.
#[test]
fn texts_are_tidied_and_both_ways_of_placing_a_tone_are_one() {
    use ketnap::domain::text::{clean, fold};
    assert_eq!(clean("Lê\u{a0} Thị  A\u{301}nh ").unwrap(), "Lê Thị Ánh");
    assert_eq!(fold("Hoà Uỷ"), fold("Hòa Ủy"));
}

/// 294-QĐ/TW 4.2, 06-HD/TW 4.2: the review, and the self-review, only after twelve months.
#[test]
fn a_review_before_the_end_of_probation_is_named() {
    let reviewed = |on: &str| broken(&person(&[(Ceremony, "2024-02-29"), (CellReview, on)]), "2025-12-01");
    assert_eq!(reviewed("2025-02-27"), ["before_probation_end"]);
    assert_eq!(reviewed("2025-02-28"), Vec::<String>::new());
    let written = |on: &str| {
        let paper = Paper {
            state: PaperState::HandedIn,
            date: Some(date(on)),
            place: String::new(),
            note: String::new(),
        };
        let p =
            with(person(&[(Ceremony, "2024-02-29")]), |p| drop(p.papers.insert("self_review".into(), paper)));
        broken(&p, "2025-03-01")
    };
    assert_eq!(written("2025-02-27"), ["before_probation_end"]);
    assert_eq!(written("2025-02-28"), Vec::<String>::new());
}

/// 294-QĐ/TW 3.5: 36 months out, 60 after a cleared record, once only, some never.
#[test]
fn readmission_waits_is_once_and_for_some_never() {
    let again = |why, cleared: Option<&str>, readmitted, considered: &str| {
        let former =
            Former { left: date("2022-07-15"), why, decision: None, cleared: cleared.map(date), readmitted };
        let p = with(person(&[(CellResolution, considered)]), |p| p.former = Some(former));
        broken(&p, "2029-01-01")
    };
    let none = Vec::<String>::new();
    assert_eq!(again(FormerReason::Other, None, 0, "2025-07-14"), ["readmission_after"]);
    assert_eq!(again(FormerReason::Other, None, 0, "2025-07-15"), none);
    assert_eq!(again(FormerReason::MinorCrime, Some("2023-01-10"), 0, "2028-01-09"), ["readmission_after"]);
    assert_eq!(again(FormerReason::MinorCrime, Some("2023-01-10"), 0, "2028-01-10"), none);
    assert_eq!(again(FormerReason::MinorCrime, None, 0, "2028-01-10"), ["readmission_after"]);
    // Cleared long ago: the months since leaving still count.
    assert_eq!(again(FormerReason::MinorCrime, Some("2019-01-10"), 0, "2025-07-14"), ["readmission_after"]);
    assert_eq!(again(FormerReason::Other, None, 1, "2026-01-01"), ["readmissions"]);
    assert_eq!(again(FormerReason::DroppedOut, None, 0, "2026-01-01"), ["never_readmitted"]);
    assert_eq!(again(FormerReason::Hardship, None, 0, "2026-01-01"), none);
}

/// 294-QĐ/TW 4.5: Party age counts from the signing of the decision, without a break.
#[test]
fn party_age_begins_with_the_signed_decision() {
    let p = person(&[(Decision, "2025-07-01"), (Ceremony, "2025-07-20")]);
    assert_eq!(party_age(&p), Some((day("2025-07-01"), 0)));
    let former = Former {
        left: date("2010-01-01"),
        why: FormerReason::Other,
        decision: Some(date("2000-01-01")),
        cleared: None,
        readmitted: 0,
    };
    let p = with(p, |p| p.former = Some(former));
    assert_eq!(party_age(&p), Some((day("2000-01-01"), (day("2025-07-01") - day("2010-01-01")).num_days())));
    assert_eq!(party_age(&person(&[(Ceremony, "2025-07-20")])), None);
}

#[test]
fn special_cases_bring_their_own_papers() {
    let codes = |cases: &[&str], today: &str| -> Vec<String> {
        let p = with(person(&[]), |p| p.cases = cases.iter().map(|case| case.to_string()).collect());
        let items = checklist(&p, rules().on(day(today)), &standpoint(today));
        items.iter().map(|item| item.code.to_owned()).filter(|code| code.contains('.')).collect()
    };
    assert_eq!(codes(&[], "2025-08-01"), Vec::<String>::new());
    assert_eq!(codes(&["religion"], "2025-08-01"), ["religion.letters"]);
    assert_eq!(codes(&["hoa", "foreign_spouse"], "2026-08-01").len(), 5);
    for case in rules().on(day("2026-08-01")).cases.keys() {
        assert!(!codes(&[case], "2026-08-01").is_empty(), "{case} has a template");
    }
}

#[test]
fn what_stands_in_the_way_of_the_cells_consideration_and_from_when_it_does_not() {
    let p = with(person(&[(Certificate, "2025-06-01"), (DossierOpened, "2025-07-01")]), |p| {
        p.born = Some(date("2007-10-20"));
    });
    let p = with(p, |p| drop(p.milestones.insert((VerificationAsked, 1), Milestone::on(date("2025-07-10")))));
    let p = with(p, |p| p.milestones.get_mut(&(VerificationAsked, 1)).unwrap().asked = Some(Asked::Police));
    let ahead = outlook(&p, &standpoint("2025-08-01"));
    assert_eq!(ahead.hurdle, Some(CellResolution));
    assert_eq!(
        ahead.blocks,
        [
            Block::Age { from: day("2025-10-20") },
            Block::Verifications { open: 1, police: 1 },
            Block::Introducers { have: 0, need: 2 },
            Block::Papers(5),
        ]
    );
    assert_eq!(ahead.earliest, Some(day("2025-10-20")));
    let probation = outlook(&person(&[(Ceremony, "2025-07-20")]), &standpoint("2025-08-01"));
    assert_eq!(probation.hurdle, Some(CellReview));
    assert!(probation.blocks.contains(&Block::Probation { until: day("2026-07-20") }));
    assert_eq!(probation.earliest, Some(day("2026-07-20")));
    assert_eq!(outlook(&person(&[(OfficialDecision, "2025-07-20")]), &standpoint("2025-08-01")).hurdle, None);
}

fn record(person: Person, changed: &str) -> Record {
    Record { rev: 1, entered: date("2023-01-01"), changed: date(changed), person }
}

fn due_names(person: Person, changed: &str) -> BTreeMap<String, String> {
    let found = dues(&record(person, changed), rules());
    let text = |day: Day| day.date().unwrap().to_string();
    found.iter().map(|due| (due.name(rules()).to_owned(), text(due.due))).collect()
}

#[test]
fn what_is_due_about_a_source_is_age_enlistment_comments_and_silence() {
    let p = with(person(&[(Identified, "2023-05-01")]), |p| {
        p.born = Some(date("2006-02-10"));
        p.enlists = Some(date("2024-02-26"));
        p.helpers.insert(
            1,
            Helper {
                name: "Trần Mẫu Bình".into(),
                role: HelperRole::Helper,
                official: None,
                together_since: None,
                from: Some(date("2023-05-01")),
                until: None,
                replacement: false,
                number: String::new(),
                comments: BTreeSet::from([date("2023-06-30")]),
            },
        );
    });
    let found = due_names(p.clone(), "2023-07-01");
    let expected = [
        ("age_from", "2024-02-10"),
        ("age_until", "2066-02-28"),
        ("comment", "2023-09-30"),
        ("enlistment", "2024-02-26"),
        ("untouched", "2024-01-01"),
    ];
    assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
    let admitted = with(p, |p| drop(p.milestones.insert((Ceremony, 1), Milestone::on(date("2023-07-10")))));
    let found = due_names(admitted.clone(), "2023-07-10");
    assert!(!found.contains_key("age_from") && !found.contains_key("enlistment"));
    assert_eq!(found.get("probation").unwrap(), "2024-07-10");
    let official = with(admitted, |p| {
        drop(p.milestones.insert((OfficialDecision, 1), Milestone::on(date("2024-08-01"))))
    });
    assert!(due_names(official, "2024-08-01").is_empty());
}

/// The working days of a ceremony are counted over 1/9 and 2/9 and, in 2026, over 24 November.
#[test]
fn deadlines_step_over_the_days_off_of_their_year() {
    let due = |decided: &str| due_names(person(&[(Decision, decided)]), decided)["ceremony"].clone();
    assert_eq!(due("2025-10-14"), "2025-11-25");
    assert_eq!(due("2026-10-14"), "2026-11-26");
}

/// Validation rule 14: the order of dates.
#[test]
fn steps_out_of_order_are_named() {
    let found = problems(&person(&[(Decision, "2025-07-10"), (Ceremony, "2025-07-09")]), day("2026-01-01"));
    assert!(found.contains(&Problem::OutOfOrder { earlier: Decision, later: Ceremony }));
}

/// Validation rules 1 and 9: impossible dates and dates without a year.
#[test]
fn impossible_dates_are_refused_and_a_year_is_left_out_only_where_the_reading_is_shown() {
    use ketnap::domain::date_reader::{About, DateReader};
    let typed = DateReader::typed(day("2023-07-31"));
    for text in ["31/2/2021", "29/2/2023", "31/4/2023", "0/1/2023", "1/13/2023"] {
        assert!(typed.read(text, About::Event).is_err(), "{text}");
    }
    assert_eq!(typed.read("30-4", About::Event).unwrap(), date("2023-04-30"));
    assert!(typed.read("30-4", About::Birth).is_err());
    assert!(DateReader::written(day("2023-07-31")).read("30-4", About::Event).is_err());
}

/// Validation rule 20: leading zeros of a twelve-digit number.
#[test]
fn leading_zeros_of_an_identity_number_stay() {
    use ketnap::exchange::fields::identity_number;
    assert_eq!(identity_number("001 099 012 345").unwrap(), "001099012345");
    assert!(identity_number("1099012345").is_err());
}

/// Validation rule 19: a rule set is judged against itself.
#[test]
fn only_the_known_contradiction_is_in_the_built_in_sets() {
    let wrong = rules().sets().filter(|set| lint(set, rules()).iter().any(|finding| finding.is_error()));
    let wrong: Vec<&str> = wrong.map(|set| set.number.as_str()).collect();
    assert_eq!(wrong, ["02-HD/BTCTU"]);
}

fn any_date() -> impl Strategy<Value = Date> {
    (1950i32..2030, 1u32..13, 1u32..29, 0u8..8).prop_map(|(year, month, day, vague)| match vague {
        0 => Date::new(year, None, None).unwrap(),
        1 => Date::new(year, Some(month), None).unwrap(),
        _ => Date::new(year, Some(month), Some(day)).unwrap(),
    })
}

fn any_person() -> impl Strategy<Value = Person> {
    let milestones = proptest::collection::vec((0usize..18, any_date(), 0u16..30, any_date(), 0u8..4), 0..14);
    let moved = proptest::option::of(any_date());
    (milestones, proptest::option::of(any_date()), proptest::option::of(any_date()), moved).prop_map(
        |(milestones, born, left, moved)| {
            let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(1));
            for (kind, on, votes, expiry, more) in milestones {
                let kind = MilestoneKind::ALL[kind];
                let Some(round) = person.next_round(kind) else { continue };
                let mut milestone = Milestone::on(on);
                milestone.vote =
                    (more == 0).then_some(Vote { summoned: 20, in_favour: votes, ..Vote::default() });
                milestone.expiry = (more == 1).then_some(expiry);
                milestone.asked = (more == 2).then_some(Asked::Abroad);
                person.milestones.insert((kind, round), milestone);
            }
            person.born = born;
            person.former = left.map(|left| Former {
                left,
                why: FormerReason::Other,
                decision: Some(left),
                cleared: None,
                readmitted: 0,
            });
            if let Some(from) = moved {
                person.posts.insert(1, Post { from: Some(from), ..Post::in_unit(UnitId::from_bits(1)) });
            }
            person
        },
    )
}

fn due_map(record: &Record, rules: &Rulebook) -> BTreeMap<(String, u8), (Day, Day)> {
    let key = |due: &Due| (due.name(rules).to_owned(), due.round);
    dues(record, rules).iter().map(|due| (key(due), (due.start, due.due))).collect()
}

/// A national set in force from 2024 that changes every deadline it has.
fn altered(from: &str) -> RuleSet {
    let mut set = rules().sets().find(|set| set.number == "294-QĐ/TW").unwrap().clone();
    set.number = "1-QĐ/MẪU".into();
    set.signed = date(from);
    set.effective = date(from);
    set.over = Some(rules().sets().find(|set| set.number == "24-QĐ/TW").unwrap().key());
    set.clocks.retain(|name, _| name != "decide_after_move");
    for clock in set.clocks.values_mut() {
        clock.within = ketnap::domain::calendar::Length::Days(7);
    }
    set.limits.clear();
    set
}

#[test]
fn a_set_that_takes_effect_in_between_moves_the_clocks_of_its_period_only() {
    let sets = rules().sets().cloned().chain([altered("2024-03-01")]);
    let after = Rulebook::new(sets, Default::default(), rules().calendar.clone()).unwrap();
    let moves = |resolved: &str| {
        let record = record(person(&[(CellResolution, resolved)]), "2026-01-01");
        due_map(&record, rules()) != due_map(&record, &after)
    };
    assert_eq!(
        ["2024-02-29", "2024-03-01", "2025-01-19", "2025-01-20"].map(moves),
        [false, true, true, false]
    );
}

proptest! {
    /// No rule ever makes entering true history impossible: whatever happened, in whatever order
    /// and however vaguely dated, is taken by the book, judged without a crash, and only warned of.
    #[test]
    fn no_rule_makes_true_history_impossible(person in any_person(), today in any_date()) {
        use ketnap::domain::{Book, Change, Edit, Facts, PersonId, Unit};
        let unit = Unit::new("Xã Mẫu".into(), "base".into(), None);
        let mut book = Book::default();
        book.apply(1, today, &[Edit::add(UnitId::from_bits(1), unit)]).unwrap();
        let id = PersonId::from_bits(7);
        let fresh = Person::new(person.name.clone(), UnitId::from_bits(1));
        book.apply(2, today, &[Edit::add(id, fresh.clone())]).unwrap();
        for (n, (old, new)) in fresh.difference(&person).into_iter().enumerate() {
            let edit = Edit::Person(Change { id, old, new });
            prop_assert!(book.apply(n as u64 + 3, today, &[edit]).is_ok());
        }
        let here = Standpoint { rules: rules(), today: today.last(), hard_area: false, kinds: Vec::new() };
        for breach in breaches(&person, &here) {
            prop_assert!(!breach.what.code().is_empty());
        }
        let _ = outlook(&person, &here);
        let _ = problems(&person, today.last());
        prop_assert_eq!(book.person(id), Some(&person));
    }

    /// Adding a rule set changes only the deadlines of clocks that start while it is in force.
    #[test]
    fn a_new_rule_set_touches_only_clocks_that_start_in_its_period(person in any_person()) {
        let before = rules();
        let sets = before.sets().cloned().chain([altered("2024-03-01")]);
        let after = Rulebook::new(sets, Default::default(), before.calendar.clone()).unwrap();
        let period = day("2024-03-01")..=day("2025-01-19");
        let clocks = |rules| -> BTreeMap<(String, u8), (NaiveDate, NaiveDate)> {
            let all = running(&person, rules).into_iter();
            all.map(|r| ((r.name.to_owned(), r.round), (r.due, r.decided))).collect()
        };
        let (old, new) = (clocks(before), clocks(&after));
        for key in old.keys().chain(new.keys()) {
            let (was, is) = (old.get(key), new.get(key));
            for (_, decided) in was.into_iter().chain(is) {
                prop_assert!(was == is || period.contains(decided), "{:?}: {:?} → {:?}", key, was, is);
            }
        }
    }
}
