//! Every command that writes, not only the save: each of its system calls fails once, or is its last. One oracle:
//! what it says is what is so, and the same command said again comes to the same end.

use crate::traced::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A command that writes, and how to see whether it was done.
struct Deed {
    name: &'static str,
    /// What is done before, not counted.
    before: fn(&Copy),
    args: &'static [&'static str],
    /// Whether it is done, by what another command says, or by what lies there.
    done: fn(&Copy) -> bool,
    /// What the journal says of it, if anything.
    noted: &'static str,
    /// The first call that counts.
    from: &'static str,
}

const RULES: &str = "(\n    number: \"12-QĐ/HU\", signed: \"2023-01-10\", effective: \"2023-01-10\",\n    \
    layer: \"Huyện Mẫu\",\n    name: (\"Thời hạn\", \"time\"),\n    status: verified,\n)\n";

fn well(copy: &Copy, args: &[&str]) {
    let ended = copy.owner(args, &[]);
    assert_eq!(ended.code, Some(0), "{args:?}: {ended:?}");
}

fn says(copy: &Copy, args: &[&str], text: &str) -> bool {
    copy.owner(args, &[]).out.contains(text)
}

fn mode(copy: &Copy, path: &str) -> u32 {
    fs::metadata(copy.store().join(path)).unwrap().permissions().mode() & 0o7777
}

fn set_mode(copy: &Copy, path: &str, mode: u32) {
    fs::set_permissions(copy.store().join(path), fs::Permissions::from_mode(mode)).unwrap();
}

const DEEDS: [Deed; 12] = [
    Deed {
        name: "access add",
        before: |_| (),
        args: &["access", "add", "mai", "editor"],
        done: |copy| says(copy, &["access"], "mai"),
        noted: "mai",
        from: "flock",
    },
    Deed {
        name: "access remove",
        before: |_| (),
        args: &["access", "remove", "hoa"],
        done: |copy| !says(copy, &["access"], "hoa"),
        noted: "hoa",
        from: "flock",
    },
    Deed {
        name: "access apply",
        before: |copy| {
            set_mode(copy, ".here", 0o700);
            set_mode(copy, "xa-mau/book/mark", 0o755);
        },
        args: &["access", "apply"],
        // The first and the last that it sets by itself.
        done: |copy| [".here", "xa-mau/book/mark"].iter().all(|path| mode(copy, path) & 0o1000 != 0),
        noted: "",
        from: "mkdirat",
    },
    Deed {
        name: "rules add",
        before: |_| (),
        args: &["rules", "add", "r.ron"],
        done: |copy| says(copy, &["rules"], "12-QĐ/HU"),
        noted: "12-QĐ/HU",
        from: "mkdirat",
    },
    Deed {
        name: "rules remove",
        before: |copy| well(copy, &["rules", "add", "r.ron"]),
        args: &["rules", "remove", "12-QĐ/HU"],
        done: |copy| !says(copy, &["rules"], "12-QĐ/HU"),
        noted: "12-QĐ/HU",
        from: "mkdirat",
    },
    Deed {
        name: "rules use",
        before: |_| (),
        args: &["rules", "use", "Hà Nội"],
        done: |copy| says(copy, &["rules"], "also in force here: Hà Nội"),
        noted: "in force here: Hà Nội",
        from: "mkdirat",
    },
    Deed {
        name: "undo",
        before: |copy| well(copy, &["import", "people", "p.csv"]),
        args: &["undo"],
        done: |copy| !says(copy, &["list"], "Người chép"),
        noted: "",
        from: "flock",
    },
    Deed {
        name: "import",
        before: |_| (),
        args: &["import", "people", "p.csv"],
        done: |copy| says(copy, &["list"], "Người chép"),
        noted: "",
        from: "flock",
    },
    Deed {
        name: "init",
        before: |_| (),
        args: &["init", "new", "--name", "Xã Mới", "--take-over"],
        done: |copy| says(copy, &["--store", "new", "check"], "xa-moi"),
        noted: "",
        from: "mkdir",
    },
    Deed {
        name: "backup",
        before: |_| (),
        args: &["backup", "b.tgz"],
        done: |copy| says(copy, &["check", "b.tgz"], "sound  xa-mau"),
        noted: "backed up",
        from: "mkdirat",
    },
    Deed {
        name: "restore",
        before: |copy| well(copy, &["backup", "b.tgz"]),
        args: &["restore", "b.tgz", "new", "--take-over"],
        done: |copy| says(copy, &["--store", "new", "list"], "Người của minh"),
        noted: "",
        from: "mkdir",
    },
    Deed {
        name: "repair",
        before: |copy| {
            well(copy, &["backup", "b.tgz"]);
            fs::remove_file(copy.store().join("xa-mau/book/log/minh.ron")).unwrap();
        },
        args: &["check", "--repair-from", "b.tgz"],
        done: |copy| says(copy, &["check"], "sound  xa-mau") && says(copy, &["list"], "Người của minh"),
        noted: "",
        from: "flock",
    },
];

