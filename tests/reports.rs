//! Every report in every format: what a row says in one it says in all, and nothing in it is taken for a command.

use crate::cli::Office as Folder;
use crate::support::options;
use calamine::{Data, DataRef, Reader, Xlsx};
use ketnap::domain::Day;
use ketnap::office::Office;
use ketnap::parallel::waiting::Work;
use ketnap::query::UnitRow;
use ketnap::query::breakdown::By;
use ketnap::query::due::Wanted;
use ketnap::query::people::behind;
use ketnap::query::report::due::DueReport;
use ketnap::query::report::find::Found;
use ketnap::query::report::funnel::{self, Funnel};
use ketnap::query::report::people::{self, People};
use ketnap::query::report::progress::{self, Progress};
use ketnap::query::report::request;
use ketnap::query::report::{Behind, Cell, Column, Kind, Name, Note, Report, Sheet, Source};
use ketnap::render::{Format, Stamp};
use ketnap::store::Store;
use ketnap::words::Lang;
use std::io::Cursor;

fn open(folder: &Folder) -> Office {
    let uid = rustix::process::getuid().as_raw();
    let account = ketnap::store::Account { key: uid.to_string(), uid, ..options("mai").account };
    let options = ketnap::store::Options { account, ..options("mai") };
    Office::open(Store::open(&folder.store(), options).unwrap()).unwrap()
}

/// A report of the whole office.
fn with(office: &Office, name: Name, f: &mut dyn FnMut(&dyn Report)) {
    let (register, today) = (office.register(), Day::from(office.today()));
    match name {
        Name::Progress => {
            let params = office.year(2023, office.today());
            let asked = progress::Request { unit: None, params, depth: None, sort: None };
            let blocks = &office.store.catalogue.blocks;
            f(&Sheet::of(Progress::of(register, blocks, asked, &Work::unheard()).unwrap()));
        }
        Name::Due => f(&Sheet::of(DueReport::of(register, office.rules(), None, Wanted::on(today)))),
        Name::List => {
            let asked = people::Request { unit: None, stage: None, left: false, day: today };
            let rows = people::rows(register, asked, &Work::unheard()).unwrap();
            let lines = office.record_lines(&rows, today).unwrap_or_default();
            f(&Sheet::of(People::of(register, &office.store.catalogue, asked, rows, Some(&lines))));
        }
        Name::Funnel => {
            let asked =
                funnel::Request { unit: None, day: today, admission: office.admission(), by: Some(By::Unit) };
            f(&Sheet::of(Funnel::of(register, &office.store.catalogue, asked, &Work::unheard()).unwrap()));
        }
        Name::Find => f(&Sheet::of(Found::of(register, "a", today))),
        name => {
            let asked = request::Request {
                name,
                unit: None,
                params: office.year(2023, office.today()),
                today: office.today(),
                depth: 1,
                by: None,
                people: None,
                text: String::new(),
                months: 6,
                years: 1,
                occasion: register.occasions().next().map(|entry| entry.id),
            };
            let records = |id| office.record(id);
            let basis = request::Basis {
                register,
                catalogue: &office.store.catalogue,
                rules: office.rules(),
                table: None,
                lines: None,
                records: Some(&records),
            };
            f(&*asked.made(basis, &Work::unheard()).unwrap());
        }
    }
}

fn stamp(lang: Lang) -> Stamp {
    Stamp {
        lang,
        office: "Xã Mẫu".into(),
        unit: "Chi bộ Mẫu".into(),
        occasion: None,
        who: "mai".into(),
        when: "31/07/2023 10:42".into(),
        said: Vec::new(),
    }
}

fn written(report: &dyn Report, format: Format, lang: Lang) -> Vec<u8> {
    let mut bytes = Vec::new();
    format.write(report, &stamp(lang), &mut bytes).unwrap();
    bytes
}

fn text(report: &dyn Report, format: Format, lang: Lang) -> String {
    String::from_utf8(written(report, format, lang)).unwrap()
}

/// How many rows there are: some of a damaged office may not be there any more.
fn rows(report: &dyn Report, to: usize) -> usize {
    (0..to).filter(|row| report.row(*row, &[], &mut |_, _| {})).count()
}

