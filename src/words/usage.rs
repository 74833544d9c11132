//! Sentences about the command line itself.

use super::{Lang, words};

words! {
    only_asking_over_ssh() "qua lệnh SSH chỉ được xem; người quản trị sổ cho phép thêm bằng commands_over_ssh: all trong ketnap.ron" / "as the command of an SSH connection only looking is allowed; the owner allows more by commands_over_ssh: all in ketnap.ron";
    only_to_stdout(format) "qua lệnh SSH đề nghị ghi --{format} - và chuyển vào tệp trên máy của mình: ssh … --{format} - > tệp" / "as the command of an SSH connection give --{format} - and write the file on your own computer: ssh … --{format} - > file";
    open_quotes() "dấu nháy chưa đóng" / "a quotation mark is open";
    settled_by_owner(option) "{option} do người quản trị sổ đặt" / "{option} is for the owner to set";
    usage_unknown(argument) "không có tham số “{argument}” ở lệnh này" / "no argument “{argument}” here";
    usage_no_command(name) "không có lệnh “{name}”" / "no command “{name}”";
    usage_missing(what) "còn thiếu {what}" / "{what} is missing";
    usage_no_value(argument) "{argument}: còn thiếu giá trị" / "{argument}: the value is missing";
    usage_bad_value(argument, value) "{argument}: “{value}” không dùng được" / "{argument}: “{value}” cannot be used";
    usage_conflict(argument, other) "{argument} không dùng cùng {other}" / "{argument} does not go with {other}";
    usage_twice(argument) "{argument} được ghi hai lần" / "{argument} is given twice";
    usage_how_many(argument) "{argument}: sai số giá trị" / "{argument}: a wrong number of values";
    usage_no_equals(argument) "{argument}: cần viết dạng --tên=giá-trị" / "{argument}: write it as --name=value";
    usage_no_text() "có tham số không phải chữ UTF-8" / "an argument is no UTF-8 text";
    usage_number() "cần một số nguyên" / "a whole number is needed";
    usage_takes(values) "nhận: {values}" / "takes: {values}";
    usage_perhaps(value) "có lẽ là: {value}" / "perhaps: {value}";
    usage_form(usage) "Cách dùng: {usage}" / "Usage: {usage}";
    usage_more() "Xem thêm: ketnap --help, ketnap LỆNH --help" / "More: ketnap --help, ketnap COMMAND --help";
}

/// What the parser writes in English around the texts of this program, the longer before what it begins with.
const HELP: [(&str, &str); 15] = [
    ("Usage:", "Cách dùng:"),
    ("Arguments:", "Tham số:"),
    ("Options:", "Tùy chọn:"),
    ("Commands:", "Lệnh:"),
    ("[OPTIONS]", "[TÙY CHỌN]"),
    ("[COMMAND]", "[LỆNH]"),
    ("<COMMAND>", "<LỆNH>"),
    ("[possible values: ", "[nhận: "),
    ("[default: ", "[mặc định: "),
    ("Possible values:", "Nhận:"),
    ("Print help (see more with '--help')", "Trợ giúp (đầy đủ hơn: '--help')"),
    ("Print help (see a summary with '-h')", "Trợ giúp (ngắn hơn: '-h')"),
    ("Print help", "Trợ giúp"),
    ("Print version", "Phiên bản"),
    ("Print this message or the help of the given subcommand(s)", "Trợ giúp, hoặc trợ giúp của một lệnh"),
];

impl Lang {
    /// A text of the parser in the language.
    pub fn help_text(self, text: String) -> String {
        match self {
            Lang::En => text,
            Lang::Vi => HELP.iter().fold(text, |text, (en, vi)| text.replace(en, vi)),
        }
    }
}
