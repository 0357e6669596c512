//! A client of a key service like Vault's Transit engine, as far as a keyring needs one. Yours to copy.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fmt, fs, io, thread};

use data_encoding::BASE64;
use greffe::cipher::{DataKey, KeyWrapper};
use serde::Deserialize;
use zeroize::Zeroizing;

/// How long one question may take, and how often it is asked at the most: some five seconds in all.
const LIMIT: Duration = Duration::from_millis(1_500);
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// Longest answer that is read, in octets: a wrapped key is far shorter.
const LONGEST: u64 = 64 * 1024;

/// A key of a Transit engine that is mounted at `transit`. Holds no secret: the token stays in its file.
pub(crate) struct VaultTransit {
    agent: ureq::Agent,
    address: String,
    key: String,
    name: String,
    token: PathBuf,
}

/// What the service, or the way to it, did. No token, no key material, and none of the service's words, which may repeat what was sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    #[error("the token's file cannot be read: {0}")]
    Token(io::ErrorKind),
    #[error("the address of the key service is none, or wants TLS, which this build of ureq lacks")]
    Address,
    #[error("the key service is on another machine, and its address wants no TLS")]
    InTheClear,
    #[error("the key service cannot be reached")]
    Unreachable,
    #[error("the key service did not answer within {} ms", LIMIT.as_millis())]
    Slow,
    #[error("the key service does not accept the token, or not for this key (status 403)")]
    Forbidden,
    #[error("the key service sends elsewhere (status {0}), and the token does not go along")]
    Redirect(u16),
    #[error("the key service refused (status {0})")]
    Refused(u16),
    #[error("the answer of the key service is none of Transit")]
    Answer,
    #[error("the key service unwrapped something that is no key of 32 octets")]
    NotAKey,
}

type Octets = Zeroizing<Vec<u8>>;

impl VaultTransit {
    pub(crate) fn new(address: &str, key: &str, token: &Path) -> Self {
        // An `https` address wants the feature `rustls` of ureq, and `https_only(true)` here.
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(LIMIT))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None) // nobody in between sees the token, whatever the environment says
            .build()
            .new_agent();
        Self {
            agent,
            address: address.trim_end_matches('/').to_owned(),
            key: key.to_owned(),
            name: format!("vault/transit/{key}"),
            token: token.to_owned(),
        }
    }

    /// Asks again where time may mend it, and not for ever.
    fn ask(&self, action: &str, member: &str, value: &str) -> Result<Octets, VaultError> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..TRIES {
            use VaultError::{Refused, Slow, Unreachable};
            match self.ask_once(action, member, value) {
                Err(Unreachable | Slow | Refused(429 | 500..)) => thread::sleep(pause),
                asked => return asked,
            }
            pause *= 2;
        }
        self.ask_once(action, member, value)
    }

    fn ask_once(&self, action: &str, member: &str, value: &str) -> Result<Octets, VaultError> {
        if !is_secret_on_the_way(&self.address)? {
            return Err(VaultError::InTheClear);
        }
        // Read anew each time, for whoever renews the token writes it there; and wiped, as all that holds a secret.
        let token = fs::read_to_string(&self.token).map(Zeroizing::new);
        let token = token.map_err(|error| VaultError::Token(error.kind()))?;
        if !token.trim().bytes().all(|octet| octet.is_ascii_graphic()) {
            return Err(VaultError::Token(io::ErrorKind::InvalidData));
        }
        let body = serde_json::to_vec(&BTreeMap::from([(member, value)])).map(Zeroizing::new);
        let body = body.map_err(|_| VaultError::Answer)?;
        let url = format!("{}/v1/transit/{action}/{}", self.address, self.key);
        let request = self.agent.post(url).header("X-Vault-Token", token.trim());
        let mut answer = request
            .content_type("application/json")
            .send(body.as_slice())?;
        match answer.status().as_u16() {
            200 => {}
            403 => return Err(VaultError::Forbidden),
            status @ 300..400 => return Err(VaultError::Redirect(status)),
            status => return Err(VaultError::Refused(status)),
        }
        let body = answer.body_mut().with_config().limit(LONGEST);
        Ok(Zeroizing::new(body.read_to_vec()?))
    }
}

impl KeyWrapper for VaultTransit {
    type Error = VaultError;

    fn name(&self) -> &str {
        &self.name
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, VaultError> {
        let plaintext = Zeroizing::new(BASE64.encode(key.expose()));
        let answer = self.ask("encrypt", "plaintext", &plaintext)?;
        let answer: Answer<Wrapped> = read(&answer)?;
        Ok(answer.data.ciphertext.into_bytes())
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, VaultError> {
        let ciphertext = std::str::from_utf8(wrapped).map_err(|_| VaultError::Answer)?;
        let answer = self.ask("decrypt", "ciphertext", ciphertext)?;
        let answer: Answer<Unwrapped<'_>> = read(&answer)?;
        let octets = BASE64
            .decode(answer.data.plaintext.as_bytes())
            .map(Zeroizing::new);
        let octets = octets.map_err(|_| VaultError::NotAKey)?;
        let key = octets
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::NotAKey)?;
        Ok(DataKey::from_bytes(key))
    }
}

/// Without TLS whoever stands in between reads the token, and the key itself as it is wrapped: only a service or an agent on this very machine is
/// asked so.
fn is_secret_on_the_way(address: &str) -> Result<bool, VaultError> {
    let address: ureq::http::Uri = address.parse().map_err(|_| VaultError::Address)?;
    let host = address.host().ok_or(VaultError::Address)?;
    let number = host.trim_start_matches('[').trim_end_matches(']');
    let number = number.parse::<IpAddr>();
    let is_here = number.map_or(host == "localhost", |number| number.is_loopback());
    Ok(is_here || address.scheme_str() == Some("https"))
}

/// What serde says of an answer may repeat it: that it is none is all that is told.
fn read<'a, D: Deserialize<'a>>(answer: &'a Octets) -> Result<Answer<D>, VaultError> {
    serde_json::from_slice(answer).map_err(|_| VaultError::Answer)
}

#[derive(Deserialize)]
struct Answer<D> {
    data: D,
}

#[derive(Deserialize)]
struct Wrapped {
    ciphertext: String,
}

/// Borrows from the answer, so that no copy of the key stays behind unwiped.
#[derive(Deserialize)]
struct Unwrapped<'a> {
    #[serde(borrow)]
    plaintext: Cow<'a, str>,
}

impl From<ureq::Error> for VaultError {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::Slow,
            ureq::Error::TlsRequired | ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                Self::Address
            }
            ureq::Error::Io(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
                Self::Unreachable
            }
            _ => Self::Answer,
        }
    }
}

impl fmt::Debug for VaultTransit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultTransit({}, ..)", self.name)
    }
}
