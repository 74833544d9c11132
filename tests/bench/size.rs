//! Look-ups, edits and opening at three sizes, whole processes, beside what people would use instead
//! on the same data in the same run: `sqlite3` (indexed, with hand-kept totals, FTS5), `ripgrep`,
//! and a process that does nothing as the floor.
//!
//! `cargo bench --bench size -- S M` (also L: 1,000,000 people, some minutes and 3 GB). Offices are kept in
//! `target/bench` for the next run. Quote the ratios, not the times: machines are shared and noisy.
//! A peer that is not installed is left out, and said so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use ketnap::domain::text::fold;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const KETNAP: &str = env!("CARGO_BIN_EXE_ketnap");
/// Runs of every job; the middle one counts.
const RUNS: usize = 11;
/// How long writers write beside each other.
const WRITING: Duration = Duration::from_secs(10);
const WRITERS: usize = 8;

struct Size {
    name: &'static str,
    units: usize,
    people: usize,
}

const SIZES: [Size; 3] = [
    Size { name: "S", units: 60, people: 2_000 },
    Size { name: "M", units: 2_500, people: 100_000 },
    Size { name: "L", units: 25_000, people: 1_000_000 },
];

/// An office with its peers beside it.
struct Place {
    root: PathBuf,
}

impl Place {
    fn path(&self, name: &str) -> String {
        self.root.join(name).display().to_string()
    }

    fn ketnap(&self, args: &[&str]) -> Command {
        let mut command = Command::new(KETNAP);
        command.env("HOME", self.root.join("home")).env_remove("XDG_CACHE_HOME");
        command.args(["--store", &self.path("store"), "--lang", "en"]).args(args);
        command
    }

    fn sqlite(&self, sql: &str) -> Command {
        let mut command = Command::new("sqlite3");
        command.args(["-csv", &self.path("peer.db"), sql]);
        command
    }

    fn text(&self, args: &[&str]) -> String {
        String::from_utf8(self.ketnap(args).output().unwrap().stdout).unwrap()
    }
}

fn is_there(tool: &str) -> bool {
    Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn sqlite_file(db: &str, script: &str) {
    let mut child = Command::new("sqlite3").arg(db).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

/// Makes the office and the peers' data from what it says of itself; keeps what is there.
fn prepare(size: &Size) -> Place {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench").join(size.name);
    let place = Place { root: root.clone() };
    if !root.join("store/ketnap.ron").exists() {
        fs::create_dir_all(root.join("home")).unwrap();
        let [units, people] = [size.units, size.people].map(|n| n.to_string());
        let made = Command::new(KETNAP)
            .args(["sample", "--units", &units, "--people", &people, "--seed", "1", &place.path("store")])
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
    }
    // A register of this very program.
    place.text(&["find", "xxxx"]);
    if !root.join("peer.db").exists() {
        let csv = |name: &str, args: &[&str]| {
            let text = place.text(args);
            fs::write(root.join(name), text.trim_start_matches('\u{feff}')).unwrap();
        };
        csv("people.csv", &["list", "--csv"]);
        csv("totals.csv", &["progress", "--csv"]);
        csv("due.csv", &["due", "--csv"]);
        let people = fs::read_to_string(root.join("people.csv")).unwrap();
        let folded: String = people
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                format!("{},{},{}\n", cells[0], fold(cells[1]), cells[3])
            })
            .collect();
        fs::write(root.join("names.txt"), folded).unwrap();
        if is_there("sqlite3") {
            let script = format!(
                ".mode csv\n.import {} people\n.import {} totals\n.import {} due\n\
                 create table names(id, folded, unit);\n.import {} names\n\
                 create unique index people_id on people(id);\ncreate index due_due on due(due);\n\
                 create virtual table words using fts5(folded, content='names');\n\
                 insert into words(words) values('rebuild');\nanalyze;\n",
                place.path("people.csv"),
                place.path("totals.csv"),
                place.path("due.csv"),
                place.path("names.txt")
            );
            sqlite_file(&place.path("peer.db"), &script);
        }
    }
    place
}

