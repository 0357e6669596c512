//! Export bags, judged by programs of others: `bagit`, `frictionless`, `html5lib`, `unzip`, and Python's own `csv`, `json`, `zipfile`.

use std::process::Command;

use crate::command::{Outcome, cargo, fresh_folder, must_succeed, root};
use crate::vectors::{isolated, prepared};

const SCRIPT: &str = "crates/greffe-export/tests/check_bags.py";

/// Writes the bags, twice and once killed again and again, and has the script judge them. What needs a feature of greffe-export is tested with it.
pub(crate) fn run() -> Outcome {
    must_succeed(
        Command::new("unzip")
            .arg("-hh")
            .stdout(std::process::Stdio::null()),
    )
    .map_err(|why| format!("{why}\nInfo-ZIP is needed: `apt-get install unzip`"))?;
    let python = prepared("bags-python", &[SCRIPT])?;
    must_succeed(&mut cargo(&[
        "build",
        "--quiet",
        "--release",
        "-p",
        "greffe-export",
        "--example",
        "bags",
    ]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let binary = target.join("release").join("examples").join("bags");
    let folder = fresh_folder("bags")?;
    must_succeed(isolated(&python, SCRIPT).arg(binary).arg(&folder))?;
    std::fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let tests = [
        "test",
        "--quiet",
        "-p",
        "greffe-export",
        "--features",
        "age",
        "--test",
        "it",
        "encryption",
    ];
    must_succeed(&mut cargo(&tests))
}
