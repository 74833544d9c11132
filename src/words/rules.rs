//! Sentences about rule sets: what they say, what is wrong with them, the names of what they name.

use super::{Lang, words};
use crate::domain::Rulebook;
use crate::domain::calendar::Length;
use crate::domain::dossier::{FormerReason, HelperRole, PaperState};
use crate::domain::milestone::{Asked, Ballot};
use crate::domain::rules::{Event, Holder, Limit, Names, RuleKey, Settle, Share, Status};
use crate::domain::rules_lint::Finding;

words! {
    months(n) "{n} tháng" / "{n} month{n:-}";
    days(n) "{n} ngày" / "{n} day{n:-}";
    working_days(n) "{n} ngày làm việc" / "{n} working days";
    at_least_share(n, d) "ít nhất {n}/{d}" / "at least {n}/{d}";
    more_than_share(n, d) "quá {n}/{d}" / "more than {n}/{d}";
    find_later(later, shorter, earlier, longer) "“{later}” ({shorter}) đến hạn trước “{earlier}” ({longer})" / "“{later}” ({shorter}) is due before “{earlier}” ({longer})";
    find_no_clause(place) "{place}: chưa ghi căn cứ (clause)" / "{place}: no clause given";
    find_unknown_case(paper, case) "giấy tờ “{paper}”: không có trường hợp “{case}”" / "paper “{paper}”: no case “{case}”";
    find_code_of_case(paper, case) "giấy tờ “{paper}” của trường hợp riêng: mã phải bắt đầu bằng “{case}.”" / "paper “{paper}” of one case: its code must begin with “{case}.”";
    find_unknown_paper(clock, paper) "thời hạn “{clock}”: không có giấy tờ “{paper}”" / "clock “{clock}”: no paper “{paper}”";
    find_endless(clock) "thời hạn “{clock}”: thiếu mốc bắt đầu hoặc kết thúc" / "clock “{clock}”: nothing starts or nothing stops it";
    find_loosened(clock, from, to) "thời hạn “{clock}”: dài hơn quy định chung ({from} → {to})" / "clock “{clock}”: longer than the national one ({from} → {to})";
    find_effective() "ngày hiệu lực trước ngày ký" / "in force before it was signed";
    find_nothing(place) "without: không có “{place}” để bỏ" / "without: there is no “{place}” to take out";
    find_vague() "ngày ký và ngày hiệu lực phải đủ ngày, tháng, năm" / "signing and effect need day, month and year";
    find_no_number() "thiếu số của quy định" / "the set has no number";
    find_other_layer(key) "over: {key} thuộc phạm vi khác; quy định địa phương tự đặt trên quy định chung đang có hiệu lực" / "over: {key} is of another layer; a local set is laid over the national one in force by itself";
    find_odd_length(clock, within) "thời hạn “{clock}”: {within} là không thể" / "clock “{clock}”: {within} cannot be";
    find_odd_share(place) "{place}: tỷ lệ biểu quyết không hợp lệ" / "{place}: not a share of votes";
    find_odd_limit(limit) "{limit}: số không hợp lý" / "{limit}: a number that cannot be";
    find_new_clock(clock) "thời hạn “{clock}” mới, chưa có trong quy định chung; nếu định sửa một thời hạn, xem lại tên" / "clock “{clock}” is new; if one was to be changed, look at the name again";
    find_level(level) "education: không có mức “{level}” trong order" / "education: no level “{level}” in order";
    unannounced() "chưa có thông báo lịch nghỉ năm đó, hạn là tạm tính" / "days off not announced yet; the date may move";
    probation_end() "hết thời gian dự bị" / "end of probation";
    moved_here() "chuyển đến" / "moved here";
    paper_named(name) "giấy tờ: {name}" / "paper: {name}";
    rule_saved(file) "đã ghi {file}" / "saved {file}";
    rule_layer(layer) "áp dụng thêm: {layer}" / "also in force here: {layer}";
    rule_no_layer() "không áp dụng thêm quy định địa phương" / "no local layer in force here";
    no_such_layer(layer, known) "không có quy định địa phương “{layer}”; đang có: {known}" / "no local layer “{layer}”; known: {known}";
    no_such_rule(text) "không có quy định “{text}”; xem: ketnap rules list" / "no rule set “{text}”; see: ketnap rules list";
    many_rules(text, known) "có nhiều quy định số {text}; đề nghị ghi cả ngày ký: {known}" / "several rule sets have number {text}; give the date too: {known}";
    responsible(who, needs) "{who} phụ trách {needs}" / "{who} is responsible {needs}";
    needs(what) "(cần: {what})" / "(needs: {what})";
    birth_is_fixed() "Ngày sinh theo hồ sơ kết nạp gốc: từ 18/8/2016 không điều chỉnh (06-HD/TW điểm 9.2)" / "The birth date is that of the admission dossier: not changed since 18 August 2016 (06-HD/TW điểm 9.2)";
    name_needs_paper() "Đổi họ tên sau kết nạp cần văn bản của cơ quan có thẩm quyền (06-HD/TW điểm 9.1)" / "A name changes after admission only by a competent document (06-HD/TW điểm 9.1)";
    rule_sound(key) "{key}: không thấy lỗi" / "{key}: nothing wrong";
    rule_worth_a_look(key, n) "{key}: không có lỗi, {n} điểm nên xem lại" / "{key}: nothing wrong, {n} worth a look";
    rule_removed(key) "đã bỏ {key}" / "{key} is taken out";
    rule_moves(n) "hạn đổi ở {n} việc đang mở:" / "deadlines of {n} open matters move:";
    rule_moves_none() "không hạn nào đang mở thay đổi" / "no open deadline moves";
    rule_same() "hai quy định như nhau" / "both say the same";
    rule_inherits(key) "theo {key} ở phần không nêu" / "inherits from {key}";
    rule_refused(n) "Tệp có lỗi ({n}), xem ở trên; không thêm gì" / "Wrong in the file: {n}, see above; nothing is added";
    rule_contradictions(n) "{n} mâu thuẫn" / "{n} contradiction{n:-}";
    effective_from(day) "hiệu lực từ {day}" / "in force from {day}";
}

