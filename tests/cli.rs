//! The command line as scripts meet it: what it prints, what it leaves behind, how it ends.

use assert_cmd::Command;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// An office of one commune with a cell, and a home of its own.
pub struct Office {
    pub dir: TempDir,
}

impl Office {
    pub fn new() -> Office {
        let office = Office { dir: TempDir::new().unwrap() };
        office.ok(&["init", office.store().to_str().unwrap(), "--name", "Xã Mẫu", "--kind", "base"], "");
        let csv = office.file("units.csv", "code,parent_code,kind,name\nT1,,cell,Thôn 1\nT2,,cell,Thôn 2\n");
        office.ok(&["import", "units", &csv], "");
        office
    }

    pub fn sample() -> Office {
        let office = Office { dir: TempDir::new().unwrap() };
        office.ok(&["init", office.store().to_str().unwrap(), "--sample"], "");
        office
    }

    pub fn home(&self) -> &Path {
        self.dir.path()
    }

    pub fn store(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Exit code, output, errors.
    pub fn run(&self, args: &[&str], input: &str) -> (i32, String, String) {
        self.run_on("2023-07-31", args, input)
    }

    /// The same on another day.
    pub fn run_on(&self, day: &str, args: &[&str], input: &str) -> (i32, String, String) {
        let output = Command::cargo_bin("ketnap")
            .unwrap()
            .env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "en_GB.UTF-8")
            .args(["--store", self.store().to_str().unwrap(), "--today", day])
            .args(args)
            .write_stdin(input.as_bytes())
            .timeout(std::time::Duration::from_secs(60))
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    pub fn ok(&self, args: &[&str], input: &str) -> String {
        let (code, out, err) = self.run(args, input);
        assert_eq!(code, 0, "{args:?}: {out}{err}");
        out
    }

    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[args, &["--json"]].concat(), "")).unwrap()
    }

    /// Adds a person and returns the id.
    pub fn add(&self, person: Value) -> String {
        let out = self.ok(&["add"], &person.to_string());
        out.trim().strip_prefix("saved ").unwrap().to_owned()
    }

    fn unit(&self, name: &str) -> Value {
        let rows = self.json(&["progress"]);
        rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone()
    }
}

fn admitted(row: &Value) -> (u64, u64, f64) {
    (
        row["flow"]["admitted"].as_u64().unwrap(),
        row["target"].as_u64().unwrap(),
        row["percent"].as_f64().unwrap(),
    )
}

#[test]
fn the_sample_reproduces_the_report_of_seven_months() {
    let office = Office::sample();
    let rows = office.json(&["progress", "--year", "2023", "--as-of", "2023-07-31"]);
    let rows = rows.as_array().unwrap();
    let by_name = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    assert_eq!(rows[0]["flow"]["admitted"], 292);
    assert_eq!(rows[0]["flow"]["trained"], 523);
    assert_eq!(admitted(by_name("Xã Quảng Phú")), (8, 8, 100.0));
    assert_eq!(admitted(by_name("Xã Xuân Bái")), (8, 11, 72.73));
    assert_eq!(admitted(by_name("Xã Xuân Hưng")), (6, 10, 60.0));
    assert_eq!(admitted(by_name("Xã Xuân Phú")), (6, 10, 60.0));
    assert_eq!(admitted(by_name("Xã Thuận Minh")), (7, 12, 58.33));
    let sum = |sectors: &[&str], flow: &str| -> u64 {
        rows.iter()
            .filter(|row| sectors.contains(&row["sector"].as_str().unwrap_or("")))
            .map(|row| row["flow"][flow].as_u64().unwrap())
            .sum()
    };
    let communes = ["rural_commune", "town"];
    let agencies = ["party_agency", "state_agency", "public_service"];
    assert_eq!((sum(&communes, "admitted"), sum(&agencies, "admitted")), (124, 168));
    assert_eq!((sum(&communes, "trained"), sum(&agencies, "trained")), (193, 330));
    let count = |sectors: &[&str]| {
        rows.iter().filter(|r| sectors.contains(&r["sector"].as_str().unwrap_or(""))).count()
    };
    assert_eq!(count(&communes), 30);
    let people = office.json(&["list"]);
    let classes: std::collections::BTreeSet<&str> = people
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|person| person["milestones"]["certificate"].as_object())
        .filter(|certificate| certificate["date"].as_str().unwrap() >= "2023")
        .map(|certificate| certificate["class"].as_str().unwrap())
        .collect();
    assert_eq!(classes.len(), 6);
    for person in people.as_array().unwrap() {
        assert!(person["name"].as_str().unwrap().contains(" Mẫu "), "invented people show it");
    }
}

