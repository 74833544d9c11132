//! Sentences of the command line and the screens.

use super::{Lang, words};

words! {
    new_office() "Đảng ủy xã (chưa đặt tên)" / "Commune committee (unnamed)";
    store_made(path) "Đã tạo sổ ở {path}" / "Store made at {path}";
    bad_json(error) "JSON không hợp lệ: {error}" / "Not valid JSON: {error}";
    input_too_large() "Dữ liệu vào quá lớn" / "The input is too large";
    input_not_utf8() "Dữ liệu vào không phải UTF-8" / "The input is not UTF-8";
    from_after_to() "Ngày đầu sau ngày cuối" / "The first day is after the last one";
    span(from, to) "Từ {from} đến {to}" / "From {from} to {to}";
    left_the_way() "đã ra khỏi diện" / "has left";
    still_on_the_way() "đang trong diện theo dõi" / "is still on the way";
    nothing_found(text) "Không tìm thấy “{text}”" / "Nothing found for “{text}”";
    official_from(date) "Đảng viên chính thức từ {date}" / "Official member from {date}";
    entry_given_up() "Đã bỏ nhập, chưa lưu gì" / "Entry given up, nothing was saved";
    maybe_twice(id) "có thể trùng với hồ sơ {id}" / "maybe the same person as {id}";
    changed_since(rev) "Hồ sơ đã thay đổi (bản {rev}); giá trị hiện tại ở trên" / "The record has changed (revision {rev}); its present values are above";
    undone(n) "Đã hoàn tác ({n} mục)" / "Taken back ({n} fields)";
    redone(n) "Đã làm lại ({n} mục)" / "Put in force again ({n} fields)";
    sound() "tốt" / "sound";
    not_sound() "HỎNG" / "DAMAGED";
    checked(path, steps, people) "{path}: {steps} bản ghi, {people} người" / "{path}: {steps} records, {people} people";
    torn(file, bytes) "{file}: {bytes} byte dở dang của một lần ghi bị ngắt, vô hại" / "{file}: {bytes} bytes of an interrupted save, harmless";
    row_problem(row, column, what) "dòng {row}, cột {column}: {what}" / "row {row}, column {column}: {what}";
    imported(new, changed, unchanged, bad) "Đã nhập: {new} mới, {changed} sửa, {unchanged} không đổi, {bad} dòng bị từ chối" / "Imported: {new} new, {changed} changed, {unchanged} unchanged, {bad} rows refused";
    would_import(new, changed, unchanged, bad) "Sẽ nhập: {new} mới, {changed} sửa, {unchanged} không đổi, {bad} dòng bị từ chối" / "Would import: {new} new, {changed} changed, {unchanged} unchanged, {bad} rows refused";
    rows_refused(n) "{n} dòng bị từ chối" / "{n} rows were refused";
}

impl Lang {
    /// Heading of "admitted of target".
    pub fn admitted_of_target_short(self) -> &'static str {
        self.pick("KN/CT", "Adm/Tgt")
    }
}
