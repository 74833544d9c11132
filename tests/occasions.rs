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
    let list = pilot.press("r o c c a s enter").screen(100, 30);
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
    let asked = pilot.press("esc esc esc tab ctrl-a r o c c a s enter enter ctrl-g").screen(100, 30);
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
    let seen = other.press("r o c c a s enter enter").screen(100, 30);
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
    let answer = [
        "occasion",
        "answer",
        "Lớp 2",
        "A",
        "--by",
        "Bí thư Mẫu",
        "--reason",
        "works_away",
        "--date",
        "25/8/2023",
    ];
    let (code, _, err) = office.run(&answer, "");
    assert!(code == 1 && err.contains("later than today"), "{err}");
    assert_eq!(office.run_on("2023-08-26", &answer, "").0, 0);
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

/// A ceremony on 2 September: nobody is refused, two are warned of, and who is absent stays due.
#[test]
fn a_ceremony_is_checked_while_it_is_made_and_held_in_one_save() {
    let office = Office::new();
    let names = [("Lê Mẫu An", "T1"), ("Lê Mẫu Bình", "T1"), ("Lê Mẫu Chi", "T2"), ("Lê Mẫu Dũng", "T2")];
    let ids = people(&office, &names);
    let way = [("certificate", "1/2/2022"), ("application", "1/3/2023"), ("cell_resolution", "1/6/2023")];
    for id in &ids {
        milestones(&office, id, &way);
    }
    for id in &ids[..3] {
        milestones(&office, id, &[("decision", "10/7/2023"), ("decision_received", "25/7/2023")]);
        office.ok(
            &["edit", id],
            r#"{"helpers": [{"name": "Đỗ Mẫu Phúc", "role": "both", "from": "2022-01-01"}]}"#,
        );
    }
    // Received so early that 2 September is too late.
    office.ok(&["record", &ids[1], "decision_received", "--date", "11/7/2023"], "");
    let add = json!({"name": "Lễ 2/9", "kind": "ceremony", "unit": "Xã Mẫu", "from": "2/9/2023", "hour": "08:00",
        "holiday": "national_day", "place": "Hội trường"});
    office.ok(&["occasion", "add"], &add.to_string());
    let enrolled = office.ok(
        &["occasion", "enrol", "Lễ 2/9", "--all"],
        &[&ids[0], &ids[1], &ids[3]].map(String::as_str).join(" "),
    );
    assert!(enrolled.contains("3 listed"), "{enrolled}");
    office.ok(&["occasion", "order", "Lễ 2/9"], &[&ids[3], &ids[0], &ids[1]].map(String::as_str).join(" "));
    let rows = office.json(&["report", "ceremony", "Lễ 2/9"]);
    let told: Vec<(String, String, String)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["name", "list", "remarks"].map(|c| row[c].as_str().unwrap_or("").to_owned()).into())
        .collect();
    let told: Vec<(&str, &str, &str)> =
        told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!((told[0].0, told[0].1), ("Lê Mẫu Dũng", "listed"));
    assert!(told[0].2.contains("not_recorded.decision") && told[0].2.contains("no_helper"), "{told:?}");
    assert_eq!(told[1], ("Lê Mẫu An", "listed", ""));
    assert!(told[2].0 == "Lê Mẫu Bình" && told[2].2.contains("clock.ceremony"), "{told:?}");
    assert_eq!(told[3], ("Lê Mẫu Chi", "could_be_added", ""));
    let text = office.ok(&["report", "ceremony", "Lễ 2/9"], "");
    assert!(text.contains("3 on the list") && text.contains("2 to look at"), "{text}");
    // Held: those who were there, in one save; who was absent has no ceremony.
    office.ok(&["occasion", "result", "Lễ 2/9", "--state", "admitted"], &ids[0]);
    office.ok(&["occasion", "result", "Lễ 2/9", "--state", "absent", "--reason", "ill"], &ids[1]);
    let ceremony = |id: &str| office.json(&["show", id])["milestones"]["ceremony"].clone();
    assert_eq!(
        (&ceremony(&ids[0])["date"], &ceremony(&ids[0])["place"]),
        (&json!("2023-09-02"), &json!("Hội trường"))
    );
    assert_eq!(ceremony(&ids[1]), Value::Null);
    let (code, _, err) = office.run(&["occasion", "result", "Lễ 2/9", "--state", "passed"], &ids[0]);
    assert!(code != 0 && err.contains("admitted"), "{err}");
    let (code, _, err) = office.run(&["occasion", "result", "Lễ 2/9", "--state", "listed"], &ids[0]);
    assert!(code != 0 && err.contains("Lê Mẫu An"), "what was reached is not left behind: {err}");
}

