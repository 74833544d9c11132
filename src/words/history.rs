//! Edits as people read them: which field, what stood there, what stands there now.

use super::{Lang, words};
use crate::domain::dossier::{Former, Helper, Paper, Waiver};
use crate::domain::edit::{Change, Edit};
use crate::domain::milestone::Milestone;
use crate::domain::person::{Leave, PersonPart};
use crate::domain::record::Fact;
use crate::domain::unit::UnitPart;
use crate::domain::value::{Value, joined};
use crate::domain::{
    Catalogue, FieldKind, OccasionFact, OccasionId, Period, PersonFact, Rulebook, Target, UnitFact, UnitId,
    Why,
};
use crate::query::Register;

words! {
    why_entry() "nhập" / "entry";
    why_import() "nhập từ tệp" / "import";
    why_init() "tạo sổ theo dõi" / "records created";
    why_sample() "dữ liệu mẫu" / "sample";
    why_upkeep() "chương trình tự ghi" / "noted by the program";
    why_epoch() "sổ đơn vị mới sau khi xóa" / "new epoch after an erasure";
    deed_exported(what) "xuất danh sách {what}" / "exported the list of {what}";
    deed_exported_person() "xuất toàn bộ dữ liệu của người này" / "exported everything about this person";
    deed_backed_up() "sao lưu toàn bộ sổ theo dõi" / "backed up all records";
    deed_erase_asked() "đề nghị xóa người này" / "asked to erase this person";
    deed_granted(who, role, unit) "giao {who} quyền {role} ở {unit}" / "granted {who} the role {role} in {unit}";
    deed_withdrawn(who, role, unit) "thu hồi quyền {role} của {who} ở {unit}" / "withdrew the role {role} in {unit} from {who}";
    deed_erased(who) "đã xóa, theo đề nghị của {who}" / "erased, as {who} had asked";
    why_undo() "hoàn tác" / "undo";
    why_redo() "làm lại" / "redo";
    person_added(name) "thêm hồ sơ {name}" / "person added: {name}";
    person_removed(name) "xóa hồ sơ {name}" / "person removed: {name}";
    unit_added(name) "thêm đơn vị {name}" / "unit added: {name}";
    unit_removed(name) "xóa đơn vị {name}" / "unit removed: {name}";
    members_at(year) "Số đảng viên đến 31/12/{year}" / "Members at 31 Dec {year}";
    target_of(period) "Chỉ tiêu {period}" / "Target {period}";
    target_people(n) "{n} người" / "{n} {n:+}";
    term(first, last) "nhiệm kỳ {first}-{last}" / "term {first}-{last}";
    round(what, n) "{what} (lần {n})" / "{what} (round {n})";
    version(what, n) "{what} (giao lần {n})" / "{what} (set {n})";
    set_aside_on(date, reason) "{reason}, hết hiệu lực từ {date}" / "{reason}, no longer in force from {date}";
    back_on(date) "theo dõi lại từ {date}" / "followed again from {date}";
    until(date) "đến {date}" / "until {date}";
    since(date) "từ {date}" / "since {date}";
    together_since(date) "cùng công tác, cư trú từ {date}" / "worked or lived together since {date}";
    commented(date) "nhận xét {date}" / "comment {date}";
    exception_for(what) "Trường hợp được đồng ý: {what}" / "Exception: {what}";
    deed_rule_removed(key) "bỏ quy định {key}" / "took out the rule set {key}";
    deed_ruled(key) "thêm quy định {key}" / "added the rule set {key}";
    votes(for_, summoned) "tán thành {for_}/{summoned}" / "{for_} of {summoned} in favour";
}

/// How other records are called in a sentence.
pub trait RecordNames {
    fn unit(&self, id: UnitId) -> String;
    /// Empty where nothing is known of it.
    fn occasion(&self, id: OccasionId) -> String;
}

impl RecordNames for Register {
    fn unit(&self, id: UnitId) -> String {
        self.unit_name(id).to_owned()
    }

    fn occasion(&self, id: OccasionId) -> String {
        self.occasion_name(id)
    }
}

/// How other records are called, and what rule sets and the office's lists call their codes.
#[derive(Clone, Copy)]
pub struct Called<'a> {
    pub names: &'a dyn RecordNames,
    pub rules: &'a Rulebook,
    pub catalogue: &'a Catalogue,
}

/// One changed field: its label, the text before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl Changed {
    /// The field and what it is now.
    pub fn now(self) -> String {
        let parts = [self.field, self.after].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(": ")
    }
}

impl Lang {
    /// What brought a step about.
    pub fn why(self, why: &Why) -> String {
        match why {
            Why::Entry => self.why_entry(),
            Why::Import => self.why_import(),
            Why::Init => self.why_init(),
            Why::Sample => self.why_sample(),
            Why::Upkeep => self.why_upkeep(),
            Why::Epoch { .. } => self.why_epoch(),
            Why::Undo(_) => self.why_undo(),
            Why::Redo(_) => self.why_redo(),
        }
    }

