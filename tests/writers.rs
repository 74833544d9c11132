//! Many writers, each a process of its own, some of them killed: nothing acknowledged is lost,
//! nothing is there twice, and no reader ever sees less than was acknowledged before it looked.

use crate::traced::{Copy, names_before, strace};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A number that looks random, always the same for the same seed (splitmix64).
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z ^ (z >> 29)
}

fn write_for(writers: usize, time: Duration) {
    let copy = Copy::new();
    for n in 0..writers {
        let office = Command::new(env!("CARGO_BIN_EXE_ketnap"))
            .env("HOME", copy.dir.path())
            .arg("--store")
            .arg(copy.store())
            .args(["access", "add", &format!("w{n}"), "editor"])
            .stdout(Stdio::null())
            .status();
        assert!(office.unwrap().success());
    }
    let acknowledged = Mutex::new(BTreeSet::<String>::new());
    let stop = AtomicBool::new(false);
    let [killed, looks] = [Mutex::new(0usize), Mutex::new(0usize)];
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let (copy, acknowledged, stop, killed) = (&copy, &acknowledged, &stop, &killed);
            scope.spawn(move || {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let name = format!("Người {writer}-{n}");
                    let mut child = Command::new(env!("CARGO_BIN_EXE_ketnap"))
                        .env_clear()
                        .env("HOME", copy.dir.path())
                        .arg("--store")
                        .arg(copy.store())
                        .args(["--lang", "en", "--as", &format!("w{writer}"), "add"])
                        .stdin(Stdio::piped())
                        .stdout(Stdio::piped())
                        .stderr(Stdio::piped())
                        .spawn()
                        .unwrap();
                    let person = serde_json::json!({"name": name, "unit": "T1"}).to_string();
                    std::io::Write::write_all(&mut child.stdin.take().unwrap(), person.as_bytes()).unwrap();
                    let dice = mixed((writer * 100_000 + n) as u64);
                    if dice.is_multiple_of(5) {
                        // Somewhere in its work: a process of a few dozen milliseconds.
                        std::thread::park_timeout(Duration::from_micros(dice / 5 % 60_000));
                        let _ = child.kill();
                        *killed.lock().unwrap() += 1;
                    }
                    let output = child.wait_with_output().unwrap();
                    let err = String::from_utf8_lossy(&output.stderr);
                    if String::from_utf8_lossy(&output.stdout).starts_with("saved ") {
                        acknowledged.lock().unwrap().insert(name);
                    } else if output.status.code().is_some() {
                        assert!(err.contains("NOT SAVED"), "{err}");
                    }
                }
            });
        }
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let before: Vec<String> = acknowledged.lock().unwrap().iter().cloned().collect();
                let names: BTreeSet<String> =
                    copy.names().expect("a reader sees no damage").into_iter().collect();
                let stale: Vec<&String> = before.iter().filter(|name| !names.contains(*name)).collect();
                assert!(stale.is_empty(), "stale: {stale:?}");
                *looks.lock().unwrap() += 1;
            }
        });
        let end = Instant::now() + time;
        while Instant::now() < end {
            std::thread::park_timeout(end - Instant::now());
        }
        stop.store(true, Ordering::Relaxed);
    });
    let names = copy.names().unwrap();
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "nobody is there twice");
    let acknowledged = acknowledged.into_inner().unwrap();
    let lost: Vec<&String> = acknowledged.iter().filter(|name| !unique.contains(name)).collect();
    eprintln!(
        "{writers} writers: {} acknowledged, {} lost, {} killed, {} looks by a reader, none torn or stale",
        acknowledged.len(),
        lost.len(),
        killed.into_inner().unwrap(),
        looks.into_inner().unwrap(),
    );
    assert!(lost.is_empty() && acknowledged.len() > writers, "{lost:?}");
}

#[test]
fn eight_writers_of_whom_some_are_killed_lose_nothing() {
    write_for(8, Duration::from_secs(3));
}

#[test]
#[ignore = "minutes; in the README"]
fn thirty_two_writers_for_minutes_lose_nothing() {
    write_for(32, Duration::from_secs(180));
}

#[test]
fn a_holder_of_the_lock_that_was_stopped_is_named_after_five_seconds_and_a_dead_one_is_nobody() {
    if !strace("a stopped holder of the lock") {
        return;
    }
    let copy = Copy::new();
    let mut stopped = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "-e", "inject=fdatasync:signal=SIGSTOP"])
        .arg(env!("CARGO_BIN_EXE_ketnap"))
        .env("HOME", copy.dir.path())
        .arg("--store")
        .arg(copy.store())
        .args(["--as", "minh", "add"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut stopped.stdin.take().unwrap(), br#"{"name": "A", "unit": "T1"}"#).unwrap();
    // It has the lock when its name stands in it.
    let lock = copy.store().join("xa-mau/book/lock");
    let holder = || std::fs::read_to_string(&lock).unwrap_or_default();
    let pid = loop {
        match holder().lines().collect::<Vec<_>>().as_slice() {
            ["minh", pid, _]
                if Command::new("sh")
                    .arg("-c")
                    .arg(format!("grep -qs '^State:.*[Tt]' /proc/{pid}/status"))
                    .status()
                    .unwrap()
                    .success() =>
            {
                break pid.to_string();
            }
            _ => std::thread::yield_now(),
        }
    };
    let before = Instant::now();
    let waited = copy.run("lan", &["add"], r#"{"name": "B", "unit": "T1"}"#);
    assert_eq!(waited.code, Some(4), "{waited:?}");
    assert!(waited.err.contains("NOT SAVED: minh") && waited.err.contains(&pid), "{waited:?}");
    assert!(before.elapsed() < Duration::from_secs(8), "{:?}", before.elapsed());
    Command::new("kill").args(["-9", &pid]).status().unwrap();
    stopped.wait().unwrap();
    assert_eq!(copy.run("lan", &["add"], r#"{"name": "B", "unit": "T1"}"#).code, Some(0));
    let mut names = copy.names().unwrap();
    names.retain(|name| !names_before().contains(name));
    assert!(names.contains(&"B".to_owned()), "{names:?}");
}
