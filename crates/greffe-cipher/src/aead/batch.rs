//! Many messages under one key. One message is a chain of steps that wait for one another; here each step is taken for all messages
//! before the next, so that the processor works on several at once.

use aes::Aes256Enc;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use polyval::Polyval;
use zeroize::Zeroize;

use super::{
    AesBlock, BLOCK, DERIVED, GcmSiv, Hashed, KEYS, NONCE, Stream, TAG, counters, halves, keys_of,
    prepare,
};
use crate::wiped::{Wipe, Wiped};

/// Blocks of key stream that are made together with those of other messages; longer texts take theirs alone.
const SHORT: usize = 4;

/// A message on its way.
pub(crate) struct Message<'a> {
    pub(crate) nonce: [u8; NONCE],
    /// Encrypted in place.
    pub(crate) text: &'a mut [u8],
    /// The answer.
    pub(crate) tag: [u8; TAG],
}

/// Room for what is made of a group of messages, used again for the next one. Wiped when dropped, and before by what takes its place.
pub(crate) type Bench = Wiped<Room>;

/// What a [`Bench`] holds.
#[derive(Default)]
pub(crate) struct Room {
    derived: Vec<[AesBlock; DERIVED]>,
    keys: Vec<[u8; KEYS]>,
    ciphers: Vec<Aes256Enc>,
    tags: Vec<AesBlock>,
    streams: Vec<[AesBlock; SHORT]>,
}

impl GcmSiv {
    /// As [`GcmSiv::seal`], of all messages. They are best a few dozen: what is made of them stays in the fastest cache.
    pub(crate) fn seal_all(&self, aad: &[u8], messages: &mut [Message<'_>], bench: &mut Bench) {
        let hashed: Vec<_> = messages
            .iter()
            .map(|message| Hashed::gather(aad, message.text))
            .collect();
        let bench = &mut **bench;
        bench.make_room(messages.len());
        for (blocks, message) in bench.derived.iter_mut().zip(messages.iter()) {
            prepare(&message.nonce, blocks);
        }
        self.generating
            .encrypt_blocks(bench.derived.as_flattened_mut());
        for (keys, blocks) in bench.keys.iter_mut().zip(&bench.derived) {
            keys_of(blocks, keys);
        }
        let ciphers = bench
            .keys
            .iter()
            .map(|keys| Aes256Enc::new(halves(keys).1.into()));
        bench.ciphers.extend(ciphers);
        let tags = bench.tags.iter_mut().zip(&bench.keys);
        for ((tag, keys), (hashed, message)) in tags.zip(hashed.iter().zip(messages.iter())) {
            *tag = hashed.finish(Polyval::new(halves(keys).0.into()), &message.nonce);
        }
        for (cipher, tag) in bench.ciphers.iter().zip(&mut bench.tags) {
            cipher.encrypt_block(tag);
        }
        for ((tag, stream), message) in bench
            .tags
            .iter()
            .zip(&mut bench.streams)
            .zip(&mut *messages)
        {
            message.tag = (*tag).into();
            counters(&message.tag, stream);
        }
        for ((cipher, stream), message) in
            bench.ciphers.iter().zip(&mut bench.streams).zip(&*messages)
        {
            let blocks = message.text.len().div_ceil(BLOCK);
            if let Some(stream) = stream.get_mut(..blocks) {
                cipher.encrypt_blocks(stream);
            }
        }
        for ((cipher, stream), message) in bench.ciphers.iter().zip(&bench.streams).zip(messages) {
            if message.text.len() > SHORT * BLOCK {
                let (tag, text) = (&message.tag, &mut *message.text);
                cipher.encrypt_with_backend(Stream { tag, text });
            } else {
                let stream = AesBlock::cast_slice_to_core(stream).as_flattened();
                for (octet, key) in message.text.iter_mut().zip(stream) {
                    *octet ^= key;
                }
            }
        }
    }
}

impl Room {
    fn make_room(&mut self, messages: usize) {
        // What stood beyond a shorter group would be neither overwritten by it nor wiped on drop.
        if messages < self.keys.len() {
            self.wipe();
        }
        self.derived.resize_with(messages, Default::default);
        self.keys.resize(messages, [0; KEYS]);
        self.tags.resize_with(messages, Default::default);
        self.streams.resize_with(messages, Default::default);
        self.ciphers.clear();
        self.ciphers.reserve(messages);
    }
}

/// The ciphers wipe themselves.
impl Wipe for Room {
    fn wipe(&mut self) {
        for blocks in [
            self.derived.as_flattened_mut(),
            self.streams.as_flattened_mut(),
            &mut self.tags,
        ] {
            AesBlock::cast_slice_to_core_mut(blocks)
                .as_flattened_mut()
                .zeroize();
        }
        self.keys.as_flattened_mut().zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room in which so many messages were sealed.
    fn used(messages: usize) -> Bench {
        let mut texts = vec![[7u8; 40]; messages];
        let message = |text| Message {
            nonce: [1; NONCE],
            text,
            tag: [0; TAG],
        };
        let mut messages: Vec<_> = texts
            .iter_mut()
            .map(|text| message(&mut text[..]))
            .collect();
        let mut bench = Bench::default();
        GcmSiv::new(&[3; 32]).seal_all(b"head", &mut messages, &mut bench);
        bench
    }

    fn zeros(room: &Room) -> bool {
        let blocks = [
            room.derived.as_flattened(),
            room.streams.as_flattened(),
            &room.tags,
        ];
        blocks
            .into_iter()
            .flatten()
            .all(|block| block.iter().all(|octet| *octet == 0))
            && room.keys.as_flattened().iter().all(|octet| *octet == 0)
    }

    #[test]
    fn nothing_is_left_of_a_group_that_was_wiped() {
        let mut bench = used(3);
        assert!(!zeros(&bench) && bench.keys.len() == 3);
        bench.wipe();
        assert!(zeros(&bench) && bench.keys.len() == 3);
    }

    #[test]
    fn a_shorter_group_finds_nothing_of_the_one_before() {
        let mut bench = used(3);
        bench.make_room(3);
        assert!(!zeros(&bench), "overwritten by the next group anyway");
        bench.make_room(2);
        assert!(zeros(&bench) && bench.keys.len() == 2);
    }
}