fn check(office: &Office, report: &dyn Report, lang: Lang) {
    let (name, all) = (report.name(), report.count() + report.subtotals());
    for about in report.columns() {
        let title = lang.column(about.title);
        let is_read = about.page.is_some() || about.wide;
        assert!(!is_read || (!title.is_empty() && title != about.code), "{name:?} {}: no title", about.code);
        assert!(about.data || about.page.is_some(), "{name:?} {}: in no format", about.code);
    }
    // CSV.
    let csv = text(report, Format::Csv, lang);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    assert_eq!(headers.len(), report.data().len(), "{name:?}");
    assert_eq!(reader.records().filter(|row| row.as_ref().unwrap().len() == headers.len()).count(), {
        rows(report, report.count())
    });
    // JSON has the same columns, some of them in objects.
    let json: serde_json::Value = serde_json::from_str(&text(report, Format::Json, lang)).unwrap();
    for row in json.as_array().unwrap() {
        let leaves = |value: &serde_json::Value| value.as_object().map_or(1, |all| all.len());
        let cells: usize = row.as_object().unwrap().values().map(leaves).sum();
        assert_eq!(cells, headers.len(), "{name:?}: {row}");
    }
    assert_eq!(json.as_array().unwrap().len(), rows(report, report.count()));
    // A page.
    let html = text(report, Format::Html, lang);
    let body = html.split("<tbody>").nth(1).unwrap();
    assert_eq!(html.matches("<th>").count() + html.matches("<th ").count(), report.page().len());
    let told: Vec<&str> = body.lines().filter(|line| line.starts_with("<tr")).collect();
    assert_eq!(told.len(), rows(report, all), "{name:?}");
    assert!(told.iter().all(|row| row.matches("<td").count() == report.page().len()), "{name:?}");
    for tag in
        ["table", "thead", "tbody", "tr", "td", "th", "body", "html", "p", "h1", "head", "style", "title"]
    {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert!(!html.contains("http"), "nothing is fetched");
    people_behind(office, report);
    // Markdown.
    let page = text(report, Format::Markdown, lang);
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(told.len(), rows(report, all) + 2, "{name:?}");
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(told.iter().all(|line| bars(line) == report.page().len() + 1), "{name:?}");
    workbook(report, lang);
    parquet(report, lang);
}

/// A table for other tools has the columns of CSV and a value where CSV has one.
fn parquet(report: &dyn Report, lang: Lang) {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let read = SerializedFileReader::new(bytes::Bytes::from(written(report, Format::Parquet, lang))).unwrap();
    let name = report.name();
    let columns = report.data();
    let codes: Vec<String> =
        report.abouts(&columns).into_iter().map(|about| about.code.replace('.', "_")).collect();
    let fields = read.metadata().file_metadata().schema_descr().columns().to_vec();
    let named: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    assert_eq!(named, codes, "{name:?}");
    let csv = text(report, Format::Csv, lang);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let mut count = 0;
    for (row, line) in read.get_row_iter(None).unwrap().zip(reader.records()) {
        let (row, line) = (row.unwrap(), line.unwrap());
        for ((code, value), cell) in row.get_column_iter().zip(line.iter()) {
            let is_null = matches!(value, parquet::record::Field::Null);
            assert!(!is_null || cell.is_empty() || cell == "0", "{name:?} {code}: {value} {cell}");
        }
        count += 1;
    }
    assert_eq!(count, rows(report, report.count()), "{name:?}");
}

/// Behind a figure are as many people as it says.
fn people_behind(office: &Office, report: &dyn Report) {
    let counting = office.year(2023, office.today()).counting();
    let all: Vec<usize> = (0..report.columns().len()).collect();
    let last = report.count() + report.subtotals();
    // All rows of a large office would take minutes: the first ones, and the subtotals.
    for row in (0..last).filter(|row| *row < 12 || *row >= report.count()) {
        let mut figures = Vec::new();
        report.row(row, &all, &mut |about, cell| {
            let figure = match cell {
                Cell::Count(n) | Cell::Share(n, _) => Some(n),
                _ => None,
            };
            figures.push((about.code.to_string(), figure));
        });
        for (column, (code, figure)) in figures.into_iter().enumerate() {
            let counted =
                |unit, of| behind(office.register(), unit, of, counting, &Work::unheard()).unwrap().len();
            // Behind a name are all of its unit.
            let Some(figure) = figure else { continue };
            let people: usize = match report.behind(row, column) {
                Behind::People(people) => people.len(),
                Behind::Counted(units, of) => units.into_iter().map(|unit| counted(unit, of)).sum(),
                _ => continue,
            };
            assert_eq!(Some(figure), u32::try_from(people).ok(), "{:?} {code} {row}", report.name());
        }
    }
}

/// The workbook has the values that the report has, as what they are.
fn workbook(report: &dyn Report, lang: Lang) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(report, Format::Xlsx, lang))).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&sheet).unwrap();
    assert!(formulas.used_cells().all(|(.., formula)| formula.is_empty()));
    let range = book.worksheet_range(&sheet).unwrap();
    let columns = report.wide();
    // So many of so many are two numbers.
    let titles: Vec<String> = report
        .abouts(&columns)
        .iter()
        .flat_map(|about| {
            let of = (about.kind == ketnap::query::report::Kind::Share).then(|| lang.share_of());
            std::iter::once(lang.column(about.title)).chain(of)
        })
        .collect();
    let head = range
        .rows()
        .position(|row| row.iter().zip(&titles).all(|(cell, title)| cell == &Data::String(title.clone())));
    let head = head.unwrap_or_else(|| panic!("{:?}: no head", report.name()));
    let mut at = head;
    for row in 0..report.count() + report.subtotals() {
        let (mut n, place) = (0, at + 1);
        let there = report.row(row, &columns, &mut |about, cell| {
            let found = range.get((place, n)).unwrap_or(&Data::Empty);
            n += 1;
            let what = format!("{:?} {} {row}: {cell:?} {found:?}", report.name(), about.code);
            match &cell {
                Cell::None => assert!(matches!(found, Data::Empty), "{what}"),
                Cell::Count(count) => assert_eq!(found, &Data::Float(f64::from(*count)), "{what}"),
                Cell::Difference(n) => assert_eq!(found, &Data::Float(*n as f64), "{what}"),
                Cell::Year(year) => assert_eq!(found, &Data::Float(f64::from(*year)), "{what}"),
                Cell::Share(count, of) => {
                    assert_eq!(found, &Data::Float(f64::from(*count)), "{what}");
                    let target = of.map_or(Data::Empty, |of| Data::Float(f64::from(of)));
                    assert_eq!(range.get((place, n)).unwrap_or(&Data::Empty), &target, "{what}");
                    n += 1;
                }
                Cell::Percent(p) => assert_eq!(found, &Data::Float(f64::from(*p) / 10_000.0), "{what}"),
                Cell::DaysTo { day, today } => {
                    assert_eq!(found, &Data::Float(f64::from(*day - *today)), "{what}")
                }
                Cell::Day { day, certain: true } if day.exact().is_some() => {
                    let Data::DateTime(date) = found else { panic!("{what}") };
                    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
                    let days = day.exact().unwrap().signed_duration_since(first).num_days();
                    assert_eq!(date.as_f64(), days as f64, "{what}");
                }
                cell => {
                    let text = lang.cell(cell);
                    let empty = text.is_empty() && matches!(found, Data::Empty);
                    assert!(empty || found == &Data::String(text.clone()), "{what}");
                }
            }
        });
        at += usize::from(there);
    }
}

