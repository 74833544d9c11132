//! The lines above a report that goes out.

use crate::query::Register;
use crate::query::report::Report;
use crate::words::Lang;

/// What stands above a report that goes out: whose it is, who made it and when.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub lang: Lang,
    /// The unit at the top, and the one that the report is about.
    pub office: String,
    pub unit: String,
    /// The class, ceremony or review whose people it is about, with its day and place.
    pub occasion: Option<String>,
    pub who: String,
    /// Day and hour, as people read it.
    pub when: String,
    /// What was chosen of it.
    pub said: Vec<String>,
}

impl Stamp {
    /// For a report that somebody makes at a moment, as people read it.
    pub fn of(report: &dyn Report, register: &Register, lang: Lang, who: &str, when: String) -> Stamp {
        let office =
            register.only_top().map_or(lang.whole_store(), |top| register.name_of_unit(top).to_owned());
        let unit = report.unit().map_or(office.clone(), |row| register.path_of_unit(row));
        let occasion = report.occasion().and_then(|id| register.occasion(id));
        let occasion = occasion.map(|entry| lang.occasion_head(&entry.occasion));
        Stamp { lang, office, unit, occasion, who: who.to_owned(), when, said: Vec::new() }
    }

    /// That says what was chosen of the report.
    pub fn saying(self, said: Vec<String>) -> Stamp {
        Stamp { said, ..self }
    }

    /// The lines above the rows: office, title, unit, what is counted; then who, when and how much.
    pub(super) fn lines(&self, report: &dyn Report) -> Vec<String> {
        let lang = self.lang;
        let mut lines = vec![self.office.clone(), lang.report(report.name()).to_owned()];
        lines.extend(Some(&self.unit).filter(|unit| **unit != self.office).cloned());
        lines.extend(self.occasion.iter().cloned());
        let notes = report.notes().into_iter().filter(|note| !note.is_foot());
        lines.extend(notes.map(|note| lang.report_note(note)));
        lines.extend(self.said.iter().cloned());
        lines.push(lang.report_stamp(&self.who, &self.when, lang.count(report.count() as u64)));
        lines
    }
}
