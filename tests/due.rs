//! What is due, from the command line and on the screen; a regulation that an office adds.

use crate::cli::Office;
use crate::pilot::Pilot;
use ketnap::words::Lang;
use serde_json::{Value, json};

/// An office with somebody of whom the cell's resolution waits for a decision.
fn office() -> (Office, String) {
    let office = Office::new();
    let person = json!({
        "name": "Lê Mẫu Ánh", "unit": "T1", "born": "2000-03-12",
        "milestones": {
            "identified": "2022-10-01", "certificate": "2022-12-01", "dossier_opened": "2023-02-01",
            "application": "2023-02-10", "verification_asked": {"date": "2023-03-01", "asked": "police"},
            "cell_resolution": "2023-05-04",
        }
    });
    let saved = office.ok(&["add"], &person.to_string());
    let id = saved.trim().strip_prefix("saved ").unwrap().to_owned();
    (office, id)
}

fn json_of(office: &Office, args: &[&str]) -> Value {
    serde_json::from_str(&office.ok(args, "")).unwrap()
}

#[test]
fn due_and_show_agree_and_every_row_says_rule_clause_start_and_days() {
    let (office, id) = office();
    let due = json_of(&office, &["due", "--json"]);
    assert_eq!(due.as_array().unwrap().len(), 1, "{due}");
    let row = &due[0];
    assert_eq!(row["rule"], "decide");
    assert_eq!(row["rule_set"], "24-QĐ/TW@2021-07-30");
    assert_eq!(row["clause"], "29-QĐ/TW điểm 4.3.1");
    assert_eq!((&row["start_event"], &row["start"]), (&json!("cell_resolution"), &json!("2023-05-04")));
    assert_eq!((&row["due"], &row["days"]), (&json!("2023-07-27"), &json!(-4)));
    assert_eq!((&row["urgency"], &row["holder"]), (&json!("overdue"), &json!("base")));
    let card = json_of(&office, &["show", &id, "--json"]);
    assert_eq!(card["due"], due);
    let text = office.ok(&["show", &id], "");
    assert!(text.contains("27/07/2023 (4 days late) · Admission decided · Grassroots committee"), "{text}");
    let table = office.ok(&["due"], "");
    assert!(table.starts_with("1 overdue · 0 within 7 days"), "{table}");
    assert!(table.contains("27/07/2023  4 days late  Lê Mẫu Ánh"), "{table}");
}

#[test]
fn due_is_narrowed_by_unit_days_and_holder_and_exported_as_csv() {
    let (office, id) = office();
    assert_eq!(json_of(&office, &["due", "T1", "--json"]).as_array().unwrap().len(), 1);
    assert_eq!(json_of(&office, &["due", "T2", "--json"]), json!([]));
    assert_eq!(json_of(&office, &["due", "--holder", "police", "--json"]), json!([]));
    office.ok(&["record", &id, "decision", "--date", "2023-07-25"], "");
    let coming = json_of(&office, &["due", "--json"]);
    assert_eq!((&coming[0]["rule"], &coming[0]["days"]), (&json!("ceremony"), &json!(38)), "{coming}");
    assert_eq!(json_of(&office, &["due", "--within", "37", "--json"]), json!([]));
    assert_eq!(json_of(&office, &["due", "--within", "38", "--json"]).as_array().unwrap().len(), 1);
    let csv = office.ok(&["due", "--csv"], "");
    assert!(
        csv.lines().nth(1).unwrap().contains("ceremony,24-QĐ/TW@2021-07-30,29-QĐ/TW điểm 4.1,cell"),
        "{csv}"
    );
    let (code, _, err) = office.run(&["due", "--holder", "nobody"], "");
    assert_eq!(code, 2);
    assert!(err.contains("cell, base, board, committee, asked, police"), "{err}");
}

