//! HMAC-SHA256 (RFC 2104) from cached states: the two keyed blocks are compressed once, when the key is made.
//!
//! Composed of the compression function of the `sha2` crate, so that a short message costs two compressions and nothing else. The tests
//! hold it against the `hmac` crate and Wycheproof.

mod batch;

pub(crate) use self::batch::Bench;

use sha2::block_api::{Sha256VarCore, compress256};
use sha2::digest::block_api::VariableOutputCore;
use sha2::digest::common::hazmat::SerializableState;

use crate::wiped::Wiped;

/// 32 octets that are wiped on drop.
pub(crate) type Secret = Wiped<[u8; 32]>;
/// The chaining value of SHA-256.
type State = [u32; 8];

/// Octets of a block of SHA-256.
const BLOCK: usize = 64;
/// Octets of the message length that ends the last block.
const LENGTH: usize = 8;

/// HMAC-SHA256 with its key absorbed. It stands in one place, to which the value points: moving it leaves no copy behind.
#[derive(Clone)]
pub(crate) struct Hmac(Box<Keyed>);

#[derive(Clone)]
struct Keyed {
    inner: Wiped<[u32; 8]>,
    outer: Wiped<[u32; 8]>,
}

/// A short message as the one block that it fills. Gathered a while before it is hashed, nothing waits for what was just written.
pub(crate) struct Gathered(Wiped<[u8; BLOCK]>);

impl Gathered {
    /// The block of two parts, if one holds them.
    #[inline]
    pub(crate) fn of(head: &[u8], tail: &[u8]) -> Option<Self> {
        let mut block = Wiped::new([0u8; BLOCK]);
        let length = head.len().saturating_add(tail.len());
        if fits(length) && fill(&mut block, head, tail) {
            put_length(&mut block, BLOCK + length);
            return Some(Self(block));
        }
        None
    }
}

/// An inner hash on its way into the outer one.
pub(crate) type Inner = Wiped<[u32; 8]>;

impl Hmac {
    /// Keyed with at most one block of octets; RFC 2104 pads shorter keys with zeros.
    pub(crate) fn new(key: &[u8]) -> Self {
        let start = initial();
        let keyed = |pad: u8| {
            let mut block = Wiped::new([pad; BLOCK]);
            for (to, from) in block.iter_mut().zip(key) {
                *to ^= from;
            }
            let mut state = Wiped::new(start);
            compress256(&mut state, std::slice::from_ref(&*block));
            state
        };
        Self(Box::new(Keyed {
            inner: keyed(0x36),
            outer: keyed(0x5c),
        }))
    }

    /// The MAC of two parts, one after another.
    pub(crate) fn mac(&self, head: &[u8], tail: &[u8]) -> Secret {
        self.outer_mac(self.inner_hash(head, tail))
    }

    /// The MAC of what was gathered.
    pub(crate) fn mac_of(&self, gathered: &Gathered) -> Secret {
        let mut state = self.0.inner.clone();
        compress256(&mut state, std::slice::from_ref(&*gathered.0));
        self.outer_mac(state)
    }

    /// The inner hash.
    pub(crate) fn inner_hash(&self, head: &[u8], tail: &[u8]) -> Inner {
        if let Some(gathered) = Gathered::of(head, tail) {
            // The common case, without a branch more: one block holds all.
            let mut state = self.0.inner.clone();
            compress256(&mut state, std::slice::from_ref(&*gathered.0));
            return state;
        }
        self.inner_hash_of_many(head, tail, Wiped::new([0; BLOCK]))
    }

