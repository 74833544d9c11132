//! The command line: for scripts, SSH one-liners and screen readers.
//!
//! One file per subcommand. Personal data never comes from arguments, which any account can read:
//! it comes from a prompt, a file or standard input. A new subcommand requires: 1 a variant of
//! [`Command`] with its line of help (a doc comment on its arguments would take its place); 2 a file
//! here; 3 a line in `run`; 4 the README's table.

mod access;
mod add;
mod backup;
mod check;
mod due;
mod edit;
mod erase;
mod export;
mod failure;
mod find;
mod freeze;
mod import;
mod init;
mod input;
mod journal;
mod list;
mod log;
mod man;
mod meter;
mod milestone;
mod occasion;
mod officer;
mod output;
mod outs;
pub mod over_ssh;
mod pack;
mod person;
mod progress;
mod report;
mod retention;
mod rules;
mod sample;
mod session;
mod show;
mod span;
mod submit;
mod target;
mod undo;
mod units;
pub mod usage;

pub use failure::Failure;
pub use session::Session;

use chrono::NaiveDate;
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::path::PathBuf;

/// What was asked for on the command line.
#[derive(Debug, Parser)]
#[command(name = "ketnap", version, max_term_width = 100)]
#[command(about = "Theo dõi công tác phát triển đảng viên · Follow member development")]
#[command(
    long_about = "Sổ theo dõi công tác phát triển đảng viên, chạy trong cửa sổ dòng lệnh: cây đơn vị và, với mỗi \
người, năm giai đoạn nguồn, lớp nhận thức, làm hồ sơ, kết nạp, công nhận chính thức. Không có lệnh con thì mở giao \
diện.\n\n\
Follow member development in a terminal: a tree of units and, for every person, the five stages source, class, \
proposal, admission, recognition. Without a subcommand the interface opens."
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every subcommand.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Cho mọi lệnh · For every command")]
pub struct Global {
    /// Thư mục của sổ theo dõi · Folder of the records
    #[arg(long, global = true, value_name = "DIR", env = "KETNAP_STORE")]
    pub store: Option<PathBuf>,
    /// Ngôn ngữ · Language
    #[arg(long, global = true, value_parser = ["vi", "en"])]
    pub lang: Option<String>,
    /// Lấy ngày này làm ngày hôm nay · Take this day for today (YYYY-MM-DD, dd/mm/yyyy)
    #[arg(long, global = true, value_name = "DATE", value_parser = input::day)]
    pub today: Option<NaiveDate>,
    /// Làm việc thay mặt người này (chỉ người quản trị sổ) · Act for this person (only the owner)
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub as_person: Option<String>,
    /// Chỉ xem, không ghi · Write nothing
    #[arg(long, global = true)]
    pub read_only: bool,
}

