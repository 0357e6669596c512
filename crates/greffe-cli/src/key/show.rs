//! `greffe key show --keyring FILE`

use clap::Args;
use greffe::cipher::{KeyEntry, KeyProvider, KeyState, Keyring};
use greffe::terms::Lang;
use greffe_keys::{FileKeys, KeysError};
use serde_json::{Value, json};

use super::moment;
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key show --keyring keys.json --kek-file kek\n\
    States: standby (opens, is looked up), primary (seals), active (sealed once), retired (opens nothing any more).";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let keys = options.keyring.open()?;
    answer(&keys, options.output.lang()).map_err(|error| options.keyring.refusal(error))
}

/// The keyring as it stands in its file.
pub(super) fn answer(keys: &FileKeys, lang: Lang) -> Result<Answer, KeysError> {
    Ok(of(&keys.keyring()?, keys.kek_name(), lang))
}

pub(super) fn of(keyring: &Keyring, kek: &str, lang: Lang) -> Answer {
    let mut lines = vec![lang.pick(
        format!(
            "Génération {}, sous la clé de chiffrement de clés {kek}",
            keyring.generation()
        ),
        format!(
            "Generation {}, under the key-encryption key {kek}",
            keyring.generation()
        ),
    )];
    lines.extend(keyring.keys().map(|key| line(key, lang)));
    Answer::new(
        lines.join("\n"),
        json!({
            "generation": keyring.generation(),
            "kek": kek,
            "keys": keyring.keys().map(object).collect::<Value>(),
        }),
    )
}

fn line(key: &KeyEntry, lang: Lang) -> String {
    let created = moment::day_in_words(key.created(), lang);
    let (id, state) = (key.id(), state_in_words(key.state(), lang));
    lang.pick(
        format!("  {id}  {state}, créée le {created}"),
        format!("  {id}  {state}, created {created}"),
    )
}

pub(super) fn state_in_words(state: KeyState, lang: Lang) -> String {
    lang.pick(state.in_french().to_owned(), state.to_string())
}

fn object(key: &KeyEntry) -> Value {
    json!({
        "id": key.id().to_string(),
        "state": key.state().to_string(),
        "created": moment::day(key.created()),
        "created_seconds": key.created(),
    })
}
