//! `ketnap find [TEXT]`: people and units by what someone remembers of them.
//!
//! The text may come from standard input, so that a name need not be an argument.

use super::outs::Outs;
use super::{Failure, Session};
use crate::domain::{Act, Day};
use crate::query::report::find::Found;
use crate::query::report::{Report, Sheet};
use crate::render::Format;
use clap::Args;
use std::io::BufRead;

#[derive(Debug, Args)]
pub struct Find {
    /// Chữ cần tìm; không có thì đọc từ stdin · What to find; read from stdin when left out
    pub text: Option<String>,
    #[command(flatten)]
    pub outs: Outs,
}

/// Gives out what was found, best first.
pub fn run(session: &Session, args: &Find) -> Result<(), Failure> {
    let text = match &args.text {
        Some(text) => text.clone(),
        None => {
            let mut line = String::new();
            let read = std::io::stdin().lock().read_line(&mut line);
            read.map_err(|error| Failure::Io(format!("stdin: {error}")))?;
            line
        }
    };
    let office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let report = Sheet::of(Found::of(office.register(), &text, Day::from(office.today())));
    if report.count() == 0 && args.outs.format == Format::Text {
        session.finish(&office)?;
        return Err(Failure::Refused(session.lang.nothing_found(text.trim())));
    }
    args.outs.give(session, &office, &report)
}
