//! Mutation tests: changes that cargo-mutants lists, run by `assurance/mutants` out of one build a crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::command::{Outcome, cargo, must_succeed, output_of, root};

/// The packages whose mutants are tried.
const PACKAGES: [&str; 5] = [
    "greffe-calendar",
    "greffe-retention",
    "greffe-cipher",
    "greffe-consent",
    "greffe-export",
];

/// How many mutants of a package's change CI tries at most.
const IN_CI: &str = "60";

/// What stands above the results.
const HEAD: &str =
    "package\tcommit\tmutants\tcaught\tby time\tmissed\tno program\tnot tried\tper thousand\n";

/// All mutants of the packages, or of all five; with `record` the results are written down beside the commit. By `how` a run goes on that was stopped
/// (`--resume`), leaves out what needs a build of its own (`--one-build`), or tries only what the one before missed (`--missed`).
pub(crate) fn run(packages: &[String], record: bool, how: &[&str]) -> Outcome {
    let commit = output_of(
        Command::new("git")
            .args(["rev-parse", "HEAD"])
            .current_dir(root()),
    )?;
    let mut rows = recorded()?;
    let lines = root().join("target").join("mutants").join("lines");
    let chosen = PACKAGES
        .iter()
        .filter(|known| packages.is_empty() || packages.iter().any(|name| name == *known));
    let mut failures = Vec::new();
    for package in chosen {
        let mut command = tool()?;
        command.args(["--package", package, "--lines"]).arg(&lines);
        command.args(how);
        // How far it is, it says as it runs.
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|why| why.to_string())?;
        let said = String::from_utf8_lossy(&output.stdout);
        print!("{said}");
        let prefix = format!("{package}\t");
        if let Some(figures) = said.lines().find_map(|line| line.strip_prefix(&prefix)) {
            rows.insert(
                (*package).to_owned(),
                format!("{}\t{figures}", commit.trim()),
            );
        }
        if !output.status.success() {
            failures.push(*package);
        }
    }
    eprintln!("what became of each: {}", lines.display());
    if record {
        let rows: String = rows
            .iter()
            .map(|(package, rest)| format!("{package}\t{rest}\n"))
            .collect();
        fs::write(results(), format!("{HEAD}{rows}")).map_err(|why| why.to_string())?;
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "too few are caught, or one without a reason is not: {}",
            failures.join(", ")
        ))
    }
}

/// The mutants in what changed since the recorded results, so many of each package at most.
pub(crate) fn of_the_change() -> Outcome {
    let rows = recorded()?;
    if rows.is_empty() {
        return Err("no results of mutants are recorded".to_owned());
    }
    for package in PACKAGES {
        let Some((commit, _)) = rows.get(package).and_then(|row| row.split_once('\t')) else {
            println!("{package}: no recorded results, so that there is no change since");
            continue;
        };
        let mut command = tool()?;
        command.args(["--package", package, "--one-build", "--at-most", IN_CI]);
        // In a history that was cut short the commit is missing: as many of all mutants are tried.
        if is_known(commit) {
            command.args(["--since", commit]);
        }
        must_succeed(&mut command)?;
    }
    Ok(())
}

/// The recorded rows by package: the commit, then the figures.
fn recorded() -> Result<BTreeMap<String, String>, String> {
    let Ok(text) = fs::read_to_string(results()) else {
        return Ok(BTreeMap::new());
    };
    let rows = text
        .lines()
        .skip(1)
        .map(|line| match line.split_once('\t') {
            Some((package, rest)) => Ok((package.to_owned(), rest.to_owned())),
            None => Err(format!("results of mutants: `{line}` is no row")),
        });
    rows.collect()
}

fn is_known(commit: &str) -> bool {
    let object = format!("{commit}^{{commit}}");
    let found = Command::new("git")
        .args(["cat-file", "-e", &object])
        .current_dir(root())
        .output();
    found.is_ok_and(|output| output.status.success())
}

fn results() -> PathBuf {
    root().join("assurance/mutants/results.tsv")
}

/// The program, built, with its folder for a copy of the project.
fn tool() -> Result<Command, String> {
    let folder = root().join("target").join("mutants");
    let manifest = "assurance/mutants/Cargo.toml";
    must_succeed(
        cargo(&["build", "--quiet", "--manifest-path", manifest])
            .env("CARGO_TARGET_DIR", folder.join("tool")),
    )?;
    let mut command = Command::new(folder.join("tool/debug/greffe-mutants"));
    command
        .arg("--scratch")
        .arg(folder.join("copy"))
        .current_dir(root());
    Ok(command)
}
