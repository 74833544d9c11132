//! Figures: what must hold of them whatever the data.

use chrono::Datelike;
use ketnap::domain::Day;
use ketnap::domain::date_reader::{About, DateReader};
use ketnap::domain::edit::Edit;
use ketnap::domain::milestone::{AsideReason, SetAside};
use ketnap::domain::person::{Leave, LeaveReason, Post};
use ketnap::domain::{
    Book, Catalogue, Date, Milestone, MilestoneKind, Period, Person, PersonId, Rulebook, Stage, Target, Unit,
    UnitId,
};
use ketnap::parallel::waiting::Work;
use ketnap::query::figures::{Counting, Figure, Flow, Span};
use ketnap::query::people::behind;
use ketnap::query::progress::Params;
use ketnap::query::register::Amendment;
use ketnap::query::{PersonRow, Register, Row, UnitRow, progress};
use proptest::prelude::*;

const UNITS: u64 = 4;
/// The rows of the unit at the top and of somebody who is alone.
const TOP: UnitRow = UnitRow::FIRST;
const ONLY: PersonRow = PersonRow::FIRST;

fn date() -> impl Strategy<Value = Date> {
    (2021i32..2024, 1u32..13, 1u32..29, 0u8..8).prop_map(|(y, m, d, precision)| match precision {
        0 => Date::of_year(y).unwrap(),
        1 => Date::new(y, Some(m), None).unwrap(),
        _ => Date::new(y, Some(m), Some(d)).unwrap(),
    })
}

fn person() -> impl Strategy<Value = Person> {
    let milestones =
        proptest::collection::vec((0usize..18, 1u8..3, date(), proptest::option::of(date())), 0..8);
    let moves = proptest::collection::vec((2..=UNITS, date()), 0..3);
    let leave = proptest::option::of((date(), proptest::option::of(date())));
    (2..=UNITS, milestones, moves, leave).prop_map(|(unit, milestones, moves, leave)| {
        let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(unit));
        for (kind, round, date, aside) in milestones {
            let mut milestone = Milestone::on(date);
            milestone.set_aside =
                aside.map(|date| SetAside { date, reason: AsideReason::Returned, note: String::new() });
            person.milestones.insert((MilestoneKind::ALL[kind], round), milestone);
        }
        for (n, (unit, date)) in moves.into_iter().enumerate() {
            person
                .posts
                .insert(n as u8 + 1, Post { from: Some(date), ..Post::in_unit(UnitId::from_bits(unit)) });
        }
        if let Some((date, back)) = leave {
            let leave =
                Leave { date, reason: LeaveReason::Paused, number: String::new(), note: String::new(), back };
            person.leaves.insert(1, leave);
        }
        person
    })
}

/// One book: a top unit, three cells below it, and the people.
fn register(people: Vec<Person>) -> Register {
    summed(people, "2023-07-31".parse().unwrap())
}

/// The same, with the sums of a day.
fn summed(people: Vec<Person>, today: Date) -> Register {
    let mut book = Book::default();
    let mut edits: Vec<Edit> = (1..=UNITS)
        .map(|n| {
            let parent = (n > 1).then(|| UnitId::from_bits(1));
            let unit = Unit::new(format!("U{n}"), "cell".into(), parent);
            Edit::add(UnitId::from_bits(n), unit)
        })
        .collect();
    edits.extend(
        people.into_iter().enumerate().map(|(n, person)| Edit::add(PersonId::from_bits(n as u64), person)),
    );
    book.apply(1, "2021-01-01".parse().unwrap(), &edits).unwrap();
    Register::build(
        [(UnitId::from_bits(1), &book)],
        &Catalogue::built_in().unwrap(),
        &Rulebook::built_in(Default::default()).unwrap(),
        today.last_day(),
    )
}

