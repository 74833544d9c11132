//! What the tests share: a store in a temporary folder, with fixed clock, account and ids.

use ketnap::domain::edit::NewBook;
use ketnap::domain::{Change, Day, Edit, MilestoneKind, Person, PersonFact, PersonId, Unit, UnitId, Why};
use ketnap::parallel::waiting::Work;
use ketnap::query::figures::{Counting, Span};
use ketnap::query::find::{Hit, find};
use ketnap::query::{PersonRow, Register, Row, UnitRow, due};
use ketnap::store::init::New;
use ketnap::store::{Account, Clock, Ids, OpenBook, Options, Store, ToSave};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// The top unit of [`small_store`].
pub fn top() -> UnitId {
    UnitId::from_bits(1)
}

/// A cell in the book of the top unit.
pub fn cell() -> UnitId {
    UnitId::from_bits(2)
}

/// Ids that count through all tests of a run: an action's name never comes twice.
fn ids() -> Ids {
    static NEXT: OnceLock<Arc<AtomicU64>> = OnceLock::new();
    Ids::Counting(NEXT.get_or_init(|| Arc::new(AtomicU64::new(1))).clone())
}

pub fn options(name: &str) -> Options {
    Options {
        read_only: false,
        clock: Clock::Frozen("2023-07-31T10:42:00+07:00".parse().unwrap()),
        ids: ids(),
        account: Account {
            key: name.to_owned(),
            name: name.to_owned(),
            uid: rustix::process::getuid().as_raw(),
            bound: false,
        },
        cache: None,
        waiting: Default::default(),
    }
}

pub fn add_unit(id: UnitId, name: &str, kind: &str, parent: Option<UnitId>) -> Edit {
    Edit::add(id, Unit::new(name.into(), kind.into(), parent))
}

pub fn add_person(id: u64, name: &str) -> Edit {
    let person = Person::new(name.into(), cell());
    Edit::add(PersonId::from_bits(id), person)
}

/// A store with one book: a commune with one cell.
pub fn small_store() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("store");
    let book = NewBook {
        id: top(),
        unit: Unit::new("Xã Mẫu".into(), "base".into(), None),
        edits: vec![add_unit(cell(), "Chi bộ Thôn 1", "cell", Some(top()))],
    };
    let store = Store::init(
        &path,
        options("lan"),
        New { books: vec![book], why: Why::Entry, day: None, over: false },
    )
    .unwrap();
    (dir, store)
}

/// The same store, opened by somebody else.
pub fn as_other(store: &Store, name: &str) -> Store {
    Store::open(store.path(), options(name)).unwrap()
}

pub fn open(store: &Store) -> OpenBook {
    store.read_all().unwrap().get(&top()).unwrap().clone()
}

pub fn change(op: &str, edits: Vec<Edit>) -> ToSave {
    ToSave { op: op.to_owned(), why: Why::Entry, edits }
}

pub fn rename(id: u64, from: &str, to: &str) -> Edit {
    let name = |text: &str| Some(PersonFact::Name(text.into()));
    Edit::Person(Change { id: PersonId::from_bits(id), old: name(from), new: name(to) })
}