#[test]
fn a_person_goes_through_the_five_stages() {
    let office = Office::new();
    let id = office
        .add(json!({"name": "Nguyễn Mẫu Ẩn", "unit": "T1", "milestones": {"identified": "2023-01-05"}}));
    let stages = [
        ("sent_to_class", "class"),
        ("cell_resolution", "proposal"),
        ("ceremony", "admission"),
        ("official_decision", "recognition"),
    ];
    assert_eq!(office.json(&["show", &id])["stage"], "source");
    for (milestone, stage) in stages {
        let date = if milestone == "ceremony" { "2022-06-01" } else { "2023-06-01" };
        office.ok(&["record", &id, milestone, "--date", date, "--number", "12-X"], "");
        assert_eq!(office.json(&["show", &id[..6]])["stage"], stage);
    }
    let row = office.unit("Xã Mẫu");
    assert_eq!(row["standing"]["recognition"], 1);
    assert_eq!((&row["flow"]["admitted"], &row["flow"]["recognised"]), (&json!(0), &json!(1)));
    assert_eq!(row["target"], Value::Null);
    assert_eq!(row["percent"], Value::Null);
    let shown = office.json(&["show", &id]);
    assert_eq!(shown["milestones"]["cell_resolution"], json!({"date": "2023-06-01", "number": "12-X"}));
    assert_eq!(shown["official_from"], "2023-06-01");
}

#[test]
fn figures_are_of_the_day_that_is_asked_for() {
    let office = Office::new();
    office.add(json!({"name": "A", "unit": "T1", "milestones":
        {"identified": "2023-01-05", "certificate": "2023-03-01", "ceremony": "2023-06-15"}}));
    let at = |day: &str| {
        let rows = office.json(&["progress", "--year", "2023", "--as-of", day]);
        (rows[0]["standing"].clone(), rows[0]["flow"]["admitted"].as_u64().unwrap())
    };
    assert_eq!(at("2023-01-04").0["source"], 0);
    assert_eq!(at("2023-02-01").0["source"], 1);
    assert_eq!(at("2023-06-14").0["class"], 1);
    assert_eq!(at("2023-06-14").1, 0);
    assert_eq!(at("2023-06-15").0["admission"], 1);
    assert_eq!(at("2023-06-15").1, 1);
    let span = office.json(&["progress", "--from", "2023-07-01", "--to", "2023-07-31"]);
    assert_eq!(span[0]["flow"]["admitted"], 0);
}

#[test]
fn further_facts_come_as_json_and_a_second_round_keeps_the_first() {
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    office.ok(
        &["record", &id, "certificate", "--date", "2017-05-19", "--json"],
        r#"{"grade": "Giỏi", "expiry": "2022-05-19"}"#,
    );
    assert_eq!(office.json(&["show", &id])["milestones"]["certificate"]["grade"], "Giỏi");
    office.ok(
        &["record", &id, "certificate", "--json"],
        r#"{"set_aside": {"reason": "lapsed", "date": "2022-05-20"}}"#,
    );
    office.ok(&["record", &id, "certificate", "--date", "2023-02-03"], "");
    let shown = office.json(&["show", &id]);
    assert_eq!(shown["milestones"]["certificate"]["date"], "2023-02-03");
    assert_eq!(shown["earlier_rounds"][0]["date"], "2017-05-19");
}

