//! Sentences of the command line and the screens.

use super::{Lang, words};

words! {
    new_office() "Đảng bộ xã (chưa đặt tên)" / "Commune organisation (unnamed)";
    store_made(path) "Đã tạo sổ theo dõi ở {path}" / "Records created at {path}";
    bad_json(error) "JSON không hợp lệ: {error}" / "Not valid JSON: {error}";
    input_too_large() "Dữ liệu vào quá lớn" / "The input is too large";
    input_not_utf8() "Dữ liệu vào không phải UTF-8" / "The input is not UTF-8";
    from_after_to() "Ngày đầu sau ngày cuối" / "The first day is after the last one";
    span(from, to) "Từ {from} đến {to}" / "From {from} to {to}";
    left_the_way() "đã thôi theo dõi" / "no longer followed";
    still_on_the_way() "đang được theo dõi" / "is still followed";
    nothing_found(text) "Không tìm thấy “{text}”" / "Nothing found for “{text}”";
    official_from(date) "Đảng viên chính thức từ {date}" / "Official member from {date}";
    official_expected(date) "Hết thời gian dự bị {date}; sau đó chi bộ xét công nhận chính thức" / "Probation ends {date}; the cell then considers recognition";
    entry_given_up() "Đã dừng nhập, chưa lưu gì" / "Cancelled; nothing was saved";
    maybe_twice(who) "có thể trùng với {who}" / "maybe the same person as {who}";
    with_anyway(what) "{what}. Nếu vẫn đúng là người khác, thêm --anyway" / "{what}. If it is another person all the same, add --anyway";
    changed_since(rev) "Hồ sơ đã thay đổi (bản {rev}); giá trị hiện tại ở trên" / "The record has changed (revision {rev}); its present values are above";
    undone(n) "Đã hoàn tác ({n} mục)" / "Undone ({n} field{n:-})";
    redone(n) "Đã làm lại ({n} mục)" / "Redone ({n} field{n:-})";
    sound() "tốt" / "sound";
    not_readable() "MỚI HƠN" / "NEWER";
    not_sound() "HỎNG" / "DAMAGED";
    checked(path, steps, people) "{path}: {steps} bản ghi, {people} người" / "{path}: {steps} record{steps:-}, {people} {people:+}";
    torn(file, bytes) "{file}: {bytes} byte dở dang của một lần ghi bị ngắt, vô hại" / "{file}: {bytes} byte{bytes:-} of an interrupted save, harmless";
    no_row_read() "chưa đọc dòng nào của tệp" / "no row of the file was read";
    row_warning(row, what) "dòng {row}: {what}" / "row {row}: {what}";
    row_problem(row, column, what) "dòng {row}, cột {column}: {what}" / "row {row}, column {column}: {what}";
    reading_file(done, total) "Đang đọc tệp: {done}/{total} byte (^C dừng, chưa ghi gì)" / "Reading the file: {done}/{total} byte{total:-} (^C stops, nothing is saved yet)";
    judging(done, total) "Đang kiểm tra: {done}/{total} người" / "Checking: {done}/{total} {total:+}";
    writing(done, total) "Đang ghi: {done}/{total} người (^C dừng, nhập lại thì đi tiếp)" / "Saving: {done}/{total} {total:+} (^C stops, the same file goes on)";
    ask_year(year, day) "Bấm lần nữa để xem số liệu năm {year}, đến {day}" / "Press again for the figures of {year}, up to {day}";
    looking() "Đang hiện số liệu cũ; đang cập nhật …" / "Showing earlier figures; updating …";
    reading_books(done, total) "Đang đọc sổ đơn vị: {done}/{total} (^C dừng)" / "Reading the books: {done}/{total} (^C stops)";
    reading_books_esc(done, total) "Đang đọc sổ đơn vị: {done}/{total}   Esc dừng" / "Reading the books: {done}/{total}   Esc stops";
    looking_at_people(done, total) "Đang duyệt: {done}/{total} người (^C dừng)" / "Going through {done}/{total} {total:+} (^C stops)";
    looking_at_people_esc(done, total) "Đang duyệt: {done}/{total} người   Esc dừng" / "Going through {done}/{total} {total:+}   Esc stops";
    looking_stopped() "Đã dừng: số liệu vẫn như trước" / "Stopped: the figures are as before";
    list_stopped(n, refresh) "Đã dừng: mới có {n} người đầu theo tên. {refresh} để lập lại danh sách" / "Stopped: only the first {n} by name. {refresh} lists again";
    exporting(done, total) "Đang xuất: {done}/{total} người (^C dừng)" / "Writing: {done}/{total} {total:+} (^C stops)";
    exported(people, place) "Đã xuất {people} người vào {place}; columns.csv ghi ý nghĩa từng cột" / "{people} {people:+} written to {place}; columns.csv says what every column is";
    imported(new, changed, unchanged, bad) "Đã nhập: {new} mới, {changed} sửa, {unchanged} không đổi, {bad} dòng bị từ chối" / "Imported: {new} new, {changed} changed, {unchanged} unchanged, {bad} row{bad:-} refused";
    would_import(new, changed, unchanged, bad) "Sẽ nhập: {new} mới, {changed} sửa, {unchanged} không đổi, {bad} dòng bị từ chối" / "Would import: {new} new, {changed} changed, {unchanged} unchanged, {bad} row{bad:-} refused";
    access_changed(who) "Đã đổi quyền của {who}. Nếu dùng tài khoản Unix, đề nghị chạy: ketnap access apply" / "The roles of {who} are changed. With Unix accounts, please run: ketnap access apply";
    access_applied(n) "Đã đặt quyền cho {n} thư mục và tệp" / "{n} folders and files were set";
    whole_store() "Toàn bộ sổ theo dõi" / "All records";
    owner_role() "Người quản trị sổ" / "Owner";
    disputed(name) "dòng này ghi tên “{name}”, khác tài khoản đã ghi" / "the line claims “{name}”, not the account that wrote it";
    not_opened(what, cause) "Không mở được {what}: {cause}" / "Cannot open {what}: {cause}";
    exported_astray(people, folder) "{people} người thuộc đơn vị không có trong cây: xem upper={folder}" / "{people} {people:+} in a unit that is not in the tree: see upper={folder}";
    not_exported(cause) "CHƯA XUẤT: không ghi được vào nhật ký: {cause}" / "NOT EXPORTED: the journal cannot be written: {cause}";
    backed_up(path, books, records) "Đã sao lưu vào {path}: {books} sổ đơn vị, {records} bản ghi. Tệp chứa toàn bộ dữ liệu: đề nghị bảo quản như tài liệu mật" / "Backed up into {path}: {books} book{books:-}, {records} record{records:-}. It holds all data: please keep it as a confidential document";
    restored(path) "Đã tạo sổ theo dõi ở {path} từ bản sao lưu. Nếu dùng tài khoản Unix, đề nghị chạy: ketnap access apply" / "Records created at {path} from the backup. With Unix accounts, please run: ketnap access apply";
    erase_asked(id) "Đã ghi đề nghị xóa {id}. Đề nghị người quản trị sổ chạy: ketnap erase {id} --confirm" / "The request to erase {id} is noted. The owner runs: ketnap erase {id} --confirm";
    erased(id, n) "Đã xóa {id} khỏi {n} sổ đơn vị: hồ sơ, lịch sử và bản chụp" / "Erased {id} from {n} book{n:-}: records, history and snapshots";
    erase_copy(at, who) "bản sao lưu {at} của {who} còn giữ người này: đề nghị chạy ketnap erase ID --archive TỆP, hoặc hủy bản đó" / "the backup of {at} by {who} still holds the person: ketnap erase ID --archive FILE, or destroy it";
    held_in(book) "Trong sổ của {book}:" / "In the book of {book}:";
    who_took_it() "Người đã xuất dữ liệu" / "Who exported this data";
    repair_hint() "Cách khắc phục: ketnap check --repair-from BẢN-SAO (một bản sao lưu, hoặc thư mục của một bản sao của sổ theo dõi)" / "What to do: ketnap check --repair-from COPY (a backup, or the folder of another copy of the records)";
    repaired(path, taken, last) "{path}: lấy {taken} bản ghi từ bản sao; bản ghi cuối là số {last}" / "{path}: {taken} record{taken:-} taken from the copy; the last record is number {last}";
    repair_missing(seq) "vẫn thiếu đến bản ghi số {seq}; đề nghị tìm bản sao mới hơn, hoặc chấp nhận mất phần thiếu: --give-up" / "still missing up to record {seq}; find a newer copy, or accept the loss of what is missing: --give-up";
    due_counts(overdue, week, month, later) "{overdue} việc quá hạn · {week} trong 7 ngày · {month} trong 30 ngày · {later} sau đó" / "{overdue} overdue · {week} within 7 days · {month} within 30 days · {later} later";
    rows_refused(n) "{n} dòng bị từ chối" / "{n} row{n:-} refused";
}

