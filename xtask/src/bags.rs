//! Export bags, judged by programs of others: `bagit`, `frictionless`, `html5lib`, `unzip`, and Python's own `csv`, `json`, `zipfile`.

use std::process::Command;

use crate::builds;
use crate::command::{Outcome, fresh_folder, must_succeed};
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
    let built = builds::bags()?;
    let binary = built.program("crates/greffe-export", "example", "bags")?;
    let folder = fresh_folder("bags")?;
    must_succeed(isolated(&python, SCRIPT).arg(binary).arg(&folder))?;
    std::fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut tests = builds::of_features()?.tests("crates/greffe-export", "test", "it")?;
    must_succeed(tests.arg("encryption"))
}
