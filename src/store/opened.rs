//! An open store: its folder, its settings, who asks; and a book that was read from it.
//!
//! What is done with a store is a file of its own beside this one (`commit`, `check`, `backup` …); none of those is used
//! here.

use super::access_file;
use super::chain::Chain;
use super::error::{Damage, DamageKind, StoreError};
use super::files::{self, Dir};
use super::folder::Folder;
use super::identity::{Account, Clock, Ids};
use super::layout::{BOOK, CATALOGUE, LOG, MAX_SETTINGS, PLATE};
use super::plate::Plate;
use super::ron_text;
use super::rule_files;
use crate::domain::{Book, Catalogue, PersonId, Rights, Rulebook, UnitId};
use crate::parallel::waiting::Waiting;
use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

/// Format of the folders and files that this program writes.
pub const FORMAT: u32 = 1;

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    pub read_only: bool,
    pub clock: Clock,
    pub ids: Ids,
    pub account: Account,
    /// Where the register is kept between runs, if anywhere.
    pub cache: Option<PathBuf>,
    /// Who waits while all books are read.
    pub waiting: Waiting,
}

/// An open store: its folder, its settings, and who is asking.
#[derive(Debug)]
pub struct Store {
    pub(crate) root: Dir,
    pub(crate) path: PathBuf,
    pub plate: Plate,
    pub catalogue: Catalogue,
    /// Read when somebody asks for them, and what of the store's own could not be.
    pub(crate) rules: OnceLock<(Rulebook, Option<StoreError>)>,
    /// Sum over the store's own rule files, where there are any.
    pub(crate) rules_hash: Option<[u8; 32]>,
    /// Sum over the office's own value lists.
    pub(crate) values_hash: [u8; 32],
    pub options: Options,
    /// Account that owns the store; its snapshots are believed by everyone.
    pub(crate) owner: u32,
    pub(crate) network: bool,
    /// What the one who opened it may do.
    pub(crate) rights: Rights,
    /// False while a new store is filled, which is synced once at its end.
    pub(crate) durable: bool,
    /// What is known to stand in [`Plate::uses`], or was tried to be put there.
    pub(crate) uses: Mutex<BTreeSet<String>>,
}

/// A book that was read, with its place in the store.
#[derive(Clone, Debug)]
pub struct OpenBook {
    /// The unit whose book it is.
    pub unit: UnitId,
    /// Folder of the unit, relative to the store.
    pub path: String,
    /// The units of the folders above, nearest first.
    pub above: Vec<UnitId>,
    pub chain: Chain,
    /// What I may see of it, once that was asked for; nothing where that is all of it.
    pub(crate) view: OnceLock<Option<Box<Book>>>,
}

impl OpenBook {
    /// The records.
    pub fn book(&self) -> &Book {
        &self.chain.book
    }

    /// A book that is not there, or of which nothing can be read.
    pub(crate) fn lost(unit: UnitId, path: &str, above: Vec<UnitId>, damage: Damage, owner: u32) -> OpenBook {
        let chain = Chain { damage: Some(damage), owner, ..Chain::default() };
        OpenBook { unit, path: path.to_owned(), above, chain, view: OnceLock::new() }
    }

    /// A folder was copied inside the store: which one is meant cannot be known.
    pub(crate) fn is_copied(&mut self, to: &str) {
        let kind = DamageKind::Copy { other: self.path.clone() };
        let damage = Damage { file: to.to_owned(), byte: 0, kind };
        self.chain.damage.get_or_insert(damage);
    }

    /// True when there is a copy of it inside the store, or no folder had it: both may be over.
    pub(crate) fn lies_oddly(&self) -> bool {
        let odd = |kind: &DamageKind| matches!(kind, DamageKind::Copy { .. } | DamageKind::Missing { .. });
        self.chain.damage.as_ref().is_some_and(|damage| odd(&damage.kind))
    }

    /// A unit and all units above it, in this book and in the folders above.
    pub fn lineage(&self, unit: UnitId) -> Vec<UnitId> {
        let mut lineage = self.book().lineage(unit);
        lineage.extend(&self.above);
        lineage
    }
}

