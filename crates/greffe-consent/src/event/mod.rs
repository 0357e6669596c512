//! Events: what happened to a person's choices, when, and when it became known.

use std::fmt;

use chrono::{DateTime, Datelike, Utc};

use crate::ledger::fits_a_line;
use crate::signal::Signal;
use crate::{EventError, PersonKey, hex};

mod authorisation;
mod instant;
mod kind;
mod notice;
mod parts;
mod provenance;

pub use authorisation::{Authorisation, Evidence};
pub(crate) use instant::{Finer, Instant, is_writable, to_microseconds};
pub use kind::{
    Act, Consent, ImportedState, Kind, ObjectionTo, Prevailing, Provenance, SaleKind, Scope,
};
pub use notice::{NoticeId, NoticeShown, WordingDigest};
pub(crate) use parts::{Content, Stamp, closes, counts_from, reading_order};

/// The id of an event: 16 bytes that the host draws at random (a UUID v4 does). Being unpredictable it also salts the event's
/// digest in the ledger's chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId([u8; 16]);

impl EventId {
    /// The id of 16 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

hex::reads_and_shows!(EventId);

/// Shows the last four bytes, so that the rest still salts the digest of an event that was forgotten, whatever the logs say.
impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [.., a, b, c, d] = self.0;
        write!(f, "..{a:02x}{b:02x}{c:02x}{d:02x}")
    }
}

/// One thing that happened to one person's choices. Immutable: an error is corrected by a further event.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Event {
    stamp: Stamp,
    finer: Finer,
    content: Content,
}

impl Event {
    /// An event of `person`, which `occurred` then and which the host learnt of when it was `recorded`.
    ///
    /// Every instant is cut to whole microseconds, towards the past: databases keep no more, and an event has to have the same digest when
    /// it comes back from one. What was in order stays in order; what comes to fall on one instant prevails by restrictiveness (rule R0).
    /// Text that is read keeps what it says ([`Event::has_finer_instants`]).
    ///
    /// # Errors
    /// [`EventError`] where the parts contradict one another, such as an import that claims to be the person's act: [`Kind::provenances`] has
    /// the table of what may come from where.
    pub fn new(
        id: EventId,
        person: PersonKey,
        (occurred, recorded): (DateTime<Utc>, DateTime<Utc>),
        provenance: Provenance,
        kind: Kind,
    ) -> Result<Self, EventError> {
        // What cannot be written is refused as it came.
        let cut = |instant| match is_writable(instant) {
            true => to_microseconds(instant),
            false => instant,
        };
        let instants = (cut(occurred), cut(recorded));
        Self::as_written(id, person, instants, provenance, kind.ending_at(cut))
    }

    /// The same with instants as they are: those of a text, whose digest was taken with them.
    pub(crate) fn as_written(
        id: EventId,
        person: PersonKey,
        (occurred, recorded): (DateTime<Utc>, DateTime<Utc>),
        provenance: Provenance,
        kind: Kind,
    ) -> Result<Self, EventError> {
        if ![occurred, recorded].into_iter().all(is_writable) {
            return Err(EventError::InstantOutOfRange);
        }
        let event = Self {
            stamp: Stamp {
                id,
                person,
                occurred: Instant::of(occurred),
                recorded: Instant::of(recorded),
            },
            finer: Finer::of(occurred, recorded),
            content: Content { provenance, kind },
        };
        event.check().map(|()| event)
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.stamp.id
    }

    /// Whom it is about.
    #[must_use]
    pub const fn person(&self) -> PersonKey {
        self.stamp.person
    }

    /// When it happened, UTC.
    #[must_use]
    pub fn occurred(&self) -> DateTime<Utc> {
        self.stamp.occurred.and(self.finer.occurred)
    }

    /// When the host learnt of it, UTC.
    #[must_use]
    pub fn recorded(&self) -> DateTime<Utc> {
        self.stamp.recorded.and(self.finer.recorded)
    }

