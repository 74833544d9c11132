//! What the tests share: a store in a temporary folder, with fixed clock, account and ids.

use ketnap::domain::edit::NewBook;
use ketnap::domain::{Edit, Person, PersonFact, PersonId, Unit, UnitFact, UnitId, Why};
use ketnap::store::init::New;
use ketnap::store::{Account, Change, Clock, Ids, OpenBook, Options, Store};
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
    }
}

pub fn add_unit(id: UnitId, name: &str, kind: &str, parent: Option<UnitId>) -> Edit {
    Edit::Unit(id, None, Some(UnitFact::Whole(Box::new(Unit::new(name.into(), kind.into(), parent)))))
}

pub fn add_person(id: u64, name: &str) -> Edit {
    let person = Person::new(name.into(), cell());
    Edit::Person(PersonId::from_bits(id), None, Some(PersonFact::Whole(Box::new(person))))
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
    let store =
        Store::init(&path, options("lan"), New { books: vec![book], why: Why::Entry, day: None }).unwrap();
    (dir, store)
}

/// The same store, opened by somebody else.
pub fn as_other(store: &Store, name: &str) -> Store {
    Store::open(store.path(), options(name)).unwrap()
}

pub fn open(store: &Store) -> OpenBook {
    store.read_all().unwrap().remove(&top()).unwrap()
}

pub fn change(op: &str, edits: Vec<Edit>) -> Change {
    Change { op: op.to_owned(), why: Why::Entry, edits }
}

pub fn rename(id: u64, from: &str, to: &str) -> Edit {
    let name = |text: &str| Some(PersonFact::Name(text.into()));
    Edit::Person(PersonId::from_bits(id), name(from), name(to))
}
