//! Sentences about a person's case: what is broken, what stands in the way, what is due.

use super::{Lang, words};
use crate::domain::breach::{Breach, What};
use crate::domain::due::{Due, DueRule};
use crate::domain::outlook::{Block, Outlook};
use crate::domain::{Day, MilestoneKind, Rulebook};
use crate::query::due::Urgency;
use chrono::NaiveDate;

words! {
    too_young(from) "Chưa đủ tuổi khi chi bộ xét; đủ từ {from}" / "Under age when the cell considered the case; of age from {from}";
    age_readings(by_month, by_day) "Tuổi tính theo tháng có hai cách hiểu: đủ từ {by_month} hoặc {by_day}; đề nghị xin ý kiến cấp trên, hoặc xét sau cả hai ngày" / "“By month” reads in two ways: of age from {by_month} or {by_day}; please ask the upper committee, or consider the case after both days";
    too_old(until) "Quá tuổi khi chi bộ xét (tuổi kết nạp đến {until}): cần ban thường vụ tỉnh ủy, thành ủy đồng ý bằng văn bản" / "Over age when the cell considered the case (admission age until {until}): needs the written consent of the provincial standing committee";
    education_least(least) "Trình độ học vấn dưới {least}" / "Education below {least}";
    late(what, due, on) "{what} ngày {on}, chậm so với hạn {due}" / "{what} on {on}; it was due by {due}";
    lapsed(what, due) "{what}: đã hết từ {due}" / "{what}: over since {due}";
    extended_too_far(what, most) "{what}: gia hạn dài nhất đến {most}" / "{what}: may be extended until {most} at most";
    introducer_not_official(name) "Người giới thiệu {name} chưa phải là đảng viên chính thức" / "Introducer {name} is not an official member";
    not_together(name, from) "{name}: cùng công tác, cư trú chưa đủ lâu; đủ từ {from}" / "{name}: not together long enough; possible from {from}";
    few_introducers(have, need) "Chỉ có {have}/{need} đảng viên giới thiệu" / "Only {have} of {need} introducer{need:-}";
    block_not_cleared() "chưa được xóa án tích" / "the record is not cleared";
    not_carried(what, least, of) "{what}: không đạt tỷ lệ tán thành, cần ít nhất {least}/{of}" / "{what}: vote not carried, at least {least} of {of} needed";
    sent_up_anyway() "vẫn gửi kết quả lên cấp ủy có thẩm quyền" / "the result goes up all the same";
    too_many_rounds(what, most) "{what}: đã biểu quyết quá {most} lần; báo cáo cấp ủy cấp trên xem xét, quyết định" / "{what}: voted on more than {most} time{most:-}; report to the upper committee, which decides";
    before_probation_end(end) "Xét hoặc tự kiểm điểm trước khi hết thời gian dự bị ({end})" / "Reviewed before the end of probation ({end})";
    readmitted_early(from) "Kết nạp lại sớm: được xét từ {from}" / "Readmitted too early: possible from {from}";
    readmitted_before(most) "Chỉ được kết nạp lại {most} lần" / "Readmission is possible {most} time only";
    never_readmitted(why) "Không xem xét kết nạp lại: {why}" / "Cannot be readmitted: {why}";
    block_age(from) "đủ tuổi từ {from}" / "of age from {from}";
    block_too_old(until) "quá tuổi kết nạp từ {until}, cần ban thường vụ tỉnh ủy, thành ủy đồng ý bằng văn bản" / "over age since {until}, needs the written consent of the provincial standing committee";
    block_birth() "chưa ghi ngày sinh" / "birth date not recorded";
    block_certificate() "chưa có chứng nhận lớp nhận thức" / "no awareness-class certificate";
    block_verifications(open) "chờ {open} nơi trả lời thẩm tra" / "{open} verification{open:-} outstanding";
    block_police(open, police) "chờ {open} nơi trả lời thẩm tra ({police} công an)" / "{open} verification{open:-} outstanding ({police} with the police)";
    block_papers(n) "thiếu {n} giấy tờ" / "{n} paper{n:-} missing";
    block_introducers(have, need) "đảng viên giới thiệu {have}/{need}" / "introducers {have} of {need}";
    block_probation(until) "hết thời gian dự bị {until}" / "probation ends {until}";
    block_readmission(from) "được xét kết nạp lại từ {from}" / "readmission possible from {from}";
    block_never() "không xem xét kết nạp lại" / "cannot be readmitted";
    before_hurdle(hurdle, what) "Chưa đủ điều kiện cho bước “{hurdle}”: {what}" / "Not ready for “{hurdle}”: {what}";
    nothing_before(hurdle) "Đủ giấy tờ và thời hạn cho bước “{hurdle}”" / "Papers and dates are ready for “{hurdle}”";
    earliest(day) "sớm nhất {day}" / "{day} at the earliest";
    waived(reason, number, by) "được đồng ý: {reason} {number} {by}" / "exception granted: {reason} {number} {by}";
    due_age_from() "Đủ tuổi kết nạp" / "Reaches admission age";
    due_age_until() "Hết tuổi kết nạp" / "Passes admission age";
    due_enlistment() "Nhập ngũ, kết nạp trước ngày đó" / "Enlists, to be admitted before";
    comment_of(name) "Nhận xét của {name}" / "Comment by {name}";
    due_comment() "Nhận xét định kỳ của đảng viên giúp đỡ" / "Helper's periodic comment";
    due_untouched() "Hồ sơ lâu không cập nhật" / "Record not updated for long";
    days_late(n) "quá {n} ngày" / "{n} day{n:-} late";
    late_short(n) "quá {n} ngày" / "{n} d late";
    late_narrow(n) "quá {n}" / "{n} d late";
    days_left(n) "còn {n} ngày" / "in {n} day{n:-}";
    left_short(n) "còn {n} ngày" / "in {n} d";
    left_narrow(n) "còn {n}" / "in {n} d";
    due_today() "hôm nay" / "today";
    papers_missing(n, list) "thiếu {n} giấy tờ: {list}" / "{n} paper{n:-} missing: {list}";
    then_until(what, due, clause) "{what}: đến {due} · {clause}" / "{what}: until {due} · {clause}";
    decides(body, share, clause) "Thẩm quyền: {body}, {share} · {clause}" / "Decided by {body}, {share} · {clause}";
    all_of_these() "mọi cảnh báo ở dưới" / "all warnings below";
    nothing_to_except() "không trái quy định nào: đề nghị để trống" / "nothing is broken: leave it empty";
    title_papers(n, name) "{n} giấy tờ · {name}" / "{n} paper{n:-} · {name}";
    title_helper(name) "Đảng viên giới thiệu, giúp đỡ · {name}" / "Introducer, helper · {name}";
    papers_there(n, of) "đã có {n}/{of} giấy tờ cần cho bước này" / "{n} of {of} paper{of:-} for this step";
    title_dossier(name) "Hồ sơ · {name}" / "Dossier · {name}";
    section_papers(hurdle) "Cần cho bước: {hurdle}" / "Needed for: {hurdle}";
    section_other_papers() "Giấy tờ khác" / "Other papers";
    section_verifications(add) "Thẩm tra lý lịch ({add} thêm nơi thẩm tra)" / "Verifications ({add} adds a place asked)";
    section_helpers(add) "Đảng viên giới thiệu, giúp đỡ ({add} thêm)" / "Introducers, helpers ({add} adds)";
    section_exceptions() "Trường hợp được đồng ý" / "Exceptions";
    waiting_for(what, due) "chờ trả lời, {what} · hạn {due}" / "not answered, {what} · due {due}";
    answered_on(date) "trả lời {date}" / "answered {date}";
    counts_until(date) "còn giá trị đến {date}" / "counts until {date}";
    counts_no_longer(date) "hết giá trị từ {date}" / "counts no longer since {date}";
    optional() "nếu có" / "if any";
    nothing_due() "Không có việc nào quá hạn hay sắp đến hạn." / "Nothing is overdue or coming due.";
    started(event, date) "tính từ {event} {date}" / "counted from {event} {date}";
    overdue_tasks_title() "Việc quá hạn" / "Overdue";
    due_within_week_title() "Trong 7 ngày" / "Within 7 days";
    due_short(overdue, week) "{overdue} việc quá hạn · {week} việc trong 7 ngày" / "{overdue} overdue · {week} within 7 days";
    due_greeting(overdue, week, due) "{overdue} việc quá hạn · {week} việc trong 7 ngày · {due} xem việc đến hạn" / "{overdue} overdue · {week} within 7 days · {due} shows what is due";
    waiting_police(n) "({n} chờ công an)" / "({n} with the police)";
    party_age(date) "Tuổi đảng tính từ {date}" / "Party age counts from {date}";
    party_age_less(date, days) "Tuổi đảng tính từ {date}, trừ {days} ngày" / "Party age counts from {date}, less {days} day{days:-}";
    no_exception() "Việc này không được gia hạn, không có trường hợp được đồng ý" / "This has no extension and no exception";
    choose_due() "Đề nghị chọn một dòng đến hạn (◷) hoặc cảnh báo (!)" / "Select something due (◷) or a warning (!)";
}

