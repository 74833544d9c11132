//! The invented sample office, made anew and always the same from `config/sample/office.ron`.
//! `large` makes offices of any size from the same invented people.
//!
//! Its figures as of its day reproduce a published report; a test holds them. Must not contain
//! anybody real: every person carries "Mẫu" in the name and the tag "mẫu".

pub mod large;

use crate::domain::dossier::{Helper, HelperRole, Paper, PaperState};
use crate::domain::edit::{NewBook, note_below};
use crate::domain::milestone::{Asked, Vote};
use crate::domain::person::Sex;
use crate::domain::{Date, Edit, Milestone, MilestoneKind, Period, Person, PersonId, Target, Unit, UnitId};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    name: String,
    kind: String,
    day: Date,
    year: i32,
    classes: Vec<String>,
    families: Vec<String>,
    women: Vec<String>,
    men: Vec<String>,
    occupations: Vec<String>,
    document: String,
    document_day: Date,
    /// Name, sector, admitted by the day, target, trained.
    units: Vec<(String, String, u32, u32, u32)>,
}

/// The sample: its books, parents first, and the day on which it is a picture of an office.
pub struct Sample {
    pub books: Vec<NewBook>,
    pub day: Date,
}

/// Makes the sample office.
///
/// # Errors
/// Only if the program was built with a broken `config/sample/office.ron`, which a test excludes.
pub fn sample() -> Result<Sample, ron::error::SpannedError> {
    let office: Office = ron::from_str(include_str!("../../config/sample/office.ron"))?;
    let mut maker = Maker { state: 2023, people: 0, office: &office, past: 150 };
    let top = maker.unit_id();
    let mut books = vec![NewBook {
        id: top,
        unit: Unit::new(office.name.clone(), office.kind.clone(), None),
        edits: Vec::new(),
    }];
    for (n, (name, sector, admitted, target, trained)) in office.units.iter().enumerate() {
        books.push(maker.book(top, n as u32 + 1, name, sector, *admitted, *target, *trained));
    }
    note_below(&mut books);
    Ok(Sample { books, day: office.day })
}

struct Maker<'a> {
    state: u64,
    people: usize,
    office: &'a Office,
    /// Days over which recognitions are spread.
    past: usize,
}

/// What happens to a made person.
type Way<'a> = fn(&mut Maker<'a>, &mut Person);

