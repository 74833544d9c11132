//! Classes, ceremonies and reviews in words.

use super::Lang;
use super::history::Called;
use super::words;
use crate::domain::Occasion;
use crate::domain::OccasionFact;
use crate::domain::occasion::{OccasionField, OccasionKind, OccasionPart, OccasionState, Session};
use crate::domain::remark::Remark;
use crate::domain::{Date, Quota, Rulebook};
use crate::domain::{Enrolment, EnrolmentState};
use crate::query::enrolling::{Unfit, Wait};
use crate::query::needs::Need;
use crate::query::report::ClassPart;

words! {
    title_new_occasion() "Lớp, lễ kết nạp, đợt rà soát mới" / "New class, ceremony or review";
    no_hour(text) "Không phải giờ: {text} (ví dụ 08:00, 8h30)" / "Not an hour: {text} (such as 08:00)";
    ends_before_it_begins() "Ngày kết thúc trước ngày bắt đầu, hoặc có buổi học ngoài thời gian này" / "It ends before it begins, or a session lies outside of its days";
    title_enrol(n) "Ghi tên {n} người" / "Enrol {n}";
    occasion_label() "Lớp, lễ, đợt" / "Class, ceremony, review";
    sent_label() "Ngày cử đi học" / "Sent to class on";
    title_withdraw(name, occasion) "Rút tên {name} khỏi {occasion}" / "Take {name} out of {occasion}";
    withdraw_question() "Rút tên" / "Take out";
    withdrawn_said(name, occasion) "Đã rút tên {name} khỏi {occasion}" / "{name} is taken out of {occasion}";
    milestone_stays() "bước đã ghi (giấy chứng nhận, lễ kết nạp) vẫn giữ trong lý lịch theo dõi" / "what was reached by it stays on record";
    remove_question() "Bỏ hẳn" / "Remove";
    had_it_before(n, names) "{n} người đã có từ trước, giữ nguyên: {names}" / "{n} had it before and keep it: {names}";
    has_reached_it(name) "{name} đã có giấy chứng nhận hoặc lễ kết nạp từ đây: đề nghị hoàn tác, hoặc bỏ bước đó trước" / "{name} has the milestone from this one: undo, or take that step out first";
    noted_said(n, given, had) "Đã ghi kết quả {n} người: {given} người được ghi bước mới, {had} người đã có từ trước" / "Noted for {n}: {given} with a new step, {had} had it before";
    no_occasions_yet() "Chưa có lớp, lễ, đợt nào: thêm ở đây, rồi ghi tên" / "There is no class yet: add one here, then enrol";
    no_helper_remark() "chưa phân công người giúp đỡ" / "no helper is named";
    enrol_question() "Ghi tên" / "Enrol";
    enrol_yes() "có, ghi tên" / "yes, enrol them";
    enrol_all() "có, cả những người nêu lý do" / "yes, those with a reason too";
    enrol_no() "không" / "no";
    unfit_left() "đã thôi theo dõi" / "no longer followed";
    unfit_has_it() "đã có" / "has it already";
    unfit_has_it_until(day) "giấy chứng nhận còn hạn đến {day}" / "certificate counts until {day}";
    unfit_not_on_probation() "chưa là đảng viên dự bị" / "not on probation";
    wait_of_unit(unit) "hết chỗ phân bổ của {unit}" / "the places of {unit} are taken";
    wait_asked() "chờ chỗ" / "waiting";
    wait_full() "hết chỗ" / "no places left";
    session_short(n) "B{n}" / "S{n}";
    title_roll(name) "Điểm danh, kết quả · {name}" / "Attendance and results · {name}";
    roll_keys(fill, save) "Tab: ô sau · buổi học: Space · kết quả: gõ chữ đầu · {fill} điền xuống dưới · {save} lưu" / "Tab: next · session: Space · results: first letters · {fill} fills down · {save} saves";
    nothing_to_fill() "Ô này trống: không có gì để điền xuống dưới" / "This cell is empty: nothing to fill down";
    filled_down(n) "Đã điền {n} ô; chưa lưu" / "{n} cells filled, not saved yet";
    block_does_not_fit(rows, columns, rows_there, columns_there) "Bảng dán có {rows} dòng, {columns} cột; từ ô này chỉ còn {rows_there} dòng, {columns_there} cột" / "What was pasted has {rows} rows and {columns} columns; from here there are {rows_there} rows and {columns_there} columns";
    block_in_the_way(row, text) "Dòng {row} đã có “{text}”: chưa dán gì" / "Row {row} has “{text}” already: nothing was pasted";
    dated_ahead(day) "ngày ghi cho người đạt là {day}, sau hôm nay" / "who passes is dated {day}, later than today";
    not_there_or_absent(text) "“{text}”: gõ x là có mặt, để trống là vắng" / "“{text}”: x for present, empty for absent";
    only_who_gets_it() "xếp loại và số chỉ ghi cho người được cấp ở đây" / "grade and number are for who gets it here";
    others_noted(name, text) "{name}: người khác vừa ghi “{text}”; lưu sẽ thay bằng điều đã gõ" / "{name}: somebody else has just noted “{text}”; saving puts what was typed";
    typed_without_place(name, text) "{name}: “{text}” không còn chỗ, người hoặc buổi đã bị bỏ" / "{name}: “{text}” has no place, the person or the session is gone";
    roll_not_saved(save) "Chưa lưu: {save} để lưu, Esc lần nữa để bỏ" / "Not saved: {save} saves, Esc again drops it";
    later_than_today() "ngày này sau hôm nay" / "that day is later than today";
    number_in_row(number, row) "Số {number} đã có ở dòng {row}" / "Row {row} has number {number} already";
    nobody_in_it() "Chưa có ai trong danh sách: đề nghị đánh dấu người rồi ghi tên" / "Nobody is in it yet: mark people and enrol them";
    suggested_for(name) "Gợi ý cho {name}: đánh dấu rồi ghi tên" / "Suggested for {name}: mark, then enrol";
    no_session(n) "Không có buổi {n}: đề nghị thêm buổi học trước" / "There is no session {n}: add the sessions first";
    not_in_it(name, occasion) "{name} không có trong danh sách {occasion}: đề nghị ghi tên trước" / "{name} is not in {occasion}: enrol first";
    no_such_state(state, states) "Kết quả {state} không dùng ở đây; có: {states}" / "{state} does not apply here; there are: {states}";
    sessions_label() "Ngày của các buổi học" / "Days of the sessions";
    born_from_label() "Sinh từ ngày" / "Born from";
    born_before_label() "Sinh trước ngày" / "Born before";
    at_stage_label() "Đang ở giai đoạn" / "At the stage";
    in_occasion_label() "Đã có trong lớp, lễ, đợt" / "Is in a class or review";
    enlists_label() "Chuẩn bị nhập ngũ" / "About to enlist";
    reason_label() "Lý do (nếu chưa được)" / "Reason (where it was not)";
    units_just_below() "Tất cả đơn vị trực thuộc" / "All units just below";
    title_ask(name) "Phân bổ · {name}" / "Ask units · {name}";
    asked_said(n, people) "Đã phân bổ {people} người cho mỗi đơn vị, {n} đơn vị" / "{n} unit{n:-} asked for {people} each";
    why_nobody() "Lý do không giới thiệu ai" / "Why nobody is named";
    quota_field() "Số người phân bổ (0: bỏ)" / "People asked for (0: none)";
    no_typed_classes() "Không có tên lớp nào ghi tự do" / "There are no class names that were typed freely";
    no_typed_class(name) "Không có giấy chứng nhận nào ghi lớp {name} cho người chưa thuộc lớp nào" / "No certificate names {name} of anybody who is in no class";
    many_typed_classes(name, days) "Lớp {name} có nhiều ngày cấp: {days}; đề nghị thêm --date" / "{name} has certificates of several days: {days}; add --date";
    title_typed_classes() "Tên lớp ghi trên giấy chứng nhận" / "Class names on certificates";
    typed_classes_keys() "Enter lập lớp  Space xem người" / "Enter makes a class  Space shows the people";
    title_adopt(name, date) "Lập lớp {name} · {date}" / "Make the class {name} · {date}";
    passed_it(n, names) "{n} người đạt: {names}" / "{n} passed: {names}";
    adopted(name, n) "Đã lập lớp {name}, {n} người đạt" / "Made the class {name}, {n} passed";
    not_enrolled(n, names) "không ghi tên {n} người: {names}" / "{n} not enrolled: {names}";
    number_taken(number, name) "Số {number} đã cấp cho {name}: đề nghị nhập số khác, hoặc chọn cả danh sách để tiếp tục lần trước" / "{name} has number {number}: please take another first number, or choose the whole list to go on where it was cut off";
    quota_answered(day) "trả lời ngày {day}" / "answered on {day}";
    enrol_listed(n, names) "{n} người vào danh sách: {names}" / "{n} listed: {names}";
    enrol_waiting(why, n, names) "{why}, {n} người chờ: {names}" / "{why}, {n} waiting: {names}";
    enrolled_said(n, waiting) "Đã ghi tên {n} người, {waiting} người chờ" / "{n} listed, {waiting} waiting";
    enrol_known(n) "{n} người đã có trong danh sách, giữ nguyên" / "{n} in it already, left as they are";
    title_result(n, name) "Kết quả của {n} người · {name}" / "Results of {n} · {name}";
    result_label() "Kết quả" / "Result";
    certificate_date() "Ngày cấp" / "Date";
    nobody_enrolled(enrol) "Chưa có ai trong danh sách: {enrol} để chọn người" / "Nobody is on the list yet: {enrol} to choose people";
    mark_then_enrol() "Đề nghị đánh dấu người (Space) ở danh sách, rồi trở lại đây để ghi tên" / "Mark people (Space) in a list, then come back here to enrol them";
    of_an_occasion() "Đề nghị mở một lớp, lễ hoặc đợt rà soát trước" / "Open a class, a ceremony or a review first";
    no_occasion(text) "Không có lớp, lễ, đợt nào: {text}" / "No such class, ceremony or review: {text}";
    many_occasions(text) "Nhiều lớp, lễ, đợt có tên {text}: đề nghị dùng mã" / "Several are called {text}: use the id";
    occasion_in_use(n) "Còn {n} người trong danh sách: đề nghị rút tên trước" / "{n} still in it: take them out first";
    error_no_host() "cần đơn vị tổ chức, thuộc đúng sổ này" / "a unit of this book must hold it";
    occasion_added(name) "Thêm: {name}" / "Added: {name}";
    occasion_removed(name) "Bỏ: {name}" / "Removed: {name}";
    session_n(n) "Buổi {n}" / "Session {n}";
    quota_label() "Phân bổ" / "Asked";
    quota_people(n) "{n} người" / "{n}";
    criteria() "Tiêu chí" / "Criteria";
    sessions_attended(n) "dự {n} buổi" / "{n} session{n:-} attended";
}

