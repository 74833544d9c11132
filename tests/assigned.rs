//! Who is asked, reminded, in charge, and helps; classes for whom they are for; occasions found by what is remembered of them.

use crate::cli::{Office, two_books};
use crate::pilot::Pilot;
use ketnap::words::Lang;
use serde_json::{Value, json};

fn occasion(office: &Office, what: &Value) -> String {
    let out = office.ok(&["occasion", "add"], &what.to_string());
    out.trim().strip_prefix("saved ").unwrap().to_owned()
}

fn rows(value: Value) -> Vec<Value> {
    value.as_array().unwrap().clone()
}

#[test]
fn a_class_is_found_by_its_name_its_document_and_its_id() {
    let office = Office::new();
    office.add(json!({"name": "Lớp Mẫu An", "unit": "T1"}));
    let id = occasion(
        &office,
        &json!({"name": "Lớp nhận thức khóa 7", "kind": "awareness_class", "unit": "Xã Mẫu", "from": "5/6/2023", "number": "12-KH/ĐU"}),
    );
    for text in ["nhan thuc khoa 7", "khoa nhan", "12-KH/ĐU", &id[..8]] {
        let found = rows(office.json(&["find", text]));
        let (kind, found_id) = (&found[0]["kind"], &found[0]["id"]);
        assert_eq!((found.len(), kind, found_id), (1, &json!("awareness_class"), &json!(id)), "{text}");
    }
    // People come before occasions.
    let found = rows(office.json(&["find", "lop"]));
    assert_eq!([&found[0]["type"], &found[1]["type"]], [&json!("person"), &json!("occasion")]);
    let seen = Pilot::on(&office.store(), Lang::En).press("/ k h o a space 7 enter").screen(80, 24);
    assert!(
        seen.contains("┌─ Lớp nhận thức khóa 7 · 0 listed") && seen.contains("^G to choose people"),
        "{seen}"
    );
    // What is gone is not found.
    office.ok(&["occasion", "remove", &id], "");
    assert_eq!(office.run(&["find", "khoa 7"], "").0, 1);
}

#[test]
fn a_class_for_pupils_suggests_pupils_and_the_demand_says_for_whom_places_are_missing() {
    let office = Office::new();
    let add = |name: &str, occupation: &str| {
        office.add(json!({"name": name, "unit": "T1", "occupation": occupation, "milestones": {"identified": "2023-01-05", "sympathiser": "2023-02-05"}}))
    };
    let pupil = add("Lê Mẫu An", "Học sinh");
    add("Vũ Mẫu Bình", "Nông dân");
    add("Hồ Mẫu Chi", "");
    let class = occasion(
        &office,
        &json!({"name": "Lớp học sinh", "kind": "awareness_class", "unit": "Xã Mẫu", "audience": "pupils", "places": 30}),
    );
    assert_eq!(office.ok(&["occasion", "suggest", &class], "").split_whitespace().next(), Some(&*pupil));
    let demand = rows(office.json(&["report", "demand", "--by", "audience"]));
    let of = |code: &str| demand.iter().find(|row| row["group"] == code).unwrap();
    assert_eq!((&of("pupils")["needs_class"], &of("pupils")["missing_places"]), (&json!(1), &json!(0)));
    assert_eq!((&of("villages")["needs_class"], &of("villages")["missing_places"]), (&json!(1), &json!(1)));
    // Whom no list takes is in general.
    assert_eq!((&of("general")["needs_class"], &of("general")["free_places"]), (&json!(1), &json!(0)));
}

