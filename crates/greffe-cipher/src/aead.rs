//! AES-256-GCM-SIV (RFC 8452), composed of the `aes` and `polyval` crates.
//!
//! A composition of our own has three uses: sealing cannot fail here (lengths are bounded by the format, far below the RFC's
//! 2^36); the key-derivation blocks go through the cipher in one call, of many messages together; and no schedule is made that is not used. The tests hold
//! it against RFC 8452, Wycheproof and the `aes-gcm-siv` crate.

mod batch;

pub(crate) use self::batch::{Bench, Message};

use aes::Aes256Enc;
use aes::cipher::{
    Block, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit,
};
use polyval::Polyval;
use polyval::universal_hash::UniversalHash;
use zeroize::Zeroize;

use crate::compare::equal;
use crate::wiped::Wiped;

/// Octets of the authentication tag.
pub(crate) const TAG: usize = 16;
/// Octets of the nonce.
pub(crate) const NONCE: usize = 12;
/// Blocks from which the two keys of one nonce come.
const DERIVED: usize = 6;
/// Octets of those two keys.
const KEYS: usize = 48;
/// Blocks that POLYVAL takes at once.
const GROUP: usize = 4;
/// Octets of a block.
const BLOCK: usize = 16;

/// One block of AES.
type AesBlock = Block<Aes256Enc>;

/// A key-generating key (RFC 8452 §4). The `zeroize` features of `aes` and `polyval` wipe every schedule on drop.
#[derive(Clone)]
pub(crate) struct GcmSiv {
    /// In one place, to which the value points: moving it leaves no copy behind.
    generating: Box<Aes256Enc>,
}

/// The tag did not match. Says nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

impl GcmSiv {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self {
            generating: Box::new(Aes256Enc::new(key.into())),
        }
    }

    /// Encrypts in place and returns the tag.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE], aad: &[u8], text: &mut [u8]) -> [u8; TAG] {
        let hashed = Hashed::gather(aad, text);
        let keys = self.message_keys(nonce);
        let (authentication, encryption) = halves(&keys);
        let hash = Polyval::new(authentication.into());
        let cipher = Aes256Enc::new(encryption.into());
        let mut tag = hashed.finish(hash, nonce).into();
        drop(hashed);
        cipher.encrypt_with_backend(TagAndStream {
            tag: &mut tag,
            text,
        });
        tag
    }

    /// Decrypts in place. On refusal the buffer is wiped: no plaintext is released before the tag is checked.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
    ) -> Result<(), Refused> {
        self.open_and(nonce, aad, text, tag, |_| ())
    }

    /// As [`open`](Self::open), and hands what was decrypted to `gather`, whose answer comes out only if the tag holds.
    pub(crate) fn open_and<T>(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
        gather: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Refused> {
        let keys = self.message_keys(nonce);
        let (authentication, encryption) = halves(&keys);
        let cipher = Aes256Enc::new(encryption.into());
        // Made before it is needed: its powers are computed while the stream waits for the schedule.
        let hash = Polyval::new(authentication.into());
        cipher.encrypt_with_backend(Stream { tag, text });
        let gathered = gather(text);
        let hashed = Hashed::gather(aad, text);
        let mut block = hashed.finish(hash, nonce);
        cipher.encrypt_block(&mut block);
        drop(hashed);
        if equal(&block, tag) {
            Ok(gathered)
        } else {
            text.zeroize();
            Err(Refused)
        }
    }

    fn message_keys(&self, nonce: &[u8; NONCE]) -> Wiped<[u8; KEYS]> {
        let mut derived = [AesBlock::default(); DERIVED];
        prepare(nonce, &mut derived);
        self.generating.encrypt_blocks(&mut derived);
        let mut keys = Wiped::new([0; KEYS]);
        keys_of(&derived, &mut keys);
        AesBlock::cast_slice_to_core_mut(&mut derived)
            .as_flattened_mut()
            .zeroize();
        keys
    }
}

/// RFC 8452 §4: six blocks of counter and nonce, of which the first halves are kept once they are encrypted.
fn prepare(nonce: &[u8; NONCE], blocks: &mut [AesBlock]) {
    let nonce = nonce
        .iter()
        .rev()
        .fold(0, |all, octet| (all << 8) | u128::from(*octet))
        << 32;
    for (counter, block) in (0u32..).zip(blocks) {
        *block = (nonce | u128::from(counter)).to_le_bytes().into();
    }
}

/// RFC 8452 §4: the blocks of AES-CTR with a little-endian 32-bit counter that wraps, from the tag with its top bit set.
fn counters(tag: &[u8; TAG], blocks: &mut [AesBlock]) {
    let initial = u128::from_le_bytes(*tag) | (1 << 127);
    let [a, b, c, d, ..] = initial.to_le_bytes();
    let mut counter = u32::from_le_bytes([a, b, c, d]);
    let rest = initial & !u128::from(u32::MAX);
    for block in blocks {
        *block = (rest | u128::from(counter)).to_le_bytes().into();
        counter = counter.wrapping_add(1);
    }
}

