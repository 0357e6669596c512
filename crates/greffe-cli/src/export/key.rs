//! Keys of manifests: Ed25519 in PEM, as OpenSSL writes them, or a shared key of one line, `hmac-sha256 ID HEX`.

use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE;
use greffe::document::Words;
use greffe::export::{InvalidKey, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::input::{Unusable, octets};
use crate::refusal::{Reason, Refusal};

/// The key that `--sign` names.
pub(super) fn signing(file: &Path) -> Result<SigningKey, Refusal> {
    let text = text(file)?;
    let key = match shared(&text) {
        Some(parts) => parts.and_then(|(id, secret)| SigningKey::hmac_sha256(id, &secret)),
        None => SigningKey::from_pem(&text),
    };
    key.map_err(|why| refused(file, why, NO_PRIVATE_KEY))
}

/// The key that `--key` names.
pub(super) fn verifying(file: &Path) -> Result<VerifyingKey, Refusal> {
    let text = text(file)?;
    let key = match shared(&text) {
        Some(parts) => parts.and_then(|(id, secret)| VerifyingKey::hmac_sha256(id, &secret)),
        None => VerifyingKey::from_pem(&text),
    };
    key.map_err(|why| refused(file, why, NO_PUBLIC_KEY))
}

fn text(file: &Path) -> Result<Zeroizing<String>, Refusal> {
    let place = file.display().to_string();
    let octets = octets(file).map_err(|why: Unusable| Refusal::of(place.clone(), why))?;
    let text = String::from_utf8(octets).map_err(|_| Refusal::of(place, Reason::Said(NOT_UTF8)))?;
    Ok(Zeroizing::new(text))
}

type Shared<'t> = Result<(&'t str, Zeroizing<Vec<u8>>), InvalidKey>;

fn shared(text: &str) -> Option<Shared<'_>> {
    let mut words = text.split_whitespace();
    if words.next()? != "hmac-sha256" {
        return None;
    }
    let (id, secret) = (words.next(), words.next());
    let decoded = secret.and_then(|hex| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok());
    Some(match (id, decoded, words.next()) {
        (Some(id), Some(secret), None) => Ok((id, Zeroizing::new(secret))),
        _ => Err(InvalidKey::TooShort),
    })
}

fn refused(file: &Path, why: InvalidKey, no_key: Words) -> Refusal {
    let words = match why {
        InvalidKey::TooShort => SHORT,
        InvalidKey::Id => ID,
        _ => no_key,
    };
    Refusal::of(file.display().to_string(), words)
}

const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");
const NO_PRIVATE_KEY: Words = Words::new(
    "on attend une clé Ed25519 privée en PEM, ou une ligne `hmac-sha256 ID HEXA`",
    "a private Ed25519 key in PEM, or a line `hmac-sha256 ID HEX`, is expected",
);
const NO_PUBLIC_KEY: Words = Words::new(
    "on attend une clé Ed25519 publique en PEM (`openssl pkey -pubout`), ou une ligne `hmac-sha256 ID HEXA`",
    "a public Ed25519 key in PEM (`openssl pkey -pubout`), or a line `hmac-sha256 ID HEX`, is expected",
);
const SHORT: Words = Words::new(
    "une clé partagée compte au moins 32 octets, en hexadécimal",
    "a shared key has at least 32 bytes, in hexadecimal",
);
const ID: Words = Words::new(
    "l’identifiant de clé compte 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "the id of a key has 1 to 64 of A-Z a-z 0-9 _ . -",
);