#[test]
fn every_report_says_the_same_in_every_format_of_a_whole_an_empty_and_a_damaged_office() {
    let (whole, empty, damaged) = (Folder::sample(), Folder::new(), Folder::sample());
    let top = std::fs::read_dir(damaged.store())
        .unwrap()
        .flatten()
        .find(|entry| entry.path().join("book").exists());
    let gone = std::fs::read_dir(top.unwrap().path()).unwrap().flatten();
    let gone = gone.map(|entry| entry.path()).find(|path| path.join("book").exists()).unwrap();
    std::fs::remove_dir_all(gone).unwrap();
    for folder in [whole, empty, damaged] {
        let office = open(&folder);
        for name in Name::ALL {
            for lang in [Lang::Vi, Lang::En] {
                with(&office, name, &mut |report| {
                    assert_eq!(report.name(), name);
                    check(&office, report, lang);
                });
            }
        }
    }
}

/// What somebody may have put into a name.
const HOSTILE: [&str; 9] = [
    "=HYPERLINK(\"x\";\"y\")",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\u{1b}[31mđỏ\u{1b}[0m",
    "\u{202e}nA mẫM",
    "<script>alert(1)</script>",
    "a|b](x) `c` **d** \\",
    "hai\ndòng\tcột",
];

struct Names;

impl Source for Names {
    type View = usize;

    fn name(&self) -> Name {
        Name::List
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::<Self>::new("name", Kind::Text, |_, row, _| Cell::text(HOSTILE[*row])).page(0),
            Column::<Self>::new("unit", Kind::Text, |_, row, _| Cell::Below(1, HOSTILE[*row].into())).page(1),
        ]
    }

    fn count(&self) -> usize {
        HOSTILE.len()
    }

    fn view(&self, row: usize) -> Option<usize> {
        (row < HOSTILE.len()).then_some(row)
    }

    fn unit(&self) -> Option<UnitRow> {
        None
    }

    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }

    fn people(&self) -> Option<usize> {
        Some(HOSTILE.len())
    }
}

