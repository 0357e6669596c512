//! Key derivation: HKDF-SHA256 (RFC 5869) over an injective encoding of what the key is for.
//!
//! Every output is 32 octets, one HMAC block, so that expansion cannot fail. The tests hold it against the `hkdf` crate
//! and Wycheproof.

use crate::context::Context;
use crate::hmac::{Hmac, Secret};
use crate::wiped::Wiped;

/// The name that separates this format from every other.
pub(crate) const FORMAT: &[u8] = b"greffe/1";

/// An extracted key: the root of all sub-keys of one master.
#[derive(Clone)]
pub(crate) struct Prk(Hmac);

impl Prk {
    /// HKDF-Extract.
    pub(crate) fn extract(salt: &[u8], key: &[u8]) -> Self {
        Self(Hmac::new(&*Hmac::new(salt).mac(key, &[])))
    }

    /// HKDF-Expand to 32 octets: one block, T(1).
    pub(crate) fn expand(&self, info: &[u8]) -> Secret {
        self.0.mac(info, &[1])
    }
}

/// What a sub-key is for; the purpose's word stands in the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `enc`: the AEAD key of a suite.
    Encrypt,
    /// `siv`: the synthetic value of a deterministic suite.
    Synthetic,
    /// `idx`: a blind index.
    Index,
    /// `wrap`: the key of one person, wrapped for storage.
    Wrap,
}

impl Purpose {
    const fn word(self) -> &'static [u8] {
        match self {
            Self::Encrypt => b"enc",
            Self::Synthetic => b"siv",
            Self::Index => b"idx",
            Self::Wrap => b"wrap",
        }
    }
}

/// `INFO`: lengths stand before contents and presence before lengths, so no two inputs encode alike. A subject is named for suite 4 only.
pub(crate) fn info(
    context: &Context,
    purpose: Purpose,
    suite: Option<u8>,
    subject: Option<&[u8]>,
    index: Option<&[u8]>,
) -> Wiped<Vec<u8>> {
    // A subject names a person. The whole capacity at once: the labels have at most 63 octets each, the rest less than these.
    let named = |octets: Option<&[u8]>| octets.map_or(0, <[u8]>::len);
    let lengths = named(context.tenant_octets()) + named(subject) + named(index);
    let mut out = Wiped::new(Vec::with_capacity(256 + lengths));
    lp(&mut out, FORMAT);
    lp(&mut out, purpose.word());
    opt(
        &mut out,
        suite.map(|s| [s]).as_ref().map(<[u8; 1]>::as_slice),
    );
    opt(&mut out, context.tenant_octets());
    opt(&mut out, subject);
    lp(&mut out, context.table().as_bytes());
    lp(&mut out, context.field().as_bytes());
    opt(&mut out, index);
    out
}

/// `LP(x)`: the length as u32, then x. Every caller bounds its input far below 2^32.
pub(crate) fn lp(out: &mut Vec<u8>, x: &[u8]) {
    out.extend_from_slice(&u32::try_from(x.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(x);
}

/// `OPT(x)`: 00 when absent, else 01 and `LP(x)`.
pub(crate) fn opt(out: &mut Vec<u8>, x: Option<&[u8]>) {
    match x {
        None => out.push(0),
        Some(x) => {
            out.push(1);
            lp(out, x);
        }
    }
}

#[cfg(test)]
mod tests;
