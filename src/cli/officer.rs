//! `ketnap officer`: committee members in charge of cells and mass organisations: add, edit, show, remove.

use super::occasion::found::save;
use super::session::with_context;
use super::{Failure, Session, input};
use crate::domain::{Act, Edit, Officer};
use crate::exchange::officer_json;
use crate::office::Office;
use crate::words::history::Called;
use clap::{Args, Subcommand};
use serde_json::Value;

#[derive(Debug, Args)]
pub struct OfficerArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Thêm vào một cấp ủy: JSON từ stdin · Add to a committee: JSON on stdin
    Add {
        /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
        unit: String,
    },
    /// Sửa: JSON từ stdin · Change: JSON of fields on stdin
    Edit {
        /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
        unit: String,
        /// Số thứ tự, xem show · Number, see show
        number: u8,
    },
    /// Xem · Show
    Show {
        /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
        unit: String,
        /// In JSON
        #[arg(long)]
        json: bool,
    },
    /// Bỏ · Remove
    Remove {
        /// Đơn vị: mã, đường dẫn hoặc tên · Unit: id, code, path or name
        unit: String,
        /// Số thứ tự, xem show · Number, see show
        number: u8,
    },
}

/// True for what changes nothing.
pub(super) fn only_asks(args: &OfficerArgs) -> bool {
    matches!(args.what, What::Show { .. })
}

/// Does what is asked for.
pub fn run(session: &Session, args: &OfficerArgs) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let (What::Add { unit } | What::Edit { unit, .. } | What::Show { unit, .. } | What::Remove { unit, .. }) =
        &args.what;
    let unit = session.unit(&office, Some(unit))?;
    let Some(entry) = unit.and_then(|id| office.register().unit_by_id(id)) else { return Ok(()) };
    let (id, before) = (entry.id, entry.whole());
    let mut after = before.clone();
    let missing = |number: u8| Failure::Refused(session.lang.no_officer(number));
    match args.what {
        What::Show { json: false, .. } => {
            let called = Called {
                names: office.register(),
                rules: office.rules(),
                catalogue: &office.store.catalogue,
            };
            let line =
                |(n, officer): (&u8, &Officer)| format!("{n}  {}", session.lang.officer(officer, called));
            let lines = before.officers.iter().map(line).collect::<Vec<_>>();
            session.say(&lines.join("\n"))?;
            return session.finish(&office);
        }
        What::Show { json: true, .. } => {
            let all = before.officers.iter().map(|(n, officer)| officer_json::write(*n, officer));
            session.json(&Value::Array(all.collect()))?;
            return session.finish(&office);
        }
        What::Add { .. } => {
            let officer = read(session, &office, Officer::default())?;
            if let Some(number) = after.next_officer() {
                after.officers.insert(number, officer);
            }
        }
        What::Edit { number, .. } => {
            let known = before.officers.get(&number).ok_or_else(|| missing(number))?;
            after.officers.insert(number, read(session, &office, known.clone())?);
        }
        What::Remove { number, .. } => {
            after.officers.remove(&number).ok_or_else(|| missing(number))?;
        }
    }
    save(session, &mut office, Edit::between(id, &before, &after))
}

/// The officer with what is on standard input.
fn read(session: &Session, office: &Office, mut officer: Officer) -> Result<Officer, Failure> {
    let value = input::json(session)?;
    with_context(office, |context| officer_json::apply(&mut officer, &value, context)).map_err(|error| {
        let text = format!("{}: {}", error.path, session.lang.field_error(&error.error));
        Failure::Refused(session.lang.refused(text))
    })?;
    Ok(officer)
}
