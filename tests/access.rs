//! Who may do what where: the table of roles, by the program for people bound to keys, by the
//! kernel for Unix accounts.

use crate::cli::{Office, two_books};
use crate::support::{add_person, change, options, small_store};
use ketnap::domain::{Grant, Role, UnitId};
use ketnap::store::{Account, Options, Store, StoreError};
use serde_json::{Value, json};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// An office with two communes, one person in each, and a role in the first for each of four people.
fn roles() -> (Office, String, String) {
    let office = two_books();
    for role in ["viewer", "editor", "manager", "auditor"] {
        office.ok(&["access", "add", &format!("a-{role}"), role, "A"], "");
    }
    let person = |name: &str, unit: &str| {
        let number = if unit == "A1" { "012345673359" } else { "112345673359" };
        json!({"name": name, "unit": unit, "identity_number": number, "religion": "Phật giáo",
            "note": "chỉ người phụ trách biết", "milestones": {"identified": "2023-01-05"}})
    };
    let (a, b) = (office.add(person("Lê Mẫu An", "A1")), office.add(person("Vũ Mẫu Bình", "B1")));
    (office, a, b)
}

pub fn run_as(office: &Office, who: &str, args: &[&str], input: &str) -> (i32, String, String) {
    office.run(&[&["--as", who], args].concat(), input)
}

#[test]
fn the_table_of_roles_holds_for_every_command() {
    let (office, a, b) = roles();
    let new = r#"{"name": "Hà Mẫu Chi", "unit": "A1"}"#;
    let unit = office.file("u.csv", "code,parent_code,kind,name\nA2,A,cell,Thôn mới\n");
    // Command, and who may give it in the first commune.
    let table: [(&[&str], &str, &[&str]); 9] = [
        (&["list"], "", &["viewer", "editor", "manager"]),
        (&["progress"], "", &["viewer", "editor", "manager"]),
        (&["show", &a], "", &["viewer", "editor", "manager"]),
        (&["log", "A"], "", &["editor", "manager", "auditor"]),
        (&["add"], new, &["editor", "manager"]),
        (&["record", &a, "certificate", "--date", "2023-02-01"], "", &["editor", "manager"]),
        (&["drop", &a, "--reason", "paused", "--date", "2023-07-30"], "", &["editor"]),
        (&["import", "units", &unit], "", &["manager"]),
        (&["access", "add", "new-one", "viewer", "A1"], "", &["manager"]),
    ];
    for (args, input, allowed) in table {
        for role in ["viewer", "auditor", "editor", "manager"] {
            let (code, out, err) = run_as(&office, &format!("a-{role}"), args, input);
            let ok = code == 0;
            // What an editor did first, a manager may find done: only the refusals count there.
            let expected = allowed.contains(&role) || (role == "manager" && allowed.contains(&"editor"));
            assert!(
                ok == expected || (expected && err.contains("no longer followed")),
                "{role} {args:?}: {code} {out}{err}"
            );
        }
    }
    // The other commune is nobody's.
    for role in ["viewer", "editor", "manager", "auditor"] {
        let who = format!("a-{role}");
        for args in [
            &["show", &b][..],
            &["record", &b, "certificate"],
            &["list", "B"],
            &["log", "Xã B"],
            &["log", &b],
        ] {
            let (code, out, err) = run_as(&office, &who, args, "");
            assert_eq!(code, 1, "{role} {args:?}: {out}{err}");
            assert!(!out.contains("Bình") && !err.contains("Bình"), "{role} {args:?}: {out}{err}");
        }
        let (_, out, _) = run_as(&office, &who, &["find"], "binh\n");
        assert!(!out.contains("Bình"), "{role}: {out}");
    }
}

