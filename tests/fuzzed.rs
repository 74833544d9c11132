//! The short form of the fuzz targets: their corpus, and a few thousand inputs made from it.

use crate::checks;
use proptest::prelude::*;
use std::fs;

type Check = fn(&[u8]);

const TARGETS: [(&str, Check); 4] = [
    ("log_line", checks::log_line),
    ("snapshot", checks::snapshot),
    ("settings", checks::settings),
    ("csv", checks::csv),
];

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn the_corpus_of_every_fuzz_target_holds() {
    for (target, check) in TARGETS {
        let inputs = corpus(target);
        assert!(!inputs.is_empty(), "{target}");
        inputs.iter().for_each(|input| check(input));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn what_is_made_from_the_corpus_holds_too(
        target in 0usize..4, which in any::<prop::sample::Index>(), with in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(), until in any::<prop::sample::Index>(),
        bytes in proptest::collection::vec(any::<u8>(), 0..6),
    ) {
        let (name, check) = TARGETS[target];
        let inputs = corpus(name);
        let (one, other) = (&inputs[which.index(inputs.len())], &inputs[with.index(inputs.len())]);
        let (at, until) = (at.index(one.len() + 1), until.index(other.len() + 1));
        // Cut, altered, or joined to another one.
        check(&[&one[..at], &bytes[..], &one[(at + bytes.len()).min(one.len())..]].concat());
        check(&[&one[..at], &bytes[..], &other[until..]].concat());
        check(&bytes);
    }
}
