//! `ketnap export --parquet DIR`: everything that figures are made of, for DuckDB, Spark or ClickHouse.
//!
//! A few upper units at a time, so that memory does not grow with the office.

use super::{Failure, Session, meter, output};
use crate::domain::{Act, Day, Period, Person, PersonId, UnitId};
use crate::exchange::parquet::{NO_UPPER, TABLES, TableOf, Value, bytes, columns_csv};
use crate::office::Office;
use crate::parallel;
use crate::parallel::waiting::{Stopped, Work};
use crate::query::{PersonRow, Register, Rows, UnitRow};
use crate::store::StoreError;
use crate::store::journal::Deed;
use clap::Args;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Export {
    /// Thư mục mới cho các tệp Parquet · A new folder for the Parquet files
    #[arg(long, value_name = "DIR")]
    pub parquet: PathBuf,
    /// Cả họ tên và ngày sinh · Names and birth dates too
    #[arg(long)]
    pub names: bool,
    /// Số liệu tính đến ngày · As of a day
    #[arg(long, value_name = "D")]
    pub as_of: Option<String>,
}

/// What only the records say.
#[derive(Default)]
struct Traits {
    sex: Option<&'static str>,
    ethnicity: String,
    religion: String,
    occupation: String,
    education: String,
}

type Lines = Vec<Vec<Value>>;

/// Writes the files.
pub fn run(session: &Session, args: &Export) -> Result<(), Failure> {
    let lang = session.lang;
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let register = office.register();
    let day = Day::from(session.day(&office, args.as_of.as_deref())?.unwrap_or(office.today()));
    let failed = |path: &Path, error: &std::io::Error| {
        Failure::Io(format!("{}: {}", path.display(), lang.cause(error)))
    };
    match output::new_folder(&args.parquet) {
        Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => {
            return Err(Failure::Refused(lang.not_empty(args.parquet.display())));
        }
        made => made.map_err(|error| failed(&args.parquet, &error))?,
    }
    session.note_export(&office, Deed::Exported { unit: None, people: register.len() as u32 })?;
    let write =
        |path: PathBuf, bytes: &[u8]| output::new_file(&path, bytes).map_err(|error| failed(&path, &error));
    let put = |folder: &Path, table: &TableOf, rows: &[Vec<Value>]| {
        let made = bytes(table, rows, args.names).map_err(|error| Failure::Io(error.to_string()))?;
        write(folder.join(format!("{}.parquet", table.0)), &made)
    };
    let [of_people, of_milestones, of_units, of_targets] = &TABLES;

    let reader = meter::reader(lang, move |done, total| lang.exporting(done, total));
    let work = reader.work(register.len());
    let astray: Vec<PersonRow> = register.people().filter(|row| register.is_astray(*row, day)).collect();
    let stopped = |stopped: Stopped| session.failure(&stopped.into());
    let part = |(upper, units): &(String, Option<Rows<UnitRow>>)| {
        let rows = match units {
            None => astray.clone(),
            Some(units) => {
                let here = |row| register.unit_on(row, day).is_some_and(|unit| units.contains(unit));
                register.pick(units, &Work::unheard(), here).map_err(stopped)?
            }
        };
        let traits = traits(session, &office, &rows)?;
        let mut by_year: BTreeMap<i32, [Lines; 2]> = BTreeMap::new();
        for row in &rows {
            let [people, _] = by_year.entry(register.began(*row).year().unwrap_or(0)).or_default();
            people.push(person(register, *row, day, &traits));
            for (year, milestone) in milestones(register, *row, day) {
                let [_, milestones] = by_year.entry(year).or_default();
                milestones.push(milestone);
            }
        }
        for (year, parts) in &by_year {
            for (table, rows) in [of_people, of_milestones].into_iter().zip(parts) {
                if !rows.is_empty() {
                    let folder = format!("{}/upper={upper}/year={year}", table.0);
                    put(&args.parquet.join(folder), table, rows)?;
                }
            }
        }
        work.add(rows.len()).map_err(stopped)?;
        Ok(rows.len())
    };
    let uppers = uppers(register).into_iter().map(|(upper, units)| (upper.to_string(), Some(units)));
    let parts: Vec<_> = uppers.chain([(NO_UPPER.to_owned(), None)]).collect();
    let some = |range: Range<usize>| {
        parts.get(range).unwrap_or_default().iter().map(part).collect::<Result<Vec<_>, _>>()
    };
    let mut people = 0;
    for written in parallel::shared(parts.len(), 2, some) {
        let written = written.unwrap_or_else(|_| Err(session.failure(&StoreError::crashed())))?;
        people += written.into_iter().sum::<usize>();
    }
    put(&args.parquet, of_units, &units(register, day))?;
    put(&args.parquet, of_targets, &targets(register))?;
    write(args.parquet.join("columns.csv"), columns_csv(args.names).as_bytes())?;
    drop(work);
    if !astray.is_empty() {
        session.warn(&lang.exported_astray(lang.count(astray.len() as u64), NO_UPPER));
    }
    let place = args.parquet.display().to_string();
    session.say(&lang.exported(lang.count(people as u64), place))?;
    session.finish(&office)
}

