//! No block of the guide is left to itself: each has a language that some test compiles, reads or runs.

use crate::page::{Block, blocks, headings, links};
use crate::{chapters, read, root};

/// The parts of a chapter.
const PARTS: [&str; 6] = [
    "The problem",
    "The shortest way",
    "The full way",
    "What can go wrong",
    "What the law says",
    "Read on",
];

#[test]
fn every_block_is_checked_by_somebody() {
    let library = read(root().join("docs/src/lib.rs"));
    let mut counted = 0;
    for (name, text) in chapters() {
        let is_compiled = library.contains(&format!(
            "#[doc = include_str!(\"../guide/{name}\")]\n#[cfg(doctest)]\n"
        ));
        let all = blocks(&text);
        for (position, block) in all.iter().enumerate() {
            counted += 1;
            let before = position.checked_sub(1).map(|before| &all[before]);
            let is_checked = match block.language.as_str() {
                // No attribute: compiled, run, and expected to end well.
                "rust" => is_compiled && block.file.is_none(),
                // `toml_blocks` knows each file and each fragment.
                "toml" => crate::toml_blocks::is_known(block),
                // The tests of the command run all of these in order, files first.
                "sh" => block.file.is_none(),
                "json" => is_used_below(block, &all[position..]),
                "text" => {
                    is_used_below(block, &all[position..])
                        || (block.file.is_none()
                            && before.is_some_and(|above| above.language == "sh"))
                }
                _ => false,
            };
            assert!(
                is_checked,
                "{name}: nobody checks the block in `{}` that begins\n{}",
                block.language,
                block.content.lines().next().unwrap_or_default()
            );
        }
    }
    assert!(counted > 50, "only {counted} blocks were found");
    assert!(
        read(root().join("crates/greffe-cli/tests/it/main.rs")).contains("mod guide;"),
        "nobody runs the shell lines"
    );
}

/// Whether a file is one that lines of a shell further down read.
fn is_used_below(block: &Block, below: &[Block]) -> bool {
    let mut shell = below.iter().filter(|other| other.language == "sh");
    block.file.as_deref().is_some_and(|file| {
        shell.any(|lines| lines.content.contains(file)) || is_described(file, below)
    })
}

/// Whether a file is named by a description of sources that lines further down read.
fn is_described(file: &str, below: &[Block]) -> bool {
    file.ends_with(".ndjson")
        && below
            .iter()
            .any(|other| other.language == "sh" && other.content.contains("--sources ."))
}

#[test]
fn every_chapter_has_its_parts_and_its_articles() {
    for (name, text) in chapters() {
        let parts: Vec<String> = headings(&text)
            .into_iter()
            .filter_map(|(level, heading)| (level == 2).then_some(heading))
            .collect();
        assert_eq!(parts, PARTS, "{name}");
        let (_, law) = text.split_once("## What the law says\n").unwrap();
        let (law, _) = law.split_once("\n## ").unwrap();
        assert!(law.contains("Art. "), "{name} names no article");
        assert!(
            blocks(&text).len() >= 3,
            "{name} shows hardly anything that runs"
        );
    }
}

#[test]
fn the_index_names_every_chapter_by_its_title() {
    let index = read(root().join("docs/README.md"));
    for (name, text) in chapters() {
        let title = headings(&text).remove(0).1;
        assert!(
            index.contains(&format!("[{title}](guide/{name})")),
            "{name} is not in the index as `{title}`"
        );
    }
    let named = links(&index);
    let named = named.iter().filter(|link| link.starts_with("guide/"));
    assert_eq!(named.count(), chapters().len());
}
