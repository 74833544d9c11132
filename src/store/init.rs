//! Makes a new store: filled first, synced once, and a store only from the moment `ketnap.ron` is
//! there.

use super::{Books, Change, FORMAT, Options, PLATE, Plate, Store, StoreError, ron_text};
use crate::domain::{Catalogue, Edit, Unit, UnitId, Why};
use std::path::Path;

/// A book to fill a new store with: the unit whose book it is, and further edits.
#[derive(Clone, Debug)]
pub struct Filling {
    pub id: UnitId,
    pub unit: Unit,
    pub edits: Vec<Edit>,
}

impl Store {
    /// Makes a store in the folder `path`, which must be empty or not there yet, with the books of
    /// `fillings`, parents before children.
    pub fn init(
        path: &Path,
        options: Options,
        fillings: Vec<Filling>,
        why: &Why,
    ) -> Result<Store, StoreError> {
        let io = |error| StoreError::io(path.display().to_string())(error);
        std::fs::create_dir_all(path).map_err(io)?;
        let root = super::files::Dir::open(path).map_err(io)?;
        if !root.list().map_err(io)?.is_empty() {
            return Err(StoreError::NotEmpty(path.to_owned()));
        }
        let plate = Plate {
            format: FORMAT,
            id: options.ids.op(),
            zone: "+07:00".to_owned(),
            count_admission_by: Default::default(),
            allow_network_file_system: false,
        };
        let owner = options.account.uid;
        let mut store = Store {
            root,
            path: path.to_owned(),
            plate,
            catalogue: Catalogue::default(),
            options: Options { read_only: false, ..options.clone() },
            owner,
            network: false,
            durable: false,
        };
        let mut books = Books::new();
        let op = store.options.ids.op();
        for filling in fillings {
            store.add_book(&mut books, filling.id, &filling.unit, &op, why.clone())?;
            if let Some(open) = books.get_mut(&filling.id) {
                let change = Change { op: format!("{op}-2"), why: why.clone(), edits: filling.edits };
                store.commit(open, &change)?;
            }
        }
        store.root.sync_all().map_err(io)?;
        store.durable = true;
        let text = format!(
            "// A store of ketnap. Its records are in the folders below; `ketnap check` verifies them.\n{}\n",
            ron_text::pretty(&store.plate)?
        );
        store.root.replace(PLATE, text.as_bytes(), 0o644, true).map_err(io)?;
        Store::open(path, options)
    }
}