#[test]
fn whoever_left_has_nothing_due_and_a_certificate_is_named_ninety_days_before_it_lapses() {
    let (office, id) = office();
    office.ok(&["drop", &id, "--reason", "paused"], "");
    assert_eq!(json_of(&office, &["due", "--json"]), json!([]));
    let lapse = |issued: &str| {
        let person = json!({"name": "Trần Mẫu Bình", "unit": "T2", "milestones": {"certificate": issued}});
        office.ok(&["add"], &person.to_string());
        let due = json_of(&office, &["due", "T2", "--json"]);
        office.ok(&["undo"], "");
        due.as_array().unwrap().first().map(|row| (row["days"].clone(), row["alarm"].clone()))
    };
    assert_eq!(lapse("2018-10-30"), None);
    assert_eq!(lapse("2018-10-29"), Some((json!(90), json!(90))));
    assert_eq!(lapse("2018-08-07"), Some((json!(7), json!(7))));
    assert_eq!(lapse("2018-07-30"), Some((json!(-1), json!(null))));
}

/// The worked example of the README: a district's own, shorter time, added, used, and taken into
/// account for whoever's clock starts while it is in force.
#[test]
fn an_office_adds_a_regulation_as_the_readme_shows() {
    let readme = include_str!("../README.md");
    let start = readme.find("```ron\n").expect("the README has an example") + "```ron\n".len();
    let text = &readme[start..start + readme[start..].find("```").unwrap()];
    let (office, _) = office();
    let file = office.file("quy-dinh.ron", text);
    let checked = office.ok(&["rules", "check", &file], "");
    assert!(checked.contains("nothing wrong"), "{checked}");
    assert!(checked.contains("deadlines of 1 open matters move"), "{checked}");
    assert!(checked.contains("27/07/2023 → 15/06/2023"), "{checked}");
    assert_eq!(json_of(&office, &["due", "--json"])[0]["due"], "2023-07-27", "only checked so far");
    let added = office.ok(&["rules", "add", &file], "");
    assert!(added.contains("saved rules/"), "{added}");
    let row = json_of(&office, &["due", "--json"])[0].clone();
    assert_eq!((&row["due"], &row["clause"]), (&json!("2023-06-15"), &json!("12-QĐ/HU điều 3")));
    let listed = office.ok(&["rules"], "");
    assert!(listed.contains("12-QĐ/HU@2023-01-10") && listed.contains("also in force here"), "{listed}");
    let shown = office.ok(&["rules", "show", "12-QĐ/HU"], "");
    assert!(shown.contains("30 working days") && shown.contains("[12-QĐ/HU điều 3]"), "{shown}");
    let (code, _, err) = office.run(&["rules", "remove", "294"], "");
    assert!(code == 1 && err.contains("not one of the rule sets added"), "{err}");
    let removed = office.ok(&["rules", "remove", "12-QĐ/HU"], "");
    assert!(removed.contains("15/06/2023 → 27/07/2023"), "{removed}");
    assert_eq!(json_of(&office, &["due", "--json"])[0]["due"], "2023-07-27");
    let log = office.ok(&["log", "--journal"], "");
    assert!(log.contains("took out the rule set 12-QĐ/HU"), "{log}");
    assert!(log.contains("added the rule set 12-QĐ/HU (10/01/2023)"), "{log}");
    assert_eq!(office.ok(&["check"], "").matches("DAMAGED").count(), 0);
}

