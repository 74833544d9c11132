//! The register on the disk: two files in the user's cache folder, the base and what is fresh.
//!
//! Disposable: deleting them costs a rebuild and nothing else. Never believed for being there: they
//! must be of this program, this store, this account and these rules (the *recipe*), and the base must be
//! the very file that was written (its *seal*, which the fresh file holds), looked through on this day, or
//! every byte of it is summed up before it is used.

use super::mapping;
use crate::query::Register;
use crate::query::columns::{Columns, Part};
use crate::store::Store;
use crate::store::files::{Dir, Stamp};
use crate::store::layout::PRIVATE;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// Largest file that is mapped, in bytes.
const MAX: u64 = 1 << 36;
/// Largest fresh file, in bytes.
const MAX_FRESH: u64 = 1 << 28;

/// A register that was not written for this long is removed when another one is made, in nanoseconds.
const FORGOTTEN: i64 = 180 * 24 * 3600 * 1_000_000_000;

/// Where the register of a store lies.
#[derive(Debug)]
pub(super) struct Cache {
    dir: Dir,
    name: String,
}

/// The name of this start of the system: what was written before it may not have reached the disk.
fn boot() -> u64 {
    let id = std::fs::read("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The days since 1970: what rotted on the disk changes no time of its file, so every byte of a base is summed
/// up once a day.
fn day() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Realtime);
    (now.tv_sec / 86_400) as u64
}

fn seal(stamp: Stamp, day: u64) -> [u64; 7] {
    let Stamp { device, inode, size, modified, changed } = stamp;
    [device, inode, size, modified as u64, changed as u64, boot(), day]
}

impl Cache {
    /// The cache of a store; `None` where there is no folder for it.
    pub fn of(store: &Store) -> Option<Cache> {
        let folder = store.options.cache.as_ref()?;
        std::fs::create_dir_all(folder).ok()?;
        let dir = Dir::open(folder).ok()?;
        // A folder that others may write to is no place for what is believed.
        let facts = dir.facts().ok()?;
        if facts.owner != store.options.account.uid {
            return None;
        }
        if facts.mode & 0o077 != 0 {
            dir.close_to_others().ok()?;
        }
        let at = store.root.look(".");
        Some(Cache { dir, name: format!("{}-{:x}-{:x}", file_name(&store.plate.id), at.device, at.inode) })
    }

    /// The register as it was kept, when it can be believed, and whether its base lies where it was put by
    /// this start of the system.
    pub fn load(&self, recipe: &[u8; 32]) -> Option<(Register, bool)> {
        let file = self.dir.open_file(&format!("{}.fresh", self.name), MAX_FRESH).ok()??;
        let mut fresh = Columns::open(mapping::map(&file).ok()?, true).ok()?;
        let file = self.dir.open_file(&format!("{}.base", self.name), MAX).ok()??;
        let seal = seal(file.stamp().ok()?, day());
        let sealed = fresh.all::<u64>(Part::Seal) == seal;
        let base = Columns::open(mapping::map(&file).ok()?, !sealed).ok()?;
        if base.recipe != *recipe || fresh.recipe != *recipe || base.stamp != fresh.stamp {
            return None;
        }
        if !sealed {
            // Summed up once, it need not be again until the system is started anew: whoever has looked at all
            // books keeps it so.
            fresh.put(Part::Seal, &seal);
        }
        Some((Register::layered(base, fresh), sealed))
    }

