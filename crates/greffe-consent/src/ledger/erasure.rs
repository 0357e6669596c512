//! The record of an erasure: what was forgotten, when, and by which decision.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{ContentDigest, write};
use crate::event::{is_writable, to_microseconds};
use crate::{InvalidDecisionReference, InvalidErasure};

/// Under which reference the decision to erase is filed: 1 to 64 of `A-Z a-z 0-9 _ . - /`.
///
/// A number of the host's own file of requests, and never a name: it stays in the chain when the person is forgotten.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DecisionReference(Box<str>);

impl DecisionReference {
    /// The reference's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DecisionReference {
    type Err = InvalidDecisionReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidDecisionReference)
        }
    }
}

impl fmt::Display for DecisionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows nothing: what a host files a request under may name the person after all.
impl fmt::Debug for DecisionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecisionReference(..)")
    }
}

/// That something was erased (*effacement*, Art. 17 GDPR): when, and by which decision. Of what, the ledger adds.
///
/// ```
/// use greffe_consent::{Erasure, InvalidErasure};
///
/// let erasure = Erasure::new("2026-11-26T10:00:00Z".parse()?, "requests/2026-014".parse()?)?;
/// assert_eq!(erasure.decision().as_str(), "requests/2026-014");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    at: DateTime<Utc>,
    decision: DecisionReference,
}

impl Erasure {
    /// An erasure at the instant `at`, cut to whole microseconds as those of an event are, by that decision.
    ///
    /// # Errors
    /// [`InvalidErasure::InstantOutOfRange`] where RFC 3339 cannot write the instant.
    pub fn new(at: DateTime<Utc>, decision: DecisionReference) -> Result<Self, InvalidErasure> {
        match is_writable(at) {
            true => Ok(Self {
                at: to_microseconds(at),
                decision,
            }),
            false => Err(InvalidErasure::InstantOutOfRange),
        }
    }

    /// When, UTC.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// By which decision.
    #[must_use]
    pub const fn decision(&self) -> &DecisionReference {
        &self.decision
    }
}

/// The record of an erasure in the chain: which lines were forgotten. Whoever holds a link of it or of anything later sees that nothing
/// else was.
///
/// It names positions and never a person. The digests at these positions are in the chain before it already, so that the record's own
/// link binds them too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureRecord {
    erasure: Erasure,
    positions: BTreeSet<usize>,
}

impl ErasureRecord {
    /// The most positions that one record names; what was forgotten beyond stands in a further record.
    pub const MOST: usize = 8_192;

    /// The record of an erasure of the entries at `positions`, counted from 1.
    ///
    /// # Errors
    /// [`InvalidErasure`] where there is no position, more than [`ErasureRecord::MOST`], or the position 0.
    pub fn new(
        erasure: Erasure,
        positions: impl IntoIterator<Item = usize>,
    ) -> Result<Self, InvalidErasure> {
        let positions: BTreeSet<usize> = positions.into_iter().collect();
        match positions.first() {
            None => Err(InvalidErasure::NoPosition),
            Some(0) => Err(InvalidErasure::PositionZero),
            _ if positions.len() > Self::MOST => Err(InvalidErasure::TooManyPositions),
            _ => Ok(Self { erasure, positions }),
        }
    }

    /// When, and by which decision.
    #[must_use]
    pub const fn erasure(&self) -> &Erasure {
        &self.erasure
    }

    /// The positions of what was forgotten, from 1, ascending.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        self.positions.iter().copied()
    }

    /// The digest that the chain takes of the record, under a label of its own: no event has the same.
    #[must_use]
    pub fn content_digest(&self) -> ContentDigest {
        let digest = Sha256::new()
            .chain_update(ERASURE)
            .chain_update(write::erasure(self, None))
            .finalize();
        ContentDigest::from_bytes(digest.into())
    }
}

const ERASURE: &[u8] = b"greffe-consent erasure 1\0";
