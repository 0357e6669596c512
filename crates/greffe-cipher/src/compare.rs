//! Comparison of secrets in a time that does not depend on them.

use subtle::{Choice, ConstantTimeEq};

/// Whether two octet strings of the same length are equal, by words: the `subtle` crate compares slices octet by octet, each behind a barrier of its own.
/// Unequal lengths, which are public, are unequal.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let words = a.chunks(16).zip(b.chunks(16));
    let all = words.fold(Choice::from(1), |all, (a, b)| all & word(a).ct_eq(&word(b)));
    all.into()
}

/// At most 16 octets as one word, filled up with zeros.
fn word(octets: &[u8]) -> u128 {
    let mut word = [0; 16];
    for (to, from) in word.iter_mut().zip(octets) {
        *to = *from;
    }
    u128::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_means_equal(a in proptest::collection::vec(any::<u8>(), 0..40), b in proptest::collection::vec(any::<u8>(), 0..40), at in any::<usize>(), bit in 0u32..8) {
            prop_assert!(equal(&a, &a));
            prop_assert_eq!(equal(&a, &b), a == b);
            if !a.is_empty() {
                let mut other = a.clone();
                other[at % a.len()] ^= 1 << bit;
                prop_assert!(!equal(&a, &other), "each single bit counts");
            }
        }
    }
}