#[test]
fn an_edit_on_an_old_revision_is_refused_with_the_present_values() {
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    let rev = office.json(&["show", &id])["rev"].to_string();
    office.ok(&["edit", &id, "--base", &rev], r#"{"occupation": "Nông dân"}"#);
    let (code, out, _) = office.run(&["edit", &id, "--base", &rev], r#"{"occupation": "Giáo viên"}"#);
    assert_eq!(code, 1);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["occupation"], "Nông dân");
    assert_eq!(office.json(&["show", &id])["occupation"], "Nông dân");
}

#[test]
fn leaving_coming_back_and_moving_are_counted_where_they_happened() {
    let office = Office::new();
    let csv = office.file("u.csv", "code,parent_code,kind,name\nB,,base,Trường Mẫu\nB1,B,cell,Tổ 1\n");
    office.ok(&["import", "units", &csv], "");
    let id = office.add(json!({"name": "A", "unit": "T1", "milestones": {"identified": "2023-01-05", "certificate": "2023-02-01"}}));
    office.ok(&["drop", &id, "--reason", "paused", "--date", "2023-03-01"], "");
    assert_eq!(office.unit("Xã Mẫu")["standing"]["class"], 0);
    assert_eq!(office.json(&["show", &id])["stage"], Value::Null);
    office.ok(&["return", &id, "--date", "2023-04-01"], "");
    office.ok(&["move", &id, "--to", "B1", "--date", "2023-05-01"], "");
    office.ok(&["record", &id, "ceremony", "--date", "2023-06-01"], "");
    let rows = office.json(&["progress"]);
    let row = |name: &str| rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    // Trained in the hamlet, admitted in the school; one person in all.
    assert_eq!(
        (&row("Thôn 1")["flow"]["trained"], &row("Thôn 1")["flow"]["admitted"]),
        (&json!(1), &json!(0))
    );
    assert_eq!((&row("Tổ 1")["flow"]["trained"], &row("Tổ 1")["flow"]["admitted"]), (&json!(0), &json!(1)));
    assert_eq!(row("Xã Mẫu")["flow"]["trained"], 1);
    assert_eq!(row("Xã Mẫu")["standing"]["admission"], 1);
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 1);
    assert_eq!(office.json(&["show", &id])["unit_name"], "Tổ 1");
    office.ok(&["undo"], "");
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["show", &id])["unit_name"], "Thôn 1");
}

#[test]
fn undo_takes_back_an_import_as_one_and_redo_brings_it_again() {
    let office = Office::new();
    let csv = office.file("p.csv", "name,unit,certificate\nA,T1,1/2/2023\nB,T2,\nC,T1,\n");
    office.ok(&["import", "people", &csv], "");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 3);
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 0);
    office.ok(&["redo"], "");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 3);
    let log = office.json(&["log"]);
    assert_eq!(log.as_array().unwrap().last().unwrap()["why"], "redo");
}

#[test]
fn the_same_file_twice_adds_nothing_and_bad_rows_are_named() {
    let office = Office::new();
    let csv = office.file(
        "p.csv",
        "name,unit,born,certificate,certificate_number,exit,exit_date\nA,T1,1999,1/2/2023,7-GCN,,\nB,T9,,,,,\nC,T1,31/2/2000,,,,\nD,Thôn 2,,,,withdrawn,2023-05-01\n",
    );
    let (code, out, err) = office.run(&["import", "people", &csv, "--dry-run"], "");
    assert_eq!(code, 1);
    assert!(
        out.contains("2 new") && err.contains("row 3, column unit") && err.contains("row 4, column born"),
        "{out}{err}"
    );
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 0);
    office.run(&["import", "people", &csv], "");
    let (_, out, _) = office.run(&["import", "people", &csv], "");
    assert!(out.contains("0 new, 0 changed, 2 unchanged, 2 rows"), "{out}");
    let list = office.json(&["list"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "the one who left is not on the way");
    assert_eq!(list[0]["milestones"]["certificate"], json!({"date": "2023-02-01", "number": "7-GCN"}));
}

#[test]
fn rows_of_several_books_go_in_and_a_damaged_book_keeps_none_of_the_others_back() {
    let office = Office { dir: TempDir::new().unwrap() };
    office.ok(&["init", office.store().to_str().unwrap(), "--name", "Huyện Mẫu", "--kind", "district"], "");
    let units = office.file(
        "u.csv",
        "code,parent_code,kind,name\nH,,district,Huyện Mẫu\nX1,H,base,Xã Một\nX2,H,base,Xã Hai\nA,X1,cell,Thôn 1\nB,X2,cell,Thôn 1\n",
    );
    office.ok(&["import", "units", &units], "");
    let rows: String =
        (0..40).map(|n| format!("Lê Mẫu {n},{},P{n}\n", if n % 2 == 0 { "A" } else { "B" })).collect();
    let csv = office.file("p.csv", &format!("name,unit,code\n{rows}Lê Mẫu 3,A,P3\n"));
    let marks = office.store().join("huyen-mau/xa-hai/book/mark");
    let mark = std::fs::read_dir(&marks).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read_to_string(&mark).unwrap();
    // A mark of an earlier program, beyond what is there.
    std::fs::write(&mark, format!("(seq:99,hash:\"{}\")", "ab".repeat(32))).unwrap();
    let (code, out, err) = office.run(&["import", "people", &csv], "");
    assert_eq!(code, 3, "{out}{err}");
    assert!(
        out.contains("20 new") && err.contains("SAVED IN PART") && err.contains("row 42, column code"),
        "{out}{err}"
    );
    std::fs::write(&mark, &whole).unwrap();
    // The same file goes on where it stopped.
    let (_, out, _) = office.run(&["import", "people", &csv], "");
    assert!(out.contains("20 new, 0 changed, 20 unchanged, 1 row refused"), "{out}");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 40);
    let moved = office.file("m.csv", "name,unit,code\nLê Mẫu 0,B,P0\n");
    let (code, out, err) = office.run(&["import", "people", &moved], "");
    assert!(
        code == 1 && out.contains("0 new") && err.contains("row 2, column unit: already followed in"),
        "{out}{err}"
    );
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 20);
}