    /// Keeps the register: the base only when it changed. Returns the mark and the seal of
    /// the base.
    pub fn keep(&self, register: &Register, recipe: &[u8; 32]) -> io::Result<(u64, Vec<u64>)> {
        let base_name = format!("{}.base", self.name);
        let mut fresh = register.fresh().clone();
        if fresh.lacks(Part::Seal) {
            let mut base = register.base().clone();
            base.recipe = *recipe;
            base.stamp = uuid::Uuid::new_v4().as_u128() as u64;
            self.put(&base_name, &base)?;
            let file = self.dir.open_file(&base_name, MAX)?.ok_or(io::ErrorKind::NotFound)?;
            let stamp = file.stamp()?;
            fresh.put(Part::Seal, &seal(stamp, day()));
            fresh.stamp = base.stamp;
            self.tidy_up(stamp);
        }
        fresh.recipe = *recipe;
        self.put(&format!("{}.fresh", self.name), &fresh)?;
        Ok((fresh.stamp, fresh.all(Part::Seal).to_vec()))
    }

    /// Removes the registers of which nothing was written for so long before this one: their stores stand
    /// still, or are no longer there. Whoever comes back to one has it made anew.
    fn tidy_up(&self, now: Stamp) {
        let names = self.dir.list().unwrap_or_default().into_iter().map(|(name, _)| name);
        let mut written: BTreeMap<String, i64> = BTreeMap::new();
        // A base may be old that has fresh rows every day.
        for name in names {
            if let Some((register, "base" | "fresh")) = name.rsplit_once('.') {
                let last = written.entry(register.to_owned()).or_default();
                *last = self.dir.look(&name).modified.max(*last);
            }
        }
        for (register, _) in written.iter().filter(|(_, last)| now.modified - **last > FORGOTTEN) {
            // What cannot be removed costs room, and nothing else.
            let _ = ["base", "fresh"].map(|end| self.dir.remove(&format!("{register}.{end}")));
        }
    }

    fn put(&self, name: &str, columns: &Columns) -> io::Result<()> {
        self.dir.replace_with(name, PRIVATE, |file| {
            let mut out = BufWriter::with_capacity(1 << 20, file);
            columns.write(&mut out)?;
            out.flush()
        })
    }
}

/// A store's id as a part of a file name, whatever it is.
fn file_name(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(40).collect()
}

