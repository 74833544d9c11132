//! Finding people, units and occasions by what someone remembers of them: folded words in any order, a code,
//! an identity number, the beginning of an id; where nothing is called so, words may be initials (`cb thon 1`,
//! `ntm cuc`).

use super::register::{OccasionEntry, Register};
use super::rows::{NameRow, PersonRow, Row, UnitRow};
use crate::domain::OccasionId;
use crate::domain::text::fold;
use std::collections::HashSet;

/// Letters that a number, or the beginning of an id, must have to be looked for.
const NUMBER: usize = 4;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hit {
    Person(PersonRow),
    Unit(UnitRow),
    Occasion(OccasionId),
}

/// The best of what was found, and how much that was in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: usize,
}

/// How well something matches: rank, people before units before occasions, order.
type Ranked = (u8, u8, u64, Hit);

/// What matches, best first, `most` of it: whole names, given names, beginnings of words, the rest.
pub fn find(register: &Register, text: &str, most: usize) -> Found {
    let wanted = fold(text);
    let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    // The longest word is in the fewest names.
    let Some(longest) = words.iter().copied().max_by_key(|word| word.len()) else { return Found::default() };
    let of_unit = |row: UnitRow, rank| (rank, 1, row.at() as u64, Hit::Unit(row));
    let mut hits: Vec<Ranked> =
        register.units_coded(&wanted).into_iter().map(|row| of_unit(row, 0)).collect();
    let mut sure: HashSet<Hit> = hits.iter().map(|hit| hit.3).collect();
    if wanted.len() >= NUMBER {
        by_number(register, &wanted, |rank, row| {
            if sure.insert(Hit::Person(row)) {
                hits.push(of_person(register, row, rank));
            }
        });
    }
    // Whoever is looked at has the longest word in the name.
    let others: Vec<&str> = words.iter().copied().filter(|word| *word != longest).collect();
    let named = |name: NameRow| {
        let folded = register.folded(name);
        let all = others.iter().all(|word| folded.contains(word));
        all.then(|| (rank(folded, &wanted, &words), name))
    };
    let unit = |row| {
        let names = register.folded_unit(row).split('\n');
        let names = names.filter(|name| words.iter().all(|word| name.contains(word)));
        names.map(|name| rank(name, &wanted, &words)).min().map(|rank| of_unit(row, rank))
    };
    let names = register.names_with(longest).into_iter().filter_map(named).collect();
    let (people, mut total) = bearers(register, names, &sure, most);
    let is_new = |hit: &Ranked| !sure.contains(&hit.3);
    let units: Vec<Ranked> =
        register.units_with(longest).into_iter().filter_map(unit).filter(is_new).collect();
    let occasions = occasions(register, &wanted, &words, longest);
    total += hits.len() + units.len() + occasions.len();
    hits.extend(people.into_iter().chain(units).chain(occasions));
    if hits.is_empty() && words.iter().any(|word| may_be_initials(word)) {
        let short = |names: &str| names.split('\n').any(|name| is_short_for(&words, name));
        let names = register.names().filter(|name| short(register.folded(*name)));
        (hits, total) = bearers(register, names.map(|name| (SHORT, name)).collect(), &sure, most);
        let units = register.unit_rows().filter(|row| short(register.folded_unit(*row)));
        let units: Vec<Ranked> = units.map(|row| of_unit(row, SHORT)).collect();
        total += units.len();
        hits.extend(units);
    }
    hits.sort_unstable();
    hits.truncate(most);
    Found { hits: hits.into_iter().map(|(.., hit)| hit).collect(), total }
}

fn of_person(register: &Register, row: PersonRow, rank: u8) -> Ranked {
    (rank, 0, register.order(row), Hit::Person(row))
}

/// Occasions by their name, the number of the document, or the beginning of the id.
fn occasions(register: &Register, wanted: &str, words: &[&str], longest: &str) -> Vec<Ranked> {
    // The latest first.
    let of = |entry: &OccasionEntry, rank: u8| {
        let day = entry.occasion.from.map_or(0, |date| date.last_day().number().max(0) as u64);
        (rank, 2, u64::MAX - day, Hit::Occasion(entry.id))
    };
    let called = register.occasions_with(longest).into_iter().filter_map(|(entry, folded)| {
        let (name, number) = folded.split_once('\n').unwrap_or((folded, ""));
        let all = words.iter().all(|word| name.contains(word));
        let rank = if number == wanted { Some(0) } else { all.then(|| rank(name, wanted, words)) };
        rank.map(|rank| of(&entry, rank))
    });
    let mut found: Vec<Ranked> = called.collect();
    if wanted.len() >= NUMBER {
        let coded = register.occasions_with_id(wanted).map(|entry| of(&entry, 3));
        found.extend(coded.filter(|hit| !found.iter().any(|known| known.3 == hit.3)).collect::<Vec<_>>());
    }
    found
}

