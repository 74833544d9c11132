//! Work shared out among the cores: parts of a range, or of a slice, what came of each in order.
//!
//! Pure: threads, and for whoever waits how long it has been. What a part that crashed means is the
//! caller's to say.

pub mod waiting;

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{self, Result};

/// How many work at once, 1..=8.
pub fn size() -> usize {
    // The system has a dozen files to read for it.
    static SIZE: OnceLock<usize> = OnceLock::new();
    *SIZE.get_or_init(|| thread::available_parallelism().map_or(1, usize::from).min(8))
}

/// Parts for each of those who work.
const SLICES: usize = 4;

/// Does parts of `count` things at once; fewer than `least` are done here.
pub fn shared<T: Send>(
    count: usize,
    least: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<Result<T>> {
    if count < least {
        return vec![Ok(work(0..count))];
    }
    // Some parts take longer than others: whoever is ready takes the next one.
    let share = count.div_ceil(size() * SLICES).max(1);
    let next = AtomicUsize::new(0);
    let some = || {
        let starts =
            std::iter::from_fn(|| Some(next.fetch_add(share, Relaxed)).filter(|start| *start < count));
        starts.map(|start| (start, work(start..(start + share).min(count)))).collect::<Vec<_>>()
    };
    if size() == 1 {
        // In parts all the same: between two of them it can be stopped.
        return some().into_iter().map(|(_, part)| Ok(part)).collect();
    }
    let mut parts = Vec::new();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..size()).map(|_| scope.spawn(some)).collect();
        for worker in workers {
            match worker.join() {
                Ok(done) => parts.extend(done.into_iter().map(|(start, part)| (start, Ok(part)))),
                Err(crash) => parts.push((count, Err(crash))),
            }
        }
    });
    parts.sort_by_key(|(start, _)| *start);
    parts.into_iter().map(|(_, part)| part).collect()
}

/// As [`shared`], where a crash in a part is a crash.
pub fn parts<T: Send>(count: usize, least: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let parts = shared(count, least, work).into_iter();
    parts.map(|part| part.unwrap_or_else(|crash| std::panic::resume_unwind(crash))).collect()
}

/// As [`shared`], with things that are changed, by so many at once: more than [`size`] where they wait for
/// the disk.
pub fn shared_mut<I: Send, T: Send>(
    items: &mut [I],
    hands: usize,
    work: impl Fn(&mut [I]) -> T + Sync,
) -> Vec<Result<T>> {
    if items.len() < 2 || hands < 2 {
        return vec![Ok(work(items))];
    }
    let (share, work) = (items.len().div_ceil(hands).max(1), &work);
    thread::scope(|scope| {
        let parts: Vec<_> = items.chunks_mut(share).map(|part| scope.spawn(move || work(part))).collect();
        parts.into_iter().map(|part| part.join()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_is_done_once_and_comes_back_in_order() {
        for count in [0, 1, 2, 7, 100, 1001] {
            for least in [0, 5, 2000] {
                let done = shared(count, least, |part| part.collect::<Vec<_>>());
                let done: Vec<usize> = done.into_iter().flat_map(|part| part.unwrap()).collect();
                assert_eq!(done, (0..count).collect::<Vec<_>>());
                let mut items = vec![1; count];
                let sums = shared_mut(&mut items, least.min(9), |part| {
                    part.iter_mut().for_each(|n| *n += 1);
                    part.len()
                });
                assert_eq!(sums.into_iter().map(|part| part.unwrap()).sum::<usize>(), count);
                assert!(items.iter().all(|n| *n == 2));
            }
        }
    }
}
