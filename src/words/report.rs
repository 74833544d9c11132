//! Reports: what they are called, the titles of their columns, what stands in a cell.

use super::{Lang, words};
use crate::domain::PersonField;
use crate::domain::occasion::OccasionField;
use crate::domain::person::Sex;
use crate::query::breakdown::By;
use crate::query::report::makeup::BANDS;
use crate::query::report::{About, Beside, Cell, Listing, MakeupLine, MakeupPart, Name, News, Title, Word};

words! {
    report_total() "Tổng số" / "Total";
    report_unknown() "(chưa ghi)" / "(not recorded)";
    report_of_introduced(flow) "{flow}, % so với nguồn" / "{flow}, % of introduced";
    report_of_trained(flow) "{flow}, % so với hoàn thành lớp" / "{flow}, % of trained";
    plan_title() "Kế hoạch" / "Plan";
    plan_to_date_title() "Lũy kế kế hoạch" / "Plan to date";
    done_to_date_title() "Lũy kế kết nạp" / "Admitted to date";
    gap_title() "So với kế hoạch" / "Against the plan";
    last_year_month_title() "Tháng này năm trước" / "Same month last year";
    last_year_to_date_title() "Lũy kế cùng kỳ" / "Last year to date";
    hamlet_title() "Thôn, bản" / "Hamlet";
    years_without_title() "Số năm" / "Years";
    last_admission_title() "Kết nạp cuối" / "Last one";
    before_admission_title() "Đang bồi dưỡng" / "On the way to it";
    due_day_title() "Hạn" / "Due";
    admitted_in_period_title() "Kết nạp trong kỳ" / "Admitted in the period";
    dossiers_title() "Số hồ sơ" / "Dossiers";
    longest_since_title() "Lâu nhất từ" / "Longest since";
    longest_days_title() "Lâu nhất, ngày" / "Longest, days";
    middle_days_title() "Trung vị, ngày" / "Median, days";
    on_day_title() "Ngày" / "Day";
    on_the_way_title() "Tổng đang theo dõi" / "All on the way";
    probation_end_title() "Hết dự bị" / "End of probation";
    explained_title() "Bản giải trình" / "Explained";
    report_change() "Tăng, giảm" / "Change";
    makeup_part_title() "Nhóm" / "Part";
    who_title() "Cơ cấu" / "Who";
    band_of(first, last) "{first}–{last} tuổi" / "{first}–{last}";
    band_under(age) "Dưới {age} tuổi" / "Under {age}";
    band_over(age) "Trên {age} tuổi" / "Over {age}";
    what_happened_title() "Việc" / "What";
    people_title() "Số người" / "People";
    place_title() "Hạng" / "Place";
    pace_title() "Cần mỗi tháng" / "Needed a month";
    in_month_title() "Trong tháng" / "This month";
    in_quarter_title() "Trong quý" / "This quarter";
    last_year_title() "Cùng kỳ năm trước" / "Same days last year";
    since_last_year_title() "So với cùng kỳ" / "Since last year";
    reports_label() "Gõ vài chữ để tìm:" / "Type a few letters:";
    title_reports(unit) "Báo cáo · {unit}" / "Reports · {unit}";
    share_of() "Chỉ tiêu" / "Target";
    only_such(title, text) "Chỉ {title}: {text}" / "only {title}: {text}";
    rows_shown(n, all) "{n}/{all} dòng" / "{n} of {all} rows";
    rows_cut(n, all, save) "chỉ hiện {n} dòng đầu trong {all}: đề nghị chọn đơn vị nhỏ hơn, hoặc {save} xuất ra tệp" / "only the first {n} rows of {all}: choose a smaller unit, or {save} saves all as a file";
    no_rows() "Không có dòng nào." / "There are no rows.";
    report_stopped(refresh) "Đã dừng trước khi tính xong; {refresh} để tính lại" / "Stopped before it was counted; {refresh} counts again";
    as_it_stands_now(title) "{title}, theo sổ hiện nay" / "{title}, as it stands now";
    nobody_behind_now() "Bây giờ không còn ai được tính ở ô này: xem lịch sử của đơn vị" / "Nobody counts here any more: see the history of the unit";
    nobody_behind() "Ô này không có danh sách người" / "There is no list of people behind this";
    broken_down_by(what) "theo {what}" / "by {what}";
    title_save_as() "Xuất ra tệp" / "Save as a file";
    report_format() "Dạng tệp" / "Format";
    report_file() "Tên tệp" / "File";
    report_leaves() "Tệp chỉ tài khoản này đọc được; việc xuất được ghi vào nhật ký" / "Readable by this account alone; that it leaves is noted in the journal";
    report_code() "Lệnh" / "Command";
    report_title() "Báo cáo" / "Report";
    report_stamp(who, when, rows) "Người lập: {who}, {when}; {rows} dòng" / "Made by {who}, {when}; {rows} row(s)";
    report_saved(path, rows) "Đã ghi {path} ({rows} dòng), chỉ tài khoản này đọc được" / "Saved {path} ({rows} row(s)), readable by this account alone";
    report_fetch(path) "Lấy về máy của mình: scp MÁY-CHỦ:{path} ." / "To fetch it to your own computer: scp SERVER:{path} .";
    column_number_of(milestone) "{milestone}: số văn bản" / "{milestone}: document number";
}

