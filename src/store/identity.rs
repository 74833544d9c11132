//! Who is writing, what time it is, and where new ids come from: the three things that tests fix.

use crate::domain::access::is_name;
use crate::domain::{OccasionId, PersonId, UnitId};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The account behind the process, from the kernel, never from `$USER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Name of its files in a book: the number of the account.
    pub key: String,
    /// Name to show, and the name that roles are granted to.
    pub name: String,
    pub uid: u32,
    /// A person whom the store's owner named with `--as`.
    pub bound: bool,
}

/// No core dumps: they would hold what is in memory. Where the system refuses, it is as it was.
pub fn forbid_core_dumps() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// True for the account that may give files away.
pub fn is_root() -> bool {
    uzers::get_effective_uid() == 0
}

/// The name of an account, or its number where it has none.
pub fn account_name(uid: u32) -> String {
    uzers::get_user_by_uid(uid)
        .map(|user| user.name().to_string_lossy().into_owned())
        .and_then(|name| crate::domain::text::clean(&name).ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| uid.to_string())
}

/// The number of the account with this name, where there is one.
pub fn account_number(name: &str) -> Option<u32> {
    uzers::get_user_by_name(name).map(|user| user.uid())
}

impl Account {
    /// The account of this process.
    pub fn of_process() -> Account {
        let uid = uzers::get_current_uid();
        let name = account_name(uid);
        Account { key: uid.to_string(), name, uid, bound: false }
    }

    /// A person who comes with a key of their own through the account of the store's owner; `None`
    /// when [`is_name`] does not take the name.
    pub fn bound(name: &str) -> Option<Account> {
        let uid = uzers::get_current_uid();
        is_name(name).then(|| Account { key: name.to_owned(), name: name.to_owned(), uid, bound: true })
    }
}

/// The clock of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's.
    Real,
    /// The machine's time of day on a given day (`--today`).
    OnDay(NaiveDate),
    /// Always this moment.
    Frozen(DateTime<FixedOffset>),
}

impl Clock {
    /// The time now at the offset `zone` (`+07:00`).
    pub fn now(self, zone: &str) -> DateTime<FixedOffset> {
        let east = zone.parse::<FixedOffset>().ok().or_else(|| FixedOffset::east_opt(7 * 3600));
        let now = match east {
            Some(east) => Utc::now().with_timezone(&east),
            None => Utc::now().fixed_offset(),
        };
        // Whole seconds: what is shown is what is stored.
        let now = now.with_time(with_seconds(now.time())).single().unwrap_or(now);
        match self {
            Clock::Real => now,
            Clock::OnDay(day) => {
                day.and_time(now.time()).and_local_timezone(*now.offset()).single().unwrap_or(now)
            }
            Clock::Frozen(moment) => moment,
        }
    }
}

fn with_seconds(time: NaiveTime) -> NaiveTime {
    use chrono::Timelike;
    time.with_nanosecond(0).unwrap_or(time)
}

/// Where new ids come from.
#[derive(Clone, Debug)]
pub enum Ids {
    Random,
    /// 1, 2, 3 …, for tests.
    Counting(Arc<AtomicU64>),
}

impl Ids {
    fn bits(&self) -> u64 {
        match self {
            Ids::Random => (uuid::Uuid::new_v4().as_u128() >> 2) as u64,
            // Spread over the letters, so that short prefixes tell them apart.
            Ids::Counting(next) => next.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        }
    }

    /// An id for a new person.
    pub fn person(&self) -> PersonId {
        PersonId::from_bits(self.bits())
    }

    /// An id for a new unit.
    pub fn unit(&self) -> UnitId {
        UnitId::from_bits(self.bits())
    }

    /// An id for a new class, ceremony or review.
    pub fn occasion(&self) -> OccasionId {
        OccasionId::from_bits(self.bits())
    }

    /// A name for an action; later ones sort after earlier ones.
    pub fn op(&self) -> String {
        match self {
            Ids::Random => uuid::Uuid::now_v7().simple().to_string(),
            Ids::Counting(next) => format!("op-{:08}", next.fetch_add(1, Ordering::Relaxed)),
        }
    }
}
