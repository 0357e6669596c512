//! From a host's identifiers to pseudonyms.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{ContactKey, PersonKey};

/// The secret under which a host's own identifiers become pseudonyms: 32 random bytes that the host keeps apart from its database, for as
/// long as the pseudonyms are to be found. Another secret makes other pseudonyms of the same people, so it does not rotate as keys of
/// columns do; destroying it cuts every ledger made under it from the people in it (Art. 4(5) and 17 GDPR).
///
/// Take one for persons and another for contacts: the list of those who objected outlives the persons' ledger, and who holds one secret
/// cannot join the two. It is wiped from memory when it is dropped, and `Debug` shows nothing.
///
/// ```
/// use greffe_consent::PseudonymSecret;
///
/// # let from_the_secret_store = [7; 32];
/// let secret = PseudonymSecret::from_bytes(from_the_secret_store);
/// let person = secret.person(b"account 4711");
/// assert_eq!(person, secret.person(b"account 4711"));
/// assert_ne!(person, secret.person(b"account 4712"));
/// assert_ne!(person.as_bytes(), secret.contact(b"account 4711").as_bytes());
/// assert_eq!(format!("{secret:?}"), "PseudonymSecret(..)");
/// ```
pub struct PseudonymSecret(Zeroizing<[u8; 32]>);

impl PseudonymSecret {
    /// The secret of 32 bytes, drawn at random once: `head -c 32 /dev/urandom`. Words that somebody thought of are none: who guesses them
    /// recomputes every pseudonym.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The pseudonym of a person, by the bytes by which the host knows them: the primary key of an account, the id of a device. Take what
    /// never changes: an e-mail address does, and the person's past would stay behind. Accounts and devices share no ids: write
    /// `account 4711`, not `4711`.
    #[must_use]
    pub fn person(&self, identifier: &[u8]) -> PersonKey {
        PersonKey::from_bytes(self.digest(b"greffe person", identifier))
    }

    /// The key of a contact on a [`SuppressionList`](crate::SuppressionList), by its canonical form: an address in the spelling that every
    /// other way of typing it comes to.
    #[must_use]
    pub fn contact(&self, canonical: &[u8]) -> ContactKey {
        ContactKey::from_bytes(self.digest(b"greffe contact", canonical))
    }

    /// The first 16 bytes of HMAC-SHA-256 over what is named and, after a zero byte, the identifier.
    fn digest(&self, what: &[u8], identifier: &[u8]) -> [u8; 16] {
        let mut block = Zeroizing::new([0; 64]);
        let (head, _) = block.split_at_mut(32);
        head.copy_from_slice(&*self.0);
        // A key shorter than a block is filled up with zeros (RFC 2104), so that this takes no length that could be wrong.
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        mac.update(what);
        mac.update(&[0]);
        mac.update(identifier);
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 16], &[]));
        *first
    }
}

impl fmt::Debug for PseudonymSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymSecret(..)")
    }
}
