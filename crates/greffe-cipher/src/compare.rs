//! Comparison of secrets in a time that does not depend on them.

use subtle::ConstantTimeEq;

/// Whether two octet strings of the same length are equal. All differences are gathered before the one question, whether there is any: the `subtle` crate
/// compares slices octet by octet, each behind a barrier of its own, which took a tenth of the time of opening. Unequal lengths, which are
/// public, are unequal.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let word = |octets: &[u8; 4]| u32::from_le_bytes(*octets);
    let words = a
        .iter()
        .zip(b)
        .fold(0, |all, (a, b)| all | (word(a) ^ word(b)));
    let rest = a_rest
        .iter()
        .zip(b_rest)
        .fold(0, |all, (a, b)| all | (a ^ b));
    (words | u32::from(rest)).ct_eq(&0).into()
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

    /// Differences are gathered, never set off against one another.
    #[test]
    fn two_equal_differences_are_two_differences() {
        for length in 2..=38 {
            let right = vec![0x5a; length];
            for (first, second) in (0..length).flat_map(|a| (0..a).map(move |b| (a, b))) {
                for bit in 0..8 {
                    let mut wrong = right.clone();
                    wrong[first] ^= 1 << bit;
                    wrong[second] ^= 1 << bit;
                    assert!(!equal(&right, &wrong), "{length}: {first}, {second}");
                }
            }
        }
    }
}