/// The middle of some runs.
fn time(mut make: impl FnMut() -> Command) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let mut command = make();
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            command.status().unwrap();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The time until the first whole screen stands in a terminal.
fn first_frame(place: &Place) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
            let pty = native_pty_system().openpty(size).unwrap();
            let mut command = CommandBuilder::new(KETNAP);
            command.env("HOME", place.root.join("home"));
            command.env("TERM", "xterm-256color");
            command.args(["--store", &place.path("store"), "--lang", "en"]);
            let start = Instant::now();
            let mut child = pty.slave.spawn_command(command).unwrap();
            drop(pty.slave);
            let mut reader = pty.master.try_clone_reader().unwrap();
            let (mut seen, mut buffer) = (Vec::new(), [0; 65536]);
            // The corner at the bottom is nearly the last thing drawn.
            while !String::from_utf8_lossy(&seen).contains('┘') {
                match reader.read(&mut buffer) {
                    Ok(n) if n > 0 => seen.extend_from_slice(&buffer[..n]),
                    _ => break,
                }
            }
            let time = start.elapsed();
            child.kill().unwrap();
            child.wait().unwrap();
            time
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

/// How many saves writers beside each other make, each a process, and how many failed.
fn writers(make: impl Fn(usize, usize) -> Command + Sync) -> (usize, usize, usize) {
    let end = Instant::now() + WRITING;
    let counts: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let work = |writer: usize| {
            let (mut saved, mut failed) = (0, 0);
            while Instant::now() < end {
                let mut command = make(writer, saved + failed);
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                match command.status().unwrap().success() {
                    true => saved += 1,
                    false => failed += 1,
                }
            }
            (saved, failed)
        };
        let threads: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || work(writer))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let least = counts.iter().map(|(saved, _)| *saved).min().unwrap();
    (counts.iter().map(|(saved, _)| saved).sum(), counts.iter().map(|(_, failed)| failed).sum(), least)
}

