//! The project's own rules about its sources, each with its reason.

use std::fs;
use std::path::Path;

use crate::command::{Outcome, cargo, output_of, root};
use crate::depcheck::CORE;
use crate::typography;

/// A file is one concept; past this it is two.
const MAX_LINES: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "common", "manager", "misc"];

/// Words that do not belong into any source. Split, so that this file does not find itself.
const NOWHERE: &[(&str, &str)] = &[
    (concat!("to", "do!("), "unfinished code"),
    (concat!("unimple", "mented!("), "unfinished code"),
    (concat!("#[ign", "ore"), "a test that is not run"),
    (concat!("../sha", "red"), "the project stands alone"),
    (concat!("FIX", "ME"), "an open end"),
];

/// What a core crate never does: touch the world, read a clock, print.
const NOT_IN_CORE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "println!",
    "eprintln!",
    "static mut",
    "thread_local!",
    "OnceLock",
    "LazyLock",
];

/// The members that do not take the workspace's lints. In the laws a broken law panics, and a test's allocator is unsafe; the other has no code.
const LINTED_BY_THEMSELVES: &[&str] = &["greffe-laws", "greffe-settled"];

/// Checks every tracked file and names every breach.
pub(crate) fn run() -> Outcome {
    let mut listing = std::process::Command::new("git");
    let listing = output_of(
        listing
            .args(["ls-files", "--cached", "--others", "--exclude-standard"])
            .current_dir(root()),
    )?;
    let mut breaches = Vec::new();
    for name in listing.lines() {
        let path = root().join(name);
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if name.ends_with(".rs") {
            check_source(name, &text, &mut breaches);
            typography::check(name, &text, &mut breaches);
        }
        if name != "Cargo.lock" && !name.starts_with("fuzz/corpus") {
            check_machine_paths(name, &text, &mut breaches);
        }
    }
    check_crates(&mut breaches)?;
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(breaches.join("\n"))
    }
}

fn check_source(name: &str, text: &str, breaches: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > MAX_LINES {
        breaches.push(format!(
            "{name}: {lines} lines; think again at 400, split before {MAX_LINES}"
        ));
    }
    let stem = Path::new(name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    if EMPTY_NAMES.contains(&stem.as_ref()) {
        breaches.push(format!("{name}: a name that says nothing"));
    }
    for (word, why) in NOWHERE {
        for (number, _) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(word))
        {
            breaches.push(format!("{name}:{}: `{word}`: {why}", number + 1));
        }
    }
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("pub fn get_") || line.trim_start().starts_with("fn get_")
        {
            breaches.push(format!("{name}:{}: no `get_` in names", number + 1));
        }
    }
    let core = CORE
        .iter()
        .any(|krate| name.starts_with(&format!("crates/{krate}/src/")));
    if core {
        // Unit tests and doc examples may print.
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        for (number, line) in code
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for word in NOT_IN_CORE.iter().filter(|word| line.contains(**word)) {
                breaches.push(format!("{name}:{}: `{word}` in a core crate", number + 1));
            }
        }
    }
}

fn check_machine_paths(name: &str, text: &str, breaches: &mut Vec<String>) {
    let root = root();
    let parent = root.parent().unwrap_or(&root).display().to_string();
    let home = std::env::var("HOME").unwrap_or_default();
    // The folder for temporary files is no path of one machine: a clone may stand in it.
    let temporary = std::env::temp_dir().display().to_string();
    for path in [parent, home] {
        // A path such as `/` would be found everywhere.
        if path.len() > 3 && path != temporary && text.contains(&format!("{path}/")) {
            breaches.push(format!("{name}: names a path of this machine"));
        }
    }
}

fn check_crates(breaches: &mut Vec<String>) -> Outcome {
    let text = output_of(&mut cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(folder) = package["manifest_path"]
            .as_str()
            .and_then(|path| Path::new(path).parent())
        else {
            continue;
        };
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        if !manifest.contains("[lints]\nworkspace = true") && !LINTED_BY_THEMSELVES.contains(&name)
        {
            breaches.push(format!(
                "{name}: Cargo.toml does not take the workspace's lints"
            ));
        }
        // What is published; the benches' library holds their generators.
        let is_published = folder.starts_with(root().join("crates"));
        if let (true, Ok(library)) = (
            is_published,
            fs::read_to_string(folder.join("src").join("lib.rs")),
        ) {
            check_library(name, &library, breaches);
        }
        for target in package["targets"].as_array().into_iter().flatten() {
            check_unit_tests(name, target, breaches);
        }
        if folder.starts_with(root().join("crates")) && !folder.join("README.md").is_file() {
            breaches.push(format!("{name}: no README.md"));
        }
    }
    Ok(())
}

