//! The real binary in a real terminal: what a person types, byte for byte, and what is on the
//! screen afterwards.

use crate::cli::Office;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine before the test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a terminal, and the screen as it is.
pub struct Session {
    pub child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Every byte that came.
    sent: Vec<u8>,
}

impl Session {
    fn start(office: &Office) -> Session {
        Session::start_in(office, "xterm-256color")
    }

    /// The same in a terminal of another kind.
    fn start_in(office: &Office, term: &str) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ketnap"));
        command.env_clear();
        command.env("HOME", office.home());
        command.env("TERM", term);
        command.args(["--store", office.store().to_str().unwrap(), "--today", "2023-07-31", "--lang", "vi"]);
        Session::spawn(command)
    }

    /// Starts a command in a terminal of its own.
    pub fn spawn(command: CommandBuilder) -> Session {
        let (width, height) = (100, 30);
        let pair = native_pty_system()
            .openpty(PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(n) = reader.read(&mut bytes) {
                if n == 0 || sender.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0);
        Session { child, _master: pair.master, writer, output, screen, sent: Vec::new() }
    }

    pub fn send(&mut self, bytes: &str) -> &mut Session {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Waits until the screen shows the text.
    pub fn until(&mut self, text: &str) -> &mut Session {
        let end = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.sent.extend(bytes);
                }
                Err(_) => panic!("no “{text}” on the screen:\n{}", self.screen.screen().contents()),
            }
        }
        self
    }

    /// Waits for the end of the program.
    pub fn ended(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still running:\n{}", self.screen.screen().contents());
            // What it writes must be taken, or it waits for us.
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.screen.process(&bytes);
            }
        }
    }
}

const CTRL_B: &str = "\x02";
const CTRL_K: &str = "\x0b";
pub const CTRL_N: &str = "\x0e";
pub const CTRL_Q: &str = "\x11";
pub const CTRL_S: &str = "\x13";
const CTRL_U: &str = "\x15";
const CTRL_Y: &str = "\x19";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// What UniKey sends for "Nguyễn Thị Ẩn" typed as `Nguyeenx Thij Aanr`: a letter is taken back
/// (0x7F, from older clients 0x08) and sent again with its mark, in one burst.
const TELEX: &str = "Nguye\u{7f}ên\u{7f}\u{7f}ễn Thi\u{8}ị A\u{7f}Ân\u{7f}\u{7f}Ẩn";

#[test]
fn a_day_at_the_keyboard_is_all_there_on_the_next_day() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("Xã Mẫu");
    // A unit.
    s.send(CTRL_K)
        .until("Thêm đơn vị")
        .send("Chi bộ Trường học")
        .send(CTRL_S)
        .until("Đã lưu")
        .until("Chi bộ Trường");
    // A person, through a recorded input method.
    s.send(CTRL_N)
        .until("Thêm người")
        .send(TELEX)
        .until("Nguyễn Thị Ẩn")
        .send("\t30041999")
        .until("= 30/04/1999");
    s.send(CTRL_S).until("Đã lưu").until("Phát hiện nguồn");
    // All five stages, one milestone after the other, today's date offered.
    for milestone in [
        "Cảm tình Đảng",
        "Cử học lớp nhận thức",
        "Chứng nhận lớp nhận thức",
        "Lập hồ sơ",
        "Đơn xin vào Đảng",
        "Đề nghị thẩm tra lý lịch",
        "Trả lời thẩm tra",
        "Chi bộ xét kết nạp",
        "Đảng ủy cơ sở xét kết nạp",
        "Thẩm định hồ sơ",
        "Quyết định kết nạp",
        "Chi bộ nhận quyết định",
        "Lễ kết nạp",
        "Lớp đảng viên mới",
        "Chi bộ xét công nhận",
        "Đảng ủy cơ sở xét công nhận",
        "Quyết định công nhận",
    ] {
        s.send(CTRL_S).until("Cập nhật bước").until(milestone).send(CTRL_S).until("Đã lưu");
    }
    // On one day: probation lasts all the same.
    s.until("Công nhận 0");
    // Three others, marked and given one milestone together.
    for name in ["Lê Mẫu An", "Vũ Mẫu Bình", "Hà Mẫu Chi"] {
        s.send(CTRL_N).until("Thêm người").send(name).send(CTRL_S).until("Đã lưu").until(name);
    }
    s.send("1").until("lọc: Nguồn (3)").send("\x01").until("3 đánh dấu");
    s.send(CTRL_B)
        .until("cho 3 người")
        .send("chung nhan")
        .send("\t\t")
        .send("41")
        .send("\t")
        .send("-GCN")
        .send(CTRL_S);
    s.until("43-GCN").send(CTRL_S).until("Hoàn thành lớp 4");
    // Undo takes the three back together.
    s.send(CTRL_U).until("Đã hoàn tác").until("Hoàn thành lớp 1");
    s.send(CTRL_Y).until("Lịch sử").until("hoàn tác").send("\x1b").until("Hiện có");
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);

    // The next day.
    let mut s = Session::start(&office);
    s.until("Nguyễn Thị Ẩn")
        .until("Tất cả 4")
        .until("Nguồn 3")
        .until("Kết nạp 1 ▸")
        .until("Hoàn thành lớp 1");
    s.send(CTRL_Y).until("hoàn tác").until("41-GCN");
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);
    let rows = office.json(&["progress"]);
    assert_eq!((&rows[0]["standing"]["admission"], &rows[0]["flow"]["trained"]), (&1.into(), &1.into()));
    let check = office.json(&["check"]);
    assert_eq!(check[0]["damage"].as_array().unwrap().len(), 0);
}

