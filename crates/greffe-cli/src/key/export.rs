//! `greffe key export --under KEKFILE --to FILE --keyring FILE`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use greffe::cipher::{KeyEntry, Keyring};
use greffe::terms::Lang;
use greffe_keys::{KekSource, KeysError};
use serde_json::{Value, json};

use super::show::state_in_words;
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key export --keyring keys.json --kek-file kek --under safe/kek --to safe/escrow.json\n\
    Keep the escrow apart, with its own key-encryption key. It holds the keys of its day: while it lives, a key that is destroyed\n\
    elsewhere is not gone. Nothing that exists is overwritten.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    /// The file of the other key-encryption key
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "print_plain_master_keys_on_stdout",
        requires = "to"
    )]
    under: Option<PathBuf>,
    /// The new file, mode 0600
    #[arg(long, value_name = "FILE", requires = "under")]
    to: Option<PathBuf>,
    /// DANGEROUS: prints every master key in clear, for an escrow on paper. Who sees them reads every sealed value
    #[arg(long, conflicts_with_all = ["under", "to"])]
    print_plain_master_keys_on_stdout: bool,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let lang = options.output.lang();
    let (Some(under), Some(to)) = (&options.under, &options.to) else {
        return Ok(in_clear(&options.keyring.keyring()?, lang));
    };
    let keys = options.keyring.open()?;
    let under = KekSource::File(under.clone());
    // The other key is read first, so that a refusal is laid at the right door.
    let name = under
        .load()
        .map(|kek| kek.name().to_owned())
        .map_err(|error| Refusal::of("--under", error))?;
    keys.export(&under, to)
        .map_err(|error| refusal(error, options))?;
    Ok(Answer::new(
        lang.pick(
            format!("Trousseau écrit dans {}, sous {name}", to.display()),
            format!("Keyring written to {}, under {name}", to.display()),
        ),
        json!({ "to": to.display().to_string(), "kek": name }),
    ))
}

fn refusal(error: KeysError, options: &Options) -> Refusal {
    match error {
        KeysError::SameKey => Refusal::of("--under", error),
        KeysError::Exists { .. } | KeysError::NotAFile { .. } => Refusal::of("--to", error),
        _ => options.keyring.refusal(error),
    }
}

fn in_clear(keyring: &Keyring, lang: Lang) -> Answer {
    let lines: Vec<_> = keyring
        .keys()
        .map(|key| {
            format!(
                "{}  {}  {}",
                key.id(),
                hex(key),
                state_in_words(key.state(), lang)
            )
        })
        .collect();
    let object = |key: &KeyEntry| {
        json!({
            "id": key.id().to_string(),
            "state": key.state().to_string(),
            "created_seconds": key.created(),
            "plain_master_key": hex(key),
        })
    };
    Answer::new(
        lines.join("\n"),
        json!({
            "generation": keyring.generation(),
            "keys": keyring.keys().map(object).collect::<Value>(),
        }),
    )
}

/// 64 hex digits.
fn hex(key: &KeyEntry) -> String {
    let mut out = String::with_capacity(64);
    for octet in key.master().expose() {
        write!(out, "{octet:02x}").unwrap_or_default();
    }
    out
}