#[test]
fn a_hostile_name_does_nothing_in_any_format() {
    let report = Sheet::of(Names);
    for format in [Format::Text, Format::Csv, Format::Json, Format::Html, Format::Markdown] {
        let text = text(&report, format, Lang::Vi);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains('\t'), "{format:?}");
        let is_page = matches!(format, Format::Html | Format::Markdown);
        assert!(!is_page || !text.contains("<script"), "{format:?}");
        assert!(format != Format::Markdown || text.contains("a\\|b\\](x) \\`c\\`"), "{text}");
    }
    let csv = text(&report, Format::Csv, Lang::Vi);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records() {
        assert!(!row.unwrap()[0].starts_with(['=', '+', '-', '@']));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(&report, Format::Xlsx, Lang::Vi))).unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&sheet).unwrap().used_cells().all(|(.., formula)| formula.is_empty()));
    let mut cells = book.worksheet_cells_reader(&sheet).unwrap();
    let mut texts = Vec::new();
    while let Some(cell) = cells.next_cell().unwrap() {
        match cell.get_value() {
            DataRef::SharedString(text) => texts.push((*text).to_owned()),
            DataRef::String(text) => texts.push(text.clone()),
            other => assert!(matches!(other, DataRef::Empty), "{other:?}"),
        }
    }
    assert!(texts.iter().any(|text| text == HOSTILE[0]), "a text, whole: {texts:?}");
    assert!(texts.iter().all(|text| !text.contains(['\u{1b}', '\u{202e}', '\n'])), "{texts:?}");
}