/// Thọ Xuân, 1 August 2023: 30 communes are asked for youths about to enlist, 70 are listed, 20 are feasible; five units are
/// late.
#[test]
fn a_review_of_thirty_communes_lists_70_of_whom_20_are_feasible_and_five_are_late() {
    let office = Office::new();
    let mut csv = "code,parent_code,kind,name\n".to_owned();
    for n in 1..=30 {
        csv.push_str(&format!("X{n},,base,Xã Mẫu {n}\nX{n}A,X{n},cell,Thôn Mẫu {n}\n"));
    }
    let file = office.file("u.csv", &csv);
    office.ok(&["import", "units", &file], "");
    let mut csv = "name,unit,born,enlists\n".to_owned();
    for n in 0..70 {
        csv.push_str(&format!("Lê Mẫu {n},X{}A,2004-05-01,2024-02-20\n", n % 30 + 1));
    }
    csv.push_str("Vũ Mẫu Già,X1A,1990-05-01,2024-02-20\nVũ Mẫu Trẻ,X1A,2004-05-01,\n");
    let file = office.file("p.csv", &csv);
    office.ok(&["import", "people", &file], "");
    let review = json!({"name": "Đợt nhập ngũ 2024", "kind": "review", "unit": "Xã Mẫu", "number": "12-CV/HU",
        "signed": "1/8/2023", "until": "4/8/2023", "criteria": {"born_from": "2003", "enlists": true}});
    office.ok(&["occasion", "add"], &review.to_string());
    let units: Vec<String> = (1..=30).map(|n| format!("X{n}")).collect();
    let mut args = vec!["occasion", "ask", "Đợt nhập ngũ 2024", "--people", "2"];
    args.extend(units.iter().map(String::as_str));
    office.ok(&args, "");
    let suggested = office.ok(&["occasion", "suggest", "Đợt nhập ngũ 2024"], "");
    let ids: Vec<&str> = suggested.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(ids.len(), 70, "who meets every line of what is looked for: {suggested}");
    let listed = office.ok(&["occasion", "enrol", "Đợt nhập ngũ 2024"], &ids.join(" "));
    // Two a commune, and ten beyond them wait.
    assert!(listed.contains("60 listed, 10 waiting"), "{listed}");
    office.ok(&["occasion", "result", "Đợt nhập ngũ 2024", "--state", "feasible"], &ids[..20].join(" "));
    let rest = ids[20..].join(" ");
    office.ok(
        &["occasion", "result", "Đợt nhập ngũ 2024", "--state", "not_feasible", "--reason", "no_class"],
        &rest,
    );
    for (n, unit) in units.iter().enumerate() {
        let date = if n < 25 { "4/8/2023" } else { "7/8/2023" };
        let args = ["occasion", "answer", "Đợt nhập ngũ 2024", unit, "--date", date];
        let (code, out, err) = office.run_on("2023-08-10", &args, "");
        assert_eq!(code, 0, "{out}{err}");
    }
    let text = office.ok(&["report", "quotas", "Đợt nhập ngũ 2024"], "");
    assert!(text.contains("30 of 30 units have answered") && text.contains("5 late"), "{text}");
    let total = text.lines().find(|line| line.starts_with("Total")).unwrap().to_owned();
    let figures: Vec<&str> = total.split_whitespace().skip(1).collect();
    assert_eq!(
        &figures[..6],
        ["60", "70", "0", "0", "20", "50"],
        "asked, named, free, waiting, feasible, not: {text}"
    );
    let of_one = office.json(&["occasion", "show", "Đợt nhập ngũ 2024"]);
    assert_eq!(of_one["quotas"].as_array().unwrap().len(), 30);
}

#[test]
fn attendance_results_and_numbers_are_filled_in_a_grid_and_saved_at_once() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình", "Lê Mẫu Chi"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    pilot.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    pilot.press("tab tab tab tab").type_text("5/6/2023").press("tab").type_text("7/6/2023");
    let form = pilot.press("tab tab tab tab").type_text("5/6, 6/6, 7/6").screen(100, 30);
    assert!(form.contains("5/6, 6/6, 7/6"), "{form}");
    let saved = pilot.press("ctrl-s").screen(100, 30);
    assert!(saved.contains("Đã lưu") && saved.contains("Lớp 1"), "{saved}");
    // Nobody is marked: those who need the class are suggested, and here nobody does.
    pilot.press("esc esc tab ctrl-a f11");
    let asked = pilot.screen(100, 30);
    assert!(asked.contains("Ghi tên 3 người") && asked.contains("3 người vào danh sách"), "{asked}");
    let said = pilot.press("ctrl-s").screen(100, 30);
    assert!(said.contains("Đã ghi tên 3 người"), "{said}");
    let grid = pilot.press("r o c c a s enter enter d").screen(100, 30);
    assert!(grid.contains("Điểm danh, kết quả · Lớp 1") && grid.contains("B1  B2  B3"), "{grid}");
    // An: all three sessions, passed, 05; Bình: one, absent; Chi: failed.
    pilot.press("tab space tab space tab space tab ctrl-u").type_text("đ").press("tab").type_text("Khá");
    pilot.press("tab").type_text("05").press("enter tab space tab tab tab ctrl-u").type_text("v");
    let typed = pilot.press("enter tab tab tab tab ctrl-u").type_text("k").screen(100, 30);
    assert!(typed.contains("05"), "{typed}");
    let wrong = pilot.press("tab tab").type_text("05").screen(100, 30);
    assert!(wrong.contains("Số 05 đã có ở dòng 1"), "{wrong}");
    let list = pilot.press("ctrl-u ctrl-s").screen(100, 30);
    assert!(list.contains("Đạt") && list.contains("Vắng") && list.contains("Không đạt"), "{list}");
    let card = pilot.press("home enter").screen(100, 30);
    assert!(card.contains("05") && card.contains("dự 3 buổi"), "{card}");
    let undone = pilot.press("esc ctrl-u").screen(100, 30);
    assert_eq!(undone.matches("Có trong danh sách").count(), 3, "{undone}");
}