impl Store {
    /// Opens the store in the folder `path`.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`], [`StoreError::NewerFormat`], [`StoreError::BadFile`], or the disk.
    pub fn open(path: &Path, options: Options) -> Result<Store, StoreError> {
        let not_a_store = || StoreError::NotAStore(path.to_owned());
        let root = match Dir::open(path) {
            Ok(root) => root,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(not_a_store());
            }
            Err(error) => return Err(StoreError::io(path.display().to_string())(error)),
        };
        let read = root.read(PLATE, MAX_SETTINGS).map_err(StoreError::io(PLATE))?;
        let (bytes, facts) = read.ok_or_else(not_a_store)?;
        // A newer format may have fields that this program does not know: look at the number first.
        if let Some(format) = format_of(&bytes).filter(|format| *format > FORMAT) {
            return Err(StoreError::NewerFormat { file: PLATE.to_owned(), format });
        }
        let plate: Plate = ron_text::parse_file(PLATE, &bytes)?;
        if let Some(used) = plate.unknown_use() {
            return Err(StoreError::NewerUse(used.to_owned()));
        }
        let mut catalogue = Catalogue::built_in().map_err(|error| StoreError::BadFile {
            file: "config/catalogue.ron".to_owned(),
            message: error.to_string(),
        })?;
        let own = CATALOGUE;
        let mut values_hash = [0; 32];
        if let Some((bytes, _)) = root.read(own, MAX_SETTINGS).map_err(StoreError::io(own))? {
            values_hash = Sha256::digest(&bytes).into();
            catalogue = catalogue.overlay(ron_text::parse_file(own, &bytes)?);
        }
        let uses = Mutex::new(plate.uses.clone());
        let network = !plate.allow_network_file_system && root.on_network().unwrap_or(false);
        let path = path.to_owned();
        let owner = facts.owner;
        let rights = access_file::rights(&root, owner, &options.account)?;
        let rules_hash = rule_files::sum(&root);
        Ok(Store {
            root,
            path,
            plate,
            catalogue,
            rules: OnceLock::new(),
            rules_hash,
            values_hash,
            options,
            owner,
            network,
            rights,
            durable: true,
            uses,
        })
    }

    /// The folder of the store.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The time now, in the office's zone.
    pub fn now(&self) -> DateTime<FixedOffset> {
        let clock = match (self.options.clock, self.plate.day) {
            (Clock::Real, Some(day)) => Clock::OnDay(day.last()),
            (clock, _) => clock,
        };
        clock.now(&self.plate.zone)
    }

    /// The folder of a book, held open.
    ///
    /// # Errors
    /// [`StoreError::OpenToAll`] when its gate stands open: secrecy comes from it alone.
    pub(crate) fn book_dir(&self, path: &str) -> Result<Dir, StoreError> {
        let path = format!("{path}/{BOOK}");
        let dir = self.root.dir(&path).map_err(StoreError::io(path.as_str()))?;
        if dir.facts().map_err(StoreError::io(path.as_str()))?.mode & 0o007 != 0 {
            return Err(StoreError::OpenToAll(self.path.join(path)));
        }
        Ok(dir)
    }

    /// Reads one book from its folder. One that is not there, or that the kernel keeps closed, is
    /// no reason to close the others: it comes empty, with [`Chain::damage`] saying why.
    pub fn read_book(&self, folder: &Folder) -> Result<OpenBook, StoreError> {
        self.read_part(folder, None)
    }

    /// As [`Store::read_book`]; of people only the records of `only`, where that is asked for.
    pub(crate) fn read_part(
        &self,
        folder: &Folder,
        only: Option<BTreeSet<PersonId>>,
    ) -> Result<OpenBook, StoreError> {
        let path = folder.path.as_str();
        let unread = |error: &std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Some(DamageKind::NoBook),
            ErrorKind::PermissionDenied => Some(DamageKind::Closed),
            _ => None,
        };
        let me = self.options.account.uid;
        let loaded = self
            .book_dir(path)
            .and_then(|dir| Chain::load_only(&dir, path, self.owner, me, only).map_err(StoreError::io(path)));
        let emptied = |chain: &Chain| folder.plated && chain.head.seq == 0 && chain.damage.is_none();
        let chain = match loaded {
            // The plate was put up after the first record: all of them are gone.
            Ok(chain) if emptied(&chain) => {
                let damage =
                    Damage { file: format!("{path}/{BOOK}/{LOG}"), byte: 0, kind: DamageKind::NoBook };
                Chain { damage: Some(damage), ..chain }
            }
            Err(StoreError::Io { what, source }) => {
                let kind = unread(&source).ok_or(StoreError::Io { what, source })?;
                let damage = Damage { file: format!("{path}/{BOOK}"), byte: 0, kind };
                Chain { damage: Some(damage), owner: self.owner, ..Chain::default() }
            }
            other => other?,
        };
        Ok(OpenBook {
            unit: folder.id,
            path: path.to_owned(),
            above: folder.above.clone(),
            chain,
            view: OnceLock::new(),
        })
    }

    /// Reads a book whole, as if nothing was known of it. True when it is damaged otherwise than before.
    pub(crate) fn read_again(&self, open: &mut OpenBook) -> Result<bool, StoreError> {
        let (id, path, above) = (open.unit, open.path.clone(), open.above.clone());
        let folder = Folder { id, path, above, plated: true, stamp: files::Stamp::NEVER };
        let again = self.read_book(&folder)?;
        let changed = again.chain.damage != open.chain.damage;
        (open.chain, open.view) = (again.chain, OnceLock::new());
        Ok(changed)
    }

    /// Reads what others appended to a book since. True when anything changed.
    pub fn refresh(&self, open: &mut OpenBook) -> Result<bool, StoreError> {
        if let Some(damage) = open.chain.damage.clone().filter(|damage| !damage.may_pass()) {
            if matches!(damage.kind, DamageKind::Copy { .. } | DamageKind::Missing { .. }) {
                return Ok(false);
            }
            // It may have been mended, or put back where it was.
            return self.read_again(open);
        }
        let failed = || StoreError::io(open.path.as_str());
        let dir = match self.book_dir(&open.path) {
            Err(StoreError::Io { .. }) => return self.read_again(open),
            other => other?,
        };
        let changed = open.chain.refresh(&dir, &open.path).map_err(failed())?;
        if changed || open.chain.damage.is_some() {
            open.view.take();
        }
        if open.chain.damage.is_some() {
            // What I have read may have been taken back by a writer whose sync failed: judge from
            // the first byte before the last word.
            let me = self.options.account.uid;
            open.chain = Chain::load(&dir, &open.path, self.owner, me).map_err(failed())?;
            return Ok(true);
        }
        Ok(changed)
    }
}

fn format_of(bytes: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, after) = text.split_once("format")?;
    let digits = after.trim_start().strip_prefix(':')?.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}
