//! Sentences about what went wrong: what, where, what to do.

use super::{Lang, words};
use crate::domain::Act;
use crate::domain::date::DateError;
use crate::domain::edit::{EditError, RecordId};
use crate::domain::likeness::Doubt;
use crate::domain::text::{TextError, shell_word};
use crate::exchange::fields::{FieldError, Wanted};
use crate::store::StoreError;
use crate::store::error::{Damage, DamageKind};

words! {
    not_a_store(path, quoted) "Chưa có sổ theo dõi ở {path}. Tạo mới: ketnap init {quoted}" / "No records at {path}. Create them: ketnap init {quoted}";
    not_empty(path) "Thư mục {path} không trống; đề nghị chọn thư mục khác" / "{path} is not empty; please choose another folder";
    being_made(path) "Đang có người tạo hoặc khôi phục sổ theo dõi ở {path}; đề nghị chờ, hoặc chọn thư mục khác" / "Somebody is making or restoring records in {path}; please wait, or choose another folder";
    half_made(path) "Lần tạo hoặc khôi phục trước ở {path} bị ngắt giữa chừng, chưa thành sổ theo dõi. Để làm lại từ đầu ở đó, thêm --take-over" / "An earlier making or restoring in {path} was cut off, and left no records. To begin anew there, add --take-over";
    newer_format(file, format) "{file} do bản ketnap mới hơn ghi (định dạng {format}); đề nghị cập nhật chương trình" / "{file} was written by a newer ketnap (format {format}); please update the program";
    newer_use(used) "sổ theo dõi này có dùng “{used}” do bản ketnap mới hơn ghi; đề nghị cập nhật ketnap rồi mở lại, không có gì bị mất" / "these records use “{used}”, which a newer ketnap brought; please update ketnap and open them again, nothing is lost";
    bad_file(file, message) "Không đọc được {file}: {message}" / "Cannot read {file}: {message}";
    damaged(what) "Dữ liệu bị hỏng, số liệu có thể thiếu. Đề nghị báo người quản trị sổ chạy: ketnap check. {what}" / "The data are damaged, figures may be short. Please tell the owner to run: ketnap check. {what}";
    busy(name, pid, since) "CHƯA LƯU: {name} (tiến trình {pid}) đang ghi từ {since}; đề nghị thử lại" / "NOT SAVED: {name} (pid {pid}) has been writing since {since}; please try again";
    built_on(n) "KHÔNG hoàn tác được: {n} mục đã được người khác sửa sau đó" / "NOT undone: somebody else has changed {n} of these fields since";
    clashes(n) "CHƯA LƯU: {n} mục vừa được người khác sửa; đề nghị xem lại" / "NOT SAVED: somebody else has changed {n} of these fields; please look again";
    refused(why) "Không thể lưu: {why}" / "Cannot be saved: {why}";
    read_only() "Đang mở chỉ đọc: không ghi được" / "Opened read-only: nothing can be written";
    network_file_system(path) "{path} nằm trên ổ mạng, khóa và ghi không bảo đảm; nếu chắc chắn, đặt allow_network_file_system: true trong ketnap.ron" / "{path} is on a network file system, where locks and syncs cannot be relied on; if you are sure, set allow_network_file_system: true in ketnap.ron";
    too_large(n) "Bản ghi quá dài ({n} byte)" / "The record is too large ({n} byte{n:-})";
    no_unit() "Không có đơn vị này" / "No such unit";
    no_own_rules(key) "{key} không phải quy định riêng của sổ theo dõi này" / "{key} is not one of the rule sets added to these records";
    rules_problem(why) "Quy định riêng của sổ theo dõi này chưa dùng được, tạm theo quy định có sẵn. {why}" / "The rule sets added to these records cannot be used, the built-in rules apply. {why}";
    nothing_to_undo() "Không có gì để hoàn tác hay làm lại" / "Nothing to undo or redo";
    not_saved(what, cause) "CHƯA LƯU: {what}: {cause}" / "NOT SAVED: {what}: {cause}";
    not_sure(what, cause) "KHÔNG CHẮC ĐÃ LƯU: {what}: {cause}; đề nghị mở lại và kiểm tra trước khi nhập lại" / "NOT SURE it is saved: {what}: {cause}; please open again and check before entering it again";
    saved_unsaid(what, cause) "ĐÃ LƯU {what}, nhưng không in ra được: {cause}" / "SAVED, but {what} could not be printed: {cause}";
    done_unsaid(cause) "ĐÃ LÀM XONG, nhưng không in ra được: {cause}" / "DONE, but it could not be printed: {cause}";
    damage_at(file, byte, what) "{file}, byte {byte}: {what}" / "{file}, byte {byte}: {what}";
    newer(what) "Sổ có bản ghi do phiên bản ketnap mới hơn ghi, số liệu có thể thiếu. Đề nghị báo người quản trị máy chủ cập nhật chương trình. {what}" / "A newer ketnap wrote in these records, figures may be short. Please tell the server administrator to update the program. {what}";
    damage_newer() "do phiên bản ketnap mới hơn ghi" / "written by a newer ketnap";
    damage_bad_line() "dòng không hợp lệ" / "invalid line";
    damage_gap(seq) "thiếu bản ghi số {seq}" / "record {seq} is missing";
    damage_chain(seq) "bản ghi số {seq} không nối với bản ghi trước" / "record {seq} does not follow the one before it";
    damage_twice(seq) "hai bản ghi cùng số {seq}" / "two records have number {seq}";
    damage_order(seq) "bản ghi số {seq} đứng sau bản ghi có số lớn hơn: thứ tự dòng trong tệp đã bị đổi" / "record {seq} stands behind one with a higher number: lines of the file changed places";
    damage_stray() "tệp thừa, không phải nhật ký của sổ đơn vị: đã bỏ qua. Đề nghị dời tệp này ra khỏi sổ theo dõi" / "an extra file, not a log of this book: it is left out. Please take it out of the store";
    damage_private() "nhật ký này chỉ chủ của nó đọc được; đề nghị tài khoản sở hữu tệp chạy: chmod 644" / "only its owner can read this log; the account that owns it should run: chmod 644";
    damage_mark() "mốc này đã bị đổi, đã bỏ qua; lần lưu sau của chủ tệp sẽ ghi lại" / "this mark was altered and is left out; its owner's next save writes it anew";
    damage_cut(seq) "lịch sử bị cắt trước bản ghi số {seq}" / "the history was cut before record {seq}";
    damage_shorter() "tệp ngắn hơn trước" / "the file is shorter than it was";
    damage_apply(seq) "bản ghi số {seq} không khớp dữ liệu" / "record {seq} does not fit the data";
    damage_foreign() "tệp lạ, không phải tệp của sổ theo dõi" / "not one of the store's own files";
    error_two_places() "một sửa đổi phải gồm giá trị cũ và mới của cùng một mục" / "an edit must have the old and new value of one field";
    error_clash() "mục này vừa được người khác sửa" / "somebody else has just changed this field";
    error_no_person() "không có người này" / "no such person";
    error_no_name() "thiếu tên" / "the name is missing";
    error_no_post() "người này phải thuộc một đơn vị có trong sổ đơn vị này" / "the person must belong to a unit of this book";
    error_no_parent() "đơn vị cấp trên không có trong sổ đơn vị này" / "the parent unit is not in this book";
    error_loop() "đơn vị không thể trực thuộc chính nó" / "a unit cannot lie below itself";
    error_in_use() "đơn vị còn người hoặc đơn vị trực thuộc; đề nghị ghi ngày kết thúc hoạt động thay vì xóa" / "the unit still has people or units below it; enter the day on which it closed instead of removing it";
    date_unclear(text) "không hiểu ngày “{text}”; ví dụ 30/4/1999, 4/1999, 1999, hôm nay" / "cannot read the date “{text}”; for example 30/4/1999, 4/1999, 1999, today";
    date_impossible(text) "ngày {text} không có trong lịch; đề nghị kiểm tra lại" / "{text} is not a real date; please check";
    date_year(text) "năm ngoài khoảng 1900-2200: {text}" / "year outside 1900-2200: {text}";
    text_forbidden(code) "có ký tự không được phép (U+{code})" / "holds a character that is not allowed (U+{code})";
    text_too_long() "dài quá 200 ký tự" / "longer than 200 characters";
    text_marks() "quá nhiều dấu trên một chữ" / "too many marks on one letter";
    field_missing() "chưa nhập" / "must not be empty";
    field_number(text) "không phải số: {text}" / "not a whole number: {text}";
    field_no_unit(text) "không tìm thấy đơn vị “{text}”" / "unknown unit “{text}”";
    field_other_birth(name, born) "có {name} nhưng ngày sinh khác: {born}" / "{name} is there, with another birth: {born}";
    field_occasion_there(id) "đã có lớp, lễ, đợt cùng tên trong năm, khác ngày (mã {id}): ghi mã này ở cột id để sửa, hoặc đặt tên khác" / "one of that name and year is there with other days ({id}): put this id into the column id to change it, or give another name";
    field_reached() "đã được cấp ở lớp, lễ này: bỏ bước đó trước" / "has reached it by this class or ceremony: take that step out first";
    field_no_person(text) "không tìm thấy ai là “{text}”" / "nobody is “{text}”";
    field_many_people(text) "có nhiều người tên “{text}”: đề nghị ghi mã, ngày sinh hoặc đơn vị" / "several people are called “{text}”: please give an id, the birth or the unit";
    field_no_occasion(text) "không tìm thấy lớp, lễ, đợt “{text}”" / "no class, ceremony or review “{text}”";
    field_many_occasions(text) "có nhiều lớp, lễ, đợt tên “{text}”: đề nghị ghi mã" / "several are called “{text}”: please give the id";
    field_many_units(text) "có nhiều đơn vị tên “{text}”; đề nghị ghi mã hoặc đường dẫn" / "several units are called “{text}”; please give a code or a path";
    field_not_one_of(text, list) "không có giá trị “{text}”; đề nghị chọn một trong: {list}" / "unknown value “{text}”; use one of: {list}";
    field_unknown() "không có mục này" / "unknown field";
    field_wrong_type(wanted) "giá trị không đúng dạng, cần {wanted}" / "wrong type, expected {wanted}";
    field_identity(text) "số định danh có 9 hoặc 12 chữ số, ở đây là “{text}”; bảng tính có thể đã làm mất số 0 ở đầu" / "an identity number has 9 or 12 digits, here is “{text}”; a spreadsheet may have dropped a leading zero";
    field_spoiled(text) "chữ “{text}” bị lỗi phông hoặc sai bảng mã (TCVN3, VNI …); đề nghị chuyển tệp sang Unicode" / "the letters of “{text}” were spoiled by an old font or code page (TCVN3, VNI …); please convert the file to Unicode";
    field_no_column(list) "không có cột này; các cột dùng được: {list}" / "no such column; there are: {list}";
    field_two_columns() "cột này có hai lần; đề nghị bỏ bớt một cột" / "this column stands twice; please take one out";
    field_open_quote(last) "dấu ngoặc kép (\") mở ở dòng này không đóng, đã nuốt các dòng đến dòng {last}; đề nghị sửa tệp rồi nhập lại, chưa nhập gì" / "a quotation mark (\") that opens here is not closed and took in the rows up to {last}; please mend the file, nothing was imported";
    field_unit_there(code) "đã có đơn vị cùng tên ở đây ({code}); đề nghị ghi mã của đơn vị cần sửa, hoặc đặt tên khác" / "a unit of this name is there already ({code}); please give the code of the unit that is meant, or another name";
    doubt_number(who) "số định danh này là của {who}; không sửa gì. Đề nghị kiểm tra số, hoặc họ tên và ngày sinh" / "this identity number is that of {who}; nothing was changed. Please check the number, or name and birth date";
    doubt_code(who) "mã này là của {who}; không sửa gì. Đề nghị kiểm tra mã, hoặc họ tên và ngày sinh" / "this code is that of {who}; nothing was changed. Please check the code, or name and birth date";
    doubt_other_number(who) "{who} cùng tên, cùng đơn vị nhưng có số định danh khác; đề nghị ghi mã riêng để phân biệt" / "{who} has the same name in the same unit and another identity number; please give a code that tells them apart";
    doubt_birth(who) "có thể là {who} đã có trong đơn vị: thiếu ngày sinh nên chưa chắc. Đề nghị ghi mã hoặc số định danh, hoặc nhập lại với --by-name" / "maybe {who}, who is in the unit already: without a birth date nobody can tell. Please give a code or number, or import with --by-name";
    doubt_several(who) "trong đơn vị có nhiều người tên {who}; đề nghị ghi mã hoặc số định danh" / "several in the unit are called {who}; please give a code or an identity number";
    wanted_object() "một nhóm mục {{…}}" / "an object";
    wanted_list() "một danh sách […]" / "a list";
    wanted_text() "một đoạn chữ" / "a text";
    wanted_utf8() "chữ Unicode (UTF-8)" / "UTF-8";
    wanted_csv() "tệp CSV" / "CSV";
    wanted_fewer_columns() "không quá 500 cột" / "at most 500 columns";
    date_no_year(text) "ngày “{text}” thiếu năm" / "the year of “{text}” is missing";
    text_lost() "có chữ đã mất (�); đề nghị sửa ở tệp gốc" / "a letter was lost (�); please mend it where it came from";
    use_move() "đơn vị này có sổ riêng; đề nghị dùng lệnh “chuyển đơn vị” (ketnap move)" / "this unit has a book of its own; use “move” (ketnap move)";
    field_elsewhere(unit) "đang được theo dõi ở “{unit}”; đề nghị dùng lệnh “chuyển đơn vị” (ketnap move)" / "already followed in “{unit}”; use “move” (ketnap move)";
    field_twice() "dòng này trùng với một dòng trước" / "an earlier row is about the same record";
    damage_no_book() "thiếu sổ đơn vị" / "the book of the unit is missing";
    field_extra_cells() "dòng có nhiều ô hơn tiêu đề; không nhập gì" / "the row has more cells than the header; nothing is imported";
    damage_erasing() "việc xóa một người bị ngắt giữa chừng; đề nghị chạy lại ketnap erase" / "the erasing of a person was interrupted; please run ketnap erase again";
    backup_read_only() "Đĩa này chỉ đọc được, không ghi được việc sao lưu vào nhật ký; để sao lưu mà không ghi, đề nghị chạy: ketnap --read-only backup TỆP" / "This disk takes no writing, so the backup cannot be noted in the journal; to make one without, run: ketnap --read-only backup FILE";
    many_of_name(name, all) "Có nhiều người tên {name}; đề nghị dùng mã: {all}" / "Several people are called {name}; please use the id: {all}";
    not_asked() "Việc xóa cần hai người: đề nghị một người khác chạy trước lệnh ketnap erase với mã này" / "A second person is needed: somebody else has to run ketnap erase for this id first";
    not_saved_because(why) "CHƯA LƯU. {why}" / "NOT SAVED. {why}";
    stopped() "Đã dừng giữa chừng: số liệu đang xem là của lần trước, chưa chắc đúng; đề nghị cập nhật số liệu" / "Stopped half-way: these figures are the earlier ones and may be out of date; refresh";
    no_backup(path) "{path} không phải bản sao lưu của sổ theo dõi, hoặc đã hỏng, bị cắt. Đề nghị dùng bản sao lưu khác" / "{path} is no backup of records, or it is damaged or cut off. Please use another one";
    store_folder() "thư mục của sổ theo dõi" / "the folder of the records";
    partly(why) "MỚI LƯU MỘT PHẦN: {why}. Đề nghị xem lại những gì đã có trước khi nhập tiếp" / "SAVED IN PART: {why}. Please look at what is there before going on";
    handed_over() "CHƯA LƯU: người này đã chuyển sang đơn vị khác; đơn vị đó sửa hồ sơ" / "NOT SAVED: the person was moved to another unit, which changes the record now";
    damage_owner() "tệp thuộc về tài khoản khác với tên của nó" / "the file belongs to another account than it is named after";
    damage_closed() "hệ điều hành không cho đọc; đề nghị người quản trị sổ chạy: ketnap access apply" / "the system keeps you out; the owner runs: ketnap access apply";
    damage_unread() "không đọc được sổ đơn vị này từ đĩa; đề nghị thử lại, nếu vẫn lỗi thì báo người quản trị máy chủ" / "this book could not be read from the disk; try again, then tell the server administrator";
    open_to_all(path, quoted) "Mọi người trên máy đọc được {path}; đề nghị người quản trị sổ chạy: chmod o-rwx {quoted}" / "Everyone on this machine can read {path}; its owner runs: chmod o-rwx {quoted}";
    not_owner() "Chỉ người quản trị sổ được làm việc này" / "Only the owner may do this";
    no_role(who) "{who} chưa được giao quyền trong sổ theo dõi này; đề nghị người quản trị sổ chạy: ketnap access add {who} editor ĐƠN-VỊ" / "{who} has no role in these records; the owner runs: ketnap access add {who} editor UNIT";
    bad_account_name(name) "“{name}” không dùng làm tên được: chữ thường a-z, số, - và _, bắt đầu bằng chữ" / "“{name}” cannot be a name: lower-case letters, digits, - and _, a letter first";
    forbidden_see() "Đồng chí chưa được giao quyền xem đơn vị này" / "You have no right to view this unit";
    forbidden_history() "Đồng chí chưa được giao quyền xem lịch sử thay đổi ở đơn vị này" / "You have no right to see the history of this unit";
    forbidden_edit() "CHƯA LƯU: đồng chí chưa được giao quyền sửa ở đơn vị này" / "NOT SAVED: you have no right to change anything in this unit";
    forbidden_manage() "CHƯA LƯU: việc này do người quản lý đơn vị thực hiện" / "NOT SAVED: only a manager of this unit may do that";
    damage_copy(other) "hai thư mục của cùng một đơn vị, thư mục kia là {other}; đề nghị xem thư mục nào là thật và dời thư mục thừa ra khỏi sổ theo dõi" / "two folders of the same unit, the other is {other}; please see which is the true one and take the other out of the store";
    damage_missing(unit) "thiếu thư mục dữ liệu của “{unit}”: số liệu của đơn vị này không có ở đây. Đề nghị đưa thư mục về chỗ cũ, hoặc khôi phục: ketnap check --repair-from BẢN-SAO" / "the folder of “{unit}” is missing, with all its figures. Please put it back, or repair it: ketnap check --repair-from COPY";
    damage_no_top() "thiếu thư mục dữ liệu của đơn vị cao nhất: không có số liệu nào ở đây. Đề nghị đưa thư mục về chỗ cũ, hoặc khôi phục từ bản sao" / "the folder of the topmost unit is missing, with all figures. Please put it back, or restore a copy";
    damage_renamed(unit, name) "thư mục dữ liệu của “{unit}” đang mang tên “{name}”; đề nghị đổi lại tên cũ" / "the folder of “{unit}” bears the name “{name}” now; please give it its name back";
    no_such_person(text) "Không tìm thấy người “{text}”" / "No person “{text}”";
    many_people(text) "Có nhiều người khớp “{text}”; đề nghị ghi dài hơn" / "Several people match “{text}”; please give more of the id";
}