    /// As [`inner_hash`](Self::inner_hash), for messages of several blocks.
    fn inner_hash_of_many(&self, head: &[u8], tail: &[u8], mut block: Wiped<[u8; BLOCK]>) -> Inner {
        let mut state = self.0.inner.clone();
        let mut filled = 0;
        for part in [head, tail] {
            let mut rest = part;
            // A block that is begun is filled up first; then whole blocks need no copy.
            if filled > 0 {
                let (now, later) = rest.split_at(rest.len().min(BLOCK - filled));
                put(&mut block, filled, now);
                filled += now.len();
                rest = later;
                if filled == BLOCK {
                    compress256(&mut state, std::slice::from_ref(&*block));
                    filled = 0;
                }
            }
            let (whole, tail) = rest.as_chunks::<BLOCK>();
            if !whole.is_empty() {
                compress256(&mut state, whole);
            }
            if !tail.is_empty() {
                put(&mut block, filled, tail);
                filled += tail.len();
            }
        }
        // SHA-256's padding: 80, zeros, the length in bits; in a second block where the first is too full.
        let (_, free) = block.split_at_mut(filled);
        free.fill(0);
        put(&mut block, filled, &[0x80]);
        if !fits(filled) {
            compress256(&mut state, std::slice::from_ref(&*block));
            block.fill(0);
        }
        let length = head.len().saturating_add(tail.len());
        put_length(&mut block, BLOCK.saturating_add(length));
        compress256(&mut state, std::slice::from_ref(&*block));
        state
    }

    /// The outer hash over the inner one.
    pub(crate) fn outer_mac(&self, inner: Inner) -> Secret {
        let mut block = Wiped::new(OUTER);
        write(&inner, block.as_mut_slice());
        let mut state = self.0.outer.clone();
        compress256(&mut state, std::slice::from_ref(&*block));
        let mut out = Secret::default();
        write(&state, out.as_mut_slice());
        out
    }
}

/// The outer block without its hash: 32 octets, 80, zeros, the length in bits of a block and a hash.
const OUTER: [u8; BLOCK] = {
    let mut block = [0; BLOCK];
    block
        .split_at_mut(32)
        .1
        .split_at_mut(1)
        .0
        .copy_from_slice(&[0x80]);
    block
        .split_at_mut(62)
        .1
        .copy_from_slice(&768u16.to_be_bytes());
    block
};

/// Whether a block that holds so many octets of a message has room for the mark after them and for the length.
const fn fits(octets: usize) -> bool {
    octets < BLOCK - LENGTH
}

/// Both parts and the mark after them, in an empty block. Whether there was room.
fn fill(block: &mut [u8; BLOCK], head: &[u8], tail: &[u8]) -> bool {
    let end = head.len().saturating_add(tail.len());
    put(block, 0, head) && put(block, head.len(), tail) && put(block, end, &[0x80])
}

/// The length in bits at the end of a last block.
fn put_length(block: &mut [u8; BLOCK], length: usize) {
    let bits = u64::try_from(length).unwrap_or(u64::MAX).wrapping_mul(8);
    if let Some(end) = block.last_chunk_mut::<LENGTH>() {
        *end = bits.to_be_bytes();
    }
}

/// Copies octets to a place in the block. Whether there was room.
fn put(block: &mut [u8; BLOCK], at: usize, octets: &[u8]) -> bool {
    let place = block
        .get_mut(at..)
        .and_then(|free| free.get_mut(..octets.len()));
    place.map(|place| place.copy_from_slice(octets)).is_some()
}

/// The words of a state as octets, most significant first.
fn write(state: &State, out: &mut [u8]) {
    let (words, _) = out.as_chunks_mut::<4>();
    for (to, word) in words.iter_mut().zip(state) {
        *to = word.to_be_bytes();
    }
}

/// SHA-256's initial state, as the `sha2` crate has it.
fn initial() -> State {
    let mut state = State::default();
    // 32 octets are a length that the core knows; of a core that refused them every vector would fail.
    if let Ok(core) = <Sha256VarCore as VariableOutputCore>::new(32) {
        let serialized = core.serialize();
        let (words, _) = serialized.as_slice().as_chunks::<4>();
        for (to, from) in state.iter_mut().zip(words) {
            *to = u32::from_le_bytes(*from);
        }
    }
    state
}

#[cfg(test)]
mod tests;