/// Each committee member brings at least one source a year; of two of one name it cannot be told who brought whom.
#[test]
fn committee_members_are_measured_against_their_quota_and_who_brought_none_is_named() {
    let office = Office::new();
    for (name, quota) in [("Đỗ Mẫu Phúc", 2), ("Đỗ Mẫu Lộc", 1), ("Đỗ Mẫu Thọ", 1), ("Đỗ Mẫu Thọ", 1)]
    {
        let officer = json!({"name": name, "office": "Ủy viên", "quota": quota, "cells": ["T1"], "organisations": ["women"]});
        office.ok(&["officer", "add", "Xã Mẫu"], &officer.to_string());
    }
    let (code, out, err) = office.run(&["officer", "add", "Xã Mẫu"], r#"{"office": "x"}"#);
    assert!(code == 1 && (out + &err).contains("name"));
    let ids = people(&office, &[("Lê Mẫu An", "T1"), ("Lê Mẫu Bình", "T2")]);
    for id in &ids {
        office.ok(&["edit", id], r#"{"in_charge": "đỗ mẫu phúc"}"#);
        milestones(&office, id, &[("identified", "1/2/2023")]);
    }
    milestones(&office, &ids[0], &[("certificate", "1/3/2023"), ("ceremony", "19/5/2023")]);
    let rows = office.json(&["report", "officers"]);
    let told: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["identified"], row["trained"], row["admitted"], row["missing"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!([2, 1, 1, 0]),
            json!([0, 0, 0, 1]),
            json!([null, null, null, null]),
            json!([null, null, null, null])
        ]
    );
    let text = office.ok(&["report", "officers"], "");
    assert!(text.contains("1 brought nobody") && text.contains("2 of one name"), "{text}");
    office.ok(&["officer", "edit", "Xã Mẫu", "4"], r#"{"name": "Đỗ Mẫu An Khang", "until": "31/12/2022"}"#);
    assert_eq!(
        office.json(&["report", "officers"]).as_array().unwrap().len(),
        3,
        "no longer in charge this year"
    );
    let shown = office.json(&["officer", "show", "Xã Mẫu"]);
    assert_eq!((&shown[3]["until"], &shown[0]["organisations"]), (&json!("2022-12-31"), &json!(["women"])));
    office.ok(&["officer", "edit", "Xã Mẫu", "1"], &shown[0].to_string());
    office.ok(&["officer", "remove", "Xã Mẫu", "2"], "");
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["officer", "show", "Xã Mẫu"]).as_array().unwrap().len(), 4);
    // On the screen: added, found behind the figure, removed, brought back.
    let mut pilot = Pilot::small(Lang::Vi);
    let list = pilot
        .press("r o f f i c e r s enter ctrl-n")
        .type_text("Đỗ Mẫu Phúc")
        .press("tab")
        .type_text("Bí thư")
        .press("ctrl-s")
        .screen(100, 30);
    assert!(list.contains("Đỗ Mẫu Phúc") && list.contains("1 người chưa giới thiệu ai"), "{list}");
    let gone = pilot.press("delete").screen(100, 30);
    assert!(!gone.contains("Đỗ Mẫu Phúc"), "{gone}");
    let back = pilot.press("ctrl-u enter").screen(100, 30);
    assert!(back.contains("Chi bộ phụ trách") && back.contains("Bí thư"), "{back}");
}

