//! The README shows what the programs print, and names each of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{err, out, run};

const README: &str = include_str!("../../README.md");
/// A line that stands for lines left out.
const LEFT_OUT: &str = "[…]";

/// Every command of the README with the block that follows it: name, arguments, what it prints.
fn shown() -> Vec<(String, Vec<String>, String)> {
    let mut shown = Vec::new();
    let mut rest = README;
    while let Some((_, after)) = rest.split_once("```sh\n") {
        let (command, after) = after.split_once("\n```\n").unwrap();
        let (printed, after) = after
            .trim_start()
            .strip_prefix("```text\n")
            .unwrap()
            .split_once("```\n")
            .unwrap();
        let words = command
            .strip_prefix("cargo run -q -p cookbook --bin ")
            .unwrap();
        let mut words = words
            .split(' ')
            .filter(|word| *word != "--")
            .map(str::to_owned);
        shown.push((words.next().unwrap(), words.collect(), printed.to_owned()));
        rest = after;
    }
    shown
}

#[test]
fn each_block_is_what_the_command_above_it_prints() {
    for (name, arguments, printed) in shown() {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = run(&name, &arguments);
        assert!(output.status.success(), "{name}: {}", err(&output));
        let real = out(&output);
        let mut rest = real.as_str();
        let parts: Vec<&str> = printed.split(&format!("{LEFT_OUT}\n")).collect();
        for (number, part) in parts.iter().enumerate() {
            let at = rest
                .find(part)
                .unwrap_or_else(|| panic!("{name} does not print:\n{part}\nbut:\n{real}"));
            assert!(number > 0 || at == 0, "{name}: the README begins elsewhere");
            assert!(
                at == 0 || rest[..at].ends_with('\n'),
                "{name}: the README begins within a line"
            );
            rest = &rest[at + part.len()..];
        }
        let ends_open = parts.last() == Some(&"") && parts.len() > 1;
        assert!(ends_open || rest.is_empty(), "{name} prints more:\n{rest}");
    }
}

#[test]
fn each_program_stands_in_the_table_and_is_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin");
    let names = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_str().unwrap().to_owned()
    });
    let programs: BTreeSet<String> = names.collect();
    let run: BTreeSet<String> = shown().into_iter().map(|(name, _, _)| name).collect();
    assert_eq!(programs, run);
    for name in &programs {
        let row = README
            .lines()
            .find(|line| line.starts_with("| ") && line.contains(&format!("`{name}`")));
        assert!(
            row.is_some_and(|row| row.contains("](src/bin/")),
            "{name} has no row"
        );
    }
}