#[test]
fn a_file_that_is_wrong_is_drawn_with_line_and_column_and_changes_nothing() {
    let (office, _) = office();
    let sound = "(\n    number: \"1-HD/TU\", signed: \"2023-01-02\", effective: \"2023-01-02\",\n    layer: \"Mẫu\",\n    name: (\"Mẫu\", \"Sample\"),\n    clocks: {\n        \"decide\": (name: (\"a\", \"b\"), from: [milestone(cell_resolution)], to: [milestone(decision)], within: working_days(20), holder: committee, clause: \"1\"),\n    },\n)\n";
    let refuse = |text: &str| {
        let file = office.file("x.ron", text);
        let (code, _, err) = office.run(&["rules", "add", &file], "");
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("nothing is added"), "{err}");
        err
    };
    let err = refuse(&sound.replace("decision)]", "decison)]"));
    assert!(err.contains("x.ron:6:") && err.contains("decison") && err.contains("^"), "{err}");
    let err = refuse(&sound.replace("clause: \"1\"", "clause: \"\""));
    assert!(err.contains("clocks.decide: no clause given"), "{err}");
    let err = refuse(&sound.replace("effective: \"2023-01-02\"", "effective: \"2022-01-02\""));
    assert!(err.contains("x.ron:2:") && err.contains("in force before it was signed"), "{err}");
    let err = refuse("(");
    assert!(err.contains("x.ron:1:"), "{err}");
    assert!(!office.store().join("rules").exists());
    let file = office.file("x.ron", &sound.replace("working_days(20)", "working_days(99)"));
    let (code, _, err) = office.run(&["rules", "add", &file], "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("longer than the national one (60 working days → 99 working days)"), "{err}");
}