/// Which unit sent which report for which month, who is late and who is missing; given back, and sent again.
#[test]
fn reports_of_units_are_followed_by_month_and_one_key_notes_them() {
    let office = crate::cli::two_books();
    office.ok(&["submit", "--report", "monthly", "--month", "2023-06", "--date", "4/7/2023", "A"], "");
    office.ok(
        &[
            "submit",
            "--report",
            "monthly",
            "--month",
            "2023-06",
            "--date",
            "8/7/2023",
            "--by",
            "Lê Mẫu An",
            "B",
        ],
        "",
    );
    let cell = |unit: &str, month: &str| {
        let rows = office.json(&["report", "submissions"]);
        let row = rows.as_array().unwrap().iter().find(|row| row["unit_name"] == unit).cloned().unwrap();
        row["months"][month].as_str().unwrap_or("").to_owned()
    };
    assert_eq!([cell("Xã A", "06"), cell("Xã B", "06")], ["sent", "late"]);
    assert_eq!([cell("Xã A", "05"), cell("Xã A", "07")], ["overdue", "not_yet"]);
    let text = office.ok(&["report", "submissions"], "");
    assert!(text.contains("04/07") && text.contains("08/07 +3") && text.contains("none +56"), "{text}");
    office
        .ok(&["submit", "--report", "monthly", "--month", "2023-06", "--returned", "thiếu biểu 2", "A"], "");
    assert_eq!(cell("Xã A", "06"), "returned");
    office.ok(&["submit", "--report", "monthly", "--month", "2023-06", "--date", "5/7/2023", "A"], "");
    assert_eq!(cell("Xã A", "06"), "sent");
    office.ok(&["undo"], "");
    assert_eq!(cell("Xã A", "06"), "returned");
    for (args, told) in [
        (["submit", "--report", "weekly", "--month", "2023-06", "A"], "monthly, quarterly"),
        (["submit", "--report", "quarterly", "--month", "2023-05", "A"], "not owed for that month"),
    ] {
        let (code, out, err) = office.run(&args, "");
        assert!(code == 1 && (out.clone() + &err).contains(told), "{out}{err}");
    }
    let (code, _, err) =
        office.run(&["submit", "--report", "monthly", "--month", "2023-07", "--returned", "x", "A"], "");
    assert!(code == 1 && err.contains("nothing to give back"), "{err}");
    office.ok(&["submit", "--report", "monthly", "--month", "2023-06", "--remove", "A"], "");
    assert_eq!(cell("Xã A", "06"), "overdue");
    // An editor of a commune may note its report, and see no other's.
    office.ok(&["access", "add", "a-editor", "editor", "A"], "");
    let as_a = |args: &[&str]| crate::access::run_as(&office, "a-editor", args, "");
    let (code, out, err) = as_a(&["submit", "--report", "monthly", "--month", "2023-07", "A"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(!as_a(&["report", "submissions"]).1.contains("Xã B"));
    let log = office.ok(&["log"], "");
    assert!(log.contains("Monthly report 07/2023"), "{log}");

    let mut pilot = Pilot::small(Lang::Vi);
    let year = pilot.press("r s u b m i s s enter").screen(160, 30);
    assert!(year.contains("Báo cáo tháng") && year.contains("T12"), "{year}");
    // One key notes that it was sent today; all that are missing in a month at once; and what came is corrected.
    let sent = pilot.press("right right right right right right space").screen(160, 30);
    assert!(sent.contains("31/07 +26"), "{sent}");
    let form = pilot.press("enter").screen(160, 30);
    assert!(form.contains("Báo cáo tháng 06/2023 · Xã Mẫu"), "{form}");
    let all = pilot.press("esc left *").screen(160, 30);
    assert!(all.contains("1 đơn vị đã gửi Báo cáo tháng 05/2023"), "{all}");
    let all = pilot.press("ctrl-s").screen(160, 30);
    assert!(all.contains("31/07 +56"), "{all}");
    let undone = pilot.press("ctrl-u").screen(160, 30);
    assert!(!undone.contains("31/07 +56") && undone.contains("31/07 +26"), "{undone}");
    let quarter = pilot.press("b").screen(160, 30);
    assert!(quarter.contains("Báo cáo quý") && !quarter.contains("T2 "), "{quarter}");
}

/// Twelve communes with two people each, all in one class.
fn twelve_books() -> (Office, Vec<String>) {
    let office = Office::new();
    let mut csv = "code,parent_code,kind,name\n".to_owned();
    for n in 1..=12 {
        csv.push_str(&format!("X{n},,base,Xã Mẫu {n}\n"));
    }
    let file = office.file("u.csv", &csv);
    office.ok(&["import", "units", &file], "");
    let all: Vec<Value> = (0..24)
        .map(|n| json!({"name": format!("Lê Mẫu {n:02}"), "unit": format!("X{}", n % 12 + 1)}))
        .collect();
    let saved = office.ok(&["add"], &Value::Array(all).to_string());
    let ids: Vec<String> = saved
        .split_whitespace()
        .filter(|word| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .map(str::to_owned)
        .collect();
    assert_eq!(ids.len(), 24, "{saved}");
    class(&office, &json!({}));
    office.ok(&["occasion", "enrol", "Lớp 1", "--all"], &ids.join(" "));
    (office, ids)
}

fn numbers(office: &Office) -> Vec<String> {
    let list = office.ok(&["list", "--csv"], "");
    let mut rows = csv::Reader::from_reader(list.trim_start_matches('\u{feff}').as_bytes());
    let at = rows.headers().unwrap().iter().position(|name| name == "certificate_number").unwrap();
    let mut numbers: Vec<String> =
        rows.records().map(|row| row.unwrap()[at].to_owned()).filter(|number| !number.is_empty()).collect();
    numbers.sort();
    numbers
}

const CERTIFICATES: [&str; 7] = ["occasion", "result", "Lớp 1", "--state", "passed", "--first-number", "101"];

/// A cut-off in the middle of certificates for people of twelve books: run again it finishes, nobody has two, and no number
/// is left out.
#[test]
fn certificates_for_twelve_books_that_are_killed_at_any_save_come_to_their_end_when_said_again() {
    if !crate::traced::strace("certificates that are killed") {
        return;
    }
    let (office, ids) = twelve_books();
    let all: Vec<String> = (101..125).map(|n| n.to_string()).collect();
    let mut killed = 0;
    // A save of each book ends with its mark; a few of them, first and last, and all that lies between.
    for nth in [1, 2, 3, 7, 12, 13, 18, 24] {
        let mut command = std::process::Command::new("strace");
        command.env("HOME", office.home()).env("LANG", "en_GB.UTF-8");
        command.args([
            "-f",
            "-o",
            "/dev/null",
            "-e",
            &format!("inject=fdatasync,fsync:signal=SIGKILL:when={nth}"),
        ]);
        command.arg(env!("CARGO_BIN_EXE_ketnap")).args(["--store", office.store().to_str().unwrap()]);
        command.args(["--today", "2023-07-31"]).args(CERTIFICATES);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), ids.join(" ").as_bytes()).unwrap();
        let was_killed = !child.wait().unwrap().success();
        killed += usize::from(was_killed);
        let partly = numbers(&office);
        office.ok(&CERTIFICATES, &ids.join(" "));
        assert_eq!(numbers(&office), all, "killed at {nth}, then {} of 24: {partly:?}", partly.len());
        let check = office.json(&["check"]);
        assert!(check.as_array().unwrap().iter().all(|book| book["damage"].as_array().unwrap().is_empty()));
        // Back to where it was, by as many undos as there were saves.
        while !numbers(&office).is_empty() {
            office.ok(&["undo"], "");
        }
    }
    assert!(killed >= 6, "{killed}");
}

/// Two boards note the certificates of one class at once: each person has one, whoever came first.
#[test]
fn two_boards_that_note_the_same_certificates_at_once_give_each_person_one() {
    let (office, ids) = twelve_books();
    let input = ids.join(" ");
    let ended: Vec<(i32, String, String)> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| office.run(&CERTIFICATES, &input))).collect();
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(ended.iter().any(|(code, ..)| *code == 0), "{ended:?}");
    office.ok(&CERTIFICATES, &input);
    let all: Vec<String> = (101..125).map(|n| n.to_string()).collect();
    assert_eq!(numbers(&office), all, "{ended:?}");
    let list = office.json(&["report", "attendees", "Lớp 1"]);
    assert!(list.as_array().unwrap().iter().all(|row| row["state"] == "passed"));
}

