//! The glossary: in order, with a source for each term, and with names that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::page::code_of;
use crate::{read, root};

/// How a source begins.
const SOURCES: &[&str] = &[
    "Art. ",
    "Recital ",
    "Regulation ",
    "Directive ",
    "loi 78-17, art. ",
    "C. civ. ",
    "C. com. ",
    "C. conso. ",
    "C. trav. ",
    "CPCE ",
];

struct Row {
    french: String,
    english: String,
    source: String,
    names: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = read(root().join("docs/glossary.md"));
    let lines = page.lines().filter(|line| line.starts_with("| ")).skip(2);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [french, english, source, code] = cells[..] else {
                panic!("not four cells: {line}")
            };
            Row {
                french: french.to_owned(),
                english: english.to_owned(),
                source: source.to_owned(),
                names: code
                    .split('`')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect(),
            }
        })
        .collect()
}

/// Letters without their accents, for the order of a dictionary.
fn plain(term: &str) -> String {
    let letters = term.to_lowercase();
    let plain = letters.chars().map(|c| match c {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        other => other,
    });
    plain.collect()
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect()
}

/// What a library makes public at its root: the words of `pub use` and `pub mod`.
fn public(library: &str) -> BTreeSet<&str> {
    let parts = library.split("\npub ").skip(1);
    let said = parts.filter(|part| part.starts_with("use ") || part.starts_with("mod "));
    said.flat_map(|part| words(part.split(';').next().unwrap_or_default()))
        .collect()
}

/// All code of a crate, without its comments.
fn code(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            for line in read(&path)
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
            {
                into.push_str(line);
                into.push('\n');
            }
        }
    }
}

/// Why a name is not there.
fn missing(name: &str) -> Option<String> {
    if !name.contains("::") {
        let format = code_of(&read(root().join("crates/greffe-register/FORMAT.md")));
        return (!words(&format).contains(name))
            .then(|| format!("`{name}` is no key of the register"));
    }
    let parts: Vec<&str> = name.split("::").collect();
    let folder = root()
        .join("crates")
        .join(format!("greffe-{}", parts[0]))
        .join("src");
    let library = read(folder.join("lib.rs"));
    if !public(&library).contains(parts[1]) {
        return Some(format!(
            "`{name}`: its crate makes no `{}` public",
            parts[1]
        ));
    }
    let below = parts.get(2)?;
    let mut all = String::new();
    code(&folder, &mut all);
    let declared = [
        format!("fn {below}("),
        format!("    {below},"),
        format!("    {below} "),
        format!("    {below}("),
    ];
    (!declared.iter().any(|form| all.contains(form)))
        .then(|| format!("`{name}`: `{below}` is declared nowhere in its crate"))
}

#[test]
fn every_name_in_code_is_there() {
    let missing: Vec<String> = rows()
        .iter()
        .flat_map(|row| &row.names)
        .filter_map(|name| missing(name))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_name_that_is_not_there_is_found() {
    for name in ["nothing", "terms::Nothing", "terms::Role::Nothing"] {
        assert!(missing(name).is_some(), "{name}");
    }
}

#[test]
fn terms_stand_in_order_once_each_and_complete() {
    let rows = rows();
    assert!(rows.len() >= 80, "{} terms", rows.len());
    for pair in rows.windows(2) {
        let [before, after] = pair else { continue };
        assert!(
            plain(&before.french) < plain(&after.french),
            "`{}` before `{}`",
            before.french,
            after.french
        );
    }
    for row in &rows {
        assert!(
            !row.english.is_empty() && !row.names.is_empty(),
            "{}",
            row.french
        );
        assert!(
            SOURCES.iter().any(|source| row.source.starts_with(source)),
            "{}: `{}` is no source",
            row.french,
            row.source
        );
    }
}
