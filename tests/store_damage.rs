//! Every file of a store truncated, scribbled on, swapped for something else: noticed and named,
//! never shown as truth.

use crate::support::*;
use ketnap::domain::PersonId;
use ketnap::store::error::DamageKind;
use ketnap::store::{OpenBook, Store, StoreError};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
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
    assert_eq!(found.file, "xa-mau/book/log/lan.ron");
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
    for what in ["link", "pipe", "giant"] {
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
            _ => fs::File::create(&path).unwrap().set_len(1 << 40).unwrap(),
        }
        let books = store.read_all().unwrap();
        let found = books.values().next().unwrap().chain.damage.clone().unwrap();
        assert_eq!(found.kind, DamageKind::Foreign, "{what}");
    }
}

/// A log of a copy that went its own way, or of another book, whose name came first, was taken for the true one.
#[test]
fn a_log_of_another_history_is_a_stray_and_the_marks_say_which_is_true() {
    for (what, seen) in [
        ("a copy that went its own way", false),
        ("another book", false),
        ("one that is longer", false),
        ("one put there while it is open", true),
    ] {
        let (_dir, store) = five();
        let (_other_dir, other) = if what == "another book" { five() } else { copy_of(&store) };
        let mut mine = open(&store);
        store.commit(&mut mine, &change("true", vec![add_person(70, "Người thật")])).unwrap();
        let mut theirs = open(&other);
        for n in 0..if what == "one that is longer" { 3 } else { 1 } {
            other
                .commit(&mut theirs, &change(&format!("x{n}"), vec![add_person(80 + n, "Người khác")]))
                .unwrap();
        }
        if !seen {
            fs::remove_file(store.path().join("xa-mau/book/snapshot/lan.ron")).ok();
            mine = open(&store);
        }
        // A shorter name comes before `lan.ron`.
        fs::copy(log(&other), store.path().join("xa-mau/book/log/a.ron")).unwrap();
        if !seen {
            mine = open(&store);
        } else {
            store.refresh(&mut mine).unwrap();
        }
        let names: Vec<&str> =
            mine.book().people.values().map(|record| record.person.name.as_str()).collect();
        assert!(names.contains(&"Người thật") && !names.contains(&"Người khác"), "{what}: {names:?}");
        assert_eq!(mine.chain.damage, None, "{what}");
        store.commit(&mut mine, &change("next", vec![add_person(71, "Người sau")])).unwrap();
        let reports = store.check().unwrap();
        assert!(reports.iter().all(|report| report.damage.is_empty()), "{what}: {reports:?}");
        let strays: Vec<String> =
            reports.iter().flat_map(|report| &report.strays).map(|stray| stray.file.clone()).collect();
        assert_eq!(strays, ["xa-mau/book/log/a.ron"], "{what}");
    }
}

/// The same store in another folder.
fn copy_of(store: &Store) -> (tempfile::TempDir, Store) {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("store");
    let copied = std::process::Command::new("cp").arg("-a").args([store.path(), &path]).status().unwrap();
    assert!(copied.success());
    let store = Store::open(&path, options("lan")).unwrap();
    (dir, store)
}

/// A copy whose log could not be read was "missing" the records in it, and the advice was to give them up.
#[test]
fn a_copy_that_cannot_be_read_is_not_said_to_lack_anything() {
    let (_dir, store) = five();
    let (_copy_dir, copy) = copy_of(&store);
    rewrite(&store, |mut lines| {
        lines.pop();
        lines
    });
    let damaged = fs::read_to_string(log(&store)).unwrap();
    fs::remove_file(log(&copy)).unwrap();
    fs::create_dir(log(&copy)).unwrap();
    let result = store.repair_from(Some(&copy), false);
    assert!(matches!(result, Err(StoreError::Partly(_))), "{result:?}");
    assert_eq!(fs::read_to_string(log(&store)).unwrap(), damaged, "nothing was touched");
}

/// What a newer program wrote was "damaged", and the advice a repair, which would have left it out.
#[test]
fn a_record_of_a_newer_program_is_named_so_and_stays() {
    let (_dir, store) = five();
    let body = "(seq:7,at:\"2023-07-31T10:42:00+07:00\",colour:Red)";
    let line = format!("(\"{}\",{body})\n", ketnap::store::log_line::hash(body.as_bytes()));
    let text = fs::read_to_string(log(&store)).unwrap() + &line;
    fs::write(log(&store), &text).unwrap();
    let book = open(&store);
    assert_eq!(damage(&book), DamageKind::Newer);
    assert_eq!(book.book().people.len(), 5, "what was before it is there");
    refuses_to_write(&store);
    let lang = ketnap::words::Lang::En;
    let told = lang.damaged_book(&book.chain.damage.clone().unwrap());
    assert!(
        told.contains("A newer ketnap") && told.contains("update") && !told.contains("damaged"),
        "{told}"
    );
    assert!(matches!(store.repair_from(None, true), Err(StoreError::Damaged(_))));
    assert_eq!(fs::read_to_string(log(&store)).unwrap(), text);
}