/// Who is erased leaves no trace in a class: not in its list, its figures, nor in any file.
#[test]
fn who_is_erased_leaves_no_trace_in_a_class() {
    let (office, ids) = twelve_books();
    office.ok(&["access", "add", "lan", "manager"], "");
    office.ok(&["--as", "lan", "erase", &ids[0]], "");
    office.ok(&["erase", &ids[0], "--confirm"], "");
    assert_eq!(office.json(&["report", "attendees", "Lớp 1"]).as_array().unwrap().len(), 23);
    let shown = office.ok(&["occasion", "show", "Lớp 1", "--json"], "");
    assert!(!shown.contains(&ids[0]) && !shown.contains("Lê Mẫu 00"));
    assert_eq!(crate::keeping::everywhere(&office.store(), "Lê Mẫu 00"), Vec::<std::path::PathBuf>::new());
    let of_one = office.json(&["report", "occasions"]);
    assert_eq!(of_one[0]["enrolled"], 23);
}

/// Names of classes that were typed freely are offered, and one is made a class when somebody says so; of a name with two days
/// it is asked which.
#[test]
fn class_names_that_were_typed_freely_are_offered_as_classes() {
    let office = Office::new();
    let certificate = |date: &str| json!({"certificate": {"date": date, "class": "Lớp cảm tình 1"}});
    for (n, date) in ["2022-03-05", "2022-03-05", "2023-03-10"].iter().enumerate() {
        office.add(json!({"name": format!("Lê Mẫu {n}"), "unit": "T1", "milestones": certificate(date)}));
    }
    let offered = office.ok(&["occasion", "adopt"], "");
    assert!(offered.contains("Lớp cảm tình 1  05/03/2022  2 people"), "{offered}");
    let (code, out, err) = office.run(&["occasion", "adopt", "Lớp cảm tình 1"], "");
    assert!(code == 1 && (out + &err).contains("05/03/2022, 10/03/2023"));
    assert_eq!(office.json(&["report", "occasions"]).as_array().unwrap().len(), 0, "nothing was made");
    office.ok(&["occasion", "adopt", "Lớp cảm tình 1", "--date", "5/3/2022"], "");
    let made = office.json(&["report", "occasions"]);
    assert_eq!(
        (&made[0]["name"], &made[0]["succeeded"], &made[0]["until"]),
        (&json!("Lớp cảm tình 1"), &json!(2), &json!("2022-03-05"))
    );
    assert_eq!(office.json(&["occasion", "adopt"]).as_array().unwrap().len(), 1);
    office.ok(&["undo"], "");
    assert_eq!(office.json(&["occasion", "adopt"]).as_array().unwrap().len(), 2);
}