#[test]
fn a_member_who_helps_four_is_over_the_limit_of_three_and_a_fourth_is_warned_of() {
    let office = Office::new();
    let add = |name: &str, unit: &str| {
        office.add(json!({"name": name, "unit": unit, "milestones": {"sympathiser": {"date": "2023-02-05", "helpers": ["Trần Mẫu Bình"]}}}))
    };
    let ids = ["Lê Mẫu An", "Vũ Mẫu Ba", "Hồ Mẫu Chi"].map(|name| add(name, "T1"));
    add("Đỗ Mẫu Dân", "T2");
    let last = office.add(json!({"name": "Ngô Mẫu Em", "unit": "T1"}));
    // What is saved is saved: it is a warning.
    let record = ["record", &last, "sympathiser", "--json"];
    let (code, _, err) = office.run(&record, r#"{"date": "2023-03-01", "helpers": ["trần mẫu bình"]}"#);
    assert!(code == 0 && err.contains("helps 3 others already, the limit is 3"), "{err}");
    let report = rows(office.json(&["report", "helpers"]));
    let figures =
        |row: &Value| ["helped", "candidates", "probationary", "over", "elsewhere"].map(|c| row[c].as_u64());
    assert_eq!(figures(&report[0]), [Some(4), Some(4), Some(0), Some(1), Some(1)]);
    assert_eq!(figures(&report[1]), [Some(1), Some(1), Some(0), None, Some(1)]);
    // Admitted: a member on probation, who is helped still; then official, and helped no more.
    office.ok(&["record", &ids[0], "ceremony", "--date", "2022-05-20"], "");
    assert_eq!(figures(&rows(office.json(&["report", "helpers"]))[0])[..3], [Some(4), Some(3), Some(1)]);
    office.ok(&["record", &ids[0], "official_decision", "--date", "2023-05-25"], "");
    office.ok(&["drop", &ids[1], "--reason", "moved_away"], "");
    assert_eq!(figures(&rows(office.json(&["report", "helpers"]))[0])[..3], [Some(2), Some(2), Some(0)]);
    // The office's own limit holds.
    std::fs::write(office.store().join("catalogue.ron"), "(helped_at_most: Some(1))").unwrap();
    assert_eq!(figures(&rows(office.json(&["report", "helpers"]))[0])[3], Some(1));
}

#[test]
fn a_committee_member_sees_the_cells_that_are_in_charge_with_what_is_to_be_done_there() {
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "milestones": {"sympathiser": "2023-02-05"}}));
    for (name, cell, account) in [("Đỗ Mẫu Phúc", "T1", "phuc"), ("Bùi Mẫu Lộc", "T2", "loc")] {
        let officer = json!({"name": name, "cells": [cell], "account": account});
        office.ok(&["officer", "add", "Xã Mẫu"], &officer.to_string());
    }
    let all = rows(office.json(&["report", "charge"]));
    assert_eq!(all.len(), 2);
    let mine = rows(office.json(&["report", "charge", "--account", "phuc"]));
    assert_eq!((mine.len(), &mine[0]["unit_name"], &mine[0]["source"]), (1, &json!("Thôn 1"), &json!(1)));
    assert_eq!(office.run(&["report", "charge", "--mine"], "").0, 1, "nobody uses this account");
}