/// A program of an earlier time met a line that it could not read, and did not know why.
#[test]
fn what_a_store_uses_beyond_the_first_format_stands_in_its_plate() {
    use ketnap::domain::{Change, Edit, PersonFact, PersonId};
    let (_dir, store) = five();
    let plate = || fs::read_to_string(store.path().join("ketnap.ron")).unwrap();
    let set = |id: u64, fact: PersonFact| {
        let edit = Edit::Person(Change { id: PersonId::from_bits(id), old: None, new: Some(fact) });
        let mut book = open(&store);
        store.commit(&mut book, &change(&format!("set {id}"), vec![edit])).unwrap();
    };
    let first = *open(&store).book().people.keys().next().unwrap();
    set(first.bits(), PersonFact::Occupation("Nông dân".into()));
    assert!(!plate().contains("uses"), "a store of the first format stays one: {}", plate());
    let second = *open(&store).book().people.keys().nth(1).unwrap();
    set(second.bits(), PersonFact::IntroducedBy("youth_union".into()));
    assert!(plate().contains("\"introduced_by\""), "{}", plate());
    Store::open(store.path(), options("lan")).unwrap();
    let newer = plate().replace("\"introduced_by\"", "\"introduced_by\", \"colour\"");
    fs::write(store.path().join("ketnap.ron"), newer).unwrap();
    let refused = Store::open(store.path(), options("lan"));
    assert!(matches!(&refused, Err(StoreError::NewerUse(used)) if used == "colour"), "{refused:?}");
    let told = ketnap::words::Lang::En.store_error(&refused.unwrap_err());
    assert!(told.contains("colour") && told.contains("update") && told.contains("nothing is lost"), "{told}");
}

/// Copies with shared files (`cp -al`, rsnapshot) made the true log one of the damaged.
#[test]
fn a_log_that_a_copy_shares_is_read_and_the_next_save_leaves_the_copy_alone() {
    let (_dir, store) = five();
    let path = log(&store);
    let copy = store.path().join("copy-of-the-log");
    fs::hard_link(&path, &copy).unwrap();
    let before = fs::read(&copy).unwrap();
    let mut book = open(&store);
    assert_eq!(book.chain.damage, None);
    store.commit(&mut book, &change("b", vec![add_person(77, "Lê Mẫu Ánh")])).unwrap();
    assert_eq!(fs::read(&copy).unwrap(), before);
    let again = open(&store);
    assert!(again.chain.damage.is_none() && again.chain.head.seq == book.chain.head.seq);
}

