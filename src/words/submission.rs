//! Reports that units send up, in words.

use super::Lang;
use super::words;
use crate::domain::submission::Delivery;
use crate::domain::{Catalogue, Submission};

words! {
    sent_on(day) "gửi {day}" / "sent {day}";
    returned_on(day) "trả lại {day}" / "given back {day}";
    delivery_not_yet() "–" / "–";
    delivery_late(day, n) "{day} +{n}" / "{day} +{n}";
    delivery_returned(day) "↩ {day}" / "↩ {day}";
    delivery_overdue(n) "chưa +{n}" / "none +{n}";
    owed_title() "Nội dung" / "What";
    period_title() "Kỳ" / "Period";
    given_back_title() "Bị trả lại" / "Given back";
    owed_note(units, late) "{units} đơn vị còn nợ; {late} mục quá hạn" / "{units} unit(s) owe; {late} late";
    overdue_title() "Chưa gửi" / "Missing";
    late_title() "Trễ hạn" / "Late";
    sent_title() "Ngày gửi" / "Sent on";
    sent_by_title() "Người gửi" / "Sent by";
    returned_title() "Ngày trả lại" / "Given back on";
    returned_reason() "Lý do trả lại" / "Why it was given back";
    all_sent(n, what) "{n} đơn vị đã gửi {what}?" / "Have {n} unit{n:-} sent {what}?";
    all_sent_question() "Ghi đã gửi" / "Note as sent";
    nobody_owes() "Không còn đơn vị nào chưa gửi tháng này" / "No unit is missing this month";
    no_report(code, known) "Không có loại báo cáo {code}; có: {known}" / "No such report: {code}; there are: {known}";
    not_of_month() "Báo cáo này không có ở tháng đang chọn" / "This report is not owed for that month";
    cannot_have_come() "ngày này sau hôm nay, hoặc trước kỳ báo cáo" / "that day is later than today, or before the period";
    not_sent_yet(unit) "{unit} chưa gửi: không có gì để trả lại" / "{unit} has not sent it: there is nothing to give back";
    month_n(n) "T{n}" / "M{n}";
}

impl Lang {
    /// Which report of which month.
    pub fn submission_label(self, code: &str, month: String, catalogue: &Catalogue) -> String {
        format!("{} {month}", self.owed(code, catalogue))
    }

    /// What a report is called that units owe.
    pub fn owed(self, code: &str, catalogue: &Catalogue) -> String {
        let owed = catalogue.submissions.iter().find(|owed| owed.code == code);
        owed.map_or(code, |owed| self.pick(&owed.vi, &owed.en)).to_owned()
    }

    /// What came, in one line.
    pub fn submission(self, sent: &Submission) -> String {
        let mut parts = vec![self.sent_on(self.date(sent.sent))];
        parts.extend(Some(&sent.by).filter(|by| !by.is_empty()).cloned());
        if let Some(returned) = &sent.returned {
            parts.push(self.returned_on(self.date(returned.date)));
            parts.extend(Some(&returned.reason).filter(|reason| !reason.is_empty()).cloned());
        }
        parts.join(" · ")
    }

    /// How a report stands, short enough for a cell of a month.
    pub fn delivery(self, delivery: Delivery) -> String {
        let day = |day: chrono::NaiveDate| day.format("%d/%m").to_string();
        match delivery {
            Delivery::NotYet => self.delivery_not_yet(),
            Delivery::Sent(sent) => day(sent),
            Delivery::Late(sent, days) => self.delivery_late(day(sent), days),
            Delivery::Returned(back) => self.delivery_returned(day(back)),
            Delivery::Overdue(days) => self.delivery_overdue(days),
        }
    }
}
