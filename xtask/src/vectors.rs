//! Published vectors and tables, derived again by programs in another language.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, must_succeed, output_of, root};

/// Where the scripts are.
const CRATE: &str = "crates/greffe-cipher";

/// The scripts that judge by themselves. Each says on its own installation line what it needs.
const CHECKS: &[&str] = &["tests/check_vectors.py", "tests/check_forms.py"];

/// A script whose output is a committed file.
const WRITES: &[(&str, &str)] = &[("tables/numbering.py", "tables/numbering-differences.tsv")];

/// What an installation line begins with.
const INSTALL: &str = "pip install ";

/// Runs all scripts with the packages that they name, in one virtual environment under `target/`.
pub(crate) fn run() -> Outcome {
    let scripts = CHECKS.iter().chain(WRITES.iter().map(|(script, _)| script));
    let scripts: Vec<String> = scripts.map(|script| format!("{CRATE}/{script}")).collect();
    let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
    let python = prepared("python", &scripts)?;
    for script in CHECKS {
        must_succeed(&mut isolated(&python, &format!("{CRATE}/{script}")))?;
    }
    for (script, file) in WRITES {
        let committed = fs::read_to_string(root().join(CRATE).join(file));
        let written = output_of(&mut isolated(&python, &format!("{CRATE}/{script}")))?;
        if written != committed.map_err(|e| e.to_string())? {
            return Err(format!("{file} is not what {script} writes"));
        }
    }
    Ok(())
}

/// A Python in a virtual environment of that name under `target/`, with the packages that the scripts name.
pub(crate) fn prepared(environment: &str, scripts: &[&str]) -> Result<PathBuf, String> {
    let folder = root().join("target").join("xtask").join(environment);
    let python = folder.join("bin").join("python3");
    let mut packages = BTreeSet::new();
    for script in scripts {
        let text = fs::read_to_string(root().join(script)).map_err(|e| format!("{script}: {e}"))?;
        let pinned = pinned(&text);
        if pinned.is_empty() {
            return Err(format!(
                "{script} does not say `pip install PACKAGE==VERSION`, so that nobody knows what to run it with"
            ));
        }
        packages.extend(pinned);
    }
    if !packages.iter().all(|package| has(&python, package)) {
        prepare(&folder, &python, &packages)?;
    }
    Ok(python)
}

/// -I: no variable of the environment changes what runs. PYTHONOPTIMIZE would take every assertion out.
pub(crate) fn isolated(python: &Path, script: &str) -> Command {
    let mut command = Command::new(python);
    command.arg("-I").arg(root().join(script));
    command
}

/// Packages with their versions on the installation line.
fn pinned(script: &str) -> Vec<String> {
    let line = script
        .split_once(INSTALL)
        .and_then(|(_, after)| after.lines().next());
    let words = line.unwrap_or_default().split_whitespace();
    words
        .take_while(|word| word.contains("=="))
        .map(str::to_owned)
        .collect()
}

fn has(python: &Path, pinned: &str) -> bool {
    let Some((package, version)) = pinned.split_once("==") else {
        return false;
    };
    // `frictionless[json]` is `frictionless`, and more with it.
    let package = package.split('[').next().unwrap_or(package);
    let ask = format!("import importlib.metadata as m; print(m.version('{package}'))");
    let said = output_of(Command::new(python).args(["-I", "-c", &ask]));
    said.is_ok_and(|said| said.trim() == version)
}

fn prepare(folder: &Path, python: &Path, packages: &BTreeSet<String>) -> Outcome {
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
    must_succeed(Command::new(python).args(install).args(packages))
}

#[cfg(test)]
mod tests {
    use super::pinned;

    #[test]
    fn the_versions_are_those_that_the_script_names() {
        let script =
            "\"\"\"Checks.\n\n    pip install idna==3.20 regex==1.2 && python3 x.py\n\"\"\"";
        assert_eq!(pinned(script), ["idna==3.20", "regex==1.2"]);
        assert_eq!(
            pinned("    pip install phonenumbers==9.0.43\n    python3 y.py"),
            ["phonenumbers==9.0.43"]
        );
        assert!(pinned("pip install cryptography").is_empty());
        assert!(pinned("").is_empty());
    }
}
