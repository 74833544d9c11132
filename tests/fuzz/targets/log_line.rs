//! A line of a log, raw and as the body of a whole line: what is read is written again the same, and its edits are applied and taken back without a trace.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::log_line(bytes));
