//! Keeping a store: copies of it, mending it from a copy, and what a person may ask for: to see
//! everything, and to be erased.

use crate::cli::{Office, two_books};
use ketnap::store::Account;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

fn path(office: &Office, name: &str) -> String {
    office.home().join(name).to_str().unwrap().to_owned()
}

/// Two communes with three people, one of whom moved from one to the other.
fn office() -> (Office, String) {
    let office = two_books();
    for (name, unit) in [("Lê Mẫu An", "A1"), ("Vũ Mẫu Bình", "B1")] {
        office.add(json!({"name": name, "unit": unit}));
    }
    let moved = office
        .add(json!({"name": "Hà Mẫu Chi", "unit": "A1", "religion": "Phật giáo", "note": "điều riêng",
        "milestones": {"identified": "2023-01-05", "certificate": "2023-02-01"}}));
    office.ok(&["move", &moved, "--to", "B1", "--date", "2023-05-01"], "");
    office.ok(&["record", &moved, "ceremony", "--date", "2023-06-01"], "");
    (office, moved)
}

fn sound(office: &Office) {
    let (code, out, err) = office.run(&["check"], "");
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn a_backup_is_a_store_again_and_holds_everything() {
    let (office, _) = office();
    let file = path(&office, "copy.tar.gz");
    let out = office.ok(&["backup", &file], "");
    assert!(out.contains("3 books"), "{out}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    office.ok(&["check", &file], "");
    assert_eq!(office.run(&["backup", &file], "").0, 4, "an older copy is not overwritten");
    let (list, log) = (office.ok(&["list"], ""), office.json(&["log"]));
    office.ok(&["restore", &file, &path(&office, "again")], "");
    let again = |args: &[&str]| {
        let (code, out, err) = office.run(&[args, &["--store", &path(&office, "again")]].concat(), "");
        assert_eq!(code, 0, "{args:?} {out}{err}");
        out
    };
    assert_eq!(again(&["list"]), list);
    assert_eq!(serde_json::from_str::<Value>(&again(&["log", "--json"])).unwrap(), log);
    assert_eq!(
        office.run(&["restore", &file, &path(&office, "again")], "").0,
        1,
        "nothing is restored over a store"
    );
    // Over a pipe, as with ssh.
    let (code, _, err) = office.run(&["backup", "/dev/full"], "");
    assert!(code == 4, "{err}");
}

#[test]
fn a_backup_that_was_cut_or_made_by_a_stranger_makes_no_store() {
    let (office, _) = office();
    let file = path(&office, "copy.tar.gz");
    office.ok(&["backup", &file], "");
    let whole = fs::read(&file).unwrap();
    for (n, keep) in [0, 10, whole.len() / 2, whole.len() - 4].into_iter().enumerate() {
        let cut = path(&office, &format!("cut-{n}.tar.gz"));
        fs::write(&cut, &whole[..keep]).unwrap();
        let target = path(&office, &format!("target-{n}"));
        let (code, out, err) = office.run(&["restore", &cut, &target], "");
        assert_eq!(code, 3, "{n}: {out}{err}");
        assert!(!Path::new(&target).join("ketnap.ron").exists(), "{n}");
    }
    for (n, (name, kind)) in [
        ("../evil.ron", tar::EntryType::Regular),
        ("/etc/evil.ron", tar::EntryType::Regular),
        ("huyen-mau/unit.ron", tar::EntryType::Symlink),
        ("huyen-mau/book/log/x.sh", tar::EntryType::Regular),
    ]
    .into_iter()
    .enumerate()
    {
        let mut archive =
            tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(1);
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, &b"x"[..]).unwrap();
        let bytes = archive.into_inner().unwrap().finish().unwrap();
        let file = path(&office, &format!("evil-{n}.tar.gz"));
        fs::write(&file, bytes).unwrap();
        let (code, _, err) = office.run(&["restore", &file, &path(&office, &format!("evil-{n}"))], "");
        assert_eq!(code, 3, "{name}: {err}");
        assert!(!office.home().join("evil.ron").exists() && !Path::new("/etc/evil.ron").exists());
    }
}

fn log_of(office: &Office, unit: &str) -> PathBuf {
    let folder = office.store().join(format!("huyen-mau/{unit}/book/log"));
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "ron"))
        .unwrap()
}

/// Rewrites a log line by line.
fn lines(path: &Path, f: fn(Vec<&str>) -> Vec<&str>) {
    let text = fs::read_to_string(path).unwrap();
    let kept: Vec<&str> = f(text.lines().collect());
    fs::write(path, kept.join("\n") + "\n").unwrap();
}

