//! The questions of a monthly meeting, each answered as it was in a published report, with invented people.

use crate::cli::Office;
use ketnap::domain::breach::What;
use ketnap::domain::remark::{Remark, remarks};
use ketnap::domain::{
    Book, Catalogue, Date, Day, Edit, Milestone, MilestoneKind, Person, PersonId, Rulebook, Unit, UnitId,
};
use ketnap::query::Register;
use ketnap::query::ahead::Chance;
use serde_json::{Value, json};

fn rows(value: Value) -> Vec<Value> {
    value.as_array().unwrap().clone()
}

/// An office with people from a file: name, and the days of some milestones.
fn office(target: &str, columns: &str, people: &[String]) -> Office {
    let office = Office::new();
    let units = office.file("units.csv", &format!("code,kind,name,{target}\n"));
    office.ok(&["import", "units", &units], "");
    let file = office.file("people.csv", &format!("name,unit,born,{columns}\n{}\n", people.join("\n")));
    office.ok(&["import", "people", &file], "");
    office
}

fn on(office: &Office, day: &str, args: &[&str]) -> Value {
    let (code, out, err) = office.run_on(day, &[args, &["--json"]].concat(), "");
    assert_eq!(code, 0, "{args:?}: {out}{err}");
    serde_json::from_str(&out).unwrap()
}

/// Đầm Hà, nine months: 50 admitted are 54.3 % of 92; with the 26 dossiers in hand 76, and the gap is 16. Three wait for the
/// police.
#[test]
fn fifty_admitted_and_twenty_six_in_hand_leave_a_gap_of_sixteen() {
    let mut people: Vec<String> = (1..=50)
        .map(|n| format!("Lê Mẫu {n},T1,1/2/1999,1/3/2021,5/{}/2022,,\n", 1 + n % 9))
        .map(|row| row.trim_end().to_owned())
        .collect();
    people.extend((1..=26).map(|n| {
        format!("Vũ Mẫu {n},T1,1/2/1999,1/3/2021,,4/7/2022,{}", if n <= 3 { "10/8/2022" } else { "" })
    }));
    let office = office(
        "target_2022\nT1,cell,Thôn 1,92",
        "certificate,ceremony,dossier_opened,verification_asked",
        &people,
    );
    let row = |report: &str| {
        rows(on(&office, "2022-09-30", &["report", report]))
            .into_iter()
            .find(|row| row["unit_name"] == "Thôn 1")
            .unwrap()
    };
    let end = row("year-end");
    let figures =
        ["admitted", "target", "in_hand", "if_all", "gap"].map(|column| end[column].as_u64().unwrap());
    assert_eq!(figures, [50, 92, 26, 76, 16]);
    let place = row("ranking");
    assert_eq!(
        (&place["percent"], &place["missing"], &place["pace"]),
        (&json!(54.35), &json!(42), &json!(14))
    );
    let forecast = rows(on(&office, "2022-09-30", &["report", "forecast"]));
    let waits = forecast.iter().filter(|row| row["obstacles"] == "verification").count();
    assert_eq!((forecast.len(), waits), (26, 3));
    // By month: what was admitted to date is what was admitted.
    let months = rows(on(&office, "2022-09-30", &["report", "months", "T1"]));
    assert_eq!(
        (months.len(), &months[8]["admitted_to_date"], &months[9]["admitted"]),
        (12, &json!(50), &Value::Null)
    );
    let plan: u64 = months.iter().map(|row| row["plan"].as_u64().unwrap()).sum();
    assert_eq!(plan, 92);
}

/// Lai Vung: cells without an admission for years, those of hamlets first.
#[test]
fn cells_without_an_admission_for_years_are_named_hamlets_first() {
    let office = Office::new();
    let units = office.file(
        "u.csv",
        "code,parent_code,kind,sector,name\nX,,base,rural_commune,Xã Một\nX1,X,cell,,Ấp Một\nX2,X,cell,,Trường Tiểu học\nX3,X,cell,,Ấp Hai\n",
    );
    office.ok(&["import", "units", &units], "");
    for (unit, day) in [("X1", "2019-05-19"), ("X2", "2020-05-19"), ("X3", "2023-05-19")] {
        office.add(json!({"name": "Lê Mẫu An", "unit": unit, "milestones": {"ceremony": day}}));
    }
    let of = |years: &str| -> Vec<(String, Value)> {
        let rows = rows(office.json(&["report", "dry", "X", "--years", years]));
        rows.iter().map(|row| (row["unit_name"].as_str().unwrap().to_owned(), row["years"].clone())).collect()
    };
    assert_eq!(of("1"), [("Ấp Một".to_owned(), json!(4)), ("Trường Tiểu học".to_owned(), json!(3))]);
    assert_eq!(of("4").len(), 1);
    assert_eq!(of("0").len(), 3);
}

