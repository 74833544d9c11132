//! A snapshot, raw and with the right sum before it.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::snapshot(bytes));
