//! Mutation tests: changes that cargo-mutants lists, run by `assurance/mutants` out of one build a crate.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command::{Outcome, cargo, must_succeed, output_of, root};

/// How many mutants of a crate's change CI tries at most.
const IN_CI: &str = "80";

/// The first word of the results: the commit that they are of.
const COMMIT: &str = "# commit ";

/// All mutants of the packages, or of all five; with `record` the results are written down.
pub(crate) fn run(packages: &[String], record: bool) -> Outcome {
    if record && !packages.is_empty() {
        return Err("results are recorded of all packages together".to_owned());
    }
    let commit = output_of(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root()))?;
    let mut command = tool()?;
    for package in packages {
        command.args(["--package", package]);
    }
    let lines = root().join("target").join("mutants").join("lines");
    command.arg("--lines").arg(&lines);
    let table = output_of(&mut command)?;
    print!("{table}");
    eprintln!("what became of each: {}", lines.display());
    if record {
        fs::write(results(), format!("{COMMIT}{commit}{table}")).map_err(|why| why.to_string())?;
    }
    Ok(())
}

/// The mutants in what changed since the recorded results, so many of each crate at most.
pub(crate) fn of_the_change() -> Outcome {
    let recorded = fs::read_to_string(results()).map_err(|why| format!("results: {why}"))?;
    let commit = recorded
        .lines()
        .find_map(|line| line.strip_prefix(COMMIT))
        .ok_or("the results name no commit")?;
    let mut command = tool()?;
    command.args(["--one-build", "--at-most", IN_CI]);
    if is_known(commit) {
        command.args(["--since", commit]);
    } else {
        // A history that was cut short: the change is not to be had, so the smallest crate is tried instead.
        eprintln!("commit {commit} is not in this history");
        command.args(["--package", "greffe-calendar"]);
    }
    must_succeed(&mut command)
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
        cargo(&["build", "--quiet", "--release", "--manifest-path", manifest]).env("CARGO_TARGET_DIR", folder.join("tool")),
    )?;
    let mut command = Command::new(folder.join("tool/release/greffe-mutants"));
    command.arg("--scratch").arg(folder.join("copy")).current_dir(root());
    Ok(command)
}