#[test]
fn units_of_one_percentage_share_a_place_and_who_has_no_target_stands_behind() {
    let people: Vec<String> = ["T1", "T1", "T2", "T2", "T3"]
        .iter()
        .enumerate()
        .map(|(n, unit)| format!("Lê Mẫu {n},{unit},1/2/1999,5/{}/2023", 3 + n))
        .collect();
    let office = office(
        "target_2023\nT1,cell,Thôn 1,4\nT2,cell,Thôn 2,4\nT3,cell,Thôn 3,\nT4,cell,Thôn 4,2",
        "ceremony",
        &people,
    );
    let ranked = rows(office.json(&["report", "ranking"]));
    let places: Vec<(&str, Option<u64>)> =
        ranked.iter().map(|row| (row["unit_name"].as_str().unwrap(), row["place"].as_u64())).collect();
    assert_eq!(places, [("Thôn 1", Some(1)), ("Thôn 2", Some(1)), ("Thôn 4", Some(3)), ("Thôn 3", None)]);
    let text = office.ok(&["report", "ranking"], "");
    assert!(
        text.contains("Admitted nobody: 3 units in the month, 3 in the quarter, 1 in the period"),
        "{text}"
    );
}

/// Whatever is known of somebody: a day that is named as the earliest breaks no rule on age, and a certificate counts on it.
#[test]
fn the_earliest_day_of_an_admission_is_one_that_no_rule_forbids() {
    let rules = Rulebook::built_in(Default::default()).unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let (today, unit) = ("2025-07-01".parse::<Date>().unwrap().last(), UnitId::from_bits(1));
    let date = |text: String| text.parse::<Date>().ok();
    let mut named = [0; 3];
    for year in [1964, 1965, 1966, 1990, 2006, 2007, 2008] {
        for month in 1..=12 {
            for certificate in [None, Some("2019-01-15"), Some("2020-08-15"), Some("2024-03-15")] {
                for resolution in [None, Some("2025-05-20")] {
                    let mut person = Person::new("Lê Mẫu An".into(), unit);
                    person.born = date(format!("{year}-{month:02}-15"));
                    let steps = [
                        (MilestoneKind::Certificate, certificate),
                        (MilestoneKind::CellResolution, resolution),
                    ];
                    for (kind, day) in steps {
                        let step = day.and_then(|day| date(day.to_owned())).map(Milestone::on);
                        person.milestones.extend(step.map(|step| ((kind, 1), step)));
                    }
                    if resolution.is_some() && (certificate.is_none() || year > 2006) {
                        continue;
                    }
                    let mut book = Book {
                        units: [(unit, Unit::new("Xã".into(), "base".into(), None))].into(),
                        ..Book::default()
                    };
                    let add = [Edit::add(PersonId::from_bits(7), person.clone())];
                    book.apply(1, Date::from(today), &add).unwrap();
                    let mut register = Register::build([(unit, &book)], &catalogue, &rules, Day::from(today));
                    register.stand_on(Day::from(today));
                    let row = register.people().next().unwrap();
                    let end = "2025-12-31".parse::<Date>().unwrap().last_day();
                    let ahead = register.ahead(row, &rules, (Day::from(today), end)).unwrap();
                    named[ahead.chance as usize] += 1;
                    let Some(earliest) = ahead.earliest else { continue };
                    let day = earliest.date().unwrap();
                    assert_eq!(ahead.chance == Chance::TooLate, earliest > end, "{person:?}");
                    let kind = if resolution.is_some() {
                        MilestoneKind::Decision
                    } else {
                        MilestoneKind::CellResolution
                    };
                    let standpoint = register.standpoint(Some(unit), &rules, day);
                    let broken = remarks(&person, kind, Date::from(day), &standpoint);
                    let is_day = |remark: &Remark| {
                        matches!(remark, Remark::Broken(breach)
                            if matches!(breach.what, What::TooYoung { .. } | What::TooOld { .. } | What::Lapsed { .. }))
                    };
                    assert!(!broken.iter().any(is_day), "{day} {person:?} {broken:?}");
                }
            }
        }
    }
    assert!(named.iter().all(|n| *n > 0), "{named:?}");
}