fn row(job: &str, ours: Duration, peers: &[(&str, Option<Duration>)], floor: Duration) {
    let ratios: Vec<String> = peers
        .iter()
        .map(|(name, time)| match time {
            Some(time) => format!("{:.2}× {name} ({:.1} ms)", ms(ours) / ms(*time), ms(*time)),
            None => format!("{name} not installed"),
        })
        .collect();
    println!("| {job} | {:.1} | {:.1}× | {} |", ms(ours), ms(ours) / ms(floor), ratios.join(", "));
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let (sqlite, rg) = (is_there("sqlite3"), is_there("rg"));
    for size in SIZES.iter().filter(|size| match wanted.is_empty() {
        true => size.name != "L",
        false => wanted.iter().any(|name| name == size.name),
    }) {
        let place = prepare(size);
        let peer = |there: bool, make: &dyn Fn() -> Command| there.then(|| time(make));
        let people = fs::read_to_string(place.root.join("people.csv")).unwrap();
        let ids: Vec<&str> = people.lines().skip(1).map(|line| &line[..12]).collect();
        let id = ids[ids.len() / 2];
        let floor = time(|| place.ketnap(&["keys"]));
        println!("\n{}: {} units, {} people\n", size.name, size.units, size.people);
        println!("| job | ms | empty program | peers |\n|---|---|---|---|");
        let ours = |args: &[&str]| time(|| place.ketnap(args));
        row(
            "progress of every unit",
            ours(&["progress", "--csv"]),
            &[("sqlite, hand-kept totals", peer(sqlite, &|| place.sqlite("select * from totals")))],
            floor,
        );
        row(
            "progress of one level",
            ours(&["progress", "--csv", "--depth", "1"]),
            &[(
                "sqlite, hand-kept totals",
                peer(sqlite, &|| place.sqlite("select * from totals where depth <= 1")),
            )],
            floor,
        );
        let find = "select people.* from words join names on names.rowid = words.rowid join people on \
                    people.id = names.id where words match 'do AND thi AND mau AND ngan'";
        row(
            "find a person",
            ours(&["find", "do thi mau ngan"]),
            &[
                (
                    "ripgrep",
                    peer(rg, &|| {
                        let mut command = Command::new("rg");
                        command.args(["do thi mau ngan", &place.path("names.txt")]);
                        command
                    }),
                ),
                ("sqlite FTS5", peer(sqlite, &|| place.sqlite(find))),
            ],
            floor,
        );
        let due = "select * from due order by due, name";
        row(
            "due, as CSV",
            ours(&["due", "--csv"]),
            &[("sqlite", peer(sqlite, &|| place.sqlite(due)))],
            floor,
        );
        row("due, as a table", ours(&["due"]), &[("sqlite", peer(sqlite, &|| place.sqlite(due)))], floor);
        let show = format!("select * from people where id = '{id}'");
        row("one record", ours(&["show", id]), &[("sqlite", peer(sqlite, &|| place.sqlite(&show)))], floor);
        let everybody = "select id, name, born, unit, stage, milestone, since from people order by name";
        row(
            "list of everybody, CSV",
            ours(&["list", "--csv"]),
            &[("sqlite", peer(sqlite, &|| place.sqlite(everybody)))],
            floor,
        );
        let mut n = 0;
        let mut next = || {
            n += 1;
            n.to_string()
        };
        let edit = time(|| place.ketnap(&["record", id, "application", "--number", &next()]));
        let mut n = 0;
        let mut update = |journal: &str| {
            time(|| {
                n += 1;
                let pragma = format!("pragma journal_mode={journal}; pragma synchronous=FULL;");
                place.sqlite(&format!("{pragma} update people set milestone='m{n}' where id='{id}'"))
            })
        };
        let peers: Vec<(&str, Option<Duration>)> = match sqlite {
            true => {
                vec![("sqlite, delete journal", Some(update("delete"))), ("sqlite, WAL", Some(update("wal")))]
            }
            false => vec![("sqlite", None)],
        };
        row("one durable edit", edit, &peers, floor);
        row("first frame", first_frame(&place), &[], floor);

        let (saved, failed, least) = writers(|writer, n| {
            let id = ids[(writer * 7919 + n) % ids.len()];
            place.ketnap(&["record", id, "application", "--number", &format!("{writer}-{n}")])
        });
        println!("\n{WRITERS} writers, {WRITING:?}: {saved} saves, {failed} failed, the least {least}");
        if sqlite {
            let (saved, failed, least) = writers(|writer, n| {
                let id = ids[(writer * 7919 + n) % ids.len()];
                place.sqlite(&format!(
                    ".timeout 5000\npragma synchronous=FULL; update people set milestone='m{n}' where id='{id}'"
                ))
            });
            println!("sqlite3 in WAL mode: {saved} saves, {failed} failed, the least {least}");
        }
        in_process(&place);
    }
}

/// What a run inside the program costs: the register made anew, a look at all books, and answers.
fn in_process(place: &Place) {
    use ketnap::query::progress::progress;
    use ketnap::store::{Account, Clock, Ids, Office, Options, Store};
    let options = Options {
        read_only: true,
        clock: Clock::Real,
        ids: Ids::Random,
        account: Account::of_process(),
        cache: None,
        waiting: Default::default(),
    };
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{what}: {:.1} ms", ms(start.elapsed()));
    };
    let store = || Store::open(Path::new(&place.path("store")), options.clone()).unwrap();
    let mut office = None;
    println!();
    timed("register made anew from all books", &mut || office = Some(Office::open(store()).unwrap()));
    let mut office = office.unwrap();
    timed("a look at all books, nothing changed", &mut || drop(office.refresh()));
    let today = office.today();
    let year = office.year(chrono::Datelike::year(&today), today);
    let past = office.year(2024, today.checked_sub_days(chrono::Days::new(700)).unwrap());
    timed("progress of all units today", &mut || drop(progress(office.register(), &year)));
    timed("progress of all units on a day in the past", &mut || drop(progress(office.register(), &past)));
    timed("find", &mut || drop(ketnap::query::find::find(office.register(), "do thi mau ngan")));
}
