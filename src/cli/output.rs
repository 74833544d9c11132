//! What goes out: standard output for what is long, not through the standard library's buffer, which
//! looks for the end of every line; and new files, which only their owner may read.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Standard output, unbuffered.
pub fn long() -> io::Result<File> {
    std::io::stdout().lock().as_fd().try_clone_to_owned().map(File::from)
}

/// Makes a folder that is not there yet, or takes one that is empty: nothing of others is written over.
pub fn new_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().recursive(false).mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match path.read_dir()?.next() {
            None => Ok(()),
            Some(_) => Err(io::ErrorKind::DirectoryNotEmpty.into()),
        },
        other => other,
    }
}

/// Writes a file that is not there yet, and makes the folders that it is in.
pub fn new_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}
