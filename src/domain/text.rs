//! Vietnamese text: cleaning what enters, folding for search, the order of names.
//!
//! The one place that decides which characters may enter the model. Must not know fields or forms.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest text of a field, in characters.
pub const MAX_CHARS: usize = 200;
/// Most combining marks that may follow one letter (after NFC).
pub const MAX_MARKS: usize = 4;

/// Why a text may not enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// A control, bidi, zero-width or tag character; shown by its number.
    #[error("character U+{:04X} is not allowed", *.0 as u32)]
    Forbidden(char),
    /// More than [`MAX_CHARS`].
    #[error("longer than {MAX_CHARS} characters")]
    TooLong,
    /// More than [`MAX_MARKS`] marks on one letter.
    #[error("too many marks on one letter")]
    TooManyMarks,
    /// The sign that stands where a letter was lost (U+FFFD).
    #[error("a letter was lost")]
    Lost,
}

/// True for characters that must never reach a record, a screen or a file raw: controls, bidi
/// controls, zero-width and invisible characters, tags, byte-order marks.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
            | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// NFC, every kind of space one plain space, none at the ends; dangerous characters refused.
///
/// # Errors
/// [`TextError`] with the first offence. The text is never silently cut.
pub fn clean(text: &str) -> Result<String, TextError> {
    match text.chars().all(is_whole) {
        true => cleaned(text.chars(), text.len()),
        false => cleaned(text.nfc(), text.len()),
    }
}

/// True for letters that stay as they are in NFC as long as only others of their kind follow: nearly all
/// that are typed.
fn is_whole(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

fn cleaned(text: impl Iterator<Item = char>, room: usize) -> Result<String, TextError> {
    let mut out = String::with_capacity(room);
    let mut marks = 0;
    let mut count = 0;
    for c in text {
        if c.is_whitespace() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
                count += 1;
            }
            marks = 0;
            continue;
        }
        if is_forbidden(c) {
            return Err(TextError::Forbidden(c));
        }
        if c == char::REPLACEMENT_CHARACTER {
            return Err(TextError::Lost);
        }
        marks = if !is_whole(c) && is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            return Err(TextError::TooManyMarks);
        }
        out.push(c);
        count += 1;
    }
    if out.ends_with(' ') {
        out.pop();
        count -= 1;
    }
    if count > MAX_CHARS {
        return Err(TextError::TooLong);
    }
    Ok(out)
}

/// The text with dangerous characters made visible, and marks beyond [`MAX_MARKS`] on a letter, for
/// anything that comes from outside.
pub fn visible(text: &str) -> String {
    shown(text).into_owned()
}

/// As [`visible`]; nothing is copied where nothing is to be done, which is nearly always.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut marks = 0;
    let shown = text.chars().map(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if is_forbidden(c) || marks > MAX_MARKS { '\u{FFFD}' } else { c }
    });
    Cow::Owned(shown.collect())
}

/// The text as one word of a shell's command, in quotes where it needs them.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%,".contains(c);
    // What begins so would be taken for an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text.to_owned() };
    if text.contains(char::is_control) {
        // Only so it can be printed, and pasted, on one line.
        let letters = text.chars().map(|c| match c {
            '\'' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        });
        return format!("$'{}'", letters.collect::<String>());
    }
    match !text.is_empty() && text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// True for printable letters of Latin scripts only, whole ones with their marks among them: nearly all
/// there ever is, and looked at by the million on its way out.
fn is_plain(text: &str) -> bool {
    let (mut lead, mut plain) = (0, true);
    for byte in text.bytes() {
        plain &= match (lead, byte) {
            // U+00A1..U+00FF without the soft hyphen, up to U+02FF, U+1E00..U+1EFF.
            (0xC2, 0x80..=0xA0 | 0xAD) => false,
            (0xE1, _) => matches!(byte, 0xB8..=0xBB),
            (_, b' '..=b'~' | 0x80..=0xBF | 0xC2..=0xCB | 0xE1) => true,
            _ => false,
        };
        lead = byte;
    }
    plain
}