/// Figures that were reported never change: what comes after the cut-off stands beside them; lifting them has a reason.
#[test]
fn frozen_figures_stay_what_they_were_and_what_came_after_stands_beside_them() {
    let office = Office::new();
    let an = office.add(json!({"name": "Lê Mẫu An", "unit": "T1"}));
    milestones(&office, &an, &[("ceremony", "19/5/2023")]);
    assert!(office.ok(&["freeze", "Xã Mẫu", "--month", "2023-06"], "").contains("3 units"));
    let row = |unit: &str| {
        let rows = office.json(&["report", "frozen"]);
        rows.as_array().unwrap().iter().find(|row| row["unit_name"] == unit).cloned().unwrap()
    };
    assert_eq!(
        (&row("Xã Mẫu")["reported"]["admitted"], &row("Xã Mẫu")["since"]["admitted"]),
        (&json!(1), &Value::Null)
    );
    // Entered in July about June: allowed, and shown beside what was reported.
    let binh = office.add(json!({"name": "Lê Mẫu Bình", "unit": "T1"}));
    milestones(&office, &binh, &[("ceremony", "20/6/2023")]);
    assert_eq!(
        (&row("Thôn 1")["reported"]["admitted"], &row("Thôn 1")["since"]["admitted"]),
        (&json!(1), &json!(1))
    );
    // Behind what was reported stand all who count now, behind what came since only those.
    let mut pilot = Pilot::on(&office.store(), Lang::En);
    let behind = pilot.press("r f r o z e n enter right enter").screen(120, 30);
    assert!(behind.contains("Lê Mẫu An") && behind.contains("Lê Mẫu Bình"), "{behind}");
    let since = pilot.press("esc right enter").screen(120, 30);
    assert!(!since.contains("Lê Mẫu An") && since.contains("Lê Mẫu Bình"), "{since}");
    let state = row("Xã Mẫu")["state"].clone();
    // Frozen again nothing changes.
    assert!(office.ok(&["freeze", "Xã Mẫu", "--month", "2023-06"], "").contains("0 units"));
    assert_eq!((&row("Xã Mẫu")["state"], &row("Xã Mẫu")["reported"]["admitted"]), (&state, &json!(1)));
    let (code, _, err) = office.run(&["unfreeze", "Xã Mẫu", "--month", "2023-06"], "");
    assert!(code == 2 && err.contains("--reason"), "{err}");
    office.ok(&["unfreeze", "Thôn 1", "--month", "2023-06", "--reason", "nhập thiếu"], "");
    assert_eq!((&row("Thôn 1")["lifted"], &row("Xã Mẫu")["lifted"]), (&json!("nhập thiếu"), &Value::Null));
    office.ok(&["freeze", "Xã Mẫu", "--month", "2023-06"], "");
    assert_eq!(row("Thôn 1")["reported"]["admitted"], 2, "frozen anew once it was lifted");
    // Only who manages a unit freezes it.
    office.ok(&["access", "add", "e", "editor"], "");
    let (code, out, err) =
        crate::access::run_as(&office, "e", &["freeze", "Xã Mẫu", "--month", "2023-05"], "");
    assert_ne!(code, 0, "{out}{err}");
    let mut pilot = Pilot::small(Lang::Vi);
    let frozen = pilot.press("r f r o z e n enter ctrl-n ctrl-s").screen(120, 30);
    assert!(frozen.contains("Đã chốt số liệu của 3 đơn vị") && frozen.contains("kỳ đến 06/2023"), "{frozen}");
    let refused = pilot.press("delete ctrl-s").screen(120, 30);
    assert!(refused.contains("Mở chốt số liệu 06/2023"), "{refused}");
    let lifted = pilot.type_text("nhập thiếu").press("ctrl-s").screen(120, 30);
    assert!(lifted.contains("Đã mở chốt số liệu của 3 đơn vị"), "{lifted}");
}

