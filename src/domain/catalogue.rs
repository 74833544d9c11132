//! The value lists of an office: kinds of units, sectors and their blocks, suggestions for forms.
//!
//! Data, not code: an office adds an entry to its own file. Codes are stored, names are shown.

use super::filter::Filter;
use super::occasion_kind::{OccasionKind, OccasionState};
use super::submission::Owed;
use serde::{Deserialize, Serialize};

/// All lists. An office's own catalogue is laid over the built-in one entry by entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Catalogue {
    pub kinds: Vec<Kind>,
    pub blocks: Vec<Named>,
    pub sectors: Vec<Sector>,
    pub flags: Vec<Named>,
    pub introducers: Vec<Named>,
    pub audiences: Vec<Audience>,
    pub holidays: Vec<Named>,
    pub reasons: Vec<Named>,
    /// What is done at an admission ceremony, in its order.
    pub ceremony: Vec<CeremonyStep>,
    /// How many people one member may help; nothing where the office sets no limit.
    pub helped_at_most: Option<u32>,
    /// Reports that go out together, for a meeting.
    pub packs: Vec<Pack>,
    /// The reports that units owe.
    pub submissions: Vec<Owed>,
    /// Words by which a cell is one of a hamlet or a quarter.
    pub hamlets: Vec<String>,
    pub ethnicities: Vec<String>,
    pub religions: Vec<String>,
    pub educations: Vec<String>,
    pub occupations: Vec<String>,
    pub tags: Vec<String>,
    pub grades: Vec<String>,
}

/// A kind of unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub code: String,
    pub vi: String,
    pub en: String,
    /// True when such a unit keeps its own book; the others live in the book above them.
    pub book: bool,
}

/// A code with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub vi: String,
    pub en: String,
}

/// Whom a class is for: whoever meets any of the filters. One without filters is for everybody whom no other one takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    pub code: String,
    pub vi: String,
    pub en: String,
    #[serde(default)]
    pub who: Vec<Filter>,
}

/// Reports that go out together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    pub code: String,
    pub vi: String,
    pub en: String,
    /// The words of the reports, in their order.
    pub reports: Vec<String>,
}

/// A step of an admission ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CeremonyStep {
    pub code: String,
    pub vi: String,
    pub en: String,
    /// For each person in turn.
    #[serde(default)]
    pub each: bool,
}

/// A sector of grassroots organisations and the block that it is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    pub code: String,
    pub vi: String,
    pub en: String,
    pub block: String,
}

/// A list of suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Ethnicities,
    Religions,
    Educations,
    Occupations,
    Tags,
    /// Committee members in charge: those of the units.
    Officers,
    /// Nothing is suggested.
    None,
}

/// A list of codes with their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    Kinds,
    Sectors,
    Flags,
    /// Who brings people: the cell, mass organisations, schools.
    Introducers,
    /// Whom a class is for.
    Audiences,
    /// The days that ceremonies honour.
    Holidays,
    /// Why somebody cannot be admitted now, or come to a class.
    Reasons,
    OccasionKinds,
    OccasionStates,
}

impl Catalogue {
    /// What is suggested.
    pub fn list(&self, list: List) -> &[String] {
        match list {
            List::Ethnicities => &self.ethnicities,
            List::Religions => &self.religions,
            List::Educations => &self.educations,
            List::Occupations => &self.occupations,
            List::Tags => &self.tags,
            List::Officers | List::None => &[],
        }
    }

    /// Codes with their names in Vietnamese and English, in their order.
    pub fn codes(&self, codes: Codes) -> Vec<(&str, &str, &str)> {
        fn named(list: &[Named]) -> Vec<(&str, &str, &str)> {
            list.iter().map(|item| (&*item.code, &*item.vi, &*item.en)).collect()
        }
        match codes {
            Codes::Kinds => self.kinds.iter().map(|kind| (&*kind.code, &*kind.vi, &*kind.en)).collect(),
            Codes::Sectors => self.sectors.iter().map(|s| (&*s.code, &*s.vi, &*s.en)).collect(),
            Codes::Flags => named(&self.flags),
            Codes::Introducers => named(&self.introducers),
            Codes::Audiences => self.audiences.iter().map(|of| (&*of.code, &*of.vi, &*of.en)).collect(),
            Codes::Holidays => named(&self.holidays),
            Codes::Reasons => named(&self.reasons),
            Codes::OccasionKinds => {
                OccasionKind::ALL.map(|kind| (kind.name(), kind.called().0, kind.called().1)).into()
            }
            Codes::OccasionStates => {
                OccasionState::ALL.map(|state| (state.name(), state.called().0, state.called().1)).into()
            }
        }
    }

