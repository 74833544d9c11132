//! The text of a CSV file as it comes: which separator it has, whether a quotation mark stays open, and what
//! has to be changed so that rows can be read one by one. Must not know what columns mean.
//!
//! Changed are a first line `sep=;`, UTF-16, and blank lines, which readers of CSV pass over although a sheet
//! counts them. A further dress requires: 1 its place in [`tidy`]; 2 a line in the tests.

use std::io::{self, BufRead, Read, Write};

/// Separators, the usual first.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// Where a header is looked for, in bytes from the beginning.
pub const MAX_HEADER: usize = 1 << 16;

/// What a file looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// It cannot be read as it lies: what was written in its stead can.
    pub changed: bool,
    /// The rows in which a quotation mark opens, and up to which it took everything in; the header is row 1.
    pub open_quote: Option<(usize, usize)>,
}

/// The separator that the header of a file has most of, and how often; `start` is its beginning.
pub fn separator(start: &[u8]) -> (u8, usize) {
    let header = start.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let count = |wanted: u8| header.unwrap_or_default().iter().filter(|byte| **byte == wanted).count();
    let counted = SEPARATORS.map(|separator| (separator, count(separator)));
    counted.into_iter().rev().max_by_key(|(_, count)| *count).unwrap_or((b',', 0))
}

/// Writes a file as rows can be read from it, and says what it looks like.
///
/// # Errors
/// The disk.
pub fn tidy(source: impl Read, out: &mut impl Write) -> io::Result<Survey> {
    let mut source = io::BufReader::with_capacity(MAX_HEADER, source);
    let start = source.fill_buf()?;
    let wide = match start {
        [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes)?;
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        let text: String = char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|c| *c != '\u{feff}')
            .collect();
        let survey = lines(&mut text.as_bytes(), out)?;
        return Ok(Survey { changed: true, ..survey });
    }
    lines(&mut source, out)
}

/// Where one is in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quotation mark within quotes: the end of them, or the first of two.
    Quote,
}

fn lines(source: &mut impl BufRead, out: &mut impl Write) -> io::Result<Survey> {
    let mut survey = Survey::default();
    let start = source.fill_buf()?;
    let first = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let bare = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    if bare.len() == 5 && bare.to_ascii_lowercase().starts_with(b"sep=") {
        let behind = start.get(first.len()..).unwrap_or_default();
        let end = if behind.starts_with(b"\r\n") { 2 } else { behind.len().min(1) };
        let length = first.len() + end;
        source.consume(length);
        survey.changed = true;
    }
    let (separator, columns) = separator(source.fill_buf()?);
    let (mut at, mut row, mut blank, mut after_return) = (At::CellStart, 1, true, false);
    // Since a quotation mark opened: further rows, and separators in the last of them.
    let (mut rows, mut separators) = (0, 0);
    loop {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        let mut written = 0;
        for (n, byte) in bytes.iter().copied().enumerate() {
            let ends = matches!(byte, b'\n' | b'\r');
            if at == At::Quoted {
                match byte {
                    b'"' => at = At::Quote,
                    b'\n' => (rows, separators) = (rows + 1, 0),
                    byte if byte == separator => separators += 1,
                    _ => {}
                }
                // A line of as many cells as the header has, within one cell: rows were taken in.
                if columns > 0 && rows > 0 && separators >= columns {
                    survey.open_quote.get_or_insert((row, row + rows));
                }
            } else if at == At::Quote && byte == b'"' {
                at = At::Quoted;
            } else if ends && after_return && byte == b'\n' {
                // The second half of one line end.
            } else if ends {
                if blank {
                    out.write_all(bytes.get(written..n).unwrap_or_default())?;
                    out.write_all(b" ")?;
                    written = n;
                    survey.changed = true;
                }
                (at, blank, row) = (At::CellStart, true, row + 1);
            } else {
                at = match byte {
                    b'"' if at == At::CellStart => At::Quoted,
                    byte if byte == separator => At::CellStart,
                    _ => At::Plain,
                };
                (rows, separators, blank) = (0, 0, false);
            }
            after_return = byte == b'\r' && at != At::Quoted;
        }
        out.write_all(bytes.get(written..).unwrap_or_default())?;
        let read = bytes.len();
        source.consume(read);
    }
    if at == At::Quoted {
        survey.open_quote.get_or_insert((row, row + rows));
    }
    Ok(survey)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(file: &[u8]) -> (String, Survey) {
        let mut out = Vec::new();
        let survey = tidy(file, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), survey)
    }

    #[test]
    fn what_can_be_read_as_it_lies_is_left_alone() {
        for file in
            ["name,unit\nA,T1\n", "name;unit\r\n\"A\";T1\r\n", "name,note\nA,\"two\nlines\"\n", "", "a\rb\r"]
        {
            let (text, survey) = told(file.as_bytes());
            assert_eq!((text.as_str(), survey), (file, Survey::default()));
        }
    }

    #[test]
    fn what_spreadsheets_write_beside_comma_files_is_read() {
        let wide = |big: bool| -> Vec<u8> {
            let units = "\u{feff}tên\tunit\r\n".encode_utf16();
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for file in [wide(true), wide(false)] {
            assert_eq!(told(&file), ("tên\tunit\r\n".into(), Survey { changed: true, open_quote: None }));
        }
        assert_eq!(told(b"\xEF\xBB\xBFsep=;\r\nname;unit\n").0, "name;unit\n");
        let most = |file: &[u8]| separator(file).0;
        assert_eq!((most(b"a\tb\tc,d"), most(b"\r\na;b"), most(b"a")), (b'\t', b';', b','));
    }

    #[test]
    fn blank_lines_stay_rows() {
        assert_eq!(told(b"name\n\nA\r\n\r\nB\n").0, "name\n \nA\r\n \r\nB\n");
        assert_eq!(told(b"name\r\rA\r").0, "name\r \rA\r");
        assert!(!told(b"name\n\"A\n\nB\"\n").1.changed, "in a cell they are its own");
    }

    /// A stray quotation mark made three people the note of one.
    #[test]
    fn an_open_quotation_mark_is_known_with_the_rows_that_it_took_in() {
        let open = |file: &str| told(file.as_bytes()).1.open_quote;
        assert_eq!(open("name,note\nA,\"x\nB,y\nC,z\n"), Some((2, 3)));
        assert_eq!(open("name,note\n\nA,\"x"), Some((3, 3)));
        assert_eq!(open("name,note\nA,\"x\nB,y\nC,\"z\n"), Some((2, 3)), "closed by the next stray one");
        assert_eq!(open("name,note\nA,\"say \"\"x\"\"\"\nB,5\" long\nC,\"x\ny\"\n"), None);
    }
}
