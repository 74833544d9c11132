//! Folders of units that somebody takes away, renames, links or empties by hand, at every level of the tree:
//! missed and named, never shown as "no data", and whole again once they are back.

use crate::cli::Office;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A province with a commune, that with a base organisation, and somebody in each.
fn levels() -> Office {
    let office = Office { dir: TempDir::new().unwrap() };
    let store = office.store();
    office.ok(&["init", store.to_str().unwrap(), "--name", "Tỉnh Mẫu", "--kind", "province"], "");
    let csv = office.file(
        "u.csv",
        "code,parent_code,kind,name\nA,,commune,Xã Mẫu\nB,A,base,Đảng bộ Mẫu\nC,B,cell,Chi bộ 1\nD,,commune,Xã Mẫu Hai\n",
    );
    office.ok(&["import", "units", &csv], "");
    for (name, unit) in [("Lê Mẫu An", "A"), ("Vũ Mẫu Bình", "C"), ("Hà Mẫu Chi", "D")] {
        office.add(json!({"name": name, "unit": unit}));
    }
    office
}

const PATHS: [&str; 3] = ["tinh-mau", "tinh-mau/xa-mau", "tinh-mau/xa-mau/dang-bo-mau"];

fn people(office: &Office) -> (i32, usize, String) {
    let (code, out, err) = office.run(&["list", "--json"], "");
    (code, out.matches("\"rev\"").count(), err)
}

/// Empties plate, log, mark and snapshot of a unit.
fn empty(folder: &Path) {
    fs::write(folder.join("unit.ron"), "").unwrap();
    for part in ["log", "mark", "snapshot"] {
        for file in fs::read_dir(folder.join("book").join(part)).unwrap() {
            fs::write(file.unwrap().path(), "").unwrap();
        }
    }
}

#[test]
fn a_folder_that_is_taken_away_renamed_linked_or_emptied_is_damage_at_every_level() {
    for path in PATHS {
        for how in ["away", "renamed", "linked", "emptied"] {
            let office = levels();
            let keep = office.home().join("keep");
            assert_eq!(people(&office).1, 3);
            let folder: PathBuf = office.store().join(path);
            match how {
                "away" => fs::rename(&folder, &keep).unwrap(),
                "renamed" => {
                    fs::rename(&folder, folder.with_file_name("unit2 (1)")).unwrap();
                }
                "linked" => {
                    fs::rename(&folder, &keep).unwrap();
                    std::os::unix::fs::symlink(&keep, &folder).unwrap();
                }
                _ => empty(&folder),
            }
            for args in [&["list"][..], &["progress"], &["check"], &["find", "mau"], &["backup", "b.tar.gz"]]
            {
                let (code, out, err) = office.run(args, "");
                assert_eq!(code, 3, "{path} {how} {args:?}: {out}{err}");
            }
            let (_, _, err) = office.run(&["list"], "");
            let name = ["topmost", "Xã Mẫu", "Đảng bộ Mẫu"][path.matches('/').count()];
            assert!(err.contains(name), "{path} {how}: {err}");
            assert!(how != "renamed" || err.contains("unit2 (1)") || path == "tinh-mau", "{err}");
            // A second topmost unit would take the place of the one that is away.
            let csv = office.file("v.csv", "code,kind,name\nZ,province,Tỉnh Khác\n");
            if path == "tinh-mau" {
                let (code, out, err) = office.run(&["import", "units", &csv], "");
                assert!(code != 0, "{how}: {out}{err}");
            }
            if how == "emptied" {
                continue;
            }
            // Put back with its old times, everybody is there again.
            if how == "linked" {
                fs::remove_file(&folder).unwrap();
            }
            let from = if how == "renamed" { folder.with_file_name("unit2 (1)") } else { keep };
            fs::rename(from, &folder).unwrap();
            let (code, count, err) = people(&office);
            assert_eq!((code, count, err.as_str()), (0, 3, ""), "{path} {how}");
            office.ok(&["check"], "");
        }
    }
}