/// True for what stands for an apostrophe in the names of the Central Highlands (H'Bia, K’Brếp): typed in
/// many ways, or not at all.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ˈ' | '′')
}

/// Folded for search: no marks, đ as d, ƀ as b, no apostrophes, lower case, single spaces. Both tone
/// placements (hòa, hoà) fold to the same text. Never tells whether two are one: that is [`same_key`].
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            c if is_combining_mark(c) || is_apostrophe(c) => {}
            'đ' | 'Đ' | 'Ð' | 'ð' => out.push('d'),
            'ƀ' | 'Ƀ' => out.push('b'),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// What two texts have in common that are the same name: every letter and every tone counts (Tú is not Tư,
/// Hoa is not Hòa), and only the place of the tone in its word (hoà, hòa), case, spaces and the kind of
/// apostrophe do not.
pub fn same_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut tones = String::new();
    for c in text.nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(c),
            c if c.is_whitespace() => {
                out.push_str(&std::mem::take(&mut tones));
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if is_apostrophe(c) => out.push('\''),
            c => out.extend(c.to_lowercase()),
        }
    }
    out.push_str(&tones);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// True for a name whose letters were spoiled on the way: typed in an old font (TCVN3, VNI), read in a wrong
/// code page, or with question marks where letters were.
pub fn is_spoiled(name: &str) -> bool {
    // No letter of a language of the country; what the fonts and code pages make of theirs.
    let strange = |c: char| {
        matches!(c, '?' | '\u{FFFD}' | '\u{A1}'..='\u{B3}' | '\u{B5}'..='\u{BF}' | 'Ä'..='Ç' | 'Ë' | 'Î' | 'Ï'
            | 'Ö'..='Ø' | 'Û' | 'Ü' | 'Þ'..='ß' | 'ä'..='ç' | 'ë' | 'î' | 'ï' | 'ö'..='ø' | 'û' | 'ü'
            | 'þ' | 'ÿ' | '€' | '‚' | 'ƒ' | '„' | '…' | '†' | '‡' | '‰' | '‹' | '›' | '•' | '™' | 'Š' | 'š'
            | 'Œ' | 'œ' | 'Ž' | 'ž' | 'Ÿ' | '˜')
    };
    // A large letter that no font shows so within a word: `NguyÔn`.
    let large = |a: char, b: char| a.is_lowercase() && b.is_uppercase() && !b.is_ascii();
    // A mark that stands behind its vowel as a letter of its own: `Vaên`, `Maãu`.
    let behind = |a: char, b: char| {
        matches!(a, 'a' | 'e' | 'A' | 'E') && matches!(b, 'À'..='Ý' | 'à'..='ý') && b != 'đ'
    };
    let mut letters = name.nfc();
    let Some(mut before) = letters.next() else { return false };
    if strange(before) {
        return true;
    }
    letters.any(|c| {
        let a = std::mem::replace(&mut before, c);
        strange(c) || large(a, c) || behind(a, c)
    })
}

/// A sort key that puts names in Vietnamese order: given name (last word) first, then the middle
/// words, then the family name; letters a ă â b c d đ e ê …, then tones level, grave, hook,
/// tilde, acute, dot.
pub fn name_key(name: &str) -> Box<[u8]> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut key = Vec::with_capacity(name.len() * 2);
    if let Some((given, rest)) = words.split_last() {
        word_key(given, &mut key);
        for word in rest.iter().skip(1).chain(rest.first()) {
            word_key(word, &mut key);
        }
    }
    key.into()
}

/// A sort key for any other title, word by word from the left; runs of digits compare as numbers.
pub fn title_key(title: &str) -> Box<[u8]> {
    let mut key = Vec::with_capacity(title.len() * 2);
    for word in title.split_whitespace() {
        match word.parse::<u32>() {
            Ok(n) => {
                key.push(2);
                key.extend(n.to_be_bytes());
            }
            Err(_) => word_key(word, &mut key),
        }
    }
    key.into()
}

