//! The table of all commands: the one place from which footer, help, palette, key check and
//! `ketnap keys` come.
//!
//! A new command requires: 1 a variant and its line in `TABLE`; 2 its arm in `Behaviour::command` of the screens
//! that take it (or in `app.rs` when it is global); one of forms and grids is asked for with [`Command::meant_by`].

use super::key::Key;
use crate::words::Lang;

/// Everything a person can ask for, apart from typing text and moving about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    Open,
    Back,
    NextPane,
    AddPerson,
    FastAdd,
    Advance,
    Edit,
    Mark,
    MarkAll,
    Batch,
    SetAside,
    Move,
    Dossier,
    AddLetter,
    AddHelper,
    Extend,
    AddUnit,
    UnitCard,
    Figures,
    Target,
    Find,
    Progress,
    Due,
    Reports,
    Breakdown,
    /// Only the rows that have the same in the chosen column.
    OnlySuch,
    AddOccasion,
    EditOccasion,
    RemoveOccasion,
    /// The list of an occasion as a grid: order, sessions, results.
    Roll,
    /// Names of classes that were typed, to be made classes.
    Adopt,
    /// The running order of a ceremony.
    Script,
    /// The units that an occasion asks.
    Quotas,
    AddOfficer,
    RemoveOfficer,
    Freeze,
    Unfreeze,
    /// Asks a further unit.
    Ask,
    /// Notes that a unit has answered.
    Answer,
    /// Puts the marked people into an occasion that is to be chosen.
    EnrolInto,
    /// Puts the marked people into an occasion.
    Enrol,
    /// Notes how it went for the marked people.
    Result,
    EarlierYear,
    LaterYear,
    AsOf,
    Sort,
    SaveAs,
    Deeper,
    Shallower,
    StageFilter,
    Undo,
    Redo,
    History,
    Refresh,
    Palette,
    Settings,
    Store,
    Typing,
    Help,
    Suspend,
    Quit,
    /// Of a form, a grid or a dialog: saves it.
    Save,
    Clear,
    DropRow,
    /// In a roll: the chosen cell into the empty ones below it.
    FillDown,
}

impl Command {
    /// True for a key of a form or a grid, as `Keymap::in_form` has it, that means the command there.
    pub fn meant_by(self, key: Key) -> bool {
        find(self).is_some_and(|entry| entry.keys.iter().any(|text| Key::parse(text) == Some(key)))
    }
}

/// Where a command can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Everywhere but in a dialog.
    Global,
    /// The main screen.
    Office,
    /// A list of people.
    People,
    /// A person's card.
    Card,
    /// A unit's card.
    Unit,
    /// A report of units in levels.
    Progress,
    /// A report that can be looked at in several ways.
    Report,
    /// Any other report as a table.
    Table,
    /// A report whose rows are people.
    Rows,
    /// Figures of classes, and who needs one.
    Classes,
    /// Classes, ceremonies, reviews.
    Occasions,
    /// The people of one of them.
    Attendees,
    /// The units that one of them asks.
    Quotas,
    /// Committee members in charge.
    Officers,
    /// Reports that units send up.
    Submissions,
    /// Figures as they were reported.
    Frozen,
    /// Targets of units.
    Targets,
    /// What was looked for.
    Find,
    /// A person's dossier.
    Dossier,
    /// A form, a grid or a dialog.
    Form,
}

/// One line of the table.
pub struct Binding {
    pub command: Command,
    /// Name in settings.
    pub name: &'static str,
    pub vi: &'static str,
    pub en: &'static str,
    /// Built-in keys, the first one is shown.
    pub keys: &'static [&'static str],
    pub modes: &'static [Mode],
    /// It changes the store: not offered in a read-only one.
    pub writes: bool,
    /// Place in the footer, lower first; 0 is not shown there.
    pub footer: u8,
}

const fn entry(
    command: Command,
    name: &'static str,
    (vi, en): (&'static str, &'static str),
    keys: &'static [&'static str],
    modes: &'static [Mode],
    writes: bool,
    footer: u8,
) -> Binding {
    Binding { command, name, vi, en, keys, modes, writes, footer }
}

