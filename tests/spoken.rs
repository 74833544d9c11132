//! What the command line says, and in which language: wrong arguments, lists, days that may move, names
//! in the place of ids.

use crate::cli::Office;
use serde_json::json;

fn vi(office: &Office, args: &[&str], input: &str) -> (i32, String, String) {
    office.run(&[&["--lang", "vi"], args].concat(), input)
}

#[test]
fn whoever_works_in_vietnamese_is_told_in_vietnamese_what_is_wrong_with_the_arguments() {
    let office = Office::new();
    for (args, said) in [
        (&["lst"][..], "không có lệnh “lst”; có lẽ là: list"),
        (&["list", "--foo"], "không có tham số “--foo”"),
        (&["list", "--stage", "x"], "“x” không dùng được; nhận: source, class"),
        (&["list", "--stage"], "còn thiếu giá trị"),
        (&["list", "--json", "--csv"], "--json không dùng cùng --csv"),
        (&["show"], "còn thiếu <ID>"),
        (&["--today", "45", "list"], "--today <DATE> được ghi hai lần"),
        (&["show", "a\u{1b}[31mb"], "Không tìm thấy người"),
    ] {
        let (code, out, err) = vi(&office, args, "");
        assert!(
            code != 0 && out.is_empty() && err.contains(said) && !err.contains('\u{1b}'),
            "{args:?}: {err}"
        );
    }
    let (_, _, err) = office.run(&["--lang=en", "lst"], "");
    assert!(err.contains("no command “lst”; perhaps: list"), "{err}");
    let (code, help, _) = vi(&office, &["list", "--help"], "");
    assert!(code == 0 && help.contains("Cách dùng: ketnap list") && !help.contains("Options"), "{help}");
    let (_, help, _) = office.run(&["list", "--help"], "");
    assert!(help.contains("Usage: ketnap list"), "{help}");
}

#[test]
fn saved_is_said_in_the_language_of_the_office() {
    let office = Office::new();
    let (code, out, _) = vi(&office, &["add"], r#"{"name": "Lê Mẫu An", "unit": "T1"}"#);
    assert!(code == 0 && out.starts_with("đã lưu "), "{out}");
}

#[test]
fn somebody_is_shown_by_name_where_it_is_one_persons_and_written_about_by_id_only() {
    let office = Office::new();
    let id = office.add(json!({"name": "Lê Mẫu Tú", "unit": "T1", "born": 2000}));
    office.add(json!({"name": "Lê Mẫu Tư", "unit": "T1", "born": 2000}));
    assert!(office.ok(&["show", "lê mẫu tú"], "").contains(&id));
    let (code, _, err) = office.run(&["show", "le mau tu"], "");
    assert!(
        code == 1 && err.contains(&id) && err.contains("Lê Mẫu Tư (2000") || err.contains("Lê Mẫu Tư"),
        "{err}"
    );
    let (code, _, err) = office.run(&["show", "Vũ Mẫu Ai"], "");
    assert!(code == 1 && err.contains("Vũ Mẫu Ai"), "{err}");
    let (code, ..) = office.run(&["edit", "Lê Mẫu Tú"], r#"{"born": 2001}"#);
    assert_eq!(code, 1);
}

#[test]
fn who_left_is_listed_apart_and_a_sheet_has_everything_that_fits_a_cell() {
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "sex": "female", "identity_number": "001099000001",
        "milestones": {"identified": {"date": "2023-01-05", "number": "7-NQ/CB"}}}));
    let gone = office.add(json!({"name": "Vũ Mẫu Bình", "unit": "T2", "note": "=1+1"}));
    office.ok(&["drop", &gone, "--reason", "withdrawn", "--date", "2023-06-01"], "");
    let rows = |args: &[&str]| -> Vec<std::collections::BTreeMap<String, String>> {
        let text = office.ok(args, "");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    };
    let all = rows(&["list", "--csv"]);
    assert_eq!(all.len(), 1);
    let cell = |name: &str| all[0][name].as_str();
    assert_eq!((cell("sex"), cell("identity_number")), ("female", "001099000001"));
    assert_eq!((cell("identified"), cell("identified_number")), ("2023-01-05", "7-NQ/CB"));
    assert_eq!((cell("unit"), cell("unit_code"), cell("unit_path")), ("Thôn 1", "T1", "Xã Mẫu / Thôn 1"));
    let left = rows(&["list", "--left", "--csv"]);
    assert_eq!(
        (left.len(), left[0]["exit"].as_str(), left[0]["exit_date"].as_str()),
        (1, "withdrawn", "2023-06-01")
    );
    assert_eq!(left[0]["note"], "'=1+1");
    assert!(
        office.ok(&["list", "--left"], "").contains("Withdrawn"),
        "{}",
        office.ok(&["list", "--left"], "")
    );
    let units = rows(&["progress", "--csv"]);
    let cell = units.iter().find(|row| row["name"] == "Thôn 2").unwrap();
    assert_eq!((cell["code"].as_str(), cell["path"].as_str()), ("T2", "Xã Mẫu / Thôn 2"));
    assert_eq!(cell["parent"], units[0]["unit"]);
}

