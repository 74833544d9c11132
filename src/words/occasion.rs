//! Classes, ceremonies and reviews in words.

use super::Lang;
use super::history::Called;
use super::words;
use crate::domain::OccasionFact;
use crate::domain::enrolment::{Enrolment, EnrolmentState};
use crate::domain::occasion::{OccasionField, OccasionKind, OccasionPart, OccasionState, Session};

words! {
    title_new_occasion() "Lớp, lễ kết nạp, đợt rà soát mới" / "New class, ceremony or review";
    ends_before_it_begins() "Ngày kết thúc trước ngày bắt đầu" / "It ends before it begins";
    title_enrol(n, name) "Ghi tên {n} người · {name}" / "Enrol {n} · {name}";
    enrol_question() "Ghi tên" / "Enrol";
    enrol_yes() "có, ghi tên" / "yes, enrol them";
    enrol_no() "không" / "no";
    enrol_listed(n, names) "{n} người vào danh sách: {names}" / "{n} listed: {names}";
    enrol_waiting(n, names) "hết chỗ, {n} người chờ: {names}" / "no places left, {n} waiting: {names}";
    enrolled_said(n, waiting) "Đã ghi tên {n} người, {waiting} người chờ" / "{n} listed, {waiting} waiting";
    enrol_known(n) "{n} người đã có trong danh sách, giữ nguyên" / "{n} in it already, left as they are";
    title_result(n, name) "Kết quả của {n} người · {name}" / "Results of {n} · {name}";
    result_label() "Kết quả" / "Result";
    certificate_date() "Ngày cấp" / "Date";
    mark_then_enrol() "Đề nghị đánh dấu người (Space) ở danh sách, rồi trở lại đây để ghi tên" / "Mark people (Space) in a list, then come back here to enrol them";
    of_an_occasion() "Đề nghị mở một lớp, lễ hoặc đợt rà soát trước" / "Open a class, a ceremony or a review first";
    no_occasion(text) "Không có lớp, lễ, đợt nào: {text}" / "No such class, ceremony or review: {text}";
    many_occasions(text) "Nhiều lớp, lễ, đợt có tên {text}: đề nghị dùng mã" / "Several are called {text}: use the id";
    occasion_in_use(n) "Còn {n} người trong danh sách: đề nghị rút tên trước" / "{n} still in it: take them out first";
    error_no_host() "cần đơn vị tổ chức, thuộc đúng sổ này" / "a unit of this book must hold it";
    occasion_added(name) "Thêm: {name}" / "Added: {name}";
    occasion_removed(name) "Bỏ: {name}" / "Removed: {name}";
    session_n(n) "Buổi {n}" / "Session {n}";
    quota_of(unit) "Phân bổ: {unit}" / "Quota: {unit}";
    sessions_attended(n) "dự {n} buổi" / "{n} session{n:-} attended";
}

words! {
    enrolled_title() "Số người" / "Enrolled";
    enrolment_state_title() "Kết quả" / "Result";
    sessions_title() "Số buổi dự" / "Sessions";
    in_it(n) "{n} người trong danh sách" / "{n} listed";
    in_it_of(n, places) "{n}/{places} chỗ" / "{n} of {places} places";
    wait_for_it(n) "{n} người chờ" / "{n} waiting";
}

impl Lang {
    /// How many are in an occasion and wait for it.
    pub fn enrolled_note(self, listed: usize, waiting: usize, places: u32) -> String {
        let n = self.count(listed as u64);
        let mut parts = vec![if places > 0 { self.in_it_of(n, self.count(places)) } else { self.in_it(n) }];
        parts.extend((waiting > 0).then(|| self.wait_for_it(self.count(waiting as u64))));
        parts.join(" · ")
    }

    /// What a field of an occasion is called.
    pub fn occasion_field(self, field: OccasionField) -> &'static str {
        match field {
            OccasionField::Name => self.pick("Tên", "Name"),
            OccasionField::Kind => self.pick("Loại", "Kind"),
            OccasionField::Unit => self.pick("Đơn vị tổ chức", "Held by"),
            OccasionField::State => self.pick("Tình trạng", "State"),
            OccasionField::From => self.pick("Từ ngày", "From"),
            OccasionField::Until => self.pick("Đến ngày", "Until"),
            OccasionField::Hour => self.pick("Giờ", "Hour"),
            OccasionField::Place => self.pick("Nơi tổ chức", "Place"),
            OccasionField::Audience => self.pick("Đối tượng", "For whom"),
            OccasionField::Places => self.pick("Số chỗ", "Places"),
            OccasionField::Number => self.pick("Số, ký hiệu văn bản", "Document number"),
            OccasionField::Signed => self.pick("Ngày văn bản", "Document date"),
            OccasionField::Note => self.pick("Ghi chú", "Note"),
        }
    }

    /// Label and text of a fact of an occasion.
    pub fn occasion_fact(self, fact: &OccasionFact, called: Called) -> (String, String) {
        use OccasionPart as P;
        match fact.part() {
            P::Whole(occasion) => (self.field("whole").to_owned(), occasion.name.clone()),
            P::Field(field, value) => {
                (self.occasion_field(field).to_owned(), self.value(field.kind(), &value, called))
            }
            P::Session(n, session) => (self.session_n(n), self.session(session)),
            P::Quota(unit, places) => (self.quota_of((called.units)(*unit)), self.count(*places)),
        }
    }

    /// Day and topic of a session.
    pub fn session(self, session: &Session) -> String {
        let date = self.date(session.date);
        if session.topic.is_empty() { date } else { format!("{date} · {}", session.topic) }
    }

    /// How somebody stands in an occasion, in one line.
    pub fn enrolment_facts(self, enrolment: &Enrolment) -> String {
        let mut parts = vec![self.enrolment_state(enrolment.state).to_owned()];
        parts.extend(
            (!enrolment.sessions.is_empty()).then(|| self.sessions_attended(enrolment.sessions.len())),
        );
        parts.extend(Some(&enrolment.note).filter(|text| !text.is_empty()).cloned());
        parts.join(" · ")
    }

    /// What is held.
    pub fn occasion_kind(self, kind: OccasionKind) -> &'static str {
        let (vi, en) = kind.called();
        self.pick(vi, en)
    }

    /// How far it is.
    pub fn occasion_state(self, state: OccasionState) -> &'static str {
        let (vi, en) = state.called();
        self.pick(vi, en)
    }

    /// How somebody stands in it.
    pub fn enrolment_state(self, state: EnrolmentState) -> &'static str {
        let (vi, en) = state.called();
        self.pick(vi, en)
    }
}
