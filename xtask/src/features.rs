//! Each published crate alone: with each of its features, with none, and with all.

use crate::command::{Outcome, cargo, output_of};

/// What measures beside other libraries: `cargo xtask peers`.
const PEERS: &str = "greffe-benches/peers";

/// Checks every combination by itself. A warning fails: `-D warnings` in RUSTFLAGS would have every dependency checked anew for it.
pub(crate) fn run() -> Outcome {
    let metadata = metadata()?;
    let packages = metadata["packages"]
        .as_array()
        .ok_or("cargo metadata has no packages")?;
    // What is not published is built by other steps, with the features that it is used with.
    for package in packages
        .iter()
        .filter(|package| package["publish"].is_null())
    {
        let name = package["name"].as_str().unwrap_or_default();
        let features = package["features"].as_object();
        let names = features.into_iter().flatten().map(|(key, _)| key.as_str());
        // Features for tests bring tests, and no code.
        let is_own = |name: &&str| *name != "default" && !name.ends_with("-tests");
        let names: Vec<&str> = names.filter(is_own).collect();
        for set in combinations(&names) {
            check(name, &set)?;
        }
    }
    Ok(())
}

/// Every feature of the workspace's packages, as an option of cargo takes them, but the one whose dependencies take as long to build as all others.
pub(crate) fn all_but_peers() -> Result<String, String> {
    let metadata = metadata()?;
    let mut features = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let own = package["features"].as_object().into_iter().flatten();
        features.extend(own.map(|(feature, _)| format!("{name}/{feature}")));
    }
    let count = features.len();
    features.retain(|feature| feature != PEERS);
    if features.len() == count {
        return Err(format!("there is no feature {PEERS} any more"));
    }
    Ok(features.join(","))
}

/// The workspace's packages, as cargo tells them.
fn metadata() -> Result<serde_json::Value, String> {
    let listing = ["metadata", "--format-version", "1", "--no-deps"];
    let text = output_of(&mut cargo(&listing))?;
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

/// None, each alone, all.
fn combinations(names: &[&str]) -> Vec<String> {
    let mut sets = vec![String::new()];
    sets.extend(names.iter().map(ToString::to_string));
    if names.len() > 1 {
        sets.push(names.join(","));
    }
    sets
}

fn check(name: &str, set: &str) -> Outcome {
    let mut command = cargo(&["check", "--quiet", "-p", name, "--no-default-features"]);
    // A crate of macros is itself what that package settles.
    if name != "greffe-derive" {
        command.args(["-p", "greffe-settled"]);
    }
    let of_it = set.split(',').filter(|feature| !feature.is_empty());
    let of_it: Vec<String> = of_it.map(|feature| format!("{name}/{feature}")).collect();
    command
        .args(["--features", &of_it.join(",")])
        .env("CARGO_FUTURE_INCOMPAT_REPORT_FREQUENCY", "never");
    let output = command.output().map_err(|e| e.to_string())?;
    // Only the workspace's own packages warn, and a quiet check says nothing else.
    if output.status.success() && output.stderr.is_empty() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} with the features [{set}]:\n{said}"))
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn a_crate_is_checked_with_none_with_each_and_with_all_features() {
        assert_eq!(combinations(&[]), [""]);
        assert_eq!(combinations(&["age"]), ["", "age"]);
        assert_eq!(combinations(&["a", "b"]), ["", "a", "b", "a,b"]);
    }
}
