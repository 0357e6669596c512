//! What a newcomer finds with each crate: what it is for, an example, a map, its limits.

use std::fs;

use crate::page::{blocks, headings};
use crate::{read, root};

#[test]
fn every_crate_says_what_it_is_shows_an_example_a_map_and_its_limits() {
    let mut names: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 14);
    for name in names {
        let folder = root().join("crates").join(&name);
        let readme = read(folder.join("README.md"));
        let opening = readme.lines().skip(1).find(|line| !line.is_empty());
        assert!(
            opening.is_some_and(|line| line.len() > 20 && !line.starts_with("```")),
            "{name}: the README does not say what it is for"
        );
        assert!(
            !blocks(&readme).is_empty(),
            "{name}: no example in the README"
        );
        let limits = headings(&readme)
            .into_iter()
            .any(|(_, heading)| matches!(&*heading, "Limits" | "Not there yet"));
        assert!(limits, "{name}: no limits in the README");
        // The command has no library: its README's tables are its map.
        let Ok(library) = fs::read_to_string(folder.join("src/lib.rs")) else {
            continue;
        };
        let (head, _) = library.split_once("\n#![").unwrap();
        let head: String = head
            .lines()
            .map(|line| line.trim_start_matches("//!").trim_start().to_owned() + "\n")
            .collect();
        let examples = blocks(&head);
        assert!(
            examples
                .iter()
                .any(|block| block.content.lines().count() <= 20),
            "{name}: no short example in lib.rs"
        );
        assert!(
            head.contains("| module |") || head.contains("# Map"),
            "{name}: no map in lib.rs"
        );
    }
}
