//! What must hold whatever bytes come in: for the fuzz targets, and for the short form of them in
//! the default run of the tests.
// Each target uses one of them.
#![allow(dead_code)]

use ketnap::domain::calendar::{Calendar, Holidays};
use ketnap::domain::date_reader::DateReader;
use ketnap::domain::rule_file;
use ketnap::domain::rules_lint::lint;
use ketnap::domain::text::{clean, fold, name_key, visible};
use ketnap::domain::{Access, Book, Catalogue, Edit, PersonId, Rulebook, UnitId};
use ketnap::exchange::csv_rows::Rows;
use ketnap::exchange::fields::{Context, FieldError};
use ketnap::exchange::people_csv::{COLUMNS, Judging, Known, Plan};
use ketnap::exchange::{people_csv, units_csv};
use ketnap::query::Register;
use ketnap::settings::Settings;
use ketnap::store::chain::read_lines;
use ketnap::store::folder::DoorPlate;
use ketnap::store::log_line::{Line, decode, encode, hash};
use ketnap::store::ron_text::{parse_file, pretty};
use ketnap::store::{Plate, snapshot};
use ketnap::ui::keymap::Keymap;

/// A line of a log, raw and as the body of a whole line: what is read is written again the same, and its edits are applied and taken back without a trace.
pub fn log_line(bytes: &[u8]) {
    let lines = read_lines(bytes, 0, "1.ron");
    assert!(lines.torn <= bytes.len() as u64);
    let whole = [b"(\"", hash(bytes).as_bytes(), b"\",", bytes, b")"].concat();
    let Line::Step(step, _) = decode(&whole) else { return };
    if let Ok((line, _)) = encode(&step) {
        assert!(matches!(decode(line.trim_end().as_bytes()), Line::Step(again, _) if again == step));
    }
    let mut book = Book::default();
    let day = step.at.date_naive().into();
    if book.apply(1, day, &step.edits).is_ok() {
        let back: Vec<Edit> = step.edits.iter().rev().map(Edit::inverse).collect();
        assert_eq!(book.apply(2, day, &back), Ok(()));
        assert_eq!(book, Book::default());
    }
}

/// A snapshot, raw and with the right sum before it.
pub fn snapshot(bytes: &[u8]) {
    assert!(
        snapshot::decode(bytes, None).is_none_or(|chain| !chain.head.hash.is_empty() || chain.head.seq == 0)
    );
    let whole = [b"// ", hash(bytes).as_bytes(), b"\n", bytes].concat();
    if let Some(kept) = snapshot::decode(&whole, None)
        && let Ok(text) = snapshot::encode(&kept.book, &kept.head, &kept.offsets, &kept.recent.into())
    {
        let again = snapshot::decode(text.as_bytes(), None).expect("what was written is read");
        assert_eq!((again.book, again.head.seq), (kept.book, kept.head.seq));
    }
}

/// Every small RON file that a person may have edited: settings, roles, value lists, plates.
pub fn settings(bytes: &[u8]) {
    if let Ok(settings) = parse_file::<Settings>("f", bytes) {
        let _ = Keymap::new(&settings.keys);
        let text = pretty(&settings).expect("settings are written");
        assert_eq!(parse_file::<Settings>("f", text.as_bytes()).ok(), Some(settings));
    }
    let _ = parse_file::<Access>("f", bytes);
    let _ = parse_file::<Catalogue>("f", bytes).map(|own| Catalogue::default().overlay(own));
    let _ = parse_file::<Plate>("f", bytes);
    let _ = parse_file::<DoorPlate>("f", bytes);
    let _ = parse_file::<Holidays>("f", bytes).map(|own| Calendar::default().overlay(&own));
    if let Ok(set) = rule_file::read(bytes)
        && let Ok(book) = Rulebook::new([set.clone()], Default::default(), Calendar::default())
    {
        let _ = (lint(&set, &book), book.on(chrono::NaiveDate::MIN));
    }
}

/// CSV of people and of units, whatever bytes it is made of.
pub fn csv(bytes: &[u8]) {
    let today = chrono::NaiveDate::from_ymd_opt(2023, 7, 31).expect("a day");
    let unit = |text: &str| {
        if text == "T1" { Ok(UnitId::from_bits(1)) } else { Err(FieldError::NoUnit(text.to_owned())) }
    };
    let mut next = 0;
    let mut id = || {
        next += 1;
        next
    };
    let rules = Rulebook::built_in(Default::default()).expect("the built-in rules");
    let catalogue = Catalogue::built_in().expect("the built-in lists");
    let context = Context {
        dates: DateReader::written(today),
        unit: &unit,
        rules: &rules,
        catalogue: &catalogue,
        register: &Register::default(),
    };
    if let Ok(mut rows) = Rows::open(std::io::Cursor::new(bytes), COLUMNS) {
        let mut plan = Plan::default();
        let judging = Judging { today, by_name: false };
        while let Some((spot, person)) = rows.next_row(|row| people_csv::read_row(row, &context)) {
            let Ok(person) = person else { continue };
            assert_eq!(clean(&person.name).as_deref(), Ok(person.name.as_str()), "what enters is clean");
            plan.take(spot.row, person, PersonId::from_bits(id()), &Known::default(), judging);
        }
    }
    units_csv::plan(bytes, &context, today.into(), || UnitId::from_bits(id()));
    let text = String::from_utf8_lossy(bytes);
    let _ = (fold(&text), name_key(&text), visible(&text));
}
