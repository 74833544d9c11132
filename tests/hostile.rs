//! Hostile text and hostile objects: whatever somebody put into a store, nothing raw comes out on a
//! terminal, in a table, in JSON or CSV, and nothing hangs.

use crate::cli::{Office, two_books};
use crate::pilot::Pilot;
use ketnap::domain::text::is_forbidden;
use ketnap::domain::{Edit, Person, PersonId, Unit, UnitId};
use ketnap::store::log_line::{self, Line};
use ketnap::words::Lang;
use std::fs;
use std::path::{Path, PathBuf};

/// Texts that must not come out as they went in.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "\u{1b}]0;tiêu đề\u{7}\u{1b}[2J",
        "\u{9b}31m",
        "\u{7f}\u{8}\u{8}",
        "a\rb\nc\td",
        "\0",
        "\u{202e}gnữ",
        "\u{2066}x\u{2069}",
        "\u{200b}\u{200d}\u{2060}",
        "\u{feff}",
        "\u{e0041}\u{e007f}",
        "\u{ad}",
        "\u{2028}x",
        "=1+1",
        "@SUM(A1)",
        "-2+3",
        "+1",
        "\u{1160}\u{3164}",
        "\u{fff9}x\u{fffb}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push(format!("a{}", "\u{334}".repeat(60)));
    texts.push("dài ".repeat(2000));
    texts
}

/// Adds a line to the log of the commune that no ketnap would have written, whole and chained.
fn smuggle(store: &Path, log: &str, unit: UnitId, texts: &[String]) {
    let path = store.join(log);
    let text = fs::read_to_string(&path).unwrap();
    let Line::Step(last, hash) = log_line::decode(text.lines().last().unwrap().as_bytes()) else {
        panic!("{text}")
    };
    let mut edits = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let mut person = Person::new(text.clone(), unit);
        person.occupation = text.clone();
        person.note = text.clone();
        person.code = text.clone();
        edits.push(Edit::add(PersonId::from_bits(7000 + n as u64), person));
        let cell = Unit::new(text.clone(), "cell".into(), Some(unit));
        edits.push(Edit::add(UnitId::from_bits(8000 + n as u64), cell));
    }
    let mut lines = text;
    let (mut seq, mut prev) = (last.seq, hash);
    for (n, edits) in edits.chunks(2).enumerate() {
        seq += 1;
        let op = format!("smuggled-{n}\u{1b}");
        let step = ketnap::domain::Step {
            seq,
            prev,
            op,
            by: "\u{1b}[31mai đó".into(),
            edits: edits.to_vec(),
            ..(*last).clone()
        };
        let (line, hash) = log_line::encode(&step).unwrap();
        lines.push_str(&line);
        prev = hash;
    }
    fs::write(path, lines).unwrap();
}

fn raw(text: &str) -> Option<char> {
    text.chars().find(|c| is_forbidden(*c) && !matches!(c, '\n' | '\u{feff}'))
}

#[test]
fn nothing_raw_comes_out_of_any_command() {
    let office = Office::new();
    let unit: UnitId = office.json(&["units"])[0]["unit"].as_str().unwrap().parse().unwrap();
    let uid = rustix::process::getuid().as_raw();
    smuggle(&office.store(), &format!("xa-mau/book/log/{uid}.ron"), unit, &hostile());
    let some = PersonId::from_bits(7000).to_string();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--csv"],
        &["units"],
        &["units", "--json"],
        &["progress"],
        &["progress", "--json"],
        &["progress", "--csv"],
        &["show", &some],
        &["show", &some, "--json"],
        &["log"],
        &["log", "--json"],
        &["person", &some, "--all"],
        &["person", &some, "--all", "--json"],
        &["check"],
        &["find", "\u{1b}[31m"],
        &["find", "ai"],
        &["show", "\u{1b}[31m"],
        &["\u{1b}[31m"],
        &["list", "--stage", "\u{1b}"],
        &["progress", "\u{202e}x"],
        &["retention"],
        &["access"],
    ] {
        let (code, out, err) = office.run(args, "");
        assert!((0..=2).contains(&code), "{args:?}: {code} {err}");
        for text in [&out, &err] {
            assert_eq!(raw(text), None, "{args:?}: {text:?}");
        }
        assert!(!out.contains(&"\u{334}".repeat(5)), "{args:?}");
        assert!(args != ["list"] || out.contains('\u{fffd}'), "it is shown that there was something: {out}");
        if args.contains(&"--csv") {
            for cell in out.lines().flat_map(|line| line.split(',')) {
                assert!(!cell.trim_matches('"').starts_with(['=', '+', '@']), "{cell}");
            }
        }
    }
}