#[test]
fn a_damaged_book_is_mended_from_a_copy_whatever_was_done_to_it() {
    type Harm = Box<dyn Fn(&Path)>;
    let harms: [(&str, Harm); 10] = [
        (
            "a line removed",
            Box::new(|path| {
                lines(path, |mut l| {
                    l.remove(1);
                    l
                })
            }),
        ),
        (
            "the last line removed",
            Box::new(|path| {
                lines(path, |mut l| {
                    l.pop();
                    l
                })
            }),
        ),
        (
            "lines swapped, one doubled",
            Box::new(|path| {
                lines(path, |mut l| {
                    l.swap(0, 1);
                    l.push(l[0]);
                    l
                })
            }),
        ),
        (
            "a byte altered",
            Box::new(|path| {
                let mut b = fs::read(path).unwrap();
                b[200] ^= 4;
                fs::write(path, b).unwrap();
            }),
        ),
        ("emptied", Box::new(|path| fs::write(path, "").unwrap())),
        ("deleted", Box::new(|path| fs::remove_file(path).unwrap())),
        (
            "a folder in its place",
            Box::new(|path| {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }),
        ),
        (
            "a link in its place",
            Box::new(|path| {
                fs::remove_file(path).unwrap();
                std::os::unix::fs::symlink("/etc/passwd", path).unwrap();
            }),
        ),
        (
            "the book deleted",
            Box::new(|path| fs::remove_dir_all(path.parent().unwrap().parent().unwrap()).unwrap()),
        ),
        (
            "the unit deleted",
            Box::new(|path| {
                fs::remove_dir_all(path.parent().unwrap().parent().unwrap().parent().unwrap()).unwrap()
            }),
        ),
    ];
    for (what, harm) in harms {
        let (office, _) = office();
        let file = path(&office, "copy.tar.gz");
        office.ok(&["backup", &file], "");
        let (list, log) = (office.ok(&["list"], ""), office.json(&["log"]));
        // What was saved after the copy, in the damaged book too, is kept.
        office.add(json!({"name": "Đỗ Mẫu Dung", "unit": "B1"}));
        harm(&log_of(&office, "xa-a"));
        if what != "the unit deleted" {
            let (code, out, _) = office.run(&["check"], "");
            assert!(code == 3 && out.contains("--repair-from"), "{what}: {out}");
        }
        office.ok(&["check", "--repair-from", &file], "");
        let now = office.ok(&["list"], "");
        assert!(
            now.contains("Dung") && list.lines().all(|line| now.contains(line)),
            "{what}:\n{list}\n{now}"
        );
        assert!(office.json(&["log"]).as_array().unwrap().len() > log.as_array().unwrap().len(), "{what}");
        office.add(json!({"name": "Lê Mẫu Giang", "unit": "A1"}));
        sound(&office);
    }
}

#[test]
fn what_no_copy_has_is_never_made_up_and_given_up_only_when_told() {
    let (office, _) = office();
    let file = path(&office, "copy.tar.gz");
    office.ok(&["backup", &file], "");
    office.add(json!({"name": "Sau bản sao", "unit": "A1"}));
    let log = log_of(&office, "xa-a");
    let text = fs::read_to_string(&log).unwrap();
    let kept: Vec<&str> = text.lines().collect();
    fs::write(&log, kept[..kept.len() - 3].join("\n") + "\n").unwrap();
    let (code, _, err) = office.run(&["check", "--repair-from", &file], "");
    assert!(code == 3 && err.contains("still missing") && err.contains("--give-up"), "{err}");
    let (code, out, err) = office.run(&["check", "--give-up"], "");
    assert_eq!(code, 0, "{out}{err}");
    assert!(!office.ok(&["list"], "").contains("Sau bản sao"));
    let beside = fs::read_dir(office.store().join("huyen-mau/xa-a/book/mark")).unwrap();
    assert!(
        beside.map(|e| e.unwrap().file_name().into_string().unwrap()).any(|name| name.contains("damaged"))
    );
    office.add(json!({"name": "Lê Mẫu Giang", "unit": "A1"}));
    sound(&office);
}

