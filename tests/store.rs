//! The store as its users meet it: save, read, clash, undo, many writers.

use crate::support::*;
use ketnap::domain::edit::NewBook;
use ketnap::domain::{Person, PersonId, Unit, UnitId, Why};
use ketnap::office::Office;
use ketnap::store::undo::Way;
use ketnap::store::{Chain, Store, StoreError, files::Dir};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;

#[test]
fn what_was_saved_is_there_for_everyone() {
    let (_dir, store) = small_store();
    let mut book = open(&store);
    store.commit(&mut book, &change("a", vec![add_person(7, "Lê Mẫu Ánh")])).unwrap();
    let read = open(&as_other(&store, "minh"));
    assert_eq!(read.book(), book.book());
    assert_eq!(read.book().person(PersonId::from_bits(7)).unwrap().name, "Lê Mẫu Ánh");
}

#[test]
fn saving_an_action_twice_saves_it_once() {
    let (_dir, store) = small_store();
    let mut book = open(&store);
    let add = change("a", vec![add_person(7, "Lê Mẫu Ánh")]);
    store.commit(&mut book, &add).unwrap();
    let seq = book.chain.head.seq;
    store.commit(&mut book, &add).unwrap();
    store.commit(&mut open(&store), &add).unwrap();
    assert_eq!(open(&store).chain.head.seq, seq);
}

#[test]
fn two_people_who_change_one_field_notice_and_others_pass() {
    let (_dir, lan) = small_store();
    let minh = as_other(&lan, "minh");
    let mut mine = open(&lan);
    lan.commit(&mut mine, &change("a", vec![add_person(7, "Lê Mẫu Ánh"), add_person(8, "Vũ Mẫu Bình")]))
        .unwrap();
    let mut theirs = open(&minh);
    minh.commit(&mut theirs, &change("b", vec![rename(7, "Lê Mẫu Ánh", "Lê Mẫu Anh")])).unwrap();
    lan.commit(&mut mine, &change("c", vec![rename(8, "Vũ Mẫu Bình", "Vũ Mẫu Bính")])).unwrap();
    let clash = lan.commit(&mut mine, &change("d", vec![rename(7, "Lê Mẫu Ánh", "Lê Mẫu Ân")]));
    assert!(matches!(&clash, Err(StoreError::Clashes(c)) if c.len() == 1), "{clash:?}");
    let now = open(&lan);
    assert_eq!(now.book().person(PersonId::from_bits(7)).unwrap().name, "Lê Mẫu Anh");
    assert_eq!(now.book().person(PersonId::from_bits(8)).unwrap().name, "Vũ Mẫu Bính");
    assert!(now.chain.damage.is_none());
}

#[test]
fn many_writers_lose_nothing() {
    let (_dir, store) = small_store();
    std::thread::scope(|scope| {
        for writer in 0..4u64 {
            let store = &store;
            scope.spawn(move || {
                let mine = as_other(store, &format!("writer{writer}"));
                let mut book = open(&mine);
                for n in 0..12 {
                    let id = 1000 + writer * 100 + n;
                    mine.commit(
                        &mut book,
                        &change(&format!("{writer}-{n}"), vec![add_person(id, "Tên Mẫu")]),
                    )
                    .unwrap();
                }
            });
        }
        // A reader meanwhile sees only whole prefixes.
        scope.spawn(|| {
            for _ in 0..30 {
                assert!(open(&store).chain.damage.is_none());
            }
        });
    });
    let book = open(&store);
    assert_eq!(book.book().people.len(), 48);
    assert!(store.check().unwrap().iter().all(|report| report.damage.is_empty()));
}

#[test]
fn undo_takes_back_a_whole_action_and_redo_puts_it_in_force_again() {
    let (_dir, store) = small_store();
    let mut books = store.read_all().unwrap();
    let op = store.options.ids.op();
    let edits = vec![add_person(7, "Lê Mẫu Ánh"), add_person(8, "Vũ Mẫu Bình")];
    store.commit_all(&mut books, vec![(top(), edits)], &op, &Why::Entry).unwrap();
    let full = books.get(&top()).unwrap().book().clone();
    store.undo(&mut books, &store.folders().unwrap(), Way::Undo).unwrap();
    assert!(open(&store).book().people.is_empty());
    store.undo(&mut books, &store.folders().unwrap(), Way::Redo).unwrap();
    let names =
        |book: &ketnap::domain::Book| book.people.values().map(|r| r.person.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(open(&store).book()), names(&full));
    assert!(matches!(
        store.undo(&mut books, &store.folders().unwrap(), Way::Redo),
        Err(StoreError::NothingToUndo)
    ));
}