impl Lang {
    /// What is wrong with a store.
    pub fn store_error(self, error: &StoreError) -> String {
        match error {
            StoreError::NotAStore(path) => {
                self.not_a_store(path.display(), shell_word(&path.display().to_string()))
            }
            StoreError::NotEmpty(path) => self.not_empty(path.display()),
            StoreError::BeingMade(path) => self.being_made(path.display()),
            StoreError::HalfMade(path) => self.half_made(path.display()),
            StoreError::NewerFormat { file, format } => self.newer_format(file, format),
            StoreError::NewerUse(used) => self.newer_use(used),
            StoreError::NoBackup(path) => self.no_backup(path.display()),
            StoreError::BadFile { file, message } => self.bad_file(file, message),
            StoreError::Damaged(damage) => self.damaged_book(damage),
            StoreError::Busy(holder) => self.busy(&holder.name, holder.pid, &holder.since),
            StoreError::BuiltOn(fields) => self.built_on(*fields),
            StoreError::Clashes(clashes) => self.clashes(clashes.len()),
            StoreError::Refused(why) => self.refused(self.edit_error(why)),
            StoreError::Stopped => self.stopped(),
            StoreError::ReadOnly => self.read_only(),
            StoreError::NetworkFileSystem(path) => self.network_file_system(path.display()),
            StoreError::TooLarge(n) => self.too_large(n),
            StoreError::NoUnit => self.no_unit(),
            StoreError::OpenToAll(path) => {
                self.open_to_all(path.display(), shell_word(&path.display().to_string()))
            }
            StoreError::NoPerson => self.error_no_person(),
            StoreError::NotAsked => self.not_asked(),
            StoreError::Partly(why) => match &**why {
                StoreError::Io { what, source } | StoreError::Unsure { what, source } => {
                    self.partly(format!("{}: {}", self.place_on_disk(what), self.cause(source)))
                }
                why => self.partly(self.store_error(why)),
            },
            StoreError::HandedOver => self.handed_over(),
            StoreError::NotOwner => self.not_owner(),
            StoreError::NoRole(who) => self.no_role(who),
            StoreError::Forbidden(act) => self.forbidden(*act),
            StoreError::NoRules(key) => self.no_own_rules(self.rule_key(key)),
            StoreError::NothingToUndo => self.nothing_to_undo(),
            StoreError::Unsure { what, source } => {
                self.not_sure(self.place_on_disk(what), self.cause(source))
            }
            StoreError::Io { what, source } => self.not_saved(self.place_on_disk(what), self.cause(source)),
        }
    }

