//! The published vectors, derived again by a program in another language.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{Outcome, must_succeed, output_of, root};

/// What the script's own installation line begins with.
const INSTALL: &str = "pip install ";

/// Runs `crates/greffe-cipher/tests/check_vectors.py` with the package that it names, in a virtual environment under `target/`.
pub(crate) fn run() -> Outcome {
    let script = root().join("crates/greffe-cipher/tests/check_vectors.py");
    let text = fs::read_to_string(&script).map_err(|e| format!("{}: {e}", script.display()))?;
    let (package, version) = pinned(&text).ok_or(
        "check_vectors.py does not say `pip install PACKAGE==VERSION`, so that nobody knows what to run it with",
    )?;
    let folder = root().join("target").join("xtask").join("python");
    let python = folder.join("bin").join("python3");
    if !has(&python, package, version) {
        prepare(&folder, &python, &format!("{package}=={version}"))?;
    }
    // -I: no variable of the environment changes what runs. PYTHONOPTIMIZE would take every assertion out.
    must_succeed(Command::new(&python).arg("-I").arg(&script))
}

/// Package and version on the installation line.
fn pinned(script: &str) -> Option<(&str, &str)> {
    let (_, line) = script.split_once(INSTALL)?;
    line.split_whitespace().next()?.split_once("==")
}

fn has(python: &Path, package: &str, version: &str) -> bool {
    let ask = format!("import importlib.metadata as m; print(m.version('{package}'))");
    let said = output_of(Command::new(python).args(["-I", "-c", &ask]));
    said.is_ok_and(|said| said.trim() == version)
}

fn prepare(folder: &Path, python: &Path, requirement: &str) -> Outcome {
    must_succeed(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(folder),
    )
    .map_err(|why| {
        format!("{why}\nPython 3.11 with venv is needed: `apt-get install python3-venv`")
    })?;
    let install = [
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
    ];
    must_succeed(Command::new(python).args(install).arg(requirement))
}

#[cfg(test)]
mod tests {
    use super::pinned;

    #[test]
    fn the_version_is_the_one_that_the_script_names() {
        let script =
            "\"\"\"Checks.\n\n    pip install cryptography==50.0.2 && python3 x.py\n\"\"\"";
        assert_eq!(pinned(script), Some(("cryptography", "50.0.2")));
        assert_eq!(pinned("pip install cryptography"), None);
        assert_eq!(pinned(""), None);
    }
}
