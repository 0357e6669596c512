//! The suites: from padded octets to a token and back, for one key of one column.

use crate::aead::{self, GcmSiv, Message, NONCE, Refused, TAG};
use crate::compare::equal;
use crate::context::Context;
use crate::derive::{Prk, Purpose, info};
use crate::field::private::Octets;
use crate::hmac::{self, Gathered, Hmac, Secret};
use crate::keyring::KeyId;
use crate::token::{HEADER, Header, Suite};
use crate::wiped::Wiped;

/// Values of a batch that go through the cipher together. Their keys and blocks are about 32 KiB: they stay in the fastest cache.
const TOGETHER: usize = 32;

/// The cached sub-keys of one master for one column and one suite.
#[derive(Clone)]
pub(crate) struct ColumnKey {
    pub(crate) id: KeyId,
    encrypt: GcmSiv,
    synthetic: Option<Hmac>,
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
            synthetic: deterministic.then(|| Hmac::new(&*sub_key(Purpose::Synthetic))),
        }
    }

    /// Seals under a deterministic suite. `value` is the storage form.
    pub(crate) fn seal_deterministic(&self, header: &Header, value: &[u8]) -> Vec<u8> {
        let h = header.octets();
        let mut token = Token::begin(header, &h, value);
        let v = self.synthetic_value(&h, token.text());
        token.store(v.as_slice());
        let nonce = nonce_of(&v);
        let tag = self.encrypt.seal(&nonce, &h, token.text_mut());
        token.end(&tag)
    }

    /// As [`seal_deterministic`](Self::seal_deterministic), of many values in their order: each step is done for a group of values
    /// before the next, so that the processor works on several at once.
    pub(crate) fn seal_deterministic_all<'a>(
        &self,
        header: &Header,
        values: impl Iterator<Item = &'a [u8]>,
        mut sealed: impl FnMut(Vec<u8>),
    ) {
        let h = header.octets();
        let mut values = values.peekable();
        let (mut hashing, mut encrypting) = (hmac::Bench::default(), aead::Bench::default());
        while values.peek().is_some() {
            let group = values.by_ref().take(TOGETHER);
            let mut tokens: Vec<_> = group.map(|value| Token::begin(header, &h, value)).collect();
            if let Some(keyed) = &self.synthetic {
                keyed.mac_all(
                    &h,
                    &mut tokens,
                    Token::text,
                    |token, v| token.store(v.as_slice()),
                    &mut hashing,
                );
            }
            let mut messages: Vec<_> = tokens.iter_mut().map(Token::message).collect();
            self.encrypt.seal_all(&h, &mut messages, &mut encrypting);
            let tags: Vec<_> = messages.iter().map(|message| message.tag).collect();
            for (token, tag) in tokens.into_iter().zip(&tags) {
                sealed(token.end(tag));
            }
        }
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
        let mut token = Token::begin(header, &h, value);
        token.store(nonce);
        let tag = self
            .encrypt
            .seal(nonce, &[&h, binding].concat(), token.text_mut());
        token.end(&tag)
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
        let mut text = Wiped::new(body.to_vec());
        match header.suite {
            Suite::Det | Suite::DetCommit => {
                let gather = |text: &[u8]| Gathered::of(&h, text);
                let gathered = self.encrypt.open_and(nonce, &h, &mut text, tag, gather)?;
                let v = match (&self.synthetic, gathered) {
                    (Some(keyed), Some(gathered)) => keyed.mac_of(&gathered),
                    _ => self.synthetic_value(&h, &text),
                };
                let (expected, _) = v.split_at(stored.len().min(v.len()));
                if !equal(expected, stored) {
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
            .map_or_else(Secret::default, |keyed| keyed.mac(header, text))
    }
}

/// A token in the making: header, room for the nonce, padded plaintext. What stands in it in clear is encrypted in place.
struct Token {
    octets: Wiped<Vec<u8>>,
    /// Where the text begins.
    text: usize,
}

impl Token {
    /// The whole capacity at once, so that no reallocation leaves a plaintext behind.
    fn begin(header: &Header, h: &[u8; HEADER], value: &[u8]) -> Self {
        let (suite, padding) = (header.suite, header.padding);
        let length = padding.padded(value.len()).saturating_add(suite.overhead());
        let mut octets = Wiped::new(Vec::with_capacity(length));
        octets.extend_from_slice(h);
        octets.resize(HEADER + suite.nonce(), 0);
        padding.write(value, &mut octets);
        Self {
            octets,
            text: HEADER + suite.nonce(),
        }
    }

    fn text(&self) -> &[u8] {
        self.octets.get(self.text..).unwrap_or_default()
    }

    fn text_mut(&mut self) -> &mut [u8] {
        self.octets.get_mut(self.text..).unwrap_or_default()
    }

    /// Writes as much of a nonce or synthetic value as the suite stores.
    fn store(&mut self, value: &[u8]) {
        let place = self.octets.get_mut(HEADER..self.text).unwrap_or_default();
        for (to, from) in place.iter_mut().zip(value) {
            *to = *from;
        }
    }

    /// Nonce and text, to be encrypted together with others.
    fn message(&mut self) -> Message<'_> {
        let (head, text) = self.octets.split_at_mut(self.text);
        let stored = head.get(HEADER..).unwrap_or_default();
        Message {
            nonce: stored.first_chunk::<NONCE>().copied().unwrap_or_default(),
            text,
            tag: [0; TAG],
        }
    }

    /// The text is encrypted by now: nothing is left to wipe.
    fn end(mut self, tag: &[u8; TAG]) -> Vec<u8> {
        self.octets.extend_from_slice(tag);
        std::mem::take(&mut *self.octets)
    }
}

fn nonce_of(v: &[u8; 32]) -> [u8; NONCE] {
    v.first_chunk::<NONCE>().copied().unwrap_or_default()
}
