//! The two parts of an event: its stamp, which is its own, and its content, which thousands of events share. The packed ledger keeps
//! equal contents once.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::{Consent, EventId, ImportedState, Instant, Kind, Prevailing, Provenance};
use crate::PersonKey;

/// Which event it is, about whom, when it occurred and when it was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    pub(crate) id: EventId,
    pub(crate) person: PersonKey,
    pub(crate) occurred: Instant,
    pub(crate) recorded: Instant,
}

impl Stamp {
    /// Whether the event was dated in the future when it was recorded.
    pub(crate) fn is_dated_ahead(&self) -> bool {
        self.occurred > self.recorded
    }
}

/// Since when an event counts. What closes and is dated after it was recorded is known already, and counts at once; what opens never counts
/// before its day, if at all (rule R0).
pub(crate) fn counts_from(stamp: &Stamp, kind: &Kind) -> Instant {
    match closes(kind) {
        true => stamp.occurred.min(stamp.recorded),
        false => stamp.occurred,
    }
}

/// Whether an event of this kind can only close.
pub(crate) const fn closes(kind: &Kind) -> bool {
    match kind {
        Kind::Refused { .. }
        | Kind::Withdrawn { .. }
        | Kind::Expired { .. }
        | Kind::Objected { .. }
        | Kind::Restricted { .. }
        | Kind::VendorsRefused { .. }
        | Kind::Died => true,
        Kind::Imported { state, .. } => matches!(state, ImportedState::Denied),
        Kind::GroundsDecided { prevails, .. } => matches!(prevails, Prevailing::Person),
        _ => false,
    }
}

/// What an event says, and where that comes from.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Content {
    pub(crate) provenance: Provenance,
    pub(crate) kind: Kind,
}

/// The place in reading order (rule R0): by when it counts from, ties by restrictiveness, so that the restrictive event comes
/// last and prevails, then by id. Of two consents at one instant the one with the earlier end is the restrictive one, then that to fewer
/// vendors.
pub(crate) fn reading_order(stamp: &Stamp, content: &Content) -> impl Ord + use<> {
    let end = content.kind.consent().and_then(Consent::expires);
    let end = end.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let vendors = content.kind.consent().and_then(Consent::vendors);
    let vendors = vendors.map_or(usize::MAX, std::collections::BTreeSet::len);
    let restrictiveness = restrictiveness(&content.kind);
    (
        counts_from(stamp, &content.kind),
        restrictiveness,
        Reverse((end, vendors)),
        stamp.id,
    )
}

const fn restrictiveness(kind: &Kind) -> u8 {
    match kind {
        Kind::Requested { .. }
        | Kind::SignalReceived(_)
        | Kind::DeviceLinked { .. }
        | Kind::NoticePublished(_) => 0,
        Kind::SaleRecorded { .. } => 1,
        Kind::Given(_) | Kind::Renewed(_) | Kind::ParentAuthorised(_) => 2,
        Kind::Confirmed { .. } => 3,
        Kind::Unrestricted { .. } => 4,
        Kind::GroundsDecided { prevails, .. } => match prevails {
            Prevailing::Controller => 4,
            Prevailing::Person => 10,
        },
        Kind::Imported { state, .. } => match state {
            ImportedState::Granted => 1,
            ImportedState::Denied => 6,
        },
        Kind::Expired { .. } => 5,
        Kind::Refused { .. } => 6,
        Kind::Withdrawn { .. } | Kind::VendorsRefused { .. } => 7,
        Kind::Objected { .. } => 8,
        Kind::Restricted { .. } => 9,
        Kind::Died => 11,
    }
}