#[test]
fn private_fields_are_masked_for_who_only_looks() {
    let (office, a, _) = roles();
    let secrets = ["01234567", "Phật giáo", "chỉ người phụ trách biết"];
    let shown = |who: &str, args: &[&str]| run_as(&office, who, args, "").1;
    for args in [&["show", &a][..], &["show", &a, "--json"], &["list", "--json"]] {
        let out = shown("a-viewer", args);
        assert!(secrets.iter().all(|secret| !out.contains(secret)), "{args:?}: {out}");
        assert!(out.contains("********3359"), "{out}");
        let out = shown("a-editor", args);
        assert!(secrets.iter().all(|secret| out.contains(secret)), "{args:?}: {out}");
    }
    for args in [&["log", "A"][..], &["log", "A", "--json"], &["log", &a, "--json"]] {
        let out = shown("a-auditor", args);
        assert!(out.contains("An") && secrets.iter().all(|secret| !out.contains(secret)), "{args:?}: {out}");
    }
}

#[test]
fn a_role_in_a_cell_reaches_that_cell_and_no_further() {
    let office = Office::new();
    office.ok(&["access", "add", "to-truong", "editor", "T1"], "");
    office.add(json!({"name": "Lê Mẫu An", "unit": "T1"}));
    let other = office.add(json!({"name": "Vũ Mẫu Bình", "unit": "T2"}));
    let run = |args: &[&str], input: &str| run_as(&office, "to-truong", args, input);
    let (_, list, _) = run(&["list"], "");
    assert!(list.contains("An") && !list.contains("Bình"), "{list}");
    let (_, units, _) = run(&["units"], "");
    assert!(units.contains("Thôn 1") && !units.contains("Thôn 2"), "{units}");
    assert_eq!(run(&["add"], r#"{"name": "Hà Mẫu Chi", "unit": "T1"}"#).0, 0);
    assert_eq!(run(&["add"], r#"{"name": "Hà Mẫu Chi", "unit": "T2"}"#).0, 1);
    assert_eq!(run(&["show", &other], "").0, 1);
    // Who has history here sees what happened here, and nothing of the other cell.
    let (_, log, _) = run(&["log"], "");
    assert!(log.contains("An") && !log.contains("Bình"), "{log}");
}

#[test]
fn the_journal_tells_who_gave_and_took_a_role_and_who_took_a_list_out_as_far_as_one_may_see() {
    let office = Office::new();
    office.ok(&["access", "add", "lan", "manager", "T1"], "");
    office.ok(&["access", "add", "minh", "editor", "T2"], "");
    office.ok(&["access", "remove", "minh"], "");
    run_as(&office, "lan", &["list", "T1", "--json"], "");
    let all = office.ok(&["log", "--journal", "--lang", "en"], "");
    for told in
        ["granted lan the role Manager", "granted minh the role Editor", "from minh", "  lan  exported"]
    {
        assert!(all.contains(told), "{told}: {all}");
    }
    let (code, hers, _) = run_as(&office, "lan", &["log", "--journal"], "");
    assert!(code == 0 && hers.contains("lan") && !hers.contains("minh"), "{hers}");
    let json: Value = serde_json::from_str(&office.ok(&["log", "--journal", "--json"], "")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), all.lines().count());
    assert_eq!(office.run(&["log", "T1", "--journal"], "").0, 2);
}

#[test]
fn an_edit_that_the_program_did_not_offer_is_refused_by_the_store_all_the_same() {
    let (_dir, store) = small_store();
    let grant = |role| Grant { who: "minh".into(), role, unit: Some(UnitId::from_bits(1)) };
    let bound = |role| {
        store.change_access(|unit| vec![unit], |access| access.grants = vec![grant(role)]).unwrap();
        let account = Account { bound: true, ..options("minh").account };
        Store::open(store.path(), Options { account, ..options("minh") }).unwrap()
    };
    for (role, may) in
        [(Role::Auditor, false), (Role::Viewer, false), (Role::Editor, true), (Role::Manager, true)]
    {
        let minh = bound(role);
        let mut book = minh.read_all().unwrap().values().next().unwrap().clone();
        let id = 70 + role as u64;
        let result = minh.commit(&mut book, &change(&format!("{role:?}"), vec![add_person(id, "Tên Mẫu")]));
        assert_eq!(result.is_ok(), may, "{role:?}: {result:?}");
        let rename = ketnap::domain::Edit::Unit(ketnap::domain::Change {
            id: UnitId::from_bits(2),
            old: Some(ketnap::domain::UnitFact::Name("Chi bộ Thôn 1".into())),
            new: Some(ketnap::domain::UnitFact::Name("Chi bộ Thôn 9".into())),
        });
        let result = minh.commit(&mut book, &change(&format!("unit {role:?}"), vec![rename]));
        assert_eq!(result.is_ok(), role == Role::Manager, "{role:?}: {result:?}");
    }
}

#[test]
fn only_the_owner_acts_for_others_and_nobody_comes_in_without_a_role() {
    let (_dir, store) = small_store();
    let account = |name: &str, bound| Account { bound, uid: 4_000_000, ..options(name).account };
    let open = |account| Store::open(store.path(), Options { account, ..options("x") });
    assert!(matches!(open(account("minh", true)), Err(StoreError::NotOwner)));
    assert!(matches!(open(account("minh", false)), Err(StoreError::NoRole(_))));
    let bound = Account { bound: true, ..options("minh").account };
    assert!(matches!(open(bound), Err(StoreError::NoRole(_))));
    let office = Office::new();
    for name in ["1001", "a.b", "../x", "Lan"] {
        assert_eq!(run_as(&office, name, &["list"], "").0, 2, "{name}");
    }
}

#[test]
fn a_file_of_roles_that_others_could_have_written_is_not_believed() {
    let (office, _, _) = roles();
    let path = office.store().join("access.ron");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o666)).unwrap();
    let (code, _, err) = run_as(&office, "a-editor", &["list"], "");
    assert!(code == 3 && err.contains("access.ron"), "{code} {err}");
}

#[test]
fn a_gate_that_stands_open_to_everyone_closes_the_store_and_names_the_command() {
    let office = two_books();
    let gate = office.store().join("huyen-mau/xa-a/book");
    std::fs::set_permissions(&gate, PermissionsExt::from_mode(0o755)).unwrap();
    let (code, out, err) = office.run(&["list"], "");
    assert_eq!(code, 3, "{out}{err}");
    assert!(err.contains(&format!("chmod o-rwx {}", gate.display())), "{err}");
    std::fs::set_permissions(&gate, PermissionsExt::from_mode(0o750)).unwrap();
    office.ok(&["list"], "");
}

#[test]
fn who_has_a_store_to_oneself_needs_no_file_of_roles_and_grants_can_be_taken_back() {
    let (office, _, _) = roles();
    let list = office.json(&["access"]);
    assert_eq!(list.as_array().unwrap().len(), 4);
    assert_eq!(list[0]["unit_name"], "Xã A");
    office.ok(&["access", "remove", "a-editor"], "");
    assert_eq!(office.json(&["access"]).as_array().unwrap().len(), 3);
    assert_eq!(run_as(&office, "a-editor", &["list"], "").0, 1);
    assert!(office.ok(&["access"], "").contains("Owner"));
}

/// The program run by another account of this machine: `(office, uid)`.
struct Elsewhere<'a> {
    office: &'a Office,
    binary: PathBuf,
}