fn word_key(word: &str, key: &mut Vec<u8>) {
    let mut tones = Vec::new();
    for c in word.nfd() {
        match c {
            '\u{300}' => set_last(&mut tones, 2),
            '\u{309}' => set_last(&mut tones, 3),
            '\u{303}' => set_last(&mut tones, 4),
            '\u{301}' => set_last(&mut tones, 5),
            '\u{323}' => set_last(&mut tones, 6),
            // ă, â, ê, ô come right after their plain letter, ơ and ư after these.
            '\u{306}' => bump(key, 1),
            '\u{302}' => bump(key, 2),
            '\u{31B}' => bump(key, 3),
            'đ' | 'Đ' => {
                key.push(letter('d') + 1);
                tones.push(1);
            }
            c => {
                let lower = c.to_lowercase().next().unwrap_or(c);
                key.push(letter(lower));
                tones.push(1);
            }
        }
    }
    key.push(1);
    key.extend(tones);
    key.push(0);
}

/// Leaves room of 4 between plain letters so that marked letters fit after them.
fn letter(c: char) -> u8 {
    match c {
        'a'..='z' => 60 + (c as u8 - b'a') * 4,
        '0'..='9' => 10 + (c as u8 - b'0'),
        _ => 50,
    }
}

fn bump(key: &mut [u8], by: u8) {
    if let Some(last) = key.last_mut() {
        *last = last.saturating_add(by);
    }
}

