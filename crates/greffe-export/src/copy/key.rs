//! The key of tokens, and the keyed function behind all of them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key of the tokens of a pseudonymised copy: 32 octets out of a source of randomness, the caller's.
///
/// It is the *additional information* of Art. 4(5) GDPR: who has it can tell whose record is whose, by trying values. Keep it apart from every
/// copy, give each recipient's copies a key of their own so that no token joins them (what was kept, and the order of the records, may still), and destroy it
/// once no new copy must fit the old ones. It is wiped when dropped, and nothing prints it.
///
/// ```
/// use greffe_export::CopyKey;
///
/// let key = CopyKey::new([7; 32]);                          // in earnest: random, out of a key store
/// assert_eq!(format!("{key:?}"), "CopyKey(..)");
/// ```
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct CopyKey([u8; 32]);

impl CopyKey {
    /// A key of these octets.
    #[must_use]
    pub const fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// The keyed function for one kind of token of one domain: another kind or domain has tokens that cannot be linked with these.
    pub(crate) fn keyed(&self, kind: &str, domain: &str) -> Keyed {
        // A key shorter than a block is filled with noughts (RFC 2104): so no length can be wrong.
        let mut block = Zeroizing::new([0_u8; 64]);
        let places = block.iter_mut().zip(self.0);
        places.for_each(|(place, octet)| *place = octet);
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        for part in [LABEL, kind, domain] {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            mac.update(&length.to_be_bytes());
            mac.update(part.as_bytes());
        }
        Keyed(mac)
    }
}

/// Bound into every token, so that a key used elsewhere too says nothing here.
const LABEL: &str = "greffe-export copy 1";

impl std::fmt::Debug for CopyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CopyKey(..)")
    }
}

/// HMAC-SHA-256 of a kind and a domain, ready for values.
#[derive(Clone)]
pub(crate) struct Keyed(Hmac<Sha256>);

impl Keyed {
    pub(crate) fn of(&self, value: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(value);
        mac.finalize().into_bytes().into()
    }

    /// The first 128 bits as a number.
    pub(crate) fn number(&self, value: &[u8]) -> u128 {
        let first = self.of(value);
        let octets = first.first_chunk::<16>().copied().unwrap_or_default();
        u128::from_be_bytes(octets)
    }

    /// The first 128 bits in hexadecimal: two of a thousand million values meet with a chance below 10⁻²⁰.
    pub(crate) fn text(&self, value: &[u8]) -> String {
        format!("{:032x}", self.number(value))
    }
}
