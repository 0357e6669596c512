//! The suites: from padded octets to a token and back, for one key of one column.

use hmac::digest::Update;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::aead::{GcmSiv, NONCE, Refused, TAG};
use crate::context::Context;
use crate::derive::{Prf, Prk, Purpose, Secret, finish, info, prf};
use crate::field::private::Octets;
use crate::keyring::KeyId;
use crate::token::{HEADER, Header, Suite};

/// The cached sub-keys of one master for one column and one suite.
#[derive(Clone)]
pub(crate) struct ColumnKey {
    pub(crate) id: KeyId,
    encrypt: GcmSiv,
    synthetic: Option<Prf>,
}

impl ColumnKey {
    /// Under a master key, or for suite 4 under the key of that subject.
    pub(crate) fn derive(
        context: &Context,
        suite: Suite,
        subject: Option<&[u8]>,
        id: KeyId,
        prk: &Prk,
    ) -> Self {
        let sub_key =
            |purpose| prk.expand(&info(context, purpose, Some(suite.number()), subject, None));
        let deterministic = matches!(suite, Suite::Det | Suite::DetCommit);
        Self {
            id,
            encrypt: GcmSiv::new(&sub_key(Purpose::Encrypt)),
            synthetic: deterministic.then(|| prf(&sub_key(Purpose::Synthetic))),
        }
    }

    /// Seals under a deterministic suite. `value` is the storage form.
    pub(crate) fn seal_deterministic(&self, header: &Header, value: &[u8]) -> Vec<u8> {
        let h = header.octets();
        let mut text = padded(header, value);
        let v = self.synthetic_value(&h, &text);
        let tag = self.encrypt.seal(&nonce_of(&v), &h, &mut text);
        let (stored, _) = v.split_at(header.suite.nonce().min(v.len()));
        token(&h, stored, &text, &tag)
    }

    /// Seals under a random nonce, bound to `binding`.
    pub(crate) fn seal_random(
        &self,
        header: &Header,
        value: &[u8],
        nonce: &[u8; NONCE],
        binding: &[u8],
    ) -> Vec<u8> {
        let h = header.octets();
        let mut text = padded(header, value);
        let tag = self.encrypt.seal(nonce, &[&h, binding].concat(), &mut text);
        token(&h, nonce, &text, &tag)
    }

    /// Opens a token of this key. Nothing of the plaintext leaves before tag, synthetic value and padding agree.
    pub(crate) fn open(
        &self,
        header: &Header,
        token: &[u8],
        binding: &[u8],
    ) -> Result<Octets, Refused> {
        let h = header.octets();
        let (found, rest) = token.split_first_chunk::<HEADER>().ok_or(Refused)?;
        let (stored, rest) = rest.split_at_checked(header.suite.nonce()).ok_or(Refused)?;
        let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(Refused)?;
        let nonce = stored.first_chunk::<NONCE>().ok_or(Refused)?;
        if *found != h {
            return Err(Refused);
        }
        let mut text = Zeroizing::new(body.to_vec());
        match header.suite {
            Suite::Det | Suite::DetCommit => {
                self.encrypt.open(nonce, &h, &mut text, tag)?;
                let v = self.synthetic_value(&h, &text);
                let (expected, _) = v.split_at(stored.len().min(v.len()));
                if !bool::from(expected.ct_eq(stored)) {
                    return Err(Refused);
                }
            }
            Suite::Random | Suite::Subject => {
                self.encrypt
                    .open(nonce, &[&h, binding].concat(), &mut text, tag)?;
            }
        }
        header.padding.remove(text).ok_or(Refused)
    }

    /// HMAC-SHA256 over header and padded plaintext; only deterministic suites have the key.
    fn synthetic_value(&self, header: &[u8; HEADER], text: &[u8]) -> Secret {
        self.synthetic
            .as_ref()
            .map_or_else(Secret::default, |keyed| {
                let mut mac = keyed.clone();
                Update::update(&mut mac, header);
                Update::update(&mut mac, text);
                finish(mac)
            })
    }
}

fn padded(header: &Header, value: &[u8]) -> Octets {
    let mut text = Zeroizing::new(Vec::with_capacity(header.padding.padded(value.len())));
    header.padding.write(value, &mut text);
    text
}

fn nonce_of(v: &[u8; 32]) -> [u8; NONCE] {
    v.first_chunk::<NONCE>().copied().unwrap_or_default()
}

fn token(header: &[u8; HEADER], nonce: &[u8], text: &[u8], tag: &[u8; TAG]) -> Vec<u8> {
    [header, nonce, text, tag].concat()
}