fn set_last(tones: &mut [u8], tone: u8) {
    if let Some(last) = tones.last_mut() {
        *last = tone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_what_is_printable_in_latin_scripts() {
        let plain =
            |c| matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}');
        for c in '\0'..='\u{2_0000}' {
            assert_eq!(is_plain(&format!("a{c}ế")), plain(c), "{c:?}");
        }
    }

    #[test]
    fn letters_taken_for_whole_are_so() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_whole(*c)) {
            assert_eq!(c.to_string().nfc().collect::<String>(), c.to_string());
            assert!(!is_combining_mark(c), "{c}");
            let pair = format!("a{c}");
            assert_eq!(pair.nfc().collect::<String>(), pair);
        }
    }

    #[test]
    fn spaces_of_every_kind_become_one_and_nfd_becomes_nfc() {
        assert_eq!(clean(" Nguyễn\u{a0}\u{a0}Thị\tẨn ").unwrap(), "Nguyễn Thị Ẩn");
        assert_eq!(clean("Nguye\u{302}\u{303}n").unwrap(), "Nguyễn");
    }

    #[test]
    fn dangerous_characters_are_refused_by_name() {
        for c in ['\u{1b}', '\0', '\u{7f}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}'] {
            assert_eq!(clean(&format!("Lan{c}x")), Err(TextError::Forbidden(c)));
        }
        assert_eq!(clean(&"a\u{334}".repeat(3)), Ok("a\u{334}".repeat(3)));
        assert_eq!(clean(&format!("a{}", "\u{334}".repeat(5))), Err(TextError::TooManyMarks));
        assert_eq!(clean("Nguy\u{fffd}n"), Err(TextError::Lost));
        assert_eq!(clean(&"a".repeat(201)), Err(TextError::TooLong));
        assert!(clean(&"ặ".repeat(200)).is_ok());
    }

    #[test]
    fn what_comes_out_holds_nothing_raw() {
        assert_eq!(visible("Lê\u{1b}[31m\u{202e}x"), "Lê\u{fffd}[31m\u{fffd}x");
        let tower = visible(&format!("a{}", "\u{334}".repeat(9)));
        assert_eq!(tower.matches('\u{334}').count(), MAX_MARKS);
        assert_eq!(visible("Nguyễn Thị Ẩn"), "Nguyễn Thị Ẩn");
    }

    #[test]
    fn folding_drops_marks_and_case_and_both_tone_placements() {
        assert_eq!(fold("Đặng Thị HÒA"), "dang thi hoa");
        assert_eq!(fold("hoà"), fold("hòa"));
        assert_eq!(fold("Nguye\u{302}\u{303}n  Ẩn"), "nguyen an");
    }

    /// `K'Brếp` was not found by `k’brep`, `Cư M’gar` not by `cu mgar`.
    #[test]
    fn names_of_the_highlands_are_found_however_their_apostrophe_is_typed() {
        for text in ["H'Mẫu", "H’mẫu", "Hʼmau", "HˈMẪU", "hmau"] {
            assert_eq!(fold(text), "hmau", "{text}");
        }
        assert_eq!(fold("Ƀing Êban"), "bing eban");
        assert_eq!(same_key("H’Mẫu"), same_key("H'mẫu"));
    }

    /// Twins Tú and Tư became one person, and a certificate went to the wrong one.
    #[test]
    fn letters_and_tones_tell_people_apart_and_the_place_of_the_tone_does_not() {
        for (a, b) in
            [("hoà", "HÒA"), ("Thuý  Hoà", "Thúy Hòa"), ("quỳ", "qùy"), ("Nguye\u{302}\u{303}n", "Nguyễn")]
        {
            assert_eq!(same_key(a), same_key(b), "{a} {b}");
        }
        for (a, b) in
            [("Tú", "Tư"), ("Hoa", "Hòa"), ("Hòa", "Hóa"), ("Ân", "Ấn"), ("Dung", "Đung"), ("H'Mẫu", "HMẫu")]
        {
            assert_ne!(same_key(a), same_key(b), "{a} {b}");
        }
        // A tone stays with its word.
        assert_ne!(same_key("Hòa Binh"), same_key("Hoa Bình"));
    }

    #[test]
    fn names_from_old_fonts_and_wrong_code_pages_are_known_as_such() {
        for spoiled in [
            "NguyÔn V¨n MÉu ¢n",
            "Nguyeãn Vaên Maãu Aân",
            "Nguyá»…n VÄƒn Máº«u",
            "Nguy?n V?n M?u",
            "Nguy\u{fffd}n",
            "TrÇn ThÞ Hoµ",
        ] {
            assert!(is_spoiled(spoiled), "{spoiled}");
        }
        for name in [
            "Nguyễn Văn Mẫu Ân",
            "NGUYỄN THỊ ÁNH",
            "Đèo Thị Mẫu Ơn",
            "H' Mẫu Nê",
            "Rơ Ô Mẫu Bhung",
            "Pơ Loong Mẫu",
            "Thạch Mẫu Sóc Kha",
            "Ô Mẫu Úy",
            "Y Blim Niê Kdăm",
            "Ƀing Êban",
            "Ksor H’Yêu",
            "Hoàng Thuỳ Quyên",
            "Giàng A Pá",
            "Nguye\u{302}\u{303}n",
        ] {
            assert!(!is_spoiled(name), "{name}");
        }
    }

    #[test]
    fn names_sort_by_given_name_in_vietnamese_order() {
        let mut names = [
            "Trần Văn Ẩn",
            "Lê Thị Ánh",
            "Lê Thị Anh",
            "Phạm Thị Bình",
            "Lê Văn Đạt",
            "Lê Văn Dũng",
            "Nguyễn Văn An",
            "Nguyễn Bá An",
            "Đỗ Thị Ân",
            "Lê Thị Ăn",
            "Vũ Ô",
            "Vũ Ơn",
            "Vũ Oanh",
        ];
        names.sort_by_key(|n| name_key(n));
        assert_eq!(
            names,
            [
                "Nguyễn Bá An",
                "Nguyễn Văn An",
                "Lê Thị Anh",
                "Lê Thị Ánh",
                "Lê Thị Ăn",
                "Đỗ Thị Ân",
                "Trần Văn Ẩn",
                "Phạm Thị Bình",
                "Lê Văn Dũng",
                "Lê Văn Đạt",
                "Vũ Oanh",
                "Vũ Ô",
                "Vũ Ơn",
            ]
        );
    }

    #[test]
    fn titles_with_numbers_sort_as_numbers() {
        let mut titles = ["Chi bộ Thôn 10", "Chi bộ Thôn 2", "Chi bộ Thôn 1"];
        titles.sort_by_key(|t| title_key(t));
        assert_eq!(titles, ["Chi bộ Thôn 1", "Chi bộ Thôn 2", "Chi bộ Thôn 10"]);
    }
}
