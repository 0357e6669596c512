//! A keyed permutation of whole numbers: no two get the same token, so that joins and unique columns hold exactly.
//!
//! A Feistel network (Luby and Rackoff) with HMAC-SHA-256 as its round function, ten rounds as FF1 of NIST SP 800-38G has them, walked until the
//! result is of the value's own range.

use crate::copy::key::Keyed;

pub(crate) struct Permutation(Keyed);

/// Numbers below are permuted among themselves.
const SMALL: u64 = 1 << 30;
/// Numbers from [`SMALL`] below this likewise: the magnitudes of 64 bits.
const LARGE: u64 = 1 << 63;
const ROUNDS: u8 = 10;

impl Permutation {
    pub(crate) const fn new(keyed: Keyed) -> Self {
        Self(keyed)
    }

    pub(crate) fn of(&self, number: i64) -> i64 {
        // Below zero, the complement: −1 is 0, and the smallest number is the largest magnitude.
        let (below, magnitude) = if number < 0 {
            (true, !number)
        } else {
            (false, number)
        };
        let magnitude = magnitude.unsigned_abs();
        let moved = if magnitude < SMALL {
            self.network(magnitude, 15, below)
        } else {
            let mut moved = magnitude;
            loop {
                // A permutation of all of 64 bits: walked on, it comes back into the range in the end, after two steps in the mean.
                moved = self.network(moved, 32, below);
                if (SMALL..LARGE).contains(&moved) {
                    break moved;
                }
            }
        };
        // Below 2⁶³ by the ranges above.
        let moved = i64::try_from(moved).unwrap_or(i64::MAX);
        if below { !moved } else { moved }
    }

    /// A permutation of numbers of two halves of so many bits.
    fn network(&self, number: u64, half: u32, below: bool) -> u64 {
        let mask = (1_u64 << half) - 1;
        let (mut left, mut right) = (number >> half, number & mask);
        for round in 0..ROUNDS {
            let mut input = [0_u8; 11];
            let head = [round, u8::from(below), u8::from(half > 15)];
            let places = input.iter_mut();
            places
                .zip(head.into_iter().chain(right.to_be_bytes()))
                .for_each(|(place, octet)| *place = octet);
            let mixed = u64::try_from(self.0.number(&input) & u128::from(mask)).unwrap_or(0);
            (left, right) = (right, left ^ mixed);
        }
        left << half | right
    }
}
