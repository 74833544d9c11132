//! What comes in: arguments that are dates, JSON on standard input.

use super::{Failure, Session};
use crate::domain::date_reader::{About, DateReader};
use crate::exchange::csv_text::{self, Survey};
use crate::exchange::strict_json;
use chrono::NaiveDate;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};

/// Largest input that is read, in bytes.
const MAX: u64 = 64 << 20;

/// A whole day as the argument of `--today`, the one date that is read on the machine's day.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let today = chrono::Local::now().date_naive();
    let date = DateReader::typed(today).read(text, About::Event).ok();
    date.and_then(|date| date.exact()).ok_or_else(|| "dd/mm/yyyy, YYYY-MM-DD".to_owned())
}

/// A CSV file that can be read row by row, any number of times, from any place in it.
pub struct Csv {
    path: PathBuf,
    /// What stands for a file that cannot be read as it lies: a pipe, UTF-16. In memory only; it goes with
    /// this.
    stand_in: Option<File>,
    pub survey: Survey,
}

impl Csv {
    /// Looks at a file once.
    pub fn of(path: &Path) -> io::Result<Csv> {
        let mut file = File::open(path)?;
        let piped = !file.metadata()?.is_file();
        let mut csv = Csv { path: path.to_owned(), stand_in: None, survey: Survey::default() };
        if !piped {
            csv.survey = csv_text::tidy(&file, &mut io::sink())?;
            if !csv.survey.changed {
                return Ok(csv);
            }
            file.rewind()?;
        }
        let mut stand_in = File::from(rustix::fs::memfd_create("csv", rustix::fs::MemfdFlags::CLOEXEC)?);
        csv.survey = csv_text::tidy(&file, &mut stand_in)?;
        csv.stand_in = Some(stand_in);
        Ok(csv)
    }

    /// Opens it anew.
    pub fn open(&self) -> io::Result<File> {
        match &self.stand_in {
            Some(file) => File::open(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(file))),
            None => File::open(&self.path),
        }
    }
}

/// A file of at most so many bytes.
pub fn file(session: &Session, path: &Path, max: usize) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: std::io::Error| Failure::Io(format!("{}: {}", path.display(), session.lang.cause(&error)));
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).map_err(failed)?;
    opened.take(max as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > max {
        return Err(Failure::Refused(session.lang.input_too_large()));
    }
    Ok(bytes)
}

/// The words on standard input: ids, one a line or with spaces between.
pub fn words(session: &Session) -> Result<Vec<String>, Failure> {
    Ok(text(session)?.split_whitespace().map(str::to_owned).collect())
}

/// The JSON on standard input.
pub fn json(session: &Session) -> Result<Value, Failure> {
    let text = text(session)?;
    parse(session, &text)
}

/// The JSON on standard input; `None` where it is empty.
pub fn json_if_any(session: &Session) -> Result<Option<Value>, Failure> {
    let text = text(session)?;
    if text.trim().is_empty() { Ok(None) } else { parse(session, &text).map(Some) }
}

fn parse(session: &Session, text: &str) -> Result<Value, Failure> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    strict_json::read(text).map_err(|error| Failure::Refused(session.lang.bad_json(error)))
}

fn text(session: &Session) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Io(format!("stdin: {error}")))?;
    if bytes.len() as u64 > MAX {
        return Err(Failure::Refused(session.lang.input_too_large()));
    }
    String::from_utf8(bytes).map_err(|_| Failure::Refused(session.lang.input_not_utf8()))
}