impl Lang {
    /// What a waiver is for, by its code.
    pub fn waiver(self, code: &str, rules: &Rulebook) -> String {
        let kind = |name: &str| {
            MilestoneKind::by_name(name).map_or(name.to_owned(), |kind| self.milestone(kind).to_owned())
        };
        let mut parts = code.split('.');
        match (parts.next(), parts.next()) {
            (Some("clock" | "extension"), Some(name)) => self.clock(name, rules),
            (Some("vote" | "rounds"), Some(name)) => kind(name),
            (Some("introducer_official" | "introducer_together"), Some(name)) => {
                format!("{} {name}", self.pick("đảng viên giới thiệu", "introducer"))
            }
            _ => match code {
                "age_min" | "age_max" | "age_readings" => self.pick("tuổi", "age"),
                "education" => self.field("education"),
                "introducers" => self.pick("đảng viên giới thiệu", "introducer"),
                "before_probation_end" => self.pick("hết thời gian dự bị", "end of probation"),
                "readmission_after" | "readmissions" | "never_readmitted" => {
                    self.pick("kết nạp lại", "readmission")
                }
                other => other,
            }
            .to_owned(),
        }
    }

    /// What is broken.
    pub fn breach(self, breach: &Breach, rules: &Rulebook) -> String {
        let day = |day: NaiveDate| self.date(day.into());
        match &breach.what {
            What::TooYoung { from } => self.too_young(day(*from)),
            What::AgeReadings { by_month, by_day } => self.age_readings(day(*by_month), day(*by_day)),
            What::TooOld { until } => self.too_old(day(*until)),
            What::Education { least } => self.education_least(least),
            What::Late { clock, due, on, .. } => {
                self.late(self.clock(clock, rules), day(*due), self.date(*on))
            }
            What::Lapsed { clock, due, .. } => self.lapsed(self.clock(clock, rules), day(*due)),
            What::ExtendedTooFar { clock, most, .. } => {
                self.extended_too_far(self.clock(clock, rules), day(*most))
            }
            What::IntroducerNotOfficial { name } => self.introducer_not_official(name),
            What::NotTogether { name, from } => self.not_together(name, day(*from)),
            What::NotCarried { kind, least, of, .. } => {
                let text = self.not_carried(self.milestone(*kind), least, of);
                // Whoever decides does not send it further.
                let decides = matches!(kind, MilestoneKind::Decision | MilestoneKind::OfficialDecision);
                if decides { text } else { format!("{text}; {}", self.sent_up_anyway()) }
            }
            What::FewIntroducers { have, need } => self.few_introducers(have, need),
            What::TooManyRounds { kind, most } => self.too_many_rounds(self.milestone(*kind), most),
            What::BeforeProbationEnd { end } => self.before_probation_end(self.date(*end)),
            What::ReadmittedEarly { from: NaiveDate::MAX } => self.block_not_cleared(),
            What::ReadmittedEarly { from } => self.readmitted_early(day(*from)),
            What::ReadmittedBefore { most } => self.readmitted_before(most),
            What::NeverReadmitted { why } => self.never_readmitted(self.former_reason(*why)),
        }
    }

