//! `ketnap sample --units N --people M --seed S DIR`: an invented office of any size, for
//! benchmarks and tests. Not in the help: an office to look at is `ketnap init --sample`.

use super::{Failure, Session};
use crate::domain::Why;
use crate::exchange::sample::large::{Large, Size};
use crate::parallel;
use crate::store::{Books, Clock, Options, Store, StoreError};
use chrono::{FixedOffset, NaiveTime};
use clap::Args;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Args)]
pub struct Sample {
    #[arg(long, default_value_t = 60)]
    pub units: usize,
    #[arg(long, default_value_t = 2000)]
    pub people: usize,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    pub dir: PathBuf,
}

/// Makes the office.
pub fn run(session: &Session, args: &Sample) -> Result<(), Failure> {
    if session.read_only || session.account.bound {
        return Err(Failure::Refused(session.lang.read_only()));
    }
    let size = Size { units: args.units, people: args.people, seed: args.seed };
    let large = Large::plan(size).map_err(|error| Failure::Damaged(error.to_string()))?;
    // Always the same moment, so that the same seed gives the same records.
    let moment = large.day().last().and_time(NaiveTime::MIN);
    let moment = FixedOffset::east_opt(7 * 3600).and_then(|zone| moment.and_local_timezone(zone).single());
    let options = Options { clock: moment.map_or(Clock::Real, Clock::Frozen), ..session.options() };
    let made =
        Store::init_with(&args.dir, options, (Some(large.day()), false), |store, op| fill(store, op, &large));
    let store = made.map_err(|error| session.failure(&error))?;
    session.done(&session.lang.store_made(store.path().display()))
}

/// Adds all books, those of the grassroots several at a time.
fn fill(store: &Store, op: &str, large: &Large) -> Result<(), StoreError> {
    let mut upper = Books::new();
    for book in large.upper() {
        store.add_book(&mut upper, book, op, Why::Sample)?;
    }
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), StoreError> {
        let mut books = upper.clone();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= large.bases() {
                return Ok(());
            }
            let book = large.base(n);
            let id = book.id;
            store.add_book(&mut books, book, op, Why::Sample)?;
            books.remove(&id);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..parallel::size()).map(|_| scope.spawn(work)).collect();
        let crashed = || Err(StoreError::io("writing")(std::io::Error::other("a writer crashed")));
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| crashed()))
    })
}