/// Every line of ages and of educations is counted: nobody falls between two bands (31–35 and university did in a real form).
#[test]
fn ages_and_educations_share_everybody_out() {
    let born = [
        "1962-01-01",
        "1965-06-30",
        "1970-01-01",
        "1975-05-05",
        "1980-01-01",
        "1985-01-01",
        "1990-12-31",
        "1999-01-01",
        "2006-12-31",
        "",
    ];
    let educations = ["Đại học", "THPT", "THCS", "Sau đại học", ""];
    let people: Vec<String> = (0..50)
        .map(|n| {
            format!(
                "Lê Mẫu {n},T1,{},{},{},5/6/2023",
                born[n % born.len()],
                educations[n % educations.len()],
                ["nam", "nữ"][n % 2]
            )
        })
        .collect();
    let office = office("target_2023\nT1,cell,Thôn 1,92", "education,sex,ceremony", &people);
    let rows = rows(office.json(&["report", "makeup"]));
    let sum = |part: &str| -> u64 {
        rows.iter().filter(|row| row["part"] == part).map(|row| row["admitted"].as_u64().unwrap()).sum()
    };
    let line =
        |line: &str| rows.iter().find(|row| row["line"] == line).unwrap()["admitted"].as_u64().unwrap();
    assert_eq!((line("all"), sum("age"), sum("education"), line("women")), (50, 50, 50, 25));
    assert_eq!((line("band_3"), line("Đại học"), line("other")), (5, 10, 10));
    let text = office.ok(&["report", "makeup"], "");
    assert!(text.contains("Average age when admitted: "), "{text}");
}

#[test]
fn members_on_probation_are_named_with_their_day_and_a_late_one_with_its_explanation() {
    let office = Office::new();
    let add = |name: &str, ceremony: &str| {
        office.add(json!({"name": name, "unit": "T1", "milestones": {"ceremony": ceremony}}))
    };
    let (late, soon) = (add("Lê Mẫu An", "2022-03-05"), add("Vũ Mẫu Ba", "2022-08-15"));
    let of = |id: &str| {
        rows(office.json(&["report", "recognition"])).into_iter().find(|row| row["id"] == id).unwrap()
    };
    assert_eq!([&of(&soon)["probation_end"], &of(&late)["explained"]], [&json!("2023-08-15"), &json!(false)]);
    assert!(of(&late)["days"].as_i64().unwrap() < 0 && of(&soon)["explained"].is_null());
    office.ok(
        &["edit", &late],
        r#"{"papers": {"late_recognition": {"state": "handed_in", "date": "2023-07-01"}}}"#,
    );
    assert_eq!(of(&late)["explained"], true);
    let text = office.ok(&["report", "recognition"], "");
    assert!(text.contains("2 on probation, 1 overdue, 0 without an explanation"), "{text}");
}

/// Where dossiers lie: three at the police, as in Đầm Hà.
#[test]
fn dossiers_are_told_by_step_and_by_who_has_them() {
    let office = Office::new();
    for n in 0..5 {
        let id = office.add(json!({"name": format!("Lê Mẫu {n}"), "unit": "T1", "milestones": {"dossier_opened": "2023-05-10", "application": "2023-05-12"}}));
        if n < 3 {
            office.ok(
                &["record", &id, "verification_asked", "--json"],
                r#"{"date": "2023-06-01", "asked": "police"}"#,
            );
        }
    }
    let rows = rows(office.json(&["report", "dossiers"]));
    let of = |step: &str| rows.iter().find(|row| row["step"] == step).unwrap();
    assert_eq!(
        (&of("verification_asked")["dossiers"], &of("verification_asked")["holder"]),
        (&json!(3), &json!("police"))
    );
    assert_eq!(
        (&of("verification_asked")["longest"], &of("application")["dossiers"]),
        (&json!(60), &json!(2))
    );
    // At the end of every month as many stood there as there were, and the last line is the change.
    let months = self::rows(office.json(&["report", "standing"]));
    assert_eq!((months.len(), &months[0]["proposal"], &months[5]["proposal"]), (8, &json!(0), &json!(5)));
    let news = self::rows(office.json(&["report", "changes", "--from", "2023-06-01", "--to", "2023-07-31"]));
    let people = |what: &str| news.iter().find(|row| row["what"] == what).unwrap()["people"].clone();
    assert_eq!(
        [people("verification_asked"), people("application"), people("came")],
        [json!(3), json!(0), json!(0)]
    );
}