words! {
    enrolled_title() "Số người" / "Enrolled";
    need_none() "Chưa học" / "Never had one";
    need_lapsed() "Đã hết hạn" / "Lapsed";
    need_lapsing() "Sắp hết hạn" / "Lapses soon";
    need_class() "Cần học" / "Need class";
    need_new_member_class() "Lớp đảng viên mới" / "New-member class";
    need_enrolled() "Đã ghi tên" / "Enrolled";
    free_places_title() "Chỗ trống" / "Free places";
    missing_places_title() "Thiếu chỗ" / "Places missing";
    classes_title() "Số lớp" / "Classes";
    class_sent() "Cử đi học" / "Sent";
    class_attended() "Dự học" / "Attended";
    class_admitted() "Đã kết nạp" / "Admitted";
    yield_title() "Kết nạp, % so với đạt" / "Admitted, % of passed";
    average_title() "Bình quân một lớp" / "Average per class";
    asked_title() "Phân bổ" / "Asked for";
    answered_title() "Ngày trả lời" / "Answered";
    answered_by_title() "Người trả lời" / "Answered by";
    days_late_title() "Trễ (ngày)" / "Days late";
    reason_title() "Lý do" / "Reason";
    within_months(n) "chứng nhận hết hạn trong {n} tháng tới" / "certificates that lapse within {n} months";
    answers(answered, asked) "{answered}/{asked} đơn vị đã trả lời" / "{answered} of {asked} units have answered";
    nobody_asked() "chưa phân bổ cho đơn vị nào" / "no unit is asked";
    answers_late(n) "{n} đơn vị trễ hạn" / "{n} late";
    order_title() "TT" / "No.";
    last_day_title() "Hạn cuối tổ chức lễ" / "Last day for it";
    no_ceremony() "Chỉ lễ kết nạp có chương trình" / "Only a ceremony has a running order";
    script_step_title() "Nội dung" / "Step";
    helpers_title() "Người giúp đỡ" / "Helpers";
    remarks_title() "Cần xem lại" / "To look at";
    could_be_added() "Có thể thêm: đã có quyết định" / "Could be added: has a decision";
    awaits_decision() "Chờ quyết định" / "Awaits a decision";
    on_list(n) "{n} người trong danh sách" / "{n} on the list";
    to_look_at(n) "{n} người cần xem lại" / "{n} to look at";
    succeeded_title() "Đạt" / "Succeeded";
    failed_title() "Không đạt" / "Failed";
    enrolment_state_title() "Kết quả" / "Result";
    sessions_title() "Số buổi dự" / "Sessions";
    in_it(n) "{n} người trong danh sách" / "{n} listed";
    in_it_of(n, places) "{n}/{places} chỗ" / "{n} of {places} places";
    wait_for_it(n) "{n} người chờ" / "{n} waiting";
}