    /// Where it comes from.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.content.provenance
    }

    /// What happened.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.content.kind
    }

    /// Whether it was dated in the future when it was recorded. Such an event never opens anything (rule R0).
    #[must_use]
    pub fn is_dated_ahead(&self) -> bool {
        self.stamp.is_dated_ahead()
    }

    /// Since when it counts (rule R0).
    pub(crate) fn counts_from(&self) -> DateTime<Utc> {
        counts_from(&self.stamp, &self.content.kind).utc()
    }

    /// The place in reading order (rule R0).
    pub(crate) fn reading_order(&self) -> impl Ord + use<> {
        reading_order(&self.stamp, &self.content)
    }

    /// Of which event, whose, when.
    pub(crate) const fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What it says.
    pub(crate) const fn content(&self) -> &Content {
        &self.content
    }

    /// Both.
    pub(crate) fn into_parts(self) -> (Stamp, Content) {
        (self.stamp, self.content)
    }

    /// The event of what was packed.
    pub(crate) fn of_parts(stamp: Stamp, content: Content) -> Self {
        let finer = Finer::default();
        Self {
            stamp,
            finer,
            content,
        }
    }

    fn check(&self) -> Result<(), EventError> {
        let expires = self.content.kind.consent().and_then(Consent::expires);
        if expires.is_some_and(|end| !is_writable(end)) {
            return Err(EventError::InstantOutOfRange);
        }
        if let Kind::SignalReceived(Signal::Tc(choices)) = &self.content.kind
            && !(0..=9999).contains(&choices.day().year())
        {
            return Err(EventError::InstantOutOfRange);
        }
        if expires.is_some_and(|end| end <= self.occurred()) {
            return Err(EventError::ExpiresBeforeItOccurred);
        }
        match self.content.kind.purposes() {
            _ if self.speaks_of_no_purpose() => {}
            Scope::Only(purposes) if purposes.is_empty() => return Err(EventError::NoPurpose),
            Scope::All if self.must_name_purposes() => return Err(EventError::NoPurpose),
            _ => {}
        }
        if matches!(&self.content.kind, Kind::VendorsRefused { vendors, .. } if vendors.is_empty())
        {
            return Err(EventError::NoVendor);
        }
        let kind = &self.content.kind;
        if !kind.provenances().contains(&self.content.provenance) {
            return Err(EventError::WrongProvenance {
                kind: kind.code(),
                comes_from: kind.provenances(),
            });
        }
        if fits_a_line(self) {
            Ok(())
        } else {
            Err(EventError::TooLarge)
        }
    }

    /// The meaning of a signal is the policy's to say; a link of a device speaks of all that was chosen on it; a notice lists what it
    /// lists.
    pub(crate) const fn speaks_of_no_purpose(&self) -> bool {
        matches!(
            self.content.kind,
            Kind::SignalReceived(_) | Kind::DeviceLinked { .. } | Kind::NoticePublished(_)
        )
    }

    /// An event that the rules read out of this one: the same id, person and provenance, at other times and with another meaning.
    pub(crate) fn read_as(
        &self,
        (occurred, recorded): (DateTime<Utc>, DateTime<Utc>),
        kind: Kind,
    ) -> Self {
        let stamp = Stamp {
            occurred: Instant::of(occurred),
            recorded: Instant::of(recorded),
            ..self.stamp
        };
        let content = Content {
            provenance: self.content.provenance,
            kind,
        };
        Self::of_parts(stamp, content)
    }

    /// The same, as the person's own act.
    pub(crate) fn by_the_person(mut self) -> Self {
        self.content.provenance = Provenance::Person;
        self
    }

    /// Whatever can open something has to say what.
    const fn must_name_purposes(&self) -> bool {
        match &self.content.kind {
            Kind::Requested { .. }
            | Kind::Given(_)
            | Kind::Renewed(_)
            | Kind::ParentAuthorised(_)
            | Kind::Confirmed { .. }
            | Kind::SaleRecorded { .. } => true,
            Kind::Imported { state, .. } => matches!(state, ImportedState::Granted),
            _ => false,
        }
    }
}

/// Shows the kind and the end of the id: when a person did what is personal data.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({} {:?})", self.content.kind.code(), self.stamp.id)
    }
}
