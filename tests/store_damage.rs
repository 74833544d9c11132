//! Every file of a store truncated, scribbled on, swapped for something else: noticed and named,
//! never shown as truth.

use crate::support::*;
use ketnap::domain::PersonId;
use ketnap::store::error::DamageKind;
use ketnap::store::{OpenBook, Store, StoreError};
use std::fs;
use std::path::PathBuf;

/// A store with five people, each a step, and no snapshot to fall back on.
fn five() -> (tempfile::TempDir, Store) {
    let (dir, store) = small_store();
    let mut book = open(&store);
    for n in 0..5u64 {
        store.commit(&mut book, &change(&format!("n{n}"), vec![add_person(10 + n, "Tên Mẫu")])).unwrap();
    }
    fs::remove_file(store.path().join("xa-mau/book/snapshot/lan.ron")).unwrap();
    (dir, store)
}

fn log(store: &Store) -> PathBuf {
    store.path().join("xa-mau/book/log/lan.ron")
}

fn rewrite(store: &Store, f: impl FnOnce(Vec<String>) -> Vec<String>) {
    let text = fs::read_to_string(log(store)).unwrap();
    let lines = f(text.lines().map(str::to_owned).collect());
    fs::write(log(store), lines.join("\n") + "\n").unwrap();
}

fn damage(book: &OpenBook) -> DamageKind {
    book.chain.damage.clone().expect("damage is noticed").kind
}

fn refuses_to_write(store: &Store) {
    let result = store.commit(&mut open(store), &change("w", vec![add_person(99, "X")]));
    assert!(matches!(result, Err(StoreError::Damaged(_))), "{result:?}");
}

#[test]
fn a_torn_tail_of_a_killed_save_is_cut_by_the_next_one() {
    let (_dir, store) = five();
    let whole = fs::read(log(&store)).unwrap();
    fs::write(log(&store), [&whole[..], b"(\"0123"].concat()).unwrap();
    let mut book = open(&store);
    assert!(book.chain.damage.is_none());
    assert_eq!(book.chain.torn["lan.ron"], 6);
    store.commit(&mut book, &change("next", vec![add_person(99, "X")])).unwrap();
    let book = open(&store);
    assert!(book.chain.torn.is_empty() && book.chain.damage.is_none());
    assert_eq!(book.book().people.len(), 6);
}

#[test]
fn a_log_cut_at_a_record_boundary_is_noticed_by_the_mark() {
    let (_dir, store) = five();
    rewrite(&store, |mut lines| {
        lines.pop();
        lines
    });
    assert_eq!(damage(&open(&store)), DamageKind::CutOff { seq: 6 });
    assert_eq!(open(&store).book().people.len(), 4);
    refuses_to_write(&store);
    assert!(store.check().unwrap().iter().any(|report| !report.damage.is_empty()));
}

#[test]
fn a_log_cut_anywhere_never_shows_less_as_if_it_were_all() {
    let (_dir, store) = five();
    let whole = fs::read(log(&store)).unwrap();
    for cut in (0..whole.len()).step_by(37) {
        fs::write(log(&store), &whole[..cut]).unwrap();
        let book = match store.read_all() {
            Ok(books) => books,
            Err(error) => panic!("cut at {cut}: {error}"),
        };
        for open in book.values() {
            assert!(open.chain.damage.is_some(), "cut at {cut}");
        }
        assert!(store.check().unwrap().iter().all(|report| !report.damage.is_empty()), "cut at {cut}");
    }
}

#[test]
fn an_overwritten_byte_is_named_with_its_line() {
    let (_dir, store) = five();
    let mut bytes = fs::read(log(&store)).unwrap();
    let second = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
    bytes[second + 90] ^= 0x20;
    fs::write(log(&store), bytes).unwrap();
    let found = open(&store).chain.damage.unwrap();
    assert_eq!(found.kind, DamageKind::BadLine);
    assert_eq!(found.byte, second as u64);
    assert_eq!(found.file, "xa-mau/log/lan.ron");
    refuses_to_write(&store);
}

#[test]
fn lines_removed_swapped_or_doubled_are_noticed() {
    for (edit, expected) in [("remove", DamageKind::Gap { seq: 4 }), ("double", DamageKind::Twice { seq: 4 })]
    {
        let (_dir, store) = five();
        rewrite(&store, |mut lines| {
            match edit {
                "remove" => drop(lines.remove(3)),
                _ => lines.insert(4, lines[3].clone()),
            }
            lines
        });
        assert_eq!(damage(&open(&store)), expected, "{edit}");
        refuses_to_write(&store);
    }
}

