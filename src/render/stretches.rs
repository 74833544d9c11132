//! Rows in stretches on all cores, for every format.

use crate::parallel;
use std::io;
use std::ops::Range;

/// Makes rows a stretch at a time on all cores, `stretch` for each of them, and hands the stretches on in their order:
/// a table larger than memory can leave so. Fewer than `few` rows are made without help.
pub fn in_stretches<T: Send>(
    rows: usize,
    stretch: usize,
    few: usize,
    make: impl Fn(Range<usize>) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let round = stretch * parallel::size();
    for start in (0..rows).step_by(round) {
        let count = round.min(rows - start);
        for made in parallel::shared(count, few, |part| make(start + part.start..start + part.end)) {
            take(made.map_err(|_| io::Error::other("a writer crashed"))?)?;
        }
    }
    Ok(())
}

/// A code with its parts on one level: `flow.admitted` is `flow_admitted`.
pub fn flat(code: &str) -> String {
    code.replace('.', "_")
}
