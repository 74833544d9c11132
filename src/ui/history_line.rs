//! A line of the history as screens show it: data only. The desk makes it (`desk/history_lines.rs`).

use crate::domain::Edit;
use crate::words::history::Changed;

/// A step in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    pub when: String,
    pub who: String,
    /// What the step claims, where it is not by who wrote it; empty where it is.
    pub disputed: String,
    pub why: String,
    /// Name of the unit whose book it is in.
    pub place: String,
    /// Name of the record and what changed in it.
    pub changes: Vec<(String, Changed)>,
    /// The same as they were saved.
    pub edits: Vec<Edit>,
}

/// `field: before → after`, or what was added or removed.
pub fn change_text(name: &str, changed: &Changed, arrow: &str) -> String {
    let or_dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    if changed.before.is_empty() && changed.after.is_empty() {
        return changed.field.clone();
    }
    let name = if name.is_empty() { String::new() } else { format!("{name} · ") };
    format!("{name}{}: {} {arrow} {}", changed.field, or_dash(&changed.before), or_dash(&changed.after))
}