#[test]
fn units_that_have_not_answered_or_sent_are_reminded_of_each_with_its_day() {
    let office = two_books();
    let id = occasion(
        &office,
        &json!({"name": "Rà soát nhập ngũ", "kind": "review", "unit": "Huyện Mẫu", "from": "2023-07-01", "until": "2023-07-20"}),
    );
    for unit in ["A", "B"] {
        office.ok(&["occasion", "ask", &id, unit, "--people", "2"], "");
    }
    office.ok(&["occasion", "answer", &id, "A", "--date", "2023-07-10"], "");
    let of = |args: &[&str]| rows(office.json(&[&["report", "reminders"], args].concat()));
    let review = of(&["--of", &id]);
    assert_eq!(review.len(), 1);
    let told = ["unit_name", "what", "due", "days", "people"].map(|column| review[0][column].clone());
    assert_eq!(told, [json!("Xã B"), json!("Rà soát nhập ngũ"), json!("2023-07-20"), json!(-11), json!(2)]);
    // With the reports of this year whose period is over: six months, two quarters, the half-year, of two units.
    assert_eq!(of(&[]).len(), 1 + 2 * (6 + 2 + 1));
    office.ok(&["submit", "--report", "monthly", "--month", "2023-06", "--date", "2023-07-03", "A"], "");
    office.ok(
        &[
            "submit",
            "--report",
            "monthly",
            "--month",
            "2023-06",
            "--returned",
            "thiếu biểu",
            "--date",
            "2023-07-04",
            "A",
        ],
        "",
    );
    let returned = of(&[]).into_iter().filter(|row| row["returned"] == true).count();
    assert_eq!(returned, 1);
    office.ok(&["submit", "--report", "monthly", "--month", "2023-06", "--date", "2023-07-05", "A"], "");
    assert_eq!(of(&[]).len(), 2 * (6 + 2 + 1));
    // A review that is closed asks nobody any more.
    office.ok(&["occasion", "edit", &id], r#"{"state": "closed"}"#);
    assert_eq!(of(&["--of", &id]).len(), 0);
}

#[test]
fn the_script_of_a_ceremony_admits_one_after_the_other_and_its_file_says_where_and_when() {
    let office = Office::new();
    let id = occasion(
        &office,
        &json!({"name": "Lễ 2/9", "kind": "ceremony", "unit": "Xã Mẫu", "from": "2023-09-02", "hour": "08:00", "place": "Hội trường Mẫu"}),
    );
    let ids = ["Lê Mẫu An", "Vũ Mẫu Ba"].map(|name| {
        office.add(json!({"name": name, "unit": "T1", "milestones": {"decision": {"date": "2023-07-20", "number": format!("{}-QĐ", name.len())}}}))
    });
    office.ok(&["occasion", "enrol", &id], &ids.join(" "));
    let script = rows(office.json(&["report", "script", &id]));
    let steps: Vec<(&str, &str)> = script
        .iter()
        .map(|row| (row["step"].as_str().unwrap(), row["name"].as_str().unwrap_or("")))
        .collect();
    let of = |name: &'static str| ["decision", "oath", "duties"].map(|step| (step, name));
    let (first, second) = (of("Lê Mẫu An"), of("Vũ Mẫu Ba"));
    let whole = [("salute", ""), ("opening", "")].into_iter().chain(first).chain(second);
    assert_eq!(steps, whole.chain([("upper", ""), ("closing", "")]).collect::<Vec<_>>());
    let file = office.file("script.html", "");
    std::fs::remove_file(&file).unwrap();
    office.ok(&["report", "script", &id, "--html", &file], "");
    let html = std::fs::read_to_string(&file).unwrap();
    assert!(html.contains("Lễ 2/9 · 02/09/2023 · 08:00 · Hội trường Mẫu"), "{html}");
    let seen = Pilot::on(&office.store(), Lang::En).press("/ l e space 2 / 9 enter p").screen(80, 24);
    assert!(seen.contains("Oath"), "{seen}");
}

#[test]
fn a_class_with_its_people_and_certificates_comes_from_files_and_a_second_time_changes_nothing() {
    let office = Office::new();
    let ids = [("Lê Mẫu An", "T1"), ("Vũ Mẫu Ba", "T1"), ("Vũ Mẫu Ba", "T2"), ("Hồ Mẫu Chi", "T2")]
        .map(|(name, unit)| office.add(json!({"name": name, "unit": unit})));
    let classes = "name;kind;unit;from;until;number;sessions\nLớp 1;awareness_class;Xã Mẫu;5/6/2023;7/6/2023;12-KH/ĐU;\"5/6/2023;6/6/2023\"\n";
    let classes = office.file("classes.csv", classes);
    let rows = "occasion,id,name,unit,state,sessions,number,grade,order\n\
        Lop 1,,Lê Mẫu An,,passed,1;2,07/CN,Khá,1\n\
        Lớp 1,,Vũ Mẫu Ba,Thôn 2,Đạt,1,08/CN,,2\n\
        Lớp 1,,Hồ Mẫu Chi,,absent,,,,3\n";
    let people = office.file("people.csv", rows);
    let import = |what: &str, file: &str| office.ok(&["import", what, file], "");
    assert!(office.ok(&["import", "occasions", &classes, "--dry-run"], "").contains("1 new"));
    import("occasions", &classes);
    assert!(import("occasions", &classes).contains("1 unchanged"));
    assert!(import("enrolments", &people).contains("3 new"));
    let again = import("enrolments", &people);
    assert!(again.contains("0 new, 0 changed, 3 unchanged"), "{again}");
    let number = |id: &str| office.json(&["show", id])["milestones"]["certificate"]["number"].clone();
    assert_eq!(
        ids.each_ref().map(|id| number(id)),
        [json!("07/CN"), json!(null), json!("08/CN"), json!(null)]
    );
    let row = &rows_of(&office)[0];
    assert_eq!([&row["enrolled"], &row["succeeded"], &row["absent"]], [&json!(3), &json!(2), &json!(1)]);
    office.ok(&["undo"], "");
    assert_eq!(rows_of(&office)[0]["enrolled"], 0);
    // Nothing is guessed, and nobody gets the number of somebody else.
    let refused = |line: &str, what: &str| {
        let file = office.file("bad.csv", &format!("occasion,name,state,number,date\n{line}\n"));
        let (code, out, err) = office.run(&["import", "enrolments", &file], "");
        assert!(code == 1 && err.contains(what), "{line}: {out}{err}");
    };
    refused("Lớp 1,Vũ Mẫu Ba,,,", "several people are called");
    refused("Lớp 2,Lê Mẫu An,,,", "no class, ceremony or review");
    refused("Lớp 1,Ngô Mẫu Không,,,", "nobody is");
    refused("Lớp 1,Lê Mẫu An,admitted,,", "use one of: Listed");
    refused("Lớp 1,Lê Mẫu An,failed,9,", "row 2, column number");
    import("enrolments", &people);
    refused("Lớp 1,Hồ Mẫu Chi,passed,7/cn,", "row 2, column number");
    refused("Lớp 1,Lê Mẫu An,failed,,", "row 2, column state");
}

fn rows_of(office: &Office) -> Vec<Value> {
    rows(office.json(&["report", "occasions"]))
}

#[test]
fn officers_and_reports_of_units_come_from_files() {
    let office = Office::new();
    let officers = "unit,name,office,quota,cells,account\nXã Mẫu,Đỗ Mẫu Phúc,Ủy viên,1,Thôn 1;Thôn 2,phuc\nXã Mẫu,Bùi Mẫu Lộc,,2,T9,\n";
    let file = office.file("officers.csv", officers);
    let (code, out, err) = office.run(&["import", "officers", &file], "");
    assert!(code == 1 && out.contains("1 new") && err.contains("row 3, column cells"), "{out}{err}");
    assert!(office.run(&["import", "officers", &file], "").1.contains("1 unchanged"));
    let shown = office.json(&["officer", "show", "Xã Mẫu"]);
    assert_eq!((shown.as_array().unwrap().len(), shown[0]["cells"].as_array().unwrap().len()), (1, 2));
    let sent = "unit,report,month,sent,by,returned,reason\nXã Mẫu,monthly,2023-06,3/7/2023,Mai,,\n\
        Xã Mẫu,monthly,2023-05,3/6/2023,,4/6/2023,thiếu biểu\nXã Mẫu,quarterly,2023-05,3/6/2023,,,\nXã Mẫu,monthly,2023-07,3/9/2023,,,\n";
    let file = office.file("sent.csv", sent);
    let (code, out, err) = office.run(&["import", "submissions", &file], "");
    assert!(code == 1 && out.contains("2 new") && err.contains("row 4, column month"), "{out}{err}");
    assert!(err.contains("row 5, column sent"), "{err}");
    let row = &rows(office.json(&["report", "submissions"]))[0];
    assert_eq!([&row["months"]["05"], &row["months"]["06"]], [&json!("returned"), &json!("sent")]);
}

/// Whoever looks, with whatever role, wherever: the list of a class is those of its people whom they see, and no other; a
/// role that sees nobody sees no list.
#[test]
fn for_every_role_the_list_of_a_class_is_whoever_is_in_it_and_to_be_seen() {
    let office = two_books();
    let people = [
        ("Lê Mẫu An", "A1"),
        ("Vũ Mẫu Ba", "B1"),
        ("Hồ Mẫu Chi", "A1"),
        ("Đỗ Mẫu Dân", "B"),
        ("Ngô Mẫu Em", "A"),
    ];
    let ids = people.map(|(name, unit)| office.add(json!({"name": name, "unit": unit})));
    let classes = ["A", "B", "Huyện Mẫu"].map(|unit| {
        occasion(&office, &json!({"name": format!("Lớp {unit}"), "kind": "awareness_class", "unit": unit}))
    });
    let mut who: Vec<String> = Vec::new();
    for role in ["viewer", "editor", "manager", "auditor"] {
        for (n, unit) in [None, Some("A"), Some("A1"), Some("B")].into_iter().enumerate() {
            who.push(format!("{role}-{n}"));
            let args = ["access", "add", &who[who.len() - 1], role].into_iter().chain(unit);
            office.ok(&args.collect::<Vec<_>>(), "");
        }
    }
    // Numbers that follow from each other, so that a failure comes again.
    let mut seed = 7u32;
    let mut chance = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 30
    };
    let mut inside: Vec<Vec<String>> = Vec::new();
    for class in &classes {
        let some: Vec<String> = ids.iter().filter(|_| chance() > 0).cloned().collect();
        office.ok(&["occasion", "enrol", class], &some.join(" "));
        inside.push(some);
    }
    office.ok(&["move", &ids[0], "--to", "B1", "--date", "2023-07-01"], "");
    let ids_of = |text: &str| -> Vec<String> {
        let rows: Value = serde_json::from_str(text).unwrap_or(json!([]));
        let mut ids: Vec<String> =
            rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    for who in &who {
        let run = |args: &[&str]| crate::access::run_as(&office, who, args, "");
        // Whoever was moved stays in the old book as far as it went there.
        let seen: Vec<&String> = ids.iter().filter(|id| run(&["show", id]).0 == 0).collect();
        for (class, inside) in classes.iter().zip(&inside) {
            let (code, out, err) = run(&["report", "attendees", class, "--json"]);
            let mut expected: Vec<String> = inside.iter().filter(|id| seen.contains(id)).cloned().collect();
            expected.sort();
            // Of a class that nobody of theirs is in they need not know.
            assert!(code == 0 || expected.is_empty(), "{who}: {out}{err}");
            assert_eq!(ids_of(&out), expected, "{who}: {class}");
        }
    }
    // Erased, somebody is in no list of anybody.
    office.ok(&["--as", "manager-0", "erase", &ids[2]], "");
    office.ok(&["erase", &ids[2], "--confirm"], "");
    for who in &who {
        for class in &classes {
            let out = crate::access::run_as(&office, who, &["report", "attendees", class, "--json"], "").1;
            assert!(!ids_of(&out).contains(&ids[2]), "{who}");
        }
    }
}

#[test]
fn who_was_named_in_a_review_is_looked_for_by_the_next_one() {
    let office = Office::new();
    let ids = ["Lê Mẫu An", "Vũ Mẫu Ba"].map(|name| office.add(json!({"name": name, "unit": "T1"})));
    let first = occasion(&office, &json!({"name": "Rà soát 2022", "kind": "review", "unit": "Xã Mẫu"}));
    office.ok(&["occasion", "enrol", &first], &ids[1]);
    let second = occasion(
        &office,
        &json!({"name": "Rà soát 2023", "kind": "review", "unit": "Xã Mẫu", "criteria": {"occasions": ["Ra soat 2022"], "stages": ["source"]}}),
    );
    let suggested = office.ok(&["occasion", "suggest", &second], "");
    assert!(suggested.starts_with(&ids[1]) && !suggested.contains(&ids[0]), "{suggested}");
    let shown = office.ok(&["occasion", "show", &second], "");
    assert!(shown.contains("is in Rà soát 2022; at Source"), "{shown}");
    let (code, out, err) =
        office.run(&["occasion", "edit", &second], r#"{"criteria": {"occasions": ["Rà soát 1999"]}}"#);
    assert!(code == 1 && (out + &err).contains("no class, ceremony or review “Rà soát 1999”"));
    let form = Pilot::on(&office.store(), Lang::En)
        .press("/ r a space s o a t space 2 0 2 3 enter f3")
        .screen(100, 40);
    assert!(form.contains("Is in a class or review") && form.contains("Rà soát 2022"), "{form}");
}

#[test]
fn a_typed_class_name_is_made_a_class_on_the_screen_and_only_after_its_people_were_shown() {
    let office = Office::new();
    let certificate = |date: &str| json!({"certificate": {"date": date, "class": "Lớp cảm tình 1"}});
    for (n, date) in ["2022-03-05", "2022-03-05", "2023-03-10"].iter().enumerate() {
        office.add(json!({"name": format!("Lê Mẫu {n}"), "unit": "T1", "milestones": certificate(date)}));
    }
    let mut pilot = Pilot::on(&office.store(), Lang::En);
    let list = pilot.press("r o c c a s enter ctrl-v").screen(80, 24);
    assert!(list.contains("Lớp cảm tình 1") && list.contains("05/03/2022  2 people"), "{list}");
    let people = pilot.press("space").screen(80, 24);
    assert!(
        people.contains("Lê Mẫu 0") && people.contains("Lê Mẫu 1") && !people.contains("Lê Mẫu 2"),
        "{people}"
    );
    let form = pilot.press("esc enter").screen(80, 24);
    assert!(form.contains("2 passed: Lê Mẫu 0, Lê Mẫu 1") && form.contains("Xã Mẫu"), "{form}");
    let made = pilot.press("ctrl-s").screen(80, 24);
    assert!(
        made.contains("Made the class Lớp cảm tình 1, 2 passed") && !made.contains("05/03/2022"),
        "{made}"
    );
    let back = pilot.press("ctrl-u").screen(80, 24);
    assert!(back.contains("05/03/2022"), "{back}");
}

/// A class of three people with its roll open.
fn roll_of_three() -> Pilot {
    let mut pilot = Pilot::small(Lang::En);
    for name in ["Lê Mẫu An", "Lê Mẫu Bình", "Lê Mẫu Chi"] {
        pilot.press("ctrl-n").type_text(name).press("ctrl-s");
    }
    pilot.press("r o c c a s enter ctrl-n").type_text("Lớp 1");
    pilot.press("tab tab tab tab").type_text("5/6/2023").press("tab").type_text("7/6/2023");
    pilot.press("ctrl-s esc esc esc tab ctrl-a f11 ctrl-s r o c c a s enter enter d");
    pilot
}

#[test]
fn a_roll_is_filled_down_its_columns_and_from_a_sheet_without_writing_over_anything() {
    let mut pilot = roll_of_three();
    // The order runs on, a result is the same, a number only for whoever passed.
    pilot
        .type_text("7")
        .press("ctrl-g tab")
        .type_text("passed")
        .press("down")
        .type_text("absent")
        .press("up ctrl-g");
    let grid = pilot.press("tab tab").type_text("07/CN").press("ctrl-g").screen(100, 24);
    let line = |name: &str| {
        grid.lines()
            .find(|line| line.contains(name))
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(line("An").contains("1 7 Lê Mẫu An passed 07/CN"), "{grid}");
    assert!(line("Bình").contains("2 8 Lê Mẫu Bình absent") && !line("Bình").contains("/CN"), "{grid}");
    assert!(line("Chi").contains("3 9 Lê Mẫu Chi passed 08/CN"), "{grid}");
    assert!(grid.contains("1 cells filled, not saved yet"), "{grid}");
    let paste = |pilot: &mut Pilot, text: &str| {
        pilot.app.paste(text);
        pilot.screen(100, 24)
    };
    pilot.press("backtab");
    let wide = paste(&mut pilot, "Khá\t09/CN\tx\nKhá\t10/CN\tx");
    assert!(wide.contains("has 2 rows and 3 columns; from here there are 3 rows and 2 columns"), "{wide}");
    let other = paste(&mut pilot, "Khá\t09/CN\nGiỏi\t10/CN");
    assert!(
        other.contains("Row 1 has “07/CN” already: nothing was pasted") && !other.contains("Khá"),
        "{other}"
    );
    let good = paste(&mut pilot, "Khá\t07/CN\n\t\nGiỏi\t08/CN\n");
    assert!(good.contains("Khá") && good.contains("Giỏi") && good.contains("2 cells filled"), "{good}");
    let saved = pilot.press("ctrl-s").screen(100, 24);
    assert!(saved.contains("Saved"), "{saved}");
}

/// An officer "from 2023" was in charge of nothing all the year.
#[test]
fn an_officer_from_a_year_serves_from_its_first_day() {
    let office = Office::new();
    let officer = json!({"name": "Đỗ Mẫu Phúc", "from": "2023", "cells": ["T1"], "account": "phuc"});
    office.ok(&["officer", "add", "Xã Mẫu"], &officer.to_string());
    assert_eq!(rows(office.json(&["report", "officers"])).len(), 1);
    assert_eq!(rows(office.json(&["report", "charge", "--account", "phuc"])).len(), 1);
    let (code, out, err) = office.run(&["report", "charge", "--account", "minh"], "");
    assert!(code == 1 && (out + &err).contains("No committee member uses the account “minh”"));
    assert!(office.ok(&["officer", "show", "Xã Mẫu"], "").contains("phuc"));
}

/// Everybody's class had 90 free places, and every audience was short of all of its own.
#[test]
fn places_of_a_class_for_everybody_stand_in_a_row_of_their_own() {
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "occupation": "Học sinh", "milestones": {"sympathiser": "2023-02-05"}}));
    occasion(
        &office,
        &json!({"name": "Lớp 7", "kind": "awareness_class", "unit": "Xã Mẫu", "audience": "general", "places": 90}),
    );
    let demand = rows(office.json(&["report", "demand", "--by", "audience"]));
    let general = demand.iter().find(|row| row["group"] == "general").unwrap();
    assert_eq!((&general["needs_class"], &general["free_places"]), (&json!(0), &json!(90)));
    assert!(office.ok(&["report", "demand"], "").contains("90 places for all, given to no unit"));
}