fn begun(deed: &Deed) -> Copy {
    let copy = Copy::new();
    fs::write(copy.dir.path().join("r.ron"), RULES).unwrap();
    fs::write(copy.dir.path().join("p.csv"), "name,unit\nNgười chép,T1\n").unwrap();
    (deed.before)(&copy);
    copy
}

/// What is wrong with how a run ended.
fn judge(copy: &Copy, deed: &Deed, ended: &Ended, what: &str) -> Option<String> {
    let wrong = |text: &str| Some(format!("{} {what}: {text}: {ended:?}", deed.name));
    if ended.err.contains("panicked") {
        return wrong("panicked");
    }
    let there = (deed.done)(copy);
    let unsure = ended.err.contains("NOT SURE") || ended.err.contains("IN PART");
    // What was printed before something else failed was said.
    let said = |text: &str| ended.out.contains(text);
    let told_done = ended.code == Some(0)
        || ended.err.contains("DONE, but")
        || ended.err.contains("SAVED, but")
        || said(" is taken out\n")
        || said("saved rules/")
        || (ended.err.contains(" taken from the copy;") && !ended.err.contains("still missing"))
        || said("Undone (")
        || said("Records created at");
    match ended.code {
        Some(_) if told_done && !there => return wrong("said to be done, and is not"),
        Some(_) if !told_done && !unsure && there => return wrong("is done, and not said so"),
        Some(code) if code != 0 && ended.err.trim().is_empty() && !what.starts_with("inject=write:") => {
            return wrong("nothing is said");
        }
        _ => {}
    }
    // What is done, the journal knows of.
    if !deed.noted.is_empty() && there && !copy.owner(&["log", "--journal"], &[]).out.contains(deed.noted) {
        return wrong("is done, and was not noted");
    }
    // Said again, it comes to the same end; what is done already may be refused as such.
    let again = copy.owner(deed.args, &[]);
    if !(deed.done)(copy) {
        return wrong(&format!("does not come to its end when said again: {again:?}"));
    }
    let checked = copy.owner(&["check"], &[]);
    if checked.code != Some(0) {
        return wrong(&format!("leaves damage: {checked:?}"));
    }
    None
}

fn matrix(hows: &[&str], every: usize) {
    if !strace("every command that writes") {
        return;
    }
    let mut points = Vec::new();
    for deed in &DEEDS {
        let copy = begun(deed);
        assert!(!(deed.done)(&copy), "{}", deed.name);
        let ended = copy.owner(deed.args, &["-e".into(), "trace=%file,%desc".into()]);
        assert!(ended.code == Some(0) && (deed.done)(&copy), "{}: {ended:?}", deed.name);
        let calls = calls_in(&copy.trace(), deed.from);
        let some = calls.into_iter().enumerate().filter(|(n, _)| n % every == 0);
        points.extend(some.flat_map(|(_, call)| hows.iter().map(move |how| (deed, call.clone(), *how))));
    }
    let outcomes = on_all_cores(&points, |(deed, call, how)| {
        let copy = begun(deed);
        let rule = format!("inject={}:{how}:when={}", call.name, call.nth);
        let ended = copy.owner(deed.args, &["-e".into(), rule.clone()]);
        (ended.code, judge(&copy, deed, &ended, &rule))
    });
    let bitten = outcomes.iter().filter(|(code, _)| *code != Some(0)).count();
    let wrong: Vec<String> = outcomes.into_iter().filter_map(|(_, wrong)| wrong).collect();
    eprintln!("{hows:?}: {} points, {bitten} bitten, {} wrong", points.len(), wrong.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), points.len(), wrong.join("\n"));
    assert!(bitten * 6 > points.len(), "faults that do not bite prove nothing");
}

#[test]
fn whatever_fails_in_any_command_that_writes_it_says_what_is_so() {
    matrix(&["error=EIO"], 15);
}

