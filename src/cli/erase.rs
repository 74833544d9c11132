//! `ketnap erase ID`: asks for a person to be erased; with `--confirm`, by somebody else, does it.

use super::{Failure, Session};
use crate::domain::Rights;
use crate::office::erase::erase_in_archive;
use crate::store::journal::Deed;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Erase {
    /// Mã trong sổ, đủ mã · The whole record id
    pub id: String,
    /// Đồng ý với đề nghị của người khác và xóa · Agree with what somebody else asked for, and erase
    #[arg(long)]
    pub confirm: bool,
    /// Xóa cả trong bản sao lưu này, sau khi đã xóa trong sổ theo dõi · Also in this backup, once erased here
    #[arg(long, value_name = "FILE", conflicts_with = "confirm")]
    pub archive: Option<PathBuf>,
}

/// Asks, or erases.
pub fn run(session: &Session, args: &Erase) -> Result<(), Failure> {
    let mut office = session.office()?;
    let lang = session.lang;
    // Whoever is gone from the records may still be in the history: a whole id will do.
    let id = session.person(&office, &args.id).or_else(|failure| args.id.parse().map_err(|_| failure))?;
    if let Some(archive) = &args.archive {
        session.owner_only(&office.store)?;
        let books = erase_in_archive(&office, archive, id).map_err(|error| session.failure(&error))?;
        return session.done(&lang.erased(id, lang.count(books as u64)));
    }
    if !args.confirm {
        office.ask_erase(id).map_err(|error| session.failure(&error))?;
        let owner = *office.store.rights() == Rights::All;
        return session.done(&if owner { lang.erase_owner(id) } else { lang.erase_asked(id) });
    }
    let entered = office.record(id).map(|record| record.entered);
    let books = office.erase(id).map_err(|error| session.failure(&error))?;
    session.done(&lang.erased(id, lang.count(books as u64)))?;
    // Copies that were made while the person was in the store lie outside of it.
    let notes = office.store.notes().map_err(|error| session.failure(&error))?;
    let since = entered.map(|day| day.first());
    let copies = notes.iter().filter(|note| {
        note.deed == Deed::BackedUp && since.is_none_or(|since| note.at.date_naive() >= since)
    });
    for note in copies {
        session.say(&format!("  {}", lang.erase_copy(lang.moment(note.at), &note.by)))?;
    }
    Ok(())
}
