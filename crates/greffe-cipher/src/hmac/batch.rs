//! Many messages under one key: blocks first, then the compressions one after another, so that the processor works on several at once.

use sha2::block_api::compress256;
use zeroize::Zeroize;

use super::{BLOCK, Hmac, OUTER, Secret, State, fill, fits, put_length, write};
use crate::wiped::{Wipe, Wiped};

/// Room for what is made of a group of messages, used again for the next one. Wiped when dropped, and before by what takes its place.
pub(crate) type Bench = Wiped<Room>;

/// What a [`Bench`] holds.
#[derive(Default)]
pub(crate) struct Room {
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
        let bench = &mut **bench;
        bench.wipe_for(items.len());
        bench.blocks.clear();
        bench.blocks.resize(items.len(), [0; BLOCK]);
        bench.states.clear();
        bench.states.resize(items.len(), *self.0.inner);
        for (block, item) in bench.blocks.iter_mut().zip(&*items) {
            let tail = tail(item);
            let length = head.len().saturating_add(tail.len());
            if fits(length) && fill(block, head, tail) {
                put_length(block, BLOCK + length);
            }
        }
        compress(&mut bench.states, &bench.blocks);
        for (state, item) in bench.states.iter_mut().zip(&*items) {
            let tail = tail(item);
            if !fits(head.len().saturating_add(tail.len())) {
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

impl Room {
    /// What stands beyond a shorter group would be neither overwritten by it nor wiped on drop.
    fn wipe_for(&mut self, items: usize) {
        if items < self.blocks.len() {
            self.wipe();
        }
    }
}

impl Wipe for Room {
    fn wipe(&mut self) {
        self.blocks.as_flattened_mut().zeroize();
        self.states.as_flattened_mut().zeroize();
    }
}

/// Nothing but compressions: each is a chain, and the chains of neighbours run side by side.
fn compress(states: &mut [State], blocks: &[[u8; BLOCK]]) {
    for (state, block) in states.iter_mut().zip(blocks) {
        compress256(state, std::slice::from_ref(block));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room in which so many messages were hashed.
    fn used(messages: usize) -> Bench {
        let mut bench = Bench::default();
        let mut items = vec![[7u8; 40]; messages];
        Hmac::new(&[3; 32]).mac_all(b"head", &mut items, |item| item, |_, _| (), &mut bench);
        bench
    }

    fn zeros(room: &Room) -> bool {
        room.blocks.as_flattened().iter().all(|octet| *octet == 0)
            && room.states.as_flattened().iter().all(|word| *word == 0)
    }

    #[test]
    fn nothing_is_left_of_a_group_that_was_wiped() {
        let mut bench = used(3);
        assert!(!zeros(&bench) && bench.blocks.len() == 3);
        bench.wipe();
        assert!(zeros(&bench) && bench.blocks.len() == 3);
    }

    #[test]
    fn a_shorter_group_finds_nothing_of_the_one_before() {
        let mut bench = used(3);
        bench.wipe_for(3);
        assert!(!zeros(&bench), "overwritten by the next group anyway");
        bench.wipe_for(2);
        assert!(zeros(&bench));
    }
}
