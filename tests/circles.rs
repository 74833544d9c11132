//! No file imports in a circle, within rooms either: shared types lie below those who share them.
//!
//! Imports are read from the text: `use`, and paths that begin with `crate`, `super`, `self` or a module of one's own.
//! What a file hands on (`pub use`) is followed to where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The place of a file in the tree of modules: `ui/form.rs` is `["ui", "form"]`.
type Module = Vec<String>;

struct House {
    code: BTreeMap<Module, String>,
    /// What each file hands on, by its name.
    handed_on: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

fn files(dir: &Path, root: &Path, found: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, root, found);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().with_extension("");
        let module: Module = name.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if module == ["main"] || module == ["lib"] {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let own = text.split("#[cfg(test)]").next().unwrap();
        let code: Vec<&str> = own.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        found.insert(module, code.join("\n"));
    }
}

/// The paths of a `use`: its braces taken apart.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap();
        return vec![
            path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect(),
        ];
    };
    let head: Vec<String> =
        tree[..open].split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let close = tree.rfind('}').unwrap();
    let (mut depth, mut start, mut parts) = (0, open + 1, Vec::new());
    for (at, letter) in tree[..close].char_indices().skip_while(|(at, _)| *at <= open) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..close]);
    let below = parts.into_iter().filter(|part| !part.trim().is_empty()).flat_map(paths);
    below.map(|path| head.iter().cloned().chain(path).collect()).collect()
}

/// Every `use` of a file with whether it hands on, and the code without them.
fn uses(code: &str) -> (Vec<(bool, String)>, String) {
    let (mut found, mut rest, mut left) = (Vec::new(), String::new(), code);
    while let Some(at) = left.find("use ") {
        let line = left[..at].rfind('\n').map_or(0, |line| line + 1);
        let before = left[line..at].trim();
        let is_use = before.is_empty() || before.starts_with("pub");
        let end = left[at..].find(';').map_or(left.len(), |end| at + end);
        if is_use {
            rest.push_str(&left[..line]);
            found.push((before.starts_with("pub"), left[at + 4..end].replace('\n', " ")));
            left = &left[end..];
        } else {
            rest.push_str(&left[..at + 4]);
            left = &left[at + 4..];
        }
    }
    rest.push_str(left);
    (found, rest)
}

/// Paths in code that begin with one of some words.
fn named(code: &str, first: &BTreeSet<String>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    for word in code.split(|letter: char| !is_letter(letter)) {
        let path: Vec<String> = word.split("::").map(str::to_owned).collect();
        if path.len() > 1 && first.contains(&path[0]) {
            found.push(path.into_iter().filter(|part| !part.is_empty()).collect());
        }
    }
    found
}

impl House {
    fn read() -> House {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut code = BTreeMap::new();
        files(&root, &root, &mut code);
        let handed_on = code.iter().map(|(module, code)| {
            let handed = uses(code).0.into_iter().filter(|(is_public, _)| *is_public);
            let named = handed.flat_map(|(_, tree)| paths(&tree));
            (module.clone(), named.filter_map(|path| Some((path.last()?.clone(), path))).collect())
        });
        let handed_on = handed_on.collect();
        House { code, handed_on }
    }

    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let up = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module.as_slice(), &path[1..]].concat()),
            "super" => Some([module.get(..module.len().checked_sub(up)?)?, &path[up..]].concat()),
            first => {
                let own = [module.as_slice(), &[first.to_owned()]].concat();
                self.code.contains_key(&own).then(|| [module.as_slice(), path].concat())
            }
        }
    }

    /// The file that a path leads to.
    fn file_of(&self, path: &[String], hops: usize) -> Module {
        let mut module = Module::new();
        for (at, part) in path.iter().enumerate() {
            let below = [module.as_slice(), std::slice::from_ref(part)].concat();
            if self.code.contains_key(&below) {
                module = below;
                continue;
            }
            let handed = self.handed_on.get(&module).and_then(|handed| handed.get(part));
            if let Some(on) = handed.and_then(|path| self.absolute(&module, path)).filter(|_| hops < 6) {
                return self.file_of(&[on.as_slice(), &path[at + 1..]].concat(), hops + 1);
            }
            break;
        }
        module
    }

    fn imports(&self, module: &Module) -> BTreeSet<Module> {
        let (uses, rest) = uses(&self.code[module]);
        let own = self.code.keys().filter(|key| key.len() == module.len() + 1 && key.starts_with(module));
        let own = own.map(|key| key.last().unwrap().clone());
        let first: BTreeSet<String> =
            ["crate", "super", "self"].map(str::to_owned).into_iter().chain(own).collect();
        let used = uses.into_iter().filter(|(is_public, _)| !is_public).flat_map(|(_, tree)| paths(&tree));
        let all = used.chain(named(&rest, &first));
        let files = all.filter_map(|path| Some(self.file_of(&self.absolute(module, &path)?, 0)));
        files.filter(|file| file != module && !file.is_empty()).collect()
    }
}

/// The files of a circle, if there is one: what is left when those that import nothing that is left are taken away,
/// and those that nobody left imports.
fn circle(mut imports: BTreeMap<Module, BTreeSet<Module>>) -> Vec<Module> {
    loop {
        let left: BTreeSet<Module> = imports.keys().cloned().collect();
        let wanted: BTreeSet<Module> =
            imports.values().flatten().filter(|file| left.contains(*file)).cloned().collect();
        let before = imports.len();
        imports.retain(|file, imports| {
            wanted.contains(file) && imports.iter().any(|other| left.contains(other))
        });
        if imports.len() == before {
            return imports.into_keys().collect();
        }
    }
}

#[test]
fn no_file_imports_in_a_circle() {
    let house = House::read();
    let imports: BTreeMap<Module, BTreeSet<Module>> =
        house.code.keys().map(|module| (module.clone(), house.imports(module))).collect();
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 500, "the imports are read");
    let named: Vec<String> = circle(imports).into_iter().map(|module| module.join("/")).collect();
    assert!(named.is_empty(), "a circle among {named:?}");
}

#[test]
fn a_circle_is_found_through_what_a_file_hands_on() {
    let files = [
        ("a", "pub use b::Shown;\nuse crate::c::{self, Other};"),
        ("a/b", "use super::super::c::Other;"),
        ("c", "fn f() { crate::a::Shown::new() }"),
        ("d", "use crate::a::Shown;"),
    ];
    let module = |name: &str| name.split('/').map(str::to_owned).collect::<Module>();
    let code: BTreeMap<Module, String> =
        files.iter().map(|(name, code)| (module(name), (*code).to_owned())).collect();
    let handed = BTreeMap::from([("Shown".to_owned(), vec!["b".to_owned(), "Shown".to_owned()])]);
    let house = House { code, handed_on: BTreeMap::from([(module("a"), handed)]) };
    let imports = house.code.keys().map(|module| (module.clone(), house.imports(module))).collect();
    let found: Vec<String> = circle(imports).into_iter().map(|module| module.join("/")).collect();
    assert_eq!(found, ["a/b", "c"]);
}
