//! Standard output for what is long: not through the standard library's buffer, which looks for the
//! end of every line.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;

/// Standard output, unbuffered.
pub fn long() -> io::Result<File> {
    std::io::stdout().lock().as_fd().try_clone_to_owned().map(File::from)
}