/// The rows of a table in a folder of Parquet files, as text.
fn parquet_rows(dir: &Path, table: &str) -> Vec<String> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(parquet_rows(&path, table));
        } else if path.file_name().unwrap() == &*format!("{table}.parquet") {
            let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
            found.extend(reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()));
        }
    }
    found
}

#[test]
fn what_is_exported_to_parquet_adds_up_to_the_figures_and_has_no_names() {
    let rows = parquet_rows;
    let office = Office::sample();
    let dir = office.dir.path().join("lake");
    let said = office.ok(&["export", "--parquet", dir.to_str().unwrap()], "");
    let people = rows(&dir, "people");
    let figures = &office.json(&["progress", "--depth", "0"])[0];
    let standing: u64 = figures["standing"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    let on_the_way = people.iter().filter(|row| !row.contains("stage: null")).count();
    assert_eq!(on_the_way as u64, standing, "{said}");
    let admitted = |row: &&String| row.contains("\"ceremony\", day: 2023-");
    assert_eq!(json!(rows(&dir, "milestones").iter().filter(admitted).count()), figures["flow"]["admitted"]);
    let units = office.json(&["units"]);
    assert_eq!(rows(&dir, "units").len(), units.as_array().unwrap().len());
    assert!(!people.iter().any(|row| row.contains("Mẫu")), "no names");
    let (code, _, err) = office.run(&["export", "--parquet", dir.to_str().unwrap()], "");
    assert!(code == 1 && err.contains("is not empty"), "{err}");
    let whole = office.dir.path().join("whole");
    office.ok(&["export", "--parquet", whole.to_str().unwrap(), "--names"], "");
    assert!(rows(&whole, "people").iter().all(|row| row.contains("Mẫu")), "names");
}

#[test]
fn whoever_moved_on_or_is_in_no_unit_of_the_tree_is_exported_with_every_trait() {
    let told = |table: &str, office: &Office, dir: &Path, args: &[&str]| {
        let out = office.run(&[&["export", "--parquet", dir.to_str().unwrap()], args].concat(), "");
        // A folder that is gone is damage, whatever could be written.
        assert_eq!(out.0, if office.store().join("huyen-mau/xa-b").exists() { 0 } else { 3 }, "{out:?}");
        (parquet_rows(dir, table), out.2)
    };
    let office = two_books();
    let id = office.add(json!({
        "name": "Lê Mẫu Ánh", "unit": "A1", "sex": "female", "ethnicity": "Tày", "religion": "Không",
        "occupation": "Giáo viên", "milestones": {"identified": "2023-02-01"},
    }));
    office.ok(&["move", &id, "--to", "B1", "--date", "2023-05-01"], "");
    let traits = "sex: \"female\", ethnicity: \"Tày\", religion: \"Không\", occupation: \"Giáo viên\"";
    let dir = office.dir.path().join("before");
    let (people, _) = told("people", &office, &dir, &["--as-of", "2023-04-01"]);
    assert!(people.len() == 1 && people[0].contains(traits), "{people:?}");
    // Somebody takes the folder of the second commune away.
    std::fs::remove_dir_all(office.store().join("huyen-mau/xa-b")).unwrap();
    let dir = office.dir.path().join("after");
    let (people, err) = told("people", &office, &dir, &[]);
    assert!(people.len() == 1 && people[0].contains("unit: null"), "{people:?}");
    assert!(err.contains("1 person in a unit that is not in the tree: see upper=none"), "{err}");
    assert!(dir.join("people/upper=none").is_dir());
}

#[test]
fn what_is_called_by_its_initials_is_found() {
    let office = Office::sample();
    let found = office.json(&["find", "cb thon 1"]);
    let units = found.as_array().unwrap();
    assert!(
        units.len() > 5
            && units.iter().all(|unit| unit["name"].as_str().unwrap().starts_with("Chi bộ Thôn 1"))
    );
    let plain = office.json(&["find", "chi bo thon 1"]);
    assert_eq!(plain.as_array().unwrap().len(), units.len());
    let (code, ..) = office.run(&["find", "qqq zz"], "");
    assert_eq!(code, 1);
}

#[test]
fn units_come_from_csv_with_members_and_targets() {
    let office = Office { dir: TempDir::new().unwrap() };
    office.ok(&["init", office.store().to_str().unwrap(), "--name", "Huyện Mẫu", "--kind", "district"], "");
    let csv = office.file(
        "u.csv",
        "code,parent_code,kind,sector,name,members_2022,target_2023\nH,,district,,Huyện Mẫu,,\nX1,H,base,rural_commune,Xã Một,120,8\nX2,H,base,town,Thị trấn Hai,90,5\nX2.1,X2,cell,,Tổ 1,,\n",
    );
    office.ok(&["import", "units", &csv], "");
    let (_, out, _) = office.run(&["import", "units", &csv], "");
    assert!(out.contains("0 new, 0 changed, 4 unchanged"), "{out}");
    let rows = office.json(&["progress", "--year", "2023"]);
    assert_eq!(rows.as_array().unwrap().len(), 4);
    assert_eq!((&rows[0]["target"], &rows[0]["members"]), (&json!(13), &json!(210)));
    assert_eq!(
        (&rows[0]["depth"], &rows[1]["depth"], &rows[1]["sector"]),
        (&json!(0), &json!(1), &json!("rural_commune"))
    );
    assert_eq!(rows[1]["percent"], 0.0);
    assert!(office.store().join("huyen-mau/thi-tran-hai/unit.ron").exists());
    let by_name = office.json(&["progress", "thi tran hai", "--year", "2023"]);
    assert_eq!(by_name[0]["name"], "Thị trấn Hai");
    let by_path = office.json(&["progress", "huyen-mau/xa-mot"]);
    assert_eq!(by_path[0]["name"], "Xã Một");
}

#[test]
fn names_never_come_from_arguments_and_doubtful_ones_are_warned_about() {
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu Ánh", "unit": "T1", "born": "2004-03-12"}));
    let (code, _, err) =
        office.run(&["add"], &json!({"name": "Le Mau Anh", "unit": "T2", "born": "2004-03-12"}).to_string());
    assert_eq!(code, 0);
    assert!(err.contains("maybe the same person"), "{err}");
    let found = office.ok(&["find", "--json"], "le mau anh\n");
    assert_eq!(serde_json::from_str::<Value>(&found).unwrap().as_array().unwrap().len(), 2);
}

#[test]
fn everything_that_goes_wrong_has_its_exit_code_and_a_sentence() {
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    let cases: [(&[&str], &str, i32); 16] = [
        (&["show", "zzzz"], "", 1),
        (&["progress", "Nowhere"], "", 1),
        (&["add"], "{]", 1),
        (&["add"], "[]x", 1),
        (&["add"], r#"{"name": "A\u202eB", "unit": "T1"}"#, 1),
        (&["edit", &id], "\u{0}\u{1}", 1),
        (&["record", &id, "certificate", "--json"], "[1,2]", 1),
        (&["record", &id, "party"], "", 2),
        (&["drop", &id, "--reason", "tired"], "", 2),
        (&["record", &id, "certificate", "--date", "31/2/2023"], "", 2),
        (&["progress", "--from", "2023-05-01", "--to", "2023-01-01"], "", 2),
        // A year that no calendar of the program has is no year without an admission.
        (&["progress", "--year", "99999"], "", 2),
        (&["report", "months", "--year", "262143"], "", 2),
        (&["fly"], "", 2),
        (&["import", "people", "/nowhere.csv"], "", 4),
        (&["redo"], "", 1),
    ];
    let before = office.json(&["list"]);
    for (args, input, expected) in cases {
        let (code, out, err) = office.run(args, input);
        assert_eq!(code, expected, "{args:?}: {out}{err}");
        assert!(!err.trim().is_empty(), "{args:?} says nothing");
        assert!(!err.contains("panicked"), "{args:?}: {err}");
    }
    assert_eq!(office.json(&["list"]), before);
}

#[test]
fn garbage_on_standard_input_harms_no_command() {
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    let garbage = "\u{1b}]0;x\u{7}{{{\"\u{202e}\n=1+1\n";
    for args in [
        vec!["add"],
        vec!["edit", &id],
        vec!["record", &id, "certificate", "--json"],
        vec!["find"],
        vec!["show", &id],
        vec!["list"],
        vec!["units"],
        vec!["progress"],
        vec!["log"],
        vec!["check"],
        vec!["keys"],
        vec!["man"],
        vec!["completions", "bash"],
    ] {
        let (code, out, err) = office.run(&args, garbage);
        assert!((0..=4).contains(&code), "{args:?}: {code}");
        for text in [&out, &err] {
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{args:?}: {text:?}");
        }
    }
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 1);
}

fn store_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { store_files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn each_file_of_a_store_truncated_or_scribbled_on_is_noticed_or_harmless() {
    let office = Office::new();
    office.add(json!({"name": "A", "unit": "T1"}));
    let list = office.ok(&["list", "--json"], "");
    let mut files = Vec::new();
    store_files(&office.store(), &mut files);
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        for (what, bytes) in [
            ("emptied", Vec::new()),
            ("cut in half", whole[..whole.len() / 2].to_vec()),
            (
                "scribbled on",
                whole.iter().enumerate().map(|(n, b)| if n % 7 == 3 { b ^ 0x15 } else { *b }).collect(),
            ),
            ("replaced", b"\xff\xfe(((((((".to_vec()),
        ] {
            std::fs::write(&file, bytes).unwrap();
            let (code, out, err) = office.run(&["list", "--json"], "");
            let name = file.display();
            assert!(!err.contains("panicked"), "{name} {what}: {err}");
            match code {
                // Derived files (snapshot, mark, lock, door plate): the answer is the same.
                0 => assert_eq!(out, list, "{name} {what}"),
                1 | 3 => assert!(!err.trim().is_empty(), "{name} {what}"),
                other => panic!("{name} {what}: exit code {other}: {err}"),
            }
        }
        std::fs::write(&file, whole).unwrap();
        assert_eq!(office.ok(&["list", "--json"], ""), list, "{}", file.display());
    }
}

#[test]
fn nothing_is_written_outside_the_store_but_the_register() {
    let office = Office::sample();
    office.ok(&["progress"], "");
    let names: Vec<String> = std::fs::read_dir(office.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.iter().filter(|name| *name != ".cache").collect::<Vec<_>>(), ["store"]);
    let kept: Vec<_> = std::fs::read_dir(office.dir.path().join(".cache")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].as_ref().unwrap().file_name(), "ketnap");
}

