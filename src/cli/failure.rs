//! How a command ends when it does not end well.

use crate::store::StoreError;
use crate::words::Lang;

/// The sentence to print, by exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Refused by a rule, or not found: 1.
    Refused(String),
    /// Wrong usage: 2.
    Usage(String),
    /// The store is damaged: 3.
    Damaged(String),
    /// Busy, or the disk or the output said no: 4.
    Io(String),
}

impl Failure {
    /// The failure that a store's error is.
    pub fn of(lang: Lang, error: &StoreError) -> Failure {
        let text = lang.store_error(error);
        // A half-saved action ends as what cut it short does.
        let cause = if let StoreError::Partly(cause) = error { cause } else { error };
        match cause {
            StoreError::OpenToAll(_)
            | StoreError::Damaged(_)
            | StoreError::BadFile { .. }
            | StoreError::NoBackup(_)
            | StoreError::NewerFormat { .. }
            | StoreError::NewerUse(_) => Failure::Damaged(text),
            StoreError::Busy(_)
            | StoreError::Io { .. }
            | StoreError::Unsure { .. }
            | StoreError::NetworkFileSystem(_) => Failure::Io(text),
            _ => Failure::Refused(text),
        }
    }

    /// The exit code for wrong usage.
    pub const USAGE: u8 = 2;

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => Failure::USAGE,
            Failure::Damaged(_) => 3,
            Failure::Io(_) => 4,
        }
    }

    /// The sentence.
    pub fn text(&self) -> &str {
        match self {
            Failure::Refused(text) | Failure::Usage(text) | Failure::Damaged(text) | Failure::Io(text) => {
                text
            }
        }
    }
}
