//! The PIN that opens a locked screen: how the settings keep it. It keeps passers-by out, not
//! those who can read the settings' file.

use crate::store::log_line::hash;

/// Salt and hash of a PIN, as the settings keep it; empty for none.
pub fn hidden(pin: &str, salt: &str) -> String {
    if pin.is_empty() {
        String::new()
    } else {
        format!("{salt}:{}", hash(format!("{salt}:{pin}").as_bytes()))
    }
}

/// True when a PIN is the one that the settings keep.
pub fn fits(kept: &str, pin: &str) -> bool {
    kept.split_once(':').map_or(kept.is_empty(), |(salt, _)| hidden(pin, salt) == kept)
}
