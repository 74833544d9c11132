//! Frozen figures in words.

use super::Lang;
use super::words;
use crate::domain::Frozen;

words! {
    frozen_label(month) "Số liệu chốt {month}" / "Figures frozen for {month}";
    since_title(flow) "{flow}, vào sau khi chốt" / "{flow}, came after the cut-off";
    frozen_on_title() "Ngày chốt" / "Frozen on";
    frozen_by_title() "Người chốt" / "Frozen by";
    lifted_title() "Đã mở chốt, lý do" / "Lifted because";
    of_month(month) "kỳ đến {month}" / "period to {month}";
    frozen_as_of(day) "tính đến {day}" / "as of {day}";
    frozen_by(who) "người chốt {who}" / "by {who}";
    frozen_lifted(day, reason) "mở chốt {day}: {reason}" / "lifted {day}: {reason}";
    title_freeze(unit) "Chốt số liệu · {unit}" / "Freeze figures · {unit}";
    title_unfreeze(month) "Mở chốt số liệu {month}" / "Lift the figures of {month}";
    freeze_month() "Kỳ đến hết tháng" / "Period to the end of";
    freeze_reason() "Lý do mở chốt" / "Why they are lifted";
    not_a_month(text) "Không phải tháng: {text} (ví dụ 2023-07)" / "Not a month: {text} (such as 2023-07)";
    not_of_the_period() "ngày này không thuộc tháng cuối của kỳ, hoặc sau hôm nay" / "that day is not within the last month of the period, or later than today";
    frozen_said(n) "Đã chốt số liệu của {n} đơn vị" / "Figures of {n} unit{n:-} frozen";
    lifted_said(n) "Đã mở chốt số liệu của {n} đơn vị" / "Figures of {n} unit{n:-} lifted";
}

impl Lang {
    /// Frozen figures in one line.
    pub fn frozen(self, frozen: &Frozen) -> String {
        let mut parts = vec![self.frozen_as_of(self.date(frozen.as_of)), self.frozen_by(&frozen.by)];
        let admitted = frozen.figures.get(crate::query::Flow::Admitted.name());
        parts.extend(
            admitted.map(|n| format!("{} {}", self.flow(crate::query::Flow::Admitted), self.count(*n))),
        );
        parts.extend(
            frozen.lifted.as_ref().map(|lifted| self.frozen_lifted(self.date(lifted.date), &lifted.reason)),
        );
        parts.join(" · ")
    }
}
