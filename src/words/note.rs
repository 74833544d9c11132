//! What a report says beside its rows.

use super::{Lang, words};
use crate::query::report::Note;
use crate::query::spread::Spread;
use chrono::NaiveDate;

words! {
    pack_line(name) "{name} (bộ báo cáo, một tệp)" / "{name} (several reports, one file)";
    title_pack(name, unit) "{name} · {unit}" / "{name} · {unit}";
    pack_reports() "Gồm" / "Reports";
    no_pack(name, known) "Không có bộ báo cáo {name}; có: {known}" / "There is no pack {name}; there are: {known}";
    no_such_report(code) "Bộ báo cáo nêu {code}: không có báo cáo này, hoặc phải nêu lớp, lễ" / "The pack names {code}: no such report, or one that needs an occasion";
    pack_needs_file() "đề nghị thêm --xlsx TỆP hoặc --html TỆP (- là đầu ra chuẩn)" / "please add --xlsx FILE or --html FILE (- is standard output)";
    pack_saved(path, n) "Đã ghi {path} ({n} báo cáo), chỉ tài khoản này đọc được" / "Saved {path} ({n} reports), readable by this account alone";
    nobody_admitted(month, quarter, year) "Chưa kết nạp ai: {month} đơn vị trong tháng, {quarter} trong quý, {year} trong kỳ" / "Admitted nobody: {month} units in the month, {quarter} in the quarter, {year} in the period";
    spread_by(rule) "Chỉ tiêu chia {rule}" / "Target spread {rule}";
    places_for_all(n) "{n} chỗ chung, chưa giao cho đơn vị nào" / "{n} places for all, given to no unit";
    years_without(years) "Không kết nạp từ {years} năm trở lên; để trống: chưa từng ghi" / "No admission for {years} year(s) or more; empty: never on record";
    records_since(year) "Sổ ghi kết nạp từ năm {year}" / "Admissions on record since {year}";
    dossiers_note(n) "{n} hồ sơ từ khi lập đến trước lễ kết nạp" / "{n} dossiers from their opening up to the ceremony";
    probation_note(members, late, unexplained) "{members} đảng viên dự bị, {late} quá hạn, {unexplained} chưa có bản giải trình" / "{members} on probation, {late} overdue, {unexplained} without an explanation";
    average_age(age) "Tuổi bình quân khi kết nạp: {age}" / "Average age when admitted: {age}";
    with_target(this, next, of) "Có chỉ tiêu: {this}/{of} đơn vị năm nay, {next}/{of} năm sau" / "With a target: {this} of {of} units this year, {next} of {of} next year";
    report_as_of(day) "Số liệu tính đến {day}" / "As of {day}";
}

impl Lang {
    /// What a report says beside its rows.
    pub fn report_note(self, note: Note) -> String {
        let day = |day: NaiveDate| self.date(day.into());
        match note {
            Note::Span(from, to) => self.span(day(from), day(to)),
            Note::NotBegun(year, to) => self.not_begun(year, day(to)),
            Note::WithTarget { this, next, of } => self.with_target(this, next, of),
            Note::Due(counts) => self.due_summary(counts),
            Note::AsOf(to) => self.report_as_of(day(to)),
            Note::OnlyStage(stage) => self.stage(stage).to_owned(),
            Note::OnlyLeft => self.left_the_way(),
            Note::Enrolled { listed, waiting, places } => self.enrolled_note(listed, waiting, places),
            Note::OnList { listed, odd } => self.on_list_note(listed, odd),
            Note::Officers { none, twice } => self.officers_note(none, twice),
            Note::Helpers { limit, over, twice } => self.helpers_note(limit, over, twice),
            Note::NobodyAdmitted { month, quarter, year } => self.nobody_admitted(
                self.count(month as u64),
                self.count(quarter as u64),
                self.count(year as u64),
            ),
            Note::YearsWithout(years) => self.years_without(self.count(years)),
            Note::RecordsSince(year) => self.records_since(year),
            Note::PlacesForAll(places) => self.places_for_all(self.count(places)),
            Note::Ahead { end, counts: [certain, possible, late] } => {
                let count = |n: usize| self.count(n as u64);
                self.ahead_note(day(end), count(certain), count(possible), count(late))
            }
            Note::ExpectedBy { end, is_known: true } => self.expected_note(day(end)),
            Note::ExpectedBy { end, is_known: false } => self.expected_unknown(day(end)),
            Note::Dossiers(count) => self.dossiers_note(self.count(count as u64)),
            Note::Probation { members, late, unexplained } => self.probation_note(
                self.count(members as u64),
                self.count(late as u64),
                self.count(unexplained as u64),
            ),
            Note::AverageAge(tenths) => {
                let age = format!("{}{}{}", tenths / 10, self.pick(",", "."), tenths % 10);
                self.average_age(age)
            }
            Note::SpreadBy(rule) => self.spread_by(self.spread(rule)),
            Note::Owed { units, late } => self.owed_note(self.count(units as u64), self.count(late as u64)),
            Note::OfMonth(month) => self.of_month(self.date(month)),
            Note::OfYear(year) => year.to_string(),
            Note::Within(months) => self.within_months(months),
            Note::Answers { asked, answered, late } => self.answers_note(asked, answered, late),
            Note::Unannounced => format!("~ {}", self.unannounced()),
        }
    }

    /// By what a target is spread.
    pub fn spread(self, rule: Spread) -> &'static str {
        match rule {
            Spread::Even => self.pick("đều các tháng", "evenly"),
            Spread::Past => {
                self.pick("theo các tháng của 3 năm trước", "as in the months of the three years before")
            }
            Spread::Ceremonies => self.pick("vào tháng có lễ kết nạp", "into the months of ceremonies"),
        }
    }
}
