//! Many messages under one key: blocks first, then the compressions one after another, so that the processor works on several at once.

use sha2::block_api::compress256;
use zeroize::Zeroize;

use super::{BLOCK, Hmac, LENGTH, OUTER, Secret, State, fill, put_length, write};

/// Room for what is made of a group of messages, used again for the next one. Wiped when dropped, and before by what takes its place.
#[derive(Default)]
pub(crate) struct Bench {
    blocks: Vec<[u8; BLOCK]>,
    states: Vec<State>,
}

impl Hmac {
    /// As [`Hmac::mac`], of the tails of all items after the same head, each handed to `answer` with its item. They are best a few dozen: what is made of them stays in the
    /// fastest cache.
    pub(crate) fn mac_all<T>(
        &self,
        head: &[u8],
        items: &mut [T],
        tail: impl Fn(&T) -> &[u8],
        mut answer: impl FnMut(&mut T, &Secret),
        bench: &mut Bench,
    ) {
        // What stood beyond a shorter group would be neither overwritten by it nor wiped on drop.
        if items.len() < bench.blocks.len() {
            bench.wipe();
        }
        bench.blocks.clear();
        bench.blocks.resize(items.len(), [0; BLOCK]);
        bench.states.clear();
        bench.states.resize(items.len(), *self.0.inner);
        for (block, item) in bench.blocks.iter_mut().zip(&*items) {
            let tail = tail(item);
            let length = head.len().saturating_add(tail.len());
            if length < BLOCK - LENGTH && fill(block, head, tail) {
                put_length(block, BLOCK + length);
            }
        }
        compress(&mut bench.states, &bench.blocks);
        for (state, item) in bench.states.iter_mut().zip(&*items) {
            let tail = tail(item);
            if head.len().saturating_add(tail.len()) >= BLOCK - LENGTH {
                // More than one block: apart. What was compressed in its place is not looked at.
                *state = *self.inner_hash(head, tail);
            }
        }
        for (block, state) in bench.blocks.iter_mut().zip(&mut bench.states) {
            *block = OUTER;
            write(state, block);
            *state = *self.0.outer;
        }
        compress(&mut bench.states, &bench.blocks);
        let mut mac = Secret::default();
        for (item, state) in items.iter_mut().zip(&bench.states) {
            write(state, mac.as_mut_slice());
            answer(item, &mac);
        }
    }
}

impl Bench {
    fn wipe(&mut self) {
        self.blocks.as_flattened_mut().zeroize();
        self.states.as_flattened_mut().zeroize();
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// Nothing but compressions: each is a chain, and the chains of neighbours run side by side.
fn compress(states: &mut [State], blocks: &[[u8; BLOCK]]) {
    for (state, block) in states.iter_mut().zip(blocks) {
        compress256(state, std::slice::from_ref(block));
    }
}
