//! Every system call of a save fails once, or for ever, or is the last one: either it is saved and
//! said so, or "NOT SAVED" is said with the cause and the store is as before; the next save works.

use crate::traced::*;
use std::process::Command;

const NEW: &str = "Người mới";

/// What a run may leave behind; `None` when all is well.
fn judge(copy: &Copy, scene: Scene, ended: &Ended, what: &str) -> Option<String> {
    let wrong = |text: &str| Some(format!("{scene:?} {what}: {text}: {ended:?}"));
    let names = match copy.names() {
        Ok(names) => names,
        Err(damage) => return wrong(&damage),
    };
    let there = names.contains(&NEW.to_owned());
    let mut without = names.clone();
    without.retain(|name| name != NEW);
    if without != names_before() || names.len() - without.len() > 1 {
        return wrong(&format!("others are not as they were: {names:?}"));
    }
    let said = ended.code == Some(0) && ended.out.contains("saved ");
    if ended.err.contains("panicked") {
        return wrong("panicked");
    }
    match (there, said, ended.code) {
        (false, true, _) => return wrong("LOST: saved and not there"),
        (_, _, None) if !what.contains("signal") => return wrong("ended by a signal that nobody sent"),
        (_, _, Some(0)) if !said => return wrong("nothing is said, and all is well"),
        // Where nothing can be written any more, the exit code is what is left to say it with.
        (_, false, Some(_)) if what.starts_with("inject=write:") && what.ends_with('+') => {}
        (false, false, Some(_)) if ended.err.trim().is_empty() => return wrong("nothing is said"),
        (true, false, Some(_)) if !ended.err.contains("SAVED, but") => {
            return wrong("is there, and not said so");
        }
        _ => {}
    }
    // The next save works, by the same person.
    let next = copy.run(scene.who(), &["add"], r#"{"name": "Người sau", "unit": "T1"}"#);
    if next.code != Some(0) || !copy.names().is_ok_and(|names| names.contains(&"Người sau".to_owned())) {
        return wrong(&format!("the next save does not work: {next:?}"));
    }
    None
}

/// How the run ended, and what is wrong with that.
fn inject(scene: Scene, call: &Call, how: &str, forever: bool) -> (Option<i32>, Option<String>) {
    let copy = Copy::new();
    let when = if forever { format!("{}+", call.nth) } else { call.nth.to_string() };
    let rule = format!("inject={}:{how}:when={when}", call.name);
    let ended = copy.add_traced(scene.who(), NEW, &["-e".into(), rule.clone()]);
    (ended.code, judge(&copy, scene, &ended, &rule))
}

/// Says what came of all points, and fails when any was wrong.
fn settle(what: &str, outcomes: Vec<(Option<i32>, Option<String>)>) {
    let count = |code: fn(Option<i32>) -> bool| outcomes.iter().filter(|(ended, _)| code(*ended)).count();
    let [saved, refused, killed] = [
        count(|code| code == Some(0)),
        count(|code| code.is_some_and(|code| code != 0)),
        count(|code| code.is_none()),
    ];
    let points = outcomes.len();
    let wrong: Vec<String> = outcomes.into_iter().filter_map(|(_, wrong)| wrong).collect();
    eprintln!(
        "{what}: {points} points: {saved} saved, {refused} refused, {killed} killed; {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{} of {points}:\n{}", wrong.len(), wrong.join("\n"));
    // A test whose faults do not bite proves nothing.
    assert!(refused * 4 > points || killed * 2 > points, "{saved} {refused} {killed}");
}

fn errors(scenes: &[Scene], errors: &[&str], forever: &[bool]) {
    if !strace("errors in a save") {
        return;
    }
    let mut points = Vec::new();
    for scene in scenes {
        for call in calls(*scene) {
            for error in errors {
                // Interrupted for ever, the standard library goes on writing to its output for ever.
                let endless = |forever: bool| forever && *error == "EINTR" && call.name == "write";
                let times = forever.iter().filter(|forever| !endless(**forever));
                points.extend(times.map(|forever| (*scene, call.clone(), *error, *forever)));
            }
        }
    }
    let outcomes = on_all_cores(&points, |(scene, call, error, forever)| {
        inject(*scene, call, &format!("error={error}"), *forever)
    });
    settle("errors", outcomes);
}

#[test]
fn a_full_or_broken_disk_at_any_call_of_a_save_loses_nothing_and_says_so() {
    errors(&[Scene::AfterAnother], &["ENOSPC", "EIO"], &[false]);
}

/// A disk that did not tell whose lock a file is was asked for ever.
#[test]
fn a_disk_that_fails_at_a_call_from_then_on_ends_a_save_with_the_cause() {
    errors(&[Scene::Own], &["EIO"], &[true]);
}

#[test]
#[ignore = "minutes; in the README"]
fn every_error_at_every_call_of_a_save_once_and_for_ever() {
    let all = ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE", "EFBIG", "EINTR", "ENOLCK"];
    errors(&Scene::ALL, &all, &[false, true]);
}

#[test]
fn a_save_that_is_killed_before_any_of_its_calls_is_there_whole_or_not_at_all() {
    if !strace("kill points") {
        return;
    }
    let mut points = Vec::new();
    for scene in Scene::ALL {
        points.extend(calls(scene).into_iter().map(|call| (scene, call)));
    }
    settle("kills", on_all_cores(&points, |(scene, call)| inject(*scene, call, "signal=SIGKILL", false)));
}

#[test]
fn a_disk_that_neither_syncs_nor_takes_back_is_said_to_be_unsure() {
    if !strace("a double fault") {
        return;
    }
    let copy = Copy::new();
    let rules =
        ["inject=fdatasync:error=EIO:when=2".to_owned(), "inject=ftruncate:error=EIO:when=2+".to_owned()];
    let options: Vec<String> = rules.into_iter().flat_map(|rule| ["-e".to_owned(), rule]).collect();
    let ended = copy.add_traced("minh", NEW, &options);
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.err.contains("NOT SURE"), "{ended:?}");
    // What could not be cut off was made no line at all.
    assert_eq!(copy.names().unwrap(), names_before());
    assert_eq!(copy.run("minh", &["add"], r#"{"name": "Người sau", "unit": "T1"}"#).code, Some(0));
}

#[test]
fn what_was_saved_is_said_to_be_saved_even_when_nobody_can_be_told() {
    let copy = Copy::new();
    for (target, n) in [(">/dev/full", 1), (">&-", 2)] {
        let script = format!(
            r#"echo '{{"name": "{NEW} {n}", "unit": "T1"}}' | '{}' --store '{}' --lang en --as minh add {target}"#,
            env!("CARGO_BIN_EXE_ketnap"),
            copy.store().display()
        );
        let output = Command::new("sh").arg("-c").arg(script).env("HOME", copy.dir.path()).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        let names = copy.names().unwrap();
        assert!(names.contains(&format!("{NEW} {n}")), "{target}: {err} {names:?}");
        assert!(output.status.success() || err.contains("SAVED, but"), "{target}: {err}");
    }
}

#[test]
fn an_error_that_nobody_can_be_told_is_an_exit_code_and_no_crash() {
    let copy = Copy::new();
    for (args, code) in
        [("add >/dev/full", 4), ("show nobody", 1), ("--as 'NO!' list", 2), ("no-such-command", 2)]
    {
        let script = format!(
            r#"echo '{{"name": "{NEW}", "unit": "T1"}}' | '{}' --store '{}' {args} 2>/dev/full"#,
            env!("CARGO_BIN_EXE_ketnap"),
            copy.store().display()
        );
        let status = Command::new("sh").arg("-c").arg(script).env("HOME", copy.dir.path()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{args}");
    }
}

#[test]
fn clocks_far_off_and_any_umask_make_no_difference() {
    let copy = Copy::new();
    for (n, (day, umask)) in
        [("1971-02-03", "000"), ("2038-01-20", "077"), ("2023-07-31", "022")].iter().enumerate()
    {
        let script = format!(
            r#"umask {umask}; echo '{{"name": "Người {n}", "unit": "T1"}}' | '{}' --store '{}' --today {day} --as hoa add"#,
            env!("CARGO_BIN_EXE_ketnap"),
            copy.store().display()
        );
        let output = Command::new("sh").arg("-c").arg(script).env("HOME", copy.dir.path()).output().unwrap();
        assert!(output.status.success(), "{day}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(copy.names().unwrap().contains(&format!("Người {n}")), "{day}");
    }
    let mode = |path: &str| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(copy.store().join(path)).unwrap().permissions().mode() & 0o7777
    };
    assert_eq!(mode("xa-mau/book/log/hoa.ron"), 0o644);
    assert_eq!(mode("xa-mau/book"), 0o750);
}