/// The units of the second level with everything below them, and those at the top by themselves.
fn uppers(register: &Register) -> Vec<(UnitId, Rows<UnitRow>)> {
    let tops: Vec<UnitRow> = register.children(None).collect();
    let id = |row: UnitRow| register.id_of_unit(row);
    let of_top = |top: &UnitRow| {
        let below = register.children(Some(*top)).filter_map(|row| Some((id(row)?, register.subtree(row))));
        id(*top).map(|id| (id, Rows::one(*top))).into_iter().chain(below).collect::<Vec<_>>()
    };
    tops.iter().flat_map(of_top).collect()
}

fn traits(
    session: &Session,
    office: &Office,
    rows: &[PersonRow],
) -> Result<HashMap<PersonId, Traits>, Failure> {
    // Whoever moved on since the day of the figures is followed in another book.
    let mut books: Vec<UnitId> = rows.iter().filter_map(|row| office.register().book(*row)).collect();
    books.sort_unstable();
    books.dedup();
    let read = office.each_book(&books, |book| {
        let people = book.people.iter().map(|(id, record)| (*id, of_record(&record.person)));
        people.collect::<Vec<_>>()
    });
    let mut all = HashMap::new();
    for part in read {
        all.extend(part.map_err(|error| session.failure(&error))?);
    }
    Ok(all)
}

fn of_record(person: &Person) -> Traits {
    Traits {
        sex: person.sex.map(|sex| sex.name()),
        ethnicity: person.ethnicity.clone(),
        religion: person.religion.clone(),
        occupation: person.occupation.clone(),
        education: person.education.clone(),
    }
}

fn person(register: &Register, row: PersonRow, day: Day, traits: &HashMap<PersonId, Traits>) -> Vec<Value> {
    let id = register.id(row);
    let none = Traits::default();
    let traits = id.and_then(|id| traits.get(&id)).unwrap_or(&none);
    let born = register.born(row);
    let place = register.place(row, day);
    vec![
        id.map_or(Value::None, |id| Value::text(id.to_string())),
        unit_id(register, register.unit_on(row, day)),
        Value::text(register.name(row)),
        born.and_then(|born| born.exact()).map_or(Value::None, Value::Day),
        born.map_or(Value::None, |born| Value::Number(born.year())),
        Value::text(traits.sex.unwrap_or_default()),
        Value::text(traits.ethnicity.as_str()),
        Value::text(traits.religion.as_str()),
        Value::text(traits.occupation.as_str()),
        Value::text(traits.education.as_str()),
        Value::day(register.entered(row)),
        Value::day(register.began(row)),
        Value::text(place.map_or("", |place| place.stage.name())),
        Value::text(place.and_then(|place| place.furthest).map_or("", |kind| kind.name())),
        place.map_or(Value::None, |place| Value::day(place.since)),
        Value::text(register.leave_on(row, day).map_or("", |(reason, _)| reason.name())),
    ]
}

fn unit_id(register: &Register, row: Option<UnitRow>) -> Value {
    let entry = row.and_then(|row| register.unit(row));
    entry.map_or(Value::None, |entry| Value::text(entry.id.to_string()))
}

/// The milestones that were reached by a day, each with its year.
fn milestones(register: &Register, row: PersonRow, day: Day) -> impl Iterator<Item = (i32, Vec<Value>)> {
    let id = register.id(row).map_or(Value::None, |id| Value::text(id.to_string()));
    register.events(row).filter(move |(_, from, _)| *from <= day).map(move |(kind, from, until)| {
        let until = if until == Day::NEVER { Value::None } else { Value::day(until) };
        let unit = unit_id(register, register.unit_on(row, from));
        (from.year().unwrap_or(0), vec![id.clone(), unit, Value::text(kind.name()), Value::day(from), until])
    })
}

fn units(register: &Register, day: Day) -> Lines {
    let mut upper = String::new();
    let units = register.unit_rows().filter_map(|row| Some((row, register.unit(row)?)));
    let rows = units.map(|(row, entry)| {
        if entry.depth <= 1 {
            upper = entry.id.to_string();
        }
        let members = register.members_before(row, day.year().unwrap_or(0));
        vec![
            Value::text(entry.id.to_string()),
            unit_id(register, entry.parent),
            Value::text(upper.as_str()),
            Value::Number(entry.depth as i32),
            Value::text(entry.kind()),
            Value::text(entry.sector()),
            Value::text(entry.name()),
            Value::text(entry.code()),
            members.and_then(|n| i32::try_from(n).ok()).map_or(Value::None, Value::Number),
            entry.closed.map_or(Value::None, Value::day),
        ]
    });
    rows.collect()
}

fn targets(register: &Register) -> Lines {
    let mut rows = Vec::new();
    for row in register.unit_rows() {
        let mut periods: Vec<Period> = register.target_periods(row).collect();
        periods.dedup();
        for period in periods {
            let (first, last) = match period {
                Period::Year(year) => (year, year),
                Period::Term(first, last) => (first, last),
            };
            let people = register.target_on(row, period, Day::NEVER).and_then(|n| i32::try_from(n).ok());
            let numbers = [first, last].map(Value::Number);
            let people = people.map_or(Value::None, Value::Number);
            rows.push([unit_id(register, Some(row))].into_iter().chain(numbers).chain([people]).collect());
        }
    }
    rows
}