use Mode::{Card, Global, Office, People, Unit};
const LISTS: &[Mode] = &[Office, People];
const MARKED: &[Mode] = &[Office, People, Mode::Rows, Mode::Attendees];
const MARKABLE: &[Mode] = &[Office, People, Mode::Rows, Mode::Attendees, Mode::Submissions];
const PERSONS: &[Mode] = &[Office, People, Card, Mode::Rows, Mode::Attendees, Mode::Dossier];
const RECORDS: &[Mode] = &[Office, People, Card, Unit, Mode::Rows, Mode::Attendees, Mode::Dossier];
const EDITABLE: &[Mode] = &[
    Office,
    People,
    Card,
    Unit,
    Mode::Rows,
    Mode::Occasions,
    Mode::Attendees,
    Mode::Quotas,
    Mode::Officers,
    Mode::Targets,
    Mode::Dossier,
];
const TABLES: &[Mode] = &[
    Office,
    Mode::Progress,
    Mode::Report,
    Mode::Table,
    Mode::Classes,
    Mode::Officers,
    Mode::Submissions,
    Mode::Targets,
];

/// All commands, in the order of the help.
#[rustfmt::skip]
pub const TABLE: &[Binding] = &[
    entry(Command::Open, "open", ("mở", "open"), &["enter"], &[Office, People, Card, Unit, Mode::Progress, Mode::Report, Mode::Table, Mode::Classes, Mode::Occasions, Mode::Quotas, Mode::Officers, Mode::Submissions, Mode::Frozen, Mode::Targets, Mode::Rows, Mode::Attendees, Mode::Dossier], false, 6),
    entry(Command::AddPerson, "add-person", ("thêm người", "add person"), &["ctrl-n"], LISTS, true, 1),
    entry(Command::Advance, "advance", ("cập nhật bước", "record step"), &["ctrl-s"], PERSONS, true, 2),
    entry(Command::Edit, "edit", ("sửa", "edit"), &["ctrl-e", "f2"], EDITABLE, true, 5),
    entry(Command::Find, "find", ("tìm", "find"), &["/", "ctrl-f"], &[Global], false, 2),
    entry(Command::Progress, "progress", ("tiến độ", "progress"), &["ctrl-t"], &[Global], false, 4),
    entry(Command::Due, "due", ("đến hạn", "due"), &["ctrl-d"], &[Global], false, 5),
    entry(Command::Reports, "reports", ("báo cáo", "reports"), &["f12", "r"], &[Office, People, Mode::Progress, Mode::Report, Mode::Table, Mode::Classes, Mode::Occasions, Mode::Quotas, Mode::Officers, Mode::Submissions, Mode::Frozen, Mode::Targets, Mode::Rows, Mode::Attendees], false, 15),
    entry(Command::Dossier, "dossier", ("hồ sơ, giấy tờ", "dossier, papers"), &["f4", "h"], PERSONS, false, 7),
    entry(Command::Extend, "extend", ("gia hạn, ghi văn bản đồng ý", "extension, exception"), &["f7"], &[Card, Mode::Rows], true, 8),
    entry(Command::AddLetter, "add-letter", ("thêm nơi thẩm tra", "ask a further place"), &["ctrl-n"], &[Mode::Dossier], true, 1),
    entry(Command::AddHelper, "add-helper", ("thêm đảng viên giới thiệu, giúp đỡ", "add introducer, helper"), &["ctrl-g"], &[Mode::Dossier], true, 3),
    entry(Command::Mark, "mark", ("đánh dấu", "mark"), &["space"], &[Office, People, Mode::Rows, Mode::Attendees, Mode::Submissions, Mode::Dossier], false, 9),
    entry(Command::MarkAll, "mark-all", ("đánh dấu hết", "mark all"), &["ctrl-a", "*"], MARKABLE, false, 0),
    entry(Command::Batch, "batch", ("cập nhật hàng loạt", "batch"), &["ctrl-b", "b"], MARKED, true, 10),
    entry(Command::FastAdd, "fast-add", ("nhập danh sách", "type a list"), &["ctrl-g"], LISTS, true, 4),
    entry(Command::SetAside, "set-aside", ("thôi theo dõi, bỏ bước", "stop following, set a step aside"), &["delete", "-"], PERSONS, true, 0),
    entry(Command::Move, "move", ("chuyển đơn vị", "move"), &["ctrl-x"], RECORDS, true, 0),
    entry(Command::AddUnit, "add-unit", ("thêm đơn vị", "add unit"), &["ctrl-k", "+"], &[Office], true, 3),
    entry(Command::UnitCard, "unit", ("thông tin đơn vị", "unit details"), &["i", "f3"], &[Office], false, 0),
    entry(Command::Target, "target", ("chỉ tiêu, số đảng viên", "targets, members"), &["ctrl-v"], &[Office, Unit, Mode::Targets], true, 8),
    entry(Command::Figures, "figures", ("sang dòng số liệu", "go to the figures"), &["#"], &[Office], false, 0),
    entry(Command::StageFilter, "stage-filter", ("lọc theo giai đoạn (0: tất cả, 6: đã thôi theo dõi)", "filter by stage (0: all, 6: no longer followed)"), &["1", "2", "3", "4", "5", "6", "0"], &[Office], false, 0),
    entry(Command::EarlierYear, "earlier-year", ("năm trước", "earlier year"), &["["], TABLES, false, 14),
    entry(Command::LaterYear, "later-year", ("năm sau", "later year"), &["]"], TABLES, false, 0),
    entry(Command::AsOf, "as-of", ("số liệu tính đến ngày", "as of a day"), &["=", "ctrl-w"], TABLES, false, 11),
    entry(Command::Sort, "sort", ("sắp xếp", "sort"), &["s", "f6"], &[People, Mode::Progress, Mode::Report, Mode::Table, Mode::Classes, Mode::Occasions, Mode::Quotas, Mode::Officers, Mode::Submissions, Mode::Frozen, Mode::Targets, Office, Mode::Rows, Mode::Attendees], false, 12),
    entry(Command::SaveAs, "save-as", ("xuất ra tệp", "save as a file"), &["f10", ">"], &[Office, People, Mode::Progress, Mode::Report, Mode::Table, Mode::Classes, Mode::Occasions, Mode::Quotas, Mode::Officers, Mode::Submissions, Mode::Frozen, Mode::Targets, Mode::Find, Mode::Rows, Mode::Attendees], false, 13),
    entry(Command::Deeper, "deeper", ("thêm một cấp", "one level more"), &["+"], &[Mode::Progress], false, 3),
    entry(Command::Shallower, "shallower", ("bớt một cấp", "one level less"), &["-"], &[Mode::Progress], false, 4),
    entry(Command::Breakdown, "breakdown", ("phân tích theo", "break down by"), &["b", "f7"], &[Mode::Report, Mode::Classes, Mode::Submissions], false, 5),
    entry(Command::OnlySuch, "only-such", ("lọc theo ô đang chọn", "only rows like the chosen cell"), &["f", "ctrl-k"], &[Mode::Report, Mode::Table, Mode::Classes, Mode::Occasions, Mode::Quotas, Mode::Officers, Mode::Submissions, Mode::Frozen, Mode::Targets, Mode::Rows, Mode::Attendees], false, 11),
    entry(Command::AddOccasion, "add-occasion", ("thêm lớp, lễ, đợt rà soát", "add a class, ceremony, review"), &["ctrl-n"], &[Mode::Occasions, Mode::Classes], true, 1),
    entry(Command::Enrol, "enrol", ("chọn người, ghi tên", "choose people, enrol"), &["ctrl-g"], &[Mode::Attendees], true, 1),
    entry(Command::EnrolInto, "enrol-into", ("ghi tên vào lớp, lễ, đợt", "enrol into a class, ceremony, review"), &["f11", "e"], &[Office, People, Mode::Rows], true, 11),
    entry(Command::RemoveOccasion, "remove-occasion", ("bỏ lớp, lễ, đợt", "remove the class, ceremony, review"), &["delete"], &[Mode::Occasions], true, 4),
    entry(Command::Roll, "roll", ("điểm danh, kết quả, thứ tự", "attendance, results, order"), &["ctrl-w", "d"], &[Mode::Attendees], true, 3),
    entry(Command::Quotas, "quotas", ("đơn vị được phân bổ", "units that are asked"), &["f7"], &[Mode::Occasions, Mode::Attendees], false, 12),
    entry(Command::Adopt, "adopt", ("lập lớp từ tên đã ghi", "classes from names that were typed"), &["ctrl-v"], &[Mode::Occasions], true, 5),
    entry(Command::Script, "script", ("chương trình lễ", "running order of the ceremony"), &["p"], &[Mode::Attendees], false, 14),
    entry(Command::AddOfficer, "add-officer", ("thêm cấp ủy viên", "add a committee member"), &["ctrl-n"], &[Mode::Officers], true, 1),
    entry(Command::RemoveOfficer, "remove-officer", ("bỏ cấp ủy viên", "remove the committee member"), &["delete"], &[Mode::Officers], true, 2),
    entry(Command::Freeze, "freeze", ("chốt số liệu", "freeze figures"), &["ctrl-n"], &[Mode::Frozen], true, 1),
    entry(Command::Unfreeze, "unfreeze", ("mở chốt", "lift figures"), &["delete"], &[Mode::Frozen], true, 2),
    entry(Command::Ask, "ask", ("phân bổ cho đơn vị", "ask a unit"), &["ctrl-n"], &[Mode::Quotas], true, 1),
    entry(Command::Answer, "answer", ("ghi trả lời", "note the answer"), &["ctrl-v"], &[Mode::Quotas], true, 2),
    entry(Command::Result, "result", ("ghi kết quả", "note results"), &["ctrl-v"], &[Mode::Attendees], true, 2),
    entry(Command::EditOccasion, "edit-occasion", ("sửa lớp, lễ, đợt này", "edit this class, ceremony, review"), &["f3"], &[Mode::Attendees], true, 3),
    entry(Command::NextPane, "next-pane", ("sang khung khác", "next pane"), &["tab"], &[Office, Card], false, 0),
    entry(Command::Undo, "undo", ("hoàn tác", "undo"), &["ctrl-u"], &[Global], true, 3),
    entry(Command::Redo, "redo", ("làm lại", "redo"), &["ctrl-r"], &[Global], true, 0),
    entry(Command::History, "history", ("lịch sử", "history"), &["ctrl-y"], &[Global], false, 0),
    entry(Command::Refresh, "refresh", ("cập nhật số liệu", "refresh"), &["f5", "ctrl-l"], &[Global], false, 0),
    entry(Command::Palette, "palette", ("lệnh", "commands"), &["ctrl-p"], &[Global], false, 6),
    entry(Command::Settings, "settings", ("cài đặt", "settings"), &["ctrl-o"], &[Global], false, 0),
    entry(Command::Store, "store", ("mở sổ theo dõi khác", "open other records"), &["f9"], &[Global], false, 0),
    entry(Command::Typing, "typing", ("bật hoặc tắt bộ gõ tiếng Việt", "Vietnamese typing on or off"), &["f8"], &[Global, Mode::Form], false, 0),
    entry(Command::Help, "help", ("trợ giúp", "help"), &["?", "f1"], &[Global], false, 1),
    entry(Command::Back, "back", ("quay lại", "back"), &["esc"], &[Global], false, 0),
    entry(Command::Save, "save", ("lưu phiếu nhập", "save what is typed"), &["ctrl-s"], &[Mode::Form], false, 0),
    entry(Command::Clear, "clear", ("xóa trắng, bỏ bản nháp", "clear, discard the draft"), &["ctrl-x"], &[Mode::Form], false, 0),
    entry(Command::FillDown, "fill-down", ("điền ô này xuống dưới", "fill down"), &["ctrl-g", "f6"], &[Mode::Form], false, 0),
    entry(Command::DropRow, "drop-row", ("bỏ dòng đang nhập", "drop a row"), &["ctrl-d"], &[Mode::Form], false, 0),
    entry(Command::Suspend, "suspend", ("tạm ra ngoài", "suspend"), &["ctrl-z"], &[Global, Mode::Form], false, 0),
    entry(Command::Quit, "quit", ("thoát", "quit"), &["ctrl-q", "ctrl-c"], &[Global, Mode::Form], false, 7),
];

