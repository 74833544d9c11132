//! `ketnap backup FILE` and `ketnap restore FILE DIR`.

use super::{Failure, Session};
use crate::store::StoreError;
use crate::store::backup as archive;
use crate::store::journal::Deed;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Backup {
    /// Tệp mới, hoặc - cho stdout · A new file, or - for standard output
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// Bản sao lưu · The backup
    pub file: PathBuf,
    /// Thư mục mới hoặc trống · A new or empty folder
    pub dir: PathBuf,
    /// Làm lại từ đầu nếu lần khôi phục trước ở đó bị ngắt · Begin anew where an earlier restoring was cut off
    #[arg(long)]
    pub take_over: bool,
}

/// Writes a copy of the store.
pub fn backup(session: &Session, args: &Backup) -> Result<(), Failure> {
    let failed = |error| session.failure(&error);
    let store = session.open_store()?;
    session.owner_only(&store)?;
    if !session.read_only {
        // As with every other way out: what leaves was noted before.
        store.note(Deed::BackedUp).map_err(|error| match error {
            StoreError::Io { source, .. } if source.kind() == std::io::ErrorKind::ReadOnlyFilesystem => {
                Failure::Io(session.lang.backup_read_only())
            }
            other => failed(other),
        })?;
    }
    let held = if args.file == Path::new("-") {
        store.backup(std::io::stdout().lock())
    } else {
        store.backup_to(&args.file)
    };
    let held = held.map_err(failed)?;
    if args.file == Path::new("-") {
        return Ok(());
    }
    let (books, records) = (session.lang.count(held.books as u64), session.lang.count(held.records));
    session.done(&session.lang.backed_up(args.file.display(), books, records))
}

/// Makes a store from a copy, and verifies it.
pub fn restore(session: &Session, args: &Restore) -> Result<(), Failure> {
    if session.account.bound {
        return Err(Failure::Refused(session.lang.one_store()));
    }
    archive::restore_from(&args.file, &args.dir, args.take_over).map_err(|error| session.failure(&error))?;
    session.done(&session.lang.restored(args.dir.display()))?;
    super::check::verify(&Session { store: args.dir.clone(), ..session.clone() }, false)
}