    /// Why something could not be read: nothing was being saved.
    pub fn read_error(self, error: &StoreError) -> String {
        match error {
            StoreError::Io { what, source } => self.not_opened(self.place_on_disk(what), self.cause(source)),
            other => self.store_error(other),
        }
    }

    /// A path within the store, which may be the store itself.
    fn place_on_disk(self, what: &str) -> String {
        if what.is_empty() { self.store_folder() } else { what.to_owned() }
    }

    /// Why something was not saved.
    pub fn save_error(self, error: &StoreError) -> String {
        let text = self.store_error(error);
        match error {
            StoreError::Damaged(_)
            | StoreError::OpenToAll(_)
            | StoreError::NoRole(_)
            | StoreError::ReadOnly => self.not_saved_because(text),
            _ => text,
        }
    }

    /// That a role does not allow an act.
    pub fn forbidden(self, act: Act) -> String {
        match act {
            Act::See | Act::SeePrivate => self.forbidden_see(),
            Act::SeeHistory => self.forbidden_history(),
            Act::Edit => self.forbidden_edit(),
            Act::Manage => self.forbidden_manage(),
        }
    }

    /// That not all of a book can be read, and what to do.
    pub fn damaged_book(self, damage: &Damage) -> String {
        match damage.kind {
            DamageKind::Newer => self.newer(self.damage(damage)),
            _ => self.damaged(self.damage(damage)),
        }
    }