impl<'a> Maker<'a> {
    /// The next number of a fixed sequence (splitmix64).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn unit_id(&mut self) -> UnitId {
        UnitId::from_bits(self.next())
    }

    fn pick(&mut self, list: &[String]) -> String {
        let n = self.below(list.len());
        list.get(n).cloned().unwrap_or_default()
    }

    #[allow(clippy::too_many_arguments)]
    fn book(
        &mut self,
        top: UnitId,
        order: u32,
        name: &str,
        sector: &str,
        admitted: u32,
        target: u32,
        trained: u32,
    ) -> NewBook {
        let village = matches!(sector, "town" | "rural_commune");
        let id = self.unit_id();
        let mut unit = Unit::new(
            name.to_owned(),
            if village || target > 9 { "base" } else { "base_cell" }.to_owned(),
            Some(top),
        );
        unit.sector = sector.to_owned();
        unit.order = order;
        unit.code = format!("M{order:02}");
        let members = if village { 180 } else { 60 } + self.below(90) as u32;
        unit.members.insert(self.office.year - 1, members);
        let target = Target {
            people: target,
            number: self.office.document.clone(),
            date: Some(self.office.document_day),
            note: String::new(),
        };
        unit.targets.insert((Period::Year(self.office.year), 1), target);
        let mut edits = Vec::new();
        let mut cells = Vec::new();
        let names: Vec<String> = match (village, unit.kind.as_str()) {
            (true, _) => (1..=4 + self.below(3))
                .map(|n| format!("Chi bộ Thôn {n}"))
                .chain(["Chi bộ Trường học".to_owned()])
                .collect(),
            (false, "base") => (1..=3).map(|n| format!("Chi bộ {n}")).collect(),
            _ => Vec::new(),
        };
        for (n, name) in names.into_iter().enumerate() {
            let cell = self.unit_id();
            let unit = Unit { order: n as u32 + 1, ..Unit::new(name, "cell".to_owned(), Some(id)) };
            edits.push(Edit::add(cell, unit));
            cells.push(cell);
        }
        if cells.is_empty() {
            cells.push(id);
        }
        let groups: [(u32, Way); 4] = [
            (admitted, Self::admitted),
            (trained, Self::trained),
            (2 + admitted / 3, Self::recognised),
            (3 + trained / 4, Self::source),
        ];
        for (count, way) in groups {
            edits.extend((0..count).filter_map(|_| self.somebody(&cells, village, way)));
        }
        NewBook { id, unit, edits }
    }

    /// Somebody in one of the cells.
    fn somebody(&mut self, cells: &[UnitId], village: bool, way: Way<'a>) -> Option<Edit> {
        let cell = self.below(cells.len());
        let (id, mut person) = self.person(*cells.get(cell)?, village);
        way(self, &mut person);
        Some(Edit::add(id, person))
    }

    fn person(&mut self, unit: UnitId, village: bool) -> (PersonId, Person) {
        let office = self.office;
        let woman = self.below(100) < 46;
        let (middle, given) =
            if woman { ("Thị", self.pick(&office.women)) } else { ("Văn", self.pick(&office.men)) };
        let name = format!("{} {middle} Mẫu {given}", self.pick(&office.families));
        let mut person = Person::new(name, unit);
        person.sex = Some(if woman { Sex::Female } else { Sex::Male });
        let year = office.year - 19 - self.below(16) as i32;
        person.born = Date::new(year, Some(1 + self.below(12) as u32), Some(1 + self.below(28) as u32)).ok();
        person.ethnicity = if self.below(10) < 8 { "Kinh" } else { "Mường" }.to_owned();
        person.religion = "không".to_owned();
        person.occupation = self.pick(&office.occupations);
        person.education = if village && self.below(3) > 0 { "THPT" } else { "Đại học" }.to_owned();
        person.tags = [Some("mẫu"), (self.below(5) > 0).then_some("đoàn viên")]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        self.people += 1;
        (PersonId::from_bits(self.next()), person)
    }

    /// A day within so many days before `end`.
    fn day_before(&mut self, end: NaiveDate, within: usize) -> NaiveDate {
        end.checked_sub_days(Days::new(self.below(within) as u64)).unwrap_or(end)
    }

    fn ago(&self, days: u64) -> NaiveDate {
        let day = self.office.day.last();
        day.checked_sub_days(Days::new(days)).unwrap_or(day)
    }

    fn put(&mut self, person: &mut Person, kind: MilestoneKind, day: NaiveDate, number: &str) {
        let mut milestone = Milestone::on(day.into());
        if !number.is_empty() {
            milestone.number = format!("{}-{number}", self.people);
        }
        match kind {
            MilestoneKind::Certificate => {
                milestone.grade = if self.below(3) == 0 { "Giỏi" } else { "Khá" }.to_owned();
                milestone.expiry = milestone.date.plus_months(60);
            }
            MilestoneKind::CellResolution => {
                let summoned = 12 + self.below(20) as u16;
                milestone.vote =
                    Some(Vote { summoned, present: summoned, in_favour: summoned, ..Vote::default() });
            }
            MilestoneKind::Sympathiser => {
                milestone.helpers = vec!["Lê Văn Mẫu Giúp".to_owned(), "Trần Thị Mẫu Đỡ".to_owned()];
            }
            _ => {}
        }
        person.milestones.insert((kind, 1), milestone);
    }

    /// The first steps: identified and on the list of sympathisers before `class`.
    fn begin(&mut self, person: &mut Person, class: NaiveDate) {
        let listed = self.day_before(class, 90);
        let identified = self.day_before(listed, 60);
        self.put(person, MilestoneKind::Identified, identified, "");
        self.put(person, MilestoneKind::Sympathiser, listed, "NQ/CB");
    }

    fn class(&mut self, person: &mut Person, sent: NaiveDate, name: &str) {
        self.put(person, MilestoneKind::SentToClass, sent, "");
        let certified = sent.checked_add_days(Days::new(6)).unwrap_or(sent);
        self.put(person, MilestoneKind::Certificate, certified, "GCN");
        for kind in [MilestoneKind::SentToClass, MilestoneKind::Certificate] {
            if let Some(milestone) = person.milestones.get_mut(&(kind, 1)) {
                milestone.class = name.to_owned();
            }
        }
    }

    /// From the certificate to the ceremony, which falls on `ceremony`.
    fn admit(&mut self, person: &mut Person, ceremony: NaiveDate) {
        let back = |days: u64| ceremony.checked_sub_days(Days::new(days)).unwrap_or(ceremony);
        // The class was last year's: this year's classes are those of the people still on the way.
        let class_over = NaiveDate::from_ymd_opt(ceremony.year() - 1, 12, 18).unwrap_or(ceremony);
        let sent = self.day_before(back(200), 40).min(class_over);
        self.begin(person, sent);
        self.class(person, sent, &format!("Lớp {}", self.office.year - 1));
        self.put(person, MilestoneKind::DossierOpened, back(120), "");
        self.put(person, MilestoneKind::Application, back(110), "");
        self.put(person, MilestoneKind::VerificationAsked, back(100), "CV/ĐU");
        self.put(person, MilestoneKind::VerificationAnswered, back(80), "CV/ĐU");
        self.put(person, MilestoneKind::CellResolution, back(60), "NQ/CB");
        self.put(person, MilestoneKind::BaseResolution, back(45), "NQ/ĐU");
        self.put(person, MilestoneKind::Appraisal, back(30), "");
        self.put(person, MilestoneKind::Decision, back(14), "QĐ/HU");
        self.put(person, MilestoneKind::DecisionReceived, back(10), "");
        self.put(person, MilestoneKind::Ceremony, ceremony, "");
    }

    fn admitted(&mut self, person: &mut Person) {
        let first = NaiveDate::from_ymd_opt(self.office.year, 1, 20).unwrap_or_default();
        let room = (self.office.day.last() - first).num_days().max(1) as usize;
        let ceremony = self.day_before(self.office.day.last(), room);
        self.admit(person, ceremony);
    }

    fn recognised(&mut self, person: &mut Person) {
        let end = self.ago(40);
        let decided = self.day_before(end, self.past);
        let ceremony = decided.checked_sub_days(Days::new(395)).unwrap_or(decided);
        self.admit(person, ceremony);
        let day = |days: u64| decided.checked_sub_days(Days::new(days)).unwrap_or(decided);
        self.put(person, MilestoneKind::NewMemberClass, day(180), "GCN");
        self.put(person, MilestoneKind::CellReview, day(25), "NQ/CB");
        self.put(person, MilestoneKind::BaseReview, day(15), "NQ/ĐU");
        self.put(person, MilestoneKind::OfficialDecision, decided, "QĐ/HU");
    }

    /// Trained this year: some have gone on to an application, a verification, a resolution.
    fn trained(&mut self, person: &mut Person) {
        let classes = self.office.classes.len();
        let class = self.people % classes.max(1);
        let Some(name) = self.office.classes.get(class).cloned() else { return };
        let sent = self.ago(25 + 27 * (classes - class) as u64);
        self.begin(person, sent);
        self.class(person, sent, &name);
        let further = self.below(10);
        let after = |days: u64| sent.checked_add_days(Days::new(days)).unwrap_or(sent);
        if further >= 5 {
            self.put(person, MilestoneKind::DossierOpened, after(14), "");
            self.put(person, MilestoneKind::Application, after(16), "");
            self.dossier(person, after(16));
        }
        if further >= 7 {
            self.put(person, MilestoneKind::VerificationAsked, after(20), "CV/ĐU");
            if self.people.is_multiple_of(3)
                && let Some(letter) = person.milestones.get_mut(&(MilestoneKind::VerificationAsked, 1))
            {
                letter.asked = Some(Asked::Police);
            }
        }
        // Most places answer in time; a few are still waited for.
        let answered = further < 9 && after(40) < self.ago(7) && !self.people.is_multiple_of(9);
        if further >= 7 && answered {
            self.put(person, MilestoneKind::VerificationAnswered, after(40), "CV/ĐU");
            let there = |state| Paper {
                state,
                date: Some(after(40).into()),
                place: "Tủ 1".to_owned(),
                note: String::new(),
            };
            person.papers.insert("verification".to_owned(), there(PaperState::Valid));
        }
        if further >= 9 {
            self.put(person, MilestoneKind::VerificationAnswered, after(35), "CV/ĐU");
            self.put(person, MilestoneKind::CellResolution, after(44), "NQ/CB");
        }
    }

    /// A dossier that is being put together: some papers are there, some are not.
    fn dossier(&mut self, person: &mut Person, day: NaiveDate) {
        let n = self.people;
        let commented = self.ago(20 + n as u64 % 45).max(day);
        let mut put = |code: &str, state, place: &str| {
            let (date, place, note) = (Some(day.into()), place.to_owned(), String::new());
            person.papers.insert(code.to_owned(), Paper { state, date, place, note });
        };
        put("certificate", PaperState::Valid, "Tủ 1");
        put("application", PaperState::Valid, "Tủ 1");
        if n.is_multiple_of(2) {
            put("cv", PaperState::Valid, "Tủ 1");
            put("introduction", PaperState::HandedIn, "Tủ 1");
        }
        if n.is_multiple_of(4) {
            put("opinions", PaperState::Draft, "");
        }
        for (key, name) in [(1, "Lê Văn Mẫu Giúp"), (2, "Trần Thị Mẫu Đỡ")] {
            let helper = Helper {
                name: name.to_owned(),
                role: HelperRole::Both,
                official: Some(true),
                together_since: Date::of_year(self.office.year - 3).ok(),
                from: Some(day.into()),
                until: None,
                replacement: false,
                number: String::new(),
                // A few helpers are late with their comment.
                comments: if n.is_multiple_of(40) {
                    BTreeSet::new()
                } else {
                    BTreeSet::from([commented.into()])
                },
            };
            person.helpers.insert(key, helper);
        }
    }

    fn source(&mut self, person: &mut Person) {
        let end = self.ago(5);
        let day = self.day_before(end, 200);
        if self.below(3) > 0 {
            self.begin(person, day);
        } else {
            self.put(person, MilestoneKind::Identified, day, "");
        }
    }
}