#[test]
fn undo_does_not_trample_on_what_others_built_since() {
    let (_dir, lan) = small_store();
    let mut books = lan.read_all().unwrap();
    let edits = vec![add_person(7, "Lê Mẫu Ánh")];
    lan.commit_all(&mut books, vec![(top(), edits)], &lan.options.ids.op(), &Why::Entry).unwrap();
    let minh = as_other(&lan, "minh");
    minh.commit(&mut open(&minh), &change("m", vec![rename(7, "Lê Mẫu Ánh", "Lê Mẫu Anh")])).unwrap();
    assert!(matches!(lan.undo(&mut books, &lan.folders().unwrap(), Way::Undo), Err(StoreError::BuiltOn(1))));
    assert_eq!(open(&lan).book().person(PersonId::from_bits(7)).unwrap().name, "Lê Mẫu Anh");
}

#[test]
fn a_new_unit_with_its_own_book_gets_a_folder_below_its_parent_and_can_move() {
    let (_dir, store) = small_store();
    let mut books = store.read_all().unwrap();
    let ids = &store.options.ids;
    let (a, b) = (ids.unit(), ids.unit());
    for (id, op) in [(a, "op1"), (b, "op2")] {
        let unit = Unit::new("Trường Mẫu".into(), "base".into(), Some(top()));
        store.add_book(&mut books, NewBook { id, unit, edits: Vec::new() }, op, Why::Entry).unwrap();
    }
    assert_eq!(books.get(&a).unwrap().path, "xa-mau/truong-mau");
    assert_eq!(books.get(&b).unwrap().path, "xa-mau/truong-mau-2");
    let parent = |id| Some(ketnap::domain::UnitFact::Parent(id));
    let edit =
        ketnap::domain::Edit::Unit(ketnap::domain::Change { id: b, old: parent(top()), new: parent(a) });
    store.commit_all(&mut books, vec![(b, vec![edit])], "op3", &Why::Entry).unwrap();
    assert_eq!(books.get(&b).unwrap().path, "xa-mau/truong-mau/truong-mau-2");
    let again = store.read_all().unwrap();
    assert_eq!(again.get(&b).unwrap().path, "xa-mau/truong-mau/truong-mau-2");
    assert_eq!(again.get(&b).unwrap().book().units[&b].parent, Some(a));
}

#[test]
fn a_book_whose_door_plate_is_gone_is_still_found() {
    let (_dir, store) = small_store();
    std::fs::remove_file(store.path().join("xa-mau/unit.ron")).unwrap();
    assert_eq!(open(&store).unit, top());
}

#[test]
fn reading_starts_from_a_snapshot_and_ends_where_a_replay_ends() {
    let (_dir, store) = small_store();
    let mut book = open(&store);
    for n in 0..450u64 {
        store.commit(&mut book, &change(&format!("n{n}"), vec![add_person(100 + n, "Tên Mẫu")])).unwrap();
    }
    let fresh = open(&store);
    assert!(fresh.chain.tail < 250, "a snapshot was made on the way: {}", fresh.chain.tail);
    let dir = Dir::open(&store.path().join("xa-mau/book")).unwrap();
    let replay = Chain::replay(&dir, "xa-mau", rustix::process::getuid().as_raw()).unwrap();
    assert_eq!(fresh.chain.book, replay.book);
    assert_eq!((fresh.chain.head.seq, &fresh.chain.head.hash), (replay.head.seq, &replay.head.hash));
}

#[test]
fn a_large_change_is_several_lines_and_one_undo() {
    let (_dir, store) = small_store();
    let mut books = store.read_all().unwrap();
    let edits: Vec<_> = (0..900).map(|n| add_person(5000 + n, "Một cái tên khá dài để đủ chỗ")).collect();
    store.commit_all(&mut books, vec![(top(), edits)], &store.options.ids.op(), &Why::Import).unwrap();
    assert_eq!(open(&store).book().people.len(), 900);
    let log = std::fs::read(store.path().join("xa-mau/book/log/lan.ron")).unwrap();
    let lines: Vec<&[u8]> = log.split(|b| *b == b'\n').collect();
    assert!(lines.len() > 4 && lines.iter().all(|line| line.len() < 64 * 1024));
    store.undo(&mut books, &store.folders().unwrap(), Way::Undo).unwrap();
    assert!(open(&store).book().people.is_empty());
}

