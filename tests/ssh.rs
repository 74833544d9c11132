//! A real SSH server on this machine, set up as the README says: one account, a key for each person,
//! a forced command. Log in, work, have the line cut, come back; nothing else can be run.

use crate::cli::Office;
use crate::pty::{CTRL_N, CTRL_Q, CTRL_S, PATIENCE, Session};
use portable_pty::CommandBuilder;
use serde_json::json;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

struct Server {
    office: Office,
    port: u16,
    sshd: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

fn generate(path: &str) {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", path]).status();
    assert!(made.unwrap().success());
}

impl Server {
    /// `None` where there is no SSH server: said on the way.
    fn start() -> Option<Server> {
        let there = |program: &str| std::path::Path::new(program).exists();
        if !(there("/usr/sbin/sshd") && there("/usr/bin/ssh") && there("/usr/bin/ssh-keygen")) {
            eprintln!("skipped: an SSH server: openssh-server is not installed");
            return None;
        }
        let office = Office::new();
        for who in ["lan", "minh"] {
            office.ok(&["access", "add", who, "editor"], "");
        }
        let path = |name: &str| office.home().join(name).to_str().unwrap().to_owned();
        generate(&path("host"));
        let mut keys = String::new();
        for who in ["lan", "minh"] {
            generate(&path(who));
            let public = fs::read_to_string(path(&format!("{who}.pub"))).unwrap();
            // One of them comes through something that ignores the signal of a lost line.
            let ignore = if who == "minh" { "trap '' HUP; " } else { "" };
            let command = format!(
                "{ignore}exec env HOME='{}' '{}' --store '{}' --today 2023-07-31 --as {who}",
                office.home().display(),
                env!("CARGO_BIN_EXE_ketnap"),
                office.store().display(),
            );
            keys.push_str(&format!("restrict,pty,command=\"{command}\" {public}"));
        }
        fs::write(path("authorized_keys"), keys).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nLogLevel QUIET\n",
            path("host"),
            path("authorized_keys"),
            path("sshd.pid"),
        );
        fs::write(path("sshd_config"), config).unwrap();
        if rustix::process::geteuid().is_root() {
            // Where the server puts itself away before anybody has logged in.
            fs::create_dir_all("/run/sshd").unwrap();
            fs::set_permissions("/run/sshd", PermissionsExt::from_mode(0o755)).unwrap();
        }
        let sshd = Command::new("/usr/sbin/sshd")
            .args(["-D", "-f", &path("sshd_config")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server { office, port, sshd };
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", server.port)).is_err() {
            assert!(Instant::now() < end, "the SSH server does not start");
            std::thread::yield_now();
        }
        Some(server)
    }

    fn arguments(&self, who: &str) -> Vec<String> {
        let user = ketnap::store::Account::of_process().name;
        let key = self.office.home().join(who).to_str().unwrap().to_owned();
        let mut arguments: Vec<String> =
            ["-F", "none", "-i", &key, "-p", &self.port.to_string()].map(str::to_owned).to_vec();
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=QUIET",
            "IdentitiesOnly=yes",
        ] {
            arguments.extend(["-o".to_owned(), option.to_owned()]);
        }
        arguments.push(format!("{user}@127.0.0.1"));
        arguments
    }

    fn log_in(&self, who: &str) -> Session {
        let mut command = CommandBuilder::new("/usr/bin/ssh");
        command.env_clear();
        command.env("HOME", self.office.home());
        command.env("TERM", "xterm-256color");
        command.arg("-tt");
        command.args(self.arguments(who));
        Session::spawn(command)
    }

    fn ask(&self, who: &str, what: &[&str]) -> Output {
        let mut command = Command::new("/usr/bin/ssh");
        command.args(self.arguments(who)).args(what).stdin(Stdio::null()).output().unwrap()
    }

    /// Numbers of the processes that somebody works with.
    fn sessions(&self, who: &str) -> Vec<u32> {
        let here = fs::read_dir(self.office.store().join(".here")).unwrap();
        let names = here.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter_map(|name| name.strip_prefix(&format!("{who}.")).and_then(|pid| pid.parse().ok()))
            .collect()
    }
}