impl Lang {
    /// A name of a rule set's file.
    pub fn name(self, names: &Names) -> &str {
        self.pick(&names.0, &names.1)
    }

    /// `294-QĐ/TW (26/05/2025)`
    pub fn rule_key(self, key: &RuleKey) -> String {
        format!("{} ({})", key.number, self.date(key.signed))
    }

    /// How sure a set is.
    pub fn rule_status(self, status: Status) -> &'static str {
        match status {
            Status::Verified => self.pick("đã đối chiếu bản gốc", "checked against the text"),
            Status::Unverified => self.pick("chưa đối chiếu bản gốc", "not checked against the text"),
        }
    }

    /// A length of time.
    pub fn length(self, length: Length) -> String {
        match length {
            Length::Months(n) => self.months(n),
            Length::Days(n) => self.days(n),
            Length::WorkingDays(n) => self.working_days(n),
        }
    }

    /// A share of votes.
    pub fn share(self, share: Share) -> String {
        match share {
            Share::AtLeast(n, d) => self.at_least_share(n, d),
            Share::MoreThan(n, d) => self.more_than_share(n, d),
        }
    }

    /// Whose turn it is.
    pub fn holder(self, holder: Holder) -> &'static str {
        match holder {
            Holder::Cell => self.pick("Chi bộ", "Cell"),
            Holder::Base => self.pick("Đảng ủy cơ sở", "Grassroots committee"),
            Holder::Board => self.pick("Ban Tổ chức, Ban XDĐ", "Organisation board"),
            Holder::Committee => self.pick("Cấp ủy có thẩm quyền", "Competent committee"),
            Holder::Asked => self.pick("Nơi thẩm tra", "Place asked"),
            Holder::Police => self.pick("Công an", "Police"),
        }
    }

    /// What starts a clock.
    pub fn event(self, event: Event) -> String {
        match event {
            Event::Milestone(kind) => self.milestone(kind).to_owned(),
            Event::ProbationEnd => self.probation_end(),
            Event::Moved => self.moved_here(),
        }
    }

    /// What stops a clock.
    pub fn settle(self, settle: &Settle, rules: &Rulebook) -> String {
        match settle {
            Settle::Milestone(kind) => self.milestone(*kind).to_owned(),
            Settle::Paper(code) => self.paper_named(self.paper(code, rules)),
        }
    }

    /// Name of a limit.
    pub fn limit(self, limit: Limit) -> &'static str {
        match limit {
            Limit::AgeMin => self.pick("Tuổi thấp nhất (tháng)", "Least age (months)"),
            Limit::AgeMax => self.pick("Tuổi cao nhất (tháng)", "Greatest age (months)"),
            Limit::YouthAge => self.pick("Tuổi thanh niên đến (tháng)", "Youth age until (months)"),
            Limit::Together => self
                .pick("Đảng viên giới thiệu cùng công tác, cư trú (tháng)", "Introducer together (months)"),
            Limit::Introducers => self.pick("Số đảng viên giới thiệu", "Introducers"),
            Limit::IntroducersWithUnion => {
                self.pick("Số đảng viên giới thiệu, khi có Đoàn, Công đoàn", "Introducers beside a union")
            }
            Limit::Probation => self.pick("Thời gian dự bị (tháng)", "Probation (months)"),
            Limit::VoteRounds => self.pick("Số lần biểu quyết", "Rounds of a vote"),
            Limit::ReadmissionAfter => self.pick("Kết nạp lại sau (tháng)", "Readmission after (months)"),
            Limit::ReadmissionAfterCrime => {
                self.pick("Kết nạp lại sau xóa án (tháng)", "Readmission after a cleared record (months)")
            }
            Limit::Readmissions => self.pick("Số lần kết nạp lại", "Readmissions"),
            Limit::CommentEvery => {
                self.pick("Đảng viên giúp đỡ nhận xét mỗi (tháng)", "Helper's comment every (months)")
            }
            Limit::Untouched => {
                self.pick("Nhắc khi hồ sơ không cập nhật (tháng)", "Untouched records after (months)")
            }
        }
    }

    /// State of a paper.
    pub fn paper_state(self, state: Option<PaperState>) -> &'static str {
        match state {
            None => self.pick("chưa có", "missing"),
            Some(PaperState::Draft) => self.pick("dự thảo", "draft"),
            Some(PaperState::HandedIn) => self.pick("đã nộp", "handed in"),
            Some(PaperState::ToAmend) => self.pick("cần bổ sung", "to be corrected"),
            Some(PaperState::Valid) => self.pick("hợp lệ", "valid"),
            Some(PaperState::NotApplicable) => self.pick("không áp dụng", "not applicable"),
        }
    }

    /// Role of a helper.
    pub fn helper_role(self, role: HelperRole) -> &'static str {
        match role {
            HelperRole::Introducer => self.pick("đảng viên giới thiệu", "introducer"),
            HelperRole::Helper => self.pick("đảng viên giúp đỡ", "helper"),
            HelperRole::Both => self.pick("giới thiệu và giúp đỡ", "introducer and helper"),
        }
    }

    /// What kind of place was asked.
    pub fn asked(self, asked: Asked) -> &'static str {
        match asked {
            Asked::Home => self.pick("trong nước", "in the country"),
            Asked::Police => self.pick("công an", "police"),
            Asked::Abroad => self.pick("ngoài nước", "abroad"),
        }
    }

    /// How a vote was held.
    pub fn ballot(self, ballot: Ballot) -> &'static str {
        match ballot {
            Ballot::Secret => self.pick("bỏ phiếu kín", "secret ballot"),
            Ballot::Card => self.pick("biểu quyết bằng thẻ đảng viên", "Party card"),
        }
    }

    /// Why somebody left the Party.
    pub fn former_reason(self, reason: FormerReason) -> &'static str {
        match reason {
            FormerReason::Other => self.pick("lý do khác", "another reason"),
            FormerReason::MinorCrime => self.pick("bị án về tội ít nghiêm trọng", "minor crime"),
            FormerReason::DroppedOut => self.pick("tự bỏ sinh hoạt đảng", "dropped out"),
            FormerReason::Asked => self.pick("làm đơn xin ra khỏi Đảng", "asked to leave"),
            FormerReason::Hardship => {
                self.pick("làm đơn xin ra (gia đình đặc biệt khó khăn)", "left for hardship")
            }
            FormerReason::Disunity => self.pick("gây mất đoàn kết nội bộ nghiêm trọng", "serious disunity"),
            FormerReason::Corruption => self.pick("bị kết án về tội tham nhũng", "corruption conviction"),
            FormerReason::SeriousCrime => {
                self.pick("bị kết án về tội nghiêm trọng trở lên", "serious crime or worse")
            }
        }
    }

    /// Name of a paper by its code, as the last set that has it calls it.
    pub fn paper(self, code: &str, rules: &Rulebook) -> String {
        let named = rules.latest_first().find_map(|era| era.papers.get(code));
        named.map_or(code.to_owned(), |paper| self.name(&paper.is.name).to_owned())
    }

    /// Name of a case by its code.
    pub fn case(self, code: &str, rules: &Rulebook) -> String {
        let named = rules.latest_first().find_map(|era| era.cases.get(code));
        named.map_or(code.to_owned(), |name| self.name(&name.is).to_owned())
    }

    /// Name of a situation of a move by its code.
    pub fn situation(self, code: &str, rules: &Rulebook) -> String {
        let named = rules.latest_first().find_map(|era| era.moves.get(code));
        named.map_or(code.to_owned(), |case| self.name(&case.is.0).to_owned())
    }

    /// Name of a clock.
    pub fn clock(self, name: &str, rules: &Rulebook) -> String {
        let named = rules.latest_first().find_map(|era| era.clocks.get(name));
        named.map_or(name.to_owned(), |clock| self.name(&clock.is.name).to_owned())
    }

    /// What was found in a rule set.
    pub fn finding(self, finding: &Finding) -> String {
        match finding {
            Finding::LaterBeforeEarlier { earlier, later, longer, shorter } => {
                self.find_later(later, self.length(*shorter), earlier, self.length(*longer))
            }
            Finding::NoClause { place } => self.find_no_clause(place),
            Finding::UnknownCase { paper, case } => self.find_unknown_case(paper, case),
            Finding::CodeOfCase { paper, case } => self.find_code_of_case(paper, case),
            Finding::UnknownPaper { clock, paper } => self.find_unknown_paper(clock, paper),
            Finding::Endless { clock } => self.find_endless(clock),
            Finding::Loosened { clock, from, to } => {
                self.find_loosened(clock, self.length(*from), self.length(*to))
            }
            Finding::EffectiveBeforeSigned => self.find_effective(),
            Finding::NothingToTakeOut { place } => self.find_nothing(place),
            Finding::VagueDate => self.find_vague(),
            Finding::NoNumber => self.find_no_number(),
            Finding::OtherLayer { over } => self.find_other_layer(self.rule_key(over)),
            Finding::OddLength { clock, within } => self.find_odd_length(clock, self.length(*within)),
            Finding::OddShare { place } => self.find_odd_share(place),
            Finding::OddLimit { limit } => self.find_odd_limit(limit),
            Finding::NewClock { clock } => self.find_new_clock(clock),
            Finding::UnknownLevel { level } => self.find_level(level),
        }
    }
}
