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
    let list = pilot.press("r down down down down down enter").screen(100, 30);
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
    let asked =
        pilot.press("esc esc esc tab ctrl-a r down down down down down enter enter ctrl-g").screen(100, 30);
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
    let seen = other.press("r down down down down down enter enter").screen(100, 30);
    assert!(seen.contains("Lê Mẫu Bình"), "{seen}");
}
