//! Who may depend on whom: the direction of dependency in ARCHITECTURE.md, checked against what cargo resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::{Outcome, cargo, output_of};

/// For each crate of ours, the crates of ours that it may name. Nothing else is allowed.
const ALLOWED: &[(&str, &[&str])] = &[
    ("greffe-terms", &[]),
    ("greffe-cipher", &[]),
    ("greffe-derive", &[]),
    ("greffe-document", &["greffe-terms"]),
    ("greffe-calendar", &["greffe-terms"]),
    (
        "greffe-retention",
        &["greffe-terms", "greffe-document", "greffe-calendar"],
    ),
    (
        "greffe-consent",
        &["greffe-terms", "greffe-document", "greffe-calendar"],
    ),
    (
        "greffe-export",
        &["greffe-terms", "greffe-document", "greffe-calendar"],
    ),
    (
        "greffe-register",
        &[
            "greffe-terms",
            "greffe-document",
            "greffe-calendar",
            "greffe-retention",
        ],
    ),
    (
        "greffe-interchange",
        &[
            "greffe-terms",
            "greffe-document",
            "greffe-calendar",
            "greffe-retention",
            "greffe-register",
        ],
    ),
    ("greffe", CORE),
    ("greffe-keys", &["greffe-cipher"]),
    (
        "greffe-sqlx",
        &[
            "greffe-cipher",
            "greffe-calendar",
            "greffe-consent",
            "greffe-export",
            "greffe-retention",
            "greffe-register",
            "greffe-terms",
        ],
    ),
    // `greffe-keys` touches files and the environment, which nothing under the facade may.
    (
        "greffe-cli",
        &["greffe", "greffe-keys", "greffe-interchange"],
    ),
    ("cookbook", &["greffe", "greffe-keys", "greffe-sqlx"]),
    ("greffe-laws", &["greffe", "greffe-interchange"]),
    // Examples and tests alone.
    ("greffe-guide", &[]),
    ("greffe-settled", &[]),
];

/// The crates that do no I/O and read no clock.
pub(crate) const CORE: &[&str] = &[
    "greffe-terms",
    "greffe-document",
    "greffe-calendar",
    "greffe-retention",
    "greffe-cipher",
    "greffe-consent",
    "greffe-export",
    "greffe-register",
    "greffe-interchange",
    "greffe-derive",
];

/// What no core crate may reach, by any path: databases, web frameworks, runtimes, clocks, sources of randomness.
const FOREIGN_TO_CORE: &[&str] = &[
    "sqlx",
    "sqlx-core",
    "rusqlite",
    "libsqlite3-sys",
    "tokio",
    "async-std",
    "axum",
    "hyper",
    "reqwest",
    "rand",
    "getrandom",
    "iana-time-zone",
    "dotenvy",
];

/// What is reached all the same, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    // `zip` names it without a feature; it is called for encrypted entries only, which Greffe never writes.
    ("greffe-export", "getrandom"),
    ("greffe-interchange", "getrandom"),
    // Only with the feature `age`: the file key of an encrypted export is random, and no caller can give it.
    ("greffe-export", "rand"),
];

/// Reads `cargo metadata` and names every breach.
pub(crate) fn run() -> Outcome {
    // What `cargo metadata` resolves counts features that are only asked for where another one is (`name?/feature`), so that a peer of the benches would
    // seem to give a core crate a clock which no build gives it.
    let features = crate::features::all_but_peers()?;
    let asked = ["--locked", "--features", &features];
    let graph = Graph::of(&metadata(&asked)?).ok_or("cargo metadata has another shape")?;
    let mut breaches = Vec::new();
    for (name, allowed) in ALLOWED {
        for found in graph
            .direct(name)
            .iter()
            .filter(|found| found.starts_with("greffe"))
        {
            if !allowed.contains(&found.as_str()) {
                breaches.push(format!("{name} must not depend on {found}"));
            }
        }
    }
    for name in CORE {
        for found in graph.reached(name) {
            let excepted = EXCEPTIONS.contains(&(name, found.0.as_str()));
            if FOREIGN_TO_CORE.contains(&found.0.as_str()) && !excepted {
                breaches.push(format!("{name} must not reach {}", found.0));
            }
            if *name == "greffe-cipher" && found.0 == "digest" && found.1.starts_with("0.10") {
                breaches.push(
                    "greffe-cipher must keep to one generation of digest, not 0.10".to_owned(),
                );
            }
        }
    }
    for name in graph.ours() {
        let known = ALLOWED.iter().any(|(allowed, _)| allowed == &name);
        if !known && name.starts_with("greffe") && name != "greffe-benches" {
            breaches.push(format!("{name} has no row in depcheck.rs"));
        }
    }
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(breaches.join("\n"))
    }
}

fn metadata(asked: &[&str]) -> Result<serde_json::Value, String> {
    let mut command = cargo(&["metadata", "--format-version", "1"]);
    let text = output_of(command.args(asked))?;
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

/// Normal dependencies (not those of tests or builds) between packages.
struct Graph {
    names: BTreeMap<String, (String, String)>,
    edges: BTreeMap<String, BTreeSet<String>>,
    members: BTreeSet<String>,
}

impl Graph {
    fn of(metadata: &serde_json::Value) -> Option<Self> {
        let mut names = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            let field = |key: &str| package[key].as_str().map(str::to_owned);
            names.insert(field("id")?, (field("name")?, field("version")?));
        }
        let mut edges = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array()? {
            let normal = |dep: &&serde_json::Value| {
                dep["dep_kinds"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|k| k["kind"].is_null()))
            };
            let found = node["deps"]
                .as_array()?
                .iter()
                .filter(normal)
                .filter_map(|dep| dep["pkg"].as_str());
            edges.insert(
                node["id"].as_str()?.to_owned(),
                found.map(str::to_owned).collect(),
            );
        }
        let members = metadata["workspace_members"].as_array()?;
        let members = members
            .iter()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect();
        Some(Self {
            names,
            edges,
            members,
        })
    }

    fn ours(&self) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .filter_map(|id| self.names.get(id))
            .map(|(name, _)| name.as_str())
    }

    fn id_of(&self, name: &str) -> Option<&String> {
        self.members
            .iter()
            .find(|id| self.names.get(*id).is_some_and(|(found, _)| found == name))
    }

    fn direct(&self, name: &str) -> Vec<String> {
        let edges = self.id_of(name).and_then(|id| self.edges.get(id));
        let names = edges
            .into_iter()
            .flatten()
            .filter_map(|id| self.names.get(id));
        names.map(|(name, _)| name.clone()).collect()
    }

    fn reached(&self, name: &str) -> BTreeSet<&(String, String)> {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut next: Vec<&String> = self.id_of(name).into_iter().collect();
        while let Some(id) = next.pop() {
            if seen.insert(id) {
                next.extend(self.edges.get(id).into_iter().flatten());
            }
        }
        seen.into_iter()
            .filter_map(|id| self.names.get(id))
            .collect()
    }
}