    /// What is wrong with the files of a book.
    pub fn damage(self, damage: &Damage) -> String {
        let what = match damage.kind {
            DamageKind::BadLine => self.damage_bad_line(),
            DamageKind::Newer => self.damage_newer(),
            DamageKind::Gap { seq } => self.damage_gap(seq),
            DamageKind::BrokenChain { seq } => self.damage_chain(seq),
            DamageKind::Twice { seq } => self.damage_twice(seq),
            DamageKind::OutOfOrder { seq } => self.damage_order(seq),
            DamageKind::Stray => self.damage_stray(),
            DamageKind::Private => self.damage_private(),
            DamageKind::BadMark => self.damage_mark(),
            DamageKind::CutOff { seq } => self.damage_cut(seq),
            DamageKind::Shorter => self.damage_shorter(),
            DamageKind::DoesNotApply { seq } => self.damage_apply(seq),
            DamageKind::Foreign => self.damage_foreign(),
            DamageKind::Copy { ref other } => self.damage_copy(other),
            DamageKind::Missing { ref unit, found: None } if unit.is_empty() => self.damage_no_top(),
            DamageKind::Missing { ref unit, found: None } => self.damage_missing(unit),
            DamageKind::Missing { ref unit, found: Some(ref name) } => self.damage_renamed(unit, name),
            DamageKind::NoBook => self.damage_no_book(),
            DamageKind::Erasing => self.damage_erasing(),
            DamageKind::WrongOwner => self.damage_owner(),
            DamageKind::Closed => self.damage_closed(),
            DamageKind::Unread => self.damage_unread(),
        };
        // A name may have been chosen to look like another line.
        let file = damage.file.replace(char::is_control, "\u{FFFD}");
        match damage.kind {
            DamageKind::Missing { .. }
            | DamageKind::Copy { .. }
            | DamageKind::NoBook
            | DamageKind::Closed
            | DamageKind::Stray
            | DamageKind::Private
            | DamageKind::BadMark => {
                format!("{file}: {what}")
            }
            _ => self.damage_at(file, damage.byte, what),
        }
    }

