//! Makes a new store: filled first, synced once, and a store only from the moment `ketnap.ron` is
//! there.

use super::layout::{BESIDE, PLATE, PRESENCE, READABLE, TREE};
use super::making::Making;
use super::plate::plate_text;
use super::{Books, FORMAT, Options, Plate, Store, StoreError};
use crate::domain::edit::{NewBook, note_below};
use crate::domain::{Catalogue, Date, Rights, Why};
use std::path::Path;

/// What a new store begins with.
#[derive(Clone, Debug)]
pub struct New {
    /// Parents before children.
    pub books: Vec<NewBook>,
    pub why: Why,
    /// The day on which the office stands still: a sample is a picture of one day.
    pub day: Option<Date>,
    /// Begin anew where an earlier making was cut off.
    pub over: bool,
}

impl Store {
    /// Makes a store in the folder `path`, which must be empty or not there yet.
    pub fn init(path: &Path, options: Options, new: New) -> Result<Store, StoreError> {
        Store::init_with(path, options, (new.day, new.over), |store, op| {
            let mut books = Books::new();
            let mut new = new;
            note_below(&mut new.books);
            new.books.into_iter().try_for_each(|book| store.add_book(&mut books, book, op, new.why.clone()))
        })
    }

    /// Makes a store whose books `fill` adds, under the name of one action.
    pub fn init_with(
        path: &Path,
        options: Options,
        (day, over): (Option<Date>, bool),
        fill: impl FnOnce(&Store, &str) -> Result<(), StoreError>,
    ) -> Result<Store, StoreError> {
        let io = |error| StoreError::io(path.display().to_string())(error);
        let making = Making::take(path, over)?;
        let root = making.root().dir("").map_err(io)?;
        let plate = Plate {
            format: FORMAT,
            id: options.ids.op(),
            zone: "+07:00".to_owned(),
            top: None,
            count_admission_by: Default::default(),
            commands_over_ssh: Default::default(),
            rules_layer: None,
            day,
            uses: Default::default(),
            allow_network_file_system: false,
        };
        let owner = options.account.uid;
        let rules_hash = super::rule_files::sum(&root);
        let mut store = Store {
            root,
            path: path.to_owned(),
            plate,
            catalogue: Catalogue::default(),
            rules: std::sync::OnceLock::new(),
            rules_hash,
            values_hash: [0; 32],
            options: Options { read_only: false, ..options.clone() },
            owner,
            rights: Rights::All,
            network: false,
            durable: false,
            uses: Default::default(),
        };
        for folder in [PRESENCE, TREE] {
            store.root.make_dir(folder, BESIDE).map_err(io)?;
        }
        fill(&store, &store.options.ids.op())?;
        store.root.sync_all().map_err(io)?;
        store.durable = true;
        store.plate.top = store.folders()?.first().map(|folder| folder.id);
        store.plate.uses = store.uses.get_mut().map(std::mem::take).unwrap_or_default();
        let text = plate_text(&store.plate)?;
        store.root.replace(PLATE, text.as_bytes(), READABLE, true).map_err(io)?;
        making.finish();
        // It is made, whether it can be read again now or not.
        Ok(Store::open(path, options).unwrap_or(store))
    }
}
