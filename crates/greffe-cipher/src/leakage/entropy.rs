//! Entropy in whole numbers: the same report on every machine, whatever its floating-point library.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::field::FieldType;

/// Entropy in thousandths of a bit, rounded down.
///
/// *Min-entropy* is −log₂ of the share of the most frequent value: with 10 bits, a guess at one value is right for one row in 1,024.
/// In serde it is a number of bits.
///
/// ```
/// use greffe_cipher::Entropy;
/// assert_eq!(Entropy::of_distinct(1000).to_string(), "9.965");
/// assert_eq!(Entropy::bits(12).in_thousandths(), 12_000);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entropy(u32);

impl Entropy {
    /// So many whole bits.
    #[must_use]
    pub const fn bits(bits: u8) -> Self {
        // At most 255,000.
        Self(bits as u32 * 1000)
    }

    /// So many thousandths of a bit.
    #[must_use]
    pub const fn thousandths(thousandths: u32) -> Self {
        Self(thousandths)
    }

    /// Of that many values, all equally frequent.
    #[must_use]
    pub fn of_distinct(values: u64) -> Self {
        Self::of_fixed(log2(values))
    }

    /// A cautious min-entropy of values of that type among the customers of one company, if one can be told without looking: how many values
    /// remain possible for somebody who knows the country, the bank or the card's issuer.
    ///
    /// IBAN 36 bits (eleven digits or letters of account), phone 26 (eight digits of mobile numbers), card 29 (nine digits: six name the
    /// issuer, one is the check digit), e-mail 20 (the addresses that a list of names and providers makes likely). Names and free bytes: none, since they repeat as your users and you make them. Measure
    /// those by [`ColumnAudit`](crate::ColumnAudit), on a deterministic column or a full index of a copy under a key that is then destroyed.
    #[must_use]
    pub const fn of_type(of: FieldType) -> Option<Self> {
        match of {
            FieldType::Iban => Some(Self::bits(36)),
            FieldType::Phone => Some(Self::bits(26)),
            FieldType::CardNumber => Some(Self::bits(29)),
            FieldType::Email => Some(Self::bits(20)),
            FieldType::Bytes | FieldType::PersonName => None,
        }
    }

    /// In thousandths of a bit.
    #[must_use]
    pub const fn in_thousandths(self) -> u32 {
        self.0
    }

    /// Out of a fixed-point number, rounded down.
    pub(super) fn of_fixed(fixed: u64) -> Self {
        let thousandths = (u128::from(fixed) * 1000) >> FRACTION;
        Self(u32::try_from(thousandths).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl Serialize for Entropy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 1000.0)
    }
}

/// Bits behind the point of the fixed-point numbers of this module.
pub(super) const FRACTION: u32 = 32;

/// log₂ in fixed point, rounded down; 0 for 0. Exact for powers of two, elsewhere right to about 2⁻³¹: bit by bit, each the question whether
/// the square reaches 2.
pub(super) fn log2(n: u64) -> u64 {
    let Some(whole) = n.checked_ilog2() else {
        return 0;
    };
    // 1 to below 2, with 63 bits behind the point.
    let mut x = u128::from(n << (63 - whole));
    let mut fraction = 0;
    for _ in 0..FRACTION {
        x = (x * x) >> 63;
        fraction <<= 1;
        if x >> 64 != 0 {
            x >>= 1;
            fraction |= 1;
        }
    }
    (u64::from(whole) << FRACTION) | fraction
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn powers_of_two_are_exact() {
        for n in 0..64u32 {
            assert_eq!(log2(1 << n), u64::from(n) << FRACTION);
        }
        assert_eq!(log2(0), 0);
        assert_eq!(log2(u64::MAX) >> FRACTION, 63);
    }

    proptest! {
        /// The floating-point library as oracle, where it is exact enough.
        #[test]
        fn the_logarithm_is_that_of_the_library(n in 1u32..) {
            let ours = Entropy::of_fixed(log2(u64::from(n)) );
            let theirs = f64::from(n).log2() * 1000.0;
            prop_assert!((f64::from(ours.in_thousandths()) - theirs).abs() < 1.000_001);
            let fine = u32::try_from(log2(u64::from(n)) & 0xffff_ffff).unwrap();
            let whole = u32::try_from(log2(u64::from(n)) >> 32).unwrap();
            let fixed = f64::from(whole) + f64::from(fine) / 4_294_967_296.0;
            prop_assert!((fixed - f64::from(n).log2()).abs() < 1e-9);
        }
    }
}