fn is_running(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn over_ssh_people_work_beside_each_other_lose_their_line_and_come_back() {
    let Some(server) = Server::start() else { return };
    server.office.add(json!({"name": "Lê Mẫu An", "unit": "T1"}));
    let mut lan = server.log_in("lan");
    lan.until("Xã Mẫu").until("Lê Mẫu An");
    let mut minh = server.log_in("minh");
    minh.until("Lê Mẫu An").until("minh + lan");
    lan.until("lan + minh");
    // What one saves, the other sees, within two seconds and without a key.
    lan.send(CTRL_N).until("Thêm người").send("Vũ Mẫu Bình").send(CTRL_S).until("Đã lưu");
    let saved = Instant::now();
    minh.until("Vũ Mẫu Bình");
    assert!(saved.elapsed() < Duration::from_secs(2), "{:?}", saved.elapsed());
    // Both edit one person; the later one is asked.
    lan.send("\x1b[H").send("\x05").until("Sửa · Lê Mẫu An");
    minh.send("\t\x1b[H").send("\x05").until("Sửa · Lê Mẫu An");
    minh.send(" Ba").until("An Ba");
    lan.send(" Hai").until("An Hai").send(CTRL_S).until("Đã lưu");
    minh.until("hiện là: Lê Mẫu An Hai").send(CTRL_S).until("Hai người cùng sửa").until("(lan, ");
    minh.send(CTRL_S).until("Đã lưu");
    lan.until("Lê Mẫu An Ba");
    // The line is cut in the middle of a form: for lan with the signal, for minh without.
    for (who, mut session) in [("lan", lan), ("minh", minh)] {
        let [pid] = server.sessions(who)[..] else { panic!("{:?}", server.sessions(who)) };
        session
            .send(CTRL_N)
            .until("Thêm người")
            .send(&format!("Nháp của {who}"))
            .until(&format!("Nháp của {who}"));
        let cut = Instant::now();
        session.child.kill().unwrap();
        session.child.wait().unwrap();
        while is_running(pid) {
            assert!(cut.elapsed() < Duration::from_secs(2), "{who} is still running");
            std::thread::yield_now();
        }
        assert!(server.sessions(who).is_empty(), "{who} is no longer shown to be there");
        let drafts = server.office.home().join(format!(".local/state/ketnap/as/{who}/drafts"));
        let draft = fs::read_dir(drafts).unwrap().next().unwrap().unwrap();
        assert_eq!(draft.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        // The next save, by anybody, finds the lock free.
        server.office.add(json!({"name": format!("Sau khi {who} mất mạng"), "unit": "T2"}));
        let mut again = server.log_in(who);
        again
            .until("Có bản nháp chưa lưu")
            .send("\r")
            .until(&format!("Nháp của {who}"))
            .send(CTRL_S)
            .until("Đã lưu");
        again.send(CTRL_Q);
        assert_eq!(again.ended(), 0);
    }
    let log = server.office.json(&["log"]);
    let by = |who: &str| log.as_array().unwrap().iter().filter(|step| step["by"] == who).count();
    assert_eq!((by("lan"), by("minh")), (3, 2), "{log}");
}

#[test]
fn over_ssh_nothing_but_the_program_can_be_run() {
    let Some(server) = Server::start() else { return };
    for what in
        [&["cat", "/etc/passwd"][..], &["sh"], &["-s", "sftp"], &["ketnap --store / list; cat /etc/passwd"]]
    {
        let output = server.ask("lan", what);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success() && !text.contains("root:"), "{what:?}: {text}");
    }
    // Without a terminal it says so, and nothing more.
    let output = server.ask("lan", &[]);
    assert!(!output.status.success(), "{output:?}");
    // From within, no other store and no shell.
    let mut lan = server.log_in("lan");
    lan.until("Xã Mẫu").send("\x1b[20~").until("Khóa này chỉ mở sổ theo dõi này");
    lan.send("\x1a").send(CTRL_Q);
    assert_eq!(lan.ended(), 0);
}
