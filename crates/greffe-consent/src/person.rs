//! Whom an event is about, without saying who it is.

use std::fmt;

use crate::hex;

/// The pseudonym of a person: 16 bytes of a keyed digest (HMAC-SHA-256, truncated) of the identifier by which the host knows them.
/// [`PseudonymSecret`](crate::PseudonymSecret) computes it; a host that has such digests already brings its own.
///
/// Never a clear identifier and never an unkeyed digest of one, which anybody could recompute: the ledger keeps it in its
/// chain, and destroying the key is what cuts the chain from the person (Art. 4(5) and 17 GDPR). `Debug` shows nothing.
///
/// ```
/// use greffe_consent::PersonKey;
///
/// let person = PersonKey::from_bytes([7; 16]);
/// assert_eq!(format!("{person:?}"), "PersonKey(..)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey([u8; 16]);

impl PersonKey {
    /// The pseudonym out of the first 16 bytes of a keyed digest.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes, for the host's own columns.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The 32 lower-case hexadecimal digits that files hold. There is no `Display`: a pseudonym is personal data, and goes where it is
    /// sent on purpose.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::of(&self.0)
    }
}

hex::reads!(PersonKey);

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(..)")
    }
}
