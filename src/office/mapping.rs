//! A file as bytes in memory: the only place with `unsafe` in this program.
//!
//! What makes a mapping unsound is a file that changes below it. Only the account itself can write
//! to its cache folder, and every writer here puts a new file in the place of the old one, which
//! lives on until nobody maps it. Every use of the bytes is bounded and checked
//! (`query/columns.rs`), so that even a byte that changes can only make an answer wrong.

use crate::store::files::File;
use bytes::Bytes;
use std::io;

/// Maps a whole file to be read.
///
/// # Errors
/// What the system says; an empty file cannot be mapped.
#[allow(unsafe_code)]
pub fn map(file: &File) -> io::Result<Bytes> {
    // SAFETY: the file is a plain one with one name in a folder of one's own, and is replaced, never
    // written in place (see above). The mapping is private to be read, and lives as long as `Bytes`.
    let map = unsafe { memmap2::MmapOptions::new().map(file)? };
    Ok(Bytes::from_owner(map))
}
