//! A line of a log, raw and as the body of a whole line: what is read is written again the same, and
//! its edits are applied and taken back without a trace.
#![no_main]

use ketnap::domain::{Book, Edit};
use ketnap::store::chain::read_lines;
use ketnap::store::record::{Line, decode, encode, hash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let lines = read_lines(bytes, 0, "1.ron");
    assert!(lines.torn <= bytes.len() as u64);
    let whole = [b"(\"", hash(bytes).as_bytes(), b"\",", bytes, b")"].concat();
    let Line::Record(step, _) = decode(&whole) else { return };
    if let Ok((line, _)) = encode(&step) {
        assert!(matches!(decode(line.trim_end().as_bytes()), Line::Record(again, _) if again == step));
    }
    let mut book = Book::default();
    let day = step.at.date_naive().into();
    if book.apply(1, day, &step.edits).is_ok() {
        let back: Vec<Edit> = step.edits.iter().rev().map(Edit::inverse).collect();
        assert_eq!(book.apply(2, day, &back), Ok(()));
        assert_eq!(book, Book::default());
    }
});