/// A tree of 150 units, five below each, of which some state members and targets, and people all over it.
fn large_book(people: &[Person]) -> Book {
    const MANY: u64 = 150;
    let place = |unit: UnitId, n: usize| UnitId::from_bits((unit.bits() * 37 + n as u64 * 11) % MANY + 1);
    let mut edits: Vec<Edit> = (1..=MANY)
        .map(|n| {
            let parent = (n > 1).then(|| UnitId::from_bits((n + 3) / 5));
            let mut unit = Unit::new(format!("U{n}"), "cell".into(), parent);
            if n % 7 == 0 {
                unit.members.insert(2022, n as u32);
            }
            if n % 11 == 0 {
                let target =
                    Target { people: n as u32, number: String::new(), date: None, note: String::new() };
                unit.targets.insert((Period::Year(2023), 1), target);
            }
            Edit::add(UnitId::from_bits(n), unit)
        })
        .collect();
    edits.extend(people.iter().enumerate().map(|(n, person)| {
        let mut person = person.clone();
        person.posts.values_mut().for_each(|post| post.unit = place(post.unit, n));
        Edit::add(PersonId::from_bits(n as u64), person)
    }));
    let mut book = Book::default();
    book.apply(1, "2021-01-01".parse().unwrap(), &edits).unwrap();
    book
}

