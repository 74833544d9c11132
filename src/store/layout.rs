//! Every name and mode of a store's folders and files.
//!
//! ```text
//! STORE/ketnap.ron               PLATE: what this store is
//! STORE/access.ron               ACCESS: who may do what where (optional)
//! STORE/catalogue.ron            CATALOGUE: the office's own value lists (optional)
//! STORE/rules/*.ron, holidays.ron  RULES, HOLIDAYS: over the built-in ones (optional)
//! STORE/.journal/                JOURNAL: who took what out, backed up, erased
//! STORE/.here/bell               PRESENCE, BELL: who has the store open; the bell of a save
//! STORE/.tree/                   TREE: changes when books or logs come and go; always empty
//! STORE/<slug>/unit.ron          UNIT: door plate of a unit; derived from its book
//! STORE/<slug>/book/{log,mark,snapshot}/<author>.ron, lock     BOOK, PARTS, LOCK
//! STORE/<slug>/<slug>/…          the units below it
//! ```
//!
//! A new file of a store requires: 1 its name here; 2 what a backup does with it, in `backup.rs`.

/// Makes a folder a store.
pub const PLATE: &str = "ketnap.ron";
pub const ACCESS: &str = "access.ron";
pub const CATALOGUE: &str = "catalogue.ron";
pub const RULES: &str = "rules";
pub const HOLIDAYS: &str = "holidays.ron";
pub const JOURNAL: &str = ".journal";
pub const PRESENCE: &str = ".here";
pub const BELL: &str = "bell";
pub const TREE: &str = ".tree";
/// Lies in the folder until the store is whole; locked while somebody makes it.
pub const CLAIM: &str = ".making";
/// The lock of the store's own settings.
pub const SETTINGS_LOCK: &str = ".lock";
pub const UNIT: &str = "unit.ron";
pub const BOOK: &str = "book";
pub const LOG: &str = "log";
pub const MARK: &str = "mark";
pub const SNAPSHOT: &str = "snapshot";
/// The folders of a book.
pub const PARTS: [&str; 3] = [LOG, MARK, SNAPSHOT];
/// The new logs of a book, until they take the place of the old ones.
pub const NEW_LOG: &str = "log.new";
pub const LOCK: &str = "lock";

/// A folder that everyone may pass through: that a unit exists is no secret.
pub const CORRIDOR: u32 = 0o755;
/// The gate of a book: secrecy comes from it alone.
pub const GATE: u32 = 0o750;
/// Everyone behind the gate adds files of one's own, nobody removes another's.
pub const SHARED: u32 = 0o3775;
/// Folders beside the units, before the gates open them to other accounts.
pub const BESIDE: u32 = 0o1700;
/// A file that everyone behind its gate reads.
pub const READABLE: u32 = 0o644;
/// A lock that everyone behind the gate takes.
pub const TAKEN: u32 = 0o660;
/// A file of one account alone.
pub const PRIVATE: u32 = 0o600;

/// Largest settings file that is read, in bytes.
pub const MAX_SETTINGS: u64 = 1 << 20;
