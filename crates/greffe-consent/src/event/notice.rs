//! The information that was shown when consent was asked.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::{InvalidNoticeId, hex};

/// The id that the versions of one notice (*mention d'information*) share: 1 to 64 of `A-Z a-z 0-9 _ . -`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoticeId(Box<str>);

impl NoticeId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NoticeId {
    type Err = InvalidNoticeId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidNoticeId)
        }
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of the exact words that a person read, UTF-8, as shown: Art. 7(1) GDPR asks for proof of what was consented to.
///
/// ```
/// use greffe_consent::WordingDigest;
///
/// let shown = WordingDigest::of("Oui, je souhaite recevoir la lettre mensuelle.");
/// assert_ne!(shown, WordingDigest::of("Yes, send me the monthly letter."));
/// ```
///
/// `Debug` shows nothing: words that name a person can be guessed by their digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordingDigest([u8; 32]);

impl WordingDigest {
    /// The digest of a wording.
    #[must_use]
    pub fn of(wording: &str) -> Self {
        Self(Sha256::digest(wording.as_bytes()).into())
    }

    /// A digest that is known already.
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

impl fmt::Debug for WordingDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WordingDigest(..)")
    }
}

hex::reads!(WordingDigest);

/// The version of a notice that a person saw when they acted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NoticeShown {
    id: NoticeId,
    version: u32,
    wording: Option<WordingDigest>,
}

impl NoticeShown {
    /// Version `version` of the notice `id`.
    #[must_use]
    pub const fn new(id: NoticeId, version: u32) -> Self {
        Self {
            id,
            version,
            wording: None,
        }
    }

    /// With the digest of the words that stood there. Where the policy knows the version's digest too, the two have to agree.
    #[must_use]
    pub fn worded(self, wording: WordingDigest) -> Self {
        Self {
            wording: Some(wording),
            ..self
        }
    }

    /// The notice.
    #[must_use]
    pub const fn id(&self) -> &NoticeId {
        &self.id
    }

    /// Its version, from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The digest of what was shown, where it was kept.
    #[must_use]
    pub const fn wording(&self) -> Option<WordingDigest> {
        self.wording
    }
}
