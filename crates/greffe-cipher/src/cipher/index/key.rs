//! The derived key of one index, and how a token comes out of it.

use super::token::{IndexBits, IndexKind, IndexToken};
use crate::cipher::stale::StaleRanges;
use crate::context::Context;
use crate::derive::{Prk, Purpose, info, lp};
use crate::hmac::Hmac;
use crate::keyring::KeyId;
use crate::token::{HEADER, INDEX};

/// Which index, and of which form: all of it is part of the index's key.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) name: &'a str,
    pub(super) kind: IndexKind,
    /// Type and version of the match form, 00 for compounds.
    pub(super) form: u8,
    pub(super) bits: IndexBits,
    /// Scalar values of a prefix, else 0.
    pub(super) param: u16,
    /// That of the keyring, which is no part of the key.
    pub(super) generation: u64,
}

/// One derived index key with what its tokens begin with.
#[derive(Clone)]
pub(super) struct IndexKey {
    pub(super) header: [u8; HEADER],
    kind: IndexKind,
    form: u8,
    id: KeyId,
    keyed: Hmac,
    bits: IndexBits,
    generation: u64,
}

impl IndexKey {
    pub(super) fn derive(context: &Context, of: Of<'_>, id: KeyId, prk: &Prk) -> Self {
        let mut index = Vec::with_capacity(80);
        lp(&mut index, of.name.as_bytes());
        index.extend_from_slice(&[of.kind.number(), of.form]);
        index.extend_from_slice(&u16::from(of.bits.get()).to_be_bytes());
        index.extend_from_slice(&of.param.to_be_bytes());
        let [a, b, c, d] = id.get().to_be_bytes();
        Self {
            header: [INDEX, of.kind.number(), of.form, a, b, c, d],
            kind: of.kind,
            form: of.form,
            id,
            keyed: Hmac::new(&*prk.expand(&info(
                context,
                Purpose::Index,
                None,
                None,
                Some(&index),
            ))),
            bits: of.bits,
            generation: of.generation,
        }
    }

    /// What is not under this key and form.
    pub(super) fn stale_ranges(&self) -> StaleRanges {
        StaleRanges::around(self.header, self.generation)
    }

    /// The version of the match form that the key is for.
    pub(super) const fn version(&self) -> u8 {
        self.form & 0x0f
    }

    pub(super) fn token(&self, message: &[u8]) -> IndexToken {
        let full = self.keyed.mac(&self.header, message);
        let mut out = Vec::with_capacity(HEADER + self.bits.octets());
        out.extend_from_slice(&self.header);
        out.extend(full.iter().take(self.bits.octets()));
        if let Some(last) = out.last_mut() {
            *last &= !self.bits.unused();
        }
        IndexToken::assemble(out, self.kind, self.form, self.id)
    }
}
