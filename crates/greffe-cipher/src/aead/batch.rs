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
#[derive(Default)]
pub(crate) struct Bench {
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

impl Bench {
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

impl Drop for Bench {
    fn drop(&mut self) {
        self.wipe();
    }
}
