//! Steps of the history made into the lines of `ui/history_line.rs`, an action into one sentence.

use crate::domain::Edit;
use crate::domain::edit::RecordId;
use crate::office::Office;
use crate::store::history::LoggedStep;
use crate::store::undo::Way;
use crate::ui::history_line::HistoryLine;
use crate::words::Lang;
use crate::words::history::Called;

/// What an action was, in a line: its first change and how many more there were.
pub(super) fn described(office: &Office, steps: &[LoggedStep], way: Way, lang: Lang) -> String {
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    // The steps are those whose edits were turned round: what is in force again is their inverse.
    let edits = steps.iter().flat_map(|entry| &entry.step.edits);
    let edits: Vec<Edit> = match way {
        Way::Undo => edits.cloned().collect(),
        Way::Redo => edits.map(Edit::inverse).collect(),
    };
    // A move between books is a post here and a whole record there: the post says what it was.
    let telling = edits.iter().find(|edit| !edit.is_of_whole()).or(edits.first());
    let text = telling.map_or(String::new(), |edit| lang.edit(edit, called).now());
    if edits.len() > 1 { format!("{text} (+{})", edits.len() - 1) } else { text }
}

/// A step in words.
pub(super) fn line(office: &Office, entry: &LoggedStep, record: Option<RecordId>, lang: Lang) -> HistoryLine {
    let step = &entry.step;
    let called =
        Called { names: office.register(), rules: office.rules(), catalogue: &office.store.catalogue };
    let wanted = step.edits.iter().filter(|edit| record.is_none_or(|record| edit.record() == record));
    let edits: Vec<Edit> = wanted.cloned().collect();
    let changes = edits.iter().map(|edit| (office.name_of(edit.record()), lang.edit(edit, called))).collect();
    HistoryLine {
        when: lang.moment(step.at),
        who: entry.author.clone(),
        disputed: if entry.disputed { lang.disputed(&step.by) } else { String::new() },
        why: lang.why(&step.why),
        place: office.register().unit_name(entry.book).to_owned(),
        changes,
        edits,
    }
}
