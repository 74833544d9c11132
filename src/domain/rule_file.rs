//! A rule set's file, read and judged: what is wrong, at which line and column.
//!
//! Pure: bytes in, a set or a place in the text out. Drawing the place is the command's.

use super::rules::RuleSet;

/// Deepest nesting that is read.
const DEPTH: usize = 32;
/// Largest file, in bytes.
pub const MAX: usize = 1 << 20;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct FileError {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub message: String,
}

/// Reads a rule set.
///
/// # Errors
/// [`FileError`] at the first thing that is no rule set.
pub fn read(bytes: &[u8]) -> Result<RuleSet, FileError> {
    let at = |line, column, message: &str| FileError { line, column, message: message.to_owned() };
    if bytes.len() > MAX {
        return Err(at(1, 1, "larger than 1 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let sound =
            String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned();
        let line = sound.matches('\n').count() + 1;
        at(line, sound.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1, "not UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with("#!") {
        return Err(at(1, 1, "extensions (#![…]) are not allowed"));
    }
    let options = ron::Options::default().with_recursion_limit(DEPTH);
    options.from_str(text).map_err(|error: ron::error::SpannedError| FileError {
        line: error.span.start.line,
        column: error.span.start.col,
        message: error.code.to_string(),
    })
}

/// Where a word first stands in a text, `(line, column)` from 1; the beginning for none.
pub fn place_of(text: &str, word: &str) -> (usize, usize) {
    let found = text.lines().enumerate().find_map(|(n, line)| {
        let code = line.split_once("//").map_or(line, |(code, _)| code);
        let at = code.find(word)?;
        Some((n + 1, line.get(..at)?.chars().count() + 1))
    });
    found.unwrap_or((1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "(\n    number: \"1-HD/TU\", signed: \"2026-01-02\", effective: \"2026-01-02\",\n    layer: \"Mẫu\", name: (\"Mẫu\", \"Sample\"),\n)\n";

    #[test]
    fn a_sound_file_is_read_with_or_without_a_byte_order_mark() {
        assert_eq!(read(SOUND.as_bytes()).unwrap().number, "1-HD/TU");
        assert!(read(format!("\u{feff}{SOUND}").as_bytes()).is_ok());
    }

    #[test]
    fn what_is_wrong_is_named_by_line_and_column() {
        let wrong = |from: &str, to: &str| read(SOUND.replace(from, to).as_bytes()).unwrap_err();
        let error = wrong("layer", "laier");
        assert_eq!(error.line, 3, "{error}");
        assert!(error.message.contains("laier"), "{error}");
        let error = wrong("2026-01-02\",\n", "2026-02-31\",\n");
        assert_eq!(error.line, 2, "{error}");
        assert!(error.message.contains("31/2/2026"), "{error}");
        assert_eq!(wrong("number: ", "number ").line, 2);
        let error = read(b"(\nnumber: \"\xff\")").unwrap_err();
        assert_eq!((error.line, error.column), (2, 10));
        assert!(read(b"#![enable(implicit_some)]\n()").is_err());
        assert!(read("(".repeat(100).as_bytes()).is_err());
    }

    #[test]
    fn a_word_is_found_outside_comments() {
        assert_eq!(place_of("// \"x\"\n  \"x\": 1", "\"x\""), (2, 3));
        assert_eq!(place_of("a", "b"), (1, 1));
    }
}