#[test]
fn rule_sets_are_listed_compared_linted_and_a_layer_is_chosen() {
    let (office, _) = office();
    let listed = office.ok(&["rules", "list"], "");
    for number in ["29-QĐ/TW@2016-07-25", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW", "20-QĐ/TW", "208-QĐ/TW"]
    {
        assert!(listed.contains(number), "{listed}");
    }
    assert!(listed.contains("no local layer in force here"), "{listed}");
    let compared = office.ok(&["rules", "compare", "20-QĐ/TW", "208-QĐ/TW"], "");
    assert!(
        compared.contains("clocks.ceremony") && compared.contains("208-QĐ/TW (theo câu hỏi thi số 89"),
        "{compared}"
    );
    assert!(!compared.contains("clocks.decide"), "{compared}");
    let same = office.ok(&["rules", "compare", "294-QĐ/TW", "20-QĐ/TW"], "");
    assert!(same.contains("both say the same"), "{same}");
    let (code, out, _) = office.run(&["rules", "lint"], "");
    assert_eq!(code, 1);
    assert!(
        out.contains("“recognise” (15 working days) is due before “recognise_base” (25 working days)"),
        "{out}"
    );
    let (code, _, err) = office.run(&["rules", "use", "Nowhere"], "");
    assert!(code == 1 && err.contains("known: Hà Nội"), "{err}");
    let (code, out, err) = office.run(&["rules", "use", "ha noi"], "");
    assert!(code == 0 && out.contains("Hà Nội") && err.contains("is due before"), "{out}{err}");
    assert!(office.ok(&["rules"], "").contains("also in force here: Hà Nội"));
    assert!(office.ok(&["rules", "use"], "").contains("also in force here: Hà Nội"), "it only shows");
    office.ok(&["rules", "use", "--none"], "");
    assert!(office.ok(&["rules"], "").contains("no local layer"));
    let (code, _, err) = office.run(&["rules", "show", "99-QĐ/TW"], "");
    assert!(code == 1 && err.contains("no rule set"), "{err}");
}

#[test]
fn rules_and_holidays_of_an_office_are_in_its_backup() {
    let (office, _) = office();
    let text = "(number: \"1-HD/TU\", signed: \"2023-01-02\", effective: \"2023-01-02\", layer: \"Mẫu\", name: (\"a\", \"b\"))";
    let file = office.file("x.ron", text);
    office.ok(&["rules", "add", &file], "");
    std::fs::write(office.store().join("holidays.ron"), "(off: [(\"2023-06-01\", 5, \"x\")])").unwrap();
    let moved = json_of(&office, &["due", "--json"])[0]["due"].clone();
    assert_eq!(moved, "2023-08-01", "a day off of the office moves a deadline");
    let copy = office.home().join("copy.tgz");
    office.ok(&["backup", copy.to_str().unwrap()], "");
    let again = office.home().join("again");
    office.ok(&["restore", copy.to_str().unwrap(), again.to_str().unwrap()], "");
    let kept = std::fs::read_to_string(again.join("rules/1-hd-tu-2023-01-02.ron")).unwrap();
    assert_eq!(kept, text);
    assert!(again.join("holidays.ron").exists());
}

#[test]
fn a_rule_file_that_cannot_be_read_keeps_nobody_from_the_records() {
    let (office, id) = office();
    let folder = office.store().join("rules");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("x.ron"), "(number: 1").unwrap();
    let (code, out, err) = office.run(&["due"], "");
    assert_eq!(code, 0);
    assert!(out.starts_with("1 overdue"), "the built-in rules hold: {out}");
    assert!(err.contains("rules/x.ron: 1:") && err.contains("the built-in rules apply"), "{err}");
    assert!(office.run(&["check"], "").2.contains("rules/x.ron"));
    office.ok(&["record", &id, "decision", "--date", "2023-07-25"], "");
    let copy = office.home().join("copy.tgz");
    office.ok(&["backup", copy.to_str().unwrap()], "");
    std::fs::write(folder.join("x.ron"), "(number: \"1-HD/TU\", signed: \"2023-01-02\", effective: \"2023-01-02\", layer: \"Mẫu\", name: (\"a\", \"b\"))").unwrap();
    assert_eq!(office.run(&["due"], "").2, "");
    std::fs::rename(folder.join("x.ron"), folder.join("quy định.ron")).unwrap();
    let err = office.run(&["due"], "").2;
    assert!(err.contains("its name may have letters a-z"), "{err}");
    std::fs::remove_file(folder.join("quy định.ron")).unwrap();
    let own = office.store().join("holidays.ron");
    std::fs::write(&own, "(off: [])").unwrap();
    std::fs::set_permissions(&own, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
    let err = office.run(&["due"], "").2;
    assert!(err.contains("holidays.ron") && err.contains("writable by nobody else"), "{err}");
}

/// No rule keeps true history out: every step, in the wrong order, on impossible days of four rule
/// sets, with votes that failed, is taken, with warnings only.
#[test]
fn whatever_happened_can_be_recorded() {
    let office = Office::new();
    for (year, n) in [("2015", 0), ("2023", 1), ("2025-08", 2), ("2026-08", 3)] {
        let person = json!({"name": format!("Lê Mẫu {n}"), "unit": "T1", "born": "2014-01-01", "education": "Tiểu học"});
        let saved = office.ok(&["add"], &person.to_string());
        let id = saved.trim().strip_prefix("saved ").unwrap();
        let mut warned = 0;
        for kind in ketnap::domain::MilestoneKind::ALL.into_iter().rev() {
            let vote = json!({"summoned": 20, "present": 20, "for": 1, "against": 19, "official": 50});
            let facts = json!({"date": year, "vote": vote}).to_string();
            let (code, _, err) = office.run(&["record", id, kind.name(), "--json"], &facts);
            assert_eq!(code, 0, "{year} {}: {err}", kind.name());
            warned += usize::from(!err.is_empty());
        }
        assert!(warned > 3, "{year}: {warned}");
    }
}

#[test]
fn a_holder_is_asked_for_by_name() {
    let (office, id) = office();
    let of =
        |holder: &str| json_of(&office, &["due", "--holder", holder, "--json"]).as_array().unwrap().len();
    assert_eq!((of("base"), of("committee"), of("police")), (1, 0, 0));
    office.ok(&["record", &id, "appraisal", "--date", "2023-07-01"], "");
    assert_eq!((of("base"), of("committee")), (0, 1));
    // Asked after the cell's resolution: still waited for.
    let facts = json!({"date": "2023-06-01", "asked": "police", "place": "Công an tỉnh Mẫu"});
    office.ok(&["record", &id, "verification_asked", "--again", "--json"], &facts.to_string());
    assert_eq!(of("police"), 1);
    // Without a word on which letter it answers, the first one open is meant.
    office.ok(&["record", &id, "verification_answered", "--date", "2023-06-20"], "");
    let card = json_of(&office, &["show", &id, "--json"]);
    assert_eq!(card["milestones"]["verification_answered"]["round"], 1);
    office.ok(&["record", &id, "verification_answered", "--date", "2023-06-21"], "");
    assert_eq!(of("police"), 0);
}

#[test]
fn a_layer_that_is_chosen_meanwhile_holds_on_the_screen_after_reading_again() {
    let mut pilot = overdue();
    pilot.press("ctrl-d");
    assert!(!pilot.screen(120, 40).contains("Chi bộ gửi hồ sơ"));
    let mut store = ketnap::store::Store::open(&pilot.store(), crate::support::options("lan")).unwrap();
    let text = "(number: \"1-HD/TU\", signed: \"2023-01-02\", effective: \"2023-01-02\", layer: \"Mẫu\", name: (\"a\", \"b\"), clocks: {\"x\": (name: (\"Chi bộ gửi hồ sơ\", \"b\"), from: [milestone(cell_resolution)], to: [milestone(decision)], within: working_days(5), holder: cell, clause: \"1\")})";
    let set = ketnap::domain::rule_file::read(text.as_bytes()).unwrap();
    store.add_rules(&set, text.as_bytes()).unwrap();
    assert!(pilot.press("f5").screen(120, 40).contains("Chi bộ gửi hồ sơ"), "{}", pilot.screen(120, 40));
}

/// A commune where somebody's dossier is overdue.
fn overdue() -> Pilot {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Lê Mẫu Ánh").press("tab").type_text("12/3/2000").press("ctrl-s");
    pilot.press("ctrl-s up").type_text("chi bo xet ket").press("tab").type_text("4/5/2023").press("ctrl-s");
    pilot
}

#[test]
fn an_overdue_resolution_is_settled_from_its_row_and_gone() {
    let mut pilot = overdue();
    let office = pilot.screen(120, 40);
    assert!(
        office.contains("1 việc quá hạn · 0 việc trong 7 ngày") && office.contains("quá 4 ngày"),
        "{office}"
    );
    let due = pilot.press("ctrl-d").screen(120, 40);
    assert!(due.contains("Quá hạn (1)") && due.contains("29-QĐ/TW điểm 4.3.1"), "{due}");
    let form = pilot.press("ctrl-s").screen(120, 40);
    assert!(form.contains("Bước                        Quyết định kết nạp"), "{form}");
    assert!(
        form.contains("! Xem xét, quyết định kết nạp ngày 31/07/2023, chậm so với hạn 27/07/2023"),
        "{form}"
    );
    assert!(form.contains("Văn bản đồng ý"), "{form}");
    let settled = pilot.press("ctrl-s").screen(120, 40);
    assert!(!settled.contains("Quá hạn") && settled.contains("Tổ chức lễ kết nạp"), "{settled}");
}

#[test]
fn an_exception_is_saved_in_the_same_step_and_undone_with_it() {
    let mut pilot = overdue();
    pilot.press("ctrl-d ctrl-s pagedown up up").type_text("chờ ý kiến cấp trên");
    pilot.press("tab").type_text("7-CV/ĐU").press("tab").type_text("Bí thư (mẫu)");
    let filled = pilot.screen(120, 40);
    assert!(filled.contains("Bí thư (mẫu)") && filled.contains("7-CV/ĐU"), "{filled}");
    pilot.press("ctrl-s");
    let saved = pilot.screen(120, 40);
    assert!(saved.contains("Tổ chức lễ kết nạp"), "{saved}");
    let card = pilot.press("enter").screen(120, 40);
    assert!(
        card.contains("✓ Xem xét, quyết định kết nạp ngày 31/07/2023, chậm so với hạn 27/07/2023"),
        "{card}"
    );
    assert!(card.contains("được đồng ý: chờ ý kiến cấp trên"), "{card}");
    let undone = pilot.press("ctrl-u").screen(120, 40);
    assert!(
        undone.contains("quá 4 ngày · Đảng ủy cơ sở") && !undone.contains("được đồng ý: chờ"),
        "{undone}"
    );
}

#[test]
fn advice_shows_while_one_types_and_stops_nothing() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot.press("ctrl-n").type_text("Lê Mẫu Ánh").press("tab").type_text("15/7/2005").press("ctrl-s");
    pilot.press("ctrl-s up").type_text("chi bo xet ket");
    let young = pilot.press("tab").type_text("30/6/2023").screen(100, 30);
    assert!(young.contains("! Chưa đủ tuổi khi chi bộ xét; đủ từ 15/07/2023 · 24-QĐ/TW điểm 1.1"), "{young}");
    pilot.press("backspace backspace backspace backspace backspace backspace backspace backspace backspace");
    let fine = pilot.type_text("20/7/2023").screen(100, 30);
    assert!(!fine.contains("Chưa đủ tuổi"), "{fine}");
    assert!(fine.contains("→ Xem xét, quyết định kết nạp: đến 16/10/2023 · 29-QĐ/TW điểm 4.3.1"), "{fine}");
    pilot.press("ctrl-s");
    let voted = pilot.press("ctrl-s").screen(100, 30);
    assert!(voted.contains("Đảng ủy cơ sở xét kết nạp"), "{voted}");
}

