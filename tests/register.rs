//! The register that is kept: whatever happened, it answers as the records do; whatever became of its
//! files, nothing else is answered and nothing crashes.

use crate::support::*;
use ketnap::domain::{
    Change, Edit, Facts, Milestone, MilestoneKind, PersonFact, PersonId, Target, Unit, UnitFact, UnitId, Why,
};
use ketnap::office::Office;
use ketnap::query::{Row, UnitRow};
use ketnap::store::undo::Way;
use ketnap::store::{Options, Store};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn unit(n: u64) -> UnitId {
    UnitId::from_bits(n)
}

/// An office whose register is kept in a folder of this name beside the store.
fn with_cache(store: &Path, name: &str) -> Options {
    Options { cache: Some(store.parent().unwrap().join(name)), ..options(name) }
}

fn opened(store: &Path, name: &str) -> Office {
    Office::open(Store::open(store, with_cache(store, name)).unwrap()).unwrap()
}

/// What the records say, no register kept.
fn from_records(store: &Path) -> Vec<String> {
    told(Office::open(Store::open(store, options("nobody")).unwrap()).unwrap().register())
}

/// Two books: a commune with a cell, and a school below it with another.
fn two_books() -> (tempfile::TempDir, PathBuf) {
    let (dir, store) = small_store();
    let mut office = Office::open(as_other(&store, "lan")).unwrap();
    let school = vec![
        add_unit(unit(3), "Trường Mẫu", "base", Some(top())),
        add_unit(unit(4), "Chi bộ 1", "cell", Some(unit(3))),
    ];
    office.save(school, Why::Entry).unwrap();
    let path = store.path().to_owned();
    (dir, path)
}

/// Does something; what does not fit is refused, as it may be.
fn act(office: &mut Office, what: u8, id: u64, n: u64, text: &str) {
    let fresh = || office.store.options.ids.unit();
    let person = PersonId::from_bits(id);
    let present = office.record(person).map(|record| record.person.clone());
    // Any unit that is there, now and then one that is not.
    let rows = office.register().unit_count();
    let place = office
        .register()
        .unit(UnitRow::new((n as usize * 7 + id as usize) % (rows + 1)))
        .map_or(unit(9), |e| e.id);
    let day = |n: u64| format!("2023-0{}-1{}", 1 + n % 9, n % 9).parse::<ketnap::domain::Date>().unwrap();
    let set = |fact: PersonFact| {
        let old = present.as_ref().and_then(|person| person.at(&fact));
        vec![Edit::Person(Change { id: person, old, new: Some(fact) })]
    };
    let edits = match (what, &present) {
        (0, None) => {
            let mut new = ketnap::domain::Person::new(format!("Lê Mẫu {text}"), place);
            new.born = Some(day(n % 2));
            vec![Edit::add(person, new)]
        }
        (1, Some(gone)) => vec![Edit::remove(person, gone.clone())],
        (2, Some(_)) if n.is_multiple_of(2) => set(PersonFact::Name(format!("Lê Mẫu {text}"))),
        (2, Some(_)) if n == 3 => set(PersonFact::Tags([text.to_owned(), "b".into()].into())),
        (2, Some(_)) => set(PersonFact::Occupation(text.to_owned())),
        (3, Some(_)) => {
            let kinds = [MilestoneKind::Identified, MilestoneKind::Certificate, MilestoneKind::Ceremony];
            set(PersonFact::Milestone(kinds[n as usize % 3], 1, Box::new(Milestone::on(day(id)))))
        }
        (4, Some(_)) => return drop(office.move_person(person, place, day(n), "")),
        (5, _) => return drop(office.undo(if n.is_multiple_of(3) { Way::Redo } else { Way::Undo })),
        (6, _) => vec![add_unit(fresh(), &format!("Chi bộ {text}"), "cell", Some(place))],
        (7, _) => vec![add_unit(fresh(), "Công ty Mẫu", "base", Some(top()))],
        (8, _) => {
            let Some(before) = office.register().unit_by_id(place).map(|entry| entry.whole()) else { return };
            let target =
                Target { people: n as u32, number: text.to_owned(), date: Some(day(n)), note: String::new() };
            let mut after: Unit = before.clone();
            after.targets.insert((ketnap::domain::Period::Year(2023), 1), target);
            if n.is_multiple_of(2) {
                after.name = format!("Đơn vị {text}");
            }
            Edit::between(place, &before, &after)
        }
        (9, _) => {
            let Some(before) = office.register().unit_by_id(place).map(|entry| entry.whole()) else { return };
            vec![Edit::Unit(Change {
                id: place,
                old: before.parent.map(UnitFact::Parent),
                new: Some(UnitFact::Parent(unit(1 + id % 4))),
            })]
        }
        _ => return,
    };
    drop(office.save(edits, Why::Entry));
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..ProptestConfig::with_cases(20) })]

    #[test]
    fn a_kept_register_answers_as_the_records_do_whatever_happened(
        acts in proptest::collection::vec((0u8..3, 0u8..10, 0u64..5, 0u64..6, "[a-eđ]{1,3}"), 1..24)
    ) {
        let (_dir, path) = two_books();
        let mut lan = opened(&path, "lan");
        for (who, what, id, n, text) in acts {
            match who {
                0 => act(&mut lan, what, id, n, &text),
                1 => act(&mut opened(&path, "minh"), what, id, n, &text),
                // Nobody looks, as with an older program or a restored copy.
                _ => act(&mut Office::open(Store::open(&path, options("an")).unwrap()).unwrap(), what, id, n, &text),
            }
            lan.refresh();
            let records = from_records(&path);
            prop_assert_eq!(told(lan.register()), records.clone());
            prop_assert_eq!(told(opened(&path, "minh").register()), records.clone());
            if n.is_multiple_of(3) {
                lan.keep();
                prop_assert_eq!(told(opened(&path, "lan").register()), records);
            }
        }
    }
}