#[test]
fn an_overdue_dossier_is_settled_from_the_list_of_what_is_due_and_gone_from_it() {
    let office = Office::new();
    let person = r#"{"name": "Lê Mẫu Ánh", "unit": "T1", "born": "2000-03-12", "milestones": {
        "identified": "2022-10-01", "certificate": "2022-12-01", "application": "2023-02-10",
        "cell_resolution": "2023-05-04"}}"#;
    office.ok(&["add"], person);
    let mut session = Session::start(&office);
    session.until("1 việc quá hạn · 0 việc trong 7 ngày").send("\x04");
    session.until("Quá hạn (1)").until("Lê Mẫu Ánh").until("29-QĐ/TW điểm 4.3.1");
    session.send("\x13").until("Quyết định kết nạp").until("chậm so với hạn 27/07/2023");
    session.send("20/7/2023").until("đến 31/08/2023").send("\x13");
    session.until("Tổ chức lễ kết nạp").until("0 việc quá hạn");
    session.send("\x11");
    assert!(session.child.wait().unwrap().success());
    let due = office.ok(&["due", "--json"], "");
    assert!(due.contains("\"rule\": \"ceremony\"") && !due.contains("decide"), "{due}");
}

#[test]
fn a_line_that_is_cut_in_the_middle_of_a_form_gives_the_draft_back() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("Xã Mẫu").send(CTRL_N).until("Thêm người").send(TELEX).until("Nguyễn Thị Ẩn");
    // The line is cut: this is what the kernel sends then.
    let gone = Instant::now();
    let pid = rustix::process::Pid::from_raw(s.child.process_id().unwrap() as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    s.ended();
    assert!(gone.elapsed() < Duration::from_secs(2), "{:?}", gone.elapsed());
    let mut s = Session::start(&office);
    s.until("Có bản nháp chưa lưu").send("\r").until("Nguyễn Thị Ẩn").send(CTRL_S).until("Đã lưu");
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);
    assert_eq!(office.json(&["list"])[0]["name"], "Nguyễn Thị Ẩn");
}

#[test]
fn a_session_that_idles_sends_nothing_and_uses_no_time() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("? trợ giúp");
    // The rest of the first frame.
    while s.output.recv_timeout(Duration::from_millis(500)).is_ok() {}
    let stat = format!("/proc/{}/stat", s.child.process_id().unwrap());
    // User and system time, in ticks: fields 14 and 15.
    let ticks = || -> u64 {
        let text = std::fs::read_to_string(&stat).unwrap();
        let fields: Vec<&str> = text.rsplit(") ").next().unwrap().split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", s.child.process_id().unwrap())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "no core dumps: {core}");
    let before = ticks();
    let sent = s.output.recv_timeout(Duration::from_millis(2500));
    assert!(sent.is_err(), "{sent:?}");
    assert_eq!(ticks(), before);
    // Somebody else saves: that is a reason to draw.
    office.add(serde_json::json!({"name": "Lê Mẫu An", "unit": "T1"}));
    let saved = Instant::now();
    s.until("Lê Mẫu An");
    assert!(saved.elapsed() < Duration::from_secs(2), "{:?}", saved.elapsed());
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);
    let here = std::fs::read_dir(office.store().join(".here")).unwrap();
    assert!(here.map(|e| e.unwrap().file_name().into_string().unwrap()).all(|name| name.ends_with(".bell")));
}