#[test]
fn papers_places_and_helpers_are_kept_in_the_dossier() {
    let mut pilot = overdue();
    let dossier = pilot.press("f4").screen(120, 40);
    assert!(dossier.contains("Hồ sơ · Lê Mẫu Ánh · đã có 1/2 giấy tờ cần cho bước này"), "{dossier}");
    assert!(dossier.contains("✓ 6-KNĐ"), "the resolution is recorded, so its paper is there: {dossier}");
    // Three papers at once: from the application on.
    pilot
        .press("down down down space space space enter tab")
        .type_text("1/6/2023")
        .press("tab")
        .type_text("Tủ 2");
    let there = pilot.press("ctrl-s").screen(120, 40);
    assert!(there.matches("Tủ 2").count() == 3, "{there}");
    let place =
        pilot.press("ctrl-n tab tab").type_text("Công an xã Mẫu").press("tab right ctrl-s").screen(120, 40);
    assert!(place.contains("Công an xã Mẫu") && place.contains("chờ trả lời, công an"), "{place}");
    pilot
        .press("ctrl-g")
        .type_text("Trần Mẫu Bình")
        .press("tab tab right tab")
        .type_text("2020")
        .press("ctrl-s end");
    let helper = pilot.screen(120, 40);
    assert!(
        helper.contains("giới thiệu, giúp đỡ") && helper.contains("cùng công tác, cư trú từ 2020"),
        "{helper}"
    );
    let office = pilot.press("esc").screen(120, 40);
    assert!(office.contains("Làm hồ sơ 1 (1 chờ công an)"), "{office}");
    // Not applicable needs its reason.
    let refused = pilot.press("f4 down down down enter end ctrl-s").screen(120, 40);
    assert!(refused.contains("! chưa nhập"), "{refused}");
    pilot.type_text("đã có bản gốc ở trường").press("ctrl-s");
    assert!(pilot.screen(120, 40).contains("không áp dụng"), "{}", pilot.screen(120, 40));
}

#[test]
fn a_lapsed_certificate_leads_to_setting_it_aside() {
    let mut pilot = Pilot::small(Lang::Vi);
    pilot
        .press("ctrl-n")
        .type_text("Lê Mẫu Ánh")
        .press("ctrl-s ctrl-s up")
        .type_text("chung nhan")
        .press("tab");
    pilot.type_text("1/6/2018").press("ctrl-s");
    let card = pilot.press("enter").screen(120, 40);
    assert!(card.contains("! Hạn chứng nhận lớp nhận thức: đã hết từ 01/06/2023"), "{card}");
    assert!(card.contains("phải học lại lớp nhận thức"), "{card}");
    let form = pilot.press("ctrl-d ctrl-s").screen(120, 40);
    assert!(
        form.contains("Không còn hiệu lực · Chứng nhận lớp nhận thức") && form.contains("Hết hạn"),
        "{form}"
    );
    let gone = pilot.press("ctrl-s").screen(120, 40);
    assert!(gone.contains("Không có việc nào quá hạn"), "{gone}");
}