    /// What is broken, what follows, and where it stands.
    pub fn breach_whole(self, breach: &Breach, rules: &Rulebook) -> String {
        let mut parts = vec![self.breach(breach, rules)];
        match (&breach.waived, &breach.what) {
            // What was accepted has no consequence to warn of.
            (Some(waiver), _) => {
                let text = self.waived(&waiver.reason, &waiver.number, &waiver.by);
                parts.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            (None, What::Late { clock, .. } | What::Lapsed { clock, .. }) => {
                let named = rules.era(breach.era).and_then(|era| era.clocks.get(clock));
                parts.extend(named.map(|clock| self.name(&clock.is.late).to_owned()));
            }
            _ => {}
        }
        parts.push(breach.clause.clone());
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// What stands in the way.
    pub fn block(self, block: &Block, rules: &Rulebook) -> String {
        let day = |day: NaiveDate| self.date(day.into());
        match block {
            Block::Age { from } => self.block_age(day(*from)),
            Block::TooOld { until } => self.block_too_old(day(*until)),
            Block::BirthUnknown => self.block_birth(),
            Block::NoCertificate => self.block_certificate(),
            Block::Lapsed { clock, due } => self.lapsed(self.clock(clock, rules), day(*due)),
            Block::Verifications { open, police: 0 } => self.block_verifications(open),
            Block::Verifications { open, police } => self.block_police(open, police),
            Block::Papers(n) => self.block_papers(n),
            Block::Introducers { have, need } => self.block_introducers(have, need),
            Block::Probation { until } => self.block_probation(day(*until)),
            Block::Readmission { from } => self.block_readmission(day(*from)),
            Block::NotCleared => self.block_not_cleared(),
            Block::NeverReadmitted => self.block_never(),
        }
    }

    /// What comes next, and what stands in the way of the next hurdle.
    pub fn outlook(self, outlook: &Outlook, rules: &Rulebook, today: NaiveDate) -> Vec<String> {
        let mut lines: Vec<String> =
            outlook.next.map(|kind| self.next_is(self.milestone(kind))).into_iter().collect();
        let Some(hurdle) = outlook.hurdle else { return lines };
        let hurdle = self.milestone(hurdle);
        let mut parts: Vec<String> = outlook.blocks.iter().map(|block| self.block(block, rules)).collect();
        parts.extend(
            outlook.earliest.filter(|day| *day > today).map(|day| self.earliest(self.date(day.into()))),
        );
        lines.push(match parts.is_empty() {
            true => self.nothing_before(hurdle),
            false => self.before_hurdle(hurdle, parts.join("; ")),
        });
        lines
    }

    /// One thing due as a line: when, what, whose turn, which clause.
    pub fn due_line(self, due: &Due, rules: &Rulebook, today: Day) -> String {
        let day = due.due.date();
        let mut parts = vec![
            format!(
                "{} ({})",
                day.map_or(String::new(), |day| self.date(day.into())),
                self.days_to(due.due, today)
            ),
            self.due(due, rules),
            self.holder(due.holder).to_owned(),
            due.clause(rules).to_owned(),
        ];
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// What is due.
    pub fn due(self, due: &Due, rules: &Rulebook) -> String {
        match due.rule {
            DueRule::Clock(_) => {
                due.clock(rules).map_or(String::new(), |(_, clock)| self.name(&clock.is.name).to_owned())
            }
            DueRule::AgeFrom => self.due_age_from(),
            DueRule::AgeUntil => self.due_age_until(),
            DueRule::Enlistment => self.due_enlistment(),
            DueRule::Comment => self.due_comment(),
            DueRule::Untouched => self.due_untouched(),
        }
    }

    /// How far a last day is from today: `quá 12 ngày`, `còn 3 ngày`.
    pub fn days_to(self, due: Day, today: Day) -> String {
        match due - today {
            0 => self.due_today(),
            n if n < 0 => self.days_late(-n),
            n => self.days_left(n),
        }
    }

    /// How far a last day is, for a column of so many cells, its gap included: `còn 22 ngày`,
    /// `quá 54 ngày`; where that is too long `còn 22`, `quá 54`.
    pub fn due_cell(self, days: i32, room: usize) -> String {
        let (whole, short) = match days {
            0 => (self.due_today(), self.due_today()),
            n if n < 0 => (self.late_short(-n), self.late_narrow(-n)),
            n => (self.left_short(n), self.left_narrow(n)),
        };
        if whole.chars().count() < room { whole } else { short }
    }

    /// How urgent something is.
    pub fn urgency(self, urgency: Urgency) -> &'static str {
        match urgency {
            Urgency::Overdue => self.pick("Quá hạn", "Overdue"),
            Urgency::Week => self.pick("Trong 7 ngày", "Within 7 days"),
            Urgency::Month => self.pick("Trong 30 ngày", "Within 30 days"),
            Urgency::Later => self.pick("Sau đó", "Later"),
        }
    }
}
