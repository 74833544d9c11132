//! Targets, in words: their report, and setting and sharing them out.

use super::words;

words! {
    of_members_title() "% đảng viên" / "% of members";
    target_before_title() "Năm trước" / "Year before";
    given_below_title() "Đã giao cấp dưới" / "Given below";
    not_given_title() "Chưa giao" / "Not given";
    versions_title() "Số lần giao" / "Versions";
    missing_this_year_title() "Cần năm nay" / "Needed now";
    for_next_year_title() "Còn cho năm sau" / "For next year";
    target_next_title() "Chỉ tiêu năm sau" / "Next target";
    sources_missing_title() "Nguồn còn thiếu" / "Sources missing";
    target_known() "Đang có" / "Known";
    target_new() "Mới" / "New";
    target_needs() "đề nghị thêm --people SỐ hoặc --percent P" / "please add --people N or --percent P";
    no_members(unit, year) "{unit}: chưa ghi số đảng viên cuối năm {year}" / "{unit}: members at the end of {year} are not recorded";
    shared_by_part_of_a_year(year, day) "chia theo số kết nạp năm {year} mới đến {day}" / "shared out by those admitted in {year} up to {day}";
    more_than_members(unit, people, members) "{unit}: chỉ tiêu {people} nhiều hơn số đảng viên {members}" / "{unit}: a target of {people} is more than its {members} members";
    members_of_then(unit, year) "{unit}: tính theo số đảng viên cuối năm {year}, số mới nhất đã ghi" / "{unit}: worked out of the members at the end of {year}, the last recorded";
    nothing_to_share_by() "Các đơn vị trực thuộc không có số để chia theo" / "The units just below have nothing to share by";
    target_not_shared(own, sum, left) "chỉ tiêu của đơn vị là {own}, giao cấp dưới {sum}: lệch {left}" / "the unit's own target is {own}, those below get {sum}: {left} apart";
    targets_set(n) "Đã giao chỉ tiêu cho {n} đơn vị" / "Targets of {n} unit(s) set";
    nothing_written() "Chỉ xem, chưa ghi gì" / "Nothing was written";
}
