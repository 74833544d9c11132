//! Classes, ceremonies and reviews: planned, filled, carried out, undone; by command, by screen, by role.

use crate::cli::Office;
use crate::pilot::Pilot;
use ketnap::words::Lang;
use serde_json::{Value, json};

fn class(office: &Office, more: &Value) -> String {
    let mut class = json!({"name": "Lớp 1", "kind": "awareness_class", "unit": "Xã Mẫu", "from": "5/6/2023",
        "until": "10/6/2023", "number": "12-KH/ĐU"});
    class.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let out = office.ok(&["occasion", "add"], &class.to_string());
    out.trim().strip_prefix("saved ").unwrap().to_owned()
}

fn people(office: &Office, names: &[(&str, &str)]) -> Vec<String> {
    let add = |(name, unit): &(&str, &str)| office.add(json!({"name": name, "unit": unit}));
    names.iter().map(add).collect()
}

fn row(office: &Office, id: &str) -> Value {
    let rows = office.json(&["report", "occasions"]);
    rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone()
}

#[test]
fn a_class_is_filled_to_its_last_place_passed_once_and_undone() {
    let office = Office::new();
    let ids = people(&office, &[("Lê Mẫu An", "T1"), ("Lê Mẫu Bình", "T1"), ("Lê Mẫu Chi", "T2")]);
    let id = class(&office, &json!({"places": 2}));
    let all = ids.join("\n");
    assert!(office.ok(&["occasion", "enrol", &id], &all).contains("2 listed, 1 waiting"));
    let counts =
        |row: Value| ["enrolled", "waiting", "succeeded"].map(|column| row[column].as_u64().unwrap());
    assert_eq!(counts(row(&office, &id)), [2, 1, 0]);
    // A second time nobody is put in twice, and nothing is saved.
    assert!(office.ok(&["occasion", "enrol", "Lop 1"], &all).contains("Nothing"));
    let passed = |first: &str| {
        office.ok(
            &["occasion", "result", &id, "--state", "passed", "--first-number", first],
            &ids[..2].join(" "),
        )
    };
    passed("7");
    assert_eq!(counts(row(&office, &id)), [2, 1, 2]);
    let number = |id: &str| office.json(&["show", id])["milestones"]["certificate"].clone();
    assert_eq!(number(&ids[0])["number"], "7");
    assert_eq!(number(&ids[1])["number"], "8");
    assert_eq!(number(&ids[1])["class"], "Lớp 1");
    assert_eq!(number(&ids[1])["date"], "2023-06-10");
    assert_eq!(number(&ids[2]), Value::Null);
    // The same again takes no further number.
    assert!(passed("9").contains("Nothing"));
    office.ok(&["undo"], "");
    assert_eq!(counts(row(&office, &id)), [2, 1, 0]);
    assert_eq!(number(&ids[0]), Value::Null);
    // The figures of the class are those of its people.
    let list = office.json(&["report", "attendees", &id]);
    assert_eq!(list.as_array().unwrap().len(), 3);
    let shown = office.json(&["occasion", "show", &id]);
    assert_eq!(shown["people"].as_array().unwrap().len(), 3);
    // It goes once nobody is in it.
    assert_eq!(office.run(&["occasion", "remove", &id], "").0, 1);
    office.ok(&["occasion", "withdraw", &id], &all);
    office.ok(&["occasion", "remove", &id], "");
    assert_eq!(office.json(&["report", "occasions"]).as_array().unwrap().len(), 0);
    office.ok(&["undo"], "");
    assert_eq!(row(&office, &id)["name"], "Lớp 1");
    let check = office.json(&["check"]);
    assert!(check.as_array().unwrap().iter().all(|book| book["damage"].as_array().unwrap().is_empty()));
}