#[test]
fn a_command_that_writes_and_is_killed_anywhere_is_done_or_not_and_can_be_said_again() {
    matrix(&["signal=SIGKILL"], 15);
}

#[test]
#[ignore = "minutes; in the README"]
fn errors_and_kills_at_every_third_call_of_every_command_that_writes() {
    matrix(&["error=EIO", "error=ENOSPC", "error=EACCES", "signal=SIGKILL"], 3);
}

/// Two `restore`s into one folder both succeeded, and mixed.
#[test]
fn of_two_who_make_a_store_in_one_folder_one_does_and_the_other_is_told() {
    for what in ["init", "restore"] {
        for _ in 0..6 {
            let copy = Copy::new();
            assert_eq!(copy.owner(&["backup", "b.tgz"], &[]).code, Some(0));
            let args: &[&str] = match what {
                "init" => &["init", "new", "--sample"],
                _ => &["restore", "b.tgz", "new"],
            };
            let ended: Vec<Ended> = std::thread::scope(|scope| {
                let both: Vec<_> = (0..2).map(|_| scope.spawn(|| copy.owner(args, &[]))).collect();
                both.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let good = ended.iter().filter(|ended| ended.code == Some(0)).count();
            assert_eq!(good, 1, "{what}: {ended:?}");
            let bad = ended.iter().find(|ended| ended.code != Some(0)).unwrap();
            assert!(
                bad.err.contains("not empty") || bad.err.contains("Somebody is making"),
                "{what}: {bad:?}"
            );
            assert_eq!(copy.owner(&["--store", "new", "check"], &[]).code, Some(0), "{what}");
            assert!(!copy.dir.path().join("new/.making").exists());
        }
    }
}

/// An erasing that was killed at its last exchange was never heard of again.
#[test]
fn an_erasing_that_is_killed_at_any_call_comes_to_its_end_when_said_again() {
    if !strace("an erasing that is killed") {
        return;
    }
    let begun = || {
        let copy = Copy::new();
        let list = copy.owner(&["list", "--json"], &[]).out;
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let id = list[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(copy.owner(&["access", "add", "ha", "manager"], &[]).code, Some(0));
        assert_eq!(copy.run("ha", &["erase", &id], "").code, Some(0));
        (copy, id)
    };
    let (copy, id) = begun();
    let ended = copy.owner(&["erase", &id, "--confirm"], &["-e".into(), "trace=%file,%desc".into()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let calls = calls_in(&copy.trace(), "flock");
    let some: Vec<Call> = calls.into_iter().step_by(4).collect();
    let wrong: Vec<String> = on_all_cores(&some, |call| {
        let (copy, id) = begun();
        let rule = format!("inject={}:signal=SIGKILL:when={}", call.name, call.nth);
        copy.owner(&["erase", &id, "--confirm"], &["-e".into(), rule.clone()]);
        let again = copy.owner(&["erase", &id, "--confirm"], &[]);
        let noted = copy.owner(&["log", "--journal"], &[]).out.matches(&id).count();
        let gone = !copy.owner(&["log"], &[]).out.contains(&id);
        let fine =
            (again.code == Some(0) || again.err.contains("no such") || again.err.contains("No person"))
                && noted >= 2
                && gone;
        (!fine).then(|| format!("{rule}: {again:?} noted {noted} gone {gone}"))
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A disk that takes no writing was said to be one, and nothing about what to do.
#[test]
fn a_backup_from_a_read_only_disk_says_how_to_make_one() {
    if !strace("a read-only disk") {
        return;
    }
    let copy = Copy::new();
    let ended = copy.owner(&["backup", "b.tgz"], &["-e".into(), "trace=openat".into()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // The journal is the first that is opened to be written.
    let trace = copy.trace();
    let nth = trace.lines().position(|line| line.contains("O_RDWR")).expect("the journal is opened") + 1;
    let rule = format!("inject=openat:error=EROFS:when={nth}");
    let ended = copy.owner(&["backup", "b2.tgz"], &["-e".into(), rule]);
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.err.contains("ketnap --read-only backup FILE"), "{ended:?}");
    assert!(!copy.dir.path().join("b2.tgz").exists());
    let ended = copy.owner(&["--read-only", "backup", "b2.tgz"], &[]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(says(&copy, &["check", "b2.tgz"], "sound  xa-mau"));
}