/// Whoever passed a class that is not over was in the demand and on its list at once.
#[test]
fn who_passed_a_class_that_is_not_over_does_not_need_one() {
    let office = Office::new();
    let id =
        office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "milestones": {"sympathiser": "2023-02-05"}}));
    let class = occasion(
        &office,
        &json!({"name": "Lớp 7", "kind": "awareness_class", "unit": "Xã Mẫu", "from": "2023-08-21", "until": "2023-08-23"}),
    );
    office.ok(&["occasion", "enrol", &class], &id);
    office.ok(&["occasion", "result", &class, "--state", "passed"], &id);
    let demand = rows(office.json(&["report", "demand"]));
    assert_eq!((&demand[0]["needs_class"], &demand[0]["enrolled"]), (&json!(0), &json!(1)));
}

/// What files say against people, days and numbers was said of somebody else, in English, or not at all.
#[test]
fn what_is_odd_in_files_of_facts_is_said_as_what_it_is() {
    let office = Office::new();
    let ids = ["Lê Mẫu An", "Vũ Mẫu Ba"]
        .map(|name| office.add(json!({"name": name, "unit": "T1", "born": "1999-02-01"})));
    office.ok(&["record", &ids[1], "certificate", "--date", "2023-03-05"], "");
    let class = "name,kind,unit,from,until\nLớp 8,awareness_class,Xã Mẫu,12/6/2023,14/6/2023\n";
    let file = office.file("class.csv", class);
    office.ok(&["import", "occasions", &file], "");
    let vi = |args: &[&str]| office.run(&[&["--lang", "vi"], args].concat(), "").2;
    let changed = office.file("changed.csv", &class.replace("12/6", "11/6"));
    let told = vi(&["import", "occasions", &changed]);
    assert!(told.contains("cột from: đã có lớp, lễ, đợt cùng tên trong năm, khác ngày"), "{told}");
    let wrong = office.file("wrong.csv", &class.replace("Lớp 8", "Lớp 9").replace("14/6", "1/6"));
    assert!(!vi(&["import", "occasions", &wrong]).contains("it ends"));
    let rows = |text: &str| office.file("rows.csv", &format!("occasion,name,born,state,number\n{text}"));
    let told = vi(&["import", "enrolments", &rows("Lớp 8,Lê Mẫu An,2/2/1999,,\n")]);
    assert!(told.contains("có Lê Mẫu An nhưng ngày sinh khác"), "{told}");
    let told = vi(&["import", "enrolments", &rows("Lớp 8,Lê Mẫu An,,đạt,7\nLớp 8,Vũ Mẫu Ba,,,\n")]);
    assert!(told.contains("dòng 3: ") && told.contains("chứng nhận"), "{told}");
    let third = office.add(json!({"name": "Hồ Mẫu Chi", "unit": "T1"}));
    let told = vi(&["import", "enrolments", &rows("Lớp 8,Hồ Mẫu Chi,,Đạt,07\n")]);
    assert!(told.contains("Lê Mẫu An") && !told.contains("trùng với một dòng"), "{third} {told}");
    let told = vi(&["import", "enrolments", &rows("Lớp 8,Hồ Mẫu Chi,,đậu,\n")]);
    assert!(told.contains("Có trong danh sách"), "{told}");
    let told = vi(&["import", "enrolments", &office.file("x.csv", "occasion,ten\nLớp 8,x\n")]);
    assert!(told.contains("chưa đọc dòng nào"), "{told}");
}

/// Line ends that came twice put every second line of a block beside the wrong person.
#[test]
fn a_block_whose_line_ends_come_twice_goes_row_under_row() {
    let mut pilot = roll_of_three();
    pilot.app.paste("7\tLê Mẫu An\tpassed\r\r8\tLê Mẫu Bình\tabsent\r\r9\tLê Mẫu Chi\tpassed\r\r");
    let grid = pilot.screen(100, 24);
    assert!(
        grid.contains("6 cells filled") && grid.contains("2 8    Lê Mẫu Bình                 absent"),
        "{grid}"
    );
    // A name that is somebody else's is not written over.
    pilot.app.paste("7\tLê Mẫu Bình\r8\tLê Mẫu An\r");
    assert!(pilot.screen(100, 24).contains("Row 1 has “Lê Mẫu An” already"));
}