impl Elsewhere<'_> {
    /// `None` when not root, or without lists on this file system: said on the way.
    fn new(office: &Office) -> Option<Elsewhere<'_>> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: real accounts need root");
            return None;
        }
        std::fs::set_permissions(office.home(), PermissionsExt::from_mode(0o755)).unwrap();
        let binary = office.home().join("ketnap");
        std::fs::copy(env!("CARGO_BIN_EXE_ketnap"), &binary).unwrap();
        Some(Elsewhere { office, binary })
    }

    fn command(&self, program: &str, uid: u32) -> Command {
        let home = self.office.home().join(format!("home-{uid}"));
        std::fs::create_dir_all(&home).unwrap();
        chown(&home, Some(uid), Some(uid)).unwrap();
        let mut command = Command::new(program);
        command.env_clear().env("HOME", home).env("LANG", "en_GB.UTF-8").uid(uid).gid(uid).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, uid: u32, args: &[&str], input: &str) -> (i32, String, String) {
        let mut command = self.command(self.binary.to_str().unwrap(), uid);
        command.args(["--store", self.office.store().to_str().unwrap(), "--today", "2023-07-31"]).args(args);
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    fn cat(&self, uid: u32, path: &str) -> bool {
        let mut command = self.command("cat", uid);
        command.arg(self.office.store().join(path)).output().unwrap().status.success()
    }

    fn write(&self, uid: u32, path: &str) -> bool {
        let mut command = self.command("touch", uid);
        command.arg(self.office.store().join(path)).output().unwrap().status.success()
    }
}

