//! R0: two times per event. What occurred until the instant asked about and was recorded until then counts; the order is that of
//! [`Event::reading_order`], never that of arrival. Sources: Art. 5(2) and 7(1) GDPR; that ties go to the restrictive event is ours.

use chrono::{DateTime, Utc};

use super::history::Read;
use crate::Event;
use crate::event::Instant;

/// The events that were recorded until `known_at`.
pub(super) fn known<'e>(
    history: impl Iterator<Item = &'e Event>,
    known_at: DateTime<Utc>,
) -> Vec<&'e Event> {
    let known_at = Instant::of(known_at);
    history
        .filter(|event| event.stamp().recorded <= known_at)
        .collect()
}

/// An event that was dated in the future when it was recorded is quarantined: it closes at once, and never opens.
pub(super) fn may_open(event: Read<'_>) -> bool {
    !event.is_dated_ahead()
}