impl Lang {
    /// What somebody needs who needs a class.
    pub fn need(self, need: Need) -> String {
        match need {
            Need::None => self.need_none(),
            Need::Lapsed => self.need_lapsed(),
            Need::Lapsing => self.need_lapsing(),
            Need::Class => self.need_class(),
            Need::NewMemberClass => self.need_new_member_class(),
            Need::Enrolled => self.need_enrolled(),
        }
    }

    /// How somebody counts in the report of classes.
    pub fn class_part(self, part: ClassPart) -> String {
        match part {
            ClassPart::Sent => self.class_sent(),
            ClassPart::Attended => self.class_attended(),
            ClassPart::Passed => self.enrolment_state(EnrolmentState::Passed).to_owned(),
            ClassPart::Failed => self.enrolment_state(EnrolmentState::Failed).to_owned(),
            ClassPart::Absent => self.enrolment_state(EnrolmentState::Absent).to_owned(),
            ClassPart::Admitted => self.class_admitted(),
        }
    }

    /// What it is called, when and where: the line under the title of its list.
    pub fn occasion_head(self, occasion: &Occasion) -> String {
        let days = match (occasion.from, occasion.until.filter(|until| Some(*until) != occasion.from)) {
            (Some(from), Some(until)) => self.span(self.date(from), self.date(until)),
            (Some(day), None) | (None, Some(day)) => self.date(day),
            (None, None) => String::new(),
        };
        let parts = [&occasion.name, &days, &occasion.hour, &occasion.place];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    }

