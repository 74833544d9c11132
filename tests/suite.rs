//! All integration tests, one binary: linking once is most of the time they take.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod access;
#[path = "fuzz/checks.rs"]
mod checks;
mod circles;
mod cli;
mod clocks;
mod deeds;
mod due;
mod faults;
mod figures;
mod fuzzed;
mod hostile;
mod keeping;
mod layers;
mod missing;
mod pilot;
mod power;
mod pty;
mod register;
mod reports;
mod rules;
mod screens;
mod spoken;
mod ssh;
mod store;
mod store_damage;
mod support;
mod traced;
mod writers;