impl Binding {
    /// True for what can be asked for while a form, a grid or a dialog takes what is typed.
    pub fn is_of_forms(&self) -> bool {
        self.modes.contains(&Mode::Form)
    }

    /// The first of its built-in keys.
    pub fn built_in(&self) -> Option<Key> {
        self.keys.first().and_then(|key| Key::parse(key))
    }

    /// What it does.
    pub fn words(&self, lang: Lang) -> &'static str {
        lang.pick(self.vi, self.en)
    }
}

/// The line of a command.
pub fn find(command: Command) -> Option<&'static Binding> {
    TABLE.iter().find(|entry| entry.command == command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for mode in [
            Mode::Office,
            Mode::People,
            Mode::Card,
            Mode::Unit,
            Mode::Progress,
            Mode::Report,
            Mode::Table,
            Mode::Rows,
            Mode::Occasions,
            Mode::Attendees,
            Mode::Quotas,
            Mode::Classes,
            Mode::Officers,
            Mode::Submissions,
            Mode::Frozen,
            Mode::Targets,
            Mode::Dossier,
        ] {
            let mut seen = HashSet::new();
            for entry in TABLE.iter().filter(|e| e.modes.contains(&mode) || e.modes.contains(&Mode::Global)) {
                for key in entry.keys {
                    assert!(Key::parse(key).is_some(), "{key}");
                    assert!(seen.insert(key), "{key} twice in {mode:?}");
                }
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_a_form() {
        let mut seen = HashSet::new();
        for entry in TABLE.iter().filter(|entry| entry.is_of_forms()) {
            assert!(entry.keys.iter().all(|key| seen.insert(key)), "{}", entry.name);
        }
    }

    #[test]
    fn every_command_has_a_key_beyond_bare_letters_and_a_unique_name() {
        let mut names = HashSet::new();
        for entry in TABLE {
            assert!(names.insert(entry.name));
            assert!(!entry.vi.is_empty() && !entry.en.is_empty() && !entry.keys.is_empty(), "{}", entry.name);
        }
    }
}
