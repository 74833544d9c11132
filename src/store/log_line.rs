//! A line of a log: `("<SHA-256 of the body>",<step>)`.

use super::error::StoreError;
use super::ron_text;
use crate::domain::Step;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Longest line, in bytes. Larger changes are several steps.
pub const MAX_LINE: usize = 64 * 1024;
const HASH_LEN: usize = 64;

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(HASH_LEN), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The line of a step, with its line feed, and its hash.
///
/// # Errors
/// [`StoreError::TooLarge`] beyond [`MAX_LINE`].
pub fn encode(step: &Step) -> Result<(String, String), StoreError> {
    line(ron_text::line(step)?)
}

/// As [`encode`], for a step whose edits are not in it yet, but written down already: `edits` is each of
/// them by [`ron_text::line`], with a comma between two.
pub fn encode_with(step: &Step, edits: &str) -> Result<(String, String), StoreError> {
    let mut body = ron_text::line(step)?;
    // They come last.
    body.truncate(body.len().saturating_sub("])".len()));
    line(body + edits + "])")
}

fn line(body: String) -> Result<(String, String), StoreError> {
    let hash = hash(body.as_bytes());
    let line = format!("(\"{hash}\",{body})\n");
    if line.len() > MAX_LINE {
        return Err(StoreError::TooLarge(line.len()));
    }
    Ok((line, hash))
}

/// What a line of a log is.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Step(Box<Step>, String),
    /// Whole and unaltered, but nothing that this program can read: a newer program wrote it.
    Unknown,
    /// Cut or altered.
    Broken,
}

/// Reads a line (without its line feed; a carriage return is tolerated).
pub fn decode(line: &[u8]) -> Line {
    let Some((body, hash)) = attested(line) else { return Line::Broken };
    match std::str::from_utf8(body).ok().and_then(|text| ron_text::parse(text).ok()) {
        Some(step) => Line::Step(Box::new(step), hash),
        None => Line::Unknown,
    }
}

/// The body of a line whose hash is right.
fn attested(line: &[u8]) -> Option<(&[u8], String)> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() > MAX_LINE {
        return None;
    }
    let rest = line.strip_prefix(b"(\"")?;
    let (claimed, rest) = rest.split_at_checked(HASH_LEN)?;
    let body = rest.strip_prefix(b"\",")?.strip_suffix(b")")?;
    let hash = hash(body);
    if hash.as_bytes() != claimed {
        return None;
    }
    Some((body, hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Change, Edit, PersonFact, PersonId, Why};

    fn step() -> Step {
        let fact = |name: &str| Some(PersonFact::Name(name.into()));
        Step {
            seq: 3,
            at: "2023-07-31T10:42:00+07:00".parse().unwrap(),
            by: "lan".into(),
            op: "op-1".into(),
            part: 0,
            why: Why::Entry,
            prev: "ab".repeat(32),
            edits: vec![Edit::Person(Change {
                id: PersonId::from_bits(7),
                old: fact("Lê \"Ánh\"\n"),
                new: fact("Lê Ánh"),
            })],
        }
    }

    #[test]
    fn a_step_is_one_line_and_is_read_back() {
        let (line, hash) = encode(&step()).unwrap();
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(decode(line.trim_end().as_bytes()), Line::Step(Box::new(step()), hash));
    }

    #[test]
    fn edits_that_are_written_down_already_make_the_same_line() {
        let fact = || Some(PersonFact::Note("\"])\u{1}".into()));
        let new = Edit::Person(Change { id: PersonId::from_bits(8), old: None, new: fact() });
        for edits in [vec![], step().edits, [step().edits, vec![new.clone(), new]].concat()] {
            let texts: Vec<String> = edits.iter().map(|edit| ron_text::line(edit).unwrap()).collect();
            let bare = Step { edits: Vec::new(), ..step() };
            let whole = encode(&Step { edits, ..step() }).unwrap();
            assert_eq!(encode_with(&bare, &texts.join(",")).unwrap(), whole);
        }
    }

    #[test]
    fn a_line_of_a_newer_program_is_known_to_be_whole() {
        let body = "(seq:1,colour:Red)";
        let line = format!("(\"{}\",{body})", hash(body.as_bytes()));
        assert_eq!(decode(line.as_bytes()), Line::Unknown);
    }

    #[test]
    fn no_altered_or_cut_line_is_read() {
        let (line, _) = encode(&step()).unwrap();
        let line = line.trim_end().as_bytes();
        for n in 0..line.len() {
            assert_eq!(decode(&line[..n]), Line::Broken, "cut at {n}");
            let mut altered = line.to_vec();
            altered[n] ^= 1;
            assert_eq!(decode(&altered), Line::Broken, "altered at {n}");
        }
    }
}