/// What `show` hides from who only looks, every other way out hides too.
#[test]
fn what_a_role_may_not_see_is_in_no_report_and_no_history() {
    let office = Folder::new();
    office.ok(&["access", "add", "xem", "viewer"], "");
    office.ok(&["access", "add", "sua", "editor"], "");
    office.ok(&["access", "add", "kiem-tra", "auditor"], "");
    // Every text of a record is one of its own, wherever it stands.
    let person = serde_json::json!({
        "name": "Lê Mẫu An", "unit": "T1", "born": "2000-01-02", "sex": "female", "ethnicity": "tok-ethnicity",
        "religion": "tok-religion", "occupation": "tok-occupation", "education": "tok-education",
        "tags": ["tok-tag"], "identity_number": "001234567890", "residence_unit": "T2", "code": "tok-code",
        "note": "tok-note", "enlists": "2024-02-15", "cases": ["foreign_spouse"],
        "former": {"left": "2011-11-11", "why": "other"},
        "papers": {"cv": {"state": "valid", "place": "tok-place", "note": "tok-paper"},
            "x.y": {"state": "valid", "date": "2012-12-12"}},
        "helpers": [{"name": "tok-helper", "role": "helper"}],
        "waivers": {"age": {"date": "2022-02-02", "reason": "tok-reason", "number": "tok-number"},
            "readmission": {"date": "2013-10-13", "reason": "tok-readmission", "number": "tok-again"}},
        "milestones": {"identified": {"date": "2021-01-05", "note": "tok-identified"},
            "certificate": {"date": "2022-03-04", "class": "tok-class",
                "set_aside": {"date": "2022-05-06", "reason": "lapsed", "note": "tok-aside"}}},
        "leaves": [{"date": "2023-05-05", "reason": "paused", "note": "tok-leave", "back": "2023-06-06"}],
    });
    let tokens: Vec<String> = {
        let text = person.to_string();
        let words = text.split('"').filter(|word| word.starts_with("tok-") || word.starts_with("001"));
        let dates = ["2011-11-11", "2012-12-12", "2013-10-13", "foreign_spouse"];
        words.chain(dates).map(str::to_owned).collect()
    };
    let (code, out, err) = office.run(&["--as", "sua", "add"], &person.to_string());
    assert_eq!(code, 0, "{out}{err}");
    let id = out.trim().strip_prefix("saved ").unwrap().to_owned();
    let ways: Vec<Vec<&str>> = vec![
        vec!["show", &id],
        vec!["show", &id, "--json"],
        vec!["log", &id],
        vec!["log", &id, "--json"],
        vec!["list"],
        vec!["list", "--csv"],
        vec!["list", "--json"],
        vec!["list", "--md"],
        vec!["list", "--html", "-"],
        vec!["find", "an", "--json"],
        vec!["due", "--json"],
        vec!["report", "funnel", "--json"],
        vec!["person", &id, "--all"],
    ];
    // What the mask leaves out is what nobody else may see; everything else is open.
    let shown = office.ok(&["--as", "xem", "show", &id, "--json"], "");
    let (open, hidden): (Vec<&String>, Vec<&String>) =
        tokens.iter().partition(|token| shown.contains(&**token));
    let names = |tokens: &[&String]| tokens.iter().map(|token| token.as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!(
        names(&hidden),
        "tok-religion 001234567890 tok-note tok-place tok-paper tok-reason tok-readmission tok-again \
         tok-identified tok-aside tok-leave 2011-11-11 2012-12-12 2013-10-13 foreign_spouse"
    );
    assert!(open.len() > 6, "{open:?}");
    for way in &ways {
        for (who, may) in [("xem", false), ("kiem-tra", false), ("sua", true)] {
            let (code, out, err) = office.run(&[&["--as", who], &way[..]].concat(), "");
            for token in hidden.iter().filter(|_| !may) {
                assert!(!out.contains(&**token) && !err.contains(&**token), "{who} {way:?}: {token}: {out}");
            }
            let in_words = out.contains("Foreign spouse") || out.contains("11/11/2011");
            assert!(may || !in_words, "{who} {way:?}: {out}");
            if may && way[0] == "log" {
                assert!(code == 0 && out.contains("Lê Mẫu An"), "{way:?}: {out}");
            }
        }
    }
    let log = |who: &str| office.ok(&["--as", who, "log", &id, "--json"], "");
    let edited = serde_json::json!({"cases": [], "former": null, "note": "tok-later"}).to_string();
    let (code, out, err) = office.run(&["--as", "sua", "edit", &id], &edited);
    assert_eq!(code, 0, "{out}{err}");
    let (theirs, mine) = (log("kiem-tra"), log("sua"));
    assert!(mine.contains("foreign_spouse") || mine.contains("Foreign spouse"), "{mine}");
    for hidden in
        ["foreign_spouse", "Foreign spouse", "cases", "Special cases", "former", "Former", "tok-later"]
    {
        assert!(!theirs.contains(hidden), "{hidden}: {theirs}");
    }
    // The workbook has columns that the page has not.
    for (who, may) in [("xem", false), ("sua", true)] {
        let path = office.home().join(format!("{who}.xlsx"));
        office.ok(&["--as", who, "list", "--xlsx", path.to_str().unwrap()], "");
        let mut book: Xlsx<_> = calamine::open_workbook(&path).unwrap();
        let sheet = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&sheet).unwrap();
        let texts: Vec<String> = range.used_cells().map(|(.., cell)| cell.to_string()).collect();
        for token in ["tok-religion", "001234567890", "tok-later"] {
            assert_eq!(texts.iter().any(|text| text == token), may, "{who} {token}");
        }
        assert!(texts.iter().any(|text| text == "tok-occupation"), "{who}");
    }
}

