//! All integration tests, one binary: linking once is most of the time they take.
//!
//! # What was tried
//!
//! `cargo test` tries the short form of each; the whole is `cargo test --test suite -- --ignored --nocapture` (about twenty minutes). What
//! is not installed (strace, an SSH server, root for real accounts) is skipped, and said with `--nocapture`.
//!
//! | What | How | Tried | Wrong |
//! |---|---|---|---|
//! | Errors | 9 errors at every call of a save, once and for ever; in 3 scenes | 4 926 | 0 |
//! | Commands | 4 faults at every third call of access, rules, backup, restore, repair, undo, import, init: what it says is what is so | 3 952 | 3, one fault, mended since |
//! | Killed | before every call of a save | 274 | 0 lost, 0 torn |
//! | Power cut | every subset of what was not synced, torn last writes; also after a killed save, and after the making of a log was cut off | 5 118 states | 0 lost, 0 damaged |
//! | … the same without syncs | that the test sees it | 3 124 states | 1 104 lost, 475 damaged: caught |
//! | Writers | 8 for 3 s with kills; 32 for 3 min with kills | 1 229 saves, 296 kills | 0 lost, 0 torn, 0 stale |
//! | Fuzzing | records, snapshots, settings, CSV: four minutes each | 6.1 million | 0 crashes |
//! | One save | 5 000 people in the book, 24 sessions open (2 cores) | 200 saves | p95 1.4 ms, 2.6 × a bare append + `fdatasync` |
//!
//! The last two are not in the test command: `cargo bench --bench save`; `cargo install cargo-fuzz`, then
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none log_line` (or `snapshot`, `settings`, `csv`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod access;
mod assigned;
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
mod meeting;
mod missing;
mod occasions;
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