/// Everything that a register says, whatever rows it is in.
pub fn told(register: &Register) -> Vec<String> {
    let path = |row: Option<UnitRow>| row.and_then(|row| register.unit(row)).map(|entry| entry.id);
    let mut told: Vec<String> = register
        .units()
        .map(|entry| {
            let place = (
                entry.id,
                entry.book,
                path(entry.parent),
                entry.depth,
                register.below(Some(entry.row())).len(),
            );
            format!("{place:?} {} {:?} {:?}", entry.folded(), entry.closed, entry.whole())
        })
        .collect();
    told.extend(register.occasions().map(|entry| format!("{entry:?}")));
    let people = register.in_name_order(register.people().collect());
    told.extend(people.iter().map(|&row| {
        let days = [738_000, 738_400, 738_732, 740_000].map(Day::new);
        let units = days.map(|day| path(register.unit_on(row, day)));
        let places = days.map(|day| register.place(row, day)).map(|place| {
            place.map(|place| (path(Some(place.unit)), place.stage, place.furthest, place.since))
        });
        let events: Vec<_> = register.events(row).collect();
        let (dues, leaves): (Vec<_>, Vec<_>) = (register.dues(row).collect(), register.leaves(row).collect());
        let names = (register.name(row), register.numbers(row), register.born(row));
        assert_eq!(register.id(row).and_then(|id| register.row_of(id)), Some(row));
        let shared: Vec<_> = register.shared(row).collect();
        let enrolled: Vec<_> = register.enrolled(row).collect();
        let helpers: Vec<_> = register.helpers(row).collect();
        let names = (names, shared, helpers, enrolled);
        let state = (register.entered(row), register.waiting(row), units, places, events, leaves, dues);
        let mut books = register.books_of(row);
        books[1..].sort_unstable();
        format!("{:?} {books:?} {names:?} {state:?}", register.id(row))
    }));
    let id = |hit: &Hit| match hit {
        Hit::Person(row) => format!("{:?}", register.id(*row)),
        Hit::Unit(row) => format!("{:?}", path(Some(*row))),
        Hit::Occasion(id) => format!("{id:?}"),
    };
    for text in ["mau", "le mau", "a", "b e", "lm", "cb", "d"] {
        for most in [2, 1000] {
            let found = find(register, text, most);
            told.push(format!("{text} {} {:?}", found.total, found.hits.iter().map(id).collect::<Vec<_>>()));
        }
    }
    let since = |row| register.place(row, Day::new(738_732)).map_or(0, |place| place.since.number() as u32);
    let by_since = register.in_order_of(people.clone(), &Work::unheard(), since).unwrap();
    let (few, mut ordered) = (|row: PersonRow| 7 - row.at() as u32 % 3, people.clone());
    ordered.sort_by_key(|row| few(*row));
    assert_eq!(register.in_order_of(people.clone(), &Work::unheard(), few).unwrap(), ordered);
    ordered.clone_from(&people);
    ordered.sort_by_key(|row| since(*row));
    assert_eq!(by_since, ordered);
    told.push(format!("{:?}", by_since.into_iter().map(|row| register.id(row)).collect::<Vec<_>>()));
    let alike = |row: &PersonRow| register.namesakes(register.name(*row)).len();
    told.push(format!("{:?}", people.iter().map(alike).collect::<Vec<_>>()));
    for day in [738_400, 738_732, 740_000].map(Day::new) {
        let dues = due::due(register, register.unit_rows(), due::Wanted::on(day));
        for (unit, counts) in register.unit_rows().zip(due::pressing(register, day)) {
            let here = dues.iter().filter(|row| register.subtree(unit).contains(row.unit));
            let of = |urgency| here.clone().filter(|row| row.urgency() == urgency).count() as u32;
            assert_eq!(counts, [of(due::Urgency::Overdue), of(due::Urgency::Week)], "{unit:?} on {day:?}");
        }
        let told_of = |row: &due::DueRow| (register.id(row.person), path(Some(row.unit)), row.due, row.days);
        told.push(format!("{day:?} {:?}", dues.iter().map(told_of).collect::<Vec<_>>()));
    }
    let year =
        |year: i32| Span { first: first_of(year), last: Day::new(738_732).min(first_of(year + 1) - 1) };
    for span in [year(2022), year(2023), Span { first: Day::new(738_000), last: Day::new(738_500) }] {
        let counting = Counting { span, admission: MilestoneKind::Ceremony };
        let sums = register.sums(counting, &Work::unheard()).unwrap();
        let all: Vec<_> = register.unit_rows().map(|unit| sums.get(unit).unwrap()).collect();
        told.push(format!("{span:?} {all:?}"));
    }
    told
}

fn first_of(year: i32) -> Day {
    Day::from(chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap())
}
