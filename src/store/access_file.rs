//! `access.ron` as it is read, and what it lets an account do.

use super::error::StoreError;
use super::files::Dir;
use super::identity::Account;
use super::layout::ACCESS;
use super::{MAX_SETTINGS, ron_text};
use crate::domain::{Access, Rights};

/// The grants of the store in the folder `root`, which `owner` owns.
///
/// # Errors
/// [`StoreError::BadFile`] when it cannot be read, or when others could have written it.
pub fn read(root: &Dir, owner: u32) -> Result<Access, StoreError> {
    let Some((bytes, facts)) = root.read(ACCESS, MAX_SETTINGS).map_err(StoreError::io(ACCESS))? else {
        return Ok(Access::default());
    };
    if facts.owner != owner || facts.mode & 0o022 != 0 {
        let message = "must belong to the store's owner and be writable by nobody else".to_owned();
        return Err(StoreError::BadFile { file: ACCESS.to_owned(), message });
    }
    ron_text::parse_file(ACCESS, &bytes)
}

/// What an account may do.
pub fn rights(root: &Dir, owner: u32, account: &Account) -> Result<Rights, StoreError> {
    if account.bound && account.uid != owner {
        return Err(StoreError::NotOwner);
    }
    if account.uid == owner && !account.bound {
        return Ok(Rights::All);
    }
    let (who, access) = (account.name.clone(), read(root, owner)?);
    if access.of(&who).next().is_none() {
        return Err(StoreError::NoRole(who));
    }
    Ok(Rights::Granted { who, access })
}
