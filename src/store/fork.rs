//! Which of several histories is the true one: the marks of those who wrote say so. For a book with a log of
//! somebody else's in it, and for mending one from a copy. Must not read or write anything.

use super::found::Found;
use super::mark::Mark;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Takes out of what was found the logs that only contradict: the copy of a log, one of another book, one from
/// a store that went its own way. `known` are those of which something was read before. Their names come back.
pub(super) fn take_out_strays(
    found: &mut Vec<Found>,
    marks: &[(String, Mark)],
    (seq, hash): (u64, &str),
    known: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut numbers: BTreeMap<u64, &str> = BTreeMap::new();
    let disputed = found.iter().any(|record| {
        let other = numbers.insert(record.step.seq, &record.hash);
        record.step.seq <= seq || other.is_some_and(|other| other != record.hash)
    });
    if !disputed {
        return Vec::new();
    }
    let ahead: Vec<(&Found, bool)> = found
        .iter()
        .filter(|record| record.step.seq > seq)
        .map(|record| (record, known(&record.file)))
        .collect();
    let chain = longest(&ahead, marks, (seq + 1, hash));
    let on_chain: Vec<&Found> =
        chain.iter().filter_map(|n| ahead.get(*n)).map(|(record, _)| *record).collect();
    let last = on_chain.last().map_or(seq, |record| record.step.seq);
    let hashes: BTreeSet<String> = on_chain.iter().map(|record| record.hash.clone()).collect();
    // A copy shares its beginning with the true log: needed is a file that has what no other one has.
    let mut bearers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in found.iter().filter(|record| hashes.contains(&record.hash)) {
        bearers.entry(&record.hash).or_default().insert(&record.file);
    }
    let mut needed: BTreeSet<&str> =
        bearers.values().filter(|files| files.len() == 1).flatten().copied().collect();
    for files in bearers.values() {
        if !files.iter().any(|file| needed.contains(file) || known(file)) {
            // The longer name is that of the copy.
            needed.extend(files.iter().min_by_key(|file| (file.len(), **file)));
        }
    }
    let contradicts = |record: &&Found| {
        record.step.seq <= last && !known(&record.file) && !needed.contains(record.file.as_str())
    };
    let strays: BTreeSet<String> =
        found.iter().filter(contradicts).map(|record| record.file.clone()).collect();
    found.retain(|record| !strays.contains(&record.file));
    // Of what is still disputed that comes first which the marks vouch for.
    found.sort_by_key(|record| !hashes.contains(&record.hash));
    strays.into_iter().collect()
}

/// The history that can be put together behind a record with the most of what the marks tell of, of those the one
/// with the most of this store's own lines, of those the longest: places in `records`, in order. It begins with
/// number `first`, whose record names `before` as the hash before it.
pub(super) fn longest(
    records: &[(&Found, bool)],
    marks: &[(String, Mark)],
    (first, before): (u64, &str),
) -> Vec<usize> {
    type Reach = (usize, usize, usize);
    let told: BTreeSet<(u64, &str)> = marks.iter().map(|(_, mark)| (mark.seq, mark.hash.as_str())).collect();
    let mut by_prev: HashMap<(u64, &str), Vec<usize>> = HashMap::new();
    for (n, (found, _)) in records.iter().enumerate() {
        let step = &found.step;
        by_prev.entry((step.seq, &step.prev)).or_default().push(n);
    }
    // From the end: how far each record leads, and by which one after it.
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|n| records.get(*n).map(|(found, _)| std::cmp::Reverse(found.step.seq)));
    let mut reach: HashMap<usize, (Reach, Option<usize>)> = HashMap::new();
    let best = |reach: &HashMap<usize, (Reach, Option<usize>)>, seq: u64, prev: &str| {
        let after = by_prev.get(&(seq, prev)).into_iter().flatten();
        after
            .filter_map(|n| Some((reach.get(n)?.0, *n)))
            .max_by_key(|(length, n)| (*length, std::cmp::Reverse(*n)))
    };
    for n in order {
        let Some((found, own)) = records.get(n) else { continue };
        let next = best(&reach, found.step.seq + 1, &found.hash);
        let (marked, mine, length) = next.map_or((0, 0, 0), |(reach, _)| reach);
        let is_told = told.contains(&(found.step.seq, found.hash.as_str()));
        let mine = mine + usize::from(*own);
        reach.insert(n, ((marked + usize::from(is_told), mine, length + 1), next.map(|(_, n)| n)));
    }
    let mut chain = Vec::new();
    let mut at = best(&reach, first, before).map(|(_, n)| n);
    while let Some(n) = at {
        chain.push(n);
        at = reach.get(&n).and_then(|(_, next)| *next);
    }
    chain
}
