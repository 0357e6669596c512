//! `greffe register diff`.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::shell::{MARKER, greffe, text};

struct Versions {
    _folder: tempfile::TempDir,
    old: PathBuf,
    new: PathBuf,
}

fn register(keep: &str) -> String {
    format!(
        "organisation = {{ name = \"A\" }}\n[[processing]]\nref = \"FAC-01\"\nname = \"Billing\"\ndata = [{{ category = \"economic\", retention = {{ keep = \"{keep}\", after = \"relation_end\" }} }}]"
    )
}

fn versions(old: &str, new: &str) -> Versions {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (old, new) = (file("old.toml", old), file("new.toml", new));
    Versions {
        _folder: folder,
        old,
        new,
    }
}

fn diff(versions: &Versions, options: &[&str]) -> (Option<i32>, String) {
    let files = [&versions.old, &versions.new].map(|file| file.to_str().unwrap());
    let arguments = [&["register", "diff"], options, &files].concat();
    let output = greffe(&arguments, "");
    (output.status.code(), text(&output.stdout))
}

#[test]
fn nothing_changed_is_status_0_and_no_line() {
    let same = versions(&register("P5Y"), &register("P5Y"));
    assert_eq!(diff(&same, &[]), (Some(0), String::new()));
}

#[test]
fn a_longer_retention_is_said_in_legal_terms_in_both_languages() {
    let longer = versions(&register("P5Y"), &register("P10Y"));
    let (status, said) = diff(&longer, &[]);
    assert_eq!(status, Some(1));
    assert!(
        said.contains("retention_longer") && said.contains("kept longer"),
        "{said}"
    );
    let (_, said) = diff(&longer, &["--lang", "fr"]);
    assert!(said.contains("10 ans"), "{said}");
    let (_, table) = diff(&longer, &["--format", "markdown"]);
    assert!(table.contains("| "), "{table}");
}

#[test]
fn the_changes_are_json_and_the_patch_reads_back() {
    let longer = versions(&register("P5Y"), &register("P10Y"));
    let (_, json) = diff(&longer, &["--format", "json"]);
    let changes: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(changes[0]["kind"], "retention_longer");
    let (_, patch) = diff(&longer, &["--format", "patch"]);
    let patch = greffe::register::diff::Patch::from_json(&patch).unwrap();
    let read = |text: &str| greffe::register::Register::from_toml(text).unwrap();
    let patched = patch.apply(&read(&register("P5Y"))).unwrap();
    assert!(patched == read(&register("P10Y")));
}

#[test]
fn an_order_alone_is_an_edit_and_no_change_in_legal_terms() {
    let of = |references: [&str; 2]| {
        let records =
            references.map(|r| format!("[[processing]]\nref = \"{r}\"\nname = \"{r}\"\n"));
        format!("organisation = {{ name = \"A\" }}\n{}", records.concat())
    };
    let moved = versions(&of(["P1", "P2"]), &of(["P2", "P1"]));
    assert_eq!(diff(&moved, &[]), (Some(0), String::new()));
    let (status, patch) = diff(&moved, &["--format", "patch"]);
    assert_eq!(status, Some(1), "{patch}");
    assert!(patch.contains("\"order\""), "{patch}");
    let same = versions(&of(["P1", "P2"]), &of(["P1", "P2"]));
    let (status, patch) = diff(&same, &["--format", "patch"]);
    assert_eq!((status, patch.trim()), (Some(0), "[]"));
}

#[test]
fn a_file_that_does_not_read_is_named_without_its_content() {
    let broken = versions(&register("P5Y"), &format!("organisation = \"{MARKER}\""));
    let files = [&broken.old, &broken.new].map(|file| file.to_str().unwrap());
    let output = greffe(&["register", "diff", files[0], files[1]], "");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("new.toml") && !said.contains(MARKER),
        "{said}"
    );
}