#[test]
fn a_read_only_store_is_not_written() {
    let (_dir, store) = small_store();
    let reader = ketnap::store::Store::open(
        store.path(),
        ketnap::store::Options { read_only: true, ..options("lan") },
    )
    .unwrap();
    let result = reader.commit(&mut open(&reader), &change("a", vec![add_person(7, "X")]));
    assert!(matches!(result, Err(StoreError::ReadOnly)));
}

#[test]
fn modes_are_set_whatever_the_umask() {
    let (_dir, store) = small_store();
    let mode = |path: &str| std::fs::metadata(store.path().join(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode("xa-mau"), 0o755);
    assert_eq!(mode("xa-mau/book"), 0o750);
    assert_eq!(mode("xa-mau/book/log"), 0o3775);
    assert_eq!(mode("xa-mau/book/log/lan.ron"), 0o644);
    assert_eq!(mode("xa-mau/book/lock"), 0o660);
}

#[test]
fn a_waiting_save_names_who_holds_the_lock() {
    let (_dir, store) = small_store();
    let dir = Dir::open(&store.path().join("xa-mau/book")).unwrap();
    let _held = ketnap::store::lock::take(&dir, "minh", "10:42").unwrap();
    match store.commit(&mut open(&store), &change("a", vec![add_person(7, "X")])) {
        Err(StoreError::Busy(holder)) => {
            assert_eq!((holder.name.as_str(), holder.since.as_str()), ("minh", "10:42"));
            assert_eq!(holder.pid, std::process::id());
        }
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_snapshot_taken_anywhere_and_the_tail_are_the_replay(
        names in proptest::collection::vec((0u64..4, "[a-c]{1,3}"), 1..14), at in 0usize..14
    ) {
        let (_dir, store) = small_store();
        let mut book = open(&store);
        for (n, (id, name)) in names.iter().enumerate() {
            let present = book.book().person(PersonId::from_bits(*id)).map(|person| person.name.clone());
            let edit = match present {
                None => add_person(*id, name),
                Some(before) if before == *name => continue,
                Some(before) => rename(*id, &before, name),
            };
            store.commit(&mut book, &change(&format!("n{n}"), vec![edit])).unwrap();
            if n == at {
                let text = book.chain.snapshot().unwrap();
                std::fs::write(store.path().join("xa-mau/book/snapshot/lan.ron"), text).unwrap();
            }
        }
        let read = open(&store);
        let dir = Dir::open(&store.path().join("xa-mau/book")).unwrap();
        let replay = Chain::replay(&dir, "xa-mau", rustix::process::getuid().as_raw()).unwrap();
        prop_assert_eq!(&read.chain.book, &replay.book);
        prop_assert_eq!((&read.chain.head.seq, &read.chain.head.hash), (&replay.head.seq, &replay.head.hash));
        prop_assert!(read.chain.damage.is_none() && read.chain.tail <= replay.tail);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_register_that_was_kept_in_step_is_the_one_made_from_the_books(
        changes in proptest::collection::vec((0u64..6, "[a-e]{1,3}", 0u8..4), 1..16)
    ) {
        use ketnap::domain::{Change, Edit, Facts, Milestone, MilestoneKind, PersonFact};
        use ketnap::query::Register;
        let (_dir, lan) = small_store();
        let mut mine = ketnap::office::Office::open(as_other(&lan, "lan")).unwrap();
        let mut theirs = ketnap::office::Office::open(as_other(&lan, "minh")).unwrap();
        for (n, (id, name, what)) in changes.into_iter().enumerate() {
            let id = PersonId::from_bits(id);
            let office = if n % 2 == 0 { &mut mine } else { &mut theirs };
            office.refresh();
            let present = office.record(id).map(|record| record.person.clone());
            let fact = |fact: PersonFact| {
                let old = present.as_ref().and_then(|person| person.at(&fact));
                (old.as_ref() != Some(&fact)).then_some(Edit::Person(Change { id, old, new: Some(fact) }))
            };
            let edit = match (&present, what) {
                (None, _) => Some(add_person(0, &name)),
                (Some(person), 0) => Some(Edit::remove(id, person.clone())),
                (Some(_), 1) => fact(PersonFact::Name(name.clone())),
                (Some(_), 2) => fact(PersonFact::Code(name.clone())),
                (Some(_), _) => {
                    let day = "2023-05-01".parse().unwrap();
                    fact(PersonFact::Milestone(MilestoneKind::Certificate, 1, Box::new(Milestone::on(day))))
                }
            };
            let edit = match (present.is_none(), edit) {
                (true, Some(Edit::Person(Change { old, new, .. }))) => Some(Edit::Person(Change { id, old, new })),
                (_, edit) => edit,
            };
            office.save(edit.into_iter().collect(), Why::Entry).unwrap();
            mine.refresh();
            theirs.refresh();
            for office in [&mine, &theirs] {
                let books = office.books().iter().map(|(unit, open)| (unit, open.book()));
                let today = ketnap::domain::Day::from(office.today());
                let anew = Register::build(books, &office.store.catalogue, office.rules(), today);
                prop_assert_eq!(told(office.register()), told(&anew));
            }
        }
    }
}

#[test]
fn units_are_found_by_the_same_names_one_by_one_and_all_at_once() {
    use ketnap::office::find_unit::UnitNames;
    let dir = tempfile::TempDir::new().unwrap();
    let sample = ketnap::exchange::sample::sample().unwrap();
    let new = ketnap::store::init::New {
        books: sample.books,
        why: Why::Sample,
        day: Some(sample.day),
        over: false,
    };
    let store = Store::init(&dir.path().join("s"), options("lan"), new).unwrap();
    let office = Office::open(store).unwrap();
    let names = UnitNames::of(&office);
    let mut texts = vec![String::new(), "nowhere".into(), "xa".into()];
    for entry in office.register().units() {
        texts.extend([entry.id.to_string(), entry.name().to_owned(), entry.code().to_owned()]);
        texts.extend(entry.folded().split('\n').map(str::to_owned));
    }
    for folder in office.store.folders().unwrap() {
        texts.extend(folder.path.match_indices('/').map(|(at, _)| folder.path[at + 1..].to_owned()));
        texts.push(folder.path);
    }
    for text in texts {
        assert_eq!(names.find(&text), office.find_unit(&text), "{text}");
    }
}

#[test]
fn a_book_read_for_one_person_says_of_that_person_what_the_whole_book_says() {
    let (_dir, store) = small_store();
    let whole = |store: &Store| Office::open(as_other(store, "lan")).unwrap();
    let mut office = whole(&store);
    office.save((10..14).map(|id| add_person(id, "Lê Mẫu \\\"Ánh\\\"")).collect(), Why::Entry).unwrap();
    let cache = store.path().parent().unwrap().join("kept");
    let alone = |name: &str, id: u64, kept: bool| {
        let options = ketnap::store::Options { cache: Some(cache.join(name)), ..options(name) };
        let open = || Store::open(store.path(), options.clone()).unwrap();
        if kept {
            // As a look at all books keeps it.
            Office::open(open()).unwrap().keep();
        }
        Office::open_for(open(), PersonId::from_bits(id), false).unwrap()
    };
    for name in ["lan", "minh"] {
        assert!(alone(name, 10, false).is_none(), "nothing is kept yet");
        assert!(alone(name, 10, true).is_some());
    }
    // Past two snapshots, by two who know only the one record that they change.
    for n in 0..420u64 {
        let id = PersonId::from_bits(10 + n % 3);
        // Now and then units are others than was kept: then all books are looked at.
        let name = ["lan", "minh"][n as usize % 2];
        let mut office =
            alone(name, 10 + n % 3, false).unwrap_or_else(|| alone(name, 10 + n % 3, true).unwrap());
        let before = office.record(id).unwrap().person.clone();
        let after = Person { note: format!("{n}"), ..before.clone() };
        office.save(ketnap::domain::Edit::between(id, &before, &after), Why::Entry).unwrap();
        assert_eq!(office.record(id).unwrap().person, after);
        if n % 60 == 0 {
            // Somebody else writes in between, about units too.
            let mut other = whole(&store);
            other
                .save(vec![add_unit(UnitId::from_bits(100 + n), "Thôn Mẫu", "cell", Some(top()))], Why::Entry)
                .unwrap();
            other.save(vec![add_person(1000 + n, "Vũ Mẫu Bình")], Why::Entry).unwrap();
        }
    }
    let office = whole(&store);
    assert!(office.damage().is_none());
    let replayed = Chain::replay(
        &Dir::open(&store.path().join("xa-mau/book")).unwrap(),
        "",
        rustix::process::getuid().as_raw(),
    )
    .unwrap();
    let ids: Vec<PersonId> = office.register().people().filter_map(|row| office.register().id(row)).collect();
    assert_eq!((ids.len(), replayed.book.people.len()), (11, 11));
    for id in ids {
        let mut one = alone("lan", id.bits(), true).unwrap();
        assert_eq!(one.record(id), office.record(id));
        assert_eq!(replayed.book.people.get(&id), office.record(id));
        // Asked about everybody, it answers for everybody.
        one.refresh();
        assert_eq!(told(one.register()), told(office.register()));
    }
    assert!(alone("lan", 99, true).is_none());
}
