//! `ketnap import people`: the file is read twice, row by row. The first time every row is judged and its
//! book noted, the second time the rows of each book go in together; of the file no more is kept than
//! where its rows lie.

use super::super::{Failure, Session, input, meter};
use super::asked::{Import, Outcome};
use crate::domain::date_reader::DateReader;
use crate::domain::problem::Problem;
use crate::domain::{Book, Day, Edit, PersonId, UnitId, Why};
use crate::exchange::csv_rows::{Ahead, RowProblem, Rows, Spot};
use crate::exchange::fields::{Context, FieldError, Wanted};
use crate::exchange::people_csv::{COLUMNS, Directory, Judging, Known, Numbers, Plan, read_row};
use crate::office::Office;
use crate::office::find_unit::UnitNames;
use crate::parallel;
use crate::store::StoreError;
use std::io::{self, Read, Seek};
use std::ops::Range;

/// So many rows are read ahead and judged together.
const AHEAD: usize = 4096;

/// The rows of one book on their way into it.
struct Part {
    rows: Vec<(Spot, PersonId)>,
    /// New, changed, unchanged.
    counts: [usize; 3],
    problems: Vec<RowProblem>,
    ahead: Vec<(usize, Problem)>,
    /// The file cannot be read a second time.
    lost: Option<io::Error>,
}

/// Imports a file.
pub fn import(session: &Session, args: &Import) -> Result<Outcome, Failure> {
    let lang = session.lang;
    let failed = |error: io::Error| Failure::Io(format!("{}: {}", args.file.display(), lang.cause(&error)));
    let stopped = |error: StoreError| session.failure(&error);
    let csv = input::Csv::of(&args.file).map_err(failed)?;
    if let Some(problem) = RowProblem::of(&csv.survey) {
        return Ok(Outcome { problems: vec![problem], ..Outcome::default() });
    }
    let open = || csv.open();
    let mut file = open().map_err(failed)?;
    let size = file.seek(io::SeekFrom::End(0)).map_err(failed)? as usize;
    file.rewind().map_err(failed)?;
    let office = session.office()?;
    let names = UnitNames::of(&office);
    let unit = |text: &str| names.find(text);
    let dates = DateReader::written(office.today());
    let context = || Context {
        dates,
        unit: &unit,
        rules: office.rules(),
        catalogue: &office.store.catalogue,
        register: office.register(),
    };
    let judging = Judging { today: office.today(), by_name: args.by_name };

    let mut outcome = Outcome::default();
    let mut rows = match Rows::open(file, COLUMNS) {
        Ok(rows) => rows,
        Err(problem) => {
            outcome.problems.push(problem);
            return Ok(outcome);
        }
    };
    let mut judged: Vec<(UnitId, Spot, PersonId)> = Vec::new();
    {
        let reader = meter::reader(lang, move |done, total| lang.reading_file(done, total));
        let work = reader.work(size);
        let directory = Directory::of(office.register());
        let mut numbers = Numbers::default();
        let mut before = 0;
        loop {
            let ahead = rows.ahead(AHEAD);
            let Some((last, _)) = ahead.last() else { break };
            let read = |row: &Ahead| {
                let row = rows.row(row)?;
                let person = read_row(&row, &context())?;
                let elsewhere = directory.elsewhere(&person).map(|error| row.problem("unit", error));
                Ok((person, elsewhere))
            };
            let part = |part: Range<usize>| -> Vec<_> {
                ahead.get(part).unwrap_or_default().iter().map(read).collect()
            };
            let mut people = Vec::with_capacity(ahead.len());
            for part in parallel::shared(ahead.len(), 2, part) {
                people.extend(part.map_err(|_| stopped(StoreError::crashed()))?);
            }
            for ((spot, _), read) in ahead.iter().zip(people) {
                let unit = read.and_then(|(person, elsewhere)| {
                    numbers.take(spot.row, &person)?;
                    elsewhere.map_or(Ok(person.unit()), Err)
                });
                match unit.map(|unit| unit.and_then(|unit| office.register().unit_by_id(unit))) {
                    Ok(Some(unit)) => {
                        judged.push((unit.book, spot.clone(), office.store.options.ids.person()))
                    }
                    Ok(None) => {}
                    Err(problem) => outcome.problems.push(problem),
                }
            }
            work.add(last.byte() - std::mem::replace(&mut before, last.byte()))
                .map_err(|end| stopped(end.into()))?;
        }
    }

    let dry = args.dry_run;
    let line = move |done, total| if dry { lang.judging(done, total) } else { lang.writing(done, total) };
    let reader = meter::reader(lang, line);
    let work = reader.work(judged.len());
    let take_in = |part: &mut Part, book: &Book| {
        let plan = match open().map(|file| Rows::open(file, COLUMNS)) {
            Ok(Ok(mut rows)) => planned(&office, &mut rows, &part.rows, book, &context(), judging),
            Ok(Err(problem)) => Plan::failed(problem),
            Err(error) => {
                part.lost = Some(error);
                Plan::default()
            }
        };
        // Whoever reads the line does not stop it: ^C does.
        let _ = work.add(part.rows.len());
        part.counts = [plan.new.len(), plan.changed.len(), plan.unchanged];
        part.problems.clone_from(&plan.problems);
        part.ahead.clone_from(&plan.ahead);
        if args.dry_run { Vec::new() } else { edits(plan, book) }
    };
    for (part, result) in office.save_each(&Why::Import, by_book(judged), take_in) {
        outcome.problems.extend(part.problems);
        outcome.ahead.extend(part.ahead);
        if let Some(error) = part.lost {
            return Err(failed(error));
        }
        match result {
            Ok(()) => {
                let [new, changed, unchanged] = part.counts;
                outcome.new += new;
                outcome.changed += changed;
                outcome.unchanged += unchanged;
            }
            Err(error) => drop(outcome.failed.get_or_insert(error)),
        }
    }
    outcome.problems.sort_by_key(|problem| problem.row);
    outcome.ahead.sort_by_key(|(row, _)| *row);
    Ok(outcome)
}

