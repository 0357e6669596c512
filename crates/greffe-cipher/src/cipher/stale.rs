//! Which stored tokens are not of the current header, as ranges that SQL can search.

use crate::keyring::KeyId;
use crate::subject::{WRAPPED, WRAPPED_TEXT};
use crate::token::{HEADER, INDEX, INDEX_TEXT, SEALED_TEXT, text};

/// Tokens outside the current header: everything below it, and everything at or above its successor.
///
/// A value in clear lies in them too. Of a column of sealed values, or of an equality or unique index. `column < before OR column >= from`, on a binary column, or the texts on a text column with a binary, case-sensitive
/// collation.
///
/// They know of which keyring they are: what a handle of an older one finds to be current may be under a key that retires
/// ([`StaleCount::count`](crate::StaleCount::count)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleRanges {
    before: [u8; HEADER],
    from: [u8; HEADER],
    generation: u64,
}

impl StaleRanges {
    /// Around the current header, of sealed values, index tokens or wrapped keys, of a keyring of that generation.
    pub(crate) fn around(before: [u8; HEADER], generation: u64) -> Self {
        let mut from = before;
        for octet in from.iter_mut().rev() {
            // The second octet (suite or kind) is never FF: the carry always ends before the marker.
            let (next, carry) = octet.overflowing_add(1);
            *octet = next;
            if !carry {
                break;
            }
        }
        Self {
            before,
            from,
            generation,
        }
    }

    /// The generation of the keyring of which the handle was made; 0 of a person's own keys, which are in no keyring.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The key under which tokens are current, by the last four octets of the header. Of a person's own keys it is their generation.
    #[must_use]
    pub fn key(&self) -> Option<KeyId> {
        let id = self.before.last_chunk::<4>()?;
        KeyId::new(u32::from_be_bytes(*id))
    }

    /// Tokens below these octets are stale: the current header.
    #[must_use]
    pub const fn before(&self) -> [u8; HEADER] {
        self.before
    }

    /// Tokens at or above these octets are stale: the header's successor.
    #[must_use]
    pub const fn from(&self) -> [u8; HEADER] {
        self.from
    }

    /// As [`StaleRanges::before`], for texts.
    #[must_use]
    pub fn text_before(&self) -> String {
        self.text(&self.before)
    }

    /// As [`StaleRanges::from`], for texts.
    #[must_use]
    pub fn text_from(&self) -> String {
        self.text(&self.from)
    }

    /// Whether a token's octets lie in the ranges.
    #[must_use]
    pub fn contains(&self, token: &[u8]) -> bool {
        token < self.before.as_slice() || token >= self.from.as_slice()
    }

    /// A bound as the beginning of a text: the marker of sealed values, index tokens or wrapped keys, and the header.
    fn text(&self, bound: &[u8; HEADER]) -> String {
        let marker = match self.before {
            [INDEX, ..] => INDEX_TEXT,
            [WRAPPED, ..] => WRAPPED_TEXT,
            _ => SEALED_TEXT,
        };
        text(marker, bound).trim_end_matches('.').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::KeyId;
    use crate::padding::Padding;
    use crate::token::{Header, SEALED, Suite};

    #[test]
    fn a_bound_lies_where_its_ranges_say_and_names_its_kind() {
        let bound = [SEALED, 1, 0x11, 0, 0, 0, 9];
        let ranges = StaleRanges::around(bound, 3);
        assert!(!ranges.contains(&bound) && ranges.contains(&ranges.from()));
        assert_eq!((ranges.key(), ranges.generation()), (KeyId::new(9), 3));
        assert!(!ranges.contains(&[&bound[..], &[0xff; 9]].concat()));
        assert!(ranges.contains(&[SEALED, 1, 0x11, 0, 0, 0, 8, 0xff]));
        for (marker, text) in [
            (SEALED, "~gf1.011100000009"),
            (INDEX, "~gfi1.011100000009"),
            (WRAPPED, "~gfk1.011100000009"),
        ] {
            let ranges = StaleRanges::around([marker, 1, 0x11, 0, 0, 0, 9], 3);
            assert_eq!(ranges.text_before(), text);
            assert_eq!(ranges.text_from(), text.replace("09", "0a"));
        }
    }

    #[test]
    fn the_successor_carries_into_the_form_and_the_suite() {
        let from = |key: u32, form: u8| {
            let key = KeyId::new(key).unwrap();
            let (padding, suite) = (Padding::None, Suite::Det);
            let header = Header {
                padding,
                suite,
                form,
                key,
            };
            StaleRanges::around(header.octets(), 3).from()
        };
        assert_eq!(from(0x0102_0304, 0x11), [0xFA, 1, 0x11, 1, 2, 3, 5]);
        assert_eq!(from(0x0102_03ff, 0x11), [0xFA, 1, 0x11, 1, 2, 4, 0]);
        assert_eq!(from(0xffff_ffff, 0x11), [0xFA, 1, 0x12, 0, 0, 0, 0]);
        assert_eq!(from(0xffff_ffff, 0xff), [0xFA, 2, 0, 0, 0, 0, 0]);
    }
}