/// Entered under a clock of 2031, or with a first step next week, somebody was in no list and no figure.
#[test]
fn whoever_is_on_record_is_on_the_list_whatever_the_clock_said() {
    let someone = |first: Option<&str>| {
        let mut person = Person::new("Lê Mẫu Ánh".into(), UnitId::from_bits(2));
        let first = first.map(|day| ((MilestoneKind::Identified, 1), Milestone::on(day.parse().unwrap())));
        person.milestones.extend(first);
        person
    };
    let day = |text: &str| Day::from(text.parse::<Date>().unwrap().last());
    for (entered, first) in [("2031-05-01", None), ("1971-05-01", None), ("2023-07-31", Some("2023-08-07"))] {
        let mut book = Book::default();
        let unit = |n: u64, parent: Option<u64>| {
            let unit = Unit::new(format!("U{n}"), "cell".into(), parent.map(UnitId::from_bits));
            Edit::add(UnitId::from_bits(n), unit)
        };
        let person = Edit::add(PersonId::from_bits(1), someone(first));
        book.apply(1, entered.parse().unwrap(), &[unit(1, None), unit(2, Some(1)), person]).unwrap();
        let rules = Rulebook::built_in(Default::default()).unwrap();
        let books = [(UnitId::from_bits(1), &book)];
        let register = Register::build(books, &Catalogue::default(), &rules, day("2023-07-31"));
        let span = |last: &str| Span { first: day("2023-01-01"), last: day(last) };
        let counting = |last: &str| Counting { span: span(last), admission: MilestoneKind::Ceremony };
        for last in ["2023-07-31", "2023-08-01", "2040-01-01"] {
            let here = behind(&register, TOP, Figure::OnTheWay, counting(last), &Work::unheard()).unwrap();
            assert_eq!(here, [ONLY], "{entered} {first:?} as of {last}");
            let sums = register.sums(counting(last), &Work::unheard()).unwrap();
            assert_eq!(sums.get(TOP).unwrap()[..5], [1, 0, 0, 0, 0], "{entered} {first:?} as of {last}");
        }
        // A day that is over stays as it was.
        let past =
            behind(&register, TOP, Figure::OnTheWay, counting("2023-06-30"), &Work::unheard()).unwrap();
        assert_eq!(past.len(), usize::from(entered == "1971-05-01"), "{entered} {first:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whether few or more people than there are units changed since the sums were kept.
    #[test]
    fn figures_that_were_kept_and_added_to_are_those_of_everybody(
        people in proptest::collection::vec(person(), 200),
        others in proptest::collection::vec(person(), 200),
        changed in prop_oneof![1usize..6, Just(200)],
    ) {
        let (catalogue, rules) = (Catalogue::built_in().unwrap(), Rulebook::built_in(Default::default()).unwrap());
        let (top, today) = (UnitId::from_bits(1), "2023-07-31".parse::<Date>().unwrap().last_day());
        let of = |book: &Book| Register::build([(top, book)], &catalogue, &rules, today);
        let mut kept = of(&large_book(&people));
        let now = large_book(&[&others[..changed], &people[changed..]].concat());
        let mut change = Amendment::default();
        for (id, record) in now.people.iter().take(changed) {
            change.people.insert(*id);
            change.now.add_person(top, *id, record, &rules);
        }
        kept.amend(change, &catalogue, today);
        let anew = of(&now);
        for (year, day) in [(2023, "2023-07-31"), (2023, "2023-12-31"), (2022, "2022-12-31"), (2023, "2023-03-01")] {
            let day = day.parse::<Date>().unwrap().last();
            let params = Params::year(year, day, MilestoneKind::Ceremony);
            let table = |register| progress(register, &params, &Work::unheard()).unwrap();
            let (of_kept, of_anew) = (table(&kept), table(&anew));
            // The second time from memory.
            for unit in anew.unit_rows().chain(anew.unit_rows()) {
                prop_assert_eq!(of_kept.get(&kept, unit), of_anew.get(&anew, unit));
                let below = || anew.children(Some(unit)).map(|child| of_anew.get(&anew, child).unwrap());
                let row = of_anew.get(&anew, unit).unwrap();
                let stated = anew.members_before(unit, day.year());
                let sum = below().filter_map(|child| child.members).reduce(|a, b| a + b);
                prop_assert_eq!(row.members, stated.or(sum));
                let own = anew.target_periods(unit).any(|period| period == Period::Year(year));
                let sum = below().filter_map(|child| child.target).reduce(|a, b| a + b);
                prop_assert!(own || row.target == sum);
            }
            prop_assert_eq!(of_kept.get(&kept, UnitRow::new(anew.unit_count())), None);
        }
    }
}

/// A figure of every unit.
fn tally(register: &Register, figure: Figure, counting: Counting) -> Vec<u32> {
    let of = |sums: [u32; 11]| match figure {
        Figure::OnTheWay => sums[..5].iter().sum(),
        Figure::Standing(stage) => sums[stage.index()],
        Figure::Flow(flow) => sums[5 + flow.index()],
        Figure::Left => unreachable!("nobody sums up who left"),
    };
    let sums = register.sums(counting, &Work::unheard()).unwrap();
    register.unit_rows().map(|unit| of(sums.get(unit).unwrap())).collect()
}

fn counting(first: Date, last: Date) -> Counting {
    let span = Span { first: first.last_day(), last: last.last_day() };
    Counting { span, admission: MilestoneKind::Ceremony }
}

fn every_figure() -> Vec<Figure> {
    let mut all = vec![Figure::OnTheWay];
    all.extend(Stage::ALL.map(Figure::Standing));
    all.extend(Flow::ALL.map(Figure::Flow));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flows_never_decrease_when_a_later_date_is_taken(
        people in proptest::collection::vec(person(), 0..12), a in date(), b in date()
    ) {
        let register = register(people);
        let (early, late) = if a.last() <= b.last() { (a, b) } else { (b, a) };
        let first: Date = "2021-01-01".parse().unwrap();
        for flow in Flow::ALL {
            let before = tally(&register, Figure::Flow(flow), counting(first, early));
            let after = tally(&register, Figure::Flow(flow), counting(first, late));
            prop_assert!(before.iter().zip(&after).all(|(b, a)| b <= a), "{flow:?}");
        }
    }

    #[test]
    fn every_figure_is_the_number_of_people_behind_it_and_units_add_up(
        people in proptest::collection::vec(person(), 0..12), day in date(), today in date(), year in 2021..2025,
    ) {
        // Whenever the sums were made, and whether they can be used for the question or not.
        let count = people.len() as u32;
        let register = summed(people, today);
        let counting = counting(Date::new(year, Some(1), Some(1)).unwrap(), day);
        for figure in every_figure() {
            let tally = tally(&register, figure, counting);
            for (unit, tallied) in register.unit_rows().zip(&tally) {
                prop_assert_eq!(*tallied as usize, behind(&register, unit, figure, counting, &Work::unheard()).unwrap().len());
            }
            prop_assert_eq!(tally[0], tally[1..].iter().sum::<u32>());
            prop_assert!(tally[0] <= count);
        }
        let stages: u32 = Stage::ALL.iter().map(|stage| tally(&register, Figure::Standing(*stage), counting)[0]).sum();
        prop_assert_eq!(stages as usize, behind(&register, TOP, Figure::OnTheWay, counting, &Work::unheard()).unwrap().len());
    }

    #[test]
    fn the_register_answers_as_the_records_do(person in person(), day in date()) {
        let register = register(vec![person.clone()]);
        let number = Day::from(day.last());
        let rules = Rulebook::built_in(Default::default()).unwrap();
        match register.place(ONLY, number) {
            Some(place) => {
                prop_assert_eq!(place.stage, person.stage_on(number, &rules));
                prop_assert!(person.leave_on(number).is_none());
            }
            None => {
                let began = person.effects(&rules).map(|(_, from, _)| from).min().unwrap_or(Day::ALWAYS);
                let entered = Day::from("2021-01-01".parse::<Date>().unwrap().last());
                let today = Day::from("2023-07-31".parse::<Date>().unwrap().last());
                prop_assert!(
                    (began.max(entered) > number && number < today) || person.leave_on(number).is_some()
                );
            }
        }
    }

    /// "Official" was 191 standing and 0 recognised: of one word, standing and flow must tell the same story. Whoever
    /// stands at a stage that one milestone alone opens has reached that milestone by then.
    #[test]
    fn standing_and_flow_of_one_word_agree(person in person(), day in date()) {
        let register = register(vec![person]);
        let number = Day::from(day.last());
        let span = Span { first: Day::ALWAYS, last: number };
        if let Some(place) = register.place(ONLY, number) {
            let reached = |kind| register.reached(ONLY, kind, span).is_some();
            let kinds = MilestoneKind::ALL.into_iter().filter(|kind| kind.stage() == place.stage);
            if place.stage != Stage::Source {
                prop_assert!(kinds.clone().any(reached), "{:?}", place);
            }
            if place.stage == Stage::Recognition {
                prop_assert!(reached(MilestoneKind::OfficialDecision));
                prop_assert_eq!(kinds.count(), 1);
            }
            // Nobody further on has not begun the stage before it by the same count.
            prop_assert!(place.furthest.is_none_or(reached));
        }
    }

    #[test]
    fn dates_that_are_printed_are_read_back(date in date()) {
        let today = chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap();
        let shown = ketnap::words::Lang::Vi.date(date);
        for about in [About::Birth, About::Event, About::Ahead] {
            prop_assert_eq!(DateReader::written(today).read(&shown, about), Ok(date));
        }
        prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
    }
}

#[test]
fn a_vague_date_counts_from_the_last_day_that_it_can_mean() {
    let mut person = Person::new("A".into(), UnitId::from_bits(2));
    person.milestones.insert((MilestoneKind::Ceremony, 1), Milestone::on("2023-05".parse().unwrap()));
    let register = register(vec![person]);
    let admitted = |to: &str| {
        let to = to.parse::<Date>().unwrap().last();
        progress(&register, &Params::year(2023, to, MilestoneKind::Ceremony), &Work::unheard())
            .unwrap()
            .get(&register, TOP)
            .unwrap()
            .admitted()
    };
    assert_eq!((admitted("2023-05-30"), admitted("2023-05-31")), (0, 1));
}

#[test]
fn units_in_a_ring_across_books_are_shown_all_the_same() {
    let book = |id: u64, parent: u64| {
        let unit = Unit::new(format!("U{id}"), "base".into(), Some(UnitId::from_bits(parent)));
        let mut book = Book::default();
        book.units.insert(UnitId::from_bits(id), unit);
        book
    };
    let (a, b) = (book(1, 2), book(2, 1));
    let books = [(UnitId::from_bits(1), &a), (UnitId::from_bits(2), &b)];
    let register = Register::build(
        books,
        &Catalogue::built_in().unwrap(),
        &Rulebook::built_in(Default::default()).unwrap(),
        Day::ALWAYS,
    );
    assert_eq!(register.unit_count(), 2);
}
