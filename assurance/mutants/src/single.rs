//! The mutants that cannot be asked about, run by cargo-mutants itself, one build each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Failure;
use crate::list::Mutant;
use crate::report::Outcome;

/// Runs `mutants` (with their numbers) in `root`.
pub(crate) fn run(
    root: &Path,
    scratch: &Path,
    package: &str,
    features: &str,
    mutants: &[(usize, &Mutant)],
) -> Result<BTreeMap<usize, Outcome>, Failure> {
    if mutants.is_empty() {
        return Ok(BTreeMap::new());
    }
    let output = scratch.join("one-by-one");
    let _ = fs::remove_dir_all(&output);
    let mut command = Command::new("cargo");
    command.args(["mutants", "--package", package, "--output"]);
    command.arg(&output).current_dir(root);
    // That the tests pass without a mutant is known, and that they take less than a minute.
    command.args([
        "--baseline",
        "skip",
        "--timeout",
        "300",
        "--colors",
        "never",
    ]);
    if !features.is_empty() {
        command.args(["--features", features]);
    }
    for (_, mutant) in mutants {
        command
            .arg("--re")
            .arg(format!("^{}$", escaped(&mutant.name)));
    }
    command.args(["--", "--lib", "--test", "it"]);
    command.env("CARGO_PROFILE_DEV_DEBUG", "0");
    // As the build that serves the others: exhaustive tests take minutes without.
    command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    // Kept, so that dependencies are built once.
    command.env("CARGO_TARGET_DIR", scratch.join("one-by-one-target"));
    command.stdout(Stdio::null());
    // Its status says whether one was missed; what became of each is in a file.
    let status = command.status()?;
    let path = output.join("mutants.out").join("outcomes.json");
    let text =
        fs::read_to_string(&path).map_err(|why| format!("cargo mutants: {status}: {why}"))?;
    let outcomes: Value = serde_json::from_str(&text)?;
    let mut found = BTreeMap::new();
    for outcome in outcomes["outcomes"].as_array().into_iter().flatten() {
        let name = &outcome["scenario"]["Mutant"]["name"];
        let Some((number, _)) = mutants.iter().find(|(_, mutant)| *name == mutant.name) else {
            continue;
        };
        let outcome = match outcome["summary"].as_str() {
            Some("CaughtMutant") => Outcome::Caught,
            Some("Timeout") => Outcome::TimedOut,
            Some("Unviable") => Outcome::Unviable,
            Some("MissedMutant") => Outcome::Missed,
            other => return Err(format!("cargo mutants says {other:?} of {name}").into()),
        };
        found.insert(*number, outcome);
    }
    match mutants
        .iter()
        .find(|(number, _)| !found.contains_key(number))
    {
        Some((_, mutant)) => {
            Err(format!("cargo mutants did not run {}: {status}", mutant.name).into())
        }
        None => Ok(found),
    }
}

/// The text as a regular expression that means just it. (`\<` would be the beginning of a word.)
fn escaped(text: &str) -> String {
    let special = |c: char| "\\.+*?()|[]{}^$#&-~".contains(c);
    let marked = |c: char| if special(c) { vec!['\\', c] } else { vec![c] };
    text.chars().flat_map(marked).collect()
}
