//! Clocks that are wrong: whatever is entered while a machine believes in 1971 or 2040, nobody is lost by it and
//! nothing is damaged, on the day when the clock is right again.

use crate::cli::Office;
use serde_json::{Value, json};

const RIGHT: &str = "2023-07-31";

/// An office with somebody for every kind of entry, entered by a right clock.
fn office() -> (Office, Vec<String>) {
    let office = Office::new();
    let names = ["An", "Bình", "Chi", "Dũng", "Em", "Giang"];
    let id = |name| office.add(json!({"name": format!("Lê Mẫu {name}"), "unit": "T1", "born": "2000-01-02"}));
    let ids = names.map(id).to_vec();
    office.ok(&["record", &ids[5], "identified", "--date", "2023-02-01"], "");
    office.ok(&["drop", &ids[2], "--reason", "paused", "--date", "2023-03-01"], "");
    (office, ids)
}

fn names(office: &Office, args: &[&str]) -> Vec<String> {
    let rows = office.json(args);
    let mut names: Vec<String> =
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Every kind of entry, once, under a clock: `(what, arguments, input)`.
fn entries(office: &Office, ids: &[String]) -> Vec<(&'static str, Vec<String>, String)> {
    let people = office.file("p.csv", "name,unit,born\nLê Mẫu Hoa,T1,03/04/1999\nLê Mẫu Inh,T2,05/06/2001\n");
    let steps = office.file("s.csv", "name,unit,born,identified\nLê Mẫu Khoa,T2,07/08/1998,01/03/2023\n");
    let units = office.file("more.csv", "code,parent_code,kind,name\nT3,,cell,Thôn 3\n");
    let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    let of = |n: usize, before: &str, after: &str| {
        [words(before), vec![ids[n].clone()], if after.is_empty() { Vec::new() } else { words(after) }]
            .concat()
    };
    let person = |name: &str, unit: &str| json!({"name": format!("Lê Mẫu {name}"), "unit": unit}).to_string();
    vec![
        ("units", [words("import units"), vec![units]].concat(), String::new()),
        ("add", words("add"), person("Lan", "T3")),
        ("add with a step", words("add"), {
            json!({"name": "Lê Mẫu Mai", "unit": "T1", "milestones": {"identified": "2023-04-01"}})
                .to_string()
        }),
        ("import", [words("import people"), vec![people]].concat(), String::new()),
        ("import with a step", [words("import people"), vec![steps]].concat(), String::new()),
        ("edit", of(0, "edit", ""), json!({"ethnicity": "Kinh"}).to_string()),
        ("record", of(1, "record", "identified --date 2023-05-01"), String::new()),
        ("return", of(2, "return", "--date 2023-06-01"), String::new()),
        ("drop", of(3, "drop", "--reason paused --date 2023-06-02"), String::new()),
        ("move", of(4, "move", "--to T2 --date 2023-06-03"), String::new()),
        ("undo", words("undo"), String::new()),
        ("redo", words("redo"), String::new()),
    ]
}

#[test]
fn whatever_is_entered_under_a_clock_of_1971_or_2040_is_there_when_the_clock_is_right() {
    for wrong in ["1971-02-03", "2040-01-20"] {
        let (office, ids) = office();
        for (what, args, input) in entries(&office, &ids) {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let (code, out, err) = office.run_on(wrong, &args, &input);
            assert_eq!(code, 0, "{wrong} {what}: {out}{err}");
            let (code, out, err) = office.run(&["check"], "");
            assert_eq!(code, 0, "{wrong} {what}: {out}{err}");
        }
        let everybody = "An Bình Chi Em Giang Hoa Inh Khoa Lan Mai";
        let expected: Vec<String> = everybody.split(' ').map(|name| format!("Lê Mẫu {name}")).collect();
        assert_eq!(names(&office, &["list"]), expected, "{wrong}");
        let left: Vec<Value> = office.json(&["find", "Dũng"]).as_array().unwrap().clone();
        assert_eq!(left.len(), 1, "{wrong}");
        // The figures are those of the list.
        let rows = office.json(&["progress", "--as-of", RIGHT]);
        let top = rows.as_array().unwrap().iter().find(|row| row["name"] == "Xã Mẫu").unwrap();
        let standing: u64 = top["standing"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(standing, expected.len() as u64, "{wrong}: {top}");
        // A moved person is where they moved to.
        assert!(names(&office, &["list", "T2"]).contains(&"Lê Mẫu Em".to_owned()), "{wrong}");
        office.json(&["due"]);
        assert!(office.json(&["log"]).as_array().unwrap().len() >= 12, "{wrong}");
        // And the next one by the right clock goes on from there.
        office.add(json!({"name": "Lê Mẫu Nga", "unit": "T3"}));
    }
}

/// A day that nobody gave is the clock's.
#[test]
fn a_step_on_the_day_of_a_wrong_clock_hides_nobody() {
    for wrong in ["1971-02-03", "2040-01-20"] {
        let (office, ids) = office();
        for args in [
            vec!["record", &ids[0], "identified"],
            vec!["drop", &ids[1], "--reason", "paused"],
            vec!["return", &ids[2]],
            vec!["move", &ids[3], "--to", "T2"],
        ] {
            let (_, out, err) = office.run_on(wrong, &args, "");
            assert!(!err.contains("panicked"), "{wrong} {args:?}: {out}{err}");
            let (code, out, err) = office.run(&["check"], "");
            assert_eq!(code, 0, "{wrong} {args:?}: {out}{err}");
        }
        // Whoever is on record is on the list, or is found among those who left.
        let here = names(&office, &["list"]);
        for name in ["An", "Bình", "Chi", "Dũng", "Em", "Giang"] {
            let name = format!("Lê Mẫu {name}");
            let found = names(&office, &["find", &name]);
            assert!(here.contains(&name) || found.contains(&name), "{wrong} {name}: {here:?}");
        }
    }
}
