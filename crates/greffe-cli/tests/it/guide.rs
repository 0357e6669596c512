//! The guide's shell lines, run as a reader runs them: in a folder that holds the guide's register and the files that the chapter shows so far.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::text;

/// A line that stands for lines left out.
const LEFT_OUT: &str = "[…]\n";

/// A fenced block of a chapter, with the file that the line above it says it is.
struct Block {
    language: String,
    file: Option<String>,
    content: String,
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn chapters() -> Vec<PathBuf> {
    let entries = fs::read_dir(docs().join("guide")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    let mut above = "";
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            above = line;
            continue;
        };
        let content = lines.by_ref().take_while(|line| *line != "```");
        let content = content.fold(String::new(), |all, line| all + line + "\n");
        let named = above.strip_prefix('`');
        let named = named.and_then(|rest| rest.strip_suffix("`:"));
        blocks.push(Block {
            language: language.to_owned(),
            file: named.map(str::to_owned),
            content,
        });
        above = "";
    }
    blocks
}

/// Runs lines of a shell in which `greffe` is ours, and answers what a terminal would show. A line that fails ends the run.
fn run(lines: &str, folder: &Path) -> String {
    let output = Command::new("sh")
        .args(["-e", "-c", &format!("exec 2>&1\n{lines}")])
        .env("PATH", format!("{}/bin:/usr/bin:/bin", folder.display()))
        .env_remove("GREFFE_KEK")
        .env_remove("GREFFE_KEK_FILE")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = text(&output.stdout);
    assert!(output.status.success(), "{lines}\nfailed, saying:\n{said}");
    said
}

/// Whether a text is what stands in a page, where some lines may be left out.
fn is_shown_as(said: &str, shown: &str) -> bool {
    let mut parts = shown.split(LEFT_OUT);
    let Some(mut rest) = said.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut ends_open = false;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        ends_open = part.is_empty();
        rest = after;
    }
    ends_open || rest.is_empty()
}

#[test]
fn every_shell_block_prints_what_stands_below_it() {
    let mut run_blocks = 0;
    for chapter in chapters() {
        let name = chapter.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        symlink(
            env!("CARGO_BIN_EXE_greffe"),
            folder.path().join("bin/greffe"),
        )
        .unwrap();
        fs::copy(
            docs().join("register.toml"),
            folder.path().join("register.toml"),
        )
        .unwrap();
        let mut said = None;
        for block in blocks(&fs::read_to_string(&chapter).unwrap()) {
            match (block.language.as_str(), &block.file) {
                // The register of the whole guide stands in `docs`, and is held to its chapter there.
                (_, Some(file)) if matches!(file.as_str(), "register.toml" | "Cargo.toml") => {}
                (_, Some(file)) => fs::write(folder.path().join(file), &block.content).unwrap(),
                ("sh", None) => {
                    let before = said.replace(run(&block.content, folder.path()));
                    assert!(
                        before.is_none_or(|before| before.is_empty()),
                        "{name}: what the lines before this block print is not shown:\n{}",
                        block.content
                    );
                    run_blocks += 1;
                }
                ("text", None) => {
                    let real = said.take().expect("lines of a shell above each text");
                    assert!(
                        is_shown_as(&real, &block.content),
                        "{name} shows:\n{}but it is:\n{real}",
                        block.content
                    );
                }
                _ => {}
            }
        }
        assert!(
            said.is_none_or(|said| said.is_empty()),
            "{name}: what the last lines print is not shown"
        );
    }
    assert!(run_blocks >= 15, "only {run_blocks} blocks were run");
}

#[test]
fn lines_left_out_are_looked_for_in_their_order() {
    let said = "a\nb\nc\n";
    for shown in ["a\nb\nc\n", "a\n[…]\n", "[…]\nc\n", "a\n[…]\nc\n"] {
        assert!(is_shown_as(said, shown), "{shown}");
    }
    for other in ["a\nb\n", "b\n[…]\n", "[…]\nb\n", "a\n[…]\nd\n", ""] {
        assert!(!is_shown_as(said, other), "{other}");
    }
}