/// In the roll "v" (absent) was taken for present, a number was dropped with "Saved", one number was given in two spellings,
/// two people had one place, and Esc threw everything away.
#[test]
fn the_roll_takes_nothing_for_what_it_is_not_and_drops_nothing_unasked() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    pilot.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    pilot.press("tab tab tab tab").type_text("5/6/2023").press("tab").type_text("7/6/2023");
    pilot.press("tab tab tab tab").type_text("5/6, 6/6").press("ctrl-s esc esc tab ctrl-a f11 ctrl-s");
    pilot.press("r o c c a s enter enter d");
    let absent = pilot.press("tab").type_text("v").press("tab").type_text("sai").screen(100, 30);
    assert!(absent.contains("“sai”: gõ x là có mặt"), "{absent}");
    let unproved =
        pilot.press("ctrl-u tab").type_text("k").press("tab tab").type_text("13/CN").screen(100, 30);
    assert!(unproved.contains("chỉ ghi cho người được cấp"), "{unproved}");
    pilot.press("backtab backtab ctrl-u").type_text("đ").press("backtab backtab backtab").type_text("1");
    let twice = pilot.press("enter").type_text("1").press("tab tab tab").type_text("đ").press("tab tab");
    let order = twice.type_text("013/cn").screen(100, 30);
    assert!(order.contains("Số 013/cn đã có ở dòng 1"), "{order}");
    let order = pilot.press("ctrl-u backtab backtab backtab backtab backtab").screen(100, 30);
    assert!(order.contains("Số 1 đã có ở dòng 1"), "{order}");
    let asked = pilot.press("esc").screen(100, 30);
    assert!(asked.contains("Chưa lưu") && asked.contains("Điểm danh"), "{asked}");
    let saved = pilot.press("ctrl-u").type_text("2").press("ctrl-s").screen(100, 30);
    assert_eq!(saved.matches("Đạt").count(), 2, "{saved}");
    let card = pilot.press("home enter").screen(100, 30);
    assert!(card.contains("13/CN") && !card.contains("dự "), "was at no session: {card}");
}

/// The line broke while a roll was typed, and all of it was gone; "open this form again to go on" was said of lists that opened
/// empty.
#[test]
fn a_roll_and_a_list_that_were_cut_off_go_on_where_they_stopped() {
    let mut pilot = Pilot::small(Lang::Vi);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    let roll = "r o c c a s enter enter d";
    pilot.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    pilot.press("tab tab tab tab").type_text("5/6/2023").press("tab").type_text("7/6/2023");
    pilot.press("ctrl-s esc esc tab ctrl-a f11 ctrl-s").press(roll);
    pilot.press("down").type_text("7").press("tab").type_text("đ").press("tab tab").type_text("13/CN");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    let offer = pilot.screen(100, 30);
    assert!(offer.contains("Điểm danh, kết quả · Lớp 1") && offer.contains("7 · đ · 13/CN"), "{offer}");
    let seen = pilot.press("esc").press(roll).screen(100, 30);
    assert!(seen.contains("Nhập tiếp bản nháp lúc") && seen.contains("13/CN"), "{seen}");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    let taken = pilot.press("enter").screen(100, 30);
    assert!(taken.contains("13/CN") && taken.contains("Lê Mẫu An"), "{taken}");
    let saved = pilot.press("ctrl-s").screen(100, 30);
    assert!(saved.contains("Đã lưu") && saved.contains("Chứng nhận"), "{saved}");
    let mut pilot = pilot.again();
    assert!(!pilot.screen(100, 30).contains("bản nháp"), "a saved draft is not offered again");
    // What is thrown away at a second Esc is no draft either.
    pilot.press(roll).type_text("5").press("esc esc");
    let mut pilot = pilot.again();
    let office = pilot.screen(100, 30);
    assert!(!office.contains("bản nháp") && office.contains("Lê Mẫu An"), "{office}");
    let kept = pilot.press("ctrl-g").type_text("Vũ Mẫu Cường").press("esc").screen(100, 30);
    assert!(kept.contains("mở lại phiếu nhập này"), "{kept}");
    let again = pilot.press("ctrl-g").screen(100, 30);
    assert!(again.contains("Nhập tiếp bản nháp") && again.contains("Vũ Mẫu Cường"), "{again}");
}

/// A colleague noted a result while a roll was typed, and saving the roll took it back.
#[test]
fn a_roll_does_not_take_back_what_a_colleague_noted_meanwhile() {
    let mut mine = Pilot::small(Lang::En);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình"] {
        mine.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    let roll = "r o c c a s enter enter d";
    mine.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    mine.press("tab tab tab tab").type_text("5/6/2023").press("tab").type_text("7/6/2023");
    mine.press("ctrl-s esc esc tab ctrl-a f11 ctrl-s").press(roll).type_text("7").press("tab");
    let mut theirs = mine.beside("minh");
    theirs.press(roll).press("down tab").type_text("passed").press("ctrl-s");
    assert!(mine.app.others());
    let seen = mine.screen(100, 30);
    let line = seen.lines().find(|line| line.contains("Bình")).unwrap();
    assert!(line.contains("Passed") && seen.contains("1 7    Lê Mẫu An"), "{seen}");
    // The same cell: what they noted is told before mine is put in its place.
    mine.type_text("fai");
    let mut theirs = mine.beside("minh");
    theirs.press(roll).press("tab").type_text("absent").press("ctrl-s");
    assert!(mine.app.others());
    let told = mine.type_text("l").screen(100, 30);
    assert!(told.contains("Lê Mẫu An: somebody else has just noted “Absent”"), "{told}");
    let saved = mine.press("ctrl-s").screen(100, 30);
    let state = |name: &str| saved.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(state("An").contains("Failed") && state("Bình").contains("Passed"), "{saved}");
}