    /// The kind with this code.
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// The audience with this code.
    pub fn audience(&self, code: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.code == code)
    }

    /// The sector with this code.
    pub fn sector(&self, code: &str) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.code == code)
    }

    /// True when units of this kind keep their own book. Unknown kinds do not.
    pub fn keeps_book(&self, kind: &str) -> bool {
        self.kind(kind).is_some_and(|kind| kind.book)
    }

    /// Lays `over` over this catalogue: an entry with a known code replaces it, others are added.
    pub fn overlay(mut self, over: Catalogue) -> Catalogue {
        fn merge<T>(base: &mut Vec<T>, over: Vec<T>, same: fn(&T, &T) -> bool) {
            for item in over {
                match base.iter_mut().find(|known| same(known, &item)) {
                    Some(known) => *known = item,
                    None => base.push(item),
                }
            }
        }
        merge(&mut self.kinds, over.kinds, |a, b| a.code == b.code);
        merge(&mut self.blocks, over.blocks, |a, b| a.code == b.code);
        merge(&mut self.sectors, over.sectors, |a, b| a.code == b.code);
        merge(&mut self.flags, over.flags, |a, b| a.code == b.code);
        merge(&mut self.introducers, over.introducers, |a, b| a.code == b.code);
        merge(&mut self.audiences, over.audiences, |a, b| a.code == b.code);
        merge(&mut self.holidays, over.holidays, |a, b| a.code == b.code);
        merge(&mut self.reasons, over.reasons, |a, b| a.code == b.code);
        // The order of a ceremony is one thing: an office has its own, or the usual one.
        if !over.ceremony.is_empty() {
            self.ceremony = over.ceremony;
        }
        self.helped_at_most = over.helped_at_most.or(self.helped_at_most);
        merge(&mut self.packs, over.packs, |a, b| a.code == b.code);
        merge(&mut self.submissions, over.submissions, |a, b| a.code == b.code);
        merge(&mut self.hamlets, over.hamlets, |a, b| a == b);
        merge(&mut self.ethnicities, over.ethnicities, |a, b| a == b);
        merge(&mut self.religions, over.religions, |a, b| a == b);
        merge(&mut self.educations, over.educations, |a, b| a == b);
        merge(&mut self.occupations, over.occupations, |a, b| a == b);
        merge(&mut self.tags, over.tags, |a, b| a == b);
        merge(&mut self.grades, over.grades, |a, b| a == b);
        self
    }

    /// The built-in lists.
    ///
    /// # Errors
    /// Only if the program was built with a broken `config/catalogue.ron`, which a test excludes.
    pub fn built_in() -> Result<Catalogue, ron::error::SpannedError> {
        crate::ron_fast::from_str(include_str!("../../config/catalogue.ron"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_are_sound() {
        let all = Catalogue::built_in().unwrap();
        for code in
            ["province", "district", "commune", "upper", "base", "base_cell", "section", "cell", "group"]
        {
            assert!(all.kind(code).is_some(), "{code}");
        }
        for code in ["section", "cell", "group"] {
            assert!(!all.keeps_book(code), "{code}");
        }
        for sector in &all.sectors {
            assert!(all.blocks.iter().any(|block| block.code == sector.block), "{}", sector.code);
        }
    }

    #[test]
    fn an_office_replaces_and_adds_entries() {
        let over: Catalogue = ron::from_str(
            r#"(kinds: [(code: "cell", vi: "Chi bộ thôn", en: "Hamlet cell", book: false),
                        (code: "club", vi: "Câu lạc bộ", en: "Club", book: false)])"#,
        )
        .unwrap();
        let all = Catalogue::built_in().unwrap().overlay(over);
        assert_eq!(all.kind("cell").unwrap().vi, "Chi bộ thôn");
        assert!(all.kind("club").is_some());
        assert!(all.kind("base").is_some());
    }
}