impl Lang {
    /// How much is due, by urgency.
    pub fn due_summary(self, counts: [usize; 4]) -> String {
        let [overdue, week, month, later] = counts.map(|n| self.count(n as u64));
        self.due_counts(overdue, week, month, later)
    }

    /// Heading of "admitted of target".
    pub fn admitted_of_target_short(self) -> &'static str {
        self.pick("Thực hiện", "Admitted")
    }
}

words! {
    needs_terminal() "Giao diện cần một cửa sổ dòng lệnh; xem ketnap --help cho các lệnh con" / "The interface needs a terminal; see ketnap --help for subcommands";
    keys_heading() "Lệnh             Phím           Việc" / "Command          Keys           What it does";
    saved() "Đã lưu" / "Saved";
    nothing_changed() "Không có gì thay đổi" / "Nothing changed";
    read_again() "Đã cập nhật số liệu" / "Refreshed";
    all_steps_done() "Đã đủ các bước; Enter ở một bước để sửa" / "All steps are recorded; Enter corrects one";
    choose_person() "Đề nghị chọn một người trong danh sách" / "Please choose a person in the list";
    top_stays() "Đơn vị cao nhất không chuyển được" / "The top unit cannot be moved";
    filtered(what, n) "lọc: {what} ({n})" / "filter: {what} ({n})";
    now_is(what) "người khác vừa sửa, hiện là: {what}" / "somebody else changed it, now: {what}";
    others_changed(who, what) "{who} vừa sửa: {what}" / "{who} has just changed: {what}";
    title_damaged() "! DỮ LIỆU BỊ HỎNG" / "! DAMAGED";
    draft_of_nobody() "Người hoặc mục này không còn; Del bỏ bản nháp" / "Its record no longer exists; Del discards the draft";
    erase_owner(id) "Đã ghi. Người quản trị sổ là người xóa, nên cần một người quản lý đơn vị đề nghị: ketnap --as TÊN erase {id}" / "Noted. The owner carries it out, so a manager of the unit has to ask: ketnap --as NAME erase {id}";
    only_history() "Đồng chí được giao quyền xem lịch sử thay đổi; chưa được giao quyền xem danh sách và số liệu" / "You have the right to see the history of changes, not lists and figures";
    taken_out() "CHƯA LƯU: người khác đã bỏ mục này; Esc để rời, bản nháp được giữ" / "NOT SAVED: somebody removed this; Esc leaves, the draft is kept";
    title_clash() "Hai người cùng sửa" / "Two people changed it";
    clash_what(form) "CHƯA LƯU · {form}. Đề nghị chọn giá trị để giữ:" / "NOT SAVED · {form}. Choose which value stays:";
    clash_mine() "của tôi" / "mine";
    clash_theirs() "đang có" / "there now";
    clash_keys(save) "↑ ↓ mục · ← → đổi chọn · {save} lưu · Esc về phiếu nhập" / "↑ ↓ field · ← → choose · {save} save · Esc back to the form";
    one_store() "Khóa này chỉ mở sổ theo dõi này" / "This key opens these records only";
    hint_period() "2026, hoặc 2021-2025 cho nhiệm kỳ" / "2026, or 2021-2025 for a term";
    kept_as_it_is(date) "đã ghi {date}, giữ nguyên" / "recorded {date}, kept";
    not_begun(year, to) "Năm {year} chưa bắt đầu (số liệu tính đến {to})" / "{year} has not begun (as of {to})";
    not_here() "Không có lệnh này ở màn hình này" / "No such command on this screen";
    undone_what(what) "Đã hoàn tác: {what}" / "Undone: {what}";
    redone_what(what) "Đã làm lại: {what}" / "Redone: {what}";
    saved_id(id) "đã lưu {id}" / "saved {id}";
    saved_people(n) "Đã lưu {n} người" / "{n} {n:+} saved";
    from_day(day) "từ {day}" / "from {day}";
    row_twice() "Trùng với một dòng trên" / "The same as a row above";
    save_marked_again(n, save) "{n} dòng có dấu ! cần xem lại. Nếu vẫn lưu tất cả, bấm {save} lần nữa" / "{n} row{n:-} marked ! to look at. Press {save} again to save all anyway";
    nothing_typed() "Chưa nhập gì" / "Nothing was typed";
    block_too_wide(n, names) "Khối dán có {n} cột, nhiều hơn bảng: chưa dán gì. Các cột ở đây: {names}" / "The block has {n} columns, more than fit here: nothing was pasted. The columns here: {names}";
    choose_column() "chọn cột" / "choose a column";
    left_people() "Đã thôi theo dõi" / "No longer followed";
    day_ahead() "sau hôm nay" / "later than today";
    closes_with_people(n) "Đơn vị còn {n} người đang theo dõi" / "{n} {n:+} are still followed in this unit";
    row_goes(row, drop) "Bấm {drop} lần nữa để bỏ dòng {row}" / "Press {drop} again to take row {row} out";
    clear_again(clear) "Bấm {clear} lần nữa để bỏ những gì đã nhập ở đây" / "Press {clear} again to drop what was typed here";
    save_again(what, save) "{what}. Nếu vẫn lưu, bấm {save} lần nữa" / "{what}. Press {save} again to save anyway";
    closed() "đã kết thúc" / "closed";
    nobody_marked() "Chưa đánh dấu người nào; bấm phím cách để đánh dấu" / "No one is marked; space marks";
    sorted_by_name() "Đã sắp xếp theo tên" / "Sorted by name";
    sorted_by_stage() "Đã sắp xếp theo giai đoạn" / "Sorted by stage";
    sorted_by_since() "Đã sắp xếp theo ngày" / "Sorted by date";
    nobody() "Danh sách trống." / "The list is empty.";
    nobody_here(add) "Danh sách trống. {add} để thêm người." / "The list is empty. {add} adds a person.";
    people_count(n) "{n} người" / "{n} {n:+}";
    all_people() "Tất cả" / "All";
    now_standing() "Hiện có" / "Current";
    in_year(year) "Trong năm {year}" / "During {year}";
    tree_heading() "Đơn vị · kết nạp/chỉ tiêu" / "Units · admitted/target";
    close_by_date() "Không xóa đơn vị khỏi sổ; nếu đơn vị kết thúc hoạt động, đề nghị ghi ngày vào ô này" / "A unit is never removed; if it has closed, enter the day here";
    empty_office(add, add_unit, help) "Sổ theo dõi mới, chưa có người. {add} thêm người · {add_unit} thêm đơn vị · {help} trợ giúp" / "New records, nobody yet. {add} adds a person · {add_unit} adds a unit · {help} helps";
    too_small(width, height) "Đề nghị mở rộng cửa sổ ({width}×{height})" / "Please enlarge the window ({width}×{height})";
    marked(n) "{n} đánh dấu" / "{n} marked";
    title_read_only() "chỉ xem" / "read-only";
    title_figures(day, year) "tính đến {day} · năm {year}" / "as of {day} · year {year}";
    title_new_person(unit) "Thêm người · {unit}" / "New person · {unit}";
    title_edit(name) "Sửa · {name}" / "Edit · {name}";
    title_move(name) "Chuyển · {name}" / "Move · {name}";
    title_leave(name) "Thôi theo dõi · {name}" / "Stop following · {name}";
    title_return(name) "Theo dõi lại · {name}" / "Follow again · {name}";
    title_advance(name) "Cập nhật bước · {name}" / "Record step · {name}";
    title_set_aside(what) "Không còn hiệu lực · {what}" / "No longer in force · {what}";
    title_batch(n) "Cập nhật một bước cho {n} người" / "One step for {n} {n:+}";
    title_batch_review(what, n) "{what} · {n} người · xem lại trước khi lưu" / "{what} · {n} {n:+} · review before saving";
    title_new_unit(parent) "Thêm đơn vị thuộc {parent}" / "New unit below {parent}";
    title_target(name) "Chỉ tiêu, số đảng viên · {name}" / "Targets, members · {name}";
    title_as_of() "Số liệu của năm, tính đến ngày" / "Figures of a year, as of a day";
    title_new_office() "Sổ theo dõi mới" / "New records";
    title_open() "Mở thư mục" / "Open a folder";
    title_fast_add(unit) "Nhập danh sách · {unit}" / "Type a list · {unit}";
    title_history() "Lịch sử thay đổi" / "History of changes";
    title_timeline() "Các bước" / "Steps";
    title_progress(unit) "Tiến độ · {unit}" / "Progress · {unit}";
    title_find() "Tìm" / "Find";
    title_help() "Trợ giúp" / "Help";
    title_palette() "Lệnh" / "Commands";
    title_settings() "Cài đặt" / "Settings";
    title_draft() "Bản nháp" / "Draft";
    find_label() "Tên người, đơn vị, lớp, mã, số định danh:" / "Name of a person, unit or class, code, number:";
    find_hint() "Gõ không dấu cũng được: “anh le”, “xuan phu”, “cb thon 1”. Enter để mở." / "Accents may be left out: “anh le”, “xuan phu”, “cb thon 1”. Enter opens.";
    found_count(n) "{n} kết quả" / "{n} found";
    found_more(n, shown) "{n} kết quả, {shown} đầu tiên ở đây" / "{n} found, the first {shown} are here";
    no_history() "Chưa có thay đổi nào" / "No changes yet";
    next_is(what) "Tiếp theo: {what}" / "Next: {what}";
    recorded_already(date) "Bước này đã ghi ngày {date}; nếu lưu sẽ sửa lần ghi đó" / "Recorded on {date}; saving corrects it";
    typed_by_mistake() "Ghi nhầm, bỏ hẳn" / "Entered by mistake, remove it";
    number_is_of(name, unit) "Số định danh này là của {name}, {unit}" / "This identity number is that of {name}, {unit}";
    code_is_of(name, unit) "Mã này là của {name}, {unit}" / "This code is that of {name}, {unit}";
    maybe_twice_of(name, unit) "Có thể đã có: {name}, {unit}" / "Possibly already there: {name}, {unit}";
    form_keys_only(save, clear) "Tab ô sau · {save} lưu · Esc bỏ · {clear} xóa trắng" / "Tab next · {save} save · Esc leave · {clear} clear";
    form_keys(save, clear) "Tab ô sau · {save} lưu · Esc để sau, giữ bản nháp · {clear} xóa trắng" / "Tab next · {save} save · Esc keeps a draft for later · {clear} clear";
    hint_date() "30/4/1999, 30041999, 4/1999, 1999, hôm nay" / "30/4/1999, 30041999, 4/1999, 1999, today";
    hint_number() "chữ số" / "digits";
    hint_choice() "← → đổi, hoặc gõ vài chữ để tìm" / "← → changes, or type a few letters to find";
    hint_typed(text) "tìm: {text}" / "finding: {text}";
    hint_completion() "→ nhận gợi ý" / "→ takes the suggestion";
    hint_suffix() "ví dụ: -QĐ/ĐU" / "for example: -QĐ/ĐU";
    hint_list() "nhiều mục thì ngăn bằng dấu phẩy" / "several, with commas between";
    mend_first() "Đề nghị sửa các dòng có dấu ! trước khi lưu" / "Correct the rows marked ! before saving";
    batch_keys(save) "Tab ô sau · {save} lưu tất cả · Esc bỏ" / "Tab next · {save} save all · Esc leave";
    fast_add_keys(drop, save) "Tab ô sau · Enter người mới · {drop} bỏ dòng · {save} lưu tất cả · Esc để sau" / "Tab next · Enter next person · {drop} drops a row · {save} save all · Esc later";
    draft_kept() "Bản nháp được giữ; mở lại phiếu nhập này để nhập tiếp" / "The draft is kept; open this form again to go on";
    draft_later() "Bản nháp vẫn được giữ" / "The draft is still kept";
    draft_reopened(at, clear) "Đã mở lại bản nháp lúc {at}; {clear} để bỏ" / "The draft of {at} again; {clear} discards it";
    draft_goes_on(at) "Nhập tiếp bản nháp lúc {at}" / "Going on with the draft of {at}";
    draft_without_place(n) "{n} ô của bản nháp không còn chỗ: người hoặc buổi đã bị bỏ" / "Texts of the draft without a place: {n} (their person or session is gone)";
    draft_unreadable() "Không mở lại được bản nháp này" / "This draft cannot be opened again";
    draft_offer(at) "Có bản nháp chưa lưu, lúc {at}:" / "A draft was not saved, at {at}:";
    draft_list() "Nhập danh sách" / "Type a list";
    draft_keys() "Enter nhập tiếp · Del bỏ bản nháp · Esc để sau" / "Enter goes on · Del discards it · Esc later";
    wrong_keys(list) "settings.ron: phím không dùng được: {list}" / "settings.ron: unusable keys: {list}";
    typing_on() "Bộ gõ tiếng Việt: bật" / "Vietnamese typing: on";
    typing_off() "Bộ gõ tiếng Việt: tắt" / "Vietnamese typing: off";
    off() "tắt" / "off";
    setting_language() "Ngôn ngữ" / "Language";
    setting_typing() "Bộ gõ tiếng Việt có sẵn" / "Built-in Vietnamese typing";
    setting_glyphs() "Ký tự vẽ khung" / "Glyphs";
    setting_colour() "Màu" / "Colours";
    setting_lock() "Tự khóa khi không dùng" / "Lock the screen when idle";
    setting_pin() "Mã PIN mở khóa" / "Unlock PIN";
    minutes(n) "{n} phút" / "{n} minute{n:-}";
    pin_set() "đã đặt" / "set";
    title_pin() "Mã PIN mở khóa màn hình" / "Screen-lock PIN";
    pin_notice() "Nếu bỏ mã PIN, để trống cả hai ô" / "Both empty: no PIN";
    pin_differs() "hai lần nhập khác nhau" / "the two are not the same";
    locked() "ketnap · màn hình đã khóa" / "ketnap · the screen is locked";
    locked_pin() "Mã PIN:" / "PIN:";
    locked_enter() "Enter để tiếp tục" / "Enter to continue";
    locked_wrong() "Mã PIN chưa đúng, đề nghị nhập lại" / "Wrong PIN, try again";
    setting_store(path) "Sổ theo dõi: {path}" / "Records: {path}";
    setting_keys() "← → đổi · Esc quay lại" / "← → changes · Esc goes back";
    start_what() "Theo dõi công tác phát triển đảng viên" / "Following member development";
    start_question() "Đồng chí muốn mở:" / "What would you like to open?";
    start_sample() "Dữ liệu mẫu để dùng thử (người không có thật)" / "Sample records to try (invented people)";
    start_new() "Sổ theo dõi mới cho đơn vị" / "New records for a unit";
    start_open() "Mở thư mục đã có" / "Open an existing folder";
    start_keys(quit) "↑ ↓ chọn · Enter mở · {quit} thoát" / "↑ ↓ choose · Enter opens · {quit} quits";
    help_here() "Ở màn hình này" / "On this screen";
    help_everywhere() "Ở mọi nơi" / "Everywhere";
    help_forms() "Trong phiếu nhập" / "In forms";
}

impl Lang {
    /// What the keys do in forms, for the help.
    pub fn help_form_lines(self, [save, clear, typing]: [&str; 3]) -> Vec<(String, String)> {
        let lines = [
            ("Tab  ↑  ↓", self.pick("sang ô khác", "to another field")),
            ("← →", self.pick("đổi giá trị của ô chọn", "changes a choice")),
            (save, self.pick("lưu", "saves")),
            ("Esc", self.pick("rời phiếu nhập, giữ bản nháp", "leaves, the draft is kept")),
            (clear, self.pick("xóa trắng, bỏ bản nháp", "clears, discards the draft")),
            (typing, self.pick("bật hoặc tắt bộ gõ tiếng Việt", "Vietnamese typing on or off")),
        ];
        lines.map(|(keys, words)| (keys.to_owned(), words.to_owned())).to_vec()
    }
}