    /// One edit.
    pub fn edit(self, edit: &Edit, called: Called) -> Changed {
        fn of<I: Copy, F: Fact>(change: &Change<I, F>, tell: impl Fn(&F) -> (String, String)) -> Changed {
            let text = |fact: &Option<F>| fact.as_ref().map_or((String::new(), String::new()), &tell);
            let ((before_field, before), (after_field, after)) = (text(&change.old), text(&change.new));
            Changed { field: if before_field.is_empty() { after_field } else { before_field }, before, after }
        }
        let whole = |field: String| Changed { field, before: String::new(), after: String::new() };
        match edit {
            Edit::Person(Change { old: None, new: Some(PersonFact::Whole(person)), .. }) => {
                whole(self.person_added(&person.name))
            }
            Edit::Person(Change { old: Some(PersonFact::Whole(person)), .. }) => {
                whole(self.person_removed(&person.name))
            }
            Edit::Unit(Change { old: None, new: Some(UnitFact::Whole(unit)), .. }) => {
                whole(self.unit_added(&unit.name))
            }
            Edit::Unit(Change { old: Some(UnitFact::Whole(unit)), .. }) => {
                whole(self.unit_removed(&unit.name))
            }
            Edit::Occasion(Change { old: None, new: Some(OccasionFact::Whole(occasion)), .. }) => {
                whole(self.occasion_added(&occasion.name))
            }
            Edit::Occasion(Change { old: Some(OccasionFact::Whole(occasion)), .. }) => {
                whole(self.occasion_removed(&occasion.name))
            }
            Edit::Person(change) => of(change, |fact| self.person_fact(fact, called)),
            Edit::Occasion(change) => of(change, |fact| self.occasion_fact(fact, called)),
            Edit::Unit(change) => of(change, |fact| self.unit_fact(fact, called)),
        }
    }

    /// What stands in a field.
    pub fn value(self, kind: FieldKind, value: &Value, called: Called) -> String {
        let name = |code: &str| {
            let known = kind.name_of(code, called.catalogue);
            known.map_or(code, |(vi, en)| self.pick(vi, en)).to_owned()
        };
        match (value, kind) {
            (Value::Text(text), _) => name(text),
            (Value::Words(words), kind) => {
                let shown = |word: &String| match kind {
                    FieldKind::Cases => self.case(word, called.rules).to_owned(),
                    _ => name(word),
                };
                let words: Vec<String> = words.iter().map(shown).collect();
                joined(words.iter().map(String::as_str), ", ")
            }
            (Value::Day(date), _) => self.date(*date),
            (Value::Sex(sex), _) => self.sex(*sex).to_owned(),
            (Value::Unit(unit), _) => called.names.unit(*unit),
            (Value::Number(n), _) => n.to_string(),
        }
    }

    /// Label and text of a fact of a person.
    pub fn person_fact(self, fact: &PersonFact, called: Called) -> (String, String) {
        use PersonPart as P;
        let label = |name: &str| self.field(name).to_owned();
        match fact.part() {
            P::Whole(person) => (label("whole"), person.name.clone()),
            P::Field(field, value) => {
                (self.person_field(field).to_owned(), self.value(field.kind(), &value, called))
            }
            P::Post(_, post) => {
                let mut parts = vec![called.names.unit(post.unit)];
                parts.extend(post.from.map(|date| self.date(date)));
                parts.extend(
                    Some(&post.situation)
                        .filter(|code| !code.is_empty())
                        .map(|code| self.situation(code, called.rules)),
                );
                (label("post"), parts.join(" · "))
            }
            P::Milestone(kind, round, milestone) => {
                let name = self.milestone(*kind);
                let label = if *round == 1 { name.to_owned() } else { self.round(name, round) };
                (label, self.milestone_facts(milestone))
            }
            P::Leave(_, leave) => (label("leave"), self.leave(leave)),
            P::Former(former) => (label("former"), self.former(former)),
            P::Paper(code, paper) => (self.paper(code, called.rules), self.paper_facts(paper)),
            P::Helper(_, helper) => (self.helper_role(helper.role).to_owned(), self.helper_facts(helper)),
            P::Enrolment(_, enrolment) => (enrolment.notice.name.clone(), self.enrolment_facts(enrolment)),
            P::Waiver(code, waiver) => {
                (self.exception_for(self.waiver(code, called.rules)), self.waiver_facts(waiver))
            }
        }
    }