#[test]
fn a_read_only_run_writes_nothing() {
    let office = Office::new();
    let (code, _, err) = office.run(&["--read-only", "add"], r#"{"name": "A", "unit": "T1"}"#);
    assert_eq!(code, 1);
    assert!(err.contains("read-only"), "{err}");
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 0);
}

#[test]
fn tables_csv_man_and_completions_come_out() {
    let office = Office::sample();
    let table = office.ok(&["progress", "--depth", "1", "--sort", "percent"], "");
    let second = table.lines().nth(3).unwrap();
    assert!(second.contains("Quảng Phú") && second.contains("8/8"), "{second}");
    let csv = office.ok(&["progress", "--csv"], "");
    assert!(csv.starts_with("\u{feff}unit,name,depth"));
    assert_eq!(csv.lines().count(), 1 + office.json(&["progress"]).as_array().unwrap().len());
    assert!(office.ok(&["list", "--stage", "class", "--csv"], "").lines().count() > 100);
    let man = office.ok(&["man"], "");
    for word in ["cell_resolution", "EXIT STATUS", "KETNAP RECORD", "official_from"] {
        assert!(man.contains(word), "{word}");
    }
    assert!(office.ok(&["completions", "bash"], "").contains("ketnap"));
    assert!(office.ok(&["keys"], "").contains("ctrl") || office.ok(&["keys"], "").contains("^N"));
}

