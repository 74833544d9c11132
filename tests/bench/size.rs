//! Look-ups, edits and opening at three sizes, whole processes, beside what people would use instead
//! on the same data in the same run: `sqlite3` (indexed, with hand-kept totals, FTS5), `ripgrep`,
//! and a process that does nothing as the floor.
//!
//! `cargo bench --bench size -- S M` (also L: 1,000,000 people, some minutes and 3 GB). Offices are kept in
//! `target/bench` for the next run. Quote the ratios, not the times: machines are shared and noisy.
//! A peer that is not installed is left out, and said so.
//!
//! # What was measured
//!
//! `cargo bench --bench size -- S M L` makes invented offices (60 units and 2 000 people; 2 500 and 100 000; 25 000 and 1 000 000) and
//! runs whole commands beside `sqlite3`, `ripgrep`, DuckDB and csvlens, where they are installed, on the same data. It also prints what keys
//! cost and send, memory, and one page on growth. Ratios from one run on 2 cores, with the aim where there is one (below 1 is quicker; of what is done as many times, above 1):
//!
//! | Job | Beside | S | M | L | Aim, M · L |
//! |---|---|---|---|---|---|
//! | Progress of every unit, CSV | SQLite, totals kept by hand | 0.90× | 0.61× | 0.43× | 0.55× · 0.55× |
//! | Find a person, no accents typed | ripgrep | 0.59× | 0.83× | 1.33× | 0.5× · 0.35× |
//! | What is due, CSV | SQLite, indexed | 1.20× | 0.75× | 0.47× | 0.4× · 0.25× |
//! | List of everybody, CSV (then seven columns, now whole records) | SQLite, sorted | 0.72× | 0.19× | 0.29× | 0.5× · |
//! | One record | SQLite | 1.35× | 1.49× | 1.48× | |
//! | One durable edit, with every rule checked | SQLite, its better journal | 1.13× | 1.35× | 1.26× | 0.35× · 0.35× |
//! | Edits by eight at once, each a run of its own | SQLite, WAL | 0.46× as many | 0.56× | 0.63× | 1.5× · 1.5× |
//! | The same in sessions that stay open, each in another book | SQLite, WAL | 0.99× as many | 1.12× | 0.88× | |
//! | The same, all in one book | SQLite, WAL | 0.38× as many | 0.47× | 0.49× | |
//! | Import of everybody, CSV; logged, chained, synced book by book | DuckDB, a table of texts | 0.30× | 4.30× | 14.8× | 1× · 1.5× |
//! | First screen, from the kept register | csvlens on the list | 0.39× | 0.33× | 0.39× | before it |
//! | Until every book was looked at and all is listed | csvlens on the list | 0.42× | 0.68× | 2.47× | |
//!
//! Where an aim is not reached: an answer is never stale, so every look-up first looks at every log, 4 600 of them at L, and that
//! alone takes longer than ripgrep's whole run. To start the program takes as long as half of SQLite's whole edit, more than the aim, and
//! half of a look-up at M; an edit reads what it will change and judges it by all rules before it writes, and moves a mark
//! afterwards. An import writes readable, chained lines, forty times the bytes of DuckDB's table. At M a look-up takes 2.0–2.4 times an
//! empty run (aim: 3), and what is due, thousands of rows, 3.9 times. The first screen takes 1.2–1.4 times as long at L as at M (aim:
//! 1.5), and two to three times right after eight others wrote.
//!
//! 2,000 classes in the top book, one of them of 500 people, change progress, due, find and one record at M by no more than a
//! millisecond; to put 500 people of 500 records into a class takes a second, their certificates another.
//!
//! What grows, from M to L (ten times the people and the units): an edit, one record, the first screen do not; a look-up by 4–5, because it
//! looks once at every log; a table with its rows; import, export and making the register anew by ten. An edit makes one sync and
//! writes under 1 KB, whatever the size. A look-up takes 20–55 MB at L, an import 45 MB at M. Where others wrote to 1 400 of the 4 600
//! books at L since one looked last, the next look-up takes as long as sixteen others and touches most of the register's file, which counts
//! as 275 MB then, 27 of them its own. A country (`ketnap sample --units 260000 --people 2000000 DIR`) shows its first screen in twice
//! the time of M, and no key waits for longer than two pictures of a 60 Hz screen; making its register anew takes 1.6 GB.
//! What takes longer than a moment (a list put in order, the figures of a past year) says how far it is, and `Esc` ends it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use ketnap::domain::UnitId;
use ketnap::domain::text::fold;
use ketnap::office::Office;
use ketnap::parallel::waiting::Work;
use ketnap::store::{Account, Clock, Ids, Options, Store};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fs;
use std::io::{BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The program as one that was installed: a copy, which lies in the system's memory in large pieces like the
/// peers do, and not in the small ones in which the linker wrote it.
static KETNAP: LazyLock<PathBuf> = LazyLock::new(|| {
    let (built, copy) = (Path::new(env!("CARGO_BIN_EXE_ketnap")), target().join("ketnap"));
    let at = |path: &Path| fs::metadata(path).and_then(|facts| facts.modified()).ok();
    // The same for all processes of a run, and its registers hold for the next run.
    if at(&copy) < at(built) {
        fs::create_dir_all(target()).unwrap();
        let _ = fs::remove_file(&copy);
        fs::copy(built, &copy).unwrap();
    }
    copy
});

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

/// Runs of every job; the middle one counts.
const RUNS: usize = 11;
/// How long writers write beside each other.
const WRITING: Duration = Duration::from_secs(10);
const WRITERS: usize = 8;
/// Of so many people, at most, records are changed.
const MOST_IDS: usize = 50_000;
/// Saves that each of them makes in a session that stays open.
const SAVES: usize = 1000;

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
struct Position {
    root: PathBuf,
}

impl Position {
    fn of(size: &str) -> Position {
        Position { root: target().join(size) }
    }

    fn path(&self, name: &str) -> String {
        self.root.join(name).display().to_string()
    }

    /// The ids of some people, by name.
    fn some_ids(&self) -> Vec<String> {
        let list = fs::read_to_string(self.root.join("people.csv")).unwrap();
        let nth = (list.lines().count() / MOST_IDS).max(1);
        list.lines().skip(1).step_by(nth).map(|line| line[..12].to_owned()).collect()
    }

    fn ketnap(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&*KETNAP);
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
fn prepare(size: &Size) -> Position {
    let place = Position::of(size.name);
    let root = place.root.clone();
    if !root.join("store/ketnap.ron").exists() {
        fs::create_dir_all(root.join("home")).unwrap();
        let [units, people] = [size.units, size.people].map(|n| n.to_string());
        let made = Command::new(&*KETNAP)
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

/// A program in a terminal, and what it writes there as it comes.
struct Screen {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    written: Receiver<Vec<u8>>,
    began: Instant,
    _terminal: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    fn open(mut command: CommandBuilder) -> Screen {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        let began = Instant::now();
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keys = pty.master.take_writer().unwrap();
        let (sender, written) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Screen { child, keys, written, began, _terminal: pty.master }
    }

    fn ketnap(place: &Position) -> Screen {
        let mut command = CommandBuilder::new(&*KETNAP);
        command.env("HOME", place.root.join("home"));
        command.args(["--store", &place.path("store"), "--lang", "en"]);
        Screen::open(command)
    }

    /// The time from the start until a text was written; `None` when it is not within some seconds. A key is
    /// pressed whenever something was written before.
    fn until(&mut self, text: &str, key: &str) -> Option<Duration> {
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains(text) {
            let written = self.written.recv_timeout(Duration::from_secs(20)).ok()?;
            // What programs ask a terminal before they draw.
            for (asked, answer) in [("\x1b[6n", "\x1b[1;1R"), ("\x1b[c", "\x1b[?62c")] {
                if String::from_utf8_lossy(&written).contains(asked) {
                    self.keys.write_all(answer.as_bytes()).unwrap();
                }
            }
            seen.extend(written);
            self.keys.write_all(key.as_bytes()).unwrap();
        }
        Some(self.began.elapsed())
    }

    /// Waits until nothing more comes; the time from the start until the last that came, if anything did.
    fn quiet(&mut self) -> Option<Duration> {
        let mut last = None;
        while self.written.recv_timeout(Duration::from_millis(400)).is_ok() {
            last = Some(self.began.elapsed());
        }
        last
    }

    /// The time from a key to the first bytes of an answer, and all bytes of it.
    fn press(&mut self, key: &str) -> (Duration, usize) {
        let start = Instant::now();
        self.keys.write_all(key.as_bytes()).unwrap();
        let Ok(first) = self.written.recv_timeout(Duration::from_secs(5)) else {
            return (start.elapsed(), 0);
        };
        let (time, mut bytes) = (start.elapsed(), first.len());
        while let Ok(more) = self.written.recv_timeout(Duration::from_millis(150)) {
            bytes += more.len();
        }
        (time, bytes)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The time until a program shows its first screen, and until nothing more comes, taken by a process of its
/// own: to begin another in a terminal takes the longer, the more memory one has.
fn first_frame(size: &Size, program: &str) -> Option<[Duration; 2]> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let told = command.args(["--first-frame", size.name, program]).output().unwrap().stdout;
    let told = String::from_utf8(told).unwrap();
    let mut times = told.split_whitespace().map(|time| Duration::from_micros(time.parse().unwrap()));
    Some([times.next()?, times.next()?])
}

/// That process: tells the middle of some runs in microseconds, or nothing.
fn tell_first_frame(size: &str, program: &str) {
    let place = Position::of(size);
    let list = fs::File::open(place.path("people.csv")).unwrap();
    let line = std::io::BufReader::new(list).lines().nth(1).unwrap().unwrap();
    let run = |_| {
        // The other waits for a key, a quarter of a second at most, before it draws.
        let (mut screen, text, key) = match program {
            "ketnap" => (Screen::ketnap(&place), "┘", ""),
            _ => {
                let mut command = CommandBuilder::new(program);
                command.arg(place.path("people.csv"));
                (Screen::open(command), &line[..12], "k")
            }
        };
        let first = screen.until(text, key)?;
        // The other draws the same again and again.
        let last = if program == "ketnap" { screen.quiet() } else { None };
        Some([first, last.unwrap_or(first)])
    };
    if let Some(runs) = (0..RUNS).map(run).collect::<Option<Vec<[Duration; 2]>>>() {
        for n in [0, 1] {
            let mut times: Vec<Duration> = runs.iter().map(|run| run[n]).collect();
            times.sort();
            println!("{}", times[RUNS / 2].as_micros());
        }
    }
}

/// How quickly keys are answered, and with how many bytes.
fn keys(place: &Position) {
    let mut screen = Screen::ketnap(place);
    screen.until("┘", "");
    screen.quiet();
    println!("\n| key | ms | bytes |\n|---|---|---|");
    let (tab, down, end, page) = ("\t", "\x1b[B", "\x1b[F", "\x1b[6~");
    for (what, key) in [
        ("a row down in the tree", down),
        ("to the end of the tree", end),
        ("to its beginning", "\x1b[H"),
        ("to the list of people", tab),
        ("a row down in the list", down),
        ("a page down", page),
        ("to the end of the list", end),
        ("only those at a stage", "2"),
        ("everybody again", "0"),
        ("find opens", "/"),
        ("a letter of a name", "n"),
        ("another", "g"),
        ("a third", "a"),
    ] {
        let (time, bytes) = screen.press(key);
        println!("| {what} | {:.1} | {bytes} |", ms(time));
    }
}

/// The most memory that a run takes, in MB.
fn memory(command: &Command) -> Option<u64> {
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["-f", "%M"]).arg(command.get_program()).args(command.get_args());
    timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = timed.stdin(Stdio::null()).stdout(Stdio::null()).output().ok()?;
    let kb: u64 = String::from_utf8(output.stderr).ok()?.lines().last()?.trim().parse().ok()?;
    Some(kb / 1024)
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

fn options(read_only: bool, cache: Option<PathBuf>) -> Options {
    Options {
        read_only,
        clock: Clock::Real,
        ids: Ids::Random,
        account: Account::of_process(),
        cache,
        waiting: Default::default(),
    }
}

/// How long writers take who each have a session open, a process, and save again and again: the time from
/// the first to the last of all saves, and how long before the last the first was done with its share.
fn sessions(start: impl Fn(usize) -> Child) -> (Duration, Duration) {
    let began = Instant::now();
    let mut children: Vec<Child> = (0..WRITERS).map(start).collect();
    let mut done = Vec::new();
    while !children.is_empty() {
        children.retain_mut(|child| match child.try_wait().unwrap() {
            Some(status) => {
                assert!(status.success());
                done.push(began.elapsed());
                false
            }
            None => true,
        });
        std::thread::sleep(Duration::from_millis(5));
    }
    (*done.last().unwrap(), *done.last().unwrap() - *done.first().unwrap())
}

/// One of the writers: opens the office, then changes a record again and again, judged by every rule as a form
/// does. Nobody listens for what the others save: screens would take it in.
fn write_in_a_session(store: &str, cache: &str, id: &str) {
    use ketnap::domain::Edit;
    use ketnap::domain::breach::breaches;
    use ketnap::domain::problem::problems;
    use ketnap::domain::{Milestone, MilestoneKind, PersonId, Why};
    let mut office =
        Office::open(Store::open(Path::new(store), options(false, Some(cache.into()))).unwrap()).unwrap();
    let id: PersonId = id.parse().unwrap();
    for n in 0..SAVES {
        let before = office.record(id).unwrap().person.clone();
        let mut after = before.clone();
        let round = before.open_round(MilestoneKind::Application).unwrap();
        let place = after.milestones.entry((MilestoneKind::Application, round));
        place.or_insert_with(|| Milestone::on(office.today().into())).number = format!("{n}");
        let known = breaches(&before, &office.standpoint(before.unit()));
        let new = breaches(&after, &office.standpoint(after.unit()));
        std::hint::black_box((known, new, problems(&after, office.today())));
        office.save(Edit::between(id, &before, &after), Why::Entry).unwrap();
    }
}

/// Writers beside each other whose sessions stay open, ours beside the shell of SQLite: in the office of which
/// everybody was imported, which is made anew in every run.
fn saves_in_sessions(place: &Position, peer_ids: &[String], sqlite: bool) {
    let (store, cache) = (place.path("empty"), place.path("cache"));
    fs::create_dir_all(&cache).unwrap();
    // The register of this executable, which none of them has to make then.
    let options = options(false, Some(cache.clone().into()));
    let office = Office::open(Store::open(Path::new(&store), options).unwrap()).unwrap();
    let register = office.register();
    let ids: Vec<(Option<UnitId>, String)> =
        register.people().map(|row| (register.book(row), String::from(register.id(row).unwrap()))).collect();
    let apart: Vec<&str> = (0..WRITERS).map(|n| ids[n * ids.len() / WRITERS].1.as_str()).collect();
    let together = ids.iter().filter(|(book, _)| *book == ids[0].0).map(|(_, id)| id.as_str());
    let together: Vec<&str> = together.take(WRITERS).collect();
    drop(office);
    let tell = |who: &str, (all, after): (Duration, Duration)| {
        let rate = (WRITERS * SAVES) as f64 / all.as_secs_f64();
        println!("{who}: {rate:.0} saves/s, the last done {:.0} ms after the first", ms(after));
    };
    println!("\n{WRITERS} sessions that stay open, {SAVES} saves each");
    for (what, ids) in [("ketnap, each in a book of its own", apart), ("ketnap, all in one book", together)] {
        let ours = sessions(|writer| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--session", &store, &cache, ids[writer]]).spawn().unwrap()
        });
        tell(what, ours);
    }
    if sqlite {
        let peers = sessions(|writer| {
            let script = place.root.join(format!("session-{writer}.sql"));
            let mut text = String::from(".timeout 60000\npragma synchronous=FULL;\n");
            let id = &peer_ids[writer * peer_ids.len() / WRITERS];
            for n in 0..SAVES {
                text += &format!("update people set milestone='m{n}' where id='{id}';\n");
            }
            fs::write(&script, text).unwrap();
            let mut command = Command::new("sqlite3");
            let script = fs::File::open(script).unwrap();
            command.arg(place.path("peer.db")).stdin(script).stdout(Stdio::null()).spawn().unwrap()
        });
        tell("sqlite3 in WAL mode", peers);
    }
}

/// What our jobs took at every size, for the page on growth.
#[derive(Default)]
struct Growth(Vec<(String, Vec<(&'static str, f64)>)>);

impl Growth {
    fn note(&mut self, size: &'static str, job: &str, time: Duration) {
        let place = self.0.iter().position(|(known, _)| known == job).unwrap_or_else(|| {
            self.0.push((job.to_owned(), Vec::new()));
            self.0.len() - 1
        });
        self.0[place].1.push((size, ms(time)));
    }

    /// Every job at every size, and how many times as long the largest takes as the one before it: ten
    /// times the people in ten times the units.
    fn print(&self) {
        let Some((_, first)) = self.0.first() else { return };
        let sizes: Vec<&str> = first.iter().map(|(size, _)| *size).collect();
        println!("\n| job, ms | {} | times |\n|---|{}---|", sizes.join(" | "), "---|".repeat(sizes.len()));
        for (job, times) in &self.0 {
            let shown: Vec<String> = times.iter().map(|(_, ms)| format!("{ms:.1}")).collect();
            let grown = match times.as_slice() {
                [.., (_, before), (_, last)] => format!("{:.1}", last / before),
                _ => String::new(),
            };
            println!("| {job} | {} | {grown} |", shown.join(" | "));
        }
    }
}

fn print_row(job: &str, ours: Duration, peers: &[(&str, Option<Duration>)], floor: Duration) {
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
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--session", store, cache, id] => return write_in_a_session(store, cache, id),
        ["--first-frame", size, program] => return tell_first_frame(size, program),
        _ => {}
    }
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let (sqlite, rg) = (is_there("sqlite3"), is_there("rg"));
    let mut growth = Growth::default();
    for size in SIZES.iter().filter(|size| match wanted.is_empty() {
        true => size.name != "L",
        false => wanted.iter().any(|name| *name == size.name),
    }) {
        let place = prepare(size);
        let peer = |there: bool, make: &dyn Fn() -> Command| there.then(|| time(make));
        let ids = place.some_ids();
        let id = ids[ids.len() / 2].as_str();
        let floor = time(|| place.ketnap(&["keys"]));
        println!("\n{}: {} units, {} people\n", size.name, size.units, size.people);
        println!("| job | ms | empty program | peers |\n|---|---|---|---|");
        let mut row = |job: &str, ours: Duration, peers: &[(&str, Option<Duration>)], floor: Duration| {
            growth.note(size.name, job, ours);
            print_row(job, ours, peers, floor);
        };
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
        let viewer = is_there("csvlens").then(|| first_frame(size, "csvlens")).flatten();
        let [first, settled] = first_frame(size, "ketnap").unwrap();
        row(
            "first frame, from the kept register",
            first,
            &[("csvlens", viewer.map(|[first, _]| first))],
            floor,
        );
        row("until all was looked at", settled, &[("csvlens", viewer.map(|[_, last]| last))], floor);
        in_and_out(&place, size, &mut row, floor);

        let (saved, failed, least) = writers(|writer, n| {
            let id = ids[(writer * 7919 + n) % ids.len()].as_str();
            place.ketnap(&["record", id, "application", "--number", &format!("{writer}-{n}")])
        });
        println!("\n{WRITERS} writers, {WRITING:?}: {saved} saves, {failed} failed, the least {least}");
        if sqlite {
            let (saved, failed, least) = writers(|writer, n| {
                let id = &ids[(writer * 7919 + n) % ids.len()];
                place.sqlite(&format!(
                    ".timeout 5000\npragma synchronous=FULL; update people set milestone='m{n}' where id='{id}'"
                ))
            });
            println!("sqlite3 in WAL mode: {saved} saves, {failed} failed, the least {least}");
        }
        saves_in_sessions(&place, &ids, sqlite);
        keys(&place);
        println!("\n| run | memory, MB |\n|---|---|");
        let runs: [&[&str]; 6] = [
            &["keys"],
            &["progress", "--csv"],
            &["find", "do thi mau ngan"],
            &["due", "--csv"],
            &["show", id],
            &["list", "--csv"],
        ];
        for args in runs {
            match memory(&place.ketnap(args)) {
                Some(mb) => println!("| {} | {mb} |", args.join(" ")),
                None => println!("| {} | /usr/bin/time not installed |", args.join(" ")),
            }
        }
        in_process(&place);
    }
    growth.print();
}

/// DuckDB as a program, or as a library of Python.
fn duckdb(db: &str, sql: &str) -> Option<Command> {
    if is_there("duckdb") {
        let mut command = Command::new("duckdb");
        command.args([db, sql]);
        return Some(command);
    }
    let script = "import duckdb, sys; sys.argv[2:] and duckdb.connect(sys.argv[1]).execute(sys.argv[2])";
    let python = || {
        let mut command = Command::new("python3");
        command.args(["-c", script]);
        command
    };
    let there = python().stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    there.then(|| {
        let mut command = python();
        command.args([db, sql]);
        command
    })
}

type Row<'a> = dyn FnMut(&str, Duration, &[(&str, Option<Duration>)], Duration) + 'a;

/// Everybody from a CSV file into an office that has only units, and out of an office as Parquet; once, for
/// it takes long.
fn in_and_out(place: &Position, size: &Size, row: &mut Row, floor: Duration) {
    let (store, csv) = (place.path("empty"), place.path("import.csv"));
    let _ = fs::remove_dir_all(&store);
    let once = |command: &mut Command| {
        let start = Instant::now();
        let done = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(done.unwrap().success(), "{command:?}");
        start.elapsed()
    };
    let ketnap = |args: &[&str]| {
        let mut command = Command::new(&*KETNAP);
        command.env("HOME", place.root.join("home")).env_remove("XDG_CACHE_HOME").args(args);
        command
    };
    let units = size.units.to_string();
    once(&mut ketnap(&["sample", "--units", &units, "--people", "0", "--seed", "1", &store]));
    let told = ketnap(&["--store", &store, "units", "--json"]).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let cells = told.as_array().unwrap().iter().filter(|unit| unit["kind"] == "cell");
    let cells: Vec<&str> = cells.map(|unit| unit["unit"].as_str().unwrap()).collect();
    let mut text = String::from("name,unit,born,sex,identity_number,identified,sent_to_class,certificate\n");
    for n in 0..size.people {
        let cell = cells[n * cells.len() / size.people];
        let (day, month, year) = (n % 28 + 1, n % 12 + 1, 1980 + n % 25);
        let given = ["An", "Bình", "Chi", "Dung", "Hoa", "Lan", "Ngân"][n % 7];
        let number = 100_000_000_000 + n;
        text += &format!("Lê Thị Mẫu {given},{cell},{day}/{month}/{year},nữ,{number},");
        text += &format!("{day}/3/2023,{day}/6/2023,{day}/9/2023\n");
    }
    fs::write(&csv, text).unwrap();
    let ours = once(&mut ketnap(&["--store", &store, "import", "people", &csv]));
    let sql = format!("create or replace table people as select * from read_csv('{csv}'); checkpoint");
    let peer = duckdb(&place.path("import.db"), &sql).map(|mut command| once(&mut command));
    row("import of everybody, CSV", ours, &[("duckdb", peer)], floor);
    let lake = place.root.join("lake");
    let _ = fs::remove_dir_all(&lake);
    let ours = once(&mut place.ketnap(&["export", "--parquet", lake.to_str().unwrap()]));
    row("export of everybody, Parquet", ours, &[], floor);
    let mut read = Command::new("sh");
    read.args(["-c", &format!("find {} -name '*.ron' -exec cat {{}} + | wc -c", place.path("store"))]);
    row("(floor: all files through cat)", once(&mut read), &[], floor);
}

/// What a run inside the program costs: the register made anew, a look at all books, and answers.
fn in_process(place: &Position) {
    use ketnap::query::progress::progress;
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{what}: {:.1} ms", ms(start.elapsed()));
    };
    let store = || Store::open(Path::new(&place.path("store")), options(true, None)).unwrap();
    let mut office = None;
    println!();
    timed("register made anew from all books", &mut || office = Some(Office::open(store()).unwrap()));
    let mut office = office.unwrap();
    timed("a look at all books, nothing changed", &mut || drop(office.refresh()));
    let today = office.today();
    let year = office.year(chrono::Datelike::year(&today), today);
    let past = office.year(2024, today.checked_sub_days(chrono::Days::new(700)).unwrap());
    timed("progress of all units today", &mut || drop(progress(office.register(), &year, &Work::unheard())));
    timed("progress of all units on a day in the past", &mut || {
        drop(progress(office.register(), &past, &Work::unheard()))
    });
    timed("find", &mut || drop(ketnap::query::find::find(office.register(), "do thi mau ngan", 1000)));
    for text in ["n", "an", "ntm ngan"] {
        timed(&format!("find {text:?}, as typed"), &mut || {
            drop(ketnap::query::find::find(office.register(), text, 1000))
        });
    }
}
