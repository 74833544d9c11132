//! A save in a busy office: 5,000 people in one book, 24 sessions that have it open and take in what
//! is saved, beside one bare append and fdatasync of as many bytes on the same disk.
//!
//! `cargo bench --bench save`. Quote the ratio, not the times: machines are shared and noisy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use ketnap::domain::edit::NewBook;
use ketnap::domain::{Change, Edit, Person, PersonFact, PersonId, Unit, UnitId, Why};
use ketnap::office::Office;
use ketnap::store::init::New;
use ketnap::store::{Account, Clock, Ids, Options, Store};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const PEOPLE: u64 = 5000;
const SESSIONS: usize = 24;
const SAVES: usize = 200;
/// Between two saves: thirty people who type do not save faster than this together.
const PAUSE: Duration = Duration::from_millis(250);

fn options() -> Options {
    Options {
        read_only: false,
        clock: Clock::Real,
        ids: Ids::Random,
        account: Account::of_process(),
        cache: None,
        waiting: Default::default(),
    }
}

fn percentile(times: &mut [Duration], hundredth: usize) -> Duration {
    times.sort();
    times[times.len() * hundredth / 100]
}

fn main() {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("store");
    let (top, cell) = (UnitId::from_bits(1), UnitId::from_bits(2));
    let mut edits = vec![Edit::add(cell, Unit::new("Chi bộ Thôn 1".into(), "cell".into(), Some(top)))];
    edits.extend((0..PEOPLE).map(|n| {
        let mut person = Person::new(format!("Nguyễn Văn Mẫu {n}"), cell);
        person.occupation = "Nông dân".into();
        Edit::add(PersonId::from_bits(1000 + n), person)
    }));
    let unit = Unit::new("Xã Mẫu".into(), "base".into(), None);
    let books = vec![NewBook { id: top, unit, edits }];
    let store = Store::init(&path, options(), New { books, why: Why::Init, day: None, over: false }).unwrap();
    let mut office = Office::open(store).unwrap();

    // The sessions: the real program, each in a terminal of its own.
    let pty = native_pty_system();
    let (up, ready) = channel();
    let sessions: Vec<_> = (0..SESSIONS)
        .map(|_| {
            let pair = pty.openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
            let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ketnap"));
            command.env_clear();
            command.env("HOME", dir.path());
            command.env("TERM", "xterm-256color");
            command.args(["--store", path.to_str().unwrap(), "--lang", "vi"]);
            let child = pair.slave.spawn_command(command).unwrap();
            let mut reader = pair.master.try_clone_reader().unwrap();
            let up = up.clone();
            std::thread::spawn(move || {
                let mut bytes = [0; 65536];
                while reader.read(&mut bytes).is_ok_and(|n| n > 0) {
                    let _ = up.send(());
                }
            });
            let writer = pair.master.take_writer().unwrap();
            (child, writer, pair)
        })
        .collect();
    for _ in 0..SESSIONS {
        ready.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    let mut saves = Vec::new();
    let mut bare = Vec::new();
    let log = path.join("xa-mau/book/log").join(format!("{}.ron", Account::of_process().key));
    let before = std::fs::metadata(&log).unwrap().len();
    let file = std::fs::File::create(path.join("bare")).unwrap();
    let line = [b'x'; 366];
    for n in 0..SAVES {
        let id = PersonId::from_bits(1000 + (n as u64 * 37) % PEOPLE);
        let old = office.record(id).unwrap().person.occupation.clone();
        let fact = |text: &str| Some(PersonFact::Occupation(text.to_owned()));
        let edit = Edit::Person(Change { id, old: fact(&old), new: fact(&format!("Nghề {n}")) });
        let start = Instant::now();
        office.save(vec![edit], Why::Entry).unwrap();
        saves.push(start.elapsed());
        std::thread::sleep(PAUSE / 2);
        // What the disk alone takes, in the same company.
        let start = Instant::now();
        file.write_all_at(&line, n as u64 * line.len() as u64).unwrap();
        file.sync_data().unwrap();
        bare.push(start.elapsed());
        std::thread::sleep(PAUSE / 2);
    }
    let bytes = (std::fs::metadata(&log).unwrap().len() - before) / SAVES as u64;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{PEOPLE} people in the book, {SESSIONS} sessions open, {SAVES} saves of {bytes} bytes");
    for hundredth in [50, 95] {
        let (save, bare) = (percentile(&mut saves, hundredth), percentile(&mut bare, hundredth));
        println!(
            "p{hundredth}: save {:.2} ms, bare append + fdatasync {:.2} ms, ratio {:.1}",
            ms(save),
            ms(bare),
            ms(save) / ms(bare)
        );
    }
    println!(
        "p95 under 50 ms: {}",
        if percentile(&mut saves, 95) < Duration::from_millis(50) { "yes" } else { "NO" }
    );
    for (mut child, mut writer, _pair) in sessions {
        let _ = writer.write_all(b"\x11");
        let _ = child.wait();
    }
}
