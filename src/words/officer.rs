//! Committee members in charge, in words.

use super::Lang;
use super::history::Called;
use super::words;
use crate::domain::Officer;

words! {
    officer_label() "Cấp ủy viên phụ trách" / "Committee member in charge";
    office_title() "Chức vụ" / "Office";
    cells_title() "Số chi bộ phụ trách" / "Cells";
    year_quota_title() "Chỉ tiêu năm" / "Quota a year";
    still_missing_title() "Còn thiếu" / "Missing";
    officer_account() "Tài khoản" / "Account";
    officer_cells() "Chi bộ phụ trách (tên, cách nhau dấu ;)" / "Cells in charge of (names, ; between)";
    officer_organisations() "Đoàn thể phụ trách" / "Mass organisations";
    officer_quota(n) "chỉ tiêu {n}" / "quota {n}";
    officers_none(n) "{n} người chưa giới thiệu ai" / "{n} brought nobody";
    officers_twice(n) "{n} người trùng tên, không tính được" / "{n} of one name, not counted";
    no_officer(number) "Không có người số {number}: xem ketnap officer show" / "There is no number {number}: see ketnap officer show";
    no_officer_uses(account) "Không có cấp ủy viên nào dùng tài khoản “{account}”" / "No committee member uses the account “{account}”";
    title_new_officer() "Cấp ủy viên phụ trách mới" / "New committee member in charge";
    many_cells(text) "Nhiều đơn vị có tên {text}: đề nghị gõ cả tên xã" / "Several units are called {text}: please type the commune too";
}

impl Lang {
    /// An officer in one line.
    pub fn officer(self, officer: &Officer, called: Called) -> String {
        let mut parts = vec![officer.name.clone()];
        parts.extend(Some(&officer.office).filter(|office| !office.is_empty()).cloned());
        parts.extend(officer.from.map(|date| self.date(date)));
        parts.extend(officer.until.map(|date| format!("– {}", self.date(date))));
        parts.extend((officer.quota > 0).then(|| self.officer_quota(self.count(officer.quota))));
        parts.extend(Some(&officer.account).filter(|account| !account.is_empty()).cloned());
        parts.extend(officer.cells.iter().map(|cell| called.names.unit(*cell)));
        parts.join(" · ")
    }

    /// How many brought nobody, and of how many it cannot be told.
    pub fn officers_note(self, none: usize, twice: usize) -> String {
        let mut parts = vec![self.officers_none(self.count(none as u64))];
        parts.extend((twice > 0).then(|| self.officers_twice(self.count(twice as u64))));
        parts.join(" · ")
    }
}
