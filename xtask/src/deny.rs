//! What dependencies bring with them: licences, duplicates, sources. The rules are in `deny.toml`.

use crate::command::{Outcome, cargo, must_succeed};

/// Asks cargo-deny about the lockfile of the workspace, then about that of `fuzz/`.
pub(crate) fn run() -> Outcome {
    let deny = |manifest: &str, allowed: &[&str]| {
        let mut command = cargo(&["deny", "--locked", "--log-level", "error"]);
        command.args(["--manifest-path", manifest, "--config", "deny.toml"]);
        command.args(["check", "--hide-inclusion-graph"]);
        for code in allowed {
            command.args(["--allow", code]);
        }
        must_succeed(command.args(["licenses", "bans", "sources"])).map_err(|why| {
            format!("{why}\n`cargo install --debug --locked cargo-deny` provides the command")
        })
    };
    deny("Cargo.toml", &[])?;
    // Less is met there: a licence that only the workspace has is no fault.
    deny("fuzz/Cargo.toml", &["license-not-encountered"])
}