/// Whoever noted a first use wrote `ketnap.ron` anew, became its owner, and with it the store's.
#[test]
fn a_save_of_somebody_else_leaves_the_store_to_its_owner() {
    let office = two_books();
    let Some(there) = Elsewhere::new(&office) else { return };
    office.ok(&["access", "add", "root", "editor"], "");
    let mut all = vec![office.store()];
    while let Some(path) = all.pop() {
        chown(&path, Some(5), Some(5)).unwrap();
        let inside = std::fs::read_dir(&path).into_iter().flatten();
        all.extend(inside.map(|entry| entry.unwrap().path()));
    }
    let new = r#"{"name": "Lê Mẫu An", "unit": "A1", "introduced_by": "cell"}"#;
    let (code, out, err) = there.run(0, &["add"], new);
    assert_eq!(code, 0, "{out}{err}");
    let plate = std::fs::metadata(office.store().join("ketnap.ron")).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::uid(&plate), 5);
    let (code, out, err) = there.run(5, &["list"], "");
    assert!(code == 0 && out.contains("An"), "{out}{err}");
    // The owner's next save of such a thing notes it.
    let (code, out, err) = there.run(5, &["add"], &new.replace("An", "Bình"));
    assert_eq!(code, 0, "{out}{err}");
    assert!(std::fs::read_to_string(office.store().join("ketnap.ron")).unwrap().contains("introduced_by"));
}

/// Accounts that every Debian has.
const ACCOUNTS: [(&str, u32); 4] = [("games", 5), ("man", 6), ("mail", 8), ("news", 9)];

