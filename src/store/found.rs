//! What is found in a log, and where a chain ends.

use crate::domain::Step;

/// The end of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub hash: String,
    /// Log file that holds the last record; empty when a snapshot ends there.
    pub file: String,
}

/// One record found in a log.
#[derive(Clone, Debug)]
pub struct Found {
    pub step: Step,
    pub hash: String,
    pub file: String,
    /// Where the record starts and where the next one would.
    pub start: u64,
    pub end: u64,
}
