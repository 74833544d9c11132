//! A save under strace: which system calls it makes, and what comes of it when one of them fails or
//! is its last. Shared by the tests of faults and of power cuts.

use crate::cli::Office;
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A store that a save is tried on again and again, and who saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The last line is one's own.
    Own,
    /// The last line is somebody else's: it must be on the disk first.
    AfterAnother,
    /// One's first line: the log is made.
    First,
}

impl Scene {
    pub const ALL: [Scene; 3] = [Scene::Own, Scene::AfterAnother, Scene::First];

    pub fn who(self) -> &'static str {
        match self {
            Scene::Own => "minh",
            Scene::AfterAnother => "lan",
            Scene::First => "hoa",
        }
    }
}

/// The store before the save: three people with roles, lines of two of them, the last one minh's.
fn template() -> &'static Office {
    static OFFICE: OnceLock<Office> = OnceLock::new();
    OFFICE.get_or_init(|| {
        let office = Office::new();
        for who in ["lan", "minh", "hoa"] {
            office.ok(&["access", "add", who, "editor"], "");
        }
        for who in ["lan", "minh"] {
            let person = json!({"name": format!("Người của {who}"), "unit": "T1"}).to_string();
            office.ok(&["--as", who, "add"], &person);
        }
        office
    })
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
}

/// A copy of the template, to spoil.
pub struct Copy {
    pub dir: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// `None` when it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Copy {
    pub fn new() -> Copy {
        let dir = TempDir::new().unwrap();
        copy_tree(&template().store(), &dir.path().join("store"));
        Copy { dir }
    }

    pub fn store(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.dir.path()).env("LANG", "en_GB.UTF-8");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn finish(mut command: Command, input: &str) -> Ended {
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    fn arguments(&self, command: &mut Command, who: &str, args: &[&str]) {
        command.arg("--store").arg(self.store()).args(["--today", "2023-07-31", "--as", who]).args(args);
    }

    /// Runs the program as somebody.
    pub fn run(&self, who: &str, args: &[&str], input: &str) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_ketnap"));
        self.arguments(&mut command, who, args);
        Copy::finish(command, input)
    }

    /// The program under strace with the given options; the trace goes to `trace` in the folder.
    fn traced(&self, options: &[String]) -> Command {
        let mut command = self.command("strace");
        command
            .args(["-y", "-xx", "-s", "200000", "-qq", "-o"])
            .arg(self.dir.path().join("trace"))
            .args(options);
        command.arg(env!("CARGO_BIN_EXE_ketnap"));
        command
    }

    /// Adds a person of this name as somebody, traced.
    pub fn add_traced(&self, who: &str, name: &str, options: &[String]) -> Ended {
        let mut command = self.traced(options);
        self.arguments(&mut command, who, &["add"]);
        Copy::finish(command, &json!({"name": name, "unit": "T1"}).to_string())
    }

    /// Runs the program as the owner, traced where there are options; `--store` is left to the arguments.
    pub fn owner(&self, args: &[&str], options: &[String]) -> Ended {
        let mut command = match options {
            [] => self.command(env!("CARGO_BIN_EXE_ketnap")),
            options => self.traced(options),
        };
        command.current_dir(self.dir.path()).env("KETNAP_STORE", self.store());
        command.args(["--today", "2023-07-31"]).args(args);
        Copy::finish(command, "")
    }

    /// The trace of the last traced run.
    pub fn trace(&self) -> String {
        fs::read_to_string(self.dir.path().join("trace")).unwrap()
    }

    /// Names of everyone in the store, which must be sound.
    pub fn names(&self) -> Result<Vec<String>, String> {
        let uid = rustix::process::getuid().as_raw();
        let account =
            ketnap::store::Account { key: uid.to_string(), uid, ..crate::support::options("x").account };
        let options = ketnap::store::Options { account, ..crate::support::options("x") };
        let store = ketnap::store::Store::open(&self.store(), options).map_err(|error| error.to_string())?;
        let books = store.read_all().map_err(|error| error.to_string())?;
        if let Some(damage) = books.values().find_map(|open| open.chain.damage.clone()) {
            return Err(damage.to_string());
        }
        let report = store.check().map_err(|error| error.to_string())?;
        if let Some(damage) = report.iter().flat_map(|report| &report.damage).next() {
            return Err(format!("check: {damage}"));
        }
        let people = books.values().flat_map(|open| open.book().people.values());
        let mut names: Vec<String> = people.map(|record| record.person.name.clone()).collect();
        names.sort();
        Ok(names)
    }
}

/// The names before the save.
pub fn names_before() -> Vec<String> {
    vec!["Người của lan".to_owned(), "Người của minh".to_owned()]
}

/// True where strace can be used. Says what is left out where it cannot.
pub fn strace(what: &str) -> bool {
    let works = Command::new("strace").args(["-o", "/dev/null", "true"]).status().is_ok_and(|s| s.success());
    if !works {
        eprintln!("skipped: {what}: strace is not to be had here");
    }
    works
}

/// One call of the save, from the lock to the end: its name and its number among those of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub name: String,
    pub nth: usize,
}

/// The calls of a save in a scene.
pub fn calls(scene: Scene) -> Vec<Call> {
    let copy = Copy::new();
    let ended = copy.add_traced(scene.who(), "Người mới", &["-e".into(), "trace=%file,%desc".into()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    calls_in(&copy.trace(), "flock")
}

/// The calls of a trace, from the first of a name on.
pub fn calls_in(trace: &str, from: &str) -> Vec<Call> {
    let mut seen = std::collections::HashMap::<String, usize>::new();
    let mut found = Vec::new();
    let mut inside = false;
    for line in trace.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let nth = seen.entry(name.to_owned()).or_default();
        *nth += 1;
        inside |= name == from;
        // fcntl is only made by builds that check themselves.
        if inside && name != "fcntl" {
            found.push(Call { name: name.to_owned(), nth: *nth });
        }
    }
    assert!(found.len() > 20, "{found:?}");
    found
}

/// Does `work` for every item, on all cores, and gathers what it says.
pub fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|chunk| scope.spawn(|| chunk.iter().map(&work).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}