/// The reports of a meeting in one file: a sheet for each, by command and by screen, of whichever unit.
#[test]
fn a_pack_is_one_workbook_with_a_sheet_for_each_report() {
    use calamine::{Reader, Xlsx, open_workbook};
    let office = Office::sample();
    let packs = office.ok(&["pack"], "");
    assert!(packs.contains("meeting") && packs.contains("ranking, months"), "{packs}");
    let file = office.home().join("pack.xlsx");
    office.ok(&["pack", "Monthly meeting", "--xlsx", file.to_str().unwrap()], "");
    let book: Xlsx<_> = open_workbook(&file).unwrap();
    let sheets = book.sheet_names();
    assert_eq!((sheets.len(), &*sheets[1], &*sheets[2]), (10, "ranking", "months"));
    let page = office.home().join("pack.html");
    office.ok(&["pack", "unit", "Xã Quảng Phú", "--html", page.to_str().unwrap()], "");
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.matches("<h1>").count() == 7 && text.matches("</html>").count() == 1, "{text}");
    assert!(text.contains("Xã Quảng Phú"));
    let (code, out, err) = office.run(&["pack", "none", "--xlsx", "-"], "");
    assert!(code == 1 && (out + &err).contains("there are: meeting, unit"));
    assert_eq!(office.run(&["pack", "meeting"], "").0, 2, "a file is needed");
    let bad = r#"(packs: [(code: "x", vi: "X", en: "X", reports: ["ranking", "ceremony"])])"#;
    std::fs::write(office.store().join("catalogue.ron"), bad).unwrap();
    let (code, out, err) = office.run(&["pack", "x", "--xlsx", "-"], "");
    assert!(code == 1 && (out + &err).contains("names ceremony"));
    // From the screen, of the unit that is looked at.
    let mut pilot = crate::pilot::Pilot::small(ketnap::words::Lang::En);
    let path = pilot.store().parent().unwrap().join("mine").to_str().unwrap().to_owned();
    let form = pilot.press("r m o n t h l y space m e e t enter").screen(100, 30);
    assert!(form.contains("Monthly meeting · Xã Mẫu") && form.contains("Units from best to worst"), "{form}");
    let saved = pilot.press("tab ctrl-u").type_text(&path).press("ctrl-s").screen(160, 30);
    assert!(saved.contains("(10 reports)"), "{saved}");
    let book: Xlsx<_> = open_workbook(format!("{path}.xlsx")).unwrap();
    assert_eq!(book.sheet_names().len(), 10);
}