/// The people of some ranked names but those that are known, as many as may be shown, and how many they
/// are in all.
fn bearers(
    register: &Register,
    mut names: Vec<(u8, NameRow)>,
    known: &HashSet<Hit>,
    most: usize,
) -> (Vec<Ranked>, usize) {
    // The names of each layer stand in their order: the first people of each are the ones to be shown.
    names.sort_unstable_by_key(|(rank, name)| (register.is_fresh(*name), *rank, *name));
    let (mut hits, mut total) = (Vec::new(), 0);
    for part in names.chunk_by(|a, b| register.is_fresh(a.1) == register.is_fresh(b.1)) {
        let mut left = most;
        for (rank, name) in part {
            // Nobody has two names but in a register that is damaged.
            if total >= register.len() {
                break;
            }
            let mut people = register.called(*name).filter(|row| !known.contains(&Hit::Person(*row)));
            let shown = people.by_ref().take(left).map(|row| of_person(register, row, *rank));
            let before = hits.len();
            hits.extend(shown);
            left -= hits.len() - before;
            total += hits.len() - before + people.count();
        }
    }
    (hits, total)
}

/// Rank of a name that words are short for.
const SHORT: u8 = 4;

/// True for a word that may stand for the first letters of words.
fn may_be_initials(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// True when every word is in a name, or is the first letters of words that follow each other there.
fn is_short_for(words: &[&str], name: &str) -> bool {
    // More words than that no name has; folded letters are mostly single bytes, and others are no initials.
    let mut initials = [b' '; 32];
    for (place, word) in initials.iter_mut().zip(name.split(' ')) {
        *place = word.bytes().next().unwrap_or(b' ');
    }
    let stands_for = |word: &&str| {
        let initials = || initials.windows(word.len()).any(|letters| letters.iter().eq(word.as_bytes()));
        (may_be_initials(word) && initials()) || name.contains(*word)
    };
    words.iter().all(stands_for)
}

/// How well a name fits that has all words: 0 the whole name, 1 the given name, 2 all words begin a word,
/// 3 all words are somewhere.
fn rank(name: &str, wanted: &str, words: &[&str]) -> u8 {
    if name == wanted {
        return 0;
    }
    let begins = |word: &&str| name.split(' ').any(|own| own.starts_with(*word));
    let given = name.rsplit(' ').next().unwrap_or_default();
    match words {
        [only] if given == *only => 1,
        words if words.iter().all(begins) => 2,
        _ => 3,
    }
}

/// Codes and identity numbers are found whole, ids by their beginning.
fn by_number(register: &Register, wanted: &str, mut hit: impl FnMut(u8, PersonRow)) {
    for row in register.numbers_with(wanted) {
        let (code, number) = register.numbers(row);
        if code == wanted || number == wanted {
            hit(0, row);
        }
    }
    register.with_id_prefix(wanted).into_iter().for_each(|row| hit(3, row));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_the_initials_of_words_that_follow_each_other() {
        let short = |text: &str, name: &str| is_short_for(&text.split(' ').collect::<Vec<_>>(), &fold(name));
        assert!(short("cb thon 1", "Chi bộ Thôn 1") && short("ttx", "Thị trấn Xuân"));
        assert!(short("ntm cuc", "Nguyễn Thị Mẫu Cúc") && short("tm nguyen", "Nguyễn Thị Mẫu Cúc"));
        assert!(!short("nm", "Nguyễn Thị Mẫu Cúc") && !short("c", "Thị trấn") && !short("cb 2", "Chi bộ 1"));
    }

    #[test]
    fn words_match_in_any_order_and_given_names_come_first() {
        let rank = |name: &str, wanted: &str| {
            let words: Vec<&str> = wanted.split(' ').collect();
            super::rank(&fold(name), wanted, &words)
        };
        assert_eq!(rank("Lê Thị Ánh", "le thi anh"), 0);
        assert_eq!(rank("Lê Thị Ánh", "anh"), 1);
        assert_eq!(rank("Ánh Thị Lê", "anh"), 2);
        assert_eq!(rank("Lê Thị Ánh", "anh le"), 2);
        assert_eq!(rank("Lê Thị Oanh", "anh"), 3);
    }
}