/// Somebody who came back and left again was shown, as of a day in between, since the later leave.
#[test]
fn whoever_left_twice_is_listed_since_the_leave_that_was_in_force_on_the_day() {
    let office = Office::new();
    let id =
        office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "milestones": {"identified": "2021-01-05"}}));
    office.ok(&["drop", &id, "--reason", "paused", "--date", "2022-01-10"], "");
    office.ok(&["return", &id, "--date", "2022-06-01"], "");
    office.ok(&["drop", &id, "--reason", "withdrawn", "--date", "2023-06-01"], "");
    let sheet = office.ok(&["list", "--left", "--as-of", "2022-03-01", "--csv"], "");
    assert!(sheet.contains(",2022-01-10,") && sheet.contains("paused,2022-01-10"), "{sheet}");
    assert!(!sheet.contains("withdrawn"), "{sheet}");
    let list = office.ok(&["list", "--left", "--as-of", "2022-03-01"], "");
    assert!(list.contains("10/01/2022") && !list.contains("01/06/2023"), "{list}");
    assert!(office.ok(&["list", "--left"], "").contains("01/06/2023"));
    assert_eq!(office.ok(&["list", "--left", "--as-of", "2022-07-01", "--csv"], "").lines().count(), 1);
}

/// Tết 2028 is not announced: five working days from 25 January may end a week later.
#[test]
fn a_day_counted_into_a_year_without_announced_days_off_says_that_it_may_move() {
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1", "born": 2000,
        "milestones": {"decision": "2027-12-15", "decision_received": "2027-12-15"}}));
    let due = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ketnap"));
        command.env_clear().env("HOME", office.home()).args(["--lang", "en", "--today", "2027-12-20", "due"]);
        let output = command.arg("--store").arg(office.store()).args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(due(&[]).contains("~ days off not announced yet"), "{}", due(&[]));
    assert!(due(&["--json"]).contains("\"certain\": false"), "{}", due(&["--json"]));
    assert!(due(&["--csv"]).contains(",no,"), "{}", due(&["--csv"]));
}

#[test]
fn a_printed_command_is_one_that_a_shell_reads() {
    use ketnap::domain::text::shell_word;
    assert_eq!(shell_word("/srv/so"), "/srv/so");
    for name in ["Sổ của K'Bang", "a b", "$(rm x)", "", "x;y", "`x`", "\"", "\\"] {
        let echoed = std::process::Command::new("sh")
            .arg("-c")
            .arg(format!("printf %s {}", shell_word(name)))
            .output();
        assert_eq!(String::from_utf8(echoed.unwrap().stdout).unwrap(), name);
    }
    // Taken for an option, or on two lines.
    assert_eq!(shell_word("-rf"), "./-rf");
    assert_eq!(shell_word("mới\ncũ"), "$'mới\\u000acũ'");
}

/// What the readers of numbers and archives say by themselves is English, and says what is wrong as what is right.
#[test]
fn a_text_for_a_number_and_a_file_for_a_backup_are_refused_in_words() {
    let office = Office::sample();
    for args in
        [["report", "dry", "--years=abc"], ["due", "--within", ""], ["retention", "--years", "99999999999"]]
    {
        let (code, _, err) = office.run(&[&["--lang", "vi"], &args[..]].concat(), "");
        assert!(code == 2 && err.contains("cần một số nguyên") && !err.contains("digit"), "{err}");
    }
    let (code, _, err) = office.run(&["--lang", "vi", "progress", "--year", "abc"], "");
    assert!(code == 2 && err.contains("nhận: 1900–2200") && !err.contains("digit"), "{err}");
    let path = office.file("no.tgz", "nothing");
    let (code, _, err) = office.run(&["--lang", "vi", "check", &path], "");
    assert!(code == 3 && err.contains(&path) && err.contains("không phải bản sao lưu"), "{err}");
    let (_, _, err) = office.run(&["--lang", "vi", "backup", "/nowhere/at/all"], "");
    assert!(err.contains("không có thư mục này"), "{err}");
    let (_, _, err) = office.run(&["--lang", "vi", "progress", "--as-of", "201012"], "");
    assert!(err.contains("201012"), "two readings: {err}");
}

/// A file's name forged a line of what is said about the records.
#[test]
fn a_name_with_a_line_end_stays_on_its_line() {
    let office = Office::new();
    std::fs::write(office.store().join("xa-mau/book/log/a\nsound  xa-mau: 1 record, 99 people\nb.ron"), "x")
        .unwrap();
    let out = office.ok(&["check"], "");
    assert!(out.contains("an extra file") && !out.contains("\nsound  xa-mau: 1 record, 99"), "{out}");
}

/// A rule set that cannot be read was "not saved", although nothing was being saved.
#[test]
fn what_cannot_be_read_is_not_called_unsaved() {
    let office = Office::new();
    std::fs::create_dir(office.store().join("rules")).ok();
    std::fs::create_dir(office.store().join("rules/a.ron")).unwrap();
    let (_, _, err) = office.run(&["list"], "");
    assert!(!err.contains("NOT SAVED"), "{err}");
}

/// A log that its writer was killed in making stays at 0600, and everybody else is locked out.
#[test]
fn setting_the_gates_opens_a_file_that_was_left_closed() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new();
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1"}));
    let logs = office.store().join("xa-mau/book/log");
    let log = std::fs::read_dir(logs).unwrap().next().unwrap().unwrap().path();
    std::fs::set_permissions(&log, std::fs::Permissions::from_mode(0o600)).unwrap();
    office.ok(&["access", "apply"], "");
    assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o644);
}
