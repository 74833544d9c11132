//! A copy of a whole store in one file, and a store from such a file: a tar archive, compressed, so
//! that any machine can look into it.
//!
//! Each book comes with a whole prefix of its history, read without a lock; what a change wrote in
//! several books is whole in each. An archive is read as if a stranger had made it: only files that
//! a store has, under names that they have there.

use super::branches::noted_in;
use super::chain::{Chain, MAX_LOG};
use super::error::StoreError;
use super::files::{Dir, new_file};
use super::folder::{is_plain, is_slug};
use super::layout::{
    ACCESS, BESIDE, BOOK, CATALOGUE, CORRIDOR, GATE, HOLIDAYS, JOURNAL, LOG, MARK, PARTS, PLATE, PRIVATE,
    READABLE, RULES, SHARED, UNIT,
};
use super::making::Making;
use super::mark::read_marks;
use super::{MAX_SETTINGS, Options, Store, ron_text};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Most files that an archive may hold.
const MOST: usize = 4_000_000;

/// What went into an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub books: usize,
    pub records: u64,
}

/// The settings files of a store.
const BESIDE_BOOKS: [&str; 4] = [PLATE, ACCESS, CATALOGUE, HOLIDAYS];

impl Store {
    /// Writes a copy of the store. A damaged book is refused: a copy of it would pass for a sound
    /// one.
    pub fn backup(&self, out: impl Write) -> Result<Held, StoreError> {
        let failed = || StoreError::io("backup");
        let mut tar = tar::Builder::new(GzEncoder::new(out, Compression::default()));
        let mut held = Held::default();
        // The plate first: it says whose store it is.
        for name in BESIDE_BOOKS {
            if let Some((bytes, facts)) = self.root.read(name, MAX_SETTINGS).map_err(StoreError::io(name))? {
                put(&mut tar, name, &bytes, facts.owner).map_err(failed())?;
            }
        }
        // What is there and cannot be read is missed in a copy: then there is none.
        let beside = |name: &str| match self.root.dir(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            other => other.map(Some).map_err(StoreError::io(name)),
        };
        if let Some(rules) = beside(RULES)? {
            for (name, _) in rules.list().map_err(failed())? {
                if is_plain(&name)
                    && let Some((bytes, facts)) = rules.read_ours(&name, MAX_SETTINGS).map_err(failed())?
                {
                    put(&mut tar, &format!("{RULES}/{name}"), &bytes, facts.owner).map_err(failed())?;
                }
            }
        }
        let folders = self.folders()?;
        let (found, mut noted) = (folders.iter().map(|folder| folder.id).collect(), Vec::new());
        for folder in folders {
            let path = &folder.path;
            let io = || StoreError::io(path.as_str());
            let dir = self.root.dir(path).map_err(io())?;
            // Derived from the book: a copy without it is whole.
            if let Ok(Some((bytes, facts))) = dir.read(UNIT, MAX_SETTINGS) {
                put(&mut tar, &format!("{path}/{UNIT}"), &bytes, facts.owner).map_err(failed())?;
            }
            let book = self.book_dir(path)?;
            // Marks first, as every reader does: each of them lies within the logs read next.
            let marks = read_marks(&book, self.owner).map_err(io())?;
            let chain = Chain::replay(&book, path, self.owner).map_err(io())?;
            if let Some(damage) = chain.damage {
                return Err(StoreError::Damaged(damage));
            }
            let log = book.dir(LOG).map_err(io())?;
            if log.facts().map_err(io())?.inode != chain.logs {
                // The history was written anew while it was read: what was copied so far is no copy.
                let message = format!("{path}: somebody was erased meanwhile; back up again");
                return Err(StoreError::BadFile { file: "backup".to_owned(), message });
            }
            for (name, end) in &chain.offsets {
                let Some((mut bytes, facts)) = log.read(name, MAX_LOG * 2).map_err(io())? else { continue };
                bytes.truncate(*end as usize);
                put(&mut tar, &format!("{path}/book/log/{name}"), &bytes, facts.owner).map_err(failed())?;
            }
            for (name, mark) in marks {
                let text = ron_text::line(&mark)?;
                let owner = super::mark::key_of(&name).parse().unwrap_or(self.owner);
                put(&mut tar, &format!("{path}/book/mark/{name}"), text.as_bytes(), owner)
                    .map_err(failed())?;
            }
            held.books += 1;
            held.records += chain.head.seq;
            noted.extend(noted_in(&chain.book, path));
        }
        if let Some((_, damage)) = self.missing(noted, &found).into_iter().next() {
            return Err(StoreError::Damaged(damage));
        }
        if let Some(journal) = beside(JOURNAL)? {
            for (name, _) in journal.list().map_err(failed())? {
                let read = journal.read_ours(&name, MAX_LOG * 2).map_err(failed())?;
                let Some((bytes, facts)) = read else { continue };
                put(&mut tar, &format!("{JOURNAL}/{name}"), &bytes, facts.owner).map_err(failed())?;
            }
        }
        tar.into_inner().and_then(GzEncoder::finish).and_then(|mut out| out.flush()).map_err(failed())?;
        Ok(held)
    }

