//! The books on the disk: a tree of folders, one per unit that keeps its own book, each with
//! append-only logs, one per author, chained into one history.
//!
//! `commit` is the one way in, `chain` the one way to read. Nothing here speaks to people.
//!
//! ```text
//! STORE/ketnap.ron               what this store is
//! STORE/access.ron               who may do what where (optional)
//! STORE/catalogue.ron            the office's own value lists (optional)
//! STORE/rules/*.ron, holidays.ron  rule sets and days off over the built-in ones (optional)
//! STORE/.journal/                who took what out, backed up, erased
//! STORE/.here/                   who has the store open, and the bell of a save
//! STORE/.tree/                   changes when books or logs come and go; always empty
//! STORE/<slug>/unit.ron          door plate of a unit; derived from its book
//! STORE/<slug>/book/{log,mark,snapshot}/<author>.ron, lock
//! STORE/<slug>/<slug>/…          the units below it
//! ```

pub mod access;
mod access_file;
mod action;
pub mod backup;
pub mod books;
pub(crate) mod branches;
pub mod chain;
pub mod check;
pub mod commit;
pub mod draft;
mod erase;
pub mod error;
pub mod files;
pub mod folder;
mod fork;
mod found;
pub mod gate;
pub mod history;
pub mod identity;
pub mod init;
pub mod journal;
pub(crate) mod layout;
pub mod lock;
pub mod log_line;
mod making;
pub mod mark;
mod opened;
pub(crate) mod place;
mod plate;
mod plate_change;
pub mod presence;
pub mod repair;
pub mod ron_text;
mod rule_files;
pub mod rules;
pub mod snapshot;
pub mod tree;
pub mod undo;
pub mod user;
pub mod view;
pub mod watch;

pub use books::Books;
pub use chain::Chain;
pub use commit::ToSave;
pub use error::{Damage, StoreError};
pub use identity::{Account, Clock, Ids};
pub(crate) use layout::MAX_SETTINGS;
pub use layout::PLATE;
pub use opened::{FORMAT, OpenBook, Options, Store};
pub use plate::{CountBy, FixedZone, OverSsh, Plate};