/// The files of a cache.
fn files(cache: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_register_that_was_damaged_cut_or_is_another_is_made_anew_and_never_believed() {
    let (_dir, path) = two_books();
    let mut lan = opened(&path, "lan");
    for n in 0..6 {
        act(&mut lan, 0, n, n, "ánh");
        act(&mut lan, 3, n, n, "");
    }
    lan.keep();
    let records = from_records(&path);
    let cache = path.parent().unwrap().join("lan");
    for file in files(&cache) {
        let whole = fs::read(&file).unwrap();
        let try_with = |bytes: &[u8], what: &str| {
            fs::write(&file, bytes).unwrap();
            assert_eq!(told(opened(&path, "lan").register()), records, "{} {what}", file.display());
            fs::write(&file, &whole).unwrap();
        };
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut altered = whole.clone();
            altered[at] ^= 0x40;
            try_with(&altered, &format!("altered at {at}"));
            try_with(&whole[..at], &format!("cut at {at}"));
        }
        try_with(&[], "emptied");
        try_with(&vec![0; whole.len()], "zeroed");
        fs::remove_file(&file).unwrap();
        assert_eq!(told(opened(&path, "lan").register()), records);
    }
    // Another person's register, and that of another store, under the names of this one's.
    opened(&path, "minh");
    for (mine, other) in files(&cache).iter().zip(files(&path.parent().unwrap().join("minh"))) {
        fs::copy(other, mine).unwrap();
    }
    assert_eq!(told(opened(&path, "lan").register()), records);
}

#[test]
fn the_register_is_only_its_owners_to_read_and_holds_nobody_who_was_erased() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, path) = two_books();
    let mut lan = opened(&path, "lan");
    act(&mut lan, 0, 1, 1, "xyzzy");
    act(&mut lan, 0, 2, 2, "ánh");
    opened(&path, "lan").keep();
    let cache = path.parent().unwrap().join("lan");
    assert_eq!(fs::metadata(&cache).unwrap().permissions().mode() & 0o777, 0o700);
    let holds = |name: &str| {
        let holds =
            |file: &PathBuf| fs::read(file).unwrap().windows(name.len()).any(|w| w == name.as_bytes());
        files(&cache).iter().any(holds)
    };
    for file in files(&cache) {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(holds("xyzzy") && holds("ánh"));
    let id = PersonId::from_bits(1);
    let owner = ketnap::store::identity::account_name(rustix::process::getuid().as_raw());
    opened(&path, &owner).ask_erase(id).unwrap();
    assert_eq!(opened(&path, "minh").erase(id).unwrap(), 1);
    let again = opened(&path, "lan");
    assert!(again.record(id).is_none());
    assert!(!holds("xyzzy") && holds("ánh"));
}

#[test]
fn whoever_stops_the_reading_of_all_books_has_what_was_there_and_the_next_look_reads_again() {
    use ketnap::parallel::waiting::Waiting;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    let (_dir, path) = two_books();
    let mut lan = opened(&path, "lan");
    (0..4).for_each(|n| act(&mut lan, 0, n, n, "ánh"));
    drop(lan);
    let patient = Arc::new(AtomicBool::new(true));
    let hears = patient.clone();
    let waiting = Waiting::new(std::time::Duration::ZERO, |_, _| {}, move || hears.load(Relaxed));
    let options = Options { waiting, ..with_cache(&path, "lan") };
    let open = || Store::open(&path, options.clone()).unwrap();
    Office::open(open()).unwrap().keep();
    // Of which no book is open.
    let mut office = Office::open_at_once(open()).unwrap();
    let before = told(office.register());
    for (n, book) in [(20, unit(2)), (21, unit(4))] {
        let new = ketnap::domain::Person::new("Hà Mẫu Lan".into(), book);
        let new = Edit::add(PersonId::from_bits(n), new);
        opened(&path, "minh").save(vec![new], Why::Entry).unwrap();
    }
    patient.store(false, Relaxed);
    assert!(office.refresh().1.is_some());
    assert_eq!(told(office.register()), before);
    patient.store(true, Relaxed);
    assert!(office.refresh().1.is_none());
    let before = told(office.register());
    assert_eq!(before, from_records(&path));
    // Other rules make another register.
    fs::copy("config/holidays.ron", path.join("holidays.ron")).unwrap();
    patient.store(false, Relaxed);
    for _ in 0..2 {
        let stopped = office.reload();
        assert!(matches!(stopped, Err(ketnap::store::StoreError::Stopped)), "{stopped:?}");
        assert_eq!(told(office.register()), before);
    }
    act(&mut opened(&path, "minh"), 0, 7, 1, "bình");
    patient.store(true, Relaxed);
    assert!(office.refresh().1.is_none());
    assert_eq!(told(office.register()), from_records(&path));
}

