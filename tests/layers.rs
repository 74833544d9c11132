//! The map of the rooms, kept true: who may use whom, how long a file may be, what every file
//! begins with.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file of the program, its own tests apart.
const CEILING: usize = 400;

/// What a room may not use. `domain` is the innermost.
const NEVER: [(&str, &[&str]); 11] = [
    (
        "src/parallel",
        &["cli", "domain", "exchange", "office", "query", "render", "settings", "store", "ui", "words"],
    ),
    (
        "src/ron_fast",
        &["cli", "domain", "exchange", "office", "query", "render", "settings", "store", "ui", "words"],
    ),
    ("src/domain", &["cli", "exchange", "office", "query", "render", "settings", "store", "ui", "words"]),
    ("src/query", &["cli", "exchange", "office", "render", "settings", "store", "ui", "words"]),
    ("src/exchange", &["cli", "office", "render", "settings", "store", "ui", "words"]),
    ("src/render", &["cli", "exchange", "office", "settings", "store", "ui"]),
    ("src/store", &["cli", "exchange", "office", "query", "render", "ui", "words"]),
    ("src/office", &["cli", "render", "settings", "ui", "words"]),
    ("src/words", &["cli", "render", "settings", "ui"]),
    ("src/cli", &["ui"]),
    ("src/ui", &["cli"]),
];

/// The one place of the interface that may call the store.
const CALLS_STORE: &str = "src/ui/desk";

/// Outside crates that belong to one place.
const ONLY: [(&str, &[&str]); 9] = [
    ("annotate_snippets", &["src/cli/rules.rs"]),
    ("bamboo_core", &["src/ui/typing.rs"]),
    ("ratatui", &["src/ui"]),
    ("crossterm", &["src/ui"]),
    ("rustix", &["src/store", "src/office", "src/ui", "src/cli/input.rs"]),
    ("uzers", &["src/store/identity.rs"]),
    ("std::fs", &["src/store", "src/office", "src/cli/input.rs", "src/cli/output.rs"]),
    ("memmap2", &["src/office/mapping.rs"]),
    // A day lies in columns as it is.
    (
        "bytemuck",
        &[
            "src/domain/day.rs",
            "src/query/columns.rs",
            "src/query/register/items.rs",
            "src/store",
            "src/office",
        ],
    ),
];

fn files() -> Vec<(String, String)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap();
    own.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn in_room(file: &str, room: &str) -> bool {
    file == format!("{room}.rs") || file.starts_with(&format!("{room}/")) || file == room
}

#[test]
fn no_room_uses_one_that_it_must_not() {
    for (file, text) in files() {
        let code = code(&text);
        for (room, never) in NEVER {
            if in_room(&file, room) {
                for other in never {
                    assert!(!code.contains(&format!("crate::{other}")), "{file} uses {other}");
                }
            }
        }
    }
}

#[test]
fn only_the_desk_of_the_interface_calls_the_store() {
    for (file, text) in files() {
        if in_room(&file, "src/ui") && !in_room(&file, CALLS_STORE) {
            let code = code(&text);
            assert!(!code.contains("crate::store") && !code.contains("crate::office"), "{file}");
        }
    }
}

#[test]
fn outside_crates_stay_in_their_place() {
    for (file, text) in files() {
        let code = code(&text);
        for (name, places) in ONLY {
            let uses = code.contains(&format!("{name}::"));
            assert!(!uses || places.iter().any(|place| in_room(&file, place)), "{file} uses {name}");
        }
    }
}

/// The page of the architecture named files that had gone.
#[test]
fn every_file_that_the_map_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let quoted =
        map.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs") && !name.contains('*'));
    let named: Vec<&str> = quoted.collect();
    assert!(named.len() > 60, "{named:?}");
    for name in named {
        assert!(root.join("src").join(name).exists() || root.join(name).exists(), "{name}");
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    for (file, text) in files() {
        assert!(text.starts_with("//! "), "{file} does not open with //!");
        let own = text.split("#[cfg(test)]").next().unwrap().lines().count();
        assert!(own <= CEILING, "{file} has {own} lines");
        assert!(!file.ends_with("mod.rs"), "{file}");
        let name = file.rsplit('/').next().unwrap();
        assert!(!["utils.rs", "helpers.rs", "manager.rs", "common.rs", "misc.rs"].contains(&name), "{file}");
    }
}

#[test]
fn the_core_knows_no_clock_and_no_disk() {
    for (file, text) in files() {
        if in_room(&file, "src/domain")
            || in_room(&file, "src/query")
            || in_room(&file, "src/exchange")
            || in_room(&file, "src/render")
        {
            let code = code(&text);
            for word in ["Local::now", "Utc::now", "SystemTime", "Instant::", "std::io::std", "std::env"] {
                assert!(!code.contains(word), "{file} uses {word}");
            }
        }
    }
}

#[test]
fn unsafe_is_in_one_place() {
    for (file, text) in files() {
        let code = code(&text);
        let unsafe_code = code.contains("unsafe ") || code.contains("unsafe_code");
        assert_eq!(unsafe_code, file == "src/office/mapping.rs", "{file}");
    }
}
