//! A snapshot, raw and with the right sum before it.
#![no_main]

use ketnap::store::record::hash;
use ketnap::store::snapshot::{decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    assert!(decode(bytes).is_none_or(|chain| !chain.head.hash.is_empty() || chain.head.seq == 0));
    let whole = [b"// ", hash(bytes).as_bytes(), b"\n", bytes].concat();
    if let Some(chain) = decode(&whole)
        && let Ok(text) = encode(&chain)
    {
        let again = decode(text.as_bytes()).expect("what was written is read");
        assert_eq!((again.book, again.head.seq), (chain.book, chain.head.seq));
    }
});