/// Three percent of the members, rounded up, and a target shared out among the cells so that nothing of it is lost.
#[test]
fn a_target_is_worked_out_of_the_members_and_shared_out_below() {
    let office = Office::new();
    let units = office.file(
        "units.csv",
        "code,parent_code,kind,name,members_2022\nX,,base,Xã Một,203\nX1,X,cell,Thôn 1,100\nX2,X,cell,Thôn 2,60\nX3,X,cell,Thôn 3,43\n",
    );
    office.ok(&["import", "units", &units], "");
    let targets = || rows(office.json(&["report", "targets", "X"]));
    let share = ["target", "X", "--share", "members", "--number", "KH 1", "--date", "2023-01-05"];
    assert_eq!(office.run(&share, "").0, 2, "there is nothing to share out yet");
    office.ok(&["target", "X", "--percent", "3", "--dry-run"], "");
    let (code, _, said) = office.run(&["target", "X", "--people", "999", "--dry-run"], "");
    assert!(code == 0 && said.contains("a target of 999 is more than its 203 members"), "{said}");
    assert_eq!(targets()[0]["target"], Value::Null, "only looked at");
    office.ok(&["target", "X", "--percent", "3", "--number", "KH 1", "--date", "2023-01-05"], "");
    assert_eq!((&targets()[0]["target"], &targets()[0]["not_given"]), (&json!(7), &Value::Null));
    office.ok(&share, "");
    let given: Vec<Value> = targets().iter().map(|row| row["target"].clone()).collect();
    assert_eq!(given, [json!(7), json!(3), json!(2), json!(2)]);
    assert_eq!((&targets()[0]["not_given"], &targets()[0]["below"]), (&json!(0), &json!(7)));
    // Again is nothing new; a further document is a further version, and undo takes all of it back.
    assert!(office.ok(&share, "").contains("Nothing changed"));
    let (code, _, said) = office.run(&["target", "X", "--percent", "4", "--share", "members"], "");
    assert!(code == 0 && said.contains("own target is 7, those below get 9"), "{said}");
    assert_eq!((&targets()[2]["versions"], &targets()[2]["target"]), (&json!(2), &json!(3)));
    office.ok(&["undo"], "");
    assert_eq!(targets()[2]["versions"], Value::Null);
    // Members of an older year are used, and said to be.
    let (code, _, said) = office.run(&["target", "X", "--year", "2025", "--percent", "3"], "");
    assert!(code == 0 && said.contains("members at the end of 2022"), "{said}");
    office.add(json!({"name": "Lê Mẫu An", "unit": "X1"}));
    for args in [
        &["target", "X"][..],
        &["target", "X", "--people", "3", "--percent", "2"],
        &["target", "X", "--percent", "101"],
    ] {
        assert_eq!(office.run(args, "").0, 2, "{args:?}");
    }
    let (code, _, said) = office.run(&["target", "X", "--people", "3", "--share", "last"], "");
    assert!(code == 1 && said.contains("nothing to share by"), "{said}");
}

/// A table of targets goes in once; a row that says otherwise of the same document is refused, not taken last.
#[test]
fn targets_of_all_units_come_from_a_file() {
    let office = Office::new();
    let units = office.file("units.csv", "code,parent_code,kind,name\nX,,base,Xã Một\nX1,X,cell,Thôn 1\n");
    office.ok(&["import", "units", &units], "");
    let text = "Unit,Period,People,Number,Date\nXã Một,2023,1.200,KH 1,5/1/2023\nX1,2023,4,KH 2,6/1/2023\n\
        X1,2021-2025,20,,\nX1,2023,5,KH 2,6/1/2023\nX1,2025-2021,20,,\nX1,2023,,,\nX9,2023,1,,\n";
    let file = office.file("targets.csv", text);
    let (code, out, err) = office.run(&["import", "targets", &file], "");
    let rows_named = ["row 5", "row 6", "row 7", "row 8"].map(|row| err.contains(row));
    assert!(code == 1 && out.contains("3 new") && rows_named == [true; 4], "{out}{err}");
    assert!(office.run(&["import", "targets", &file], "").1.contains("3 unchanged"));
    let targets = rows(office.json(&["report", "targets", "X"]));
    assert_eq!((&targets[0]["target"], &targets[1]["target"]), (&json!(1200), &json!(4)));
}