#[test]
fn a_history_replaced_by_another_one_is_no_history_of_this_book() {
    let (_dir, store) = five();
    let (_other_dir, other) = five();
    fs::copy(log(&other), log(&store)).unwrap();
    assert_eq!(damage(&open(&store)), DamageKind::CutOff { seq: 6 });
    refuses_to_write(&store);
}

#[test]
fn links_pipes_and_giants_in_place_of_files_are_reported_and_never_followed() {
    for what in ["link", "pipe", "giant", "hard link"] {
        let (_dir, store) = five();
        let path = log(&store);
        let aside = path.with_extension("aside");
        fs::rename(&path, &aside).unwrap();
        match what {
            "link" => std::os::unix::fs::symlink(&aside, &path).unwrap(),
            "pipe" => {
                rustix::fs::mknodat(
                    rustix::fs::CWD,
                    &path,
                    rustix::fs::FileType::Fifo,
                    rustix::fs::Mode::from_raw_mode(0o644),
                    0,
                )
                .unwrap();
            }
            "hard link" => fs::hard_link(&aside, &path).unwrap(),
            _ => fs::File::create(&path).unwrap().set_len(1 << 40).unwrap(),
        }
        let books = store.read_all().unwrap();
        let found = books.values().next().unwrap().chain.damage.clone().unwrap();
        assert_eq!(found.kind, DamageKind::Foreign, "{what}");
    }
}

#[test]
fn a_scribbled_snapshot_is_not_believed() {
    let (_dir, store) = small_store();
    let mut book = open(&store);
    store.commit(&mut book, &change("a", vec![add_person(7, "Lê Mẫu Ánh")])).unwrap();
    let path = store.path().join("xa-mau/book/snapshot/lan.ron");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Thôn 1", "Thôn 9")).unwrap();
    let book = open(&store);
    assert!(book.book().units.values().all(|unit| unit.name != "Chi bộ Thôn 9"));
    assert_eq!(book.book().person(PersonId::from_bits(7)).unwrap().name, "Lê Mẫu Ánh");
}

#[test]
fn settings_that_cannot_be_read_name_file_line_and_column() {
    let (_dir, store) = small_store();
    for (text, expected) in [
        ("(format: 1, id: \"x\", colour: 3)", "colour"),
        ("#![enable(implicit_some)]\n(format: 1, id: \"x\")", "1:1"),
        ("(format: 1,\n id: 7)", "2:"),
        ("(format: 1, id: \"x\", format: 1)", "format"),
        ("(format: 1, id: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]", "1:"),
    ] {
        fs::write(store.path().join("ketnap.ron"), text).unwrap();
        match Store::open(store.path(), options("lan")) {
            Err(StoreError::BadFile { file, message }) => {
                assert_eq!(file, "ketnap.ron");
                assert!(message.contains(expected), "{message}");
            }
            other => panic!("{other:?}"),
        }
    }
    // A byte-order mark and the line ends of another system are no fault.
    fs::write(store.path().join("ketnap.ron"), "\u{feff}(format: 1,\r\n id: \"x\")\r\n").unwrap();
    Store::open(store.path(), options("lan")).unwrap();
    fs::write(store.path().join("ketnap.ron"), "(format: 2, id: \"x\", colour: 3)").unwrap();
    assert!(matches!(
        Store::open(store.path(), options("lan")),
        Err(StoreError::NewerFormat { format: 2, .. })
    ));
}

#[test]
fn a_full_disk_saves_nothing_and_the_next_save_works() {
    let (_dir, store) = five();
    let mut book = open(&store);
    // The log is replaced by a folder: the write cannot succeed.
    let path = log(&store);
    let aside = store.path().join("aside.ron");
    fs::rename(&path, &aside).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(store.commit(&mut book, &change("w", vec![add_person(99, "X")])).is_err());
    fs::remove_dir(&path).unwrap();
    fs::rename(&aside, &path).unwrap();
    let mut book = open(&store);
    assert_eq!(book.book().people.len(), 5);
    store.commit(&mut book, &change("w", vec![add_person(99, "X")])).unwrap();
    assert_eq!(open(&store).book().people.len(), 6);
}
