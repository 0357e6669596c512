//! The demo as an operator runs it: what it prints, what it leaves, what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod output;
mod refusals;
mod registers;
mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn registers_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("registers")
}

/// Runs `demo` with these arguments.
fn demo(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command.arg("demo").args(arguments).output().unwrap()
}

/// Runs `demo` on one of the example registers with few people on a fixed day, and returns its page and its folder.
fn demo_of(register: &str, lang: &str) -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let register = registers_folder().join(format!("{register}.toml"));
    let output = demo(&[
        "--register",
        register.to_str().unwrap(),
        "--out",
        folder.path().to_str().unwrap(),
        "--people",
        "120",
        "--lang",
        lang,
        "--today",
        "2026-11-23",
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (String::from_utf8(output.stdout).unwrap(), folder)
}