/// Sources are counted the year before: of those on the way, what this year still needs is not there for the next one.
#[test]
fn what_this_year_still_needs_is_no_source_of_next_year() {
    let person =
        |n: usize, unit: &str, ceremony: &str| format!("Lê Mẫu {n},{unit},1/2/1999,1/3/2021,{ceremony}");
    let mut people: Vec<String> = (1..=3).map(|n| person(n, "T1", "5/5/2023")).collect();
    people.extend((4..=9).map(|n| person(n, "T1", "")));
    people.extend((10..=12).map(|n| person(n, "T2", "")));
    let office = office(
        "target_2023,target_2024\nT1,cell,Thôn 1,5,7\nT2,cell,Thôn 2,,2\nT3,cell,Thôn 3,1,4",
        "certificate,ceremony",
        &people,
    );
    let rows = rows(on(&office, "2023-07-31", &["report", "next-year"]));
    let of = |name: &str, columns: [&str; 4]| {
        let row = rows.iter().find(|row| row["unit_name"] == name).unwrap();
        columns.map(|column| row[column].clone())
    };
    let columns = ["on_the_way", "missing", "left", "gap_next"];
    assert_eq!(of("Thôn 1", columns), [json!(6), json!(2), json!(4), json!(3)]);
    assert_eq!(
        of("Thôn 2", columns),
        [json!(3), Value::Null, Value::Null, Value::Null],
        "no target this year"
    );
    assert_eq!(of("Thôn 3", columns), [json!(0), json!(1), json!(0), json!(4)]);
    let shown = office.run_on("2023-07-31", &["report", "next-year", "--lang", "en"], "").1;
    let total = shown.lines().last().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(total.starts_with("Total 9 3 4 13 7"), "{shown}");
    assert!(shown.contains("With a target: 2 of 3 units this year, 3 of 3 next year"), "{shown}");
}

/// A chart on the page and in the workbook is drawn from the cells of its table, and names in it are only names.
#[test]
fn charts_are_drawn_from_the_table_and_hold_no_tags() {
    let office = Office::new();
    let units = office.file(
        "units.csv",
        "code,parent_code,kind,name,target_2023\nX,,base,Xã Một,\nX1,X,cell,Thôn <b>1</b> & 2,4\nX2,X,cell,Thôn 3,\n",
    );
    office.ok(&["import", "units", &units], "");
    for day in ["2023-02-03", "2023-05-19"] {
        office.add(json!({"name": format!("Lê Mẫu {day}"), "unit": "X1", "milestones": {"ceremony": day}}));
    }
    let page = |report: &str, unit: &str| {
        let path = office.home().join("page.html");
        office.ok(&["report", report, unit, "--html", path.to_str().unwrap()], "");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        text
    };
    let ranking = page("ranking", "X");
    let (chart, _) = ranking.split_once("</svg>").unwrap();
    assert!(
        chart.contains(">50.00%</text>") && chart.contains("Thôn &lt;b&gt;1&lt;/b&gt; &amp; 2"),
        "{chart}"
    );
    assert_eq!(chart.matches("<rect").count(), 1, "no bar without a target");
    let months = page("months", "X1");
    assert!(months.matches("<path").count() == 7 && months.contains("Admitted to date"), "{months}");
    assert!(!page("months", "X2").contains("<svg"), "there is nothing to draw");
    let file = office.home().join("months.xlsx");
    office.ok(&["report", "months", "X1", "--xlsx", file.to_str().unwrap()], "");
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.windows(20).any(|part| part == b"xl/charts/chart1.xml"));
}

/// Whoever asks for next year in July is told that it has not begun, and gets no figures of this year under its name.
#[test]
fn a_year_that_has_not_begun_has_its_targets_and_no_figures_of_another_one() {
    let people = ["Lê Mẫu An,T1,1/2/1999,1/3/2021,5/7/2023".to_owned()];
    let office = office("target_2023,target_2024\nT1,cell,Thôn 1,2,12", "certificate,ceremony", &people);
    let text = |report: &str| {
        office.run_on("2023-07-31", &["report", report, "T1", "--year", "2024", "--lang", "en"], "").1
    };
    for report in
        ["months", "standing", "ranking", "year-end", "next-year", "makeup", "changes", "charge", "officers"]
    {
        assert!(text(report).contains("2024 has not begun (as of 31/07/2023)"), "{report}: {}", text(report));
    }
    let months = rows(on(&office, "2023-07-31", &["report", "months", "T1", "--year", "2024"]));
    let july = &months[6];
    assert_eq!((&july["plan"], &july["admitted"], &july["last_year"]), (&json!(1), &Value::Null, &json!(1)));
    let place = &rows(on(&office, "2023-07-31", &["report", "ranking", "--year", "2024"]))[0];
    assert_eq!((&place["admitted"], &place["month"], &place["pace"]), (&json!(0), &json!(0), &json!(1)));
    // The sum of a year that goes on is compared with the plan up to now.
    let total = office.run_on("2023-07-31", &["report", "months", "T1", "--lang", "en"], "").1;
    let total = total.lines().last().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(total.starts_with("Total 2 1 1 1 0"), "{total}");
}
