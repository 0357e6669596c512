//! The id of a key, and changing the keyring that holds it.

use greffe::cipher::{KeyId, Keyring, KeyringError};
use greffe::document::Words;
use greffe_keys::KeysError;

use super::show;
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::{Reason, Refusal};

/// 8 hexadecimal digits, as `greffe key show` prints them.
pub(crate) fn key_id(text: &str) -> Result<KeyId, Reason> {
    KeyId::from_hex(text).ok_or(Reason::Said(KEY_ID))
}

/// Changes the file, and shows the keyring as it then stands there.
pub(super) fn change(
    option: &KeyringOption,
    output: Output,
    change: impl FnOnce(&mut Keyring) -> Result<(), KeyringError>,
) -> Result<Answer, Refusal> {
    let keys = option.open()?;
    let after = keys
        .change(|keyring, _| change(keyring))
        .map_err(|error| match told(&error) {
            Some(place) => Refusal::of(place, error),
            None => option.refusal(error),
        })?;
    Ok(show::of(&after, keys.kek_name(), output.lang()))
}

/// What was told and the keyring contradicts, where it is not the keyring that cannot be used.
pub(super) const fn told(error: &KeysError) -> Option<&'static str> {
    let KeysError::Keyring(error) = error else {
        return None;
    };
    match error {
        KeyringError::NotSeenEverywhere { .. } => Some("--seen-everywhere"),
        KeyringError::BackupNotExpired => Some("--last-backup-expired"),
        KeyringError::UnknownKey(_) | KeyringError::State { .. } => Some("<ID>"),
        _ => None,
    }
}

const KEY_ID: Words = Words::new(
    "on attend un numéro de clé de 8 chiffres hexadécimaux, comme les montre `greffe key show`",
    "a key id of 8 hexadecimal digits is expected, as `greffe key show` prints them",
);