    /// Writes a copy of the store into a new file that only its owner reads, and that is whole or not there.
    pub fn backup_to(&self, path: &Path) -> Result<Held, StoreError> {
        let failed = |error| StoreError::io(path.display().to_string())(error);
        new_file(path, failed, |out| self.backup(out))
    }
}

fn put(tar: &mut tar::Builder<impl Write>, path: &str, bytes: &[u8], owner: u32) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(PRIVATE);
    header.set_uid(owner.into());
    tar.append_data(&mut header, path, bytes)
}

/// The folder and name of a file that a store has; `None` for any other path.
fn place(path: &str) -> Option<(Vec<&str>, &str)> {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop()?;
    let ours = is_plain(name);
    let fits = match folders.as_slice() {
        [] => BESIDE_BOOKS.contains(&name),
        [RULES | JOURNAL] => ours,
        [units @ .., BOOK, LOG | MARK] => ours && !units.is_empty() && units.iter().all(|unit| is_slug(unit)),
        units => name == UNIT && units.iter().all(|unit| is_slug(unit)),
    };
    fits.then_some((folders, name))
}

/// The folders of a path below `root`, made where they are not there yet.
fn make_way(root: &Dir, folders: &[&str], owner: Option<u32>) -> std::io::Result<Dir> {
    let mut at = root.dir("")?;
    for (n, name) in folders.iter().enumerate() {
        let mode = match folders.get(..n).and_then(<[&str]>::last) {
            Some(&BOOK) => SHARED,
            _ if *name == BOOK => GATE,
            _ if *name == JOURNAL => BESIDE,
            _ => CORRIDOR,
        };
        at = at.make_dir(name, mode)?;
        if let Some(owner) = owner {
            at.give_to(owner)?;
        }
        if *name == BOOK {
            for part in PARTS {
                let part = at.make_dir(part, SHARED)?;
                if let Some(owner) = owner {
                    part.give_to(owner)?;
                }
            }
            super::lock::make(&at).map_err(Error::other)?;
        }
    }
    Ok(at)
}