#[test]
fn what_killed_sessions_left_behind_is_gone_when_one_opens_again() {
    let office = Office::new();
    for _ in 0..3 {
        let mut s = Session::start(&office);
        s.until("? trợ giúp");
        let pid = rustix::process::Pid::from_raw(s.child.process_id().unwrap() as i32).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
        s.child.wait().unwrap();
    }
    let mut living = Session::start(&office);
    living.until("? trợ giúp");
    let mut s = Session::start(&office);
    s.until("? trợ giúp");
    let here = std::fs::read_dir(office.store().join(".here")).unwrap();
    let mut names: Vec<String> = here.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with(".bell"));
    assert_eq!(names.len(), 2, "{names:?}");
    for mut s in [living, s] {
        s.send(CTRL_Q);
        assert_eq!(s.ended(), 0);
    }
}

/// Some clients paste without saying so: more than a kilobyte at once waited for the next key.
#[test]
fn three_hundred_lines_pasted_as_if_typed_are_all_there() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("Xã Mẫu").send("\x07").until("Nhập danh sách");
    let lines: String = (1..=300).map(|n| format!("Lê Mẫu Thứ {n}\r")).collect();
    // What the terminal has no room for yet waits with the sender, and the screen must be read meanwhile.
    for part in lines.as_bytes().chunks(2048) {
        s.send(std::str::from_utf8(part).unwrap_or_default());
    }
    s.until("Lê Mẫu Thứ 300").send(CTRL_S).until("Đã lưu 300");
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 300);
}

#[test]
fn whatever_signal_ends_it_the_terminal_is_put_right_and_what_was_typed_is_kept() {
    use rustix::process::Signal;
    for signal in [Signal::INT, Signal::QUIT, Signal::TERM, Signal::USR1, Signal::USR2] {
        let office = Office::new();
        let mut s = Session::start(&office);
        s.until("Xã Mẫu").send(CTRL_N).until("Thêm người").send("Lan").until("Lan");
        let pid = rustix::process::Pid::from_raw(s.child.process_id().unwrap() as i32).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
        assert_eq!(s.ended(), 0);
        while let Ok(bytes) = s.output.recv_timeout(Duration::from_millis(200)) {
            s.screen.process(&bytes);
        }
        assert!(!s.screen.screen().alternate_screen(), "{signal:?}");
        let mut s = Session::start(&office);
        s.until("Có bản nháp chưa lưu").send(CTRL_Q);
        assert_eq!(s.ended(), 0);
    }
}

/// Killed outright, a third of a second after the last key: what was typed before is there.
#[test]
fn a_killed_session_loses_no_more_than_a_moment_of_typing() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("Xã Mẫu").send(CTRL_N).until("Thêm người").send("Lan").until("Lan");
    let end = Instant::now() + Duration::from_millis(600);
    while let Ok(bytes) = s.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
        s.screen.process(&bytes);
    }
    let pid = rustix::process::Pid::from_raw(s.child.process_id().unwrap() as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    s.child.wait().unwrap();
    let mut s = Session::start(&office);
    s.until("Có bản nháp chưa lưu").send("\r").until("Lan").send(CTRL_Q);
    assert_eq!(s.ended(), 0);
}

#[test]
fn a_split_arrow_key_does_not_leave_a_form() {
    let office = Office::new();
    let mut s = Session::start(&office);
    s.until("Xã Mẫu").send(CTRL_N).until("Thêm người").send("Lan").until("Lan");
    // The arrow comes in two pieces, as over a slow line.
    s.send("\x1b").send(&DOWN[1..]).send("1999").until("1999").send(UP).send(CTRL_S).until("Đã lưu");
    s.send(CTRL_Q);
    assert_eq!(s.ended(), 0);
    assert_eq!(office.json(&["list"])[0]["born"], "1999");
}

/// Colours that a terminal is told of, as the parameters of its sequences.
fn colours(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let parameters = text.split("\x1b[").filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    let is_colour = |one: &str| matches!(one.parse(), Ok(30..=38 | 40..=48 | 90..=107));
    parameters.filter(|all| all.split(';').any(is_colour)).collect()
}

/// A terminal without colours showed the sequences for them as letters.
#[test]
fn a_vt100_and_a_dumb_terminal_get_no_colours() {
    let office = Office::sample();
    for (term, coloured) in [("xterm-256color", true), ("vt100", false), ("vt220", false), ("dumb", false)] {
        let mut s = Session::start_in(&office, term);
        s.until("Hiện có").send("\x1b[B").send(CTRL_N).until("Thêm người").send("\x1b").until("Hiện có");
        s.send(CTRL_Q);
        assert_eq!(s.ended(), 0);
        let colours = colours(&s.sent);
        assert_eq!(!colours.is_empty(), coloured, "{term}: {colours:?}");
    }
}