impl Lang {
    /// What a report is called.
    pub fn report(self, name: Name) -> &'static str {
        match name {
            Name::Progress => self.pick("Tiến độ thực hiện chỉ tiêu", "Progress against targets"),
            Name::Months => self.pick("Tiến độ theo tháng", "Month by month"),
            Name::Dry => self.pick("Chi bộ nhiều năm không kết nạp", "Cells without an admission for years"),
            Name::Forecast => self.pick("Ai có thể kết nạp trong năm", "Who can be admitted this year"),
            Name::YearEnd => self.pick("Dự báo cuối năm", "How the year will end"),
            Name::Dossiers => self.pick("Hồ sơ đang ở đâu, từ bao giờ", "Where dossiers lie, since when"),
            Name::Standing => {
                self.pick("Nguồn và người đang bồi dưỡng theo tháng", "People at each stage, month by month")
            }
            Name::Recognition => {
                self.pick("Đảng viên dự bị, công nhận chính thức", "Members on probation, recognition")
            }
            Name::Makeup => {
                self.pick("Cơ cấu: nữ, dân tộc, tuổi, trình độ", "Who they are: women, minorities, ages")
            }
            Name::Changes => self.pick("Có gì mới trong kỳ", "What is new in the period"),
            Name::NextYear => self.pick("Nguồn cho năm sau", "Sources for next year"),
            Name::Targets => self.pick("Chỉ tiêu các đơn vị", "Targets of units"),
            Name::Ranking => self.pick("Xếp hạng đơn vị", "Units from best to worst"),
            Name::Due => self.pick("Việc quá hạn và đến hạn", "What is overdue and due"),
            Name::List => self.pick("Danh sách", "List of people"),
            Name::Find => self.pick("Kết quả tìm kiếm", "What was found"),
            Name::Demand => self.pick("Nhu cầu mở lớp", "Who needs a class"),
            Name::Classes => self.pick("Kết quả các lớp nhận thức về Đảng", "Awareness classes"),
            Name::Ceremony => self.pick("Danh sách lễ kết nạp", "List of an admission ceremony"),
            Name::Frozen => self.pick("Số liệu đã chốt", "Frozen figures"),
            Name::Submissions => self.pick("Báo cáo của đơn vị", "Reports of units"),
            Name::Officers => self.pick("Cấp ủy viên phụ trách", "Committee members in charge"),
            Name::Charge => self.pick("Chi bộ được phân công phụ trách", "Cells in charge of"),
            Name::Helpers => self.pick("Đảng viên giúp đỡ", "Members who help"),
            Name::Reminders => {
                self.pick("Đơn vị chưa báo cáo, chưa trả lời", "What units have not sent or answered")
            }
            Name::Script => self.pick("Chương trình lễ kết nạp", "Running order of a ceremony"),
            Name::Quotas => self.pick("Phân bổ, trả lời của đơn vị", "What units are asked and answered"),
            Name::Occasions => self.pick("Lớp, lễ kết nạp, đợt rà soát", "Classes, ceremonies, reviews"),
            Name::Attendees => {
                self.pick("Danh sách lớp, lễ, đợt rà soát", "People of a class, ceremony or review")
            }
            Name::Funnel => self.pick(
                "Kết quả bồi dưỡng nguồn theo năm phát hiện",
                "What became of those introduced, by year",
            ),
        }
    }

    /// A part of who people are.
    fn makeup_part(self, part: MakeupPart) -> &'static str {
        match part {
            MakeupPart::Of => self.pick("Trong đó", "Of them"),
            MakeupPart::Audiences => self.pick("Theo đối tượng", "By audience"),
            MakeupPart::Ages => self.pick("Theo tuổi", "By age"),
            MakeupPart::Educations => self.pick("Theo trình độ học vấn", "By education"),
        }
    }

    /// A line of who people are.
    fn makeup_line(self, line: MakeupLine) -> String {
        match line {
            MakeupLine::All => self.report_total(),
            MakeupLine::Women => self.pick("Nữ", "Women").to_owned(),
            MakeupLine::Minority => self.pick("Dân tộc thiểu số", "Ethnic minorities").to_owned(),
            MakeupLine::Believers => self.pick("Theo tôn giáo", "Believers").to_owned(),
            MakeupLine::YouthUnion => self.pick("Đoàn viên thanh niên", "Youth Union members").to_owned(),
            MakeupLine::TradeUnion => self.pick("Công đoàn viên", "Trade-union members").to_owned(),
            MakeupLine::Audience(_, vi, en) => self.pick(vi, en).to_owned(),
            MakeupLine::Band(n) => match BANDS.get(n) {
                Some((0, last)) => self.band_under(last + 1),
                Some((first, u32::MAX)) => self.band_over(first - 1),
                Some((first, last)) => self.band_of(first, last),
                None => String::new(),
            },
            MakeupLine::Education(education) => education.to_owned(),
            MakeupLine::EducationOther => self.pick("Trình độ khác", "Another").to_owned(),
            MakeupLine::AgeUnknown | MakeupLine::EducationUnknown => self.report_unknown(),
        }
    }

    /// What figures are broken down by.
    pub fn breakdown(self, by: By) -> &'static str {
        match by {
            By::Unit => self.pick("đơn vị trực thuộc", "unit below"),
            By::Block => self.pick("khối", "block"),
            By::Audience => self.occasion_field(OccasionField::Audience),
            By::Born => self.pick("năm sinh", "year of birth"),
            By::Field(field) => self.person_field(field),
        }
    }

    /// Title of a column.
    pub fn column(self, title: Title) -> String {
        match title {
            Title::Field(name) => self.field(name).to_owned(),
            Title::PersonField(field) => self.person_field(field).to_owned(),
            Title::Milestone(kind) => self.milestone(kind).to_owned(),
            Title::NumberOf(kind) => self.column_number_of(self.milestone(kind)),
            Title::Stage(stage) => self.stage(stage).to_owned(),
            Title::Flow(flow) => self.flow(flow).to_owned(),
            Title::AdmittedOfTarget => self.admitted_of_target_short().to_owned(),
            Title::Percent => "%".to_owned(),
            Title::OccasionField(field) => self.occasion_field(field).to_owned(),
            Title::Enrolled => self.enrolled_title(),
            Title::Enrolment(state) => self.enrolment_state(state).to_owned(),
            Title::Need(need) => self.need(need),
            Title::FreePlaces => self.free_places_title(),
            Title::MissingPlaces => self.missing_places_title(),
            Title::Classes => self.classes_title(),
            Title::OfClass(part) => self.class_part(part),
            Title::Yield => self.yield_title(),
            Title::Average => self.average_title(),
            Title::Asked => self.asked_title(),
            Title::Answered => self.answered_title(),
            Title::AnsweredBy => self.answered_by_title(),
            Title::DaysLate => self.days_late_title(),
            Title::Reason => self.reason_title(),
            Title::Since(flow) => self.since_title(self.flow(flow)),
            Title::FrozenOn => self.frozen_on_title(),
            Title::FrozenBy => self.frozen_by_title(),
            Title::LiftedBecause => self.lifted_title(),
            Title::Month(month) => self.month_n(month),
            Title::Overdue => self.overdue_title(),
            Title::Late => self.late_title(),
            Title::Office => self.office_title(),
            Title::Cells => self.cells_title(),
            Title::YearQuota => self.year_quota_title(),
            Title::StillMissing => self.still_missing_title(),
            Title::Order => self.order_title(),
            Title::LastDay => self.last_day_title(),
            Title::Helpers => self.helpers_title(),
            Title::Remarks => self.remarks_title(),
            Title::Helper => self.helper_title(),
            Title::Helped => self.helped_title(),
            Title::HelpedCandidates => self.helped_candidates_title(),
            Title::HelpedMembers => self.helped_members_title(),
            Title::OverLimit => self.over_limit_title(),
            Title::SameNameElsewhere => self.same_name_title(),
            Title::OfficerInCharge => self.officer_label(),
            Title::OverdueTasks => self.overdue_tasks_title(),
            Title::DueWithinWeek => self.due_within_week_title(),
            Title::Owed => self.owed_title(),
            Title::Period => self.period_title(),
            Title::DueDay => self.due_day_title(),
            Title::AdmittedInPeriod => self.admitted_in_period_title(),
            Title::GivenBack => self.given_back_title(),
            Title::ScriptStep => self.script_step_title(),
            Title::Place => self.place_title(),
            Title::Pace => self.pace_title(),
            Title::Beside(Beside::Month) => self.in_month_title(),
            Title::Beside(Beside::Quarter) => self.in_quarter_title(),
            Title::Beside(Beside::LastYear) => self.last_year_title(),
            Title::Plan => self.plan_title(),
            Title::PlanToDate => self.plan_to_date_title(),
            Title::DoneToDate => self.done_to_date_title(),
            Title::Gap => self.gap_title(),
            Title::Hamlet => self.hamlet_title(),
            Title::YearsWithout => self.years_without_title(),
            Title::LastAdmission => self.last_admission_title(),
            Title::BeforeAdmission => self.before_admission_title(),
            Title::Chance => self.chance_title(),
            Title::OfChance(chance) => self.chance(chance).to_owned(),
            Title::Earliest => self.earliest_title(),
            Title::Latest => self.latest_title(),
            Title::InTheWay => self.in_the_way_title(),
            Title::InHand => self.in_hand_title(),
            Title::IfAllSucceed => self.if_all_title(),
            Title::Expected => self.expected_title(),
            Title::ExpectedLow => self.expected_low_title(),
            Title::ExpectedHigh => self.expected_high_title(),
            Title::FewCases => self.few_cases_title(),
            Title::Dossiers => self.dossiers_title(),
            Title::LongestSince => self.longest_since_title(),
            Title::LongestDays => self.longest_days_title(),
            Title::MiddleDays => self.middle_days_title(),
            Title::OnDay => self.on_day_title(),
            Title::OnTheWay => self.on_the_way_title(),
            Title::ProbationEnd => self.probation_end_title(),
            Title::Explained => self.explained_title(),
            Title::MakeupPart => self.makeup_part_title(),
            Title::Who => self.who_title(),
            Title::WhatHappened => self.what_happened_title(),
            Title::People => self.people_title(),
            Title::OfMembers => self.of_members_title(),
            Title::TargetBefore => self.target_before_title(),
            Title::GivenBelow => self.given_below_title(),
            Title::NotGiven => self.not_given_title(),
            Title::Versions => self.versions_title(),
            Title::MissingThisYear => self.missing_this_year_title(),
            Title::ForNextYear => self.for_next_year_title(),
            Title::TargetNext => self.target_next_title(),
            Title::SourcesMissing => self.sources_missing_title(),
            Title::LastYearMonth => self.last_year_month_title(),
            Title::LastYearToDate => self.last_year_to_date_title(),
            Title::SinceLastYear => self.since_last_year_title(),
            Title::Succeeded => self.succeeded_title(),
            Title::Failed => self.failed_title(),
            Title::EnrolmentState => self.enrolment_state_title(),
            Title::Sessions => self.sessions_title(),
            Title::OfIntroduced(flow) => self.report_of_introduced(self.flow(flow)),
            Title::OfTrained(flow) => self.report_of_trained(self.flow(flow)),
        }
    }

    /// What people read in a cell of a column, with the others of its row beside it.
    pub fn cell_of(self, about: &About, cell: &Cell) -> String {
        match cell {
            // Beside the target whole percents are read.
            Cell::Percent(percent) if about.title == Title::Percent => self.percent_short(*percent),
            Cell::Word(Word::Block { vi, en, units }) => format!("{} ({units})", self.pick(vi, en)),
            cell => self.cell(cell),
        }
    }

    /// What people read in a cell.
    pub fn cell(self, cell: &Cell) -> String {
        match cell {
            Cell::None => String::new(),
            Cell::Text(text) | Cell::Below(_, text) => text.to_string(),
            Cell::Word(word) => self.word(word),
            Cell::Count(n) => self.count(*n),
            Cell::Year(year) => year.to_string(),
            Cell::Difference(0) => "0".to_owned(),
            Cell::Difference(n) => {
                format!("{}{}", if *n > 0 { "+" } else { "-" }, self.count(n.unsigned_abs()))
            }
            Cell::Share(n, of) => {
                format!("{}/{}", self.count(*n), of.map_or("–".to_owned(), |of| self.count(of)))
            }
            Cell::Percent(percent) => self.percent(*percent),
            Cell::Day { day, certain } => format!("{}{}", if *certain { "" } else { "~" }, self.date(*day)),
            Cell::DaysTo { day, today } => self.days_to(*day, *today),
            Cell::Unit(id) => id.to_string(),
            Cell::Person(id) => id.to_string(),
            Cell::Occasion(id) => id.to_string(),
            Cell::Yes(yes) => {
                self.pick(if *yes { "có" } else { "không" }, if *yes { "yes" } else { "no" }).to_owned()
            }
        }
    }

    fn word(self, word: &Word) -> String {
        match word {
            Word::Code(code) => (*code).to_owned(),
            Word::State(place, left) => self.state(*place, *left),
            Word::Step(place, day) => self.step_of(*place, *day),
            Word::Left(reason) => self.leave_reason(*reason).to_owned(),
            Word::Due(due, rules, _) => self.due(due, rules),
            Word::Holder(holder) => self.holder(*holder).to_owned(),
            Word::Urgency(urgency) => self.urgency(*urgency).to_owned(),
            Word::Event(_) | Word::Person => word.code().into_owned(),
            Word::Delivery(delivery) => self.delivery(*delivery),
            Word::Listing(Listing::Listed(state)) => self.enrolment_state(*state).to_owned(),
            Word::Listing(Listing::CouldBeAdded) => self.could_be_added(),
            Word::Listing(Listing::AwaitsDecision) => self.awaits_decision(),
            Word::Remarks(remarks, rules) => {
                let remarks = remarks.iter().map(|remark| self.remark(remark, rules));
                remarks.collect::<Vec<_>>().join("; ")
            }
            Word::Chance(chance) => self.chance(*chance).to_owned(),
            Word::Obstacles(obstacles) => self.obstacles(obstacles),
            Word::Unit => self.field("unit").to_owned(),
            Word::Occasion => word.code().into_owned(),
            Word::UnitCalled(name) => (*name).to_owned(),
            Word::Named(_, vi, en) => self.pick(vi, en).to_owned(),
            Word::Shared(_, _, Some((vi, en))) => self.pick(vi, en).to_owned(),
            Word::Shared(PersonField::Sex, value, None) => {
                Sex::by_name(value).map_or(*value, |sex| self.sex(sex)).to_owned()
            }
            Word::Shared(_, value, None) => (*value).to_owned(),
            Word::News(News::Reached(kind)) => self.milestone(*kind).to_owned(),
            Word::News(News::Came) => self.pick("Mới theo dõi", "New on the way").to_owned(),
            Word::News(News::Left) => self.pick("Thôi theo dõi", "Left the way").to_owned(),
            Word::News(News::Returned) => self.pick("Theo dõi trở lại", "Came back").to_owned(),
            Word::News(News::Moved) => self.pick("Chuyển đơn vị", "Moved").to_owned(),
            Word::MakeupPart(part) => self.makeup_part(*part).to_owned(),
            Word::MakeupLine(line) => self.makeup_line(*line),
            Word::Total => self.report_total(),
            Word::Change => self.report_change(),
            Word::Unknown => self.report_unknown(),
            Word::Sex(sex) => self.sex(*sex).to_owned(),
            Word::Block { vi, en, units } => format!("= {} ({units})", self.pick(vi, en)),
        }
    }
}