/// The message-authentication key and the message-encryption key of one nonce.
fn halves(keys: &[u8; KEYS]) -> (&[u8; 16], &[u8; 32]) {
    let none: (&[u8; 16], &[u8; 32]) = (&[0; 16], &[0; 32]);
    // 48 octets are 16 and 32.
    keys.split_first_chunk::<16>()
        .map_or(none, |(first, rest)| {
            (first, rest.first_chunk::<32>().unwrap_or(none.1))
        })
}

/// Takes the first halves of the encrypted blocks.
fn keys_of(derived: &[AesBlock; DERIVED], keys: &mut [u8; KEYS]) {
    let (halves, _) = keys.as_chunks_mut::<8>();
    for (kept, block) in halves.iter_mut().zip(derived) {
        if let Some(half) = block.first_chunk::<8>() {
            *kept = *half;
        }
    }
}

/// RFC 8452 §4: POLYVAL over both padded inputs and their lengths in bits. A message of at most four blocks in all is gathered before its keys
/// are there, so that nothing waits for it.
enum Hashed<'a> {
    Short(Wiped<[u8; GROUP * BLOCK]>),
    Long { aad: &'a [u8], text: &'a [u8] },
}

impl<'a> Hashed<'a> {
    #[inline]
    fn gather(aad: &'a [u8], text: &'a [u8]) -> Self {
        let blocks = aad.len().div_ceil(BLOCK) + text.len().div_ceil(BLOCK) + 1;
        let Some(leading) = GROUP.checked_sub(blocks) else {
            return Self::Long { aad, text };
        };
        // Zero blocks at the start leave the hash as it is, and make the group whole: a group costs one reduction.
        let mut group = Wiped::new([0u8; GROUP * BLOCK]);
        put(&mut *group, leading * BLOCK, aad);
        put(
            &mut *group,
            (GROUP - 1) * BLOCK - text.len().next_multiple_of(BLOCK),
            text,
        );
        put(&mut *group, (GROUP - 1) * BLOCK, &lengths(aad, text));
        Self::Short(group)
    }

    /// The hash with the nonce: what is then encrypted to the tag.
    #[inline]
    fn finish(&self, mut hash: Polyval, nonce: &[u8; NONCE]) -> AesBlock {
        match self {
            Self::Short(group) => {
                let (blocks, _) = group.as_chunks::<BLOCK>();
                hash.update(AesBlock::cast_slice_from_core(blocks));
            }
            Self::Long { aad, text } => {
                hash.update_padded(aad);
                hash.update_padded(text);
                hash.update(&[lengths(aad, text).into()]);
            }
        }
        let mut block = hash.finalize();
        for (octet, n) in block.iter_mut().zip(nonce) {
            *octet ^= n;
        }
        if let Some(last) = block.last_mut() {
            *last &= 0x7f;
        }
        block
    }
}

/// Both lengths in bits, least significant octet first.
fn lengths(aad: &[u8], text: &[u8]) -> [u8; BLOCK] {
    let bits = |octets: &[u8]| {
        u64::try_from(octets.len())
            .unwrap_or(u64::MAX)
            .wrapping_mul(8)
    };
    let both = u128::from(bits(aad)) | (u128::from(bits(text)) << 64);
    both.to_le_bytes()
}

/// Copies octets to a place; callers leave room for them.
fn put(group: &mut [u8], at: usize, octets: &[u8]) {
    let place = group
        .get_mut(at..)
        .and_then(|free| free.get_mut(..octets.len()));
    if let Some(place) = place {
        place.copy_from_slice(octets);
    }
}

/// AES-CTR with a little-endian 32-bit counter that wraps, from the tag with its top bit set.
struct Stream<'a> {
    tag: &'a [u8; TAG],
    text: &'a mut [u8],
}

/// The tag out of the hash, then the stream from it, in one visit to the cipher.
struct TagAndStream<'a> {
    tag: &'a mut [u8; TAG],
    text: &'a mut [u8],
}

impl BlockSizeUser for Stream<'_> {
    type BlockSize = <Aes256Enc as BlockSizeUser>::BlockSize;
}

impl BlockSizeUser for TagAndStream<'_> {
    type BlockSize = <Aes256Enc as BlockSizeUser>::BlockSize;
}

impl BlockCipherEncClosure for Stream<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = Self::BlockSize>>(self, backend: &B) {
        let mut tag = *self.tag;
        let mut keys = [AesBlock::default(); GROUP];
        for group in self.text.chunks_mut(GROUP * BLOCK) {
            counters(&tag, &mut keys);
            for key in keys.iter_mut().take(group.len().div_ceil(BLOCK)) {
                backend.encrypt_block(key.into());
            }
            let stream = AesBlock::cast_slice_to_core(&keys).as_flattened();
            for (octet, key) in group.iter_mut().zip(stream) {
                *octet ^= key;
            }
            if let Some(counter) = tag.first_chunk_mut::<4>() {
                *counter = u32::from_le_bytes(*counter).wrapping_add(4).to_le_bytes();
            }
        }
        AesBlock::cast_slice_to_core_mut(&mut keys)
            .as_flattened_mut()
            .zeroize();
    }
}

impl BlockCipherEncClosure for TagAndStream<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = Self::BlockSize>>(self, backend: &B) {
        backend.encrypt_block(AesBlock::cast_from_core_mut(self.tag).into());
        Stream {
            tag: self.tag,
            text: self.text,
        }
        .call(backend);
    }
}

#[cfg(test)]
mod tests;