#[test]
fn what_is_wrong_with_an_occasion_is_said_and_what_was_shown_can_be_handed_back() {
    let office = Office::new();
    let refused = |input: &str, what: &str| {
        let (code, out, err) = office.run(&["occasion", "add"], input);
        assert!(code == 1 && (out.clone() + &err).contains(what), "{input}: {code} {out}{err}");
    };
    refused(r#"{"name": "x", "kind": "ceremony"}"#, "unit");
    refused(r#"{"name": "x", "unit": "T1"}"#, "kind");
    refused(r#"{"name": "x", "kind": "party", "unit": "T1"}"#, "party");
    refused(r#"{"name": "", "kind": "ceremony", "unit": "T1"}"#, "name");
    refused(r#"{"name": "x", "kind": "ceremony", "unit": "T1", "colour": "red"}"#, "colour");
    let more = json!({"sessions": ["5/6/2023", {"date": "6/6/2023", "topic": "Bài 2"}], "criteria": {"born_before": "1/1/2005", "tags": ["Bộ đội"], "enlists": true},
        "audience": "pupils", "state": "open", "hour": "08:00"});
    let id = class(&office, &more);
    let shown = office.json(&["occasion", "show", &id]);
    assert_eq!((&shown["audience"], &shown["sessions"][1]["topic"]), (&json!("pupils"), &json!("Bài 2")));
    assert!(office.ok(&["occasion", "edit", &id], &shown.to_string()).contains("Nothing"));
    office.ok(&["occasion", "edit", "Lớp 1"], r#"{"state": "closed", "hour": null}"#);
    let after = office.json(&["occasion", "show", &id]);
    assert_eq!((&after["state"], &after["hour"]), (&json!("closed"), &Value::Null));
    let log = office.ok(&["log"], "");
    assert!(log.contains("State: Open → Closed") && log.contains("Added: Lớp 1"), "{log}");
    class(&office, &json!({}));
    let (code, out, err) = office.run(&["occasion", "show", "Lớp 1"], "");
    assert!(code == 1 && (out + &err).contains("use the id"));
}

/// A class of two communes: everybody sees of it the people whom they may see, and nobody whom they may not.
#[test]
fn a_role_sees_only_its_own_people_in_a_class_of_two_communes() {
    let office = crate::cli::two_books();
    let mut ids = people(&office, &[("Lê Mẫu An", "A1"), ("Vũ Mẫu Bình", "B1"), ("Hồ Mẫu Chi", "A1")]);
    let left_out = ids.pop().unwrap();
    let add = json!({"name": "Lớp chung", "kind": "awareness_class", "unit": "Huyện Mẫu", "note": "x-riêng"});
    let out = office.ok(&["occasion", "add"], &add.to_string());
    let id = out.trim().strip_prefix("saved ").unwrap().to_owned();
    office.ok(&["occasion", "enrol", &id], &ids.join(" "));
    assert_eq!(office.json(&["report", "attendees", &id]).as_array().unwrap().len(), 2);
    for (who, role, unit) in [("a-viewer", "viewer", Some("A")), ("all-viewer", "viewer", None)] {
        let args: Vec<&str> = ["access", "add", who, role].into_iter().chain(unit).collect();
        office.ok(&args, "");
    }
    let as_who = |who: &str, args: &[&str]| crate::access::run_as(&office, who, args, "");
    // Who may read the book of the class sees it, without what is private.
    let (code, out, err) = as_who("all-viewer", &["occasion", "show", &id, "--json"]);
    assert!(code == 0 && out.contains("Lê Mẫu An") && out.contains("***"), "{out}{err}");
    assert!(!out.contains("x-riêng"), "{out}");
    // Who may not sees what was told of it with the own people, and neither the other commune's people nor the note.
    let (code, out, err) = as_who("a-viewer", &["report", "occasions", "--csv"]);
    assert!(
        code == 0 && out.contains("Lớp chung") && out.contains("Huyện Mẫu") && out.contains(",1,0,"),
        "{out}{err}"
    );
    let (_, out, err) = as_who("a-viewer", &["occasion", "show", &id, "--json"]);
    assert!(out.contains("Lê Mẫu An") && !(out.clone() + &err).contains("Vũ Mẫu Bình"), "{out}{err}");
    assert!(!out.contains("riêng") && !out.contains("note"), "{out}");
    // What changes of it is told in the same action, and taken back with it.
    let changed = |text: &str| as_who("a-viewer", &["occasion", "show", &id]).1.contains(text);
    office.ok(&["occasion", "edit", &id], r#"{"place": "Hội trường 2"}"#);
    assert!(changed("Hội trường 2"));
    office.ok(&["undo"], "");
    assert!(!changed("Hội trường 2"));
    // A unit that is asked knows of it before anybody of it is in.
    let add = json!({"name": "Đợt 1", "kind": "review", "unit": "Huyện Mẫu", "until": "4/8/2023",
        "criteria": {"born_before": "2005", "enlists": true}});
    office.ok(&["occasion", "add"], &add.to_string());
    assert!(!as_who("a-viewer", &["report", "occasions"]).1.contains("Đợt 1"));
    office.ok(&["occasion", "ask", "Đợt 1", "--people", "2", "A", "B"], "");
    let (code, out, err) = as_who("a-viewer", &["occasion", "show", "Đợt 1"]);
    assert!(
        code == 0 && out.contains("04/08/2023") && out.contains("About to enlist".to_lowercase().as_str()),
        "{out}{err}"
    );
    let (code, out, err) = crate::access::run_as(&office, "a-viewer", &["occasion", "enrol", &id], &left_out);
    assert_ne!(code, 0, "{out}{err}");
}

#[test]
fn a_class_is_planned_filled_from_marks_and_passed_on_the_screen() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình", "Lê Mẫu Chi"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    let list = pilot.press("r down down down down down down down enter").screen(100, 30);
    assert!(list.contains("Không có dòng nào"), "{list}");
    pilot.press("ctrl-n").type_text("Lớp 1").press("tab tab tab tab").type_text("5/6/2023").press("tab");
    pilot.type_text("10/6/2023").press("tab tab tab").type_text("2");
    let planned = pilot.press("ctrl-s").screen(100, 30);
    assert!(
        planned.contains("Lớp 1") && planned.contains("05/06/2023") && planned.contains("Đã lưu"),
        "{planned}"
    );
    let empty = pilot.press("enter ctrl-g").screen(100, 30);
    assert!(empty.contains("đánh dấu người"), "{empty}");
    let asked = pilot
        .press("esc esc esc tab ctrl-a r down down down down down down down enter enter ctrl-g")
        .screen(100, 30);
    assert!(asked.contains("2 người vào danh sách: Lê Mẫu An, Lê Mẫu Bình"), "{asked}");
    assert!(asked.contains("hết chỗ, 1 người chờ: Lê Mẫu Chi"), "{asked}");
    let filled = pilot.press("ctrl-s").screen(100, 30);
    assert!(
        filled.contains("2/2 chỗ") && filled.contains("1 người chờ") && filled.contains("Chờ chỗ"),
        "{filled}"
    );
    let form = pilot.press("home space space ctrl-v").screen(100, 30);
    assert!(form.contains("Kết quả của 2 người") && form.contains("10/06/2023"), "{form}");
    let passed =
        pilot.press("tab tab").type_text("05").press("tab").type_text("-GCN").press("ctrl-s").screen(100, 30);
    assert_eq!(passed.matches("Đạt").count(), 2, "{passed}");
    let card = pilot.press("home enter").screen(100, 30);
    assert!(card.contains("05-GCN") && card.contains("◇ 05/06/2023  Lớp 1"), "{card}");
    let undone = pilot.press("esc ctrl-u").screen(100, 30);
    assert_eq!(undone.matches("Có trong danh sách").count(), 2, "{undone}");
    let asked = pilot.press("home delete").screen(100, 30);
    assert!(asked.contains("Rút tên Lê Mẫu An khỏi Lớp 1"), "{asked}");
    let out = pilot.press("left ctrl-s").screen(100, 30);
    assert!(out.contains("Đã rút tên Lê Mẫu An"), "{out}");
    let out = out.lines().filter(|line| line.contains('│')).collect::<String>();
    assert!(!out.contains("Lê Mẫu An") && out.contains("Lê Mẫu Bình"), "{out}");
    // Somebody else sees it without asking.
    let mut other = pilot.beside("minh");
    let seen = other.press("r down down down down down down down enter enter").screen(100, 30);
    assert!(seen.contains("Lê Mẫu Bình"), "{seen}");
}

fn milestones(office: &Office, id: &str, steps: &[(&str, &str)]) {
    for (kind, date) in steps {
        office.ok(&["record", id, kind, "--date", date], "");
    }
}

/// Who needs a class: nobody who is on a list, has a certificate that counts, or was considered by the cell.
#[test]
fn demand_counts_who_needs_a_class_against_the_places_that_are_free() {
    let office = crate::cli::two_books();
    let ids = people(
        &office,
        &[
            ("Lê Mẫu An", "A1"),
            ("Lê Mẫu Bình", "A1"),
            ("Vũ Mẫu Chi", "B1"),
            ("Vũ Mẫu Dũng", "B1"),
            ("Hồ Mẫu Em", "B1"),
        ],
    );
    for id in &ids[..2] {
        milestones(&office, id, &[("sympathiser", "1/2/2023")]);
    }
    // Lapses on 1/9/2023, in a month; was issued last year; is on probation.
    milestones(&office, &ids[2], &[("sympathiser", "1/2/2018"), ("certificate", "1/9/2018")]);
    milestones(&office, &ids[3], &[("sympathiser", "1/2/2022"), ("certificate", "1/9/2022")]);
    milestones(
        &office,
        &ids[4],
        &[("certificate", "1/2/2021"), ("decision", "1/2/2023"), ("ceremony", "3/2/2023")],
    );
    let row = |name: &str| {
        let rows = office.json(&["report", "demand"]);
        rows.as_array().unwrap().iter().find(|row| row["group_name"] == name).cloned().unwrap()
    };
    let figures = |row: &Value| {
        ["no_certificate", "lapsing", "needs_class", "needs_new_member_class", "enrolled"]
            .map(|column| row[column].as_u64().unwrap())
    };
    assert_eq!(figures(&row("Xã A")), [2, 0, 2, 0, 0]);
    assert_eq!(figures(&row("Xã B")), [0, 1, 1, 1, 0]);
    let add = json!({"name": "Lớp 2", "kind": "awareness_class", "unit": "Huyện Mẫu", "from": "10/8/2023"});
    office.ok(&["occasion", "add"], &add.to_string());
    office.ok(&["occasion", "ask", "Lớp 2", "--people", "1", "A", "B"], "");
    assert_eq!((&row("Xã A")["free_places"], &row("Xã A")["missing_places"]), (&json!(1), &json!(1)));
    // Each commune has one place: the second of A waits, and who has a certificate that counts is named and left out.
    let (code, out, err) = office.run(&["occasion", "enrol", "Lớp 2"], &ids[..4].join(" "));
    assert!(code == 0 && out.contains("2 listed, 1 waiting"), "{out}{err}");
    assert!(err.contains("Vũ Mẫu Dũng (certificate counts until 01/09/2027)"), "{err}");
    assert_eq!(figures(&row("Xã A")), [2, 0, 1, 0, 1]);
    assert_eq!((&row("Xã A")["free_places"], &row("Xã A")["missing_places"]), (&json!(0), &json!(1)));
    assert_eq!(figures(&row("Xã B")), [0, 1, 0, 1, 1]);
    // What units are asked, and who has answered by when.
    office.ok(&["occasion", "edit", "Lớp 2"], r#"{"until": "20/8/2023"}"#);
    office.ok(
        &[
            "occasion",
            "answer",
            "Lớp 2",
            "A",
            "--date",
            "25/8/2023",
            "--by",
            "Bí thư Mẫu",
            "--reason",
            "works_away",
        ],
        "",
    );
    let rows = office.json(&["report", "quotas", "Lớp 2"]);
    let a = &rows.as_array().unwrap()[0];
    assert_eq!(
        (&a["unit_name"], &a["people"], &a["enrolled"], &a["waiting"], &a["free"]),
        (&json!("Xã A"), &json!(1), &json!(1), &json!(1), &json!(0))
    );
    assert_eq!(
        (&a["answered"], &a["late"], &a["reason"]),
        (&json!("2023-08-25"), &json!(5), &json!("works_away"))
    );
    let text = office.ok(&["report", "quotas", "Lớp 2"], "");
    assert!(text.contains("1 of 2 units have answered") && text.contains("1 late"), "{text}");
}

/// Thọ Xuân, first seven months of 2023: 6 classes with 523 people.
#[test]
fn six_classes_with_523_people_and_thirteen_with_680_of_whom_552_were_admitted() {
    let office = Office::new();
    let made = |classes: usize, people: usize, admitted: usize, year: i32| {
        for n in 0..classes {
            let add = json!({"name": format!("Lớp {year}-{n}"), "kind": "awareness_class", "unit": "Xã Mẫu",
                "from": format!("{year}-03-01"), "until": format!("{year}-03-05"), "state": "closed"});
            office.ok(&["occasion", "add"], &add.to_string());
        }
        let mut csv = "name,unit,ceremony\n".to_owned();
        for n in 0..people {
            let ceremony = if n < admitted { format!("{year}-05-19") } else { String::new() };
            csv.push_str(&format!("Lê Mẫu {year} {n},T1,{ceremony}\n"));
        }
        let file = office.file(&format!("{year}.csv"), &csv);
        office.ok(&["import", "people", &file], "");
        let list = office.json(&["list"]);
        let ids: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["name"].as_str().unwrap().contains(&format!("{year}")))
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), people);
        for n in 0..classes {
            let mine: Vec<&str> = ids
                .iter()
                .enumerate()
                .filter(|(at, _)| at % classes == n)
                .map(|(_, id)| id.as_str())
                .collect();
            let class = format!("Lớp {year}-{n}");
            office.ok(&["occasion", "enrol", &class], &mine.join("\n"));
            office.ok(&["occasion", "result", &class, "--state", "passed"], &mine.join("\n"));
        }
    };
    made(6, 523, 0, 2023);
    made(13, 680, 552, 2021);
    let total = |year: &str| {
        let text = office.ok(&["report", "classes", "--year", year, "--by", "unit", "--csv"], "");
        let row = text.lines().nth(1).unwrap().split(',').map(str::to_owned).collect::<Vec<String>>();
        (row[2..].to_vec(), text)
    };
    let (row, text) = total("2023");
    assert_eq!((row[0].as_str(), row[1].as_str(), row[3].as_str()), ("6", "523", "523"), "{text}");
    assert_eq!(row.last().unwrap(), "87");
    let (row, text) = total("2021");
    assert_eq!((row[0].as_str(), row[1].as_str(), row[6].as_str()), ("13", "680", "552"), "{text}");
    assert_eq!((row[7].as_str(), row[8].as_str()), ("81.18", "52"), "552 of 680 = 81.2 %: {text}");
}