/// The rows of each book, in the order of the file.
fn by_book(mut judged: Vec<(UnitId, Spot, PersonId)>) -> Vec<(UnitId, Part)> {
    judged.sort_by_key(|(book, spot, _)| (*book, spot.row));
    let mut parts: Vec<(UnitId, Part)> = Vec::new();
    for (book, spot, id) in judged {
        match parts.last_mut().filter(|(last, _)| *last == book) {
            Some((_, part)) => part.rows.push((spot, id)),
            None => {
                let (problems, ahead) = Default::default();
                let part = Part { rows: vec![(spot, id)], counts: [0; 3], problems, ahead, lost: None };
                parts.push((book, part));
            }
        }
    }
    parts
}

/// What the rows of one book would change in it.
fn planned(
    office: &Office,
    rows: &mut Rows<impl Read + Seek>,
    spots: &[(Spot, PersonId)],
    book: &Book,
    context: &Context,
    judging: Judging,
) -> Plan {
    // Whoever was handed over is followed in another book.
    let register = office.register();
    let here = |id: &PersonId| {
        let now = register.row_of(*id).and_then(|row| register.unit_on(row, Day::NEVER));
        let unit = now.and_then(|unit| register.unit(unit));
        unit.is_none_or(|unit| book.units.contains_key(&unit.id))
    };
    let people = book.people.iter().filter(|(id, _)| here(id));
    let known = Known::of(people.map(|(id, record)| (*id, &record.person)));
    let mut plan = Plan::default();
    for (spot, id) in spots {
        match rows.again(spot, |row| read_row(row, context)) {
            Some(person) => plan.take(spot.row, person, *id, &known, judging),
            // The file changed a moment ago.
            None => plan.problems.push(RowProblem {
                row: spot.row,
                column: String::new(),
                error: FieldError::WrongType(Wanted::Csv),
            }),
        }
    }
    plan
}

fn edits(plan: Plan, book: &Book) -> Vec<Edit> {
    let new = plan.new.into_iter();
    let new = new.map(|(id, person)| Edit::add(id, person));
    let changed = plan.changed.iter().filter_map(|(id, person)| Some((id, book.person(*id)?, person)));
    new.chain(changed.flat_map(|(id, before, person)| Edit::between(*id, before, person))).collect()
}