impl Office {
    /// The office opened by the library, as an account.
    pub fn open(&self, account: ketnap::store::Account) -> ketnap::office::Office {
        let ids = ketnap::store::Ids::Random;
        let options = ketnap::store::Options { account, ids, ..crate::support::options("x") };
        ketnap::office::Office::open(ketnap::store::Store::open(&self.store(), options).unwrap()).unwrap()
    }
}

/// Puts a unit below another one.
pub fn put_below(
    office: &mut ketnap::office::Office,
    unit: &str,
    parent: &str,
) -> Result<(), ketnap::store::StoreError> {
    use ketnap::domain::{Change, Edit, UnitFact, Why};
    let id = office.find_unit(unit).unwrap();
    let before = office.register().unit_by_id(id).unwrap().whole().parent.map(UnitFact::Parent);
    let after = Some(UnitFact::Parent(office.find_unit(parent).unwrap()));
    office.save(vec![Edit::Unit(Change { id, old: before, new: after })], Why::Entry)
}

/// Two communes in a district, a cell each.
pub fn two_books() -> Office {
    let office = Office { dir: TempDir::new().unwrap() };
    office.ok(&["init", office.store().to_str().unwrap(), "--name", "Huyện Mẫu", "--kind", "district"], "");
    let csv = office.file(
        "u.csv",
        "code,parent_code,kind,name\nA,,base,Xã A\nA1,A,cell,Thôn A\nB,,base,Xã B\nB1,B,cell,Thôn B\n",
    );
    office.ok(&["import", "units", &csv], "");
    office
}

