//! A snapshot: the whole state of a book in readable RON, so that reading need not replay a
//! history. Derived and checkable; believed only from oneself or the store's owner.

use super::error::StoreError;
use super::files::Dir;
use super::found::Head;
use super::layout::SNAPSHOT;
use super::log_line::hash;
use super::ron_text;
use crate::domain::{Book, PersonId};
use memchr::memmem;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Format of snapshots; another one is not read, only rebuilt.
const FORMAT: u32 = 2;
/// Largest snapshot that is read, in bytes.
const MAX: u64 = 1 << 30;

/// A book, and where the chain was when it was kept.
pub struct Snapshot {
    pub book: Book,
    pub head: Head,
    /// Bytes read of each log file.
    pub offsets: BTreeMap<String, u64>,
    /// Recent actions, `(op, part)`.
    pub recent: Vec<(String, u32)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    format: u32,
    seq: u64,
    hash: String,
    offsets: BTreeMap<String, u64>,
    recent: Vec<(String, u32)>,
    book: Book,
}

/// The furthest snapshot of a trusted account; `None` when there is none that can be believed. Of people
/// only the records of `only`, where that is asked for.
pub fn best(dir: &Dir, trusted: &[u32], only: Option<&BTreeSet<PersonId>>) -> Option<Snapshot> {
    let folder = dir.dir(SNAPSHOT).ok()?;
    let mut best: Option<Snapshot> = None;
    for (name, _) in folder.list().ok()? {
        if !ron_text::is_ron(&name) {
            continue;
        }
        let Ok(Some((bytes, facts))) = folder.read(&name, MAX) else { continue };
        if !trusted.contains(&facts.owner) {
            continue;
        }
        if let Some(snapshot) = decode(&bytes, only)
            && best.as_ref().is_none_or(|best| best.head.seq < snapshot.head.seq)
        {
            best = Some(snapshot);
        }
    }
    best
}

/// The book as a snapshot has it; `None` for what is no whole snapshot of this format.
pub fn decode(bytes: &[u8], only: Option<&BTreeSet<PersonId>>) -> Option<Snapshot> {
    let (first, rest) = bytes.split_at_checked(bytes.iter().position(|&b| b == b'\n')? + 1)?;
    let claimed = first.strip_prefix(b"// ")?.strip_suffix(b"\n")?;
    if hash(rest).as_bytes() != claimed {
        return None;
    }
    let part = only.and_then(|only| part(rest, only));
    let text = std::str::from_utf8(part.as_deref().unwrap_or(rest)).ok()?;
    let body: Body = ron_text::parse(text).ok()?;
    (body.format == FORMAT).then(|| Snapshot {
        book: body.book,
        head: Head { seq: body.seq, hash: body.hash, file: String::new() },
        offsets: body.offsets,
        recent: body.recent,
    })
}

/// A snapshot without the records of all people but some, as [`encode`] lays it out: no other record is
/// read then. `None` for another layout.
fn part(text: &[u8], only: &BTreeSet<PersonId>) -> Option<Vec<u8>> {
    let (before, people) = cut(text, "\n    people: {\n")?;
    let (people, after) = people.split_at_checked(memmem::find(people, b"\n    },\n")? + 1)?;
    let mut part = [before, b"\n    people: {\n"].concat();
    for id in only {
        let begin = format!("      \"{}\": (\n", String::from(*id));
        if let Some((_, record)) = cut(people, &begin) {
            let end = "\n      ),\n";
            part.extend([begin.as_bytes(), cut(record, end)?.0, end.as_bytes()].concat());
        }
    }
    part.extend(after);
    Some(part)
}

/// What comes before and after the first place where something stands.
fn cut<'a>(text: &'a [u8], at: &str) -> Option<(&'a [u8], &'a [u8])> {
    let found = memmem::find(text, at.as_bytes())?;
    Some((text.get(..found)?, text.get(found + at.len()..)?))
}

/// The text of a snapshot.
///
/// # Errors
/// What cannot be written as RON.
pub fn encode(
    book: &Book,
    head: &Head,
    offsets: &BTreeMap<String, u64>,
    recent: &VecDeque<(String, u32)>,
) -> Result<String, StoreError> {
    let body = Body {
        format: FORMAT,
        seq: head.seq,
        hash: head.hash.clone(),
        offsets: offsets.clone(),
        recent: recent.iter().cloned().collect(),
        book: book.clone(),
    };
    let text = ron_text::pretty(&body)? + "\n";
    Ok(format!("// {}\n{text}", hash(text.as_bytes())))
}
