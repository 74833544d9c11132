//! Makes invented people, always the same ones from the same number to begin with. Must not contain anybody real: every
//! person carries "Mẫu" in the name and the tag "mẫu".

use crate::domain::dossier::{Helper, HelperRole, Paper, PaperState};
use crate::domain::edit::NewBook;
use crate::domain::milestone::{Asked, Vote};
use crate::domain::person::Sex;
use crate::domain::{Date, Edit, Milestone, MilestoneKind, Period, Person, PersonId, Target, Unit, UnitId};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Office {
    pub name: String,
    pub kind: String,
    pub day: Date,
    pub year: i32,
    pub classes: Vec<String>,
    pub families: Vec<String>,
    pub women: Vec<String>,
    pub men: Vec<String>,
    pub occupations: Vec<String>,
    pub document: String,
    pub document_day: Date,
    /// Name, sector, admitted by the day, target, trained.
    pub units: Vec<(String, String, u32, u32, u32)>,
}

/// Days from being sent to a class to its certificates.
const CERTIFIED: u64 = 6;
/// Pairs of members who help.
const PAIRS: usize = 7;

pub(super) struct Maker<'a> {
    pub state: u64,
    pub people: usize,
    pub office: &'a Office,
    /// Days over which recognitions are spread.
    pub past: usize,
}

/// What happens to a made person.
pub(super) type Way<'a> = fn(&mut Maker<'a>, &mut Person);

impl<'a> Maker<'a> {
    /// The next number of a fixed sequence (splitmix64).
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn unit_id(&mut self) -> UnitId {
        UnitId::from_bits(self.next())
    }

    pub fn pick(&mut self, list: &[String]) -> String {
        let n = self.below(list.len());
        list.get(n).cloned().unwrap_or_default()
    }

    #[allow(clippy::too_many_arguments)]
    pub fn book(
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
    pub fn somebody(&mut self, cells: &[UnitId], village: bool, way: Way<'a>) -> Option<Edit> {
        let cell = self.below(cells.len());
        let (id, mut person) = self.person(*cells.get(cell)?, village);
        way(self, &mut person);
        Some(Edit::add(id, person))
    }

    pub fn person(&mut self, unit: UnitId, village: bool) -> (PersonId, Person) {
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
    pub fn day_before(&mut self, end: NaiveDate, within: usize) -> NaiveDate {
        end.checked_sub_days(Days::new(self.below(within) as u64)).unwrap_or(end)
    }

    pub fn ago(&self, days: u64) -> NaiveDate {
        let day = self.office.day.last();
        day.checked_sub_days(Days::new(days)).unwrap_or(day)
    }

    pub fn put(&mut self, person: &mut Person, kind: MilestoneKind, day: NaiveDate, number: &str) {
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
                milestone.helpers = self.helpers().into();
            }
            _ => {}
        }
        person.milestones.insert((kind, 1), milestone);
    }

    /// Those who help the present person.
    pub fn helpers(&self) -> [String; 2] {
        let n = self.people % PAIRS;
        let of = |list: &[String], n: usize| list.get(n % list.len().max(1)).cloned().unwrap_or_default();
        let (families, men, women) = (&self.office.families, &self.office.men, &self.office.women);
        let man = format!("{} Văn Mẫu {}", of(families, n), of(men, 4 * n + 1));
        [man, format!("{} Thị Mẫu {}", of(families, n + PAIRS), of(women, 4 * n + 2))]
    }

    /// The first steps: identified and on the list of sympathisers before `class`.
    pub fn begin(&mut self, person: &mut Person, class: NaiveDate) {
        let listed = self.day_before(class, 90);
        let identified = self.day_before(listed, 60);
        self.put(person, MilestoneKind::Identified, identified, "");
        self.put(person, MilestoneKind::Sympathiser, listed, "NQ/CB");
    }

    pub fn class(&mut self, person: &mut Person, sent: NaiveDate, name: &str) {
        self.put(person, MilestoneKind::SentToClass, sent, "");
        let certified = sent.checked_add_days(Days::new(CERTIFIED)).unwrap_or(sent);
        self.put(person, MilestoneKind::Certificate, certified, "GCN");
        for kind in [MilestoneKind::SentToClass, MilestoneKind::Certificate] {
            if let Some(milestone) = person.milestones.get_mut(&(kind, 1)) {
                milestone.class = name.to_owned();
            }
        }
    }

    /// From the certificate to the ceremony, which falls on `ceremony`.
    pub fn admit(&mut self, person: &mut Person, ceremony: NaiveDate) {
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

    pub fn admitted(&mut self, person: &mut Person) {
        let first = NaiveDate::from_ymd_opt(self.office.year, 1, 20).unwrap_or_default();
        let room = (self.office.day.last() - first).num_days().max(1) as usize;
        let ceremony = self.day_before(self.office.day.last(), room);
        self.admit(person, ceremony);
    }

    pub fn recognised(&mut self, person: &mut Person) {
        let end = self.ago(40);
        let decided = self.day_before(end, self.past);
        let ceremony = decided.checked_sub_days(Days::new(395)).unwrap_or(decided);
        // Nobody is admitted under age.
        person.born = person
            .born
            .and_then(|born| Date::new(born.year() - 2, born.month(), born.last().day().into()).ok());
        self.admit(person, ceremony);
        let day = |days: u64| decided.checked_sub_days(Days::new(days)).unwrap_or(decided);
        self.put(person, MilestoneKind::NewMemberClass, day(180), "GCN");
        self.put(person, MilestoneKind::CellReview, day(25), "NQ/CB");
        self.put(person, MilestoneKind::BaseReview, day(15), "NQ/ĐU");
        self.put(person, MilestoneKind::OfficialDecision, decided, "QĐ/HU");
    }

    /// The day on which people are sent to a class of this year.
    pub fn sent(office: &Office, class: usize) -> NaiveDate {
        let day = office.day.last();
        let days = 25 + 27 * office.classes.len().saturating_sub(class) as u64;
        day.checked_sub_days(Days::new(days)).unwrap_or(day)
    }

    /// The day of its certificates.
    pub fn certified(office: &Office, class: usize) -> NaiveDate {
        let sent = Maker::sent(office, class);
        sent.checked_add_days(Days::new(CERTIFIED)).unwrap_or(sent)
    }

    /// Trained this year: some have gone on to an application, a verification, a resolution.
    pub fn trained(&mut self, person: &mut Person) {
        let classes = self.office.classes.len();
        let class = self.people % classes.max(1);
        let Some(name) = self.office.classes.get(class).cloned() else { return };
        let sent = Self::sent(self.office, class);
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
    pub fn dossier(&mut self, person: &mut Person, day: NaiveDate) {
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
        for (key, name) in (1..).zip(self.helpers()) {
            let helper = Helper {
                name,
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

    pub fn source(&mut self, person: &mut Person) {
        let end = self.ago(5);
        let day = self.day_before(end, 200);
        if self.below(3) > 0 {
            self.begin(person, day);
        } else {
            self.put(person, MilestoneKind::Identified, day, "");
        }
    }
}