/// The subcommands. Only the one that was asked for is made in full: all of them would be a third of
/// a quick look-up.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Tạo sổ theo dõi mới · Create new records
    Init(init::Init),
    /// Cây đơn vị · The tree of units
    Units(units::Units),
    /// Tiến độ so với chỉ tiêu · Progress of units against their targets
    Progress(progress::Progress),
    /// Các báo cáo: xem, in, xuất ra tệp · The reports: read, print, save as a file
    Report(report::ReportArgs),
    /// Bộ báo cáo của một cuộc họp, trong một tệp · The reports of a meeting in one file
    Pack(pack::PackArgs),
    /// Việc quá hạn, đến hạn · What is overdue and what is due
    Due(due::DueArgs),
    /// Quy định: xem, so sánh, kiểm tra, thêm · Rule sets: look, compare, check, add
    Rules(rules::Rules),
    /// Danh sách người · People of a unit
    List(list::List),
    /// Tìm người và đơn vị · Find people and units
    Find(find::Find),
    /// Hồ sơ một người · One person's record
    Show(show::Show),
    /// Thêm người: JSON từ stdin, hoặc hỏi từng mục · Add people: JSON on stdin, or prompts
    Add(add::Add),
    /// Sửa hồ sơ: JSON từ stdin · Change a record: JSON of fields on stdin
    Edit(edit::Edit),
    /// Cập nhật một bước · Record a step
    Record(milestone::Record),
    /// Thôi theo dõi một người · Stop following a person
    Drop(milestone::Drop),
    /// Theo dõi lại một người · Follow a person again
    Return(milestone::Return),
    /// Chuyển sang đơn vị khác · Move a person to another unit
    Move(milestone::Move),
    /// Hoàn tác việc vừa ghi · Undo your last action
    Undo(undo::Undo),
    /// Làm lại việc vừa hoàn tác · Redo your last action
    Redo(undo::Redo),
    /// Lịch sử · History of the records, a unit or a person
    Log(log::Log),
    /// Lớp, lễ kết nạp, đợt rà soát · Classes, ceremonies, reviews
    Occasion(occasion::OccasionArgs),
    /// Ghi đơn vị đã gửi báo cáo · Note that units sent a report
    Submit(submit::SubmitArgs),
    /// Giao chỉ tiêu: số người, phần trăm, chia cho cấp dưới · Set a target: a number, percent, shared out below
    Target(target::TargetArgs),
    /// Chốt số liệu của một kỳ · Freeze the figures of a period
    Freeze(freeze::Freeze),
    /// Mở chốt, với lý do · Lift them, for a reason
    Unfreeze(freeze::Unfreeze),
    /// Cấp ủy viên phụ trách · Committee members in charge
    Officer(officer::OfficerArgs),
    /// Phân quyền theo đơn vị · Who may do what in which unit
    Access(access::Access),
    /// Kiểm tra toàn bộ sổ theo dõi · Verify all records
    Check(check::Check),
    /// Sao lưu toàn bộ sổ theo dõi vào một tệp · Copy all records into a file
    Backup(backup::Backup),
    /// Tạo sổ theo dõi từ bản sao lưu · Create records from a backup
    Restore(backup::Restore),
    /// Toàn bộ dữ liệu về một người · Everything held about one person
    Person(person::PersonArgs),
    /// Xóa một người khỏi sổ theo dõi và lịch sử · Erase a person from records and history
    Erase(erase::Erase),
    /// Người đã thôi theo dõi hoặc đã chính thức quá N năm · People who stopped being followed or were recognised over N years ago
    Retention(retention::Retention),
    /// Nhập từ CSV · Import from CSV
    Import(import::Import),
    /// Xuất Parquet cho DuckDB, Spark … · Parquet for DuckDB, Spark …
    Export(export::Export),
    /// An invented office of any size, for benchmarks
    #[command(hide = true)]
    Sample(sample::Sample),
    /// Bảng phím · The keys of the interface
    Keys,
    /// Trang hướng dẫn (roff) · The man page, in roff
    Man,
    /// Gợi ý lệnh cho shell · Completions for a shell
    Completions {
        /// bash, zsh, fish …
        shell: clap_complete::Shell,
    },
}

/// Runs a subcommand; `keys` gives the table of the interface's commands.
///
/// # Errors
/// [`Failure`] with the sentence to print and the exit code.
pub fn run(session: &Session, command: Command, keys: impl Fn() -> String) -> Result<(), Failure> {
    match command {
        Command::Init(args) => init::run(session, args),
        Command::Units(args) => units::run(session, &args),
        Command::Progress(args) => progress::run(session, &args),
        Command::Report(args) => report::run(session, &args),
        Command::Pack(args) => pack::run(session, &args),
        Command::Due(args) => due::run(session, &args),
        Command::Rules(args) => rules::run(session, args),
        Command::List(args) => list::run(session, &args),
        Command::Find(args) => find::run(session, &args),
        Command::Show(args) => show::run(session, &args),
        Command::Add(args) => add::run(session, &args),
        Command::Edit(args) => edit::run(session, &args),
        Command::Record(args) => milestone::record(session, &args),
        Command::Drop(args) => milestone::drop(session, &args),
        Command::Return(args) => milestone::bring_back(session, &args),
        Command::Move(args) => milestone::move_person(session, &args),
        Command::Undo(args) => undo::undo(session, &args),
        Command::Redo(args) => undo::redo(session, &args),
        Command::Log(args) => log::run(session, &args),
        Command::Occasion(args) => occasion::run(session, &args),
        Command::Submit(args) => submit::run(session, &args),
        Command::Target(args) => target::run(session, &args),
        Command::Freeze(args) => freeze::freeze(session, &args),
        Command::Unfreeze(args) => freeze::unfreeze(session, &args),
        Command::Officer(args) => officer::run(session, &args),
        Command::Access(args) => access::run(session, args),
        Command::Check(args) => check::run(session, &args),
        Command::Backup(args) => backup::backup(session, &args),
        Command::Restore(args) => backup::restore(session, &args),
        Command::Person(args) => person::run(session, &args),
        Command::Erase(args) => erase::run(session, &args),
        Command::Retention(args) => retention::run(session, &args),
        Command::Import(args) => import::run(session, &args),
        Command::Export(args) => export::run(session, &args),
        Command::Sample(args) => sample::run(session, &args),
        Command::Keys => session.print(&keys()),
        Command::Man => man::run(session, &Arguments::command()),
        Command::Completions { shell } => man::completions(session, shell, &mut Arguments::command()),
    }
}