/// One object of somebody else's among the folders ended every command of the whole store.
#[test]
fn a_socket_a_plain_file_and_a_closed_folder_of_others_close_nothing() {
    type Put = (&'static str, fn(&std::path::Path));
    let put: [Put; 5] = [
        ("xa-mau/book/log/1001.ron", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
        ("xa-mau/book/snapshot/1001.ron", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
        ("xa-mau/zz", |path| {
            fs::create_dir(path).unwrap();
            fs::write(path.join("book"), "x").unwrap();
        }),
        ("xa-mau/book/mark", |path| {
            fs::remove_dir_all(path).unwrap();
            fs::write(path, "x").unwrap();
        }),
        ("backup", |path| {
            fs::create_dir(path).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
        }),
    ];
    for (name, put) in put {
        let (_dir, store) = five();
        put(&store.path().join(name));
        let mut book = open(&store);
        assert_eq!(book.chain.damage, None, "{name}");
        store.commit(&mut book, &change("b", vec![add_person(77, "Lê Mẫu Ánh")])).unwrap();
        let reports = store.check().unwrap();
        assert!(reports.iter().all(|report| report.damage.is_empty()), "{name}: {reports:?}");
        store.backup(std::io::sink()).unwrap();
    }
    // Where the logs should be there is nothing of the book; the others are read all the same.
    let (_dir, store) = five();
    fs::remove_dir_all(store.path().join("xa-mau/book/log")).unwrap();
    fs::write(store.path().join("xa-mau/book/log"), "x").unwrap();
    assert_eq!(damage(&open(&store)), DamageKind::NoBook);
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

/// Lines that changed places were "sound", and the next save cut acknowledged records off.
#[test]
fn lines_that_changed_places_are_damage_and_nothing_behind_them_is_cut_off() {
    let (_dir, store) = five();
    rewrite(&store, |mut lines| {
        lines.swap(3, 5);
        lines
    });
    let before = fs::read(log(&store)).unwrap();
    assert!(matches!(damage(&open(&store)), DamageKind::OutOfOrder { .. }));
    refuses_to_write(&store);
    assert_eq!(fs::read(log(&store)).unwrap(), before);
    // Each record is there: repairing puts them in order.
    store.repair_from(None, false).unwrap();
    let book = open(&store);
    assert_eq!((book.chain.damage, book.chain.head.seq), (None, 6));
}

/// One planted or stray object closed the book for everybody.
#[test]
fn what_is_no_log_is_named_and_left_out_and_work_goes_on() {
    for what in ["empty", "link", "pipe", "folder", "sparse", "copy", "renamed copy", "conflict"] {
        let (_dir, store) = five();
        let (folder, whole) = (log(&store).with_file_name(""), fs::read(log(&store)).unwrap());
        let (name, stray) = match what {
            "copy" => ("lan (1).ron", true),
            "conflict" => ("lan.sync-conflict-20261127-101010-ABCDEF7.ron", true),
            "renamed copy" => ("lan_conflict-20261127.ron", true),
            "empty" | "sparse" => ("77.ron", false),
            _ => ("77.ron", true),
        };
        let path = folder.join(name);
        match what {
            "empty" => fs::write(&path, "").unwrap(),
            "link" => std::os::unix::fs::symlink(log(&store), &path).unwrap(),
            "pipe" => rustix::fs::mknodat(
                rustix::fs::CWD,
                &path,
                rustix::fs::FileType::Fifo,
                rustix::fs::Mode::from_raw_mode(0o644),
                0,
            )
            .unwrap(),
            "folder" => fs::create_dir(&path).unwrap(),
            "sparse" => fs::File::create(&path).unwrap().set_len(1 << 20).unwrap(),
            _ => fs::write(&path, &whole).unwrap(),
        }
        let mut book = open(&store);
        assert_eq!(book.chain.damage, None, "{what}");
        store.commit(&mut book, &change("next", vec![add_person(99, "X")])).unwrap();
        assert_eq!(open(&store).book().people.len(), 6, "{what}");
        let report = &store.check().unwrap()[0];
        assert_eq!(report.damage, [], "{what}");
        assert_eq!(report.strays.iter().any(|found| found.file.ends_with(name)), stray, "{what}");
        let history = store.history(&open(&store)).unwrap();
        assert_eq!(
            history.iter().map(|entry| entry.step.seq).collect::<Vec<_>>(),
            (1..=7).collect::<Vec<_>>()
        );
    }
}

/// A bit that flipped in a mark closed the book, and a perfect copy did not mend it.
#[test]
fn a_mark_that_was_altered_is_left_out_and_named() {
    let (_dir, store) = five();
    let mark = store.path().join("xa-mau/book/mark/lan.ron");
    let whole = fs::read(&mark).unwrap();
    for n in 0..whole.len() {
        let mut altered = whole.clone();
        altered[n] ^= 1 << (n % 7);
        fs::write(&mark, &altered).unwrap();
        let book = open(&store);
        assert_eq!(book.chain.damage, None, "{}", String::from_utf8_lossy(&altered));
    }
    fs::write(&mark, b"(seq:9").unwrap();
    let report = &store.check().unwrap()[0];
    assert_eq!((report.damage.len(), report.strays[0].kind.clone()), (0, DamageKind::BadMark));
    store.commit(&mut open(&store), &change("next", vec![add_person(99, "X")])).unwrap();
    assert_eq!(store.check().unwrap()[0].strays, []);
}

/// A lock file that was removed during a save let two saves write one number.
#[test]
fn a_save_whose_lock_was_taken_away_is_on_the_chain_when_it_is_acknowledged() {
    let (_dir, store) = five();
    let other = as_other(&store, "minh");
    std::thread::scope(|scope| {
        let remover = scope.spawn(|| {
            for _ in 0..2000 {
                let _ = fs::remove_file(store.path().join("xa-mau/book/lock"));
                std::thread::yield_now();
            }
        });
        let writers: Vec<_> = [&store, &other]
            .into_iter()
            .enumerate()
            .map(|(who, store)| {
                scope.spawn(move || {
                    let mut saved = 0;
                    for n in 0..40 {
                        let mut book = open(store);
                        let id = 1000 + who as u64 * 100 + n;
                        let change = change(&format!("w{id}"), vec![add_person(id, "X")]);
                        saved += usize::from(store.commit(&mut book, &change).is_ok());
                    }
                    saved
                })
            })
            .collect();
        let saved: usize = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        remover.join().unwrap();
        let book = open(&store);
        assert_eq!(book.chain.damage, None);
        assert_eq!(book.book().people.len(), 5 + saved);
    });
}

/// A log that a killed save left private locked everybody else out.
#[test]
fn whoever_writes_the_first_line_of_a_log_makes_it_readable() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, store) = five();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let other = as_other(&store, "minh");
    let path = log(&store).with_file_name("minh.ron");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    other.commit(&mut open(&other), &change("m", vec![add_person(99, "X")])).unwrap();
    assert_eq!(mode(&path), 0o644);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    other.commit(&mut open(&other), &change("n", vec![add_person(98, "X")])).unwrap();
    assert_eq!(mode(&path), 0o644);
}
