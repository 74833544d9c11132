//! A line at a terminal that says how far something long is. Where nobody looks, nothing is said.

use crate::parallel::waiting::Waiting;
use crate::words::{Lang, in_place};
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// What takes less is not spoken of.
const MOMENT: Duration = Duration::from_millis(300);

/// Somebody at a terminal who waits, and reads a line for so many of so many. Ctrl+C ends the program.
pub fn reader(lang: Lang, line: impl Fn(String, String) -> String + Send + Sync + 'static) -> Waiting {
    let hear = move |done: usize, total: usize| {
        let [of, all] = [done, total].map(|n| lang.count(n as u64));
        let line = if done == total { String::new() } else { line(of, all) };
        if std::io::stderr().is_terminal() {
            let _ = std::io::stderr().write_all(in_place(&line).as_bytes());
        }
    };
    Waiting::new(MOMENT, hear, || true)
}
