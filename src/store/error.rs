//! Everything that can go wrong with a store, typed. `words` makes the sentences.

use super::files::Unsure;
use crate::domain::rules::RuleKey;
use crate::domain::{Act, Edit, EditError};
use crate::parallel::waiting::Stopped;
use std::path::PathBuf;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no store.
    #[error("no store at {0}")]
    NotAStore(PathBuf),
    /// `init` was given a folder that holds something already.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// Somebody else is making a store in the folder.
    #[error("a store is being made in {0}")]
    BeingMade(PathBuf),
    /// Whoever began to make a store in the folder was cut off.
    #[error("the store in {0} is half-made")]
    HalfMade(PathBuf),
    /// The store was written by a newer ketnap.
    #[error("{file} has format {format}, newer than this program")]
    NewerFormat { file: String, format: u32 },
    /// The records use something that a newer program brought.
    #[error("the store uses {0}, which a newer program brought")]
    NewerUse(String),
    /// A settings file of the store cannot be read; the text names line and column.
    #[error("{file}: {message}")]
    BadFile { file: String, message: String },
    /// Not an archive, or not all of one.
    #[error("{0} is no backup")]
    NoBackup(PathBuf),
    /// A book is damaged; it can be read up to the damage and not written.
    #[error("{0}")]
    Damaged(Damage),
    /// Somebody else held the lock for longer than the patience of a save.
    #[error("busy: {0}")]
    Busy(Holder),
    /// Others changed the same fields meanwhile: the edits whose old value no longer stands.
    #[error("{} fields have other values now", .0.len())]
    Clashes(Vec<Edit>),
    /// What was to be taken back has been changed by others since: in so many fields.
    #[error("{0} fields were changed since")]
    BuiltOn(usize),
    /// The edits make no whole record.
    #[error(transparent)]
    Refused(#[from] EditError),
    /// Whoever waited did not want to wait any longer.
    #[error("stopped")]
    Stopped,
    /// The store was opened for reading.
    #[error("opened read-only")]
    ReadOnly,
    /// A network or FUSE file system, where locks and syncs cannot be relied on.
    #[error("{0} is on a network file system")]
    NetworkFileSystem(PathBuf),
    /// One edit does not fit into a line of the log.
    #[error("the record is too large ({0} bytes)")]
    TooLarge(usize),
    /// No such unit.
    #[error("no such unit")]
    NoUnit,
    /// Others could read or enter this folder.
    #[error("{0} is open to everyone")]
    OpenToAll(PathBuf),
    /// `--as` by somebody who does not own the store.
    #[error("only the store's owner acts for others")]
    NotOwner,
    /// The person has no role in this store.
    #[error("{0} has no role here")]
    NoRole(String),
    /// The person's role does not allow it.
    #[error("not allowed: {0:?}")]
    Forbidden(Act),
    /// Of an action in several books some were saved before this came.
    #[error("partly saved: {0}")]
    Partly(Box<StoreError>),
    /// The person is followed in a book that I do not see.
    #[error("handed over")]
    HandedOver,
    /// No such person.
    #[error("no such person")]
    NoPerson,
    /// Nobody else asked for what two people have to want.
    #[error("nobody else asked for it")]
    NotAsked,
    /// Not a rule set of this office's own.
    #[error("no such rule set here: {0}")]
    NoRules(RuleKey),
    /// Nothing to undo or redo.
    #[error("nothing to undo")]
    NothingToUndo,
    /// The disk said no, and what was written could not be taken back.
    #[error("{what}: {source}; it is not known what was written")]
    Unsure { what: String, source: std::io::Error },
    /// The disk said no. Nothing was saved by the call that returns this.
    #[error("{what}: {source}")]
    Io { what: String, source: std::io::Error },
}

/// Who holds a lock, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    pub name: String,
    pub pid: u32,
    pub since: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (pid {}) since {}", self.name, self.pid, self.since)
    }
}

/// What is wrong with the files of a book, with the file and the byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Path within the store.
    pub file: String,
    pub byte: u64,
    pub kind: DamageKind,
}

/// The kinds of damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// A line that is no record, with valid records after it.
    BadLine,
    /// A whole line that this program cannot read: a newer one wrote it. Nothing is wrong with the file.
    Newer,
    /// A record is missing: this number was expected.
    Gap { seq: u64 },
    /// The record does not follow the one before it.
    BrokenChain { seq: u64 },
    /// Two records have this number.
    Twice { seq: u64 },
    /// The record stands in its file behind one with a higher number.
    OutOfOrder { seq: u64 },
    /// What bears the name of no log, such as the copy that a tool made: it is left out.
    Stray,
    /// Only the account that it belongs to can read the log.
    Private,
    /// A mark that was altered: it is left out.
    BadMark,
    /// An author's mark is beyond the end of the history: records were cut off.
    CutOff { seq: u64 },
    /// The log is shorter than it was.
    Shorter,
    /// A record's edits do not fit the records they change.
    DoesNotApply { seq: u64 },
    /// Not a plain file of ours: a link, a pipe, a device, too large.
    Foreign,
    /// Another folder says that it is the same unit.
    Copy { other: String },
    /// The book above notes this one, and no folder has it; where it lies under a name that no unit's folder
    /// may have, that name.
    Missing { unit: String, found: Option<String> },
    /// A door plate without a book behind it.
    NoBook,
    /// The file bears the name of another account than the one that owns it.
    WrongOwner,
    /// The erasing of a person was interrupted.
    Erasing,
    /// The kernel keeps me out of a book that I have a role in.
    Closed,
    /// The disk did not give the book.
    Unread,
}

impl Damage {
    /// True when a reader that caught writers between two files can see the same: look again. The
    /// other kinds do not mend themselves.
    pub fn may_pass(&self) -> bool {
        matches!(self.kind, DamageKind::Gap { .. } | DamageKind::CutOff { .. })
    }
}

impl Damage {
    /// True when nothing can be read behind it.
    pub fn is_closed(&self) -> bool {
        matches!(self.kind, DamageKind::NoBook | DamageKind::Closed | DamageKind::Unread)
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at byte {}: {:?}", self.file, self.byte, self.kind)
    }
}

impl From<Stopped> for StoreError {
    fn from(_: Stopped) -> StoreError {
        StoreError::Stopped
    }
}

impl StoreError {
    /// The same with the folder in which it happened.
    pub fn within(self, folder: &str) -> StoreError {
        match self {
            StoreError::Io { what, source } => StoreError::Io { what: format!("{folder}/{what}"), source },
            StoreError::Unsure { what, source } => {
                StoreError::Unsure { what: format!("{folder}/{what}"), source }
            }
            other => other,
        }
    }

    /// A thread of ours crashed.
    pub fn crashed() -> StoreError {
        StoreError::io("a thread")(std::io::Error::other("crashed"))
    }

    /// Wraps an I/O error with what was being done.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> StoreError {
        let what = what.into();
        move |source| match source.get_ref().is_some_and(|source| source.is::<Unsure>()) {
            true => StoreError::Unsure { what, source },
            false => StoreError::Io { what, source },
        }
    }
}