    /// Why edits make no whole record.
    pub fn edit_error(self, error: &EditError) -> String {
        match error {
            EditError::TwoPlaces(_) => self.error_two_places(),
            EditError::Clash(_) => self.error_clash(),
            EditError::NoRecord(RecordId::Unit(_)) => self.no_unit(),
            EditError::NoRecord(RecordId::Person(_)) => self.error_no_person(),
            EditError::NoRecord(RecordId::Occasion(id)) => self.no_occasion(id),
            EditError::NoName => self.error_no_name(),
            EditError::NoPost => self.error_no_post(),
            EditError::NoHost => self.error_no_host(),
            EditError::NoParent => self.error_no_parent(),
            EditError::Loop => self.error_loop(),
            EditError::InUse => self.error_in_use(),
        }
    }

    /// Why a text is no value for a field.
    pub fn field_error(self, error: &FieldError) -> String {
        match error {
            FieldError::Text(error) => self.text_error(*error),
            FieldError::Date(error) => self.date_error(error),
            FieldError::Missing => self.field_missing(),
            FieldError::Number(text) => self.field_number(text),
            FieldError::NoUnit(text) => self.field_no_unit(text),
            FieldError::ManyUnits(text) => self.field_many_units(text),
            FieldError::NoPerson(text) => self.field_no_person(text),
            FieldError::ManyPeople(text) => self.field_many_people(text),
            FieldError::NoOccasion(text) => self.field_no_occasion(text),
            FieldError::ManyOccasions(text) => self.field_many_occasions(text),
            FieldError::NotOneOf(text, list) => self.field_not_one_of(text, list),
            FieldError::NotCalled(text, names) => self.field_not_one_of(text, self.name(names)),
            FieldError::NoField => self.field_unknown(),
            FieldError::WrongType(wanted) => self.field_wrong_type(self.wanted(*wanted)),
            FieldError::IdentityNumber(text) => self.field_identity(text),
            FieldError::Spoiled(text) => self.field_spoiled(text),
            FieldError::InDoubt(doubt, who) => self.doubt(*doubt, who),
            FieldError::EndsFirst => self.ends_before_it_begins(),
            FieldError::NotOfPeriod => self.cannot_have_come(),
            FieldError::NumberTaken(number, by) => self.number_taken(number, by),
            FieldError::OtherBirth(name, born) => self.field_other_birth(name, born),
            FieldError::OccasionThere(id) => self.field_occasion_there(id),
            FieldError::Reached => self.field_reached(),
            FieldError::Shape(why) => why.clone(),
            FieldError::Elsewhere(unit) => self.field_elsewhere(unit),
            FieldError::Twice => self.field_twice(),
            FieldError::NoColumn(list) => self.field_no_column(list),
            FieldError::TwoColumns => self.field_two_columns(),
            FieldError::OpenQuote(last) => self.field_open_quote(last),
            FieldError::UnitThere(code) => self.field_unit_there(code),
            FieldError::ExtraCells => self.field_extra_cells(),
        }
    }