/// The only log of the top book that bears this name, and its mark.
fn log_of(path: &Path, name: &str) -> [PathBuf; 2] {
    let book = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path().join("book"));
    let book = book.into_iter().find(|book| book.is_dir()).unwrap();
    ["log", "mark"].map(|folder| book.join(folder).join(format!("{name}.ron")))
}

fn add_to(book: UnitId, id: u64, name: &str) -> Vec<Edit> {
    let new = ketnap::domain::Person::new(name.into(), book);
    vec![Edit::add(PersonId::from_bits(id), new)]
}

#[test]
fn a_log_that_was_set_aside_leaves_nobody_in_the_kept_register() {
    let (_dir, path) = two_books();
    let mut lan = opened(&path, "lan");
    lan.save(add_to(unit(2), 10, "Hà Mẫu Lan"), Why::Entry).unwrap();
    let mut minh = opened(&path, "minh");
    minh.save(add_to(unit(2), 11, "Hà Mẫu Liên"), Why::Entry).unwrap();
    drop(minh);
    // Of which no book is open afterwards.
    let kept = || Office::open_at_once(Store::open(&path, with_cache(&path, "an")).unwrap()).unwrap();
    opened(&path, "an");
    assert_eq!(told(kept().register()), from_records(&path));
    for file in log_of(&path, "minh") {
        fs::rename(&file, file.with_extension("ron.damaged-1")).unwrap();
    }
    let mut office = kept();
    office.refresh();
    assert_eq!(office.register().len(), 1);
    assert_eq!(told(office.register()), from_records(&path));
}

#[test]
fn a_line_that_was_taken_back_is_not_taken_for_the_one_in_its_place() {
    let (_dir, path) = two_books();
    opened(&path, "lan").save(add_to(unit(2), 10, "Hà Mẫu Lan"), Why::Entry).unwrap();
    let before = log_of(&path, "lan").map(|file| (fs::read(&file).unwrap(), file));
    let add = |id, name| opened(&path, "lan").save(add_to(unit(2), id, name), Why::Entry).unwrap();
    add(11, "Hà Mẫu Liên");
    opened(&path, "an");
    // Its sync failed, so it was cut off; the next one is as long.
    let length = fs::metadata(&before[0].1).unwrap().len();
    before.iter().for_each(|(bytes, file)| fs::write(file, bytes).unwrap());
    add(12, "Hà Mẫu Liêm");
    assert_eq!(fs::metadata(&before[0].1).unwrap().len(), length);
    let office = opened(&path, "an");
    assert_eq!(office.register().row_of(PersonId::from_bits(11)), None);
    assert_eq!(told(office.register()), from_records(&path));
}

#[test]
fn whoever_may_see_a_part_keeps_up_with_that_part_of_books_that_are_not_open() {
    use ketnap::domain::{Grant, Role};
    let (_dir, path) = two_books();
    let owner = Store::open(&path, options("lan")).unwrap();
    let grant = Grant { who: "minh".into(), role: Role::Viewer, unit: Some(unit(4)) };
    owner.change_access(|unit| vec![unit], |access| access.grants = vec![grant]).unwrap();
    let account = ketnap::store::Account { bound: true, ..options("minh").account };
    let mut lan = Office::open(owner).unwrap();
    let minh = |cache: bool| {
        let options = if cache { with_cache(&path, "minh") } else { options("minh") };
        Office::open(Store::open(&path, Options { account: account.clone(), ..options }).unwrap()).unwrap()
    };
    for (n, units) in [(1, [3, 3]), (2, [4, 4]), (3, [3, 4]), (4, [4, 3])] {
        lan.save(add_to(unit(units[0]), n, "Hà Mẫu Lan"), Why::Entry).unwrap();
        assert_eq!(told(minh(true).register()), told(minh(false).register()), "added {n}");
        drop(lan.move_person(PersonId::from_bits(n), unit(units[1]), "2023-05-01".parse().unwrap(), ""));
        assert_eq!(told(minh(true).register()), told(minh(false).register()), "moved {n}");
    }
    assert_eq!(minh(true).register().len(), 2);
}