/// Makes a store in the folder `path`, which must be empty or not there yet, from an archive. It is
/// a store only once all of the archive was read.
pub fn restore(archive: impl Read, path: &Path, over: bool) -> Result<(), StoreError> {
    let io = || StoreError::io(path.display().to_string());
    let broken = |what: &str| StoreError::BadFile { file: "backup".to_owned(), message: what.to_owned() };
    let making = Making::take(path, over)?;
    let root = making.root();
    let mut tar = tar::Archive::new(GzDecoder::new(archive));
    let mut plate = None;
    let mut owner = None;
    // Whoever knows the file says which it is.
    let cut = |_| StoreError::NoBackup(PathBuf::new());
    let entries = tar.entries().map_err(cut)?;
    for (n, entry) in entries.enumerate() {
        let mut entry = entry.map_err(cut)?;
        let path =
            String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| broken("a name is not UTF-8"))?;
        let (folders, name) = place(&path).ok_or_else(|| broken(&format!("{path}: no file of a store")))?;
        let plain = entry.header().entry_type() == tar::EntryType::Regular;
        if !plain || n >= MOST || entry.size() > MAX_LOG * 2 {
            return Err(broken(&format!("{path}: no plain file, or too large")));
        }
        // Only root can give files away; then everyone's stay everyone's.
        let uid = entry.header().uid().ok().and_then(|uid| u32::try_from(uid).ok());
        let uid = uid.filter(|_| super::identity::is_root());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(cut)?;
        if folders.is_empty() && name == PLATE {
            (plate, owner) = (Some(bytes), uid);
            continue;
        }
        let dir = make_way(root, &folders, owner).map_err(io())?;
        dir.replace(name, &bytes, READABLE, false).map_err(io())?;
        if let Some(uid) = uid {
            dir.give(name, uid).map_err(io())?;
        }
    }
    // The sum at the very end vouches for all that came before.
    let rest = std::io::copy(&mut tar.into_inner().take(1 << 20), &mut std::io::sink());
    rest.map_err(cut)?;
    let plate = plate.ok_or_else(|| broken("it holds no ketnap.ron"))?;
    root.sync_all().map_err(io())?;
    owner.map_or(Ok(()), |owner| root.give_to(owner)).map_err(io())?;
    // With its owner from the beginning: once it is there, the store is.
    root.put_new(
        PLATE,
        READABLE,
        |error| io()(error),
        |mut file| {
            let given = owner.map_or(Ok(()), |owner| file.give_to(owner));
            given.and_then(|()| file.write_all(&plate)).map_err(io())
        },
    )?;
    making.finish();
    Ok(())
}

/// Makes a store from an archive in a file.
pub fn restore_from(archive: &Path, path: &Path, over: bool) -> Result<(), StoreError> {
    let file = std::fs::File::open(archive).map_err(StoreError::io(archive.display().to_string()))?;
    restore(std::io::BufReader::new(file), path, over).map_err(|error| match error {
        StoreError::NoBackup(_) => StoreError::NoBackup(archive.to_owned()),
        other => other,
    })
}

/// A folder of one's own with an archive unpacked in it; gone when dropped.
#[derive(Debug)]
pub struct Unpacked(PathBuf);

impl Unpacked {
    /// Unpacks an archive.
    pub fn of(archive: &Path) -> Result<Unpacked, StoreError> {
        use std::os::unix::fs::DirBuilderExt;
        let folder = std::env::temp_dir().join(format!("ketnap-{}", uuid::Uuid::new_v4().simple()));
        let made = std::fs::DirBuilder::new().mode(0o700).create(&folder);
        made.map_err(StoreError::io(folder.display().to_string()))?;
        let unpacked = Unpacked(folder);
        restore_from(archive, unpacked.path(), false)?;
        Ok(unpacked)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A store to read from: a folder, or an archive.
#[derive(Debug)]
pub struct Source {
    pub store: Store,
    _unpacked: Option<Unpacked>,
}

impl Source {
    /// Opens a folder or an archive.
    pub fn open(path: &Path, options: Options) -> Result<Source, StoreError> {
        if path.is_dir() {
            return Ok(Source { store: Store::open(path, options)?, _unpacked: None });
        }
        let unpacked = Unpacked::of(path)?;
        Ok(Source { store: Store::open(unpacked.path(), options)?, _unpacked: Some(unpacked) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_a_store_has_come_out_of_an_archive() {
        for good in [
            "ketnap.ron",
            "access.ron",
            "a/unit.ron",
            "a/b-2/book/log/1001.2.ron",
            "a/book/mark/lan.ron",
            "rules/x.ron",
        ] {
            assert!(place(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../x.ron",
            "a/../unit.ron",
            "a/book/log/../../x.ron",
            "book/log/x.ron",
            "a/book/lock",
            "a/book/log/.x.ron",
            "a/book/log/x",
            "a//unit.ron",
            "A/unit.ron",
            "a/book/log/b/x.ron",
            "x.ron",
        ] {
            assert!(place(bad).is_none(), "{bad}");
        }
    }
}
