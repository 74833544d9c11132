//! Finding people and units by what someone remembers of them: folded words in any order, a code,
//! an identity number, the beginning of an id.

use super::register::{PersonRow, Register, UnitRow};
use crate::domain::text::fold;

/// Letters that a number, or the beginning of an id, must have to be looked for.
const NUMBER: usize = 4;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Person(PersonRow),
    Unit(UnitRow),
}

/// Everything that matches, best first: whole names, given names, beginnings of words, the rest.
pub fn find(register: &Register, text: &str) -> Vec<Hit> {
    let wanted = fold(text);
    let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(u8, u8, u64, Hit)> = Vec::new();
    // The longest word is in the fewest names.
    let longest = words.iter().copied().max_by_key(|word| word.len()).unwrap_or_default();
    for row in register.folded_with(longest) {
        if let Some(rank) = rank(register.folded(row), &wanted, &words) {
            hits.push((rank, 0, register.order(row), Hit::Person(row)));
        }
    }
    if wanted.len() >= NUMBER {
        by_number(register, &wanted, |rank, row| {
            if !hits.iter().any(|hit| hit.3 == Hit::Person(row)) {
                hits.push((rank, 0, register.order(row), Hit::Person(row)));
            }
        });
    }
    for row in register.units_with(longest) {
        let Some(entry) = register.unit(row) else { continue };
        let by_name = entry.folded.split('\n').filter_map(|name| rank(name, &wanted, &words)).min();
        hits.extend(by_name.map(|rank| (rank, 1, row as u64, Hit::Unit(row))));
    }
    for row in register.units_coded(&wanted) {
        hits.retain(|hit| hit.3 != Hit::Unit(row));
        hits.push((0, 1, row as u64, Hit::Unit(row)));
    }
    hits.sort_unstable_by_key(|(rank, kind, order, _)| (*rank, *kind, *order));
    hits.into_iter().map(|(.., hit)| hit).collect()
}

/// 0 the whole name, 1 the given name, 2 all words begin a word, 3 all words are somewhere.
fn rank(name: &str, wanted: &str, words: &[&str]) -> Option<u8> {
    if name == wanted {
        return Some(0);
    }
    if !words.iter().all(|word| name.contains(word)) {
        return None;
    }
    let begins = |word: &&str| name.split(' ').any(|own| own.starts_with(*word));
    let given = name.rsplit(' ').next().unwrap_or_default();
    Some(match words {
        [only] if given == *only => 1,
        words if words.iter().all(begins) => 2,
        _ => 3,
    })
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
    fn words_match_in_any_order_and_given_names_come_first() {
        let rank = |name: &str, wanted: &str| {
            let words: Vec<&str> = wanted.split(' ').collect();
            super::rank(&fold(name), wanted, &words)
        };
        assert_eq!(rank("Lê Thị Ánh", "le thi anh"), Some(0));
        assert_eq!(rank("Lê Thị Ánh", "anh"), Some(1));
        assert_eq!(rank("Ánh Thị Lê", "anh"), Some(2));
        assert_eq!(rank("Lê Thị Ánh", "anh le"), Some(2));
        assert_eq!(rank("Lê Thị Oanh", "anh"), Some(3));
        assert_eq!(rank("Lê Thị Ánh", "binh"), None);
    }
}
