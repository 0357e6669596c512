//! That an event stands in a chain, shown without the rest of the chain.

use super::{ContentDigest, Ledger, Link};
use crate::{Event, EventId};

/// What shows that an event stands in a chain that ends with a known link: the link before it, and the digest of everything after it. It
/// says nothing of anybody else: the random ids of events salt their digests. The record of an erasure has none, so that who holds a proof
/// can try whether a guess of its lines, instant and reference is right.
///
/// ```
/// use greffe_consent::*;
///
/// let (person, at) = (PersonKey::from_bytes([7; 16]), "2026-03-01T10:00:00Z".parse()?);
/// let event = |n| Event::new(EventId::from_bytes([n; 16]), person, (at, at), Provenance::Person, Kind::Refused { purposes: Scope::All });
/// let mut ledger = Ledger::new();
/// for n in 1..=3 {
///     ledger.append(event(n)?)?;
/// }
/// let proof = ledger.proof(EventId::from_bytes([2; 16])).ok_or("no such event")?;
/// assert!(proof.shows(&event(2)?, ledger.head()));
/// assert!(!proof.shows(&event(3)?, ledger.head()));
///
/// // A host with rows of its own puts it together from these.
/// let (before, after) = (Link::GENESIS.then(&event(1)?), event(3)?.content_digest());
/// assert_eq!(ChainProof::new(before, [after]), proof);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It shows no more than that: not that the event is the last word, nor that the link is the ledger's. The link has to come from somewhere
/// else than the proof, such as a copy that was kept or a timestamp. Its length grows with what came after the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainProof {
    before: Link,
    after: Vec<ContentDigest>,
}

impl ChainProof {
    /// Of an event that stands between the link `before` and entries of these digests ([`Entry::content_digest`](crate::Entry)).
    pub fn new(before: Link, after: impl IntoIterator<Item = ContentDigest>) -> Self {
        Self {
            before,
            after: after.into_iter().collect(),
        }
    }

    /// The link before the event.
    #[must_use]
    pub const fn before(&self) -> Link {
        self.before
    }

    /// The digests of what came after it, in their order.
    #[must_use]
    pub fn after(&self) -> &[ContentDigest] {
        &self.after
    }

    /// Whether the event stands at this place in the chain that ends with `head`.
    #[must_use]
    pub fn shows(&self, event: &Event, head: Link) -> bool {
        let link = self.before.then(event);
        self.after
            .iter()
            .fold(link, |link, content| link.then_content(*content))
            == head
    }
}

impl Ledger {
    /// The proof that the event of that id stands in the chain up to [`Ledger::head`]; `None` where there is no such event.
    #[must_use]
    pub fn proof(&self, id: EventId) -> Option<ChainProof> {
        let index = *self.ids.get(&id)?;
        let before = match index.checked_sub(1) {
            Some(before) => self.entries.get(before)?.1,
            None => Link::GENESIS,
        };
        let after = self.entries.iter().skip(index.saturating_add(1));
        Some(ChainProof::new(
            before,
            after.map(|(entry, _)| entry.content_digest()),
        ))
    }
}