pub fn everywhere(dir: &Path, needle: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everywhere(&path, needle));
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(needle) {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_person_is_erased_from_every_book_and_its_history_by_two_people_and_the_chain_still_holds() {
    let (office, id) = office();
    office.ok(&["access", "add", "lan", "manager"], "");
    office.ok(&["access", "add", "minh", "editor"], "");
    let before = office.json(&["log"]);
    assert!(!everywhere(&office.store(), "Hà Mẫu Chi").is_empty());
    // Nobody erases alone, an editor does not ask, a bound person does not carry it out.
    assert_eq!(office.run(&["erase", &id, "--confirm"], "").0, 1);
    office.ok(&["erase", &id], "");
    let (code, _, err) = office.run(&["erase", &id, "--confirm"], "");
    assert!(code == 1 && err.contains("second person"), "{err}");
    assert_eq!(office.run(&["--as", "minh", "erase", &id], "").0, 1);
    office.ok(&["--as", "lan", "erase", &id], "");
    assert_eq!(office.run(&["--as", "lan", "erase", &id, "--confirm"], "").0, 1);
    let copy = path(&office, "copy.tar.gz");
    office.ok(&["backup", &copy], "");
    let out = office.ok(&["erase", &id, "--confirm"], "");
    assert!(out.contains("2 books") && out.contains("backup of"), "{out}");
    for trace in ["Hà Mẫu Chi", "điều riêng"] {
        assert_eq!(everywhere(&office.store(), trace), Vec::<PathBuf>::new(), "{trace}");
    }
    sound(&office);
    // And from the copy that was made before.
    let kept = path(&office, "kept.tar.gz");
    fs::copy(&copy, &kept).unwrap();
    office.ok(&["erase", &id, "--archive", &kept], "");
    office.ok(&["check", &kept], "");
    office.ok(&["restore", &kept, &path(&office, "from-kept")], "");
    assert_eq!(everywhere(&office.home().join("from-kept"), "Hà Mẫu Chi"), Vec::<PathBuf>::new());
    let an = office.json(&["list", "A"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(office.run(&["erase", &an, "--archive", &kept], "").0, 1, "only who was erased here");
    // The others, and who did what when, are as they were.
    let list = office.ok(&["list"], "");
    assert!(list.contains("An") && list.contains("Bình") && !list.contains("Chi"), "{list}");
    let after = office.json(&["log"]);
    let steps = |log: &Value| -> Vec<(Value, Value)> {
        let not_hers = |step: &&Value| {
            step["edits"].as_array().unwrap().iter().any(|e| e["record"]["person"] != id.as_str())
        };
        log.as_array()
            .unwrap()
            .iter()
            .filter(not_hers)
            .map(|step| (step["at"].clone(), step["op"].clone()))
            .collect()
    };
    assert!(steps(&before).iter().all(|step| steps(&after).contains(step)));
    office.add(json!({"name": "Lê Mẫu Giang", "unit": "A1"}));
    office.ok(&["undo"], "");
    sound(&office);
    // An older copy does not bring the person back.
    let log = log_of(&office, "xa-a");
    let text = fs::read_to_string(&log).unwrap();
    fs::write(&log, text.lines().skip(1).map(|l| format!("{l}\n")).collect::<String>()).unwrap();
    let (code, _, _) = office.run(&["check", "--repair-from", &copy], "");
    assert_eq!(code, 3);
    assert_eq!(everywhere(&office.store(), "Hà Mẫu Chi"), Vec::<PathBuf>::new());
}

#[test]
fn everything_held_about_a_person_comes_out_with_who_took_it_before() {
    let (office, id) = office();
    office.ok(&["list", "Xã B", "--csv"], "");
    office.ok(&["list", "Xã A", "--json"], "");
    office.ok(&["backup", &path(&office, "copy.tar.gz")], "");
    let all = office.json(&["person", &id, "--all"]);
    assert_eq!(all["records"].as_array().unwrap().len(), 2, "{all}");
    let text = all.to_string();
    for part in
        ["Hà Mẫu Chi", "Phật giáo", "điều riêng", "2023-06-01", "list of Xã B", "list of Xã A", "backed up"]
    {
        assert!(text.contains(part), "{part}: {all}");
    }
    let out = office.ok(&["person", &id, "--all"], "");
    assert!(out.contains("exported everything about this person"), "the last look is noted too: {out}");
    // Somebody else's lists are not hers.
    let other = office.json(&["list", "Xã A"])[0]["id"].as_str().unwrap().to_owned();
    assert!(!office.json(&["person", &other, "--all"]).to_string().contains("list of Xã B"));
    office.ok(&["access", "add", "xem", "viewer"], "");
    assert_eq!(office.run(&["--as", "xem", "person", &id, "--all"], "").0, 1);
}

#[test]
fn people_whose_way_is_long_over_are_listed_and_no_others() {
    let office = Office::new();
    let gone = |name: &str, reason: &str, date: &str| {
        let id = office.add(json!({"name": name, "unit": "T1"}));
        office.ok(&["drop", &id, "--reason", reason, "--date", date], "");
        id
    };
    gone("Lê Mẫu An", "withdrawn", "2018-07-31");
    gone("Lê Mẫu Ba", "withdrawn", "2018-08-01");
    gone("Lê Mẫu Cúc", "paused", "2010-01-01");
    let back = gone("Lê Mẫu Dung", "dropped", "2010-01-01");
    office.ok(&["return", &back, "--date", "2011-01-01"], "");
    office.add(json!({"name": "Lê Mẫu Em", "unit": "T1", "milestones": {"official_decision": "2017-01-01"}}));
    let names = |years: &str| -> Vec<String> {
        let list = office.json(&["retention", "--years", years]);
        list.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("5"), ["Lê Mẫu Em", "Lê Mẫu An"]);
    assert_eq!(names("0").len(), 3);
}

#[test]
fn a_move_takes_along_what_somebody_else_saved_meanwhile() {
    use ketnap::domain::{Edit, MilestoneKind, PersonId, Why};
    let (office, _) = office();
    let id: PersonId = office.add(json!({"name": "Đỗ Mẫu Dung", "unit": "A1"})).parse().unwrap();
    let open = || office.open(Account::of_process());
    let (mut lan, mut minh) = (open(), open());
    let before = minh.record(id).unwrap().person.clone();
    let mut after = before.clone();
    let day = "2023-03-01".parse().unwrap();
    after.milestones.insert((MilestoneKind::Certificate, 1), ketnap::domain::Milestone::on(day));
    minh.save(Edit::between(id, &before, &after), Why::Entry).unwrap();
    // Lan has not seen it yet.
    let to = lan.find_unit("B1").unwrap();
    lan.move_person(id, to, "2023-06-01".parse().unwrap(), "").unwrap();
    let shown = office.json(&["show", &id.to_string()]);
    assert_eq!(shown["unit_name"], "Thôn B");
    assert_eq!(shown["milestones"]["certificate"]["date"], "2023-03-01");
}

#[test]
fn a_session_that_is_open_while_somebody_is_erased_goes_on_without_the_person() {
    use ketnap::domain::{PersonId, Why};
    let (office, id) = office();
    office.ok(&["access", "add", "lan", "manager"], "");
    let mut open = office.open(Account::of_process());
    let person: PersonId = id.parse().unwrap();
    assert!(open.record(person).is_some());
    office.ok(&["--as", "lan", "erase", &id], "");
    office.ok(&["erase", &id, "--confirm"], "");
    // It saves before it has looked.
    let unit = open.find_unit("A1").unwrap();
    let new = ketnap::domain::Person::new("Lê Mẫu Giang".into(), unit);
    let edit = ketnap::domain::Edit::add(PersonId::from_bits(5), new);
    open.save(vec![edit], Why::Entry).unwrap();
    let (_, failed) = open.refresh();
    assert!(failed.is_none() && open.record(person).is_none(), "{failed:?}");
    sound(&office);
    assert!(office.ok(&["list"], "").contains("Giang"));
}

#[test]
fn a_unit_that_moved_since_the_copy_is_not_made_twice_by_a_repair() {
    let office = two_books();
    office.add(json!({"name": "Lê Mẫu An", "unit": "A1"}));
    office.add(json!({"name": "Vũ Mẫu Bình", "unit": "B1"}));
    let file = path(&office, "copy.tar.gz");
    office.ok(&["backup", &file], "");
    crate::cli::put_below(&mut office.open(Account::of_process()), "A", "B").unwrap();
    assert!(office.store().join("huyen-mau/xa-b/xa-a").exists());
    lines(&log_of(&office, "xa-b"), |mut lines| {
        lines.remove(1);
        lines
    });
    office.ok(&["check", "--repair-from", &file], "");
    sound(&office);
    assert!(!office.store().join("huyen-mau/xa-a").exists());
}

/// A store as a program before reports made it: it opens, says the same, and goes on.
#[test]
fn a_store_of_an_earlier_program_shows_the_same_figures_and_goes_on() {
    let office = Office::new();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old/2026-11.tgz");
    office.ok(&["restore", archive.to_str().unwrap(), &path(&office, "old")], "");
    let run = |args: &[&str], input: &str| {
        let (code, out, err) = office.run(&[args, &["--store", &path(&office, "old")]].concat(), input);
        assert_eq!(code, 0, "{args:?}: {out}{err}");
        out
    };
    let progress = run(&["progress", "--csv"], "");
    // Members, target, percent; standing; flow.
    for figures in [
        ",31,3,33.33,0,1,0,1,0,2,0,1,0,1,0,",
        ",20,3,33.33,0,0,0,1,0,1,0,0,0,1,0,",
        ",11,,,0,1,0,0,0,1,0,1,0,0,0,",
    ] {
        assert!(progress.contains(figures), "{progress}");
    }
    let names = |out: &str| -> Vec<String> {
        let rows: Value = serde_json::from_str(out).unwrap();
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&run(&["list", "--json"], "")), ["Lê Mẫu An", "Hà Mẫu Chi"]);
    assert!(run(&["list", "--left", "--csv"], "").contains("Vũ Mẫu Bình"));
    run(&["add"], r#"{"name": "Người mới", "unit": "T1"}"#);
    assert_eq!(names(&run(&["list", "--json"], "")).len(), 3);
    assert!(run(&["check"], "").starts_with("sound"));
}