/// Whoever sees two communes and nothing above them had the people of both under the name of the first.
#[test]
fn of_an_office_with_several_tops_each_is_counted_and_named_by_itself() {
    let office = crate::cli::two_books();
    for unit in ["A", "B"] {
        office.ok(&["access", "add", "xem", "viewer", unit], "");
        office.add(serde_json::json!({
            "name": "Lê Mẫu An", "unit": format!("{unit}1"), "milestones": {"identified": "2023-01-05"},
        }));
    }
    let as_viewer = |args: &[&str]| office.ok(&[&["--as", "xem"], args].concat(), "");
    let rows = |args: &[&str]| -> Vec<String> {
        let rows: serde_json::Value = serde_json::from_str(&as_viewer(args)).unwrap();
        let told = |row: &serde_json::Value| format!("{} {}", row["group_name"], row["introduced"]);
        rows.as_array().unwrap().iter().map(told).collect()
    };
    assert_eq!(rows(&["report", "funnel", "--by", "unit", "--json"]), ["\"Xã A\" 1", "\"Xã B\" 1"]);
    assert_eq!(rows(&["report", "funnel", "A", "--by", "unit", "--json"]), ["\"Thôn A\" 1"]);
    let page = as_viewer(&["list", "--html", "-"]);
    let heading = page.split("<table>").next().unwrap();
    assert!(!heading.contains("Xã A") && heading.contains("All records"), "{heading}");
    let whole = office.ok(&["report", "funnel", "--by", "unit", "--csv"], "");
    assert!(whole.contains("Xã A,1,") && whole.contains("Xã B,1,"), "{whole}");
}

/// Whoever is in two groups is under both, and once in the total; a group is asked for by the same codes as fields.
#[test]
fn the_funnel_is_broken_down_by_any_field_that_people_share() {
    let office = Folder::new();
    let person = |name: &str, more: serde_json::Value| {
        let mut person = serde_json::json!({
            "name": name, "unit": "T1", "milestones": {"identified": "2022-01-05", "certificate": "2023-02-03"}
        });
        person.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        office.add(person);
    };
    person(
        "Lê Mẫu An",
        serde_json::json!({"sex": "female", "ethnicity": "Kinh", "tags": ["xa", "an"], "born": "2000"}),
    );
    person(
        "Vũ Mẫu Bình",
        serde_json::json!({"sex": "male", "ethnicity": "Tày", "tags": ["an"], "residence_unit": "T2"}),
    );
    person("Hà Mẫu Chi", serde_json::json!({"ethnicity": "Kinh"}));
    let told = |by: &str| -> Vec<String> {
        let rows: serde_json::Value =
            serde_json::from_str(&office.ok(&["report", "funnel", "--by", by, "--json"], "")).unwrap();
        let told = |row: &serde_json::Value| {
            format!("{} {}", row["group_name"].as_str().unwrap_or("-"), row["introduced"])
        };
        rows.as_array().unwrap().iter().map(told).collect()
    };
    assert_eq!(told("sex"), ["female 1", "male 1", "- 1"]);
    assert_eq!(told("ethnicity"), ["Kinh 2", "Tày 1"]);
    assert_eq!(told("tags"), ["an 2", "xa 1", "- 1"]);
    assert_eq!(told("born"), ["2000 1", "- 2"]);
    assert_eq!(told("residence_unit"), ["Thôn 2 1", "- 2"]);
    let text = office.ok(&["report", "funnel", "--by", "tags"], "");
    assert!(text.lines().last().unwrap().contains('3') || text.contains("Total"), "{text}");
    for by in ["identity_number", "note", "cases", "name"] {
        assert_eq!(office.run(&["report", "funnel", "--by", by], "").0, 2, "{by}");
    }
}
