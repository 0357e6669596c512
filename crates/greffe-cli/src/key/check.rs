//! `greffe key check --keyring FILE`

use std::fmt::Write as _;

use clap::Args;
use greffe::cipher::KeyEntry;
use serde_json::{Value, json};

use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key check --keyring keys.json --kek-file kek\n\
    A check value tells a wrong key, and nothing about a right one. Opening the file has compared each key with its own.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let keyring = options.keyring.keyring()?;
    let lang = options.output.lang();
    let mut lines = vec![lang.pick(
        format!(
            "Génération {}\u{a0}: le trousseau s’ouvre, chaque clé correspond à sa valeur de contrôle",
            keyring.generation()
        ),
        format!(
            "Generation {}: the keyring opens, each key matches its check value",
            keyring.generation()
        ),
    )];
    lines.extend(
        keyring
            .keys()
            .map(|key| format!("  {}  {}", key.id(), check_value(key))),
    );
    let object =
        |key: &KeyEntry| json!({ "id": key.id().to_string(), "check_value": check_value(key) });
    Ok(Answer::new(
        lines.join("\n"),
        json!({
            "generation": keyring.generation(),
            "keys": keyring.keys().map(object).collect::<Value>(),
        }),
    ))
}

/// 32 hex digits.
fn check_value(key: &KeyEntry) -> String {
    let mut hex = String::with_capacity(32);
    for octet in key.master().check_value(key.id()) {
        write!(hex, "{octet:02x}").unwrap_or_default();
    }
    hex
}