#[test]
fn what_is_entered_late_about_a_moved_person_counts_where_it_happened() {
    let office = two_books();
    let id = office.add(json!({"name": "A", "unit": "A1", "milestones": {"identified": "2023-01-05"}}));
    office.ok(&["move", &id, "--to", "B1", "--date", "2023-06-01"], "");
    office.ok(&["record", &id, "ceremony", "--date", "2023-05-20"], "");
    let admitted = |name: &str| office.unit(name)["flow"]["admitted"].as_u64().unwrap();
    assert_eq!((admitted("Xã A"), admitted("Xã B"), admitted("Huyện Mẫu")), (1, 0, 1));
    // Corrected to a day after the move: it counts there, and once.
    office.ok(&["record", &id, "ceremony", "--date", "2023-06-20"], "");
    assert_eq!((admitted("Xã A"), admitted("Xã B"), admitted("Huyện Mẫu")), (0, 1, 1));
    assert_eq!(office.json(&["log", &id]).as_array().unwrap().len(), 5, "the history of both books");
}

#[test]
fn a_move_of_which_only_the_first_half_was_saved_loses_nobody_and_can_be_finished() {
    let office = two_books();
    let id = office.add(json!({"name": "A", "unit": "A1", "milestones": {"identified": "2023-01-05"}}));
    // The receiving book cannot be locked for a moment.
    let lock = office.store().join("huyen-mau/xa-b/book/lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let (code, _, _) = office.run(&["move", &id, "--to", "B1"], "");
    assert_eq!(code, 4);
    std::fs::remove_dir(&lock).unwrap();
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 1);
    office.ok(&["move", &id, "--to", "B1"], "");
    assert_eq!(office.json(&["show", &id])["unit_name"], "Thôn B");
    assert_eq!(office.json(&["list", "Xã B"]).as_array().unwrap().len(), 1);
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 1);
}

#[test]
fn an_edit_does_not_move_anybody_to_another_book() {
    let office = two_books();
    let id = office.add(json!({"name": "A", "unit": "A1"}));
    let (code, _, err) = office.run(&["edit", &id], r#"{"unit": "B1"}"#);
    assert_eq!(code, 1);
    assert!(err.contains("use “move”"), "{err}");
}

#[test]
fn a_record_that_was_shown_can_be_handed_back_unchanged() {
    let office = two_books();
    let id = office.add(json!({"name": "A", "unit": "A1", "milestones": {"certificate": "2017-05-19"}}));
    office.ok(&["record", &id, "certificate", "--again", "--date", "2023-02-03"], "");
    office.ok(&["move", &id, "--to", "B1"], "");
    let shown = office.ok(&["show", &id, "--json"], "");
    office.ok(&["edit", &id], &shown);
    assert_eq!(office.ok(&["show", &id, "--json"], ""), shown);
}

#[test]
fn a_folder_copied_inside_the_store_is_damage_not_a_second_truth() {
    let office = two_books();
    let copy = |from: &Path, to: &Path| {
        let ok = std::process::Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success();
        assert!(ok);
    };
    let unit = office.store().join("huyen-mau/xa-a");
    copy(&unit, &office.store().join("huyen-mau/xa-a-backup"));
    let (code, _, err) = office.run(&["check"], "");
    assert_eq!(code, 3);
    assert!(err.contains("two folders of the same unit"), "{err}");
    let (code, _, _) = office.run(&["add"], r#"{"name": "A", "unit": "A1"}"#);
    assert_eq!(code, 3);
}

#[test]
fn a_book_that_is_gone_is_damage_and_the_others_stay_open() {
    let office = two_books();
    office.add(json!({"name": "A", "unit": "B1"}));
    std::fs::remove_dir_all(office.store().join("huyen-mau/xa-a/book")).unwrap();
    let (code, out, err) = office.run(&["list", "--json"], "");
    assert_eq!(code, 3);
    assert!(out.contains("\"A\"") && err.contains("the book of the unit is missing"), "{out}{err}");
    let (code, out, _) = office.run(&["check"], "");
    assert!(code == 3 && out.contains("DAMAGED  huyen-mau/xa-a"), "{out}");
}

#[test]
fn making_a_store_is_not_undone_and_a_unit_with_others_below_stays() {
    let office = Office { dir: TempDir::new().unwrap() };
    office.ok(&["init", office.store().to_str().unwrap(), "--name", "Huyện Mẫu", "--kind", "district"], "");
    assert_eq!(office.run(&["undo"], "").0, 1);
    let csv = office.file("a.csv", "code,parent_code,kind,name\nA,,upper,Khối A\n");
    office.ok(&["import", "units", &csv], "");
    // Somebody else adds a book below it: here, the same account in a later action, taken back last.
    let csv = office.file("b.csv", "code,parent_code,kind,name\nB,A,base,Xã B\n");
    office.ok(&["import", "units", &csv], "");
    assert_eq!(office.json(&["units"]).as_array().unwrap().len(), 3);
    office.ok(&["undo"], "");
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["units"]).as_array().unwrap().len(), 1);
    office.ok(&["redo"], "");
    office.ok(&["redo"], "");
    assert_eq!(office.json(&["units"]).as_array().unwrap().len(), 3);
}

