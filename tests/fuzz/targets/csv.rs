//! CSV of people and of units, whatever bytes it is made of.
#![no_main]

use ketnap::domain::text::{clean, fold, name_key, visible};
use ketnap::domain::{Catalogue, PersonId, UnitId};
use ketnap::exchange::fields::{Context, FieldError};
use ketnap::exchange::people_csv::Known;
use ketnap::exchange::{people_csv, units_csv};
use ketnap::query::Register;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2023, 7, 31).expect("a day");
    let unit = |text: &str| {
        if text == "T1" { Ok(UnitId::from_bits(1)) } else { Err(FieldError::NoUnit(text.to_owned())) }
    };
    let mut next = 0;
    let mut id = || {
        next += 1;
        next
    };
    let context = Context { today, unit: &unit };
    let people = people_csv::plan(bytes, &Known::default(), &context, || PersonId::from_bits(id()));
    for (_, person) in &people.new {
        assert_eq!(clean(&person.name).as_deref(), Ok(person.name.as_str()), "what enters is clean");
    }
    let catalogue = Catalogue::built_in().expect("the built-in lists");
    units_csv::plan(bytes, &Register::default(), &catalogue, today.into(), || UnitId::from_bits(id()));
    let text = String::from_utf8_lossy(bytes);
    let _ = (fold(&text), name_key(&text), visible(&text));
});