    /// What a value should be.
    pub fn wanted(self, wanted: Wanted) -> String {
        match wanted {
            Wanted::Object => self.wanted_object(),
            Wanted::List => self.wanted_list(),
            Wanted::Text => self.wanted_text(),
            Wanted::Utf8 => self.wanted_utf8(),
            Wanted::Csv => self.wanted_csv(),
            Wanted::FewerColumns => self.wanted_fewer_columns(),
        }
    }

    /// Why it cannot be told whether somebody who is there is meant.
    pub fn doubt(self, doubt: Doubt, who: impl std::fmt::Display) -> String {
        match doubt {
            Doubt::UsedNumber => self.doubt_number(who),
            Doubt::UsedCode => self.doubt_code(who),
            Doubt::OtherNumber => self.doubt_other_number(who),
            Doubt::NoBirth => self.doubt_birth(who),
            Doubt::Several => self.doubt_several(who),
        }
    }

    /// Why a text is no date.
    pub fn date_error(self, error: &DateError) -> String {
        match error {
            DateError::Unclear(text) => self.date_unclear(text),
            DateError::Impossible(text) => self.date_impossible(text),
            DateError::YearRange(text) => self.date_year(text),
            DateError::NoYear(text) => self.date_no_year(text),
        }
    }

    /// Why a text may not enter.
    pub fn text_error(self, error: TextError) -> String {
        match error {
            TextError::Forbidden(c) => self.text_forbidden(format!("{:04X}", u32::from(c))),
            TextError::TooLong => self.text_too_long(),
            TextError::TooManyMarks => self.text_marks(),
            TextError::Lost => self.text_lost(),
        }
    }
}