    /// How many units have answered, and are late.
    pub fn answers_note(self, asked: usize, answered: usize, late: usize) -> String {
        if asked == 0 {
            return self.nobody_asked();
        }
        let mut parts = vec![self.answers(self.count(answered as u64), self.count(asked as u64))];
        parts.extend((late > 0).then(|| self.answers_late(self.count(late as u64))));
        parts.join(" · ")
    }

    /// How many are on the list of a ceremony, and how many of them are to be looked at.
    pub fn on_list_note(self, listed: usize, odd: usize) -> String {
        let mut parts = vec![self.on_list(self.count(listed as u64))];
        parts.extend((odd > 0).then(|| self.to_look_at(self.count(odd as u64))));
        parts.join(" · ")
    }

    /// How many are in an occasion and wait for it.
    pub fn enrolled_note(self, listed: usize, waiting: usize, places: u32) -> String {
        let n = self.count(listed as u64);
        let mut parts = vec![if places > 0 { self.in_it_of(n, self.count(places)) } else { self.in_it(n) }];
        parts.extend((waiting > 0).then(|| self.wait_for_it(self.count(waiting as u64))));
        parts.join(" · ")
    }

    /// What is to be said of a step that is planned.
    pub fn remark(self, remark: &Remark, rules: &Rulebook) -> String {
        match remark {
            Remark::Broken(breach) => self.breach_whole(breach, rules),
            Remark::Odd(problem) => self.problem(*problem),
            Remark::NoHelper => self.no_helper_remark(),
        }
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
            OccasionField::Holiday => self.pick("Dịp", "Honours"),
            OccasionField::DecidedBy => self.pick("Cấp quyết định", "Decided by"),
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
            P::Criteria(criteria) => (self.criteria(), self.filter(criteria, called)),
        }
    }

    /// Why somebody had better not be put in.
    pub fn unfit(self, why: Unfit) -> String {
        match why {
            Unfit::Left => self.unfit_left(),
            Unfit::HasIt(Some(until)) => {
                let until = until.date().map_or(String::new(), |day| self.date(Date::from(day)));
                self.unfit_has_it_until(until)
            }
            Unfit::HasIt(None) => self.unfit_has_it(),
            Unfit::NotOnProbation => self.unfit_not_on_probation(),
        }
    }

    /// Why somebody waits; units are called by `unit`.
    pub fn wait(self, why: Wait, unit: impl Fn(crate::query::UnitRow) -> String) -> String {
        match why {
            Wait::Full => self.wait_full(),
            Wait::Asked => self.wait_asked(),
            Wait::OfUnit(row) => self.wait_of_unit(unit(row)),
        }
    }

    /// What an occasion asks of a unit, and what the unit answered, in one line.
    pub fn quota(self, quota: &Quota) -> String {
        let mut parts = vec![quota.notice.name.clone()];
        parts.extend((quota.people > 0).then(|| self.quota_people(self.count(quota.people))));
        parts.extend(quota.answer.as_ref().map(|answer| self.quota_answered(self.date(answer.date))));
        parts.join(" · ")
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