/// A library or program is built to look for unit tests where it has some, and not where it has none: that would be a build of its own for nothing.
fn check_unit_tests(package: &str, target: &serde_json::Value, breaches: &mut Vec<String>) {
    let kind = target["kind"][0].as_str().unwrap_or_default();
    let (Some(source), Some(is_tested)) = (target["src_path"].as_str(), target["test"].as_bool())
    else {
        return;
    };
    if !["lib", "bin", "proc-macro"].contains(&kind) {
        return;
    }
    let name = target["name"].as_str().unwrap_or_default();
    let has_tests = has_unit_tests(Path::new(source), kind);
    let fault = match (has_tests, is_tested) {
        (true, false) => {
            format!("unit tests of {kind} {name} are never built: `test = false` in Cargo.toml")
        }
        (false, true) => {
            format!("{kind} {name} has no unit tests: `test = false` in Cargo.toml saves a build")
        }
        _ => return,
    };
    breaches.push(format!("{package}: {fault}"));
}

/// Whether a target holds unit tests. A program in a file of its own is that file; all else is its folder, in which a library's programs may stand too.
fn has_unit_tests(source: &Path, kind: &str) -> bool {
    let is_folder = source.ends_with("lib.rs") || source.ends_with("main.rs");
    match source.parent() {
        Some(folder) if is_folder => holds_tests(folder, kind == "lib"),
        _ => is_with_tests(source),
    }
}

/// What stands before a unit test.
const TEST: &[&str] = &["#[test]", "#[cfg(test)]"];

fn is_with_tests(source: &Path) -> bool {
    let text = fs::read_to_string(source).unwrap_or_default();
    TEST.iter().any(|mark| text.contains(mark))
}

/// Whether a source of the folder holds a unit test; programs beside a library are not its own.
fn holds_tests(folder: &Path, without_programs: bool) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            !(without_programs && path.ends_with("bin")) && holds_tests(&path, without_programs)
        } else {
            path.extension().is_some_and(|ending| ending == "rs") && is_with_tests(&path)
        }
    })
}

/// `lib.rs` holds docs, `mod`, `pub use` and nothing else; of a crate of derives also their functions, which cannot stand elsewhere.
fn check_library(name: &str, library: &str, breaches: &mut Vec<String>) {
    if !library.contains("#![forbid(unsafe_code)]") {
        breaches.push(format!("{name}: lib.rs does not forbid unsafe code"));
    }
    let is_of_derives = library.contains("#[proc_macro_derive(");
    let words = ["fn ", "impl ", "enum ", "trait "].iter();
    for word in words.filter(|word| !(is_of_derives && **word == "fn ")) {
        let found = library.lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with("//")
                && (line.starts_with(word) || line.starts_with(&format!("pub {word}")))
        });
        if found {
            breaches.push(format!(
                "{name}: lib.rs holds more than docs, `mod` and `pub use`"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::fresh_folder;

    #[test]
    fn unit_tests_are_built_where_there_are_some_and_nowhere_else() {
        let folder = fresh_folder("tidy-unit-tests").unwrap_or_default();
        let source = |file: &str, text: &str| {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap_or(&folder)).ok();
            fs::write(&path, text).ok();
        };
        let test = "#[test]\nfn a() {}\n";
        source("with/lib.rs", "mod deep;");
        source("with/deep/mod.rs", test);
        source("without/lib.rs", "");
        source("without/bin/one.rs", test);
        source("without/bin/other.rs", "");
        source("without/notes.txt", test);
        source("macros/lib.rs", test);
        let said = |kind: &str, file: &str, is_tested: bool| {
            let target = serde_json::json!({
                "kind": [kind], "name": "some", "src_path": folder.join(file), "test": is_tested,
            });
            let mut breaches = Vec::new();
            check_unit_tests("crate", &target, &mut breaches);
            breaches
        };
        for (kind, file, has_tests) in [
            ("lib", "with/lib.rs", true),
            ("lib", "without/lib.rs", false),
            ("bin", "without/bin/one.rs", true),
            ("bin", "without/bin/other.rs", false),
            ("proc-macro", "macros/lib.rs", true),
        ] {
            assert_eq!(said(kind, file, has_tests), [""; 0], "{file}");
            let fault = match has_tests {
                true => format!("crate: unit tests of {kind} some are never built"),
                false => format!("crate: {kind} some has no unit tests"),
            };
            let breaches = said(kind, file, !has_tests);
            assert!(
                breaches.len() == 1 && breaches[0].starts_with(&fault),
                "{breaches:?}"
            );
        }
        // What is no library and no program is built to be tested.
        assert_eq!(said("test", "without/lib.rs", true), [""; 0]);
    }
}