/// Somebody left the class while a roll waited as a draft: what was typed of the others goes on, and it is told that one text
/// has no place.
#[test]
fn what_a_draft_of_a_roll_says_of_somebody_who_left_is_told_not_dropped() {
    let mut pilot = Pilot::small(Lang::En);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    let attendees = "r o c c a s enter enter";
    pilot.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    pilot.press("ctrl-s esc esc tab ctrl-a f11 ctrl-s").press(attendees);
    pilot.press("d").type_text("7").press("down").type_text("8");
    pilot.app.hang_up();
    let mut pilot = pilot.again();
    pilot.press("esc").press(attendees).press("home - right ctrl-s");
    let told = pilot.press("d").screen(100, 30);
    assert!(
        told.contains("Texts of the draft without a place: 1") && told.contains("8    Lê Mẫu Bình"),
        "{told}"
    );
}

/// What cannot have been is refused: a report from the future, a freeze outside of its period, a class that ends before it
/// begins, a member who left before coming; and a class that is over has no free places.
#[test]
fn what_cannot_have_been_is_refused_and_a_class_that_is_over_has_no_places() {
    let office = crate::cli::two_books();
    let refused = |args: &[&str], input: &str, told: &str| {
        let (code, out, err) = office.run(args, input);
        assert!(code == 1 && (out.clone() + &err).contains(told), "{args:?}: {code} {out}{err}");
    };
    let monthly = |month, date| ["submit", "--report", "monthly", "--month", month, "--date", date, "A"];
    refused(&monthly("2023-06", "1/12/2023"), "", "later than today");
    refused(&monthly("2023-09", "31/7/2023"), "", "before the period");
    refused(&["freeze", "A", "--month", "2023-05", "--as-of", "30/6/2023"], "", "not within");
    refused(&["freeze", "A", "--month", "2023-12"], "", "not within");
    office.ok(&["freeze", "A", "--month", "2023-06"], "");
    refused(&["unfreeze", "A", "--month", "2023-06", "--reason", " "], "", "reason");
    let class = |from, until| json!({"name": "x", "kind": "awareness_class", "unit": "A", "from": from, "until": until, "places": 9});
    refused(&["occasion", "add"], &class("20/7/2023", "10/7/2023").to_string(), "ends before");
    let officer = json!({"name": "Đỗ Mẫu Phúc", "from": "2023-01-01", "until": "2022-01-01"});
    refused(&["officer", "add", "A"], &officer.to_string(), "ends before");
    let id = office.add(json!({"name": "Lê Mẫu An", "unit": "A1"}));
    milestones(&office, &id, &[("sympathiser", "1/2/2023")]);
    let free = || {
        let text = office.ok(&["report", "demand", "--md"], "");
        text.lines().last().unwrap().split('|').nth(3).unwrap().trim_matches([' ', '*']).to_owned()
    };
    office.ok(&["occasion", "add"], &class("1/7/2023", "10/7/2023").to_string());
    assert_eq!(free(), "0");
    office.ok(&["occasion", "add"], &class("1/8/2023", "10/8/2023").to_string());
    assert_eq!(free(), "9");
    // Who is enrolled late is sent no later than the first day.
    let list = office.json(&["report", "occasions"]);
    let over = list.as_array().unwrap().iter().find(|row| row["from"] == "2023-07-01").unwrap()["id"].clone();
    office.ok(&["occasion", "enrol", over.as_str().unwrap()], &id);
    assert_eq!(office.json(&["show", &id])["milestones"]["sent_to_class"]["date"], "2023-07-01");
}

/// Lai Vung: ceremonies on 3 February, 19 May, 2 September, and on 29 November, a day of its own that the office adds as data.
#[test]
fn ceremonies_honour_the_nations_days_and_one_of_the_offices_own() {
    let office = Office::new();
    let own = "(holidays: [(code: \"phong_hoa\", vi: \"29/11, truyền thống Phong Hòa\", en: \"29 November, Phong Hoa\")])";
    std::fs::write(office.store().join("catalogue.ron"), own).unwrap();
    for (day, code) in [
        ("3/2/2023", "party_day"),
        ("19/5/2023", "ho_chi_minh_day"),
        ("2/9/2023", "national_day"),
        ("29/11/2023", "phong_hoa"),
    ] {
        let add = json!({"name": format!("Lễ {day}"), "kind": "ceremony", "unit": "Xã Mẫu", "from": day, "holiday": code});
        office.ok(&["occasion", "add"], &add.to_string());
    }
    let rows = office.json(&["report", "occasions"]);
    let told: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["holiday"].as_str().unwrap()).collect();
    assert_eq!(told, ["phong_hoa", "national_day", "ho_chi_minh_day", "party_day"], "the latest first");
    assert!(office.ok(&["report", "occasions"], "").contains("29 November, Phong Hoa"));
    let add = json!({"name": "x", "kind": "ceremony", "unit": "Xã Mẫu", "holiday": "tet"});
    let (code, out, err) = office.run(&["occasion", "add"], &add.to_string());
    assert!(code == 1 && (out + &err).contains("Phong Hoa"), "what there is is said");
}
