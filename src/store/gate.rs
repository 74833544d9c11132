//! What the kernel is told of the roles, for a store of Unix accounts: each book's gate lets in
//! who has a role there, its logs take lines of who may edit, and nobody else is let in at all.
//!
//! Modes say what they say whatever the umask: they are set, never inherited. A cell has no gate of
//! its own: a role in a cell opens the gate of its book, and the program keeps to the cell.

use super::error::StoreError;
use super::files::AclEntry;
use super::identity::{account_name, account_number};
use super::layout::{BESIDE, JOURNAL, PARTS, PRESENCE, PRIVATE, READABLE, TREE};

use super::{Books, OpenBook, Store};
use crate::domain::text::shell_word;
use crate::domain::{Access, Act, Rights, UnitId};
use std::collections::BTreeMap;

/// What is opened to whom: a path within the store, the mode without the list, the accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Gate {
    path: String,
    mode: u32,
    entries: Vec<AclEntry>,
}

const READ: u8 = 0b101;
const ENTER_AND_ADD: u8 = 0b111;
const TAKE_LOCK: u8 = 0b110;

impl Store {
    /// Name of the account that owns the store.
    pub fn owner_name(&self) -> String {
        account_name(self.owner)
    }

    /// The Unix accounts that have a role, apart from the owner's.
    fn accounts(&self, access: &Access) -> BTreeMap<String, u32> {
        let known =
            access.grants.iter().filter_map(|grant| Some((grant.who.clone(), account_number(&grant.who)?)));
        known.filter(|(_, uid)| *uid != self.owner).collect()
    }

    fn gates(&self, books: &Books) -> Result<Vec<Gate>, StoreError> {
        self.must_own()?;
        let access = self.access()?;
        let accounts = self.accounts(&access);
        let mut gates = Vec::new();
        for folder in [PRESENCE, TREE, JOURNAL] {
            self.root.make_dir(folder, BESIDE).map_err(StoreError::io(folder))?;
            let entries = accounts.values().map(|uid| AclEntry { uid: *uid, perm: ENTER_AND_ADD }).collect();
            gates.push(Gate { path: folder.to_owned(), mode: BESIDE, entries });
        }
        gates.extend(books.values().flat_map(|open| gates_of(open, &access, &accounts)));
        Ok(gates)
    }

    /// Opens the gates of a new book to who has a role in it, in a store whose gates were set for
    /// Unix accounts before: a name that is bound to a key may be that of an account by chance.
    pub(super) fn open_gates_of(&self, open: &OpenBook) -> Result<(), StoreError> {
        if !self.root.dir(PRESENCE).is_ok_and(|folder| folder.has_list()) {
            return Ok(());
        }
        let access = self.access()?;
        let accounts = self.accounts(&access);
        if accounts.is_empty() || *self.rights() != Rights::All {
            return Ok(());
        }
        gates_of(open, &access, &accounts).iter().try_for_each(|gate| self.set_gate(gate))
    }

    fn set_gate(&self, gate: &Gate) -> Result<(), StoreError> {
        let (above, name) = gate.path.rsplit_once('/').unwrap_or(("", &gate.path));
        let set = self.root.dir(above).and_then(|dir| dir.set_gate(name, gate.mode, &gate.entries));
        set.map_err(StoreError::io(gate.path.as_str()))
    }

    /// The commands that open the gates to who has a role, and close them to all others.
    pub fn gate_commands(&self, books: &Books) -> Result<Vec<String>, StoreError> {
        let root = self.path().display();
        let mut commands = vec![format!("chmod 755 {}", shell_word(&root.to_string()))];
        for gate in self.gates(books)? {
            let (path, [owner, other]) =
                (shell_word(&format!("{root}/{}", gate.path)), [gate.mode >> 6, gate.mode]);
            let letters = |bits: u32| -> String {
                [(4, 'r'), (2, 'w'), (1, 'x')]
                    .iter()
                    .map(|(bit, c)| if bits & bit != 0 { *c } else { '-' })
                    .collect()
            };
            let mut list = format!("u::{},g::---,o::{}", letters(owner), letters(other));
            for entry in &gate.entries {
                list.push_str(&format!(",u:{}:{}", account_name(entry.uid), letters(entry.perm.into())));
            }
            commands.push(format!("setfacl -b --set {list} {path}"));
            if gate.mode & 0o1000 != 0 {
                commands.push(format!("chmod +t {path}"));
            }
        }
        Ok(commands)
    }

    /// Does what [`Store::gate_commands`] prints; returns how many gates were set.
    ///
    /// # Errors
    /// [`StoreError::Partly`] once the first is set; done again, it goes on.
    pub fn apply_gates(&self, books: &Books) -> Result<usize, StoreError> {
        let gates = self.gates(books)?;
        self.set_gates(books, &gates).map_err(|error| StoreError::Partly(Box::new(error)))?;
        Ok(gates.len())
    }

    fn set_gates(&self, books: &Books, gates: &[Gate]) -> Result<(), StoreError> {
        self.root.set_mode(0o755).map_err(StoreError::io(""))?;
        gates.iter().try_for_each(|gate| self.set_gate(gate))?;
        // Its author reads a file all the same, and nobody else would ever be told why not.
        let parts = |open: &OpenBook| PARTS.map(|part| format!("{}/book/{part}", open.path));
        for path in books.values().flat_map(parts).chain([JOURNAL.to_owned()]) {
            let shared = self.root.dir(&path).and_then(|dir| dir.share_files(READABLE));
            shared.map_err(StoreError::io(path.as_str()))?;
        }
        Ok(())
    }
}

/// What a book opens to whom.
fn gates_of(open: &OpenBook, access: &Access, accounts: &BTreeMap<String, u32>) -> Vec<Gate> {
    // A role in any unit of the book opens its gate; one to edit in any opens its logs.
    let units: Vec<UnitId> = open.book().units.keys().copied().chain([open.unit]).collect();
    let may = |who: &str, act: Option<Act>| {
        units.iter().any(|unit| {
            let acts = access.acts(who, &open.lineage(*unit));
            act.map_or(!acts.is_empty(), |act| acts.allow(act))
        })
    };
    let list = |act: Option<Act>, perm: u8| -> Vec<AclEntry> {
        let allowed = accounts.iter().filter(|(who, _)| may(who, act));
        allowed.map(|(_, uid)| AclEntry { uid: *uid, perm }).collect()
    };
    let book = format!("{}/book", open.path);
    let mut gates = vec![Gate { path: book.clone(), mode: 0o700, entries: list(None, READ) }];
    for part in PARTS {
        // Who is let in reads; the gate above is the one that keeps others out.
        let entries = list(Some(Act::Edit), ENTER_AND_ADD);
        gates.push(Gate { path: format!("{book}/{part}"), mode: 0o1705, entries });
    }
    let entries = list(Some(Act::Edit), TAKE_LOCK);
    gates.push(Gate { path: format!("{book}/lock"), mode: PRIVATE, entries });
    gates
}