#[test]
fn nothing_raw_comes_onto_any_screen() {
    let pilot = Pilot::small(Lang::Vi);
    smuggle(&pilot.store(), "xa-mau/book/log/lan.ron", UnitId::from_bits(1), &hostile());
    let mut pilot = pilot.again();
    for keys in [
        "",
        "tab",
        "tab down down enter",
        "ctrl-y",
        "ctrl-t",
        "tab ctrl-e",
        "down down i",
        "/ a",
        "tab ctrl-s",
        "tab ctrl-x",
    ] {
        pilot.press("esc esc esc home").press(keys);
        for (width, height) in [(80, 24), (120, 40)] {
            let screen = pilot.screen(width, height);
            assert_eq!(raw(&screen), None, "{keys}: {screen}");
        }
    }
}

#[test]
fn hostile_text_does_not_enter_by_any_door() {
    let office = Office::new();
    for text in hostile()
        .into_iter()
        .filter(|text| text.chars().any(|c| is_forbidden(c) && !c.is_whitespace()) || text.len() > 200)
    {
        let person = serde_json::json!({"name": text, "unit": "T1"}).to_string();
        assert_eq!(office.run(&["add"], &person).0, 1, "{text:?}");
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["name", "unit"]).unwrap();
        csv.write_record([&text, "T1"]).unwrap();
        let file = office.file("p.csv", &String::from_utf8(csv.into_inner().unwrap()).unwrap());
        assert_eq!(office.run(&["import", "people", &file], "").0, 1, "{text:?}");
    }
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 0);
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_foreign_object_in_place_of_any_file_is_named_or_harmless_and_never_waited_for() {
    let office = two_books();
    office.add(serde_json::json!({"name": "Lê Mẫu An", "unit": "A1"}));
    let list = office.ok(&["list"], "");
    let mut all = Vec::new();
    files(&office.store(), &mut all);
    let root = rustix::process::geteuid().is_root();
    for path in all {
        let aside = office.home().join("aside");
        fs::rename(&path, &aside).unwrap();
        for what in ["link", "pipe", "folder", "giant", "device", "hard link", "gone"] {
            let made = match what {
                "link" => std::os::unix::fs::symlink("/dev/zero", &path).is_ok(),
                "pipe" => {
                    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o644.into(), 0)
                        .is_ok()
                }
                "folder" => fs::create_dir(&path).is_ok(),
                "giant" => fs::File::create(&path).unwrap().set_len(1 << 40).is_ok(),
                "device" => {
                    let zero = rustix::fs::makedev(1, 5);
                    root && rustix::fs::mknodat(
                        rustix::fs::CWD,
                        &path,
                        rustix::fs::FileType::CharacterDevice,
                        0o644.into(),
                        zero,
                    )
                    .is_ok()
                }
                "hard link" => fs::hard_link(&aside, &path).is_ok(),
                _ => true,
            };
            if !made {
                continue;
            }
            let name = path.strip_prefix(office.store()).unwrap().display();
            let (code, out, err) = office.run(&["list"], "");
            match code {
                0 => assert_eq!(out, list, "{name}: {what}"),
                1 | 3 | 4 => assert!(!err.trim().is_empty(), "{name}: {what}"),
                other => panic!("{name}: {what}: {other} {out}{err}"),
            }
            let (code, out, err) = office.run(&["check"], "");
            assert!(
                (0..=4).contains(&code) && !err.contains("internal"),
                "{name}: {what}: {code} {out}{err}"
            );
            match what {
                "folder" => fs::remove_dir(&path).unwrap(),
                "gone" => {
                    let _ = fs::remove_file(&path);
                }
                _ => fs::remove_file(&path).unwrap(),
            }
        }
        fs::rename(&aside, &path).unwrap();
        assert_eq!(office.ok(&["list"], ""), list, "{}", path.display());
    }
}