impl Store {
    /// What a register is derived by and for: this program, store and account, its rights, the
    /// value lists and the rules.
    pub(super) fn recipe(&self) -> [u8; 32] {
        let program = std::env::current_exe().and_then(std::fs::metadata);
        let program = program.map(|facts| (facts.len(), facts.modified().ok()));
        let account = &self.options.account;
        let mut hash = Sha256::new();
        hash.update(format!("{} {program:?}", env!("CARGO_PKG_VERSION")));
        hash.update(format!("{} {account:?} {:?}", self.plate.id, self.rights));
        hash.update(format!("{:?} {:?}", self.plate.rules_layer, self.rules_hash));
        hash.update(self.values_hash);
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Why;
    use crate::domain::edit::NewBook;
    use crate::domain::{Unit, UnitId};
    use crate::office::Office;
    use crate::store::init::New;
    use crate::store::{Account, Clock, Ids, Options};
    use std::path::Path;

    /// A store whose register is kept in a folder.
    fn kept(path: &Path, cache: &Path) -> Options {
        let account = Account { key: "lan".into(), name: "lan".into(), ..Account::of_process() };
        let options = Options {
            read_only: false,
            clock: Clock::Frozen("2023-07-31T10:42:00+07:00".parse().unwrap()),
            ids: Ids::Random,
            account,
            cache: Some(cache.to_owned()),
            waiting: Default::default(),
        };
        let unit = Unit::new("Xã Mẫu".into(), "base".into(), None);
        let book = NewBook { id: UnitId::from_bits(1), unit, edits: Vec::new() };
        let new = New { books: vec![book], why: Why::Entry, day: None, over: false };
        drop(Store::init(path, options.clone(), new).unwrap());
        Office::open(Store::open(path, options.clone()).unwrap()).unwrap();
        options
    }

    #[test]
    fn a_register_that_was_not_written_for_half_a_year_goes_when_another_one_is_made() {
        let dir = tempfile::TempDir::new().unwrap();
        let cache = dir.path().join("cache");
        let names = || {
            let mut names: Vec<_> =
                std::fs::read_dir(&cache).unwrap().map(|file| file.unwrap().file_name()).collect();
            names.sort();
            names
        };
        kept(&dir.path().join("left"), &cache);
        let left = names();
        assert_eq!(left.len(), 2);
        let old = |name: &std::ffi::OsString, days: u64| {
            let file = std::fs::File::options().write(true).open(cache.join(name)).unwrap();
            let ago = std::time::Duration::from_secs(24 * 3600 * days);
            file.set_modified(std::time::SystemTime::now() - ago).unwrap();
        };
        std::fs::write(cache.join("note.txt"), "").unwrap();
        for name in left.iter().chain(&["note.txt".into()]) {
            old(name, 170);
        }
        kept(&dir.path().join("used"), &cache);
        assert_eq!(names().len(), 5);
        // Of two files the younger one counts.
        old(&left[0], 190);
        kept(&dir.path().join("other"), &cache);
        assert_eq!(names().len(), 7);
        for name in left.iter().chain(&["note.txt".into()]) {
            old(name, 190);
        }
        kept(&dir.path().join("new"), &cache);
        assert!(names().iter().all(|name| !left.contains(name)));
        // What is none of ours stays.
        assert!(cache.join("note.txt").exists() && names().len() == 7);
    }

    #[test]
    fn a_kept_register_that_was_put_back_is_believed_from_the_first_look_at_all_books_on() {
        let dir = tempfile::TempDir::new().unwrap();
        let (path, cache) = (dir.path().join("store"), dir.path().join("cache"));
        let options = kept(&path, &cache);
        // Every file has another number but the same bytes, as after a restart or out of a backup.
        for file in std::fs::read_dir(&cache).unwrap().map(|file| file.unwrap().path()) {
            let bytes = std::fs::read(&file).unwrap();
            std::fs::rename(&file, file.with_extension("old")).unwrap();
            std::fs::write(&file, bytes).unwrap();
        }
        let store = Store::open(&path, options.clone()).unwrap();
        let sealed = || Cache::of(&store).unwrap().load(&store.recipe()).map(|(_, sealed)| sealed);
        assert_eq!([sealed(), sealed()], [Some(false); 2], "nobody looked at the books yet");
        // It is kept as soon as what was made a moment ago can be relied on.
        let look = || drop(Office::open(Store::open(&path, options.clone()).unwrap()).unwrap());
        assert!(std::iter::repeat_with(look).take(100_000).any(|()| sealed() == Some(true)));
    }

    /// A base that rotted on the disk, without a change of its times, was believed as long as the system ran.
    #[test]
    fn a_base_is_summed_up_once_a_day_and_one_that_rotted_is_not_believed() {
        let stamp = Stamp { device: 1, inode: 2, size: 3, modified: 4, changed: 5 };
        assert_ne!(seal(stamp, 20_000), seal(stamp, 20_001));
        let dir = tempfile::TempDir::new().unwrap();
        let (path, cache) = (dir.path().join("store"), dir.path().join("cache"));
        let options = kept(&path, &cache);
        let store = Store::open(&path, options).unwrap();
        let kept = Cache::of(&store).unwrap();
        let (mut register, _) = kept.load(&store.recipe()).unwrap();
        // Sealed on the day before.
        let base = kept.dir.open_file(&format!("{}.base", kept.name), MAX).unwrap().unwrap().stamp().unwrap();
        register.sealed((register.base().stamp, seal(base, day() - 1).to_vec()));
        kept.put(&format!("{}.fresh", kept.name), register.fresh()).unwrap();
        assert_eq!(kept.load(&store.recipe()).map(|(_, sealed)| sealed), Some(false), "looked through again");
        let file = cache.join(format!("{}.base", kept.name));
        let mut bytes = std::fs::read(&file).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert!(kept.load(&store.recipe()).is_none());
    }
}