    /// Date, document and further facts of a milestone, in one line.
    pub fn milestone_facts(self, milestone: &Milestone) -> String {
        let mut parts = vec![self.date(milestone.date)];
        let texts = [&milestone.number, &milestone.class, &milestone.grade, &milestone.place];
        parts.extend(texts.into_iter().filter(|text| !text.is_empty()).cloned());
        parts.extend(milestone.asked.map(|asked| self.asked(asked).to_owned()));
        parts.extend(milestone.expiry.map(|date| self.until(self.date(date))));
        parts.extend(milestone.vote.map(|vote| self.votes(vote.in_favour, vote.summoned)));
        if !milestone.helpers.is_empty() {
            parts.push(milestone.helpers.join(", "));
        }
        if !milestone.note.is_empty() {
            parts.push(milestone.note.clone());
        }
        if let Some(aside) = &milestone.set_aside {
            parts.push(self.set_aside_on(self.date(aside.date), self.aside_reason(aside.reason)));
            parts.extend(Some(&aside.note).filter(|text| !text.is_empty()).cloned());
        }
        parts.join(" · ")
    }

    /// State, day and place of a paper, in one line.
    pub fn paper_facts(self, paper: &Paper) -> String {
        let mut parts = vec![self.paper_state(Some(paper.state)).to_owned()];
        parts.extend(paper.date.map(|date| self.date(date)));
        parts.extend([&paper.place, &paper.note].into_iter().filter(|text| !text.is_empty()).cloned());
        parts.join(" · ")
    }

    /// An introducer or helper in one line.
    pub fn helper_facts(self, helper: &Helper) -> String {
        let mut parts = vec![helper.name.clone()];
        let official = helper.official.map(|yes| {
            let (vi, en) = if yes { ("chính thức", "official") } else { ("dự bị", "probationary") };
            self.pick(vi, en).to_owned()
        });
        parts.extend(official);
        parts.extend(helper.from.map(|date| self.since(self.date(date))));
        parts.extend(helper.until.map(|date| self.until(self.date(date))));
        parts.extend(helper.together_since.map(|date| self.together_since(self.date(date))));
        if helper.replacement {
            parts.push(self.pick("được phân công thay", "replaces another").to_owned());
        }
        parts.extend(Some(&helper.number).filter(|text| !text.is_empty()).cloned());
        parts.extend(helper.comments.last().map(|date| self.commented(self.date(*date))));
        parts.join(" · ")
    }

    /// An exception in one line.
    pub fn waiver_facts(self, waiver: &Waiver) -> String {
        let mut parts = vec![waiver.reason.clone(), self.date(waiver.date)];
        parts.extend([&waiver.number, &waiver.by].into_iter().filter(|text| !text.is_empty()).cloned());
        parts.extend(waiver.until.map(|date| self.until(self.date(date))));
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// An earlier membership in one line.
    pub fn former(self, former: &Former) -> String {
        format!("{} · {}", self.date(former.left), self.former_reason(former.why))
    }

    /// A leave in one line.
    pub fn leave(self, leave: &Leave) -> String {
        let mut parts = vec![self.leave_reason(leave.reason).to_owned(), self.date(leave.date)];
        parts.extend([&leave.number, &leave.note].into_iter().filter(|text| !text.is_empty()).cloned());
        parts.extend(leave.back.map(|date| self.back_on(self.date(date))));
        parts.join(" · ")
    }

    /// Label and text of a fact of a unit.
    pub fn unit_fact(self, fact: &UnitFact, called: Called) -> (String, String) {
        use UnitPart as P;
        match fact.part() {
            P::Whole(unit) => (self.field("whole").to_owned(), unit.name.clone()),
            P::Field(field, value) => {
                (self.unit_field(field).to_owned(), self.value(field.kind(), &value, called))
            }
            P::Members(year, n) => (self.members_at(year), self.count(*n)),
            P::Below(_, name) => (self.field("below").to_owned(), name.clone()),
            P::Target(period, _, target) => (self.target_of(self.period(*period)), self.target(target)),
            P::Officer(_, officer) => (self.officer_label(), self.officer(officer, called)),
            P::Submission(report, month, sent) => {
                (self.submission_label(report, self.date(*month), called.catalogue), self.submission(sent))
            }
            P::Frozen(month, frozen) => (self.frozen_label(self.date(*month)), self.frozen(frozen)),
            P::Quota(_, quota) => (self.quota_label(), self.quota(quota)),
        }
    }

    /// A year or a term.
    pub fn period(self, period: Period) -> String {
        match period {
            Period::Year(year) => year.to_string(),
            Period::Term(first, last) => self.term(first, last),
        }
    }

    /// A target in one line.
    pub fn target(self, target: &Target) -> String {
        let mut parts = vec![self.target_people(self.count(target.people))];
        parts.extend([&target.number, &target.note].into_iter().filter(|text| !text.is_empty()).cloned());
        parts.extend(target.date.map(|date| self.date(date)));
        parts.join(" · ")
    }
}
