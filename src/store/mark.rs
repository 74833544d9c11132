//! The marks of a book, and whose its files are by their names. A mark says how far an author got, so that records
//! that were cut off are missed; it protects, and holds no data.

use super::error::{Damage, DamageKind};
use super::files::{Dir, is_foreign};
use super::layout::MARK;
use super::ron_text;
use std::io;

/// A mark: the last record that an author wrote.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub seq: u64,
    pub hash: String,
    /// Tells a mark that was altered from one that tells of more than is there. Old marks have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sum: Option<u32>,
}

impl Mark {
    /// The mark of a record.
    pub fn new(seq: u64, hash: String) -> Mark {
        let sum = Some(Mark::sum_of(seq, &hash));
        Mark { seq, hash, sum }
    }

    fn sum_of(seq: u64, hash: &str) -> u32 {
        crc32fast::hash(format!("{seq} {hash}").as_bytes())
    }

    fn is_whole(&self) -> bool {
        self.sum.is_none_or(|sum| sum == Mark::sum_of(self.seq, &self.hash))
    }
}

/// True for the name of a log or mark: `1001.ron`, `lan.ron`, `1001.2.ron`, `lan.own.ron`. What tools make of
/// such a file (`1001 (1).ron`, `1001.sync-conflict-….ron`) has another.
pub fn is_log(name: &str) -> bool {
    let mut parts = name.split('.');
    let key = parts.next().unwrap_or_default();
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_');
    let number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let named = key.bytes().next().is_some_and(|c| c.is_ascii_lowercase() || c == b'_');
    let fits = number(key) || (named && key.bytes().all(plain));
    let rest: Vec<&str> = parts.collect();
    fits && match rest.as_slice() {
        ["ron"] => true,
        [part, "ron"] => number(part) || *part == "own",
        _ => false,
    }
}

/// The author's key in the name of a file: `1001` of `1001.2.ron`.
pub fn key_of(file: &str) -> &str {
    file.split('.').next().unwrap_or_default()
}

/// True when a file of this name may belong to this account: to the one it is named after, or to
/// the store's owner, who writes for people bound to keys and restores copies.
pub(super) fn rightful(name: &str, owner: u32, store_owner: u32) -> bool {
    owner == store_owner || key_of(name).parse() == Ok(owner)
}

/// The marks of all authors. One that cannot be read is left out: it protects, it holds no data.
pub fn read_marks(dir: &Dir, owner: u32) -> io::Result<Vec<(String, Mark)>> {
    let folder = match dir.dir(MARK) {
        Ok(folder) => folder,
        // They protect, and hold no data: without them there is the same to read.
        Err(error) if is_no_folder(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut marks = Vec::new();
    for (name, _) in folder.list()? {
        if ron_text::is_ron(&name)
            && is_log(&name)
            && let Some(mark) = read_mark(&folder, &name, owner)
            && mark.is_whole()
        {
            marks.push((name, mark));
        }
    }
    Ok(marks)
}

/// True where there is no folder that can be entered: none, something else, or a closed one.
fn is_no_folder(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotFound | NotADirectory | PermissionDenied) || is_foreign(error)
}

fn read_mark(folder: &Dir, name: &str, owner: u32) -> Option<Mark> {
    let (bytes, facts) = folder.read(name, 4096).ok()??;
    let text = std::str::from_utf8(&bytes).ok().filter(|_| rightful(name, facts.owner, owner))?;
    ron_text::parse(text).ok()
}

/// The marks that were altered.
pub fn altered_marks(dir: &Dir, path: &str, owner: u32) -> Vec<Damage> {
    let folder = match dir.dir(MARK) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(_) => {
            return vec![Damage { file: format!("{path}/book/mark"), byte: 0, kind: DamageKind::BadMark }];
        }
    };
    let names = folder.list().unwrap_or_default().into_iter().map(|(name, _)| name);
    let altered =
        |name: &String| is_log(name) && !read_mark(&folder, name, owner).is_some_and(|mark| mark.is_whole());
    let file = |name| format!("{path}/book/mark/{name}");
    let damage = |name| Damage { file: file(name), byte: 0, kind: DamageKind::BadMark };
    names.filter(|name| ron_text::is_ron(name)).filter(altered).map(damage).collect()
}