#[test]
fn a_unit_that_is_added_and_undone_is_not_missed_and_one_that_is_moved_is_found() {
    let office = levels();
    let csv = office.file("n.csv", "code,kind,name\nN,commune,Xã Mới\n");
    office.ok(&["import", "units", &csv], "");
    office.ok(&["undo"], "");
    office.ok(&["list"], "");
    office.ok(&["check"], "");
    office.ok(&["redo"], "");
    office.ok(&["check"], "");
    fs::rename(office.store().join("tinh-mau/xa-moi"), office.home().join("keep")).unwrap();
    assert_eq!(office.run(&["check"], "").0, 3, "it is noted again");
    fs::rename(office.home().join("keep"), office.store().join("tinh-mau/xa-moi")).unwrap();
    office.ok(&["check"], "");
    // By hand, below another unit: the records say where it belongs.
    let moved = office.store().join("tinh-mau/xa-mau-hai/dang-bo-mau");
    fs::rename(office.store().join(PATHS[2]), moved).unwrap();
    assert_eq!(people(&office).1, 3);
}

#[test]
fn books_of_a_store_from_before_are_noted_with_the_next_save() {
    let office = levels();
    // As an earlier program left it: nothing is noted anywhere.
    let plate = office.store().join("ketnap.ron");
    let text = fs::read_to_string(&plate).unwrap();
    let old: String =
        text.lines().filter(|line| !line.contains("top:")).map(|line| format!("{line}\n")).collect();
    fs::write(&plate, old).unwrap();
    let log = office.store().join("tinh-mau/book/log");
    let file = log.join(format!("{}.ron", rustix::process::getuid().as_raw()));
    let text = fs::read_to_string(&file).unwrap();
    let first: String = text.lines().take(1).map(|line| format!("{line}\n")).collect();
    assert!(!first.contains("Below") && text.contains("Below"), "{text}");
    fs::write(&file, first).unwrap();
    for part in ["mark", "snapshot"] {
        fs::remove_dir_all(office.store().join("tinh-mau/book").join(part)).unwrap();
        fs::create_dir(office.store().join("tinh-mau/book").join(part)).unwrap();
    }
    // Its register was another program's.
    fs::remove_dir_all(office.home().join(".cache")).unwrap();
    assert_eq!(people(&office).1, 3);
    fs::remove_dir_all(office.home().join(".cache")).unwrap();
    office.add(json!({"name": "Đỗ Mẫu Dần", "unit": "D"}));
    fs::rename(office.store().join(PATHS[1]), office.home().join("keep")).unwrap();
    let (code, _, err) = people(&office);
    assert!(code == 3 && err.contains("Xã Mẫu"), "{err}");
}

#[test]
fn a_screen_that_was_open_while_a_book_or_a_units_folder_was_away_sees_it_again() {
    let office = levels();
    let options = ketnap::store::Options {
        read_only: false,
        clock: ketnap::store::Clock::Real,
        ids: ketnap::store::Ids::Random,
        account: ketnap::store::Account::of_process(),
        cache: None,
        waiting: Default::default(),
    };
    let store = ketnap::store::Store::open(&office.store(), options).unwrap();
    let mut open = ketnap::office::Office::open(store).unwrap();
    open.books();
    for path in ["tinh-mau/xa-mau/book", "tinh-mau/xa-mau", "tinh-mau"] {
        for look in ["reload", "refresh"] {
            let away = office.store().join(path);
            fs::rename(&away, office.home().join("keep")).unwrap();
            open.reload().unwrap();
            assert!(open.damage().is_some(), "{path} {look}");
            fs::rename(office.home().join("keep"), &away).unwrap();
            match look {
                "reload" => open.reload().unwrap(),
                _ => assert!(open.refresh().1.is_none()),
            }
            assert_eq!(open.damage(), None, "{path} {look}");
            assert_eq!(open.register().len(), 3, "{path} {look}");
        }
    }
}