#[test]
fn with_unix_accounts_the_kernel_keeps_everyone_to_their_books() {
    let office = two_books();
    let Some(there) = Elsewhere::new(&office) else { return };
    if ACCOUNTS.iter().any(|(name, uid)| ketnap::store::identity::account_number(name) != Some(*uid)) {
        eprintln!("skipped: this machine has other system accounts");
        return;
    }
    let [(editor, e), (viewer, v), (_, stranger), (auditor, a)] = ACCOUNTS;
    office.ok(&["access", "add", editor, "editor", "A"], "");
    office.ok(&["access", "add", viewer, "viewer", "A"], "");
    office.ok(&["access", "add", auditor, "auditor"], "");
    let commands = office.ok(&["access", "apply", "--print"], "");
    assert!(commands.contains("setfacl") && commands.contains("u:games:rwx"), "{commands}");
    office.ok(&["access", "apply"], "");
    office.add(json!({"name": "Vũ Mẫu Bình", "unit": "B1"}));

    let (code, out, err) =
        there.run(e, &["add"], r#"{"name": "Lê Mẫu An", "unit": "A1", "religion": "x-bí mật"}"#);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = there.run(e, &["add"], r#"{"name": "Hà Mẫu Chi", "unit": "B1"}"#);
    assert_eq!(code, 1, "{out}{err}");
    let (code, out, err) = there.run(e, &["list"], "");
    assert!(code == 0 && out.contains("An") && !out.contains("Bình"), "{code} {out}{err}");
    let (code, out, err) = there.run(v, &["list", "--json"], "");
    assert!(code == 0 && out.contains("An") && !out.contains("x-bí mật"), "{code} {out}{err}");
    let (code, out, err) = there.run(v, &["add"], r#"{"name": "Hà Mẫu Chi", "unit": "A1"}"#);
    assert_eq!(code, 1, "{out}{err}");
    assert_eq!(there.run(stranger, &["list"], "").0, 1);
    assert_eq!(there.run(e, &["--as", "minh", "list"], "").0, 1);
    let (code, out, err) = there.run(a, &["log", "--json"], "");
    assert_eq!(code, 0, "{err}");
    let log: Value = serde_json::from_str(&out).unwrap();
    let by: Vec<&str> = log.as_array().unwrap().iter().map(|step| step["by"].as_str().unwrap()).collect();
    assert!(
        by.contains(&"games") && log.as_array().unwrap().iter().all(|step| step["claims"].is_null()),
        "{by:?}"
    );

    // The kernel, whatever program is used.
    let (a_log, b_log) = ("huyen-mau/xa-a/book/log/0.ron", "huyen-mau/xa-b/book/log/0.ron");
    for (uid, reads_a, reads_b) in
        [(e, true, false), (v, true, false), (stranger, false, false), (a, true, true)]
    {
        assert_eq!((there.cat(uid, a_log), there.cat(uid, b_log)), (reads_a, reads_b), "{uid}");
        let forged = format!("huyen-mau/xa-a/book/log/{uid}-x.ron");
        assert_eq!(there.write(uid, &forged), uid == e, "{uid}");
        assert!(!there.write(uid, a_log) && !there.write(uid, "access.ron"), "{uid}");
        let _ = std::fs::remove_file(office.store().join(forged));
    }
    let check = office.json(&["check"]);
    assert!(
        check.as_array().unwrap().iter().all(|book| book["damage"].as_array().unwrap().is_empty()),
        "{check}"
    );

    // A line that claims to be somebody else's.
    let log = office.store().join("huyen-mau/xa-a/book/log/5.ron");
    let text = std::fs::read_to_string(&log).unwrap();
    let last = text.lines().last().unwrap();
    let ketnap::store::log_line::Line::Step(mut step, hash) =
        ketnap::store::log_line::decode(last.as_bytes())
    else {
        panic!("{last}");
    };
    step.by = "chu-tich".into();
    step.prev = hash;
    step.seq += 1;
    step.op = "forged".into();
    step.edits = vec![ketnap::domain::Edit::Person(ketnap::domain::Change {
        id: step.edits[0].record().person().unwrap(),
        old: None,
        new: Some(ketnap::domain::PersonFact::Occupation("Nông dân".into())),
    })];
    std::fs::write(&log, text + &ketnap::store::log_line::encode(&step).unwrap().0).unwrap();
    let out = office.ok(&["log", "A"], "");
    assert!(out.contains("! the line claims “chu-tich”") && out.contains("  games  "), "{out}");
    // A file that bears another's name.
    std::fs::write(office.store().join("huyen-mau/xa-a/book/log/77.ron"), "").unwrap();
    chown(office.store().join("huyen-mau/xa-a/book/log/77.ron"), Some(e), Some(e)).unwrap();
    let (code, _, err) = office.run(&["list"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    let out = office.ok(&["check"], "");
    assert!(out.contains("77.ron") && out.contains("another account"), "{out}");
}

#[test]
fn who_was_handed_over_is_no_longer_changed_or_taken_back_by_the_old_unit() {
    let (office, a, _) = roles();
    office.ok(&["move", &a, "--to", "B1", "--date", "2023-06-01"], "");
    office.ok(&["record", &a, "ceremony", "--date", "2023-06-20"], "");
    for args in [
        &["record", &a, "certificate", "--date", "2023-02-01"][..],
        &["move", &a, "--to", "A1", "--date", "2023-07-01"],
        &["drop", &a, "--reason", "dropped"],
    ] {
        let (code, out, err) = run_as(&office, "a-editor", args, "");
        assert!(code == 1 && err.contains("moved to another unit"), "{args:?}: {out}{err}");
    }
    assert_eq!(office.json(&["show", &a])["stage"], "admission");
}

#[test]
fn a_move_that_only_half_is_allowed_changes_nothing() {
    let (office, a, _) = roles();
    office.ok(&["access", "add", "a-editor", "viewer", "B"], "");
    let before = office.ok(&["log"], "");
    let (code, out, err) = run_as(&office, "a-editor", &["move", &a, "--to", "B1"], "");
    assert!(code == 1 && err.contains("NOT SAVED"), "{out}{err}");
    let both = r#"[{"name": "X", "unit": "A1"}, {"name": "Y", "unit": "B1"}]"#;
    assert_eq!(run_as(&office, "a-editor", &["add"], both).0, 1);
    assert_eq!(office.ok(&["log"], ""), before);
}

#[test]
fn a_unit_is_moved_only_by_who_manages_both_places() {
    let (office, _, _) = roles();
    office.ok(&["access", "add", "a-manager", "viewer", "B"], "");
    let mut open = office.open(Account::bound("a-manager").unwrap());
    let refused = crate::cli::put_below(&mut open, "A", "B");
    assert!(matches!(refused, Err(StoreError::Forbidden(_))), "{refused:?}");
    assert!(office.store().join("huyen-mau/xa-a").exists());
}

#[test]
fn a_role_that_is_taken_back_is_gone_from_the_open_session_at_once() {
    let (_dir, store) = small_store();
    let grant = Grant { who: "minh".into(), role: Role::Editor, unit: None };
    store.change_access(|unit| vec![unit], |access| access.grants = vec![grant]).unwrap();
    let account = Account { bound: true, ..options("minh").account };
    let minh = Store::open(store.path(), Options { account, ..options("minh") }).unwrap();
    let mut office = ketnap::office::Office::open(minh).unwrap();
    let add = |id| vec![add_person(id, "Tên Mẫu")];
    office.save(add(71), ketnap::domain::Why::Entry).unwrap();
    store.change_access(|unit| vec![unit], |access| access.grants.clear()).unwrap();
    let refused = office.save(add(72), ketnap::domain::Why::Entry);
    assert!(matches!(refused, Err(StoreError::NoRole(_))), "{refused:?}");
    assert_eq!(office.register().len(), 1, "what was seen before is there until the next look");
    let (changed, failed) = office.refresh();
    assert!(changed && matches!(failed, Some(StoreError::NoRole(_))), "{failed:?}");
    assert!(office.register().is_empty() && office.books().is_empty());
}

/// `ssh ketnap@host report progress --csv`: the words are a command line of the program, of whoever the key belongs to; only
/// commands that ask, unless the owner allows more; nothing of it is a shell's.
#[test]
fn the_command_of_an_ssh_connection_asks_and_does_no_more() {
    let (office, a, _) = roles();
    let over_ssh = |words: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_ketnap"))
            .env_clear()
            .envs([("HOME", office.home().to_str().unwrap()), ("LANG", "en_GB.UTF-8")])
            .env("SSH_ORIGINAL_COMMAND", words)
            .args(["--store", office.store().to_str().unwrap(), "--today", "2023-07-31", "--as", "a-editor"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (code, out, err) = over_ssh("list --csv");
    assert!(code == 0 && out.contains("Lê Mẫu An") && !out.contains("Vũ Mẫu Bình"), "{out}{err}");
    let (code, out, err) = over_ssh(&format!("ketnap show '{a}'"));
    assert!(code == 0 && out.contains("Lê Mẫu An"), "{out}{err}");
    let (code, out, _) = over_ssh("report ranking --xlsx -");
    assert!(code == 0 && out.starts_with("PK"));
    let refused = |words: &str, code: i32, what: &str| {
        let (got, out, err) = over_ssh(words);
        assert!(got == code && err.contains(what), "{words}: {got} {out}{err}");
    };
    let file = office.home().join("x.xlsx");
    refused(&format!("report ranking --xlsx {}", file.display()), 1, "ssh … --xlsx - > file");
    assert!(!file.exists());
    for words in [
        format!("record {a} certificate"),
        "undo".to_owned(),
        "export --parquet x".to_owned(),
        "import people /etc/passwd".to_owned(),
        "rules check /etc/passwd".to_owned(),
        "occasion remove x".to_owned(),
        "access".to_owned(),
        "backup -".to_owned(),
    ] {
        refused(&words, 1, "only looking is allowed");
    }
    refused("--as b-editor list", 2, "--as is for the owner to set");
    refused("list 'x", 2, "a quotation mark is open");
    refused("cat /etc/passwd", 2, "cat");
    refused("list; id", 2, "");
    assert!(!over_ssh("find '$(id)'").1.contains("uid="));
    // The owner allows more.
    let plate = office.store().join("ketnap.ron");
    let text = std::fs::read_to_string(&plate).unwrap();
    std::fs::write(&plate, text.replacen('(', "(commands_over_ssh: all, ", 1)).unwrap();
    let (code, out, err) = over_ssh(&format!("record {a} certificate --date 2023-02-01"));
    assert_eq!(code, 0, "{out}{err}");
}