#[test]
fn dates_are_read_on_the_day_of_the_office() {
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    office.ok(&["record", &id, "ceremony", "--date", "30-6"], "");
    assert_eq!(office.json(&["show", &id])["milestones"]["ceremony"]["date"], "2023-06-30");
}

#[test]
fn a_list_of_ids_can_be_read_while_recording() {
    // `while read id; do ketnap record $id …; done < list` must not have its list eaten.
    let office = Office::new();
    let id = office.add(json!({"name": "A", "unit": "T1"}));
    office.ok(&["record", &id, "ceremony"], "some-other-id\n{\"number\": \"x\"}\n");
    assert_eq!(office.json(&["show", &id])["milestones"]["ceremony"], json!({"date": "2023-07-31"}));
}

#[test]
fn a_year_that_has_not_begun_has_a_target_and_no_flow() {
    let office = Office { dir: TempDir::new().unwrap() };
    office.ok(&["init", office.store().to_str().unwrap(), "--name", "Huyện Mẫu", "--kind", "district"], "");
    let csv = office.file("u.csv", "code,parent_code,kind,name,target_2024\nA,,base,Xã A,9\n");
    office.ok(&["import", "units", &csv], "");
    office.add(json!({"name": "A", "unit": "A", "milestones": {"ceremony": "2023-07-31"}}));
    let rows = office.json(&["progress", "--year", "2024"]);
    assert_eq!((&rows[0]["target"], &rows[0]["flow"]["admitted"]), (&json!(9), &json!(0)));
}

/// A code that an earlier catalogue had closed the record: it could neither be handed back nor imported again.
#[test]
fn a_code_that_the_catalogue_has_no_more_stays_what_it_was() {
    let office = Office::new();
    let catalogue = office.store().join("catalogue.ron");
    let built_in = std::fs::read_to_string("config/catalogue.ron").unwrap();
    let line = "(code: \"school\",";
    assert!(built_in.contains(line));
    let more = built_in
        .replace(line, &format!("(code: \"club\", vi: \"Câu lạc bộ\", en: \"Club\"),\n        {line}"));
    std::fs::write(&catalogue, more).unwrap();
    let id =
        office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "born": "2000-01-01", "introduced_by": "Club"}));
    std::fs::remove_file(&catalogue).unwrap();
    let shown = office.json(&["show", &id]);
    assert_eq!(shown["introduced_by"], "club");
    office.ok(&["edit", &id], &shown.to_string());
    office.ok(&["edit", &id], r#"{"occupation": "Nông dân"}"#);
    let csv = office.file("p.csv", "name,unit,born,introduced_by\nLê Mẫu An,T1,2000-01-01,club\n");
    assert!(office.ok(&["import", "people", &csv], "").contains("1 unchanged"));
    let wrong = office.file("w.csv", "name,unit,born,introduced_by\nLê Mẫu An,T1,2000-01-01,circle\n");
    let (code, out, err) = office.run(&["import", "people", &wrong], "");
    assert!(code == 1 && (out + &err).contains("circle"));
}
