//! The chain of digests that makes a ledger's past unchangeable without notice.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{ContentDigest, write};
use crate::{Event, hex};

const CONTENT: &[u8] = b"greffe-consent content 1\0";
const LINK: &[u8] = b"greffe-consent link 1\0";

/// A link of the chain: SHA-256 over the link before it and the digest of one entry.
///
/// `content = SHA-256("greffe-consent content 1" 00 line)`, where `line` is the event's JSON line without `link`, as this crate
/// writes it; `link = SHA-256("greffe-consent link 1" 00 previous content)`. The first `previous` is 32 zero bytes. Two levels,
/// so that an event can be forgotten later and the chain still verify by the digest of its content. The record of an erasure is an entry too;
/// its content has the label "greffe-consent erasure 1".
///
/// What a content says can be guessed; the digest does not show whether a guess is right, for the line begins with the event's id: 16
/// random bytes (a UUID v4 has 122 random bits) that nobody can try through. That holds only where the id is erased elsewhere too.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link([u8; 32]);

impl Link {
    /// What the first event is linked to.
    pub const GENESIS: Self = Self([0; 32]);

    /// The link that follows this one when `event` is appended.
    #[must_use]
    pub fn then(&self, event: &Event) -> Self {
        self.then_content(event.content_digest())
    }

    /// The link that follows when the content of that digest is appended, whatever it is the digest of.
    #[must_use]
    pub fn then_content(&self, content: ContentDigest) -> Self {
        let link = Sha256::new()
            .chain_update(LINK)
            .chain_update(self.0)
            .chain_update(content.as_bytes())
            .finalize();
        Self(link.into())
    }

    /// A link that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Event {
    /// The digest that a ledger's chain takes of the event, the first of the two levels ([`Link`]): what stays of it once it is forgotten.
    #[must_use]
    pub fn content_digest(&self) -> ContentDigest {
        let digest = Sha256::new()
            .chain_update(CONTENT)
            .chain_update(write::line(self, None))
            .finalize();
        ContentDigest::from_bytes(digest.into())
    }
}

hex::reads_and_shows!(Link);

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
